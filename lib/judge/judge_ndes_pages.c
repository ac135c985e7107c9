/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bare URL, mscep_admin, the long query and the comparison with and without the proxy. */
#include <string.h>
#include <strings.h>

#include "judge/scep_questions.h"

static bool is_ndes_page(const struct http_answer *answer, const struct page *page)
{
	return answer->outcome == HTTP_ANSWERED && answer->status == 200 &&
	       (page->kind == PAGE_NDES || page->kind == PAGE_NDES_SECRET);
}

static bool is_forbidden(const struct http_answer *answer)
{
	return answer->outcome == HTTP_ANSWERED && answer->status == 403;
}

bool bare_url_is_ndes(const struct scep_endpoint *facts)
{
	return is_ndes_page(&facts->bare_answer, &facts->bare_page);
}

const char *bare_url_words(const struct scep_endpoint *facts)
{
	if (facts->bare_answer.outcome == HTTP_SKIPPED)
		return NULL;
	if (is_ndes_page(&facts->bare_answer, &facts->bare_page))
		return "NDES page";
	if (http_is_redirect(&facts->bare_answer))
		return "a redirect under the bare URL";
	return is_forbidden(&facts->bare_answer) ? "policy module (403)" : "no NDES page";
}

/* "HTTP 404 from nginx", "HTTP 200 with an HTML page ('Sign in')" */
static const char *answer_words(const struct http_answer *answer, const struct page *page, struct arena *arena)
{
	if (answer->outcome != HTTP_ANSWERED)
		return "no answer";
	if (answer->status == 200)
		return text_format(arena, "HTTP 200 with %s", page_describe(page, arena));
	return text_format(arena, "HTTP %ld%s%s", answer->status, answer->server != NULL ? " from " : "",
			   answer->server != NULL ? answer->server : "");
}

static void judge_bare_of(const struct scep_case *scep_case, struct finding *finding)
{
	const struct http_answer *answer = &scep_case->facts->bare_answer;
	const struct page *page = &scep_case->facts->bare_page;
	bool ndes = is_ndes_page(answer, page), forbidden = is_forbidden(answer);
	const char *words = answer_words(answer, page, scep_case->arena);
	enum scep_server server = scep_case->policy->server;

	if (ndes && server == SERVER_INTUNE)
		finding_set(finding, STATUS_CRITICAL, CAUSE_NDES_POLICY_INACTIVE,
			    "shows the NDES page instead of 403: the policy module of Intune is not active");
	else if (forbidden && server == SERVER_NDES)
		finding_set(finding, STATUS_CRITICAL, CAUSE_NDES_POLICY_ACTIVE,
			    "answers 403 instead of the NDES page: a policy module is active");
	else if (ndes)
		finding_set(finding, STATUS_OK, CAUSE_NONE, "shows the NDES page");
	else if (forbidden)
		finding_set(finding, STATUS_OK, CAUSE_NONE, "403, as NDES with the policy module of Intune");
	else if (server == SERVER_AUTO)
		finding_set(finding, STATUS_OK, CAUSE_NONE, "not NDES (%s), taken as another SCEP server", words);
	else
		finding_set(finding, STATUS_CRITICAL, CAUSE_NDES_PAGE_MISSING, "%s instead of %s", words,
			    server == SERVER_INTUNE ? "403" : "the NDES page");
}

void judge_bare_url(const struct scep_case *scep_case)
{
	const struct scep_endpoint *facts = scep_case->facts;
	const struct http_purpose purpose = {.endpoint = facts->endpoint};
	struct finding *finding;

	if (facts->bare_answer.outcome == HTTP_SKIPPED)
		return;
	finding = scep_case_add(scep_case, "bare_url", "bare URL");
	/* a page that is too large is no NDES page; a dead connection is judged as such */
	if (facts->bare_answer.outcome != HTTP_TOO_LARGE &&
	    judge_http_transport(&facts->bare_answer, &purpose, &scep_case->policy->http, finding))
		return;
	if (!judge_http_redirect(&facts->bare_answer, &scep_case->policy->http, finding))
		judge_bare_of(scep_case, finding);
}

