/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Did the certificates come at all, and if not, do the remembered ones tell why? */
#include "http_sample.h"

#include "judge/judge_ca_answer.h"

enum { DAY = 86400 };

#define SEEN_AT (SAMPLE_NOW - 40 * DAY)

/* A server with one certificate for all, which ends left seconds from now. */
static struct certificate_set one_ca(struct arena *arena, int64_t left)
{
	struct certificate *certificate = arena_allocate(arena, sizeof *certificate);

	*certificate = (struct certificate){
		.subject = "CN=Some CA",
		.issuer = "CN=Some CA",
		.serial = "01",
		.not_before = SAMPLE_NOW - 700 * DAY,
		.not_after = SAMPLE_NOW + left,
		.version = 3,
		.is_ca = true,
		.self_signed = true,
		.has_key_usage = true,
		.key_usage = KEY_USAGE_DIGITAL_SIGNATURE | KEY_USAGE_KEY_ENCIPHERMENT | KEY_USAGE_CERTIFICATE_SIGN,
		.key_algorithm = KEY_RSA,
		.key_algorithm_name = "RSA",
		.key_bits = 2048,
		.signature_algorithm_name = "sha256WithRSAEncryption",
	};
	return (struct certificate_set){.certificates = certificate, .count = 1};
}

static struct ca_policy policy_of(enum status timeout_status)
{
	struct ca_policy policy = {
		.http = sample_policy,
		.certificates.lifetime = {LIFETIME_DAYS(30), LIFETIME_DAYS(14)},
	};

	policy.http.timeout_status = timeout_status;
	return policy;
}

static struct ca_answer dead(struct http_answer http)
{
	return (struct ca_answer){
		.name = sample_endpoint.display,
		.endpoint = &sample_endpoint,
		.http = http,
		.remembered_at = SEEN_AT,
	};
}

static const struct finding *judge(struct arena *arena, const struct ca_answer *answer, const struct ca_policy *policy)
{
	struct findings *findings = findings_create(arena);

	judge_ca_answer(answer, 0, policy, findings);
	return findings->roots;
}

static bool has_note(const struct finding *finding, const char *words)
{
	for (const struct note *note = finding->notes; note != NULL; note = note->next)
		if (strstr(note->text, words) != NULL)
			return true;
	return false;
}

static void a_living_endpoint(void **state)
{
	const struct ca_policy policy = policy_of(STATUS_CRITICAL);
	struct ca_answer answer = dead(sample_status(200, "Microsoft-IIS/10.0"));
	const struct finding *root;

	answer.set = one_ca(*state, 100 * DAY);
	root = judge(*state, &answer, &policy);
	assert_string_equal(root->children->id, "getcacert");
	assert_int_equal(root->children->status, STATUS_OK);
	assert_contains(root->children->sentence, "1 certificate");
	assert_non_null(root->measures);
}

static void expired_certificates_explain_a_500(void **state)
{
	const struct ca_policy policy = policy_of(STATUS_CRITICAL);
	struct ca_answer answer = dead(sample_status(500, "Microsoft-IIS/10.0"));
	const struct finding *finding;

	answer.remembered = one_ca(*state, -2 * DAY);
	finding = judge(*state, &answer, &policy)->children;
	assert_int_equal(finding->status, STATUS_CRITICAL);
	assert_string_equal(cause_id(finding->cause), cause_id(CAUSE_NDES_RA_CERT));
	assert_contains(finding->sentence, "HTTP 500");
	assert_contains(finding->sentence, "expired 2 days ago");
	assert_true(finding->has_not_after);
	assert_int_equal(finding->not_after, SAMPLE_NOW - 2 * DAY);
	assert_int_equal(finding->windows.code, 0x801901F4);
	assert_true(has_note(finding, text_time(*state, SEEN_AT)));
}

/* A name that does not resolve has its own cause; the certificates are told beside it. */
static void expired_certificates_do_not_explain_a_dead_name(void **state)
{
	static const enum http_outcome rows[] = {HTTP_NAME_NOT_FOUND, HTTP_REFUSED, HTTP_TLS_UNTRUSTED};
	const struct ca_policy policy = policy_of(STATUS_CRITICAL);

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct ca_answer answer = dead(sample_failure(rows[i], PHASE_CONNECT));
		const struct finding *finding;

		answer.remembered = one_ca(*state, -2 * DAY);
		finding = judge(*state, &answer, &policy)->children;
		assert_int_equal(finding->status, STATUS_CRITICAL);
		assert_string_not_equal(cause_id(finding->cause), cause_id(CAUSE_NDES_RA_CERT));
		assert_true(has_note(finding, "expired 2 days ago"));
	}
}

