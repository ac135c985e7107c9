/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ad/sid.h"

#include <string.h>

#include "core/text.h"

enum { SID_REVISION = 1, SID_HEAD = 8, DOMAIN_PARTS = 4, NT_AUTHORITY = 5, NON_UNIQUE = 21 };
#define AUTHORITY_MAX 0xFFFFFFFFFFFFU

const struct sid sid_everyone = {.authority = 1, .count = 1, .subauthorities = {0}};
const struct sid sid_owner_rights = {.authority = 3, .count = 1, .subauthorities = {4}};
const struct sid sid_network = {.authority = 5, .count = 1, .subauthorities = {2}};
const struct sid sid_authenticated_users = {.authority = 5, .count = 1, .subauthorities = {11}};
const struct sid sid_this_organization = {.authority = 5, .count = 1, .subauthorities = {15}};
const struct sid sid_administrators = {.authority = 5, .count = 2, .subauthorities = {32, 544}};
const struct sid sid_users = {.authority = 5, .count = 2, .subauthorities = {32, 545}};

const char *sid_read(struct cursor *cursor, struct sid *ret_sid)
{
	struct cursor ahead = *cursor;
	struct sid sid = {0};
	uint8_t revision;
	uint16_t high;
	uint32_t low;

	if (!cursor_u8(&ahead, &revision) || !cursor_u8(&ahead, &sid.count) || !cursor_u16be(&ahead, &high) ||
	    !cursor_u32be(&ahead, &low))
		return "is cut off";
	if (revision != SID_REVISION)
		return "has another revision than 1";
	if (sid.count > SID_SUBAUTHORITIES_MAX)
		return "has more than 15 subauthorities";
	sid.authority = (uint64_t)high << 32 | low;
	for (size_t i = 0; i < sid.count; i++)
		if (!cursor_u32le(&ahead, &sid.subauthorities[i]))
			return "is cut off";
	*cursor = ahead;
	*ret_sid = sid;
	return NULL;
}

const char *sid_read_value(const struct octets *value, struct sid *ret_sid)
{
	struct cursor cursor = cursor_over(value->bytes, value->length);
	struct sid sid;
	const char *wrong = sid_read(&cursor, &sid);

	if (wrong != NULL)
		return wrong;
	if (cursor_left(&cursor) != 0)
		return "has bytes behind its end";
	*ret_sid = sid;
	return NULL;
}

/* A whole number up to max, decimal, or hexadecimal behind 0x. Moves behind it. */
static bool number_take(const char **text, uint64_t max, bool hexadecimal_too, uint64_t *ret_value)
{
	bool hexadecimal = hexadecimal_too && text_has_prefix(*text, "0x");
	int base = hexadecimal ? 16 : 10, digit;
	const char *at = *text + (hexadecimal ? 2 : 0), *begin = at;
	uint64_t value = 0;

	for (; (digit = text_hex_digit(*at)) >= 0 && digit < base; at++) {
		value = value * (uint64_t)base + (uint64_t)digit;
		if (value > max)
			return false;
	}
	if (at == begin)
		return false;
	*text = at;
	*ret_value = value;
	return true;
}

const char *sid_parse(const char *text, struct sid *ret_sid)
{
	static const char wrong[] = "is not a SID such as S-1-5-21-1-2-3-1104";
	struct sid sid = {0};
	uint64_t part;

	if (!text_has_prefix(text, "S-1-"))
		return wrong;
	text += strlen("S-1-");
	if (!number_take(&text, AUTHORITY_MAX, true, &sid.authority))
		return wrong;
	while (*text == '-') {
		text++;
		if (!number_take(&text, UINT32_MAX, false, &part))
			return wrong;
		if (sid.count == SID_SUBAUTHORITIES_MAX)
			return "has more than 15 subauthorities";
		sid.subauthorities[sid.count++] = (uint32_t)part;
	}
	if (*text != 0)
		return wrong;
	*ret_sid = sid;
	return NULL;
}

const char *sid_text(struct arena *arena, const struct sid *sid)
{
	struct text_buffer text = {.arena = arena};

	text_append(&text, sid->authority > UINT32_MAX ? "S-1-0x%012llx" : "S-1-%llu",
		    (unsigned long long)sid->authority);
	for (size_t i = 0; i < sid->count; i++)
		text_append(&text, "-%u", sid->subauthorities[i]);
	return text_of(&text);
}

struct octets sid_octets(struct arena *arena, const struct sid *sid)
{
	size_t length = SID_HEAD + 4U * sid->count;
	unsigned char *bytes = arena_allocate(arena, length);

	bytes[0] = SID_REVISION;
	bytes[1] = sid->count;
	for (unsigned i = 0; i < 6; i++)
		bytes[2 + i] = (unsigned char)(sid->authority >> (40 - 8 * i));
	for (size_t i = 0; i < 4U * sid->count; i++)
		bytes[SID_HEAD + i] = (unsigned char)(sid->subauthorities[i / 4] >> (8 * (i % 4)));
	return (struct octets){.bytes = bytes, .length = length};
}

bool sid_equal(const struct sid *one, const struct sid *other)
{
	return one->authority == other->authority && one->count == other->count &&
	       memcmp(one->subauthorities, other->subauthorities, one->count * sizeof *one->subauthorities) == 0;
}

uint32_t sid_rid(const struct sid *sid)
{
	return sid->count != 0 ? sid->subauthorities[sid->count - 1] : 0;
}

bool sid_is_of_domain(const struct sid *sid)
{
	return sid->authority == NT_AUTHORITY && sid->count == DOMAIN_PARTS + 1 && sid->subauthorities[0] == NON_UNIQUE;
}

/* The domain itself, or something in it. */
static bool has_domain(const struct sid *sid)
{
	return sid->authority == NT_AUTHORITY && sid->subauthorities[0] == NON_UNIQUE &&
	       (sid->count == DOMAIN_PARTS || sid->count == DOMAIN_PARTS + 1);
}

bool sid_same_domain(const struct sid *one, const struct sid *other)
{
	return has_domain(one) && has_domain(other) &&
	       memcmp(one->subauthorities, other->subauthorities, DOMAIN_PARTS * sizeof *one->subauthorities) == 0;
}

struct sid sid_in_domain(const struct sid *domain, uint32_t rid)
{
	struct sid sid = {.authority = domain->authority, .count = DOMAIN_PARTS + 1};

	memcpy(sid.subauthorities, domain->subauthorities, DOMAIN_PARTS * sizeof *sid.subauthorities);
	sid.subauthorities[DOMAIN_PARTS] = rid;
	return sid;
}

bool sid_set_has(const struct sid_set *set, const struct sid *sid)
{
	for (size_t i = 0; i < set->count; i++)
		if (sid_equal(&set->items[i], sid))
			return true;
	return false;
}

void sid_set_add(struct arena *arena, struct sid_set *set, const struct sid *sid)
{
	if (sid_set_has(set, sid))
		return;
	if (set->count >= set->capacity) {
		set->capacity = 2 * (set->count + 1);
		set->items = arena_grow(arena, set->items, set->count * sizeof *set->items,
					set->capacity * sizeof *set->items);
	}
	set->items[set->count++] = *sid;
}
