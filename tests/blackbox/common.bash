# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# What every black-box test stands on: servers that are started and stopped, plugins that are run, outputs that are judged.
#
#	ndes --fault=pool-stopped                       a simulator of this test: $url, $tls_url, $http_port, $https_port, $ndes, $requests
#	check mscep -u "$url"                           runs the plugin; the rules of output are judged at once
#	critical NDES-POOL-STOPPED "HTTP 503" ...       exit code, state, cause, and texts that must be there
#
# SUITE_BUILDDIR: where the programs were built (default: the top of the source). SUITE_KEYS: keys that runs share.
# SUITE_VECTORS: folder of recorded answers.

blackbox=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source_top=$(cd "$blackbox/../.." && pwd)
build_top=${SUITE_BUILDDIR:-$source_top}
python=/usr/bin/python3
[[ -x $python ]] || python=python3
environment=()
entry=()

# --- servers ---

# started FOLDER: waits for the ready line, at most 10 s, and keeps the PID for the teardown
started() {
	local folder=$1 pid=$2 tries=500

	echo "$pid" >>"$(dirname "$folder")/pids"
	until [[ -s $folder/ready ]]; do
		if ! kill -0 "$pid" 2>/dev/null || ((--tries == 0)); then
			echo "the server did not come up: $(cat "$folder/errors")" >&2
			return 1
		fi
		sleep 0.02
	done
}

# The keys cost a second: made once, by whoever comes first.
make_keys() {
	local folder=$1 pid

	mkdir -p "$folder"
	(
		flock 9
		[[ -e $folder/made ]] && exit 0
		mkdir -p "$folder/first"
		rm -f "$folder/first/ready"
		"$build_top/tests/servers/ndes-sim/ndes-sim" --directory="$folder/first" --keys="$folder" --lifetime=30 \
			--ready-file="$folder/first/ready" >/dev/null 2>"$folder/first/errors" 3>&- 9>&- &
		pid=$!
		started "$folder/first" "$pid"
		kill "$pid" && wait "$pid"
		touch "$folder/made"
	) 9>"$folder/lock"
}

scope() {
	echo "${BATS_TEST_TMPDIR:-$BATS_FILE_TMPDIR}"
}

# ndes [OPTION...]: a simulator with a folder of its own. Ends with the test, or with the file when started in setup_file.
ndes() {
	keys=${SUITE_KEYS:-$BATS_RUN_TMPDIR/keys}
	make_keys "$keys"
	ndes=$(mktemp -d "$(scope)/ndes.XXXXXX")
	requests=$ndes/requests
	"$build_top/tests/servers/ndes-sim/ndes-sim" --directory="$ndes" --keys="$keys" --ready-file="$ndes/ready" \
		--log="$requests" --lifetime=1200 --tls-port=0 "$@" >/dev/null 2>"$ndes/errors" 3>&- &
	server_pid=$!
	started "$ndes" "$server_pid" || return
	http_port=$(sed 's/.*http=\([0-9]*\).*/\1/' "$ndes/ready")
	https_port=$(sed 's/.*https=\([0-9]*\).*/\1/' "$ndes/ready")
	path=/certsrv/mscep/mscep.dll
	url=http://127.0.0.1:$http_port$path
	tls_url=https://localhost:$https_port$path
	export keys ndes requests http_port https_port path url tls_url server_pid
}

# proxy [OPTION...]: test-proxy; $proxy is its host and port
proxy() {
	local folder

	folder=$(mktemp -d "$(scope)/proxy.XXXXXX")
	"$build_top/tests/servers/test-proxy/test-proxy" --lifetime=1200 --log="$folder/requests" "$@" \
		>"$folder/ready" 2>"$folder/errors" 3>&- &
	proxy_pid=$!
	started "$folder" "$proxy_pid" || return
	proxy=127.0.0.1:$(sed 's/.*port=\([0-9]*\) .*/\1/' "$folder/ready")
	proxy_requests=$folder/requests
	export proxy proxy_requests proxy_pid
}

