/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dates that a cache may have kept: they are old, and the clock seems to be behind (facts: clock-rpc.md A.2). */
#include "judge/judge_clock_parts.h"

#define PAUSE 1.1 /* seconds from an answer to the next question: a Date says nothing finer than a second */
#define DATE_SECOND 1.0

static bool are_apart(const struct clock_sample *one, const struct clock_sample *other)
{
	return clock_time_between(one->received, other->sent) >= PAUSE;
}

static bool contradict(const struct clock_sample *one, const struct clock_sample *other)
{
	const struct clock_sample pair[] = {*one, *other};

	return clock_interval_is_empty(clock_samples_intersect(pair, 2));
}

bool clock_is_cached(const struct clock_target *target)
{
	const struct clock_sample *samples = target->samples;
	bool cached = false;

	for (size_t i = 0; target->cacheable && i < target->count; i++)
		for (size_t k = i + 1; k < target->count; k++) {
			if (!contradict(&samples[i], &samples[k]))
				continue;
			/* two Dates within the same second differ: that is more than an old one */
			if (clock_time_between(samples[i].received, samples[k].sent) < DATE_SECOND)
				return false;
			cached = cached || are_apart(&samples[i], &samples[k]);
		}
	return cached;
}

/* Did no later Date show that the first one was not kept? */
static bool is_doubtful(const struct compared *clock)
{
	const struct clock_target *target = clock->target;

	return target != NULL && target->cacheable &&
	       !are_apart(&target->samples[0], &target->samples[target->count - 1]);
}

/* The same case with the other clocks only. */
static struct clock_case without_doubtful(const struct clock_case *clock_case)
{
	struct clock_case certain = *clock_case;

	certain.clocks = arena_allocate(clock_case->arena, (clock_case->count + 1) * sizeof *certain.clocks);
	certain.count = 0;
	for (size_t i = 0; i < clock_case->count; i++)
		if (!is_doubtful(&clock_case->clocks[i]))
			certain.clocks[certain.count++] = clock_case->clocks[i];
	certain.majority = clock_majority(&certain);
	return certain;
}

/* Is it behind the majority; where there is none, behind anybody? */
static bool is_behind(const struct clock_case *certain, const struct compared *clock)
{
	const struct majority *majority = &certain->majority;

	if (majority->exists)
		return clock->offset < majority->center &&
		       clock_is_off(certain->policy, majority->center - clock->offset);
	for (size_t i = 0; i < certain->count; i++)
		if (clock->offset < certain->clocks[i].offset &&
		    clock_is_off(certain->policy, certain->clocks[i].offset - clock->offset))
			return true;
	return false;
}

static void say_doubtful(const struct compared *clock)
{
	finding_set(
		clock->finding, clock->kind == COMPARED_REFERENCE ? STATUS_WARNING : STATUS_UNKNOWN,
		CAUSE_CLOCK_UNCERTAIN,
		"seems to be behind: %s; but no Date came a second later, so an old one of a cache can't be excluded: "
		"raise --timeout",
		clock->finding->sentence);
}

void clock_set_doubtful_aside(struct clock_case *clock_case)
{
	const struct clock_case certain = without_doubtful(clock_case);
	bool once = clock_case->survey->once;
	size_t kept = 0;

	clock_case->reference = NULL;
	for (size_t i = 0; i < clock_case->count; i++) {
		const struct compared *clock = &clock_case->clocks[i];
		bool behind = is_doubtful(clock) && is_behind(&certain, clock);

		if (behind && once)
			finding_note(
				clock->finding, 0,
				"Its Date was asked for once (--samples=1): an old one of a cache can't be excluded");
		if (behind && !once) {
			say_doubtful(clock);
			clock_case->target_count -= clock->kind == COMPARED_TARGET;
			continue;
		}
		if (clock->kind == COMPARED_REFERENCE)
			clock_case->reference = &clock_case->clocks[kept];
		clock_case->clocks[kept++] = *clock;
	}
	clock_case->count = kept;
}
