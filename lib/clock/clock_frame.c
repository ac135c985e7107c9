/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "clock/clock_frame.h"

#include "core/cursor.h"

enum clock_frame clock_frame_read(const unsigned char *bytes, size_t length, struct octets *ret_message)
{
	struct cursor cursor = cursor_over(bytes, length);
	uint32_t size;

	if (!cursor_u32be(&cursor, &size))
		return CLOCK_FRAME_MORE;
	if (size == 0 || size > CLOCK_FRAME_MAX)
		return CLOCK_FRAME_WRONG;
	return cursor_take(&cursor, size, ret_message) ? CLOCK_FRAME_WHOLE : CLOCK_FRAME_MORE;
}
