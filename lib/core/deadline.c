/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/deadline.h"

#include <math.h>
#include <stddef.h>
#include <string.h>
#include <time.h>

#include "core/number.h"

enum { LIMIT_MAX = 86400 };

const char *time_limit_parse(const char *text, struct time_limit *ret_limit)
{
	struct time_limit limit = {.status = STATUS_CRITICAL};
	const char *end;

	if (number_parse_prefix(text, &limit.seconds, &end) != NULL || (*end != 0 && *end != ':'))
		return "is not a number of seconds, with or without a state (10, 10:unknown)";
	if (limit.seconds <= 0 || limit.seconds > LIMIT_MAX)
		return "is not more than 0 and at most 86400 seconds";
	if (*end == ':') {
		const char *wrong = status_parse(end + 1, &limit.status);

		if (wrong != NULL)
			return wrong;
	}
	*ret_limit = limit;
	return NULL;
}

double deadline_clock(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

struct deadline deadline_start(double limit)
{
	double reserve = fmin(limit / 6, 0.4); /* a busy machine needs a while to judge and print */
	double now = deadline_clock();

	return (struct deadline){.started = now, .ends = now + limit - reserve};
}

double deadline_elapsed(const struct deadline *deadline)
{
	return deadline_clock() - deadline->started;
}

double deadline_left(const struct deadline *deadline)
{
	double left = deadline->ends - deadline_clock();

	return left > 0 ? left : 0;
}
