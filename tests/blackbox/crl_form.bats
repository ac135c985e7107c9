#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2034,SC2154 # here, site, output, status, environment: shared with common.bash and crl_common.bash
# check_crl_dp: what arrives instead of a list, and what comes with it (a row of facts each).
load common
load crl_common

setup_file() {
	web
}

setup() {
	room
}

perfdata=(crl1_remaining crl1_used crl1_size crl1_number crl1_entries crl1_time time)

@test "a DER list by http: dates, number, entries, all perfdata" {
	make <<<"list base.crl ca=ca number=4711 entries=1000"
	crl -u "$here/base.crl"
	ok "expires in 7 days" "the next one is due at" "number 4711" "1000 entries"
	first_line "CRL expires in 7 days"
	measured "${perfdata[@]}"
	[[ $(value crl1_number) == 4711 && $(value crl1_entries) == 1000 ]]
	[[ $(value crl1_size) == "$(stat -c %s base.crl)" ]]
	between crl1_remaining 647900 648000
	between crl1_used 0 0.2
	says "s;41040:;14400:;0;648600 "
}

@test "the same from a file" {
	make <<<"list base.crl ca=ca"
	crl -f base.crl
	ok "expires in 7 days"
	measured "${perfdata[@]}"
}

@test "ECDSA, Ed25519, RSA 4096" {
	make <<-END
		ca ec key=ec dn=CN=EC
		ca ed key=ed25519 dn=CN=Ed
		ca long key=4096 dn=CN=Long
		list ec.crl ca=ec
		list ed.crl ca=ed
		list long.crl ca=long
		list forged-ec.crl ca=ec forged=yes
		list forged-ed.crl ca=ed forged=yes
	END
	for kind in ec ed long; do
		check crl_dp --issuer=$kind.pem -u "$here/$kind.crl"
		ok || return
	done
	for kind in ec ed; do
		check crl_dp --issuer=$kind.pem -u "$here/forged-$kind.crl"
		critical CRL-SIGNATURE || return
	done
}

@test "404, 401, 503: CRITICAL with the status" {
	crl_dead() {
		check crl_dp -u "$1"
		critical CRL-UNREACHABLE "HTTP $2" || return
		measured crl1_time
		unmeasured crl1_remaining crl1_number
	}
	crl_dead "$here/none.crl" 404
	crl_dead "$(bent login none.crl)" 401
	crl_dead "$(bent broken none.crl)" 503
}

@test "nothing listens" {
	check crl_dp -u "http://127.0.0.1:$(dead_port)/a.crl"
	critical NET-REFUSED "refuses the connection"
}

@test "an HTML page with 200: what it says is shown" {
	check crl_dp -u "$(bent page base.crl)"
	critical CRL-NOT-CRL "Please log in"
	unmeasured crl1_remaining
}

@test "text, a certificate, an empty file: no lists" {
	make </dev/null
	echo "file not found" >text.crl
	: >empty.crl
	check crl_dp -u "$here/text.crl"
	critical CRL-NOT-CRL "file not found"
	check crl_dp -u "$here/ca.der"
	critical CRL-NOT-CRL certificate
	check crl_dp -u "$here/ca.pem"
	critical CRL-NOT-CRL
	check crl_dp -u "$here/empty.crl"
	critical CRL-EMPTY
}

@test "PEM: read, but WARNING; RFC 2585 is named" {
	make <<-END
		list pem.crl ca=ca form=pem number=9
		list expired.crl ca=ca form=pem this=-9d
		list forged.crl ca=ca form=pem forged=yes
	END
	crl -u "$here/pem.crl"
	warning CRL-PEM "PEM" "RFC 2585"
	[[ $(value crl1_number) == 9 ]]
	crl -u "$here/expired.crl"
	critical CRL-EXPIRED
	crl -u "$here/forged.crl"
	critical CRL-SIGNATURE
	{ printf '\357\273\277'; sed 's/$/\r/' pem.crl; } >windows.crl
	crl -u "$here/windows.crl"
	warning CRL-PEM
	sed -n 1,5p pem.crl >cut.crl
	crl -u "$here/cut.crl"
	verdict CRITICAL 2
}

