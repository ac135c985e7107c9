/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the fuzz targets have in common. A property that does not hold ends the program. */
#ifndef FUZZ_TARGET_H
#define FUZZ_TARGET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/arena.h"
#include "core/array.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

#define HOLDS(property) \
	do { \
		if (!(property)) { \
			fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #property); \
			abort(); \
		} \
	} while (0)

/* Fit to print: no control character, nothing that front ends misread. */
static inline bool is_fit(const char *text)
{
	for (const unsigned char *at = (const unsigned char *)text; *at != 0; at++)
		if (*at < 0x20 || *at == 0x7F || strchr("|<>\\", *at) != NULL)
			return false;
	return true;
}

#endif
