/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sample_report.h"

static void the_worst_speaks_first(void **state)
{
	struct report report = sample_report(sample_findings(*state));

	assert_string_equal(report_summary(&report, *state), "http://ndes.example/x, GetCACaps: HTTP 503");
}

static void several_of_the_worst_are_counted(void **state)
{
	struct findings *findings = many_findings(*state, 3, 5, STATUS_CRITICAL);
	struct report report = sample_report(findings);

	assert_string_equal(report_summary(&report, *state), "thing 0: xxxxx (and 2 more)");
}

static void an_ok_run_says_what_was_found(void **state)
{
	struct findings *findings = many_findings(*state, 3, 5, STATUS_OK);
	struct report report = sample_report(findings);

	assert_string_equal(report_summary(&report, *state), "thing 0: xxxxx");
	findings_summarise(findings, "all %d things are fine", 3);
	assert_string_equal(report_summary(&report, *state), "all 3 things are fine");
}

static void the_summary_never_hides_trouble(void **state)
{
	struct findings *findings = sample_findings(*state);
	struct report report;

	findings_summarise(findings, "everything is fine");
	report = sample_report(findings);
	assert_lacks(report_summary(&report, *state), "everything is fine");
}

static void what_did_not_end_in_time_is_told_before_what_was_found(void **state)
{
	struct findings *findings = many_findings(*state, 3, 5, STATUS_OK);
	struct report report = sample_report(findings);

	findings_summarise(findings, "all %d things are fine", 3);
	finding_late(findings->roots->next);
	finding_late(findings->roots);
	assert_string_equal(report_summary(&report, *state), "thing 1: xxxxx");
	finding_set(findings->roots, STATUS_WARNING, CAUSE_NONE, "worse");
	assert_string_equal(report_summary(&report, *state), "thing 0: worse");
}

static void nothing_was_checked(void **state)
{
	struct report report = sample_report(findings_create(*state));

	assert_string_equal(report_summary(&report, *state), "nothing was checked");
}

static void the_summary_is_fit_to_print(void **state)
{
	struct findings *findings = findings_create(*state);
	struct report report;

	finding_set(finding_add(findings, "x", "a|b"), STATUS_CRITICAL, CAUSE_NONE, "<c>\n\\%01000d", 7);
	report = sample_report(findings);
	assert_lacks(report_summary(&report, *state), "|");
	assert_lacks(report_summary(&report, *state), "<");
	assert_lacks(report_summary(&report, *state), "\n");
	assert_lacks(report_summary(&report, *state), "\\");
	assert_true(strlen(report_summary(&report, *state)) < 700);
}

static void a_place_names_the_parents(void **state)
{
	struct finding *grandparent = finding_add(findings_create(*state), "a", "server");
	struct finding *parent = finding_add_child(grandparent, "b", "RA signing certificate");

	assert_string_equal(report_place(grandparent, *state), "server");
	assert_string_equal(report_place(finding_add_child(parent, "c", "key usage"), *state),
			    "server, RA signing certificate, key usage");
}

static void every_format_has_its_renderer(void **state)
{
	struct report report = sample_report(sample_findings(*state));

	assert_string_equal(report_render(&report, OUTPUT_NAGIOS, *state), output_nagios(&report, *state));
	assert_string_equal(report_render(&report, OUTPUT_JSON, *state), output_json(&report, *state));
	assert_string_equal(report_render(&report, OUTPUT_PROMETHEUS, *state), output_prometheus(&report, *state));
	assert_string_equal(report_render(&report, OUTPUT_CHECKMK, *state), output_checkmk(&report, *state));
}

static void perfdata_of_the_whole_run(void **state)
{
	struct report report = sample_report(sample_findings(*state));

	assert_string_equal(output_perfdata(&report, *state),
			    "ca_remaining=4320000s;2592000:;1209600:;0;8640000 ca_used=50%;70;86;0;100 "
			    "time=3.0312s;;;0");
}

static void no_perfdata_where_nothing_was_measured(void **state)
{
	struct findings *findings = findings_create(*state);
	struct report report;

	finding_add(findings, "x", "thing");
	report = sample_report(findings);
	assert_string_equal(output_perfdata(&report, *state), "");
	assert_lacks(output_nagios(&report, *state), "|");
}

static void thresholds_are_printed_as_they_were_written(void **state)
{
	struct findings *findings = findings_create(*state);
	struct range warning, critical;
	struct report report;

	assert_null(range_parse("@10:20", &warning));
	assert_null(range_parse("~:5", &critical));
	finding_measure_range(finding_add(findings, "x", "thing"), "x", MEASURE_TIME, 1, &warning, &critical);
	report = sample_report(findings);
	assert_string_equal(output_perfdata(&report, *state), "x_time=1s;@10:20;~:5;0");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_worst_speaks_first),
		TEST(several_of_the_worst_are_counted),
		TEST(an_ok_run_says_what_was_found),
		TEST(the_summary_never_hides_trouble),
		TEST(what_did_not_end_in_time_is_told_before_what_was_found),
		TEST(nothing_was_checked),
		TEST(the_summary_is_fit_to_print),
		TEST(a_place_names_the_parents),
		TEST(every_format_has_its_renderer),
		TEST(perfdata_of_the_whole_run),
		TEST(no_perfdata_where_nothing_was_measured),
		TEST(thresholds_are_printed_as_they_were_written),
	};

	return RUN_TESTS(tests);
}
