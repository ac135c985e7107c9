#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2034,SC2154 # url, output, status, environment: shared with common.bash
# Recorded answers of SCEP servers that nobody here wrote, served again: SUITE_VECTORS names their folder.
load common

setup() {
	[[ -n ${SUITE_VECTORS:-} && -e $SUITE_VECTORS/scep/README.md ]] || skip "no recorded answers: SUITE_VECTORS names their folder"
	v=$SUITE_VECTORS/scep
	moment=--at=2026-11-23
}

@test "micromdm: LF, one certificate" {
	replay GetCACaps="$v/live_micromdm2.1.0_GetCACaps.txt" GetCACert="$v/live_micromdm2.1.0_GetCACert.single.der",application/x-x509-ca-cert
	check mscep -u "$url" "$moment" --require-capability=AES --require-capability=SCEPStandard --require-capability=Renewal
	ok "7 capabilities" "1 certificate"
	check ra_cert -u "$url" "$moment"
	warning RA-CA-USAGE
	measured ca_remaining
	unmeasured ra_signing_remaining
}

@test "step-ca: CRLF, two certificates" {
	replay GetCACaps="$v/live_stepca0.19_GetCACaps.txt" GetCACert="$v/live_stepca0.19_GetCACert.ca-ra.p7b",application/x-x509-ca-ra-cert
	check mscep -u "$url" "$moment" --require-capability=POSTPKIOperation
	ok "7 capabilities" "2 certificates"
	check ra_cert -u "$url" "$moment" --trust="$v/live_stepca0.19_root.pem"
	((status <= 1))
	measured ca_remaining
	check ra_cert -u "$url" "$moment" --trust="$v/live_micromdm2.1.0_ca.pem"
	critical RA-UNTRUSTED
}

@test "an NDES set in the reported order, with the wrong type, under other types" {
	for type in application/x-x509-ca-ra-cert application/x-x509-ra-ca-certs application/octet-stream; do
		replay GetCACaps="$v/live_stepca0.19_GetCACaps.txt" GetCACert="$v/synthetic_ndes_GetCACert.p7b",$type \
			page="$v/recon_mscep_landing.utf16le-bom.html",text/html
		check mscep -u "$url" "$moment" --server=ndes
		ok "3 certificates" "NDES page"
		check ra_cert -u "$url" "$moment"
		ok "RA signing certificate" "RA encryption certificate"
	done
}

@test "pages: UTF-16LE with and without a mark, UTF-8" {
	page=$v/recon_mscep_landing.utf16le-bom.html
	tail -c +3 "$page" >"$BATS_TEST_TMPDIR/no-mark.html"
	iconv -f UTF-16 -t UTF-8 "$page" >"$BATS_TEST_TMPDIR/utf8.html"
	for file in "$page" "$BATS_TEST_TMPDIR/no-mark.html" "$BATS_TEST_TMPDIR/utf8.html"; do
		replay GetCACaps="$v/live_stepca0.19_GetCACaps.txt" GetCACert="$v/synthetic_ndes_GetCACert.p7b" page="$file",text/html
		check mscep -u "$url" "$moment" --server=ndes
		ok "NDES page"
		check mscep -u "$url" "$moment" --server=intune
		critical NDES-POLICY-INACTIVE
	done
}

@test "the page is no list of capabilities" {
	replay GetCACaps="$v/recon_mscep_landing.utf16le-bom.html",text/html GetCACert="$v/synthetic_ndes_GetCACert.p7b"
	check mscep -u "$url" "$moment"
	((status == 2))
	says "not a SCEP answer"
}

@test "password pages are never shown" {
	for name in password cache_full no_permission; do
		file=$v/recon_mscep_admin_$name.utf16le-bom.html
		replay GetCACaps="$v/live_stepca0.19_GetCACaps.txt" GetCACert="$v/synthetic_ndes_GetCACert.p7b" page="$file",text/html admin="$file",text/html
		check mscep -u "$url" "$moment" --admin -vvv
		critical NDES-ADMIN-OPEN
		while read -r secret; do
			never_says "$secret"
		done < <(iconv -f UTF-16 -t UTF-8 "$file" | grep -oE '\b[0-9A-F]{8,}\b' || true)
		check mscep -u "$url" "$moment" --admin --output-format=json
		[[ ! $output =~ [0-9A-F]{16} ]]
	done
}

@test "-f: the real signing certificate of an NDES" {
	check ra_cert -f "$v/ndes_RA_signing_cert_smallstep.pem" --at=2021-01-01
	((status != 3))
	measured ra_signing_remaining
	says "CERT-PROV-CA-MSCEP-RA"
	check ra_cert -f "$v/ndes_RA_signing_cert_smallstep.pem" --at=2022-10-30T19:07:21Z
	critical RA-EXPIRING "expires in 0 seconds"
	check ra_cert -f "$v/ndes_RA_signing_cert_smallstep.pem" --at=2022-10-10
	warning RA-EXPIRING "20 days"
	check ra_cert -f "$v/ndes_RA_signing_cert_smallstep.pem" --at=2022-10-31
	critical RA-EXPIRED
	check ra_cert -f "$v/ndes_RA_signing_cert_smallstep.pem" --at=2020-10-30T19:07:20Z
	critical RA-NOT-YET-VALID
}

@test "-f: one certificate for both roles, with text before it" {
	check ra_cert -f "$v/openxpki_SCEP_RA.crt" --at="$(date -u -d "$(openssl x509 -in "$v/openxpki_SCEP_RA.crt" -noout -startdate | cut -d= -f2)" +%Y-%m-%dT%H:%M:%SZ)"
	measured ra_signing_remaining ra_encryption_remaining
	says "the same as for signing"
}

@test "-f: sets and single certificates" {
	check ra_cert -f "$v/synthetic_ndes_GetCACert.p7b" "$moment"
	ok
	measured ra_signing_remaining ra_encryption_remaining ca_remaining
	check ra_cert -f "$v/synthetic_ndes_GetCACert.p7b" --at=2028-11-22
	critical RA-EXPIRED
	check ra_cert -f "$v/live_stepca0.19_GetCACert.single.der" "$moment"
	((status <= 1))
	check ra_cert -f "$v/live_stepca0.19_intermediate.pem" -f "$v/live_stepca0.19_root.pem" "$moment"
	((status <= 1))
	check ra_cert -f "$v/live_micromdm2.1.0_ca.pem" "$moment"
	warning RA-CA-USAGE
}

@test "-f: every other file is judged or refused, and never breaks anything" {
	for file in "$v"/*; do
		check ra_cert -f "$file" "$moment"
		[[ $output == *_remaining=* || $output == *"(RA-SET in "* ]] || failed "neither judged nor refused"
	done
}
