/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base64.h"

#include <string.h>

static bool is_blank(unsigned char character)
{
	return character != 0 && strchr(" \t\r\n\f\v", character) != NULL;
}

/* The six bits of a digit, -1 if it is none. */
static int base64_digit(unsigned char character)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const char *place = character != 0 ? strchr(digits, character) : NULL;

	return place != NULL ? (int)(place - digits) : -1;
}

/* The end of the digits: blanks and at most two '=' may follow them. */
static bool base64_ends(struct octets text, size_t from)
{
	unsigned padding = 0;

	for (size_t i = from; i < text.length; i++) {
		padding += text.bytes[i] == '=';
		if ((text.bytes[i] != '=' && !is_blank(text.bytes[i])) || padding > 2)
			return false;
	}
	return true;
}

bool base64_decode(struct arena *arena, struct octets text, struct octets *ret_content)
{
	unsigned char *bytes = arena_allocate(arena, text.length / 4 * 3 + 3);
	size_t length = 0;
	unsigned bits = 0, held = 0;

	for (size_t i = 0; i < text.length; i++) {
		int digit = base64_digit(text.bytes[i]);

		if (text.bytes[i] == '=' && base64_ends(text, i))
			break;
		if (is_blank(text.bytes[i]))
			continue;
		if (digit < 0)
			return false;
		held = (held << 6 | (unsigned)digit) & 0xFFFF;
		bits += 6;
		if (bits >= 8) {
			bits -= 8;
			bytes[length++] = (unsigned char)(held >> bits);
		}
	}
	*ret_content = (struct octets){.bytes = bytes, .length = length};
	return length != 0;
}
