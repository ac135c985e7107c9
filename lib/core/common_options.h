/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The options that every plugin has (interface, chapter 1). */
#ifndef CORE_COMMON_OPTIONS_H
#define CORE_COMMON_OPTIONS_H

#include "core/options.h"
#include "core/report.h"

struct common_options {
	bool help, version, dump_causes;
	const char *dump_options; /* "json" */
	struct tally verbose;
	struct time_limit timeout;
	int output_format; /* enum output_format */
	const char *output_file;
	int file_format; /* -1: by the file's ending */
	struct moment at;
	unsigned retries;
	struct text_list extra_opts; /* for --help only: they are expanded before the options are read */
	bool ipv4, ipv6, exit_ok;
};

/* The defaults, and the table that fills options. */
struct common_options common_options_default(void);
struct option_table common_options_table(struct common_options *options);

/* Returns NULL or what contradicts. */
const char *common_options_reject(const struct common_options *options);

/* The format of --output-file. */
enum output_format common_options_file_format(const struct common_options *options);

/*
 * The --output-format, and --output-file with its --file-format, of arguments that could not be read as a whole: the
 * last ones that can be seen. Everything else has its default.
 */
struct common_options common_options_guess(const struct arguments *arguments);

#endif
