/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CORE_INPUT_FILE_H
#define CORE_INPUT_FILE_H

#include <stddef.h>

#include "core/arena.h"

/*
 * Reads a whole regular file of at most max bytes; a NUL stands behind them. Returns NULL or what is wrong,
 * without the file's name. It never waits: a pipe or device is refused.
 */
const char *input_file_read(const char *path, size_t max, struct arena *arena, unsigned char **ret_bytes,
			    size_t *ret_length);

#endif
