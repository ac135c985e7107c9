#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Do README, HACKING and the documents below doc and contrib speak of things that exist? Prints TAP.
source_tree=${srcdir:-$(dirname "$0")/../..}

if ! command -v python3 >/dev/null; then
	echo "1..0 # SKIP python3 is missing"
	exit 0
fi
exec python3 "$source_tree/tests/docs/documents.py" "$source_tree" "${BUILD_TREE:-$PWD}"
