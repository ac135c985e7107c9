/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An answer in pieces: a beginning never says anything else than the whole, but that more must come. */
#include "clock/rootdse.h"
#include "target.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct arena *arena = arena_create("out of memory\n");
	struct rootdse_answer whole, part;
	const char *wrong = rootdse_answer_parse(arena, 1, bytes, length, &whole);

	HOLDS(wrong == NULL || (*wrong != 0 && is_fit(wrong)));
	HOLDS(wrong != NULL || !whole.complete || whole.reading.time >= 0);
	if (length != 0 && rootdse_answer_parse(arena, 1, bytes, length - 1, &part) == NULL && part.complete)
		HOLDS(wrong == NULL && whole.complete && whole.reading.time == part.reading.time);
	arena_destroy(arena);
	return 0;
}
