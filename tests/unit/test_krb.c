/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "suite.h"

#include "clock/ber.h"
#include "clock/krb.h"
#include "clock_packets.h"
#include "core/text.h"

#define NOW (PACKET_EPOCH * CLOCK_SECOND)
#define MILLISECOND INT64_C(1000000)

/* Where things stand in packet_krb_error. */
enum { AT_LENGTH = 1, AT_VERSION = 8, AT_TYPE = 13, AT_STIME = 42, AT_SUSEC_LENGTH = 60, AT_SUSEC = 61 };

static void an_error_of_a_kdc(void **state)
{
	struct octets packet = packet_octets(*state, packet_krb_error);
	struct krb_answer answer;

	assert_row_text("error", krb_answer_parse(packet.bytes, packet.length, &answer), NULL);
	assert_row_int("time", answer.time, NOW + 123456 * CLOCK_MICROSECOND);
	assert_int_equal(answer.error, 25);
}

static void every_truncation(void **state)
{
	struct octets packet = packet_octets(*state, packet_krb_error);
	struct krb_answer answer;

	for (size_t length = 0; length < packet.length; length++)
		assert_row_accepted("cut", krb_answer_parse(arena_exact(*state, packet.bytes, length), length, &answer),
				    false);
	assert_row_accepted("longer",
			    krb_answer_parse(arena_grow(*state, packet.bytes, packet.length, packet.length + 1),
					     packet.length + 1, &answer),
			    false);
}

static void a_ticket_holds_no_time(void **state)
{
	struct octets packet = packet_octets(*state, packet_as_rep);
	struct krb_answer answer;

	assert_contains(krb_answer_parse(packet.bytes, packet.length, &answer), "without preauthentication");
}

static void other_protocols(void **state)
{
	static const char *const rows[] = {
		"", "HTTP/1.1 400 Bad Request\r\n", "\x30\x01\x00", "\x7E", "\x7E\x80", "\x7F\x1E\x00"};
	struct krb_answer answer;

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++)
		assert_row_accepted(rows[i], krb_answer_parse((const unsigned char *)rows[i], strlen(rows[i]), &answer),
				    false);
}

static void spoilt_fields(void **state)
{
	static const struct {
		const char *row;
		size_t at;
		const char *bytes;
	} rows[] = {
		{"no application 30", 0, "\x6A"},
		{"version 4", AT_VERSION, "\x04"},
		{"a request", AT_TYPE, "\x0A"},
		{"month 13", AT_STIME + 4, "13"},
		{"letters", AT_STIME, "x"},
		{"year 1969", AT_STIME, "1969"},
		{"year 2200", AT_STIME, "2200"},
		{"year 9999", AT_STIME, "9999"},
		{"1000000 us", AT_SUSEC, "\x0F\x42\x40"},
		{"negative us", AT_SUSEC, "\xFF"},
		{"empty us", AT_SUSEC_LENGTH, ""},
		{"lying length", AT_LENGTH, "\x7F"},
		{"long length", AT_LENGTH, "\x84"},
		{"indefinite", AT_LENGTH, "\x80"},
	};
	struct octets packet = packet_octets(*state, packet_krb_error);

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		unsigned char *bytes = packet_copy(*state, packet);
		struct krb_answer answer;
		size_t length = strlen(rows[i].bytes);

		memcpy(bytes + rows[i].at, rows[i].bytes, length != 0 ? length : 1);
		assert_row_accepted(rows[i].row, krb_answer_parse(bytes, packet.length, &answer), false);
	}
}

static void the_last_moment(void **state)
{
	struct octets packet = packet_octets(*state, packet_krb_error);
	unsigned char *bytes = packet_copy(*state, packet);
	struct krb_answer answer;

	memcpy(bytes + AT_STIME, "21991231235959", 14);
	memcpy(bytes + AT_SUSEC, "\x0F\x42\x3F", 3);
	assert_row_text("susec", krb_answer_parse(bytes, packet.length, &answer), NULL);
	assert_row_int("time", answer.time, INT64_C(7258118399) * CLOCK_SECOND + 999999 * CLOCK_MICROSECOND);
}

static const char *repeated(struct arena *arena, char character, size_t count)
{
	return memset(arena_allocate(arena, count + 1), character, count);
}

