#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2034,SC2154 # entry, samba, output, status: shared with the files that are loaded
# check_template_acl: domain controllers that are gone, hang, or are found by DNS.
load ../../blackbox/common
load samba
load template

setup_file() {
	lab
}

setup() {
	cd "$BATS_TEST_TMPDIR" && passwords
	samba_continue 2>/dev/null || true
	samba_runs || samba_run
	read -ra asked <<<"$service"
	login=(--ca-cert="$samba/tls.pem" -D "$samba_monitor" --password-file=password)
}

# of HOST... -- [ARGUMENT...]: LDAPS at these
of() {
	local hosts=()

	while [[ $1 != -- ]]; do
		hosts+=(-H "$1")
		shift
	done
	plugin_run "${hosts[@]}" -S "${login[@]}" "${asked[@]}" "${@:2}"
}

@test "the domain controller is gone: refused" {
	samba_stop
	of "$samba_address" --
	critical DIRECTORY-DOWN "$samba_address" "refused"
	never_says "may not enroll"
	measured time
	within 3000
	plugin_run -H "$samba_address" --starttls "${login[@]}" "${asked[@]}"
	critical DIRECTORY-DOWN
	samba_run
}

@test "a name that does not exist" {
	of dc.invalid --
	critical NET-DNS "dc.invalid"
	never_says "may not enroll"
}

@test "a port on which something else listens" {
	of "$samba_address" -- -p 88 -t 3
	verdict CRITICAL 2
	first_line "$samba_address" "88"
}

@test "the domain controller hangs: CRITICAL within the time, with target and phase" {
	# a thread that is late at the deadline is left behind, with its memory
	environment=(ASAN_OPTIONS=detect_leaks=0)
	samba_hang
	of "$samba_address" -- -t 2
	critical NET-TIMEOUT "$samba_address" "TLS"
	first_line "TLS"
	within 2500
	measured time time_connect
	between time 1 2.2
	of "$samba_address" -- -t 1:unknown
	verdict UNKNOWN 3
	within 1500
	of "$samba_address" -- -t 1:warning
	verdict WARNING 1
	samba_continue
}

@test "a hanging domain controller does not cost the processor's time" {
	# a thread that is late at the deadline is left behind, with its memory
	environment=(ASAN_OPTIONS=detect_leaks=0)
	local before after

	samba_hang
	before=$(awk '{ print $16 + $17 }' /proc/$$/stat)
	of "$samba_address" -- -t 1
	samba_continue
	after=$(awk '{ print $16 + $17 }' /proc/$$/stat)
	((after - before < 50)) || failed "$((after - before)) hundredths of a second of the processor for waiting 1 s"
}

@test "it hangs behind TLS: the wait is named, not TLS" {
	# a thread that is late at the deadline is left behind, with its memory
	environment=(ASAN_OPTIONS=detect_leaks=0)
	local pid

	samba_names
	samba_krb5
	samba_keytab monitor@LAB.TEST monitor.keytab >/dev/null
	samba_hang
	environment=(KRB5_CONFIG="$KRB5_CONFIG")
	plugin_run -H dc1.lab.test --keytab=monitor.keytab "${asked[@]}" -t 1
	samba_continue
	verdict CRITICAL 2
	within 2000
	first_line "dc1.lab.test"
	never_says "may not enroll" "TLS handshake"
}

@test "hanging, as JSON and Prometheus: valid, the same verdict" {
	# a thread that is late at the deadline is left behind, with its memory
	environment=(ASAN_OPTIONS=detect_leaks=0)
	local form

	samba_hang
	for form in json prometheus; do
		of "$samba_address" -- -t 1 --output-format=$form
		((status == 2)) || failed "exit code $status"
	done
	samba_continue
}

@test "several -H are tried in turn: the first that answers" {
	of 127.0.0.1 dc.invalid "$samba_address" --
	ok "$samba_address"
	says "127.0.0.1" "dc.invalid"
	of "$samba_address" 127.0.0.1 --
	ok "$samba_address"
	never_says "127.0.0.1"
}

@test "several -H, none answers: all are named" {
	of 127.0.0.1 127.0.0.2 --
	critical DIRECTORY-DOWN "127.0.0.1" "127.0.0.2"
	within 5000
}

@test "several -H, the first one hangs: the next one still gets its turn" {
	# a thread that is late at the deadline is left behind, with its memory
	environment=(ASAN_OPTIONS=detect_leaks=0)
	local first=$samba_address certificate=$samba/tls.pem

	samba_start --services=ldap
	samba_hang
	cat "$certificate" "$samba/tls.pem" >both.pem
	plugin_run -H "$samba_address" -H "$first" -S -D "$samba_monitor" --password-file=password --ca-cert=both.pem \
		"${asked[@]}" -t 3
	samba_continue
	ok "$first"
}

@test "--domain: found by SRV records" {
	samba_names
	plugin_run --domain=lab.test -S "${login[@]}" "${asked[@]}"
	ok "dc1.lab.test"
	plugin_run --domain=LAB.TEST --starttls "${login[@]}" "${asked[@]}"
	ok "dc1.lab.test"
	plugin_run --domain=gone.test -S "${login[@]}" "${asked[@]}"
	not_ok
	first_line "gone.test"
}

@test "--domain with a dead name server: within the time" {
	unshare -m true 2>/dev/null || skip "a mount namespace of its own needs root"
	echo "nameserver 127.63.1.1" >resolv.conf
	# shellcheck disable=SC2016 # expanded by the shell inside
	entry=(unshare -m sh -c 'mount --bind resolv.conf /etc/resolv.conf && exec "$@"' sh)
	plugin_run --domain=lab.test -S "${login[@]}" "${asked[@]}" -t 2
	not_ok
	first_line "lab.test"
	within 2500
}

@test "the domain controller by name" {
	samba_names
	of dc1.lab.test --
	ok "dc1.lab.test"
	of dc1.lab.test -- -4
	ok
	of dc1.lab.test -- -6
	not_ok
}
