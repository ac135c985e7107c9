#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2016,SC2034,SC2154 # filters have no variables of the shell; shared with what is loaded
# contrib/icinga2 in a real Icinga 2: three files, of which one was edited, are a watched chain. The tests build on one
# another: first all is well, then a host, then the directory goes down.
bats_require_minimum_version 1.5.0
load ../blackbox/common
load ../lab/directory/directory
load ../lab/directory/account
load schedulers
load chain
load icinga2

# As people name things, and as they are written in Icinga's language
account='Dienst für NDES$'
template='Geräte "Süd" & mehr'
authority='Ämter "Süd" $CA$ 1'
directory_password='S3cr;t "of" $monitor$ \%ü'
in_quotes() {
	sed 's/[\\"]/\\&/g; s/\$/$$/g; s/.*/"&"/' <<<"$1"
}

# edit HOST VARIABLE VALUE, add HOST LINE: what the newcomer does to the file of hosts, and nothing else
edit() {
	local value=${3//\\/\\\\}

	sed -i "/^object Host \"$1\"/,/^}/s|\($2\) = .*|\1 = ${value//&/\\&}|" "$hosts"
}

add() {
	local line=${2//\\/\\\\}

	sed -i "/^object Host \"$1\"/,/^}/s|^}|\t${line//&/\\&}\n}|" "$hosts"
}

edited_hosts() {
	local host option

	hosts=$icinga2/etc/conf.d/mscep-hosts.conf
	for host in ndes1 ca1 dc1; do
		edit $host address '"127.0.0.1"'
		edit $host scep_name '"127.0.0.1"'
	done
	edit ndes1 scep_name '"localhost"'
	add ndes1 "vars.scep_port = $https_port"
	add ndes1 "vars.scep_ca_cert = \"$BATS_FILE_TMPDIR/roots.pem\""
	edit ndes1 scep_account "$(in_quotes "$account")"
	edit ndes1 scep_templates "[ $(in_quotes "$template"), \"NDES\" ]"
	edit ndes1 scep_ca "$(in_quotes "$authority")"
	edit ndes1 scep_bind_dn '"monitor@lab.test"'
	edit ndes1 scep_password_file "\"$directory/password\""
	add ca1 "vars.scep_mapper_port = $mapper_port"
	add ca1 "vars.scep_clock = \"rpc://127.0.0.1:$clock_port\""
	add dc1 "vars.scep_ldap_port = $port"
	for option in mscep ra_cert crl_dp template_acl ndes_account clock_skew ca_rpc; do
		for host in ndes1 ca1 dc1; do
			add $host "vars.${option}_output_file = \"$said/\$host.name\$/\$service.name\$\""
		done
	done
}

# Hosts with faults, other ways to log in, commands without the services of mscep-services.conf; and who is told
more() {
	cat <<-END
		object Host "ndes2" {
			import "generic-host"
			address = "127.0.0.1"
			vars.scep_roles = [ "ndes" ]
			vars.scep_port = $stopped_port
		}
		object Host "ndes3" {
			import "generic-host"
			address = "127.0.0.1"
			vars.scep_roles = [ "ndes" ]
			vars.scep_port = $http_port
			vars.scep_dc_host = "dc1"
			vars.scep_account = "svc_ndes"
			vars.scep_ca_cert = "$BATS_FILE_TMPDIR/roots.pem"
			vars.scep_bind_dn = "monitor@lab.test"
			vars.scep_ldap_password = $(in_quotes "$directory_password")
			vars.crl_dp_cert = [ "$ndes/ca.pem" ]
		}
		object Service "by address" {
			import "generic-service"
			host_name = "ndes3"
			check_command = "mscep"
			vars.mscep_port = $http_port
			vars.mscep_long_url = true
			vars.mscep_admin = "/certsrv/mscep_admin/"
		}
		object Service "by profile" {
			import "generic-service"
			host_name = "ndes3"
			check_command = "ndes_account"
			vars.ndes_account_extra_opts = "account@$BATS_FILE_TMPDIR/scep.ini"
		}
		object Service "by domain" {
			import "generic-service"
			host_name = "ca1"
			check_command = "ndes_account"
			vars.ndes_account_account = "svc_ndes"
			vars.ndes_account_domain = "lab.invalid"
			vars.ndes_account_timeout = 3
		}
		object Service "without a template" {
			import "generic-service"
			host_name = "dc1"
			check_command = "template_acl"
			vars.template_acl_account = "svc_ndes"
		}
		object User "night" { }
		object NotificationCommand "note" {
			command = [ "/bin/sh", "$icinga2/note.sh", "\$host.name\$", "\$note_what\$",
				"\$notification.type\$" ]
		}
		apply Notification "note" to Service {
			command = "note"
			users = [ "night" ]
			vars.note_what = "\$service.name\$ \$service.state\$"
			assign where service.name
		}
		apply Notification "note" to Host {
			command = "note"
			users = [ "night" ]
			vars.note_what = "\$host.state\$"
			assign where host.name
		}
	END
	printf '%s\n' "printf '%s\\n' \"\$*\" >>$icinga2/notified" >"$icinga2/note.sh"
}

# The simulator as ndes1 (https), an endpoint mapper and a clock as ca1, a directory with those names as dc1
servers() {
	ndes --lifetime=600 --fault=pool-stopped
	stopped_port=$http_port
	ndes --lifetime=600
	directory_keys
	domain --lifetime=600 --require-password="$directory_password" <<-END
		user('$account', {}, GMSA)
		group("Geräte", 1300, ['$account', "svc_ndes"])
		template('$template', sd=HEALTHY.replace("g_ndes", "Geräte"), publish=False)
		change("template NDES", {"nTSecurityDescriptor": sd(HEALTHY.replace("g_ndes", "Geräte"))})
		ca('$authority', {"certificateTemplates": ['$template', "NDES"]})
	END
	chain_ca
	cat "$ndes/root.pem" "$directory_keys/ca.pem" >"$BATS_FILE_TMPDIR/roots.pem"
	cat >"$BATS_FILE_TMPDIR/scep.ini" <<-END
		[account]
		hostname=127.0.0.1
		port=$port
		account=svc_ndes
		bind-dn=monitor@lab.test
		password-file=$directory/password
		allow-cleartext=
	END
}

setup_file() {
	missing=$(icinga2_missing)
	export missing
	[[ -z $missing ]] || return 0
	servers
	icinga2_node </dev/null
	more >"$icinga2/etc/last.conf"
	said=$BATS_FILE_TMPDIR/said
	mkdir -p "$said"/{ndes1,ca1,dc1}
	icinga2_file "$source_top"/contrib/icinga2/mscep-{commands,services,hosts}.conf
	edited_hosts
	icinga2_start
	export directory directory_pid port said
	icinga2_run true
	eventually 60 icinga2_all_checked true
}

setup() {
	[[ -z $missing ]] || skip "$missing"
}

# ran FILTER: these services were checked at once, and the results are there
ran() {
	icinga2_run "$1"
	eventually 60 icinga2_all_checked "$1"
}

# hard FILTER: as often as a hard state needs
hard() {
	ran "$1"
	ran "$1"
	ran "$1"
}

# result HOST SERVICE TEXT...: $output is what Icinga shows, $status the state
result() {
	command="$1 $2"
	output=$(icinga2_result "$1" "$2" .last_check_result.output)
	status=$(icinga2_result "$1" "$2" '.state | floor')
}

notified() {
	grep -qxF "$1" "$icinga2/notified"
}

not_notified() {
	! grep -E "$1" "$icinga2/notified" || failed "notified"
}

@test "the files as they are, a host with all roles, names that are no lists: no error, no warning" {
	icinga2_node <<-END
		object Host "all" {
			import "generic-host"
			address6 = "2001:db8::7"
			vars.scep_roles = [ "ndes", "ca", "dc" ]
			vars.scep_ca_host = "all"
			vars.scep_dc_host = "all"
			vars.scep_account = "NDES1\$\$"
			vars.scep_templates = "Device"
		}
		object Host "one" {
			import "generic-host"
			address = "192.0.2.1"
			vars.scep_roles = "ndes"
		}
	END
	icinga2_file "$source_top"/contrib/icinga2/mscep-{commands,services,hosts}.conf
	icinga2_accepts
	run -1 grep -iE 'warning|critical' "$icinga2/check"
	grep "Instantiated 21 Services" "$icinga2/check"
	grep "Instantiated 13 Dependencies" "$icinga2/check"
}

@test "what is commented out in the file of hosts is an option of its command, too" {
	local name count=0

	while read -r name; do
		grep -qF "\"\$$name\$\"" "$source_top/contrib/icinga2/mscep-commands.conf" || failed "no variable $name" || return
		count=$((count + 1))
	done < <(grep -o '// .*' "$source_top/contrib/icinga2/mscep-hosts.conf" |
		grep -oE 'vars\.[a-z]+_[a-z_]+ =' | sed 's/vars.//; s/ =//')
	((count >= 9))
}

@test "a chain after editing one file: every service of the seven plugins is OK" {
	local name

	for name in "SCEP endpoint" "RA certificates" "Revocation lists" "Template NDES" "Template $template" \
		"Service account" Clocks; do
		result ndes1 "$name"
		ok
	done
	result ca1 "CA enrolment service"
	ok "ICPR is registered"
	result dc1 Directory
	ok
}

# as_said FILTER: where a check of Icinga's own came between, they are checked once more
as_said() {
	icinga2_as_said "$said" "$1" >"$BATS_TEST_TMPDIR/compared" || { ran "$1" && false; }
}

@test "state, text, and every value of perfdata are what the plugin said, and Icinga understands them" {
	eventually 60 as_said 'service.host_name in [ "ndes1", "ca1", "dc1" ] && "scep" in service.groups' ||
		failed "$(<"$BATS_TEST_TMPDIR/compared")"
	[[ $(<"$BATS_TEST_TMPDIR/compared") =~ ^"9 services, "([0-9]+)" values"$ ]]
	((BASH_REMATCH[1] > 60))
}

@test "blanks, umlauts, quotes and dollars reach the plugin as they are" {
	result ndes1 "Template $template"
	ok "$account@lab.test may read and enroll $template, published on $authority"
	result ndes1 "Service account"
	ok "$account@lab.test is enabled"
	run -0 icinga2_result ndes1 "Template $template" '.last_check_result.command[]'
	[[ $'\n'$output$'\n' == *$'\n'"$account"$'\n'*$'\n'"$authority"$'\n'*$'\n'"$template"$'\n'* ]] ||
		failed "the command differs"
}

@test "a password from a file beside an empty LDAP_PASSWORD; from the variable by the environment; from a profile" {
	run -0 icinga2_result ndes1 "Service account" '.last_check_result.command[]'
	says --password-file
	result ndes3 "Service account"
	ok
	run -0 icinga2_result ndes3 "Service account" '.last_check_result.command[]'
	never_says --password-file
	result ndes3 "by profile"
	ok "svc_ndes@lab.test is enabled"
	run -0 icinga2_result ndes3 "by profile" '.last_check_result.command | length'
	[[ $output == 2 ]]
}

# The directory is stopped for a moment, so that the plugin waits for it.
@test "the password of a variable is in no result, and in no list of processes" {
	local process

	kill -STOP "$directory_pid"
	icinga2_run 'host.name == "ndes3" && service.name == "Service account"'
	eventually 60 waits || process=
	kill -CONT "$directory_pid"
	[[ -n $process ]]
	ran 'service.name in [ "Directory", "Service account" ]'
	run -1 grep -aF "$directory_password" "$BATS_TEST_TMPDIR/cmdline"
	run -0 grep -zxF "LDAP_PASSWORD=$directory_password" "$BATS_TEST_TMPDIR/environ"
	icinga2_result ndes3 "Service account" .last_check_result >"$BATS_TEST_TMPDIR/result"
	grep -q svc_ndes "$BATS_TEST_TMPDIR/result"
	run -1 grep -F "S3cr" "$BATS_TEST_TMPDIR/result"
}

# A plugin of this test's icinga2 that has sent its question: its command line and environment are copied.
waits() {
	for process in $(pgrep -f "^$build_top/plugins/check_ndes_account .*--port $port( |\$)" || true); do
		if cp "/proc/$process/cmdline" "/proc/$process/environ" "$BATS_TEST_TMPDIR/" &&
			grep -qa check_ndes_account "$BATS_TEST_TMPDIR/cmdline"; then
			return 0
		fi
	done 2>/dev/null
	return 1
}

@test "what a run can't do without is missing: Icinga says what" {
	result dc1 "without a template"
	((status == 3))
	says "Non-optional macro 'template_acl_template'" "'--template' is missing"
}

@test "nothing says whom to ask: the host's address; options whose value may be left out" {
	result ndes3 "by address"
	ok "long URL" "mscep_admin"
	run -0 icinga2_result ndes3 "by address" '.last_check_result.command[]'
	says --hostname=127.0.0.1 --long-url --admin=/certsrv/mscep_admin/
	run -0 icinga2_result ca1 "by domain" '.last_check_result.command[]'
	says --domain lab.invalid
	never_says --hostname
}

@test "a fault is CRITICAL with its remedy; one notification, not one for each service that meets it" {
	local name

	hard 'host.name == "ndes2"'
	result ndes2 "SCEP endpoint"
	critical NDES-POOL-STOPPED "the application pool SCEP is stopped" "Remedy: start the pool SCEP"
	eventually 60 notified "ndes2 SCEP endpoint CRITICAL PROBLEM"
	for name in "RA certificates" "Revocation lists"; do
		result ndes2 "$name"
		critical NDES-POOL-STOPPED
		[[ $(icinga2_result ndes2 "$name" '[.state_type, .last_reachable] | tostring') == '[1,false]' ]]
	done
	result ndes2 Clocks
	ok
	not_notified "ndes2 (RA|Rev)"
}

@test "lists of certificates in files do not depend on the endpoint" {
	run -0 icinga2_evaluate 'get_objects(Dependency).filter(
		d => d.child_service_name == "Revocation lists").map(d => d.child_host_name)'
	says ndes1 ndes2
	never_says ndes3
}

# dc1_is STATE: what its host check finds from now on
dc1_is() {
	jq -n --argjson state "$1" '{attrs: {"vars.dummy_state": $state}}' |
		icinga2_api /v1/objects/hosts/dc1 -X POST -d @- >/dev/null
}

# dc1_was STATE: it is checked once more; has it that state, and that is hard?
dc1_was() {
	icinga2_api /v1/actions/reschedule-check -X POST -d '{"type": "Host", "filter": "host.name==\"dc1\"",
		"force": true}' >/dev/null
	sleep 0.3
	icinga2_api /v1/objects/hosts/dc1 |
		jq -e --argjson state "$1" '.results[0].attrs | .state == $state and .state_type == 1' >/dev/null
}

