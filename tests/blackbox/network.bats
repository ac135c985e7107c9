#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2034,SC2154 # url, output, status, environment: shared with common.bash
# Names, addresses, families.
load common

has_ipv6() {
	grep -qs ' lo$' /proc/net/if_inet6 || skip "no IPv6 on the loopback interface"
}

@test "nothing listens" {
	port=$(dead_port)
	for name in mscep ra_cert; do
		check $name -u "http://127.0.0.1:$port/certsrv/mscep/mscep.dll"
		critical NET-REFUSED "127.0.0.1 port $port" W3SVC
		says "0x80072EFD"
		unmeasured time_tls time_wait ra_signing_remaining
	done
}

@test "a name that does not exist" {
	for name in mscep ra_cert; do
		check $name -u http://nope.invalid/ -t 5
		critical NET-DNS nope.invalid nslookup
		says 0x80072EE7
		unmeasured time_resolve time_connect
	done
}

@test "--resolve: the name goes into Host and TLS, the address is connected" {
	ndes
	check mscep -u "http://ndes01.example.test:$http_port$path" --resolve=127.0.0.1
	ok ndes01.example.test
	check mscep -u "https://localhost:$https_port$path" -I 127.0.0.1 --ca-cert="$ndes/root.pem"
	ok
	check mscep -u "https://other.example.test:$https_port$path" --resolve=127.0.0.1 --ca-cert="$ndes/root.pem"
	critical TLS-NAME other.example.test
	check mscep -u "$url" --resolve=not-an-address
	refused --resolve
	for bad in '[::1' '::1]' '[]' '[[::1]]'; do
		check mscep -u "$url" --resolve="$bad"
		refused --resolve || return
	done
	check mscep -u "$url" --resolve=
	refused --resolve
}

@test "--resolve: the address that was tried is told" {
	port=$(dead_port)
	for name in mscep ra_cert; do
		check $name -u "http://ndes.example.test:$port/" -I 127.0.0.9
		critical NET-REFUSED "ndes.example.test port $port at 127.0.0.9 refuses the connection"
	done
}

@test "-4 and -6" {
	has_ipv6
	ndes --listen=::1
	check mscep -u "http://localhost:$http_port$path" -6 --resolve=::1
	ok
	check mscep -u "http://localhost:$http_port$path" -4 -I ::1
	unknown CLIENT-SETUP "--resolve=::1 and -4 exclude each other"
	check mscep -u "http://localhost:$http_port$path" -6 -I 127.0.0.1
	unknown CLIENT-SETUP "--resolve=127.0.0.1 and -6 exclude each other"
	check mscep -u "http://localhost:$http_port$path" -I '[::1]'
	ok
	check mscep -u "http://[::1]:$http_port$path"
	ok "[::1]"
	check mscep -u "http://[::1]:$http_port$path" -6
	ok
	check mscep -u "http://[::1]:$http_port$path" -4
	critical NET-FAMILY "it has no IPv4 address (-4)"
	check mscep -u "http://127.0.0.1:$http_port$path" -6
	critical NET-FAMILY "it has no IPv6 address (-6)"
	check mscep -u "http://nope.invalid$path" -6
	critical NET-FAMILY "or does not exist"
	check mscep -u "$url" -4 -6
	((status == 3))
}

@test "-H takes an IPv6 address with and without brackets" {
	has_ipv6
	ndes --listen=::1
	check mscep -H ::1 -p "$http_port"
	ok "[::1]"
	check mscep -H '[::1]' -p "$http_port"
	ok
	check ra_cert -H ::1 -p "$http_port"
	ok
}

@test "localhost falls back from one family to the other" {
	ndes
	check mscep -H localhost -p "$http_port"
	ok
}

@test "TLS with an IPv6 literal" {
	has_ipv6
	ndes --listen=::1
	check mscep -u "https://[::1]:$https_port$path" --ca-cert="$ndes/root.pem"
	ok
}

@test "a URL with a query of its own, a fragment, blanks" {
	ndes
	check mscep -u "$url?x=1"
	ok
	asked 'x=1&operation=GetCACaps'
	check mscep -u "$url#fragment"
	((status == 0 || status == 3))
	not_asked fragment
}
