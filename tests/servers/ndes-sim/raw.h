/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Servers that no HTTP library would play: a script of bytes per connection, sent from one poll loop. */
#ifndef NDES_SIM_RAW_H
#define NDES_SIM_RAW_H

#include <stdio.h>

struct raw_script;

/* The script of a --raw-fault; NULL: there is none of that name. */
const struct raw_script *raw_script_find(const char *name);

void raw_list(FILE *output);

/*
 * Plays the script to all who connect, until stop (a descriptor) becomes readable or the milliseconds have passed.
 * Each request that was read is logged as "RAW first-line 0".
 */
void raw_serve(const struct raw_script *script, const int *listeners, size_t listener_count, int stop, int log,
	       long milliseconds);

#endif
