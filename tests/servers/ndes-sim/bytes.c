/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bytes.h"

#include <stdlib.h>
#include <string.h>

#include "trouble.h"

void bytes_release(struct bytes *bytes)
{
	free(bytes->data);
	*bytes = (struct bytes){ 0 };
}

struct bytes bytes_sized(long length)
{
	struct bytes bytes = { .length = (size_t)length };

	if (length < 0)
		fatal("an object could not be encoded");
	bytes.data = calloc(1, bytes.length + 1);
	if (!bytes.data)
		fatal("out of memory");
	return bytes;
}

struct bytes bytes_copy(const void *data, size_t length)
{
	struct bytes bytes = bytes_sized((long)length);

	if (length > 0)
		memcpy(bytes.data, data, length);
	return bytes;
}

struct bytes bytes_text(const char *text)
{
	return bytes_copy(text, strlen(text));
}

void bytes_append(struct bytes *bytes, const void *data, size_t length)
{
	unsigned char *grown = realloc(bytes->data, bytes->length + length + 1);

	if (!grown)
		fatal("out of memory");
	if (length > 0)
		memcpy(grown + bytes->length, data, length);
	bytes->data = grown;
	bytes->length += length;
	/* One byte behind the end is always 0, so that a body that is text can be read as text. */
	bytes->data[bytes->length] = 0;
}

struct bytes bytes_take(struct bytes *bytes)
{
	struct bytes taken = *bytes;

	*bytes = (struct bytes){ 0 };
	return taken;
}
