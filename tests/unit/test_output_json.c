/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One object, valid on every path, numbers as numbers (interface, chapter 1). */
#include "sample_report.h"

#include <jansson.h>

static json_t *parsed(const char *text)
{
	json_error_t error;
	json_t *object = json_loads(text, JSON_REJECT_DUPLICATES, &error);

	if (object == NULL)
		fail_msg("%s at %d of '%.200s'", error.text, error.position, text);
	return object;
}

static json_t *rendered(struct findings *findings, struct arena *arena)
{
	struct report report = sample_report(findings);

	return parsed(output_json(&report, arena));
}

static const char *text_in(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	if (text == NULL)
		fail_msg("no text under '%s'", key);
	return text;
}

static json_int_t whole_in(const json_t *object, const char *key)
{
	if (!json_is_integer(json_object_get(object, key)))
		fail_msg("no whole number under '%s'", key);
	return json_integer_value(json_object_get(object, key));
}

static void the_frame_has_every_field(void **state)
{
	json_t *object = rendered(sample_findings(*state), *state);

	assert_int_equal(whole_in(object, "schema"), 1);
	assert_string_equal(text_in(object, "plugin"), "check_x");
	assert_string_equal(text_in(object, "version"), "0.1.0");
	assert_string_equal(text_in(object, "target"), "http://ndes.example/x");
	assert_int_equal(whole_in(object, "time"), 1800000000);
	assert_true(json_number_value(json_object_get(object, "duration_s")) == 0.25);
	assert_string_equal(text_in(object, "state"), "CRITICAL");
	assert_int_equal(whole_in(object, "exit_code"), 2);
	assert_string_equal(text_in(object, "summary"), "http://ndes.example/x, GetCACaps: HTTP 503");
	assert_int_equal(json_array_size(json_object_get(object, "checks")), 3);
	assert_int_equal(json_array_size(json_object_get(object, "perfdata")), 3);
	assert_true(json_is_object(json_object_get(object, "facts")));
	json_decref(object);
}

static void a_check_tells_all(void **state)
{
	json_t *object = rendered(sample_findings(*state), *state);
	json_t *endpoint = json_array_get(json_object_get(object, "checks"), 0);
	json_t *child = json_array_get(json_object_get(endpoint, "checks"), 0);

	assert_string_equal(text_in(endpoint, "id"), "endpoint");
	assert_string_equal(text_in(endpoint, "state"), "CRITICAL");
	assert_string_equal(text_in(child, "id"), "getcacaps");
	assert_string_equal(text_in(child, "state"), "CRITICAL");
	assert_contains(text_in(child, "output"), "HTTP 503");
	assert_string_equal(text_in(child, "cause"), "NDES-POOL-STOPPED");
	assert_string_equal(text_in(child, "windows_error"), "0x801901F7");
	assert_string_equal(text_in(child, "remedy"), cause_remedy(CAUSE_NDES_POOL_STOPPED));
	assert_true(json_is_array(json_object_get(child, "perfdata")));
	assert_true(json_is_array(json_object_get(child, "checks")));
	assert_null(json_object_get(child, "not_after"));
	json_decref(object);
}

static void numbers_are_numbers(void **state)
{
	json_t *object = rendered(sample_findings(*state), *state);
	json_t *good = json_array_get(json_object_get(object, "checks"), 2);
	json_t *remaining = json_array_get(json_object_get(good, "perfdata"), 0);

	assert_int_equal(whole_in(good, "not_after"), 1800000000 + 50 * 86400);
	assert_string_equal(text_in(remaining, "label"), "ca_remaining");
	assert_int_equal(whole_in(remaining, "value"), 4320000);
	assert_string_equal(text_in(remaining, "uom"), "s");
	assert_string_equal(text_in(remaining, "warn"), "2592000:");
	assert_string_equal(text_in(remaining, "crit"), "1209600:");
	assert_int_equal(whole_in(remaining, "min"), 0);
	assert_int_equal(whole_in(remaining, "max"), 8640000);
	json_decref(object);
}

static void fractions_survive(void **state)
{
	json_t *object = rendered(sample_findings(*state), *state);
	json_t *time = json_array_get(json_object_get(object, "perfdata"), 2);

	assert_string_equal(text_in(time, "label"), "time");
	assert_true(json_is_real(json_object_get(time, "value")));
	assert_true(json_number_value(json_object_get(time, "value")) == 3.0312);
	assert_null(json_object_get(time, "warn"));
	assert_null(json_object_get(time, "max"));
	json_decref(object);
}

