#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2034,SC2154 # entry, samba, output, status: shared with the files that are loaded
# check_template_acl: TLS that fails, with OpenSSL's words, and the domain controller's certificate.
load ../../blackbox/common
load samba
load template

setup_file() {
	lab
}

setup() {
	cd "$BATS_TEST_TMPDIR" && passwords
	[[ ! -e $samba/broken ]] || { samba_tls good && rm "$samba/broken"; }
	read -ra asked <<<"$service"
	login=(--ca-cert="$samba/tls.pem" -D "$samba_monitor" --password-file=password)
}

# certificate VARIANT: for this test
certificate() {
	touch "$samba/broken"
	samba_tls "$1"
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

# tls TEXT: both ways of TLS fail, with OpenSSL's words
tls() {
	local way

	for way in --ssl --starttls; do
		plugin_run -H "$samba_address" $way "${login[@]}" "${asked[@]}"
		verdict CRITICAL 2
		first_line "$samba_address" "$1"
		never_says "may not enroll" "unknown error"
	done
}

@test "TLS: an authority that nobody trusts" {
	of "$samba_address" -- --ca-cert="$samba/ca.pem"
	critical TLS-UNTRUSTED "unable to get local issuer certificate"
	plugin_run -H "$samba_address" -S -D "$samba_monitor" --password-file=password "${asked[@]}"
	critical TLS-UNTRUSTED
	of "$samba_address" -- --ca-cert="$samba/ca.pem" --insecure
	ok
}

@test "TLS: --ca-cert is missing" {
	of "$samba_address" -- --ca-cert=missing.pem
	verdict UNKNOWN 3
	first_line "missing.pem"
}

@test "TLS: --ca-cert holds no certificate: a bad argument, not the server's fault" {
	echo none >none.pem
	of "$samba_address" -- --ca-cert=none.pem
	verdict UNKNOWN 3
	first_line "none.pem"
}

@test "TLS: --ca-cert is a folder" {
	mkdir -p trusted && cp "$samba/tls.pem" trusted/ && openssl rehash trusted
	of "$samba_address" -- --ca-cert=trusted
	ok
}

@test "TLS: self-signed" {
	certificate unknown
	tls "self-signed certificate"
	of "$samba_address" -- --insecure
	ok
}

@test "TLS: for another name" {
	certificate othername
	tls "$samba_address"
	says "not for"
}

@test "TLS: no name in it but the CN" {
	certificate nosan
	tls "$samba_address"
}

@test "TLS: expired; read all the same with --insecure, and CRITICAL" {
	certificate expired
	tls "certificate has expired"
	says "TLS-EXPIRED"
	of "$samba_address" -- --insecure
	critical DIRECTORY-CERTIFICATE "expired"
	says "[OK] Enroll"
}

@test "the domain controller's certificate: what is left of it, also at another time" {
	of "$samba_address" --
	ok
	between dc_certificate_remaining 2500000 2592000
	between dc_certificate_used 0 1
	of "$samba_address" -- --at=+20d
	warning DIRECTORY-CERTIFICATE "expires in"
	between dc_certificate_remaining 800000 864000
	of "$samba_address" -- --at=+28d
	critical DIRECTORY-CERTIFICATE
	of "$samba_address" -- --at=+40d
	critical DIRECTORY-CERTIFICATE "expired"
	of "$samba_address" -- --tls-warning=60d
	warning DIRECTORY-CERTIFICATE
	of "$samba_address" -- --tls-critical=29d --tls-warning=10d
	refused "--tls-warning"
}

@test "--at: what can't be read" {
	local time

	for time in tomorrow "" 2027-13-01 +10x 2027-02-30; do
		of "$samba_address" -- --at="$time"
		refused "--at"
	done
}
