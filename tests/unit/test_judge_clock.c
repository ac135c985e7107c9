/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The spread of the clocks, and who is to blame for it. */
#include "suite.h"

#include "clock_survey_sample.h"

static void limits_of_the_spread(void **state)
{
	static const struct {
		double offset;
		enum status status;
	} rows[] = {
		{0, STATUS_OK},
		{60, STATUS_OK},
		{60.001, STATUS_WARNING},
		{240, STATUS_WARNING},
		{240.001, STATUS_CRITICAL},
		{-60, STATUS_OK},
		{-60.001, STATUS_WARNING},
		{-240, STATUS_WARNING},
		{-240.001, STATUS_CRITICAL},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct clock_sample_case *sample = clock_case_begin(*state);

		clock_add(sample, "dc1", 0, 0);
		clock_add(sample, "ndes1", rows[i].offset, 0);
		clock_judge(sample);
		assert_judged(sample, "spread", "spread", rows[i].status,
			      rows[i].status == STATUS_OK ? CAUSE_NONE : CAUSE_CLOCK_SKEW);
		assert_string_equal(sample->findings->roots->id, "spread");
	}
}

static bool has_note(const struct finding *finding, const char *words)
{
	for (const struct note *note = finding->notes; note != NULL; note = note->next)
		if (strstr(note->text, words) != NULL)
			return true;
	return false;
}

static void limits_of_a_single_target(void **state)
{
	static const struct {
		double offset;
		enum status status;
	} rows[] = {
		{60, STATUS_OK},
		{60.001, STATUS_WARNING},
		{-60, STATUS_OK},
		{-60.001, STATUS_WARNING},
		{240, STATUS_WARNING},
		{240.001, STATUS_CRITICAL},
		{-240.001, STATUS_CRITICAL},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct clock_sample_case *sample = clock_case_begin(*state);

		clock_add(sample, "dc1", rows[i].offset, 0);
		clock_judge(sample);
		assert_judged(sample, "single", "dc1", rows[i].status,
			      rows[i].status == STATUS_OK ? CAUSE_NONE : CAUSE_CLOCK_SKEW);
		assert_row_int("hint", has_note(clock_finding(sample, "dc1"), "--reference"),
			       rows[i].status != STATUS_OK);
		assert_null(clock_finding(sample, "spread"));
		assert_null(clock_finding(sample, "own_clock"));
		assert_null(clock_measure(sample, "spread"));
	}
}

/* Half of 60 s; what is certain in spite of it is said. */
static void an_error_of_half_the_warning(void **state)
{
	static const struct {
		const char *row;
		double offset, error;
		enum status status;
		enum cause cause;
	} rows[] = {
		{"half", 10, 30, STATUS_OK, CAUSE_NONE},
		{"more than half", 10, 30.001, STATUS_UNKNOWN, CAUSE_CLOCK_UNCERTAIN},
		{"it may be fine", 70, 31, STATUS_UNKNOWN, CAUSE_CLOCK_UNCERTAIN},
		{"at its best still a warning", 300, 100, STATUS_WARNING, CAUSE_CLOCK_SKEW},
		{"at its best still critical", 300, 59, STATUS_CRITICAL, CAUSE_CLOCK_SKEW},
		{"behind, at its best still critical", -300, 59, STATUS_CRITICAL, CAUSE_CLOCK_SKEW},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct clock_sample_case *single = clock_case_begin(*state), *both = clock_case_begin(*state);

		clock_add(single, "ndes1", rows[i].offset, rows[i].error);
		clock_judge(single);
		assert_judged(single, rows[i].row, "ndes1", rows[i].status, rows[i].cause);
		clock_add(both, "dc1", 0, 0);
		clock_add(both, "ndes1", rows[i].offset, rows[i].error);
		clock_judge(both);
		assert_judged(both, rows[i].row, "spread", rows[i].status, rows[i].cause);
	}
}

/* Two errors add up; the vaguest clock is named. */
static void errors_add_up(void **state)
{
	struct clock_sample_case *sample = clock_case_begin(*state);

	clock_thresholds(sample, "1.5", "3");
	clock_add(sample, "dc1", 0, 0.3);
	clock_add(sample, "ca1", 0.2, 0.5)->source = "currentTime";
	clock_judge(sample);
	assert_judged(sample, "sum", "spread", STATUS_UNKNOWN, CAUSE_CLOCK_UNCERTAIN);
	assert_contains(clock_finding(sample, "spread")->sentence, "ca1 is the least exact (+-0.5 s, by currentTime)");
	assert_judged(sample, "sum", "ca1", STATUS_OK, CAUSE_NONE);
}

