/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "judge/judge_http.h"

#include <string.h>

#include "core/array.h"

/* WinHTTP's numbers as HRESULT (0x80070000 + number) */
enum {
	WINHTTP_TIMEOUT = 12002,
	WINHTTP_NAME_NOT_RESOLVED = 12007,
	WINHTTP_CANNOT_CONNECT = 12029,
	WINHTTP_CONNECTION_ERROR = 12030,
	WINHTTP_CLIENT_CERTIFICATE = 12044,
	WINHTTP_INVALID_RESPONSE = 12152,
	WINHTTP_SECURE_FAILURE = 12175,
};

static void set_windows(struct finding *finding, const struct http_purpose *purpose, uint32_t code)
{
	if (purpose->event != 0 && code != 0)
		finding_windows(finding, purpose->event, purpose->stage, code);
}

static const char *server_text(const struct http_endpoint *endpoint, struct arena *arena)
{
	return text_format(arena, strchr(endpoint->host, ':') ? "[%s] port %u" : "%s port %u",
			   text_safe(arena, endpoint->host), endpoint->port);
}

/* The same with the address of --resolve, which a proxy never learns. */
static const char *tried_text(const struct http_answer *answer, const struct http_endpoint *endpoint,
			      struct arena *arena)
{
	const char *server = server_text(endpoint, arena);

	return endpoint->address != NULL && answer->proxy == NULL
		       ? text_format(arena, "%s at %s", server, endpoint->address)
		       : server;
}

/* The server, or where it redirects to. */
static const char *asked_text(const struct http_answer *answer, const struct http_endpoint *endpoint,
			      struct arena *arena)
{
	bool named = answer->outcome == HTTP_PROXY_LOGIN || answer->outcome == HTTP_PROXY_REFUSED ||
		     answer->outcome == HTTP_PROXY_UNREACHABLE;
	const char *server = answer->redirects == 0
				     ? tried_text(answer, endpoint, arena)
				     : text_format(arena, "the redirect's target %s", answer->effective_url);

	return answer->proxy != NULL && !named ? text_format(arena, "%s through the proxy %s", server, answer->proxy)
					       : server;
}

/* What is printed about an outcome. The words stand behind the server's name and port. */
struct outcome_row {
	enum cause cause;
	uint32_t winhttp; /* 0: a Windows client logs nothing that is known */
	const char *words;
};

static const struct outcome_row outcome_rows[] = {
	[HTTP_SKIPPED] = {CAUSE_NONE, 0, "was not asked, since an earlier request got no answer"},
	[HTTP_NAME_NOT_FOUND] = {CAUSE_NET_DNS, WINHTTP_NAME_NOT_RESOLVED, "has no address: the name does not resolve"},
	[HTTP_NO_FAMILY] = {CAUSE_NET_FAMILY, 0, "can't be asked"},
	[HTTP_REFUSED] = {CAUSE_NET_REFUSED, WINHTTP_CANNOT_CONNECT, "refuses the connection: nothing listens there"},
	[HTTP_UNREACHABLE] = {CAUSE_NET_UNREACHABLE, WINHTTP_CANNOT_CONNECT, "can't be reached: no route"},
	[HTTP_RESET] = {CAUSE_NET_RESET, WINHTTP_CONNECTION_ERROR, "broke the connection off (reset)"},
	[HTTP_CLOSED] = {CAUSE_NET_RESET, WINHTTP_CONNECTION_ERROR, "closed the connection without an answer"},
	[HTTP_TIMED_OUT] = {CAUSE_NET_TIMEOUT, WINHTTP_TIMEOUT, "gave no answer in time"},
	[HTTP_TRUNCATED] = {CAUSE_HTTP_TRUNCATED, WINHTTP_CONNECTION_ERROR, "broke off in mid-answer"},
	[HTTP_TOO_LARGE] = {CAUSE_HTTP_TOO_LARGE, 0, "sends more than such an answer can hold"},
	[HTTP_NOT_HTTP] = {CAUSE_NET_NOT_HTTP, WINHTTP_INVALID_RESPONSE, "answers something that is not HTTP"},
	[HTTP_REDIRECT_LOOP] = {CAUSE_HTTP_REDIRECT, 0, "redirects more than 5 times"},
	[HTTP_REDIRECT_BAD] = {CAUSE_HTTP_REDIRECT, 0, "redirects to something that is neither http nor https"},
	[HTTP_TLS_UNTRUSTED] = {CAUSE_TLS_UNTRUSTED, WINHTTP_SECURE_FAILURE,
				"shows a TLS certificate that is not trusted"},
	[HTTP_TLS_NAME] = {CAUSE_TLS_NAME, WINHTTP_SECURE_FAILURE, "shows a TLS certificate for another name"},
	[HTTP_TLS_EXPIRED] = {CAUSE_TLS_EXPIRED, WINHTTP_SECURE_FAILURE, "shows a TLS certificate that has expired"},
	[HTTP_TLS_NOT_YET_VALID] = {CAUSE_TLS_EXPIRED, WINHTTP_SECURE_FAILURE, "shows a TLS certificate of the future"},
	[HTTP_TLS_PROTOCOL] = {CAUSE_TLS_PROTOCOL, WINHTTP_SECURE_FAILURE, "comes to no TLS connection"},
	[HTTP_TLS_CLIENT_CERTIFICATE] = {CAUSE_TLS_CLIENT_CERTIFICATE, WINHTTP_CLIENT_CERTIFICATE,
					 "wants a TLS client certificate"},
	[HTTP_PROXY_UNREACHABLE] = {CAUSE_PROXY_UNREACHABLE, WINHTTP_CANNOT_CONNECT, "was not reached"},
	[HTTP_PROXY_LOGIN] = {CAUSE_PROXY_AUTH, 0, "was not reached"},
	[HTTP_PROXY_REFUSED] = {CAUSE_PROXY_REFUSED, WINHTTP_CANNOT_CONNECT, "was not reached"},
	[HTTP_SETUP] = {CAUSE_CLIENT_SETUP, 0, "was not asked"},
};

