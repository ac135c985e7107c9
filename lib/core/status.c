/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/status.h"

#include <string.h>
#include <strings.h>

#include "core/array.h"

static const struct {
	const char *name;
	int severity;
} states[] = {
	[STATUS_OK] = {"OK", 0},
	[STATUS_WARNING] = {"WARNING", 1},
	[STATUS_CRITICAL] = {"CRITICAL", 3},
	[STATUS_UNKNOWN] = {"UNKNOWN", 2},
};

const char *status_name(enum status status)
{
	return states[status].name;
}

int status_severity(enum status status)
{
	return states[status].severity;
}

enum status status_worse(enum status one, enum status other)
{
	return states[other].severity > states[one].severity ? other : one;
}

const char *status_parse(const char *text, enum status *ret_status)
{
	for (unsigned i = 0; i < ARRAY_LENGTH(states); i++) {
		char digit[] = {(char)('0' + i), 0};

		if (strcasecmp(text, states[i].name) == 0 || strcmp(text, digit) == 0) {
			*ret_status = (enum status)i;
			return NULL;
		}
	}
	return "is none of ok, warning, critical, unknown";
}
