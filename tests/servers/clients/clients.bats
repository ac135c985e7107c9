#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2034,SC2154 # url, output, status, environment: shared with common.bash
# Programs that nobody here wrote: SCEP clients against the simulator (it is a SCEP server), and the plugins against a SCEP server.
load ../../blackbox/common

@test "scepclient enrols with the right challenge" {
	needs scepclient scep
	ndes --challenge=secret123
	cd "$BATS_TEST_TMPDIR"
	scepclient -server-url "$url" -challenge secret123 -private-key k.pem -certificate c.pem -cn t1 >log 2>&1 3>&-
	openssl verify -CAfile "$ndes/root.pem" -untrusted "$ndes/ca.pem" -partial_chain c.pem
	openssl x509 -in c.pem -noout -subject | grep -q t1
	asked 'messageType=19 pkiStatus=0'
}

@test "scepclient with a wrong challenge is refused" {
	needs scepclient scep
	ndes --challenge=secret123
	cd "$BATS_TEST_TMPDIR"
	status=0
	scepclient -server-url "$url" -challenge WRONG -private-key k.pem -certificate c.pem -cn t1 >log 2>&1 3>&- || status=$?
	((status != 0))
	grep -q 'failInfo: badRequest' log
	[[ ! -e c.pem ]]
	asked 'messageType=19 pkiStatus=2'
}

@test "scepclient: a password enrols once" {
	needs scepclient scep
	ndes --challenge=secret123 --one-time
	mkdir "$BATS_TEST_TMPDIR/a" "$BATS_TEST_TMPDIR/b"
	cd "$BATS_TEST_TMPDIR/a"
	scepclient -server-url "$url" -challenge secret123 -private-key k.pem -certificate c.pem -cn t1 >log 2>&1 3>&-
	cd ../b
	status=0
	scepclient -server-url "$url" -challenge secret123 -private-key k.pem -certificate c.pem -cn t2 >log 2>&1 3>&- || status=$?
	((status != 0))
}

@test "certmonger's scep-submit reads capabilities and certificates" {
	needs /usr/lib/certmonger/scep-submit certmonger
	ndes
	[[ $(/usr/lib/certmonger/scep-submit -u "$url" -c 2>/dev/null 3>&- | tr -d '\r' | grep -cE '^(POSTPKIOperation|Renewal|SHA-512|SHA-256|SHA-1|DES3)$') == 6 ]]
	[[ $(/usr/lib/certmonger/scep-submit -u "$url" -C 2>/dev/null 3>&- | grep -c 'BEGIN CERTIFICATE') == 3 ]]
}

@test "strongSwan takes the CA and the RA certificates" {
	needs pki strongswan-pki
	[[ -e /usr/lib/ipsec/plugins/libstrongswan-curl.so ]] || skip "no curl plugin: install the package libstrongswan-extra-plugins"
	ndes --include-root
	cd "$BATS_TEST_TMPDIR"
	pki --scepca --url "$url" --caout ca.der --raout ra.der --force >log 2>&1 3>&-
	[[ -s ca.der && -s ra.der ]]
	openssl x509 -inform DER -in ra.der -noout -subject | grep -q MSCEP-RA
}

@test "strongSwan takes a single certificate" {
	needs pki strongswan-pki
	[[ -e /usr/lib/ipsec/plugins/libstrongswan-curl.so ]] || skip "no curl plugin: install the package libstrongswan-extra-plugins"
	ndes --single
	cd "$BATS_TEST_TMPDIR"
	pki --scepca --url "$url" --caout ca.der --raout ra.der --force >log 2>&1 3>&-
	openssl x509 -inform DER -in ca-1.der -noout -subject | grep -q "Example Issuing CA"
}

# scepserver listens on every address: it gets a network of its own.
scepserver() {
	needs scepserver scep
	unshare -n true 2>/dev/null || skip "a network namespace of its own needs root"
	cd "$BATS_TEST_TMPDIR" || return
	command scepserver ca -init -keySize 2048 >ca.log 2>&1 3>&-
	unshare -n sh -c 'ip link set lo up; exec scepserver -depot depot -port 9101 -challenge secret123 -allowrenew 0' \
		>server.log 2>&1 3>&- &
	namespace=$!
	echo "$namespace" >>"$BATS_TEST_TMPDIR/foreign"
	url=http://127.0.0.1:9101/scep
	for _ in {1..100}; do
		nsenter -n -t "$namespace" curl -sf "$url?operation=GetCACaps" >/dev/null && return 0
		sleep 0.05
	done
	echo "scepserver did not come up: $(cat server.log)" >&2
	return 1
}

teardown() {
	if [[ -e $BATS_TEST_TMPDIR/foreign ]]; then
		kill "$(cat "$BATS_TEST_TMPDIR/foreign")" 2>/dev/null || true
	fi
	stop_all "$BATS_TEST_TMPDIR"
}

# inside COMMAND...: in the server's network
inside() {
	entry=(nsenter -n -t "$namespace")
	"$@"
	entry=()
}

@test "check_mscep and check_ra_cert against scepserver" {
	needs ip iproute2
	scepserver
	inside check mscep -u "$url"
	ok "7 capabilities" "1 certificate" "not NDES"
	inside check mscep -u "$url" --server=ndes
	critical NDES-PAGE-MISSING
	inside check mscep -u "$url" --server=generic --require-capability=AES --forbid-capability=GetNextCACert
	ok
	inside check mscep -u "$url/pkiclient.exe"
	critical NDES-NOT-FOUND "HTTP 404"
	inside check ra_cert -u "$url" --trust="$BATS_TEST_TMPDIR/depot/ca.pem"
	warning RA-CA-USAGE
	measured ca_remaining ca_used
	never_says RA-UNTRUSTED
}