/* Is the scheme one of those that WWW-Authenticate offers? What stands in quotes, a realm for one, is none. */
static bool offers(const char *challenges, const char *scheme)
{
	size_t length = strlen(scheme);
	bool quoted = false;

	for (const char *at = challenges; *at != 0; at++) {
		quoted ^= *at == '"';
		if (!quoted && (at == challenges || at[-1] == ' ' || at[-1] == ',') &&
		    strncasecmp(at, scheme, length) == 0 && strchr(" ,", at[length]) != NULL)
			return true;
	}
	return false;
}

static bool asks_for_windows_login(const struct http_answer *answer)
{
	const char *challenges = answer->www_authenticate;

	return challenges != NULL && (offers(challenges, "Negotiate") || offers(challenges, "NTLM"));
}

/* Any other status than 200 and 401. It is no more than a warning: enrolment goes on unless the whole server fails. */
static void judge_admin_refusal(const struct scep_case *scep_case, struct finding *finding)
{
	const struct http_answer *answer = &scep_case->facts->admin_answer;

	judge_http_status(answer, &(struct http_purpose){.endpoint = scep_case->facts->endpoint}, finding);
	if (answer->status >= 500)
		return;
	finding_set(finding, STATUS_WARNING,
		    finding->cause == CAUSE_NDES_NOT_FOUND ? CAUSE_NDES_ADMIN_MISSING : finding->cause,
		    "%s instead of 401 with Negotiate or NTLM",
		    answer_words(answer, &scep_case->facts->admin_page, scep_case->arena));
}

/*
 * A 200 that is no page of NDES as anybody knows it. One that wants a login is a proxy's; any other one may be a
 * password page in a form of its own, so of its text nothing but a title is told.
 */
static void judge_admin_stranger(const struct scep_case *scep_case, struct finding *finding)
{
	const struct page *page = &scep_case->facts->admin_page;
	const char *title = *page->title != 0 ? text_format(scep_case->arena, " ('%s')", page->title) : "";

	if (page->asks_for_login)
		finding_set(finding, STATUS_CRITICAL, CAUSE_PROXY_PAGE,
			    "HTTP 200 with a sign-in page%s instead of 401 with Negotiate or NTLM", title);
	else
		finding_set(finding, STATUS_CRITICAL, CAUSE_NDES_ADMIN_OPEN,
			    "HTTP 200%s instead of 401 with Negotiate or NTLM: anybody may read it without a login",
			    title);
}

static void judge_admin_status(const struct scep_case *scep_case, struct finding *finding)
{
	const struct http_answer *answer = &scep_case->facts->admin_answer;
	bool intune = scep_case->policy->server == SERVER_INTUNE ||
		      (scep_case->policy->server == SERVER_AUTO && is_forbidden(&scep_case->facts->bare_answer));

	if (answer->status == 401 && asks_for_windows_login(answer))
		finding_set(finding, STATUS_OK, CAUSE_NONE, "asks for a login (%s)", answer->www_authenticate);
	else if (answer->status == 401)
		finding_set(finding, STATUS_WARNING, CAUSE_NDES_ADMIN, "asks for a login by %s, not Negotiate or NTLM",
			    answer->www_authenticate != NULL ? answer->www_authenticate : "nothing");
	else if (is_ndes_page(answer, &scep_case->facts->admin_page))
		finding_set(finding, STATUS_CRITICAL, CAUSE_NDES_ADMIN_OPEN,
			    "anybody may read it without a login: challenge passwords are open");
	else if (answer->status == 200)
		judge_admin_stranger(scep_case, finding);
	else if (answer->status == 404 && intune)
		finding_set(finding, STATUS_OK, CAUSE_NONE, "404: removed, as on hardened Intune servers");
	else
		judge_admin_refusal(scep_case, finding);
}

void judge_admin_page(const struct scep_case *scep_case)
{
	const struct scep_endpoint *facts = scep_case->facts;
	const struct http_purpose purpose = {.endpoint = facts->endpoint};
	struct finding *finding;

	if (facts->admin_answer.outcome == HTTP_SKIPPED)
		return;
	finding = scep_case_add(scep_case, "admin", "mscep_admin");
	finding_note(finding, 1, "Asked: %s", facts->admin_url);
	if (!judge_http_transport(&facts->admin_answer, &purpose, &scep_case->policy->http, finding) &&
	    !judge_http_redirect(&facts->admin_answer, &scep_case->policy->http, finding))
		judge_admin_status(scep_case, finding);
}

