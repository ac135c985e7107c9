#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2034,SC2154 # url, output, status, environment: shared with common.bash
# check_mscep: the kinds of server, mscep_admin, long URLs, redirects, several endpoints.
load common

@test "a healthy NDES: found what, and what was not asked" {
	ndes
	check mscep -u "$url"
	ok "3 certificates" "6 capabilities"
	first_line "MSCEP OK - " "$url" "NDES page"
	measured time time_resolve time_connect time_wait time_transfer
	unmeasured time_tls
	asked 'GetCACaps&message=default 200'
	asked 'GetCACert&message=default 200'
	not_asked mscep_admin
}

@test "-H and -p ask the path of NDES" {
	ndes
	check mscep -H 127.0.0.1 -p "$http_port"
	ok "speaks SCEP"
	asked "^GET $path?operation=GetCACaps"
}

@test "-S asks by https" {
	ndes
	check mscep -H localhost -S -p "$https_port" --ca-cert="$ndes/root.pem"
	ok "https://localhost:$https_port"
	measured time_tls tls_remaining tls_used
}

@test "--ca-ident is sent, escaped" {
	ndes
	check mscep -u "$url" --ca-ident='SCEP Authority&x=1'
	ok
	asked 'GetCACaps&message=SCEP%20Authority%26x%3D1'
	asked 'GetCACert&message=SCEP%20Authority%26x%3D1'
}

@test "the URL with /pkiclient.exe" {
	ndes
	check mscep -u "$url/pkiclient.exe"
	ok
}

@test "--server=ndes: the page is healthy" {
	ndes
	check mscep -u "$url" --server=ndes
	ok "NDES page"
}

@test "--server=intune: the page is not" {
	ndes
	check mscep -u "$url" --server=intune
	critical NDES-POLICY-INACTIVE "policy module" "restart the server"
}

@test "--server=intune: 403 is healthy" {
	ndes --fault=intune
	check mscep -u "$url" --server=intune
	ok 403
}

@test "--server=ndes: 403 is not" {
	ndes --fault=intune
	check mscep -u "$url" --server=ndes
	critical NDES-POLICY-ACTIVE 403 "--server=intune"
}

@test "--server=auto takes 403" {
	ndes --fault=intune
	check mscep -u "$url" --server=auto
	ok 403
}

@test "--server=auto takes a missing page as another server" {
	ndes --fault=landing-missing
	check mscep -u "$url"
	ok "not NDES"
}

@test "--server=ndes and --server=intune want their answer" {
	ndes --fault=landing-missing
	check mscep -u "$url" --server=ndes
	critical NDES-PAGE-MISSING "HTTP 404"
	check mscep -u "$url" --server=intune
	critical NDES-PAGE-MISSING "HTTP 404" 403
}

@test "--server=generic does not ask the bare URL" {
	ndes --fault=landing-missing
	check mscep -u "$url" --server=generic
	ok
	not_asked "mscep.dll 404"
	never_says "bare URL"
}

@test "the bare URL and the long query are judged where GetCACaps is empty" {
	ndes --fault=empty-caps
	check mscep -u "$url" --server=intune --long-url
	critical NDES-POLICY-INACTIVE "[OK] long URL"
	check mscep -u "$url" --output-format=json
	[[ $(jq -r '.checks[].checks[] | select(.id == "bare_url").state' <<<"$output") == OK ]]
}

@test "a hostile page under the bare URL is not the NDES page" {
	ndes --fault=hostile-page@page
	check mscep -u "$url" --server=ndes
	critical NDES-PAGE-MISSING
}

@test "the page in German, and without a byte order mark" {
	ndes --page-language=de --page-bom=no
	check mscep -u "$url" --server=ndes
	ok "NDES page"
}

@test "--admin: 401 with Negotiate and NTLM is healthy, and nobody logs in" {
	ndes
	check mscep -u "$url" --admin
	ok "mscep_admin" "Negotiate" "NTLM"
	asked "mscep_admin/ 401"
	[[ $(grep -c mscep_admin "$requests") == 1 ]]
}

