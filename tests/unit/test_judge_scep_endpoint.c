/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GetCACaps, GetCACert, capabilities, times and TLS of an endpoint, from facts and a fixed clock. */
#include "scep_sample.h"

enum { DAY = 86400 };

static void a_healthy_endpoint(void **state)
{
	struct scep_endpoint facts = sample_facts(*state);
	struct scep_policy policy = sample_scep_policy();
	struct findings *findings = judged(*state, &facts, &policy);

	assert_int_equal(findings_status(findings), STATUS_OK);
	assert_finding(findings, "healthy", "endpoint", STATUS_OK, CAUSE_NONE);
	assert_finding(findings, "healthy", "getcacaps", STATUS_OK, CAUSE_NONE);
	assert_finding(findings, "healthy", "getcacert", STATUS_OK, CAUSE_NONE);
	assert_finding(findings, "healthy", "time", STATUS_OK, CAUSE_NONE);
	assert_string_equal(findings->roots->subject, sample_endpoint.display);
	assert_contains(finding_of(findings, "getcacert")->sentence, "3 certificates");
	assert_null(finding_of(findings, "tls"));
}

static void times_of_all_answers_together(void **state)
{
	struct scep_endpoint facts = sample_facts(*state);
	struct scep_policy policy = sample_scep_policy();
	const struct findings *findings = judged(*state, &facts, &policy);

	assert_true(measure_of(findings, "time")->value == 0.02);
	assert_true(measure_of(findings, "time_resolve")->value == 0.002);
	assert_true(measure_of(findings, "time_connect")->value == 0.004);
	assert_true(measure_of(findings, "time_wait")->value == 0.006);
	assert_true(measure_of(findings, "time_transfer")->value == 0.008);
	assert_null(measure_of(findings, "time_tls"));
}

/* What was not measured is left out, and no time alerts that tells nothing. */
static void phases_that_were_not_reached_are_left_out(void **state)
{
	static const struct {
		enum http_phase phase;
		bool resolve, connect;
	} rows[] = {{PHASE_RESOLVE, false, false}, {PHASE_CONNECT, true, false}, {PHASE_WAIT, true, true}};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct scep_endpoint facts = {.endpoint = &sample_endpoint};
		struct scep_policy policy = sample_scep_policy();
		const struct findings *findings;

		facts.capabilities_answer = sample_failure(HTTP_TIMED_OUT, rows[i].phase);
		findings = judged(*state, &facts, &policy);
		assert_non_null(measure_of(findings, "time"));
		assert_int_equal(measure_of(findings, "time_resolve") != NULL, rows[i].resolve);
		assert_int_equal(measure_of(findings, "time_connect") != NULL, rows[i].connect);
		assert_null(measure_of(findings, "time_wait"));
		assert_null(measure_of(findings, "time_transfer"));
		assert_finding(findings, "dead", "time", STATUS_OK, CAUSE_NONE);
		assert_null(finding_of(findings, "getcacert"));
	}
}

static void slow_answers(void **state)
{
	static const struct {
		const char *warning, *critical;
		enum status status;
	} rows[] = {
		{"0.02", "5", STATUS_OK},
		{"0.0199", "5", STATUS_WARNING},
		{"0.0199", "0.02", STATUS_WARNING},
		{"0.01", "0.0199", STATUS_CRITICAL},
		{"5", "10", STATUS_OK},
		{"0.021:", "0:", STATUS_WARNING},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct scep_endpoint facts = sample_facts(*state);
		struct scep_policy policy = sample_scep_policy();

		assert_null(range_parse(rows[i].warning, &policy.warning));
		assert_null(range_parse(rows[i].critical, &policy.critical));
		assert_finding(judged(*state, &facts, &policy), rows[i].warning, "time", rows[i].status,
			       rows[i].status == STATUS_OK ? CAUSE_NONE : CAUSE_SCEP_SLOW);
	}
}

static struct text_list words(struct arena *arena, const char *one, const char *other)
{
	struct text_list list = {0};

	if (one != NULL)
		text_list_add(arena, &list, one);
	if (other != NULL)
		text_list_add(arena, &list, other);
	return list;
}

