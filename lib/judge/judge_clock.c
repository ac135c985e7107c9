/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "judge/judge_clock_parts.h"

static void add_own(struct clock_case *clock_case)
{
	clock_case->clocks[clock_case->count++] = (struct compared){
		.kind = COMPARED_OWN,
		.display = "this monitoring host",
	};
}

/* A reference that is dead or lost itself is no reference; that is a nuisance, and no fault of the chain. */
static void add_reference(struct clock_case *clock_case)
{
	const struct clock_target *reference = clock_case->survey->reference;
	size_t count = clock_case->count;
	struct finding *finding;

	if (reference == NULL)
		return;
	finding = clock_judge_target(clock_case, reference, "reference");
	if (clock_case->count == count) {
		finding->status = STATUS_WARNING;
		return;
	}
	if (reference->has_ntp && !reference->ntp.synchronised) {
		finding_set(finding, STATUS_WARNING, CAUSE_CLOCK_UNSYNCHRONISED, "is no reference: %s",
			    finding->sentence);
		clock_case->count = count;
		return;
	}
	clock_case->reference = &clock_case->clocks[count];
}

static void compare(struct clock_case *clock_case)
{
	clock_case->majority = clock_majority(clock_case);
	if (clock_case->target_count == 1)
		clock_judge_single(clock_case);
	else
		clock_judge_spread(clock_case);
	clock_judge_own(clock_case);
	if (clock_case->reference != NULL && (clock_case->target_count > 1 || clock_case->majority.exists))
		clock_judge_reference(clock_case);
}

void judge_clock(const struct clock_survey *survey, const struct clock_policy *policy, struct findings *findings)
{
	struct clock_case clock_case = {
		.survey = survey,
		.policy = policy,
		.findings = findings,
		.arena = findings->arena,
		.clocks = arena_allocate(findings->arena, (survey->count + 2) * sizeof *clock_case.clocks),
	};

	for (size_t i = 0; i < survey->count; i++)
		clock_judge_target(&clock_case, &survey->targets[i], clock_object(findings->arena, survey, i));
	add_own(&clock_case);
	add_reference(&clock_case);
	clock_set_doubtful_aside(&clock_case);
	if (clock_case.target_count > 0)
		compare(&clock_case);
}
