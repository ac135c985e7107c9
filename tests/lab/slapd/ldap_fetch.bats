#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2034,SC2154 # python, command, slapd, elapsed, environment: shared with common.bash and slapd.bash
# lib/net/ldap_fetch against a real slapd, and against servers that speak LDAP badly.
bats_require_minimum_version 1.5.0

setup_file() {
	load ../../blackbox/common.bash
	load slapd.bash
	! slapd_is_installed || slapd_start
}

setup() {
	load ../../blackbox/common.bash
	load slapd.bash
	slapd_is_installed || skip "slapd is missing: install the packages slapd and ldap-utils"
	base="ldap://127.0.0.1:$ldap_port"
	list='certificateRevocationList?base?objectClass=cRLDistributionPoint'
}

# fetch ARGUMENT...: $lines, one for each URL
fetch() {
	local start=${EPOCHREALTIME/[.,]/}

	command="fetch_one $*"
	run clean timeout 60 "$build_top/tests/lab/slapd/fetch_one" "$@"
	elapsed=$(((${EPOCHREALTIME/[.,]/} - start) / 1000))
	((status == 0)) || failed "exit code $status"
}

# line NUMBER OUTCOME TEXT...: what it says
line() {
	local number=$1 outcome=$2 text

	shift 2
	[[ ${lines[number]} == "$outcome "* ]] || failed "line $number is not $outcome" || return
	for text; do
		[[ ${lines[number]} == *"$text"* ]] || failed "line $number does not say '$text'" || return
	done
}

# bad_server MODE: $bad is its URL
bad_server() {
	local folder port

	folder=$(mktemp -d "$BATS_TEST_TMPDIR/bad.XXXXXX")
	"$python" -I "$BATS_TEST_DIRNAME/bad_server.py" "$1" >"$folder/ready" 2>"$folder/errors" 3>&- &
	started "$folder" "$!"
	port=$(cat "$folder/ready")
	bad="ldap://127.0.0.1:$port/cn=x,dc=corp?$list"
}

size_of() {
	stat -c %s "$slapd/$1.crl"
}

@test "a list is read, asked for with and without ;binary" {
	fetch "$base/cn=Corp%20CA,$suffix?$list" "$base/cn=Corp%20CA,$suffix?certificateRevocationList;binary" \
		"$base/cn=Corp%20CA,$suffix?CERTIFICATEREVOCATIONLIST"
	for number in 0 1 2; do
		line $number READ "values=1 $(size_of one)/" "attribute=certificateRevocationList;binary entries=1" \
			"server=[127.0.0.1 port $ldap_port]" "address=[127.0.0.1 port $ldap_port]" 'detail=[]'
	done
}

@test "two values" {
	fetch "$base/cn=Two%20CA,$suffix?$list"
	line 0 READ "values=2 " "$(size_of one)/" "$(size_of two)/"
}

@test "a DN full of escapes" {
	fetch "$base/cn=M%C3%BCller%5C%2C%20S%C3%B6hne%20%5C%2B%20Co%3F%20100%25,$suffix?$list"
	line 0 READ "values=1 $(size_of one)/" "dn=[cn=Müller/, Söhne /+ Co? 100%,$suffix]"
}

@test "no such entry, no value, nothing that matches" {
	fetch "$base/cn=Nobody,$suffix?$list" "$base/cn=Empty%20CA,$suffix?$list" \
		"$base/cn=reader,$suffix?$list" "$base/cn=Corp%20CA,$suffix?deltaRevocationList"
	line 0 NO_ENTRY "result=32"
	line 1 NO_VALUE "entries=1"
	line 2 NO_ENTRY "result=0"
	line 3 NO_VALUE
}

@test "an ambiguous URL shows" {
	fetch "$base/$suffix?certificateRevocationList?sub?objectClass=cRLDistributionPoint"
	line 0 READ entries=2
}

@test "a referral" {
	fetch "$base/cn=Elsewhere,$suffix?$list"
	line 0 REFERRAL 'detail=[the server refers to ldap://elsewhere.corp.test/' result=10
}

