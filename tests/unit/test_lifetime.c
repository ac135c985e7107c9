/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "suite.h"

#include "core/lifetime.h"

static void every_unit_is_read(void **state)
{
	static const struct {
		const char *text;
		double value;
		bool percent;
	} rows[] = {
		{"30d", 30 * 86400.0, false},
		{"36h", 36 * 3600.0, false},
		{"1w2d", 9 * 86400.0, false},
		{"90m", 5400, false},
		{"45s", 45, false},
		{"25%", 25, true},
		{"30", 30 * 86400.0, false},
		{"30:", 30 * 86400.0, false},
		{"1.5d", 129600, false},
		{"0", 0, false},
		{"0.5%", 0.5, true},
		{"100%", 100, true},
		{"0%", 0, true},
		{"1w2d3h4m5s", 788645, false},
		{"1d12h", 129600, false},
		{"2w", 14 * 86400.0, false},
		{"0.5", 43200, false},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct lifetime_limit limit = {0};

		assert_row_accepted(rows[i].text, lifetime_parse(rows[i].text, &limit), true);
		assert_row_number(rows[i].text, limit.value, rows[i].value);
		assert_row_int(rows[i].text, limit.percent, rows[i].percent);
		assert_row_int(rows[i].text, limit.given, true);
	}
}

static void what_is_no_lifetime_is_refused(void **state)
{
	static const char *const rows[] = {
		"",     "abc",  "10x", "d",    "30dd", "30 d",   " 30d", "30d ", "-30d", "+30d", "1d-2h", "30d:",
		"30::", "25%%", "%",   "25%:", "101%", "100.1%", "-1%",  "nan",  "inf",  "1e3",  "1,5d",  "30D",
		"1y",   "1w2",  "2 w", "@30",  "~:30", "10:20",  ":30",  "30d%", "25%d", "0x1d", "30m:",  "1.2.3d",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct lifetime_limit limit = {.value = 77};

		assert_row_accepted(rows[i], lifetime_parse(rows[i], &limit), false);
		assert_row_number(rows[i], limit.value, 77);
	}
}

/* value in days, or percent; the settled values; wrong: a sentence is expected */
struct settle_row {
	const char *name;
	struct lifetime_limit warning, critical;
	double warning_value, critical_value;
	bool wrong;
};

static void a_default_gives_way(void **state)
{
	static const struct settle_row rows[] = {
		{"both defaults", {30, false, false}, {14, false, false}, 30, 14, false},
		{"-w above the default of -c", {20, false, true}, {14, false, false}, 20, 14, false},
		{"-w below the default of -c", {7, false, true}, {14, false, false}, 7, 7, false},
		{"-w equal to the default of -c", {14, false, true}, {14, false, false}, 14, 14, false},
		{"-c above the default of -w", {30, false, false}, {60, false, true}, 60, 60, false},
		{"-c below the default of -w", {30, false, false}, {7, false, true}, 30, 7, false},
		{"both, in order", {30, false, true}, {14, false, true}, 30, 14, false},
		{"both, equal", {14, false, true}, {14, false, true}, 14, 14, false},
		{"both, -w less strict", {13, false, true}, {14, false, true}, 13, 14, true},
		{"both percent, in order", {25, true, true}, {10, true, true}, 25, 10, false},
		{"both percent, -w less strict", {10, true, true}, {25, true, true}, 10, 25, true},
		{"days and percent", {1, false, true}, {99, true, true}, 1, 99, false},
		{"percent and a default in days", {1, true, true}, {14, false, false}, 1, 14, false},
		{"zero turns -w off, and -c with it", {0, false, true}, {14, false, false}, 0, 0, false},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct lifetime_policy policy = {rows[i].warning, rows[i].critical};

		assert_row_accepted(rows[i].name, lifetime_policy_settle(&policy), !rows[i].wrong);
		assert_row_number(rows[i].name, policy.warning.value, rows[i].warning_value);
		assert_row_number(rows[i].name, policy.critical.value, rows[i].critical_value);
	}
}

