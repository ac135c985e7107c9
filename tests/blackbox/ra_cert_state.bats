#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2034,SC2154 # url, output, status, environment: shared with common.bash
# check_ra_cert --state-dir: the set that was seen last explains a dead endpoint.
load common

setup() {
	state=$BATS_TEST_TMPDIR/state
	mkdir "$state"
}

# the same port, now with other faults
again() {
	stop "$server_pid"
	ndes --port="$http_port" "$@"
}

@test "500, and the remembered RA certificate is to expire" {
	ndes --fault=ra-expiring
	check ra_cert -u "$url" --state-dir="$state"
	((status == 2))
	again --fault=ra-expired-500
	check ra_cert -u "$url" --state-dir="$state" --at=+12d
	critical NDES-RA-CERT "expired" "days ago" "HTTP 500"
}

@test "500, and the remembered RA certificate is well: not blamed" {
	ndes
	check ra_cert -u "$url" --state-dir="$state"
	ok
	again --fault=crash
	check ra_cert -u "$url" --state-dir="$state"
	critical NDES-FAILED "HTTP 500"
	never_says "expired 2" "expired 1"
}

@test "a dead endpoint whose certificates were well: they are not the reason, and nothing is made up" {
	ndes
	check ra_cert -u "$url" --state-dir="$state"
	ok
	stop "$server_pid"
	check ra_cert -u "$url" --state-dir="$state"
	critical NET-REFUSED "last seen"
	unmeasured ra_signing_remaining
}

@test "another URL has another memory" {
	ndes
	check ra_cert -u "$url" --state-dir="$state"
	ok
	check ra_cert -u "http://127.0.0.1:$(dead_port)/other" --state-dir="$state"
	critical NET-REFUSED
	never_says "last seen"
}

@test "nodes that --resolve tells apart have memories of their own, and so have CAs by --ca-ident" {
	ndes
	dead=http://ndes.example:$http_port$path
	check ra_cert -u "$dead" -I 127.0.0.1 --state-dir="$state"
	ok
	check ra_cert -u "$dead" -I 127.0.0.1 --ca-ident=other --state-dir="$state"
	ok
	files=("$state"/*)
	[[ ${#files[@]} == 2 ]]
	stop "$server_pid"
	check ra_cert -u "$dead" -I 127.0.0.9 --state-dir="$state"
	critical NET-REFUSED
	never_says "last seen"
	check ra_cert -u "$dead" -I 127.0.0.1 --ca-ident=third --state-dir="$state"
	never_says "last seen"
	check ra_cert -u "$dead" -I 127.0.0.1 --state-dir="$state"
	critical NET-REFUSED "last seen"
	check ra_cert -u "$dead" -I 127.0.0.1 --ca-ident=other --state-dir="$state"
	critical NET-REFUSED "last seen"
}

@test "the memory of a URL that is asked as it is has the URL's name" {
	ndes
	check ra_cert -u "$url" --state-dir="$state"
	ok
	[[ $(find "$state" -iname "check_ra_cert-$(printf %s "$url" | sha256sum | cut -c1-32).pem" -size +0) ]]
}

@test "a damaged memory is ignored" {
	ndes --fault=ra-expiring
	check ra_cert -u "$url" --state-dir="$state"
	files=("$state"/*)
	[[ -s ${files[0]} ]]
	stop "$server_pid"
	for damage in "" rubbish $'-----BEGIN CERTIFICATE-----\nMIIC\n-----END CERTIFICATE-----'; do
		printf '%s' "$damage" >"${files[0]}"
		check ra_cert -u "$url" --state-dir="$state"
		critical NET-REFUSED
		never_says "last seen"
	done
	head -c 5000000 /dev/urandom >"${files[0]}"
	check ra_cert -u "$url" --state-dir="$state"
	critical NET-REFUSED
	rm "${files[0]}"
	mkdir "${files[0]}"
	check ra_cert -u "$url" --state-dir="$state"
	critical NET-REFUSED
}

@test "the memory follows no symbolic link and leaves no temporary file" {
	ndes
	check ra_cert -u "$url" --state-dir="$state"
	ok
	files=("$state"/*)
	((${#files[@]} == 1))
	echo precious >"$BATS_TEST_TMPDIR/precious"
	ln -sf "$BATS_TEST_TMPDIR/precious" "${files[0]}"
	check ra_cert -u "$url" --state-dir="$state"
	[[ $(cat "$BATS_TEST_TMPDIR/precious") == precious ]]
	[[ -z $(find "$state" -mindepth 1 -not -path "${files[0]}") ]]
}

@test "a folder that can't be written: the verdict stays, and it is told" {
	ndes
	check ra_cert -u "$url" --state-dir=/nonexistent/folder
	((status == 1 || status == 3))
	says STATE-FILE /nonexistent/folder
	measured ra_signing_remaining
	stop "$server_pid"
	ndes --fault=ra-expired
	check ra_cert -u "$url" --state-dir=/nonexistent/folder
	critical RA-EXPIRED
}

@test "--state-dir with --file makes no sense" {
	ndes
	check ra_cert -f "$ndes/ra-signing.pem" --state-dir="$state"
	refused --state-dir
}
