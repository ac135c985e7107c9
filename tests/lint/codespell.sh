#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Spelling of sources and texts.
# shellcheck source=tests/lint/tap.sh
. "${srcdir:-.}/tests/lint/tap.sh"

# Words of the field, and of foreign names.
words='ANS,crypted,fo,nd'

need codespell
cd "$top" || exit 1
for place in lib plugins man contrib tests doc README.md HACKING.md NEWS; do
	[ -e "$place" ] || continue
	verdict "$place" "$(codespell --skip='*.de.md,*/corpus/*,*.o,*.a,*.log,*.trs,*/found/*' --ignore-words-list="$words" "$place" 2>&1)"
done
finish
