/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text for node-exporter's textfile collector: a file that breaks one rule is lost as a whole. */
#include "sample_report.h"

static const char *render(struct findings *findings, struct arena *arena)
{
	struct report report = sample_report(findings);

	return output_prometheus(&report, arena);
}

static void the_series_of_the_interface(void **state)
{
	const char *text = render(sample_findings(*state), *state);

	assert_contains(text, "mscep_check_state{plugin=\"check_x\",target=\"http://ndes.example/x\"} 2\n");
	assert_contains(text, "mscep_last_run_timestamp_seconds{plugin=\"check_x\",target=\"http://ndes.example/x\"} "
			      "1800000000\n");
	assert_contains(text, "mscep_not_after_timestamp_seconds{plugin=\"check_x\",target=\"http://ndes.example/x\","
			      "id=\"good\"} 1804320000\n");
	assert_contains(text, "mscep_time_seconds{plugin=\"check_x\",target=\"http://ndes.example/x\"} 3.0312\n");
	assert_contains(text, "mscep_remaining_seconds{plugin=\"check_x\",target=\"http://ndes.example/x\","
			      "object=\"ca\"} 4320000\n");
	assert_contains(text, "mscep_used_ratio{plugin=\"check_x\",target=\"http://ndes.example/x\","
			      "object=\"ca\"} 0.5\n");
	assert_contains(text, "mscep_finding_state{plugin=\"check_x\",target=\"http://ndes.example/x\","
			      "id=\"getcacaps\"} 2\n");
}

static const char *line_at(const char *text, size_t number, struct arena *arena)
{
	while (number-- > 0)
		text = strchr(text, '\n') + 1;
	return arena_copy(arena, text, strcspn(text, "\n"));
}

/* The name in front of { or blank. */
static const char *metric_of(const char *line, struct arena *arena)
{
	return arena_copy(arena, line, strcspn(line, "{ "));
}

static void assert_help_once(const char *text, struct arena *arena)
{
	size_t lines = occurrences(text, "\n");
	const char *metric = "";

	for (size_t i = 0; i < lines; i++) {
		const char *line = line_at(text, i, arena);

		if (strncmp(line, "# HELP ", 7) == 0) {
			metric = metric_of(line + 7, arena);
			assert_int_equal(occurrences(text, text_format(arena, "# HELP %s ", metric)), 1);
			assert_string_equal(line_at(text, i + 1, arena), text_format(arena, "# TYPE %s gauge", metric));
		} else if (*line != '#') {
			assert_string_equal(metric_of(line, arena), metric);
		}
	}
}

static void help_and_type_stand_once_before_their_series(void **state)
{
	assert_help_once(render(sample_findings(*state), *state), *state);
	assert_help_once(render(many_findings(*state, 20, 5, STATUS_WARNING), *state), *state);
	assert_help_once(render(findings_create(*state), *state), *state);
}

static void lines_end_and_have_no_timestamp(void **state)
{
	const char *text = render(sample_findings(*state), *state);
	size_t lines = occurrences(text, "\n");

	assert_int_equal(text[strlen(text) - 1], '\n');
	for (size_t i = 0; i < lines; i++) {
		const char *line = line_at(text, i, *state);
		const char *value = strstr(line, "} ");

		if (*line == '#')
			continue;
		assert_non_null(value);
		assert_int_equal(strspn(value + 2, "-0123456789."), strlen(value + 2));
	}
}

static void labels_are_escaped(void **state)
{
	struct findings *findings = findings_create(*state);
	struct report report;
	const char *text;

	finding_add(findings, "x", "thing");
	report = sample_report(findings);
	report.target = "a\"b\\c\nd\"} 1\xFF";
	text = output_prometheus(&report, *state);
	assert_contains(text, "mscep_check_state{plugin=\"check_x\",target=\"a\\\"b/c d\\\"} 1?\"} 0\n");
	assert_help_once(text, *state);
}

static void every_state_is_its_exit_code(void **state)
{
	for (int status = 0; status < 4; status++)
		assert_contains(render(many_findings(*state, 1, 3, (enum status)status), *state),
				text_format(*state, "\"} %d\n# HELP mscep_finding_state ", status));
}

static void series_are_unique(void **state)
{
	const char *text = render(sample_findings(*state), *state);
	size_t lines = occurrences(text, "\n");

	for (size_t i = 0; i < lines; i++) {
		const char *line = line_at(text, i, *state);
		const char *series = arena_copy(*state, line, strcspn(line, "}"));

		if (*line != '#')
			assert_int_equal(occurrences(text, text_format(*state, "\n%s}", series)), 1);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_series_of_the_interface),     TEST(help_and_type_stand_once_before_their_series),
		TEST(lines_end_and_have_no_timestamp), TEST(labels_are_escaped),
		TEST(every_state_is_its_exit_code),    TEST(series_are_unique),
	};

	return RUN_TESTS(tests);
}
