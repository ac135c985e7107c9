/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why a place of a list, an issuer's certificate or a responder could not be read. Inside lib/judge only. */
#ifndef JUDGE_JUDGE_ACCESS_H
#define JUDGE_JUDGE_ACCESS_H

#include "judge/crl_survey.h"
#include "judge/judge_http.h"

/*
 * unreachable: the cause where the server answers that it has no such thing.
 * Sets the finding: its state is CRITICAL, UNKNOWN for what can't be checked from here, or that of the time limit.
 */
void judge_access(const struct access *access, const struct http_policy *policy, enum cause unreachable,
		  struct finding *finding);

/* time of the place, notes of its transport, and WARNING children for https and redirects to it. */
void judge_access_way(const struct access *access, const char *object, bool list, struct finding *finding);

#endif
