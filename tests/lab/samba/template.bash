# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# shellcheck disable=SC2154 # samba, samba_monitor ...: of samba.bash; status, output: of common.bash
# What the tests of check_template_acl share. Source it behind common.bash and samba.bash.
#
#	acl [ARGUMENT...]                      the plugin, logged in as monitor by LDAPS
#	may ACCOUNT TEMPLATE [ARGUMENT...]     the same, for one account and one template
#	healthy ACCOUNT TEMPLATE [ARG...]      must be OK, and the first line must name both
#	denied ACCOUNT TEMPLATE [ARG...]       must be CRITICAL for want of Enroll, and name the account
#	not_ok                                 the last run is neither OK nor one that did not take place
#
# No run may print the password, whatever its format.

enroll_right=0e10c968-78fb-11d2-90d4-00c04f79dc55
autoenroll_right=a05b8cc2-17bc-4802-a710-e7c15ab866a2
public_information=e48d0154-bcf8-11d1-8702-00c04fb96050
everybody_reads='(A;;0x20094;;;AU)'
everybody_enrolls="(OA;;CR;$enroll_right;;AU)"
service="--template=NDES-Intune --account=svc_ndes"
export enroll_right autoenroll_right public_information everybody_reads everybody_enrolls service

# lab [OPTION...]: for setup_file
lab() {
	local missing

	missing=$(samba_missing)
	[[ -z $missing ]] || skip "$missing"
	samba_start "$@"
}

# passwords: for setup, the files that the tests log in with
passwords() {
	install -m 600 /dev/stdin password <<<"$samba_monitor_password"
	install -m 600 /dev/stdin service <<<"$samba_service_password"
	install -m 600 /dev/stdin wrong <<<"Wr0ng-Passw0rd!"
}

# plugin_run [ARGUMENT...]: the plugin with what is given, and no password in what it says
plugin_run() {
	check template_acl "$@" || return
	never_says "$samba_monitor_password" "$samba_service_password" "Wr0ng-Passw0rd!"
}

acl() {
	plugin_run -H "$samba_address" --ssl --ca-cert="$samba/tls.pem" -D "$samba_monitor" --password-file=password \
		"$@"
}

may() {
	local account=$1 template=$2

	shift 2
	acl --account="$account" --template="$template" "$@"
}

healthy() {
	may "$@" && ok && first_line "${1%%@*}" "$2"
}

denied() {
	may "$@" && critical TEMPLATE-NO-ENROLL "may not enroll" && first_line "${1%%@*}" "$2"
}

not_ok() {
	((status == 1 || status == 2 || status == 3)) || failed "exit code $status, it must not be OK" || return
	never_says "usage: "
}

# sid ACCOUNT: its SID
sid() {
	samba_search -b "$samba_base" "(sAMAccountName=$1)" objectSid | sed -n 's/^objectSid:: //p' | base64 -d |
		od -An -v -tu4 -j8 -w64 | awk '{ printf "S-1-5"; for (i = 1; i <= NF; i++) printf "-%s", $i; print "" }'
}
