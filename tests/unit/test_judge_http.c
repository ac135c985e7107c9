/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every outcome, timeouts in each phase, redirects, the TLS certificate's lifetime, notes. */
#include "http_sample.h"

enum { DAY = 86400 };

static const struct http_purpose purpose = {.endpoint = &sample_endpoint, .event = 86, .stage = "GetCACaps"};

static const struct tls_peer peer = {
	.seen = true,
	.subject = "CN=ndes.example",
	.issuer = "CN=Some CA",
	.verify_text = "self-signed certificate",
	.failed_subject = "CN=failed",
	.failed_not_before = SAMPLE_NOW + 3 * DAY,
	.failed_not_after = SAMPLE_NOW - 3 * DAY,
};

static void every_outcome(void **state)
{
	static const struct {
		enum http_outcome outcome;
		enum status status;
		enum cause cause;
		uint32_t code; /* 0: nothing is logged */
	} rows[] = {
		{HTTP_SKIPPED, STATUS_CRITICAL, CAUSE_NONE, 0},
		{HTTP_NAME_NOT_FOUND, STATUS_CRITICAL, CAUSE_NET_DNS, 0x80072EE7},
		{HTTP_NO_FAMILY, STATUS_CRITICAL, CAUSE_NET_FAMILY, 0},
		{HTTP_REFUSED, STATUS_CRITICAL, CAUSE_NET_REFUSED, 0x80072EFD},
		{HTTP_UNREACHABLE, STATUS_CRITICAL, CAUSE_NET_UNREACHABLE, 0x80072EFD},
		{HTTP_RESET, STATUS_CRITICAL, CAUSE_NET_RESET, 0x80072EFE},
		{HTTP_CLOSED, STATUS_CRITICAL, CAUSE_NET_RESET, 0x80072EFE},
		{HTTP_TRUNCATED, STATUS_CRITICAL, CAUSE_HTTP_TRUNCATED, 0x80072EFE},
		{HTTP_TOO_LARGE, STATUS_CRITICAL, CAUSE_HTTP_TOO_LARGE, 0},
		{HTTP_NOT_HTTP, STATUS_CRITICAL, CAUSE_NET_NOT_HTTP, 0x80072F78},
		{HTTP_REDIRECT_LOOP, STATUS_CRITICAL, CAUSE_HTTP_REDIRECT, 0},
		{HTTP_REDIRECT_BAD, STATUS_CRITICAL, CAUSE_HTTP_REDIRECT, 0},
		{HTTP_TLS_UNTRUSTED, STATUS_CRITICAL, CAUSE_TLS_UNTRUSTED, 0x80072F8F},
		{HTTP_TLS_NAME, STATUS_CRITICAL, CAUSE_TLS_NAME, 0x80072F8F},
		{HTTP_TLS_EXPIRED, STATUS_CRITICAL, CAUSE_TLS_EXPIRED, 0x80072F8F},
		{HTTP_TLS_NOT_YET_VALID, STATUS_CRITICAL, CAUSE_TLS_EXPIRED, 0x80072F8F},
		{HTTP_TLS_PROTOCOL, STATUS_CRITICAL, CAUSE_TLS_PROTOCOL, 0x80072F8F},
		{HTTP_TLS_CLIENT_CERTIFICATE, STATUS_CRITICAL, CAUSE_TLS_CLIENT_CERTIFICATE, 0x80072F0C},
		{HTTP_PROXY_UNREACHABLE, STATUS_CRITICAL, CAUSE_PROXY_UNREACHABLE, 0x80072EFD},
		{HTTP_PROXY_LOGIN, STATUS_CRITICAL, CAUSE_PROXY_AUTH, 0x80190197},
		{HTTP_PROXY_REFUSED, STATUS_CRITICAL, CAUSE_PROXY_REFUSED, 0x80072EFD},
		{HTTP_SETUP, STATUS_UNKNOWN, CAUSE_CLIENT_SETUP, 0},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct finding *finding = sample_finding(*state);
		struct http_answer answer = sample_failure(rows[i].outcome, PHASE_CONNECT);
		const char *name = text_format(*state, "outcome %d", rows[i].outcome);

		if (rows[i].outcome >= HTTP_PROXY_UNREACHABLE)
			answer.proxy = "proxy.example:3128";
		assert_row_int(name, judge_http_answer(&answer, &purpose, &sample_policy, finding), false);
		assert_row_int(name, finding->status, rows[i].status);
		assert_row_text(name, cause_id(finding->cause), cause_id(rows[i].cause));
		assert_row_int(name, finding->windows.event, rows[i].code != 0 ? 86 : 0);
		assert_row_int(name, finding->windows.code, rows[i].code);
		assert_contains(finding->sentence, "ndes.example port 80");
	}
}

