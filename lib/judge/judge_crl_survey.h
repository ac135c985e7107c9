/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Can clients get fresh, valid revocation lists, their issuers' certificates and the responders' answers?
 *
 * One dead place beside a living one of the same list is WARNING, all dead CRITICAL; a place that can't be checked from
 * here is UNKNOWN, and OK beside one that was read. Points without reasons and CRL issuer are places of one list, since
 * any of them is enough (RFC 5280 4.2.1.13), unless the list that was read is one of several partitions.
 */
#ifndef JUDGE_JUDGE_CRL_SURVEY_H
#define JUDGE_JUDGE_CRL_SURVEY_H

#include "judge/crl_survey.h"
#include "judge/judge_crl.h"
#include "judge/judge_http.h"

struct survey_policy {
	struct http_policy http;
	struct crl_policy lists;
	bool revoked; /* the given certificates were to be looked up */
	bool aia; /* asked for; else they are only a means, and told only where a certificate's issuer was not found */
};

void judge_crl_survey(const struct crl_survey *survey, const struct survey_policy *policy, struct findings *findings);

#endif
