#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2034,SC2154 # slapd, ldap_port, output, status, environment, entry: shared with the files that are loaded
# check_crl_dp: distribution points in a directory: a real slapd, and the lists of PKITS in it.
load common
load crl_common
load ../lab/slapd/slapd

setup_file() {
	[[ -n $slapd_program ]] || skip "slapd is missing: install the package slapd"
	needs ldapadd ldap-utils
	crl_keys
	slapd_start
}

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	server=ldap://127.0.0.1:$ldap_port
	point="cn=Corp%20CA,$suffix?certificateRevocationList?base?objectClass=cRLDistributionPoint"
}

# ldap ARGUMENT...: with the issuer of the lists in slapd
ldap() {
	check crl_dp --issuer="$slapd/ca.pem" "$@"
}

@test "a list, with and without ;binary" {
	ldap -u "$server/$point"
	ok "expires in" "1 entry"
	measured crl1_remaining crl1_used crl1_size crl1_number crl1_entries crl1_time
	[[ $(value crl1_size) == "$(stat -c %s "$slapd/one.crl")" ]]
	ldap -u "$server/${point/List/List;binary}"
	ok
	[[ $(value crl1_number) == 4660 ]]
}

@test "its contents are judged as by http" {
	ldap -u "$server/$point" --serial=5A
	critical CRL-REVOKED
	ldap -u "$server/$point" --at=+8d
	critical CRL-EXPIRED
	make </dev/null
	check crl_dp --issuer=ca.pem -u "$server/$point"
	critical CRL-WRONG-ISSUER
}

