# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# shellcheck disable=SC2154 # variables of the files that are loaded before it
# The chain of chain.bash for the Zabbix of zabbix.bash. The ini file that all plugins read has the sections of the
# example, for its hosts ndes1, ca1 and dc1, and all of them again for other hosts. Source it behind both.
#
#	zabbix_chain HOST...    the chain, and its sections for these hosts too
#	zabbix_chain_profiles   writes the ini file anew; what is asked: $watched_endpoint (check_mscep),
#	                        $watched_certificates (check_ra_cert), $watched_mapper (check_ca_rpc: the port);
#	                        $watched_more are further lines

zabbix_chain() {
	chain_lifetime=900 chain "$zabbix" </dev/null || return
	printf '%s\n' "$@" >"$zabbix/hosts"
	watched_ndes=$ndes watched_endpoint=$tls_url watched_certificates=$url watched_mapper=$mapper_port watched_more=
	export watched_ndes watched_endpoint watched_certificates watched_mapper watched_more
	zabbix_chain_profiles
}

# The example, where NDES has TLS
chain_sections() {
	awk -v endpoint="$watched_endpoint" -v certificates="$watched_certificates" -v mapper="$watched_mapper" \
		-v root="$watched_ndes/root.pem" '
		/^\[/ { section = $0 }
		section ~ /-mscep\]/ && /^url = / { $0 = "url = " endpoint "\nca-cert = " root }
		section ~ /-ra_cert\]/ && /^url = / { $0 = "url = " certificates }
		section ~ /-crl_dp\]/ && /^scep = / { $0 = $0 "\naia =" }
		section ~ /-ca_rpc\]/ && /^epm-port = / { $0 = "epm-port = " mapper }
		{ print }' "$profiles"
}

# All at once: a plugin may read it at any moment.
zabbix_chain_profiles() {
	local host

	chain_sections >"$zabbix_profiles.sections"
	{
		cat "$zabbix_profiles.sections"
		while read -r host; do sed "s/^\[\(ndes1\|ca1\|dc1\)-/[$host-/" "$zabbix_profiles.sections"; done <"$zabbix/hosts"
		printf '%s\n' "$watched_more"
	} >"$zabbix_profiles.new"
	chmod 640 "$zabbix_profiles.new"
	mv "$zabbix_profiles.new" "$zabbix_profiles"
}
