# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# shellcheck disable=SC2154 # python: of common.bash
# A throw-away slapd on free ports of 127.0.0.1, from a temporary folder of its own. Source it behind
# tests/blackbox/common.bash, whose teardowns stop what is noted in the folder's file of PIDs.
#
#	slapd_is_installed   else the test is skipped
#	slapd_start          in setup_file or in a test: $slapd (folder), $ldap_port, $ldaps_port, $slapd_pid, $suffix
#
# It holds a cRLDistributionPoint with one list ($slapd/one.crl), one with two, one with none, one whose name wants
# escapes, one for logged-in readers only, and a referral. Its certificate is for 127.0.0.1, not for localhost: that
# name libldap would replace by the host's own.

suffix=dc=corp,dc=test
slapd_program=$(PATH=$PATH:/usr/sbin:/usr/libexec command -v slapd || true)

slapd_is_installed() {
	[[ -n $slapd_program ]] && command -v ldapadd >/dev/null
}

slapd_free_ports() {
	"$python" -I -c 'import socket
sockets = [socket.socket() for _ in range(2)]
for s in sockets: s.bind(("127.0.0.1", 0))
print(*[s.getsockname()[1] for s in sockets])'
}

# slapd_certificate NAME ALTERNATIVE_NAME: signed by the CA of the folder
slapd_certificate() {
	openssl req -config "$slapd/openssl.cnf" -newkey rsa:2048 -nodes -subj "/CN=$1" -keyout "$slapd/$1.key" \
		-out "$slapd/$1.csr" 2>/dev/null
	openssl x509 -req -in "$slapd/$1.csr" -CA "$slapd/ca.pem" -CAkey "$slapd/ca.key" -CAcreateserial -days 2 \
		-extfile <(echo "subjectAltName=$2") -out "$slapd/$1.pem" 2>/dev/null
}

slapd_keys() {
	local number

	cat >"$slapd/openssl.cnf" <<-END
		[req]
		distinguished_name = name
		x509_extensions = extensions
		[name]
		[extensions]
		basicConstraints = critical,CA:TRUE
		[ca]
		default_ca = authority
		[authority]
		database = $slapd/index.txt
		crlnumber = $slapd/number
		certificate = $slapd/ca.pem
		private_key = $slapd/ca.key
		default_md = sha256
		default_crl_days = 7
	END
	openssl req -config "$slapd/openssl.cnf" -x509 -newkey rsa:2048 -nodes -days 2 -subj '/DC=test/DC=corp/CN=Corp CA' \
		-keyout "$slapd/ca.key" -out "$slapd/ca.pem" 2>/dev/null
	slapd_certificate server "DNS:ldap.corp.test,IP:127.0.0.1"
	for number in one two; do
		echo R$'\t'491231235959Z$'\t'240101000000Z$'\t'"$([[ $number == one ]] && echo 5A || echo 5B5B)"$'\t'unknown$'\t'/CN=x >"$slapd/index.txt"
		echo 1234 >"$slapd/number"
		openssl ca -config "$slapd/openssl.cnf" -gencrl 2>/dev/null | openssl crl -outform DER -out "$slapd/$number.crl"
	done
}

slapd_configuration() {
	cat <<-END
		include /etc/ldap/schema/core.schema
		include /etc/ldap/schema/cosine.schema
		pidfile $slapd/slapd.pid
		modulepath /usr/lib/ldap
		moduleload back_mdb
		TLSCACertificateFile $slapd/ca.pem
		TLSCertificateFile $slapd/server.pem
		TLSCertificateKeyFile $slapd/server.key
		database mdb
		maxsize 16777216
		suffix "$suffix"
		rootdn "cn=admin,$suffix"
		rootpw secret
		directory $slapd/data
		access to dn.base="cn=Closed CA,$suffix" by users read by * disclose
		access to attrs=userPassword by anonymous auth
		access to * by * read
	END
}

slapd_entries() {
	cat <<-END
		dn: $suffix
		objectClass: dcObject
		objectClass: organization
		o: corp
		dc: corp

		dn: cn=reader,$suffix
		objectClass: person
		cn: reader
		sn: reader
		userPassword: open sesame

		dn: cn=Corp CA,$suffix
		objectClass: cRLDistributionPoint
		cn: Corp CA
		certificateRevocationList;binary:< file://$slapd/one.crl

		dn: cn=Two CA,$suffix
		objectClass: cRLDistributionPoint
		cn: Two CA
		certificateRevocationList;binary:< file://$slapd/one.crl
		certificateRevocationList;binary:< file://$slapd/two.crl

		dn: cn=Empty CA,$suffix
		objectClass: cRLDistributionPoint
		cn: Empty CA

		dn: cn=Müller\\, Söhne \\+ Co? 100%,$suffix
		objectClass: cRLDistributionPoint
		cn: Müller, Söhne + Co? 100%
		certificateRevocationList;binary:< file://$slapd/one.crl

		dn: cn=Closed CA,$suffix
		objectClass: cRLDistributionPoint
		cn: Closed CA
		certificateRevocationList;binary:< file://$slapd/one.crl

		dn: cn=Elsewhere,$suffix
		objectClass: referral
		objectClass: extensibleObject
		cn: Elsewhere
		ref: ldap://elsewhere.corp.test/cn=Corp%20CA,$suffix
	END
}

slapd_answers() {
	local tries=500

	until (exec 4<>"/dev/tcp/127.0.0.1/$ldaps_port") 2>/dev/null; do
		if ! kill -0 "$slapd_pid" 2>/dev/null || ((--tries == 0)); then
			return 1
		fi
		sleep 0.02
	done
}

# A port that was free may be taken the next moment: hence the tries.
slapd_start() {
	local try

	slapd=$(mktemp -d "$(scope)/slapd.XXXXXX")
	mkdir "$slapd/data"
	slapd_keys
	slapd_configuration >"$slapd/slapd.conf"
	slapd_entries >"$slapd/entries.ldif"
	for try in 1 2 3 4 5; do
		read -r ldap_port ldaps_port < <(slapd_free_ports)
		"$slapd_program" -d 64 -f "$slapd/slapd.conf" -h "ldap://127.0.0.1:$ldap_port ldaps://127.0.0.1:$ldaps_port" \
			>"$slapd/errors" 2>&1 3>&- &
		slapd_pid=$!
		slapd_answers && break
		wait "$slapd_pid" || ((try < 5)) || { cat "$slapd/errors" >&2; return 1; }
	done
	echo "$slapd_pid" >>"$(dirname "$slapd")/pids"
	ldapadd -M -x -D "cn=admin,$suffix" -w secret -H "ldap://127.0.0.1:$ldap_port" -f "$slapd/entries.ldif" >"$slapd/added" 2>&1 || { cat "$slapd/added" >&2; return 1; }
	export slapd slapd_pid ldap_port ldaps_port suffix
}
