/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "suite.h"

#include "core/moment.h"

static void iso_forms_are_read(void **state)
{
	static const struct {
		const char *text;
		int64_t epoch;
	} rows[] = {
		{"1970-01-01", 0},
		{"2027-01-31", 1801353600},
		{"2027-01-31T12:00", 1801396800},
		{"2027-01-31T12:00:30", 1801396830},
		{"2027-01-31T12:00:00Z", 1801396800},
		{"2027-01-31T12:00Z", 1801396800},
		{"2027-01-31T12:00:00+01:00", 1801393200},
		{"2027-01-31T12:00:00-05:30", 1801416600},
		{"2027-01-31T12:00:00+0100", 1801393200},
		{"2027-01-31T12:00:00+01", 1801393200},
		{"2027-01-31T12:00:00.5Z", 1801396800},
		{"2027-01-31T12:00:00,123456789+01:00", 1801393200},
		{"2027-01-31T12:00:00.123456", 1801396800},
		{"2027-01-31T00:00:00", 1801353600},
		{"2027-01-31T23:59:59", 1801439999},
		{"2028-02-29", 1835395200},
		{"2000-02-29", 951782400},
		{"2026-12-31T23:59:59Z", 1798761599},
		{"2027-01-01T00:30:00+01:00", 1798759800},
		{"9999-12-31T23:59:59Z", 253402300799},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct moment moment = {0};

		assert_row_accepted(rows[i].text, moment_parse(rows[i].text, &moment), true);
		assert_row_int(rows[i].text, moment.seconds, rows[i].epoch);
		assert_row_int(rows[i].text, moment.relative, false);
		assert_row_int(rows[i].text, moment_epoch(&moment, 5), rows[i].epoch);
	}
}

static void distances_count_from_now(void **state)
{
	static const struct {
		const char *text;
		int64_t seconds;
	} rows[] = {{"+30d", 2592000}, {"+36h", 129600}, {"+1w2d", 777600}, {"+90m", 5400}, {"+30", 2592000}};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct moment moment = {0};

		assert_row_accepted(rows[i].text, moment_parse(rows[i].text, &moment), true);
		assert_row_int(rows[i].text, moment_epoch(&moment, 1000), 1000 + rows[i].seconds);
	}
}

static void days_that_do_not_exist_are_refused(void **state)
{
	static const char *const rows[] = {
		"2027-02-29", "2027-02-30",           "2028-02-30",           "1900-02-29",
		"2100-02-29", "2027-04-31",           "2027-06-31",           "2027-09-31",
		"2027-11-31", "2027-01-32",           "2027-01-00",           "2027-00-01",
		"2027-13-01", "2027-02-29T12:00:00Z", "2027-02-30T23:59:60Z", "2027-04-31T00:00:60",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct moment moment = {.seconds = 77};

		assert_row_accepted(rows[i], moment_parse(rows[i], &moment), false);
		assert_row_int(rows[i], moment.seconds, 77);
	}
}

static void what_is_no_time_is_refused(void **state)
{
	static const char *const rows[] = {
		"",
		"now",
		"tomorrow",
		"2027",
		"2027-01",
		"2027-1-31",
		"27-01-31",
		"2027/01/31",
		"20270131",
		"2027-01-31T",
		"2027-01-31T12",
		"2027-01-31T12:",
		"2027-01-31T24:00",
		"2027-01-31T12:60",
		"2027-01-31T12:00:61",
		"2027-01-31T12:00:",
		"2027-01-31T1:00",
		"2027-01-31T12:00:00Zx",
		"2027-01-31T12:00:00.Z",
		"2027-01-31T12:00:00.5.5Z",
		"2027-01-31T12:00.5Z",
		"2027-01-31T12:00:00+01:",
		"2027-01-31T12:00:00+01x",
		"2027-01-31T12:00:00z ",
		" 2027-01-31",
		"2027-01-31 ",
		"2027-01-31x",
		"2027-01-31T12:00:00+1:00",
		"2027-01-31T12:00:00+01:60",
		"2027-01-31T12:00:00+25:00",
		"2027-01-31T12:00:00+01:00Z",
		"2027-01-31T12:00:00Z+01:00",
		"2027-01-31T12:00:00Z-01:00",
		"1801353600",
		"-30d",
		"+",
		"+x",
		"++30d",
		"+-30d",
		"+25%",
		"+30:",
		"+30dx",
		"+ 30d",
		"+nan",
		"+999999999d",
		"2027-01-31T12:00:00+",
		"10000-01-01",
		"-2027-01-31",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct moment moment = {.seconds = 77};

		assert_row_accepted(rows[i], moment_parse(rows[i], &moment), false);
		assert_row_int(rows[i], moment.seconds, 77);
	}
}

/* Each beginning of a good time is either another good form or refused; a tail never passes. */
static void tails_never_pass(void **state)
{
	static const char *const good[] = {"2027-01-31T12:00:00+01:00", "2027-01-31T12:00:00Z", "+30d", "2027-01-31"};
	static const char tails[] = "xZ0:+- .%\n";

	for (size_t i = 0; i < ARRAY_LENGTH(good); i++)
		for (const char *tail = tails; *tail != 0; tail++) {
			char *text = arena_allocate(*state, strlen(good[i]) + 3);
			struct moment moment;

			memcpy(text, good[i], strlen(good[i]));
			text[strlen(text)] = *tail;
			text[strlen(text)] = '#';
			assert_row_accepted(text, moment_parse(text, &moment), false);
		}
}

static void now_if_nothing_was_given(void **state)
{
	const struct moment none = {0};

	(void)state;
	assert_int_equal(moment_epoch(&none, 1234), 1234);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(iso_forms_are_read),
		cmocka_unit_test(distances_count_from_now),
		cmocka_unit_test(days_that_do_not_exist_are_refused),
		cmocka_unit_test(what_is_no_time_is_refused),
		TEST(tails_never_pass),
		cmocka_unit_test(now_if_nothing_was_given),
	};

	return RUN_TESTS(tests);
}
