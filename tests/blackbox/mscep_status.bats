#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2034,SC2154 # url, output, status, environment: shared with common.bash
# check_mscep: every HTTP status that a SCEP endpoint was seen to answer with: cause, remedy, what Windows logs.
load common

@test "503 of http.sys: the application pool is stopped" {
	ndes --fault=pool-stopped
	check mscep -u "$url"
	critical NDES-POOL-STOPPED "HTTP 503 from Microsoft-HTTPAPI/2.0" "pool SCEP" check_ndes_account
	windows GetCACaps 0x801901F7
	windows GetCACert 0x801901F7
	measured time time_resolve time_connect time_wait
}

@test "400: no binding for the host name" {
	ndes --fault=binding
	check mscep -u "$url"
	critical IIS-BINDING "HTTP 400" "Bindings"
	windows GetCACaps 0x80190190
}

@test "401: anonymous authentication is off" {
	ndes --fault=anonymous-off
	check mscep -u "$url"
	critical IIS-ANONYMOUS-OFF "HTTP 401" "enable Anonymous Authentication"
	windows GetCACaps 0x80190191
}

@test "403 on GetCACaps too" {
	ndes --fault=forbidden
	check mscep -u "$url"
	critical IIS-FORBIDDEN "HTTP 403" "sc-substatus"
	windows GetCACaps 0x80190193
}

@test "404: ISAPI restrictions" {
	ndes --fault=isapi-denied
	check mscep -u "$url"
	critical NDES-NOT-FOUND "HTTP 404" "ISAPI and CGI Restrictions"
	windows GetCACaps 0x80190194
}

@test "404: a wrong path" {
	ndes
	check mscep -H 127.0.0.1 -p "$http_port" --path=/scep
	critical NDES-NOT-FOUND "HTTP 404"
}

@test "404 in one form of the URL: does the other one answer?" {
	echo SHA-256 >"$BATS_TEST_TMPDIR/words"
	replay GetCACaps="$BATS_TEST_TMPDIR/words" GetCACaps/pkiclient.exe=:404
	check mscep -u "$url/pkiclient.exe"
	critical NDES-NOT-FOUND "HTTP 404" "under $url it answers"
	replay GetCACaps=:404 GetCACaps/pkiclient.exe="$BATS_TEST_TMPDIR/words"
	check mscep -u "$url"
	critical NDES-NOT-FOUND "HTTP 404" "under $url/pkiclient.exe it answers"
	replay GetCACaps=:404
	check mscep -u "$url"
	critical NDES-NOT-FOUND "HTTP 404"
	never_says pkiclient
}

@test "407: the proxy wants a login" {
	ndes --fault=proxy-auth
	check mscep -u "$url"
	critical PROXY-AUTH "HTTP 407" "bypass the proxy"
	windows GetCACaps 0x80190197
}

@test "500: NDES crashes" {
	ndes --fault=crash
	check mscep -u "$url"
	critical NDES-FAILED "HTTP 500" check_ndes_account NDES-ACCOUNT NDES-RA-CERT NDES-IMPERSONATE NDES-REGISTRY
	windows GetCACaps 0x801901F4
}

@test "500: the RA certificates have expired" {
	ndes --fault=ra-expired-500
	check mscep -u "$url"
	critical NDES-FAILED "HTTP 500" check_ra_cert
}

@test "502: a gateway does not reach the server" {
	ndes --fault=gateway-502
	check mscep -u "$url"
	critical APPPROXY-BACKEND "HTTP 502" "connector"
	windows GetCACaps 0x801901F6
}

@test "504: a gateway gets no answer" {
	ndes --fault=gateway-504
	check mscep -u "$url"
	critical APPPROXY-BACKEND "HTTP 504"
	windows GetCACaps 0x801901F8
}

@test "200 with a sign-in page" {
	ndes --fault=proxy-page
	check mscep -u "$url"
	critical PROXY-PAGE "not a SCEP answer" "Sign in to your account" "Passthrough"
}

@test "200 with a page about AES and SHA-256 is not a list of capabilities" {
	ndes --fault=caps-html
	check mscep -u "$url"
	critical PROXY-PAGE "GetCACaps: not a SCEP answer"
}

@test "only GetCACert fails: GetCACaps stays fine" {
	ndes --fault=crash@GetCACert
	check mscep -u "$url"
	critical NDES-FAILED "[OK] GetCACaps" "[CRITICAL] GetCACert"
	windows GetCACert 0x801901F4
	never_says "stage GetCACaps"
}

@test "only GetCACaps fails: GetCACert is still judged" {
	ndes --fault=crash@GetCACaps
	check mscep -u "$url"
	critical NDES-FAILED "[CRITICAL] GetCACaps" "[OK] GetCACert"
}

@test "the remedy of a cause is told once, then referred to" {
	ndes --fault=pool-stopped
	check mscep -u "$url"
	[[ $(grep -c "start the pool SCEP" <<<"$output") == 1 ]]
}

@test "JSON has status, cause, windows_error and remedy in fields of their own" {
	ndes --fault=pool-stopped
	check mscep -u "$url" --output-format=json
	((status == 2))
	[[ $(jq -r '[.. | objects | select(.id == "getcacaps") | .state, .cause, .windows_error] | join(" ")' <<<"$output") == \
		"CRITICAL NDES-POOL-STOPPED 0x801901F7" ]]
	jq -e '.. | objects | select(.id == "getcacaps") | .remedy | test("pool SCEP")' <<<"$output"
}

@test "statuses of other servers: who speaks decides the cause" {
	replay GetCACaps=:503,nginx GetCACert=:503,nginx
	check mscep -u "$url"
	critical HTTP-UNAVAILABLE "HTTP 503 from nginx"
	windows GetCACaps 0x801901F7
	replay GetCACaps=:500,nginx GetCACert=:500,nginx
	check mscep -u "$url"
	critical SCEP-SERVER-ERROR "HTTP 500"
	replay GetCACaps=:404,Microsoft-HTTPAPI/2.0 GetCACert=:404,Microsoft-HTTPAPI/2.0
	check mscep -u "$url"
	critical IIS-BINDING "HTTP 404"
	replay GetCACaps=:503 GetCACert=:503
	check mscep -u "$url"
	critical NDES-POOL-STOPPED "HTTP 503"
}

@test "414 and 431: the limits of http.sys" {
	for status_line in 414 431; do
		replay GetCACaps=:$status_line GetCACert=:$status_line
		check mscep -u "$url"
		critical HTTPSYS-LIMIT "HTTP $status_line"
	done
}

@test "any other status is named, and nothing is made up" {
	for status_line in 204 418 405 410 301 599; do
		replay GetCACaps=:$status_line,odd GetCACert=:$status_line,odd
		check mscep -u "$url"
		((status == 2))
		says "$status_line"
		check ra_cert -u "$url"
		((status == 2))
		says "$status_line"
	done
}
