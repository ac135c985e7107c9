/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values of options: what is accepted is accepted to its end, and means something finite and ordered. */
#include <math.h>

#include "core/deadline.h"
#include "core/lifetime.h"
#include "core/moment.h"
#include "core/number.h"
#include "core/range.h"
#include "target.h"

/* Tails that turn no text that was accepted into another one that may be. */
static const char *const tails[] = {"x", " ", "\n", "#", "\x80"};

static void check_range(const char *text)
{
	struct range range;

	if (range_parse(text, &range) != NULL)
		return;
	HOLDS(range.given && range.text == text && range.start <= range.end);
	HOLDS(!isnan(range.start) && !isnan(range.end));
	HOLDS(range_alerts(&range, range.start) == range.inside || isinf(range.start));
	HOLDS(range_alerts(&range, range.end) == range.inside || isinf(range.end));
	HOLDS(range_is_stricter(&range, &range));
}

static void check_lifetime(const char *text)
{
	struct lifetime_limit limit;

	if (lifetime_parse(text, &limit) != NULL)
		return;
	HOLDS(limit.given && isfinite(limit.value) && limit.value >= 0);
	HOLDS(!limit.percent || limit.value <= 100);
}

static void check_moment(const char *text)
{
	struct moment moment;

	if (moment_parse(text, &moment) != NULL)
		return;
	HOLDS(moment.given && moment.relative == (*text == '+'));
	HOLDS(moment.seconds >= -86400 && moment.seconds <= INT64_C(253402300800) + 86400);
}

static void check_number(const char *text)
{
	double value;
	int64_t whole;

	if (number_parse(text, &value) == NULL)
		HOLDS(isfinite(value) && text[strspn(text, "+-0123456789.")] == 0);
	if (number_parse_whole(text, -5, 100000, &whole) == NULL) {
		HOLDS(whole >= -5 && whole <= 100000);
		HOLDS(text[strspn(text, "-0123456789")] == 0);
		HOLDS(strtoll(text, NULL, 10) == whole);
	}
}

static void check_limit(const char *text)
{
	struct time_limit limit;

	if (time_limit_parse(text, &limit) == NULL)
		HOLDS(limit.seconds > 0 && limit.seconds <= 86400 && limit.status <= STATUS_UNKNOWN);
}

static bool is_accepted(const char *text)
{
	struct range range;
	struct lifetime_limit lifetime;
	struct moment moment;
	struct time_limit limit;
	double number;
	int64_t whole;

	return range_parse(text, &range) == NULL || lifetime_parse(text, &lifetime) == NULL ||
	       moment_parse(text, &moment) == NULL || time_limit_parse(text, &limit) == NULL ||
	       number_parse(text, &number) == NULL || number_parse_whole(text, INT64_MIN, INT64_MAX, &whole) == NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct arena *arena = arena_create("out of memory\n");
	char *text = arena_copy(arena, bytes, length);

	check_range(text);
	check_lifetime(text);
	check_moment(text);
	check_number(text);
	check_limit(text);
	for (size_t i = 0; i < ARRAY_LENGTH(tails); i++) {
		char *longer = arena_grow(arena, text, strlen(text), strlen(text) + strlen(tails[i]) + 1);

		memcpy(longer + strlen(text), tails[i], strlen(tails[i]));
		HOLDS(!is_accepted(longer));
	}
	arena_destroy(arena);
	return 0;
}
