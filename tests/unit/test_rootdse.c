/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Clocks in whole seconds: currentTime of a rootDSE and the Date of HTTP. */
#include "suite.h"

#include "clock/http_date.h"
#include "clock/rootdse.h"
#include "clock_packets.h"

enum { DATE_NOW = 1795353341 }; /* 22 November 2026 */

#define NOW (PACKET_EPOCH * CLOCK_SECOND)

static const char *parse(struct arena *arena, const char *digits, struct rootdse_answer *ret_answer)
{
	struct octets packet = packet_octets(arena, digits);

	return rootdse_answer_parse(arena, 1, packet.bytes, packet.length, ret_answer);
}

static void answers_of_both_servers(void **state)
{
	static const char *const packets[] = {packet_rootdse_ad, packet_rootdse_samba};

	for (size_t i = 0; i < ARRAY_LENGTH(packets); i++) {
		struct rootdse_answer answer = {0};

		assert_row_text("answer", parse(*state, packets[i], &answer), NULL);
		assert_true(answer.complete);
		assert_row_int("time", answer.reading.time, NOW);
		assert_row_int("resolution", answer.reading.resolution, CLOCK_SECOND);
	}
}

/* TCP brings it in pieces: each beginning asks for more, and nothing else. */
static void every_truncation_wants_more(void **state)
{
	static const char *const packets[] = {packet_rootdse_ad, packet_rootdse_samba, packet_rootdse_slapd};

	for (size_t i = 0; i < ARRAY_LENGTH(packets); i++) {
		struct octets packet = packet_octets(*state, packets[i]);

		for (size_t length = 0; length < packet.length; length++) {
			struct rootdse_answer answer = {.complete = true};
			const unsigned char *cut = arena_exact(*state, packet.bytes, length);

			assert_row_text("cut", rootdse_answer_parse(*state, 1, cut, length, &answer), NULL);
			assert_false(answer.complete);
		}
	}
}

static void answers_to_others_are_passed_by(void **state)
{
	struct octets packet = packet_octets(*state, packet_rootdse_ad);
	struct rootdse_answer answer = {.complete = true};

	assert_null(rootdse_answer_parse(*state, 2, packet.bytes, packet.length, &answer));
	assert_false(answer.complete);
	assert_true(answer.others);
	assert_null(rootdse_answer_parse(*state, 1, packet.bytes, packet.length, &answer));
	assert_false(answer.others);
}

static void refusals(void **state)
{
	static const struct {
		const char *row, *digits, *words;
	} rows[] = {
		{"slapd", packet_rootdse_slapd, "no currentTime"},
		{"notice of disconnection", packet_ldap_notice, "disconnection"},
		{"no entry", "300C02010165070A010004000400", "no currentTime"},
		{"unwilling", "300C02010165070A013504000400", "LDAP result 53"},
		{"a bind's answer", "300C02010161070A010004000400", "no answer to a search"},
		{"no id", "300965070A010004000400", "not LDAP"},
		{"empty message", "3000", "not LDAP"},
		{"id of five octets", "30100205000000000165070A010004000400", "not LDAP"},
		{"HTTP", "485454502F312E3120343030", "not LDAP"},
		{"indefinite length", "3080020101", "not LDAP"},
		{"text behind a good one", "300C02010963070A0100040004004854", "not LDAP"},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct rootdse_answer answer;
		const char *wrong = parse(*state, rows[i].digits, &answer);

		if (wrong == NULL || strstr(wrong, rows[i].words) == NULL)
			fail_msg("'%s': got '%s', expected '%s' in it", rows[i].row, shown(wrong), rows[i].words);
	}
}

static void spoilt_times(void **state)
{
	static const struct {
		size_t at;
		const char *text, *words;
	} rows[] = {
		{34, "13", "no time"},       {30, "2200", "years"},    {30, "1969", "years"},    {46, "z", "no time"},
		{17, "X", "no currentTime"}, {28, "\x05", "not LDAP"}, {26, "\x30", "not LDAP"},
	};
	struct octets packet = packet_octets(*state, packet_rootdse_samba);

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		unsigned char *bytes = packet_copy(*state, packet);
		struct rootdse_answer answer;

		memcpy(bytes + rows[i].at, rows[i].text, strlen(rows[i].text));
		assert_contains(rootdse_answer_parse(*state, 1, bytes, packet.length, &answer), rows[i].words);
	}
}

static void values(void **state)
{
	static const struct {
		const char *text;
		int64_t epoch; /* -1: refused */
	} rows[] = {
		{"20270304050607.0Z", PACKET_EPOCH},
		{"20270304050607Z", PACKET_EPOCH},
		{"19700101000000.0Z", 0},
		{"19691231235959.0Z", -1},
		{"21991231235959.0Z", 7258118399},
		{"22000101000000.0Z", -1},
		{"99991231235959.0Z", -1},
		{"20271304050607.0Z", -1},
		{"20270304050607", -1},
		{"", -1},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct clock_reading reading = {.time = -1};
		size_t length = strlen(rows[i].text);
		const struct octets value = {arena_exact(*state, rows[i].text, length), length};

		assert_row_accepted(rows[i].text, rootdse_time(value, &reading), rows[i].epoch >= 0);
		assert_row_int(rows[i].text, reading.time, rows[i].epoch < 0 ? -1 : rows[i].epoch * CLOCK_SECOND);
	}
}

static void the_question_has_its_id(void **state)
{
	unsigned char one[ROOTDSE_REQUEST], other[ROOTDSE_REQUEST];

	(void)state;
	rootdse_request(1, one);
	rootdse_request(127, other);
	assert_int_equal(one[4], 1);
	assert_int_equal(other[4], 127);
	other[4] = 1;
	assert_memory_equal(one, other, sizeof one);
}

