/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/output_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/text.h"

bool output_write(int descriptor, const char *text)
{
	size_t left = strlen(text);

	while (left > 0) {
		ssize_t written = write(descriptor, text, left);

		if (written < 0 && errno == EINTR)
			continue;
		if (written <= 0)
			return false;
		text += written;
		left -= (size_t)written;
	}
	return true;
}

static bool fill(int descriptor, const char *text, unsigned mode)
{
	bool good = output_write(descriptor, text) && fchmod(descriptor, (mode_t)mode) == 0;

	return (close(descriptor) == 0) && good;
}

static const char *failure(const char *path, int number, struct arena *arena)
{
	return text_format(arena, "can't write %s: %s", text_safe(arena, path), strerror(number));
}

bool output_file_replaceable(const char *path)
{
	struct stat present;

	return lstat(path, &present) != 0 || S_ISREG(present.st_mode);
}

const char *output_file_write(const char *path, const char *text, unsigned mode, struct arena *arena)
{
	char *temporary = text_format(arena, "%s.XXXXXX", path);
	int descriptor, number;

	if (!output_file_replaceable(path))
		return text_format(arena, "can't write %s: it is not a regular file", text_safe(arena, path));
	descriptor = mkostemp(temporary, O_CLOEXEC);
	if (descriptor < 0)
		return failure(path, errno, arena);
	if (fill(descriptor, text, mode) && rename(temporary, path) == 0)
		return NULL;
	number = errno;
	unlink(temporary);
	return failure(path, number, arena);
}
