/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/moment.h"

#include <ctype.h>
#include <stddef.h>
#include <string.h>

#include "core/calendar.h"
#include "core/lifetime.h"

static const char not_a_moment[] = "is not a time such as 2027-01-31, 2027-01-31T12:00:00Z or +30d";

/* Exactly width digits from minimum to maximum; moves *at behind them. */
static bool digits(const char **at, int width, int64_t minimum, int64_t maximum, int64_t *ret_value)
{
	int64_t value = 0;

	for (int i = 0; i < width; i++, (*at)++) {
		if (!isdigit((unsigned char)**at))
			return false;
		value = 10 * value + (**at - '0');
	}
	*ret_value = value;
	return value >= minimum && value <= maximum;
}

static bool literal(const char **at, char character)
{
	if (**at != character)
		return false;
	(*at)++;
	return true;
}

/* ".5" or ",123456" behind seconds: nothing here is judged by less than a second */
static bool fraction(const char **at)
{
	if (!literal(at, '.') && !literal(at, ','))
		return true;
	if (!isdigit((unsigned char)**at))
		return false;
	*at += strspn(*at, "0123456789");
	return true;
}

/* "T12:00", "T12:00:30", "T12:00:30.5", " 12:00" */
static bool clock_time(const char **at, struct calendar *calendar)
{
	if (!literal(at, 'T') && !literal(at, ' '))
		return **at == 0;
	if (!digits(at, 2, 0, 23, &calendar->hour) || !literal(at, ':') || !digits(at, 2, 0, 59, &calendar->minute))
		return false;
	return !literal(at, ':') || (digits(at, 2, 0, 59, &calendar->second) && fraction(at));
}

/* "", "Z", "+01:00", "-0530", "+01"; seconds east of Greenwich */
static bool zone(const char **at, int64_t *ret_east)
{
	int64_t hours, minutes = 0, sign = **at == '-' ? -1 : 1;

	*ret_east = 0;
	if (**at == 0 || strcmp(*at, "Z") == 0)
		return true;
	if (!literal(at, '+') && !literal(at, '-'))
		return false;
	if (!digits(at, 2, 0, 14, &hours))
		return false;
	if (**at != 0 && (literal(at, ':'), !digits(at, 2, 0, 59, &minutes)))
		return false;
	*ret_east = sign * (hours * 3600 + minutes * 60);
	return **at == 0;
}

static const char *parse_absolute(const char *text, struct moment *ret_moment)
{
	struct calendar calendar = {0};
	const char *at = text;
	int64_t east, epoch;

	if (!digits(&at, 4, 1970, 9999, &calendar.year) || !literal(&at, '-') ||
	    !digits(&at, 2, 1, 12, &calendar.month) || !literal(&at, '-') || !digits(&at, 2, 1, 31, &calendar.day) ||
	    !clock_time(&at, &calendar) || !zone(&at, &east))
		return not_a_moment;
	if (!calendar_epoch(&calendar, &epoch))
		return "is a day that the calendar does not have";
	*ret_moment = (struct moment){.given = true, .seconds = epoch - east};
	return NULL;
}

const char *moment_parse(const char *text, struct moment *ret_moment)
{
	struct lifetime_limit distance;

	if (*text != '+')
		return parse_absolute(text, ret_moment);
	if (lifetime_parse(text + 1, &distance) != NULL || distance.percent || strchr(text, ':') != NULL ||
	    distance.value > 100 * 366 * 86400.0)
		return not_a_moment;
	*ret_moment = (struct moment){.given = true, .relative = true, .seconds = (int64_t)distance.value};
	return NULL;
}

int64_t moment_epoch(const struct moment *moment, int64_t now)
{
	if (!moment->given)
		return now;
	return moment->relative ? now + moment->seconds : moment->seconds;
}
