/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The own clock, the reference, and clocks that contradict themselves. */
#include "suite.h"

#include "clock_survey_sample.h"

static void only_the_own_clock_is_off(void **state)
{
	static const struct {
		double offset;
		bool off;
	} rows[] = {{60, false}, {60.001, true}, {-60, false}, {-60.001, true}, {600, true}};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct clock_sample_case *sample = clock_case_begin(*state);

		clock_add(sample, "dc1", rows[i].offset, 0);
		clock_add(sample, "ca1", rows[i].offset, 0);
		clock_judge(sample);
		assert_judged(sample, "chain", "spread", STATUS_OK, CAUSE_NONE);
		assert_row_int("own", clock_finding(sample, "own_clock") != NULL, rows[i].off);
		if (rows[i].off)
			assert_judged(sample, "own", "own_clock", STATUS_WARNING, CAUSE_CLOCK_OWN);
	}
}

static void the_own_clock_has_a_direction(void **state)
{
	struct clock_sample_case *sample = clock_case_begin(*state);

	clock_add(sample, "dc1", 600, 0.001);
	clock_add(sample, "ca1", 600, 0.001);
	clock_judge(sample);
	assert_string_equal(clock_finding(sample, "own_clock")->sentence,
			    "this monitoring host's clock is off by 10 minutes: it is behind dc1 and ca1, which agree");
}

/* With a reference a single target can be blamed, or absolved. */
static void a_single_target_and_a_reference(void **state)
{
	static const struct {
		const char *row;
		double target, reference;
		enum status status, own, other; /* OK: no finding of this host, and nothing against the reference */
		const char *words;
	} rows[] = {
		{"all agree", 0, 0, STATUS_OK, STATUS_OK, STATUS_OK, ""},
		{"the target is off", 360, 0, STATUS_CRITICAL, STATUS_OK, STATUS_OK,
		 "is 6 minutes ahead of this monitoring host and the reference time.test"},
		{"this host is off", 360, 360, STATUS_OK, STATUS_WARNING, STATUS_OK, ""},
		{"the reference is off", 0, 360, STATUS_OK, STATUS_OK, STATUS_WARNING, ""},
		{"all differ", 100, 360, STATUS_CRITICAL, STATUS_OK, STATUS_OK,
		 "is 4 minutes behind the reference time.test"},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct clock_sample_case *sample = clock_case_begin(*state);

		clock_add(sample, "dc1", rows[i].target, 0.001);
		clock_reference(sample, rows[i].reference, 0.001);
		clock_judge(sample);
		assert_judged(sample, rows[i].row, "dc1", rows[i].status,
			      rows[i].status == STATUS_OK ? CAUSE_NONE : CAUSE_CLOCK_SKEW);
		assert_judged(sample, rows[i].row, "reference", rows[i].other,
			      rows[i].other == STATUS_OK ? CAUSE_NONE : CAUSE_CLOCK_REFERENCE);
		assert_row_int(rows[i].row, clock_finding(sample, "own_clock") != NULL, rows[i].own != STATUS_OK);
		assert_contains(clock_finding(sample, "dc1")->sentence, rows[i].words);
		assert_non_null(clock_measure(sample, "reference_offset"));
	}
}

static void the_reference_is_no_part_of_the_spread(void **state)
{
	struct clock_sample_case *sample = clock_case_begin(*state);

	clock_add(sample, "dc1", 0, 0.001);
	clock_add(sample, "ca1", 10, 0.001);
	clock_reference(sample, 5000, 0.001);
	clock_judge(sample);
	assert_row_number("spread", clock_measure(sample, "spread")->value, 10);
	assert_judged(sample, "chain", "spread", STATUS_OK, CAUSE_NONE);
	assert_judged(sample, "reference", "reference", STATUS_WARNING, CAUSE_CLOCK_REFERENCE);
	assert_contains(clock_finding(sample, "reference")->sentence, "is 83 minutes ahead of the servers: ");
}

