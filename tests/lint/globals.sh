#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# No writable variable outlives a function; exceptions: the watchdog's, which a signal handler reads, and the last words
# of the allocator that libraries call back.
# shellcheck source=tests/lint/tap.sh
. "${srcdir:-.}/tests/lint/tap.sh"

need nm
skip_instrumented

# writable OBJECT: symbols in .data, .bss or common; constants with addresses in them (.data.rel.ro) are none.
writable()
{
	nm -f sysv "$1" | awk -F'|' '
		{ gsub(/ /, "", $1); gsub(/ /, "", $3); gsub(/ /, "", $7) }
		$3 ~ /^[BbDdCcGgSs]$/ && $7 !~ /^\.data\.rel\.ro/ { printf "%s (%s) ", $1, $7 }'
}

for folder in "$top"/lib/* "$top/plugins"; do
	folder=${folder#"$top"/}
	[ -d "$top/$folder" ] || continue
	for source in "$top/$folder"/*.c; do
		name=${source##*/}
		name=${name%.c}
		object=$(find "$folder" -maxdepth 1 \( -name "*-$name.o" -o -name "$name.o" \) 2> /dev/null | head -n 1)
		if [ -z "$object" ] || [ "$folder/$name" = lib/core/watchdog ] ||
			[ "$folder/$name" = lib/core/arena ]; then
			continue
		fi
		variables=$(writable "$object")
		verdict "$object" "${variables:+writable: $variables}"
	done
done
finish
