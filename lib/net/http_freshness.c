/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/http_freshness.h"

#include <string.h>
#include <strings.h>

#include "net/curl.h"

#define SECONDS_MAX INT64_C(2147483648) /* what is more stands for this (RFC 9111 1.2.2) */

enum { NANOSECONDS = 1000000000 };

/* What stands behind "name" or "name=" of a directive; NULL: it is another one. */
static const char *value_of(const char *directive, size_t length, const char *name)
{
	size_t prefix = strlen(name);

	if (length < prefix || strncasecmp(directive, name, prefix) != 0)
		return NULL;
	if (length == prefix || (directive[prefix] == '=' && length > prefix + 1))
		return directive + prefix + (length > prefix);
	return NULL;
}

/* "3600", also in quotes; -1: it is no number. */
static int64_t seconds_of(const char *value, size_t length)
{
	int64_t seconds = 0;

	if (length >= 2 && value[0] == '"' && value[length - 1] == '"')
		value++, length -= 2;
	for (size_t i = 0; i < length; i++) {
		if (value[i] < '0' || value[i] > '9')
			return -1;
		seconds = seconds * 10 + (value[i] - '0');
		seconds = seconds < SECONDS_MAX ? seconds : SECONDS_MAX;
	}
	return length != 0 ? seconds : -1;
}

struct directives {
	bool uncached;               /* no-store or no-cache */
	int64_t max_age, shared_age; /* seconds; -1: not said */
};

static void directive_read(const char *directive, size_t length, struct directives *directives)
{
	const char *end = directive + length, *value;

	if (value_of(directive, length, "no-store") != NULL || value_of(directive, length, "no-cache") == end)
		directives->uncached = true;
	else if ((value = value_of(directive, length, "max-age")) != NULL)
		directives->max_age = seconds_of(value, (size_t)(end - value));
	else if ((value = value_of(directive, length, "s-maxage")) != NULL)
		directives->shared_age = seconds_of(value, (size_t)(end - value));
}

static struct directives cache_control_read(const char *text)
{
	struct directives directives = {.max_age = -1, .shared_age = -1};

	while (text != NULL && *text != 0) {
		size_t length = strcspn(text, ","), trimmed;

		while (length > 0 && *text == ' ')
			text++, length--;
		for (trimmed = length; trimmed > 0 && text[trimmed - 1] == ' ';)
			trimmed--;
		directive_read(text, trimmed, &directives);
		text += length + (text[length] == ',');
	}
	return directives;
}

int64_t http_fresh_until(const char *cache_control, const char *expires, const struct http_answer *answer)
{
	struct directives directives = cache_control_read(cache_control);
	int64_t lasts = directives.shared_age >= 0 ? directives.shared_age : directives.max_age;

	if (directives.uncached)
		return -1;
	if (lasts >= 0)
		return answer->answered / NANOSECONDS + lasts - (answer->age > 0 ? (int64_t)answer->age : 0);
	return expires != NULL ? (int64_t)curl_getdate(expires, NULL) : -1;
}