static void timeouts_in_every_phase_with_every_state(void **state)
{
	static const struct {
		enum http_phase phase;
		enum cause cause;
		uint32_t code;
	} rows[] = {
		{PHASE_RESOLVE, CAUSE_NET_DNS, 0x80072EE7},      {PHASE_CONNECT, CAUSE_NET_FILTERED, 0x80072EFD},
		{PHASE_TLS, CAUSE_NET_TIMEOUT, 0x80072EE2},      {PHASE_WAIT, CAUSE_NET_TIMEOUT, 0x80072EE2},
		{PHASE_TRANSFER, CAUSE_NET_TIMEOUT, 0x80072EE2},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++)
		for (int status = 0; status < 4; status++) {
			struct finding *finding = sample_finding(*state);
			struct http_answer answer = sample_failure(HTTP_TIMED_OUT, rows[i].phase);
			struct http_policy policy = sample_policy;
			const char *name = http_phase_name(rows[i].phase);

			policy.timeout_status = (enum status)status;
			policy.limit = 7.5;
			assert_row_int(name, judge_http_transport(&answer, &purpose, &policy, finding), true);
			assert_row_int(name, finding->status, status);
			if (status != STATUS_OK)
				assert_row_text(name, cause_id(finding->cause), cause_id(rows[i].cause));
			assert_row_int(name, finding->windows.code, rows[i].code);
			assert_contains(finding->sentence, "ndes.example port 80");
			assert_contains(finding->sentence, "7.5 s");
			assert_contains(finding->sentence, name);
		}
}

static void a_timeout_names_the_proxy(void **state)
{
	struct finding *finding = sample_finding(*state);
	struct http_answer answer = sample_failure(HTTP_TIMED_OUT, PHASE_WAIT);

	answer.proxy = "proxy.example:3128";
	judge_http_transport(&answer, &purpose, &sample_policy, finding);
	assert_contains(finding->sentence, "proxy.example:3128");
}

/* The proxy was connected, and the connect goes on: it is CONNECT that gets no answer. */
static void a_tunnel_that_does_not_open_is_the_proxy(void **state)
{
	struct finding *finding = sample_finding(*state);
	struct http_answer answer = sample_failure(HTTP_TIMED_OUT, PHASE_CONNECT);

	answer.proxy = "proxy.example:3128";
	judge_http_transport(&answer, &purpose, &sample_policy, finding);
	assert_string_equal(cause_id(finding->cause), cause_id(CAUSE_NET_FILTERED));
	answer.address = "192.0.2.1 port 3128";
	judge_http_transport(&answer, &purpose, &sample_policy, finding);
	assert_string_equal(cause_id(finding->cause), cause_id(CAUSE_PROXY_REFUSED));
	assert_int_equal(finding->windows.code, 0x80072EE2);
	assert_contains(finding->sentence, "tunnel");
}

/* What answers a CONNECT with something that is no TLS is the proxy. */
static void no_tls_through_a_proxy_is_the_proxy(void **state)
{
	struct finding *finding = sample_finding(*state);
	struct http_answer answer = sample_failure(HTTP_TLS_PROTOCOL, PHASE_TLS);

	answer.proxy = "proxy.example:3128";
	judge_http_transport(&answer, &purpose, &sample_policy, finding);
	assert_string_equal(cause_id(finding->cause), cause_id(CAUSE_PROXY_PAGE));
	assert_contains(finding->sentence, "proxy.example:3128");
}

static const char *sentence_of(struct arena *arena, const struct http_answer *answer)
{
	struct finding *finding = sample_finding(arena);

	assert_true(judge_http_transport(answer, &purpose, &sample_policy, finding));
	return finding->sentence;
}

static void sentences_say_what_was_seen(void **state)
{
	static const struct {
		enum http_outcome outcome;
		const char *words;
	} rows[] = {
		{HTTP_TLS_EXPIRED, "expired 3 days ago"},
		{HTTP_TLS_EXPIRED, "CN=failed"},
		{HTTP_TLS_NOT_YET_VALID, "2027-01-18 08:00 UTC"},
		{HTTP_TLS_UNTRUSTED, "self-signed certificate"},
		{HTTP_TLS_UNTRUSTED, "CN=Some CA"},
		{HTTP_TLS_NAME, "CN=ndes.example"},
		{HTTP_TLS_PROTOCOL, "library words"},
		{HTTP_SETUP, "library words"},
		{HTTP_UNREACHABLE, "library words"},
		{HTTP_PROXY_LOGIN, "407"},
		{HTTP_PROXY_REFUSED, "HTTP 405"},
		{HTTP_PROXY_UNREACHABLE, "proxy.example:3128"},
		{HTTP_TRUNCATED, "5 of 3567 bytes"},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct http_answer answer = sample_failure(rows[i].outcome, PHASE_TLS);

		answer.peer = peer;
		answer.proxy = "proxy.example:3128";
		answer.proxy_status = 405;
		answer.received = 5;
		answer.content_length = 3567;
		assert_contains(sentence_of(*state, &answer), rows[i].words);
	}
}

