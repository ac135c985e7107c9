/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/cursor.h"

size_t cursor_left(const struct cursor *cursor)
{
	return cursor->length - cursor->offset;
}

bool cursor_take(struct cursor *cursor, size_t length, struct octets *ret_octets)
{
	if (cursor_left(cursor) < length)
		return false;
	*ret_octets = (struct octets){.bytes = cursor->bytes + cursor->offset, .length = length};
	cursor->offset += length;
	return true;
}

static bool number_le(struct cursor *cursor, size_t length, uint64_t *ret_value)
{
	struct octets octets;
	uint64_t value = 0;

	if (!cursor_take(cursor, length, &octets))
		return false;
	while (length > 0)
		value = value << 8 | octets.bytes[--length];
	*ret_value = value;
	return true;
}

static bool number_be(struct cursor *cursor, size_t length, uint64_t *ret_value)
{
	struct octets octets;
	uint64_t value = 0;

	if (!cursor_take(cursor, length, &octets))
		return false;
	for (size_t i = 0; i < length; i++)
		value = value << 8 | octets.bytes[i];
	*ret_value = value;
	return true;
}

bool cursor_u8(struct cursor *cursor, uint8_t *ret_value)
{
	uint64_t value;

	if (!number_le(cursor, sizeof *ret_value, &value))
		return false;
	*ret_value = (uint8_t)value;
	return true;
}

bool cursor_u16le(struct cursor *cursor, uint16_t *ret_value)
{
	uint64_t value;

	if (!number_le(cursor, sizeof *ret_value, &value))
		return false;
	*ret_value = (uint16_t)value;
	return true;
}

bool cursor_u32le(struct cursor *cursor, uint32_t *ret_value)
{
	uint64_t value;

	if (!number_le(cursor, sizeof *ret_value, &value))
		return false;
	*ret_value = (uint32_t)value;
	return true;
}

bool cursor_u64le(struct cursor *cursor, uint64_t *ret_value)
{
	return number_le(cursor, sizeof *ret_value, ret_value);
}

bool cursor_u16be(struct cursor *cursor, uint16_t *ret_value)
{
	uint64_t value;

	if (!number_be(cursor, sizeof *ret_value, &value))
		return false;
	*ret_value = (uint16_t)value;
	return true;
}

bool cursor_u32be(struct cursor *cursor, uint32_t *ret_value)
{
	uint64_t value;

	if (!number_be(cursor, sizeof *ret_value, &value))
		return false;
	*ret_value = (uint32_t)value;
	return true;
}

bool cursor_skip(struct cursor *cursor, size_t length)
{
	struct octets octets;

	return cursor_take(cursor, length, &octets);
}

bool cursor_seek(struct cursor *cursor, size_t offset)
{
	if (offset > cursor->length)
		return false;
	cursor->offset = offset;
	return true;
}

bool cursor_part(struct cursor *cursor, size_t length, struct cursor *ret_part)
{
	struct octets octets;

	if (!cursor_take(cursor, length, &octets))
		return false;
	*ret_part = cursor_over(octets.bytes, octets.length);
	return true;
}
