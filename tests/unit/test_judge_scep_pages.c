/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bare URL, mscep_admin, the long query, and the comparison with and without the proxy. */
#include "scep_sample.h"

static void the_bare_url_of_every_server(void **state)
{
	static const struct {
		enum scep_server server;
		long http_status;
		enum page_kind kind;
		enum status status;
		enum cause cause;
	} rows[] = {
		{SERVER_AUTO, 200, PAGE_NDES, STATUS_OK, CAUSE_NONE},
		{SERVER_AUTO, 403, PAGE_HTML, STATUS_OK, CAUSE_NONE},
		{SERVER_AUTO, 404, PAGE_HTML, STATUS_OK, CAUSE_NONE},
		{SERVER_AUTO, 200, PAGE_HTML, STATUS_OK, CAUSE_NONE},
		{SERVER_AUTO, 400, PAGE_TEXT, STATUS_OK, CAUSE_NONE},
		{SERVER_NDES, 200, PAGE_NDES, STATUS_OK, CAUSE_NONE},
		{SERVER_NDES, 403, PAGE_HTML, STATUS_CRITICAL, CAUSE_NDES_POLICY_ACTIVE},
		{SERVER_NDES, 404, PAGE_HTML, STATUS_CRITICAL, CAUSE_NDES_PAGE_MISSING},
		{SERVER_NDES, 200, PAGE_HTML, STATUS_CRITICAL, CAUSE_NDES_PAGE_MISSING},
		{SERVER_NDES, 200, PAGE_EMPTY, STATUS_CRITICAL, CAUSE_NDES_PAGE_MISSING},
		{SERVER_NDES, 500, PAGE_NDES, STATUS_CRITICAL, CAUSE_NDES_PAGE_MISSING},
		{SERVER_INTUNE, 403, PAGE_HTML, STATUS_OK, CAUSE_NONE},
		{SERVER_INTUNE, 200, PAGE_NDES, STATUS_CRITICAL, CAUSE_NDES_POLICY_INACTIVE},
		{SERVER_INTUNE, 200, PAGE_HTML, STATUS_CRITICAL, CAUSE_NDES_PAGE_MISSING},
		{SERVER_INTUNE, 404, PAGE_HTML, STATUS_CRITICAL, CAUSE_NDES_PAGE_MISSING},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct scep_endpoint facts = sample_facts(*state);
		struct scep_policy policy = sample_scep_policy();
		const char *name = text_format(*state, "server %d, HTTP %ld, page %d", rows[i].server,
					       rows[i].http_status, rows[i].kind);

		policy.server = rows[i].server;
		facts.bare_answer = sample_status(rows[i].http_status, "Microsoft-IIS/10.0");
		facts.bare_page = (struct page){.kind = rows[i].kind, .excerpt = "", .title = ""};
		assert_finding(judged(*state, &facts, &policy), name, "bare_url", rows[i].status, rows[i].cause);
	}
}

static void a_bare_url_that_was_not_asked_is_no_finding(void **state)
{
	struct scep_endpoint facts = sample_facts(*state);
	struct scep_policy policy = sample_scep_policy();

	policy.server = SERVER_GENERIC;
	assert_null(finding_of(judged(*state, &facts, &policy), "bare_url"));
}

static void a_bare_url_without_an_answer_is_critical(void **state)
{
	struct scep_endpoint facts = sample_facts(*state);
	struct scep_policy policy = sample_scep_policy();

	facts.bare_answer = sample_failure(HTTP_RESET, PHASE_WAIT);
	assert_finding(judged(*state, &facts, &policy), "reset", "bare_url", STATUS_CRITICAL, CAUSE_NET_RESET);
	facts.bare_answer = sample_failure(HTTP_TIMED_OUT, PHASE_WAIT);
	policy.http.timeout_status = STATUS_UNKNOWN;
	assert_finding(judged(*state, &facts, &policy), "timeout", "bare_url", STATUS_UNKNOWN, CAUSE_NET_TIMEOUT);
}