static void valid_certificates_are_not_the_reason(void **state)
{
	const struct ca_policy policy = policy_of(STATUS_CRITICAL);
	struct ca_answer answer = dead(sample_status(500, "Microsoft-IIS/10.0"));
	const struct finding *finding;

	answer.remembered = one_ca(*state, 2 * DAY);
	finding = judge(*state, &answer, &policy)->children;
	assert_string_equal(cause_id(finding->cause), cause_id(CAUSE_NDES_FAILED));
	assert_true(has_note(finding, "still valid"));
	assert_false(finding->has_not_after);
}

/* One second before and after the end. */
static void the_remembered_end_to_the_second(void **state)
{
	const struct ca_policy policy = policy_of(STATUS_CRITICAL);

	for (int64_t left = -1; left <= 1; left += 2) {
		struct ca_answer answer = dead(sample_status(500, "Microsoft-IIS/10.0"));

		answer.remembered = one_ca(*state, left);
		assert_string_equal(cause_id(judge(*state, &answer, &policy)->children->cause),
				    cause_id(left < 0 ? CAUSE_NDES_RA_CERT : CAUSE_NDES_FAILED));
	}
}

static void nothing_remembered_says_nothing(void **state)
{
	const struct ca_policy policy = policy_of(STATUS_CRITICAL);
	struct ca_answer answer = dead(sample_status(500, "Microsoft-IIS/10.0"));
	const struct finding *finding = judge(*state, &answer, &policy)->children;

	assert_string_equal(cause_id(finding->cause), cause_id(CAUSE_NDES_FAILED));
	assert_false(has_note(finding, "certificates"));
}

/* A timeout that the user calls OK or UNKNOWN stays that, whatever is remembered. */
static void the_timeout_state_is_kept(void **state)
{
	for (int status = 0; status < 4; status++) {
		const struct ca_policy policy = policy_of((enum status)status);
		struct ca_answer answer = dead(sample_failure(HTTP_TIMED_OUT, PHASE_WAIT));

		answer.remembered = one_ca(*state, -2 * DAY);
		assert_int_equal(judge(*state, &answer, &policy)->children->status, status);
	}
}

static void bodies_that_hold_no_certificates(void **state)
{
	static const struct {
		enum page_kind kind;
		enum certificate_set_fault fault;
		const char *words;
	} rows[] = {
		{PAGE_HTML, CERTIFICATE_SET_HTML, "Sign in"},
		{PAGE_TEXT, CERTIFICATE_SET_NOT_CERTIFICATES, "the text"},
		{PAGE_BINARY, CERTIFICATE_SET_TRUNCATED, "parser's words"},
		{PAGE_BINARY, CERTIFICATE_SET_DAMAGED, "parser's words"},
		{PAGE_EMPTY, CERTIFICATE_SET_EMPTY, "parser's words"},
		{PAGE_BINARY, CERTIFICATE_SET_TOO_MANY, "parser's words"},
	};
	const struct ca_policy policy = policy_of(STATUS_CRITICAL);

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct ca_answer answer = dead(sample_status(200, "Microsoft-IIS/10.0"));
		const struct finding *finding;

		answer.wrong = "parser's words";
		answer.fault = rows[i].fault;
		answer.page = (struct page){.kind = rows[i].kind, .excerpt = "x", .title = "Sign in"};
		finding = judge(*state, &answer, &policy)->children;
		assert_int_equal(finding->status, STATUS_CRITICAL);
		assert_string_equal(cause_id(finding->cause), cause_id(ra_set_cause(rows[i].fault, false)));
		assert_contains(finding->sentence, rows[i].words);
	}
}