void judge_long_query(const struct scep_case *scep_case)
{
	const struct http_answer *answer = &scep_case->facts->long_answer;
	const struct http_purpose purpose = {
		.endpoint = scep_case->facts->endpoint, .event = 87, .stage = "SubmitDone"};
	unsigned kilobytes = scep_case->policy->long_url;
	struct finding *finding;
	enum cause cause;

	if (answer->outcome == HTTP_SKIPPED)
		return;
	finding = scep_case_add(scep_case, "long_url", "long URL");
	if (judge_http_transport(answer, &purpose, &scep_case->policy->http, finding) ||
	    judge_http_redirect(answer, &scep_case->policy->http, finding))
		return;
	if (answer->status == 200) {
		finding_set(finding, STATUS_OK, CAUSE_NONE, "a query of %u KB passes", kilobytes);
		return;
	}
	judge_http_status(answer, &purpose, finding);
	cause = answer->status == 404                                                     ? CAUSE_IIS_QUERY_LIMIT
		: answer->status == 400 || answer->status == 414 || answer->status == 431 ? CAUSE_HTTPSYS_LIMIT
											  : finding->cause;
	finding_set(finding, STATUS_CRITICAL, cause, "a query of %u KB is refused with HTTP %ld, a short one is not",
		    kilobytes, answer->status);
}

/* wrong: what the body of a 200 lacks to be capabilities, or NULL */
static bool speaks(const struct http_answer *answer, const char *wrong)
{
	return answer->outcome == HTTP_ANSWERED && answer->status == 200 && wrong == NULL;
}

/* The proxy fails by itself, whatever the server behind it does. */
static bool proxy_fails(const struct http_answer *through)
{
	return through->outcome == HTTP_PROXY_UNREACHABLE || through->outcome == HTTP_PROXY_LOGIN ||
	       (through->outcome == HTTP_PROXY_REFUSED && through->proxy_status < 500) ||
	       (through->outcome == HTTP_ANSWERED && through->status == 407);
}

/* State and cause are those of the request through the proxy. */
static void judge_both_ways_closed(const struct scep_case *scep_case, const char *directly, struct finding *finding)
{
	const struct http_answer *through = &scep_case->facts->capabilities_answer;
	const struct http_purpose purpose = {.endpoint = scep_case->facts->endpoint};

	if (!judge_http_transport(through, &purpose, &scep_case->policy->http, finding))
		judge_http_status(through, &purpose, finding);
	finding_set(finding, finding->status, finding->cause,
		    "the proxy %s fails by itself, and without it there is no SCEP answer either (%s)",
		    through->proxy != NULL ? through->proxy : "(none used)", directly);
}

static void judge_difference(const struct scep_case *scep_case, struct finding *finding)
{
	const struct scep_endpoint *facts = scep_case->facts;
	const struct http_answer *through = &facts->capabilities_answer, *direct = &facts->direct_answer;
	bool through_speaks = speaks(through, facts->capabilities_wrong),
	     direct_speaks = speaks(direct, facts->direct_wrong);
	bool same = through->length == direct->length && memcmp(through->body, direct->body, direct->length) == 0;
	const char *proxy = through->proxy != NULL ? through->proxy : "(none used)";
	const char *directly = answer_words(direct, &facts->direct_page, scep_case->arena);

	if (through_speaks && direct_speaks && same)
		finding_set(finding, STATUS_OK, CAUSE_NONE, "the same answer with and without the proxy %s", proxy);
	else if (through_speaks && direct_speaks)
		finding_set(finding, STATUS_WARNING, CAUSE_PROXY_DIFFERS, "the proxy %s changes the answer", proxy);
	else if (through_speaks)
		finding_set(finding, STATUS_OK, CAUSE_NONE, "answered through the proxy %s only, not directly (%s)",
			    proxy, directly);
	else if (direct_speaks)
		finding_set(finding, STATUS_CRITICAL, CAUSE_PROXY_DIFFERS,
			    "works without the proxy %s, but not through it: the proxy is the cause", proxy);
	else if (proxy_fails(through))
		judge_both_ways_closed(scep_case, directly, finding);
	else
		finding_set(finding, STATUS_OK, CAUSE_NONE,
			    "fails without the proxy %s too (%s): the proxy is not the cause", proxy, directly);
}

void judge_proxy_comparison(const struct scep_case *scep_case)
{
	if (scep_case->facts->direct_answer.outcome != HTTP_SKIPPED)
		judge_difference(scep_case, scep_case_add(scep_case, "proxy", "proxy"));
}