/* A SCEP server whose GetCACaps fails is judged by what else it answers; another server is not. */
static void pages_without_capabilities(void **state)
{
	static const struct {
		long capabilities_status;
		size_t certificates;
		long bare_status;
		enum page_kind bare_kind;
		bool bare_judged, long_judged;
	} rows[] = {
		{200, 3, 200, PAGE_NDES, true, true},   /* empty */
		{200, 0, 200, PAGE_NDES, true, true},   /* GetCACert fails too */
		{200, 3, 404, PAGE_HTML, true, true},   /* another SCEP server */
		{500, 0, 200, PAGE_NDES, true, false},  /* the page answers, the module does not */
		{500, 3, 403, PAGE_HTML, true, false},  /* the policy module */
		{200, 0, 200, PAGE_HTML, false, false}, /* a portal */
		{403, 0, 403, PAGE_HTML, false, false}, /* everything is forbidden */
		{404, 0, 404, PAGE_HTML, false, false}, /* a wrong path */
		{302, 3, 200, PAGE_NDES, false, false}, /* not followed */
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct scep_endpoint facts = sample_facts(*state);
		struct scep_policy policy = sample_scep_policy();
		const char *name = text_format(*state, "row %zu", i);
		const struct findings *findings;

		facts.capabilities_answer = sample_status(rows[i].capabilities_status, NULL);
		facts.capabilities_wrong = "is empty";
		facts.certificates.count = rows[i].certificates;
		facts.bare_answer = sample_status(rows[i].bare_status, NULL);
		facts.bare_page = (struct page){.kind = rows[i].bare_kind, .excerpt = "", .title = ""};
		facts.long_answer = sample_status(200, NULL);
		findings = judged(*state, &facts, &policy);
		assert_row_int(name, finding_of(findings, "bare_url") != NULL, rows[i].bare_judged);
		assert_row_int(name, finding_of(findings, "long_url") != NULL, rows[i].long_judged);
	}
}

static void the_admin_page(void **state)
{
	static const struct {
		enum scep_server server;
		long http_status, bare_status;
		const char *login;
		enum status status;
		enum cause cause;
	} rows[] = {
		{SERVER_AUTO, 401, 200, "Negotiate, NTLM", STATUS_OK, CAUSE_NONE},
		{SERVER_AUTO, 401, 200, "ntlm", STATUS_OK, CAUSE_NONE},
		{SERVER_AUTO, 401, 200, "Basic realm=x", STATUS_WARNING, CAUSE_NDES_ADMIN},
		{SERVER_AUTO, 401, 200, "Basic realm=\"x\",NTLM", STATUS_OK, CAUSE_NONE},
		{SERVER_AUTO, 401, 200, "Negotiate oYG2MIGz", STATUS_OK, CAUSE_NONE},
		{SERVER_AUTO, 401, 200, "Basic realm=\"NTLM, Negotiate\"", STATUS_WARNING, CAUSE_NDES_ADMIN},
		{SERVER_AUTO, 401, 200, "Basic realm=NTLM", STATUS_WARNING, CAUSE_NDES_ADMIN},
		{SERVER_AUTO, 401, 200, NULL, STATUS_WARNING, CAUSE_NDES_ADMIN},
		{SERVER_AUTO, 200, 200, NULL, STATUS_CRITICAL, CAUSE_NDES_ADMIN_OPEN},
		{SERVER_INTUNE, 200, 403, NULL, STATUS_CRITICAL, CAUSE_NDES_ADMIN_OPEN},
		{SERVER_INTUNE, 404, 403, NULL, STATUS_OK, CAUSE_NONE},
		{SERVER_AUTO, 404, 403, NULL, STATUS_OK, CAUSE_NONE},
		{SERVER_AUTO, 404, 200, NULL, STATUS_WARNING, CAUSE_NDES_ADMIN_MISSING},
		{SERVER_NDES, 404, 200, NULL, STATUS_WARNING, CAUSE_NDES_ADMIN_MISSING},
		{SERVER_NDES, 403, 200, NULL, STATUS_WARNING, CAUSE_IIS_FORBIDDEN},
		{SERVER_NDES, 400, 200, NULL, STATUS_WARNING, CAUSE_IIS_BINDING},
		{SERVER_NDES, 407, 200, NULL, STATUS_WARNING, CAUSE_PROXY_AUTH},
		{SERVER_NDES, 418, 200, NULL, STATUS_WARNING, CAUSE_HTTP_STATUS},
		{SERVER_NDES, 500, 200, NULL, STATUS_CRITICAL, CAUSE_NDES_FAILED},
		{SERVER_NDES, 503, 200, NULL, STATUS_CRITICAL, CAUSE_NDES_POOL_STOPPED},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct scep_endpoint facts = sample_facts(*state);
		struct scep_policy policy = sample_scep_policy();
		const char *name = text_format(*state, "server %d, HTTP %ld, login %s", rows[i].server,
					       rows[i].http_status, shown(rows[i].login));

		policy.server = rows[i].server;
		facts.bare_answer = sample_status(rows[i].bare_status, "Microsoft-IIS/10.0");
		facts.bare_page = (struct page){.kind = PAGE_NDES, .excerpt = "", .title = ""};
		facts.admin_answer = sample_status(rows[i].http_status, "Microsoft-IIS/10.0");
		facts.admin_answer.www_authenticate = rows[i].login;
		facts.admin_page = (struct page){.kind = PAGE_NDES_SECRET, .excerpt = "", .title = ""};
		assert_finding(judged(*state, &facts, &policy), name, "admin", rows[i].status, rows[i].cause);
	}
}

