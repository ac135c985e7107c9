/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The frame around every plugin: options, deadline, watchdog, one write of output, exit code. The only place that
 * prints and chooses the exit code.
 */
#ifndef CORE_PLUGIN_H
#define CORE_PLUGIN_H

#include "core/array.h"
#include "core/deadline.h"
#include "core/finding.h"
#include "core/moment.h"
#include "core/options.h"

enum address_family { FAMILY_ANY, FAMILY_IPV4, FAMILY_IPV6 };

/* What a check gets. now is the time that verdicts are about (--at). */
struct run {
	struct arena *arena;
	struct findings *findings;
	struct deadline deadline;
	double limit;               /* seconds given by --timeout, for sentences */
	enum status timeout_status; /* state of what did not end in time */
	enum address_family family;
	unsigned retries;
	int64_t now;
	const char *user_agent; /* "check_mscep/0.1.0" */
};

struct plugin {
	const char *name, *label;
	const char *summary; /* one line, a question: for --help and the man page's name section */
	const char *usage;   /* the synopsis behind the name; several lines are parted by \n */
	const char *heading; /* of its own options */
	const struct option_row *rows;
	size_t row_count;
	void *config;
	/* Looks at the options as a whole and completes config. Returns NULL or what contradicts. May be NULL. */
	const char *(*reject)(void *config, struct arena *arena);
	/* What is asked, for JSON and metrics: stable from run to run. Called after reject. */
	const char *(*target)(const void *config, struct arena *arena);
	void (*check)(const void *config, struct run *run);
};

/* Runs the plugin. Returns its exit code. */
int plugin_run(const struct plugin *plugin, int argc, char **argv);

#endif
