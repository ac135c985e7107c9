# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# shellcheck disable=SC2154 # samba, samba_monitor ...: of samba.bash; output: of common.bash
# What the tests of check_ndes_account share. Source it behind common.bash, samba.bash and template.bash.
#
#	account_run [ARGUMENT...]      the plugin with what is given
#	will ACCOUNT [ARGUMENT...]     the same, logged in as monitor by LDAPS
#	fine ACCOUNT [ARGUMENT...]     must be OK, and the first line must name the account
#	later NAME ATTRIBUTE SECONDS   the FILETIME of an account as --at takes it, so many seconds later
#	day NAME ATTRIBUTE SECONDS     the day of that
#	set_hours ACCOUNT CODE         its logon hours, CODE is Python: may it at hour h?
#	give NAME ATTRIBUTE VALUE [PLACE]  replaces it; PLACE is CN=Users
#	json FILTER, equal FILTER TEXT what jq makes of the output
#
# No run may print a password, whatever its format.

account_run() {
	check ndes_account "$@" || return
	never_says "$samba_monitor_password" "$samba_service_password" "Wr0ng-Passw0rd!"
}

will() {
	local account=$1

	shift
	account_run -H "$samba_address" --ssl --ca-cert="$samba/tls.pem" -D "$samba_monitor" --password-file=password \
		--account="$account" "$@"
}

fine() {
	will "$@" && ok && first_line "$1" "enabled and not locked" || return
	never_says "Remedy" "ACCOUNT-"
}

later() {
	local ticks

	ticks=$(samba_search -b "$samba_base" "(sAMAccountName=$1)" "$2" | sed -n "s/^$2: //p")
	date -u -d "@$((ticks / 10000000 - 11644473600 + $3))" +%Y-%m-%dT%H:%M:%SZ
}

day() {
	later "$@" | cut -c 1-10
}

set_hours() {
	local octets

	octets=$("$python" -I -S -c "import base64
print(base64.b64encode(sum(1 << h for h in range(168) if $2).to_bytes(21, 'little')).decode())")
	samba_modify <<-END
		dn: CN=$1,CN=Users,$samba_base
		changetype: modify
		replace: logonHours
		logonHours:: $octets
	END
}

give() {
	samba_modify <<-END
		dn: CN=$1,${4:-CN=Users},$samba_base
		changetype: modify
		replace: $2
		$2: $3
	END
}

json() {
	jq -r "$1" <<<"$output"
}

equal() {
	[[ $(json "$1") == "$2" ]] || failed "$1 is $(json "$1"), not $2"
}