static void limits_of_the_reference(void **state)
{
	for (int i = 0; i <= 1; i++) {
		struct clock_sample_case *sample = clock_case_begin(*state);

		clock_add(sample, "dc1", 0, 0);
		clock_add(sample, "ca1", 0, 0);
		clock_reference(sample, 60 + 0.001 * i, 0);
		clock_judge(sample);
		assert_judged(sample, "reference", "reference", i ? STATUS_WARNING : STATUS_OK,
			      i ? CAUSE_CLOCK_REFERENCE : CAUSE_NONE);
	}
}

/* The whole domain follows a wrong clock: this host and the reference know better. */
static void the_chain_against_the_world(void **state)
{
	for (size_t count = 2; count <= 4; count++) {
		struct clock_sample_case *sample = clock_case_begin(*state);

		for (size_t i = 0; i < count; i++)
			clock_add(sample, (const char *const[]){"a", "b", "c", "d"}[i], 360, 0.001);
		clock_reference(sample, 0, 0.001);
		clock_judge(sample);
		assert_judged(sample, "chain", "spread", STATUS_OK, CAUSE_NONE);
		assert_judged(sample, "world", "reference", STATUS_WARNING, CAUSE_CLOCK_REFERENCE);
		assert_contains(clock_finding(sample, "reference")->sentence,
				"is 6 minutes behind the servers, as this monitoring host is");
		assert_null(clock_finding(sample, "own_clock"));
	}
}

static void a_reference_decides_a_tie(void **state)
{
	struct clock_sample_case *sample = clock_case_begin(*state);

	clock_add(sample, "a", 600, 0.001);
	clock_add(sample, "b", 960, 0.001);
	clock_reference(sample, 600, 0.001);
	clock_judge(sample);
	assert_contains(clock_finding(sample, "spread")->sentence,
			"b is 6 minutes ahead of a and the reference time.test");
	assert_judged(sample, "own", "own_clock", STATUS_WARNING, CAUSE_CLOCK_OWN);
}

/* It is what makes the others believable: it is named among them, before this host is. */
static void who_agrees_with_a_reference(void **state)
{
	struct clock_sample_case *sample = clock_case_begin(*state);

	clock_add(sample, "a", 0, 0.001);
	clock_add(sample, "b", 100, 0.001);
	clock_add(sample, "c", 360, 0.001);
	clock_reference(sample, 0, 0.001);
	clock_judge(sample);
	assert_contains(clock_finding(sample, "spread")->sentence,
			"b is 100 seconds ahead and c is 6 minutes ahead, while a and the reference time.test agree (");
	assert_string_equal(clock_finding(sample, "reference")->subject, "reference smb://time.test");
}

static void a_reference_that_is_lost_or_dead(void **state)
{
	struct clock_sample_case *sample = clock_case_begin(*state);
	struct clock_target *reference;

	clock_add(sample, "dc1", 600, 0.001);
	reference = clock_reference(sample, 600, 0.001);
	reference->has_ntp = true;
	reference->ntp.reference = "INIT";
	clock_judge(sample);
	assert_judged(sample, "lost", "reference", STATUS_WARNING, CAUSE_CLOCK_UNSYNCHRONISED);
	assert_judged(sample, "lost", "dc1", STATUS_CRITICAL, CAUSE_CLOCK_SKEW);
	assert_contains(clock_finding(sample, "dc1")->sentence, "is 10 minutes ahead of this monitoring host: +");
	clock_silence(reference, EXCHANGE_TIMED_OUT, EXCHANGE_PHASE_CONNECT);
	clock_judge(sample);
	assert_judged(sample, "dead", "reference", STATUS_WARNING, CAUSE_NET_FILTERED);
	assert_judged(sample, "dead", "dc1", STATUS_CRITICAL, CAUSE_CLOCK_SKEW);
}

/* --- contradictions --- */

