#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2154 # shared with what is loaded
# The pictures of doc/images can be taken anew, whenever the plugins say something else.
bats_require_minimum_version 1.5.0
load ../blackbox/common
load ../lab/samba/samba
load schedulers
load icinga2
load icingaweb

setup() {
	local missing

	icingaweb_needed
	runs chromium chromium
	unshare --net --mount true 2>/dev/null || skip "a network and a file of hosts of its own are for root"
	missing=$(samba_missing)
	[[ -z $missing ]] || skip "$missing"
}

# width FILE, in pixels
width() {
	od -An -tu1 -j16 -N4 "$1" | awk '{ print (($1 * 256 + $2) * 256 + $3) * 256 + $4 }'
}

@test "all pictures, 1280 wide and small" {
	local picture

	cd "$BATS_TEST_TMPDIR"
	SUITE_BUILDDIR=$build_top "$source_top/tests/schedulers/screenshots.sh" pictures 3>&-
	diff <(cd "$source_top/doc/images" && ls -- *.png) <(cd pictures && ls)
	for picture in "$source_top"/doc/images/*.png pictures/*; do
		(($(width "$picture") == 1280))
		(($(stat -L -c %s "$picture") < 250000))
	done
}
