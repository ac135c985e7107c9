#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2034,SC2154 # entry, environment, samba, output: shared with the files that are loaded
# check_ndes_account: logins that are refused, and a hardened domain, where a user's attributes are silently absent.
# The scenarios stand in the order in which the domain is changed.
load ../../blackbox/common
load samba
load template
load account

setup_file() {
	lab --services="ldap kdc"
}

setup() {
	cd "$BATS_TEST_TMPDIR" && passwords
}

# as NAME FILE [ARGUMENT...]: logs in by LDAPS
as() {
	account_run -H "$samba_address" -S --ca-cert="$samba/tls.pem" -D "$1" --password-file="$2" --account=svc_ndes \
		"${@:3}"
}

# refused_login TEXT...: UNKNOWN because of our own credentials; nothing is said of the watched account
refused_login() {
	unknown DIRECTORY-LOGIN "$@" || return
	never_says ACCOUNT- "is enabled" "not locked" || return
	measured time
	unmeasured password_remaining account_remaining
}

@test "logins: LDAPS by every kind of name, StartTLS, the password from the environment" {
	local name

	for name in "$samba_monitor" LAB/monitor 'LAB\monitor' "CN=monitor,CN=Users,$samba_base"; do
		as "$name" password
		ok "svc_ndes@lab.test"
	done
	account_run -H "$samba_address" -T --ca-cert="$samba/tls.pem" -D "$samba_monitor" --password-file=password \
		--account=svc_ndes
	ok "port 389"
	environment=(LDAP_PASSWORD="$samba_monitor_password")
	account_run -H "$samba_address" -S --ca-cert="$samba/tls.pem" -D "$samba_monitor" --account=svc_ndes
	ok
}

@test "logins that are refused: UNKNOWN in words, never a verdict about the watched account" {
	local name words

	as "$samba_monitor" wrong
	refused_login "monitor@lab.test" "password"
	as nobody@lab.test password
	refused_login "nobody@lab.test"
	while read -r name words; do
		as "$name@lab.test" service
		refused_login "$name@lab.test"
		grep -qiE "$words" <<<"${output%%$'\n'*}" || failed "line 1 does not match $words"
	done <<-END
		svc_disabled disabled
		svc_pwexpired password has expired
		svc_mustchange must change
		svc_hours hour
	END
}

@test "a wrong password is tried once: the monitoring account is not locked by its own check" {
	samba_threshold 20
	as svc_rc4@lab.test wrong -H "$samba_address" --retries=5
	refused_login
	samba_threshold 0
	samba_search -b "$samba_base" "(sAMAccountName=svc_rc4)" badPwdCount | grep -qx 'badPwdCount: 1'
}

@test "clear text, an empty password and an open file are usage errors" {
	account_run -H "$samba_address" -D "$samba_monitor" --password-file=password --account=svc_ndes
	refused "--allow-cleartext"
	: >empty && chmod 600 empty
	as "$samba_monitor" empty
	refused "password"
	chmod 644 password
	as "$samba_monitor" password
	refused "others"
}

@test "Kerberos with a keytab" {
	ldapsearch -Y GSSAPI -H ldap://127.0.0.1:9 2>&1 | grep -q "Unknown authentication method" &&
		skip "install the package libsasl2-modules-gssapi-mit"
	samba_names
	samba_krb5
	environment=(KRB5_CONFIG="$KRB5_CONFIG" KRB5CCNAME="FILE:$PWD/cache")
	samba_keytab monitor@LAB.TEST monitor.keytab >/dev/null
	account_run -H dc1.lab.test --keytab=monitor.keytab --account=svc_ndes
	ok "svc_ndes@lab.test"
	account_run -H dc1.lab.test --keytab=monitor.keytab --account=svc_disabled
	critical ACCOUNT-DISABLED
}

@test "hardened: no user is OK, nothing hidden is judged, and the remedy is named" {
	local name

	samba_lock svc_locked
	samba_harden
	for name in svc_ndes svc_disabled svc_smart svc_noexp svc_expired svc_mustchange svc_locked svc_pwexpired \
		svc_hours svc_pso svc_renamed; do
		will $name --ndes-host=NDES1
		unknown DIRECTORY-HIDDEN "RAS and IAS Servers" "monitor@lab.test"
		first_line "$name@lab.test" "userAccountControl"
		never_says ACCOUNT- "enabled" "not locked" "never" "at any hour" "not required" "delegation: none"
		unmeasured password_remaining password_used account_remaining
		measured time
	done
}

