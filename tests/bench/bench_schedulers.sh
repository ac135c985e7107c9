#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# How many checks per second do Nagios 4 and Icinga 2 reach on this machine with each plugin, beside check_dummy and
# check_http? All cores are saturated: many services, each due again at once; servers on loopback share the cores. What
# is counted are results that the scheduler has processed in a window after a warm-up. Reported, without bars.
#	bench_schedulers.sh [SECONDS]    window (default 10); in the build folder; needs nagios4-core, icinga2-bin,
#	                                 monitoring-plugins-basic: tests/run.sh --bench installs them
set -euo pipefail

window=${1:-10}
warm_up=4
top=$(cd "$(dirname "$0")/../.." && pwd)
build=${SUITE_BUILDDIR:-$PWD}
peers=${PEERS:-/usr/lib/nagios/plugins}
cores=$(nproc)
ticks=$(getconf CLK_TCK)
python=/usr/bin/python3
scratch=$(mktemp -d)
started=()
PATH=$PATH:/usr/sbin

end() { # end PID: told to, waited for
	kill "$1" 2>/dev/null || return 0
	wait "$1" 2>/dev/null || :
}
end_all() {
	local pid
	for pid in ${started[@]+"${started[@]}"}; do end "$pid"; done
	rm -rf "$scratch"
}
trap end_all EXIT
trap 'exit 130' INT TERM

for program in nagios4 icinga2 "$peers/check_dummy" "$peers/check_http"; do
	command -v "$program" >/dev/null || { echo "not installed: $program" >&2; exit 1; }
done

# --- servers ---

serve() { # serve READY-FILE COMMAND...: started, and waited for; sets pid
	local ready=$1
	shift
	"$@" </dev/null >"$ready.output" 2>&1 &
	pid=$!
	started+=("$pid")
	for ((i = 0; i < 200; i++)); do
		[ ! -s "$ready" ] || return 0
		sleep 0.1
	done
	echo "no server: $(cat "$ready.output")" >&2
	exit 1
}

serve_scep() {
	serve "$scratch/scep" "$build/tests/servers/ndes-sim/ndes-sim" --directory="$scratch" \
		--ready-file="$scratch/scep"
	scep=$pid http=$(sed 's/.*http=\([0-9]*\).*/\1/' "$scratch/scep")
}

# A directory as check_template_acl and check_ndes_account find it healthy, by LDAPS
serve_directory() {
	(
		cd "$scratch"
		openssl req -x509 -newkey rsa:2048 -nodes -days 365 -subj "/DC=test/DC=lab/CN=LAB-CA1-CA" \
			-addext "subjectAltName=IP:127.0.0.1" -keyout ldap.key -out ldap.pem 2>/dev/null
		openssl x509 -in ldap.pem -outform DER -out ldap.der
		bash -c '. "$0"; echo "$prelude"' "$top/tests/lab/directory/account.bash" >population
		(umask 077 && echo secret >password)
	)
	serve "$scratch/ldap" "$python" -I -S -B "$top/tests/lab/directory/stub_directory.py" --ready="$scratch/ldap" \
		--population="$scratch/population" --ca-certificate="$scratch/ldap.der" \
		--tls="$scratch/ldap.pem,$scratch/ldap.key" --lifetime=3600
	directory=$pid ldaps=$(sed 's/.*ldaps=//' "$scratch/ldap")
}

serve_clock() {
	serve "$scratch/clock" "$python" -I -S -B "$top/tests/lab/clock/clock_stub.py" "$scratch/clock" 3600 ldap
	clock=$pid clock_port=$(sed 's/.*=//' "$scratch/clock")
}

serve_ca() {
	serve "$scratch/ca" "$python" -I -S "$top/tests/lab/rpc/rpc_server.py" "$scratch/ca" /dev/null --lifetime=3600
	ca=$pid
	read -r mapper _ <"$scratch/ca"
}

# --- what is run ---

