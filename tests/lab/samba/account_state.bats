#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2154 # samba, output, status: shared with the files that are loaded
# check_ndes_account: every account of the lab, and what is the matter with it.
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

@test "healthy: OK with the day on which the password ends, and perfdata" {
	fine svc_ndes
	first_line "NDES_ACCOUNT OK - svc_ndes@lab.test" "password expires in 41 days"
	measured time time_resolve time_connect time_tls dc_certificate_remaining dc_certificate_used
	between password_remaining $((40 * 86400)) $((42 * 86400))
	between password_used 0 5
	unmeasured account_remaining
	says ";1209600:;259200:;0;3628800 "
	fine svc_denied
	fine svc_renamed
}

@test "disabled: CRITICAL, whatever its password" {
	will svc_disabled
	critical ACCOUNT-DISABLED "4725"
	first_line "svc_disabled@lab.test" "disabled"
	never_says ACCOUNT-PASSWORD ACCOUNT-LOCKED "is enabled"
	measured password_remaining
}

@test "locked: CRITICAL, since when and until when" {
	samba_lock svc_locked
	[[ $(samba_bind svc_locked) == *"data 775"* ]]
	will svc_locked
	critical ACCOUNT-LOCKED "4740"
	first_line "svc_locked@lab.test" "locked since $(day svc_locked lockoutTime 0)" "until"
	never_says "not locked"
}

@test "a lockout that is over is none, although lockoutTime stays" {
	samba_lock svc_denied
	will svc_denied
	critical ACCOUNT-LOCKED
	samba_modify <<-END
		dn: $samba_base
		changetype: modify
		replace: lockOutObservationWindow
		lockOutObservationWindow: -10000000
		-
		replace: lockoutDuration
		lockoutDuration: -10000000
	END
	sleep 3
	samba_search -b "$samba_base" "(sAMAccountName=svc_denied)" lockoutTime | grep -q '^lockoutTime: [1-9]'
	fine svc_denied
	samba_modify <<-END
		dn: $samba_base
		changetype: modify
		replace: lockoutDuration
		lockoutDuration: -18000000000
		-
		replace: lockOutObservationWindow
		lockOutObservationWindow: -18000000000
	END
}

@test "locked until somebody unlocks it: no day is made up" {
	give lowpriv lockoutTime 0
	samba_modify <<-END
		dn: $samba_base
		changetype: modify
		replace: lockoutDuration
		lockoutDuration: -9223372036854775808
	END
	samba_lock lowpriv
	[[ $(samba_bind lowpriv) == *"data 775"* ]] || skip "this Samba does not lock without an end"
	will lowpriv
	critical ACCOUNT-LOCKED
	first_line "lowpriv@lab.test" "locked since"
	never_says "until 1" "until 3"
}

@test "smart card: CRITICAL; its password does not expire, so that nothing is measured" {
	will svc_smart
	critical ACCOUNT-SMART-CARD
	first_line "svc_smart@lab.test" "smart card"
	unmeasured password_remaining password_used account_remaining
}

@test "never expires: by the account's flag, and by a PSO with a password of 43 days" {
	fine svc_noexp
	first_line "never expires"
	unmeasured password_remaining password_used
	samba_password_age svc_pso 43
	fine svc_pso
	first_line "never expires" "set 43 days ago" "$(day svc_pso pwdLastSet 0)"
	unmeasured password_remaining password_used account_remaining
}

@test "the account itself has expired: CRITICAL since when" {
	will svc_expired
	critical ACCOUNT-EXPIRED
	first_line "svc_expired@lab.test" "expired" "2012-12-14"
	between account_remaining -1e10 -4e8
	never_says ACCOUNT-PASSWORD
	measured password_remaining
}

@test "the account will expire in 10 days: WARNING" {
	will svc_expires
	warning ACCOUNT-EXPIRED
	first_line "svc_expires@lab.test" "expires in 9 days"
	between account_remaining $((9 * 86400)) $((10 * 86400))
}

@test "accountExpires 0 is never" {
	give svc_renamed accountExpires 0
	fine svc_renamed
	unmeasured account_remaining
	give svc_renamed accountExpires 9223372036854775807
	fine svc_renamed
}

@test "must change: CRITICAL, and no 1601 anywhere" {
	will svc_mustchange
	critical ACCOUNT-MUST-CHANGE
	first_line "svc_mustchange@lab.test" "must be changed"
	unmeasured password_remaining password_used
	never_says 1601- ACCOUNT-PASSWORD
}

