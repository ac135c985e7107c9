/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Is the SCEP endpoint alive, and does it speak SCEP? (RFC 8894 3.5.2, 4.2.1; facts: scep-ndes.md) */
#ifndef JUDGE_JUDGE_SCEP_ENDPOINT_H
#define JUDGE_JUDGE_SCEP_ENDPOINT_H

#include "core/finding.h"
#include "judge/judge_http.h"
#include "judge/scep_endpoint.h"

/* Which answer of the bare URL is healthy. */
enum scep_server { SERVER_AUTO, SERVER_NDES, SERVER_INTUNE, SERVER_GENERIC };
#define SCEP_SERVERS "auto|ndes|intune|generic"

struct scep_policy {
	struct http_policy http;
	enum scep_server server;
	struct text_list required, forbidden; /* capabilities */
	struct range warning, critical;       /* seconds that an endpoint's answers take together */
	struct lifetime_policy tls;
	unsigned long_url; /* kilobytes that were asked for */
};

/*
 * Adds a finding for the endpoint to findings, with a child for each question. number: 0 for the only endpoint of a
 * run, else 1, 2, ...: ids and perfdata then begin with endpointN_. Measures time and its phases, tls_remaining,
 * tls_used.
 */
void judge_scep_endpoint(const struct scep_endpoint *endpoint, unsigned number, const struct scep_policy *policy,
			 struct findings *findings);

/* The first line of an OK run about all endpoints. */
void judge_scep_summary(const struct scep_endpoint *endpoints, size_t count, struct findings *findings);

#endif
