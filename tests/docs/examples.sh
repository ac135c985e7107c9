#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs the examples of the manual pages as they are written there and compares state and promised lines. Prints TAP.
# Only names, ports and folders of the examples are replaced by those of the simulators and of a scratch folder.
# Examples that ask dc1.lab.test get Samba's (tests/lab/samba), and are skipped where that can't be.
# In a promised line "..." stands for anything; lines may be left out between two of them.
set -u
source_tree=${srcdir:-$(dirname "$0")/../..}
build_tree=${BUILD_TREE:-$PWD}
simulator=$build_tree/tests/servers/ndes-sim/ndes-sim
proxy=$build_tree/tests/servers/test-proxy/test-proxy
PATH=$build_tree/plugins:$PATH
unset http_proxy https_proxy HTTPS_PROXY all_proxy ALL_PROXY no_proxy NO_PROXY MP_CONFIG_FILE NAGIOS_CONFIG_PATH

if [[ ! -x $simulator || ! -x $proxy ]]; then
	echo "1..0 # SKIP the test servers are not built (libmicrohttpd is missing)"
	exit 0
fi

work=$(mktemp -d) || exit 99
pids=()
servers=(ndes intune expiring dead expired delta)
lab=$source_tree/tests/lab/samba/lab.sh
trap 'kill "${pids[@]}" 2>/dev/null; [[ ! -d $work/lab ]] || bash "$lab" stop "$work/lab"; rm -rf "$work"' EXIT
mkdir "$work/state" "$work/examples"

wait_for()
{
	for ((i = 0; i < 600; i++)); do
		[[ -s $1 ]] && return
		sleep 0.05
	done
	echo "Bail out! no server wrote $1"
	exit 99
}

# start_server NAME OPTION...: plays NAME.example.com; sets last_pid.
start_server()
{
	local name=$1

	shift
	rm -f "$work/$name.ready"
	"$simulator" --directory="$work/$name" --keys="$work/keys" --lifetime=1200 --tls-port=0 \
		--ready-file="$work/$name.ready" "$@" >/dev/null 2>&1 &
	last_pid=$!
	pids+=("$last_pid")
	wait_for "$work/$name.ready"
}

port_of() # NAME http|https
{
	sed "s/.*$2=\([0-9]*\).*/\1/" "$work/$1.ready"
}

# Its RA certificates have expired after check_ra_cert saw them; now it answers 500.
start_dead_server()
{
	local port

	start_server dead --fault=ra-expired
	port=$(port_of dead http)
	check_ra_cert -H localhost -p "$port" --state-dir="$work/state" >/dev/null
	kill "$last_pid"
	wait "$last_pid"
	start_server dead --fault=ra-expired-500 --port="$port"
}

start_servers()
{
	mkdir "$work/keys"
	start_server ndes
	start_server intune --fault=intune
	start_server expiring --fault=ra-expiring
	start_server expired --fault=crl-expired
	start_server delta --fault=delta-missing
	start_dead_server
	"$proxy" --lifetime=1200 >"$work/proxy.ready" 2>&1 &
	pids+=($!)
	wait_for "$work/proxy.ready"
	python3 -I -S "$source_tree/tests/lab/rpc/rpc_server.py" "$work/ca.ready" "$work/ca.log" &
	pids+=($!)
	wait_for "$work/ca.ready"
}

# A domain, if a page asks one; says in no_directory why there is none.
start_directory()
{
	local ca='' password_file='' keytab=''

	no_directory=
	if ! unshare -m true 2>/dev/null; then
		no_directory="a mount namespace of its own needs root"
	elif ! SUITE_BUILDDIR=$build_tree bash "$lab" start "$work/lab" >"$work/directory" 2>"$work/errors"; then
		no_directory=$(head -n 1 "$work/errors")
	else
		# shellcheck source=/dev/null
		. "$work/directory"
		install -m 600 "$password_file" "$work/ldap"
		install -m 600 "$keytab" "$work/monitor.keytab"
		echo "/ dc1.lab.test -S/s, -S , -S --ca-cert=$ca ," >>"$work/to.sed"
	fi
}

asks_directory() # EXAMPLE
{
	grep -q 'lab\.test' "$1"
}

# Files example.N with the lines of each literal block below EXAMPLES.
extract() # PAGE
{
	awk -v folder="$work/examples" -v page="$(basename "$1")" '
		/^\.Sh / { inside = ($0 == ".Sh EXAMPLES") }
		inside && /^\.Bd -literal/ { file = sprintf("%s/%s.%02d", folder, page, ++count); next }
		/^\.Ed/ { file = "" }
		inside && file != "" { gsub(/\\e/, "\\"); gsub(/\\&/, ""); print > file }' "$1"
}

