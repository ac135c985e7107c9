/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "suite.h"

#include "core/number.h"

static void decimals_are_read(void **state)
{
	static const struct {
		const char *text;
		double value;
	} rows[] = {{"0", 0},           {"10", 10},    {"-5", -5},
		    {"0.25", 0.25},     {"00.5", 0.5}, {".5", 0.5},
		    {"-0.125", -0.125}, {"007", 7},    {"123456789.5", 123456789.5}};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		double value = 99;

		assert_row_accepted(rows[i].text, number_parse(rows[i].text, &value), true);
		assert_row_number(rows[i].text, value, rows[i].value);
	}
}

static void what_is_no_whole_text_is_refused(void **state)
{
	static const char *const rows[] = {
		"",
		" ",
		"abc",
		"10x",
		"x10",
		" 10",
		"10 ",
		"1,5",
		"1e3",
		"1E3",
		"0x10",
		"nan",
		"inf",
		"-inf",
		"infinity",
		"-",
		"+",
		".",
		"-.",
		"1.2.3",
		"--1",
		"1-",
		"1\n",
		"\t1",
		"NAN",
		"1_000",
		"1'000",
		"1.5.",
		"12345678901234567890123456789012345678901234567890",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		double value = 99;

		assert_row_accepted(rows[i], number_parse(rows[i], &value), false);
		assert_row_number(rows[i], value, 99);
	}
}

static void prefix_ends_behind_the_number(void **state)
{
	static const struct {
		const char *text;
		double value;
		size_t used;
	} rows[] = {{"10:20", 10, 2}, {"1.5d", 1.5, 3}, {"-3%", -3, 2}, {"7", 7, 1},
		    {"1e3", 1, 1},    {"5..6", 5, 2},   {"0x10", 0, 1}};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		double value = 99;
		const char *end = NULL;

		assert_row_accepted(rows[i].text, number_parse_prefix(rows[i].text, &value, &end), true);
		assert_row_number(rows[i].text, value, rows[i].value);
		assert_row_int(rows[i].text, end - rows[i].text, rows[i].used);
	}
}

static void prefix_needs_a_number(void **state)
{
	static const char *const rows[] = {"", "d", "-d", ":", ".", "nan", "inf", " 1"};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		double value = 99;
		const char *end = rows[i];

		assert_row_accepted(rows[i], number_parse_prefix(rows[i], &value, &end), false);
		assert_row_number(rows[i], value, 99);
	}
}

static void whole_numbers_have_limits(void **state)
{
	static const struct {
		const char *text;
		int64_t minimum, maximum, value;
		bool accepted;
	} rows[] = {
		{"1", 1, 5, 1, true},
		{"5", 1, 5, 5, true},
		{"0", 1, 5, 0, false},
		{"6", 1, 5, 0, false},
		{"-3", -3, 3, -3, true},
		{"-4", -3, 3, 0, false},
		{"00010", 0, 10, 10, true},
		{"9223372036854775807", INT64_MIN, INT64_MAX, INT64_MAX, true},
		{"-9223372036854775808", INT64_MIN, INT64_MAX, INT64_MIN, true},
		{"9223372036854775808", INT64_MIN, INT64_MAX, 0, false},
		{"-9223372036854775809", INT64_MIN, INT64_MAX, 0, false},
		{"18446744073709551617", 0, 5, 0, false},
		{"4294967297", 0, 5, 0, false},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		int64_t value = 99;
		const char *wrong = number_parse_whole(rows[i].text, rows[i].minimum, rows[i].maximum, &value);

		assert_row_accepted(rows[i].text, wrong, rows[i].accepted);
		assert_row_int(rows[i].text, value, rows[i].accepted ? rows[i].value : 99);
	}
}

static void whole_numbers_have_digits_only(void **state)
{
	static const char *const rows[] = {"", " 1", "1 ", "1.0", "1e1", "0x1", "-", "--1", "+-1", "1x", "ten", "\n1"};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		int64_t value = 99;

		assert_row_accepted(rows[i], number_parse_whole(rows[i], -100, 100, &value), false);
		assert_row_int(rows[i], value, 99);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(decimals_are_read),
		cmocka_unit_test(what_is_no_whole_text_is_refused),
		cmocka_unit_test(prefix_ends_behind_the_number),
		cmocka_unit_test(prefix_needs_a_number),
		cmocka_unit_test(whole_numbers_have_limits),
		cmocka_unit_test(whole_numbers_have_digits_only),
	};

	return RUN_TESTS(tests);
}
