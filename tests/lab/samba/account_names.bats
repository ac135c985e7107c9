#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2154 # samba, output, status: shared with the files that are loaded
# check_ndes_account: names of accounts, service principals, groups and hosts.
load ../../blackbox/common
load samba
load template
load account

setup_file() {
	lab --services=ldap
}

setup() {
	cd "$BATS_TEST_TMPDIR" && passwords
}

# user CN NAME [LINE...]: an account that needs no password; CN is as a DN has it, NAME may have any letters
user() {
	samba_modify <<-END
		dn:: $(printf 'CN=%s,CN=Users,%s' "$1" "$samba_base" | base64 -w0)
		changetype: add
		objectClass: user
		sAMAccountName:: $(printf %s "$2" | base64 -w0)
		userAccountControl: 66080
		$(printf '%s\n' "${@:3}")
	END
}

# absent NAME...
absent() {
	local name

	for name; do
		will "$name"
		critical ACCOUNT-ABSENT
		unmeasured password_remaining account_remaining
	done
}

@test "every way to name an account, in any case" {
	local name

	for name in svc_ndes SVC_NDES svc_ndes@lab.test Svc_Ndes@LAB.TEST LAB/svc_ndes 'LAB\svc_ndes' \
		"CN=svc_ndes,CN=Users,$samba_base" "cn=SVC_NDES, cn=users, dc=lab, dc=test" "$(sid svc_ndes)"; do
		will "$name"
		ok "svc_ndes@lab.test"
		first_line "svc_ndes@lab.test is enabled"
		never_says $'\\'
	done
}

@test "a principal name that is not the account's name" {
	will ndes.service@lab.test
	ok "CN=svc_renamed,"
	will svc_renamed@lab.test
	ok "CN=svc_renamed,"
}

@test "computers and managed accounts, with and without the dollar sign" {
	local name

	give NDES1 userAccountControl 4096 CN=Computers
	for name in NDES1 'NDES1$' 'ndes1$' 'LAB/NDES1$' 'NDES1$@lab.test'; do
		will "$name"
		ok 'NDES1$@lab.test'
	done
	for name in gmsa_ndes 'gmsa_ndes$' 'LAB/gmsa_ndes$' "$(sid 'gmsa_ndes$')"; do
		will "$name"
		ok 'gmsa_ndes$@lab.test' "managed"
	done
}

@test "nobody: CRITICAL, with the name" {
	absent nobody nobody@lab.test LAB/nobody "CN=nobody,CN=Users,$samba_base" "$samba_sid-99999" S-1-5-21-1-2-3-4
	will nobody
	first_line "nobody" "lab.test"
}

@test "letters that mean something in filters and DNs find what they spell, nothing else" {
	absent '*' 'svc_*' 'svc_nde?' 'svc_ndes)(cn=*' '*)(objectClass=*' \
		$'svc_ndes\\' '\2a' '(svc_ndes)' '&' '!svc_ndes'
	user 'odd (a*b) \\ c\, d' 'odd (c)'
	will 'odd (c)'
	ok "odd (c)@lab.test"
	will 'CN=odd (a*b) \\ c\, d,CN=Users,DC=lab,DC=test'
	ok "odd (c)@lab.test"
}

@test "umlauts, in the name and in the DN" {
	user 'Zertifikatsgerät' 'svc_gerät'
	will 'svc_gerät'
	ok
	first_line 'svc_gerät@lab.test'
	will "CN=Zertifikatsgerät,CN=Users,$samba_base"
	ok 'svc_gerät@lab.test'
	will "CN=Zertifikatsger\\C3\\A4t,CN=Users,$samba_base"
	ok 'svc_gerät@lab.test'
	absent 'svc_geraet' $'svc_ger\xe4t'
}

@test "ambiguous: a user and a computer of one name" {
	give NDES1 userAccountControl 4096 CN=Computers
	user NDES1 NDES1
	will NDES1
	unknown ACCOUNT-AMBIGUOUS "CN=NDES1,CN=Users" "CN=NDES1,CN=Computers"
	unmeasured password_remaining
	will 'NDES1$'
	ok 'NDES1$@lab.test'
	will "CN=NDES1,CN=Users,$samba_base"
	ok "NDES1@lab.test"
	will "$(sid 'NDES1$')"
	ok 'NDES1$@lab.test'
}

