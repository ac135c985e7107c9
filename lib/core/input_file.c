/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/input_file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/text.h"

/* The bytes that came; -1 and errno for an error. */
static ssize_t read_all(int descriptor, unsigned char *bytes, size_t size)
{
	size_t length = 0;

	while (length < size) {
		ssize_t got = read(descriptor, bytes + length, size - length);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -1;
		if (got == 0)
			break;
		length += (size_t)got;
	}
	return (ssize_t)length;
}

static const char *read_open(int descriptor, size_t max, struct arena *arena, unsigned char **ret_bytes,
			     size_t *ret_length)
{
	struct stat status;
	unsigned char *bytes;
	ssize_t length;

	if (fstat(descriptor, &status) != 0)
		return strerror(errno);
	if (!S_ISREG(status.st_mode))
		return "not a regular file";
	if (status.st_size > (off_t)max)
		return text_format(arena, "larger than %zu bytes", max);
	bytes = arena_allocate(arena, (size_t)status.st_size + 1);
	length = read_all(descriptor, bytes, (size_t)status.st_size);
	if (length < 0)
		return strerror(errno);
	*ret_bytes = bytes;
	*ret_length = (size_t)length;
	return NULL;
}

const char *input_file_read(const char *path, size_t max, struct arena *arena, unsigned char **ret_bytes,
			    size_t *ret_length)
{
	int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	const char *wrong;

	if (descriptor < 0)
		return strerror(errno);
	wrong = read_open(descriptor, max, arena, ret_bytes, ret_length);
	close(descriptor);
	return wrong;
}
