/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "clock/http_date.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "core/array.h"
#include "core/calendar.h"

#define YEAR INT64_C(31556952) /* seconds, the mean of the Gregorian calendar */

enum { NAME = 3, FUTURE_YEARS = 50 };

static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
static const char *const days[] = {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};

/* What the text says; names that nobody has are -1, and month 0. */
struct date {
	struct calendar calendar;
	int weekday;
	bool short_year;
};

static bool take_digits(const char **text, size_t digits, int64_t *ret_value)
{
	int64_t value = 0;

	for (size_t i = 0; i < digits; i++) {
		if (**text < '0' || **text > '9')
			return false;
		value = 10 * value + (*(*text)++ - '0');
	}
	*ret_value = value;
	return true;
}

/* Of a day in two places, of which the first may be blank. */
static bool take_day(const char **text, int64_t *ret_day)
{
	bool blank = **text == ' ';

	*text += blank;
	return take_digits(text, blank ? 1 : 2, ret_day);
}

static bool take_month(const char **text, int64_t *ret_month)
{
	*ret_month = 0;
	for (int i = 0; months[i * NAME] != 0; i++)
		if (strncmp(*text, months + i * NAME, NAME) == 0)
			*ret_month = i + 1;
	if (strnlen(*text, NAME) < NAME)
		return false;
	*text += NAME;
	return true;
}

static bool take_weekday(const char **text, bool whole, int *ret_weekday)
{
	size_t length = whole ? strcspn(*text, ",") : strnlen(*text, NAME);

	*ret_weekday = -1;
	for (size_t i = 0; i < ARRAY_LENGTH(days); i++)
		if (length == (whole ? strlen(days[i]) : NAME) && strncmp(*text, days[i], length) == 0)
			*ret_weekday = (int)i;
	*text += length;
	return whole ? *ret_weekday >= 0 : length == NAME;
}

/* part: as strptime() would have it, where one does. */
static bool take_part(const char **text, char part, struct date *date)
{
	struct calendar *calendar = &date->calendar;

	switch (part) {
	case 'a':
	case 'A':
		return take_weekday(text, part == 'A', &date->weekday);
	case 'b':
		return take_month(text, &calendar->month);
	case 'd':
		return take_digits(text, 2, &calendar->day);
	case 'e':
		return take_day(text, &calendar->day);
	case 'Y':
		return take_digits(text, 4, &calendar->year);
	case 'y':
		date->short_year = true;
		return take_digits(text, 2, &calendar->year);
	case 'H':
		return take_digits(text, 2, &calendar->hour);
	case 'M':
		return take_digits(text, 2, &calendar->minute);
	default:
		return take_digits(text, 2, &calendar->second);
	}
}

static bool take_form(const char *text, const char *form, struct date *ret_date)
{
	struct date date = {.weekday = -1};

	for (; *form != 0; form++) {
		if (*form == '%') {
			if (!take_part(&text, *++form, &date))
				return false;
		} else if (*text++ != *form) {
			return false;
		}
	}
	*ret_date = date;
	return *text == 0;
}

/* The latest year of those digits that is not more than 50 years ahead. */
static bool complete(struct calendar *calendar, int64_t now, int64_t *ret_epoch)
{
	int64_t latest = now + FUTURE_YEARS * YEAR, year = 1970 + latest / YEAR;

	calendar->year = year - (year + 100 - calendar->year) % 100;
	if (!calendar_epoch(calendar, ret_epoch))
		return false;
	if (*ret_epoch <= latest)
		return true;
	calendar->year -= 100;
	return calendar_epoch(calendar, ret_epoch);
}

/* 60 is a leap second: as far as a clock is concerned the one that follows. */
static const char *read_epoch(struct date *date, int64_t now, int64_t *ret_epoch)
{
	bool leap = date->calendar.second == 60;
	int64_t epoch;

	date->calendar.second -= leap;
	if (date->short_year ? !complete(&date->calendar, now, &epoch) : !calendar_epoch(&date->calendar, &epoch))
		return "sends a Date that does not exist in the calendar";
	if (date->weekday != (int)calendar_weekday(epoch))
		return "sends a Date with the wrong day of the week";
	*ret_epoch = epoch + leap;
	return NULL;
}

const char *http_date_parse(const char *text, int64_t now, struct clock_reading *ret_reading)
{
	static const char *const forms[] = {
		"%a, %d %b %Y %H:%M:%S GMT", "%A, %d-%b-%y %H:%M:%S GMT", /* RFC 850 */
		"%a %b %e %H:%M:%S %Y",                                   /* asctime() */
	};
	struct clock_reading reading = {.resolution = CLOCK_SECOND};
	const char *wrong = "sends a Date that is not of the form 'Sun, 22 Nov 2026 13:15:41 GMT'";
	struct date date;
	int64_t epoch = 0;

	for (size_t i = 0; i < ARRAY_LENGTH(forms); i++)
		if (take_form(text, forms[i], &date))
			wrong = read_epoch(&date, now, &epoch);
	if (wrong == NULL && clock_time_of_epoch(epoch, 0, &reading.time) != NULL)
		wrong = "says a time outside of the years 1970 to 2199";
	if (wrong == NULL)
		*ret_reading = reading;
	return wrong;
}
