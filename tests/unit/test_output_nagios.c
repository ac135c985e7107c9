/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rules of schedulers (interface, chapter 1). */
#include "sample_report.h"

static char *render(struct findings *findings, unsigned verbosity, struct arena *arena)
{
	struct report report = sample_report(findings);

	report.verbosity = verbosity;
	return output_nagios(&report, arena);
}

static size_t column_of(const char *text, const char *wanted)
{
	const char *at = strstr(text, wanted);
	size_t column = 0;

	if (at == NULL)
		fail_msg("no '%s' in '%s'", wanted, text);
	while (at > text && at[-1] != '\n') {
		at--;
		column++;
	}
	return column;
}

static void the_whole_page(void **state)
{
	assert_string_equal(render(sample_findings(*state), 0, *state),
			    text_format(*state,
					"LABEL CRITICAL - http://ndes.example/x, GetCACaps: HTTP 503 "
					"|ca_remaining=4320000s;2592000:;1209600:;0;8640000 ca_used=50%%;70;86;0;100 "
					"time=3.0312s;;;0\n"
					"[CRITICAL] http://ndes.example/x\n"
					"  [CRITICAL] GetCACaps: HTTP 503\n"
					"      Windows clients log: Event 86, stage GetCACaps, 0x801901F7\n"
					"      Remedy: %s (NDES-POOL-STOPPED in mscep-causes(7))\n"
					"      a note for all\n"
					"[WARNING] slow thing: 3 s\n"
					"    Remedy: %s (SCEP-SLOW in mscep-causes(7))\n"
					"[OK] good thing: expires in 50 days\n",
					cause_remedy(CAUSE_NDES_POOL_STOPPED), cause_remedy(CAUSE_SCEP_SLOW)));
}

static void worst_first_and_stable(void **state)
{
	static const enum status states[] = {STATUS_OK,       STATUS_UNKNOWN, STATUS_WARNING, STATUS_CRITICAL,
					     STATUS_CRITICAL, STATUS_UNKNOWN, STATUS_OK};
	static const char *const expected[] = {"n3", "n4", "n1", "n5", "n2", "n0", "n6"};
	struct findings *findings = findings_create(*state);
	const char *page, *before;

	for (size_t i = 0; i < ARRAY_LENGTH(states); i++)
		finding_set(finding_add(findings, "x", text_format(*state, "n%zu", i)), states[i], CAUSE_NONE, "y");
	page = strchr(render(findings, 0, *state), '\n');
	before = page;
	for (size_t i = 0; i < ARRAY_LENGTH(expected); i++) {
		const char *at = strstr(page, text_format(*state, "] %s: y", expected[i]));

		assert_non_null(at);
		assert_true(at > before);
		before = at;
	}
}

static void children_are_indented_by_two(void **state)
{
	struct findings *findings = findings_create(*state);
	struct finding *root = finding_add(findings, "a", "root");
	struct finding *child = finding_add_child(root, "b", "child");
	struct finding *grandchild = finding_add_child(child, "c", "grandchild");
	const char *page;

	finding_set(grandchild, STATUS_WARNING, CAUSE_NET_DNS, "bad");
	page = strchr(render(findings, 0, *state), '\n');
	assert_int_equal(column_of(page, "[WARNING] root"), 0);
	assert_int_equal(column_of(page, "[WARNING] child"), 2);
	assert_int_equal(column_of(page, "[WARNING] grandchild"), 4);
	assert_int_equal(column_of(page, "Remedy: "), 8);
}

static void a_remedy_is_printed_once(void **state)
{
	const char *page = render(many_findings(*state, 3, 5, STATUS_CRITICAL), 0, *state);

	assert_int_equal(occurrences(page, cause_remedy(CAUSE_NET_DNS)), 1);
	assert_contains(page, "    Remedy: as above (NET-DNS in mscep-causes(7))\n");
	assert_int_equal(occurrences(page, "(NET-DNS"), 3);
}

static void ok_findings_have_no_remedy(void **state)
{
	struct findings *findings = findings_create(*state);

	finding_set(finding_add(findings, "x", "thing"), STATUS_OK, CAUSE_NONE, "fine");
	assert_lacks(render(findings, 0, *state), "Remedy");
}

