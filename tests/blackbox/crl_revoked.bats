#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2034,SC2154 # here, site, output, status, environment: shared with common.bash and crl_common.bash
# check_crl_dp: --revoked and --serial.
load common
load crl_common

setup_file() {
	web
}

setup() {
	room
}

# FILE: the day of its first entry
revocation_day() {
	date -u -d "$(openssl crl -in "$1" -noout -text | sed -n '/ Revocation Date: / { s///p; q }')" +%Y-%m-%d
}

@test "--revoked: listed with reason and date, or not listed" {
	make <<-END
		list base.crl ca=ca revoke=0a01:1,4b entries=50
		cert good.pem ca=ca serial=0a02 cdp=$here/base.crl
		cert revoked.pem ca=ca serial=0a01 cn=gone cdp=$here/base.crl
		cert reasonless.pem ca=ca serial=4b cdp=$here/base.crl
	END
	crl --cert=good.pem --revoked
	ok
	crl --cert=revoked.pem --revoked
	critical CRL-REVOKED "CN=gone" "0A01" "keyCompromise" "$(revocation_day base.crl)"
	crl --cert=reasonless.pem --revoked
	critical CRL-REVOKED
	crl --cert=good.pem --cert=revoked.pem --revoked
	critical CRL-REVOKED
	crl --cert=revoked.pem
	ok
	never_says "was revoked"
}

@test "a list that is not there is told apart from a revoked certificate" {
	make <<<"cert leaf.pem ca=ca serial=0a01 cdp=$here/none.crl"
	crl --cert=leaf.pem --revoked
	critical CRL-UNREACHABLE
	never_says "was revoked" CRL-REVOKED
}

@test "a serial in the list of another CA is no hit" {
	make <<-END
		list base.crl ca=ca
		list theirs.crl ca=other revoke=0a01
		cert leaf.pem ca=ca serial=0a01 cdp=$here/base.crl
	END
	crl --issuer=other.pem --cert=leaf.pem -u "$here/theirs.crl" --revoked
	never_says CRL-REVOKED
	ok
}

@test "--revoked tells of each certificate where it was looked up, or that it was not" {
	make <<-END
		list base.crl ca=ca number=41 revoke=0a01 freshest=$here/d.crl
		list d.crl ca=ca number=42 delta=41 publish=+1d next=+95000s
		cert good.pem ca=ca serial=0a02 cn=good cdp=$here/base.crl
		cert gone.pem ca=ca serial=0a01 cn=gone cdp=$here/base.crl
		cert stranger.pem ca=other serial=0b01 cn=stranger
		cert renewed.pem ca=renewed serial=0a03 cn=newkey
	END
	crl --cert=good.pem --revoked
	ok "CN=good, serial 0A02: is not listed in crl1 (number 41), delta1 (number 42)"
	crl --cert=good.pem
	never_says "is not listed"
	crl --cert=good.pem --cert=gone.pem --revoked
	critical CRL-REVOKED "CN=gone, serial 0A01 was revoked" "CN=good, serial 0A02: is not listed"
	never_says "CN=gone, serial 0A01: "
	crl --cert=stranger.pem --cert=good.pem --issuer=other.pem --revoked
	unknown CRL-NOT-CHECKABLE "CN=stranger, serial 0B01: was not looked up: no list of CN=Other CA"
	crl --cert=renewed.pem --cert=good.pem --issuer=renewed.pem --revoked
	unknown CRL-NOT-CHECKABLE "CN=newkey, serial 0A03: was not looked up"
	crl --cert=good.pem --cert=ca.pem --revoked
	ok
	[[ $(grep -c ": is not listed in" <<<"$output") == 2 ]] || failed "one of them is not told"
	crl --cert=good.pem --cert=other.pem --revoked
	ok "is self-signed and names no revocation list"
}