static void requests_that_fit(void **state)
{
	struct arena *arena = *state;
	const struct {
		const char *principal, *realm;
		bool accepted;
	} rows[] = {
		{"monitor", "CORP.TEST", true},
		{"HTTP/ndes.corp.test", "CORP.TEST", true},
		{repeated(arena, 'p', 255), repeated(arena, 'R', 255), true},
		{repeated(arena, '/', 255), repeated(arena, 'R', 255), true},
		{repeated(arena, 'p', 256), "CORP.TEST", false},
		{"monitor", repeated(arena, 'R', 256), false},
		{"", "CORP.TEST", false},
		{"monitor", "", false},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct krb_request *request = arena_allocate(arena, sizeof *request);
		struct ber_element element;
		struct octets udp, tcp;
		struct cursor cursor;

		assert_row_accepted(rows[i].principal,
				    krb_request_make(rows[i].principal, rows[i].realm, UINT32_MAX, request),
				    rows[i].accepted);
		if (!rows[i].accepted)
			continue;
		udp = krb_request_udp(request);
		tcp = krb_request_tcp(request);
		assert_int_equal(tcp.length, udp.length + 4);
		assert_int_equal(tcp.bytes[2] * 256 + tcp.bytes[3], udp.length);
		cursor = cursor_over(udp.bytes, udp.length);
		assert_int_equal(ber_next(&cursor, &element), BER_READ);
		assert_int_equal(element.tag, 0x6A);
		assert_true(element.shortest);
		assert_int_equal(cursor_left(&cursor), 0);
	}
}

static void a_service_principal_has_parts(void **state)
{
	static const char name[] = "\x30\x0E\x1B\x04HTTP\x1B\x06"
				   "ndes.x";
	struct krb_request request;
	struct octets udp;

	(void)state;
	assert_null(krb_request_make("HTTP/ndes.x", "R", 1, &request));
	udp = krb_request_udp(&request);
	assert_non_null(memmem(udp.bytes, udp.length, name, sizeof name - 1));
}

/* count samples at that distance; the KDC's microseconds stand still or not, and are 100 s ahead. */
static void fill(struct krb_moment *moments, size_t count, int64_t distance, bool frozen)
{
	for (size_t i = 0; i < count; i++) {
		int64_t sent = NOW + (int64_t)i * distance;

		moments[i] = (struct krb_moment){
			.sent = sent,
			.received = sent + MILLISECOND / 2,
			.time = 100 * CLOCK_SECOND +
				(frozen ? NOW + (int64_t)i * CLOCK_MICROSECOND : sent + MILLISECOND / 4),
		};
	}
}

static void microseconds_must_prove_true(void **state)
{
	static const struct {
		const char *row;
		size_t count;
		int64_t distance;
		bool frozen;
		int64_t resolution;
	} rows[] = {
		{"a single one proves nothing", 1, 0, false, CLOCK_SECOND},
		{"too near to each other", 4, MILLISECOND, false, CLOCK_SECOND},
		{"near enough", 2, 2 * MILLISECOND, false, CLOCK_MICROSECOND},
		{"four", 4, 20 * MILLISECOND, false, CLOCK_MICROSECOND},
		{"MIT's", 4, 20 * MILLISECOND, true, CLOCK_SECOND},
		{"too far from each other", 4, 600 * MILLISECOND, false, CLOCK_SECOND},
	};
	struct krb_moment moments[4];

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		fill(moments, rows[i].count, rows[i].distance, rows[i].frozen);
		assert_row_int(rows[i].row, krb_resolution(moments, rows[i].count), rows[i].resolution);
	}
}

static void whole_seconds_where_they_did_not(void **state)
{
	const struct krb_moment moment = {NOW, NOW, NOW + CLOCK_SECOND / 2};
	struct clock_sample whole = krb_sample(&moment, CLOCK_SECOND), fine = krb_sample(&moment, CLOCK_MICROSECOND);

	(void)state;
	assert_row_number("earliest", whole.interval.earliest, 0);
	assert_row_number("latest", whole.interval.latest, 1);
	assert_row_number("earliest", fine.interval.earliest, 0.5);
	assert_row_number("latest", fine.interval.latest, 0.500001);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_error_of_a_kdc),
		TEST(every_truncation),
		TEST(a_ticket_holds_no_time),
		TEST(other_protocols),
		TEST(spoilt_fields),
		TEST(the_last_moment),
		TEST(requests_that_fit),
		TEST(a_service_principal_has_parts),
		TEST(microseconds_must_prove_true),
		TEST(whole_seconds_where_they_did_not),
	};

	return RUN_TESTS(tests);
}
