/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How far the clocks are apart, and which of them is to blame. */
#include <math.h>

#include "judge/judge_clock_parts.h"

static enum status state_of(const struct clock_policy *policy, double distance)
{
	if (range_alerts(&policy->critical, distance))
		return STATUS_CRITICAL;
	return range_alerts(&policy->warning, distance) ? STATUS_WARNING : STATUS_OK;
}

struct clock_verdict clock_verdict(const struct clock_policy *policy, double distance, double lowest, double error)
{
	const struct range *warning = &policy->warning;
	bool limited = warning->given && !warning->inside && !isinf(warning->end);
	enum status certain = state_of(policy, lowest);

	if (!limited || error <= warning->end / 2)
		return (struct clock_verdict){.status = state_of(policy, distance)};
	return (struct clock_verdict){
		.status = certain == STATUS_OK ? STATUS_UNKNOWN : certain,
		.uncertain = certain == STATUS_OK,
	};
}

/* The spread of the targets, and its bounds. */
struct spread {
	const struct compared *first, *last; /* the clock that is most behind, the one that is most ahead */
	const struct compared *vaguest;
	double value, lowest, error;
};

/* What two of the clocks allow for the spread of all. */
static void add_pair(struct spread *spread, double *highest, const struct compared *one, const struct compared *other)
{
	*highest = fmax(*highest, one->interval.latest - other->interval.earliest);
	spread->lowest = fmax(spread->lowest, one->interval.earliest - other->interval.latest);
}

static struct spread spread_of(const struct clock_case *clock_case)
{
	const struct compared *clocks = clock_case->clocks;
	struct spread spread = {.first = clocks, .last = clocks, .vaguest = clocks};
	double highest = 0;

	for (size_t i = 0; i < clock_case->target_count; i++) {
		const struct compared *clock = &clocks[i];

		spread.first = clock->offset < spread.first->offset ? clock : spread.first;
		spread.last = clock->offset > spread.last->offset ? clock : spread.last;
		spread.vaguest = clock->error > spread.vaguest->error ? clock : spread.vaguest;
		for (size_t k = 0; k < clock_case->target_count; k++)
			if (i != k)
				add_pair(&spread, &highest, clock, &clocks[k]);
	}
	spread.value = spread.last->offset - spread.first->offset;
	spread.error = fmax(highest - spread.value, spread.value - spread.lowest);
	return spread;
}

static enum cause cause_of(const struct compared *clock)
{
	return clock->target->has_ntp && !clock->target->ntp.synchronised ? CAUSE_CLOCK_UNSYNCHRONISED
									  : CAUSE_CLOCK_SKEW;
}

/* A clock that is off, in its own finding too. */
static void accuse(const struct clock_case *clock_case, const struct compared *clock, double distance, const char *than)
{
	enum status status = state_of(clock_case->policy, fabs(distance));

	finding_set(clock->finding, status, cause_of(clock), "is %s %s %s: %s",
		    clock_duration_text(clock_case->arena, distance, clock->error), clock_direction(distance), than,
		    clock->finding->sentence);
}

/* Who is wrong, if most of the clocks agree on it; "" if they don't. */
static const char *outliers_text(const struct clock_case *clock_case)
{
	struct arena *arena = clock_case->arena;
	const struct text_list agreeing = clock_agreeing(clock_case);
	const char *others = clock_list_text(arena, &agreeing);
	struct text_list outliers = {0};
	bool ahead = false;

	for (size_t i = 0; clock_case->majority.exists && i < clock_case->target_count; i++) {
		const struct compared *clock = &clock_case->clocks[i];
		double distance = clock->offset - clock_case->majority.center;

		if (!clock_strays(clock_case, clock->offset))
			continue;
		accuse(clock_case, clock, distance, others);
		ahead = distance > 0;
		text_list_add(arena, &outliers,
			      text_format(arena, "%s is %s %s", clock->display,
					  clock_duration_text(arena, distance, clock->error),
					  ahead ? "ahead" : "behind"));
	}
	if (outliers.count == 0)
		return "";
	if (outliers.count == 1)
		return text_format(arena, "%s%s %s", outliers.items[0], ahead ? " of" : "", others);
	return text_format(arena, "%s, while %s agree", clock_list_text(arena, &outliers), others);
}

