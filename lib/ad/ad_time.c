/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ad/ad_time.h"

#include <string.h>

#include "core/cursor.h"

enum { HOUR = 3600, WEEK_HOURS = 7 * 24, EPOCH_HOUR = 4 * 24 /* 1970 began on a Thursday */ };
#define TICKS INT64_C(10000000)               /* of 100 ns in a second */
#define EPOCH_SINCE_1601 INT64_C(11644473600) /* seconds */

static int64_t divide_down(int64_t value, int64_t divisor)
{
	return value / divisor - (value % divisor < 0);
}

int64_t ad_time_epoch(int64_t filetime)
{
	return divide_down(filetime, TICKS) - EPOCH_SINCE_1601;
}

const char *ad_time_period(const struct octets *value, int64_t *ret_seconds)
{
	struct cursor cursor = cursor_over(value->bytes, value->length);
	uint64_t bits;
	int64_t ticks;

	if (value->length != sizeof bits || !cursor_u64le(&cursor, &bits))
		return "does not have 8 bytes";
	memcpy(&ticks, &bits, sizeof ticks);
	if (ticks > 0)
		return "is not a negative count of 100 ns";
	*ret_seconds = -(ticks / TICKS);
	return NULL;
}

/* 0 is Sunday 00:00 UTC. */
static unsigned hour_of_week(int64_t epoch)
{
	int64_t hours = divide_down(epoch, HOUR);

	return (unsigned)((hours % WEEK_HOURS + WEEK_HOURS + EPOCH_HOUR) % WEEK_HOURS);
}

bool ad_logon_hours_allow(const unsigned char *hours, int64_t epoch)
{
	unsigned hour = hour_of_week(epoch);

	return (hours[hour / 8] >> hour % 8 & 1) != 0;
}

int64_t ad_logon_hours_change(const unsigned char *hours, int64_t epoch)
{
	bool now = ad_logon_hours_allow(hours, epoch);
	int64_t begin = divide_down(epoch, HOUR) * HOUR;

	for (int64_t i = 1; i < WEEK_HOURS; i++)
		if (ad_logon_hours_allow(hours, begin + i * HOUR) != now)
			return begin + i * HOUR;
	return 0;
}
