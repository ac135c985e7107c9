#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2034,SC2154 # here, site, output, status, environment: shared with common.bash and crl_common.bash
# check_crl_dp: --quick, --max-size, servers that stall or never end, many lists at once, long lists.
load common
load crl_common

setup_file() {
	web
}

setup() {
	room
}

@test "--quick: a Range, dates, and what was not looked at" {
	make <<-END
		list base.crl ca=ca entries=1000
		list forged.crl ca=ca entries=1000 forged=yes
		list expired.crl ca=ca entries=1000 this=-9d
	END
	crl --quick -u "$here/base.crl"
	ok "expires in 7 days" "header"
	first_line "header only" "signature not checked"
	logged "GET /$BATS_TEST_NUMBER/base.crl HTTP/1.1 206 bytes=0-"
	measured crl1_remaining crl1_used crl1_time
	unmeasured crl1_number crl1_entries
	check crl_dp --quick -u "$here/forged.crl"
	ok "header"
	crl --quick -u "$here/expired.crl"
	critical CRL-EXPIRED
	crl --quick -f expired.crl
	critical CRL-EXPIRED
	crl --quick -f base.crl
	ok "header"
}

@test "--quick: a server that ignores Range" {
	make <<<"list base.crl ca=ca entries=100000"
	crl --quick -u "$(bent norange base.crl)"
	ok "header"
	logged "GET /norange/$BATS_TEST_NUMBER/base.crl HTTP/1.1 200 bytes=0-"
	between crl1_remaining 647000 648000
}

@test "--quick: 404, HTML, another CA" {
	make <<<"list other.crl ca=other"
	crl --quick -u "$here/none.crl"
	critical CRL-UNREACHABLE
	crl --quick -u "$(bent page none.crl)"
	critical CRL-NOT-CRL
	crl --quick -u "$here/other.crl"
	critical CRL-WRONG-ISSUER
}

@test "--max-size" {
	make <<<"list base.crl ca=ca entries=1000"
	size=$(stat -c %s base.crl)
	for place in "-u $here/base.crl" "-f base.crl"; do
		# shellcheck disable=SC2086 # two words
		crl $place --max-size=$((size - 1))
		critical CRL-TOO-LARGE "$size" || return
		# shellcheck disable=SC2086 # two words
		crl $place --max-size=$size
		ok || return
		# shellcheck disable=SC2086 # two words
		crl $place --max-size=10k
		critical CRL-TOO-LARGE || return
		# shellcheck disable=SC2086 # two words
		crl $place --max-size=1M
		ok || return
	done
}

@test "a length that promises 4 GB, and zeros without end" {
	{ printf '\x30\x84\xff\xff\xff\xf0\x30\x84\xff\xff\xff\xe0\x02\x01\x01'; head -c 100000 /dev/zero; } >huge.crl
	crl -u "$here/huge.crl" -f huge.crl
	critical CRL-TOO-LARGE
	truncate -s 300M zeros.crl
	crl -u "$here/zeros.crl"
	critical CRL-NOT-CRL
	within 3000
}

@test "an endless body" {
	make </dev/null
	raw_server endless-body
	crl -u "$raw/a.crl" -t 5
	verdict CRITICAL 2
	first_line "$raw/a.crl"
	within 4000
}

@test "stalls: deadline, target and phase" {
	make </dev/null
	stalled() {
		crl -u "$1" -t 1
		verdict CRITICAL 2 || return
		first_line "$1" "within 1 s" "$2" || return
		within 1900 || return
		((elapsed >= 850)) || failed "gave up after $elapsed ms"
	}
	for fault in stall-accept stall-headers; do
		raw_server $fault
		stalled "$raw/a.crl" "the wait for the answer"
	done
	make <<<"list base.crl ca=ca entries=10000"
	stalled "$(bent slow base.crl)" "the transfer"
	raw_server stall-headers
	crl -u "$raw/a.crl" -t 1:unknown
	verdict UNKNOWN 3
}

@test "a stall beside a good list: both are told" {
	make <<<"list base.crl ca=ca"
	raw_server stall-headers
	crl -u "$raw/a.crl" -u "$here/base.crl" -t 1
	verdict CRITICAL 2
	says "[OK] $here/base.crl"
	measured crl2_remaining
	unmeasured crl1_remaining
	within 1900
}

@test "a stalled place beside a living one of the same list: WARNING, unless -t says less" {
	raw_server stall-headers
	make <<-END
		list base.crl ca=ca
		cert leaf.pem ca=ca cdp=$raw/a.crl,$here/base.crl
	END
	for state in critical unknown warning; do
		crl --cert=leaf.pem -t 3:$state
		warning NET-TIMEOUT "1 of 2 places read" "within 3 s" || return
	done
	crl --cert=leaf.pem -t 3:ok
	verdict OK 0
	crl -u "$raw/a.crl" -t 3:ok
	verdict OK 0
	first_line "no answer from 127.0.0.1 port" "stuck in the wait for the answer"
	never_says "no list was read"
}

@test "a body that is cut short: what came of it is counted" {
	make <<<"list base.crl ca=ca"
	size=$(stat -c %s base.crl)
	replay "GetCACert=base.crl,application/pkix-crl,50"
	crl -u "$url?operation=GetCACert"
	critical HTTP-TRUNCATED "$size of $((size + 50)) bytes came"
}

@test "a connection that is reset, closed, or no HTTP" {
	make </dev/null
	for fault in reset close not-http half-status; do
		raw_server $fault
		crl -u "$raw/a.crl" -t 3
		verdict CRITICAL 2 || return
		first_line "$raw/a.crl" || return
		within 2900 || return
	done
}

@test "a header of 10 MB" {
	make </dev/null
	raw_server huge-header
	crl -u "$raw/a.crl" -t 4
	verdict CRITICAL 2
	first_line "$raw/a.crl"
	within 3900
}

@test "twelve lists at once end in the time of the slowest" {
	make <<<"list base.crl ca=ca entries=1900"
	crl -u "$(bent slow base.crl)"
	ok
	alone=$elapsed
	((alone > 300)) || failed "not slow: $alone ms" || return
	urls=()
	for number in {1..12}; do urls+=(-u "$(bent slow base.crl)?$number"); done
	crl "${urls[@]}" --output-format=json
	((status == 0))
	# one after the other would take twelve times as long
	((elapsed < alone * 6)) || failed "$elapsed ms, one alone took $alone"
}

@test "a million entries: constant memory, from a file and by http" {
	sanitized && skip "AddressSanitizer's memory is not ours"
	make <<-END
		list small.crl ca=ca entries=1000
		list large.crl ca=ca entries=1000000
	END
	for place in "-f" "-u $here/"; do
		# shellcheck disable=SC2086 # one or two words, the last one a prefix
		data_kib "$(plugin crl_dp)" --issuer=ca.pem ${place}small.crl || return
		small=$data
		# shellcheck disable=SC2086
		data_kib "$(plugin crl_dp)" --issuer=ca.pem ${place}large.crl \
			--serial=5a0000000000000000000000000000000000f4240 || return
		((data < small + 512)) || failed "$data KiB, $small with a small list" || return
		# shellcheck disable=SC2086
		crl ${place}large.crl --serial="$(printf '5a%036x' 999999)"
		critical CRL-REVOKED || return
	done
	crl --quick -u "$(bent norange large.crl)"
	ok
	rm large.crl
}
