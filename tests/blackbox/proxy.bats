#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2034,SC2154 # url, output, status, environment: shared with common.bash
# Proxies: named in every finding, compared, from the options and from the environment.
load common

setup_file() {
	ndes
}

@test "through a proxy, http and https" {
	proxy
	check mscep -u "$url" -x "$proxy"
	ok
	grep -q 'GET http://127.0.0.1' "$proxy_requests"
	check mscep -u "$tls_url" --proxy="http://$proxy" --ca-cert="$ndes/root.pem"
	ok
	grep -q 'CONNECT localhost' "$proxy_requests"
	check ra_cert -u "$url" -x "$proxy"
	ok
}

@test "a name that only the proxy knows" {
	proxy
	check mscep -u "http://ndes.corp.example:$http_port$path" -x "$proxy"
	ok
}

@test "407: CRITICAL, the proxy named" {
	proxy --mode=auth407
	check mscep -u "$url" -x "$proxy"
	critical PROXY-AUTH 407 "$proxy"
	windows GetCACaps 0x80190197
	check mscep -u "$tls_url" -x "$proxy" --ca-cert="$ndes/root.pem"
	critical PROXY-AUTH 407 "$proxy"
	windows GetCACaps 0x80190197
}

@test "CONNECT refused" {
	proxy --mode=refuse-connect
	check mscep -u "$tls_url" -x "$proxy" --ca-cert="$ndes/root.pem"
	critical PROXY-REFUSED CONNECT "HTTP 403" "$proxy"
}

@test "502 and 504 of the proxy" {
	proxy --mode=bad-gateway502
	check mscep -u "$url" -x "$proxy"
	critical PROXY-REFUSED "HTTP 502" "$proxy"
	check mscep -u "$tls_url" -x "$proxy" --ca-cert="$ndes/root.pem"
	critical PROXY-REFUSED "HTTP 502" "$proxy"
	proxy --mode=timeout504
	check mscep -u "$url" -x "$proxy"
	critical PROXY-REFUSED "HTTP 504" "$proxy"
}

@test "a page instead of SCEP" {
	proxy --mode=page
	check mscep -u "$url" -x "$proxy"
	critical PROXY-PAGE "Sign in"
}

@test "a page instead of a tunnel: the proxy is named" {
	proxy --mode=page
	check mscep -u "$tls_url" -x "$proxy" --ca-cert="$ndes/root.pem"
	((status == 2))
	says "$proxy"
}

@test "a proxy that does not live, and one without an address" {
	dead=127.0.0.1:$(dead_port)
	check mscep -u "$url" -x "$dead"
	critical PROXY-UNREACHABLE "$dead"
	windows GetCACaps 0x80072EFD
	check mscep -u "$url" -x nope.invalid:3128 -t 5
	critical PROXY-UNREACHABLE nope.invalid
	windows GetCACaps 0x80072EE7
}

@test "the proxy of the environment, no_proxy, --noproxy" {
	proxy --mode=auth407
	environment=(http_proxy="http://$proxy" https_proxy="http://$proxy")
	check mscep -u "$url"
	critical PROXY-AUTH "$proxy"
	check mscep -u "$tls_url" --insecure
	critical PROXY-AUTH "$proxy"
	check mscep -u "$url" --noproxy=127.0.0.1
	ok
	check mscep -u "$url" --noproxy='*'
	ok
	environment+=(no_proxy="localhost,127.0.0.1")
	check mscep -u "$url"
	ok
}

@test "a proxy that is none: a usage error, from the environment UNKNOWN with the variable's name" {
	for bad in foo://bar 127.0.0.1:notaport http://127.0.0.1:99999 http:/// http:/proxy proxy:0 bücher.example 'a b'; do
		check mscep -u "$url" -x "$bad"
		refused --proxy || return
		environment=(http_proxy="$bad")
		check mscep -u "$url"
		unknown CLIENT-SETUP http_proxy || return
		check mscep -u "$url" --noproxy=127.0.0.1
		ok || return
		environment=(ALL_PROXY="$bad")
		check mscep -u "$tls_url" --ca-cert="$ndes/root.pem"
		unknown CLIENT-SETUP ALL_PROXY || return
		environment=()
	done
}

