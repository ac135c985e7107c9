#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2034,SC2154 # url, output, status, environment: shared with common.bash
# Servers that mean it: what comes from outside never breaks the output, the memory or the time.
# That no '|', '<', backslash or control character gets through is judged by every check of these tests.
load common

# raw FAULT CAUSE CODE TEXT...: both plugins name it, at once
raw() {
	local fault=$1 cause=$2 code=$3

	shift 3
	ndes --raw-fault="$fault"
	check mscep -u "$url" -t 5
	within 3000 || return
	critical "$cause" "127.0.0.1 port $http_port" "$@" || return
	[[ -z $code ]] || windows GetCACaps "$code" || return
	check ra_cert -u "$url" -t 5
	within 3000 || return
	critical "$cause" "$@"
}

@test "reset" {
	raw reset NET-RESET 0x80072EFE "reset"
}

@test "closed without a word" {
	raw close NET-RESET 0x80072EFE "closed"
}

@test "half a status line" {
	raw half-status NET-RESET 0x80072EFE
}

@test "not HTTP" {
	raw not-http NET-NOT-HTTP 0x80072F78 "not HTTP"
}

@test "chunks that are none" {
	printf 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\nAES\n\r\n0\r\n\r\n' >"$BATS_TEST_TMPDIR/chunks"
	replay GetCACaps="$BATS_TEST_TMPDIR/chunks,raw"
	check mscep -u "$url"
	critical NET-NOT-HTTP "not HTTP"
	windows GetCACaps 0x80072F78
	never_says reset attempts
}

@test "a body without end" {
	raw endless-body HTTP-TOO-LARGE ""
}

@test "headers without end" {
	raw endless-headers HTTP-TOO-LARGE ""
}

@test "a header of 10 MB" {
	raw huge-header HTTP-TOO-LARGE ""
}

@test "closed and reset within the TLS handshake are the same as without TLS" {
	for fault in reset close; do
		ndes --raw-fault=$fault
		check mscep -u "$tls_url" -t 5
		critical NET-RESET "2 attempts"
		windows GetCACaps 0x80072EFE
	done
}

@test "other bytes in place of a TLS handshake" {
	ndes --raw-fault=not-http
	check mscep -u "$tls_url" -t 5
	critical TLS-PROTOCOL "localhost port $https_port"
}

@test "memory stays small whatever comes" {
	if sanitized; then
		skip "AddressSanitizer wants more address space than the limit"
	fi
	for kind in endless-body endless-headers huge-header; do
		ndes --raw-fault=$kind
		status=0
		(ulimit -v 400000 && clean "$(plugin mscep)" -u "$url" -t 5) >"$BATS_TEST_TMPDIR/out" || status=$?
		((status == 2))
		grep -q HTTP-TOO-LARGE "$BATS_TEST_TMPDIR/out"
	done
}

@test "hostile headers" {
	ndes --fault=hostile-headers
	for name in mscep ra_cert; do
		check $name -u "$url" -vvv
		ok
		for format in json prometheus checkmk; do
			check $name -u "$url" --output-format=$format
		done
	done
}

@test "a hostile page everywhere" {
	ndes --fault=hostile-page
	check mscep -u "$url" -vvv --admin
	((status == 2))
	check mscep -u "$url" --output-format=json
	check mscep -u "$url" --output-format=prometheus
	check mscep -u "$url"
	critical PROXY-PAGE
	[[ $output != *SCEP-NOT-SCEP* ]] || failed "the same page has two causes"
}

@test "hostile names in certificates" {
	ndes --fault=cacert-hostile-names
	check ra_cert -u "$url"
	ok "RA signing certificate"
	[[ $(grep -c '^ *\[' <<<"$output") == 5 ]] || failed "a name made a line"
	for format in json prometheus checkmk; do
		check ra_cert -u "$url" --output-format=$format
		((status == 0))
	done
	check ra_cert -u "$url" -vvv
	check mscep -u "$url" -vvv
	ok
}

@test "hostile URLs of our own" {
	ndes
	check mscep -u "http://127.0.0.1:$http_port/<script>|x\\n" -v
	((status == 2 || status == 3))
	check mscep -u $'http://127.0.0.1:1/\e[31m\nOK - fine|x=1'
	((status == 2 || status == 3))
	check mscep -u "http://127.0.0.1:1/$(head -c 5000 /dev/zero | tr '\0' a)"
	((status == 2 || status == 3))
	check mscep -u $'http://127.0.0.1:1/\xff\xfe'
	((status == 2 || status == 3))
	check mscep -u "$url" -w $'1\n|<x>\\'
	refused
}
