/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/range.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

#include "core/number.h"

static const char not_a_range[] = "is not a range such as 10, 10:, ~:10, 10:20 or @10:20";

/* One end: "~" (start only), a number, or nothing (the given default). */
static const char *parse_end(const char *text, const char *stop, double open, double *ret_end)
{
	const char *end;

	if (text == stop) {
		*ret_end = open;
		return NULL;
	}
	if (*text == '~' && text + 1 == stop && isinf(open) == 0) {
		*ret_end = -INFINITY;
		return NULL;
	}
	return number_parse_prefix(text, ret_end, &end) == NULL && end == stop ? NULL : not_a_range;
}

const char *range_parse(const char *text, struct range *ret_range)
{
	struct range range = {.given = true, .inside = *text == '@', .text = text};
	const char *start = text + range.inside, *colon = strchr(start, ':');
	const char *end = colon != NULL ? colon + 1 : start;
	const char *stop = start + strlen(start);

	if (start == stop || (colon != NULL && start + 1 == stop))
		return not_a_range;
	if (colon != NULL && parse_end(start, colon, 0, &range.start) != NULL)
		return not_a_range;
	if (parse_end(end, stop, INFINITY, &range.end) != NULL)
		return not_a_range;
	if (range.start > range.end)
		return "has its start above its end";
	*ret_range = range;
	return NULL;
}

bool range_alerts(const struct range *range, double value)
{
	bool inside = value >= range->start && value <= range->end;

	return range->given && inside == range->inside;
}

/* Is what lies outside of the limits of outer covered by the closed interval of inner? */
static bool covers_outside(const struct range *inner, const struct range *outer)
{
	bool left = isinf(outer->start) || (isinf(inner->start) && inner->end >= outer->start);
	bool right = isinf(outer->end) || (isinf(inner->end) && inner->start <= outer->end);

	return left && right;
}

bool range_is_stricter(const struct range *warning, const struct range *critical)
{
	if (!warning->given || !critical->given)
		return true;
	if (warning->inside && critical->inside)
		return warning->start <= critical->start && warning->end >= critical->end;
	if (!warning->inside && !critical->inside)
		return warning->start >= critical->start && warning->end <= critical->end;
	if (critical->inside)
		return critical->end < warning->start || critical->start > warning->end;
	return covers_outside(warning, critical);
}
