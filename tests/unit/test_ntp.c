/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "suite.h"

#include <math.h>

#include "clock/ntp.h"
#include "clock_packets.h"

#define OURS UINT64_C(0x52414E444F4D3634) /* "RANDOM64" */
#define NOW (PACKET_EPOCH * CLOCK_SECOND)

enum { AT_FLAGS = 0, AT_STRATUM = 1, AT_PRECISION = 3, AT_REFERENCE = 12, AT_RECEIVED = 32, AT_TRANSMITTED = 40 };

static unsigned char *reply_bytes(struct arena *arena)
{
	return packet_copy(arena, packet_octets(arena, packet_ntp_reply));
}

static struct ntp_reply parsed(struct arena *arena, const unsigned char *bytes)
{
	struct ntp_reply reply = {0};

	assert_row_text("reply", ntp_reply_parse(arena, bytes, NTP_PACKET, NOW, &reply), NULL);
	return reply;
}

static void put_stamp(unsigned char *place, uint64_t stamp)
{
	for (unsigned i = 0; i < 8; i++)
		place[i] = (unsigned char)(stamp >> (56 - 8 * i));
}

static void a_question_says_nothing_but_its_stamp(void **state)
{
	unsigned char expected[NTP_PACKET] = {0x23}, packet[NTP_PACKET];

	(void)state;
	memcpy(expected + 40, "RANDOM64", 8);
	ntp_request(OURS, packet);
	assert_memory_equal(packet, expected, NTP_PACKET);
}

static void a_good_reply(void **state)
{
	struct ntp_reply reply = parsed(*state, reply_bytes(*state));

	assert_int_equal(reply.leap, 0);
	assert_int_equal(reply.version, 4);
	assert_int_equal(reply.stratum, 2);
	assert_true(reply.synchronised);
	assert_row_number("root delay", reply.root_delay, 256 / 65536.0);
	assert_row_number("root dispersion", reply.root_dispersion, 0.5);
	assert_row_number("precision", reply.precision, ldexp(1, -23));
	assert_string_equal(reply.reference, "10.0.0.1");
	assert_row_int("received", reply.received, NOW + CLOCK_SECOND / 2);
	assert_row_int("transmitted", reply.transmitted, NOW + CLOCK_SECOND / 4 * 3);
}

static void foreign_replies(void **state)
{
	const unsigned char *bytes = reply_bytes(*state);

	assert_true(ntp_reply_is_ours(bytes, NTP_PACKET, OURS));
	assert_true(ntp_reply_is_ours(arena_exact(*state, bytes, NTP_PACKET), NTP_PACKET, OURS));
	assert_false(ntp_reply_is_ours(bytes, NTP_PACKET, OURS + 1));
	assert_false(ntp_reply_is_ours(bytes, NTP_PACKET, OURS ^ UINT64_C(1) << 63));
	assert_false(ntp_reply_is_ours(bytes, NTP_PACKET, 0));
}

static void every_truncation(void **state)
{
	const unsigned char *bytes = reply_bytes(*state);
	struct ntp_reply reply;

	for (size_t length = 0; length < NTP_PACKET; length++) {
		const unsigned char *cut = arena_exact(*state, bytes, length);

		assert_false(ntp_reply_is_ours(cut, length, OURS));
		assert_row_accepted("cut", ntp_reply_parse(*state, cut, length, NOW, &reply), false);
	}
}

/* The answer's middle is RFC 5905's offset, its width the delay. */
static void offset_and_delay(void **state)
{
	struct ntp_reply reply = parsed(*state, reply_bytes(*state));
	struct clock_sample sample = ntp_sample(NOW, NOW + CLOCK_SECOND, &reply);

	assert_row_number("earliest", sample.interval.earliest, -0.25);
	assert_row_number("latest", sample.interval.latest, 0.5 + ldexp(1, -23));
	assert_row_number("round trip", clock_sample_round_trip(&sample), 1);
}

/* +360.00002 s was read so where check_ntp_time says that the offset is unknown (facts: clock-rpc.md A.2). */
static void not_synchronised_is_data(void **state)
{
	static const struct {
		const char *row;
		unsigned char flags, stratum;
		const char reference[5];
		bool synchronised;
		const char *text;
	} rows[] = {
		{"leap 3, stratum 0", 0xE4, 0, "\0\0\0\0", false, "0.0.0.0"},
		{"leap 3, stratum 2", 0xE4, 2, "\12\0\0\1", false, "10.0.0.1"},
		{"stratum 0", 0x24, 0, "\0\0\0\0", false, "0.0.0.0"},
		{"stratum 16", 0x24, 16, "\0\0\0\0", false, "0.0.0.0"},
		{"stratum 15", 0x24, 15, "\0\0\0\0", true, "0.0.0.0"},
		{"INIT", 0xE4, 0, "INIT", false, "INIT"},
		{"STEP", 0x24, 0, "STEP", false, "STEP"},
		{"stratum 1", 0x24, 1, "GPS\0", true, "GPS"},
		{"leap second ahead", 0x64, 1, "A|<>", true, "A!()"},
		{"version 1", 0x0C, 3, "\1\2\3\4", true, "1.2.3.4"},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		unsigned char *bytes = reply_bytes(*state);
		struct ntp_reply reply;

		bytes[AT_FLAGS] = rows[i].flags;
		bytes[AT_STRATUM] = rows[i].stratum;
		memcpy(bytes + AT_REFERENCE, rows[i].reference, 4);
		reply = parsed(*state, bytes);
		assert_row_int(rows[i].row, reply.synchronised, rows[i].synchronised);
		assert_row_text(rows[i].row, reply.reference, rows[i].text);
		assert_row_int(rows[i].row, reply.transmitted, NOW + CLOCK_SECOND / 4 * 3);
	}
}