static void facts_have_their_types(void **state)
{
	struct findings *findings = sample_findings(*state);
	struct text_list list = {0};
	json_t *object, *facts;

	text_list_add(*state, &list, "AES");
	text_list_add(*state, &list, "DES3");
	findings_fact_text(findings, "subject", "CN=\"x\", \xC3\xBC");
	findings_fact_number(findings, "not_after", 1800000000);
	findings_fact_list(findings, "capabilities", list);
	object = rendered(findings, *state);
	facts = json_object_get(object, "facts");
	assert_string_equal(text_in(facts, "subject"), "CN=\"x\", \xC3\xBC");
	assert_int_equal(whole_in(facts, "not_after"), 1800000000);
	assert_int_equal(json_array_size(json_object_get(facts, "capabilities")), 2);
	assert_string_equal(json_string_value(json_array_get(json_object_get(facts, "capabilities"), 1)), "DES3");
	json_decref(object);
}

static void exit_ok_leaves_the_state(void **state)
{
	struct report report = sample_report(sample_findings(*state));
	json_t *object;

	report.exit_code = 0;
	object = parsed(output_json(&report, *state));
	assert_string_equal(text_in(object, "state"), "CRITICAL");
	assert_int_equal(whole_in(object, "exit_code"), 0);
	json_decref(object);
}

static void an_empty_run_is_valid(void **state)
{
	json_t *object = rendered(findings_create(*state), *state);

	assert_int_equal(json_array_size(json_object_get(object, "checks")), 0);
	assert_int_equal(json_array_size(json_object_get(object, "perfdata")), 0);
	assert_non_null(json_object_get(object, "summary"));
	json_decref(object);
}

static void one_line_with_its_end(void **state)
{
	struct report report = sample_report(sample_findings(*state));
	const char *text = output_json(&report, *state);

	assert_int_equal(occurrences(text, "\n"), 1);
	assert_int_equal(text[strlen(text) - 1], '\n');
}

/* Above 60 kB it gets smaller, stays valid, and keeps the frame and the flat perfdata. */
static void assert_shrinks(struct findings *findings, size_t measures, struct arena *arena)
{
	struct report report = sample_report(findings);
	const char *text = output_json(&report, arena);
	json_t *object = parsed(text);

	assert_true(strlen(text) <= 60 * 1024);
	assert_string_equal(text_in(object, "state"), status_name(report.status));
	assert_int_equal(json_array_size(json_object_get(object, "perfdata")), measures);
	assert_non_null(json_object_get(object, "summary"));
	assert_true(json_is_array(json_object_get(object, "checks")));
	assert_true(json_is_object(json_object_get(object, "facts")));
	json_decref(object);
}

static void above_sixty_kilobytes_it_shrinks(void **state)
{
	assert_shrinks(many_findings(*state, 350, 20, STATUS_OK), 350, *state);
	assert_shrinks(many_findings(*state, 400, 200, STATUS_OK), 400, *state);
	assert_shrinks(many_findings(*state, 300, 300, STATUS_CRITICAL), 300, *state);
}

static void trouble_outlives_what_is_ok(void **state)
{
	struct findings *findings = many_findings(*state, 300, 200, STATUS_OK);
	struct report report;
	json_t *object;

	finding_set(finding_add(findings, "bad", "bad thing"), STATUS_WARNING, CAUSE_NET_DNS, "is bad");
	report = sample_report(findings);
	object = parsed(output_json(&report, *state));
	assert_true(json_array_size(json_object_get(object, "checks")) < 301);
	assert_string_equal(text_in(json_array_get(json_object_get(object, "checks"), 0), "id"), "bad");
	assert_string_equal(text_in(json_array_get(json_object_get(object, "checks"), 0), "cause"), "NET-DNS");
	json_decref(object);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_frame_has_every_field),   TEST(a_check_tells_all),      TEST(numbers_are_numbers),
		TEST(fractions_survive),           TEST(facts_have_their_types), TEST(exit_ok_leaves_the_state),
		TEST(an_empty_run_is_valid),       TEST(one_line_with_its_end),  TEST(above_sixty_kilobytes_it_shrinks),
		TEST(trouble_outlives_what_is_ok),
	};

	return RUN_TESTS(tests);
}
