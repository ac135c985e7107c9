#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# No script of ours has anything that shellcheck would warn of.
# shellcheck source=tests/lint/tap.sh
. "${srcdir:-.}/tests/lint/tap.sh"

need shellcheck
cd "$top" || exit 1
for script in $(find -L tests contrib .ci -type f 2> /dev/null | sort); do
	if head -n 2 "$script" | LC_ALL=C grep -Eaq '^(#! */(usr/)?bin/(env +)?(ba)?sh|# shellcheck shell=)'; then
		verdict "$script" "$(shellcheck -x -S warning "$script" 2>&1)"
	fi
done
finish
