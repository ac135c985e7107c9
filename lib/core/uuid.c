/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/uuid.h"

#include <string.h>

#include "core/array.h"
#include "core/text.h"

/* The order in which a text shows the bytes; -1: a hyphen. */
static const signed char order[] = {3, 2, 1, 0, -1, 5, 4, -1, 7, 6, -1, 8, 9, -1, 10, 11, 12, 13, 14, 15};

bool uuid_read(struct cursor *cursor, struct uuid *ret_uuid)
{
	struct octets octets;

	if (!cursor_take(cursor, sizeof ret_uuid->bytes, &octets))
		return false;
	memcpy(ret_uuid->bytes, octets.bytes, sizeof ret_uuid->bytes);
	return true;
}

bool uuid_equal(const struct uuid *one, const struct uuid *other)
{
	return memcmp(one->bytes, other->bytes, sizeof one->bytes) == 0;
}

const char *uuid_text(struct arena *arena, const struct uuid *uuid)
{
	struct text_buffer text = {.arena = arena};

	for (size_t i = 0; i < ARRAY_LENGTH(order); i++)
		if (order[i] < 0)
			text_append_bytes(&text, "-", 1);
		else
			text_append(&text, "%02x", uuid->bytes[order[i]]);
	return text_of(&text);
}

/* The end of the text is no digit: that keeps it inside. */
bool uuid_parse_prefix(const char *text, struct uuid *ret_uuid)
{
	for (size_t i = 0; i < ARRAY_LENGTH(order); i++) {
		int high = text_hex_digit(*text);

		if (order[i] < 0) {
			if (*text++ != '-')
				return false;
			continue;
		}
		if (high < 0 || text_hex_digit(text[1]) < 0)
			return false;
		ret_uuid->bytes[order[i]] = (unsigned char)(high << 4 | text_hex_digit(text[1]));
		text += 2;
	}
	return true;
}
