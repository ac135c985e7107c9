#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2034,SC2154 # samba, output, status: shared with the files that are loaded
# The lab itself: what other tests build on is there, and each of its knobs does what it says to an ordinary account.
load ../../blackbox/common
load samba

setup_file() {
	local missing

	missing=$(samba_missing)
	[[ -z $missing ]] || skip "$missing"
	samba_start
}

setup() {
	cd "$BATS_TEST_TMPDIR" || return
}

# count ARGUMENT...: entries found
count() {
	samba_search "$@" dn | grep -c '^dn: '
}

# attributes ACCOUNT NAME...: those that monitor may read, sorted
attributes() {
	samba_search -b "$samba_base" "(sAMAccountName=$1)" "${@:2}" | grep -v '^dn:' |
		sed -n 's/^\([A-Za-z-]*\):.*/\1/p' | sort | tr '\n' ' '
}

# answer USER TEXT: what its bind is answered
answer() {
	output=$(samba_bind "$1")
	[[ $output == *"$2"* && (-n $2 || -z $output) ]] || { echo "$1: $output, expected $2" >&2; return 1; }
}

descriptor() {
	samba_search -E '1.2.840.113556.1.4.801=::MAMCAQc=' -s base -b "CN=$1,$samba_templates" nTSecurityDescriptor |
		sed -n 's/^nTSecurityDescriptor:: //p'
}

@test "accounts and groups" {
	(($(count -b "$samba_base" '(&(objectClass=user)(!(objectClass=computer)))') == 27))
	(($(count -b "$samba_base" '(objectClass=msDS-GroupManagedServiceAccount)') == 3))
	(($(count -b "$samba_base" '(&(objectClass=group)(sAMAccountName=g_*))') == 7))
	(($(count -b "$samba_base" '(servicePrincipalName=HTTP/dup.lab.test)') == 2))
	(($(count -b "$samba_base" '(servicePrincipalName=HTTP/ndes.lab.test)') == 1))
	run samba_search -s base -b "CN=svc_ndes,CN=Users,$samba_base" tokenGroups
	(($(grep -c '^tokenGroups:' <<<"$output") == 5))
	run samba_search -s base -b "CN=gmsa_ndes,CN=Managed Service Accounts,$samba_base" msDS-GroupMSAMembership
	says "msDS-GroupMSAMembership:: "
}

@test "templates, CAs, NTAuth, OIDs" {
	local ca

	ca="Enrollment Services,$samba_pki"
	(($(count -s one -b "$samba_templates" '(objectClass=pKICertificateTemplate)') == 55))
	(($(count -s one -b "$samba_templates" '(displayName=NDES Geräte)') == 1))
	(($(count -s one -b "$samba_templates" '(displayName=NDES Twin)') == 2))
	(($(count -s one -b "$samba_templates" '(cn=odd, name)') == 1))
	(($(count -s one -b "CN=$ca" '(certificateTemplates=NDES-Intune)') == 1))
	(($(count -s one -b "CN=$ca" '(certificateTemplates=BothCAs)') == 2))
	run count -s one -b "CN=$ca" '(certificateTemplates=NDES-v3)'
	((output == 0))
	run samba_search -s one -b "CN=$ca" cn=LAB-CA3-CA cACertificate
	(($(grep -c '^cACertificate::' <<<"$output") == 2))
	run samba_search -s base -b "CN=NTAuthCertificates,$samba_pki" cACertificate
	says "$(base64 -w 0 "$samba/ca1.der")"
	never_says "$(base64 -w 0 "$samba/ca2.der")" "$(base64 -w 0 "$samba/ca3-renewed.der")"
	run samba_search -s one -b "CN=OID,$samba_pki" '(msDS-OIDToGroupLink=*)' msPKI-Cert-Template-OID
	says "$(samba_search -s base -b "CN=ESC13,$samba_templates" msPKI-Certificate-Policy |
		sed -n 's/^msPKI-Certificate-Policy: //p')"
}

@test "a template's three states: absent, hidden, readable" {
	run samba_search -s base -b "CN=Gone,$samba_templates"
	((status == 32))
	run samba_search -s base -b "CN=HiddenFromAU,$samba_templates"
	((status == 0))
	(($(grep -c . <<<"$output") == 1))
	run samba_search -s one -b "$samba_templates" cn=HiddenFromAU
	((status == 0)) && [[ -z $output ]]
	(($(count -s one -b "$samba_templates" '(objectClass=*)') == 56))
	run samba_search -s base -b "CN=NDES-v4,$samba_templates"
	says "cn: NDES-v4"
	never_says nTSecurityDescriptor
	[[ -n $(descriptor NDES-v4) && -z $(descriptor NoReadControl) ]]
}

