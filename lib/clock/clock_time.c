/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "clock/clock_time.h"

#include <stddef.h>

#define TICKS UINT64_C(10000000)               /* of 100 ns in a second */
#define EPOCH_SINCE_1601 UINT64_C(11644473600) /* seconds */
#define EPOCH_OF_2200 INT64_C(7258118400)

const char *clock_time_of_epoch(int64_t epoch, int64_t nanoseconds, clock_time *ret_time)
{
	if (epoch < 0 || epoch >= EPOCH_OF_2200)
		return "is outside of the years 1970 to 2199";
	*ret_time = epoch * CLOCK_SECOND + nanoseconds;
	return NULL;
}

const char *clock_time_of_filetime(uint64_t filetime, clock_time *ret_time)
{
	int64_t epoch = (int64_t)(filetime / TICKS) - (int64_t)EPOCH_SINCE_1601;

	if (filetime == 0)
		return "is not set";
	return clock_time_of_epoch(epoch, (int64_t)(filetime % TICKS) * CLOCK_FILETIME_TICK, ret_time);
}

double clock_time_between(clock_time from, clock_time to)
{
	return (double)(to - from) / (double)CLOCK_SECOND;
}
