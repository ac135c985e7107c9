#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2034,SC2154 # url, output, status, environment: shared with common.bash
# TLS: verified by default, every kind of bad certificate, client certificates, the lifetime of the good one.
load common

@test "verified by default: an unknown root is CRITICAL" {
	ndes
	for name in mscep ra_cert; do
		check $name -u "$tls_url"
		critical TLS-UNTRUSTED "localhost port $https_port" "--ca-cert"
		says "Event 86, stage GetCAC" 0x80072F8F
		measured time time_resolve time_connect
		unmeasured time_tls time_wait
	done
}

@test "--ca-cert: file" {
	ndes
	check mscep -u "$tls_url" --ca-cert="$ndes/root.pem"
	ok "TLS certificate: expires in"
	measured time_tls tls_remaining tls_used
	check ra_cert -u "$tls_url" --ca-cert="$ndes/root.pem"
	ok
}

@test "--ca-cert: hashed folder" {
	ndes
	mkdir "$BATS_TEST_TMPDIR/hashed"
	cp "$ndes/root.pem" "$BATS_TEST_TMPDIR/hashed/"
	openssl rehash "$BATS_TEST_TMPDIR/hashed"
	check mscep -u "$tls_url" --ca-cert="$BATS_TEST_TMPDIR/hashed"
	ok
	mkdir "$BATS_TEST_TMPDIR/nothing"
	check mscep -u "$tls_url" --ca-cert="$BATS_TEST_TMPDIR/nothing"
	critical TLS-UNTRUSTED
}

@test "--ca-cert: another root, none, rubbish" {
	ndes
	check mscep -u "$tls_url" --ca-cert="$ndes/client.pem"
	critical TLS-UNTRUSTED
	check mscep -u "$tls_url" --ca-cert=/nowhere/root.pem
	refused --ca-cert /nowhere/root.pem
	echo rubbish >"$BATS_TEST_TMPDIR/rubbish.pem"
	check mscep -u "$tls_url" --ca-cert="$BATS_TEST_TMPDIR/rubbish.pem"
	((status == 3))
	says rubbish.pem
}

@test "--insecure asks all the same, and the certificate is still measured" {
	ndes
	check mscep -u "$tls_url" --insecure
	ok
	measured tls_remaining
	check ra_cert -u "$tls_url" --insecure
	ok
}

@test "expired" {
	ndes --tls-certificate=expired
	check mscep -u "$tls_url" --ca-cert="$ndes/root.pem"
	critical TLS-EXPIRED "2 days ago"
	windows GetCACaps 0x80072F8F
	measured tls_remaining
}

@test "expired and --insecure: its lifetime is a finding still" {
	ndes --tls-certificate=expired
	check mscep -u "$tls_url" --insecure
	critical TLS-EXPIRED "[OK] GetCACaps"
}

@test "another name" {
	ndes --tls-certificate=wrong-name
	check mscep -u "$tls_url" --ca-cert="$ndes/root.pem"
	critical TLS-NAME "another name"
	windows GetCACaps 0x80072F8F
}

@test "self-signed" {
	ndes --tls-certificate=self-signed
	check mscep -u "$tls_url" --ca-cert="$ndes/root.pem"
	critical TLS-UNTRUSTED "self-signed"
}

@test "expiring: thresholds and their boundaries" {
	ndes --tls-certificate=expiring
	trusted=--ca-cert=$ndes/root.pem
	check mscep -u "$tls_url" "$trusted"
	critical TLS-EXPIRING "expires in"
	between tls_remaining 863000 864000
	check mscep -u "$tls_url" "$trusted" --tls-critical=5d
	warning TLS-EXPIRING
	check mscep -u "$tls_url" "$trusted" --tls-warning=9d --tls-critical=5d
	ok
	check mscep -u "$tls_url" "$trusted" --tls-warning=50% --tls-critical=10%
	warning TLS-EXPIRING
	check mscep -u "$tls_url" "$trusted" --tls-warning=5d --tls-critical=9d
	refused "less strict"
	for bad in 10x abc "" nan; do
		check mscep -u "$tls_url" --tls-warning="$bad"
		refused --tls-warning
		check mscep -u "$tls_url" --tls-critical="$bad"
		refused --tls-critical
	done
}

