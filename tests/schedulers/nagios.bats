#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2154 # variables of the files that are loaded
# contrib/nagios in a real Nagios 4: it takes the files, runs the chain, and pages for what it should.
# A minute of the configuration is a second here. The tests follow one Nagios through a night: all is well, the endpoint
# fails, the domain controller fails.
load ../blackbox/common
load ../lab/directory/directory
load ../lab/directory/account
load schedulers
load chain

examples=$source_top/contrib/nagios
objects=/etc/nagios4/objects

# Who is told: a file. Names of commands and contacts are those of the example configuration of Nagios.
contacts() {
	cat <<-END
		define contact {
			use			generic-contact
			contact_name		nagiosadmin
		}
		define contactgroup {
			contactgroup_name	admins
			members			nagiosadmin
		}
		define command {
			command_name	notify-service-by-email
			command_line	/usr/bin/printf '%s\n' '\$HOSTNAME\$/\$SERVICEDESC\$ \$SERVICESTATE\$ \$SERVICEOUTPUT\$' >>$folder/pages
		}
		define command {
			command_name	notify-host-by-email
			command_line	/usr/bin/printf '%s\n' '\$HOSTNAME\$ \$HOSTSTATE\$' >>$folder/pages
		}
	END
}

# What a user adds: names that are hard on a configuration.
names() {
	cat <<-'END'
		define host {
			use		scep-host
			host_name	Außenstelle Köln
			alias		"Außenstelle" für Müller's Geräte & mehr
			address		127.0.0.1
		}
		define service {
			use			scep-template
			host_name		Außenstelle Köln
			service_description	Template Geräte für Müllers
			check_command		check_template_acl_template!$HOSTNAME$ "Süd"!$_HOSTSCEP_PROFILES$!Geräte für Müller'\''s "Außendienst" (50% | $$5 > 1 & 2)
			check_interval		3
		}
		define service {
			use			scep-template
			host_name		Außenstelle Köln
			service_description	Template aus dem Profil
			check_command		check_template_acl_profile!$HOSTNAME$ mit Vorlage!$_HOSTSCEP_PROFILES$
			check_interval		3
		}
		define service {
			use			scep-template
			host_name		Außenstelle Köln
			service_description	Template verweigert
			check_command		check_template_acl_template!ndes1-template_acl!$_HOSTSCEP_PROFILES$!Verweigert
			retry_interval		1
		}
	END
}

names_profiles() {
	local login

	login=$(sed -n '/^\[ndes1-template_acl]/,/^$/{/^[a-z]/p}' "$profiles")
	cat <<-END

		[Außenstelle Köln "Süd"]
		$login
		ca = Müller & Söhne's "CA" 1

		[Außenstelle Köln mit Vorlage]
		$login
		template = Geräte für Müller's "Außendienst" (50% | \$5 > 1 & 2)
	END
}

