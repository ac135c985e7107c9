/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Certificates of a SCEP server: did they come at all, and if not, do the remembered ones tell why? */
#ifndef JUDGE_JUDGE_CA_ANSWER_H
#define JUDGE_JUDGE_CA_ANSWER_H

#include "judge/ca_answer.h"
#include "judge/judge_http.h"
#include "judge/judge_ra_certificates.h"

struct ca_policy {
	struct http_policy http;
	struct ra_policy certificates;
};

/* number: 0 for the only set of a run, else 1, 2, ...: ids and perfdata then begin with endpointN_. */
void judge_ca_answer(const struct ca_answer *answer, unsigned number, const struct ca_policy *policy,
		     struct findings *findings);

/* The first line of an OK run about all of them. */
void judge_ca_summary(const struct ca_answer *answers, size_t count, int64_t now, struct findings *findings);

/* The cause and the words for a body with status 200 that holds no usable certificates. */
void judge_certificate_body(const struct page *page, enum certificate_set_fault fault, const char *wrong,
			    struct finding *finding);

/* A note where the media type does not fit what came: a set is read all the same, as clients do (RFC 8894 4.2.1). */
void judge_certificate_type(const struct http_answer *answer, const struct certificate_set *set,
			    struct finding *finding);

#endif
