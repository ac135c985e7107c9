/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "suite.h"

#include "core/finding.h"

enum { DAY = 86400 };

static const struct lifetime_policy days = {LIFETIME_DAYS(30), LIFETIME_DAYS(14)};

static struct finding *new_finding(void **state)
{
	return finding_add(findings_create(*state), "id", "subject");
}

static const struct measure *find(const struct finding *finding, const char *label)
{
	for (const struct measure *measure = finding->measures; measure != NULL; measure = measure->next)
		if (strcmp(measure->label, label) == 0)
			return measure;
	fail_msg("no measure %s", label);
	return NULL;
}

static void labels_have_the_object_in_front(void **state)
{
	struct finding *finding = new_finding(state);

	finding_measure(finding, NULL, MEASURE_TIME, 0.5);
	finding_measure(finding, "crl1", MEASURE_TIME, 0.25);
	assert_string_equal(finding->measures->label, "time");
	assert_string_equal(finding->measures->next->label, "crl1_time");
	assert_true(find(finding, "crl1_time")->value == 0.25);
	assert_true(find(finding, "time")->value == 0.5);
}

static void a_range_gives_the_state(void **state)
{
	static const struct {
		double value;
		enum status status;
	} rows[] = {
		{0, STATUS_OK}, {2, STATUS_OK}, {2.001, STATUS_WARNING}, {5, STATUS_WARNING}, {5.001, STATUS_CRITICAL}};
	struct range warning, critical;

	assert_null(range_parse("2", &warning));
	assert_null(range_parse("5", &critical));
	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct finding *finding = new_finding(state);

		assert_int_equal(finding_measure_range(finding, NULL, MEASURE_TIME, rows[i].value, &warning, &critical),
				 rows[i].status);
		assert_string_equal(finding->measures->warning, "2");
		assert_string_equal(finding->measures->critical, "5");
	}
}

static void limits_have_the_form_of_perfdata(void **state)
{
	static const struct {
		const char *text, *shown;
	} rows[] = {
		{".5", "0.5"},    {"5.", "5"},      {"+5", "5"},    {"-.5:.5", "-0.5:0.5"}, {"@+1.:+2.5", "@1:2.5"},
		{"0.05", "0.05"}, {"~:10", "~:10"}, {"10:", "10:"}, {"1.:", "1:"},          {"-5:5", "-5:5"},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct finding *finding = new_finding(state);
		struct range range;

		assert_row_accepted(rows[i].text, range_parse(rows[i].text, &range), true);
		finding_measure_range(finding, NULL, MEASURE_TIME, 1, &range, &range);
		assert_row_text(rows[i].text, finding->measures->warning, rows[i].shown);
		assert_row_text(rows[i].text, finding->measures->critical, rows[i].shown);
	}
}

static void without_thresholds_all_is_well(void **state)
{
	static const struct range none = {0};
	struct finding *finding = new_finding(state);

	assert_int_equal(finding_measure_range(finding, NULL, MEASURE_TIME, 1e9, &none, &none), STATUS_OK);
	assert_null(finding->measures->warning);
	assert_null(finding->measures->critical);
}

static void lifetime_gives_remaining_and_used(void **state)
{
	struct finding *finding = new_finding(state);
	enum status status = finding_measure_lifetime(finding, "ra_signing", 0, 100 * DAY, 50 * DAY, &days);
	const struct measure *remaining = find(finding, "ra_signing_remaining");
	const struct measure *used = find(finding, "ra_signing_used");

	assert_int_equal(status, STATUS_OK);
	assert_true(remaining->value == 50 * DAY);
	assert_string_equal(remaining->warning, "2592000:");
	assert_string_equal(remaining->critical, "1209600:");
	assert_true(remaining->has_maximum && remaining->maximum == 100 * DAY);
	assert_true(remaining->has_minimum && remaining->minimum == 0);
	assert_true(used->value == 50);
	assert_string_equal(used->warning, "70");
	assert_string_equal(used->critical, "86");
	assert_true(used->has_maximum && used->maximum == 100);
	assert_true(finding->has_not_after);
	assert_int_equal(finding->not_after, 100 * DAY);
}