/* Open is whatever wants no login; nothing of its text is told. */
static void an_admin_page_of_another_form(void **state)
{
	static const struct {
		struct page page;
		enum cause cause;
	} rows[] = {
		{{.kind = PAGE_TEXT, .excerpt = "Kennwort: 0A1B2C3D4E5F6071", .title = ""}, CAUSE_NDES_ADMIN_OPEN},
		{{.kind = PAGE_HTML, .excerpt = "0A1B2C3D4E5F6071", .title = "Dienst"}, CAUSE_NDES_ADMIN_OPEN},
		{{.kind = PAGE_EMPTY, .excerpt = "", .title = ""}, CAUSE_NDES_ADMIN_OPEN},
		{{.kind = PAGE_HTML, .excerpt = "Name?", .title = "Sign in", .asks_for_login = true}, CAUSE_PROXY_PAGE},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct scep_endpoint facts = sample_facts(*state);
		struct scep_policy policy = sample_scep_policy();
		struct findings *findings;

		facts.admin_answer = sample_status(200, "Microsoft-IIS/10.0");
		facts.admin_page = rows[i].page;
		findings = judged(*state, &facts, &policy);
		assert_finding(findings, rows[i].page.title, "admin", STATUS_CRITICAL, rows[i].cause);
		assert_lacks(finding_of(findings, "admin")->sentence, "0A1B2C3D");
		assert_contains(finding_of(findings, "admin")->sentence, rows[i].page.title);
	}
}

static void an_admin_page_that_was_not_asked_is_no_finding(void **state)
{
	struct scep_endpoint facts = sample_facts(*state);
	struct scep_policy policy = sample_scep_policy();

	assert_null(finding_of(judged(*state, &facts, &policy), "admin"));
}

static void the_long_query(void **state)
{
	static const struct {
		long http_status;
		enum status status;
		enum cause cause;
	} rows[] = {
		{200, STATUS_OK, CAUSE_NONE},
		{404, STATUS_CRITICAL, CAUSE_IIS_QUERY_LIMIT},
		{400, STATUS_CRITICAL, CAUSE_HTTPSYS_LIMIT},
		{414, STATUS_CRITICAL, CAUSE_HTTPSYS_LIMIT},
		{431, STATUS_CRITICAL, CAUSE_HTTPSYS_LIMIT},
		{403, STATUS_CRITICAL, CAUSE_IIS_FORBIDDEN},
		{503, STATUS_CRITICAL, CAUSE_NDES_POOL_STOPPED},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct scep_endpoint facts = sample_facts(*state);
		struct scep_policy policy = sample_scep_policy();
		const char *name = text_format(*state, "HTTP %ld", rows[i].http_status);
		const struct findings *findings;

		facts.long_answer = sample_status(rows[i].http_status, "Microsoft-IIS/10.0");
		findings = judged(*state, &facts, &policy);
		assert_finding(findings, name, "long_url", rows[i].status, rows[i].cause);
		assert_contains(finding_of(findings, "long_url")->sentence, "16 KB");
		if (rows[i].status != STATUS_OK)
			assert_int_equal(finding_of(findings, "long_url")->windows.event, 87);
	}
}