# label TAB pid of its server TAB command. No character of them is special for a shell.
commands() {
	local url=http://127.0.0.1:$http/certsrv/mscep/mscep.dll
	local login="-H 127.0.0.1 -p $ldaps -S --ca-cert=$scratch/ldap.pem -D monitor@lab.test"

	login="$login --password-file=$scratch/password --account=svc_ndes"
	printf '%s\t%s\t%s\n' \
		check_dummy - "$peers/check_dummy 0" \
		check_http "$scep" "$peers/check_http -I 127.0.0.1 -p $http -u /certsrv/mscep/mscep.dll" \
		check_mscep "$scep" "$build/plugins/check_mscep -u $url" \
		check_ra_cert "$scep" "$build/plugins/check_ra_cert -u $url" \
		check_crl_dp "$scep" "$build/plugins/check_crl_dp --scep=$url" \
		check_template_acl "$directory" "$build/plugins/check_template_acl $login --template=NDES" \
		check_ndes_account "$directory" "$build/plugins/check_ndes_account $login" \
		check_clock_skew "$clock" "$build/plugins/check_clock_skew -H dc=ldap://127.0.0.1:$clock_port" \
		check_ca_rpc "$ca" "$build/plugins/check_ca_rpc -H 127.0.0.1 --epm-port=$mapper"
}

# --- schedulers: icinga_start and nagios_start LABEL COMMAND set scheduler; _results prints "second state" each ---

# Nagios asks a service once a second at most, and starts all that are due at once: as many services as the machine can
# run in a second by what plugin and server cost under Icinga, and a fifth more: it never rests, and no queue grows.
nagios_services() { # LABEL
	awk -F '\t' -v label="$1" -v cores="$cores" '
		$1 == "icinga" && $2 == label { printf "%d\n", 1.2 * cores * 1000 / ($5 + $6 + 0.3) }' "$scratch/result"
}

nagios_objects() { # COMMAND COUNT
	cat <<-END
		define command {
			command_name run
			command_line $1
		}
		define timeperiod {
			timeperiod_name always
			alias always
			sunday 00:00-24:00
			monday 00:00-24:00
			tuesday 00:00-24:00
			wednesday 00:00-24:00
			thursday 00:00-24:00
			friday 00:00-24:00
			saturday 00:00-24:00
		}
		define contact {
			contact_name nobody
			host_notifications_enabled 0
			service_notifications_enabled 0
			host_notification_period always
			service_notification_period always
			host_notification_commands run
			service_notification_commands run
		}
		define host {
			host_name bench
			address 127.0.0.1
			max_check_attempts 1
			check_period always
			contacts nobody
			notification_period always
		}
		define service {
			name often
			register 0
			host_name bench
			check_command run
			max_check_attempts 1
			check_interval 1
			retry_interval 1
			check_period always
			contacts nobody
			notification_period always
		}
	END
	for ((i = 0; i < $2; i++)); do
		printf 'define service {\nuse often\nservice_description %s\n}\n' "$i"
	done
}

nagios_start() { # LABEL COMMAND
	local folder=$scratch/nagios-$1
	mkdir -p "$folder/results"
	nagios_objects "$2" "$(nagios_services "$1")" >"$folder/objects.cfg"
	: >"$folder/resource.cfg"
	cat >"$folder/nagios.cfg" <<-END
		log_file=$folder/log
		cfg_file=$folder/objects.cfg
		resource_file=$folder/resource.cfg
		object_cache_file=$folder/objects.cache
		status_file=$folder/status
		lock_file=$folder/pid
		temp_file=$folder/temporary
		temp_path=$folder
		check_result_path=$folder/results
		command_file=$folder/commands
		query_socket=$folder/socket
		nagios_user=$(id -un)
		nagios_group=$(id -gn)
		use_syslog=0
		check_for_updates=0
		retain_state_information=0
		check_external_commands=0
		interval_length=1
		service_inter_check_delay_method=n
		enable_notifications=0
		enable_flap_detection=0
		log_service_retries=0
		process_performance_data=1
		service_perfdata_file=$folder/count
		service_perfdata_file_template=\$TIMET\$ \$SERVICESTATEID\$
		service_perfdata_file_mode=a
	END
	: >"$folder/count"
	nagios4 "$folder/nagios.cfg" </dev/null >"$folder/output" 2>&1 &
	scheduler=$!
}