@test "the host of the directory is down: what asks the directory is unreachable" {
	dc1_is 2
	eventually 60 dc1_was 1
	ran 'service.host_name == "ndes1"'
	[[ $(icinga2_result ndes1 "Template NDES" .last_reachable) == false ]]
	[[ $(icinga2_result ndes1 "Service account" .last_reachable) == false ]]
	[[ $(icinga2_result ndes1 "SCEP endpoint" .last_reachable) == true ]]
	eventually 60 notified "dc1 DOWN PROBLEM"
	dc1_is 0
	eventually 60 dc1_was 0
	ran 'service.host_name == "ndes1"'
	[[ $(icinga2_result ndes1 "Template NDES" .last_reachable) == true ]]
	not_notified "ndes1"
}

@test "the directory is down: its service notifies, templates, account and clocks do not" {
	local name

	end "$directory_pid"
	ran 'match("Template*", service.name)'
	eventually 60 icinga2_all_checked 'service.name == "Directory"' # by itself
	ran 'match("Template*", service.name)'
	[[ $(icinga2_result dc1 Directory '[.state, .state_type] | tostring') == '[2,0]' ]]
	[[ $(icinga2_result ndes1 "Template NDES" .last_reachable) == false ]]
	hard 'service.name == "Directory" || match("ndes?", service.host_name)'
	ran 'service.name == "Clocks"'
	ran 'service.name == "Clocks"'
	eventually 60 notified "dc1 Directory CRITICAL PROBLEM"
	for name in "Template NDES" "Template $template" "Service account" Clocks; do
		[[ $(icinga2_result ndes1 "$name" '[.state, .state_type, .last_reachable] | tostring') == \
			'[2,1,false]' ]]
	done
	result ndes1 "SCEP endpoint"
	ok
	not_notified "ndes1|ndes3 (Template|Service|Clocks)"
}

