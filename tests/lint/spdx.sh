#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Each source says its licence in one of its first three lines.
# shellcheck source=tests/lint/tap.sh
. "${srcdir:-.}/tests/lint/tap.sh"

cd "$top" || exit 1
for folder in lib plugins contrib tests; do
	[ -d "$folder" ] || continue
	verdict "$folder" "$(find "$folder" -type f \( -name '*.[ch]' -o -name '*.def' -o -name '*.sh' -o -name '*.mk' \
		-o -name '*.bats' -o -name '*.bash' -o -name '*.py' \) -exec sh -c '
		for file; do
			head -n 3 "$file" | grep -q "SPDX-License-Identifier: GPL-3.0-or-later" || echo "$file"
		done' sh {} +)"
done
verdict 'the build' "$(for file in Makefile.am configure.ac .clang-format; do
	grep -q 'SPDX-License-Identifier: GPL-3.0-or-later' "$file" || echo "$file"
done)"
finish
