#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2154 # source_top: of common.bash
# contrib/packages.sh on a machine that has neither dpkg nor apt: what is missing there is told before anything is built.
load common

# Programs of this machine: those that a build needs, and none of Debian's.
setup() {
	local name

	tools=$BATS_TEST_TMPDIR/tools
	mkdir "$tools"
	for name in autoreconf automake make cc bats jq python3 openssl curl; do
		printf '#!/bin/sh\n' >"$tools/$name"
	done
	printf '#!/bin/sh\n[ "$2" != "$ABSENT" ]\n' >"$tools/pkg-config"
	chmod +x "$tools"/*
	ln -s "$(command -v tr)" "$(command -v sh)" "$tools"
}

# ensure KIND...: sets $status and $output
ensure() {
	run "$BASH" -c 'PATH=$1; . "$2"; shift 2; packages_ensure "$@"' ensure "$tools" "$source_top/contrib/packages.sh" "$@"
}

@test "what is there is taken" {
	ensure build simulator tests
	[[ $status = 0 && $output = *"taking what is installed"* ]]
}

@test "a missing program: it is named, the list has the names of four distributions, nothing is built" {
	rm "$tools/automake"
	ensure build simulator
	[[ $status = 1 && $output = *"not found: automake"* ]]
	[[ $output = *"debian: "*libcurl4-openssl-dev*"fedora: "*libcurl-devel*"suse: "*libopenssl-devel*"alpine: "*curl-dev* ]]
}

@test "a missing library ends it as well, not the compiler later" {
	ABSENT=libmicrohttpd ensure build simulator
	[[ $status = 1 && $output = *"not found: libmicrohttpd"* && $output = *libmicrohttpd-devel* ]]
	ABSENT=libmicrohttpd ensure build
	[[ $status = 0 ]]
}
