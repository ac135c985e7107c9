# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # shared with common.bash, schedulers.bash and the tests
# A real icinga2 for tests: each node in a folder of its own, as whoever runs the test, on loopback and a free port.
# Source it behind schedulers.bash.
#
#	icinga2_needed                          skips where a package is missing
#	missing=$(icinga2_missing)              the words of that skip, or nothing: for setup_file
#	icinga2_node [NAME] <<END               makes the folder $icinga2 of a node (default: master) with the features
#	                                        that tests want, and with this text as its last file of configuration
#	icinga2_file FILE...                    copies files into its conf.d
#	icinga2_accepts                         icinga2 daemon -C
#	icinga2_start                           starts it, with icinga2_environment=(NAME=VALUE ...) if that is set, and
#	                                        waits for its API
#	icinga2_api PATH [CURL-ARGUMENT...]     what the API says, JSON
#	icinga2_run FILTER                      has services checked at once: 'match("Template*", service.name)'
#	icinga2_result HOST SERVICE [FILTER]    .attrs of a service, or what jq makes of it
#	icinga2_all_checked FILTER              all of them have results that are younger than the last icinga2_run
#	icinga2_services FILTER                 services, as the API says them
#	icinga2_evaluate EXPRESSION             the value of an expression of its language, JSON
#	icinga2_as_said FOLDER FILTER           results are what the plugins wrote there, by
#	                                        --output-file=FOLDER/HOST/SERVICE
#	icinga2_log                             its warnings and errors
# $icinga2 is the folder, $icinga2_port its API's, $icinga2_name the node's name: set them to speak with another node.

icinga2_program=$(command -v icinga2 || echo /usr/sbin/icinga2)

icinga2_needed() {
	runs icinga2 icinga2-bin
	[[ -e /usr/share/icinga2/include/itl ]] ||
		skip "icinga2's template library is missing: install the package icinga2-common"
	needs jq jq
	needs curl curl
}

icinga2_missing() (
	skip() {
		echo "$*"
		exit
	}
	icinga2_needed
)

# Constants that move all of its folders, and that keep it from becoming another user.
icinga2_constants() {
	echo "-DConfigDir=$icinga2/etc -DZonesDir=$icinga2/etc/zones.d -DDataDir=$icinga2/lib -DLogDir=$icinga2/log
		-DCacheDir=$icinga2/cache -DInitRunDir=$icinga2/run -DSpoolDir=$icinga2/spool
		-DPidPath=$icinga2/run/icinga2.pid -DRunAsUser=$(id -un) -DRunAsGroup=$(id -gn)"
}

# One CA for all nodes of a test file; NAME gets a certificate of it.
icinga2_certificate() {
	local name=$1 ca

	ca=$(scope)/icinga2-ca
	if [[ ! -e $ca/ca.crt ]]; then
		mkdir -p "$ca"
		openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj "/CN=Icinga CA" -keyout "$ca/ca.key" \
			-out "$ca/ca.crt" 2>/dev/null
	fi
	openssl req -newkey rsa:2048 -nodes -subj "/CN=$name" -keyout "$icinga2/lib/certs/$name.key" \
		-out "$ca/$name.csr" 2>/dev/null
	openssl x509 -req -in "$ca/$name.csr" -CA "$ca/ca.crt" -CAkey "$ca/ca.key" -CAcreateserial -days 30 \
		-out "$icinga2/lib/certs/$name.crt" -extfile <(echo "subjectAltName=DNS:$name") 2>/dev/null
	cp "$ca/ca.crt" "$icinga2/lib/certs/ca.crt"
}

# As Debian sets up a node, apart from folders, port and what checks a host: none has to answer a ping here.
icinga2_main_file() {
	cat <<-END
		const NodeName = "$icinga2_name"
		const ZoneName = "$icinga2_name"
		const PluginDir = "/usr/lib/nagios/plugins"
		const PluginContribDir = "$plugin_folder"
		const TicketSalt = ""

		include <itl>
		include <plugins>
		include <plugins-contrib>
		include "zones.conf"

		object FileLogger "main-log" {
			severity = "warning"
			path = LogDir + "/icinga2.log"
		}
		object CheckerComponent "checker" { }
		object NotificationComponent "notification" { }
		object ApiListener "api" {
			bind_host = "127.0.0.1"
			bind_port = $icinga2_port
			accept_config = true
			accept_commands = true
		}
		object ApiUser "test" {
			password = "$icinga2_password"
			permissions = [ "*" ]
		}
	END
}

# A cluster writes its own over this.
icinga2_zones() {
	cat <<-END
		object Endpoint NodeName { }
		object Zone ZoneName {
			endpoints = [ NodeName ]
		}
	END
}