static void dates(void **state)
{
	static const struct {
		const char *text;
		int64_t epoch;
	} rows[] = {
		{"Thu, 04 Mar 2027 05:06:07 GMT", PACKET_EPOCH},
		{"Sun, 22 Nov 2026 13:15:41 GMT", 1795353341},
		{"Thu, 01 Jan 1970 00:00:00 GMT", 0},
		{"Tue, 29 Feb 2028 23:59:59 GMT", 1835481599},
		{"Tue, 31 Dec 2199 23:59:59 GMT", 7258118399},
		{"Fri, 31 Dec 2027 23:59:60 GMT", 1830297600}, /* a leap second */
		{"Sunday, 22-Nov-26 13:15:41 GMT", DATE_NOW},
		{"Sunday, 06-Nov-94 08:49:37 GMT", 784111777},     /* 1994 */
		{"Saturday, 01-Jan-00 00:00:00 GMT", 946684800},   /* 2000 */
		{"Wednesday, 01-Jan-70 00:00:00 GMT", 3155760000}, /* 2070 */
		{"Friday, 20-Nov-76 00:00:00 GMT", 3373056000},    /* 2076 */
		{"Wednesday, 24-Nov-76 00:00:00 GMT", 217641600},  /* 1976 */
		{"Tuesday, 29-Feb-00 23:59:60 GMT", 951868800},    /* 2000 */
		{"Sun Nov 22 13:15:41 2026", DATE_NOW},
		{"Thu Mar  4 05:06:07 2027", PACKET_EPOCH},
		{"Thu Mar 04 05:06:07 2027", PACKET_EPOCH},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct clock_reading reading;

		assert_row_text(rows[i].text, http_date_parse(rows[i].text, DATE_NOW, &reading), NULL);
		assert_row_int(rows[i].text, reading.time, rows[i].epoch * CLOCK_SECOND);
		assert_row_int(rows[i].text, reading.resolution, CLOCK_SECOND);
	}
}

static void dates_that_are_none(void **state)
{
	static const struct {
		const char *text, *words;
	} rows[] = {
		{"", "not of the form"},
		{"0", "not of the form"},
		{"Thu", "not of the form"},
		{"Thu, 04-Mar-27 05:06:07 GMT", "not of the form"},
		{"Thursday, 04-Mar-2027 05:06:07 GMT", "not of the form"},
		{"Thursda, 04-Mar-27 05:06:07 GMT", "not of the form"},
		{"Thursday 04-Mar-27 05:06:07 GMT", "not of the form"},
		{"Friday, 04-Mar-27 05:06:07 GMT", "day of the week"},
		{"Thursday, 30-Feb-27 05:06:07 GMT", "calendar"},
		{"Thu Mar   4 05:06:07 2027", "not of the form"},
		{"Thu Mar 4 05:06:07 2027", "not of the form"},
		{"Thu Mar  4 05:06:07 27", "not of the form"},
		{"Thu Mar  4 05:06:07 2027 ", "not of the form"},
		{"Thu Mar  0 05:06:07 2027", "calendar"},
		{"Wed Mar  4 05:06:07 2027", "day of the week"},
		{"Thu, 04 Mar 2027 05:06:07 UTC", "not of the form"},
		{"Thu, 04 Mar 2027 05:06:07 GMT ", "not of the form"},
		{"Thu, 4 Mar 2027 05:06:07 GMT", "not of the form"},
		{"Thu, 04 Mar 2027 05:06:7x GMT", "not of the form"},
		{"Fri, 04 Mar 2027 05:06:07 GMT", "day of the week"},
		{"Xxx, 04 Mar 2027 05:06:07 GMT", "day of the week"},
		{"Thu, 04 mar 2027 05:06:07 GMT", "calendar"},
		{"Mon, 30 Feb 2027 05:06:07 GMT", "calendar"},
		{"Thu, 04 Mar 2027 24:06:07 GMT", "calendar"},
		{"Thu, 04 Mar 2027 05:60:07 GMT", "calendar"},
		{"Thu, 04 Mar 2027 05:06:61 GMT", "calendar"},
		{"Wed, 31 Dec 1969 23:59:59 GMT", "years"},
		{"Wed, 01 Jan 2200 00:00:00 GMT", "years"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct clock_reading reading;
		const char *wrong = http_date_parse(rows[i].text, DATE_NOW, &reading);

		if (wrong == NULL || strstr(wrong, rows[i].words) == NULL)
			fail_msg("'%s': got '%s', expected '%s' in it", rows[i].text, shown(wrong), rows[i].words);
	}
}

static void every_truncation_of_a_date(void **state)
{
	static const char *const texts[] = {"Thu, 04 Mar 2027 05:06:07 GMT", "Thursday, 04-Mar-27 05:06:07 GMT",
					    "Thu Mar  4 05:06:07 2027"};
	struct clock_reading reading;

	for (size_t i = 0; i < ARRAY_LENGTH(texts); i++)
		for (size_t length = 0; length < strlen(texts[i]); length++)
			assert_row_accepted(texts[i],
					    http_date_parse(arena_copy(*state, texts[i], length), DATE_NOW, &reading),
					    false);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(answers_of_both_servers),
		TEST(every_truncation_wants_more),
		TEST(answers_to_others_are_passed_by),
		TEST(refusals),
		TEST(spoilt_times),
		TEST(values),
		TEST(the_question_has_its_id),
		TEST(dates),
		TEST(dates_that_are_none),
		TEST(every_truncation_of_a_date),
	};

	return RUN_TESTS(tests);
}
