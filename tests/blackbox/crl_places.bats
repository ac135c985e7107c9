#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2034,SC2154 # here, site, output, status, environment: shared with common.bash and crl_common.bash
# check_crl_dp: the places that certificates name: several URIs, mirrors, delta lists, and what Windows alone can reach.
load common
load crl_common

setup_file() {
	web
}

setup() {
	room
}

@test "two URIs of one list: both fine, one dead, both dead" {
	make <<-END
		list base.crl ca=ca
		cert both.pem ca=ca cdp=$here/base.crl,$(bent stale base.crl)
		cert first.pem ca=ca cdp=$here/none.crl,$here/base.crl
		cert last.pem ca=ca cdp=$here/base.crl,$here/none.crl
		cert dead.pem ca=ca cdp=$here/none.crl,$(bent broken base.crl)
	END
	crl --cert=both.pem
	ok "2 of 2 places read"
	measured crl1_remaining crl2_remaining crl1_time crl2_time
	for order in first last; do
		crl --cert=$order.pem
		warning CRL-UNREACHABLE "1 of 2 places read" "HTTP 404" || return
	done
	measured crl1_remaining crl2_time
	unmeasured crl2_remaining
	crl --cert=dead.pem
	critical CRL-UNREACHABLE "0 of 2 places read" "HTTP 404" "HTTP 503"
	unmeasured crl1_remaining crl2_remaining
}

@test "any fault of one place beside a good one is WARNING, a forged or foreign list not" {
	make <<-END
		list base.crl ca=ca
		list cut.crl ca=ca cut=100
		list forged.crl ca=ca forged=yes
		cert page.pem ca=ca cdp=$here/base.crl,$(bent page base.crl)
		cert cut.pem ca=ca cdp=$here/cut.crl,$here/base.crl
		cert forged.pem ca=ca cdp=$here/forged.crl,$here/base.crl
	END
	for kind in page cut; do
		crl --cert=$kind.pem
		((status == 1 || status == 2)) || failed "not noticed" || return
		says "1 of 2 places read"
	done
	crl --cert=forged.pem
	critical CRL-SIGNATURE
}

@test "two points without reasons are places of one list" {
	make <<-END
		list base.crl ca=ca number=17
		list old.crl ca=ca number=16 this=-5d
		cert dead.pem ca=ca cdp=$here/none.crl cdp=$here/base.crl
		cert old.pem ca=ca cdp=$here/old.crl cdp=$here/base.crl
		cert file.pem ca=ca cdp=file:////server/base.crl cdp=$here/base.crl
		cert none.pem ca=ca cdp=$here/none.crl cdp=$here/nil.crl
	END
	crl --cert=dead.pem
	warning CRL-UNREACHABLE "1 of 2 places read" "HTTP 404"
	measured crl1_time crl2_remaining
	crl --cert=old.pem --at=+4h
	warning CRL-STALE-MIRROR "number 16 instead of 17"
	crl --cert=file.pem
	ok "1 of 2 places read"
	crl --cert=none.pem
	critical CRL-UNREACHABLE "0 of 2 places read"
}

@test "partitioned lists: each point must have its own" {
	make <<-END
		list one.crl ca=ca idp=$here/one.crl,$here/mirror.crl number=17
		list two.crl ca=ca idp=$here/two.crl number=9
		cert both.pem ca=ca cdp=$here/one.crl cdp=$here/two.crl
		cert dead.pem ca=ca cdp=$here/one.crl cdp=$here/none.crl
		cert mirror.pem ca=ca cdp=$here/one.crl cdp=$here/mirror.crl
		cert beside.pem ca=ca cdp=$here/one.crl,$here/none.crl cdp=$here/two.crl
	END
	crl --cert=both.pem --at=+1d
	ok "2 of 2 places read"
	crl --cert=dead.pem
	critical CRL-UNREACHABLE "HTTP 404"
	for kind in mirror beside; do
		crl --cert=$kind.pem
		warning CRL-UNREACHABLE "HTTP 404" || return
	done
}

