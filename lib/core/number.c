/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/number.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const char not_a_number[] = "is not a number";

const char *number_parse_prefix(const char *text, double *ret_value, const char **ret_end)
{
	const char *digits = text + (*text == '-' || *text == '+');
	size_t whole = strspn(digits, "0123456789"), fraction = 0;
	char number[32];
	size_t length;

	if (digits[whole] == '.')
		fraction = 1 + strspn(digits + whole + 1, "0123456789");
	length = (size_t)(digits - text) + whole + fraction;
	if (whole + fraction == 0 || (whole == 0 && fraction < 2) || length >= sizeof number)
		return not_a_number;
	memcpy(number, text, length);
	number[length] = 0;
	*ret_value = strtod(number, NULL);
	*ret_end = text + length;
	return NULL;
}

const char *number_parse(const char *text, double *ret_value)
{
	const char *end;
	double value;

	if (number_parse_prefix(text, &value, &end) != NULL || *end != 0)
		return not_a_number;
	*ret_value = value;
	return NULL;
}

const char *number_parse_whole(const char *text, int64_t minimum, int64_t maximum, int64_t *ret_value)
{
	const char *digits = text + (*text == '-');
	long long value;

	if (*digits == 0 || digits[strspn(digits, "0123456789")] != 0)
		return "is not a whole number";
	errno = 0;
	value = strtoll(text, NULL, 10);
	if (errno != 0 || value < minimum || value > maximum)
		return "is out of range";
	*ret_value = value;
	return NULL;
}

const char *number_parse_size(const char *text, uint64_t *ret_bytes)
{
	static const char units[] = "kmgt";
	size_t digits = strspn(text, "0123456789");
	const char *unit = text[digits] != 0 ? strchr(units, text[digits] | 0x20) : NULL;
	unsigned shift = unit != NULL ? 10 * (unsigned)(unit - units + 1) : 0;
	char number[20];
	int64_t value;

	if (digits == 0 || digits >= sizeof number || (text[digits] != 0 && (unit == NULL || text[digits + 1] != 0)))
		return "is not a size such as 500, 64K, 10M or 1G";
	memcpy(number, text, digits);
	number[digits] = 0;
	if (number_parse_whole(number, 1, INT64_MAX / 2 >> shift, &value) != NULL)
		return "is out of range";
	*ret_bytes = (uint64_t)value << shift;
	return NULL;
}
