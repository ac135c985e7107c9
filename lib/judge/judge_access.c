/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "judge/judge_access.h"

#include <string.h>

#include "judge/judge_ldap.h"

static void judge_status(const struct access *access, enum cause unreachable, struct finding *finding)
{
	const struct http_answer *answer = &access->http;
	const char *server =
		answer->server != NULL ? text_format(finding->findings->arena, " from %s", answer->server) : "";

	if (answer->status == 404 && access->escaped_plus_works)
		finding_set(finding, STATUS_CRITICAL, CAUSE_CRL_DOUBLE_ESCAPING,
			    "HTTP 404%s for the name with +, while %%2B works: the web server refuses double escaping",
			    server);
	else if (answer->status == 404 && strchr(access->uri, '+') != NULL)
		finding_set(finding, STATUS_CRITICAL, CAUSE_CRL_DOUBLE_ESCAPING,
			    "HTTP 404%s for a name with +: it is missing, or IIS refuses double escaping (404.11)",
			    server);
	else if (answer->status == 407)
		finding_set(finding, STATUS_CRITICAL, CAUSE_PROXY_AUTH, "HTTP 407: the proxy %s wants a login",
			    answer->proxy != NULL ? answer->proxy : "on the way");
	else
		finding_set(finding, STATUS_CRITICAL, unreachable, "HTTP %ld%s", answer->status, server);
}

static void judge_http_access(const struct access *access, const struct http_policy *policy, enum cause unreachable,
			      struct finding *finding)
{
	const struct http_purpose purpose = {.endpoint = access->endpoint};

	if (access->http.outcome == HTTP_SKIPPED) {
		finding_set(finding, policy->timeout_status, CAUSE_NET_TIMEOUT, "not asked: the time was over before");
		finding_late(finding);
		return;
	}
	if (!judge_http_transport(&access->http, &purpose, policy, finding) &&
	    !judge_http_redirect(&access->http, policy, finding))
		judge_status(access, unreachable, finding);
}

struct ldap_row {
	enum status status;
	enum cause cause;
	const char *words;
};

static const struct ldap_row ldap_rows[] = {
	[LDAP_OUTCOME_READ] = {STATUS_OK, CAUSE_NONE, "read"},
	[LDAP_OUTCOME_BAD_URL] = {STATUS_CRITICAL, CAUSE_CRL_UNREACHABLE, "the URL can't be asked for"},
	[LDAP_OUTCOME_NO_HOST] = {STATUS_UNKNOWN, CAUSE_CRL_NOT_CHECKABLE,
				  "names no server, and none was found (--ldap-host gives one)"},
	[LDAP_OUTCOME_SETUP] = {STATUS_UNKNOWN, CAUSE_CLIENT_SETUP, "was not asked"},
	[LDAP_OUTCOME_NAME_NOT_FOUND] = {STATUS_CRITICAL, CAUSE_NET_DNS, "the server's name does not resolve"},
	[LDAP_OUTCOME_NO_FAMILY] = {STATUS_CRITICAL, CAUSE_NET_FAMILY, "the server can't be asked"},
	[LDAP_OUTCOME_REFUSED] = {STATUS_CRITICAL, CAUSE_NET_REFUSED, "the server refuses the connection"},
	[LDAP_OUTCOME_UNREACHABLE] = {STATUS_CRITICAL, CAUSE_NET_UNREACHABLE, "no route to the server"},
	[LDAP_OUTCOME_CLOSED] = {STATUS_CRITICAL, CAUSE_NET_RESET, "the server closed the connection"},
	[LDAP_OUTCOME_PROTOCOL] = {STATUS_CRITICAL, CAUSE_CRL_UNREACHABLE, "what answers is no directory"},
	[LDAP_OUTCOME_TLS] = {STATUS_CRITICAL, CAUSE_TLS_UNTRUSTED, "no TLS connection"},
	[LDAP_OUTCOME_BIND_REFUSED] = {STATUS_UNKNOWN, CAUSE_DIRECTORY_LOGIN, "the login is refused"},
	[LDAP_OUTCOME_LOGIN_WANTED] = {STATUS_UNKNOWN, CAUSE_DIRECTORY_LOGIN,
				       "the directory shows it only after a login"},
	[LDAP_OUTCOME_FORBIDDEN] = {STATUS_UNKNOWN, CAUSE_DIRECTORY_LOGIN, "the directory does not show it to us"},
	[LDAP_OUTCOME_REFERRAL] = {STATUS_CRITICAL, CAUSE_CRL_UNREACHABLE, "the directory refers to another one"},
	[LDAP_OUTCOME_NO_ENTRY] = {STATUS_CRITICAL, CAUSE_CRL_UNREACHABLE, "the directory has no such entry"},
	[LDAP_OUTCOME_NO_VALUE] = {STATUS_CRITICAL, CAUSE_CRL_UNREACHABLE, "the entry has no value"},
	[LDAP_OUTCOME_TOO_LARGE] = {STATUS_CRITICAL, CAUSE_CRL_TOO_LARGE, "the value is too large"},
	[LDAP_OUTCOME_FAILED] = {STATUS_CRITICAL, CAUSE_CRL_UNREACHABLE, "the directory answers with an error"},
};

