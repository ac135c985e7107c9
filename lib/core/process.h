/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a run wants of the process that it is. */
#ifndef CORE_PROCESS_H
#define CORE_PROCESS_H

#include <stdbool.h>

/*
 * At the beginning: descriptors 0 to 2 are there, no core file will hold what was read, and a reader that went away is
 * an error of write(), not a signal. Returns false if stdout was closed: nobody reads the result.
 */
bool process_settle(void);

/*
 * The end, when everything of ours is released and written. The libraries' exit handlers would only take their tables
 * apart (measured: 1.5 million instructions, a twentieth of a run); a sanitizer still wants its own, and only then this
 * returns, the code for main().
 */
int process_leave(int exit_code);

#endif
