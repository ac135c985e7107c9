/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef JUDGE_JUDGE_RUN_TIME_H
#define JUDGE_JUDGE_RUN_TIME_H

#include "core/finding.h"

/* What everything together may take, in seconds, and the cause where it takes longer. */
struct run_time_policy {
	struct range warning, critical;
	enum cause slow;
};

/* The finding "time", with the measurement. words: "for everything" */
void judge_run_time(double seconds, const char *words, const struct run_time_policy *policy, struct findings *findings);

#endif
