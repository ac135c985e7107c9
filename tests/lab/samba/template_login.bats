#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2034,SC2154 # entry, environment, samba, output: shared with the files that are loaded
# check_template_acl: logins. What refuses us is UNKNOWN and has a name; it is never a missing right.
load ../../blackbox/common
load samba
load template

setup_file() {
	lab
}

setup() {
	cd "$BATS_TEST_TMPDIR" && passwords
	read -ra asked <<<"$service"
}

# as NAME FILE [ARGUMENT...]: logs in by LDAPS
as() {
	plugin_run -H "$samba_address" -S --ca-cert="$samba/tls.pem" -D "$1" --password-file="$2" "${asked[@]}" "${@:3}"
}

# refused_login TEXT...: UNKNOWN because of our own credentials
refused_login() {
	unknown DIRECTORY-LOGIN "$@" || return
	never_says "may not enroll" TEMPLATE- ACCOUNT-
	measured time
}

@test "LDAPS: principal name, DOMAIN and name with either slash, DN" {
	local name

	for name in svc_ndes@lab.test 'LAB\svc_ndes' LAB/svc_ndes "CN=svc_ndes,CN=Users,$samba_base"; do
		as "$name" service
		ok "svc_ndes@lab.test may read and enroll"
	done
	says "port 636"
}

@test "StartTLS" {
	plugin_run -H "$samba_address" --starttls --ca-cert="$samba/tls.pem" -D "$samba_monitor" \
		--password-file=password "${asked[@]}"
	ok "port 389"
	measured time_tls dc_certificate_remaining
}

@test "the password from the environment; a file wins" {
	environment=(LDAP_PASSWORD="$samba_monitor_password")
	plugin_run -H "$samba_address" -S --ca-cert="$samba/tls.pem" -D "$samba_monitor" "${asked[@]}"
	ok
	environment=(LDAP_PASSWORD=Wr0ng-Passw0rd!)
	plugin_run -H "$samba_address" -S --ca-cert="$samba/tls.pem" -D "$samba_monitor" "${asked[@]}"
	refused_login
	as "$samba_monitor" password
	ok
}

@test "a password file without newline, with CR LF" {
	install -m 600 /dev/stdin bare <<<"" && printf %s "$samba_monitor_password" >bare
	as "$samba_monitor" bare
	ok
	printf '%s\r\n' "$samba_monitor_password" >bare
	as "$samba_monitor" bare
	ok
}

@test "a wrong password, an unknown user" {
	as "$samba_monitor" wrong
	refused_login "monitor@lab.test" "password"
	first_line "password"
	as nobody@lab.test password
	refused_login "nobody@lab.test"
}

@test "the monitoring account is disabled, expired, locked, must change, at a wrong hour or host: in words" {
	local name words

	samba_lock svc_locked
	while read -r name words; do
		as "$name@lab.test" service
		refused_login "$name@lab.test"
		grep -qiE "$words" <<<"${output%%$'\n'*}" || failed "line 1 does not match $words"
	done <<-END
		svc_disabled disabled
		svc_expired account has expired|account is expired
		svc_pwexpired password has expired
		svc_mustchange must change
		svc_locked locked
		svc_hours hour
		svc_ws host|workstation
	END
}

@test "the same words in every format" {
	local form

	for form in json prometheus checkmk; do
		as svc_locked@lab.test service --output-format=$form
		((status == 3)) || failed "exit code $status"
		[[ $form == prometheus ]] || says "svc_"
	done
}

@test "an empty password, none, a file that others can read, no file: usage errors before anything is sent" {
	: >empty && chmod 600 empty
	as "$samba_monitor" empty
	refused "password"
	echo >empty
	as "$samba_monitor" empty
	refused "password"
	environment=(LDAP_PASSWORD=)
	plugin_run -H "$samba_address" -S -D "$samba_monitor" "${asked[@]}"
	refused "password"
	environment=()
	chmod 644 password
	as "$samba_monitor" password
	refused "password" "others"
	as "$samba_monitor" missing
	refused "missing"
	plugin_run -H "$samba_address" -S --password-file=service "${asked[@]}"
	refused "--bind-dn"
}

@test "no secret is taken from the command line" {
	check template_acl -H "$samba_address" -S -D "$samba_monitor" --password="$samba_monitor_password" "${asked[@]}"
	refused "--password"
	never_says "$samba_monitor_password"
	# ldapsearch takes a password there
	check template_acl -H "$samba_address" -S -D "$samba_monitor" -w "$samba_monitor_password" "${asked[@]}"
	refused "--warning"
	never_says "$samba_monitor_password"
}

