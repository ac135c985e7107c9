/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of judge_scep_endpoint(): one function for each question that is asked. Inside lib/judge only. */
#ifndef JUDGE_SCEP_QUESTIONS_H
#define JUDGE_SCEP_QUESTIONS_H

#include "judge/judge_scep_endpoint.h"

/* One endpoint under judgement. */
struct scep_case {
	const struct scep_endpoint *facts;
	const struct scep_policy *policy;
	struct finding *finding; /* of the endpoint */
	const char *prefix;      /* "" or "endpoint2_" */
	struct arena *arena;
};

/* A child of the endpoint's finding; id gets the prefix. */
struct finding *scep_case_add(const struct scep_case *scep_case, const char *id, const char *subject);

bool judge_capabilities(const struct scep_case *scep_case);
void judge_certificates(const struct scep_case *scep_case);
void judge_bare_url(const struct scep_case *scep_case);
void judge_admin_page(const struct scep_case *scep_case);
void judge_long_query(const struct scep_case *scep_case);
void judge_proxy_comparison(const struct scep_case *scep_case);

/* Did the bare URL show the page of NDES? */
bool bare_url_is_ndes(const struct scep_endpoint *facts);

/* "NDES page", "policy module (403)", "no NDES page": what the bare URL showed; NULL: not asked. */
const char *bare_url_words(const struct scep_endpoint *facts);

#endif
