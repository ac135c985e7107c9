#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2034,SC2154 # here, site, output, status, environment: shared with common.bash and crl_common.bash
# check_crl_dp: --aia and --ocsp.
load common
load crl_common

setup_file() {
	web
}

setup() {
	room
}

# aia FILE: a certificate whose issuer is said to be there
aia() {
	make <<-END
		list base.crl ca=ca
		cert leaf.pem ca=ca cdp=$here/base.crl aia=$1
	END
}

@test "--aia: the right one, DER, p7c" {
	aia "$here/ca.der"
	check crl_dp --cert=leaf.pem --aia
	ok "is the issuer, CN=Corp Issuing CA 1"
	openssl crl2pkcs7 -nocrl -certfile ca.pem -outform DER -out ca.p7c
	aia "$here/ca.p7c"
	check crl_dp --cert=leaf.pem --aia
	ok "is the issuer"
}

@test "--aia: another key, another CA" {
	aia "$here/renewed.der"
	crl --cert=leaf.pem --aia
	critical AIA-OLD-KEY "another key"
	aia "$here/other.der"
	crl --cert=leaf.pem --aia
	critical AIA-WRONG-ISSUER "CN=Other CA" "CN=Corp Issuing CA 1"
}

@test "--aia: a place that certificates of two CA keys name is judged for both" {
	make <<-END
		list old.crl ca=ca
		list new.crl ca=renewed
		cert old.pem ca=ca cdp=$here/old.crl aia=$here/ca.der
		cert new.pem ca=renewed cdp=$here/new.crl aia=$here/ca.der
		cert also.pem ca=ca serial=0b cdp=$here/old.crl aia=$here/ca.der
	END
	crl --issuer=renewed.pem --cert=old.pem --cert=also.pem --cert=new.pem --aia
	critical AIA-OLD-KEY "is the issuer"
	measured aia2_time
	unmeasured aia3_time
	logged "GET /$BATS_TEST_NUMBER/ca.der"
	[[ $(grep -c "GET /$BATS_TEST_NUMBER/ca.der" "$requests") == 1 ]]
	crl --cert=old.pem --cert=also.pem --aia
	ok
}

@test "a wrong certificate behind AIA is not the list's fault" {
	aia "$here/other.der"
	check crl_dp --cert=leaf.pem --aia
	critical AIA-WRONG-ISSUER
	never_says CRL-WRONG-ISSUER
	aia "$here/renewed.der"
	check crl_dp --cert=leaf.pem --aia
	critical AIA-OLD-KEY
	never_says CRL-OLD-KEY
}

@test "--aia: PEM and https are WARNING" {
	aia "$here/ca.pem"
	crl --cert=leaf.pem --aia
	warning AIA-PEM "PEM"
	aia "$tls_site/$BATS_TEST_NUMBER/ca.der"
	crl --cert=leaf.pem --aia --ca-cert=ca.pem
	warning AIA-HTTPS "https"
}

@test "--aia: 404, an HTML page, rubbish, a truncated certificate" {
	aia "$here/none.der"
	crl --cert=leaf.pem --aia
	critical AIA-UNREACHABLE "HTTP 404"
	crl --cert=leaf.pem
	ok
	aia "$(bent page ca.der)"
	crl --cert=leaf.pem --aia
	critical AIA-NOT-CERTIFICATE
	aia "$here/cut.der"
	head -c 300 ca.der >cut.der
	crl --cert=leaf.pem --aia
	verdict CRITICAL 2
	says "AIA http"
	aia "$here/base.crl"
	crl --cert=leaf.pem --aia
	verdict CRITICAL 2
}

@test "an AIA that nobody asked for, but that is needed for the signature" {
	aia "$here/none.der"
	check crl_dp --cert=leaf.pem
	((status >= 2))
	says "none.der"
}

# What AD CS writes by default: directory and web server, in both extensions.
adcs() {
	local base=CN%3DPublic%20Key%20Services%2CCN%3DServices%2CCN%3DConfiguration%2CDC%3Dcorp%2CDC%3Dtest

	make <<-END
		list base.crl ca=ca freshest=ldap:///CN%3DCorp%2CCN%3Dsrv%2CCN%3DCDP%2C$base?deltaRevocationList?base,$here/delta+.crl
		list delta+.crl ca=ca number=18 delta=17 publish=+1d next=+95000s
		cert leaf.pem ca=ca cdp=ldap:///CN%3DCorp%2CCN%3Dsrv%2CCN%3DCDP%2C$base?certificateRevocationList?base?objectClass=cRLDistributionPoint,$here/base.crl aia=ldap:///CN%3DCorp%2CCN%3DAIA%2C$base?cACertificate?base?objectClass=certificationAuthority,$here/$1
	END
}

