#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2154 # shared with what is loaded
# What the documents have one type about users and shared files, one document after another on one machine (an overlay of
# this one, as root): nothing that was edited is lost, every scheduler may read it, and nobody else.
load ../blackbox/common
load schedulers
load ../packages/packages

shared=/etc/monitoring-plugins
documents=(doc/guide.md doc/guide.de.md contrib/icinga2/README.md contrib/nagios/README.md contrib/zabbix/README.md
	contrib/prometheus/README.md contrib/debian/monitoring-plugins-scep.README.Debian)

# typed DOCUMENT: its commands, run where their files are
typed() {
	local folder=$source_top

	[[ $1 != contrib/prometheus/* ]] || folder=$source_top/contrib/prometheus
	echo "cd $folder"
	sed -e ':join; /\\$/{N; s/\\\n *//; b join}' -e "s,/usr/share/doc/monitoring-plugins-scep/examples,$source_top/contrib," \
		"$source_top/$1" |
		grep -E '^ {4,}(groupadd|usermod|install|chgrp|chmod|chown|\[ -e) .*' |
		grep -v '/var/lib/monitoring-plugins-scep'
}

# One writes into the files as soon as they are there, and nowhere twice.
edited() {
	echo "for file in scep.ini svc_monitor.password; do
		[ ! -e $shared/\$file ] || grep -qx '# edited' $shared/\$file || [ -e /\$file.was-edited ] ||
			{ echo '# edited' >>$shared/\$file; touch /\$file.was-edited; }
	done"
}

# read_by USER FILE
read_by() {
	echo "setpriv --reuid=$1 --regid=\$(id -g $1) --init-groups grep -qx '# edited' $shared/$2"
}

@test "every document's commands, in both orders: all read the same files, as they were edited" {
	local order document user file script=''

	runs setpriv util-linux
	runs systemd-sysusers systemd
	for user in nagios zabbix; do script+="id $user >/dev/null 2>&1 || useradd -r $user"$'\n'; done
	for order in "${documents[*]}" "$(printf '%s\n' "${documents[@]}" | tac | tr '\n' ' ')"; do
		for document in $order; do script+=$(typed "$document")$'\n'$(edited)$'\n'; done
	done
	for file in scep.ini svc_monitor.password; do
		for user in nagios zabbix mscep; do script+="$(read_by $user $file) || { echo $user; ls -l $shared; exit 1; }"$'\n'; done
		script+="! $(read_by nobody $file) 2>/dev/null"$'\n'
	done
	on_a_copy "$script"
	succeeds
}