@test "--admin: anybody may read it" {
	ndes --fault=admin-open
	check mscep -u "$url" --admin
	critical NDES-ADMIN-OPEN "disable Anonymous"
	password=$(curl -s "http://127.0.0.1:$http_port/certsrv/mscep_admin/" | tr -d '\0' | grep -oE '[0-9A-F]{16}' | head -1)
	[[ -n $password ]]
	never_says "password is" "$password"
	[[ ! $output =~ [0-9A-F]{16} ]]
}

@test "--admin: 404 without Intune" {
	ndes --fault=admin-missing
	check mscep -u "$url" --admin
	warning NDES-ADMIN-MISSING "HTTP 404"
}

@test "--admin: a refusal is explained by its status, not by a missing Windows login" {
	local row

	ndes
	cp "$ndes/ra-signing.pem" "$BATS_TEST_TMPDIR/certificate"
	printf 'AES\nSHA-256\n' >"$BATS_TEST_TMPDIR/words"
	for row in 403:IIS-FORBIDDEN 400:IIS-BINDING 407:PROXY-AUTH; do
		replay GetCACaps="$BATS_TEST_TMPDIR/words" GetCACert="$BATS_TEST_TMPDIR/certificate" admin=":${row%:*},Microsoft-IIS/10.0"
		check mscep -u "$url" --admin
		warning "${row#*:}" "HTTP ${row%:*}"
		never_says "enable Windows Authentication"
	done
}

@test "--admin: 404 is healthy with the policy module" {
	ndes --fault=admin-missing --fault=intune
	check mscep -u "$url" --admin
	ok "404"
}

@test "--admin: a proxy's sign-in page is not called an open password page" {
	ndes --fault=proxy-page@admin
	check mscep -u "$url" --admin
	never_says "challenge passwords are open"
	says "[OK] GetCACaps" "mscep_admin"
	((status != 0))
}

@test "--admin=PATH asks there" {
	ndes
	check mscep -u "$url" --admin=/elsewhere/mscep_admin
	warning NDES-ADMIN-MISSING "HTTP 404"
	asked '/elsewhere/mscep_admin 404'
}

@test "--long-url: passes" {
	ndes
	check mscep -u "$url" --long-url
	ok "16 KB"
	awk '/operation=GetCACaps/ && length($2) > 16384 { found = 1 } END { exit !found }' "$requests"
}

@test "--long-url: the query limit of IIS" {
	ndes --fault=query-limit
	check mscep -u "$url" --long-url
	critical IIS-QUERY-LIMIT "HTTP 404" "65534"
}

@test "--long-url: the limit of http.sys" {
	ndes --fault=header-limit
	check mscep -u "$url" --long-url=17
	critical HTTPSYS-LIMIT "HTTP 400" "17 KB" MaxRequestBytes
}

@test "--long-url=1 stays below both limits" {
	ndes --fault=query-limit --fault=header-limit
	check mscep -u "$url" --long-url=1
	ok "1 KB"
}

@test "without --long-url a limit is no finding" {
	ndes --fault=query-limit
	check mscep -u "$url"
	ok
}

@test "redirects are followed and told with -v" {
	ndes --fault=redirect
	check mscep -u "$url" -v
	ok "/redirected/"
}

@test "--onredirect: each state" {
	ndes --fault=redirect
	check mscep -u "$url" --onredirect=ok
	ok redirect
	not_asked /redirected/
	check mscep -u "$url" --onredirect=warning
	warning HTTP-REDIRECT /redirected/
	check mscep -u "$url" --onredirect=critical
	critical HTTP-REDIRECT /redirected/
	check mscep -u "$url" --onredirect=sticky
	refused --onredirect sticky
}

@test "--onredirect: of the bare URL, of mscep_admin and of GetCACert alone" {
	local operation id

	for operation in page admin GetCACert; do
		ndes --fault=redirect@$operation
		case $operation in page) id="bare URL" ;; admin) id=mscep_admin ;; *) id=GetCACert ;; esac
		check mscep -u "$url" --admin --server=ndes --onredirect=critical
		critical HTTP-REDIRECT "[CRITICAL] $id: HTTP 30"
		check mscep -u "$url" --admin --server=ndes --onredirect=warning
		warning HTTP-REDIRECT "[WARNING] $id: HTTP 30"
		check mscep -u "$url" --admin --server=ndes --onredirect=ok
		ok "[OK] $id: HTTP 30"
		never_says "0 certificates"
		check mscep -u "$url" --admin --server=ndes
		ok
	done
}

