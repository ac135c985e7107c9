/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Clocks that did not answer, what clocks are called, and what is measured. */
#include "suite.h"

#include "clock_survey_sample.h"

static void outcomes_of_a_conversation(void **state)
{
	static const struct {
		enum exchange_outcome outcome;
		enum exchange_phase phase;
		bool udp;
		enum status status;
		enum cause cause;
		const char *words;
	} rows[] = {
		{EXCHANGE_NAME_NOT_FOUND, EXCHANGE_PHASE_RESOLVE, false, STATUS_CRITICAL, CAUSE_NET_DNS,
		 "dead port 445 has no address"},
		{EXCHANGE_NO_FAMILY, EXCHANGE_PHASE_RESOLVE, true, STATUS_CRITICAL, CAUSE_NET_FAMILY,
		 "dead UDP port 445 can't be asked: a detail"},
		{EXCHANGE_REFUSED, EXCHANGE_PHASE_CONNECT, false, STATUS_CRITICAL, CAUSE_NET_REFUSED,
		 "dead port 445 refuses the connection"},
		{EXCHANGE_REFUSED, EXCHANGE_PHASE_ANSWER, true, STATUS_CRITICAL, CAUSE_NET_REFUSED,
		 "dead UDP port 445 refuses the question"},
		{EXCHANGE_UNREACHABLE, EXCHANGE_PHASE_CONNECT, false, STATUS_CRITICAL, CAUSE_NET_UNREACHABLE,
		 "no route: a detail"},
		{EXCHANGE_TIMED_OUT, EXCHANGE_PHASE_RESOLVE, true, STATUS_CRITICAL, CAUSE_NET_DNS,
		 "within 10 s, stuck in the name resolution"},
		{EXCHANGE_TIMED_OUT, EXCHANGE_PHASE_CONNECT, false, STATUS_CRITICAL, CAUSE_NET_FILTERED,
		 "stuck in the connect"},
		{EXCHANGE_TIMED_OUT, EXCHANGE_PHASE_ANSWER, false, STATUS_CRITICAL, CAUSE_NET_TIMEOUT,
		 "does not answer"},
		{EXCHANGE_TIMED_OUT, EXCHANGE_PHASE_ANSWER, true, STATUS_CRITICAL, CAUSE_NET_FILTERED,
		 "no such service"},
		{EXCHANGE_CLOSED, EXCHANGE_PHASE_ANSWER, false, STATUS_CRITICAL, CAUSE_NET_RESET, "closed"},
		{EXCHANGE_TOO_LARGE, EXCHANGE_PHASE_ANSWER, false, STATUS_CRITICAL, CAUSE_NET_PROTOCOL, "more than"},
		{EXCHANGE_SETUP, EXCHANGE_PHASE_RESOLVE, false, STATUS_UNKNOWN, CAUSE_CLIENT_SETUP,
		 "was not asked: a detail"},
		{EXCHANGE_COMPLETE, EXCHANGE_PHASE_ANSWER, false, STATUS_CRITICAL, CAUSE_CLOCK_NO_TIME,
		 "tells no time"},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct clock_sample_case *sample = clock_case_begin(*state);
		struct clock_target *dead = clock_add(sample, "dead", 0, 0);

		clock_silence(dead, rows[i].outcome, rows[i].phase);
		dead->udp = rows[i].udp;
		clock_judge(sample);
		assert_judged(sample, rows[i].words, "dead", rows[i].status, rows[i].cause);
		assert_contains(clock_finding(sample, "dead")->sentence, rows[i].words);
		assert_null(clock_measure(sample, "dead_offset"));
		assert_null(clock_measure(sample, "dead_rtt"));
	}
}

static void a_time_limit_has_a_state_of_its_own(void **state)
{
	struct clock_sample_case *sample = clock_case_begin(*state);

	clock_silence(clock_add(sample, "dead", 0, 0), EXCHANGE_TIMED_OUT, EXCHANGE_PHASE_ANSWER);
	sample->policy.http.timeout_status = STATUS_UNKNOWN;
	clock_judge(sample);
	assert_judged(sample, "-t 10:unknown", "dead", STATUS_UNKNOWN, CAUSE_NET_TIMEOUT);
}

static void the_living_are_judged_beside_the_dead(void **state)
{
	struct clock_sample_case *sample = clock_case_begin(*state);
	struct clock_target *dead = clock_add(sample, "dead", 0, 0);

	clock_silence(dead, EXCHANGE_COMPLETE, EXCHANGE_PHASE_ANSWER);
	dead->wrong = "answers with something that is not SMB 2";
	clock_add(sample, "dc1", 0, 0.001);
	clock_judge(sample);
	assert_judged(sample, "dead", "dead", STATUS_CRITICAL, CAUSE_CLOCK_NO_TIME);
	assert_string_equal(clock_finding(sample, "dead")->sentence, "answers with something that is not SMB 2");
	assert_judged(sample, "single", "dc1", STATUS_OK, CAUSE_NONE);
	assert_null(clock_finding(sample, "spread"));
	clock_add(sample, "ca1", 100, 0.001);
	clock_judge(sample);
	assert_judged(sample, "dead", "dead", STATUS_CRITICAL, CAUSE_CLOCK_NO_TIME);
	assert_judged(sample, "two", "spread", STATUS_WARNING, CAUSE_CLOCK_SKEW);
}

static void ntp_on_a_member_server(void **state)
{
	struct clock_sample_case *sample = clock_case_begin(*state);
	struct clock_target *dead = clock_add(sample, "ndes1", 0, 0);

	clock_silence(dead, EXCHANGE_TIMED_OUT, EXCHANGE_PHASE_ANSWER);
	dead->scheme = "ntp";
	dead->udp = true;
	clock_judge(sample);
	assert_contains(clock_finding(sample, "ndes1")->notes->text, "domain controllers only");
}

