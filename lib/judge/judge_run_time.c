/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "judge/judge_run_time.h"

void judge_run_time(double seconds, const char *words, const struct run_time_policy *policy, struct findings *findings)
{
	struct finding *finding = finding_add(findings, "time", "time");
	enum status status =
		finding_measure_range(finding, NULL, MEASURE_TIME, seconds, &policy->warning, &policy->critical);
	const struct range *limit = status == STATUS_CRITICAL ? &policy->critical : &policy->warning;

	if (status != STATUS_OK)
		finding_set(finding, status, policy->slow, "%.3f s for everything against -%c %s", seconds,
			    status == STATUS_CRITICAL ? 'c' : 'w', text_safe(findings->arena, limit->text));
	else
		finding_set(finding, STATUS_OK, CAUSE_NONE, "%.3f s %s", seconds, words);
}