static struct clock_sample_case *contradiction(struct arena *arena, double gap, double apart, bool cacheable)
{
	const struct clock_interval intervals[] = {{0, 1}, {1 + gap, 2 + gap}};
	struct clock_sample_case *sample = clock_case_begin(arena);
	struct clock_target *target = clock_add(sample, "ndes1", 0, 0);

	clock_fill(arena, target, 2, apart, intervals);
	target->cacheable = cacheable;
	clock_add(sample, "dc1", 0, 0.001);
	clock_add(sample, "ca1", 0, 0.001);
	clock_judge(sample);
	return sample;
}

static void contradictions_are_never_averaged(void **state)
{
	struct clock_sample_case *sample = contradiction(*state, 4.2, 0.5, false);

	assert_judged(sample, "gap", "ndes1", STATUS_WARNING, CAUSE_CLOCK_INCONSISTENT);
	assert_contains(clock_finding(sample, "ndes1")->sentence, "by 4.2 seconds: the clock was set just now");
	assert_null(clock_measure(sample, "ndes1_offset"));
	assert_null(clock_measure(sample, "ndes1_error"));
	assert_non_null(clock_measure(sample, "ndes1_rtt"));
	assert_judged(sample, "gap", "spread", STATUS_OK, CAUSE_NONE);
	assert_contains(clock_finding(sample, "spread")->sentence, "2 clocks agree");
	assert_judged(contradiction(*state, 0, 0.5, false), "touching", "ndes1", STATUS_OK, CAUSE_NONE);
}

static void a_cache_is_proven_by_a_second(void **state)
{
	static const struct {
		const char *row;
		double apart;
		bool cacheable, proven;
	} rows[] = {
		{"1.1 s behind an answer that took 2 ms", 1.102, true, true},
		{"less", 1.101, true, false},
		{"no cache can hold it", 5, false, false},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct clock_sample_case *sample = contradiction(*state, 0.1, rows[i].apart, rows[i].cacheable);

		assert_judged(sample, rows[i].row, "ndes1", STATUS_WARNING, CAUSE_CLOCK_INCONSISTENT);
		assert_row_int(rows[i].row,
			       strstr(clock_finding(sample, "ndes1")->sentence, "a cache on the way") != NULL,
			       rows[i].proven);
	}
}

/* The servers behind a balancer: their Dates differ at once, not only after a second. */
static void dates_that_differ_at_once(void **state)
{
	const struct clock_interval intervals[] = {{0, 1}, {100, 101}, {0, 1}, {100, 101}};
	struct clock_sample_case *sample = clock_case_begin(*state);
	struct clock_target *target = clock_add(sample, "ndes1", 0, 0);

	clock_fill(*state, target, 4, 0.5, intervals);
	target->cacheable = true;
	clock_judge(sample);
	assert_judged(sample, "balancer", "ndes1", STATUS_WARNING, CAUSE_CLOCK_INCONSISTENT);
	assert_contains(clock_finding(sample, "ndes1")->sentence, "a balancer stands before servers that differ");
}

/* A clock by Dates that came at one moment, or a second apart; the other ones are right. */
static struct clock_sample_case *dated(struct arena *arena, double offset, double apart, bool once)
{
	const struct clock_interval intervals[] = {{offset - 0.5, offset + 0.5}, {offset - 0.5, offset + 0.5}};
	struct clock_sample_case *sample = clock_case_begin(arena);
	struct clock_target *target = clock_add(sample, "ndes1", 0, 0);

	clock_fill(arena, target, 2, apart, intervals);
	target->cacheable = true;
	sample->survey.once = once;
	clock_judge(sample);
	return sample;
}