@test "the password expires tomorrow: CRITICAL; it has expired yesterday: CRITICAL, negative" {
	samba_password_age svc_oldpw 41
	samba_password_age svc_pwexpired 43
	will svc_oldpw
	critical ACCOUNT-PASSWORD
	first_line "svc_oldpw@lab.test" "expires in 2" "set 41 days ago"
	between password_remaining 80000 86400
	between password_used 97 98
	will svc_pwexpired
	critical ACCOUNT-PASSWORD
	first_line "svc_pwexpired@lab.test" "expired" "ago" "set 43 days ago" "$(day svc_pwexpired pwdLastSet $((42 * 86400)))"
	between password_remaining -93000 -86400
	never_says ACCOUNT-MUST-CHANGE
}

@test "logon hours that leave out all hours: CRITICAL" {
	will svc_hours
	critical ACCOUNT-LOGON-HOURS
	first_line "svc_hours@lab.test" "hour"
}

@test "restricted to other computers: CRITICAL for the host of NDES, told without one" {
	will svc_ws --ndes-host=NDES1
	critical ACCOUNT-WORKSTATIONS "OTHER1" "OTHER2"
	first_line "svc_ws@lab.test" "NDES1"
	will svc_ws
	says "OTHER1" "OTHER2" "--ndes-host"
	never_says ACCOUNT-WORKSTATIONS
}

@test "administrators, directly and nested: WARNING that names the group" {
	local name

	for name in svc_admin svc_admin_nested; do
		will $name
		warning ACCOUNT-PRIVILEGED
		first_line "$name@lab.test" "Domain Admins"
	done
	will Administrator
	warning ACCOUNT-PRIVILEGED "Schema Admins" "Enterprise Admins"
}

@test "Protected Users, unconstrained delegation, RC4: WARNING" {
	will svc_protected
	warning ACCOUNT-PROTECTED
	first_line "svc_protected@lab.test" "Protected Users"
	will svc_delegation
	warning ACCOUNT-DELEGATION
	first_line "svc_delegation@lab.test" "unconstrained delegation"
	will svc_rc4
	warning ACCOUNT-ENCRYPTION
	first_line "svc_rc4@lab.test" "RC4"
}

@test "kinds of keys: DES, RC4 with AES, none" {
	local keys

	for keys in 3 7; do
		give svc_rc4 msDS-SupportedEncryptionTypes $keys
		will svc_rc4
		warning ACCOUNT-ENCRYPTION
	done
	for keys in 8 16 28 24 0; do
		give svc_rc4 msDS-SupportedEncryptionTypes $keys
		fine svc_rc4
	done
	give svc_rc4 msDS-SupportedEncryptionTypes 4
}

@test "a computer as identity: disabled as the lab makes it, fine when it is enabled" {
	will 'NDES1$'
	critical ACCOUNT-DISABLED
	first_line 'NDES1$@lab.test'
	give NDES1 userAccountControl 4096 CN=Computers
	fine 'NDES1$'
	says "computer"
	unmeasured password_remaining password_used account_remaining
	samba_password_age 'NDES1$' 400
	fine 'NDES1$'
}

@test "several at once: all are told, the worst comes first" {
	give svc_delegation accountExpires 130000000000000000
	give svc_delegation userAccountControl $((0x80202))
	will svc_delegation --spn=HTTP/missing
	critical ACCOUNT-DISABLED "(ACCOUNT-EXPIRED in" "(ACCOUNT-DELEGATION in" "(ACCOUNT-SPN in"
	[[ ${output#*ACCOUNT-EXPIRED} == *ACCOUNT-DELEGATION* ]] || failed "a warning comes before a critical"
	[[ ${output#*ACCOUNT-SPN} != *ACCOUNT-DISABLED* ]] || failed "a warning comes before a critical"
}

@test "what the plugin calls CRITICAL can't log in, and what it calls OK can" {
	local name

	for name in svc_ndes svc_noexp svc_pso svc_rc4 svc_renamed svc_oldpw svc_expires svc_admin svc_disabled \
		svc_smart svc_expired svc_mustchange svc_pwexpired svc_hours; do
		will $name -c 1h -w 2h
		case $status in
		0 | 1) [[ -z $(samba_bind $name) ]] ;;
		*) [[ $(samba_bind $name) == *"data 5"* || $(samba_bind $name) == *"data 7"* ]] ;;
		esac || failed "a login says '$(samba_bind $name)'"
	done
}