@test "--revoked: a list that does not cover a certificate, or was not verified, clears nobody" {
	make <<-END
		list ca.crl ca=ca idp=ca
		list part.crl ca=ca idp=http://elsewhere.test/part.crl
		list base.crl ca=ca
		list forged.crl ca=ca forged=yes
		cert leaf.pem ca=ca serial=0a01 cn=leaf
		cert named.pem ca=ca serial=0a02 cn=named cdp=$here/base.crl
	END
	for file in ca part; do
		crl --cert=leaf.pem -f $file.crl --revoked
		unknown CRL-NOT-CHECKABLE "CN=leaf, serial 0A01: was not looked up" || return
	done
	crl --cert=leaf.pem -f base.crl --revoked
	ok "CN=leaf, serial 0A01: is not listed in crl1"
	crl --cert=leaf.pem -f forged.crl --revoked
	critical CRL-SIGNATURE "CN=leaf, serial 0A01: was not looked up"
	rm base.crl
	crl --cert=named.pem --revoked
	critical CRL-UNREACHABLE "CN=named, serial 0A02: was not looked up"
}

@test "a certificate is looked up in a list that another CA's certificate names first" {
	make <<-END
		list base.crl ca=ca revoke=0a01
		list theirs.crl ca=other
		cert theirs.pem ca=other serial=0b01 cdp=$here/base.crl
		cert gone.pem ca=ca serial=0a01 cn=gone cdp=$here/base.crl
	END
	crl --issuer=other.pem --cert=theirs.pem --cert=gone.pem --revoked
	critical CRL-REVOKED "CN=gone"
}

@test "revoked in the delta list only, and lifted by it" {
	make <<-END
		list base.crl ca=ca revoke=0a02:6 freshest=$here/d.crl
		list d.crl ca=ca number=18 delta=17 publish=+1d next=+95000s revoke=0a01:4,0a02:8
		cert new.pem ca=ca serial=0a01 cdp=$here/base.crl
		cert lifted.pem ca=ca serial=0a02 cdp=$here/base.crl
	END
	crl --cert=new.pem --revoked
	critical CRL-REVOKED superseded
	crl --cert=lifted.pem --revoked
	ok "was on hold and is not revoked any more"
}

@test "a delta list that is older, forged or of another key lifts nothing" {
	make <<-END
		list base.crl ca=ca number=19 revoke=0a02:6 freshest=$here/d.crl
		list old.crl ca=ca number=18 delta=17 publish=+1d next=+95000s revoke=0a02:8
		list forged.crl ca=ca number=20 delta=17 publish=+1d next=+95000s revoke=0a02:8 forged=yes
		list foreign.crl ca=renewed number=20 delta=17 publish=+1d next=+95000s revoke=0a02:8
		cert lifted.pem ca=ca serial=0a02 cdp=$here/base.crl
	END
	for list in old forged foreign; do
		cp $list.crl d.crl
		crl --cert=lifted.pem --revoked
		critical CRL-REVOKED "was put on hold" || return
		never_says "is not revoked any more" || return
	done
}

@test "--serial: integers are compared, in every spelling" {
	make <<<"list base.crl ca=ca revoke=0a01:1,00ff12,00 entries=0"
	for serial in 0a01 0A01 a01 0x0a01 0a:01 00000a01 ff12 FF:12 00ff12; do
		crl -f base.crl --serial=$serial
		critical CRL-REVOKED || return
	done
	for serial in 0a 01 ff 12 a0 a010 0a0100 ff1 1 f12; do
		crl -f base.crl --serial=$serial
		ok "[OK] --serial: $serial: not listed in crl1 (number 17)" || return
	done
	crl -f base.crl --serial=0
	critical CRL-REVOKED
	never_says "not listed"
	crl -f base.crl --serial=0 --serial=1 --serial=2
	critical CRL-REVOKED "[OK] --serial: 1, 2: not listed in crl1"
	crl -f none.crl --serial=1
	verdict UNKNOWN 3
	never_says "not listed"
}

# nineteen NUMBER: the serial of that entry
nineteen() {
	printf '5a%036x' "$1"
}

