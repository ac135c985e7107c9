#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Are the files that contrib/generate writes those of the option tables that the plugins have now? Prints TAP.
source_tree=${srcdir:-$(dirname "$0")/../..}

echo "1..1"
if ! command -v python3 >/dev/null; then
	echo "ok 1 - generated files # SKIP python3 is missing"
	exit 0
fi
if stale=$(python3 "$source_tree/contrib/generate" --check "${BUILD_TREE:-$PWD}" 2>&1); then
	echo "ok 1 - generated files are up to date"
else
	echo "$stale" | sed 's/^/# /'
	echo "not ok 1 - generated files are up to date"
fi