static void kisses_of_death(void **state)
{
	static const char codes[][5] = {"DENY", "RSTR", "RATE", "NKEY", "X\0\0\0", "<|>\\"};

	for (size_t i = 0; i < ARRAY_LENGTH(codes); i++) {
		unsigned char *bytes = reply_bytes(*state);
		struct ntp_reply reply;
		const char *wrong;

		bytes[AT_STRATUM] = 0;
		memcpy(bytes + AT_REFERENCE, codes[i], 4);
		wrong = ntp_reply_parse(*state, bytes, NTP_PACKET, NOW, &reply);
		assert_contains(wrong, i < 5 ? codes[i] : "(!)/");
		bytes[AT_STRATUM] = 2; /* the same four bytes are an address there */
		parsed(*state, bytes);
	}
}

static void not_an_answer_of_a_server(void **state)
{
	static const unsigned char flags[] = {0x23, 0x25, 0x26, 0x20, 0x04, 0x2C, 0x3C};

	for (size_t i = 0; i < ARRAY_LENGTH(flags); i++) {
		unsigned char *bytes = reply_bytes(*state);
		struct ntp_reply reply;

		bytes[AT_FLAGS] = flags[i];
		assert_row_accepted("flags", ntp_reply_parse(*state, bytes, NTP_PACKET, NOW, &reply), false);
	}
}

static void no_time_and_impossible_times(void **state)
{
	static const size_t places[] = {AT_RECEIVED, AT_TRANSMITTED};
	unsigned char *bytes;
	struct ntp_reply reply;

	for (size_t i = 0; i < ARRAY_LENGTH(places); i++) {
		bytes = reply_bytes(*state);
		put_stamp(bytes + places[i], 0);
		assert_contains(ntp_reply_parse(*state, bytes, NTP_PACKET, NOW, &reply), "without a time");
	}
	bytes = reply_bytes(*state);
	memcpy(bytes + AT_TRANSMITTED, bytes + AT_RECEIVED, 8);
	assert_int_equal(parsed(*state, bytes).transmitted, NOW + CLOCK_SECOND / 2);
	bytes[AT_TRANSMITTED + 4]--;
	assert_contains(ntp_reply_parse(*state, bytes, NTP_PACKET, NOW, &reply), "before it was asked");
}

/* Seconds since 1900 have 32 bits: 2036-02-07 06:28:16 UTC is 0 again. */
static void eras(void **state)
{
	static const int64_t turn = INT64_C(2085978496);
	static const struct {
		const char *row;
		uint64_t seconds;
		int64_t now, epoch; /* epoch -1: refused */
	} rows[] = {
		{"the last second of the first era", 0xFFFFFFFF, turn - 1, turn - 1},
		{"the second one begins", 1, turn + 1, turn + 1},
		{"own clock before, server behind the turn", 1, turn - 100, turn + 1},
		{"own clock behind, server before the turn", 0xFFFFFFFE, turn + 100, turn - 2},
		{"half an era ahead", 0x7FFFFFFF, turn, turn + INT32_MAX},
		{"half an era behind", 0x80000000, turn, turn + INT32_MIN},
		{"before 1970", 0x80000000, 86400, -1},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		unsigned char *bytes = reply_bytes(*state);
		struct ntp_reply reply = {.received = -1};
		const char *wrong;

		put_stamp(bytes + AT_RECEIVED, rows[i].seconds << 32 | 1);
		put_stamp(bytes + AT_TRANSMITTED, rows[i].seconds << 32 | 1);
		wrong = ntp_reply_parse(*state, bytes, NTP_PACKET, rows[i].now * CLOCK_SECOND, &reply);
		assert_row_accepted(rows[i].row, wrong, rows[i].epoch >= 0);
		assert_row_int(rows[i].row, reply.received, rows[i].epoch < 0 ? -1 : rows[i].epoch * CLOCK_SECOND);
	}
}

static void a_precision_is_at_most_a_second(void **state)
{
	static const struct {
		unsigned char byte;
		double seconds;
		bool whole; /* stamps of whole seconds */
	} rows[] = {
		{0, 1, true},         {1, 1, true},           {127, 1, true},
		{0xFF, 0.5, false},   {0xFA, 1 / 64.0, true}, {0xFA, 1 / 64.0, false},
		{0, 1 / 64.0, false}, {127, 1 / 64.0, false},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		unsigned char *bytes = reply_bytes(*state);

		bytes[AT_PRECISION] = rows[i].byte;
		if (rows[i].whole) {
			memset(bytes + AT_RECEIVED + 4, 0, 4);
			memset(bytes + AT_TRANSMITTED + 4, 0, 4);
		}
		assert_row_number("precision", parsed(*state, bytes).precision, rows[i].seconds);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_question_says_nothing_but_its_stamp),
		TEST(a_good_reply),
		TEST(foreign_replies),
		TEST(every_truncation),
		TEST(offset_and_delay),
		TEST(not_synchronised_is_data),
		TEST(kisses_of_death),
		TEST(not_an_answer_of_a_server),
		TEST(no_time_and_impossible_times),
		TEST(eras),
		TEST(a_precision_is_at_most_a_second),
	};

	return RUN_TESTS(tests);
}