@test "truncated: at every 37th byte, by http and from a file" {
	make <<<"list base.crl ca=ca"
	size=$(stat -c %s base.crl)
	for ((kept = 1; kept < size; kept += 37)); do
		head -c "$kept" base.crl >cut.crl
		crl -u "$here/cut.crl" -f cut.crl
		critical CRL-TRUNCATED "truncated" "0 of 1 place read" || return
		never_says "[OK] $here" || return
	done
	head -c $((size - 1)) base.crl >cut.crl
	crl -u "$here/cut.crl"
	critical CRL-TRUNCATED "$((size - 1)) of $size bytes"
	unmeasured crl1_remaining
}

@test "bytes behind the end: WARNING, counted" {
	make <<-END
		list line.crl ca=ca tail=0d0a
		list one.crl ca=ca tail=00
	END
	cat line.crl line.crl >twice.crl
	crl -u "$here/line.crl"
	warning CRL-TRAILING "2 bytes"
	crl -u "$here/one.crl"
	warning CRL-TRAILING "1 byte"
	crl -u "$here/twice.crl"
	warning CRL-TRAILING
}

@test "gzip that nobody asked for" {
	make <<<"list base.crl ca=ca"
	gzip -nk base.crl && mv base.crl.gz packed.crl
	crl -u "$(bent gzip packed.crl)"
	critical CRL-GZIP
	crl -u "$here/packed.crl"
	critical CRL-GZIP
	crl -f packed.crl
	critical CRL-GZIP
}

@test "Content-Encoding: gzip above a plain list: clients can't read it" {
	make <<<"list base.crl ca=ca"
	crl -u "$(bent gzip base.crl)"
	critical CRL-GZIP
}

@test "another Content-Type, an Age: notes at most" {
	make <<<"list base.crl ca=ca"
	crl -u "$(bent text base.crl)"
	ok "Content-Type is text/plain, not application/pkix-crl"
	crl -u "$(bent stale base.crl)"
	ok
}

@test "a stale copy of a proxy" {
	make <<<"list base.crl ca=ca this=-8d"
	crl -u "$(bent stale base.crl)"
	critical CRL-EXPIRED
}

@test "caches may keep a list beyond its end: WARNING" {
	make <<<"list base.crl ca=ca"
	crl -u "$(bent kept base.crl)"
	warning CRL-STALE-MIRROR "caches keep the list until" "Expires or Cache-Control"
	measured crl1_remaining
	crl -u "$(bent expires base.crl)"
	warning CRL-STALE-MIRROR "until 2049-12-31 23:59 UTC"
	crl --quick -u "$(bent expires base.crl)"
	warning CRL-STALE-MIRROR
	crl -u "$(bent daily base.crl)"
	ok
	never_says "caches"
	crl -u "$(bent unkept base.crl)"
	ok
	never_says "caches"
}

@test "a copy job set the file's date before thisUpdate: OK, with a note" {
	make <<<"list base.crl ca=ca"
	touch -d 2020-01-01T00:00:00Z base.crl
	crl -u "$here/base.crl"
	ok "Last-Modified (2020-01-01 00:00 UTC) is older than thisUpdate"
	touch base.crl
	crl -u "$here/base.crl"
	ok
	never_says "Last-Modified"
}

@test "redirects: to http a note, to https a WARNING, and as told" {
	make <<<"list base.crl ca=ca"
	crl -u "$(bent moved base.crl)"
	ok "Redirected 1 time"
	crl --ca-cert=ca.pem -u "$(bent secure base.crl)"
	warning CRL-HTTPS-POINT "redirects to https"
	measured crl1_remaining
	crl --onredirect=critical -u "$(bent moved base.crl)"
	verdict CRITICAL 2
	crl --onredirect=warning -u "$(bent moved base.crl)"
	verdict WARNING 1
	crl -u "$(bent secure base.crl)"
	verdict CRITICAL 2
	says TLS-
}

