/* SPDX-License-Identifier: GPL-3.0-or-later */
/* UUIDs as Windows writes them (MS-DTYP 2.3.4, C706 appendix A): rights and classes of a directory, RPC interfaces. */
#ifndef CORE_UUID_H
#define CORE_UUID_H

#include <stdbool.h>

#include "core/arena.h"
#include "core/cursor.h"

enum { UUID_TEXT_LENGTH = 36 };

struct uuid {
	unsigned char bytes[16]; /* as on the wire: the first three fields are little-endian */
};

/* A constant as it is written: the first three fields as numbers, then eight bytes. */
#define UUID(one, two, three, ...) \
	{ \
		{ \
			(one) & 0xFF, (one) >> 8 & 0xFF, (one) >> 16 & 0xFF, (one) >> 24, (two)&0xFF, (two) >> 8, \
				(three)&0xFF, (three) >> 8, __VA_ARGS__ \
		} \
	}

bool uuid_read(struct cursor *cursor, struct uuid *ret_uuid);
bool uuid_equal(const struct uuid *one, const struct uuid *other);

/* "0e10c968-78fb-11d2-90d4-00c04f79dc55" */
const char *uuid_text(struct arena *arena, const struct uuid *uuid);

/* Reads the UUID at the beginning of text, UUID_TEXT_LENGTH characters in any case; false: there is none. */
bool uuid_parse_prefix(const char *text, struct uuid *ret_uuid);

#endif
