/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "clock/ntp.h"

#include <math.h>
#include <string.h>

#include "core/array.h"
#include "core/cursor.h"
#include "core/text.h"

enum {
	VERSION_4_CLIENT = 0x23,
	MODE_SERVER = 4,
	LEAP_UNKNOWN = 3,
	STRATUM_MAX = 15, /* 16 means not synchronised */
	AT_ORIGINATE = 24,
	AT_TRANSMIT = 40,
};
#define EPOCH_SINCE_1900 INT64_C(2208988800) /* seconds */

void ntp_request(uint64_t stamp, unsigned char ret_packet[NTP_PACKET])
{
	memset(ret_packet, 0, NTP_PACKET);
	ret_packet[0] = VERSION_4_CLIENT;
	for (unsigned i = 0; i < 8; i++)
		ret_packet[AT_TRANSMIT + i] = (unsigned char)(stamp >> (56 - 8 * i));
}

static bool read_stamp(struct cursor *cursor, uint64_t *ret_stamp)
{
	uint32_t seconds, fraction;

	if (!cursor_u32be(cursor, &seconds) || !cursor_u32be(cursor, &fraction))
		return false;
	*ret_stamp = (uint64_t)seconds << 32 | fraction;
	return true;
}

bool ntp_reply_is_ours(const unsigned char *bytes, size_t length, uint64_t stamp)
{
	struct cursor cursor = cursor_over(bytes, length);
	uint64_t originate;

	return length >= NTP_PACKET && cursor_seek(&cursor, AT_ORIGINATE) && read_stamp(&cursor, &originate) &&
	       originate == stamp;
}

/* The packet as it stands on the wire. */
struct packet {
	uint8_t flags, stratum, poll, precision;
	uint32_t root_delay, root_dispersion;
	struct octets reference;
	uint64_t updated, originate, received, transmitted;
};

static bool packet_read(struct cursor *cursor, struct packet *packet)
{
	return cursor_u8(cursor, &packet->flags) && cursor_u8(cursor, &packet->stratum) &&
	       cursor_u8(cursor, &packet->poll) && cursor_u8(cursor, &packet->precision) &&
	       cursor_u32be(cursor, &packet->root_delay) && cursor_u32be(cursor, &packet->root_dispersion) &&
	       cursor_take(cursor, 4, &packet->reference) && read_stamp(cursor, &packet->updated) &&
	       read_stamp(cursor, &packet->originate) && read_stamp(cursor, &packet->received) &&
	       read_stamp(cursor, &packet->transmitted);
}

/* The time of that stamp that is nearest to now: at most 68 years away. */
static const char *stamp_time(uint64_t stamp, clock_time now, clock_time *ret_time)
{
	int64_t own = now / CLOCK_SECOND;
	int64_t ahead = (int64_t)(uint32_t)((stamp >> 32) - (uint64_t)(own + EPOCH_SINCE_1900));
	int64_t nanoseconds = (int64_t)((stamp & UINT32_MAX) * (uint64_t)CLOCK_SECOND >> 32);

	if (ahead > INT32_MAX)
		ahead -= INT64_C(1) << 32;
	return clock_time_of_epoch(own + ahead, nanoseconds, ret_time);
}

/* 16 bits of seconds, 16 of their fraction */
static double short_seconds(uint32_t value)
{
	return value / 65536.0;
}

/*
 * log2 of seconds, in two's complement. A second and more is what stands there where a server states none (0), and is
 * believed if its stamps are whole seconds; others are finer, if only by the coarsest tick in use, Windows' 1/64 s.
 */
static double precision_seconds(const struct packet *packet)
{
	if (packet->precision >= 0x80)
		return ldexp(1, (int)packet->precision - 0x100);
	return ((packet->received | packet->transmitted) & UINT32_MAX) == 0 ? 1 : ldexp(1, -6);
}