static void lifetime_of_the_run_has_bare_labels(void **state)
{
	struct finding *finding = new_finding(state);

	finding_measure_lifetime(finding, NULL, 0, 100, 50, &days);
	assert_string_equal(find(finding, "remaining")->label, "remaining");
	assert_string_equal(find(finding, "used")->label, "used");
}

/* Nothing is known of its beginning: no share of a lifetime, no maximum, no limit in percent. */
static void an_end_without_a_beginning(void **state)
{
	const struct lifetime_policy percent = {{.value = 50, .percent = true}, {.value = 25, .percent = true}};
	struct finding *finding = new_finding(state);

	assert_int_equal(finding_measure_end(finding, "x", 100 * DAY, 70 * DAY, &days), STATUS_OK);
	assert_true(find(finding, "x_remaining")->value == 30 * DAY);
	assert_string_equal(find(finding, "x_remaining")->warning, "2592000:");
	assert_string_equal(find(finding, "x_remaining")->critical, "1209600:");
	assert_false(find(finding, "x_remaining")->has_maximum);
	assert_null(finding->measures->next);
	assert_int_equal(finding->not_after, 100 * DAY);
	assert_int_equal(finding_measure_end(finding, "x", 100 * DAY, 70 * DAY + 1, &days), STATUS_WARNING);
	assert_int_equal(finding_measure_end(finding, "x", 100 * DAY, 86 * DAY + 1, &days), STATUS_CRITICAL);
	assert_int_equal(finding_measure_end(finding, "y", 100 * DAY, 100 * DAY - 1, &percent), STATUS_OK);
	assert_null(find(finding, "y_remaining")->warning);
	assert_null(find(finding, "y_remaining")->critical);
	assert_int_equal(finding_measure_end(finding, "y", 100 * DAY, 100 * DAY, &percent), STATUS_CRITICAL);
}

/* One second before and after each limit; the state, and what the printed range says about the value. */
static void one_second_decides(void **state)
{
	static const struct {
		int64_t left;
		enum status status;
	} rows[] = {
		{30 * DAY, STATUS_OK},           {30 * DAY - 1, STATUS_WARNING}, {14 * DAY, STATUS_WARNING},
		{14 * DAY - 1, STATUS_CRITICAL}, {1, STATUS_CRITICAL},           {-1, STATUS_CRITICAL},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct finding *finding = new_finding(state);
		const int64_t end = INT64_C(1800000000);
		enum status status =
			finding_measure_lifetime(finding, "x", end - 730 * DAY, end, end - rows[i].left, &days);
		const struct measure *remaining = find(finding, "x_remaining");
		struct range warning, critical;

		assert_int_equal(status, rows[i].status);
		assert_null(range_parse(remaining->warning, &warning));
		assert_null(range_parse(remaining->critical, &critical));
		assert_int_equal(range_alerts(&critical, remaining->value), rows[i].status == STATUS_CRITICAL);
		assert_int_equal(range_alerts(&warning, remaining->value), rows[i].status != STATUS_OK);
	}
}

/* Text, perfdata and exit code can't disagree, percentages of odd lifetimes included. */
static void perfdata_agrees_with_the_state(void **state)
{
	const struct lifetime_policy policy = {{.value = 25, .percent = true}, {.value = 10, .percent = true}};

	for (int64_t left = 1; left < 1003; left++) {
		struct finding *finding = new_finding(state);
		enum status status = finding_measure_lifetime(finding, "x", 0, 1003, 1003 - left, &policy);
		const struct measure *remaining = find(finding, "x_remaining");
		struct range warning, critical;

		assert_null(range_parse(remaining->warning, &warning));
		assert_null(range_parse(remaining->critical, &critical));
		if (range_alerts(&warning, (double)left) != (status != STATUS_OK) ||
		    range_alerts(&critical, (double)left) != (status == STATUS_CRITICAL))
			fail_msg("%lld of 1003 s left: state %s, perfdata %s and %s", (long long)left,
				 status_name(status), remaining->warning, remaining->critical);
	}
}

