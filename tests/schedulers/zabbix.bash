# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# shellcheck disable=SC2154 # source_top, plugin_folder, background_pid, python: from common.bash and schedulers.bash
# A Zabbix of its own: PostgreSQL, server, both agents and the front end's API, all in one folder and on loopback.
# Source it behind schedulers.bash. Every variable is exported: what setup_file starts, the tests use.
#
#	zabbix_needs                        skips where a part is missing
#	missing=$(zabbix_missing)           the words of that skip, or nothing, for setup_file
#	zabbix_start                        about 15 seconds; stopped with the file of tests. $zabbix (folder),
#	                                    $zabbix_profiles (ini file of the plugins), $zabbix_server, $zabbix_agent2,
#	                                    $zabbix_agentd (ports); $zabbix_hasty: the classic agent with the time limit
#	                                    that agents have by default, 3 seconds
#	api METHOD PARAMETERS [FILTER]      calls the API; prints the result, as jq's FILTER makes it
#	zabbix_import FILE                  as a person does it in the front end, with all its boxes ticked
#	zabbix_differs FILE                 what an import of it would change ([]: nothing)
#	zabbix_host NAME PORT WAY PLUGIN... a host with an agent at that port and the templates of these plugins, run every
#	                                    three seconds; WAY: agent, external
#	zabbix_macro HOST NAME VALUE        of that host
#	zabbix_values HOST                  KEY<tab>VALUE of all items that have a value
#	zabbix_value HOST KEY               the value
#	zabbix_problems HOST                SEVERITY<tab>NAME<tab>OPERATIONAL DATA of each
#	zabbix_error HOST KEY               why the item has no value