static void a_long_query_that_breaks_the_connection(void **state)
{
	struct scep_endpoint facts = sample_facts(*state);
	struct scep_policy policy = sample_scep_policy();

	assert_null(finding_of(judged(*state, &facts, &policy), "long_url"));
	facts.long_answer = sample_failure(HTTP_CLOSED, PHASE_WAIT);
	assert_finding(judged(*state, &facts, &policy), "closed", "long_url", STATUS_CRITICAL, CAUSE_NET_RESET);
}

/* What --onredirect says holds for every question. */
static void redirects_of_the_pages(void **state)
{
	static const struct {
		enum redirect_policy redirects;
		enum status status;
		enum cause cause;
	} rows[] = {
		{REDIRECT_FOLLOW, STATUS_CRITICAL, CAUSE_HTTP_REDIRECT},
		{REDIRECT_OK, STATUS_OK, CAUSE_NONE},
		{REDIRECT_WARNING, STATUS_WARNING, CAUSE_HTTP_REDIRECT},
		{REDIRECT_CRITICAL, STATUS_CRITICAL, CAUSE_HTTP_REDIRECT},
	};
	static const char *const ids[] = {"bare_url", "admin", "long_url"};

	for (size_t i = 0; i < ARRAY_LENGTH(rows) * ARRAY_LENGTH(ids); i++) {
		size_t row = i / ARRAY_LENGTH(ids);
		struct scep_endpoint facts = sample_facts(*state);
		struct scep_policy policy = sample_scep_policy();
		const char *id = ids[i % ARRAY_LENGTH(ids)];

		policy.server = SERVER_NDES;
		policy.http.redirects = rows[row].redirects;
		facts.bare_answer = facts.admin_answer = facts.long_answer = sample_status(302, "Microsoft-IIS/10.0");
		assert_finding(judged(*state, &facts, &policy), id, id, rows[row].status, rows[row].cause);
	}
}

/* through: of GetCACaps by the proxy, direct: without it; 0: no answer */
static void with_and_without_the_proxy(void **state)
{
	static const struct {
		long through, direct;
		const char *direct_body;
		enum status status;
		enum cause cause;
	} rows[] = {
		{200, 200, sample_words, STATUS_OK, CAUSE_NONE},
		{200, 200, "AES\n", STATUS_WARNING, CAUSE_PROXY_DIFFERS},
		{200, 404, "", STATUS_OK, CAUSE_NONE},
		{200, 0, "", STATUS_OK, CAUSE_NONE},
		{403, 200, "AES\n", STATUS_CRITICAL, CAUSE_PROXY_DIFFERS},
		{0, 200, "AES\n", STATUS_CRITICAL, CAUSE_PROXY_DIFFERS},
		{500, 500, "", STATUS_OK, CAUSE_NONE},
		{0, 0, "", STATUS_OK, CAUSE_NONE},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct scep_endpoint facts = sample_facts(*state);
		struct scep_policy policy = sample_scep_policy();
		const char *name = text_format(*state, "%ld through, %ld direct", rows[i].through, rows[i].direct);
		const struct findings *findings;

		if (rows[i].through != 200)
			facts.capabilities_answer = rows[i].through != 0 ? sample_status(rows[i].through, NULL)
									 : sample_failure(HTTP_CLOSED, PHASE_WAIT);
		facts.capabilities_answer.proxy = "proxy.example:3128";
		facts.direct_answer = rows[i].direct != 0 ? sample_body(rows[i].direct, NULL, rows[i].direct_body)
							  : sample_failure(HTTP_REFUSED, PHASE_CONNECT);
		findings = judged(*state, &facts, &policy);
		assert_finding(findings, name, "proxy", rows[i].status, rows[i].cause);
		assert_contains(finding_of(findings, "proxy")->sentence, "proxy.example:3128");
	}
}

