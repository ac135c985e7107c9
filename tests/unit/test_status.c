/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "suite.h"

#include "core/status.h"

/* From good to bad (interface, chapter 1). */
static const enum status order[] = {STATUS_OK, STATUS_WARNING, STATUS_UNKNOWN, STATUS_CRITICAL};

static void numbers_are_exit_codes(void **state)
{
	(void)state;
	assert_int_equal(STATUS_OK, 0);
	assert_int_equal(STATUS_WARNING, 1);
	assert_int_equal(STATUS_CRITICAL, 2);
	assert_int_equal(STATUS_UNKNOWN, 3);
}

static void names_are_upper_case(void **state)
{
	(void)state;
	assert_string_equal(status_name(STATUS_OK), "OK");
	assert_string_equal(status_name(STATUS_WARNING), "WARNING");
	assert_string_equal(status_name(STATUS_CRITICAL), "CRITICAL");
	assert_string_equal(status_name(STATUS_UNKNOWN), "UNKNOWN");
}

static void severity_rises_from_0_to_3(void **state)
{
	(void)state;
	for (int i = 0; i < (int)ARRAY_LENGTH(order); i++)
		assert_int_equal(status_severity(order[i]), i);
}

static void the_worse_wins_whatever_the_order(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(order); i++)
		for (size_t k = 0; k < ARRAY_LENGTH(order); k++)
			assert_int_equal(status_worse(order[i], order[k]), order[i > k ? i : k]);
}

static void words_and_digits_are_read(void **state)
{
	static const struct {
		const char *text;
		enum status status;
	} rows[] = {
		{"ok", STATUS_OK},           {"OK", STATUS_OK},
		{"Warning", STATUS_WARNING}, {"critical", STATUS_CRITICAL},
		{"UNKNOWN", STATUS_UNKNOWN}, {"0", STATUS_OK},
		{"1", STATUS_WARNING},       {"2", STATUS_CRITICAL},
		{"3", STATUS_UNKNOWN},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		enum status status = STATUS_OK == rows[i].status ? STATUS_UNKNOWN : STATUS_OK;

		assert_row_accepted(rows[i].text, status_parse(rows[i].text, &status), true);
		assert_row_int(rows[i].text, status, rows[i].status);
	}
}

static void other_words_are_refused(void **state)
{
	static const char *const rows[] = {"",  " ",    "4",         "-1",       "00",  "1 ",  " 1",  "crit",
					   "o", "okay", "critical ", "unknown:", "0x1", "1.0", "ok ", "warnings"};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		enum status status = STATUS_WARNING;

		assert_row_accepted(rows[i], status_parse(rows[i], &status), false);
		assert_row_int(rows[i], status, STATUS_WARNING);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_are_exit_codes),     cmocka_unit_test(names_are_upper_case),
		cmocka_unit_test(severity_rises_from_0_to_3), cmocka_unit_test(the_worse_wins_whatever_the_order),
		cmocka_unit_test(words_and_digits_are_read),  cmocka_unit_test(other_words_are_refused),
	};

	return RUN_TESTS(tests);
}
