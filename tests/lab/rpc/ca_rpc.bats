#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2034,SC2154 # output, status, environment: shared with common.bash
# check_ca_rpc against an endpoint mapper and a service with faults (rpc_server.py).
load ../../blackbox/common

setup() {
	cd "$BATS_TEST_TMPDIR" || return
}

# ca [FAULT ...]: a server of this test: $mapper_port, $service_port, $asked
ca() {
	local folder

	folder=$(mktemp -d "$BATS_TEST_TMPDIR/ca.XXXXXX")
	asked=$folder/asked
	: >"$asked"
	"$python" -I -S "$source_top/tests/lab/rpc/rpc_server.py" "$folder/ready" "$asked" "$@" >/dev/null \
		2>"$folder/errors" 3>&- &
	ca_pid=$!
	started "$folder" "$ca_pid" || return
	read -r mapper_port service_port <"$folder/ready"
}

# asking [ARGUMENT...]
asking() {
	check ca_rpc -H 127.0.0.1 --epm-port="$mapper_port" "$@"
}

# saw WORD...: the messages that the server got, in that order
saw() {
	[[ $(tr '\n' ' ' <"$asked") == "$* " ]] || failed "the server got $(tr '\n' ' ' <"$asked"), expected $*"
}

# --- fine ---

@test "registered and listening" {
	ca
	asking
	ok "ICPR is registered and listens on 127.0.0.1 port $service_port" "port $mapper_port answers in"
	first_line " ms"
	measured time time_connect
	saw bind map service
}

@test "--port: only the bind" {
	ca
	check ca_rpc -H 127.0.0.1 -p "$service_port"
	ok "ICPR listens on 127.0.0.1 port $service_port"
	never_says mapper
	measured time time_connect
	saw service
	asking -p "$service_port"
	ok "ICPR listens on 127.0.0.1 port $service_port"
	saw service service
}

@test "an answer that comes byte by byte" {
	ca bind:drip map:drip service:drip
	asking
	ok "port $service_port"
}

@test "another interface, by its UUID" {
	ca --interface=12345678-1234-abcd-ef00-0123456789ab
	asking --interface=12345678-1234-abcd-ef00-0123456789ab/1.0
	ok "12345678-1234-abcd-ef00-0123456789ab version 1.0 is registered"
	asking
	critical CA-NOT-REGISTERED "knows no TCP port of ICPR"
}

@test "the address in the answer is not believed" {
	ca
	asking -v
	ok "Asked 127.0.0.1 port $service_port"
	never_says 203.0.113
}

@test "several ports: the first that accepts" {
	ca map:ports=d,s
	asking
	ok "listens on 127.0.0.1 port $service_port" "Of several ports: " "refuses the connection"
}

@test "several ports: a filtered one takes its share of the time only" {
	ca map:ports=h,s
	asking -t 3
	ok "listens on 127.0.0.1 port $service_port" "Of several ports: no answer from"
	within 2800
}

@test "all formats" {
	ca
	for format in json prometheus checkmk; do
		asking --output-format=$format
		((status == 0)) || failed "exit code"
	done
	asking --output-format=json
	says '"target":"127.0.0.1"' "\"port\":$service_port" '"interface":"ICPR"'
}

# --- not registered ---

@test "the CA service is stopped" {
	ca map:status=0x16c9a0d6
	asking
	critical CA-NOT-REGISTERED "the CA service is not running" "ICPR is not registered" "port $mapper_port answers"
	says CertSvc services.msc
	unmeasured time_connect
	saw bind map
}

@test "registered for named pipes only" {
	ca map:pipe
	asking
	critical CA-NOT-REGISTERED "can't be reached by TCP"
}

@test "the endpoint mapper has an error of its own" {
	ca map:status=0x16c9a0cd
	asking
	critical RPC-PROTOCOL "can't tell where ICPR is: status 0x16C9A0CD"
	ca map:fault=0x1c010002
	asking
	critical RPC-PROTOCOL "fault 0x1C010002"
}

# --- a mapper that wants a login ---