static void required_and_forbidden_capabilities(void **state)
{
	static const struct {
		const char *required, *required_too, *forbidden;
		enum status status;
		enum cause cause;
	} rows[] = {
		{"SHA-256", NULL, NULL, STATUS_OK, CAUSE_NONE},
		{"sha-256", "Renewal", "AES", STATUS_OK, CAUSE_NONE},
		{"AES", NULL, NULL, STATUS_CRITICAL, CAUSE_SCEP_CAPABILITY_MISSING},
		{"SHA-256", "AES", NULL, STATUS_CRITICAL, CAUSE_SCEP_CAPABILITY_MISSING},
		{NULL, NULL, "SHA-1", STATUS_CRITICAL, CAUSE_SCEP_CAPABILITY_FORBIDDEN},
		{NULL, NULL, "des3", STATUS_CRITICAL, CAUSE_SCEP_CAPABILITY_FORBIDDEN},
		{NULL, NULL, "GetNextCACert", STATUS_OK, CAUSE_NONE},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct scep_endpoint facts = sample_facts(*state);
		struct scep_policy policy = sample_scep_policy();

		policy.required = words(*state, rows[i].required, rows[i].required_too);
		policy.forbidden = words(*state, rows[i].forbidden, NULL);
		assert_finding(judged(*state, &facts, &policy), shown(rows[i].required), "getcacaps", rows[i].status,
			       rows[i].cause);
	}
}

static void standard_implies_but_does_not_offend(void **state)
{
	struct scep_endpoint facts = sample_facts(*state);
	struct scep_policy policy = sample_scep_policy();

	assert_null(scep_capabilities_parse("SCEPStandard", 12, *state, &facts.capabilities));
	policy.required = words(*state, "AES", "POSTPKIOperation");
	policy.forbidden = words(*state, "AES", NULL);
	assert_finding(judged(*state, &facts, &policy), "SCEPStandard", "getcacaps", STATUS_OK, CAUSE_NONE);
}

static void a_body_that_is_no_scep(void **state)
{
	static const struct {
		const char *body;
		enum cause cause;
	} rows[] = {
		{"<html><title>Sign in</title></html>", CAUSE_PROXY_PAGE},
		{"hello", CAUSE_SCEP_NOT_SCEP},
		{"", CAUSE_SCEP_NOT_SCEP},
		{"<html><P ID=locPageTitle>x", CAUSE_SCEP_NOT_SCEP},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct scep_endpoint facts = sample_facts(*state);
		struct scep_policy policy = sample_scep_policy();

		facts.capabilities_wrong = "holds no SCEP capability";
		facts.capabilities = (struct scep_capabilities){0};
		facts.capabilities_page = page_parse(rows[i].body, strlen(rows[i].body), *state);
		facts.certificates.count = 0;
		facts.bare_answer = sample_status(200, NULL);
		assert_finding(judged(*state, &facts, &policy), rows[i].body, "getcacaps", STATUS_CRITICAL,
			       rows[i].cause);
		assert_null(finding_of(judged(*state, &facts, &policy), "bare_url"));
	}
}

static void http_errors_show_what_windows_logs(void **state)
{
	struct scep_endpoint facts = sample_facts(*state);
	struct scep_policy policy = sample_scep_policy();
	const struct findings *findings;

	facts.capabilities_answer = sample_status(503, "Microsoft-HTTPAPI/2.0");
	facts.certificates_answer = sample_status(500, "Microsoft-IIS/10.0");
	findings = judged(*state, &facts, &policy);
	assert_finding(findings, "503", "getcacaps", STATUS_CRITICAL, CAUSE_NDES_POOL_STOPPED);
	assert_finding(findings, "500", "getcacert", STATUS_CRITICAL, CAUSE_NDES_FAILED);
	assert_int_equal(finding_of(findings, "getcacaps")->windows.event, 86);
	assert_string_equal(finding_of(findings, "getcacaps")->windows.stage, "GetCACaps");
	assert_string_equal(finding_of(findings, "getcacert")->windows.stage, "GetCACert");
}

