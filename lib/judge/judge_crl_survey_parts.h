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

/* The finding of each place, in the order of the lists. */
struct list_case {
	const struct crl_list *list;
	struct finding *finding, **places;
};

static inline bool is_read(const struct list_place *place)
{
	return place->place.fetched && place->place.wrong == NULL;
}

/* What is dead beside a living place that tells the same troubles only some clients, in whatever state it ended. */
void survey_soften(struct finding *finding);

/* --- judge_crl_survey_cache.c: of a place that was read by http --- */
void survey_judge_cache(const struct list_place *place, struct finding *finding);

/* --- judge_crl_survey_issuers.c --- */
void survey_judge_issuers(const struct survey_case *survey_case);

/* --- judge_crl_survey_together.c: base and delta lists, and copies; a case for each list of the survey --- */
void survey_judge_together(const struct survey_case *survey_case, const struct list_case *cases);

/* --- judge_crl_survey_revoked.c: what --revoked and --serial found --- */
void survey_judge_lookups(const struct survey_case *survey_case);
void survey_judge_serials(const struct survey_case *survey_case);

#endif