/* Ten years, hour by hour around the warning. */
static void used_agrees_with_the_state(void **state)
{
	enum { LIFE = 3650 * DAY, HOUR = 3600 };

	for (int64_t hours = -50; hours <= 50; hours++) {
		struct finding *finding = new_finding(state);
		int64_t now = LIFE - 30 * DAY + hours * HOUR;
		enum status status = finding_measure_lifetime(finding, "x", 0, LIFE, now, &days);
		const struct measure *used = find(finding, "x_used");
		struct range warning;

		assert_null(range_parse(used->warning, &warning));
		if (range_alerts(&warning, used->value) != (status != STATUS_OK))
			fail_msg("%lld hours after the limit: state %s, used %f, warning %s", (long long)hours,
				 status_name(status), used->value, used->warning);
	}
}

static void an_expired_object_is_used_up(void **state)
{
	struct finding *finding = new_finding(state);
	enum status status = finding_measure_lifetime(finding, "x", 0, 100 * DAY, 102 * DAY, &days);

	assert_int_equal(status, STATUS_CRITICAL);
	assert_true(find(finding, "x_remaining")->value == -2 * DAY);
	assert_true(find(finding, "x_used")->value == 100);
}

static void a_future_object_is_not_used(void **state)
{
	struct finding *finding = new_finding(state);

	finding_measure_lifetime(finding, "x", 100 * DAY, 200 * DAY, 50 * DAY, &days);
	assert_true(find(finding, "x_used")->value == 0);
	assert_true(find(finding, "x_remaining")->value == 150 * DAY);
}

/* A life of 10 days under -w 30d -c 14d: always critical, and never a threshold below 0 percent. */
static void thresholds_longer_than_the_life(void **state)
{
	struct finding *finding = new_finding(state);
	enum status status = finding_measure_lifetime(finding, "x", 0, 10 * DAY, DAY, &days);

	assert_int_equal(status, STATUS_CRITICAL);
	assert_string_equal(find(finding, "x_used")->warning, "0");
	assert_string_equal(find(finding, "x_used")->critical, "0");
	assert_string_equal(find(finding, "x_remaining")->critical, "1209600:");
}

static void lives_without_length_do_no_harm(void **state)
{
	static const int64_t ends[] = {100, 99, 0, INT64_MIN};

	for (size_t i = 0; i < ARRAY_LENGTH(ends); i++) {
		struct finding *finding = new_finding(state);
		enum status status = finding_measure_lifetime(finding, "x", 100, ends[i], 100, &days);

		assert_int_equal(status, STATUS_CRITICAL);
		assert_true(find(finding, "x_used")->value == 100);
		assert_true(find(finding, "x_remaining")->maximum == 0);
		assert_lacks(text_number(*state, find(finding, "x_remaining")->value), "n");
	}
}

static void percentages_of_the_life(void **state)
{
	const struct lifetime_policy policy = {{.value = 25, .percent = true}, {.value = 10, .percent = true}};
	struct finding *finding = new_finding(state);

	assert_int_equal(finding_measure_lifetime(finding, "x", 0, 1000, 760, &policy), STATUS_WARNING);
	assert_string_equal(find(finding, "x_remaining")->warning, "250:");
	assert_string_equal(find(finding, "x_remaining")->critical, "100:");
	assert_string_equal(find(finding, "x_used")->warning, "75");
	assert_string_equal(find(finding, "x_used")->critical, "90");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(labels_have_the_object_in_front),   TEST(a_range_gives_the_state),
		TEST(limits_have_the_form_of_perfdata),  TEST(without_thresholds_all_is_well),
		TEST(lifetime_gives_remaining_and_used), TEST(lifetime_of_the_run_has_bare_labels),
		TEST(an_end_without_a_beginning),        TEST(one_second_decides),
		TEST(perfdata_agrees_with_the_state),    TEST(used_agrees_with_the_state),
		TEST(an_expired_object_is_used_up),      TEST(a_future_object_is_not_used),
		TEST(thresholds_longer_than_the_life),   TEST(lives_without_length_do_no_harm),
		TEST(percentages_of_the_life),
	};

	return RUN_TESTS(tests);
}
