# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# shellcheck disable=SC2154 # icinga2 and others: from icinga2.bash, schedulers.bash and common.bash
# Icinga Web 2 and the Director as they are on a monitoring host, but by hand, from scratch folders, on free ports: the
# machine's PostgreSQL and /etc/icingaweb2 are neither used nor changed. Source it behind icinga2.bash.
#
#	icingaweb_needed          skips where a package is missing
#	missing=$(icingaweb_missing)               the words of that skip, or nothing, for setup_file
#	database_start            PostgreSQL with ido, director and icingaweb: $database is the folder of its socket
#	icinga2_database          configuration: an Icinga 2 writes there
#	icingaweb_start           the web front end of this database: $icingaweb is its URL
#	icingaweb_page PATH [CURL-ARGUMENT...]     what it answers, to whoever asks: it trusts everybody
#	icinga2_for_director      makes a node one that the Director may rule
#	director_start            the Director's schema, and its node: the present one, which runs
#	director COMMAND...       icingacli director COMMAND...
#	director_sql QUERY
#	director_deploy           the node runs what the Director has

postgresql=/usr/lib/postgresql/15/bin
icingaweb_share=/usr/share/icingaweb2
icingaweb_modules="monitoring director incubator"

# It refuses to be root's.
as_postgres=()
((EUID != 0)) || as_postgres=(setpriv --reuid=postgres --regid=postgres --clear-groups)

icingaweb_needed() {
	icinga2_needed
	runs php php-cli
	runs icingacli icingacli
	runs "$postgresql/initdb" postgresql-15
	has_file /usr/share/icinga2-ido-pgsql/schema/pgsql.sql icinga2-ido-pgsql
	has_file "$icingaweb_share/modules/monitoring/module.info" icingaweb2-module-monitoring
	has_file "$icingaweb_share/modules/director/module.info" icingaweb2-module-director
	"${as_postgres[@]}" true 2>/dev/null || skip "PostgreSQL refuses root, and this root can't become postgres"
	php -m | grep -x pdo_pgsql >/dev/null || skip "PHP can't ask PostgreSQL: install the package php-pgsql"
}

icingaweb_missing() (
	skip() {
		echo "$*"
		exit
	}
	icingaweb_needed
)

has_file() {
	[[ -e $1 ]] || skip "$1 is missing: install the package $2"
}

# --- PostgreSQL, on a socket only ---

database_start() {
	database=$(scheduler_folder)
	((EUID != 0)) || chown postgres: "$database"
	"${as_postgres[@]}" env -i PATH="$PATH" "$postgresql/initdb" --pgdata="$database/data" --username=postgres \
		--auth=trust --encoding=UTF8 --locale=C.UTF-8 --no-sync >"$database/initdb" 2>&1 ||
		{ cat "$database/initdb" >&2; return 1; }
	background "$database/log" "${as_postgres[@]}" env -i PATH="$PATH" "$postgresql/postgres" -D "$database/data" \
		-c listen_addresses='' -c unix_socket_directories="$database" -c fsync=off
	eventually 60 database_answers || { cat "$database/log" >&2; return 1; }
	database_make ido /usr/share/icinga2-ido-pgsql/schema/pgsql.sql &&
		database_make icingaweb "$icingaweb_share/schema/pgsql.schema.sql" &&
		database_make director /dev/null
}

database_ask() {
	PGOPTIONS="-c client_min_messages=warning" "$postgresql/psql" -X -q -A -t -v ON_ERROR_STOP=1 \
		-h "$database" -U postgres "$@"
}

database_answers() {
	database_ask -c 'SELECT 1' >/dev/null 2>&1
}

# NAME SCHEMA
database_make() {
	database_ask -c "CREATE DATABASE $1" && database_ask -d "$1" -f "$2" >/dev/null
}

# --- an Icinga 2 ---

# What a node (icinga2_node) needs to write into the database
icinga2_database() {
	cat <<-END
		library "db_ido_pgsql"
		object IdoPgsqlConnection "ido" {
			host = "$database"
			user = "postgres"
			database = "ido"
		}
	END
}

# A node for the Director to rule: it learns from its endpoint how to reach it, and has a zone for what all nodes get.
icinga2_for_director() {
	cat >"$icinga2/etc/zones.conf" <<-END
		object Endpoint NodeName {
			host = "127.0.0.1"
			port = $icinga2_port
		}
		object Zone ZoneName {
			endpoints = [ NodeName ]
		}
		object Zone "director-global" {
			global = true
		}
	END
}

# --- Icinga Web 2 ---