# replay OPERATION=FILE[,TYPE] ... or OPERATION=:STATUS[,SERVER] ...: what no simulator says; see replay_server.py. Sets $url.
replay() {
	local port

	port=$(mktemp -u "$BATS_TEST_TMPDIR/port.XXXXXX")
	"$python" -I -S "$blackbox/replay_server.py" "$port" "$@" 2>"$BATS_TEST_TMPDIR/replay" 3>&- &
	echo $! >>"$BATS_TEST_TMPDIR/pids"
	for _ in {1..500}; do
		[[ -s $port ]] && break
		sleep 0.02
	done
	url=http://127.0.0.1:$(cat "$port")/certsrv/mscep/mscep.dll
}

# stop PID: now, not at the end; also one that a test has suspended. A server that ends with anything but 0 has a fault of
# its own.
stop() {
	local pid=$1 status=0

	kill "$pid" 2>/dev/null || return 0
	# only then: a leak checker at its exit never ends if it is told to go on
	! grep -q '^State:.T' "/proc/$pid/status" 2>/dev/null || kill -CONT "$pid" 2>/dev/null || true
	wait "$pid" 2>/dev/null || status=$?
	if ((status != 0 && status != 127)); then
		echo "server $pid ended with $status" >&2
		return 1
	fi
}

stop_all() {
	local folder=$1 pid status=0

	[[ -e $folder/pids ]] || return 0
	while read -r pid; do
		stop "$pid" || status=1
	done <"$folder/pids"
	rm -f "$folder/pids"
	return "$status"
}

teardown() {
	stop_all "$BATS_TEST_TMPDIR"
}

teardown_file() {
	stop_all "$BATS_FILE_TMPDIR"
}

# a port on which nothing listens
dead_port() {
	"$python" -I -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# --- plugins ---

# plugin NAME: where check_NAME was built
plugin() {
	echo "$build_top/plugins/check_$1"
}

# clean COMMAND...: where entry=(COMMAND...) leads, with nothing in the environment but PATH, HOME, what a sanitizer needs, and environment=(NAME=VALUE ...)
clean() {
	${entry[@]+"${entry[@]}"} env -i PATH="$PATH" HOME="$BATS_TEST_TMPDIR" ${ASAN_OPTIONS:+ASAN_OPTIONS="$ASAN_OPTIONS"} \
		${UBSAN_OPTIONS:+UBSAN_OPTIONS="$UBSAN_OPTIONS"} ${environment[@]+"${environment[@]}"} "$@"
}

# check PLUGIN [ARGUMENT...]: sets $output, $status, and judges the rules of output
check() {
	local name=check_$1 argument start=${EPOCHREALTIME/[.,]/}
	local form=nagios judge=()

	shift
	for argument; do
		case $argument in
		--output-format=*) form=${argument#*=} ;;
		-v | -vv | -vvv | --verbose) judge+=(--verbose) ;;
		--exit-ok) judge+=(--exit-ok) ;;
		esac
	done
	for argument; do
		case $argument in
		-h | --help | -V | --version) form=text ;;
		esac
	done
	case $form in nagios | json | prometheus | checkmk | text) ;; *) form=nagios ;; esac
	status=0
	clean timeout -k 1 60 "$build_top/plugins/$name" "$@" >"$BATS_TEST_TMPDIR/stdout" 2>"$BATS_TEST_TMPDIR/stderr" || status=$?
	elapsed=$(((${EPOCHREALTIME/[.,]/} - start) / 1000))
	# bash drops NUL bytes, and says so
	{ output=$(<"$BATS_TEST_TMPDIR/stdout"); } 2>/dev/null
	command="$name $*"
	valid "$form" "$name" "$status" "$BATS_TEST_TMPDIR/stdout" ${judge[@]+"${judge[@]}"} || failed "the rules of output"
}

# valid FORMAT PLUGIN STATUS FILE [OPTION...]
valid() {
	local form=$1 name=$2 code=$3 file=$4

	shift 4
	: >>"$BATS_TEST_TMPDIR/stderr"
	"$python" -I -S "$blackbox/validate_output.py" --format="$form" --plugin="$name" --rc="$code" \
		--causes="$source_top/lib/core/causes.def" "$@" "$file" "$BATS_TEST_TMPDIR/stderr"
}