@test "the endpoint mapper wants authentication: fault 5" {
	ca map:fault=5
	asking
	unknown RPC-MAPPER-AUTH "--port" "fault 0x00000005" "Restrict Unauthenticated RPC clients (RestrictRemoteClients)"
	first_line "the endpoint mapper wants authentication: 127.0.0.1 port $mapper_port"
	saw bind map
}

@test "the endpoint mapper wants authentication: bind_nak" {
	ca bind:nak=8
	asking
	unknown RPC-MAPPER-AUTH "wants authentication" "--port" "bind_nak, reason 8"
	saw bind
	check ca_rpc -H 127.0.0.1 -p "$service_port"
	ok
}

@test "the endpoint mapper wants authentication: a refused context" {
	ca bind:result=2,0
	asking
	unknown RPC-MAPPER-AUTH "result 2, reason 0"
}

@test "the endpoint mapper wants authentication: access denied as its answer, and an error of the security package" {
	ca map:status=5
	asking
	unknown RPC-MAPPER-AUTH "wants authentication" "status 0x00000005, access denied"
	ca map:fault=0x721
	asking
	unknown RPC-MAPPER-AUTH "wants authentication" "fault 0x00000721, security package error"
}

@test "too many clients" {
	for fault in nak=1 nak=2 result=2,3; do
		ca bind:$fault
		asking
		unknown RPC-BUSY "no room for another client" "--port"
	done
	ca service:nak=2
	asking
	critical RPC-BUSY "port $service_port"
}

# --- another service ---

@test "another service has the port" {
	ca service:result=2,1
	asking
	critical RPC-OTHER-SERVICE "another service has that port" "port $service_port refuses ICPR" "result 2, reason 1"
	measured time_connect
	ca
	check ca_rpc -H 127.0.0.1 -p "$mapper_port"
	critical RPC-OTHER-SERVICE "port $mapper_port refuses ICPR"
}

@test "the endpoint mapper's port is another RPC service's" {
	ca
	check ca_rpc -H 127.0.0.1 --epm-port="$service_port"
	unknown RPC-MAPPER-AUTH "result 2, reason 1" "wants authentication, or another service has that port"
}

@test "a web server has the port" {
	ndes
	check ca_rpc -H 127.0.0.1 -p "$http_port" -t 1
	critical RPC-TIMEOUT "port $http_port" "speaks another protocol"
	ca bind:text=HTTP/1.1
	asking
	critical RPC-PROTOCOL "not RPC of version 5.0"
}

# --- the way ---

@test "nothing listens: the endpoint mapper" {
	port=$(dead_port)
	check ca_rpc -H 127.0.0.1 --epm-port="$port"
	critical RPC-MAPPER-BLOCKED "127.0.0.1 port $port refuses the connection" 0x800706BA "2 attempts"
	unmeasured time_connect
	check ca_rpc -H 127.0.0.1 --epm-port="$port" --retries=0
	never_says attempts
}

@test "what an RPC client meets is a field of JSON, and told once to people" {
	check ca_rpc -H 127.0.0.1 --epm-port="$(dead_port)" --output-format=json
	[[ $(jq -r '.checks[] | select(.id == "endpoint_mapper") | .windows_error' <<<"$output") == 0x800706BA ]] ||
		failed windows_error
	ca map:ports=d
	asking --output-format=json
	[[ $(jq -r '.checks[] | "\(.id) \(.windows_error)"' <<<"$output" | sort) == \
		$'endpoint_mapper null\nservice 0x800706BA\ntime null' ]] || failed windows_error
	asking
	critical RPC-PORT-BLOCKED "event 31 with 0x800706BA"
	never_says "Windows clients log"
}

@test "nothing listens: the dynamic port" {
	ca map:ports=d
	asking
	critical RPC-PORT-BLOCKED "(the port that the endpoint mapper names) refuses the connection" 49152-65535 0x800706BA
	unmeasured time_connect
}

@test "nothing listens: the static port" {
	port=$(dead_port)
	check ca_rpc -H 127.0.0.1 -p "$port"
	critical RPC-PORT-BLOCKED "127.0.0.1 port $port (the port of --port) refuses the connection"
}