/* The measured example: own clock at -600 s, targets at 0 and +360 (facts: clock-rpc.md A.3). */
static void the_spread_is_independent_of_the_own_clock(void **state)
{
	for (int own = -600; own <= 600; own += 300) {
		struct clock_sample_case *sample = clock_case_begin(*state);

		clock_add(sample, "dc1", 0 - own, 0.00002);
		clock_add(sample, "ndes1", 360 - own, 0.00005);
		clock_judge(sample);
		assert_row_number("spread", clock_measure(sample, "spread")->value, 360);
		assert_judged(sample, "spread", "spread", STATUS_CRITICAL, CAUSE_CLOCK_SKEW);
		assert_contains(clock_finding(sample, "spread")->sentence, "spread 360.000000 s +-0.000070 s");
	}
}

static void the_outlier_is_named(void **state)
{
	struct clock_sample_case *sample = clock_case_begin(*state);

	clock_add(sample, "ndes1", 359.9999, 0.001);
	clock_add(sample, "dc1", 0, 0.001);
	clock_add(sample, "ca1", 1, 0.001);
	clock_judge(sample);
	assert_contains(clock_finding(sample, "spread")->sentence, "ndes1 is 6 minutes ahead of dc1 and ca1 (spread 3");
	assert_judged(sample, "outlier", "ndes1", STATUS_CRITICAL, CAUSE_CLOCK_SKEW);
	assert_contains(clock_finding(sample, "ndes1")->sentence,
			"is 6 minutes ahead of dc1 and ca1: +359.99990 s +-0.00100 s against this monitoring host");
	assert_judged(sample, "outlier", "dc1", STATUS_OK, CAUSE_NONE);
	assert_judged(sample, "outlier", "ca1", STATUS_OK, CAUSE_NONE);
	assert_null(clock_finding(sample, "own_clock"));
}

/* Rows of offsets; NAN ends a row. who: the beginning of the sentence. */
static void who_is_to_blame(void **state)
{
	static const struct {
		const char *row;
		double offsets[5];
		size_t count;
		const char *who;
		bool own;
	} rows[] = {
		{"own clock decides between two",
		 {0, 360},
		 2,
		 "a and b differ by 6 minutes: b is 6 minutes ahead of a and this monitoring host (spread",
		 false},
		{"behind", {0, -360}, 2, "b and a differ by 6 minutes: b is 6 minutes behind a and", false},
		{"three that all differ", {600, 960}, 2, "a and b differ by 6 minutes, b is ahead", false},
		{"the same, the other way round", {960, 600}, 2, "b and a differ by 6 minutes, a is ahead", false},
		{"own off too", {600, 600, 960}, 3, "c is 6 minutes ahead of a and b", true},
		{"own off too, four", {600, 600, 600, 960}, 4, "d is 6 minutes ahead of a, b and c", true},
		{"two outliers",
		 {0, 0, 360, -300},
		 4,
		 "c is 6 minutes ahead and d is 5 minutes behind, while a and b agree (",
		 false},
		{"a tie", {0, 360, 360}, 3, "3 clocks are up to 6 minutes apart: a is the most behind, ", false},
		{"nobody is far from the middle", {-40, 40}, 2, "a and b differ by 80 seconds, b is ahead", false},
		{"two drift, the third is far away", {0, 70, 360}, 3, "c is 6 minutes ahead of a and b (", false},
		{"all drift", {100, 170, 240}, 3, "3 clocks are up to 2 minutes apart: a is the most behind, c", false},
		{"all drift, and the own is far away", {600, 670, 740}, 3, "3 clocks are up to 2 minutes apart", true},
		{"three that are all far apart", {-400, 800, 2000}, 3, "3 clocks are up to 40 minutes apart", false},
		{"a chain of small steps", {-50, 0, 50}, 3, "3 clocks are up to 100 seconds apart", false},
	};
	static const char *const names[] = {"a", "b", "c", "d", "e"};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct clock_sample_case *sample = clock_case_begin(*state);
		const char *sentence;

		for (size_t k = 0; k < rows[i].count; k++)
			clock_add(sample, names[k], rows[i].offsets[k], 0.001);
		clock_judge(sample);
		sentence = clock_finding(sample, "spread")->sentence;
		if (strncmp(sentence, rows[i].who, strlen(rows[i].who)) != 0)
			fail_msg("'%s': got '%s', expected '%s'", rows[i].row, sentence, rows[i].who);
		assert_row_int(rows[i].row, clock_finding(sample, "own_clock") != NULL, rows[i].own);
	}
}

