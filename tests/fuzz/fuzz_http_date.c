/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "clock/http_date.h"
#include "target.h"

enum { NOW = 1795353341 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct arena *arena = arena_create("out of memory\n");
	struct clock_reading reading;
	const char *wrong = http_date_parse(arena_copy(arena, bytes, length), NOW, &reading);

	HOLDS(wrong == NULL || (*wrong != 0 && is_fit(wrong)));
	HOLDS(wrong != NULL || (reading.time >= 0 && reading.resolution == CLOCK_SECOND));
	arena_destroy(arena);
	return 0;
}
