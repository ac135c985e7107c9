/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one deadline of a run, on the monotonic clock. Every step gets what is left of it. */
#ifndef CORE_DEADLINE_H
#define CORE_DEADLINE_H

#include "core/status.h"

/* -t SECONDS[:STATE] */
struct time_limit {
	double seconds;
	enum status status; /* of a run that did not end in time */
};

/* Returns NULL or what is wrong. */
const char *time_limit_parse(const char *text, struct time_limit *ret_limit);

struct deadline {
	double started, ends; /* seconds of the monotonic clock */
};

/* Seconds of the monotonic clock. */
double deadline_clock(void);

/* Begins now. The probes stop a moment before the limit, so that there is time to print what they found. */
struct deadline deadline_start(double limit);

/* Seconds since the start, and until the end (never negative). */
double deadline_elapsed(const struct deadline *deadline);
double deadline_left(const struct deadline *deadline);

#endif
