/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CORE_OPTIONS_VALUE_H
#define CORE_OPTIONS_VALUE_H

#include "core/options.h"

/* Stores the value (NULL: none was given) into the row's field of config. Returns NULL or what is wrong with it. */
const char *option_store(const struct option_row *row, const char *value, void *config, struct arena *arena);

/* The place of a value, in any case, among words such as "follow|ok|warning"; -1: it is none of them. */
int option_word(const char *words, const char *value);

#endif
