/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reads wire formats with every bound checked. Each function returns false, and moves nothing, when fewer bytes are
 * left than it needs: compare with what is left, never with a sum that may wrap.
 */
#ifndef CORE_CURSOR_H
#define CORE_CURSOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/octets.h"

struct cursor {
	const unsigned char *bytes;
	size_t length, offset; /* offset never passes length */
};

static inline struct cursor cursor_over(const void *bytes, size_t length)
{
	return (struct cursor){.bytes = bytes, .length = length};
}

size_t cursor_left(const struct cursor *cursor);

bool cursor_u8(struct cursor *cursor, uint8_t *ret_value);
bool cursor_u16le(struct cursor *cursor, uint16_t *ret_value);
bool cursor_u32le(struct cursor *cursor, uint32_t *ret_value);
bool cursor_u64le(struct cursor *cursor, uint64_t *ret_value);
bool cursor_u16be(struct cursor *cursor, uint16_t *ret_value);
bool cursor_u32be(struct cursor *cursor, uint32_t *ret_value);

/* The next length bytes, which stay where they are. */
bool cursor_take(struct cursor *cursor, size_t length, struct octets *ret_octets);
bool cursor_skip(struct cursor *cursor, size_t length);

/* Moves to an offset from the beginning. */
bool cursor_seek(struct cursor *cursor, size_t offset);

/* A cursor of its own over the next length bytes, which are skipped here. */
bool cursor_part(struct cursor *cursor, size_t length, struct cursor *ret_part);

#endif