@test "clear text is a usage error; with --allow-cleartext the server has the last word" {
	plugin_run -H "$samba_address" -D "$samba_monitor" --password-file=password "${asked[@]}"
	refused "--allow-cleartext"
	first_line "--ssl" "--starttls"
	plugin_run -H "$samba_address" -D "$samba_monitor" --password-file=password --allow-cleartext "${asked[@]}"
	refused_login "TLS"
	samba_restart --services=ldap --clear-text
	plugin_run -H "$samba_address" -D "$samba_monitor" --password-file=password --allow-cleartext "${asked[@]}"
	ok
	unmeasured time_tls dc_certificate_remaining
	samba_restart --services="ldap kdc dns"
}

@test "options that exclude each other" {
	as "$samba_monitor" password --starttls
	refused "--starttls"
	as "$samba_monitor" password --keytab=password
	refused "--keytab"
	plugin_run -H "$samba_address" --principal=monitor@LAB.TEST -S -D x --password-file=password "${asked[@]}"
	refused
}

# kerberos [ARGUMENT...]: the domain controller by its name
kerberos() {
	plugin_run -H dc1.lab.test "${asked[@]}" "$@"
}

prepare_kerberos() {
	ldapsearch -Y GSSAPI -H ldap://127.0.0.1:9 2>&1 | grep -q "Unknown authentication method" &&
		skip "install the package libsasl2-modules-gssapi-mit"
	samba_names
	samba_krb5
	environment=(KRB5_CONFIG="$KRB5_CONFIG" KRB5CCNAME="FILE:$PWD/cache")
	samba_keytab monitor@LAB.TEST monitor.keytab >/dev/null
}

@test "Kerberos: a keytab without kinit, signed and sealed" {
	prepare_kerberos
	kerberos --keytab=monitor.keytab
	ok "port 389"
	unmeasured time_tls dc_certificate_remaining
	[[ ! -e cache ]] || failed "the ticket was left in a file"
}

@test "Kerberos: --principal picks one of a keytab, and must be in it" {
	prepare_kerberos
	samba_keytab svc_ndes@LAB.TEST monitor.keytab >/dev/null
	kerberos --keytab=monitor.keytab --principal=svc_ndes@LAB.TEST --template=HiddenFromAU
	ok "svc_ndes"
	kerberos --keytab=monitor.keytab --principal=monitor@LAB.TEST --template=HiddenFromAU
	unknown TEMPLATE-HIDDEN "monitor@"
	kerberos --keytab=monitor.keytab --principal=svc_smart@LAB.TEST
	refused_login "svc_smart"
}

@test "Kerberos: the ticket at hand" {
	needs kinit krb5-user
	prepare_kerberos
	KRB5CCNAME=FILE:$PWD/cache samba_hosts kinit -k -t monitor.keytab monitor@LAB.TEST
	kerberos
	ok
}

@test "Kerberos: no ticket, no keytab, a broken keytab" {
	prepare_kerberos
	kerberos
	refused_login "ticket"
	kerberos --keytab=missing.keytab
	refused "missing.keytab"
	chmod 644 monitor.keytab
	kerberos --keytab=monitor.keytab
	refused "others"
	install -m 600 /dev/stdin broken.keytab <<<"no keytab"
	kerberos --keytab=broken.keytab
	verdict UNKNOWN 3
	first_line "keytab"
}

@test "Kerberos by address: works while it resolves back, else says that the name is wanted" {
	prepare_kerberos
	plugin_run -H "$samba_address" --keytab=monitor.keytab "${asked[@]}"
	ok
	entry=()
	plugin_run -H "$samba_address" --keytab=monitor.keytab "${asked[@]}"
	verdict UNKNOWN 3
	first_line "name"
	never_says "may not enroll"
}

@test "Kerberos: an account that may not log in" {
	prepare_kerberos
	samba_keytab svc_disabled@LAB.TEST disabled.keytab >/dev/null
	kerberos --keytab=disabled.keytab
	refused_login "disabled.keytab" "revoked"
}

@test "Kerberos within TLS, which Samba refuses: UNKNOWN with a reason" {
	prepare_kerberos
	kerberos --keytab=monitor.keytab -S --ca-cert="$samba/tls.pem"
	verdict UNKNOWN 3
	never_says "may not enroll"
}

@test "a refused login is not tried again: neither at another server nor by --retries" {
	local before after

	samba_threshold 20
	before=$(samba_search -b "$samba_base" "(sAMAccountName=svc_rc4)" badPwdCount | sed -n 's/^badPwdCount: //p')
	plugin_run -H "$samba_address" -H "$samba_address" --retries=5 -S --ca-cert="$samba/tls.pem" \
		-D svc_rc4@lab.test --password-file=wrong "${asked[@]}"
	refused_login
	after=$(samba_search -b "$samba_base" "(sAMAccountName=svc_rc4)" badPwdCount | sed -n 's/^badPwdCount: //p')
	samba_threshold 0
	((after - before == 1)) || failed "$((after - before)) logins with a wrong password"
}
