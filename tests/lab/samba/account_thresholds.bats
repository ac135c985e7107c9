#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2154 # samba, output, status: shared with the files that are loaded
# check_ndes_account: thresholds to the second, --at, logon hours, and what schedulers and scripts read.
load ../../blackbox/common
load samba
load template
load account

expiry=msDS-UserPasswordExpiryTimeComputed

setup_file() {
	lab --services=ldap
}

setup() {
	cd "$BATS_TEST_TMPDIR" && passwords
}

# at NAME ATTRIBUTE SECONDS [ARGUMENT...]: as if it were so many seconds after that time
at() {
	will "$1" --at="$(later "$1" "$2" "$3")" "${@:4}"
}

@test "the password: OK, WARNING and CRITICAL one second before and after the default limits" {
	at svc_oldpw $expiry $((-14 * 86400 - 1))
	ok
	between password_remaining $((14 * 86400)) $((14 * 86400 + 2))
	at svc_oldpw $expiry $((-14 * 86400 + 1))
	warning ACCOUNT-PASSWORD
	at svc_oldpw $expiry $((-3 * 86400 - 1))
	warning ACCOUNT-PASSWORD
	at svc_oldpw $expiry $((-3 * 86400 + 1))
	critical ACCOUNT-PASSWORD "expires in"
	at svc_oldpw $expiry -2 -w 1m -c 1s
	warning ACCOUNT-PASSWORD "expires in"
	at svc_oldpw $expiry 2 -w 0 -c 0
	critical ACCOUNT-PASSWORD
	first_line "expired" "ago"
	between password_remaining -3 -1
}

@test "the account: one second before and after the limits; its end is CRITICAL without any" {
	at svc_expires accountExpires $((-14 * 86400 - 1)) -w 14d
	ok
	at svc_expires accountExpires $((-14 * 86400 + 1))
	warning ACCOUNT-EXPIRED
	at svc_expires accountExpires $((-3 * 86400 - 1))
	warning ACCOUNT-EXPIRED
	at svc_expires accountExpires $((-3 * 86400 + 1))
	critical ACCOUNT-EXPIRED "expires in"
	at svc_expires accountExpires -2 -w 0 -c 0
	ok
	at svc_expires accountExpires 2 -w 0 -c 0
	critical ACCOUNT-EXPIRED
	first_line "expired" "ago"
	between account_remaining -3 -1
}

@test "a percentage is of the password's 42 days" {
	at svc_oldpw $expiry $((-42 * 21600 - 1)) -w 25% -c 10%
	ok "password_used=75%;75;90;0;100"
	at svc_oldpw $expiry $((-42 * 21600 + 1)) -w 25% -c 10%
	warning ACCOUNT-PASSWORD
	at svc_oldpw $expiry $((-42 * 8640 - 1)) -w 25% -c 10%
	warning ACCOUNT-PASSWORD
	at svc_oldpw $expiry $((-42 * 8640 + 1)) -w 25% -c 10%
	critical ACCOUNT-PASSWORD
}

@test "a percentage does not count for the account's end, which alone is CRITICAL" {
	fine svc_expires -w 90% -c 1%
	measured account_remaining
	at svc_expires accountExpires -2 -w 1% -c 1%
	ok
	at svc_expires accountExpires 2 -w 1% -c 1%
	critical ACCOUNT-EXPIRED
}

@test "ways to write it: days, hours, weeks, with a colon; a default gives way" {
	samba_password_age lowpriv 22.5
	will lowpriv -w 20
	warning ACCOUNT-PASSWORD
	will lowpriv -w 20:
	warning ACCOUNT-PASSWORD
	will lowpriv -w 19 -c 469h
	verdict UNKNOWN 3
	will lowpriv -w 2w6d -c 467h
	warning ACCOUNT-PASSWORD
	will lowpriv -w 2w6d -c 469h
	critical ACCOUNT-PASSWORD
	will lowpriv -c 20d
	critical ACCOUNT-PASSWORD ";1728000:;1728000:;"
	will lowpriv -c 19d
	ok
	will lowpriv -w 1d
	ok ";86400:;86400:;"
}

@test "what can't be a threshold is a usage error" {
	local bad

	for bad in 10x abc "" nan -3d 101% "1d 2h3" 0x10 5%d; do
		will svc_ndes -w "$bad"
		refused
		will svc_ndes -c "$bad"
		refused
	done
	will svc_ndes -w 3d -c 5d
	refused "--warning"
	# a password, as ldapsearch takes it: account_run looks for it
	will svc_ndes -w "$samba_monitor_password"
	refused "--warning"
}

@test "--at: passwords as of that day, disabled and locked as of now" {
	fine svc_ndes --at=+10d
	will svc_ndes --at=+30d --tls-warning=0 --tls-critical=0
	[[ $output == *"] password: expires in 1"*"(ACCOUNT-PASSWORD in"* ]] || failed "no warning of the password"
	between password_remaining $((11 * 86400)) $((12 * 86400))
	will svc_ndes --at=+60d
	critical ACCOUNT-PASSWORD
	says "[CRITICAL] password: expired"
	between password_remaining $((-19 * 86400)) $((-17 * 86400))
	will svc_disabled --at=+1d
	critical ACCOUNT-DISABLED
	samba_lock svc_locked
	will svc_locked --at=+1d
	critical ACCOUNT-LOCKED
	will svc_admin --at=+1d
	warning ACCOUNT-PRIVILEGED
	will svc_ndes --at=soon
	refused "--at"
}

