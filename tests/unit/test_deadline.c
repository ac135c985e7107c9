/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "suite.h"

#include "core/deadline.h"

static void limits_with_and_without_a_state(void **state)
{
	static const struct {
		const char *text;
		double seconds;
		enum status status;
	} rows[] = {
		{"10", 10, STATUS_CRITICAL},
		{"0.5", 0.5, STATUS_CRITICAL},
		{"10:unknown", 10, STATUS_UNKNOWN},
		{"10:WARNING", 10, STATUS_WARNING},
		{"10:0", 10, STATUS_OK},
		{"10:ok", 10, STATUS_OK},
		{"86400", 86400, STATUS_CRITICAL},
		{"3:critical", 3, STATUS_CRITICAL},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct time_limit limit = {.status = STATUS_WARNING};

		assert_row_accepted(rows[i].text, time_limit_parse(rows[i].text, &limit), true);
		assert_row_number(rows[i].text, limit.seconds, rows[i].seconds);
		assert_row_int(rows[i].text, limit.status, rows[i].status);
	}
}

static void what_is_no_limit_is_refused(void **state)
{
	static const char *const rows[] = {"",    "abc",     "10x",   "0",      "-1",   "0.0",  ":",      ":ok",
					   "10:", "10:bad",  "10::",  "10:ok:", "10 ",  " 10",  "1e3",    "nan",
					   "inf", "86400.1", "86401", "10s",    "10,5", "10:4", "10: ok", "0x10"};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct time_limit limit = {.seconds = 77};

		assert_row_accepted(rows[i], time_limit_parse(rows[i], &limit), false);
		assert_row_number(rows[i], limit.seconds, 77);
	}
}

static void a_deadline_ends_before_its_limit(void **state)
{
	static const double limits[] = {0.1, 1, 1.999, 2, 10, 86400};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(limits); i++) {
		struct deadline deadline = deadline_start(limits[i]);

		assert_true(deadline.ends - deadline.started < limits[i]);
		assert_true(deadline.ends - deadline.started >= limits[i] * 0.8);
	}
}

static void what_is_left_never_goes_below_zero(void **state)
{
	struct deadline deadline = deadline_start(1000);
	double left = deadline_left(&deadline);

	(void)state;
	assert_true(left > 0 && left < 1000);
	assert_true(deadline_elapsed(&deadline) >= 0);
	deadline.started -= 2000;
	deadline.ends -= 2000;
	assert_true(deadline_left(&deadline) == 0);
	assert_true(deadline_elapsed(&deadline) >= 2000);
}

static void the_clock_does_not_go_back(void **state)
{
	double before = deadline_clock();

	(void)state;
	for (int i = 0; i < 1000; i++) {
		double now = deadline_clock();

		assert_true(now >= before);
		before = now;
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(limits_with_and_without_a_state),
		cmocka_unit_test(what_is_no_limit_is_refused),
		cmocka_unit_test(a_deadline_ends_before_its_limit),
		cmocka_unit_test(what_is_left_never_goes_below_zero),
		cmocka_unit_test(the_clock_does_not_go_back),
	};

	return RUN_TESTS(tests);
}
