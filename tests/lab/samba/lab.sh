#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A throw-away Active Directory domain to try the plugins on, without the tests:
#	lab.sh start FOLDER              prints address=, ca=, user=, password_file=, keytab=, base= for eval "$(...)"
#	lab.sh run FOLDER COMMAND...     where dc1.lab.test is that domain controller, and Kerberos knows it
#	lab.sh stop FOLDER               ends it and removes what was made in FOLDER
# FOLDER must not exist or be empty. Root's, or in `unshare -Urn`. It ends by itself after two hours.
set -euo pipefail

fail() {
	echo "lab.sh: $*" >&2
	exit 1
}

usage() {
	echo "usage: tests/lab/samba/lab.sh start|stop FOLDER, or run FOLDER COMMAND..." >&2
	exit 2
}

(($# == 2)) || [[ $# -gt 2 && $1 == run ]] || usage
folder=$2

# What samba.bash takes from the tests
scope() { echo "$folder"; }
skip() { fail "$@"; }
# shellcheck source=tests/lab/samba/samba.bash
. "$(dirname "$0")/samba.bash"
export samba_lifetime=7200
export SUITE_LAB=${SUITE_LAB:-${SUITE_BUILDDIR:+$SUITE_BUILDDIR/tests/lab/samba}}

start() {
	local missing

	missing=$(samba_missing)
	[[ -z $missing ]] || fail "$missing"
	mkdir -p "$folder"
	[[ -z $(ls -A "$folder") ]] || fail "$folder is not empty"
	folder=$(cd "$folder" && pwd)
	SUITE_LAB=${SUITE_LAB:-$folder/lab}
	ip link set lo up 2>/dev/null || true
	samba_start --services="ldap cldap kdc dns rpc" >&2 || { stop; fail "the domain controller did not start"; }
	(umask 077; echo "$samba_monitor_password" >"$folder/password")
	samba_keytab monitor@LAB.TEST "$folder/monitor.keytab" >&2 || { stop; fail "no keytab could be made"; }
	printf '%s=%q\n' address "$samba_address" ca "$samba/tls.pem" user "$samba_monitor" \
		password_file "$folder/password" keytab "$folder/monitor.keytab" base "$samba_base"
	echo "$samba_address" >"$folder/address"
}

run() {
	samba=$(echo "$folder"/samba.??????)
	samba_address=$(<"$folder/address")
	export samba samba_address
	samba_krb5
	unset KRB5CCNAME KRB5_CLIENT_KTNAME
	samba_hosts "$@"
}

stop() {
	for samba in "$folder"/samba.??????; do
		[[ -d $samba ]] || continue
		[[ ! -e $samba/pid ]] || ! samba_runs || samba_stop
		rm -rf "$samba"
	done
	rm -rf "$folder/lab" "$folder/password" "$folder/monitor.keytab" "$folder/address" "$folder/pids"
}

case $1 in
start) start ;;
run) run "${@:3}" ;;
stop) stop ;;
*) usage ;;
esac
