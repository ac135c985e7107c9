/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the parts of judge_crl_survey() share; for lib/judge/judge_crl_survey*.c only. */
#ifndef JUDGE_JUDGE_CRL_SURVEY_PARTS_H
#define JUDGE_JUDGE_CRL_SURVEY_PARTS_H

#include "judge/judge_crl_survey.h"

struct survey_case {
	const struct crl_survey *survey;
	const struct survey_policy *policy;
	struct findings *findings;
	struct arena *arena;
};

/* What is dead beside a living place of the same list troubles only some clients. */
void survey_soften(struct finding *finding);

/* --- judge_crl_survey_issuers.c --- */
void survey_judge_issuers(const struct survey_case *survey_case);

/* --- judge_crl_survey_revoked.c: what --revoked found of each certificate --- */
void survey_judge_lookups(const struct survey_case *survey_case);

#endif