static void judge_ldap_access(const struct access *access, const struct http_policy *policy, enum cause unreachable,
			      struct finding *finding)
{
	const struct ldap_answer *answer = &access->ldap;
	const struct ldap_row *row = &ldap_rows[answer->outcome];
	enum cause cause = row->cause == CAUSE_CRL_UNREACHABLE   ? unreachable
			   : answer->outcome == LDAP_OUTCOME_TLS ? ldap_tls_cause(answer->tls_fault)
								 : row->cause;

	if (answer->outcome == LDAP_OUTCOME_TIMED_OUT) {
		const struct ldap_silence silence = {
			.phase = answer->phase,
			.server = answer->server,
			.srv_domain = answer->srv_domain,
			.told = answer->result_code != 0 ? answer->detail : NULL,
		};

		judge_ldap_silence(&silence, policy->timeout_status, finding);
		return;
	}
	finding_set(finding, row->status, cause, "%s%s%s%s%s", row->words, answer->server != NULL ? ": " : "",
		    answer->server != NULL ? answer->server : "", *answer->detail != 0 ? ": " : "", answer->detail);
}

void judge_access(const struct access *access, const struct http_policy *policy, enum cause unreachable,
		  struct finding *finding)
{
	switch (access->kind) {
	case ACCESS_HTTP:
		judge_http_access(access, policy, unreachable, finding);
		break;
	case ACCESS_LDAP:
		judge_ldap_access(access, policy, unreachable, finding);
		break;
	case ACCESS_LOCAL:
		finding_set(finding, STATUS_UNKNOWN, CAUSE_CLIENT_SETUP, "can't be read: %s",
			    access->why != NULL ? access->why : "it was not tried");
		break;
	case ACCESS_BROKEN:
		finding_set(finding, STATUS_CRITICAL, unreachable, "can't be fetched: it %s", access->why);
		break;
	case ACCESS_UNCHECKABLE:
		finding_set(finding, STATUS_UNKNOWN, CAUSE_CRL_NOT_CHECKABLE, "can't be checked from here: %s",
			    access->why);
		break;
	}
}

static struct finding *way_fault(struct finding *finding, const char *object, const char *slug)
{
	return finding_add_child(finding, text_format(finding->findings->arena, "%s_%s", object, slug), slug);
}

void judge_access_way(const struct access *access, const char *object, bool list, struct finding *finding)
{
	const struct http_answer *answer = &access->http;
	bool to_https = answer->redirects > 0 && text_has_prefix(answer->effective_url, "https://");

	if (access->kind == ACCESS_LDAP && access->ldap.server != NULL)
		finding_note(finding, 1, "Asked %s%s%s", access->ldap.server,
			     access->ldap.attribute != NULL ? " for " : "",
			     access->ldap.attribute != NULL ? access->ldap.attribute : "");
	if (access->kind == ACCESS_HTTP)
		judge_http_notes(answer, finding);
	if (access->total > 0)
		finding_measure(finding, object, MEASURE_TIME, access->total);
	if (access->kind != ACCESS_HTTP || !list)
		return;
	if (answer->content_encoding != NULL && !text_has_prefix(answer->content_encoding, "identity"))
		finding_set(way_fault(finding, object, "encoding"), STATUS_CRITICAL, CAUSE_CRL_GZIP,
			    "comes with Content-Encoding %s, which nobody asked for", answer->content_encoding);
	if (to_https)
		finding_set(way_fault(finding, object, "redirect"), STATUS_WARNING, CAUSE_CRL_HTTPS_POINT,
			    "redirects to https (%s): not every client follows", answer->effective_url);
	else if (access->endpoint->tls)
		finding_set(way_fault(finding, object, "scheme"), STATUS_WARNING, CAUSE_CRL_HTTPS_POINT,
			    "an https place: who checks that server's own certificate may run in circles");
	if (answer->content_type != NULL && !text_has_prefix(answer->content_type, "application/pkix-crl"))
		finding_note(finding, 0, "Content-Type is %s, not application/pkix-crl", answer->content_type);
	if (answer->age > 0)
		finding_note(finding, 1, "From a cache that has had it for %s",
			     text_duration(finding->findings->arena, answer->age));
}