icingaweb_resource() {
	cat <<-END
		[$1]
		type = "db"
		db = "pgsql"
		host = "$database"
		dbname = "$1"
		username = "postgres"
		charset = "utf8"
	END
}

icingaweb_configuration() {
	local module

	mkdir -p "$1"/{enabledModules,modules/monitoring,modules/director}
	for module in $icingaweb_modules; do
		ln -s "$icingaweb_share/modules/$module" "$1/enabledModules/$module"
	done
	{
		icingaweb_resource ido
		icingaweb_resource director
		icingaweb_resource icingaweb
	} >"$1/resources.ini"
	printf '[global]\nconfig_resource = "icingaweb"\n[logging]\nlog = "file"\nlevel = "WARNING"\nfile = "%s"\n' \
		"$icingaweb_folder/log" >"$1/config.ini"
	printf '[everybody]\nbackend = "external"\n' >"$1/authentication.ini"
	printf '[administrators]\nusers = "admin"\npermissions = "*"\n' >"$1/roles.ini"
	printf '[icinga]\ntype = "ido"\nresource = "ido"\n' >"$1/modules/monitoring/backends.ini"
	printf '[security]\nprotected_customvars = "*pw*,*pass*,community"\n' >"$1/modules/monitoring/config.ini"
	printf '[db]\nresource = "director"\n' >"$1/modules/director/config.ini"
}

# The server of PHP has files and this: who asks is logged in as admin, as if a web server had done it.
icingaweb_router() {
	cat <<-'END'
		<?php
		$public = '/usr/share/icingaweb2/public';
		$_SERVER['REMOTE_USER'] = 'admin';
		$path = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
		if (is_file($public . $path)) {
			return false;
		}
		$_SERVER['SCRIPT_NAME'] = $_SERVER['PHP_SELF'] = '/index.php';
		$_SERVER['SCRIPT_FILENAME'] = $public . '/index.php';
		require $public . '/index.php';
	END
}

icingaweb_environment() {
	icingaweb_environment=(env -i PATH="$PATH" HOME="$icingaweb_folder" TMPDIR="$icingaweb_folder/tmp" TZ=UTC
		ICINGAWEB_CONFIGDIR="$icingaweb_folder/etc" ICINGAWEB_STORAGEDIR="$icingaweb_folder/storage")
}

icingaweb_start() {
	local port

	port=$(free_port)
	icingaweb=http://127.0.0.1:$port
	icingaweb_folder=$(scheduler_folder)
	mkdir -p "$icingaweb_folder"/{tmp,storage,sessions}
	icingaweb_configuration "$icingaweb_folder/etc"
	icingaweb_router >"$icingaweb_folder/router.php"
	icingaweb_environment
	background "$icingaweb_folder/server" "${icingaweb_environment[@]}" php -d date.timezone=UTC \
		-d session.save_path="$icingaweb_folder/sessions" -S "127.0.0.1:$port" -t "$icingaweb_share/public" \
		"$icingaweb_folder/router.php"
	eventually 60 icingaweb_page /about >/dev/null ||
		{ tail -n 20 "$icingaweb_folder/server" "$icingaweb_folder/log" >&2; return 1; }
}

icingaweb_page() {
	curl -sfg --noproxy '*' -m 60 -H 'Accept-Language: en' "${@:2}" "$icingaweb$1"
}

# --- the Director ---

director() {
	"${icingaweb_environment[@]}" icingacli director "$@"
}

director_sql() {
	database_ask -d director -c "$1"
}

director_start() {
	cat >"$icingaweb_folder/etc/modules/director/kickstart.ini" <<-END
		[config]
		endpoint = $icinga2_name
		host = 127.0.0.1
		port = $icinga2_port
		username = test
		password = $icinga2_password
	END
	director migration run && director kickstart run
}

# The stage that Icinga is to run, a folder below the Director's package
director_stage() {
	cat "$icinga2/lib/api/packages/director/active-stage"
}

# Since when Icinga runs: a configuration that it takes is loaded by a new process.
director_node_start() {
	icinga2_api /v1/status/IcingaApplication 2>/dev/null |
		jq -e '.results[0].status.icingaapplication.app.program_start'
}

director_deploy() {
	local stage start

	stage=$(director_stage 2>/dev/null || true)
	start=$(director_node_start)
	director config deploy || return
	eventually 60 director_was_taken "$stage" "$start" || {
		grep -v information "$icinga2"/lib/api/packages/director/*/startup.log >&2
		return 1
	}
}

director_was_taken() {
	local stage start

	stage=$(director_stage 2>/dev/null) && start=$(director_node_start) && [[ $stage != "$1" && $start != "$2" ]]
}
