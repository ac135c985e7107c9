#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2034,SC2154 # here, site, output, status, environment: shared with common.bash and crl_common.bash
# check_crl_dp: is it the right list: signature, issuer, key, scope, and the rules of the format.
load common
load crl_common

setup_file() {
	web
}

setup() {
	room
}

@test "a forged signature, a changed entry" {
	make <<-END
		list base.crl ca=ca entries=5
		list forged.crl ca=ca forged=yes
	END
	crl -u "$here/forged.crl"
	critical CRL-SIGNATURE "signature"
	LC_ALL=C sed 's/\x5a\x00/\x5a\x01/' base.crl >changed.crl
	cmp -s base.crl changed.crl && failed "nothing was changed"
	crl -u "$here/changed.crl"
	critical CRL-SIGNATURE
}

@test "the list of another CA" {
	make <<<"list other.crl ca=other"
	crl -u "$here/other.crl"
	critical CRL-WRONG-ISSUER "CN=Other CA" "CN=Corp Issuing CA 1"
}

@test "another CA with our name: the key decides" {
	make <<<"list base.crl ca=ca dn=DC=test/DC=corp/CN=Other%20CA"
	crl -f base.crl
	critical CRL-WRONG-ISSUER
}

@test "the old key of a renewed CA: both keys named" {
	make <<<"list old.crl ca=ca"
	check crl_dp --issuer=renewed.pem -u "$here/old.crl"
	critical CRL-OLD-KEY "another key"
	id=$(openssl x509 -in ca.pem -noout -ext subjectKeyIdentifier | tail -n 1 | tr -d ' :')
	says "$id"
}

@test "both certificates of a renewed CA at hand: each of its lists is fine" {
	make <<-END
		list old.crl ca=ca
		list new.crl ca=renewed
		cert old.pem ca=ca cdp=$here/old.crl
		cert new.pem ca=renewed cdp=$here/new.crl
		cert mixed.pem ca=renewed cdp=$here/old.crl
	END
	for issuers in "--issuer=ca.pem --issuer=renewed.pem" "--issuer=renewed.pem --issuer=ca.pem"; do
		# shellcheck disable=SC2086 # two words
		check crl_dp $issuers -f old.crl -f new.crl
		ok || return
		# shellcheck disable=SC2086 # two words
		check crl_dp $issuers --cert=old.pem --cert=new.pem
		ok || return
		# shellcheck disable=SC2086 # two words
		check crl_dp $issuers --cert=mixed.pem
		critical CRL-OLD-KEY || return
	done
}

@test "the AKI names another key than the one that signed" {
	make <<<"list base.crl ca=ca aki=two"
	crl -f base.crl
	((status != 0))
	says CRL-OLD-KEY
}

@test "no AKI: the signature decides" {
	make <<-END
		list base.crl ca=ca aki=no
		list old.crl ca=renewed aki=no
	END
	crl -f base.crl
	ok
	crl -f old.crl
	critical CRL-SIGNATURE
}

@test "a signer without cRLSign" {
	make <<-END
		ca weak usage=no
		list base.crl ca=ca
	END
	check crl_dp --issuer=weak.pem -f base.crl
	critical CRL-SIGNATURE cRLSign
}

@test "no certificate to verify with is never OK" {
	make <<<"list base.crl ca=ca"
	check crl_dp -u "$here/base.crl"
	unknown CRL-NOT-CHECKABLE "signature"
	check crl_dp -f base.crl
	unknown CRL-NOT-CHECKABLE
	measured crl1_remaining
}

@test "a given list of a CA that nobody gave is UNKNOWN, whatever other CA is at hand" {
	make <<-END
		list base.crl ca=ca
		list forged.crl ca=ca forged=yes
		list theirs.crl ca=other
		cert theirs.pem ca=other cdp=$here/theirs.crl
	END
	check crl_dp -u "$here/base.crl" --cert=theirs.pem --cert=other.pem --quick
	ok
	check crl_dp -u "$here/base.crl" --cert=theirs.pem --cert=other.pem
	unknown CRL-NOT-CHECKABLE "no certificate of CN=Corp Issuing CA 1"
	check crl_dp -f base.crl --cert=theirs.pem --cert=other.pem --cert=ca.pem
	ok
	check crl_dp -f forged.crl --cert=ca.pem
	critical CRL-SIGNATURE
	check crl_dp -u "$here/base.crl" --cert=theirs.pem --issuer=other.pem
	critical CRL-WRONG-ISSUER "not by CN=Other CA"
}