/* What answers a CONNECT with something that is no TLS is the proxy. */
static enum cause cause_of(const struct http_answer *answer)
{
	if (answer->outcome == HTTP_TLS_PROTOCOL && answer->proxy != NULL)
		return CAUSE_PROXY_PAGE;
	return outcome_rows[answer->outcome].cause;
}

/* A proxy's name that does not resolve is logged as any name. */
static uint32_t winhttp_of(const struct http_answer *answer)
{
	return answer->outcome == HTTP_PROXY_UNREACHABLE && answer->phase == PHASE_RESOLVE
		       ? WINHTTP_NAME_NOT_RESOLVED
		       : outcome_rows[answer->outcome].winhttp;
}

/* The certificate of the chain that was refused, and why. */
static const char *tls_detail(const struct http_answer *answer, const struct http_policy *policy, struct arena *arena)
{
	const struct tls_peer *peer = &answer->peer;
	const char *subject = peer->failed_subject != NULL ? peer->failed_subject : peer->subject;
	double age = (double)policy->now - (double)peer->failed_not_after;

	if (!peer->seen)
		return answer->detail;
	switch (answer->outcome) {
	case HTTP_TLS_EXPIRED:
		return text_format(arena, "expired %s ago (%s): %s", text_duration(arena, age),
				   text_time(arena, peer->failed_not_after), subject);
	case HTTP_TLS_NOT_YET_VALID:
		return text_format(arena, "valid from %s on: %s", text_time(arena, peer->failed_not_before), subject);
	case HTTP_TLS_UNTRUSTED:
		return text_format(arena, "%s (%s, issued by %s)", peer->verify_text, peer->subject, peer->issuer);
	case HTTP_TLS_NAME:
		return text_format(arena, "it is for %s, issued by %s", peer->subject, peer->issuer);
	default:
		return answer->detail;
	}
}

static const char *proxy_detail(const struct http_answer *answer, struct arena *arena)
{
	switch (answer->outcome) {
	case HTTP_PROXY_LOGIN:
		return text_format(arena, "the proxy %s wants a login (407)", answer->proxy);
	case HTTP_PROXY_REFUSED:
		return text_format(arena, "the proxy %s refuses CONNECT with HTTP %ld", answer->proxy,
				   answer->proxy_status);
	default:
		return text_format(arena, "the proxy %s does not answer (%s)", answer->proxy, answer->detail);
	}
}