@test "a certificate in the default shape of AD CS, checked without anything else" {
	adcs ca.der
	check crl_dp --cert=leaf.pem
	ok "1 of 2 places read"
	never_says "AIA ldap"
	measured crl2_number delta1_2_number
	check crl_dp --cert=leaf.pem --aia
	ok "AIA ldap" "is the issuer"
	check crl_dp --cert=leaf.pem --quick
	ok "header only"
	adcs none.der
	check crl_dp --cert=leaf.pem
	unknown CRL-NOT-CHECKABLE "no certificate of CN=Corp Issuing CA 1" "none.der" "needed to verify a list"
}

@test "without --aia an issuer that was found excuses its other places" {
	for other in none.der other.der renewed.der base.crl; do
		aia "$here/$other,$here/ca.der"
		check crl_dp --cert=leaf.pem
		ok || return
		never_says "AIA http" || return
		check crl_dp --cert=leaf.pem --aia
		((status == 1 || status == 2)) || failed "not noticed" || return
		says "AIA $here/$other"
	done
}

@test "without --aia a place that does not deliver the issuer is UNKNOWN" {
	for other in none.der other.der renewed.der base.crl; do
		aia "$here/$other"
		check crl_dp --cert=leaf.pem
		verdict UNKNOWN 3 || return
		says "AIA $here/$other" "needed to verify a list" || return
	done
}

@test "--quick asks no AIA, unless OCSP needs the issuer" {
	make <<-END
		list base.crl ca=ca
		cert leaf.pem ca=ca cdp=$here/base.crl aia=$here/none.der ocsp=$here/ocsp
	END
	check crl_dp --cert=leaf.pem --quick
	ok "header only"
	! grep -q "GET /$BATS_TEST_NUMBER/none.der" "$requests" || failed "fetched the issuer"
	check crl_dp --cert=leaf.pem --quick --ocsp
	unknown AIA-UNREACHABLE "none.der"
	check crl_dp --cert=leaf.pem --quick --aia
	critical AIA-UNREACHABLE
}

@test "without --aia nothing is fetched when the issuer is at hand" {
	aia "$here/ca.der"
	crl --cert=leaf.pem
	ok
	! grep -q "GET /$BATS_TEST_NUMBER/ca.der" "$requests" || failed "fetched the issuer"
}

@test "the whole chain: a sub CA's issuer as well" {
	make <<-END
		list root.crl ca=other
		ca sub sign=other key=leaf dn=CN=Sub cdp=$here/root.crl aia=$here/other.der
		list sub.crl ca=sub
		cert leaf.pem ca=sub key=one cdp=$here/sub.crl aia=$here/sub.der
	END
	cat leaf.pem sub.pem >chain.pem
	check crl_dp --cert=chain.pem --aia
	ok "sub.der" "other.der"
	measured crl1_remaining crl2_remaining
}

# --- OCSP ---

sign=(-CA ca.pem -rsigner ca.pem)

# living LINE...: a responder that knows these serials; the certificate is 0A01
living() {
	ocsp_database "$@"
	make <<<"list base.crl ca=ca"
	responder "${sign[@]}" -rkey "$keys/crl-one.key.pem" -nmin 60
	make <<-END
		list base.crl ca=ca
		cert leaf.pem ca=ca serial=0a01 cdp=$here/base.crl ocsp=$ocsp
	END
}

# canned FILE: a certificate whose responder gives this file as answer
canned() {
	make <<-END
		list base.crl ca=ca
		cert leaf.pem ca=ca serial=0a01 cdp=$here/base.crl ocsp=$(bent post "$1")
		cert signer.pem ca=ca serial=0c01 key=two eku=ocsp cn=responder
		cert clerk.pem ca=ca serial=0c02 key=two cn=clerk
		cert foreign.pem ca=other serial=0c03 key=two eku=ocsp cn=foreign
	END
	openssl ocsp -issuer ca.pem -serial 0x0a01 -no_nonce -reqout request >/dev/null 2>&1
	ocsp_database "V 0A01"
}

