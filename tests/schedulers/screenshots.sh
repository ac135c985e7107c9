#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Takes the pictures of doc/images: a chain with faults in Icinga Web 2, made of the three files of contrib/icinga2 as a
# newcomer edits them, and the Director with its basket. The servers are the simulator, Samba and stubs on the addresses
# and ports of real ones, in a network and with a file of hosts of their own: it needs root or a user who may use sudo.
#	tests/schedulers/screenshots.sh [FOLDER]     (default: doc/images; SUITE_BUILDDIR says where it was built)
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
export SUITE_BUILDDIR=${SUITE_BUILDDIR:-$(cd "$here/../.." && pwd)}
images=$(realpath -m "${1:-$here/../../doc/images}")

if [[ -z ${SCREENSHOTS_ALONE-} ]]; then
	mkdir -p "$images"
	prefix=()
	((EUID == 0)) || prefix=(sudo --preserve-env=SUITE_BUILDDIR)
	exec "${prefix[@]}" env SCREENSHOTS_ALONE=yes unshare --net --mount "$0" "$images"
fi

# What the tests' helpers take from bats
folder=$(mktemp -d "${TMPDIR:-/tmp}/screenshots.XXXXXX")
export BATS_FILE_TMPDIR=$folder BATS_RUN_TMPDIR=$folder
skip() {
	echo "screenshots.sh: $*" >&2
	exit 1
}
# shellcheck source=tests/blackbox/common.bash
. "$here/../blackbox/common.bash"
# shellcheck source=tests/lab/samba/samba.bash
. "$here/../lab/samba/samba.bash"
# shellcheck source=tests/schedulers/schedulers.bash
. "$here/schedulers.bash"
# shellcheck source=tests/schedulers/icinga2.bash
. "$here/icinga2.bash"
# shellcheck source=tests/schedulers/icingaweb.bash
. "$here/icingaweb.bash"
finish() {
	stop_schedulers "$folder"
	rm -rf "$folder"
}
trap finish EXIT

# endpoint NAME ADDRESS [OPTION...]
endpoint() {
	names+="$2 $1.lab.test"$'\n'
	ndes --lifetime=1800 --listen="$2" --port=80 --tls-port=443 "${@:3}"
}

# The network has nothing but this machine; names are a file.
network() {
	ip link set lo up
	names="127.0.0.1 localhost ca1.lab.test"$'\n'
	endpoint ndes1 127.0.0.11 --fault=ra-expiring --fault=crl-expired
	endpoint ndes2 127.0.0.21 --fault=pool-stopped
	samba_start --services="ldap cldap kdc dns rpc"
	names+="$samba_address dc1.lab.test"$'\n'
	printf %s "$names" >"$folder/hosts"
	mount --bind "$folder/hosts" /etc/hosts
}

# server NAME COMMAND...: a stub that says READY-FILE when it is ready
server() {
	local ready=$folder/$1/ready

	mkdir -p "$folder/$1"
	"$python" -I -S -B "${@:2:1}" "$ready" "${@:3}" >/dev/null 2>"$folder/$1/errors" &
	started "$folder/$1" $!
}

authority() {
	server ca "$source_top/tests/lab/rpc/rpc_server.py" "$folder/ca/asked" --lifetime=1800
	read -r mapper_port _ <"$folder/ca/ready"
	server clock "$source_top/tests/lab/clock/clock_stub.py" 1800 rpc
	clock_port=$(sed 's/.*=//' "$folder/clock/ready")
}

# An account whose password gets old, and a template that it may not enroll any more
directory() {
	samba_password_age svc_ndes 36
	samba_dacl "CN=NDES-v4,$samba_templates" "D:P(A;;RPLCRC;;;AU)(A;;0xf01ff;;;DA)"
	install -m 600 /dev/stdin "$folder/password" <<<"$samba_monitor_password"
}

# edit HOST VARIABLE VALUE: in the file of hosts
edit() {
	sed -i "/^object Host \"$1\"/,/^}/s|\($2\) = .*|\1 = $3|" "$hosts"
}

add() {
	sed -i "/^object Host \"$1\"/,/^}/s|^}|\t$2\n}|" "$hosts"
}

# The newcomer's file with this chain's names; ndes2 is a copy of ndes1.
edited_hosts() {
	local host

	hosts=$icinga2/etc/conf.d/mscep-hosts.conf
	for host in ndes1 ca1 dc1; do
		edit $host address "\"$host.lab.test\""
		edit $host scep_name "\"$host.lab.test\""
	done
	edit ndes1 scep_ssl false
	edit ndes1 scep_templates '[ "NDES-Intune", "NDES-v4" ]'
	edit ndes1 scep_ca '"LAB-CA1-CA"'
	edit ndes1 scep_bind_dn '"monitor@lab.test"'
	edit ndes1 scep_password_file "\"$folder/password\""
	add ndes1 "vars.scep_ca_cert = \"$samba/tls.pem\""
	sed -n '/^object Host "ndes1"/,/^}/{s/ndes1/ndes2/g; /scep_templates\|scep_account/d; p}' "$hosts" \
		>"$hosts.more"
	cat "$hosts.more" >>"$hosts"
	rm "$hosts.more"
	add ca1 "vars.scep_mapper_port = $mapper_port"
	add ca1 "vars.scep_clock = \"rpc://ca1.lab.test:$clock_port\""
}

