#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The manual pages have no faults that mandoc would warn of.
# shellcheck source=tests/lint/tap.sh
. "${srcdir:-.}/tests/lint/tap.sh"

need mandoc
cd "$top" || exit 1
for page in man/*.[17]; do
	[ -e "$page" ] || skip_all 'there is no manual page yet'
	verdict "$page" "$(mandoc -Tlint -W warning "$page" 2>&1)"
done
finish
