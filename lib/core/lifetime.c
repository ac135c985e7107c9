/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/lifetime.h"

#include <stddef.h>
#include <string.h>

#include "core/number.h"

static const char not_a_lifetime[] = "is not a time such as 30d, 36h, 1w2d, 90m or 25%";

static double unit_seconds(char unit)
{
	switch (unit) {
	case 'w':
		return 7 * 86400;
	case 'd':
		return 86400;
	case 'h':
		return 3600;
	case 'm':
		return 60;
	case 's':
		return 1;
	default:
		return 0;
	}
}

/* "1w2d": pairs of a number and a unit. */
static const char *parse_units(const char *text, double *ret_seconds)
{
	double sum = 0;

	while (*text != 0) {
		double value, unit;

		if (number_parse_prefix(text, &value, &text) != NULL)
			return not_a_lifetime;
		unit = unit_seconds(*text);
		if (unit == 0)
			return not_a_lifetime;
		sum += value * unit;
		text++;
	}
	*ret_seconds = sum;
	return NULL;
}

const char *lifetime_parse(const char *text, struct lifetime_limit *ret_limit)
{
	struct lifetime_limit limit = {.given = true};
	const char *end;

	if (strpbrk(text, "+-") != NULL || number_parse_prefix(text, &limit.value, &end) != NULL)
		return not_a_lifetime;
	if (strcmp(end, "%") == 0)
		limit.percent = true;
	else if (*end == 0 || strcmp(end, ":") == 0)
		limit.value *= 86400;
	else if (parse_units(text, &limit.value) != NULL)
		return not_a_lifetime;
	if (limit.percent && limit.value > 100)
		return "is more than 100 % of the lifetime";
	*ret_limit = limit;
	return NULL;
}

const char *lifetime_policy_settle(struct lifetime_policy *policy)
{
	struct lifetime_limit *warning = &policy->warning, *critical = &policy->critical;

	if (warning->percent != critical->percent || warning->value >= critical->value)
		return NULL;
	if (warning->given && critical->given)
		return "--warning is less strict than --critical: more must be left at the warning";
	if (warning->given)
		critical->value = warning->value;
	else
		warning->value = critical->value;
	return NULL;
}

struct lifetime_policy lifetime_policy_of(const struct lifetime_policy *policy, double lifetime)
{
	struct lifetime_limit warning = {.given = policy->warning.given}, critical = {.given = policy->critical.given};

	warning.value = lifetime_limit_seconds(&policy->warning, lifetime);
	critical.value = lifetime_limit_seconds(&policy->critical, lifetime);
	if (lifetime > 0 && warning.value < critical.value) {
		if (warning.given && !critical.given)
			critical.value = warning.value;
		else
			warning.value = critical.value;
	}
	return (struct lifetime_policy){.warning = warning, .critical = critical};
}

double lifetime_limit_seconds(const struct lifetime_limit *limit, double lifetime)
{
	return limit->percent ? lifetime * limit->value / 100 : limit->value;
}

enum status lifetime_judge(const struct lifetime_policy *policy, double lifetime, double remaining)
{
	struct lifetime_policy seconds = lifetime_policy_of(policy, lifetime);

	if (remaining <= 0 || remaining < seconds.critical.value)
		return STATUS_CRITICAL;
	return remaining < seconds.warning.value ? STATUS_WARNING : STATUS_OK;
}
