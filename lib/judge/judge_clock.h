/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Do the clocks of the chain agree? (facts: clock-rpc.md, chapter A.3) */
#ifndef JUDGE_JUDGE_CLOCK_H
#define JUDGE_JUDGE_CLOCK_H

#include "core/finding.h"
#include "core/range.h"
#include "judge/clock_survey.h"
#include "judge/judge_http.h"

struct clock_policy {
	struct range warning, critical; /* seconds apart, whichever is ahead */
	struct http_policy http;        /* its limit and timeout_status are those of every transport */
};

/* Would the label of a target with that name be one that a finding of all of them has? */
bool clock_name_is_reserved(const char *name, struct arena *arena);

/*
 * The finding "spread" in front: how far the targets are apart, whatever the own clock says. Then one for each target,
 * named by its label; "own_clock" and "reference" where they differ from the others. Of a single target its offset is
 * judged, against the reference where there is one. Who is wrong is said where most of the clocks, this host's and the
 * reference included, agree with their median: within the warning threshold, or, of several targets that drift, within
 * the critical one.
 *
 * A number that is known to no better than half of the warning threshold is UNKNOWN, unless even its nearest bound
 * alerts. Samples that contradict each other are a finding of their own, and never averaged.
 */
void judge_clock(const struct clock_survey *survey, const struct clock_policy *policy, struct findings *findings);

#endif