static const char *detail_of(const struct http_answer *answer, const struct http_policy *policy, struct arena *arena)
{
	switch (answer->outcome) {
	case HTTP_PROXY_LOGIN:
	case HTTP_PROXY_REFUSED:
	case HTTP_PROXY_UNREACHABLE:
		return proxy_detail(answer, arena);
	case HTTP_TRUNCATED:
		if (answer->content_length < 0)
			return text_format(arena, "%llu bytes came", (unsigned long long)answer->received);
		return text_format(arena, "%llu of %.0f bytes came", (unsigned long long)answer->received,
				   answer->content_length);
	case HTTP_TLS_EXPIRED:
	case HTTP_TLS_NOT_YET_VALID:
	case HTTP_TLS_UNTRUSTED:
	case HTTP_TLS_NAME:
		return tls_detail(answer, policy, arena);
	case HTTP_TLS_PROTOCOL:
	case HTTP_NO_FAMILY:
	case HTTP_UNREACHABLE:
	case HTTP_REDIRECT_BAD:
	case HTTP_SETUP:
		return answer->detail;
	default:
		return "";
	}
}

static void judge_timeout(const struct http_answer *answer, const struct http_purpose *purpose,
			  const struct http_policy *policy, struct finding *finding)
{
	static const struct phase_row {
		enum cause cause;
		uint32_t winhttp;
		const char *words;
	} phases[] = {
		[PHASE_RESOLVE] = {CAUSE_NET_DNS, WINHTTP_NAME_NOT_RESOLVED, "the name server does not answer"},
		[PHASE_CONNECT] = {CAUSE_NET_FILTERED, WINHTTP_CANNOT_CONNECT, "filtered, or the host is down"},
		[PHASE_TLS] = {CAUSE_NET_TIMEOUT, WINHTTP_TIMEOUT,
			       "the server accepts the connection, but stays silent"},
		[PHASE_WAIT] = {CAUSE_NET_TIMEOUT, WINHTTP_TIMEOUT,
				"the server takes the request, but does not answer"},
		[PHASE_TRANSFER] = {CAUSE_NET_TIMEOUT, WINHTTP_TIMEOUT, "the answer began, but does not end"},
	};
	static const struct phase_row tunnel_row = {CAUSE_PROXY_REFUSED, WINHTTP_TIMEOUT,
						    "the proxy accepts the connection, but opens no tunnel"};
	struct arena *arena = finding->findings->arena;
	/* the address is known once it was connected; then it is CONNECT that hangs */
	bool tunnel = answer->phase == PHASE_CONNECT && answer->proxy != NULL && answer->address != NULL;
	const struct phase_row *row = tunnel ? &tunnel_row : &phases[answer->phase];

	finding_set(finding, policy->timeout_status, row->cause, "no answer from %s within %s s, stuck in the %s: %s",
		    asked_text(answer, purpose->endpoint, arena), text_number(arena, policy->limit),
		    http_phase_name(answer->phase), row->words);
	finding_late(finding);
	set_windows(finding, purpose, 0x80070000 + row->winhttp);
}

bool judge_http_transport(const struct http_answer *answer, const struct http_purpose *purpose,
			  const struct http_policy *policy, struct finding *finding)
{
	const struct outcome_row *row = &outcome_rows[answer->outcome];
	struct arena *arena = finding->findings->arena;
	enum status status = answer->outcome == HTTP_SETUP ? STATUS_UNKNOWN : STATUS_CRITICAL;
	const char *detail;

	if (answer->outcome == HTTP_ANSWERED)
		return false;
	if (answer->outcome == HTTP_TIMED_OUT) {
		judge_timeout(answer, purpose, policy, finding);
		return true;
	}
	detail = detail_of(answer, policy, arena);
	finding_set(finding, status, cause_of(answer), "%s %s%s%s", asked_text(answer, purpose->endpoint, arena),
		    row->words, *detail != 0 ? ": " : "", detail);
	if (answer->outcome == HTTP_PROXY_LOGIN)
		set_windows(finding, purpose, 0x80190000 + 407);
	else if (winhttp_of(answer) != 0)
		set_windows(finding, purpose, 0x80070000 + winhttp_of(answer));
	return true;
}

