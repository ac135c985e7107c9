/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Prints security descriptors, a line of hexadecimal digits each, for a test that compares with another parser:
 * "ok control owner group" or "bad SENTENCE", then the ACEs (type flags mask object-type SID), and an empty line.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ad/security_descriptor.h"

static struct octets octets_of(const char *digits, struct arena *arena)
{
	size_t length = strspn(digits, "0123456789abcdef") / 2;
	unsigned char *bytes = arena_allocate(arena, length);

	for (size_t i = 0; i < length; i++)
		bytes[i] = (unsigned char)strtoul((char[]){digits[2 * i], digits[2 * i + 1], 0}, NULL, 16);
	return (struct octets){bytes, length};
}

static const char *shown(bool has, const struct sid *sid, struct arena *arena)
{
	return has ? sid_text(arena, sid) : "-";
}

static void print_ace(const struct ace *ace, struct arena *arena)
{
	printf("%u %u %08x %s %s\n", ace->type, ace->flags, ace->mask,
	       ace->has_object_type ? uuid_text(arena, &ace->object_type) : "-", shown(ace->has_sid, &ace->sid, arena));
}

static void print(const char *digits, struct arena *arena)
{
	struct octets value = octets_of(digits, arena);
	struct security_descriptor descriptor = {0};
	const char *wrong = security_descriptor_read(&value, arena, &descriptor);

	if (wrong != NULL)
		printf("bad %s\n", wrong);
	else
		printf("ok %04x %s %s %s\n", descriptor.control, shown(descriptor.has_owner, &descriptor.owner, arena),
		       shown(descriptor.has_group, &descriptor.group, arena), descriptor.has_dacl ? "dacl" : "-");
	for (size_t i = 0; wrong == NULL && i < descriptor.ace_count; i++)
		print_ace(&descriptor.aces[i], arena);
	printf("\n");
}

int main(void)
{
	char *line = NULL;
	size_t size = 0;

	while (getline(&line, &size, stdin) > 0) {
		struct arena *arena = arena_create("out of memory\n");

		print(line, arena);
		arena_destroy(arena);
	}
	free(line);
	return 0;
}
