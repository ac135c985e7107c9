#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what the build and the tests need, builds in a folder of its own and runs `make check`.
#	tests/run.sh [--servers] [--sanitizers] [--distcheck] [--schedulers] [--bench] [--again]
# --servers     install real servers and foreign clients too (they are never started as services), so that nothing is
#               skipped
# --sanitizers  build with ASan and UBSan; without linters and schedulers' files, to which that is all one
# --distcheck   `make distcheck`: a tarball builds, installs, and passes the tests that need no foreign servers
# --schedulers  `make check-schedulers`: a cluster of Icinga 2, Zabbix, Icinga Web 2, the packages; installs what they need
# --bench       `make bench`: ours and the peers of monitoring-plugins, which are installed
# --again       only what failed in the run before, one file at a time (not with --distcheck, --bench)
set -uo pipefail

top=$(cd "$(dirname "$0")/.." && pwd)
# shellcheck source=contrib/packages.sh
. "$top/contrib/packages.sh"

kinds=(build simulator tests)
build=$top/build-tests
options=()
goal=(check)
again=
for option in "$@"; do
	case $option in
	--servers) kinds+=(servers) ;;
	--sanitizers) build=$top/build-sanitizers options=(--enable-sanitizers) goal=(check LINT_TESTS= SCHEDULER_TESTS=) ;;
	--distcheck)
		build=$top/build-distcheck
		goal=(distcheck "TESTS=\$(UNIT_TESTS) $(cd "$top" && echo tests/docs/*.sh tests/blackbox/*.bats)")
		;;
	--schedulers) kinds+=(servers schedulers) goal=(check-schedulers) ;;
	--bench) kinds+=(servers bench) goal=(bench) ;;
	--again) again=yes ;;
	*) sed -n '3,11p' "$0" >&2; exit 2 ;;
	esac
done

packages_ensure "${kinds[@]}" || exit 1

# Recorded data beside the checkout, where it is.
if [ -z "${SUITE_VECTORS-}" ] && [ -d "$top/../shared/vectors" ]; then
	SUITE_VECTORS=$(cd "$top/../shared/vectors" && pwd)
	export SUITE_VECTORS
fi
unset http_proxy https_proxy HTTPS_PROXY all_proxy ALL_PROXY no_proxy NO_PROXY

[ -x "$top/configure" ] || (cd "$top" && autoreconf -fi) || exit 1
mkdir -p "$build" && cd "$build" || exit 1
[ -f Makefile ] || "$top/configure" -q "${options[@]}" || exit 1
make -s -j2 V=0 || exit 1
[ -z "$again" ] || exec make V=0 "re${goal[0]}" "${goal[@]:1}"
make -j2 V=0 "${goal[@]}"