/* Nodes behind one name are asked one by one with --resolve; a proxy asks by name. */
static void the_address_of_resolve_is_named(void **state)
{
	struct http_endpoint endpoint = sample_endpoint;
	const struct http_purpose other = {.endpoint = &endpoint};
	struct http_answer answer = sample_failure(HTTP_REFUSED, PHASE_CONNECT);
	struct finding *finding = sample_finding(*state);

	endpoint.address = "192.0.2.9";
	judge_http_transport(&answer, &other, &sample_policy, finding);
	assert_contains(finding->sentence, "ndes.example port 80 at 192.0.2.9 refuses the connection");
	answer = sample_failure(HTTP_TIMED_OUT, PHASE_CONNECT);
	judge_http_transport(&answer, &other, &sample_policy, finding);
	assert_contains(finding->sentence, "no answer from ndes.example port 80 at 192.0.2.9 within");
	answer.proxy = "proxy.example:3128";
	judge_http_transport(&answer, &other, &sample_policy, finding);
	assert_contains(finding->sentence, "ndes.example port 80 through the proxy");
}

static void addresses_of_version_6_have_brackets(void **state)
{
	struct http_endpoint endpoint = {.url = "http://[fe80::1]/", .host = "fe80::1", .port = 8080};
	const struct http_purpose other = {.endpoint = &endpoint};
	struct http_answer answer = sample_failure(HTTP_REFUSED, PHASE_CONNECT);
	struct finding *finding = sample_finding(*state);

	judge_http_transport(&answer, &other, &sample_policy, finding);
	assert_contains(finding->sentence, "[fe80::1] port 8080");
	assert_int_equal(finding->windows.event, 0);
}

static void only_200_is_an_answer(void **state)
{
	struct finding *finding = sample_finding(*state);
	struct http_answer answer = sample_status(200, NULL);

	assert_true(judge_http_answer(&answer, &purpose, &sample_policy, finding));
	assert_int_equal(finding->status, STATUS_OK);
	assert_false(judge_http_transport(&answer, &purpose, &sample_policy, finding));
	for (long status = 201; status < 600; status++) {
		answer.status = status;
		finding = sample_finding(*state);
		assert_false(judge_http_answer(&answer, &purpose, &sample_policy, finding));
		assert_int_equal(finding->status, STATUS_CRITICAL);
	}
}

static void redirects_by_policy(void **state)
{
	static const struct {
		enum redirect_policy policy;
		enum status status;
	} rows[] = {{REDIRECT_FOLLOW, STATUS_CRITICAL},
		    {REDIRECT_OK, STATUS_OK},
		    {REDIRECT_WARNING, STATUS_WARNING},
		    {REDIRECT_CRITICAL, STATUS_CRITICAL}};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct finding *finding = sample_finding(*state);
		struct http_answer answer = sample_status(302, NULL);
		struct http_policy policy = sample_policy;

		policy.redirects = rows[i].policy;
		answer.location = "https://other.example/";
		assert_false(judge_http_answer(&answer, &purpose, &policy, finding));
		assert_int_equal(finding->status, rows[i].status);
		assert_int_equal(finding->cause, rows[i].status == STATUS_OK ? CAUSE_NONE : CAUSE_HTTP_REDIRECT);
		assert_contains(finding->sentence, "https://other.example/");
	}
}

static const struct finding *tls_finding(struct arena *arena, int64_t left, struct finding **ret_parent)
{
	static const struct lifetime_policy policy = {LIFETIME_DAYS(30), LIFETIME_DAYS(14)};
	struct http_answer answer = sample_status(200, NULL);

	answer.peer = peer;
	answer.peer.not_before = SAMPLE_NOW - 300 * DAY;
	answer.peer.not_after = SAMPLE_NOW + left;
	*ret_parent = sample_finding(arena);
	judge_tls_certificate(&answer, &policy, "tls", SAMPLE_NOW, *ret_parent);
	return (*ret_parent)->children;
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
		const char *name = text_format(*state, "%lld s left", (long long)rows[i].left);
		struct finding *parent;
		const struct finding *finding = tls_finding(*state, rows[i].left, &parent);

		assert_row_int(name, finding->status, rows[i].status);
		assert_row_text(name, cause_id(finding->cause), cause_id(rows[i].cause));
		assert_row_text(name, finding->measures->label, "tls_remaining");
		assert_row_int(name, finding->measures->value, rows[i].left);
		assert_row_text(name, finding->measures->next->label, "tls_used");
		assert_contains(finding->sentence, "CN=ndes.example");
	}
}

static void without_tls_no_finding(void **state)
{
	static const struct lifetime_policy policy = {LIFETIME_DAYS(30), LIFETIME_DAYS(14)};
	struct http_answer answer = sample_status(200, NULL);
	struct finding *parent = sample_finding(*state);

	judge_tls_certificate(&answer, &policy, "tls", SAMPLE_NOW, parent);
	assert_null(parent->children);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(every_outcome),
		TEST(timeouts_in_every_phase_with_every_state),
		TEST(a_timeout_names_the_proxy),
		TEST(a_tunnel_that_does_not_open_is_the_proxy),
		TEST(no_tls_through_a_proxy_is_the_proxy),
		TEST(sentences_say_what_was_seen),
		TEST(the_address_of_resolve_is_named),
		TEST(addresses_of_version_6_have_brackets),
		TEST(only_200_is_an_answer),
		TEST(redirects_by_policy),
		TEST(the_tls_certificate_to_the_second),
		TEST(without_tls_no_finding),
	};

	return RUN_TESTS(tests);
}
