#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2034,SC2154 # url, output, status, environment: shared with common.bash
# check_ra_cert: roles, chain, trust and keys of the set that a server shows.
load common

@test "crossed templates" {
	ndes --fault=ra-swapped
	check ra_cert -u "$url"
	critical RA-ROLES-SWAPPED CEPEncryption digitalSignature EncryptionTemplate
}

@test "no certificate for encryption" {
	ndes --fault=ra-no-encryption
	check ra_cert -u "$url"
	critical RA-ROLE-MISSING "keyEncipherment" "RA encryption certificate"
	measured ra_signing_remaining ca_remaining
}

@test "no certificate for signing" {
	ndes --fault=ra-no-signing
	check ra_cert -u "$url"
	critical RA-ROLE-MISSING "digitalSignature" "RA signing certificate"
}

@test "no EKU" {
	ndes --fault=ra-no-eku
	check ra_cert -u "$url"
	warning RA-EKU "Certificate Request Agent"
}

@test "no key usage" {
	ndes --fault=ra-no-keyusage
	check ra_cert -u "$url"
	warning RA-NO-KEY-USAGE "key usage"
}

@test "short keys, and --min-key-size" {
	ndes --fault=ra-weak
	check ra_cert -u "$url"
	warning RA-WEAK-KEY "1024"
	check ra_cert -u "$url" --min-key-size=1024
	ok
	check ra_cert -u "$url" --min-key-size=4096
	warning RA-WEAK-KEY "shorter than 4096"
	for bad in 0x 2048b "" -1 1e3; do
		check ra_cert -u "$url" --min-key-size="$bad"
		refused --min-key-size
	done
}

@test "SHA-1" {
	ndes --fault=ra-sha1
	check ra_cert -u "$url"
	warning RA-WEAK-SIGNATURE "sha1" iOS
}

@test "the CA's key before its renewal" {
	ndes --fault=ra-old-ca
	check ra_cert -u "$url"
	critical RA-OLD-CA "another key"
	windows GetCACert 0x800B0109
}

@test "an older pair comes first in the set: the newer leads" {
	ndes --fault=ra-twins
	check ra_cert -u "$url"
	ok "Superseded RA signing certificate" "Superseded RA encryption certificate"
	between ra_signing_remaining 60000000 61000000
	check ra_cert -u "$url" --superseded=ok
	ok
	check ra_cert -u "$url" --superseded=warning
	warning RA-SUPERSEDED "certlm.msc"
	check ra_cert -u "$url" --superseded=critical
	refused --superseded
}

@test "one certificate for all: only ca_ perfdata" {
	ndes --single
	check ra_cert -u "$url"
	ok
	measured ca_remaining ca_used
	unmeasured ra_signing_remaining ra_encryption_remaining
}

@test "the root in the set is no finding" {
	ndes --include-root
	check ra_cert -u "$url"
	ok "4 certificates"
}

@test "--trust: root, folder, wrong root" {
	ndes
	check ra_cert -u "$url" --trust="$ndes/root.pem"
	ok
	mkdir "$BATS_TEST_TMPDIR/trusted"
	cp "$ndes/root.pem" "$BATS_TEST_TMPDIR/trusted/any-name.pem"
	check ra_cert -u "$url" --trust="$BATS_TEST_TMPDIR/trusted"
	ok
	check ra_cert -u "$url" --trust="$ndes/tls.pem"
	critical RA-UNTRUSTED
	windows GetCACert 0x800B0109
	check ra_cert -u "$url" --trust=/nowhere.pem
	refused --trust /nowhere.pem
	echo rubbish >"$BATS_TEST_TMPDIR/rubbish.pem"
	check ra_cert -u "$url" --trust="$BATS_TEST_TMPDIR/rubbish.pem"
	refused --trust
}

@test "--pin: with and without colons, in both cases, another, and no fingerprint at all" {
	ndes
	print=$(openssl x509 -in "$ndes/ca.pem" -noout -fingerprint -sha256 | cut -d= -f2)
	check ra_cert -u "$url" --pin="$print"
	ok
	check ra_cert -u "$url" --pin="${print//:/}"
	ok
	check ra_cert -u "$url" --pin="${print,,}"
	ok
	other=$(openssl x509 -in "$ndes/ra-signing.pem" -noout -fingerprint -sha256 | cut -d= -f2)
	check ra_cert -u "$url" --pin="$other"
	critical RA-PIN
	for bad in "" 1234 "$print:00" "zz${print:2}"; do
		check ra_cert -u "$url" --pin="$bad"
		refused --pin
	done
}

@test "200 certificates: below 4 KB, the roles still found" {
	ndes --fault=cacert-200
	check ra_cert -u "$url"
	((status <= 1))
	measured ra_signing_remaining ra_encryption_remaining ca_remaining
	says "more)"
	check ra_cert -u "$url" -v
	check ra_cert -u "$url" --output-format=json
	[[ $(jq -r ".facts.ra_signing_not_after" <<<"$output") -gt 1700000000 ]]
	jq -e "[.. | objects | select(.cause? == \"RA-NO-KEY-USAGE\")] | length > 20" <<<"$output"
	jq -e "[.perfdata[].label] | contains([\"ra_signing_remaining\", \"ca_used\"])" <<<"$output"
}

@test "several servers: the first line names the one whose certificate ends first" {
	ndes
	first=$url
	ndes --fault=ra-expiring
	check ra_cert -u "$first" -u "$url" -w 2d -c 1d
	ok
	first_line "all 2 servers" "the first to end: RA signing certificate of $url, expires in"
}

@test "two servers at once" {
	ndes
	first=$url
	ndes --fault=ra-expired
	check ra_cert -u "$first" -u "$url"
	critical RA-EXPIRED
	[[ $(sed -n 2p <<<"$output") == "[CRITICAL] $url" ]]
	says "[OK] $first"
	measured endpoint1_ra_signing_remaining endpoint2_ra_signing_remaining
}
