/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "judge/judge_clock_parts.h"

enum { NAMES_SHOWN = 5, DECIMALS_MAX = 6 };

const char *clock_list_text(struct arena *arena, const struct text_list *list)
{
	size_t shown = list->count > NAMES_SHOWN ? NAMES_SHOWN : list->count;
	struct text_buffer text = {.arena = arena};

	for (size_t i = 0; i < shown; i++)
		text_append(&text, "%s%s", i == 0 ? "" : i + 1 == list->count ? " and " : ", ", list->items[i]);
	if (list->count > shown)
		text_append(&text, " and %zu more", list->count - shown);
	return text_of(&text);
}

/* As many as leave two digits of the error: what lies behind them is chance. */
static int decimals_of(double error)
{
	int decimals = 0;

	while (decimals < DECIMALS_MAX && error * pow(10, decimals) < 10)
		decimals++;
	return decimals;
}

const char *clock_duration_text(struct arena *arena, double seconds, double error)
{
	double steps = pow(10, decimals_of(error) > 3 ? 3 : decimals_of(error));

	seconds = fabs(seconds);
	return text_duration(arena, seconds >= 10 ? round(seconds) : round(seconds * steps) / steps);
}

const char *clock_number_text(struct arena *arena, double seconds, double error)
{
	int decimals = decimals_of(error);

	return text_format(arena, "%.*f s +-%.*f s", decimals, seconds, decimals, error);
}
