/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pki/crl_time.h"

#include <endian.h>
#include <string.h>
#include <time.h>

enum { UTC_LENGTH = 13, GENERALIZED_LENGTH = 15 };

static const char malformed[] = "is malformed (not YYMMDDHHMMSSZ or YYYYMMDDHHMMSSZ)";
static const char nonexistent[] = "does not exist in the calendar";

/* Eight digits at once: true if each byte is '0' to '9'. */
static bool all_digits(uint64_t text)
{
	const uint64_t high = 0xF0F0F0F0F0F0F0F0U, zeros = 0x3030303030303030U;

	return (text & high) == zeros && ((text + 0x0606060606060606U) & high) == zeros;
}

/* Four two-digit numbers, the first one in the lowest 16 bits. */
static uint64_t digit_pairs(uint64_t text)
{
	uint64_t digits = text - 0x3030303030303030U;

	return (digits & 0x00FF00FF00FF00FFU) * 10 + (digits >> 8 & 0x00FF00FF00FF00FFU);
}

static bool leap_year(unsigned year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static unsigned month_days(unsigned year, unsigned month)
{
	static const unsigned char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	return month == 2 && leap_year(year) ? 29 : days[month - 1];
}

struct parts {
	unsigned year, month, day, hour, minute, second;
};

/* RFC 5280 4.1.2.5.1 */
static unsigned full_year(unsigned year)
{
	return year < 50 ? 2000 + year : 1900 + year;
}

/* "YYMMDDHHMMSS" */
static bool split(const unsigned char *text, struct parts *ret_parts)
{
	uint64_t front, back, pairs;

	memcpy(&front, text, sizeof front);
	memcpy(&back, text + 4, sizeof back); /* overlaps, so that both are eight digits */
	front = le64toh(front);
	back = le64toh(back);
	if (!all_digits(front) || !all_digits(back))
		return false;
	pairs = digit_pairs(front);
	ret_parts->year = (unsigned)(pairs & 0xFF);
	ret_parts->month = (unsigned)(pairs >> 16 & 0xFF);
	pairs = digit_pairs(back);
	ret_parts->day = (unsigned)(pairs & 0xFF);
	ret_parts->hour = (unsigned)(pairs >> 16 & 0xFF);
	ret_parts->minute = (unsigned)(pairs >> 32 & 0xFF);
	ret_parts->second = (unsigned)(pairs >> 48);
	return true;
}

static bool exists(const struct parts *parts)
{
	return parts->month - 1 < 12 && parts->hour < 24 && parts->minute < 60 && parts->second < 60 &&
	       parts->day - 1 < month_days(parts->year, parts->month);
}

bool crl_time_utc_good(const unsigned char *digits)
{
	struct parts parts;

	if (digits[UTC_LENGTH - 1] != 'Z' || !split(digits, &parts))
		return false;
	parts.year = full_year(parts.year);
	return exists(&parts);
}

static bool read_parts(const struct der_element *element, struct parts *ret_parts)
{
	const unsigned char *text = element->content.bytes;
	size_t length = element->content.length;
	bool utc = element->tag == DER_UTC_TIME;

	if ((!utc && element->tag != DER_GENERALIZED_TIME) || length != (utc ? UTC_LENGTH : GENERALIZED_LENGTH) ||
	    text[length - 1] != 'Z' || !split(text + (utc ? 0 : 2), ret_parts))
		return false;
	if (utc) {
		ret_parts->year = full_year(ret_parts->year);
		return true;
	}
	if (text[0] < '0' || text[0] > '9' || text[1] < '0' || text[1] > '9')
		return false;
	ret_parts->year += 1000U * (unsigned)(text[0] - '0') + 100U * (unsigned)(text[1] - '0');
	return true;
}

static int64_t epoch_of(const struct parts *parts)
{
	struct tm calendar = {
		.tm_year = (int)parts->year - 1900,
		.tm_mon = (int)parts->month - 1,
		.tm_mday = (int)parts->day,
		.tm_hour = (int)parts->hour,
		.tm_min = (int)parts->minute,
		.tm_sec = (int)parts->second,
	};

	return (int64_t)timegm(&calendar);
}

const char *crl_time_read_any(const struct der_element *element, int64_t *ret_epoch)
{
	struct parts parts;

	if (!read_parts(element, &parts))
		return malformed;
	if (!exists(&parts))
		return nonexistent;
	*ret_epoch = epoch_of(&parts);
	return NULL;
}

const char *crl_time_read(const struct der_element *element, int64_t *ret_epoch)
{
	struct parts parts;

	if (element->tag == DER_GENERALIZED_TIME && read_parts(element, &parts) && parts.year < 2050)
		return "is a GeneralizedTime before 2050 (RFC 5280 5.1.2.4)";
	return crl_time_read_any(element, ret_epoch);
}