@test "a group, a container: no accounts" {
	will "Domain Admins"
	unknown ACCOUNT-KIND "group"
	will "$samba_sid-512"
	unknown ACCOUNT-KIND
	will "CN=Users,$samba_base"
	verdict UNKNOWN 3
}

@test "no name, or names that can't be, are usage errors" {
	account_run -H "$samba_address" -S -D "$samba_monitor" --password-file=password
	refused "--account"
	will ""
	refused "--account"
	will svc_ndes --ndes-host=
	refused
	will svc_ndes --spn=HTTP
	refused "--spn"
	will svc_ndes --spn=/ndes.lab.test
	refused "--spn"
	will svc_ndes --forbid-group=
	refused
	will svc_ndes stray
	refused
}

# --- service principal names ---

@test "SPN: set at the account, in any case" {
	local name

	for name in http/ndes.lab.test HTTP/ndes.lab.test HTTP/NDES.LAB.TEST Http/nDes; do
		fine svc_ndes --spn=$name
		says "$name"
	done
	fine svc_ndes --spn=HTTP/ndes --spn=HTTP/ndes.lab.test
}

@test "SPN: nobody has it: WARNING; wildcards and brackets are letters" {
	local name

	for name in HTTP/absent.lab.test 'HTTP/*' 'HTTP/ndes)(cn=*' HTTP/nde HTTP/ndes.lab.tes 'HTTP/gerät'; do
		will svc_ndes --spn="$name"
		warning ACCOUNT-SPN
		first_line "svc_ndes@lab.test" "$name"
	done
	will svc_ndes --spn=HTTP/ndes --spn=HTTP/absent
	warning ACCOUNT-SPN
	first_line "HTTP/absent"
}

@test "SPN: at the wrong account: CRITICAL with its owner" {
	will svc_denied --spn=HTTP/Ndes.lab.test
	critical ACCOUNT-SPN
	first_line "svc_denied@lab.test" "svc_ndes@lab.test"
	will svc_denied --spn=HTTP/absent --spn=HTTP/ndes
	critical ACCOUNT-SPN
	first_line "HTTP/ndes"
}

@test "SPN: two owners: CRITICAL that names both, whoever is asked about" {
	local name

	for name in svc_dup1 svc_dup2 svc_ndes; do
		will $name --spn=HTTP/DUP.lab.test
		critical ACCOUNT-SPN-DUPLICATE "setspn -Q"
		first_line "$name@lab.test" "svc_dup1@lab.test" "svc_dup2@lab.test"
	done
}

@test "SPN: HOST/ of a computer stands for HTTP, and only the computer of NDES has the key" {
	samba_modify <<-END
		dn: CN=NDES1,CN=Computers,$samba_base
		changetype: modify
		add: servicePrincipalName
		servicePrincipalName: HOST/ndes1.lab.test
		servicePrincipalName: HOST/NDES1
	END
	give NDES1 userAccountControl 4096 CN=Computers
	for host in NDES1 ndes1.lab.test Ndes1; do
		fine svc_ndes --spn=HTTP/ndes1.lab.test --spn=HTTP/NDES1 --ndes-host=$host
	done
	fine 'NDES1$' --spn=HTTP/ndes1.lab.test
	will svc_ndes --spn=HTTP/ndes1.lab.test
	warning ACCOUNT-SPN 'NDES1$'
	will svc_ndes --spn=HTTP/ndes1.lab.test --ndes-host=CA1
	warning ACCOUNT-SPN 'NDES1$'
	will svc_ndes --spn=HTTP/ndes2.lab.test --ndes-host=NDES1
	warning ACCOUNT-SPN
}

@test "SPN: HTTP/ at the computer of NDES is fine, at another one CRITICAL" {
	samba_modify <<-END
		dn: CN=NDES1,CN=Computers,$samba_base
		changetype: modify
		add: servicePrincipalName
		servicePrincipalName: HTTP/alias.lab.test
	END
	fine svc_ndes --spn=HTTP/alias.lab.test --ndes-host=NDES1
	will svc_ndes --spn=HTTP/alias.lab.test
	critical ACCOUNT-SPN 'NDES1$'
	will svc_ndes --spn=HTTP/alias.lab.test --ndes-host=CA1
	critical ACCOUNT-SPN 'NDES1$'
}