# A light page prints better, and says what the reader's will say: English, UTC.
preferences() {
	database_ask -d icingaweb -c "INSERT INTO icingaweb_user_preference (username, section, name, value) VALUES
		('admin', 'icingaweb', 'theme_mode', 'light'), ('admin', 'icingaweb', 'language', 'en_US'),
		('admin', 'icingaweb', 'timezone', 'UTC')"
}

# Hosts first; services three times: then a state is hard.
checked() {
	local _

	icinga2_api /v1/actions/reschedule-check -X POST -d '{"type": "Host", "filter": "true", "force": true}' \
		>/dev/null
	for _ in 1 2 3; do
		sleep 2
		icinga2_run true
		eventually 120 icinga2_all_checked true
	done
	sleep 3
}

# What the pictures are to show
as_expected() {
	icinga2_services true | jq -r '.results[].attrs | [.host_name, .name, .state, .state_type] | @tsv' |
		sort >"$folder/seen"
	diff - "$folder/seen" <<-END
		ca1	CA enrolment service	0	1
		dc1	Directory	0	1
		ndes1	Clocks	0	1
		ndes1	RA certificates	2	1
		ndes1	Revocation lists	2	1
		ndes1	SCEP endpoint	0	1
		ndes1	Service account	1	1
		ndes1	Template NDES-Intune	0	1
		ndes1	Template NDES-v4	2	1
		ndes2	Clocks	0	1
		ndes2	RA certificates	2	1
		ndes2	Revocation lists	2	1
		ndes2	SCEP endpoint	2	1
	END
}

# picture FILE PATH [OPTION...]
picture() {
	"$python" -I -S -B "$here/browser.py" "$icingaweb$2" "$folder/$1" "${@:3}"
	if command -v pngquant >/dev/null; then
		pngquant --force --skip-if-larger --output "$folder/$1" 64 "$folder/$1" || true
	fi
	install -m 644 "$folder/$1" "$images/$1"
	echo "$images/$1: $(stat -c %s "$images/$1") bytes"
}

# Long outputs and tables are folded until somebody clicks.
unfold="document.querySelectorAll('.collapsible + .collapsible-control').forEach(button => button.click())"

pictures() {
	local show=/monitoring/service/show perfdata="#main .performance-data-table"

	picture icingaweb-services.png '/monitoring/list/services?sort=host_display_name&limit=50' --height=1400 \
		--last="#main .content table"
	picture icingaweb-host.png '/monitoring/host/services?host=ndes1' --height=1400 --last="#main .content table"
	picture icingaweb-endpoint.png "$show?host=ndes2&service=SCEP%20endpoint" --height=1400 --script="$unfold" \
		--last="$perfdata"
	picture icingaweb-ra-certificates.png "$show?host=ndes1&service=RA%20certificates" --height=1400 \
		--script="$unfold" --last="$perfdata"
	picture icingaweb-template.png "$show?host=ndes1&service=Template%20NDES-v4" --height=1400 --script="$unfold" \
		--last="$perfdata"
}

# --- the Director, with an Icinga of its own ---

director_host() {
	director host create "$1" --json "$(jq -n --arg address "$1.lab.test" --argjson vars "$2" \
		'{object_type: "object", imports: ["tpl-host-scep"], check_command: "dummy", $address, $vars}')"
}

director_hosts() {
	director_host ca1 '{"scep_roles": ["ca"]}'
	director_host dc1 '{"scep_roles": ["dc"]}'
	director_host ndes1 '{"scep_roles": ["ndes"], "scep_url": "http://ndes1.lab.test/certsrv/mscep/mscep.dll",
		"scep_account": "svc_ndes", "scep_templates": ["NDES-Intune", "NDES-v4"], "scep_ca": "LAB-CA1-CA",
		"scep_dc": "dc1.lab.test", "scep_bind_dn": "monitor@lab.test", "scep_starttls": true,
		"scep_password_file": "/etc/monitoring-plugins/ldap-password",
		"scep_dc_host": "dc1", "scep_clocks": ["ndes=http://ndes1.lab.test",
		"ca=rpc://ca1.lab.test", "dc=ldap://dc1.lab.test"]}'
}

director_pictures() {
	local chain="
		const legend = [...document.querySelectorAll('legend')].find(legend => /^SCEP/.test(legend.innerText));
		legend.click();
		legend.parentElement.id = 'chain';
		document.querySelector('[name=var_scep_url]').focus();
		document.querySelectorAll('#chain ~ *').forEach(other => other.remove())"

	picture director-host.png '/director/host/edit?name=ndes1' --height=1800 --script="$chain" --last="#chain"
	picture director-services.png '/director/host/services?name=ndes1' --height=1400 \
		--last="#main .content > :last-child"
}

main() {
	icingaweb_needed
	network
	authority
	directory
	database_start
	icinga2_node < <(icinga2_database)
	icinga2_file "$source_top"/contrib/icinga2/mscep-{commands,services,hosts}.conf
	edited_hosts
	icinga2_accepts
	icinga2_start
	icingaweb_modules=monitoring icingaweb_start
	preferences
	checked
	as_expected
	pictures
	icinga2_node </dev/null
	icinga2_for_director
	icinga2_start
	icingaweb_start
	director_start
	director basket restore <"$source_top/contrib/icinga2/director-basket.json"
	director_hosts
	director_deploy
	director_pictures
}

main