/* Seconds of 1000; what each limit becomes. */
static void limits_of_two_kinds_settle_with_the_lifetime(void **state)
{
	static const struct settle_row rows[] = {
		{"both defaults", {300, false, false}, {140, false, false}, 300, 140, false},
		{"a default warning gives way to -c 50%", {300, false, false}, {50, true, true}, 500, 500, false},
		{"a default critical gives way to -w 10%", {10, true, true}, {140, false, false}, 100, 100, false},
		{"-w 25% above the default of -c", {25, true, true}, {140, false, false}, 250, 140, false},
		{"-w 300 -c 10%, in order", {300, false, true}, {10, true, true}, 300, 100, false},
		{"-w 300 -c 50%, the earlier of both", {300, false, true}, {50, true, true}, 500, 500, false},
		{"-w 10% -c 140, the earlier of both", {10, true, true}, {140, false, true}, 140, 140, false},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		const struct lifetime_policy policy = {rows[i].warning, rows[i].critical};
		struct lifetime_policy seconds = lifetime_policy_of(&policy, 1000);

		assert_row_number(rows[i].name, seconds.warning.value, rows[i].warning_value);
		assert_row_number(rows[i].name, seconds.critical.value, rows[i].critical_value);
		assert_row_int(rows[i].name, seconds.warning.percent || seconds.critical.percent, false);
		assert_row_int(rows[i].name, lifetime_judge(&policy, 1000, rows[i].critical_value - 1),
			       STATUS_CRITICAL);
		assert_row_int(rows[i].name, lifetime_judge(&policy, 1000, rows[i].warning_value), STATUS_OK);
	}
}

/* Then a percentage is no limit, and nothing gives way to it. */
static void without_a_lifetime_percent_does_not_count(void **state)
{
	const struct lifetime_policy policy = {{.value = 10, .percent = true, .given = true}, LIFETIME_DAYS(3)};

	(void)state;
	assert_int_equal(lifetime_judge(&policy, 0, 3 * 86400), STATUS_OK);
	assert_int_equal(lifetime_judge(&policy, 0, 3 * 86400 - 1), STATUS_CRITICAL);
}

static void limits_in_seconds(void **state)
{
	const struct lifetime_limit days = LIFETIME_DAYS(30), percent = {.value = 25, .percent = true};

	(void)state;
	assert_row_number("30d of anything", lifetime_limit_seconds(&days, 100), 30 * 86400.0);
	assert_row_number("25% of 1000", lifetime_limit_seconds(&percent, 1000), 250);
	assert_row_number("25% of nothing", lifetime_limit_seconds(&percent, 0), 0);
}

static void one_second_decides(void **state)
{
	static const struct {
		double remaining;
		enum status status;
	} rows[] = {
		{1e9, STATUS_OK},           {2592001, STATUS_OK},      {2592000, STATUS_OK},
		{2591999, STATUS_WARNING},  {1209601, STATUS_WARNING}, {1209600, STATUS_WARNING},
		{1209599, STATUS_CRITICAL}, {1, STATUS_CRITICAL},      {0, STATUS_CRITICAL},
		{-1, STATUS_CRITICAL},
	};
	const struct lifetime_policy policy = {LIFETIME_DAYS(30), LIFETIME_DAYS(14)};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++)
		if (lifetime_judge(&policy, 63072000, rows[i].remaining) != rows[i].status)
			fail_msg("%.0f s left: got %s, expected %s", rows[i].remaining,
				 status_name(lifetime_judge(&policy, 63072000, rows[i].remaining)),
				 status_name(rows[i].status));
}

static void percent_is_of_the_lifetime(void **state)
{
	const struct lifetime_policy policy = {{.value = 25, .percent = true}, {.value = 10, .percent = true}};

	(void)state;
	assert_int_equal(lifetime_judge(&policy, 1000, 250), STATUS_OK);
	assert_int_equal(lifetime_judge(&policy, 1000, 249), STATUS_WARNING);
	assert_int_equal(lifetime_judge(&policy, 1000, 100), STATUS_WARNING);
	assert_int_equal(lifetime_judge(&policy, 1000, 99), STATUS_CRITICAL);
}

static void the_end_alerts_without_any_limit(void **state)
{
	const struct lifetime_policy policy = {{.value = 0}, {.value = 0}};

	(void)state;
	assert_int_equal(lifetime_judge(&policy, 1000, 1), STATUS_OK);
	assert_int_equal(lifetime_judge(&policy, 1000, 0), STATUS_CRITICAL);
	assert_int_equal(lifetime_judge(&policy, 1000, -1), STATUS_CRITICAL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_unit_is_read),
		cmocka_unit_test(what_is_no_lifetime_is_refused),
		cmocka_unit_test(a_default_gives_way),
		cmocka_unit_test(limits_of_two_kinds_settle_with_the_lifetime),
		cmocka_unit_test(without_a_lifetime_percent_does_not_count),
		cmocka_unit_test(limits_in_seconds),
		cmocka_unit_test(one_second_decides),
		cmocka_unit_test(percent_is_of_the_lifetime),
		cmocka_unit_test(the_end_alerts_without_any_limit),
	};

	return RUN_TESTS(tests);
}
