/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Ends the run a moment before its limit when something blocks inside a library (a resolver): a signal handler writes
 * an answer that was rendered before, with the present phase's name put in, and exits.
 */
#ifndef CORE_WATCHDOG_H
#define CORE_WATCHDOG_H

#include "core/arena.h"

/* Stands in the answer where the phase's name belongs. */
#define WATCHDOG_PHASE "@PHASE@"

struct watchdog_words {
	const char *answer; /* printed */
	const char *file;   /* --output-file, or NULL: its readers must not see the truth of the run before */
	const char *file_answer;
	int exit_code; /* of the plugin */
};

/* The texts must live as long as the run. seconds from now. */
void watchdog_start(struct arena *arena, const struct watchdog_words *words, double seconds);

/* From here on nothing is written behind the back of the renderers. */
void watchdog_stop(void);

/* phase: a constant text that is fit to print in every output format. */
void watchdog_phase(const char *phase);

#endif
