/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ASCII as UTF-16, for pages as NDES sends them. */
#ifndef WIDE_TEXT_H
#define WIDE_TEXT_H

#include "core/text.h"

enum wide { WIDE_LE_MARK, WIDE_LE, WIDE_BE_MARK, WIDE_BE, WIDE_NOT, WIDE_COUNT };

static inline struct text_buffer widen(struct arena *arena, const char *text, enum wide wide)
{
	struct text_buffer buffer = {.arena = arena};

	if (wide == WIDE_LE_MARK)
		text_append_bytes(&buffer, "\xFF\xFE", 2);
	if (wide == WIDE_BE_MARK)
		text_append_bytes(&buffer, "\xFE\xFF", 2);
	for (; *text != 0; text++) {
		if (wide == WIDE_BE_MARK || wide == WIDE_BE)
			text_append_bytes(&buffer, "", 1);
		text_append_bytes(&buffer, text, 1);
		if (wide == WIDE_LE_MARK || wide == WIDE_LE)
			text_append_bytes(&buffer, "", 1);
	}
	return buffer;
}

#endif
