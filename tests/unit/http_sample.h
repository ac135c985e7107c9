/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Endpoints and answers for the judges' tests. */
#ifndef HTTP_SAMPLE_H
#define HTTP_SAMPLE_H

#include "suite.h"

#include "judge/judge_http.h"

#define SAMPLE_NOW INT64_C(1800000000)

static const struct http_endpoint sample_endpoint = {
	.url = "http://ndes.example/certsrv/mscep/mscep.dll",
	.display = "http://ndes.example/certsrv/mscep/mscep.dll",
	.host = "ndes.example",
	.port = 80,
};

static const struct http_policy sample_policy = {
	.timeout_status = STATUS_CRITICAL,
	.limit = 10,
	.now = SAMPLE_NOW,
};

/* An answer without a body. */
static inline struct http_answer sample_status(long status, const char *server)
{
	return (struct http_answer){
		.outcome = HTTP_ANSWERED,
		.phase = PHASE_TRANSFER,
		.detail = "",
		.status = status,
		.server = server,
		.body = (const unsigned char *)"",
		.content_length = -1,
		.attempts = 1,
		.resolve = 0.001,
		.connect = 0.002,
		.wait = 0.003,
		.transfer = 0.004,
		.total = 0.01,
		.connected = true,
	};
}

static inline struct http_answer sample_body(long status, const char *server, const char *body)
{
	struct http_answer answer = sample_status(status, server);

	answer.body = (const unsigned char *)body;
	answer.length = strlen(body);
	return answer;
}

static inline struct http_answer sample_failure(enum http_outcome outcome, enum http_phase phase)
{
	return (struct http_answer){
		.outcome = outcome,
		.phase = phase,
		.detail = "library words",
		.body = (const unsigned char *)"",
		.content_length = -1,
		.attempts = 1,
		.total = 0.5,
	};
}

static inline struct finding *sample_finding(struct arena *arena)
{
	return finding_add(findings_create(arena), "getcacaps", "GetCACaps");
}

#endif
