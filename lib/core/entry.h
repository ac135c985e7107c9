/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An entry of a directory as it was read: what lib/net brings, and lib/ad understands. */
#ifndef CORE_ENTRY_H
#define CORE_ENTRY_H

#include <stddef.h>

#include "core/octets.h"

/* Values are as they are in the directory; a NUL stands behind each, outside its length. */
struct attribute {
	const char *name; /* without options: "member", also where the server wrote "member;range=0-1499" */
	const struct octets *values;
	size_t count;
};

struct entry {
	const char *dn; /* as the server wrote it: not sanitised */
	const struct attribute *attributes;
	size_t count;
};

/* The attribute of that name in any case, NULL if the entry has none, or it has no value. */
const struct attribute *entry_attribute(const struct entry *entry, const char *name);

/* Its first value; NULL if there is none. */
const struct octets *entry_value(const struct entry *entry, const char *name);

#endif