@test "binds: each account is refused for its own reason" {
	answer svc_ndes ""
	answer svc_oldpw ""
	answer svc_pso ""
	answer svc_smart "data 52e"
	answer svc_hours "data 530"
	answer svc_ws "data 531"
	answer svc_pwexpired "data 532"
	answer svc_disabled "data 533"
	answer svc_expired "data 701"
	answer svc_mustchange "data 773"
	samba_lock svc_locked
	answer svc_locked "data 775"
	answer svc_ndes ""
}

@test "a password gets older while the domain controller runs" {
	samba_password_age svc_noexp 43
	samba_password_age svc_rc4 43
	answer svc_noexp ""
	answer svc_rc4 "data 532"
	samba_password_age svc_rc4 0
	answer svc_rc4 ""
}

@test "a hardened domain hides user accounts, the remedy shows them" {
	local wanted=(userAccountControl pwdLastSet accountExpires objectSid)

	[[ $(attributes svc_ndes "${wanted[@]}") == "accountExpires objectSid pwdLastSet userAccountControl " ]]
	samba_harden
	[[ $(attributes svc_ndes "${wanted[@]}") == "objectSid " ]]
	[[ $(attributes 'gmsa_ndes$' "${wanted[@]}") == *userAccountControl* ]]
	samba_remedy
	[[ $(attributes svc_ndes "${wanted[@]}") == *userAccountControl* ]]
	samba_unharden
}

@test "a DACL is replaced: nothing in it hides the descriptor" {
	samba_dacl "CN=SmallKey,$samba_templates" "D:P(A;;0x20094;;;AU)"
	[[ $(descriptor SmallKey) == "$(samba_change descriptor "O:EAG:EAD:P(A;;0x20094;;;AU)" | head -c 4)"* ]]
	samba_dacl "CN=SmallKey,$samba_templates" D:P
	[[ -z $(descriptor SmallKey) ]]
}

@test "Kerberos: a keytab is enough, and a missing service principal name is seen" {
	needs kinit krb5-user
	ldapsearch -Y GSSAPI -H ldap://127.0.0.1:9 2>&1 | grep -q "Unknown authentication method" &&
		skip "install the package libsasl2-modules-gssapi-mit"
	samba_names
	samba_krb5
	samba_keytab monitor@LAB.TEST monitor.keytab
	export KRB5_CLIENT_KTNAME=$PWD/monitor.keytab KRB5CCNAME=MEMORY:lab
	run samba_hosts ldapsearch -Q -Y GSSAPI -LLL -H ldap://dc1.lab.test -s base -b "CN=NDES-v4,$samba_templates" cn
	says "cn: NDES-v4"
	samba_modify <<-END
		dn: CN=DC1,OU=Domain Controllers,$samba_base
		changetype: modify
		delete: servicePrincipalName
		servicePrincipalName: ldap/dc1.lab.test
	END
	run samba_hosts ldapsearch -Q -Y GSSAPI -LLL -H ldap://dc1.lab.test -s base -b "" currentTime
	says "Server not found in Kerberos database"
}

@test "names: the domain controller is its own name server" {
	samba_names
	run samba_hosts getent hosts dc1.lab.test
	says "$samba_address"
	needs host bind9-host
	run samba_hosts host -t SRV _ldap._tcp.dc._msdcs.lab.test
	says "389 dc1.lab.test"
	run host -t A dc1.lab.test "$samba_address"
	says "has address $samba_address"
}

@test "TLS: each broken certificate is refused, the good one is taken" {
	local variant

	for variant in nosan othername expired unknown; do
		samba_tls $variant
		[[ $(samba_bind monitor "$samba_monitor_password") == *"Can't contact LDAP server (-1)"* ]]
	done
	samba_tls good
	answer svc_ndes ""
}

@test "clear text is refused, unless it is let through" {
	local clear=(ldapsearch -x -LLL -o nettimeout=5 -H "ldap://$samba_address" -D "$samba_monitor"
		-w "$samba_monitor_password" -s base -b "" currentTime)

	run "${clear[@]}"
	says "Transport encryption required"
	samba_restart --services=ldap --clear-text
	run "${clear[@]}"
	says "currentTime: "
	samba_restart --services="ldap kdc dns"
}

@test "a wrong clock, and one that hangs" {
	local now seen

	samba_restart --services=ldap --clock=+86400
	seen=$(samba_search -s base -b "" currentTime | sed -n 's/^currentTime: \(........\).*/\1/p')
	now=$(date -u -d '+1 day' +%Y%m%d)
	[[ $seen == "$now" ]]
	samba_restart --services=ldap
	samba_hang
	run timeout 1 ldapsearch -x -LLL -H "ldaps://$samba_address" -s base -b "" currentTime
	((status == 124))
	samba_continue
	answer svc_ndes ""
	samba_hang
}