static void files(void **state)
{
	const struct ca_policy policy = policy_of(STATUS_CRITICAL);
	struct ca_answer answer = {.name = "set.p7b", .unreadable = "set.p7b: No such file or directory"};
	const struct finding *root;

	answer.wrong = answer.unreadable; /* as probe_ca_files() leaves them */
	root = judge(*state, &answer, &policy);
	assert_int_equal(root->status, STATUS_UNKNOWN);
	assert_contains(root->sentence, "No such file");
	answer.unreadable = NULL;
	answer.wrong = "is no certificate";
	answer.fault = CERTIFICATE_SET_NOT_CERTIFICATES;
	root = judge(*state, &answer, &policy);
	assert_int_equal(root->status, STATUS_CRITICAL);
	assert_string_equal(root->sentence, "is no certificate");
}

static void a_state_folder_that_fails_is_a_warning(void **state)
{
	const struct ca_policy policy = policy_of(STATUS_CRITICAL);
	struct ca_answer answer = dead(sample_status(200, "Microsoft-IIS/10.0"));
	struct findings *findings = findings_create(*state);
	const struct finding *last;

	answer.set = one_ca(*state, 100 * DAY);
	answer.not_written = "/nowhere: No such file or directory";
	judge_ca_answer(&answer, 2, &policy, findings);
	last = findings->roots->children;
	while (last->next != NULL)
		last = last->next;
	assert_string_equal(findings->roots->id, "endpoint2");
	assert_string_equal(last->id, "endpoint2_state");
	assert_int_equal(last->status, STATUS_WARNING);
	assert_string_equal(cause_id(last->cause), cause_id(CAUSE_STATE_FILE));
	assert_string_equal(findings->roots->measures->label, "endpoint2_time");
}

/* Of several servers the first line names the certificate that ends first, wherever it stands in the list. */
static void the_first_to_end_of_several_servers(void **state)
{
	const struct ca_answer answers[] = {
		{.name = "http://one.example/", .set = one_ca(*state, 700 * DAY)},
		{.name = "http://two.example/", .set = one_ca(*state, 50 * DAY)},
		{.name = "http://three.example/", .set = one_ca(*state, 300 * DAY)},
		{.name = "http://elsewhere.example/"},
	};
	struct findings *findings = findings_create(*state);

	judge_ca_summary(answers, 3, SAMPLE_NOW, findings);
	assert_string_equal(findings->summary,
			    "all 3 servers' certificates are fine; the first to end: CA certificate of "
			    "http://two.example/, expires in 50 days (2027-03-06)");
	judge_ca_summary(answers, 4, SAMPLE_NOW, findings);
	assert_contains(findings->summary, "the certificates of 3 of 4 servers are fine, the others redirect; the");
	judge_ca_summary(answers, 1, SAMPLE_NOW, findings);
	assert_contains(findings->summary, "CA certificate expires in 700 days");
}

static void a_type_that_does_not_fit_is_a_note(void **state)
{
	static const struct {
		const char *type;
		bool bare, noted;
	} rows[] = {
		{"application/x-x509-ca-cert", true, false},
		{"application/x-x509-ca-ra-cert", false, false},
		{"application/x-x509-ca-ra-cert", true, true},
		{"text/html", false, true},
		{NULL, true, true},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct ca_policy policy = policy_of(STATUS_CRITICAL);
		struct ca_answer answer = dead(sample_status(200, NULL));
		const struct finding *finding;

		answer.set = one_ca(*state, 700 * DAY);
		answer.set.bare = rows[i].bare;
		answer.http.content_type = rows[i].type;
		finding = judge(*state, &answer, &policy)->children;
		assert_int_equal(finding->status, STATUS_OK);
		assert_row_int(shown(rows[i].type), has_note(finding, "Content-Type is"), rows[i].noted);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_living_endpoint),
		TEST(expired_certificates_explain_a_500),
		TEST(expired_certificates_do_not_explain_a_dead_name),
		TEST(valid_certificates_are_not_the_reason),
		TEST(the_remembered_end_to_the_second),
		TEST(nothing_remembered_says_nothing),
		TEST(the_timeout_state_is_kept),
		TEST(bodies_that_hold_no_certificates),
		TEST(files),
		TEST(the_first_to_end_of_several_servers),
		TEST(a_type_that_does_not_fit_is_a_note),
		TEST(a_state_folder_that_fails_is_a_warning),
	};

	return RUN_TESTS(tests);
}
