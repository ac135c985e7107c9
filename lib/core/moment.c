/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/moment.h"

#include <ctype.h>
#include <stddef.h>
#include <string.h>
#include <time.h>

#include "core/lifetime.h"

static const char not_a_moment[] = "is not a time such as 2027-01-31, 2027-01-31T12:00:00Z or +30d";

/* Exactly width digits from minimum to maximum; moves *at behind them. */
static bool digits(const char **at, int width, int minimum, int maximum, int *ret_value)
{
	int value = 0;

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
static bool clock_time(const char **at, struct tm *parts)
{
	if (!literal(at, 'T') && !literal(at, ' '))
		return **at == 0;
	if (!digits(at, 2, 0, 23, &parts->tm_hour) || !literal(at, ':') || !digits(at, 2, 0, 59, &parts->tm_min))
		return false;
	return !literal(at, ':') || (digits(at, 2, 0, 59, &parts->tm_sec) && fraction(at));
}

/* "", "Z", "+01:00", "-0530", "+01"; seconds east of Greenwich */
static bool zone(const char **at, int64_t *ret_east)
{
	int hours, minutes = 0, sign = **at == '-' ? -1 : 1;

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
	struct tm parts = {.tm_mday = 1};
	struct tm before;
	const char *at = text;
	int64_t east;
	time_t epoch;

	if (!digits(&at, 4, 1970, 9999, &parts.tm_year) || !literal(&at, '-') ||
	    !digits(&at, 2, 1, 12, &parts.tm_mon) || !literal(&at, '-') || !digits(&at, 2, 1, 31, &parts.tm_mday) ||
	    !clock_time(&at, &parts) || !zone(&at, &east))
		return not_a_moment;
	parts.tm_year -= 1900;
	parts.tm_mon -= 1;
	before = parts;
	epoch = timegm(&parts);
	if (before.tm_mday != parts.tm_mday)
		return "is a day that the calendar does not have";
	*ret_moment = (struct moment){.given = true, .seconds = (int64_t)epoch - east};
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
