/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the parts of judge_ocsp() share; for lib/judge/judge_ocsp*.c only. */
#ifndef JUDGE_JUDGE_OCSP_PARTS_H
#define JUDGE_JUDGE_OCSP_PARTS_H

#include "judge/judge_ocsp.h"

struct ocsp_judgement {
	struct arena *arena;
	const struct ocsp_place *place;
	const struct ocsp_response *response;
	const struct ocsp_policy *policy;
	int64_t now;
	struct finding *finding;
};

/* A child of the place's finding; its id is object_slug. */
struct finding *ocsp_fault_add(const struct ocsp_judgement *judgement, const char *slug, const char *subject);

/* --- judge_ocsp_signer.c --- */

/* Who signed the answer, and may he? false: he may not, and the finding says so. */
bool judge_ocsp_signer(const struct ocsp_judgement *judgement);

/* The certificate of a delegate: its own dates. */
void judge_ocsp_delegate(const struct ocsp_judgement *judgement);

/* --- judge_ocsp_dates.c --- */

/* The answer's dates; fine: where they are, sets the finding's own sentence, else a child tells. */
void judge_ocsp_dates(const struct ocsp_judgement *judgement, bool fine);

#endif