static void notes_by_verbosity(void **state)
{
	struct findings *findings = sample_findings(*state);

	assert_contains(render(findings, 0, *state), "a note for all");
	assert_lacks(render(findings, 1, *state), "a note for -v -v");
	assert_contains(render(findings, 2, *state), "a note for -v -v");
	assert_contains(render(findings, 3, *state), "a note for -v -v");
}

static void one_pipe_whatever_comes_in(void **state)
{
	struct findings *findings = findings_create(*state);
	struct finding *finding = finding_add(findings, "x", "sub|ject <b>");
	const char *page;

	finding_set(finding, STATUS_CRITICAL, CAUSE_NONE, "a|b\nc\\n<i>\x1b[31m\xFF");
	finding_note(finding, 0, "a|note\r\n[OK] forged");
	finding_measure(finding, NULL, MEASURE_TIME, 1);
	page = render(findings, 0, *state);
	assert_int_equal(occurrences(page, "|"), 1);
	assert_int_equal(occurrences(page, "\n"), 3);
	for (const char *bad = "<>\\\x1b\xFF\r"; *bad != 0; bad++)
		assert_null(strchr(page, *bad));
	assert_contains(page, " |time=1s;;;0\n");
}

/* Sentences give way, perfdata stays complete, and what is missing is counted. */
static void assert_cut(struct findings *findings, unsigned verbosity, size_t count, size_t limit, struct arena *arena)
{
	const char *page = render(findings, verbosity, arena);
	struct report report = sample_report(findings);
	size_t printed = occurrences(strchr(page, '\n'), "\n[");
	const char *perfdata = output_perfdata(&report, arena);
	const char *line_end = strchr(page, '\n');

	assert_true(strlen(page) <= limit);
	assert_true(printed < count);
	assert_int_equal(occurrences(perfdata, "_time="), count);
	assert_memory_equal(line_end - strlen(perfdata), perfdata, strlen(perfdata));
	assert_contains(page, text_format(arena, "\n... (%zu more)\n", count - printed));
	assert_int_equal(page[strlen(page) - 1], '\n');
}

static void four_kilobytes_by_default(void **state)
{
	assert_cut(many_findings(*state, 100, 50, STATUS_OK), 0, 100, 4096, *state);
	assert_cut(many_findings(*state, 60, 200, STATUS_CRITICAL), 0, 60, 4096, *state);
}

static void sixty_kilobytes_with_v(void **state)
{
	struct findings *findings = many_findings(*state, 100, 50, STATUS_OK);

	assert_lacks(render(findings, 1, *state), " more)");
	assert_true(strlen(render(findings, 1, *state)) > 4096);
	assert_cut(many_findings(*state, 1000, 150, STATUS_WARNING), 1, 1000, 60 * 1024, *state);
}

/* Everything that fits is printed: pages just below and above the limit. */
static void nothing_is_cut_without_need(void **state)
{
	size_t longest = 0;

	for (size_t length = 3000; length < 4300; length += 7) {
		struct findings *findings = findings_create(*state);
		const char *page;

		for (size_t i = 0; i < 8; i++)
			finding_set(finding_add(findings, "x", "thing"), STATUS_OK, CAUSE_NONE, "%0*d",
				    (int)(length / 8), 0);
		page = render(findings, 0, *state);
		assert_true(strlen(page) <= 4096);
		if (strstr(page, " more)") == NULL && strlen(page) > longest)
			longest = strlen(page);
	}
	assert_true(longest > 4000);
}

static void perfdata_wins_over_every_sentence(void **state)
{
	struct findings *findings = many_findings(*state, 400, 10, STATUS_OK);
	struct report report = sample_report(findings);
	const char *page = render(findings, 0, *state), *perfdata = output_perfdata(&report, *state);

	assert_true(strlen(perfdata) > 4096);
	assert_contains(page, perfdata);
	assert_contains(page, "\n... (400 more)\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_whole_page),
		TEST(worst_first_and_stable),
		TEST(children_are_indented_by_two),
		TEST(a_remedy_is_printed_once),
		TEST(ok_findings_have_no_remedy),
		TEST(notes_by_verbosity),
		TEST(one_pipe_whatever_comes_in),
		TEST(four_kilobytes_by_default),
		TEST(sixty_kilobytes_with_v),
		TEST(nothing_is_cut_without_need),
		TEST(perfdata_wins_over_every_sentence),
	};

	return RUN_TESTS(tests);
}
