#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2034,SC2154 # variables of the files that are loaded
# contrib/nagios/nrpe-mscep.cfg in a real NRPE on loopback, asked by check_nrpe.
load ../blackbox/common
load ../lab/directory/directory
load ../lab/directory/account
load schedulers
load chain

check_nrpe=/usr/lib/nagios/plugins/check_nrpe
example=$source_top/contrib/nagios/nrpe-mscep.cfg

# Commands beside those of the example: what else may come over the wire.
more_commands() {
	local profiles_of="--extra-opts=ndes1-ra_cert@$profiles -t 9"

	cat <<-END
		command[warning]=$plugin_folder/check_ra_cert $profiles_of --at=+690d -c 1d
		command[critical]=$plugin_folder/check_mscep -u http://127.0.0.1:$(dead_port)/ -t 9
		command[unknown]=$plugin_folder/check_mscep -t 9
		command[environment]=/usr/bin/env
		command[names]=$plugin_folder/check_template_acl --extra-opts=ndes1-template_acl@$profiles --extra-opts=Köln@$profiles -t 9
	END
}

configure() {
	nrpe_port=$(free_port)
	install -d -m 0755 "$folder/log"
	[[ $(id -u) != 0 ]] || chown "$chain_user" "$folder/log"
	cat >"$folder/nrpe.cfg" <<-END
		server_address=127.0.0.1
		server_port=$nrpe_port
		nrpe_user=$chain_user
		nrpe_group=$chain_group
		pid_file=$folder/log/nrpe.pid
		log_file=$folder/log/nrpe.log
		allowed_hosts=127.0.0.1
		dont_blame_nrpe=0
		include=$folder/nrpe-mscep.cfg
		include=$folder/more.cfg
	END
	sed -e "s|/usr/lib/nagios/plugins/|$plugin_folder/|" -e "s|/etc/monitoring-plugins/scep.ini|$profiles|" \
		"$example" >"$folder/nrpe-mscep.cfg"
	printf '\n[Köln]\ntemplate = Geräte für Müller%ss "Außendienst" (50%% $5 & 2)\n' "'" >>"$profiles"
	more_commands >"$folder/more.cfg"
}

setup_file() {
	missing=$(lacks nrpe nagios-nrpe-server; lacks "$check_nrpe" nagios-nrpe-plugin)
	export missing
	[[ -z $missing ]] || return 0
	folder=$(scheduler_folder)
	chain "$folder" <<-'END'
		template("Geräte für Müller's \"Außendienst\" (50% $5 & 2)")
	END
	chain_plugins "$folder"
	configure
	export folder nrpe_port
	LC_ALL=C.UTF-8 LDAP_PASSWORD=seen background "$folder/output" "$(PATH=$PATH:/usr/sbin command -v nrpe)" -c "$folder/nrpe.cfg" -f
	export nrpe_pid=$background_pid
	eventually 60 answers || {
		cat "$folder/output" "$folder/log/nrpe.log" >&2
		return 1
	}
}

setup() {
	[[ -z $missing ]] || skip "$missing"
}

answers() {
	"$check_nrpe" -H 127.0.0.1 -p "$nrpe_port" >/dev/null 2>&1
}

# ask COMMAND: as Nagios does; sets $output and $status
ask() {
	run "$check_nrpe" -H 127.0.0.1 -p "$nrpe_port" -c "$1"
	command="check_nrpe -c $1"
}

# The section of scep.ini that a command of the example names
section_of() {
	sed -n "s/^command\[$1]=.*--extra-opts=\([^@]*\)@.*/\1/p" "$example"
}

unnumbered() {
	sed 's/[0-9.+-]\+/N/g'
}

@test "every command of the example: all lines and all perfdata arrive, as the plugin prints them" {
	local name section extra wanted count=0

	while read -r name; do
		section=$(section_of "$name")
		extra=
		[[ $name != check_template_acl ]] || extra=--template=NDES-Device
		check "$(chain_section "$section")" --extra-opts="$section@$profiles" -t 9 ${extra:+"$extra"}
		wanted=$output
		ask "$name"
		((status == 0)) || failed "exit code"
		[[ $(unnumbered <<<"$output") == "$(unnumbered <<<"$wanted")" ]] || failed "the plugin prints: $wanted"
		count=$((count + 1))
	done < <(sed -n 's/^command\[\(.*\)]=.*/\1/p' "$example")
	((count == 8))
}

@test "exit codes 1, 2 and 3 arrive with their sentences" {
	ask warning
	warning RA-EXPIRING "days"
	ask critical
	((status == 2))
	says "refuses the connection" "Remedy: "
	measured time
	ask unknown
	refused
}

@test "the environment is nearly empty, and the plugins need nothing of it" {
	ask environment
	says HOME= PATH= NRPE_PROGRAMVERSION=
	never_says LANG= LC_ BATS_ SUITE_ LDAP_PASSWORD
}

@test "names with blanks, umlauts and quotes come from the profile" {
	ask names
	ok "may read and enroll Geräte für Müller's \"Außendienst\" (50% \$5 & 2)"
}

@test "an argument is refused, and the fault of the endpoint comes through" {
	run "$check_nrpe" -H 127.0.0.1 -p "$nrpe_port" -c check_mscep -a --insecure
	((status == 3))
	stop "$server_pid"
	eventually 60 gone "$server_pid"
	ndes --lifetime=300 --port="$http_port" --fault=pool-stopped
	ask check_mscep
	critical NDES-POOL-STOPPED "the application pool SCEP is stopped"
	windows GetCACaps 0x801901F7
}

@test "it ends when it is told to" {
	kill "$nrpe_pid"
	eventually 60 gone "$nrpe_pid"
}