@test "one list that several certificates name is fetched once" {
	make <<-END
		list base.crl ca=ca
		cert a.pem ca=ca cn=a serial=0a cdp=$here/base.crl
		cert b.pem ca=ca cn=b serial=0b cdp=$here/base.crl
	END
	crl --cert=a.pem --cert=b.pem
	ok
	unmeasured crl2_time
	logged "GET /$BATS_TEST_NUMBER/base.crl"
	[[ $(grep -c "GET /$BATS_TEST_NUMBER/base.crl" "$requests") == 1 ]]
}

# once FILE: it was fetched a single time
once() {
	logged "GET /$BATS_TEST_NUMBER/$1"
	[[ $(grep -c "GET /$BATS_TEST_NUMBER/$1" "$requests") == 1 ]] || failed "$1 was fetched more than once"
}

@test "a list that certificates of two CA keys name is judged for both, and fetched once" {
	make <<-END
		list base.crl ca=ca
		cert old.pem ca=ca cdp=$here/base.crl
		cert also.pem ca=ca cn=also serial=0b cdp=$here/base.crl
		cert new.pem ca=renewed cdp=$here/base.crl
	END
	for order in "old new" "new old" "old also new"; do
		certificates=()
		for name in $order; do certificates+=("--cert=$name.pem"); done
		: >"$requests"
		crl --issuer=renewed.pem "${certificates[@]}"
		critical CRL-OLD-KEY "another key" || return
		[[ $(grep -c "signature: the list is signed" <<<"${output#*$'\n'}") == 1 ]] || failed "told more than once" || return
		unmeasured crl2_time
		once base.crl
	done
}

@test "a list that is given and that a certificate names must cover the certificate" {
	make <<-END
		list ca.crl ca=ca idp=ca
		list d.crl ca=ca number=18 delta=17
		cert user.pem ca=ca cdp=$here/ca.crl
		cert delta.pem ca=ca cdp=$here/d.crl
	END
	crl -u "$here/ca.crl"
	ok
	crl --cert=user.pem -u "$here/ca.crl"
	critical CRL-SCOPE
	crl --cert=delta.pem -u "$here/d.crl"
	critical CRL-DELTA-MISMATCH
}

@test "points that share one place: each is judged as a whole" {
	make <<-END
		list base.crl ca=ca
		cert one.pem ca=ca cdp=$here/none.crl
		cert two.pem ca=ca cn=two serial=0b cdp=$here/none.crl,$here/base.crl
	END
	crl --cert=two.pem --cert=one.pem
	critical CRL-UNREACHABLE "0 of 1 place read" "1 of 2 places read"
	measured crl3_time
	once none.crl
}

@test "a delta list that base lists of two keys name, and one that names itself" {
	make <<-END
		list d.crl ca=ca number=18 delta=17 publish=+1d next=+95000s
		list one.crl ca=ca freshest=$here/d.crl
		list two.crl ca=renewed freshest=$here/d.crl
		list self.crl ca=ca freshest=$here/self.crl
		list known.crl ca=ca freshest=$here/one.crl
		list twice.crl ca=ca freshest=$here/late.crl
		list late.crl ca=ca number=18 delta=17 this=-2d publish=-1d next=-1h
	END
	crl -u "$here/one.crl"
	ok
	: >"$requests"
	crl --issuer=renewed.pem -u "$here/one.crl" -u "$here/two.crl"
	critical CRL-DELTA-MISMATCH "another key than the base list ($here/two.crl)"
	once d.crl
	crl -u "$here/self.crl"
	critical CRL-DELTA-MISMATCH "a complete list" "[OK] CRL, given by URL"
	crl -u "$here/one.crl" -u "$here/known.crl"
	critical CRL-DELTA-MISMATCH "a complete list"
	crl -u "$here/twice.crl" -u "$here/late.crl"
	critical CRL-EXPIRED
	measured crl1_remaining crl2_remaining
	unmeasured delta1_remaining
}