bool judge_http_redirect(const struct http_answer *answer, const struct http_policy *policy, struct finding *finding)
{
	static const enum status states[] = {
		[REDIRECT_FOLLOW] = STATUS_CRITICAL,
		[REDIRECT_OK] = STATUS_OK,
		[REDIRECT_WARNING] = STATUS_WARNING,
		[REDIRECT_CRITICAL] = STATUS_CRITICAL,
	};

	if (!http_is_redirect(answer))
		return false;
	finding_set(finding, states[policy->redirects],
		    policy->redirects == REDIRECT_OK ? CAUSE_NONE : CAUSE_HTTP_REDIRECT, "HTTP %ld redirects to %s",
		    answer->status, answer->location != NULL && *answer->location != 0 ? answer->location : "nowhere");
	return true;
}

bool judge_http_answer(const struct http_answer *answer, const struct http_purpose *purpose,
		       const struct http_policy *policy, struct finding *finding)
{
	judge_http_notes(answer, finding);
	if (judge_http_transport(answer, purpose, policy, finding) || judge_http_redirect(answer, policy, finding))
		return false;
	if (answer->status == 200)
		return true;
	judge_http_status(answer, purpose, finding);
	return false;
}

void judge_http_notes(const struct http_answer *answer, struct finding *finding)
{
	if (answer->redirects > 0 && answer->outcome == HTTP_ANSWERED)
		finding_note(finding, 0, "Redirected %u time%s, to %s; not every client follows", answer->redirects,
			     answer->redirects == 1 ? "" : "s", answer->effective_url);
	if (answer->peer.client_certificate_requested)
		finding_note(finding, 0,
			     "The server asks for a TLS client certificate; a device that enrols has none yet");
	if (answer->attempts > 1)
		finding_note(finding, 0, "%u attempts", answer->attempts);
	if (answer->address != NULL)
		finding_note(finding, 1, "Connected to %s%s%s", answer->address,
			     answer->proxy != NULL ? ", proxy " : "", answer->proxy != NULL ? answer->proxy : "");
	if (answer->server != NULL)
		finding_note(finding, 1, "Server: %s", answer->server);
	if (answer->outcome != HTTP_ANSWERED && answer->outcome != HTTP_SETUP && *answer->detail != 0)
		finding_note(finding, 1, "libcurl: %s", answer->detail);
}

void judge_tls_certificate(const struct http_answer *answer, const struct lifetime_policy *lifetime, const char *object,
			   int64_t now, struct finding *parent)
{
	const struct tls_peer *peer = &answer->peer;
	struct arena *arena = parent->findings->arena;
	struct finding *finding;
	enum status status;

	if (!peer->seen)
		return;
	finding = finding_add_child(parent, object, "TLS certificate");
	status = finding_measure_lifetime(finding, object, peer->not_before, peer->not_after, now, lifetime);
	if (now > peer->not_after)
		finding_set(finding, STATUS_CRITICAL, CAUSE_TLS_EXPIRED, "expired %s ago (%s): %s",
			    text_duration(arena, (double)(now - peer->not_after)), text_time(arena, peer->not_after),
			    peer->subject);
	else
		finding_set(finding, status, status == STATUS_OK ? CAUSE_NONE : CAUSE_TLS_EXPIRING,
			    "expires in %s (%s): %s", text_duration(arena, (double)(peer->not_after - now)),
			    text_date(arena, peer->not_after), peer->subject);
}

enum status judge_http_time(const struct http_answer *answer, const char *object, const struct range *warning,
			    const struct range *critical, struct finding *finding)
{
	static const struct range none = {.given = false};
	bool answered = answer->outcome == HTTP_ANSWERED;
	enum status status =
		finding_measure_range(finding, object, MEASURE_TIME, answer->total, warning != NULL ? warning : &none,
				      critical != NULL ? critical : &none);

	if (answered || answer->phase > PHASE_RESOLVE)
		finding_measure(finding, object, MEASURE_TIME_RESOLVE, answer->resolve);
	if (answered || answer->phase > PHASE_CONNECT)
		finding_measure(finding, object, MEASURE_TIME_CONNECT, answer->connect);
	if (answer->tls > 0 && (answered || answer->phase > PHASE_TLS))
		finding_measure(finding, object, MEASURE_TIME_TLS, answer->tls);
	if (answered || answer->phase > PHASE_WAIT)
		finding_measure(finding, object, MEASURE_TIME_WAIT, answer->wait);
	if (answered)
		finding_measure(finding, object, MEASURE_TIME_TRANSFER, answer->transfer);
	return status;
}