@test "while it is down, templates and account are not run" {
	local filter='service.host_name == "ndes1" && service.name == "Template NDES"' before

	before=$(icinga2_result ndes1 "Template NDES" .last_check)
	jq -n --arg filter "$filter" '{type: "Service", filter: $filter}' |
		icinga2_api /v1/actions/reschedule-check -X POST -d @- >/dev/null
	eventually 60 due_later ndes1 "Template NDES"
	ran 'service.host_name == "ndes1" && service.name != "Template NDES"' # as long as this takes it would have, too
	[[ $(icinga2_result ndes1 "Template NDES" .last_check) == "$before" ]]
}

# The scheduler has looked at it.
due_later() {
	icinga2_result "$1" "$2" .next_check | jq -e '. > now + 30' >/dev/null
}

# It is only told so, for a check would find that it is still down; again, in case that one was at work.
back_is_notified() {
	jq -n '{type: "Service", filter: "service.name == \"Directory\"", exit_status: 0, plugin_output: "back"}' |
		icinga2_api /v1/actions/process-check-result -X POST -d @- >/dev/null
	ran 'service.name == "Template NDES"'
	eventually 60 notified "ndes1 Template NDES CRITICAL PROBLEM"
}

@test "the directory is back and the template still bad: now that notifies" {
	icinga2_api /v1/objects/services/dc1%21Directory -X POST -d '{"attrs": {"enable_active_checks": false}}' \
		>/dev/null
	eventually 90 back_is_notified
}

@test "nothing in all this gave Icinga reason to complain in its log" {
	run -0 icinga2_log
	# the one that is meant to be wrong
	output=$(grep -vE "^$|Context:|Executing check for object 'dc1!without a template'|Non-optional macro" \
		<<<"$output" || true)
	[[ -z $output ]] || failed "the log"
}
