/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "judge/judge_clock_parts.h"

bool clock_is_off(const struct clock_policy *policy, double distance)
{
	return range_alerts(&policy->warning, fabs(distance)) || range_alerts(&policy->critical, fabs(distance));
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
static bool is_carried(const struct clock_policy *policy, const struct offsets *offsets, double center)
{
	size_t agreeing = 0;

	for (size_t i = 0; i < offsets->count; i++)
		agreeing += !clock_is_off(policy, offsets->values[i] - center);
	return agreeing >= 2 && 2 * agreeing > offsets->count;
}

/* An even number of clocks has two medians. */
static struct majority majority_of(const struct clock_policy *policy, struct offsets offsets)
{
	for (size_t i = (offsets.count - 1) / 2; i <= offsets.count / 2; i++)
		if (is_carried(policy, &offsets, offsets.values[i]))
			return (struct majority){.exists = true, .center = offsets.values[i]};
	return (struct majority){.exists = false};
}

/* Does no other clock agree with this host's? */
static bool own_is_alone(const struct clock_policy *policy, const struct offsets *others)
{
	for (size_t i = 0; i < others->count; i++)
		if (!clock_is_off(policy, others->values[i]))
			return false;
	return others->count != 0;
}

/* A clock of this host with which nobody agrees must not hide that most of the others do. */
struct majority clock_majority(const struct clock_case *clock_case)
{
	struct majority all = majority_of(clock_case->policy, offsets_of(clock_case, true, true));
	struct offsets others = offsets_of(clock_case, false, true);

	return all.exists || !own_is_alone(clock_case->policy, &others) ? all : majority_of(clock_case->policy, others);
}

double clock_target_median(const struct clock_case *clock_case)
{
	struct offsets offsets = offsets_of(clock_case, false, false);

	return (offsets.values[(offsets.count - 1) / 2] + offsets.values[offsets.count / 2]) / 2;
}

struct text_list clock_agreeing(const struct clock_case *clock_case)
{
	struct text_list list = {0};

	for (size_t i = 0; i < clock_case->count; i++) {
		const struct compared *clock = &clock_case->clocks[i];

		if (!clock_is_off(clock_case->policy, clock->offset - clock_case->majority.center) &&
		    (clock->kind == COMPARED_TARGET || list.count < 2))
			text_list_add(clock_case->arena, &list, clock->display);
	}
	return list;
}