@test "an https point: WARNING, and CRITICAL if the certificate is not trusted" {
	make <<<"list base.crl ca=ca"
	crl --ca-cert=ca.pem -u "$tls_site/$BATS_TEST_NUMBER/base.crl"
	warning CRL-HTTPS-POINT "https"
	crl -u "$tls_site/$BATS_TEST_NUMBER/base.crl"
	verdict CRITICAL 2
	says TLS-
	crl --insecure -u "$tls_site/$BATS_TEST_NUMBER/base.crl"
	warning CRL-HTTPS-POINT
}

@test "through a proxy: a name that only it knows" {
	make <<<"list base.crl ca=ca"
	proxy
	crl -x "http://$proxy" -u "http://pki.corp.test:${site##*:}/$BATS_TEST_NUMBER/base.crl"
	ok
	grep -q pki.corp.test "$proxy_requests"
	environment=("http_proxy=http://$proxy")
	crl -u "http://pki2.corp.test:${site##*:}/$BATS_TEST_NUMBER/base.crl"
	ok
	grep -q pki2.corp.test "$proxy_requests"
}

@test "JSON, Prometheus, checkmk: good and bad" {
	make <<-END
		list base.crl ca=ca
		list expired.crl ca=ca this=-9d number=5
	END
	for form in json prometheus checkmk; do
		crl -u "$here/base.crl" --output-format=$form
		((status == 0))
		crl -u "$here/base.crl" -u "$here/expired.crl" -u "$here/none.crl" --output-format=$form
		((status == 2))
	done
	crl -u "$here/expired.crl" --output-format=json
	critical CRL-EXPIRED
	end=$(date -u -d "$(openssl crl -in expired.crl -noout -nextupdate | cut -d= -f2)" +%s)
	[[ $(jq '[.. | .not_after? // empty] | first' <<<"$output") == "$end" ]]
	[[ $(jq '.perfdata[] | select(.label == "crl1_number") | .value' <<<"$output") == 5 ]]
	crl -u "$here/expired.crl" --output-format=prometheus
	says "_timestamp_seconds" "$end"
}

@test "--output-file beside the normal output" {
	make <<<"list base.crl ca=ca"
	crl -u "$here/base.crl" --output-file="$BATS_TEST_TMPDIR/crl.prom"
	ok
	valid prometheus check_crl_dp 0 "$BATS_TEST_TMPDIR/crl.prom"
}

@test "--output-file: a run that the watchdog ends leaves no older truth there, and nothing beside it" {
	make <<-END
		list base.crl ca=ca
		list huge.crl ca=ca entries=300000
	END
	mkdir out
	for form in json:json prom:prometheus txt:nagios; do
		file=out/crl.${form%:*}
		crl -f base.crl --output-file="$file"
		ok
		crl -f huge.crl -t 0.002 --output-file="$file"
		critical NET-TIMEOUT "no result after 0.002 seconds, in phase start"
		valid "${form#*:}" check_crl_dp 2 "$file"
	done
	grep -q "in phase start" out/crl.json
	[[ $(stat -c %a out/* | sort -u) == 644 ]]
	[[ $(cd out && echo *) == "crl.json crl.prom crl.txt" ]]
	crl -f huge.crl -t 0.002 --output-file=/nonexistent/crl.prom
	critical NET-TIMEOUT
	ln -s crl.txt link
	crl -f huge.crl -t 0.002 --output-file=link
	critical NET-TIMEOUT
	[[ -L link ]]
}

@test "a German environment changes nothing" {
	make <<<"list base.crl ca=ca"
	environment=(LANG=de_DE.UTF-8 LC_ALL=de_DE.UTF-8 LANGUAGE=de TZ=Europe/Berlin)
	end=$(LC_ALL=C date -u -d "$(openssl crl -in base.crl -noout -nextupdate | cut -d= -f2)" "+%Y-%m-%d %H:%M UTC")
	crl -u "$here/base.crl"
	ok "expires in 7 days ($end)"
	between crl1_used 0 0.2
}
