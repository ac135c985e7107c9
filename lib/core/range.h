/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Threshold ranges of the plugin guidelines: [@]start:end, both ends included. 10 = 0:10, 10: = 10:infinity,
 * ~:10 = -infinity:10; outside alerts, with @ inside.
 */
#ifndef CORE_RANGE_H
#define CORE_RANGE_H

#include <stdbool.h>

struct range {
	double start, end; /* may be infinite */
	bool inside;       /* @: alert inside */
	bool given;        /* false: no threshold at all, never alerts */
	const char *text;  /* as it was written; as long as the text that was parsed */
};

/* Returns NULL or what is wrong. */
const char *range_parse(const char *text, struct range *ret_range);

bool range_alerts(const struct range *range, double value);

/* true if every value that alerts critical also alerts warning (or one of them isn't given). */
bool range_is_stricter(const struct range *warning, const struct range *critical);

#endif
