#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2154 # source_top: of common.bash
# contrib/packages.sh, by which quickstart.sh and tests/run.sh get what they need: on a machine that has neither dpkg nor
# apt what is missing is told before anything is built; and what is put on a machine for a while does not stay there.
# Nothing is installed here.
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

# installs OUTCOME: as quickstart.sh does it, with an apt-get that ends so; the policy is a file of this test. It is
# interrupted by TERM, for who runs in the background may have to ignore INT.
installs() {
	policy=$BATS_TEST_TMPDIR/policy-rc.d
	# shellcheck disable=SC2016 # for the shell that is started
	outcome=$1 run "$BASH" -e -c '
		. "$1"
		packages_policy=$2
		packages_as_root() {
			case "$*" in
			*"install -y"*)
				"$packages_policy" || echo "may services start: $?"
				case $outcome in
				interrupted) kill -TERM $BASHPID ;;
				fails) return 100 ;;
				esac
				;;
			apt-get*) ;;
			*) "$@" ;;
			esac
		} >&2
		packages_install libfoo
		echo installed' install "$source_top/contrib/packages.sh" "$policy"
}

@test "while packages are installed no service starts; afterwards nothing of that is left" {
	installs well
	[[ $status = 0 && $output = *"may services start: 101"*installed && ! -e $policy ]]
}

@test "nor is it where the installation fails or is interrupted" {
	installs fails
	[[ $status = 100 && $output != *installed && ! -e $policy ]]
	installs interrupted
	[[ $status = 130 && $output != *installed && ! -e $policy ]]
}

@test "a policy of the machine itself stays" {
	echo '#!/bin/sh' >"$BATS_TEST_TMPDIR/policy-rc.d"
	chmod +x "$BATS_TEST_TMPDIR/policy-rc.d"
	installs well
	[[ $status = 0 && -e $policy ]]
}