# Every command of mscep-commands.cfg with arguments for loopback, and what the plugin makes of them. 127.0.0.2 is the
# address of the host: a macro that reached the plugin is named there.
commands() {
	local login="svc_monitor@lab.test!$folder/password" web=http://127.0.0.1:$http_port

	cat <<-END
		check_mscep	http://127.0.0.2/certsrv/mscep/mscep.dll
		check_mscep_name!localhost	https://localhost/certsrv/mscep/mscep.dll
		check_mscep_url!$url	speaks SCEP
		check_mscep_profile!ndes1-mscep!$profiles	speaks SCEP
		check_ra_cert	127.0.0.2
		check_ra_cert_name!localhost	https://localhost
		check_ra_cert_url!$url	signing certificate expires
		check_ra_cert_profile!ndes1-ra_cert!$profiles	signing certificate expires
		check_crl_dp_scep!$url	CRL expires
		check_crl_dp_tls!localhost:$https_port	CRL expires
		check_crl_dp_cert!$folder/ca.pem	certificates: all are self-signed
		check_crl_dp_url!$web/CertEnroll/none.crl!$folder/ca.pem	none.crl
		check_crl_dp_profile!ndes1-crl_dp!$profiles	CRL expires
		check_template_acl!NDES-Device!svc_ndes!$login	127.0.0.2 port 636
		check_template_acl_name!NDES-Device!svc_ndes!$login!localhost	localhost port 636
		check_template_acl_template!ndes1-template_acl!$profiles!NDES-Device	may read and enroll NDES-Device
		check_template_acl_profile!Außenstelle Köln mit Vorlage!$profiles	may read and enroll Geräte
		check_ndes_account!svc_ndes!$login	127.0.0.2 port 636
		check_ndes_account_name!svc_ndes!$login!localhost	localhost port 636
		check_ndes_account_account!ndes1-ndes_account!$profiles!svc_ndes	svc_ndes@lab.test
		check_ndes_account_profile!ndes1-ndes_account!$profiles	svc_ndes@lab.test
		check_clock_skew!ntp	127.0.0.2
		check_clock_skew_directory	dc (ldap://127.0.0.2)
		check_clock_skew_chain!$web!rpc://127.0.0.1:$clock_port!ldap://127.0.0.1:$port	3 clocks agree
		check_clock_skew_profile!ndes1-clock_skew!$profiles	3 clocks agree
		check_ca_rpc	127.0.0.2 port 135
		check_ca_rpc_name!localhost	localhost port 135
		check_ca_rpc_port!$service_port	127.0.0.2 port $service_port
		check_ca_rpc_profile!ca1-ca_rpc!$profiles	ICPR is registered
	END
}

# A service for each of them, named as the command.
command_services() {
	local command

	printf 'define host {\n\tuse scep-host\n\thost_name commands\n\taddress 127.0.0.2\n}\n'
	commands | cut -f 1 | while read -r command; do
		printf 'define service {\n\tuse generic-service\n\thost_name commands\n\tservice_description %s\n' \
			"${command%%!*}"
		printf '\tcheck_command %s\n\tcheck_interval 600\n\tnotification_interval 0\n\tnotifications_enabled 0\n}\n' "$command"
	done
}

# The main file: all paths in the folder, a minute is a second, everything at once.
main_file() {
	cat <<-END
		log_file=$folder/nagios.log
		cfg_file=$objects/templates.cfg
		cfg_file=$objects/timeperiods.cfg
		cfg_dir=$folder/objects
		resource_file=$folder/resource.cfg
		object_cache_file=$folder/objects.cache
		precached_object_file=$folder/objects.precache
		status_file=$folder/status.dat
		status_update_interval=1
		lock_file=$folder/nagios.pid
		temp_file=$folder/nagios.tmp
		temp_path=$folder
		check_result_path=$folder/results
		command_file=$folder/commands
		query_socket=$folder/socket
		nagios_user=$chain_user
		nagios_group=$chain_group
		use_syslog=0
		check_for_updates=0
		retain_state_information=0
		check_external_commands=1
		interval_length=1
		cached_service_check_horizon=0
		check_result_reaper_frequency=1
		service_inter_check_delay_method=n
		enable_flap_detection=0
		illegal_object_name_chars=\`~!\$%^&*|'"<>?,()=
		illegal_macro_output_chars=\`~\$&|'"<>
	END
}

configure() {
	mkdir "$folder/objects" "$folder/results"
	echo "\$USER1\$=$plugin_folder" >"$folder/resource.cfg"
	cp "$examples/mscep-commands.cfg" "$folder/objects"
	sed "s|/etc/monitoring-plugins/scep.ini|$profiles|" "$examples/mscep-services.cfg" \
		>"$folder/objects/mscep-services.cfg"
	contacts >"$folder/objects/contacts.cfg"
	names >"$folder/objects/names.cfg"
	names_profiles >>"$profiles"
	command_services >"$folder/objects/all-commands.cfg"
	main_file >"$folder/nagios.cfg"
	touch "$folder/pages"
	[[ $(id -u) != 0 ]] || chown "$chain_user" "$folder" "$folder/results" "$folder/pages"
}

setup_file() {
	missing=$(lacks nagios4 nagios4-core)
	[[ -r $objects/templates.cfg ]] || missing="$objects/templates.cfg is missing: install the package nagios4-common"
	export missing
	[[ -z $missing ]] || return 0
	folder=$(scheduler_folder)
	chain "$folder" <<-'END'
		name = "Geräte für Müller's \"Außendienst\" (50% | $5 > 1 & 2)"
		template(name)
		template("Verweigert", sd=READ)
		ca("Müller & Söhne's \"CA\" 1", {"certificateTemplates": [name]})
	END
	chain_plugins "$folder"
	configure
	export folder
	background "$folder/output" nagios4 "$folder/nagios.cfg"
	export nagios_pid=$background_pid
}

setup() {
	[[ -z $missing ]] || skip "$missing"
}

# field HOST SERVICE NAME: of status.dat
field() {
	awk -v host="$1" -v service="$2" -v name="$3" '
		/^servicestatus / { at_host = at_service = 0 }
		$0 == "\thost_name=" host { at_host = 1 }
		$0 == "\tservice_description=" service { at_service = 1 }
		at_host && at_service && index($0, "\t" name "=") == 1 { print substr($0, length(name) + 3); exit }
	' "$folder/status.dat" 2>/dev/null
}

# in_state HOST SERVICE STATE [hard]
in_state() {
	[[ $(field "$1" "$2" has_been_checked) == 1 && $(field "$1" "$2" current_state) == "$3" ]] &&
		[[ -z ${4-} || $(field "$1" "$2" state_type) == 1 ]]
}

# becomes SECONDS HOST SERVICE STATE [hard]
becomes() {
	eventually "$@" || {
		echo "$2/$3 is not in state $4 ${5-}: $(field "$2" "$3" current_state) $(field "$2" "$3" plugin_output)"
		tail -n 30 "$folder/nagios.log"
		return 1
	} >&2
}

# paged TEXT: somebody was told; not_paged TEXT: nobody was, though there was time to
paged() {
	grep -qF -e "$1" "$folder/pages"
}

not_paged() {
	sleep 1
	if paged "$1"; then
		echo "somebody was told of $1: $(cat "$folder/pages")"
		return 1
	fi >&2
}

# the whole page that a plugin printed, as status.dat has it
page() {
	field "$1" "$2" plugin_output
	field "$1" "$2" long_plugin_output | sed 's/\\n/\n/g'
}

# now HOST SERVICE: checked at once
check_now() {
	printf '[%s] SCHEDULE_FORCED_SVC_CHECK;%s;%s;%s\n' "$EPOCHSECONDS" "$1" "$2" "$EPOCHSECONDS" >"$folder/commands"
}

services() {
	cat <<-END
		ndes1	SCEP endpoint	ndes1-mscep
		ndes1	RA certificates	ndes1-ra_cert
		ndes1	Revocation lists	ndes1-crl_dp
		ndes1	Template NDES-Device	ndes1-template_acl
		ndes1	Service account	ndes1-ndes_account
		ndes1	Clocks	ndes1-clock_skew
		ca1	CA enrolment service	ca1-ca_rpc
		dc1	Directory	dc1-directory
	END
}

# Numbers differ from run to run.
unnumbered() {
	sed 's/[0-9.+-]\+/N/g'
}

@test "the files are accepted without a warning" {
	run nagios4 -v "$folder/nagios.cfg"
	[[ $status == 0 && $output == *"Total Warnings: 0"*"Total Errors:   0"* ]] || {
		echo "$output"
		return 1
	}
}

@test "all is well: states, all lines of the page, every perfdata value" {
	local host service section wanted extra

	while IFS=$'\t' read -r host service section; do
		becomes 60 in_state "$host" "$service" 0
		extra=
		[[ $service != Template* ]] || extra=--template=${service#Template }
		check "$(chain_section "$section")" --extra-opts="$section@$profiles" ${extra:+"$extra"}
		wanted=$(sed '1s/ |.*//' <<<"$output" | unnumbered)
		[[ $(page "$host" "$service" | sed '1s/ *$//' | unnumbered) == "$wanted" ]] ||
			failed "Nagios has: $(page "$host" "$service")"
		wanted=${output%%$'\n'*}
		[[ $(field "$host" "$service" performance_data | unnumbered) == "$(unnumbered <<<"${wanted#*|}")" ]] ||
			failed "perfdata: $(field "$host" "$service" performance_data)"
	done < <(services)
	[[ $(field ndes1 Clocks performance_data) =~ spread=0\.[0-9]+s\;60\;240\;0 ]]
	run grep -v "Template verweigert" "$folder/pages"
	[[ -z $output ]] || failed "somebody was told"
}

@test "every command of mscep-commands.cfg asks what it says" {
	local command text

	[[ $(commands | sed 's/[!\t].*//' | sort) == "$(sed -n 's/^\tcommand_name\t//p' "$examples/mscep-commands.cfg" | sort)" ]]
	while IFS=$'\t' read -r command text; do
		eventually 60 test "$(field commands "${command%%!*}" has_been_checked)" = 1
		[[ $(page commands "${command%%!*}") == *"$text"* ]] || {
			echo "$command: not '$text' but $(page commands "${command%%!*}")"
			return 1
		}
	done < <(commands)
}

@test "names with blanks, umlauts, quotes and signs of the shell" {
	becomes 60 in_state "Außenstelle Köln" "Template Geräte für Müllers" 0
	page "Außenstelle Köln" "Template Geräte für Müllers" | grep -F "Geräte für Müller's \"Außendienst\" (50% " |
		grep -F "\$5 "
	page "Außenstelle Köln" "Template Geräte für Müllers" | grep -F "CA Müller & Söhne's \"CA\" 1"
	becomes 60 in_state "Außenstelle Köln" "Template aus dem Profil" 0
	grep -F "\"Außenstelle\" für Müller's Geräte & mehr" "$folder/objects.cache"
}

@test "while the domain controller answers, a template that may not be enrolled pages" {
	becomes 60 in_state "Außenstelle Köln" "Template verweigert" 2 hard
	eventually 60 paged "Außenstelle Köln/Template verweigert CRITICAL"
	paged "svc_ndes@lab.test may not enroll"
}

@test "a stopped pool: CRITICAL with the sentence and the remedy; what is read from it pages nobody" {
	stop "$server_pid"
	eventually 60 gone "$server_pid"
	ndes --lifetime=300 --port="$http_port" --fault=pool-stopped
	check_now ndes1 "Revocation lists"
	check_now ndes1 "RA certificates"
	check_now ndes1 "SCEP endpoint"
	becomes 60 in_state ndes1 "SCEP endpoint" 2 hard
	[[ $(field ndes1 "SCEP endpoint" plugin_output) == *"the application pool SCEP is stopped"* ]]
	page ndes1 "SCEP endpoint" | grep -F "Windows clients log: Event 86, stage GetCACaps, 0x801901F7"
	page ndes1 "SCEP endpoint" | grep -F "(NDES-POOL-STOPPED in mscep-causes(7))"
	eventually 60 paged "ndes1/SCEP endpoint CRITICAL MSCEP CRITICAL - "
	paged "the application pool SCEP is stopped"
	becomes 60 in_state ndes1 "Revocation lists" 2 hard
	becomes 60 in_state ndes1 "RA certificates" 2 hard
	not_paged "Revocation lists"
	not_paged "RA certificates"
}

@test "the domain controller is down: its own service pages, templates, account and clocks do not" {
	: >"$folder/pages"
	stop "$directory_pid"
	check_now ndes1 "Template NDES-Device"
	check_now ndes1 "Service account"
	check_now ndes1 Clocks
	check_now dc1 Directory
	becomes 60 in_state dc1 Directory 2 hard
	eventually 60 paged "dc1/Directory CRITICAL"
	becomes 60 in_state ndes1 "Template NDES-Device" 2 hard
	becomes 60 in_state ndes1 "Service account" 2 hard
	becomes 60 in_state ndes1 Clocks 2 hard
	not_paged "Template NDES-Device"
	not_paged "Service account"
	not_paged Clocks
}

@test "it ends when it is told to, and has logged no fault of a configuration or a plugin" {
	kill "$nagios_pid"
	eventually 60 gone "$nagios_pid"
	run grep -iE '] (warning|error):|out of bounds|timed out|no output on stdout' "$folder/nagios.log"
	[[ $status == 1 ]] || {
		echo "$output"
		return 1
	}
}
