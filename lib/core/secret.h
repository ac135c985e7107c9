/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Does an option's value hold a secret? A secret on the command line is seen by every user of the host (ps) and stored
 * by the scheduler, so it is refused there, and in a file that others can read.
 */
#ifndef CORE_SECRET_H
#define CORE_SECRET_H

#include <stdbool.h>

#include "core/arena.h"

/*
 * option: long name, or the letter of one that is not known, of this or another plugin. True for a URL with
 * user:password@, for an Authorization header and its like, for a password.
 */
bool secret_in(const char *option, const char *value);

/*
 * An option's value for a sentence: what can be a login, all between the scheme and the last '@', is "..."; sanitised.
 * The value may be broken: a password with a '/' or a blank in it is why.
 */
const char *secret_hidden(struct arena *arena, const char *value);

#endif
