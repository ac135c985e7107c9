/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Why a request failed: transport, TLS, proxy or HTTP status, with the cause and the error that a Windows client would
 * log (facts: scep-ndes.md, chapters 8 and 9).
 */
#ifndef JUDGE_JUDGE_HTTP_H
#define JUDGE_JUDGE_HTTP_H

#include <stdbool.h>

#include "core/finding.h"
#include "net/http_answer.h"
#include "net/http_options.h"

/* What is the same for all requests of a run. */
struct http_policy {
	enum status timeout_status; /* of what did not end in time */
	double limit;               /* seconds of --timeout */
	enum redirect_policy redirects;
	int64_t now;
};

/* What one request was for. */
struct http_purpose {
	const struct http_endpoint *endpoint;
	unsigned event;    /* 86 or 87; 0: no Windows client asks this */
	const char *stage; /* "GetCACaps" */
};

/* Does the answer have status 200? If not, the finding is set. */
bool judge_http_answer(const struct http_answer *answer, const struct http_purpose *purpose,
		       const struct http_policy *policy, struct finding *finding);

/* Sets the finding for an answer that has another status than wanted. */
void judge_http_status(const struct http_answer *answer, const struct http_purpose *purpose, struct finding *finding);

/* Was it never answered, or by a redirect that is not followed? If so, the finding is set. */
bool judge_http_transport(const struct http_answer *answer, const struct http_purpose *purpose,
			  const struct http_policy *policy, struct finding *finding);

/* Is it a redirect that was not followed? If so, the finding gets the state that --onredirect names. */
bool judge_http_redirect(const struct http_answer *answer, const struct http_policy *policy, struct finding *finding);

/* Adds a finding about the lifetime of the TLS certificate, if there was TLS. object: "tls" or "endpoint2_tls". */
void judge_tls_certificate(const struct http_answer *answer, const struct lifetime_policy *lifetime, const char *object,
			   int64_t now, struct finding *parent);

/* time and its phases, as far as they came. object: as for finding_measure(). Thresholds may be NULL. */
enum status judge_http_time(const struct http_answer *answer, const char *object, const struct range *warning,
			    const struct range *critical, struct finding *finding);

/*
 * Notes of the transport that a person may want to know: redirects that were followed, a client certificate that was
 * asked for, attempts.
 */
void judge_http_notes(const struct http_answer *answer, struct finding *finding);

#endif
