#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2034,SC2154 # entry, samba, output, status: shared with the files that are loaded
# check_crl_dp: distribution points in the CDP container of an Active Directory (Samba's), as AD CS fills it.
load ../../blackbox/common
load samba

setup_file() {
	local missing

	missing=$(samba_missing)
	[[ -z $missing ]] || skip "$missing"
	samba_start --services="ldap dns"
}

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	point="ldap:///CN=LAB-CA1-CA,${samba_points// /%20}?certificateRevocationList?base"
	point+="?objectClass=cRLDistributionPoint"
	install -m 600 /dev/stdin password <<<"$samba_password"
}

# directory ARGUMENT...: asks the domain controller for hostless URLs
directory() {
	check crl_dp --issuer="$samba/ca.pem" --ldap-host="$samba_address" --ca-cert="$samba/tls.pem" "$@"
}

# member ARGUMENT...: as a user of the domain
member() {
	directory --starttls -D "$samba_user" --password-file=password "$@"
}

@test "the URL as AD CS writes it, with and without ;binary" {
	member -u "$point"
	ok "expires in"
	[[ $(value crl1_number) == 4660 ]]
	[[ $(value crl1_size) == "$(stat -c %s "$samba/one.crl")" ]]
	member -u "${point/List/List;binary}"
	ok "expires in"
	[[ $(value crl1_number) == 4660 ]]
}

@test "ldaps" {
	directory -u "${point/'ldap://'/ldaps://$samba_address}" -D "$samba_user" --password-file=password
	ok "expires in"
}

# resolver ADDRESS: the plugin's only name server
resolver() {
	unshare -m true 2>/dev/null || skip "a mount namespace of its own needs root"
	echo "nameserver $1" >resolv.conf
	# shellcheck disable=SC2016 # expanded by the shell inside
	entry=(unshare -m sh -c 'mount --bind resolv.conf /etc/resolv.conf && exec "$@"' sh)
}

# by_name ARGUMENT...: without --ldap-host
by_name() {
	check crl_dp --issuer="$samba/ca.pem" --ca-cert="$samba/tls.pem" --starttls -D "$samba_user" \
		--password-file=password "$@"
}

@test "the domain controller by SRV records: of the URL's domain, of --domain" {
	resolver "$samba_address"
	by_name -u "$point"
	ok "expires in"
	by_name -u "${point/Configuration,DC=lab/Configuration,DC=gone}" --domain=lab.test
	critical CRL-UNREACHABLE "dc1.lab.test" "no such entry"
	by_name -u "${point/Configuration,DC=lab/Configuration,DC=gone}" --domain=gone.test
	unknown CRL-NOT-CHECKABLE "DNS gave no domain controller of gone.test"
}

@test "without a login: UNKNOWN, and how to give one" {
	directory -u "$point"
	unknown DIRECTORY-LOGIN "after a login"
	says "--bind-dn"
}

@test "a wrong password, and none in clear text" {
	install -m 600 /dev/stdin wrong <<<wrong
	directory --starttls -D "$samba_user" --password-file=wrong -u "$point"
	unknown DIRECTORY-LOGIN "refused"
	directory -D "$samba_user" --password-file=password -u "$point"
	unknown CLIENT-SETUP "without TLS"
	never_says "$samba_password"
}

@test "no entry, no value, one zero byte: CRITICAL and told apart" {
	member -u "${point/LAB-CA1-CA/Nobody}"
	critical CRL-UNREACHABLE "no such entry"
	member -u "${point/LAB-CA1-CA/Empty}"
	critical CRL-UNREACHABLE "no value"
	member -u "${point/LAB-CA1-CA/Unpublished}"
	verdict CRITICAL 2
	unmeasured crl1_remaining
}
