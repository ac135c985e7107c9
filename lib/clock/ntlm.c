/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "clock/ntlm.h"

#include <string.h>

#include "core/base64.h"
#include "core/cursor.h"
#include "core/text.h"

enum { CHALLENGE = 2, AT_TYPE = 8, AT_TARGET_LENGTH = 40, AT_TARGET_OFFSET = 44, TOKEN_MAX = 65536 };
enum { AV_END, AV_COMPUTER, AV_DOMAIN, AV_DNS_COMPUTER, AV_DNS_DOMAIN, AV_TIMESTAMP = 7 };

static const char signature[] = "NTLMSSP"; /* and its NUL */

/* Flags: Unicode and OEM, target wanted, NTLM, always sign, extended security, version, 128 and 56 bits */
const unsigned char ntlm_negotiate[NTLM_NEGOTIATE] = {
	'N', 'T', 'L', 'M', 'S', 'S', 'P', 0, 1, 0, 0, 0, 0x07, 0x82, 0x08, 0xA2, 0, 0, 0, 0,
	0,   0,   0,   0,   0,   0,   0,   0, 0, 0, 0, 0, 10,   0,    0x61, 0x4A, 0, 0, 0, 15,
};

/* The challenge from its signature on: offsets count from there. SPNEGO's own bytes stand in front. */
static bool find_challenge(struct octets token, struct cursor *ret_message)
{
	struct cursor cursor = cursor_over(token.bytes, token.length);
	const unsigned char *place;
	uint32_t type;

	while ((place = memmem(cursor.bytes, cursor.length, signature, sizeof signature)) != NULL) {
		cursor = cursor_over(place, cursor.length - (size_t)(place - cursor.bytes));
		if (cursor_seek(&cursor, AT_TYPE) && cursor_u32le(&cursor, &type) && type == CHALLENGE) {
			*ret_message = cursor;
			return true;
		}
		cursor = cursor_over(place + sizeof signature, cursor.length - sizeof signature);
	}
	return false;
}

static bool find_pairs(struct cursor *message, struct cursor *ret_pairs)
{
	uint16_t length;
	uint32_t offset;

	return cursor_seek(message, AT_TARGET_LENGTH) && cursor_u16le(message, &length) &&
	       cursor_seek(message, AT_TARGET_OFFSET) && cursor_u32le(message, &offset) &&
	       cursor_seek(message, offset) && cursor_part(message, length, ret_pairs);
}

static const char *name_of(struct arena *arena, struct octets value)
{
	struct cursor cursor = cursor_over(value.bytes, value.length);
	struct text_buffer text = {.arena = arena};
	uint16_t unit;

	while (cursor_u16le(&cursor, &unit))
		text_append_utf16(&text, unit);
	return text_foreign(arena, text_of(&text), text.length, TEXT_FOREIGN_MAX);
}

static const char *read_timestamp(struct octets value, struct clock_reading *reading)
{
	struct cursor cursor = cursor_over(value.bytes, value.length);
	uint64_t filetime;

	if (value.length != sizeof filetime || !cursor_u64le(&cursor, &filetime))
		return "sends an NTLM challenge whose timestamp does not have 8 bytes";
	if (clock_time_of_filetime(filetime, &reading->time) != NULL)
		return "sends an NTLM challenge with a time outside of the years 1970 to 2199";
	reading->resolution = CLOCK_FILETIME_TICK;
	return NULL;
}

static const char *read_pair(struct arena *arena, unsigned id, struct octets value, struct ntlm_challenge *challenge)
{
	const char **const names[] = {
		[AV_COMPUTER] = &challenge->computer,
		[AV_DOMAIN] = &challenge->domain,
		[AV_DNS_COMPUTER] = &challenge->dns_computer,
		[AV_DNS_DOMAIN] = &challenge->dns_domain,
	};

	if (id >= AV_COMPUTER && id <= AV_DNS_DOMAIN)
		*names[id] = name_of(arena, value);
	return id == AV_TIMESTAMP ? read_timestamp(value, &challenge->reading) : NULL;
}

/* In any order, up to AV_END. */
static const char *read_pairs(struct arena *arena, struct cursor *pairs, struct ntlm_challenge *challenge)
{
	struct octets value;
	uint16_t id, length;
	const char *wrong = NULL;

	while (wrong == NULL) {
		if (!cursor_u16le(pairs, &id) || !cursor_u16le(pairs, &length) || !cursor_take(pairs, length, &value))
			return "sends an NTLM challenge whose list of names and times has no end";
		if (id == AV_END)
			return NULL;
		wrong = read_pair(arena, id, value, challenge);
	}
	return wrong;
}

const char *ntlm_challenge_parse(struct arena *arena, struct octets token, struct ntlm_challenge *ret_challenge)
{
	struct ntlm_challenge challenge = {0};
	struct cursor message, pairs;
	const char *wrong;

	if (token.length > TOKEN_MAX || !find_challenge(token, &message))
		return "sends no NTLM challenge";
	if (!find_pairs(&message, &pairs))
		return "sends an NTLM challenge that is truncated";
	if (pairs.length == 0)
		return "sends an NTLM challenge without a timestamp";
	wrong = read_pairs(arena, &pairs, &challenge);
	if (wrong == NULL && challenge.reading.resolution == 0)
		wrong = "sends an NTLM challenge without a timestamp";
	if (wrong == NULL)
		*ret_challenge = challenge;
	return wrong;
}

const char *ntlm_challenge_parse_base64(struct arena *arena, const char *text, struct ntlm_challenge *ret_challenge)
{
	const struct octets digits = {(const unsigned char *)text, strlen(text)};
	struct octets token;

	if (!base64_decode(arena, digits, &token))
		return "sends an NTLM challenge that is not base64";
	return ntlm_challenge_parse(arena, token, ret_challenge);
}
