/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A line of a Checkmk local check: STATE "Item" metrics text. */
#include "sample_report.h"

static const char *render(struct findings *findings, const char *target, struct arena *arena)
{
	struct report report = sample_report(findings);

	report.target = target;
	return output_checkmk(&report, arena);
}

static void the_whole_line(void **state)
{
	const char *text = render(sample_findings(*state), "ndes", *state);

	assert_ptr_equal(strstr(text, "2 \"LABEL ndes\" ca_remaining=4320000|ca_used=50;70;86|time=3.0312 "
				      "http://ndes.example/x, GetCACaps: HTTP 503"
				      "\\n[CRITICAL] http://ndes.example/x\\n  [CRITICAL] GetCACaps: HTTP 503\\n"),
			 text);
	assert_int_equal(occurrences(text, "\n"), 1);
	assert_int_equal(text[strlen(text) - 1], '\n');
	assert_contains(text, "\\n[OK] good thing: expires in 50 days\n");
}

static void every_state_is_its_number(void **state)
{
	for (int status = 0; status < 4; status++) {
		const char *text = render(many_findings(*state, 1, 3, (enum status)status), "ndes", *state);

		assert_int_equal(text[0], '0' + status);
		assert_int_equal(text[1], ' ');
	}
}

static void nothing_measured_is_a_dash(void **state)
{
	struct findings *findings = findings_create(*state);

	finding_set(finding_add(findings, "x", "thing"), STATUS_OK, CAUSE_NONE, "fine");
	assert_string_equal(render(findings, "ndes", *state), "0 \"LABEL ndes\" - thing: fine\\n[OK] thing: fine\n");
}

static void quotes_do_not_end_the_item(void **state)
{
	const char *text = render(sample_findings(*state), "a\"b\nc'd", *state);

	assert_int_equal(strncmp(text, "2 \"LABEL a_b c_d\" ", 18), 0);
}

/* Checkmk knows plain levels only; a range would be read as a wrong one. */
static void ranges_are_left_out(void **state)
{
	static const char *const rows[] = {"10:", "~:10", "@10", "10:20", "@5:6", "-5:5"};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct findings *findings = findings_create(*state);
		struct range range;

		assert_null(range_parse(rows[i], &range));
		finding_measure_range(finding_add(findings, "x", "thing"), NULL, MEASURE_TIME, 1, &range, &range);
		assert_contains(render(findings, "ndes", *state), "\" time=1 ");
	}
}

static void plain_levels_are_kept(void **state)
{
	struct findings *findings = findings_create(*state);
	struct range warning, critical;

	assert_null(range_parse("2.5", &warning));
	assert_null(range_parse("5", &critical));
	finding_measure_range(finding_add(findings, "x", "thing"), NULL, MEASURE_TIME, 1, &warning, &critical);
	assert_contains(render(findings, "ndes", *state), "\" time=1;2.5;5 ");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_whole_line),
		TEST(every_state_is_its_number),
		TEST(nothing_measured_is_a_dash),
		TEST(quotes_do_not_end_the_item),
		TEST(ranges_are_left_out),
		TEST(plain_levels_are_kept),
	};

	return RUN_TESTS(tests);
}
