/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bytes that are made fit to print. The first byte is the limit of characters. */
#include "core/text.h"
#include "target.h"

/* Characters of valid UTF-8. */
static size_t characters(const char *text)
{
	size_t count = 0;

	for (; *text != 0; text++)
		count += ((unsigned char)*text & 0xC0) != 0x80;
	return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct arena *arena = arena_create("out of memory\n");
	size_t max = length != 0 ? bytes[0] : 0;
	size_t offset = length != 0;
	const char *text = text_foreign(arena, bytes + offset, length - offset, max);

	HOLDS(is_fit(text));
	HOLDS(characters(text) <= max + 3);
	/* what came out is valid: it passes unchanged */
	HOLDS(strcmp(text_foreign(arena, text, strlen(text), max + 3), text) == 0);
	arena_destroy(arena);
	return 0;
}
