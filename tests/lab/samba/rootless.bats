#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2154 # output, status: of bats
# The lab without root: a domain is made, filled and started in a user namespace, and answers.
load ../../blackbox/common
load samba

teardown() {
	[[ -z ${home-} ]] || rm -rf "$home"
}

# unprivileged COMMAND...: as nobody in namespaces of its own, or as whom run.sh has put there already
unprivileged() {
	local -x HOME=$home TMPDIR=$home SUITE_BUILDDIR='' SUITE_LAB=''

	if grep -q '^ *0 *0 *4294967295$' /proc/self/uid_map; then
		setpriv --reuid=65534 --regid=65534 --clear-groups unshare -Urn "$@"
	else
		"$@"
	fi
}

@test "made, started and asked as an ordinary user in a user namespace" {
	local missing

	missing=$(samba_missing)
	[[ -z $missing ]] || skip "$missing"
	home=$(mktemp -d /tmp/rootless.XXXXXX)
	chown 65534:65534 "$home" 2>/dev/null || true
	unprivileged ip link set lo up 2>/dev/null || skip "user namespaces are not allowed here"
	unprivileged test -r "$samba_lab/lab.sh" || skip "the sources can't be read by others than root"
	# shellcheck disable=SC2016 # expanded by the shell inside
	run unprivileged timeout 120 bash -c 'set -e
		settings=$("$1" start "$HOME/lab")
		trap "\"$1\" stop \"$HOME/lab\"" EXIT
		eval "$settings"
		printf %s "$(cat "$password_file")" >"$HOME/password"
		echo "uid_map" $(cat /proc/self/uid_map)
		stat -c "mode %a" "$password_file"
		LDAPTLS_CACERT=$ca ldapsearch -x -LLL -H "ldaps://$address" -D "$user" -y "$HOME/password" \
			-b "CN=Certificate Templates,CN=Public Key Services,CN=Services,CN=Configuration,$base" \
			cn=NDES-v4 cn' sh "$samba_lab/lab.sh"
	echo "$output"
	((status == 0))
	[[ $output == *"mode 600"*"cn: NDES-v4"* ]]
	[[ $output != *"uid_map 0 0 4294967295"* ]]
	[[ -z $(ls -A "$home/lab") ]]
}