@test "logon hours: hour 0 is Sunday 0:00 UTC, the lowest bit of an octet comes first" {
	local hour day

	for hour in 0 23 24 85 127 167; do
		set_hours svc_hours "h == $hour"
		day=$(($(date -u -d 'next Sunday' +%s) + hour * 3600))
		while read -r second code; do
			will svc_hours --at="$(date -u -d "@$((day + second))" +%FT%TZ)"
			((status == code)) || failed "hour $hour, second $second: exit code $status"
			((code == 0)) || critical ACCOUNT-LOGON-HOURS
		done <<-END
			-1 2
			0 0
			1800 0
			3599 0
			3600 2
		END
	done
}

@test "logon hours without this hour only, and with it only, as the domain controller judges them" {
	local now

	# not while one hour becomes the next
	((10#$(date -u +%M%S) < 5940)) || sleep 21
	now=$((10#$(date -u +%w) * 24 + 10#$(date -u +%H)))
	set_hours svc_hours "h != $now"
	[[ $(samba_bind svc_hours) == *"data 530"* ]]
	will svc_hours
	critical ACCOUNT-LOGON-HOURS
	set_hours svc_hours "h == $now"
	[[ -z $(samba_bind svc_hours) ]]
	fine svc_hours
	set_hours svc_hours True
	fine svc_hours
}

@test "a gMSA whose password was not changed: a week behind its interval" {
	will gmsa_stale
	warning ACCOUNT-MANAGED-PASSWORD
	first_line 'gmsa_stale$@lab.test' "45 days ago" "30 days"
	samba_password_age 'gmsa_stale$' 36.99
	fine gmsa_stale
	samba_password_age 'gmsa_stale$' 37.01
	will gmsa_stale
	warning ACCOUNT-MANAGED-PASSWORD
	will gmsa_ndes --at=+37d
	says "(ACCOUNT-MANAGED-PASSWORD in"
	fine gmsa_ndes --at=+15d
	unmeasured password_remaining password_used account_remaining
}

@test "perfdata are complete in every state" {
	local name

	for name in svc_ndes svc_disabled svc_admin svc_oldpw; do
		will $name
		measured password_remaining password_used time time_connect time_tls dc_certificate_remaining
		unmeasured account_remaining
	done
	will svc_ndes --forbid-group=none
	unknown ACCOUNT-REFERENCE
	measured password_remaining time
	will nobody
	measured time
	unmeasured password_remaining password_used account_remaining
}

@test "JSON: state, causes, what was read" {
	will svc_expires --output-format=json --spn=HTTP/missing
	equal .exit_code 1
	equal .target svc_expires
	equal .facts.account svc_expires@lab.test
	equal .facts.dn "CN=svc_expires,CN=Users,$samba_base"
	equal .facts.sid "$(sid svc_expires)"
	equal .facts.kind user
	equal '[.. | .cause? // empty] | sort | unique | join(" ")' "ACCOUNT-EXPIRED ACCOUNT-SPN"
	equal '[.perfdata[].label] | contains(["password_remaining", "account_remaining", "time"])' true
	equal '.facts.password_expires - .facts.password_last_set' $((42 * 86400))
	equal '[.. | .cause? | select(. == "ACCOUNT-EXPIRED")] | length' 1
	will svc_ndes --output-format=json
	equal .state OK
	equal '.facts.spns | sort | join(" ")' "http/ndes http/ndes.lab.test"
	will nobody --output-format=json
	equal .state CRITICAL
	will svc_ndes --output-format=json -w x
	equal .exit_code 3
}

@test "the other formats, and --exit-ok" {
	local form

	for form in prometheus checkmk json; do
		will svc_disabled --output-format=$form
		((status == 2)) || failed "$form: exit code $status"
	done
	will svc_oldpw --output-format=prometheus
	says 'mscep_check_state{plugin="check_ndes_account",target="svc_oldpw"} 2' "mscep_last_run_timestamp_seconds"
	will svc_disabled --exit-ok
	((status == 0)) || failed "exit code $status"
	first_line "CRITICAL"
}

@test "-v: what LDAP does not show, wrong passwords, an administrator of old" {
	give svc_rc4 adminCount 1
	will svc_rc4 -v
	warning ACCOUNT-ENCRYPTION "IIS_IUSRS" "adminCount"
	samba_threshold 20
	samba_bind svc_noexp wrong >/dev/null
	samba_bind svc_noexp wrong >/dev/null
	samba_threshold 0
	will svc_noexp -v
	ok "2 wrong passwords"
	never_says "adminCount"
	will svc_noexp
	never_says "wrong passwords"
}