@test "two delta lists of one base list have names of their own" {
	make <<-END
		list base.crl ca=ca freshest=$here/one.crl
		list one.crl ca=ca number=18 delta=17 publish=+1d next=+95000s
		list two.crl ca=ca number=19 delta=17 publish=+1d next=+95000s
		cert leaf.pem ca=ca cdp=$here/base.crl freshest=$here/two.crl
	END
	crl --cert=leaf.pem
	ok
	[[ $(value delta1_number) == 19 && $(value delta1_2_number) == 18 ]]
}

@test "mirrors: an older number is a note while it may be on its way, then WARNING" {
	make <<-END
		list new.crl ca=ca number=20
		list old.crl ca=ca number=19 this=-6d
		cert mirror.pem ca=ca cdp=$here/old.crl,$here/new.crl
		cert same.pem ca=ca cdp=$here/new.crl,$(bent stale new.crl)
	END
	crl --cert=mirror.pem
	ok "number 19 instead of 20"
	crl --cert=mirror.pem --at=+4h
	warning CRL-STALE-MIRROR "number 19 instead of 20" "$here/old.crl"
	crl --cert=same.pem --at=+4h
	ok
	never_says "instead of"
}

@test "mirrors: what is on its way is the list before the newest, and that has not expired" {
	make <<-END
		list new.crl ca=ca number=20
		list expired.crl ca=ca number=19 this=-9d
		list long.crl ca=ca number=17 this=-6d
		list base.crl ca=ca number=17 this=-6d freshest=$here/d.crl
		list next.crl ca=ca number=24 freshest=$here/d.crl
		list d.crl ca=ca number=24 delta=17 publish=+1d next=+95000s
		cert expired.pem ca=ca cdp=$here/new.crl,$here/expired.crl
		cert long.pem ca=ca cdp=$here/new.crl,$here/long.crl
		cert weekly.pem ca=ca cdp=$here/next.crl,$here/base.crl
	END
	crl --cert=expired.pem
	critical CRL-EXPIRED "number 19 instead of 20"
	never_says "on its way"
	crl --cert=long.pem
	warning CRL-STALE-MIRROR "number 17 instead of 20"
	crl --cert=weekly.pem
	ok "number 17 instead of 24" "on its way"
}

@test "copies are compared wherever they were named; lists of another key or scope are none" {
	make <<-END
		list new.crl ca=ca number=20
		list old.crl ca=ca number=19 this=-6d
		list renewed.crl ca=renewed number=3 this=-5d aki=no
		list user.crl ca=ca number=4 this=-5d idp=user
		cert leaf.pem ca=ca cdp=$here/old.crl
	END
	for arguments in "-u $here/old.crl -u $here/new.crl" "-f new.crl -f old.crl" "--cert=leaf.pem -u $here/new.crl"; do
		# shellcheck disable=SC2086 # several
		crl $arguments --at=+4h
		warning CRL-STALE-MIRROR "number 19 instead of 20" || return
	done
	crl --issuer=renewed.pem -f new.crl -f renewed.crl -f user.crl --at=+4h
	ok
	never_says "instead of"
	crl -u "$here/old.crl" -u "$here/new.crl" --at=+4h --quick
	ok
}

@test "two lists of one number: WARNING" {
	make <<-END
		list a.crl ca=ca number=17
		list b.crl ca=ca number=17 entries=5
		list c.crl ca=ca number=17 this=-1d
		cert leaf.pem ca=ca cdp=$here/a.crl,$here/b.crl
		cert same.pem ca=ca cdp=$here/a.crl,$(bent stale a.crl)
	END
	crl --cert=leaf.pem
	warning CRL-NUMBER-TWICE "has the number 17 as the one at $here/a.crl"
	crl -f c.crl -f a.crl
	warning CRL-NUMBER-TWICE
	crl --cert=same.pem
	ok
}

