#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2034,SC2154 # url, output, status, environment: shared with common.bash
# One deadline for all: servers that stall in each phase. A run must end within the double of -t, and the text names target and phase.
load common

# stalls FAULT CAUSE CODE PHASE: both plugins, by http
stalls() {
	local fault=$1 cause=$2 code=$3 phase=$4

	ndes --raw-fault="$fault"
	check mscep -u "$url" -t 0.6
	within 1600 || return
	critical "$cause" "127.0.0.1 port $http_port" "$phase" || return
	windows GetCACaps "$code" || return
	measured time_resolve time_connect || return
	check ra_cert -u "$url" -t 0.6
	within 1600 || return
	critical "$cause" "127.0.0.1 port $http_port" "$phase" || return
	windows GetCACert "$code"
}

@test "stall-accept: the connection is never taken from the backlog" {
	stalls stall-accept NET-TIMEOUT 0x80072EE2 "wait for the answer"
}

@test "stall-headers: no answer" {
	stalls stall-headers NET-TIMEOUT 0x80072EE2 "wait for the answer"
}

@test "stall-body: the answer does not end" {
	stalls stall-body NET-TIMEOUT 0x80072EE2 "transfer"
}

@test "drip: a byte a second" {
	stalls drip NET-TIMEOUT 0x80072EE2 "transfer"
}

@test "the time of a run that timed out is the time that passed" {
	ndes --raw-fault=stall-headers
	check mscep -u "$url" -t 1
	between time 0.7 1.2
}

@test "check_ra_cert: the phases that were done are measured, too" {
	ndes --raw-fault=stall-headers
	check ra_cert -u "$url" -t 1
	measured time_resolve time_connect
}

@test "the TLS handshake hangs: the phase is TLS, not the connect" {
	for fault in stall-tls stall-accept; do
		ndes --raw-fault=$fault
		check mscep -u "https://127.0.0.1:$https_port$path" -t 1
		within 2000
		critical NET-TIMEOUT "127.0.0.1 port $https_port" TLS
		windows GetCACaps 0x80072EE2
		measured time_connect
		never_says filtered
	done
}

@test "nobody takes the connection: filtered" {
	# A full backlog drops what comes, as a firewall does.
	"$python" -I -S -c '
import socket, sys, time
s = socket.socket(); s.bind(("127.0.0.1", 0)); s.listen(0)
held = []
for _ in range(8):
	c = socket.socket(); c.setblocking(False); c.connect_ex(s.getsockname()); held.append(c)
print(s.getsockname()[1], flush=True); time.sleep(20)' >"$BATS_TEST_TMPDIR/port" 3>&- &
	echo $! >"$BATS_TEST_TMPDIR/filter"
	until [[ -s $BATS_TEST_TMPDIR/port ]]; do sleep 0.02; done
	check mscep -u "http://127.0.0.1:$(cat "$BATS_TEST_TMPDIR/port")/" -t 1
	kill "$(cat "$BATS_TEST_TMPDIR/filter")"
	within 2000
	critical NET-FILTERED "connect"
	windows GetCACaps 0x80072EFD
	measured time_resolve
	unmeasured time_wait
}

@test "a proxy takes the connection, but opens no tunnel" {
	ndes --raw-fault=stall-headers
	check mscep -u https://ndes.example/x -x "127.0.0.1:$http_port" -t 1
	critical PROXY-REFUSED "127.0.0.1:$http_port" "ndes.example port 443" "stuck in the connect" tunnel
	windows GetCACaps 0x80072EE2
}

@test "one stalled endpoint does not hide the verdict of another" {
	ndes
	good=$url
	ndes --raw-fault=stall-headers
	check mscep -u "$good" -u "$url" -t 1
	within 2000
	critical NET-TIMEOUT "$url"
	says "[OK] $good" "3 certificates"
	measured endpoint1_time
}

@test "a stall in the middle: GetCACert only" {
	ndes --delay=3000@GetCACert
	check mscep -u "$url" -t 1
	within 2000
	critical NET-TIMEOUT "[OK] GetCACaps" "[CRITICAL] GetCACert"
	stop "$server_pid"
}

@test "-t N:STATE" {
	ndes --raw-fault=stall-headers
	check mscep -u "$url" -t 0.5:ok
	verdict OK 0
	first_line "no answer from 127.0.0.1 port $http_port" "stuck in the wait for the answer"
	never_says "speaks SCEP"
	check ra_cert -u "$url" -t 0.5:ok
	verdict OK 0
	first_line "no answer from 127.0.0.1 port $http_port" "stuck in the wait for the answer"
	never_says redirects
	check mscep -u "$url" -t 0.5:warning
	warning NET-TIMEOUT
	check mscep -u "$url" -t 0.5:unknown
	unknown NET-TIMEOUT
	check ra_cert -u "$url" -t 0.5:unknown
	unknown NET-TIMEOUT
}

@test "-t N:STATE is for the deadline, not for other failures" {
	check mscep -u "http://127.0.0.1:$(dead_port)/" -t 3:unknown
	critical NET-REFUSED
}

@test "-t: bad values" {
	for bad in 0 -1 abc 1x "" nan 1: 1:foo :critical 1e9 99999999999; do
		check mscep -u http://127.0.0.1/ -t "$bad"
		refused --timeout
	done
}

@test "-t: fractions" {
	ndes --raw-fault=stall-headers
	check mscep -u "$url" -t 0.5
	within 1300
	critical NET-TIMEOUT
}

@test "every format, and the file, on a timeout" {
	ndes --raw-fault=stall-headers
	file=$BATS_TEST_TMPDIR/result.json
	check mscep -u "$url" -t 1 --output-format=prometheus --output-file="$file"
	valid json check_mscep 2 "$file"
	((status == 2))
}

@test "--retries: each reset is tried again, a verdict never" {
	ndes --raw-fault=reset
	check mscep -u "$url" --retries=0
	critical NET-RESET
	windows GetCACaps 0x80072EFE
	[[ $(wc -l <"$requests") == 1 ]]
	check mscep -u "$url" --retries=2
	critical NET-RESET "3 attempts"
	[[ $(wc -l <"$requests") == 4 ]]
	ndes --fault=pool-stopped
	check mscep -u "$url" --retries=3 --server=generic
	critical NDES-POOL-STOPPED
	[[ $(grep -c GetCACaps "$requests") == 1 ]]
	for bad in -1 x 1x "" 1.5; do
		check mscep -u "$url" --retries="$bad"
		refused --retries
	done
}

@test "--retries stay within the deadline" {
	ndes --raw-fault=close
	check mscep -u "$url" --retries=100 -t 1
	within 2000
	((status == 2))
}

@test "a retry that succeeds is OK" {
	# The port comes up while the plugin tries.
	ndes
	port=$http_port
	stop "$server_pid"
	(
		sleep 0.4
		exec "$build_top/tests/servers/ndes-sim/ndes-sim" --directory="$ndes" --keys="$keys" --port="$port" --lifetime=20
	) >/dev/null 2>&1 3>&- &
	echo $! >>"$BATS_TEST_TMPDIR/pids"
	check mscep -u "$url" --retries=20 -t 8
	ok
}