@test "URLs that can't be asked for" {
	fetch "$base/?certificateRevocationList" "$base/cn=x" "$base/cn=x?a,b" "$base/cn=x?a?around" \
		"$base/cn=x?a?base?(" "$base/cn=x?a???!x-critical" "http://x/y?z" "cldap://x/cn=y?z" "ldapi://%2Ftmp/cn=x?a" \
		"ldap://127.0.0.1:70000/cn=x?a" "$base/not%20a%20DN?a"
	for number in "${!lines[@]}"; do line "$number" BAD_URL; done
	((${#lines[@]} == 11))
}

@test "an attribute for a URL that names none" {
	fetch attribute=certificateRevocationList "$base/cn=Corp%20CA,$suffix"
	line 0 READ
}

@test "a harmless extension" {
	fetch "$base/cn=Corp%20CA,$suffix?$list?x-harmless"
	line 0 READ
}

@test "hostless: with a host, and without" {
	fetch host="127.0.0.1:$ldap_port" "ldap:///cn=Corp%20CA,$suffix?$list"
	line 0 READ "server=[127.0.0.1 port $ldap_port]"
	fetch "ldap:///cn=Corp%20CA?$list"
	line 0 NO_HOST "its DN no domain"
	fetch host=x/y "ldap:///cn=Corp%20CA,$suffix?$list"
	line 0 SETUP "is not HOST[:PORT]"
	fetch "ldap:///cn=Corp%20CA,dc=corp,dc=invalid?$list"
	line 0 NO_HOST "DNS gave no domain controller of corp.invalid"
}

@test "hostless: the domain controllers that DNS names" {
	url="ldap:///cn=Corp%20CA,$suffix?$list"
	living="127.0.0.1:$ldap_port"
	environment=("SRV_dc._msdcs.corp.test=127.0.0.1:$(dead_port) $living")
	fetch "$url"
	line 0 READ "server=[127.0.0.1 port $ldap_port]" attempts=1
	environment=("SRV_corp.test=$living" "SRV_dc._msdcs.other.test=$living")
	fetch "$url"
	line 0 READ
	fetch domain=other.test "ldap:///cn=Corp%20CA,dc=unknown,dc=test?$list" "ldap:///cn=x?$list"
	line 0 NO_ENTRY "server=[127.0.0.1 port $ldap_port]"
	line 1 NO_ENTRY "server=[127.0.0.1 port $ldap_port]"
	environment=("SRV_dc._msdcs.corp.test=127.0.0.1:$(dead_port) 127.0.0.1:$(dead_port)")
	fetch "$url"
	line 0 REFUSED
}

@test "hostless: one domain controller that hangs leaves time for the next" {
	filtered=192.0.2.1:389 # TEST-NET-1
	environment=("SRV_dc._msdcs.corp.test=$filtered 127.0.0.1:$ldap_port")
	fetch limit=2 "ldap:///cn=Corp%20CA,$suffix?$list"
	line 0 READ
	within 3500
}

@test "hostless: a password goes only to controllers of the domain of the options" {
	url="ldap:///cn=Closed%20CA,$suffix?$list"
	environment=("SRV_dc._msdcs.corp.test=127.0.0.1:$ldap_port")
	reader=(bind="cn=reader,$suffix" password="open sesame" cleartext=1)
	fetch "${reader[@]}" "$url"
	line 0 LOGIN_WANTED
	fetch "${reader[@]}" domain=other.test "$url"
	line 0 LOGIN_WANTED
	fetch "${reader[@]}" domain=CORP.test "$url"
	line 0 READ
}

@test "a name that does not exist" {
	fetch limit=3 "ldap://nobody.invalid/cn=x?$list"
	[[ ${lines[0]} == NAME_NOT_FOUND* || ${lines[0]} == "TIMED_OUT phase=name resolution"* ]]
}

@test "nothing listens" {
	fetch retries=1 "ldap://127.0.0.1:$(dead_port)/cn=x?$list"
	line 0 REFUSED "phase=connect" "attempts=2"
}

@test "a password: right, wrong, empty, without TLS, to a host that a URL chose" {
	url="$base/cn=Closed%20CA,$suffix?$list"
	reader=(bind="cn=reader,$suffix" cleartext=1 login=1)
	fetch "$url"
	line 0 LOGIN_WANTED result=50
	fetch "${reader[@]}" password="open sesame" "$url"
	line 0 READ
	fetch "${reader[@]}" password=wrong "$url"
	line 0 BIND_REFUSED phase=login result=49
	fetch "${reader[@]}" password= "$url"
	line 0 SETUP "an empty password"
	fetch "${reader[@]}" password="open sesame" cleartext=0 "$url"
	line 0 SETUP "without TLS"
	fetch "${reader[@]}" password="open sesame" login=0 "$url"
	line 0 LOGIN_WANTED
	fetch "${reader[@]}" password="open sesame" login=0 host="127.0.0.1:$ldap_port" \
		"ldap:///cn=Closed%20CA,$suffix?$list"
	line 0 READ
	fetch "${reader[@]}" password="open sesame" cleartext=0 starttls=1 ca="$slapd/ca.pem" "$url"
	line 0 READ
}

@test "ldaps: a good CA, a folder of them, an unknown one, none wanted" {
	url="ldaps://127.0.0.1:$ldaps_port/cn=Corp%20CA,$suffix?$list"
	fetch ca="$slapd/ca.pem" "$url"
	line 0 READ
	mkdir -p "$BATS_TEST_TMPDIR/folder"
	cp "$slapd/ca.pem" "$BATS_TEST_TMPDIR/folder"
	openssl rehash "$BATS_TEST_TMPDIR/folder"
	fetch ca="$BATS_TEST_TMPDIR/folder" "$url"
	line 0 READ
	fetch "$url"
	line 0 TLS "phase=TLS handshake" "self-signed certificate in certificate chain"
	fetch insecure=1 "$url"
	line 0 READ
	fetch ca=/nonexistent/ca.pem "$url"
	line 0 SETUP "No such file"
}

@test "ldaps: a name that is not in the certificate" {
	fetch family=4 ca="$slapd/ca.pem" "ldaps://localhost:$ldaps_port/cn=Corp%20CA,$suffix?$list"
	line 0 TLS "detail=[its certificate is not for localhost]"
	fetch family=4 starttls=1 ca="$slapd/ca.pem" "ldap://localhost:$ldap_port/cn=Corp%20CA,$suffix?$list"
	line 0 TLS "detail=[its certificate is not for localhost]"
}

@test "StartTLS: a good CA, an unknown one, and a server that speaks no TLS" {
	fetch starttls=1 ca="$slapd/ca.pem" "$base/cn=Corp%20CA,$suffix?$list"
	line 0 READ
	fetch starttls=1 "$base/cn=Corp%20CA,$suffix?$list"
	line 0 TLS "self-signed certificate in certificate chain"
	fetch "ldaps://127.0.0.1:$ldap_port/cn=Corp%20CA,$suffix?$list"
	line 0 TLS
	bad_server refusal
	fetch starttls=1 "$bad"
	line 0 TLS "the server refuses StartTLS: unsupported extended operation (result 2)"
}

@test "a server that says nothing" {
	bad_server silent
	fetch limit=1 "$bad" "${bad/ldap:/ldaps:}"
	line 0 TIMED_OUT phase=search
	line 1 TIMED_OUT "phase=TLS handshake"
	within 2500
	fetch limit=1 starttls=1 "$bad"
	line 0 TIMED_OUT "phase=TLS handshake"
	fetch limit=1 bind=cn=x password=x cleartext=1 login=1 "$bad"
	line 0 TIMED_OUT "phase=login"
}

@test "half a message, and a byte at a time" {
	for mode in half drip; do
		bad_server $mode
		fetch limit=1 "$bad"
		line 0 TIMED_OUT phase=search
		within 2500
	done
}

@test "what is not LDAP" {
	for mode in garbage endless broken; do
		# libldap loses its request when an answer can't be decoded
		[[ $mode == broken ]] && environment=(ASAN_OPTIONS=detect_leaks=0)
		bad_server $mode
		fetch limit=5 "$bad"
		line 0 PROTOCOL
		within 3000
	done
}

@test "a connection that ends" {
	for mode in close cut; do
		bad_server $mode
		fetch "$bad"
		line 0 CLOSED phase=search
	done
}

@test "a failed transport is repeated" {
	bad_server once
	fetch retries=1 "$bad"
	line 0 READ attempts=2 "values=1 2000/"
}

@test "too large" {
	bad_server large
	fetch max=1999 "$bad"
	line 0 TOO_LARGE
	fetch max=2000 "$bad"
	line 0 READ "values=1 2000/"
	bad_server huge
	fetch "$bad"
	line 0 TOO_LARGE
	fetch max=10 "$base/cn=Corp%20CA,$suffix?$list"
	line 0 TOO_LARGE
}

@test "Active Directory's words" {
	bad_server directory
	fetch "$bad"
	line 0 LOGIN_WANTED result=1 "detail=[000004DC"
	bad_server locked
	fetch bind=cn=x password=x cleartext=1 login=1 "$bad"
	line 0 BIND_REFUSED "detail=[the account is locked out (result 49)]"
	bad_server references
	fetch "$bad"
	line 0 REFERRAL "detail=[the server refers to ldap://other.corp.test/"
}

@test "twenty URLs end in the time of the slowest" {
	bad_server silent
	urls=()
	for number in {1..19}; do urls+=("$base/cn=Corp%20CA,$suffix?$list"); done
	fetch limit=2 "${urls[@]}" "$bad" "$bad"
	for number in {0..18}; do line "$number" READ; done
	line 19 TIMED_OUT
	line 20 TIMED_OUT
	within 3500
}

@test "a stopped slapd" {
	# a thread that is late at the deadline is left behind, with its memory
	environment=(ASAN_OPTIONS=detect_leaks=0)
	local code=0

	kill -STOP "$slapd_pid"
	fetch limit=1 "$base/cn=Corp%20CA,$suffix?$list" "ldaps://127.0.0.1:$ldaps_port/cn=Corp%20CA,$suffix?$list" ||
		code=1
	kill -CONT "$slapd_pid"
	((code == 0))
	line 0 TIMED_OUT phase=search
	line 1 TIMED_OUT "phase=TLS handshake"
	within 2500
}

@test "the environment and files of libldap do not matter" {
	printf 'URI ldap://192.0.2.1\nTLS_REQCERT never\nTIMEOUT 1\nSIZELIMIT 1\n' >"$BATS_TEST_TMPDIR/.ldaprc"
	environment=(LDAPTLS_REQCERT=never LDAPURI=ldap://192.0.2.1)
	fetch "ldaps://127.0.0.1:$ldaps_port/cn=Corp%20CA,$suffix?$list"
	line 0 TLS
}