@test "file:, UNC and hostless ldap: UNKNOWN alone, OK beside a living http" {
	make <<-END
		list base.crl ca=ca
		cert file.pem ca=ca cdp=file:////server/CertEnroll/base.crl
		cert unc.pem ca=ca cdp=%5C%5Cserver%5CCertEnroll%5Cbase.crl
		cert ldap.pem ca=ca cdp=ldap:///CN=Corp?certificateRevocationList?base?objectClass=cRLDistributionPoint
		cert beside.pem ca=ca cdp=ldap:///CN=Corp?certificateRevocationList?base?objectClass=cRLDistributionPoint,file://s/b.crl,$here/base.crl
		cert dead.pem ca=ca cdp=ldap:///CN=Corp?certificateRevocationList,$here/none.crl
	END
	for kind in file unc ldap; do
		crl --cert=$kind.pem
		unknown CRL-NOT-CHECKABLE || return
	done
	says "--ldap-host"
	crl --cert=beside.pem
	ok "1 of 3 places read" "can't be checked from here" "--ldap-host"
	crl --cert=dead.pem
	critical CRL-UNREACHABLE
}

@test "shares written with backslashes, and names that are not printable, hide no place" {
	share=%5C%5Cserver%5CCertEnroll%5Cbase
	make <<-END
		list base.crl ca=ca
		list delta.crl ca=ca freshest=$share+.crl
		cert unc.pem ca=ca cdp=$share.crl,$here/base.crl
		cert file.pem ca=ca cdp=file:$share.crl,$here/base.crl
		cert aia.pem ca=ca cdp=$here/base.crl aia=$here/ca.der,file:$share.crt
		cert alone.pem ca=ca cdp=$share.crl
		cert odd.pem ca=ca cdp=$here/a%3Cb.crl,$here/base.crl
		cert control.pem ca=ca cdp=$here/a%0Ab.crl,$here/base.crl
	END
	for kind in unc file; do
		crl --cert=$kind.pem
		ok "1 of 2 places read" "/server/CertEnroll/base.crl" "only Windows hosts" || return
	done
	crl --cert=aia.pem
	ok
	crl --cert=alone.pem
	unknown CRL-NOT-CHECKABLE "//server/CertEnroll/base.crl" "only Windows hosts"
	never_says "were not looked at"
	crl -u "$here/delta.crl"
	unknown CRL-NOT-CHECKABLE "delta CRL" "//server/CertEnroll/base+.crl"
	crl --cert=odd.pem
	warning CRL-UNREACHABLE "1 of 2 places read" "$here/a(b.crl" "HTTP 404"
	crl --cert=control.pem
	warning CRL-UNREACHABLE "1 of 2 places read" "$here/a b.crl"
}

@test "a URL that is none: CRITICAL alone, WARNING beside a living place" {
	for url in http:// "http://a%20b/base.crl" http://127.0.0.1:99999/base.crl "ldap://[::1"; do
		make <<-END
			list base.crl ca=ca
			cert broken.pem ca=ca cdp=$url
			cert beside.pem ca=ca cdp=$url,$here/base.crl
			cert issuer.pem ca=ca cdp=$here/base.crl aia=$url
			cert responder.pem ca=ca cdp=$here/base.crl ocsp=http:///
		END
		crl --cert=broken.pem
		critical CRL-UNREACHABLE || return
		never_says "--url" || return
		crl --cert=beside.pem
		warning CRL-UNREACHABLE || return
		crl --cert=issuer.pem --aia
		critical AIA-UNREACHABLE || return
		crl --cert=responder.pem --ocsp
		critical OCSP-UNREACHABLE "is not a URL" || return
	done
}

@test "schemes that are not asked have their own reason" {
	for uri in ftp://127.0.0.1/base.crl cldap://127.0.0.1/x urn:list; do
		make <<<"cert odd.pem ca=ca cdp=$uri"
		crl --cert=odd.pem
		unknown CRL-NOT-CHECKABLE "$uri" "none of http, https, ldap and ldaps" || return
		never_says Windows || return
	done
}

@test "a certificate without distribution points" {
	make <<-END
		list base.crl ca=ca
		cert none.pem ca=ca
		cert issuer.pem ca=ca aia=$here/ca.der
		ca root dn=CN=Root cdp=$here/base.crl
		cert some.pem ca=ca cdp=$here/base.crl
	END
	crl --cert=none.pem
	unknown CRL-NOT-NAMED "none names a revocation list"
	never_says "--issuer"
	for root in ca.pem root.pem; do
		crl --cert=$root
		unknown CRL-NOT-NAMED "all are self-signed" || return
		never_says "names a revocation list" "--issuer" || return
	done
	crl --cert=none.pem --cert=root.pem
	unknown CRL-NOT-NAMED "self-signed ones are passed over"
	first_line "names a revocation list"
	check crl_dp --cert=issuer.pem
	unknown CRL-NOT-NAMED "names a revocation list"
	check crl_dp --cert=issuer.pem --aia
	unknown CRL-NOT-NAMED "names a revocation list" "[OK] AIA $here/ca.der"
	crl --cert=none.pem --cert=some.pem
	says "names no revocation list" "1 of 1 place read"
}

