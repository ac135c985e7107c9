#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2154 # source_top, build_top: of common.bash
# contrib/quickstart.sh: what it shows to somebody who tries the suite. Nothing is installed or built here: it takes the
# plugins and the simulator of this build.
load common

# A tree of its own, whose parts are ours.
setup_file() {
	tree="$BATS_FILE_TMPDIR/tree"
	mkdir -p "$tree/contrib" "$tree/tools"
	cp "$source_top/contrib/quickstart.sh" "$tree/contrib"
	echo 'packages_ensure() { :; }' >"$tree/contrib/packages.sh"
	ln -s "$build_top" "$tree/build-quickstart"
	printf '#!/bin/sh\n' | tee "$tree/configure" >"$tree/tools/make"
	chmod +x "$tree/configure" "$tree/tools/make" "$tree/contrib/quickstart.sh"
	cd /
	http_proxy=http://127.0.0.1:9 https_proxy=http://127.0.0.1:9 all_proxy=http://127.0.0.1:9 no_proxy=.example.com \
		PATH=$tree/tools:$PATH "$tree/contrib/quickstart.sh" >"$BATS_FILE_TMPDIR/shown" 3>&-
}

setup() {
	shown=$(cat "$BATS_FILE_TMPDIR/shown")
}

# command_shows COMMAND TEXT: the text begins the line below a command that begins so
command_shows() {
	grep -A 1 -F "\$ $1" <<<"$shown" | grep -q "^$2" || {
		echo "$shown" >&2
		return 1
	}
}

@test "each command is shown with its output, healthy ones are OK, whatever proxy the environment names" {
	command_shows 'check_mscep -H 127.0.0.1' 'MSCEP OK - '
	command_shows 'check_mscep -H localhost -S' 'MSCEP OK - '
	command_shows 'check_ra_cert -H 127.0.0.1' 'RA_CERT OK - '
	command_shows 'check_crl_dp --scep' 'CRL_DP OK - '
	command_shows 'check_clock_skew -H ndes=' 'CLOCK_SKEW OK - '
}

@test "chosen faults have their states and causes" {
	command_shows 'check_ra_cert -H 127.0.0.1' 'RA_CERT WARNING - '
	command_shows 'check_mscep -H 127.0.0.1' 'MSCEP CRITICAL - .*the application pool SCEP is stopped'
	command_shows 'check_ra_cert -H 127.0.0.1' 'RA_CERT CRITICAL - '
	command_shows 'check_crl_dp --cert' 'CRL_DP CRITICAL - '
	command_shows 'check_mscep -H 127.0.0.1' 'MSCEP CRITICAL - .*refuse'
}

@test "each plugin is run, or it is said by what it would be" {
	for plugin in "$source_top"/plugins/check_*.c; do
		plugin=$(basename "$plugin" .c)
		grep -qE "^\\$ $plugin |\b$plugin\b.*--with-ad" <<<"$shown" || failed "nothing is said of $plugin"
	done
}
