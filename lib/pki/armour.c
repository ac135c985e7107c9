/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pki/armour.h"

#include <string.h>

static const unsigned char *find(struct octets text, const void *needle, size_t length)
{
	return memmem(text.bytes, text.length, needle, length);
}

static struct octets behind(struct octets text, const unsigned char *place)
{
	return (struct octets){.bytes = place, .length = (size_t)(text.bytes + text.length - place)};
}

/* The place of "-----END label-----"; NULL if there is none. */
static const unsigned char *pem_end(struct octets text, struct octets label)
{
	char line[9 + 64 + 5] = "-----END ";

	memcpy(line + 9, label.bytes, label.length);
	memcpy(line + 9 + label.length, "-----", 5);
	return find(text, line, 9 + label.length + 5);
}

bool pem_next(struct octets *text, struct pem_block *ret_block)
{
	static const char begin[] = "-----BEGIN ";
	const unsigned char *place;

	while ((place = find(*text, begin, strlen(begin))) != NULL) {
		struct octets label = {.bytes = place + strlen(begin)};
		const unsigned char *end;

		*text = behind(*text, label.bytes);
		end = find((struct octets){.bytes = text->bytes, .length = text->length < 69 ? text->length : 69},
			   "-----", 5);
		if (end == NULL)
			continue;
		label.length = (size_t)(end - label.bytes);
		*text = behind(*text, end + 5);
		*ret_block = (struct pem_block){.label = label};
		return true;
	}
	return false;
}

bool pem_label_is(const struct pem_block *block, const char *label)
{
	return block->label.length == strlen(label) && memcmp(block->label.bytes, label, block->label.length) == 0;
}

bool pem_content(struct octets *text, struct pem_block *block)
{
	const unsigned char *end = pem_end(*text, block->label);

	if (end == NULL)
		return false;
	block->content = (struct octets){.bytes = text->bytes, .length = (size_t)(end - text->bytes)};
	*text = behind(*text, end);
	return true;
}

/* 0: no UTF-16, 1: the low byte comes first, 2: it comes second. */
static int utf16_order(struct octets text)
{
	const unsigned char *bytes = text.bytes;

	if (text.length >= 2 && bytes[0] == 0xFF && bytes[1] == 0xFE)
		return 1;
	if (text.length >= 2 && bytes[0] == 0xFE && bytes[1] == 0xFF)
		return 2;
	if (text.length >= 4 && bytes[0] != 0 && bytes[1] == 0 && bytes[2] != 0 && bytes[3] == 0)
		return 1;
	if (text.length >= 4 && bytes[0] == 0 && bytes[1] != 0 && bytes[2] == 0 && bytes[3] != 0)
		return 2;
	return 0;
}

struct octets text_narrow(struct arena *arena, struct octets text)
{
	int order = utf16_order(text);
	unsigned char *narrow;
	size_t length = 0;

	if (text.length >= 3 && memcmp(text.bytes, "\xEF\xBB\xBF", 3) == 0)
		return behind(text, text.bytes + 3);
	if (order == 0)
		return text;
	narrow = arena_allocate(arena, text.length / 2);
	for (size_t i = 0; i + 1 < text.length; i += 2) {
		unsigned unit = order == 1 ? text.bytes[i] | (unsigned)text.bytes[i + 1] << 8
					   : text.bytes[i + 1] | (unsigned)text.bytes[i] << 8;

		if (unit != 0xFEFF)
			narrow[length++] = unit < 0x7F ? (unsigned char)unit : '?';
	}
	return (struct octets){.bytes = narrow, .length = length};
}