@test "what --cert can't read" {
	make </dev/null
	echo rubbish >rubbish.pem
	for file in missing.pem /etc rubbish.pem; do
		check crl_dp --cert=$file
		((status >= 2)) || failed "not noticed" || return
		first_line "$file"
	done
}

@test "a delta list that the base names: both checked, as delta1" {
	make <<-END
		list base.crl ca=ca number=17 freshest=$here/base+.crl
		list base+.crl ca=ca number=19 delta=17 publish=+1d next=+95000s entries=1
	END
	crl -u "$here/base.crl"
	ok "number 17" "number 19"
	first_line "CRL expires in 7 days" "delta CRL expires in 26 hours"
	measured crl1_remaining delta1_remaining delta1_used delta1_size delta1_number delta1_entries delta1_time
	[[ $(value delta1_number) == 19 && $(value delta1_entries) == 1 ]]
	logged "GET /$BATS_TEST_NUMBER/base+.crl"
}

@test "a delta list that the certificate names" {
	make <<-END
		list base.crl ca=ca number=17
		list d.crl ca=ca number=19 delta=17 publish=+1d next=+95000s
		cert leaf.pem ca=ca cdp=$here/base.crl freshest=$here/d.crl
		cert gone.pem ca=ca cdp=$here/base.crl freshest=$here/none.crl
	END
	crl --cert=leaf.pem
	ok
	measured delta1_number
	crl --cert=gone.pem
	critical CRL-UNREACHABLE
}

@test "a delta list that is missing, expired, forged, of another key: CRITICAL" {
	for kind in none expired forged foreign; do
		echo "list base-$kind.crl ca=ca freshest=$here/$kind.crl"
	done >spec
	make <<-END
		$(cat spec)
		list expired.crl ca=ca number=18 delta=17 this=-2d publish=-1d next=-1h
		list forged.crl ca=ca number=18 delta=17 publish=+1d next=+95000s forged=yes
		list foreign.crl ca=renewed number=18 delta=17 publish=+1d next=+95000s
	END
	crl -u "$here/base-none.crl"
	critical CRL-UNREACHABLE "delta CRL" "HTTP 404"
	measured crl1_remaining delta1_time
	crl -u "$here/base-expired.crl"
	critical CRL-EXPIRED
	crl -u "$here/base-forged.crl"
	critical CRL-SIGNATURE
	crl -u "$here/base-foreign.crl"
	verdict CRITICAL 2
}

@test "a delta list that is given by itself is judged as one, under the number of its place" {
	make <<-END
		list base.crl ca=ca number=17
		list d.crl ca=ca number=18 delta=17 publish=+1d next=+95000s
		list far.crl ca=ca number=30 delta=25 publish=+1d next=+95000s
		list old.crl ca=ca number=18 delta=17 this=-2d publish=-1d next=-1h
	END
	for place in "-u $here/d.crl" "-f d.crl"; do
		# shellcheck disable=SC2086 # two words
		crl $place
		ok "[OK] delta CRL, given" || return
		first_line "delta CRL expires in" || return
		measured crl1_remaining crl1_number || return
		unmeasured delta1_remaining || return
	done
	crl -u "$here/old.crl"
	critical CRL-EXPIRED
	crl -u "$here/base.crl" -u "$here/far.crl"
	critical CRL-DELTA-MISMATCH "25" "17"
}

