/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * --extra-opts=[SECTION][@FILE]: options from an ini file, as monitoring-plugins reads them (grammar and search order:
 * their documentation, and what was measured of version 2.3.3). The file's options go in front of the typed ones.
 */
#ifndef CORE_EXTRA_OPTS_H
#define CORE_EXTRA_OPTS_H

#include "core/options.h"

/*
 * Replaces every --extra-opts of arguments by the options of its section. section: the default one (the plugin's
 * name). Reads files, the environment (MP_CONFIG_FILE, NAGIOS_CONFIG_PATH) and, for @-, stdin.
 * Returns NULL or what is wrong, with file and line.
 */
const char *extra_opts_expand(const char *section, struct arguments *arguments, struct arena *arena);

#endif
