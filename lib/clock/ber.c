/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "clock/ber.h"

#include <string.h>

enum { LONG_FORM = 0x80, LENGTH_OCTETS = 4, TAG_HIGH = 0x1F };

/* AD writes lengths in four octets where one would do; an indefinite one is neither DER nor LDAP's (RFC 4511 5.1). */
static enum ber_read read_length(struct cursor *cursor, size_t *ret_length, bool *ret_shortest)
{
	uint8_t first, octet;
	size_t length = 0;

	if (!cursor_u8(cursor, &first))
		return BER_MORE;
	*ret_length = first;
	*ret_shortest = true;
	if (first < LONG_FORM)
		return BER_READ;
	if (first == LONG_FORM || first > LONG_FORM + LENGTH_OCTETS)
		return BER_WRONG;
	for (unsigned i = 0; i < (unsigned)(first - LONG_FORM); i++) {
		if (!cursor_u8(cursor, &octet))
			return BER_MORE;
		if (i == 0 && octet == 0)
			*ret_shortest = false;
		length = length << 8 | octet;
	}
	*ret_length = length;
	*ret_shortest = *ret_shortest && length >= LONG_FORM;
	return BER_READ;
}

enum ber_read ber_next(struct cursor *cursor, struct ber_element *ret_element)
{
	struct cursor ahead = *cursor;
	struct ber_element element;
	size_t length;
	enum ber_read read;

	if (!cursor_u8(&ahead, &element.tag))
		return BER_MORE;
	if ((element.tag & TAG_HIGH) == TAG_HIGH)
		return BER_WRONG;
	read = read_length(&ahead, &length, &element.shortest);
	if (read != BER_READ)
		return read;
	if (!cursor_take(&ahead, length, &element.content))
		return BER_MORE;
	*cursor = ahead;
	*ret_element = element;
	return BER_READ;
}

bool ber_take(struct cursor *cursor, uint8_t tag, struct octets *ret_content)
{
	struct cursor ahead = *cursor;
	struct ber_element element;

	if (ber_next(&ahead, &element) != BER_READ || element.tag != tag)
		return false;
	*cursor = ahead;
	*ret_content = element.content;
	return true;
}

bool der_take(struct cursor *cursor, uint8_t tag, struct octets *ret_content)
{
	struct cursor ahead = *cursor;
	struct ber_element element;

	return ber_next(&ahead, &element) == BER_READ && element.shortest && ber_take(cursor, tag, ret_content);
}

bool ber_enter(struct cursor *cursor, uint8_t tag, struct cursor *ret_content)
{
	struct octets content;

	if (!ber_take(cursor, tag, &content))
		return false;
	*ret_content = cursor_over(content.bytes, content.length);
	return true;
}

bool der_enter(struct cursor *cursor, uint8_t tag, struct cursor *ret_content)
{
	struct octets content;

	if (!der_take(cursor, tag, &content))
		return false;
	*ret_content = cursor_over(content.bytes, content.length);
	return true;
}

bool ber_integer(struct octets content, int32_t *ret_value)
{
	int64_t value;

	if (content.length == 0 || content.length > sizeof *ret_value)
		return false;
	value = content.bytes[0] < 0x80 ? content.bytes[0] : content.bytes[0] - 0x100;
	for (size_t i = 1; i < content.length; i++)
		value = value * 0x100 + content.bytes[i];
	*ret_value = (int32_t)value;
	return true;
}

static void put_bytes(struct ber_writer *writer, const void *bytes, size_t length)
{
	if (length > writer->begin)
		writer->full = true;
	if (writer->full || length == 0)
		return;
	writer->begin -= length;
	memcpy(writer->bytes + writer->begin, bytes, length);
}

static void put_head(struct ber_writer *writer, uint8_t tag, size_t length)
{
	unsigned char head[2 + LENGTH_OCTETS];
	size_t at = sizeof head, octets;

	if (length < LONG_FORM) {
		head[--at] = (unsigned char)length;
	} else {
		for (size_t left = length; left != 0; left >>= 8)
			head[--at] = (unsigned char)left;
		octets = sizeof head - at;
		head[--at] = (unsigned char)(LONG_FORM + octets);
	}
	head[--at] = tag;
	put_bytes(writer, head + at, sizeof head - at);
}

void ber_put(struct ber_writer *writer, uint8_t tag, const void *content, size_t length)
{
	put_bytes(writer, content, length);
	put_head(writer, tag, length);
}

void ber_put_integer(struct ber_writer *writer, uint32_t value)
{
	unsigned char content[1 + sizeof value];
	size_t at = sizeof content;

	do {
		content[--at] = (unsigned char)value;
		value >>= 8;
	} while (value != 0);
	if (content[at] >= 0x80)
		content[--at] = 0; /* it is not negative */
	ber_put(writer, BER_INTEGER, content + at, sizeof content - at);
}

void ber_put_around(struct ber_writer *writer, uint8_t tag, size_t end)
{
	put_head(writer, tag, end - writer->begin);
}
