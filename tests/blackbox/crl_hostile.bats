#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2034,SC2154 # here, site, output, status, environment: shared with common.bash and crl_common.bash
# check_crl_dp: crooked lists, hostile names, odd files, and wrong arguments.
load common
load crl_common

setup_file() {
	web
}

setup() {
	room
}

@test "names with a pipe, markup, ESC, newline, quotes, bidi marks: replaced everywhere" {
	evil='CN=A%7Cb%3Cscript%3E%1B%5B31m%0A%5BOK%5D%20x%22%5C%E2%80%AE%C2%85'
	make <<-END
		ca evil dn=$evil
		list base.crl ca=ca
		list evil.crl ca=evil
		cert leaf.pem ca=evil cn=$evil serial=0a01 cdp=$here/evil.crl aia=$here/evil.der
		list revoked.crl ca=evil revoke=0a01
		cert revoked.pem ca=evil cn=$evil serial=0a01 cdp=$here/revoked.crl
	END
	for form in nagios json prometheus checkmk; do
		crl -u "$here/evil.crl" --output-format=$form
		((status == 2)) || return
		check crl_dp --issuer=evil.pem --cert=revoked.pem --revoked --output-format=$form
		((status == 2)) || return
		check crl_dp --cert=leaf.pem --aia --output-format=$form
		((status == 0)) || return
		never_says "<script>" || return
	done
}

@test "a name that is no UTF-8" {
	make <<-END
		ca evil dn=CN=A%FF%FE
		list evil.crl ca=evil
	END
	for form in nagios json; do
		crl -f evil.crl --output-format=$form
		((status == 2)) || return
	done
}

@test "URIs in certificates with control characters, blanks, other schemes" {
	make <<-END
		list base.crl ca=ca
		cert a.pem ca=ca cdp=$here/%0D%0AHost:x/base.crl
		cert b.pem ca=ca cdp=http://%7C%3Cb%3E%1B/base.crl
		cert c.pem ca=ca cdp=gopher://127.0.0.1/base.crl
		cert d.pem ca=ca cdp=ftp://127.0.0.1/base.crl
		cert e.pem ca=ca cdp=
		cert f.pem ca=ca cdp=http://%FF%FE/
		cert g.pem ca=ca cdp=http://user:secret@127.0.0.1:1/a.crl
		cert h.pem ca=ca cdp=dict://127.0.0.1:1/x,http:///etc/passwd
	END
	for kind in a b c d e f g h; do
		crl --cert=$kind.pem -t 3
		((status >= 2)) || failed "$kind is well" || return
	done
}

@test "a secret in a URL of the command line is refused, as everywhere" {
	check crl_dp -u http://user:secret@127.0.0.1:1/a.crl
	refused --extra-opts
	never_says user:secret
}

@test "a redirect to a file of this host is not followed" {
	make <<<"list base.crl ca=ca"
	replay GetCACert=:302,file:///etc/passwd
	crl -u "$url?operation=GetCACert" -t 3
	verdict CRITICAL 2
	never_says root:
}

