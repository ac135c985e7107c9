#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# At most 120 columns, a tab being 8.
# shellcheck source=tests/lint/tap.sh
. "${srcdir:-.}/tests/lint/tap.sh"

cd "$top" || exit 1
for folder in lib/* plugins tests/unit tests/fuzz; do
	[ -d "$folder" ] || continue
	verdict "$folder" "$(for file in "$folder"/*.[ch]; do
		[ -e "$file" ] || continue
		expand -t 8 "$file" | awk -v file="$file" 'length > 120 { print file ":" NR ": " length " columns" }'
	done)"
done
finish
