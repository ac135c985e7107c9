/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/calendar.h"

#include <stddef.h>

enum { DAY = 86400, WEEK_DAYS = 7, EPOCH_WEEKDAY = 4 /* 1970 began on a Thursday */, DIGITS = 14 };

static bool is_leap(int64_t year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int64_t month_days(int64_t year, int64_t month)
{
	static const unsigned char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

/* Days from 1970 to that date; years from 0, counted from March so that a leap day is the last of its year. */
static int64_t days_since_epoch(int64_t year, int64_t month, int64_t day)
{
	int64_t years = year + 400 - (month < 3), march_months = (month + 9) % 12;

	return 365 * years + years / 4 - years / 100 + years / 400 + (153 * march_months + 2) / 5 + day - 1 -
	       INT64_C(719468) - INT64_C(146097);
}

static bool is_within(int64_t value, int64_t minimum, int64_t maximum)
{
	return value >= minimum && value <= maximum;
}

bool calendar_epoch(const struct calendar *calendar, int64_t *ret_epoch)
{
	if (!is_within(calendar->year, 0, 9999) || !is_within(calendar->month, 1, 12) ||
	    !is_within(calendar->day, 1, month_days(calendar->year, calendar->month)) ||
	    !is_within(calendar->hour, 0, 23) || !is_within(calendar->minute, 0, 59) ||
	    !is_within(calendar->second, 0, 59))
		return false;
	*ret_epoch = ((days_since_epoch(calendar->year, calendar->month, calendar->day) * 24 + calendar->hour) * 60 +
		      calendar->minute) *
			     60 +
		     calendar->second;
	return true;
}

unsigned calendar_weekday(int64_t epoch)
{
	int64_t days = epoch / DAY - (epoch % DAY < 0);

	return (unsigned)((days % WEEK_DAYS + WEEK_DAYS + EPOCH_WEEKDAY) % WEEK_DAYS);
}

static bool is_digit(unsigned char character)
{
	return character >= '0' && character <= '9';
}

static size_t digits_from(const struct octets *value, size_t from)
{
	size_t at = from;

	while (at < value->length && is_digit(value->bytes[at]))
		at++;
	return at - from;
}

/* What stands behind the seconds: a fraction, which is dropped, and Z. */
static bool ends_well(const struct octets *value)
{
	size_t at = DIGITS, fraction;

	if (at < value->length && (value->bytes[at] == '.' || value->bytes[at] == ',')) {
		fraction = digits_from(value, at + 1);
		at += fraction != 0 ? 1 + fraction : 0;
	}
	return at + 1 == value->length && value->bytes[at] == 'Z';
}

static int64_t digits_value(const unsigned char *digits, size_t count)
{
	int64_t value = 0;

	while (count-- > 0)
		value = 10 * value + (*digits++ - '0');
	return value;
}

const char *calendar_generalized(const struct octets *value, int64_t *ret_epoch)
{
	const unsigned char *text = value->bytes;
	struct calendar calendar;

	if (digits_from(value, 0) != DIGITS || !ends_well(value))
		return "is not a time such as 20261122131028.0Z";
	calendar = (struct calendar){
		.year = digits_value(text, 4),
		.month = digits_value(text + 4, 2),
		.day = digits_value(text + 6, 2),
		.hour = digits_value(text + 8, 2),
		.minute = digits_value(text + 10, 2),
		.second = digits_value(text + 12, 2),
	};
	return calendar_epoch(&calendar, ret_epoch) ? NULL : "does not exist in the calendar";
}