@test "--ocsp: good, and not asked without the option" {
	living "V 0A01"
	crl --cert=leaf.pem --ocsp
	ok "$ocsp"
	stop "$responder_pid" || true
	crl --cert=leaf.pem
	ok
	never_says "$ocsp"
	crl --cert=leaf.pem --ocsp
	verdict CRITICAL 2
	says "refuses the connection"
	never_says OCSP-REVOKED
}

@test "--ocsp: of several certificates it is said which one is meant" {
	living "V 0A01" "R 0A02"
	make <<-END
		cert good.pem ca=ca cn=good serial=0a01 cdp=$here/base.crl ocsp=$ocsp
		cert bad.pem ca=ca cn=bad serial=0a02 cdp=$here/base.crl ocsp=$ocsp
	END
	crl --cert=good.pem --cert=bad.pem --ocsp
	critical OCSP-REVOKED
	first_line "OCSP $ocsp about CN=bad, serial 0A02: the certificate was revoked"
	says "[OK] OCSP $ocsp about CN=good, serial 0A01: good"
}

@test "--ocsp: a dead responder beside one that answers: WARNING, unless that says: revoked" {
	living "V 0A01" "R 0A02"
	printf '\x30\x03\x0a\x01\x06' >refusal.ocsp
	for dead in "$here/none" "$(bent page x)" "$(bent post refusal.ocsp)"; do
		make <<-END
			cert good.pem ca=ca serial=0a01 cdp=$here/base.crl ocsp=$dead,$ocsp
			cert bad.pem ca=ca serial=0a02 cdp=$here/base.crl ocsp=$ocsp,$dead
		END
		crl --cert=good.pem --ocsp
		verdict WARNING 1 || return
		crl --cert=bad.pem --ocsp
		critical OCSP-REVOKED || return
	done
	make <<-END
		cert odd.pem ca=ca serial=0a01 cdp=$here/base.crl ocsp=ldap:///x,$ocsp
		cert dead.pem ca=ca serial=0a01 cdp=$here/base.crl ocsp=$here/none
	END
	crl --cert=odd.pem --ocsp
	ok
	crl --cert=dead.pem --cert=good.pem --ocsp
	critical OCSP-UNREACHABLE
}

@test "--ocsp: revoked, unknown" {
	living "R 0A01 keyCompromise"
	crl --cert=leaf.pem --ocsp
	critical OCSP-REVOKED keyCompromise
	living "V 0B"
	crl --cert=leaf.pem --ocsp
	((status != 0))
	says OCSP-UNKNOWN
}

@test "--ocsp: an answer without a nonce, and with that of another request" {
	canned good.ocsp
	answer good.ocsp "${sign[@]}" -rkey "$keys/crl-one.key.pem" -nmin 60 -reqin request
	crl --cert=leaf.pem --ocsp
	ok
	openssl ocsp -issuer ca.pem -serial 0x0a01 -nonce -reqout request >/dev/null 2>&1
	answer good.ocsp "${sign[@]}" -rkey "$keys/crl-one.key.pem" -nmin 60 -reqin request
	crl --cert=leaf.pem --ocsp
	critical OCSP-REPLAY "another request"
}

@test "--ocsp: a responder that takes a nonce for a fault is asked once more without" {
	STRICT=1 living "V 0A01"
	crl --cert=leaf.pem --ocsp
	ok "good" "asked once more, without one"
	STRICT=1 living "R 0A01 keyCompromise"
	crl --cert=leaf.pem --ocsp
	critical OCSP-REVOKED
	canned refusal.ocsp
	printf '\x30\x03\x0a\x01\x01' >refusal.ocsp
	crl --cert=leaf.pem --ocsp
	critical OCSP-REFUSED "with a nonce and without"
}

@test "--ocsp: an expired answer, and one from the future" {
	canned good.ocsp
	answer good.ocsp "${sign[@]}" -rkey "$keys/crl-one.key.pem" -nmin 60 -reqin request
	crl --cert=leaf.pem --ocsp --at=+30m
	verdict OK 0
	crl --cert=leaf.pem --ocsp --at=+2h
	critical OCSP-EXPIRED
	crl --cert=leaf.pem --ocsp --at="$(date -u -d '8 minutes ago' +%Y-%m-%dT%H:%M:%SZ)"
	((status != 0))
	says OCSP-FUTURE
}