@test "hardened: every hidden attribute is told, in one finding" {
	will svc_ndes
	unknown DIRECTORY-HIDDEN userAccountControl pwdLastSet msDS-User-Account-Control-Computed \
		msDS-UserPasswordExpiryTimeComputed accountExpires logonHours userWorkstations
	[[ $(grep -c DIRECTORY-HIDDEN <<<"$output") == 1 ]] || failed "not one finding"
	will svc_ndes --at=+10d
	unknown DIRECTORY-HIDDEN
	never_says ACCOUNT-
}

@test "hardened: the same in every format" {
	local form

	for form in json prometheus checkmk; do
		will svc_ndes --output-format=$form
		((status == 3)) || failed "$form: exit code $status"
	done
	will svc_ndes --output-format=json
	equal '[.. | .cause? // empty] | unique | join(" ")' DIRECTORY-HIDDEN
	equal '[.perfdata[].label | select(test("password|account"))] | length' 0
	equal '.facts | has("password_expires") or has("password_last_set")' false
}

@test "hardened: what can be read is judged: SPNs, keys, groups by their members" {
	will svc_dup1 --spn=HTTP/dup.lab.test
	critical ACCOUNT-SPN-DUPLICATE "(DIRECTORY-HIDDEN in"
	will svc_denied --spn=HTTP/ndes
	critical ACCOUNT-SPN "(DIRECTORY-HIDDEN in"
	will svc_rc4
	unknown DIRECTORY-HIDDEN "(ACCOUNT-ENCRYPTION in"
	for name in svc_admin svc_admin_nested; do
		will $name
		unknown DIRECTORY-HIDDEN "(ACCOUNT-PRIVILEGED in" "Domain Admins"
	done
	will svc_protected
	unknown DIRECTORY-HIDDEN "(ACCOUNT-PROTECTED in"
	will svc_ndes --forbid-group=g_local
	unknown DIRECTORY-HIDDEN "(ACCOUNT-PRIVILEGED in" "g_local"
	will svc_ndes --spn=HTTP/ndes
	unknown DIRECTORY-HIDDEN
	never_says "(ACCOUNT-SPN"
}

@test "hardened: an administrators' group as the primary group, and the primary group's own groups" {
	samba_member add "CN=Domain Admins,CN=Users" CN=svc_renamed,CN=Users
	give svc_renamed primaryGroupID 512
	will svc_renamed
	verdict UNKNOWN 3
	says "(ACCOUNT-PRIVILEGED in" "Domain Admins"
	will svc_renamed --forbid-group=S-1-5-32-544
	says "(ACCOUNT-PRIVILEGED in" "Administrators"
}

@test "hardened: computers and managed accounts are as readable as before" {
	fine gmsa_ndes --ndes-host=NDES1
	will gmsa_other --ndes-host=NDES1
	critical ACCOUNT-MANAGED-PASSWORD
	will gmsa_stale
	warning ACCOUNT-MANAGED-PASSWORD
	will 'NDES1$'
	critical ACCOUNT-DISABLED
	never_says DIRECTORY-HIDDEN
}

@test "hardened: nobody is absent all the same, and an administrator sees everything" {
	will nobody
	critical ACCOUNT-ABSENT
	install -m 600 /dev/stdin administrator <<<"$samba_password"
	as "$samba_user" administrator
	ok "svc_ndes@lab.test is enabled"
	never_says "$samba_password" DIRECTORY-HIDDEN
}

@test "the remedy: everything is judged again; when an account was locked stays hidden" {
	samba_remedy
	fine svc_ndes
	measured password_remaining
	will svc_disabled
	critical ACCOUNT-DISABLED
	will svc_pwexpired
	critical ACCOUNT-PASSWORD
	will svc_hours
	critical ACCOUNT-LOGON-HOURS
	will svc_ws --ndes-host=NDES1
	critical ACCOUNT-WORKSTATIONS
	will svc_admin_nested
	warning ACCOUNT-PRIVILEGED
	will svc_locked
	critical ACCOUNT-LOCKED
	first_line "svc_locked@lab.test" "locked"
	never_says 1601- 1970- "not locked"
}

@test "back to normal" {
	samba_unharden
	fine svc_noexp
	will svc_locked
	critical ACCOUNT-LOCKED
	first_line "locked since"
}