icinga2_templates() {
	cat <<-END
		template Host "generic-host" {
			max_check_attempts = 3
			check_interval = 1m
			retry_interval = 30s
			check_command = "dummy"
		}
		template Service "generic-service" {
			max_check_attempts = 5
			check_interval = 1m
			retry_interval = 30s
		}
	END
}

icinga2_node() {
	icinga2_name=${1:-master}
	icinga2=$(scheduler_folder) || return
	icinga2_port=$(free_port)
	icinga2_password=$(openssl rand -hex 16)
	mkdir -p "$icinga2"/{etc/conf.d,etc/zones.d,lib/certs,log,cache,run,spool}
	icinga2_certificate "$icinga2_name"
	icinga2_main_file >"$icinga2/etc/icinga2.conf"
	icinga2_zones >"$icinga2/etc/zones.conf"
	icinga2_templates >"$icinga2/etc/conf.d/templates.conf"
	cat >"$icinga2/etc/last.conf"
	printf '%s\n' 'include_recursive "conf.d"' 'include "last.conf"' >>"$icinga2/etc/icinga2.conf"
	printf 'user = "test:%s"\n' "$icinga2_password" >"$icinga2/curl"
	export icinga2 icinga2_name icinga2_port
}

icinga2_file() {
	cp "$@" "$icinga2/etc/conf.d/"
}

icinga2_accepts() {
	# shellcheck disable=SC2046 # one word each
	"$icinga2_program" daemon -c "$icinga2/etc/icinga2.conf" $(icinga2_constants) -C \
		>"$icinga2/check" 2>&1 3>&- || {
		cat "$icinga2/check" >&2
		return 1
	}
}

icinga2_answers() {
	icinga2_api /v1/status/IcingaApplication >/dev/null 2>&1
}

icinga2_answers_or_ended() {
	gone "$icinga2_pid" || icinga2_answers
}

icinga2_start() {
	# shellcheck disable=SC2046 # one word each
	background "$icinga2/output" env ${icinga2_environment[@]+"${icinga2_environment[@]}"} \
		"$icinga2_program" daemon -c "$icinga2/etc/icinga2.conf" $(icinga2_constants)
	icinga2_pid=$background_pid
	export icinga2_pid
	eventually 60 icinga2_answers_or_ended
	icinga2_answers || {
		cat "$icinga2/output" >&2
		return 1
	}
}

icinga2_api() {
	local path=$1

	shift
	curl -sS --fail-with-body --max-time 20 -K "$icinga2/curl" --cacert "$icinga2/lib/certs/ca.crt" \
		--resolve "$icinga2_name:$icinga2_port:127.0.0.1" -H 'Accept: application/json' "$@" \
		"https://$icinga2_name:$icinga2_port$path" 3>&-
}

icinga2_run() {
	date +%s.%N >"$icinga2/asked"
	jq -n --arg filter "$1" '{type: "Service", filter: $filter, force: true}' |
		icinga2_api /v1/actions/reschedule-check -X POST -d @- >/dev/null
}

icinga2_services() {
	jq -n --arg filter "$1" '{filter: $filter}' |
		icinga2_api /v1/objects/services -H 'X-HTTP-Method-Override: GET' -X POST -d @-
}

icinga2_result() {
	jq -n --arg host "$1" --arg service "$2" \
		'{filter: "host.name == h && service.name == s", filter_vars: {h: $host, s: $service}}' |
		icinga2_api /v1/objects/services -H 'X-HTTP-Method-Override: GET' -X POST -d @- |
		jq -r ".results[0].attrs | ${3:-.}"
}

icinga2_all_checked() {
	icinga2_services "$1" | jq -e --argjson asked "$(<"$icinga2/asked")" \
		'.results | length > 0 and all(.attrs.last_check_result.execution_end > $asked)' >/dev/null
}

icinga2_evaluate() {
	jq -n --arg command "$1" '{command: $command}' | icinga2_api /v1/console/execute-script -X POST -d @- |
		jq -e '.results[0] | if .code == 200 then .result else error(.status) end'
}

# All in one question: a check that ends meanwhile must not mix two results.
icinga2_as_said() {
	local folder=$1

	icinga2_evaluate "var found = {}
		for (service in get_objects(Service)) { if ($2) {
			var result = service.last_check_result
			found[service.__name] = { state = result.state, output = result.output,
				perfdata = result.performance_data,
				values = result.performance_data.map(parse_performance_data) } } }
		found" >"$icinga2/results" || return
	"$python" -I -S "$source_top/tests/schedulers/icinga2_perfdata.py" "$icinga2/results" "$folder"
}

icinga2_log() {
	cat "$icinga2/log/icinga2.log" 2>/dev/null
}
