/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "core/text.h"

/*
 * Length of the well-formed UTF-8 sequence at bytes (Unicode 15, table 3-7: no surrogates, no overlong forms, nothing
 * above U+10FFFF), 0 if there is none.
 */
static size_t sequence_length(const unsigned char *bytes, size_t left)
{
	unsigned char first = bytes[0], low = 0x80, high = 0xBF;
	size_t length = first < 0x80 ? 1 : first >= 0xC2 && first <= 0xDF ? 2 : (first & 0xF0) == 0xE0 ? 3 : 4;

	if (length == 1)
		return 1;
	if (first < 0xC2 || first > 0xF4 || left < length)
		return 0;
	if (first == 0xE0)
		low = 0xA0;
	if (first == 0xED)
		high = 0x9F;
	if (first == 0xF0)
		low = 0x90;
	if (first == 0xF4)
		high = 0x8F;
	if (bytes[1] < low || bytes[1] > high)
		return 0;
	for (size_t i = 2; i < length; i++)
		if (bytes[i] < 0x80 || bytes[i] > 0xBF)
			return 0;
	return length;
}

static char replacement(unsigned char character)
{
	switch (character) {
	case '|':
		return '!';
	case '<':
		return '(';
	case '>':
		return ')';
	case '\\':
		return '/';
	default:
		return character < 0x20 || character == 0x7F ? ' ' : (char)character;
	}
}

/* C1 controls, the line and paragraph separators, and marks that turn or hide text on a page. */
static bool invisible(const unsigned char *bytes, size_t length)
{
	if (length == 2)
		return (bytes[0] == 0xC2 && bytes[1] < 0xA0) || (bytes[0] == 0xD8 && bytes[1] == 0x9C);
	if (length != 3 || bytes[0] != 0xE2)
		return length == 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0;
	return (bytes[1] == 0x80 &&
		((bytes[2] >= 0x8B && bytes[2] <= 0x8F) || (bytes[2] >= 0xA8 && bytes[2] <= 0xAE))) ||
	       (bytes[1] == 0x81 && bytes[2] >= 0xA0 && bytes[2] <= 0xAF);
}

static void append_character(struct text_buffer *buffer, const unsigned char *bytes, size_t length)
{
	char single = length == 1 ? replacement(bytes[0]) : length == 0 ? '?' : ' ';

	if (length > 1 && !invisible(bytes, length))
		text_append_bytes(buffer, (const char *)bytes, length);
	else
		text_append_bytes(buffer, &single, 1);
}

void text_append_utf16(struct text_buffer *buffer, unsigned unit)
{
	char one = unit == 0 ? ' ' : unit >= 0x80 ? '?' : (char)unit;
	char two[] = {(char)(0xC0 | unit >> 6), (char)(0x80 | (unit & 0x3F))};
	char three[] = {(char)(0xE0 | unit >> 12), (char)(0x80 | (unit >> 6 & 0x3F)), (char)(0x80 | (unit & 0x3F))};

	if (unit < 0x80 || (unit >= 0xD800 && unit <= 0xDFFF))
		text_append_bytes(buffer, &one, 1);
	else if (unit < 0x800)
		text_append_bytes(buffer, two, sizeof two);
	else
		text_append_bytes(buffer, three, sizeof three);
}

char *text_foreign(struct arena *arena, const void *bytes, size_t length, size_t max)
{
	const unsigned char *at = bytes, *end = at + length;
	struct text_buffer buffer = {.arena = arena};

	text_append_bytes(&buffer, "", 0);
	for (size_t shown = 0; at < end; shown++) {
		size_t sequence = sequence_length(at, (size_t)(end - at));

		if (shown == max) {
			text_append(&buffer, "...");
			break;
		}
		append_character(&buffer, at, sequence);
		at += sequence ? sequence : 1;
	}
	return buffer.data;
}

const char *text_safe(struct arena *arena, const char *text)
{
	return text_foreign(arena, text, strlen(text), TEXT_FOREIGN_MAX);
}