@test "--at: the TLS certificate of the day after" {
	ndes
	check mscep -u "$tls_url" --ca-cert="$ndes/root.pem" --at=+340d
	warning TLS-EXPIRING
	check mscep -u "$tls_url" --ca-cert="$ndes/root.pem" --at=+400d
	critical TLS-EXPIRED
}

@test "only TLS 1.1" {
	ndes --tls-max=1.1
	check mscep -u "$tls_url" --ca-cert="$ndes/root.pem"
	critical TLS-PROTOCOL
	windows GetCACaps 0x80072F8F
}

@test "https at a port of http, http at a port of https" {
	ndes
	check mscep -u "https://localhost:$http_port$path" -t 4
	((status == 2))
	says "localhost port $http_port"
	check mscep -u "http://localhost:$https_port$path" -t 4
	((status == 2))
	says "localhost port $https_port"
}

@test "a client certificate is wanted: without, with, and unusable ones" {
	ndes --require-client-certificate=handshake
	trusted=--ca-cert=$ndes/root.pem
	check mscep -u "$tls_url" "$trusted"
	critical TLS-CLIENT-CERTIFICATE "client certificate"
	windows GetCACaps 0x80072F0C
	check mscep -u "$tls_url" "$trusted" -J "$ndes/client.pem" -K "$keys/client.key"
	ok
	cat "$ndes/client.pem" "$keys/client.key" >"$BATS_TEST_TMPDIR/both.pem"
	check mscep -u "$tls_url" "$trusted" -J "$BATS_TEST_TMPDIR/both.pem"
	ok
	check mscep -u "$tls_url" "$trusted" --client-cert="$ndes/client.pem" --private-key="$keys/root.key"
	((status == 3))
	says private
	openssl rsa -in "$keys/client.key" -aes128 -passout pass:secret -out "$BATS_TEST_TMPDIR/locked.key" 2>/dev/null
	check mscep -u "$tls_url" "$trusted" -J "$ndes/client.pem" -K "$BATS_TEST_TMPDIR/locked.key"
	unknown CLIENT-SETUP locked.key
	never_says "pass phrase"
	check mscep -u "$tls_url" "$trusted" -J /nowhere.pem
	refused --client-cert
	check mscep -u "$tls_url" "$trusted" -J "$ndes/client.pem" -K /nowhere.key
	refused --private-key
	check mscep -u "$tls_url" "$trusted" -K "$keys/client.key"
	refused --client-cert
}

@test "IIS answers 403 without a client certificate: it is told that one was asked for" {
	ndes --require-client-certificate=403
	check mscep -u "$tls_url" --ca-cert="$ndes/root.pem" -v
	((status == 2))
	says "HTTP 403" "client certificate"
	check mscep -u "$tls_url" --ca-cert="$ndes/root.pem" -J "$ndes/client.pem" -K "$keys/client.key"
	ok
}

@test "a comma in the certificate's name is quoted, not escaped" {
	cd "$BATS_TEST_TMPDIR" || return
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj '/O=Example, Inc./CN=odd.example.test' \
		-addext subjectAltName=IP:127.0.0.1 -keyout odd.key -out odd.pem 2>/dev/null
	: >accepted
	(
		trap 'kill "$server"; exit 0' TERM
		openssl s_server -accept 127.0.0.1:0 -key odd.key -cert odd.pem -www </dev/null >accepted 2>&1 &
		server=$!
		wait
	) 3>&- &
	echo $! >>"$BATS_TEST_TMPDIR/pids"
	for _ in {1..500}; do
		port=$(sed -n 's/^ACCEPT .*://p' accepted)
		[[ -n $port ]] && break
		sleep 0.02
	done
	check mscep -u "https://127.0.0.1:$port/" --ca-cert=odd.pem
	says 'CN=odd.example.test, O="Example, Inc."'
}