failed() {
	printf 'FAILED: %.300s\ncommand: %.300s\nexit code: %s\noutput:\n%.4000s\n' "$1" "$command" "$status" "$output" >&2
	return 1
}

says() {
	local text

	for text; do
		[[ $output == *"$text"* ]] || failed "does not say '$text'" || return
	done
}

never_says() {
	local text

	for text; do
		[[ $output != *"$text"* ]] || failed "says '$text'" || return
	done
}

# first_line TEXT...: what the summary must say
first_line() {
	local text line=${output%%$'\n'*}

	for text; do
		[[ $line == *"$text"* ]] || failed "line 1 does not say '$text'" || return
	done
}

verdict() {
	local state=$1 code=$2

	((status == code)) || failed "exit code $status, expected $code" || return
	[[ ${output%%$'\n'*} == *" $state - "* || ${output:0:1} == '{' ]] || failed "line 1 is not $state"
}

ok() {
	verdict OK 0 && says "$@"
}

# bad STATE CODE CAUSE TEXT...: the cause must be the one of a remedy
bad() {
	local state=$1 code=$2 cause=$3

	shift 3
	verdict "$state" "$code" || return
	[[ $output == *"($cause in mscep-causes(7))"* || $output == *"\"cause\":\"$cause\""* ]] ||
		failed "the cause is not $cause" || return
	says "$@"
}

warning() {
	bad WARNING 1 "$@"
}

critical() {
	bad CRITICAL 2 "$@"
}

unknown() {
	bad UNKNOWN 3 "$@"
}

# refused TEXT...: a usage error
refused() {
	verdict UNKNOWN 3 && first_line "usage: " "$@"
}

# invalid FORMAT PLUGIN STATUS FILE: the rules of output must object
invalid() {
	if valid "$@" >/dev/null; then
		echo "the rules of output let through as $1: $(cat "$4")" >&2
		return 1
	fi
}

# windows STAGE CODE: what a Windows client would log
windows() {
	says "Windows clients log: Event 86, stage $1, $2"
}

# measured LABEL...: these perfdata are there
measured() {
	local label perfdata=" ${output%%$'\n'*}"

	perfdata=" ${perfdata#*|}"
	for label; do
		[[ $perfdata == *" $label="* ]] || failed "no perfdata $label" || return
	done
}

unmeasured() {
	local label perfdata="${output%%$'\n'*}"

	perfdata=" ${perfdata#*|}"
	for label; do
		[[ $perfdata != *" $label="* ]] || failed "perfdata $label is there" || return
	done
}

# value LABEL: its number
value() {
	local perfdata="${output%%$'\n'*}"

	perfdata=" ${perfdata#*|}"
	[[ $perfdata =~ \ $1=(-?[0-9.]+) ]] && echo "${BASH_REMATCH[1]}"
}

# between LABEL LOW HIGH
between() {
	local number

	number=$(value "$1") || failed "no perfdata $1" || return
	"$python" -I -S -c 'import sys; n, low, high = map(float, sys.argv[1:]); sys.exit(not low <= n <= high)' \
		"$number" "$2" "$3" || failed "$1 is $number, not between $2 and $3"
}

# within MILLISECONDS: the last check took no longer
within() {
	((elapsed <= $1)) || failed "took $elapsed ms, allowed are $1"
}

# asked PATTERN: the simulator got such a request; not_asked the reverse
asked() {
	grep -q -e "$1" "$requests" || failed "the server was not asked $1: $(cat "$requests")"
}

not_asked() {
	if grep -q -e "$1" "$requests"; then
		failed "the server was asked $1"
	fi
}

# sanitized: were the plugins built with AddressSanitizer?
sanitized() {
	ldd "$(plugin mscep)" 2>/dev/null | grep -q libasan
}

# needs PROGRAM PACKAGE: else a visible skip
needs() {
	command -v "$1" >/dev/null || [[ -x $1 ]] || skip "$1 is missing: install the package $2"
}
