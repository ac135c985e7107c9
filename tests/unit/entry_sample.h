/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Entries of a directory for tests, written as lines: "flags=66113\ncn=User\npKIKeyUsage:A000\n"; a colon: hexadecimal.
 */
#ifndef ENTRY_SAMPLE_H
#define ENTRY_SAMPLE_H

#include "suite.h"

#include "core/entry.h"
#include "core/text.h"

enum { SAMPLE_ATTRIBUTES_MAX = 64 };

/* Adds a value; the copy has a NUL behind it, as the contract says, and nothing more. */
static inline void sample_add(struct arena *arena, struct entry *entry, const char *name, const void *bytes,
			      size_t length)
{
	struct attribute *attributes = (struct attribute *)entry->attributes;
	struct octets *values;
	size_t i = 0, size;

	while (i < entry->count && strcmp(attributes[i].name, name) != 0)
		i++;
	if (i == SAMPLE_ATTRIBUTES_MAX)
		abort();
	size = attributes[i].count * sizeof *values;
	values = arena_grow(arena, attributes[i].values, size, size + sizeof *values);
	values[attributes[i].count] = (struct octets){(unsigned char *)arena_copy(arena, bytes, length), length};
	attributes[i] = (struct attribute){.name = name, .values = values, .count = attributes[i].count + 1};
	entry->count += i == entry->count;
}

static inline void sample_add_hex(struct arena *arena, struct entry *entry, const char *name, const char *digits)
{
	struct text_buffer bytes = {.arena = arena};

	text_append_bytes(&bytes, "", 0);
	for (; digits[0] != 0 && digits[1] != 0; digits += 2)
		text_append_bytes(&bytes, &(char){(char)strtoul((char[]){digits[0], digits[1], 0}, NULL, 16)}, 1);
	sample_add(arena, entry, name, bytes.data, bytes.length);
}

static inline struct entry sample_entry(struct arena *arena, const char *dn, const char *lines)
{
	struct entry entry = {
		.dn = dn,
		.attributes = arena_allocate(arena, SAMPLE_ATTRIBUTES_MAX * sizeof *entry.attributes),
	};
	char *rest = arena_copy(arena, lines, strlen(lines)), *line;

	while ((line = strsep(&rest, "\n")) != NULL) {
		size_t length = strcspn(line, "=:");
		const char *name = arena_copy(arena, line, length), *value = line + length + (line[length] != 0);

		if (line[length] == '=')
			sample_add(arena, &entry, name, value, strlen(value));
		else if (line[length] == ':')
			sample_add_hex(arena, &entry, name, value);
	}
	return entry;
}

#endif