@test "lengths that lie: each length byte of a list, bigger and smaller" {
	make <<<"list base.crl ca=ca revoke=0a01 entries=0 aki=no"
	"$python" -I -S -c '
data = open("base.crl", "rb").read()
count = 0
for at in range(1, len(data) - 270):
	if data[at - 1] in (0x30, 0x31, 2, 6, 4, 0x17, 0xa0, 0x0c, 0x16) and data[at] < 0x84:
		for value in (data[at] + 1, 0x7f, 0x80, 0x84, 0xff):
			count += 1
			open(f"lie{count}.crl", "wb").write(data[:at] + bytes([value & 0xff]) + data[at + 1:])
'
	files=()
	for file in lie*.crl; do files+=(-f "$file"); done
	((${#files[@]} > 100))
	for ((start = 0; start < ${#files[@]}; start += 80)); do
		crl "${files[@]:start:80}" --output-format=json -v -t 30
		((status == 2)) || return
		[[ $(jq '[.checks[] | select(.id != "time" and .state != "CRITICAL")] | length' <<<"$output") == 0 ]] ||
			failed "one of them is well" || return
	done
}

@test "any byte turned round is noticed" {
	make <<<"list base.crl ca=ca revoke=0a01 entries=0"
	size=$(stat -c %s base.crl)
	"$python" -I -S -c '
data = open("base.crl", "rb").read()
for at in range(0, len(data), 13):
	open(f"turned{at}.crl", "wb").write(data[:at] + bytes([data[at] ^ 0xff]) + data[at + 1:])
'
	for file in turned*.crl; do
		crl -f "$file"
		((status == 2)) || failed "$file of $size is well" || return
	done
}

@test "serials of 40 bytes, of none" {
	make <<-END
		list long.crl ca=ca revoke=$(printf '7a%.0s' {1..40})
		list negative.crl ca=ca revoke=ff
	END
	for kind in long negative; do
		crl -f $kind.crl
		((status <= 2)) || return
		says "$kind.crl" || return
	done
}

@test "unreadable, folder, device, missing: UNKNOWN and named" {
	make <<<"list base.crl ca=ca"
	cp base.crl closed.crl
	chmod 0 closed.crl
	mkfifo pipe
	for file in missing.crl /etc /dev/null pipe; do
		crl -f "$file" -t 2
		verdict UNKNOWN 3 || return
		first_line "$file" || return
		within 1900 || return
	done
	[[ $(id -u) == 0 ]] || {
		crl -f closed.crl
		verdict UNKNOWN 3
		first_line closed.crl
	}
}

@test "/dev/zero ends at once" {
	make </dev/null
	crl -f /dev/zero -t 5
	((status >= 2))
	first_line /dev/zero
	within 2000
	check crl_dp --cert=/dev/zero -t 5
	((status >= 2))
	within 2000
	check crl_dp --issuer=/dev/zero -f /dev/null -t 5
	((status >= 2))
	within 2000
}

@test "an issuer that can't be read is told" {
	make <<<"list base.crl ca=ca"
	for file in missing.pem /etc base.crl; do
		check crl_dp --issuer=$file -f base.crl
		verdict UNKNOWN 3 || return
		says "$file" || return
	done
}

@test "usage: no source, and options about certificates without certificates" {
	check crl_dp
	refused --cert --crl
	for option in --aia --ocsp --revoked; do
		check crl_dp -f x.crl $option
		refused "$option" || return
	done
	check crl_dp x.crl
	refused
}

@test "usage: --quick with --revoked or --serial" {
	check crl_dp --cert=x.pem --quick --revoked
	refused --quick
	check crl_dp -f x.crl --quick --serial=01
	refused --quick
}

@test "usage: --serial" {
	for bad in "" x 0x 5g 12,34 0x5a:x "$(printf '5a%.0s' {1..200})"; do
		check crl_dp -f x.crl --serial="$bad"
		refused --serial || return
	done
}

@test "usage: --max-size, -w, -c" {
	for bad in "" x -1 0 1e9 1X 99999999999999999999 nan; do
		check crl_dp -f x.crl --max-size="$bad"
		refused --max-size || return
	done
	for bad in "" x 10x nan -5 101%; do
		check crl_dp -f x.crl -w "$bad"
		refused --warning || return
		check crl_dp -f x.crl -c "$bad"
		refused --critical || return
	done
	check crl_dp -f x.crl -w 1d -c 2d
	refused "less strict"
	check crl_dp -f x.crl -w 10% -c 20%
	refused "less strict"
}

@test "usage: URLs and hosts" {
	for bad in "" x file:///etc/passwd ftp://x/y http:// http://:80/ http://x:99999/ ldap://127.0.0.1:99999/cn=x?a "http://a b/"; do
		check crl_dp -u "$bad"
		refused || return
	done
	for bad in "" a:b: "a b" http://x https://127.0.0.1 127.0.0.1:99999 127.0.0.1:0 127.0.0.1:443/x "[::1" ::1::; do
		check crl_dp --tls="$bad"
		refused "--tls: '$bad'" || return
		check crl_dp -f x.crl --ldap-host="$bad"
		refused "--ldap-host: '$bad'" || return
	done
	check crl_dp --tls=user@127.0.0.1
	refused "--tls: '...@127.0.0.1'"
	check crl_dp -f x.crl --ldap-host=user@127.0.0.1
	refused "--ldap-host: '...@127.0.0.1'"
	for bad in "" "a b" a:389 a/b ::1; do
		check crl_dp -f x.crl --domain="$bad"
		refused "--domain: '$bad'" || return
	done
	for good in ::1 "[::1]"; do
		check crl_dp --tls="$good" -t 5
		verdict CRITICAL 2 || return
		says "https://[::1]/: [::1] port 443" || return
		check crl_dp -u ldap:///cn=x --ldap-host="$good" -t 5
		verdict CRITICAL 2 || return
		says "::1 port 389" || return
	done
	check crl_dp --scep=nonsense
	refused --scep
}

@test "usage in JSON" {
	check crl_dp --output-format=json
	((status == 3))
	[[ $(jq -r .state <<<"$output") == UNKNOWN ]]
}

@test "help and version" {
	check crl_dp --help
	((status == 3))
	says --crl --issuer --max-size --quick
	check crl_dp -V
	((status == 3))
}

@test "options from a file" {
	make <<<"list base.crl ca=ca"
	printf '[check_crl_dp]\ncrl=%s\nissuer=%s\n' "$here/base.crl" "$PWD/ca.pem" >options.ini
	check crl_dp --extra-opts=@options.ini
	ok "expires in 7 days"
}