@test "a firewall drops the dynamic port" {
	ca map:ports=h
	asking -t 1
	critical RPC-PORT-BLOCKED "stuck in the connect" "drops the dynamic ports (49152-65535)"
	within 1500
	asking -t 1:unknown
	unknown RPC-PORT-BLOCKED "stuck in the connect"
}

@test "a name that does not exist" {
	check ca_rpc -H nope.invalid -t 5
	critical NET-DNS "nope.invalid port 135 has no address" nslookup
	unmeasured time_connect
}

@test "-4 and -6: an address of the other family is no matter of DNS" {
	check ca_rpc -H 127.0.0.1 -6
	critical NET-FAMILY "127.0.0.1 port 135 can't be asked: it has no IPv6 address (-6)"
	never_says 0x800706BA "does not resolve"
	check ca_rpc -H 2001:db8::1 -4
	critical NET-FAMILY "[2001:db8::1] port 135 can't be asked: it has no IPv4 address (-4)"
	check ca_rpc -H nope.invalid -6 -t 5
	critical NET-DNS "does not resolve"
}

@test "-4 and -6" {
	grep -qs ' lo$' /proc/net/if_inet6 || skip "no IPv6 on the loopback interface"
	ca --address=::1
	check ca_rpc -H ::1 --epm-port="$mapper_port"
	ok "[::1] port $service_port"
	check ca_rpc -H '[::1]' --epm-port="$mapper_port" -6
	ok "[::1] port $service_port"
	check ca_rpc -H ::1 --epm-port="$mapper_port" -4
	((status != 0)) || failed "an IPv6 address was asked with -4"
	check ca_rpc -H ::1 -p "$service_port" --output-format=json
	says "\"target\":\"[::1]:$service_port\""
}

# --- silence, ends, floods: in each step ---

@test "silence in each step" {
	for step in bind map service; do
		ca $step:silent
		asking -t 1
		critical RPC-TIMEOUT "stuck in the answer" "stays silent"
		within 1500
	done
	measured time_connect
	never_says 0x800706BA
	asking -t 1:warning
	warning RPC-TIMEOUT
	ca bind:silent
	asking -t 1
	critical RPC-TIMEOUT "event 31 with 0x800706BA"
}

@test "silence in each step, and the time limit is OK: the headline is the silence, nothing is blamed or praised" {
	for step in bind map service; do
		ca $step:silent
		asking -t 1:ok
		ok "until it failed"
		first_line "no answer from 127.0.0.1 port" "stuck in the answer"
		never_says "not registered" "and listens"
	done
	check ca_rpc -H 127.0.0.1 -p "$service_port" -t 1:ok
	ok
	first_line "no answer from 127.0.0.1 port $service_port" "stuck in the answer"
	never_says "ICPR listens"
}

@test "the connection ends in each step" {
	for step in bind map service; do
		for fault in close reset; do
			ca $step:$fault
			asking
			critical RPC-PROTOCOL "breaks it off before it has answered"
		done
	done
}

@test "a transport failure is repeated before the first answer only" {
	ca bind:close
	asking --retries=2
	critical RPC-PROTOCOL "3 attempts"
	saw bind bind bind
	ca map:close
	asking --retries=2
	critical RPC-PROTOCOL
	saw bind map
}

@test "bytes without end in each step" {
	for step in bind map service; do
		for fault in endless flood; do
			ca $step:$fault
			asking
			critical RPC-PROTOCOL
			within 3000
		done
	done
}

@test "answers that end early, at bytes of every part" {
	local byte

	for byte in 1 15 16 24 40 59; do
		ca bind:cut=$byte
		asking
		critical RPC-PROTOCOL "breaks it off"
		ca service:cut=$byte
		asking
		critical RPC-PROTOCOL "breaks it off"
	done
	for byte in 8 43 47 63 71 100 151; do
		ca map:cut=$byte
		asking
		critical RPC-PROTOCOL "breaks it off"
	done
}

@test "answers that stop early" {
	ca map:stop=100
	asking -t 1
	critical RPC-TIMEOUT "stuck in the answer"
	within 1500
}

# --- broken rules ---

