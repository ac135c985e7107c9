/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/common_options.h"

#include <string.h>

#include "core/array.h"
#include "core/options_value.h"

static const struct option_row rows[] = {
	OPTION('h', "help", struct common_options, help, NULL, "Print this help and exit with 3."),
	OPTION('V', "version", struct common_options, version, NULL, "Print the version and exit with 3."),
	OPTION('v', "verbose", struct common_options, verbose, NULL,
	       "Say more; may be repeated up to three times. Raises the limit of the output from 4 KB to 60 KB."),
	OPTION('t', "timeout", struct common_options, timeout, "SECONDS[:STATE]",
	       "Deadline of the whole run, every phase included (default 10), and the state when it passes (default "
	       "critical)."),
	OPTION(0, "output-format", struct common_options, output_format, "FORMAT",
	       "nagios (default), json, prometheus or checkmk: the same findings, the same exit code.",
	       .words = OUTPUT_FORMATS),
	OPTION(0, "output-file", struct common_options, output_file, "FILE",
	       "Write the result to FILE too: complete or not at all (a temporary file in the same folder is "
	       "renamed, so FILE can't be a device, a pipe or a symbolic link)."),
	OPTION(0, "file-format", struct common_options, file_format, "FORMAT",
	       "Format of --output-file: nagios, json, prometheus or checkmk (default: json for .json, prometheus for "
	       ".prom, else nagios).",
	       .words = OUTPUT_FORMATS),
	OPTION(0, "at", struct common_options, at, "TIME",
	       "Judge as if it were TIME: 2027-01-31, 2027-01-31T12:00:00Z or +30d. Would it still be fine then?"),
	OPTION(0, "retries", struct common_options, retries, "N",
	       "Repeat a request that failed in transport up to N times within the deadline; never a verdict (default "
	       "1).",
	       .maximum = 100),
	OPTION(0, "extra-opts", struct common_options, extra_opts, "[SECTION][@FILE]",
	       "Read options from an ini file, as monitoring-plugins do: from SECTION (default: the plugin's name) of "
	       "FILE (default: the first of the standard places). Typed options win, but what may be repeated is "
	       "added. A file that holds a password and that others can read is refused.",
	       .fallback = "@"),
	OPTION('4', "use-ipv4", struct common_options, ipv4, NULL, "Use IPv4 only."),
	OPTION('6', "use-ipv6", struct common_options, ipv6, NULL, "Use IPv6 only."),
	OPTION(0, "exit-ok", struct common_options, exit_ok, NULL,
	       "Exit with 0 whatever was found; the output is unchanged. Usage errors still exit with 3."),
	OPTION(0, "dump-options", struct common_options, dump_options, "json", "Print the option table.",
	       .hidden = true),
	OPTION(0, "dump-causes", struct common_options, dump_causes, NULL, "Print the causes.", .hidden = true),
};

struct common_options common_options_default(void)
{
	return (struct common_options){
		.timeout = {.seconds = 10, .status = STATUS_CRITICAL},
		.file_format = -1,
		.retries = 1,
	};
}

struct option_table common_options_table(struct common_options *options)
{
	return (struct option_table){
		.heading = "Common options",
		.rows = rows,
		.count = ARRAY_LENGTH(rows),
		.config = options,
	};
}

const char *common_options_reject(const struct common_options *options)
{
	if (options->ipv4 && options->ipv6)
		return "-4 and -6 exclude each other";
	if (options->file_format >= 0 && options->output_file == NULL)
		return "--file-format needs --output-file";
	return NULL;
}

enum output_format common_options_file_format(const struct common_options *options)
{
	if (options->file_format >= 0)
		return (enum output_format)options->file_format;
	if (text_has_ending(options->output_file, ".json"))
		return OUTPUT_JSON;
	return text_has_ending(options->output_file, ".prom") ? OUTPUT_PROMETHEUS : OUTPUT_NAGIOS;
}

/* The last value of a long option; NULL if it is not there. */
static const char *last_value(const struct arguments *arguments, const char *name)
{
	size_t length = strlen(name);
	const char *value = NULL;

	for (int i = 1; i < arguments->count; i++) {
		if (strncmp(arguments->values[i], name, length) != 0)
			continue;
		if (arguments->values[i][length] == '=')
			value = arguments->values[i] + length + 1;
		else if (arguments->values[i][length] == 0 && i + 1 < arguments->count)
			value = arguments->values[i + 1];
	}
	return value;
}

static int format_of_word(const char *word, int otherwise)
{
	int format = word != NULL ? option_word(OUTPUT_FORMATS, word) : -1;

	return format >= 0 ? format : otherwise;
}

struct common_options common_options_guess(const struct arguments *arguments)
{
	struct common_options options = common_options_default();
	const char *file = last_value(arguments, "--output-file");

	options.output_format = format_of_word(last_value(arguments, "--output-format"), OUTPUT_NAGIOS);
	options.file_format = format_of_word(last_value(arguments, "--file-format"), -1);
	options.output_file = file != NULL && *file != 0 ? file : NULL;
	return options;
}