# The sed commands that put the simulators in the place of the examples' servers.
to_simulators()
{
	local name mapper service

	read -r mapper service <"$work/ca.ready"
	echo "s,-H ca1.example.com,-H 127.0.0.1 --epm-port=$mapper,"
	echo "s,-H ca2.example.com -p [0-9]*,-H 127.0.0.1 -p $service,"
	for name in "${servers[@]}"; do
		echo "s,https://$name.example.com,https://localhost:$(port_of "$name" https),g"
		echo "s,http://$name.example.com,http://localhost:$(port_of "$name" http),g"
		echo "/ -S/s,-H $name.example.com,-H localhost -p $(port_of "$name" https),"
		echo "s,-H $name.example.com,-H localhost -p $(port_of "$name" http),"
		echo "s,--tls=$name.example.com,--tls=localhost:$(port_of "$name" https),"
		echo "s,/etc/ssl/$name/,$work/$name/,g"
	done
	echo "s,proxy.example.com:3128,127.0.0.1:$(sed 's/.*port=\([0-9]*\).*/\1/' "$work/proxy.ready"),"
	echo "s,192.0.2.17,127.0.0.1,"
	echo "s,/etc/ssl/example-root.pem,$work/ndes/root.pem,g"
	echo "s,/etc/ssl/,$work/ndes/,g"
	echo "s,/etc/monitoring-plugins/,$work/,g"
	echo "s,/var/lib/[a-z/_-]*/,$work/state/,g; s,/var/lib/[a-z-]*,$work/state,g"
}

from_simulators()
{
	local name mapper service

	read -r mapper service <"$work/ca.ready"
	echo "/ICPR is registered/s,127.0.0.1 port $service,ca1.example.com port $service,"
	echo "s,127.0.0.1 port $service,ca2.example.com port $service,"
	for name in "${servers[@]}"; do
		echo "s,localhost:$(port_of "$name" https),$name.example.com,g"
		echo "s,localhost:$(port_of "$name" http),$name.example.com,g"
		echo "s,127.0.0.1:$(port_of "$name" http),$name.example.com,g"
	done
}

# "# /etc/...": the block is a file.
is_file()
{
	[[ $(head -n 1 "$1") == '# /'* ]]
}

write_file()
{
	local path

	path=$(sed -n '1s/^# //p' "$1" | sed -f "$work/to.sed")
	(umask 077 && sed -f "$work/to.sed" "$1" >"$path")
}

command_of()
{
	sed -n '1s/^\$ //; /\\$/{p; n; b more}; p; q; :more; /\\$/{p; n; b more}; p; q' "$1"
}

promised_by()
{
	awk 'started { print } !started && !/\\$/ { started = 1 }' "$1"
}

# Each promised line must match a line of the output, in that order; indentation does not count.
compare() # PROMISED OUTPUT
{
	local promise pattern line

	exec 3<"$2"
	while read -r promise; do
		pattern=$(sed 's/[][*?\\]/\\&/g; s/\.\.\./*/g' <<<"$promise")
		while read -r line <&3; do
			# shellcheck disable=SC2053 # the right side is a pattern
			[[ $line == $pattern* ]] && continue 2
		done
		echo "not in the output: $promise"
		return 1
	done <"$1"
}

state_matches() # EXIT-CODE PROMISED
{
	local words=(OK WARNING CRITICAL UNKNOWN)

	[[ $(head -n 1 "$2") == *" ${words[$1]} - "* ]] && return
	echo "the exit code is $1"
	return 1
}

run_example()
{
	local code

	command_of "$1" | sed -e ':join; /\\$/{N; s/\\\n *//; b join}' | sed -f "$work/to.sed" >"$work/command"
	promised_by "$1" >"$work/promised"
	if asks_directory "$1"; then
		bash "$lab" run "$work/lab" bash "$work/command" >"$work/raw" 2>&1
	else
		bash "$work/command" >"$work/raw" 2>&1
	fi
	code=$?
	sed -f "$work/from.sed" "$work/raw" >"$work/output"
	{
		state_matches "$code" "$work/promised" && compare "$work/promised" "$work/output"
	} >"$work/wrong" && return
	sed 's/^/# /' "$work/command" "$work/wrong" "$work/output"
	return 1
}

start_servers
to_simulators >"$work/to.sed"
start_directory
from_simulators >"$work/from.sed"
for page in "$source_tree"/man/*.1; do
	extract "$page"
done

number=0
for example in "$work"/examples/*; do
	if is_file "$example"; then
		write_file "$example"
		continue
	fi
	number=$((number + 1))
	if [[ -n $no_directory ]] && asks_directory "$example"; then
		echo "ok $number - $(basename "$example") # SKIP $no_directory"
	elif run_example "$example"; then
		echo "ok $number - $(basename "$example"): $(head -n 1 "$example")"
	else
		echo "not ok $number - $(basename "$example"): $(head -n 1 "$example")"
	fi
done
echo "1..$number"
