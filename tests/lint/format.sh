#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# clang-format would change nothing. Its versions differ in details: another one than the tree's is no judge.
# shellcheck source=tests/lint/tap.sh
. "${srcdir:-.}/tests/lint/tap.sh"

version=14

need clang-format
clang-format --version | grep -q "version $version\." || skip_all "clang-format $version is not installed"
cd "$top" || exit 1
for folder in lib/* plugins tests/unit tests/fuzz; do
	[ -d "$folder" ] || continue
	verdict "$folder" "$(find "$folder" -maxdepth 1 -name '*.[ch]' -exec clang-format --style=file --dry-run -Werror {} + 2>&1)"
done
finish