static void a_single_date_may_be_old(void **state)
{
	static const struct {
		const char *row;
		double offset, apart;
		bool once;
		enum status status;
		enum cause cause;
	} rows[] = {
		{"as behind as is allowed", -60, 0.01, false, STATUS_OK, CAUSE_NONE},
		{"behind", -60.1, 0.01, false, STATUS_UNKNOWN, CAUSE_CLOCK_UNCERTAIN},
		{"ahead", 300, 0.01, false, STATUS_CRITICAL, CAUSE_CLOCK_SKEW},
		{"behind, and a second later too", -300, 1.2, false, STATUS_CRITICAL, CAUSE_CLOCK_SKEW},
		{"the user wanted one only", -300, 0.01, true, STATUS_CRITICAL, CAUSE_CLOCK_SKEW},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct clock_sample_case *sample = dated(*state, rows[i].offset, rows[i].apart, rows[i].once);

		assert_judged(sample, rows[i].row, "ndes1", rows[i].status, rows[i].cause);
		clock_add(sample, "dc1", 0, 0.001);
		clock_add(sample, "ca1", 0, 0.001);
		clock_judge(sample);
		assert_judged(sample, rows[i].row, "ndes1", rows[i].status, rows[i].cause);
		assert_judged(sample, rows[i].row, "spread",
			      rows[i].status == STATUS_UNKNOWN ? STATUS_OK : rows[i].status,
			      rows[i].status == STATUS_UNKNOWN ? CAUSE_NONE : rows[i].cause);
	}
}

/* Against the others it is fine: this host's clock does not count then. */
static void a_single_date_that_most_agree_with(void **state)
{
	struct clock_sample_case *sample = dated(*state, -300, 0.01, false);

	clock_add(sample, "dc1", -300, 0.001);
	clock_add(sample, "ca1", -300, 0.001);
	clock_judge(sample);
	assert_judged(sample, "chain", "spread", STATUS_OK, CAUSE_NONE);
	assert_contains(clock_finding(sample, "spread")->sentence, "3 clocks agree");
	assert_judged(sample, "own", "own_clock", STATUS_WARNING, CAUSE_CLOCK_OWN);
}

/* Such a reference accuses nobody. */
static void a_reference_by_a_single_date(void **state)
{
	const struct clock_interval old = {-300.5, -299.5};
	struct clock_sample_case *sample = clock_case_begin(*state);
	struct clock_target *reference = clock_reference(sample, 0, 0);

	clock_fill(*state, reference, 1, 0, &old);
	reference->cacheable = true;
	clock_add(sample, "dc1", 0, 0.001);
	clock_judge(sample);
	assert_judged(sample, "reference", "reference", STATUS_WARNING, CAUSE_CLOCK_UNCERTAIN);
	assert_judged(sample, "reference", "dc1", STATUS_OK, CAUSE_NONE);
}

static void an_age_says_that_a_date_is_old(void **state)
{
	struct clock_sample_case *sample = dated(*state, -300, 1.2, true);

	sample->targets[0].age = 300;
	clock_judge(sample);
	assert_judged(sample, "Age", "ndes1", STATUS_WARNING, CAUSE_CLOCK_INCONSISTENT);
	assert_contains(clock_finding(sample, "ndes1")->sentence, "a Date that is 5 minutes old");
	assert_null(clock_measure(sample, "ndes1_offset"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(only_the_own_clock_is_off),        TEST(the_own_clock_has_a_direction),
		TEST(a_single_target_and_a_reference),  TEST(the_reference_is_no_part_of_the_spread),
		TEST(limits_of_the_reference),          TEST(the_chain_against_the_world),
		TEST(who_agrees_with_a_reference),      TEST(a_reference_decides_a_tie),
		TEST(a_reference_that_is_lost_or_dead), TEST(contradictions_are_never_averaged),
		TEST(a_cache_is_proven_by_a_second),    TEST(dates_that_differ_at_once),
		TEST(a_single_date_may_be_old),         TEST(a_single_date_that_most_agree_with),
		TEST(a_reference_by_a_single_date),     TEST(an_age_says_that_a_date_is_old),
	};

	return RUN_TESTS(tests);
}
