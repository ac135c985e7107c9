/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CORE_OUTPUT_FILE_H
#define CORE_OUTPUT_FILE_H

#include "core/arena.h"

/*
 * Writes text to path, complete or not at all: a new file in the same folder that is renamed. mode: its permissions.
 * Returns NULL or what went wrong; nothing is left behind then.
 */
const char *output_file_write(const char *path, const char *text, unsigned mode, struct arena *arena);

#endif