@test "the issuer is found by AIA, or in the file of the certificate" {
	make <<-END
		list base.crl ca=ca
		list forged.crl ca=ca forged=yes
		cert aia.pem ca=ca cdp=$here/base.crl aia=$here/ca.der
		cert forged.pem ca=ca cdp=$here/forged.crl aia=$here/ca.der
		cert alone.pem ca=ca cdp=$here/base.crl
	END
	check crl_dp --cert=aia.pem
	ok
	check crl_dp --cert=forged.pem
	critical CRL-SIGNATURE
	check crl_dp --cert=alone.pem
	unknown CRL-NOT-CHECKABLE
	cat alone.pem ca.pem >both.pem
	check crl_dp --cert=both.pem
	ok
	openssl crl2pkcs7 -nocrl -certfile both.pem -outform DER -out both.p7b
	check crl_dp --cert=both.p7b
	ok
	openssl x509 -in aia.pem -outform DER -out aia.der
	check crl_dp --cert=aia.der
	ok
}

@test "scope: only CA certificates, only users, other places" {
	make <<-END
		list ca.crl ca=ca idp=ca
		list user.crl ca=ca idp=user
		list attribute.crl ca=ca idp=attribute
		list here.crl ca=ca idp=$here/here.crl
		list there.crl ca=ca idp=http://elsewhere.test/there.crl
		cert device-ca.pem ca=ca cdp=$here/ca.crl
		cert device-user.pem ca=ca cdp=$here/user.crl
		cert device-here.pem ca=ca cdp=$here/here.crl
		cert device-there.pem ca=ca cdp=$here/there.crl
		cert device-attribute.pem ca=ca cdp=$here/attribute.crl
		cert sub-ca.pem ca=ca kind=ca key=two cdp=$here/ca.crl
		cert sub-user.pem ca=ca kind=ca key=two cdp=$here/user.crl
	END
	for good in device-user device-here sub-ca; do
		crl --cert=$good.pem
		ok || return
	done
	for bad in device-ca device-there device-attribute sub-user; do
		crl --cert=$bad.pem
		critical CRL-SCOPE || return
	done
}

@test "scope: the names of lists and points that are no URIs" {
	make <<-END
		list named.crl ca=ca idp=dn=CN=Lists/O=Corp
		list both.crl ca=ca idp=http://elsewhere.test/there.crl,dn=CN=Lists/O=Corp
		list there.crl ca=ca idp=http://elsewhere.test/there.crl
		cert same.pem ca=ca cdp=$here/named.crl,dn=CN=lists/O=Corp
		cert one.pem ca=ca cdp=$here/both.crl,dn=CN=Lists/O=Corp
		cert plain.pem ca=ca cdp=$here/named.crl
		cert other.pem ca=ca cdp=$here/named.crl,dn=CN=Others/O=Corp
		cert neither.pem ca=ca cdp=$here/there.crl,dn=CN=Lists/O=Corp
	END
	for good in same one; do
		crl --cert=$good.pem
		ok || return
	done
	for bad in plain other; do
		crl --cert=$bad.pem
		critical CRL-SCOPE "is for another distribution point: O=Corp, CN=Lists" || return
	done
	crl --cert=neither.pem
	critical CRL-SCOPE "is for another distribution point: http://elsewhere.test/there.crl"
}

@test "a critical extension that nobody knows" {
	make <<<"list base.crl ca=ca critical=1.3.6.1.4.1.99999.1"
	crl -f base.crl
	critical CRL-CRITICAL-EXTENSION 1.3.6.1.4.1.99999.1
}

@test "stricter than OpenSSL: version, inner algorithm, dates that do not exist" {
	make <<-END
		list version.crl ca=ca version=7
		list inner.crl ca=ca inner=sha1
		list month.crl ca=ca thistext=261301000000Z
		list day.crl ca=ca thistext=260230000000Z
		list zone.crl ca=ca thistext=261101000000+0100
		list seconds.crl ca=ca thistext=2611010000Z
		list letters.crl ca=ca thistext=26110100000xZ
		list leap.crl ca=ca thistext=260229000000Z
	END
	for kind in version inner month day zone seconds letters leap; do
		crl -f $kind.crl
		critical CRL-MALFORMED || return
	done
}

@test "an empty list, no number" {
	make <<-END
		list empty.crl ca=ca entries=0
		list blank.crl ca=ca number=no
	END
	crl -f empty.crl
	ok "0 entries"
	between crl1_entries 0 0
	crl -f blank.crl
	verdict OK 0
	unmeasured crl1_number
	make <<<"list there.crl ca=ca entries=0 list=empty"
	crl -f there.crl
	warning CRL-MALFORMED "revokedCertificates is there, but empty" "RFC 5280 5.1.2.6"
	between crl1_entries 0 0
}

@test "numbers of 20 bytes" {
	make <<<"list base.crl ca=ca number=$(printf '9%.0s' {1..48})"
	crl -f base.crl
	ok "0xAF298D050E4395D69670B12B7F40FFFFFFFFFFFF"
}