nagios_results() {
	cat "$scratch/nagios-$1/count"
}

# Icinga has a limit of its own for what runs at once: with it, services that are always due are enough.
icinga_start() { # LABEL COMMAND
	local folder=$scratch/icinga-$1
	mkdir -p "$folder"/{etc/zones.d,lib,log,cache,run,spool/tmp,spool/perfdata}
	cat >"$folder/etc/icinga2.conf" <<-END
		const NodeName = "bench"
		const ZoneName = "bench"
		const MaxConcurrentChecks = $((cores * 16))
		object Endpoint "bench" { }
		object Zone "bench" { endpoints = [ "bench" ] }
		object CheckerComponent "checker" { }
		object IcingaApplication "app" { enable_notifications = false; enable_flapping = false }
		object FileLogger "log" { path = "$folder/log/log"; severity = "warning" }
		object PerfdataWriter "count" {
			host_perfdata_path = "$folder/spool/perfdata/host"
			service_perfdata_path = "$folder/spool/perfdata/service"
			host_temp_path = "$folder/spool/tmp/host"
			service_temp_path = "$folder/spool/tmp/service"
			service_format_template = "\$icinga.timet\$ \$service.state_id\$"
			rotation_interval = 1s
		}
		object CheckCommand "run" { command = [ "${2// /\", \"}" ] }
		object Host "bench" { check_command = "run"; enable_active_checks = false }
		for (i in range($((cores * 200)))) {
			object Service i {
				host_name = "bench"
				check_command = "run"
				check_interval = 0.1s
				retry_interval = 0.1s
				max_check_attempts = 1
			}
		}
	END
	icinga2 daemon -c "$folder/etc/icinga2.conf" -DConfigDir="$folder/etc" -DZonesDir="$folder/etc/zones.d" \
		-DDataDir="$folder/lib" -DLogDir="$folder/log" -DCacheDir="$folder/cache" -DInitRunDir="$folder/run" \
		-DSpoolDir="$folder/spool" -DPidPath="$folder/run/pid" -DRunAsUser="$(id -un)" \
		-DRunAsGroup="$(id -gn)" </dev/null >"$folder/output" 2>&1 &
	scheduler=$!
}