@test "a proxy in each form that is one" {
	proxy
	for good in "$proxy" "http://$proxy" "http://$proxy/" "HTTP://$proxy"; do
		check mscep -u "$url" -x "$good"
		ok || return
	done
	for good in "[::1]:1" socks5h://127.0.0.1:1 socks4a://127.0.0.1:1 https://127.0.0.1:1; do
		check mscep -u "$url" -x "$good"
		critical PROXY-UNREACHABLE || return
	done
}

@test "--proxy wins over the environment" {
	proxy
	environment=(http_proxy="http://127.0.0.1:1")
	check mscep -u "$url" -x "$proxy"
	ok
}

@test "a login for the proxy comes from a file, never from the command line" {
	proxy --user=monitor --password=s3cret
	check mscep -u "$url" -x "http://monitor:s3cret@$proxy"
	refused --proxy
	never_says s3cret
	printf '[check_mscep]\nproxy = http://monitor:s3cret@%s\n' "$proxy" >"$BATS_TEST_TMPDIR/secret.ini"
	chmod 600 "$BATS_TEST_TMPDIR/secret.ini"
	check mscep -u "$url" --extra-opts=@"$BATS_TEST_TMPDIR/secret.ini"
	ok
	check mscep -u "$url" --extra-opts=@"$BATS_TEST_TMPDIR/secret.ini" -vvv
	never_says s3cret
	printf '[check_mscep]\nproxy = http://monitor:wr0ng@%s\n' "$proxy" >"$BATS_TEST_TMPDIR/secret.ini"
	check mscep -u "$url" --extra-opts=@"$BATS_TEST_TMPDIR/secret.ini"
	critical PROXY-AUTH "$proxy"
	never_says wr0ng
	check mscep -u "$url" --extra-opts=@"$BATS_TEST_TMPDIR/secret.ini" --output-format=json
	never_says wr0ng
}

@test "--compare-proxy: the same, only directly, only through the proxy, neither" {
	proxy
	check mscep -u "$url" -x "$proxy" --compare-proxy
	ok "the same answer" "$proxy"
	check mscep -u "http://ndes.corp.example:$http_port$path" -x "$proxy" --compare-proxy -t 5
	((status == 0))
	says "not directly"
	check mscep -u "http://127.0.0.1:$(dead_port)/" -x "$proxy" --compare-proxy
	((status == 2))
	says "not the cause"
	proxy --mode=page
	check mscep -u "$url" -x "$proxy" --compare-proxy
	critical PROXY-DIFFERS "the proxy is the cause" "$proxy"
}

@test "--compare-proxy: a dead proxy in front of a server that speaks no SCEP either" {
	dead=127.0.0.1:$(dead_port)
	printf '<html><title>Sign in</title></html>' >"$BATS_TEST_TMPDIR/page"
	replay GetCACaps="$BATS_TEST_TMPDIR/page",text/html
	check mscep -u "$url" -x "$dead" --compare-proxy
	critical PROXY-UNREACHABLE "Sign in" "[CRITICAL] proxy: the proxy $dead fails by itself"
	never_says "works without"
	replay GetCACaps=:500,Go
	check mscep -u "$url" -x "$dead" --compare-proxy
	critical PROXY-UNREACHABLE "HTTP 500" "[CRITICAL] proxy: the proxy $dead fails by itself"
	never_says "not the cause"
}

@test "--compare-proxy without a proxy" {
	check mscep -u "$url" --compare-proxy
	refused --compare-proxy
	environment=(no_proxy=127.0.0.1 http_proxy="http://127.0.0.1:1")
	check mscep -u "$url" --compare-proxy
	refused --compare-proxy
}
