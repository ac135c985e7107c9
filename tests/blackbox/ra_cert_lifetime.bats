#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2034,SC2154 # url, output, status, environment: shared with common.bash
# check_ra_cert: lifetimes, thresholds, --at.
load common

setup_file() {
	ndes
	notafter=$(date -u -d "$(openssl x509 -in "$ndes/ra-signing.pem" -noout -enddate | cut -d= -f2)" +%s)
	export notafter
}

# at SECONDS_BEFORE_THE_END [ARGUMENT...]: judged that long before the RA certificates end
at() {
	local moment

	moment=$(date -u -d "@$((notafter - $1))" +%Y-%m-%dT%H:%M:%SZ)
	shift
	check ra_cert -u "$url" --at="$moment" "$@"
}

day=86400

@test "a healthy set: days, date, all perfdata" {
	check ra_cert -u "$url"
	ok
	first_line "signing certificate expires in" "encryption certificate" "(2028-" "CA in"
	measured time ra_signing_remaining ra_signing_used ra_encryption_remaining ra_encryption_used ca_remaining ca_used
	measured time_resolve time_connect time_wait time_transfer
	says "RSA 2048" "[OK] CA certificate"
}

@test "perfdata: remaining is a lower bound, used a rising twin" {
	at $((100 * day))
	ok
	says "ra_signing_remaining=8640000s;2592000:;1209600:;0;63072000"
	[[ $output =~ ra_signing_used=86.301%\;95.89\;98.082\;0\;100 ]]
}

@test "thirty days: one second above the warning, on it, and one below" {
	at $((30 * day + 1))
	ok
	at $((30 * day))
	ok
	at $((30 * day - 1))
	warning RA-EXPIRING "expires in 29 days"
}

@test "fourteen days: on the critical, and one second below" {
	at $((14 * day))
	warning RA-EXPIRING
	at $((14 * day - 1))
	critical RA-EXPIRING "expires in 13 days" "restart the application pool SCEP"
}

@test "a percentage beside a default or days: the default gives way, the warning is never the later one" {
	at $((100 * day)) -c 10%
	ok
	says "ra_signing_remaining=8640000s;6307200:;6307200:;" "%;90;90;0;100"
	at $((50 * day)) -w 1%
	ok
	says ";630720:;630720:;"
	at $((50 * day)) -w 30d -c 25%
	critical RA-EXPIRING
	says ";15768000:;15768000:;" "%;75;75;0;100"
}

@test "used agrees with the state an hour after a limit of ten years" {
	local ends used warning

	ends=$(date -u -d "$(openssl x509 -in "$ndes/ca.pem" -noout -enddate | cut -d= -f2)" +%s)
	check ra_cert -f "$ndes/ca.pem" -w 30d --at="$(date -u -d "@$((ends - 30 * day + 3600))" +%Y-%m-%dT%H:%M:%SZ)"
	warning CA-EXPIRING
	[[ $output =~ ca_used=([0-9.]+)%\;([0-9.]+)\; ]]
	used=${BASH_REMATCH[1]} warning=${BASH_REMATCH[2]}
	awk "BEGIN { exit !($used > $warning) }" || failed "$used is not above $warning"
	check ra_cert -f "$ndes/ca.pem" -w 30d --at="$(date -u -d "@$((ends - 30 * day + 3600))" +%Y-%m-%dT%H:%M:%SZ)" \
		--output-format=json
	says "\"value\":$used,\"uom\":\"%\",\"warn\":\"$warning\""
}

@test "the end: a second before it, at it, a second after" {
	at 1
	critical RA-EXPIRING
	at 0
	critical RA-EXPIRING
	at -1
	critical RA-EXPIRED "expired"
	between ra_signing_remaining -1 -1
}

@test "--at=+Nd" {
	check ra_cert -u "$url" --at=+690d
	critical RA-EXPIRING
	check ra_cert -u "$url" --at=+800d
	critical RA-EXPIRED "ago"
}

@test "--at: dates of several forms, and what is none" {
	check ra_cert -u "$url" --at=2027-01-31
	ok
	check ra_cert -u "$url" --at=2027-01-31T12:00:00Z
	ok
	for bad in "" tomorrow 2027-13-01 2027-02-30 +3x 2027-01-31T25:00:00Z 99999999999999999999 2027-01-31junk; do
		check ra_cert -u "$url" --at="$bad"
		refused --at
	done
}

@test "-w and -c: days, hours, weeks, minutes, percent, bare numbers, a colon" {
	for left in 30d 720h 4w2d 43200m 30 30:; do
		at $((30 * day)) -w "$left"
		ok
		at $((30 * day - 1)) -w "$left"
		warning RA-EXPIRING
	done
	at $((29 * day)) -w 5% -c 3%
	warning RA-EXPIRING
	at $((29 * day)) -w 3% -c 2%
	ok
	at $((36 * 3600 - 1)) -w 36h -c 12h
	warning RA-EXPIRING
	at $((36 * 3600)) -w 1.5d -c 12h
	ok
}

@test "what can't be read to its end is refused" {
	for bad in 10x abc "" nan inf 1e3 -5 5dd "5 d" 101% 1,5 0x10 d % : 30:60; do
		check ra_cert -u "$url" -w "$bad"
		refused "--warning" || return
		check ra_cert -u "$url" -c "$bad"
		refused "--critical" || return
	done
}

@test "-w less strict than -c is refused, equal is not" {
	check ra_cert -u "$url" -w 10 -c 20
	refused "less strict"
	check ra_cert -u "$url" -w 20 -c 20
	ok
}

@test "one week and an alert on used: percent thresholds" {
	at $((100 * day)) -w 25% -c 10%
	warning RA-EXPIRING
	[[ $output =~ ra_signing_used=86.301%\;75 ]]
}

@test "faults: expired, expiring, future" {
	ndes --fault=ra-expired
	check ra_cert -u "$url"
	critical RA-EXPIRED "2 days ago"
	windows GetCACert 0x800B0101
	ndes --fault=ra-expiring
	check ra_cert -u "$url"
	critical RA-EXPIRING "expires in"
	between ra_signing_remaining 863000 864000
	check ra_cert -u "$url" -c 5d
	warning RA-EXPIRING
	check ra_cert -u "$url" -w 8d -c 5d
	ok
	ndes --fault=ra-future
	check ra_cert -u "$url"
	critical RA-NOT-YET-VALID "begins in"
}

@test "the CA ends, and with it all that it issued" {
	ndes --fault=ca-expiring
	check ra_cert -u "$url"
	critical CA-EXPIRING "CA certificate: expires in"
	between ca_remaining 863000 864000
	says "RA-EXPIRING"
}

@test "JSON: not_after is an epoch, and the facts name the certificates" {
	check ra_cert -u "$url" --output-format=json
	ok
	[[ $(jq '.. | objects | select(.id == "ra_signing") | .not_after' <<<"$output") == "$notafter" ]]
	[[ $(jq -r .facts.ra_signing_template <<<"$output") == EnrollmentAgentOffline ]]
	[[ $(jq -r .facts.ra_encryption_template <<<"$output") == CEPEncryption ]]
	print=$(openssl x509 -in "$ndes/ca.pem" -noout -fingerprint -sha256 | tr -d : | cut -d= -f2)
	[[ $(jq -r .facts.ca_sha256 <<<"$output") == "$print" ]]
}
