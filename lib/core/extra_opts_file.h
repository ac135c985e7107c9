/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The ini files of --extra-opts, in the grammar of monitoring-plugins: "[section]" alone on a line; "name = value" is
 * --name=value, "name =" the flag --name, a name of one letter -n value; lines that begin with ';' or '#' are comments;
 * blanks around name and value are trimmed; there are no quotes, escapes, continued lines or comments behind a value.
 * (libinih knows another dialect, cuts lines at 200 characters and names the wrong line of an error.)
 */
#ifndef CORE_EXTRA_OPTS_FILE_H
#define CORE_EXTRA_OPTS_FILE_H

#include "core/options.h"

/*
 * Adds the options of a section of an ini file ("-" is stdin, which can be read again after it) to arguments, each with
 * its origin. A file that others can read must not hold a secret, in no section. Returns NULL or what is wrong, with
 * file and line.
 */
const char *extra_opts_read(const char *file, const char *section, struct arguments *arguments, struct arena *arena);

#endif