@test "bytes of the header that are wrong" {
	local rows=(0,4:"not RPC" 1,9:"not RPC" 2,99:"another kind" 3,1:fragments 4,0:big-endian 9,255:"impossible length"
		8,4:"impossible length" 8,20:"more than the RPC message" 12,77:"another RPC call")

	for row in "${rows[@]}"; do
		ca bind:byte="${row%%:*}"
		asking
		critical RPC-PROTOCOL "${row#*:}"
		ca service:byte="${row%%:*}"
		asking
		critical RPC-PROTOCOL "${row#*:}"
	done
}

@test "towers that lie" {
	ca map:floors=6
	asking
	critical RPC-PROTOCOL "beyond its end"
	ca map:floors=65535
	asking
	critical RPC-PROTOCOL "beyond its end"
	ca map:floors=3
	asking
	critical RPC-PROTOCOL "bytes behind its floors"
	ca map:claims=4000
	asking
	critical RPC-PROTOCOL "beyond the message"
	ca map:claims=0xffffffff
	asking
	critical RPC-PROTOCOL "beyond the message"
	ca map:byte=56,65
	asking
	critical RPC-PROTOCOL "more endpoints"
}

@test "more bytes than announced" {
	ca map:more=1
	asking
	critical RPC-PROTOCOL "more than the RPC message"
}

@test "as many towers as are taken, and one more" {
	ca map:towers=64
	asking
	ok "port $service_port"
	ca map:towers=65
	asking
	critical RPC-PROTOCOL "more endpoints"
}

# --- thresholds, usage ---

@test "-w and -c are ranges for the time" {
	ca
	asking -w 30 -c 60
	ok
	asking -w 0 -c 60
	warning RPC-SLOW "against -w 0"
	asking -w 0 -c 0
	critical RPC-SLOW "against -c 0"
	ca map:status=0x16c9a0d6
	asking -w 30 -c 60
	critical CA-NOT-REGISTERED
}

@test "usage errors" {
	check ca_rpc
	refused --hostname
	check ca_rpc -H ''
	refused --hostname
	for host in 'a b' http://ca1/ 'ca1\x' user@ca1 'ca1$' '[ca1]' ca%31 .ca1; do
		check ca_rpc -H "$host"
		refused --hostname
	done
	for host in ca1:4000 127.0.0.1:135 '[::1]:135' ::1:2:3:4:5:6:7:8:135 :135; do
		check ca_rpc -H "$host"
		refused "$host" --port --epm-port
	done
	for interface in '' icp 91ae6020 91ae6020-9e3c-11cf-8d7c-00aa00c091be/4 \
		91ae6020-9e3c-11cf-8d7c-00aa00c091be/70000.0; do
		check ca_rpc -H ca1 --interface="$interface"
		refused --interface
	done
	for port in 0 65536 -1 x; do
		check ca_rpc -H ca1 -p "$port"
		refused --port
		check ca_rpc -H ca1 --epm-port="$port"
		refused --epm-port
	done
	check ca_rpc -H ca1 -w 5 -c 2
	refused --warning
	check ca_rpc -H ca1 more
	refused
}

@test "it loads no library that it does not need" {
	if sanitized; then
		skip "a sanitizer brings its own"
	fi
	run ldd "$(plugin ca_rpc)"
	for library in curl ldap lber ssl crypto krb5 sasl; do
		never_says "lib$library"
	done
}

@test "the n-th allocation fails" {
	library=$build_top/tests/faults/fail_malloc.so
	[[ -e $library ]] || skip "$library was not built"
	if sanitized; then
		skip "AddressSanitizer has its own allocator"
	fi
	ca
	clean LD_PRELOAD="$library" FAIL_MALLOC_COUNT=count "$(plugin ca_rpc)" -H 127.0.0.1 --epm-port="$mapper_port" >out
	for ((n = 1; n <= $(cat count); n += 1 + $(cat count) / 60)); do
		status=0
		clean LD_PRELOAD="$library" FAIL_MALLOC_AT="$n" timeout 20 "$(plugin ca_rpc)" -H 127.0.0.1 \
			--epm-port="$mapper_port" >out 2>err || status=$?
		[[ $status == [03] && -s out && ! -s err ]] || { echo "allocation $n: $status $(cat out err)" >&2; false; }
	done
}
