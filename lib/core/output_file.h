/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CORE_OUTPUT_FILE_H
#define CORE_OUTPUT_FILE_H

#include <stdbool.h>

#include "core/arena.h"

/* Writes all of text. Returns false if it can't. */
bool output_write(int descriptor, const char *text);

/* Is there nothing, or a regular file? A rename would take the place of a device, a pipe or a link (/dev/null). */
bool output_file_replaceable(const char *path);

/*
 * Writes text to path, complete or not at all: a new file in the same folder that is renamed. mode: its permissions.
 * Returns NULL or what went wrong: a path that is not replaceable, too; nothing is left behind then.
 */
const char *output_file_write(const char *path, const char *text, unsigned mode, struct arena *arena);

#endif