zabbix_share=/usr/share/zabbix-server-pgsql
zabbix_postgresql=$(find /usr/lib/postgresql/*/bin/initdb 2>/dev/null | sort -V | tail -n 1)
zabbix_postgresql=${zabbix_postgresql%/initdb}
# PostgreSQL refuses to be root's. An array: a function in the background is a shell of its own, which would be stopped
# in its place.
database_user=(env)
((EUID != 0)) || database_user=(setpriv --reuid=postgres --regid=postgres --clear-groups env)

zabbix_needs() {
	runs zabbix_server zabbix-server-pgsql
	runs zabbix_agent2 zabbix-agent2
	runs zabbix_agentd zabbix-agent
	runs php php-cli
	runs jq jq
	[[ -e /usr/share/zabbix/api_jsonrpc.php ]] || skip "no front end: install the package zabbix-frontend-php"
	php -m | grep -x pgsql >/dev/null || skip "PHP lacks PostgreSQL: install the package php-pgsql"
	[[ -e $zabbix_share/schema.sql.gz ]] || skip "no schema: install the package zabbix-server-pgsql"
	[[ -n $zabbix_postgresql ]] || skip "PostgreSQL is missing: install the package postgresql"
	"${database_user[@]}" true 2>/dev/null || skip "PostgreSQL refuses root, and this root can't become postgres"
}

zabbix_missing() (
	skip() {
		echo "$*"
		exit
	}
	zabbix_needs
)

# Zabbix takes no port above 32767, where those begin that the system gives.
zabbix_port() {
	"$python" -I -S -c 'import random, socket
for port in random.sample(range(20000, 32768), 100):
	with socket.socket() as listener:
		try:
			listener.bind(("127.0.0.1", port))
		except OSError:
			continue
		print(port)
		break'
}

database() {
	"$zabbix_postgresql/psql" -q -X -h "$zabbix/database" -U zabbix -v ON_ERROR_STOP=1 "$@"
}

# Reachable by its socket only; what it holds need not survive a crash.
zabbix_start_database() {
	local folder=$zabbix/database
	local settings=(-c listen_addresses= -c unix_socket_directories="$folder" -c fsync=off -c full_page_writes=off
		-c synchronous_commit=off)

	mkdir "$folder"
	((EUID != 0)) || chown postgres: "$folder"
	"${database_user[@]}" -i "$zabbix_postgresql/initdb" -D "$folder/data" -U zabbix -A trust -E UTF8 --locale=C -N \
		>"$zabbix/initdb.log" 2>&1 || return
	background "$zabbix/postgres.log" "${database_user[@]}" -i "$zabbix_postgresql/postgres" -D "$folder/data" \
		"${settings[@]}"
	eventually 30 database -d postgres -c "SELECT" >/dev/null 2>&1 || return
	database -d postgres -c "CREATE DATABASE zabbix"
	zcat "$zabbix_share"/{schema,images,data}.sql.gz | database -d zabbix >"$zabbix/schema.log" 2>&1 || return
	# Zabbix watches itself by a host of its own, which complains of processes that this server doesn't start
	database -d zabbix -c "UPDATE hosts SET status = 1 WHERE host = 'Zabbix server'"
	# without statistics the front end's larger questions take minutes
	database -d zabbix -c ANALYZE
}

zabbix_start_server() {
	mkdir "$zabbix/external" "$zabbix/socket"
	ln -s "$plugin_folder"/check_* "$zabbix/external"
	cat >"$zabbix/server.conf" <<-END
		ListenIP=127.0.0.1
		ListenPort=$1
		LogFile=$zabbix/server.log
		LogFileSize=0
		PidFile=$zabbix/server.pid
		SocketDir=$zabbix/socket
		DBHost=$zabbix/database
		DBName=zabbix
		DBUser=zabbix
		AllowRoot=1
		Timeout=15
		CacheUpdateFrequency=1
		ExternalScripts=$zabbix/external
		StartPollers=4
		StartPollersUnreachable=1
		StartTrappers=1
		StartPingers=0
		StartDiscoverers=0
		StartHTTPPollers=0
		HousekeepingFrequency=0
	END
	background "$zabbix/server.out" setsid zabbix_server -f -c "$zabbix/server.conf"
	echo "$background_pid" >"$zabbix/server.group"
}

# Before anything else of it is stopped: without a database the server's processes never end.
zabbix_stop() {
	local group

	[[ -s ${zabbix-}/server.group ]] || return 0
	group=$(<"$zabbix/server.group")
	kill "$group" 2>/dev/null || true
	eventually 30 gone "$group" || true
	kill -KILL -- "-$group" 2>/dev/null || true
}

teardown_file() {
	zabbix_stop
	stop_schedulers "$BATS_FILE_TMPDIR"
}

# The files of contrib, but for the two paths that every machine has for itself.
zabbix_user_parameters() {
	sed "s|/usr/lib/nagios/plugins/|$plugin_folder/|; s|/etc/monitoring-plugins/scep.ini|$zabbix_profiles|" \
		"$source_top/contrib/zabbix/mscep.conf" >"$zabbix/mscep.conf"
}

# zabbix_start_agent NAME PROGRAM PORT [LINE...]
zabbix_start_agent() {
	local file=$zabbix/$1 program=$2 port=$3

	shift 3
	printf '%s\n' Hostname=test Server=127.0.0.1 ListenIP=127.0.0.1 "ListenPort=$port" "LogFile=$file.log" \
		LogFileSize=0 "PidFile=$file.pid" "Include=$zabbix/mscep.conf" "$@" >"$file.conf"
	background "$file.out" "$program" -f -c "$file.conf"
}

# The front end knows one place for its configuration: so a copy of it gets another.
zabbix_start_front_end() {
	cp -r /usr/share/zabbix "$zabbix/www"
	sed -i "s|/etc/zabbix/zabbix.conf.php|$zabbix/front-end.php|" "$zabbix/www/include/classes/core/CConfigFile.php"
	cat >"$zabbix/front-end.php" <<-END
		<?php
		\$DB = ['TYPE' => 'POSTGRESQL', 'SERVER' => '$zabbix/database', 'PORT' => '0', 'DATABASE' => 'zabbix',
			'USER' => 'zabbix', 'PASSWORD' => '', 'SCHEMA' => '', 'ENCRYPTION' => false, 'KEY_FILE' => '',
			'CERT_FILE' => '', 'CA_FILE' => '', 'VERIFY_HOST' => false, 'CIPHER_LIST' => '',
			'VAULT_URL' => '', 'VAULT_DB_PATH' => '', 'VAULT_TOKEN' => '', 'DOUBLE_IEEE754' => true];
		\$ZBX_SERVER = '127.0.0.1';
		\$ZBX_SERVER_PORT = '$1';
		\$ZBX_SERVER_NAME = 'test';
		\$IMAGE_FORMAT_DEFAULT = IMAGE_FORMAT_PNG;
	END
	background "$zabbix/front-end.log" php -d memory_limit=512M -d max_execution_time=120 -d date.timezone=UTC \
		-S "127.0.0.1:$2" -t "$zabbix/www"
}

zabbix_start() {
	local front_end_port

	zabbix=$(scheduler_folder)
	zabbix_server=$(zabbix_port) front_end_port=$(free_port)
	zabbix_agent2=$(zabbix_port) zabbix_agentd=$(zabbix_port) zabbix_hasty=$(zabbix_port)
	zabbix_profiles=$zabbix/profiles.ini zabbix_url=http://127.0.0.1:$front_end_port/api_jsonrpc.php zabbix_session=null
	: >"$zabbix_profiles"
	zabbix_start_front_end "$zabbix_server" "$front_end_port"
	zabbix_start_database || return
	zabbix_start_server "$zabbix_server"
	zabbix_user_parameters
	zabbix_start_agent agent2 zabbix_agent2 "$zabbix_agent2" Timeout=15 "ControlSocket=$zabbix/agent2.sock" \
		"PluginSocket=$zabbix/plugin.sock"
	zabbix_start_agent agentd zabbix_agentd "$zabbix_agentd" Timeout=15 AllowRoot=1
	zabbix_start_agent hasty zabbix_agentd "$zabbix_hasty" AllowRoot=1
	zabbix_session=$(api user.login '{"username": "Admin", "password": "zabbix"}') || return
	export zabbix zabbix_profiles zabbix_server zabbix_agent2 zabbix_agentd zabbix_hasty zabbix_url zabbix_session
}

api() {
	local answer

	answer=$(printf '{"jsonrpc": "2.0", "id": 1, "method": "%s", "params": %s, "auth": %s}' "$1" "$2" "$zabbix_session" |
		curl -sS -m 120 -H "Content-Type: application/json-rpc" --data-binary @- "$zabbix_url") || return
	if ! jq -e 'has("result")' <<<"$answer" >/dev/null 2>&1; then
		printf "Zabbix's API, %s %.500s: %.2000s\n" "$1" "$2" "$answer" >&2
		return 1
	fi
	jq -c "${3:-.}" <<<"$(jq .result <<<"$answer")"
}

zabbix_rules='{"createMissing": true, "updateExisting": true}'
zabbix_rules=$(jq -nc --argjson rule "$zabbix_rules" '{groups: $rule, templates: $rule, items: $rule, triggers: $rule,
	discoveryRules: $rule, valueMaps: $rule} | map_values(. + {deleteMissing: true}) | del(.groups.deleteMissing,
	.templates.deleteMissing)')

# zabbix_import FILE [METHOD]
zabbix_import() {
	api "${2:-configuration.import}" "$(jq -nc --rawfile source "$1" --argjson rules "$zabbix_rules" \
		'{format: "yaml", source: $source, rules: $rules}')"
}

zabbix_differs() {
	zabbix_import "$1" configuration.importcompare
}

zabbix_template_ids() {
	api template.get "$(jq -nc '{filter: {host: $ARGS.positional}, output: ["templateid"]}' --args "$@")" \
		'map({templateid})'
}

zabbix_host() {
	local name=$1 port=$2 way=$3 plugin group templates=() macros=()

	shift 3
	[[ $way == external ]] && way="by external check" || way="by Zabbix agent"
	for plugin; do
		templates+=("$plugin $way")
		macros+=("{\$${plugin^^}.INTERVAL}")
	done
	group=$(api hostgroup.get '{"filter": {"name": "Zabbix servers"}}' '.[0].groupid') || return
	api host.create "$(jq -nc --arg name "$name" --arg port "$port" --argjson group "$group" \
		--argjson templates "$(zabbix_template_ids "${templates[@]}")" '{
		host: $name, name: ($name + " \"Büro\" & <Süd>"), groups: [{groupid: $group}], templates: $templates,
		macros: ($ARGS.positional | map({macro: ., value: "3s"})),
		interfaces: [{type: 1, main: 1, useip: 1, ip: "127.0.0.1", dns: "", port: $port}]}' --args "${macros[@]}")" \
		'.hostids[0]' >/dev/null
}

zabbix_host_id() {
	api host.get "$(jq -nc --arg name "$1" '{filter: {host: $name}, output: ["hostid"]}')" '.[0].hostid // error'
}

zabbix_macro() {
	local host macro

	host=$(zabbix_host_id "$1") || return
	macro=$(api usermacro.get "$(jq -nc --argjson host "$host" --arg name "$2" \
		'{hostids: $host, filter: {macro: $name}, output: ["hostmacroid"]}')" '.[0].hostmacroid') || return
	if [[ $macro == null ]]; then
		api usermacro.create "$(jq -nc --argjson host "$host" --arg name "$2" --arg value "$3" \
			'{hostid: $host, macro: $name, value: $value}')"
	else
		api usermacro.update "$(jq -nc --argjson macro "$macro" --arg value "$3" '{hostmacroid: $macro, value: $value}')"
	fi >/dev/null
}

# zabbix_items HOST: all of them
zabbix_items() {
	local host

	host=$(zabbix_host_id "$1") || return
	api item.get "$(jq -nc --argjson host "$host" \
		'{hostids: $host, output: ["key_", "lastvalue", "lastclock", "units", "error"]}')"
}

zabbix_values() {
	zabbix_items "$1" | jq -r '.[] | select(.lastclock != "0") | "\(.key_)\t\(.lastvalue)"'
}

zabbix_value() {
	zabbix_items "$1" | jq -r --arg key "$2" '.[] | select(.lastclock != "0" and .key_ == $key).lastvalue'
}

zabbix_error() {
	zabbix_items "$1" | jq -r --arg key "$2" '.[] | select(.key_ == $key).error'
}

zabbix_problems() {
	local host

	host=$(zabbix_host_id "$1") || return
	api problem.get "$(jq -nc --argjson host "$host" '{hostids: $host, output: ["name", "severity", "opdata"]}')" |
		jq -r '.[] | "\(.severity)\t\(.name)\t\(.opdata)"'
}