static void redirects_by_policy(void **state)
{
	static const struct {
		enum redirect_policy policy;
		enum status status;
	} rows[] = {{REDIRECT_OK, STATUS_OK}, {REDIRECT_WARNING, STATUS_WARNING}, {REDIRECT_CRITICAL, STATUS_CRITICAL}};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct scep_endpoint facts = {.endpoint = &sample_endpoint};
		struct scep_policy policy = sample_scep_policy();
		struct findings *findings;

		facts.capabilities_answer = sample_status(301, NULL);
		facts.capabilities_answer.location = "https://ndes.example/";
		facts.certificates_answer = facts.capabilities_answer;
		facts.admin_answer = facts.capabilities_answer;
		policy.http.redirects = rows[i].policy;
		findings = judged(*state, &facts, &policy);
		assert_int_equal(findings_status(findings), rows[i].status);
		assert_contains(finding_of(findings, "getcacaps")->sentence, "https://ndes.example/");
		judge_scep_summary(&facts, 1, findings);
		assert_contains(findings->summary, "redirects");
	}
}

static void the_tls_certificate_to_the_second(void **state)
{
	static const struct {
		int64_t left;
		enum status status;
		enum cause cause;
	} rows[] = {
		{30 * DAY, STATUS_OK, CAUSE_NONE},
		{30 * DAY - 1, STATUS_WARNING, CAUSE_TLS_EXPIRING},
		{14 * DAY, STATUS_WARNING, CAUSE_TLS_EXPIRING},
		{14 * DAY - 1, STATUS_CRITICAL, CAUSE_TLS_EXPIRING},
		{1, STATUS_CRITICAL, CAUSE_TLS_EXPIRING},
		{-1, STATUS_CRITICAL, CAUSE_TLS_EXPIRED},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct scep_endpoint facts = sample_facts(*state);
		struct scep_policy policy = sample_scep_policy();
		const char *name = text_format(*state, "%lld s left", (long long)rows[i].left);
		const struct findings *findings;

		facts.capabilities_answer.peer = (struct tls_peer){.seen = true, .subject = "CN=x", .issuer = "CN=y"};
		facts.capabilities_answer.peer.not_before = SAMPLE_NOW - 300 * DAY;
		facts.capabilities_answer.peer.not_after = SAMPLE_NOW + rows[i].left;
		facts.capabilities_answer.tls = 0.5;
		findings = judged(*state, &facts, &policy);
		assert_finding(findings, name, "tls", rows[i].status, rows[i].cause);
		assert_non_null(measure_of(findings, "tls_remaining"));
		assert_non_null(measure_of(findings, "tls_used"));
		assert_true(measure_of(findings, "time_tls")->value == 0.5);
	}
}

static void several_endpoints_have_numbers(void **state)
{
	struct scep_endpoint facts = sample_facts(*state);
	struct scep_policy policy = sample_scep_policy();
	struct findings *findings = findings_create(*state);

	judge_scep_endpoint(&facts, 1, &policy, findings);
	judge_scep_endpoint(&facts, 2, &policy, findings);
	assert_finding(findings, "first", "endpoint1", STATUS_OK, CAUSE_NONE);
	assert_finding(findings, "second", "endpoint2_getcacaps", STATUS_OK, CAUSE_NONE);
	assert_non_null(measure_of(findings, "endpoint1_time"));
	assert_non_null(measure_of(findings, "endpoint2_time_wait"));
	assert_null(measure_of(findings, "time"));
	assert_string_equal(findings->facts->key, "endpoint1_capabilities");
}

static void the_summary_of_an_ok_run(void **state)
{
	struct scep_endpoint facts[] = {sample_facts(*state), sample_facts(*state)};
	struct findings *findings = findings_create(*state);

	judge_scep_summary(facts, 1, findings);
	assert_contains(findings->summary, "6 capabilities, 3 certificates");
	judge_scep_summary(facts, 2, findings);
	assert_contains(findings->summary, "all 2 endpoints");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_healthy_endpoint),
		TEST(times_of_all_answers_together),
		TEST(phases_that_were_not_reached_are_left_out),
		TEST(slow_answers),
		TEST(required_and_forbidden_capabilities),
		TEST(standard_implies_but_does_not_offend),
		TEST(a_body_that_is_no_scep),
		TEST(http_errors_show_what_windows_logs),
		TEST(redirects_by_policy),
		TEST(the_tls_certificate_to_the_second),
		TEST(several_endpoints_have_numbers),
		TEST(the_summary_of_an_ok_run),
	};

	return RUN_TESTS(tests);
}