@test "a delta list older than its base: WARNING; one that wants a newer base: CRITICAL" {
	make <<-END
		list base-old.crl ca=ca number=17 freshest=$here/old.crl
		list base-far.crl ca=ca number=17 freshest=$here/far.crl
		list base-same.crl ca=ca number=17 freshest=$here/same.crl
		list old.crl ca=ca number=15 delta=14 publish=+1d next=+95000s
		list far.crl ca=ca number=30 delta=25 publish=+1d next=+95000s
		list same.crl ca=ca number=18 delta=17 publish=+1d next=+95000s
	END
	crl -u "$here/base-old.crl"
	warning CRL-DELTA-STALE "number 15" "number 17"
	crl -u "$here/base-far.crl"
	critical CRL-DELTA-MISMATCH "25" "17"
	crl -u "$here/base-same.crl"
	ok
}

@test "base and delta under each other's names" {
	make <<-END
		list base.crl ca=ca number=17 freshest=$here/nodelta.crl
		list nodelta.crl ca=ca number=18
		list delta.crl ca=ca number=18 delta=17
		cert leaf.pem ca=ca cdp=$here/delta.crl
	END
	crl -u "$here/base.crl"
	critical CRL-DELTA-MISMATCH "a complete list"
	crl --cert=leaf.pem
	critical CRL-DELTA-MISMATCH "a delta list"
}

@test "IIS refuses + in names: CRITICAL with the remedy, found by asking for %2B" {
	make <<-END
		list base.crl ca=ca freshest=$(bent iis base+.crl)
		list base+.crl ca=ca number=18 delta=17 publish=+1d next=+95000s
	END
	crl -u "$here/base.crl"
	critical CRL-DOUBLE-ESCAPING "%2B works" "allowDoubleEscaping"
	logged "GET /iis/$BATS_TEST_NUMBER/base+.crl .* 404"
	logged "GET /iis/$BATS_TEST_NUMBER/base%2B.crl"
}

@test "a server that refuses %2B gets +, and all is well" {
	make <<-END
		list base.crl ca=ca freshest=$(bent escaped base+.crl)
		list base+.crl ca=ca number=18 delta=17 publish=+1d next=+95000s
	END
	crl -u "$here/base.crl"
	ok
	! grep -q "escaped/$BATS_TEST_NUMBER/base%2B" "$requests" || failed "asked for %2B without need"
}

@test "a + name that is simply missing" {
	make <<<"list base.crl ca=ca freshest=$here/gone+.crl"
	crl -u "$here/base.crl"
	critical CRL-DOUBLE-ESCAPING "missing"
}

@test "blanks and percent signs in names, as AD CS writes them" {
	make <<-END
		list "Corp Issuing CA(1).crl" ca=ca
		cert leaf.pem ca=ca cdp=$here/Corp%2520Issuing%2520CA%281%29.crl
	END
	crl --cert=leaf.pem
	ok
	logged "GET /$BATS_TEST_NUMBER/Corp%20Issuing%20CA(1).crl"
}

@test "ten lists with all their perfdata fit into 4 KB" {
	for number in {1..10}; do
		echo "list $number.crl ca=ca entries=100"
	done | make
	urls=()
	for number in {1..10}; do urls+=(-u "$here/$number.crl"); done
	crl "${urls[@]}"
	ok
	measured crl1_remaining crl10_remaining crl10_time
}

@test "two hundred lists: all are looked at, or it is said that they are not" {
	make <<<"list base.crl ca=ca"
	files=()
	for number in {1..200}; do
		ln base.crl "$number.crl"
		files+=(-f "$number.crl")
	done
	crl "${files[@]}" --output-format=json
	((status != 0 || $(jq '[.perfdata[].label | select(test("_number$"))] | length' <<<"$output") == 200)) ||
		failed "some were left out, and it is OK"
}

@test "hundred points: all are looked at, or it is said that they are not" {
	make <<-END
		list base.crl ca=ca
		cert many.pem ca=ca $(for i in {1..100}; do echo -n "cdp=$here/base.crl?$i "; done)
	END
	crl --cert=many.pem --output-format=json
	asked=$(grep -c "GET /$BATS_TEST_NUMBER/base.crl" "$requests")
	((asked == 100 || status != 0)) || failed "$asked places were asked, 100 were named"
}
