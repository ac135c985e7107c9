#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2154 # shared with what is loaded
# What a person sees: states, sentences and perfdata of the plugins in Icinga Web 2.
bats_require_minimum_version 1.5.0
load ../blackbox/common
load ../lab/directory/directory
load ../lab/directory/account
load schedulers
load icinga2
load icingaweb

# Names as people give them, in Icinga's language
strange_host='Prüfstand "Süd" & <Co>'
strange_template='Gerät "Süd" <b>'
in_quotes() {
	sed 's/[\\"]/\\&/g; s/.*/"&"/' <<<"$1"
}

# endpoint FAULT...: a simulator, $http_port
endpoint() {
	ndes --lifetime=600 "${@/#/--fault=}"
}

host() {
	cat <<-END
		object Host $(in_quotes "$1") {
			import "generic-host"
			address = "127.0.0.1"
			vars.scep_roles = [ "$2" ]
			vars.scep_port = $3
			vars.scep_ldap_port = $3
			$(cat)
		}
	END
}

# ACCOUNT: that it is asked for in the directory
account() {
	cat <<-END
		vars.scep_account = $(in_quotes "$1")
		vars.scep_dc_host = "dc1"
		vars.scep_bind_dn = "monitor@lab.test"
		vars.scep_password_file = "$directory/password"
		vars.scep_ca_cert = "$directory_keys/ca.pem"
	END
}

# What servers, certificates, a directory and administrators may say
chain() {
	local page names stopped

	endpoint hostile-page
	page=$http_port
	endpoint cacert-hostile-names ra-expiring crl-expired
	names=$http_port
	endpoint pool-stopped
	stopped=$http_port
	endpoint
	directory_keys
	domain --lifetime=600 <<-END
		change("svc_ndes", {"msDS-UserPasswordExpiryTimeComputed": now + 5 * day})
	END
	{
		host "$strange_host" ndes "$page" </dev/null
		host names ndes "$names" < <(account 'LAB\nobody')
		host stopped ndes "$stopped" </dev/null
		host dc1 dc "$port" </dev/null
		host ndes1 ndes "$http_port" < <(
			account 'LAB\svc_ndes'
			echo "vars.scep_templates = [ \"NDES\", $(in_quotes "$strange_template") ]"
		)
	} >"$BATS_FILE_TMPDIR/hosts.conf"
}

setup_file() {
	missing=$(icingaweb_missing)
	export missing
	[[ -z $missing ]] || return 0
	database_start
	chain
	icinga2_node < <(icinga2_database)
	icinga2_file "$source_top"/contrib/icinga2/mscep-{commands,services}.conf "$BATS_FILE_TMPDIR/hosts.conf"
	icinga2_accepts
	icinga2_start
	icingaweb_start
	icinga2_run true
	eventually 90 icinga2_all_checked true
	export icingaweb icingaweb_folder
}

setup() {
	[[ -z $missing ]] || skip "$missing"
}

# seen HOST SERVICE: what its page says, in JSON; of strange names too
seen() {
	icingaweb_page "$(jq -nr --arg host "$1" --arg service "$2" \
		'"/monitoring/service/show?host=\($host|@uri)&service=\($service|@uri)&format=json"')" | jq .data
}

# looks STATE HOST SERVICE TEXT...: 0 to 3, and what its page says
looks() {
	local state=$1 host=$2 service=$3

	shift 3
	output=$(seen "$host" "$service" | jq -r '.service_state, .service_output, .service_long_output')
	[[ ${output%%$'\n'*} == "$state" ]] || {
		echo "state of $service on $host, expected $state: $output" >&2
		return 1
	}
	command="the page of $service on $host" status=$state says "$@"
}

# Both were written to the same database: it may be some seconds behind.
web_has_all() {
	icinga2_api /v1/objects/services >"$BATS_TEST_TMPDIR/services"
	"$python" -I -S -B "$source_top/tests/schedulers/icingaweb_outputs.py" "$icingaweb" \
		"$BATS_TEST_TMPDIR/services" >"$BATS_TEST_TMPDIR/said" 2>&1
}

@test "every state, line and value is shown whole, and nothing turns into HTML" {
	eventually 60 web_has_all || { cut -c 1-2000 "$BATS_TEST_TMPDIR/said" >&2; return 1; }
	grep -x "21 services compared" "$BATS_TEST_TMPDIR/said"
}

@test "what is wrong, where, and what to do about it" {
	looks 0 ndes1 "SCEP endpoint" "speaks SCEP"
	looks 2 stopped "SCEP endpoint" "the application pool SCEP is stopped" "Windows clients log: Event 86" \
		"Remedy: "
	looks 2 names "RA certificates" "expires in" "ÿþ" "(RA-EXPIRING in mscep-causes(7))"
	looks 2 names "Revocation lists" "expired"
	looks 1 ndes1 "Service account" "svc_ndes@lab.test, password: expires in"
	looks 0 ndes1 "Template NDES" "may read and enroll"
	looks 0 dc1 Directory
}

@test "names with blanks, umlauts, quotes and angle brackets" {
	looks 2 "$strange_host" "SCEP endpoint" "GetCACaps: not a SCEP answer"
	looks 2 ndes1 "Template $strange_template" "template Gerät \"Süd\" (b): does not exist"
	icingaweb_page /monitoring/list/services >"$BATS_TEST_TMPDIR/page"
	grep -qF 'Prüfstand &quot;Süd&quot; &amp; &lt;Co&gt;' "$BATS_TEST_TMPDIR/page"
	run ! grep -qE '<Co>|Gerät "Süd"' "$BATS_TEST_TMPDIR/page"
}

# Icinga Web makes a line break of the \n in LAB\nobody.
@test "an account keeps its name" {
	looks 1 ndes1 "Service account" "svc_ndes@lab.test, password"
	looks 2 names "Service account" "LAB/nobody"
	never_says 'LAB\'
}

@test "a password is not shown" {
	seen ndes1 "Template NDES" >"$BATS_TEST_TMPDIR/page"
	icingaweb_page '/monitoring/service/show?host=ndes1&service=Template%20NDES' >>"$BATS_TEST_TMPDIR/page"
	run ! grep -qF "$directory_password" "$BATS_TEST_TMPDIR/page"
}

@test "Icinga Web has nothing to complain of" {
	run ! grep -s ERROR "$icingaweb_folder/log"
}
