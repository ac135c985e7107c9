/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of judge_template_survey. Inside lib/judge only. */
#ifndef JUDGE_TEMPLATE_JUDGEMENT_H
#define JUDGE_TEMPLATE_JUDGEMENT_H

#include "ad/access_check.h"
#include "judge/judge_template_survey.h"

/* One template under judgement. */
struct template_judgement {
	const struct template_survey *survey;
	const struct template_policy *policy;
	const struct template_search *search;
	struct finding *finding; /* the template's own; what is wrong goes below it */
	const char *id;          /* "template1" */
	struct arena *arena;
};

/* A finding below the template's: id "template1_subject". */
struct finding *template_fault(const struct template_judgement *judgement, const char *slug, const char *subject);

/* "allows g_local Enroll, under a condition" */
const char *ace_text(const struct ace *ace, const struct sid_names *names, struct arena *arena);

/* What a right is asked of. */
struct right_question {
	const struct security_descriptor *descriptor;
	const struct access_right *right;
	const char *verb, *name; /* "enroll", "Enroll" */
	enum cause denied, undecidable;
	const char *refusal; /* the code with which the CA refuses requests without it; NULL: none */
	bool explain;
};

/*
 * Has the account the right? Sets the finding: OK, CRITICAL, or UNKNOWN where it can't be told, with the entry that
 * decides. Returns the state.
 */
enum status judge_right(const struct template_survey *survey, const struct directory_policy *directory,
			const struct right_question *question, struct finding *finding);

/* With --explain: the entries of a descriptor in their order, as the fact KEY; of many the first ones. */
void add_entries(struct findings *findings, const char *key, const struct security_descriptor *descriptor,
		 const struct sid_names *names);

void judge_template_rights(const struct template_judgement *judgement);
void judge_template_settings(const struct template_judgement *judgement);
void judge_template_publication(const struct template_judgement *judgement);
void judge_template_posture(const struct template_judgement *judgement);

/* The findings about the CAs that publish the templates, or the one that was named. */
void judge_issuing_cas(const struct template_survey *survey, const struct template_policy *policy,
		       struct findings *findings);

/* Is that the CA that the policy names (cn, display name or host in any case)? Any, if it names none. */
bool is_wanted_ca(const struct enrollment_service *ca, const struct template_policy *policy);

/* "LAB-CA1-CA, LAB-CA2-CA"; of a long list its beginning, "and 7 more" */
const char *text_joined(const struct text_list *list, struct arena *arena);

/* "client authentication, server authentication" */
const char *oid_names(const struct text_list *oids, struct arena *arena);

#endif
