/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dates and times of the Gregorian calendar in UTC, as they stand in directories, tickets and headers. */
#ifndef CORE_CALENDAR_H
#define CORE_CALENDAR_H

#include <stdbool.h>
#include <stdint.h>

#include "core/octets.h"

struct calendar {
	int64_t year, month, day, hour, minute, second; /* months and days from 1 */
};

/* Returns false if the calendar has no such time; years 0 to 9999. */
bool calendar_epoch(const struct calendar *calendar, int64_t *ret_epoch);

/* 0 is Sunday. */
unsigned calendar_weekday(int64_t epoch);

/* Generalized time (X.680): "20261122131028Z", "20261122131028.0Z"; a fraction is dropped. Returns NULL or what is
 * wrong. */
const char *calendar_generalized(const struct octets *value, int64_t *ret_epoch);

#endif
