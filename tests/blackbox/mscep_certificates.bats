#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2034,SC2154 # url, output, status, environment: shared with common.bash
# check_mscep: what GetCACert may look like. The certificates themselves are check_ra_cert's business.
load common

# body FAULT CAUSE TEXT...: both plugins say the same of a damaged body
body() {
	local fault=$1

	shift
	ndes --fault="$fault"
	check mscep -u "$url"
	critical "$@" "[OK] GetCACaps" "[CRITICAL] GetCACert"
	check ra_cert -u "$url"
	critical "$@"
}

@test "PEM and base64 are read" {
	ndes --fault=cacert-pem
	check mscep -u "$url"
	ok "3 certificates"
	check ra_cert -u "$url"
	ok "signing certificate expires"
	stop "$server_pid"
	ndes --fault=cacert-base64
	check mscep -u "$url"
	ok "3 certificates"
	check ra_cert -u "$url"
	ok "signing certificate expires"
}

@test "one certificate, and a set with its root" {
	ndes --single
	check mscep -u "$url"
	ok "1 certificate"
	stop "$server_pid"
	ndes --include-root
	check mscep -u "$url"
	ok "4 certificates"
}

@test "cut off below its Content-Length" {
	body cacert-truncated HTTP-TRUNCATED "bytes came"
	windows GetCACert 0x80072EFE
}

@test "too short for what it says itself" {
	body cacert-short HTTP-TRUNCATED truncated
}

@test "an application proxy rewrote it" {
	body cacert-rewritten APPPROXY-REWRITE damaged "translation of URLs"
}

@test "nothing" {
	body cacert-empty SCEP-NOT-SCEP empty
}

@test "megabytes of garbage" {
	body cacert-garbage HTTP-TOO-LARGE
}

@test "a string that is no UTF-8 in a name" {
	ndes --fault=cacert-bad-utf8
	check mscep -u "$url"
	((status == 2))
	says "GetCACert: no usable certificates"
	check ra_cert -u "$url"
	((status == 2))
}

@test "a page" {
	body proxy-page@GetCACert PROXY-PAGE "Sign in to your account"
}

@test "200 certificates" {
	ndes --fault=cacert-200
	check mscep -u "$url"
	ok "200 certificates"
}

@test "faults of revocation lists and enrolment are not this check's" {
	for fault in crl-expired crl-missing delta-missing echo-open-enrol; do
		ndes --fault=$fault
		check mscep -u "$url"
		ok
		check ra_cert -u "$url"
		ok
		stop "$server_pid"
	done
}
