/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The clocks that are no part of the chain: this host's and the reference. They are never worse than a WARNING. */
#include <math.h>

#include "judge/judge_clock_parts.h"

static bool agrees_with_reference(const struct clock_case *clock_case)
{
	return clock_case->reference != NULL && !clock_is_off(clock_case->policy, clock_case->reference->offset);
}

void clock_judge_own(struct clock_case *clock_case)
{
	double off = -clock_case->majority.center;
	const struct text_list agreeing = clock_agreeing(clock_case);

	if (!clock_case->majority.exists || !clock_strays(clock_case, 0) || agrees_with_reference(clock_case))
		return;
	finding_set(finding_add(clock_case->findings, "own_clock", "own clock"), STATUS_WARNING, CAUSE_CLOCK_OWN,
		    "this monitoring host's clock is off by %s: it is %s %s, which agree",
		    clock_duration_text(clock_case->arena, off, 0), clock_direction(off),
		    clock_list_text(clock_case->arena, &agreeing));
}

void clock_judge_reference(struct clock_case *clock_case)
{
	const struct compared *reference = clock_case->reference;
	double center = clock_case->majority.exists ? clock_case->majority.center : clock_target_median(clock_case);
	double off = reference->offset - center;

	if (!clock_is_off(clock_case->policy, off))
		return;
	finding_set(reference->finding, STATUS_WARNING, CAUSE_CLOCK_REFERENCE, "is %s %s the servers%s: %s",
		    clock_duration_text(clock_case->arena, off, reference->error), clock_direction(off),
		    agrees_with_reference(clock_case) ? ", as this monitoring host is" : "",
		    reference->finding->sentence);
}
