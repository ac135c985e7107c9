/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the parts of judge_crl() share; for lib/judge/judge_crl*.c only. */
#ifndef JUDGE_JUDGE_CRL_PARTS_H
#define JUDGE_JUDGE_CRL_PARTS_H

#include "judge/judge_crl.h"

struct crl_judgement {
	struct arena *arena;
	const struct crl_place *place;
	const struct crl *crl;
	const struct crl_namer *namer; /* the one in question; its certificate is NULL where nobody names the place */
	const struct crl_policy *policy;
	int64_t now;
	struct finding *finding;
};

/* A child of the place's finding; its id is object_slug. */
struct finding *crl_fault_add(struct finding *finding, const struct crl_place *place, const char *slug,
			      const char *subject);

/* The same with its sentence, which is told once, however many namers it holds for. */
void crl_fault_tell(struct finding *finding, const struct crl_place *place, const char *slug, const char *subject,
		    enum status status, enum cause cause, const char *format, ...)
	__attribute__((format(printf, 7, 8)));

/* --- judge_crl_dates.c: sets the finding itself --- */
void judge_crl_dates(const struct crl_judgement *judgement);

/* --- judge_crl_signature.c --- */
/* For one namer. */
void judge_crl_signature(const struct crl_judgement *judgement);

/* --- judge_crl_content.c --- */
void judge_crl_content(const struct crl_judgement *judgement);
void judge_crl_revoked(const struct crl_judgement *judgement);
/* Why the list does not cover the certificate; NULL: it does. */
const char *crl_uncovered(struct arena *arena, const struct crl *crl, const struct crl_namer *namer);
/* For one namer. */
void judge_crl_scope(const struct crl_judgement *judgement);

/* --- judge_crl_together.c: do both cover the same? --- */
bool crl_same_scope(const struct crl *one, const struct crl *other);

#endif