/* 200 with a sign-in page is no answer of a SCEP server, with or without the proxy. */
static void a_page_without_the_proxy_does_not_make_the_proxy_the_cause(void **state)
{
	struct scep_endpoint facts = sample_facts(*state);
	struct scep_policy policy = sample_scep_policy();
	const struct findings *findings;

	facts.direct_answer = sample_body(200, NULL, "<html><title>Sign in</title></html>");
	facts.direct_page = (struct page){.kind = PAGE_HTML, .excerpt = "", .title = "Sign in"};
	facts.direct_wrong = "holds no SCEP capability";
	findings = judged(*state, &facts, &policy);
	assert_finding(findings, "page directly", "proxy", STATUS_OK, CAUSE_NONE);
	assert_contains(finding_of(findings, "proxy")->sentence, "only, not directly (HTTP 200 with an HTML page");
	facts.capabilities_answer = sample_status(502, NULL);
	findings = judged(*state, &facts, &policy);
	assert_finding(findings, "502 through, page directly", "proxy", STATUS_OK, CAUSE_NONE);
	assert_contains(finding_of(findings, "proxy")->sentence, "Sign in')): the proxy is not the cause");
}

static void a_proxy_that_fails_by_itself_is_told_whatever_the_server_does(void **state)
{
	static const struct {
		enum http_outcome outcome;
		long http_status; /* of the proxy to the request, or to CONNECT */
		enum status status;
		enum cause cause;
	} rows[] = {
		{HTTP_PROXY_UNREACHABLE, 0, STATUS_CRITICAL, CAUSE_PROXY_UNREACHABLE},
		{HTTP_PROXY_LOGIN, 407, STATUS_CRITICAL, CAUSE_PROXY_AUTH},
		{HTTP_PROXY_REFUSED, 403, STATUS_CRITICAL, CAUSE_PROXY_REFUSED},
		{HTTP_ANSWERED, 407, STATUS_CRITICAL, CAUSE_PROXY_AUTH},
		{HTTP_PROXY_REFUSED, 502, STATUS_OK, CAUSE_NONE}, /* it did not reach the server either */
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct scep_endpoint facts = sample_facts(*state);
		struct scep_policy policy = sample_scep_policy();
		const char *name = text_format(*state, "outcome %d, HTTP %ld", rows[i].outcome, rows[i].http_status);

		facts.capabilities_answer = sample_status(rows[i].http_status, NULL);
		facts.capabilities_answer.outcome = rows[i].outcome;
		facts.capabilities_answer.proxy_status = rows[i].http_status;
		facts.capabilities_answer.proxy = "proxy.example:3128";
		facts.direct_answer = sample_status(500, NULL);
		assert_finding(judged(*state, &facts, &policy), name, "proxy", rows[i].status, rows[i].cause);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_bare_url_of_every_server),
		TEST(a_bare_url_that_was_not_asked_is_no_finding),
		TEST(a_bare_url_without_an_answer_is_critical),
		TEST(pages_without_capabilities),
		TEST(the_admin_page),
		TEST(an_admin_page_of_another_form),
		TEST(an_admin_page_that_was_not_asked_is_no_finding),
		TEST(the_long_query),
		TEST(a_long_query_that_breaks_the_connection),
		TEST(redirects_of_the_pages),
		TEST(with_and_without_the_proxy),
		TEST(a_page_without_the_proxy_does_not_make_the_proxy_the_cause),
		TEST(a_proxy_that_fails_by_itself_is_told_whatever_the_server_does),
	};

	return RUN_TESTS(tests);
}
