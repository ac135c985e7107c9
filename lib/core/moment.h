/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * --at: ISO 8601 (2027-01-31, 2027-01-31T12:00, ...:00, ...:00.5, ...Z, ...+01:00, ...+01; UTC unless said otherwise;
 * parts of a second are dropped) or +30d, +36h.
 */
#ifndef CORE_MOMENT_H
#define CORE_MOMENT_H

#include <stdbool.h>
#include <stdint.h>

struct moment {
	bool given, relative;
	int64_t seconds; /* epoch, or from now */
};

/* Returns NULL or what is wrong. */
const char *moment_parse(const char *text, struct moment *ret_moment);

/* The epoch that is meant; now if nothing was given. */
int64_t moment_epoch(const struct moment *moment, int64_t now);

#endif
