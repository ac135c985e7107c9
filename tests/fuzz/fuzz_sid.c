/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SIDs as bytes and as text: what is read is written back alike. */
#include "ad/sid.h"
#include "target.h"

static void as_bytes(const uint8_t *bytes, size_t length, struct arena *arena)
{
	const struct octets value = {bytes, length};
	struct cursor cursor = cursor_over(bytes, length);
	struct sid sid, parsed;
	bool whole = sid_read_value(&value, &sid) == NULL, begun = sid_read(&cursor, &parsed) == NULL;
	struct octets written;

	HOLDS(!whole || begun);
	HOLDS(whole == (begun && cursor_left(&cursor) == 0));
	HOLDS(begun || cursor.offset == 0);
	if (!whole)
		return;
	written = sid_octets(arena, &sid);
	HOLDS(written.length == length && memcmp(written.bytes, bytes, length) == 0);
	HOLDS(sid_parse(sid_text(arena, &sid), &parsed) == NULL && sid_equal(&sid, &parsed));
	HOLDS(!(sid_is_low_privileged(&sid) && sid_is_administrative(&sid)));
	HOLDS(!sid_is_low_privileged(&sid) || sid_known_name(&sid) != NULL);
	HOLDS(!sid_is_administrative(&sid) || sid_known_name(&sid) != NULL);
	HOLDS(!sid_is_of_domain(&sid) || sid_same_domain(&sid, &sid));
}

static void as_text(const uint8_t *bytes, size_t length, struct arena *arena)
{
	const char *text = arena_copy(arena, bytes, length);
	struct sid sid, again;

	if (sid_parse(text, &sid) != NULL)
		return;
	HOLDS(sid_parse(sid_text(arena, &sid), &again) == NULL && sid_equal(&sid, &again));
	HOLDS(is_fit(sid_text(arena, &sid)));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct arena *arena = arena_create("out of memory\n");

	as_bytes(bytes, length, arena);
	as_text(bytes, length, arena);
	arena_destroy(arena);
	return 0;
}