icinga_results() {
	cat "$scratch/icinga-$1/spool"/*/service* 2>/dev/null || :
}

# --- measuring ---

# The scheduler's processes: those of its program that descend from it
family() {
	ps -e -o pid=,ppid=,comm= | awk -v root="$1" '
		{ parent[$1] = $2; name[$1] = $3 }
		END {
			for (pid in parent) {
				if (name[pid] != name[root]) continue
				for (at = pid; at in parent && at != root; at = parent[at]) ;
				if (at == root) print pid
			}
		}'
}

# CPU in milliseconds of these processes: their own, and of their children that have ended
cpu() {
	local pid
	for pid; do cat "/proc/$pid/stat" 2>/dev/null || :; done |
		awk -v ticks="$ticks" '{ sub(/.*\) /, ""); own += $12 + $13; children += $14 + $15 }
			END { printf "%d %d\n", own * 1000 / ticks, children * 1000 / ticks }'
}

# CPU in milliseconds of the whole machine: busy, and idle
machine() {
	awk -v ticks="$ticks" '$1 == "cpu" {
		idle = $5 + $6
		busy = $2 + $3 + $4 + $7 + $8
		printf "%d %d\n", busy * 1000 / ticks, idle * 1000 / ticks
	}' /proc/stat
}

# count KIND LABEL BEGIN: results of the window that begins at this second, and those of them that are not OK
count() {
	"$1_results" "$2" | awk -v begin="$3" -v window="$window" '
		$1 >= begin && $1 < begin + window { n++; if ($2 != 0) bad++ }
		END { print n + 0, bad + 0 }'
}

until_second() { # until_second SECOND: of the epoch
	local now=$EPOCHREALTIME
	sleep "$(awk -v now="$now" -v then="$1" 'BEGIN { print (then > now ? then - now : 0) }')"
}

measure() { # measure KIND LABEL SERVER-PID COMMAND
	local kind=$1 label=$2 server=$3 pids begin before after
	"${kind}_start" "$label" "$4"
	started+=("$scheduler")
	sleep "$warm_up"
	mapfile -t pids < <(family "$scheduler")
	begin=$((EPOCHSECONDS + 1))
	until_second "$begin"
	before="$(cpu "${pids[@]}") $(cpu "$server") $(machine)"
	until_second $((begin + window))
	after="$(cpu "${pids[@]}") $(cpu "$server") $(machine)"
	end "$scheduler"
	echo "$before $after $(count "$kind" "$label" "$begin")" | awk -v row="$kind	$label" -v window="$window" '
		$13 == 0 { exit 1 }
		{
			scheduler = $7 - $1; plugin = $8 - $2; server = $9 - $3
			busy = $11 - $5; idle = $12 - $6; n = $13
			printf "%s\t%.0f\t%.2f\t%.2f\t%.2f\t%d\t", row, n / window, scheduler / n, plugin / n,
				server / n, $14
			printf "%.0f\t%.0f\n", 100 * (busy - scheduler - plugin - server) / (busy + idle),
				100 * idle / (busy + idle)
		}' >>"$scratch/result" || { echo "$kind processed no result of $label" >&2; exit 1; }
	rm -rf "$scratch/$kind-$label"
}

# Both schedulers side by side, each in relation to its check_dummy
table() {
	awk -F '\t' '
		{ rate[$1, $2] = $3; own[$1, $2] = $4; plugin[$1, $2] = $5; server[$1, $2] = $6; bad[$1, $2] = $7 }
		{ others += $8; idle += $9 }
		$1 == "nagios" { labels[++rows] = $2 }
		function half(kind, label) {
			return sprintf("%9d %8.2f %9.2f %8.2f", rate[kind, label],
				rate[kind, label] / rate[kind, "check_dummy"], own[kind, label], plugin[kind, label])
		}
		END {
			printf "%-19s %-39s %-39s %s\n", "", "Nagios 4", "Icinga 2", "server"
			printf "%-19s %9s %8s %9s %8s   %9s %8s %9s %8s   %s\n", "", "checks/s", "/ dummy", "scheduler",
				"plugin", "checks/s", "/ dummy", "scheduler", "plugin", "(of both)"
			for (i = 1; i <= rows; i++) {
				label = labels[i]
				printf "%-19s %s   %s   %.2f\n", label, half("nagios", label), half("icinga", label),
					(server["nagios", label] + server["icinga", label]) / 2
			}
			for (i = 1; i <= rows; i++)
				if (bad["nagios", labels[i]] + bad["icinga", labels[i]] > 0)
					printf "not OK: %d (Nagios) and %d (Icinga) results of %s\n",
						bad["nagios", labels[i]], bad["icinga", labels[i]], labels[i]
			printf "of the machine idle: %d %%, with other processes: %d %%; above 15 it was not quiet enough\n",
				idle / NR, others / NR
		}' "$scratch/result"
}

serve_scep
serve_directory
serve_clock
serve_ca
while IFS=$'\t' read -r label server command; do
	measure icinga "$label" "$server" "$command"
	measure nagios "$label" "$server" "$command"
done < <(commands)
table
cat <<-END
	$cores cores, all busy, $window seconds each. scheduler, plugin, server: milliseconds of CPU for each check. The
	servers (a simulated NDES; directory, clock and CA in Python) took their part of the same cores.
END