@test "missing entry, missing attribute: CRITICAL and told apart" {
	ldap -u "$server/${point/Corp/Nobody}"
	critical CRL-UNREACHABLE
	nobody=${output#*Nobody}
	ldap -u "$server/${point/Corp/Empty}"
	verdict CRITICAL 2
	says "certificateRevocationList"
	[[ ${output#*Empty} != "$nobody" ]]
	unmeasured crl1_remaining
}

@test "a referral is not followed, but told" {
	ldap -u "$server/${point/Corp%20CA/Elsewhere}"
	verdict CRITICAL 2
	says "ldap://elsewhere.corp.test"
}

@test "ldaps: WARNING or worse only for TLS, verified by default" {
	ldap -u "ldaps://127.0.0.1:$ldaps_port/$point"
	verdict CRITICAL 2
	says "certificate"
	ldap --ca-cert="$slapd/ca.pem" -u "ldaps://127.0.0.1:$ldaps_port/$point"
	((status <= 1))
	measured crl1_remaining
	ldap --insecure -u "ldaps://127.0.0.1:$ldaps_port/$point"
	((status <= 1))
	measured crl1_remaining
}

@test "--starttls" {
	ldap --starttls --ca-cert="$slapd/ca.pem" -u "$server/$point"
	ok
	ldap --starttls -u "$server/$point"
	verdict CRITICAL 2
}

@test "hostless: UNKNOWN, then with --ldap-host" {
	ldap -u "ldap:///${point/$suffix/o=nodomain}"
	unknown CRL-NOT-CHECKABLE "--ldap-host"
	ldap --ldap-host="127.0.0.1:$ldap_port" -u "ldap:///$point"
	ok "expires in"
	make <<-END
		ca corp dn=DC=test/DC=corp/CN=Corp%20CA
		cert leaf.pem ca=corp cdp=ldap:///$(sed 's/%/%25/g; s/,/%2C/g' <<<"$point")
	END
	ldap --ldap-host="127.0.0.1:$ldap_port" --cert=leaf.pem
	measured crl1_remaining
	says "Corp%20CA"
}

@test "scope sub and one: the entries without a list are passed over" {
	for scope in sub one; do
		ldap -u "$server/$suffix?certificateRevocationList?$scope"
		ok "expires in" || return
		ldap -u "$server/$suffix?certificateRevocationList?$scope?cn=*Corp%20CA"
		ok "expires in" || return
		ldap -u "$server/cn=Empty%20CA,$suffix?certificateRevocationList?$scope"
		critical CRL-UNREACHABLE "no entry that matches the URL has an attribute certificateRevocationList" || return
	done
}

@test "a name full of escapes" {
	ldap -u "$server/cn=M%C3%BCller%5C%2C%20S%C3%B6hne%20%5C%2B%20Co%3F%20100%25,$suffix?certificateRevocationList"
	ok
}

@test "a login, where the directory wants one" {
	echo "open sesame" >password
	chmod 600 password
	ldap -u "ldap:///${point/Corp/Closed}" --ldap-host="127.0.0.1:$ldap_port"
	verdict UNKNOWN 3
	says "login"
	ldap -u "ldap:///${point/Corp/Closed}" --ldap-host="127.0.0.1:$ldap_port" -D "cn=reader,$suffix" --password-file=password \
		--allow-cleartext
	ok
	ldap -u "ldap:///${point/Corp/Closed}" --ldap-host="127.0.0.1:$ldap_port" -D "cn=reader,$suffix" --password-file=password
	((status >= 2))
	never_says sesame
	chmod 644 password
	ldap -u "$server/$point" -D "cn=reader,$suffix" --password-file=password
	((status == 3))
}

@test "nothing listens, a server that hangs" {
	ldap -u "ldap://127.0.0.1:$(dead_port)/$point"
	verdict CRITICAL 2
	kill -STOP "$slapd_pid"
	ldap -u "$server/$point" -t 1
	kill -CONT "$slapd_pid"
	critical NET-TIMEOUT "stuck in the search"
	first_line "ldap://127.0.0.1:$ldap_port"
	within 1900
}

@test "a name server that stays silent: the name resolution is blamed, not the directory" {
	unshare -mn true 2>/dev/null || skip "namespaces of its own need root"
	echo "nameserver 127.0.0.1" >resolv.conf
	# shellcheck disable=SC2016 # expanded by the shell inside
	entry=(unshare -mn sh -c 'ip link set lo up && mount --bind resolv.conf /etc/resolv.conf && exec "$@"' sh
		"$python" -I -S -c 'import socket, subprocess, sys
silent = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
silent.bind(("127.0.0.1", 53))
sys.exit(subprocess.call(sys.argv[1:]))')
	ldap -u "ldap:///$point" -t 1
	critical NET-DNS "the domain controllers of corp.test" "name resolution"
	within 1900
}

@test "JSON and Prometheus" {
	for form in json prometheus checkmk; do
		ldap -u "$server/$point" --output-format=$form
		((status == 0)) || return
		ldap -u "$server/${point/Corp/Empty}" --output-format=$form
		((status == 2)) || return
	done
}

# --- PKITS ---

pkits=/usr/lib/python3/dist-packages/cryptography_vectors/x509/PKITS_data

# pkits_start: a slapd with all of it (six entries are refused, for attributes that OpenLDAP lacks)
pkits_start() {
	[[ -d $pkits ]] || skip "PKITS is missing: install the package python3-cryptography-vectors"
	tree="O=Test Certificates 2011,C=US"
	mkdir data
	sed "s,file:///[a-z]*/\(certs\|crls\|certpairs\)/,file://$pkits/\1/," "$pkits/pkits.ldif" >pkits.ldif
	cat >slapd.conf <<-END
		include /etc/ldap/schema/core.schema
		include /etc/ldap/schema/cosine.schema
		include /etc/ldap/schema/inetorgperson.schema
		pidfile $PWD/slapd.pid
		modulepath /usr/lib/ldap
		moduleload back_mdb
		database mdb
		maxsize 268435456
		suffix "$tree"
		rootdn "cn=admin,$tree"
		rootpw secret
		directory $PWD/data
	END
	for _ in 1 2 3; do
		read -r ldap_port _ < <(slapd_free_ports)
		ldaps_port=$ldap_port
		"$slapd_program" -d 0 -f slapd.conf -h "ldap://127.0.0.1:$ldap_port" >errors 2>&1 3>&- &
		slapd_pid=$!
		slapd_answers && break
	done
	echo "$slapd_pid" >>"$BATS_TEST_TMPDIR/pids"
	ldapadd -c -x -D "cn=admin,$tree" -w secret -H "ldap://127.0.0.1:$ldap_port" -f pkits.ldif >added 2>&1 || true
}

# listed NAME CERTIFICATE: the list of that CA, read from the directory
listed() {
	check crl_dp --issuer="$pkits/certs/$2.crt" \
		-u "ldap://127.0.0.1:$ldap_port/CN=${1// /%20},O=Test%20Certificates%202011,C=US?certificateRevocationList?base"
}

@test "PKITS: single lists, good and bad" {
	pkits_start
	listed "Trust Anchor" TrustAnchorRootCertificate
	ok "expires in"
	listed "Good CA" GoodCACert
	ok "2 entries"
	listed "Bad CRL Signature CA" BadCRLSignatureCACert
	verdict CRITICAL 2
	says "signature"
	listed "Bad CRL Issuer Name CA" BadCRLIssuerNameCACert
	critical CRL-WRONG-ISSUER
	listed "Old CRL nextUpdate CA" OldCRLnextUpdateCACert
	critical CRL-EXPIRED "2010-01-02"
	listed "pre2000 CRL nextUpdate CA" pre2000CRLnextUpdateCACert
	critical CRL-EXPIRED "1999-01-01"
	listed "GenerizedTime CRL nextUpdate CA" GeneralizedTimeCRLnextUpdateCACert
	ok "2050"
	listed "No CRL CA" NoCRLCACert
	verdict CRITICAL 2
	says certificateRevocationList
	listed "Unknown CRL Extension CA" UnknownCRLExtensionCACert
	critical CRL-CRITICAL-EXTENSION
}

@test "PKITS: all lists of the directory in one run" {
	pkits_start
	ldapsearch -x -LLL -o ldif-wrap=no -H "ldap://127.0.0.1:$ldap_port" -b "$tree" '(certificateRevocationList;binary=*)' dn |
		sed -n 's/^dn: //p' >names
	count=$(wc -l <names)
	((count >= 165)) || failed "only $count entries" || return
	urls=()
	while read -r name; do
		name=${name// /%20}
		urls+=(-u "ldap://127.0.0.1:$ldap_port/$name?certificateRevocationList?base")
	done <names
	issuers=()
	for file in "$pkits"/certs/*CACert.crt "$pkits"/certs/TrustAnchor*.crt; do issuers+=("--issuer=$file"); done
	read=0
	for ((start = 0; start < ${#urls[@]}; start += 120)); do
		check crl_dp "${issuers[@]}" "${urls[@]:start:120}" -t 30 -v
		((status == 2)) || return
		((read += $(grep -o 'crl[0-9]*_size=' <<<"$output" | wc -l)))
	done
	((read >= count - 3)) || failed "$read of $count lists were read"
}

@test "PKITS: points that are names in the directory, whole and relative" {
	pkits_start
	for certificate in ValiddistributionPointTest1EE ValiddistributionPointTest4EE; do
		check crl_dp --cert="$pkits/certs/$certificate.crt" --issuer="$pkits/certs/distributionPoint1CACert.crt"
		unknown CRL-NOT-CHECKABLE "CN=CRL1 of distributionPoint1 CA, OU=distributionPoint1 CA, O=Test Certificates 2011" || return
		check crl_dp --cert="$pkits/certs/$certificate.crt" --issuer="$pkits/certs/distributionPoint1CACert.crt" \
			--ldap-host="127.0.0.1:$ldap_port"
		ok "expires in" || return
		# whether a name server says no, or nothing
		check crl_dp --cert="$pkits/certs/$certificate.crt" --issuer="$pkits/certs/distributionPoint1CACert.crt" \
			--domain=dc.invalid -t 5
		says "of dc.invalid" || return
		never_says "without a server" || return
	done
}
