#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# run.sh BUILDDIR FILE.bats: runs one file of black-box tests and prints TAP. BUILDDIR is where the programs were built.
# A domain controller's ports are root's: without root its tests run in a user and network namespace of their own.
SUITE_BUILDDIR=$1
SUITE_KEYS=${SUITE_KEYS:-$1/tests/blackbox/keys}
export SUITE_BUILDDIR SUITE_KEYS
shift
namespace=
case $1 in
*tests/lab/samba/* | *tests/lab/clock/clock_sources.bats)
	if [ "$(id -u)" != 0 ] && unshare -Urn ip link set lo up 2> /dev/null; then
		namespace='unshare -Urn'
	fi
	;;
esac
[ -z "$namespace" ] || exec $namespace sh -c 'ip link set lo up && exec "$@"' sh "${BATS:-bats}" --tap "$@"
exec "${BATS:-bats}" --tap "$@"
