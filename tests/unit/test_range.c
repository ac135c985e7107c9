/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "suite.h"

#include <math.h>

#include "core/range.h"

static const struct range none = {0};

static struct range parsed(const char *text)
{
	struct range range = {0};

	assert_row_accepted(text, range_parse(text, &range), true);
	return range;
}

static void every_form_is_read(void **state)
{
	static const struct {
		const char *text;
		double start, end;
		bool inside;
	} rows[] = {
		{"10", 0, 10, false},         {"10:", 10, INFINITY, false}, {"~:10", -INFINITY, 10, false},
		{"10:20", 10, 20, false},     {"@10:20", 10, 20, true},     {"@10", 0, 10, true},
		{"-5:5", -5, 5, false},       {"0.5:1.5", 0.5, 1.5, false}, {"10:10", 10, 10, false},
		{"@~:0", -INFINITY, 0, true}, {"@10:", 10, INFINITY, true}, {"0", 0, 0, false},
		{"-20:-10", -20, -10, false},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct range range = parsed(rows[i].text);

		assert_row_number(rows[i].text, range.start, rows[i].start);
		assert_row_number(rows[i].text, range.end, rows[i].end);
		assert_row_int(rows[i].text, range.inside, rows[i].inside);
		assert_row_int(rows[i].text, range.given, true);
		assert_row_text(rows[i].text, range.text, rows[i].text);
	}
}

static void what_is_no_range_is_refused(void **state)
{
	static const char *const rows[] = {
		"",     "@",      ":",    "@:",   "~",        "@~",   "10x",   "1,5",    "nan",  "inf",    "10:nan",
		"10:x", "x:10",   "10::", "::10", "10:20:30", " 10",  "10 ",   "10: 20", "@@10", "10@",    "20:10",
		"-10",  "@20:10", "10:~", "~:~",  "1e3",      "0x10", "10;20", "10-20",  "~10",  "10:inf", "@-1",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct range range = {.start = 77};

		assert_row_accepted(rows[i], range_parse(rows[i], &range), false);
		assert_row_number(rows[i], range.start, 77);
	}
}

/* Both ends are included: one step inside, on, and outside of each. */
static void ends_belong_to_the_range(void **state)
{
	static const struct {
		const char *text;
		double value;
		bool alerts;
	} rows[] = {
		{"10", -0.001, true}, {"10", 0, false},          {"10", 10, false},        {"10", 10.001, true},
		{"10:", 9.999, true}, {"10:", 10, false},        {"10:", 1e18, false},     {"~:10", -1e18, false},
		{"~:10", 10, false},  {"~:10", 10.001, true},    {"10:20", 9.999, true},   {"10:20", 10, false},
		{"10:20", 20, false}, {"10:20", 20.001, true},   {"@10:20", 9.999, false}, {"@10:20", 10, true},
		{"@10:20", 20, true}, {"@10:20", 20.001, false}, {"@10", 0, true},         {"@10", -0.001, false},
		{"0", 0, false},      {"0", 0.001, true},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct range range = parsed(rows[i].text);

		if (range_alerts(&range, rows[i].value) != rows[i].alerts)
			fail_msg("%s at %g: got %d, expected %d", rows[i].text, rows[i].value, !rows[i].alerts,
				 rows[i].alerts);
	}
}

static void a_range_that_was_not_given_never_alerts(void **state)
{
	(void)state;
	assert_false(range_alerts(&none, 0));
	assert_false(range_alerts(&none, -1));
	assert_false(range_alerts(&none, 1e9));
}

/* Every value that alerts critical must alert warning; steps of 0.5 see all of what ends at whole numbers. */
static bool really_stricter(const struct range *warning, const struct range *critical)
{
	static const double far[] = {-1e9, 1e9};

	for (double value = -5; value <= 8; value += 0.5)
		if (range_alerts(critical, value) && !range_alerts(warning, value))
			return false;
	for (size_t i = 0; i < ARRAY_LENGTH(far); i++)
		if (range_alerts(critical, far[i]) && !range_alerts(warning, far[i]))
			return false;
	return true;
}

static const char *const matrix[] = {
	"1",    "2",     "3",  "1:",  "2:",  "3:",  "~:1", "~:2",  "~:3",   "1:2",    "1:3",  "2:3",  "2:2",
	"-1:4", "@1",    "@2", "@3",  "@1:", "@2:", "@3:", "@~:1", "@~:2",  "@~:3",   "@1:2", "@1:3", "@2:3",
	"@2:2", "@-1:4", "~:", "@~:", "0:",  "@0:", "~:0", "@~:0", "-2:-1", "@-2:-1", "0",    "@0",
};

static void stricter_than_matrix(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(matrix); i++)
		for (size_t k = 0; k < ARRAY_LENGTH(matrix); k++) {
			struct range warning = parsed(matrix[i]), critical = parsed(matrix[k]);
			bool expected = really_stricter(&warning, &critical);

			if (range_is_stricter(&warning, &critical) != expected)
				fail_msg("-w %s -c %s: got %d, expected %d", matrix[i], matrix[k], !expected, expected);
		}
}

static void any_pair_with_one_missing_is_fine(void **state)
{
	struct range range = parsed("10");

	(void)state;
	assert_true(range_is_stricter(&none, &range));
	assert_true(range_is_stricter(&range, &none));
	assert_true(range_is_stricter(&none, &none));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_form_is_read),       cmocka_unit_test(what_is_no_range_is_refused),
		cmocka_unit_test(ends_belong_to_the_range), cmocka_unit_test(a_range_that_was_not_given_never_alerts),
		cmocka_unit_test(stricter_than_matrix),     cmocka_unit_test(any_pair_with_one_missing_is_fine),
	};

	return RUN_TESTS(tests);
}
