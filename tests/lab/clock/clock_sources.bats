# SPDX-License-Identifier: GPL-3.0-or-later
# Real servers whose clocks are shifted by a known number of seconds: that number lies inside every bound stated.
# ERROR is some ten times what was measured: a bound that wide would still be of use, a wider one says nothing.
# NTP is asked by one clock at a time: under faketime chronyd has no stamps of the kernel, and gives packets that wait
# together the moment at which it saw the first of them, which is no fault of who asks. Servers and plugin share a CPU,
# and with it a clock.
# shellcheck disable=SC2154 # of the libraries
bats_require_minimum_version 1.5.0
load ../../blackbox/common.bash
load ../samba/samba.bash
load clock.bash

setup_file() {
	local missing

	missing=$(samba_missing)
	[[ -z $missing ]] || skip "$missing"
	clock_one_cpu
	samba_start --clock=+360 --services="ldap cldap kdc rpc s3fs"
	samba_answers 135 445
	export samba samba_address
}

setup() {
	clock_one_cpu
}

@test "chronyd, 6 minutes ahead: NTP" {
	clock_chronyd ntp +360
	hold "$(at ntp)" 360 100 0.005
}

@test "chronyd, 90 seconds behind: NTP" {
	clock_chronyd ntp -90
	hold "$(at ntp)" -90 100 0.005
}

@test "chronyd, synchronised with nobody: its clock is read all the same, and its state told" {
	clock_chronyd lost +360 lost
	hold "$(at ntp:lost)" 360 100 0.005
	clocks -H "$(at ntp:lost)" -v
	critical CLOCK-UNSYNCHRONISED "not synchronised" "leap 3, stratum 0"
	between ntp1_offset 359.99 360.01
}

@test "chronyd, synchronised with nobody, but right: no fault" {
	clock_chronyd lost +0 lost
	clocks -H "$(at ntp:lost)"
	ok "not synchronised (NTP leap 3, stratum 0, root dispersion "
}

@test "Samba, 6 minutes ahead: CLDAP" {
	hold "cldap://$samba_address" 360 10 0.6
}

@test "Samba, 6 minutes ahead: LDAP" {
	hold "ldap://$samba_address" 360 10 0.6
}

@test "Samba, 6 minutes ahead: LDAP over TLS" {
	hold "ldaps://$samba_address" 360 20 0.7 --ca-cert="$samba/tls.pem"
}

@test "Samba, 6 minutes ahead: SMB 2" {
	hold "smb://$samba_address" 360 20 0.2
}

@test "Samba, 6 minutes ahead: NTLM in RPC" {
	hold "rpc://$samba_address" 360 10 0.05
}

@test "Samba, 6 minutes ahead: Kerberos, an existing principal" {
	hold "kerberos://$samba_address/monitor@LAB.TEST" 360 10 0.6
	clocks -H "kdc=kerberos://$samba_address/monitor@LAB.TEST" -v
	critical CLOCK-SKEW "by Kerberos" "4 samples"
	# several questions prove the microseconds
	between kdc_error 0 0.1
	between kdc_offset 359.9 360.1
}

@test "Samba, 6 minutes ahead: Kerberos, a name that nobody has, in a realm that is another one" {
	hold "kerberos://$samba_address" 360 10 0.6
	clocks -H "kdc=kerberos://$samba_address/"
	critical CLOCK-SKEW "6 minutes ahead"
	clocks -H "kdc=kerberos://$samba_address/monitor"
	critical CLOCK-SKEW "6 minutes ahead"
}

@test "Samba: all six sources at once agree with each other" {
	local arguments=() scheme

	for scheme in cldap ldap smb rpc kerberos ldaps; do
		arguments+=(-H "$scheme=$scheme://$samba_address")
	done
	clocks "${arguments[@]}" --ca-cert="$samba/tls.pem"
	warning CLOCK-OWN "6 clocks agree"
	between spread 0 1.1
	for scheme in cldap ldap smb rpc kerberos ldaps; do
		between "${scheme}_offset" 359.4 360.6
		measured "${scheme}_error" "${scheme}_rtt"
	done
}

@test "Samba and chronyd: the spread is that between them, whatever the own clock says" {
	clock_chronyd right +0
	clock_chronyd behind -90
	own_clock -600
	clocks -H "right=$(at ntp:right)" -H "behind=$(at ntp:behind)" -H "dc=rpc://$samba_address"
	critical CLOCK-SKEW
	between spread 449.9 450.1
	between right_offset 599.9 600.1
	between behind_offset 509.9 510.1
	between dc_offset 959.9 960.1
}

@test "Samba's LDAP over TLS: an unknown CA is CRITICAL, --insecure reads the clock" {
	clocks -H "ldaps://$samba_address"
	critical TLS-UNTRUSTED "[CRITICAL] ldaps://$samba_address"
	unmeasured ldaps1_offset
	clocks -H "ldaps://$samba_address" --insecure
	critical CLOCK-SKEW "6 minutes ahead"
}

@test "a domain controller that hangs: CRITICAL within the limit, and the phase is named" {
	samba_hang
	clocks -H "ldap://$samba_address" -H "cldap://$samba_address" -H "rpc://$samba_address" -t 2 || true
	samba_continue
	verdict CRITICAL 2
	within 2500
	says "ldap://$samba_address" "cldap://$samba_address" "does not answer" "within 2 s"
}

@test "Samba, 90 seconds behind: every source" {
	samba_restart --clock=-90 --services="ldap cldap kdc rpc s3fs"
	samba_answers 135 445
	hold "cldap://$samba_address" -90 10 0.6
	hold "ldap://$samba_address" -90 10 0.6
	hold "smb://$samba_address" -90 20 0.2
	hold "rpc://$samba_address" -90 10 0.05
	hold "kerberos://$samba_address/monitor@LAB.TEST" -90 10 0.6
	hold "ldaps://$samba_address" -90 20 0.7 --ca-cert="$samba/tls.pem"
}