static void an_outlier_that_is_not_synchronised(void **state)
{
	struct clock_sample_case *sample = clock_case_begin(*state);
	struct clock_target *target;

	clock_add(sample, "dc1", 0, 0.001);
	target = clock_add(sample, "ndes1", 100, 0.001);
	target->has_ntp = true;
	target->ntp = (struct ntp_reply){.leap = 3, .stratum = 0, .reference = "INIT"};
	clock_judge(sample);
	assert_judged(sample, "outlier", "ndes1", STATUS_WARNING, CAUSE_CLOCK_UNSYNCHRONISED);
	assert_contains(clock_finding(sample, "ndes1")->sentence,
			"not synchronised (NTP leap 3, stratum 0, root dispersion 0 s)");
}

static void ntp_health_is_text(void **state)
{
	struct clock_sample_case *sample = clock_case_begin(*state);
	struct clock_target *target = clock_add(sample, "dc1", 0, 0.001);

	clock_add(sample, "dc2", 0, 0.001);
	target->has_ntp = true;
	target->ntp = (struct ntp_reply){.leap = 3, .version = 4, .reference = "INIT", .root_dispersion = 3.5};
	clock_judge(sample);
	assert_judged(sample, "text", "dc1", STATUS_OK, CAUSE_NONE);
	assert_contains(clock_finding(sample, "dc1")->sentence,
			"not synchronised (NTP leap 3, stratum 0, root dispersion 3.5 s)");
	assert_judged(sample, "text", "spread", STATUS_OK, CAUSE_NONE);
	assert_contains(clock_finding(sample, "dc1")->notes->text, "root dispersion 3.5 s");
	target->ntp = (struct ntp_reply){.leap = 1, .stratum = 2, .root_dispersion = 3.5, .reference = "GPS"};
	target->ntp.synchronised = true;
	clock_judge(sample);
	assert_contains(clock_finding(sample, "dc1")->sentence, " (leap 1, stratum 2, root dispersion 3.5 s)");
	assert_lacks(clock_finding(sample, "dc1")->sentence, "not synchronised");
}

static void an_ok_run_says_what_was_found(void **state)
{
	struct clock_sample_case *sample = clock_case_begin(*state);

	clock_add(sample, "dc1", 0.0123, 0.0007);
	clock_judge(sample);
	assert_string_equal(sample->findings->summary,
			    "dc1: +0.01230 s +-0.00070 s against this monitoring host, by SMB");
	clock_add(sample, "ca1", -0.2, 0.0007);
	clock_judge(sample);
	assert_string_equal(sample->findings->summary, "2 clocks agree within 0.2123 s +-0.0014 s");
	assert_contains(clock_finding(sample, "ca1")->sentence, "-0.20000 s +-0.00070 s against this monitoring host");
}

/* The widest interval bounds the spread, not only those of the two that are farthest apart. */
static void a_vague_clock_in_the_middle_counts(void **state)
{
	struct clock_sample_case *sample = clock_case_begin(*state);

	clock_add(sample, "dc1", 0, 0.01);
	clock_add(sample, "ca1", 0.4, 0.01);
	clock_add(sample, "ndes1", 0.2, 0.5);
	clock_judge(sample);
	assert_contains(clock_finding(sample, "spread")->sentence, "3 clocks agree within 0.40 s +-0.31 s");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(limits_of_the_spread),
		TEST(limits_of_a_single_target),
		TEST(an_error_of_half_the_warning),
		TEST(errors_add_up),
		TEST(the_spread_is_independent_of_the_own_clock),
		TEST(the_outlier_is_named),
		TEST(who_is_to_blame),
		TEST(an_outlier_that_is_not_synchronised),
		TEST(ntp_health_is_text),
		TEST(an_ok_run_says_what_was_found),
		TEST(a_vague_clock_in_the_middle_counts),
	};

	return RUN_TESTS(tests);
}