/* accused: who is wrong, "" if nobody knows. Of two targets only this host or the reference can tell. */
static const char *apart_text(const struct clock_case *clock_case, const struct spread *spread, const char *accused)
{
	struct arena *arena = clock_case->arena;
	const char *duration = clock_duration_text(arena, spread->value, spread->error);

	if (clock_case->target_count == 2)
		return text_format(arena, "%s and %s differ by %s%s", spread->first->display, spread->last->display,
				   duration,
				   *accused != 0 ? text_format(arena, ": %s", accused)
						 : text_format(arena, ", %s is ahead", spread->last->display));
	if (*accused != 0)
		return accused;
	return text_format(arena, "%zu clocks are up to %s apart: %s is the most behind, %s the most ahead",
			   clock_case->target_count, duration, spread->first->display, spread->last->display);
}

static void say_vague(const struct clock_case *clock_case, const struct spread *spread, struct finding *finding)
{
	const struct compared *clock = spread->vaguest;

	finding_set(
		finding, STATUS_UNKNOWN, CAUSE_CLOCK_UNCERTAIN,
		"%zu clocks are %s apart: that error is more than half of the warning threshold; %s is the least exact "
		"(+-%s s, by %s)",
		clock_case->target_count, clock_number_text(clock_case->arena, spread->value, spread->error),
		clock->display, text_number(clock_case->arena, clock->error), clock->target->source);
}

static void say_spread(const struct clock_case *clock_case, const struct spread *spread, enum status status,
		       struct finding *finding)
{
	const char *number = clock_number_text(clock_case->arena, spread->value, spread->error);

	if (status == STATUS_OK) {
		finding_set(finding, STATUS_OK, CAUSE_NONE, "%zu clocks agree within %s", clock_case->target_count,
			    number);
		return;
	}
	finding_set(finding, status, CAUSE_CLOCK_SKEW, "%s (spread %s)",
		    apart_text(clock_case, spread, outliers_text(clock_case)), number);
}

void clock_judge_spread(struct clock_case *clock_case)
{
	const struct clock_policy *policy = clock_case->policy;
	struct finding *finding = finding_add(clock_case->findings, "spread", "clocks");
	struct spread spread = spread_of(clock_case);
	struct clock_verdict verdict = clock_verdict(policy, spread.value, spread.lowest, spread.error);

	finding_lead(finding);
	finding_measure_range(finding, NULL, MEASURE_SPREAD, spread.value, &policy->warning, &policy->critical);
	if (verdict.uncertain)
		say_vague(clock_case, &spread, finding);
	else
		say_spread(clock_case, &spread, verdict.status, finding);
	if (verdict.status == STATUS_OK)
		findings_summarise(clock_case->findings, "%s", finding->sentence);
}

/* --- a single target --- */

/* What the only target is compared with, and how far it is from there. */
struct comparison {
	const char *with;
	double distance, error;
};

static struct comparison comparison_of(const struct clock_case *clock_case)
{
	const struct compared *clock = &clock_case->clocks[0], *reference = clock_case->reference;
	const struct text_list agreeing = clock_agreeing(clock_case);

	if (reference == NULL)
		return (struct comparison){"this monitoring host", clock->offset, clock->error};
	if (clock_case->majority.exists && clock_strays(clock_case, clock->offset))
		return (struct comparison){clock_list_text(clock_case->arena, &agreeing),
					   clock->offset - clock_case->majority.center, clock->error};
	if (clock_case->majority.exists && clock_is_off(clock_case->policy, clock->offset - reference->offset))
		return (struct comparison){"this monitoring host", clock->offset, clock->error};
	return (struct comparison){reference->display, clock->offset - reference->offset,
				   clock->error + reference->error};
}

void clock_judge_single(struct clock_case *clock_case)
{
	const struct compared *clock = &clock_case->clocks[0];
	struct comparison comparison = comparison_of(clock_case);
	double distance = fabs(comparison.distance);
	struct clock_verdict verdict =
		clock_verdict(clock_case->policy, distance, fmax(distance - comparison.error, 0), comparison.error);

	if (verdict.uncertain)
		finding_set(clock->finding, STATUS_UNKNOWN, CAUSE_CLOCK_UNCERTAIN,
			    "%s; its error is more than half of the warning threshold", clock->finding->sentence);
	else if (verdict.status != STATUS_OK)
		finding_set(clock->finding, verdict.status, cause_of(clock), "is %s %s %s: %s",
			    clock_duration_text(clock_case->arena, distance, comparison.error),
			    clock_direction(comparison.distance), comparison.with, clock->finding->sentence);
	else
		findings_summarise(clock_case->findings, "%s: %s", clock->display, clock->finding->sentence);
	if (verdict.status != STATUS_OK && clock_case->reference == NULL)
		finding_note(clock->finding, 0,
			     "With one clock nobody can tell which of the two is wrong: --reference=ntp://HOST would");
}
