# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # shared with the files that are sourced before and behind
# A whole enrolment chain on loopback, and contrib/nagios/scep.ini with its names and ports in place of the example's.
# Source it behind blackbox/common.bash, lab/directory/directory.bash, lab/directory/account.bash and schedulers.bash.
#
#	chain FOLDER <<END      ndes1 (simulator), ca1 (endpoint mapper, clock), dc1 (directory with the template
#	                        NDES-Device, changed by these statements of population.py); $profiles is
#	                        FOLDER/scep.ini, $server_pid the simulator, $directory_pid the directory
#	chain_wrong_clock SECONDS       another domain controller, whose clock is ahead by that: $wrong_clock, HOST:PORT
#	chain_section HOST-CHECK        the plugin of a section of scep.ini, without check_
#	chain_plugins FOLDER    the plugins where $chain_user can run them: $plugin_folder is FOLDER/plugins
#
# $chain_lifetime: seconds until the servers end by themselves, if five minutes are not enough.
# $chain_user, $chain_group: who runs the plugins. No scheduler wants to be root; others can't enter a build tree of root.

chain_user=$(id -un) chain_group=$(id -gn)
if [[ $(id -u) == 0 ]]; then
	chain_user=nobody
	! getent passwd nagios >/dev/null || chain_user=nagios
	chain_group=$(id -gn "$chain_user")
fi

# ca1: $mapper_port, $service_port, $clock_port
chain_ca() {
	local folder

	folder=$(mktemp -d "$(scope)/ca.XXXXXX")
	"$python" -I -S "$source_top/tests/lab/rpc/rpc_server.py" "$folder/ready" "$folder/asked" \
		--lifetime="${chain_lifetime:-600}" >/dev/null 2>"$folder/errors" 3>&- &
	started "$folder" $! || return
	read -r mapper_port service_port <"$folder/ready"
	folder=$(mktemp -d "$(scope)/clock.XXXXXX")
	"$python" -I -S -B "$source_top/tests/lab/clock/clock_stub.py" "$folder/ready" \
		"${chain_lifetime:-600}" rpc >/dev/null 2>"$folder/errors" 3>&- &
	started "$folder" $! || return
	clock_port=$(sed 's/.*=//' "$folder/ready")
	export mapper_port service_port clock_port
}

chain_wrong_clock() {
	local folder

	folder=$(mktemp -d "$(scope)/clock.XXXXXX")
	"$python" -I -S -B "$source_top/tests/lab/clock/clock_stub.py" "$folder/ready" 120 "ldap,shift=$1" >/dev/null \
		2>"$folder/errors" 3>&- &
	started "$folder" $! || return
	wrong_clock=127.0.0.1:$(sed 's/.*=//' "$folder/ready")
}

# The example with the names and ports of loopback; nothing else of it is changed.
chain_profiles() {
	local folder=$1

	profiles=$folder/scep.ini
	install -m 0640 "$directory/password" "$folder/password"
	install -m 0644 "$directory_keys/ca.pem" "$folder/ca.pem"
	sed -e "s|https://ndes1.example.com/|http://127.0.0.1:$http_port/|" \
		-e "s|rpc://ca1.example.com|rpc://127.0.0.1:$clock_port|" \
		-e "s|ldap://dc1.example.com|ldap://127.0.0.1:$port|" \
		-e "s|^hostname = dc1.example.com|hostname = 127.0.0.1\nport = $tls_port\nca-cert = $folder/ca.pem|" \
		-e "s|^hostname = ca1.example.com|hostname = 127.0.0.1\nepm-port = $mapper_port|" \
		-e "s|^password-file = .*|password-file = $folder/password|" \
		-e 's|@example.com|@lab.test|' \
		"$source_top/contrib/nagios/scep.ini" >"$profiles"
	chmod 0640 "$profiles"
	chgrp "$chain_group" "$profiles" "$folder/password"
	export profiles
}

chain_plugins() {
	plugin_folder=$1/plugins
	mkdir "$plugin_folder"
	install -m 0755 "$build_top"/plugins/check_*[!.]? "$build_top/plugins/clock_web" "$plugin_folder"
	export plugin_folder
}

chain() {
	local folder=$1

	directory_keys || return
	ndes --lifetime="${chain_lifetime:-300}" || return
	domain --lifetime="${chain_lifetime:-300}" --require-password="$directory_password" <<<"template('NDES-Device')
$(cat)" || return
	export directory_pid port tls_port
	chain_ca || return
	chain_profiles "$folder"
}

chain_section() {
	case $1 in
	*-directory) echo clock_skew ;;
	*-templates) echo template_acl ;;
	*) echo "${1#*-}" ;;
	esac
}
