#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2154 # shared with what is loaded
# contrib/icinga2/director-basket.json in a real Icinga Director, and what that deploys in a real Icinga 2. The tests
# build on one another.
bats_require_minimum_version 1.5.0
load ../blackbox/common
load ../lab/directory/directory
load ../lab/directory/account
load schedulers
load icinga2
load icingaweb

basket=$source_top/contrib/icinga2/director-basket.json

# The simulator as ndes1, an endpoint mapper as ca1, a directory as dc1
chain() {
	local folder

	ndes --lifetime=600
	directory_keys
	domain --lifetime=600 <<-'END'
		user("Dienst für NDES$", {}, GMSA)
		template('Geräte "Süd"', sd=HEALTHY.replace("g_ndes", "Dienst für NDES$"))
	END
	folder=$(mktemp -d "$(scope)/ca.XXXXXX")
	"$python" -I -S "$source_top/tests/lab/rpc/rpc_server.py" "$folder/ready" "$folder/asked" --lifetime=600 \
		>/dev/null 2>"$folder/errors" 3>&- &
	started "$folder" $! || return
	read -r mapper_port _ <"$folder/ready"
}

# The commands of mscep-commands.conf beside those of the Director, and hosts to try both on
other_commands() {
	sed 's/^object CheckCommand "/&file_/' "$source_top/contrib/icinga2/mscep-commands.conf"
	cat <<-END
		object Host "lines" {
			import "generic-host"
			address = "127.0.0.1"
		}
		object Host "lines6" {
			import "generic-host"
			address6 = "::1"
		}
	END
}

setup_file() {
	missing=$(icingaweb_missing)
	export missing
	[[ -z $missing ]] || return 0
	database_start
	chain
	icinga2_node < <(other_commands)
	icinga2_for_director
	icinga2_start
	icingaweb_start
	director_start
	export database directory directory_keys icinga2 icinga2_name icinga2_port icingaweb icingaweb_folder
	export http_port port url mapper_port
}

setup() {
	[[ -z $missing ]] || skip "$missing"
	icingaweb_environment
}

# What a person has changed or made, by the Director's own diary
activities() {
	director_sql "SELECT count(*) FROM director_activity_log"
}

# rows TABLE
rows() {
	director_sql "SELECT count(*) FROM $1"
}

everything() {
	local table

	for table in director_datafield director_datafield_category director_datalist director_datalist_entry \
		icinga_command_argument icinga_command_field icinga_host_field icinga_service icinga_service_set \
		icinga_dependency; do
		echo "$table $(rows $table)"
	done
	activities
	director config render | grep -o '[0-9a-f]\{40\}'
}

@test "the basket is imported" {
	run -0 director basket restore <"$basket"
	[[ $output == *"have been restored"* ]]
	run -0 director_sql "SELECT object_name FROM icinga_command WHERE object_type = 'object' ORDER BY 1"
	[[ $output == $'ca_rpc\nclock_skew\ncrl_dp\nmscep\nndes_account\nra_cert\ntemplate_acl' ]]
	(($(rows director_datafield) == $(jq '.Datafield | length' "$basket")))
	(($(rows icinga_command_field) == $(jq '[.Command[].fields[]] | length' "$basket")))
	(($(rows icinga_host_field) == $(jq '[.HostTemplate[].fields[]] | length' "$basket")))
}

@test "imported again, nothing changes" {
	everything >"$BATS_TEST_TMPDIR/before"
	director basket restore <"$basket"
	everything >"$BATS_TEST_TMPDIR/after"
	diff "$BATS_TEST_TMPDIR/before" "$BATS_TEST_TMPDIR/after"
}

@test "Icinga 2 takes what the Director deploys" {
	director_deploy
	grep -x 0 "$icinga2/lib/api/packages/director/$(director_stage)/status"
	# There is no host yet
	run ! grep -vE 'information/|does not match anywhere' \
		"$icinga2/lib/api/packages/director/$(director_stage)/startup.log"
}

@test "its commands call the plugins as mscep-commands.conf does" {
	run -0 "$python" -I -S -B "$source_top/tests/schedulers/command_lines.py" "https://127.0.0.1:$icinga2_port" \
		"$icinga2/curl" "$build_top" "" file_
	[[ $output == *"49 command lines compared" ]]
}

# create KIND NAME <JSON
create() {
	director "$1" create "$2" --json "$(cat)"
}

# What a person fills in: a host from the template, with its role. The ports are the test's.
@test "three hosts of the template are a watched chain" {
	create host ndes1 <<-END
		{"object_type": "object", "imports": ["tpl-host-scep"], "address": "127.0.0.1",
		 "check_command": "dummy",
		 "vars": {"scep_roles": ["ndes"], "scep_url": "$url", "scep_account": "Dienst für NDES\$\$",
		          "scep_templates": ["Geräte \"Süd\""], "scep_dc": "127.0.0.1", "scep_starttls": true,
		          "scep_bind_dn": "monitor@lab.test", "scep_password_file": "$directory/password",
		          "scep_ca_cert": "$directory_keys/ca.pem", "scep_dc_host": "dc1",
		          "scep_clocks": ["ndes=http://127.0.0.1:$http_port", "dc=ldap://127.0.0.1:$port"],
		          "ndes_account_port": $port, "template_acl_port": "$port"}}
	END
	create host ca1 <<-END
		{"object_type": "object", "imports": ["tpl-host-scep"], "address": "127.0.0.1",
		 "check_command": "dummy", "vars": {"scep_roles": ["ca"], "ca_rpc_epm_port": $mapper_port}}
	END
	create host dc1 <<-END
		{"object_type": "object", "imports": ["tpl-host-scep"], "address": "127.0.0.1:$port",
		 "check_command": "dummy", "vars": {"scep_roles": ["dc"]}}
	END
	director_deploy
	icinga2_run '"tpl-host-scep" in host.templates'
	eventually 90 icinga2_all_checked '"tpl-host-scep" in host.templates'
	icinga2_services '"tpl-host-scep" in host.templates' |
		jq -r '.results[].attrs | [.host_name, .name, .state, .check_interval, .max_check_attempts] | @tsv' |
		sort >"$BATS_TEST_TMPDIR/seen"
	diff - "$BATS_TEST_TMPDIR/seen" <<-'END'
		ca1	CA enrolment service	0	300	3
		dc1	Directory	0	300	3
		ndes1	Clocks	0	900	5
		ndes1	RA certificates	0	3600	3
		ndes1	Revocation lists	0	900	3
		ndes1	SCEP endpoint	0	300	3
		ndes1	Service account	0	900	3
		ndes1	Templates	0	3600	3
	END
	[[ $(icinga2_result ndes1 Templates .last_check_result.output) == *'may read and enroll Geräte "Süd"'* ]]
}