static bool is_word(struct octets reference)
{
	size_t letters = 0;

	while (letters < reference.length && reference.bytes[letters] > ' ' && reference.bytes[letters] <= '~')
		letters++;
	for (size_t i = letters; i < reference.length; i++)
		if (reference.bytes[i] != 0)
			return false;
	return letters != 0;
}

/* Up to stratum 1 the letters of a source ("GPS"), above it an address or a digest of one. */
static const char *reference_text(struct arena *arena, const struct packet *packet)
{
	struct octets reference = packet->reference;

	if (packet->stratum <= 1 && is_word(reference))
		return text_foreign(arena, reference.bytes, strnlen((const char *)reference.bytes, reference.length),
				    reference.length);
	return text_format(arena, "%u.%u.%u.%u", reference.bytes[0], reference.bytes[1], reference.bytes[2],
			   reference.bytes[3]);
}

/* RFC 5905 7.4; NULL: not refused. INIT and STEP only say that the server is not synchronised yet. */
static const char *refusal(struct arena *arena, const struct packet *packet, const char *code)
{
	static const struct {
		const char *code, *sentence;
	} rows[] = {
		{"INIT", NULL},
		{"STEP", NULL},
		{"DENY", "refuses to tell the time (kiss code DENY): its access rules forbid it to this host"},
		{"RSTR", "refuses to tell the time (kiss code RSTR): its access rules forbid it to this host"},
		{"RATE", "refuses to tell the time (kiss code RATE): this host asks too often"},
	};

	if (packet->stratum != 0 || !is_word(packet->reference))
		return NULL;
	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++)
		if (strcmp(code, rows[i].code) == 0)
			return rows[i].sentence;
	return text_format(arena, "refuses to tell the time (kiss code %s)", code);
}

static struct ntp_reply reply_of(const struct packet *packet, const char *reference)
{
	unsigned leap = packet->flags >> 6;

	return (struct ntp_reply){
		.leap = leap,
		.version = packet->flags >> 3 & 7,
		.stratum = packet->stratum,
		.root_delay = short_seconds(packet->root_delay),
		.root_dispersion = short_seconds(packet->root_dispersion),
		.precision = precision_seconds(packet),
		.reference = reference,
		.synchronised = leap != LEAP_UNKNOWN && packet->stratum >= 1 && packet->stratum <= STRATUM_MAX,
	};
}

static const char *read_times(const struct packet *packet, clock_time now, struct ntp_reply *reply)
{
	if (packet->received == 0 || packet->transmitted == 0)
		return "answers without a time";
	if (stamp_time(packet->received, now, &reply->received) != NULL ||
	    stamp_time(packet->transmitted, now, &reply->transmitted) != NULL)
		return "says a time outside of the years 1970 to 2199";
	if (reply->transmitted < reply->received)
		return "says that it answered before it was asked";
	return NULL;
}

const char *ntp_reply_parse(struct arena *arena, const unsigned char *bytes, size_t length, clock_time now,
			    struct ntp_reply *ret_reply)
{
	struct cursor cursor = cursor_over(bytes, length);
	struct packet packet;
	struct ntp_reply reply;
	const char *wrong;

	if (!packet_read(&cursor, &packet))
		return "answers with fewer than the 48 bytes of an NTP packet";
	if ((packet.flags & 7) != MODE_SERVER)
		return "answers with a packet that is not an NTP server's";
	if ((packet.flags >> 3 & 7) < 1 || (packet.flags >> 3 & 7) > 4)
		return "answers in an unknown version of NTP";
	reply = reply_of(&packet, reference_text(arena, &packet));
	wrong = refusal(arena, &packet, reply.reference);
	if (wrong == NULL)
		wrong = read_times(&packet, now, &reply);
	if (wrong == NULL)
		*ret_reply = reply;
	return wrong;
}

struct clock_sample ntp_sample(clock_time sent, clock_time received, const struct ntp_reply *reply)
{
	return (struct clock_sample){
		.sent = sent,
		.received = received,
		.interval.earliest = clock_time_between(received, reply->transmitted),
		.interval.latest = clock_time_between(sent, reply->received) + reply->precision,
	};
}