@test "--onredirect=ok: an endpoint that redirects is not said to speak SCEP" {
	ndes
	good=$url
	ndes --fault=redirect
	check mscep -u "$good" -u "$url" --onredirect=ok
	ok
	first_line "1 of 2 endpoints speak SCEP, the others redirect"
}

@test "a redirect without a target" {
	printf 'HTTP/1.1 302 Found\r\nLocation:\r\nContent-Length: 0\r\n\r\n' >"$BATS_TEST_TMPDIR/found"
	replay GetCACaps="$BATS_TEST_TMPDIR/found,raw"
	check mscep -u "$url"
	critical HTTP-REDIRECT "HTTP 302 redirects to nowhere"
}

@test "a redirect into nothing: no phase of the connection before it is shown" {
	target=http://127.0.0.1:$(dead_port)/mscep.dll
	replay GetCACaps=":302,Microsoft-IIS/10.0,$target"
	check mscep -u "$url"
	critical NET-REFUSED "the redirect's target $target"
	unmeasured time_connect time_wait
	replay GetCACaps=":302,Microsoft-IIS/10.0,http://no.such.name.invalid/"
	check mscep -u "$url"
	critical NET-DNS no.such.name.invalid
	unmeasured time_resolve time_connect
}

@test "a redirect loop ends after five" {
	ndes --fault=redirect-loop@GetCACaps
	check mscep -u "$url"
	critical HTTP-REDIRECT "more than 5"
	[[ $(grep -c GetCACaps "$requests") -le 6 ]]
}

@test "a redirect to https: followed with its root, and the finding names the server that shows the certificate" {
	ndes --fault=redirect-https
	check mscep -u "$url" --ca-cert="$ndes/root.pem"
	ok
	check mscep -u "$url"
	critical TLS-UNTRUSTED "localhost:$https_port"
	never_says "127.0.0.1 port $http_port shows"
}

@test "several endpoints in one run" {
	ndes
	check mscep -u "$url" -u "$url/pkiclient.exe" -u "$tls_url" --ca-cert="$ndes/root.pem"
	ok "all 3 endpoints"
	measured endpoint1_time endpoint2_time endpoint3_time endpoint3_tls_remaining
	[[ $(grep -c '^\[OK\] http' <<<"$output") == 3 ]]
}

@test "one dead endpoint among three: named first, the others still measured" {
	ndes
	dead=http://127.0.0.1:$(dead_port)/dead
	check mscep -u "$url" -u "$dead" -u "$url/pkiclient.exe"
	critical NET-REFUSED
	first_line "$dead"
	[[ $(sed -n 2p <<<"$output") == "[CRITICAL] $dead" ]]
	says "[OK] $url"
	measured endpoint1_time endpoint3_time
}

@test "endpoints are asked at once" {
	ndes --delay=400@GetCACaps
	check mscep -u "$url" -u "$url/" -u "$url/pkiclient.exe" -u "http://localhost:$http_port$path"
	within 1400
	measured endpoint4_time
}

@test "100 endpoints: below 4 KB, perfdata complete" {
	ndes
	arguments=()
	for number in {1..100}; do
		arguments+=(-u "$url?n=$number")
	done
	check mscep "${arguments[@]}" --output-format=json
	ok "all 100 endpoints"
	[[ $(jq '[.checks[] | select(.id != "time")] | length' <<<"$output") == 100 ]]
	[[ $(jq '[.perfdata[] | select(.label == "time")] | length' <<<"$output") == 1 ]]
	[[ $(jq '[.perfdata[] | select(.label | test("^endpoint[0-9]+_time$"))] | length' <<<"$output") == 100 ]]
	check mscep "${arguments[@]}" -v
	ok
	measured endpoint100_time
}
