/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Points in time as clocks are compared: nanoseconds since the epoch, since a double of the epoch would lose
 * microseconds. What a server says is taken from 1970 to 2199 only, so that no difference of two can overflow.
 */
#ifndef CLOCK_CLOCK_TIME_H
#define CLOCK_CLOCK_TIME_H

#include <stdint.h>

typedef int64_t clock_time;

#define CLOCK_SECOND INT64_C(1000000000)
#define CLOCK_MICROSECOND INT64_C(1000)
#define CLOCK_FILETIME_TICK INT64_C(100)

/* What a server said: when it did so its clock stood at time or later, but before time + resolution. */
struct clock_reading {
	clock_time time;
	int64_t resolution; /* nanoseconds */
};

/* nanoseconds: 0 to 999999999. Returns NULL or what is wrong. */
const char *clock_time_of_epoch(int64_t epoch, int64_t nanoseconds, clock_time *ret_time);

/* A FILETIME (MS-DTYP 2.3.3: 100 ns since 1601). Returns NULL or what is wrong. */
const char *clock_time_of_filetime(uint64_t filetime, clock_time *ret_time);

/* Seconds from one point to another, exact to a nanosecond for clocks less than a month apart. */
double clock_time_between(clock_time from, clock_time to);

#endif