@test "account, templates and clocks depend on the directory, lists and certificates on the endpoint" {
	icinga2_api /v1/objects/dependencies |
		jq -r '.results[].attrs | "\(.child_service_name) > \(.parent_host_name) \(.parent_service_name)"
			+ if .disable_checks then ", not run" else "" end
			+ if .ignore_soft_states then ", late" else "" end' |
		sort >"$BATS_TEST_TMPDIR/seen"
	diff - "$BATS_TEST_TMPDIR/seen" <<-'END'
		Clocks > dc1 Directory
		RA certificates > ndes1 SCEP endpoint
		Revocation lists > ndes1 SCEP endpoint
		Service account > dc1 Directory, not run
		Templates > dc1 Directory, not run
	END
}

@test "UNKNOWN of the parent silences nobody, as in mscep-services.conf" {
	run -0 sed -n 's/^\tstates = //p' "$source_top/contrib/icinga2/mscep-services.conf"
	run -0 sort -u <<<"$output"
	((${#lines[@]} == 1))
	icinga2_evaluate "$output" | jq -c sort >"$BATS_TEST_TMPDIR/file"
	icinga2_api /v1/objects/dependencies | jq -c '.results[].attrs.states | sort' | sort -u |
		diff "$BATS_TEST_TMPDIR/file" -
}

@test "a host that tells little gets what can be checked, and others' services are left alone" {
	create host ndes2 <<-END
		{"object_type": "object", "imports": ["tpl-host-scep"], "address": "127.0.0.1",
		 "vars": {"scep_roles": ["ndes"], "scep_url": "$url", "scep_account": "svc_ndes"}}
	END
	create host elsewhere <<-END
		{"object_type": "object", "address": "127.0.0.1", "check_command": "dummy"}
	END
	create service "Revocation lists" <<-END
		{"object_type": "object", "host": "elsewhere", "imports": ["tpl-service-crl_dp"]}
	END
	director_deploy
	run -0 jq -r '.results[].attrs.name' < <(icinga2_services 'host.name == "ndes2"')
	[[ $(sort <<<"$output") == $'RA certificates\nRevocation lists\nSCEP endpoint' ]]
}

@test "blanks, umlauts, quotes and signs of Icinga's language in a service of one's own" {
	create service 'Prüfung "Süd" & <b>' <<-'END'
		{"object_type": "object", "host": "ndes1", "imports": ["tpl-service-mscep"],
		 "vars": {"mscep_url": [], "mscep_hostname": "ndes süd", "mscep_port": 8080, "mscep_ssl": true,
		          "mscep_header": ["X-Ä: \"q\" $$5 \\", "B: c;d"], "mscep_admin": "true",
		          "mscep_server": "ndes", "mscep_insecure": false}}
	END
	director_deploy
	icinga2_run 'match("Prüfung*", service.name)'
	eventually 60 icinga2_all_checked 'match("Prüfung*", service.name)'
	run -0 icinga2_result ndes1 'Prüfung "Süd" & <b>' '.last_check_result.command[1:] | sort | join("|")'
	[[ $output == "--admin|--header|--header|--hostname|--port|--server|--ssl|"'8080|B: c;d|X-Ä: "q" $5 \|ndes|ndes süd' ]]
}

# page PATH: it is there
page() {
	icingaweb_page "$1" >"$BATS_TEST_TMPDIR/page"
}

has_fields() {
	local variable

	for variable; do
		grep -qE "name=\"var_$variable(\[\])?\"" "$BATS_TEST_TMPDIR/page" || {
			echo "no field for $variable" >&2
			return 1
		}
	done
	! grep -F "could not be created" "$BATS_TEST_TMPDIR/page"
}

@test "the forms have a field for each variable, and lists for choices" {
	local name

	page '/director/host/edit?name=ndes1'
	# shellcheck disable=SC2046 # one word each
	has_fields $(jq -r '.Datafield[].varname | select(startswith("scep_"))' "$basket")
	grep -q '<option value="dc1"' "$BATS_TEST_TMPDIR/page"
	for name in ca_rpc clock_skew crl_dp mscep ndes_account ra_cert template_acl; do
		page "/director/command?name=$name"
		page "/director/command/arguments?name=$name"
		page "/director/command/fields?name=$name"
		page "/director/service/edit?name=tpl-service-$name"
		# shellcheck disable=SC2046 # one word each
		has_fields $(jq -r --arg name $name '.Datafield[].varname | select(startswith($name + "_"))' "$basket")
	done
	grep -q '<option value="ra-signing"' "$BATS_TEST_TMPDIR/page"
	run ! grep -s ERROR "$icingaweb_folder/log"
}
