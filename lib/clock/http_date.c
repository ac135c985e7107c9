/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "clock/http_date.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "core/calendar.h"

enum { LENGTH = 29, NAME = 3 };

static const char days[] = "SunMonTueWedThuFriSat";
static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";

/* The place of a name of three letters among such names; -1: none of them. */
static int place_of(const char *text, const char *names)
{
	for (int i = 0; names[i * NAME] != 0; i++)
		if (memcmp(text, names + i * NAME, NAME) == 0)
			return i;
	return -1;
}

/* The same punctuation, and digits where the pattern has 0. */
static bool has_form(const char *text)
{
	static const char pattern[] = "xxx, 00 xxx 0000 00:00:00 GMT";

	for (size_t i = 0; i < LENGTH; i++) {
		bool digit = text[i] >= '0' && text[i] <= '9';

		if (pattern[i] == '0' ? !digit : pattern[i] != 'x' && pattern[i] != text[i])
			return false;
	}
	return true;
}

static int64_t number_at(const char *text, size_t offset, size_t digits)
{
	int64_t value = 0;

	for (size_t i = 0; i < digits; i++)
		value = 10 * value + (text[offset + i] - '0');
	return value;
}

/* "Sunday, 22-Nov-26 13:15:41 GMT" and "Sun Nov 22 13:15:41 2026": no server has sent them for decades. */
static const char *why_not(const char *text)
{
	if (strlen(text) > NAME && place_of(text, days) >= 0 && (strchr(text, '-') != NULL || text[NAME] == ' '))
		return "sends a Date in a form that was given up in 1997";
	return "sends a Date that is not of the form 'Sun, 22 Nov 2026 13:15:41 GMT'";
}

/* 60 is a leap second: as far as a clock is concerned the one that follows. */
static const char *read_epoch(const char *text, int64_t *ret_epoch)
{
	int64_t second = number_at(text, 23, 2), leap = second == 60;
	struct calendar calendar = {
		.year = number_at(text, 12, 4),
		.month = place_of(text + 8, months) + 1,
		.day = number_at(text, 5, 2),
		.hour = number_at(text, 17, 2),
		.minute = number_at(text, 20, 2),
		.second = second - leap,
	};
	int64_t epoch;

	if (!calendar_epoch(&calendar, &epoch))
		return "sends a Date that does not exist in the calendar";
	if (place_of(text, days) != (int)calendar_weekday(epoch))
		return "sends a Date with the wrong day of the week";
	*ret_epoch = epoch + leap;
	return NULL;
}

const char *http_date_parse(const char *text, struct clock_reading *ret_reading)
{
	struct clock_reading reading = {.resolution = CLOCK_SECOND};
	const char *wrong;
	int64_t epoch;

	if (strlen(text) != LENGTH || !has_form(text))
		return why_not(text);
	wrong = read_epoch(text, &epoch);
	if (wrong == NULL && clock_time_of_epoch(epoch, 0, &reading.time) != NULL)
		wrong = "says a time outside of the years 1970 to 2199";
	if (wrong == NULL)
		*ret_reading = reading;
	return wrong;
}
