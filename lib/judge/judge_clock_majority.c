/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "judge/judge_clock_parts.h"

bool clock_is_off(const struct clock_policy *policy, double distance)
{
	return range_alerts(&policy->warning, fabs(distance)) || range_alerts(&policy->critical, fabs(distance));
}

/* Do two clocks count as one for a majority? */
static bool are_apart(const struct clock_policy *policy, bool loose, double distance)
{
	return loose ? range_alerts(&policy->critical, fabs(distance)) : clock_is_off(policy, distance);
}

bool clock_strays(const struct clock_case *clock_case, double offset)
{
	const struct majority *majority = &clock_case->majority;

	return are_apart(clock_case->policy, majority->loose, offset - majority->center);
}

static int compare_offsets(const void *one, const void *other)
{
	const double *left = one, *right = other;

	return (*left > *right) - (*left < *right);
}

/* The offsets of some clocks in ascending order. */
struct offsets {
	double *values;
	size_t count;
};

static struct offsets offsets_of(const struct clock_case *clock_case, bool own, bool reference)
{
	struct offsets offsets = {
		.values = arena_allocate(clock_case->arena, (clock_case->count + 1) * sizeof *offsets.values),
	};

	for (size_t i = 0; i < clock_case->count; i++)
		if ((own || clock_case->clocks[i].kind != COMPARED_OWN) &&
		    (reference || clock_case->clocks[i].kind != COMPARED_REFERENCE))
			offsets.values[offsets.count++] = clock_case->clocks[i].offset;
	if (offsets.count > 1)
		qsort(offsets.values, offsets.count, sizeof *offsets.values, compare_offsets);
	return offsets;
}

/* Do more than half of them, and at least two, agree with that one? */
static bool is_carried(const struct clock_policy *policy, const struct offsets *offsets, bool loose, double center)
{
	size_t agreeing = 0;

	for (size_t i = 0; i < offsets->count; i++)
		agreeing += !are_apart(policy, loose, offsets->values[i] - center);
	return agreeing >= 2 && 2 * agreeing > offsets->count;
}

/* An even number of clocks has two medians. */
static struct majority majority_of(const struct clock_policy *policy, struct offsets offsets, bool loose)
{
	for (size_t i = (offsets.count - 1) / 2; i <= offsets.count / 2; i++)
		if (is_carried(policy, &offsets, loose, offsets.values[i]))
			return (struct majority){.exists = true, .loose = loose, .center = offsets.values[i]};
	return (struct majority){.exists = false};
}

/* Does no other clock agree with this host's? */
static bool own_is_alone(const struct clock_policy *policy, const struct offsets *others, bool loose)
{
	for (size_t i = 0; i < others->count; i++)
		if (!are_apart(policy, loose, others->values[i]))
			return false;
	return others->count != 0;
}

/* A clock of this host with which nobody agrees must not hide that most of the others do. */
static struct majority find_majority(const struct clock_case *clock_case, bool loose)
{
	const struct clock_policy *policy = clock_case->policy;
	struct majority all = majority_of(policy, offsets_of(clock_case, true, true), loose);
	struct offsets others = offsets_of(clock_case, false, true);

	return all.exists || !own_is_alone(policy, &others, loose) ? all : majority_of(policy, others, loose);
}

struct majority clock_majority(const struct clock_case *clock_case)
{
	struct majority majority = find_majority(clock_case, false);

	return majority.exists || clock_case->target_count < 2 ? majority : find_majority(clock_case, true);
}

double clock_target_median(const struct clock_case *clock_case)
{
	struct offsets offsets = offsets_of(clock_case, false, false);

	return (offsets.values[(offsets.count - 1) / 2] + offsets.values[offsets.count / 2]) / 2;
}

struct text_list clock_agreeing(const struct clock_case *clock_case)
{
	struct text_list list = {0};
	size_t others = 0;

	for (size_t i = 0; i < clock_case->count; i++)
		others += clock_case->clocks[i].kind != COMPARED_OWN &&
			  !clock_strays(clock_case, clock_case->clocks[i].offset);
	for (size_t i = 0; i < clock_case->count; i++) {
		const struct compared *clock = &clock_case->clocks[i];

		if (!clock_strays(clock_case, clock->offset) && (clock->kind != COMPARED_OWN || others < 2))
			text_list_add(clock_case->arena, &list, clock->display);
	}
	return list;
}
