/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <ctype.h>
#include <math.h>

#include "core/finding.h"

struct measure *finding_measure(struct finding *finding, const char *object, enum measure_name name, double value)
{
	struct arena *arena = finding->findings->arena;
	struct measure **place = &finding->measures;

	while (*place != NULL)
		place = &(*place)->next;
	*place = arena_allocate(arena, sizeof **place);
	**place = (struct measure){.name = name, .object = object, .label = measure_label(name), .value = value};
	if (object != NULL)
		(*place)->label = text_format(arena, "%s_%s", object, measure_label(name));
	if (value >= 0) {
		(*place)->has_minimum = true;
		(*place)->minimum = 0;
	}
	return *place;
}

/*
 * A range as it was written, but with its numbers in the form that perfdata know: .5 is 0.5, 5. is 5, +5 is 5.
 * NULL for none.
 */
static const char *range_limit(struct arena *arena, const struct range *range)
{
	struct text_buffer text = {.arena = arena};
	char before = 0;

	if (!range->given)
		return NULL;
	for (const char *at = range->text; *at != 0; before = *at++) {
		if (*at == '+' || (*at == '.' && !isdigit((unsigned char)at[1])))
			continue;
		if (*at == '.' && !isdigit((unsigned char)before))
			text_append(&text, "0");
		text_append_bytes(&text, at, 1);
	}
	return text_of(&text);
}

enum status finding_measure_range(struct finding *finding, const char *object, enum measure_name name, double value,
				  const struct range *warning, const struct range *critical)
{
	struct arena *arena = finding->findings->arena;
	struct measure *measure = finding_measure(finding, object, name, value);

	measure->warning = range_limit(arena, warning);
	measure->critical = range_limit(arena, critical);
	if (range_alerts(critical, value))
		return STATUS_CRITICAL;
	return range_alerts(warning, value) ? STATUS_WARNING : STATUS_OK;
}

/* The limit in percent of the lifetime that is over; a limit longer than the lifetime alerts from the beginning. */
static double used_limit(const struct lifetime_limit *limit, double lifetime)
{
	double left = lifetime_limit_seconds(limit, lifetime);

	return lifetime > 0 && left < lifetime ? 100 * (1 - left / lifetime) : 0;
}

/* A thousandth: the fewest decimals that tell an hour of ten years. Value and limits are rounded alike. */
static double rounded_percent(double percent)
{
	return round(percent * 1000) / 1000;
}

static void measure_used(struct finding *finding, const char *object, double lifetime, double remaining,
			 const struct lifetime_policy *policy)
{
	struct arena *arena = finding->findings->arena;
	double used = lifetime > 0 ? 100 * (1 - remaining / lifetime) : 100;
	double shown = rounded_percent(fmin(fmax(used, 0), 100));
	struct measure *measure = finding_measure(finding, object, MEASURE_USED, shown);

	measure->warning = text_number(arena, rounded_percent(used_limit(&policy->warning, lifetime)));
	measure->critical = text_number(arena, rounded_percent(used_limit(&policy->critical, lifetime)));
	measure->has_maximum = true;
	measure->maximum = 100;
}

/* A percentage is of a lifetime: without one there is no such limit. */
static const char *end_limit(struct arena *arena, const struct lifetime_limit *limit)
{
	return limit->percent ? NULL : text_format(arena, "%.0f:", ceil(limit->value));
}

enum status finding_measure_end(struct finding *finding, const char *object, int64_t not_after, int64_t now,
				const struct lifetime_policy *policy)
{
	struct arena *arena = finding->findings->arena;
	double remaining = (double)not_after - (double)now;
	struct measure *measure = finding_measure(finding, object, MEASURE_REMAINING, remaining);

	measure->warning = end_limit(arena, &policy->warning);
	measure->critical = end_limit(arena, &policy->critical);
	measure->has_minimum = true;
	finding_not_after(finding, not_after);
	return lifetime_judge(policy, 0, remaining);
}

enum status finding_measure_lifetime(struct finding *finding, const char *object, int64_t not_before, int64_t not_after,
				     int64_t now, const struct lifetime_policy *policy)
{
	struct arena *arena = finding->findings->arena;
	double lifetime = (double)not_after - (double)not_before, remaining = (double)not_after - (double)now;
	struct measure *measure = finding_measure(finding, object, MEASURE_REMAINING, remaining);
	struct lifetime_policy limits = lifetime_policy_of(policy, lifetime);

	measure->warning = end_limit(arena, &limits.warning);
	measure->critical = end_limit(arena, &limits.critical);
	measure->has_minimum = true;
	measure->has_maximum = true;
	measure->maximum = fmax(lifetime, 0);
	measure_used(finding, object, lifetime, remaining, &limits);
	finding_not_after(finding, not_after);
	return lifetime_judge(&limits, lifetime, remaining);
}