@test "--ocsp: a delegate with and without the right, a stranger" {
	canned a.ocsp
	answer a.ocsp -CA ca.pem -rsigner signer.pem -rkey "$keys/crl-two.key.pem" -nmin 60 -reqin request
	crl --cert=leaf.pem --ocsp
	ok
	answer a.ocsp -CA ca.pem -rsigner clerk.pem -rkey "$keys/crl-two.key.pem" -nmin 60 -reqin request
	crl --cert=leaf.pem --ocsp
	critical OCSP-DELEGATION
	answer a.ocsp -CA ca.pem -rsigner foreign.pem -rkey "$keys/crl-two.key.pem" -nmin 60 -reqin request
	crl --cert=leaf.pem --ocsp
	verdict CRITICAL 2
	[[ $output == *OCSP-DELEGATION* || $output == *OCSP-SIGNATURE* ]] || failed "the signer is not blamed"
}

@test "--ocsp: an answer changed on the way" {
	canned a.ocsp
	answer a.ocsp "${sign[@]}" -rkey "$keys/crl-one.key.pem" -nmin 60 -reqin request -resp_no_certs
	"$python" -I -S -c 'b = bytearray(open("a.ocsp", "rb").read()); b[-9] ^= 1; open("a.ocsp", "wb").write(b)'
	crl --cert=leaf.pem --ocsp
	critical OCSP-SIGNATURE
}

@test "--ocsp: an answer about another certificate" {
	canned a.ocsp
	ocsp_database "V 0A01" "V 0B"
	openssl ocsp -issuer ca.pem -serial 0x0b -no_nonce -reqout request >/dev/null 2>&1
	answer a.ocsp "${sign[@]}" -rkey "$keys/crl-one.key.pem" -nmin 60 -reqin request
	crl --cert=leaf.pem --ocsp
	((status != 0))
	says OCSP-UNKNOWN
}

@test "--ocsp: tryLater, unauthorized, malformedRequest, internalError" {
	canned a.ocsp
	for code in 1:REFUSED 2:FAILED 3:FAILED 5:REFUSED 6:REFUSED; do
		printf "\\x30\\x03\\x0a\\x01\\x0${code%:*}" >a.ocsp
		crl --cert=leaf.pem --ocsp
		((status != 0)) || failed "not noticed" || return
		says "OCSP-${code#*:}" || return
		never_says "was revoked" OCSP-REVOKED
	done
}

@test "--ocsp: HTML, rubbish, truncated, nothing, 404" {
	canned a.ocsp
	answer whole "${sign[@]}" -rkey "$keys/crl-one.key.pem" -nmin 60 -reqin request
	echo '<html><title>Welcome</title></html>' >a.ocsp
	crl --cert=leaf.pem --ocsp
	critical OCSP-NOT-OCSP
	head -c 100 whole >a.ocsp
	crl --cert=leaf.pem --ocsp
	critical OCSP-MALFORMED
	: >a.ocsp
	crl --cert=leaf.pem --ocsp
	verdict CRITICAL 2
	rm a.ocsp
	crl --cert=leaf.pem --ocsp
	verdict CRITICAL 2
	says OCSP-UNREACHABLE
	says "[OK] $here/base.crl"
}

@test "--ocsp: a responder that is named by another scheme than http can't be asked" {
	for uri in ldap:///x ldaps://127.0.0.1:1/x ftp://127.0.0.1/x; do
		make <<-END
			list base.crl ca=ca
			cert leaf.pem ca=ca cdp=$here/base.crl ocsp=$uri
		END
		crl --cert=leaf.pem --ocsp
		unknown CRL-NOT-CHECKABLE "OCSP $uri about CN=" "can't be checked from here" "asked by http or https" || return
		never_says "Windows" || return
	done
}

@test "--ocsp: a certificate that names no responder" {
	make <<-END
		list base.crl ca=ca
		cert leaf.pem ca=ca cdp=$here/base.crl
	END
	crl --cert=leaf.pem --ocsp
	unknown CRL-NOT-NAMED "names no OCSP responder"
	never_says "--issuer"
}

@test "--ocsp needs the issuer" {
	make <<-END
		list base.crl ca=ca
		cert leaf.pem ca=ca cdp=$here/base.crl ocsp=$here/ocsp
	END
	check crl_dp --cert=leaf.pem --ocsp
	unknown CRL-NOT-CHECKABLE "was not asked"
}

@test "JSON and Prometheus with AIA and OCSP" {
	living "V 0A01"
	for form in json prometheus checkmk; do
		crl --cert=leaf.pem --ocsp --aia --output-format=$form
		((status == 0)) || return
	done
}