@test "a short serial hits nothing in a long list, a long one the right entry" {
	make <<<"list base.crl ca=ca entries=3000"
	for serial in 5a 5a00 00 01 7 02 30 0500 bb7 "$(nineteen 3000)" "$(nineteen 2999)00" "$(nineteen 0)0" 00000000000000000000000000000000000bb7; do
		crl -f base.crl --serial="$serial"
		ok || return
	done
	for number in 0 1 1000 2999; do
		crl -f base.crl --serial="$(nineteen $number)"
		critical CRL-REVOKED "$(nineteen $number)" || return
	done
}

@test "thousand serials at once, one of them listed" {
	make <<<"list base.crl ca=ca entries=3000"
	serials=()
	for number in {1..999}; do serials+=("--serial=77$(printf %06x "$number")"); done
	crl -f base.crl "${serials[@]}"
	ok
	crl -f base.crl "${serials[@]}" --serial="$(nineteen 1)"
	critical CRL-REVOKED "$(nineteen 1)"
}

@test "serials of 20 and of 40 bytes, negative ones" {
	long=$(printf '7a%.0s' {1..40})
	make <<<"list base.crl ca=ca revoke=$(printf '7b%.0s' {1..20}),ff entries=0"
	crl -f base.crl --serial="$(printf '7b%.0s' {1..20})"
	critical CRL-REVOKED
	crl -f base.crl --serial=ff
	ok
	make <<<"list long.crl ca=ca revoke=$long,0b"
	crl -f long.crl --serial=0b
	critical CRL-REVOKED
	crl -f long.crl --serial="$long"
	((status >= 2))
}

@test "a forged list proves nothing, but is CRITICAL anyway" {
	make <<<"list base.crl ca=ca revoke=0a01 forged=yes"
	crl -f base.crl --serial=0a01
	critical CRL-SIGNATURE
	crl -f base.crl --serial=0a02
	critical CRL-SIGNATURE
}

@test "PEM: serials are found too" {
	make <<<"list base.crl ca=ca revoke=0a01 form=pem"
	crl -f base.crl --serial=0a01
	critical CRL-REVOKED
}

@test "indirect lists: each entry is about the CA that it names, or the entry before it" {
	make <<-END
		list mine.crl ca=ca idp=indirect revoke=77::other,0a01:1:ca entries=0
		list behind.crl ca=ca idp=indirect revoke=77::other,0a01 entries=0
		list both.crl ca=ca idp=indirect revoke=0a01::other,0a01:4:ca entries=0
		cert mine.pem ca=ca serial=0a01 cdp=$here/mine.crl
		cert behind.pem ca=ca serial=0a01 cdp=$here/behind.crl
		cert both.pem ca=ca serial=0a01 cdp=$here/both.crl
	END
	crl --cert=mine.pem --revoked
	critical CRL-REVOKED "keyCompromise"
	crl --cert=behind.pem --revoked
	ok "is not listed in crl1"
	crl --cert=both.pem --revoked
	critical CRL-REVOKED "superseded"
}

@test "an indirect list of the CA that the certificate names for it" {
	make <<-END
		list list.crl ca=other idp=indirect revoke=0a01::ca,0a02 entries=0
		list plain.crl ca=other
		cert revoked.pem ca=ca serial=0a01 cdp=$here/list.crl crlissuer=other
		cert good.pem ca=ca serial=0a03 cdp=$here/list.crl crlissuer=other
		cert plain.pem ca=ca cdp=$here/plain.crl crlissuer=other
		cert unnamed.pem ca=ca cdp=$here/list.crl
		cert third.pem ca=ca cdp=$here/list.crl crlissuer=ca
	END
	crl --issuer=other.pem --cert=revoked.pem --revoked
	critical CRL-REVOKED "serial 0A01 was revoked"
	crl --issuer=other.pem --cert=good.pem --revoked
	ok "is not listed in crl1"
	crl --issuer=other.pem --cert=plain.pem
	critical CRL-SCOPE "is not indirect"
	crl --issuer=other.pem --cert=unnamed.pem
	critical CRL-WRONG-ISSUER "but the certificate by"
	crl --issuer=other.pem --cert=third.pem
	critical CRL-WRONG-ISSUER "cRLIssuer"
}