static void an_access_by_http(void **state)
{
	const struct http_endpoint endpoint = {.host = "ndes1", .port = 443};
	const struct access access = {.kind = ACCESS_HTTP,
				      .uri = "https://ndes1/",
				      .endpoint = &endpoint,
				      .http = {.outcome = HTTP_REFUSED, .detail = ""}};
	struct clock_sample_case *sample = clock_case_begin(*state);
	struct clock_target *target = clock_add(sample, "ndes1", 0, 0);

	clock_silence(target, EXCHANGE_COMPLETE, EXCHANGE_PHASE_ANSWER);
	target->access = &access;
	clock_judge(sample);
	assert_judged(sample, "http", "ndes1", STATUS_CRITICAL, CAUSE_NET_REFUSED);
	assert_contains(clock_finding(sample, "ndes1")->sentence, "ndes1 port 443 refuses the connection");
}

/* --- perfdata --- */

static void assert_measured(const struct clock_sample_case *sample, const char *label, double value,
			    const char *warning, const char *critical, bool minimum)
{
	const struct measure *measure = clock_measure(sample, label);

	if (measure == NULL)
		fail_msg("no '%s'", label);
	assert_true(measure->value - value < 1e-9 && value - measure->value < 1e-9);
	assert_row_text(label, measure->warning, warning);
	assert_row_text(label, measure->critical, critical);
	assert_row_int(label, measure->has_minimum, minimum);
}

static void perfdata_of_two(void **state)
{
	struct clock_sample_case *sample = clock_case_begin(*state);

	clock_add(sample, "DC-1", 0.0123, 0.0007);
	clock_add(sample, "ndes1", -0.5, 0.001);
	clock_judge(sample);
	assert_measured(sample, "spread", 0.5123, "60", "240", true);
	assert_measured(sample, "dc_1_offset", 0.0123, "-60:60", "-240:240", false);
	assert_measured(sample, "dc_1_error", 0.0007, NULL, NULL, true);
	assert_measured(sample, "dc_1_rtt", 0.002, NULL, NULL, true);
	assert_measured(sample, "ndes1_offset", -0.5, "-60:60", "-240:240", false);
}

static void thresholds_that_have_no_mirror(void **state)
{
	static const struct {
		const char *warning, *critical, *offset_warning, *offset_critical;
	} rows[] = {
		{"0.5", "1.5", "-0.5:0.5", "-1.5:1.5"}, {"0:30", "~:90", "-30:30", "-90:90"},
		{"@10:20", "5:", NULL, NULL},           {"@0:20", "240", NULL, "-240:240"},
		{"1:30", "240", NULL, "-240:240"},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct clock_sample_case *sample = clock_case_begin(*state);

		clock_thresholds(sample, rows[i].warning, rows[i].critical);
		clock_add(sample, "a", 8, 0);
		clock_add(sample, "b", 0, 0);
		clock_judge(sample);
		assert_measured(sample, "a_offset", 8, rows[i].offset_warning, rows[i].offset_critical, false);
		assert_measured(sample, "spread", 8, rows[i].warning, rows[i].critical, true);
	}
}

/* --- names --- */

static void labels(void **state)
{
	static const struct {
		const char *name, *scheme, *label, *subject;
	} rows[] = {
		{"NDES-1.corp", "http", "ndes_1_corp", "NDES-1.corp (http://host)"},
		{NULL, "ntp", "ntp2", "ntp://host"},
		{"dc1", "ldap", "dc1_3", "dc1 (ldap://host)"},
		{"DC1", "smb", "dc1_4", "DC1 (smb://host)"},
		{"spread", "smb", "spread_5", "spread (smb://host)"},
		{"", "rpc", "rpc6", " (rpc://host)"},
		{"\xC3\xBC", "rpc", "__", "\xC3\xBC (rpc://host)"},
	};
	struct clock_sample_case *sample = clock_case_begin(*state);

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct clock_target *target = clock_add(sample, rows[i].name, 0, 0);

		target->scheme = rows[i].scheme;
		target->host = "host";
	}
	clock_judge(sample);
	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		const struct finding *finding = clock_finding(sample, rows[i].label);

		if (finding == NULL)
			fail_msg("no '%s'", rows[i].label);
		assert_row_text(rows[i].label, finding->subject, rows[i].subject);
	}
}

/* Without names the URL tells two services of one host apart. */
static void hosts_that_are_asked_twice(void **state)
{
	struct clock_sample_case *sample = clock_case_begin(*state);

	clock_add(sample, NULL, 0, 0.001)->scheme = "ldap";
	clock_add(sample, NULL, 100, 0.001);
	clock_judge(sample);
	assert_contains(clock_finding(sample, "spread")->sentence,
			"smb://host is 100 seconds ahead of ldap://host and this monitoring host");
	sample->targets[0].host = "fe80::1";
	clock_judge(sample);
	assert_contains(clock_finding(sample, "spread")->sentence,
			"host is 100 seconds ahead of fe80::1 and this monitoring host");
	assert_string_equal(clock_finding(sample, "ldap1")->subject, "ldap://[fe80::1]");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(outcomes_of_a_conversation),
		TEST(a_time_limit_has_a_state_of_its_own),
		TEST(the_living_are_judged_beside_the_dead),
		TEST(ntp_on_a_member_server),
		TEST(an_access_by_http),
		TEST(perfdata_of_two),
		TEST(thresholds_that_have_no_mirror),
		TEST(labels),
		TEST(hosts_that_are_asked_twice),
	};

	return RUN_TESTS(tests);
}
