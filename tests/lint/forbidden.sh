#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Functions that are not used: they overflow, depend on a locale, or start programs.
# shellcheck source=tests/lint/tap.sh
. "${srcdir:-.}/tests/lint/tap.sh"

cd "$top" || exit 1
for name in strcpy strcat sprintf vsprintf atoi atol atoll atof strtok strtok_r sscanf localtime localtime_r ctime ctime_r \
	system popen setlocale gets; do
	verdict "$name is not called" "$(grep -rnE --include='*.[ch]' "(^|[^A-Za-z0-9_])$name *\(" lib plugins)"
done
finish
