#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2034,SC2154 # entry, samba, output, status: shared with the files that are loaded
# check_ca_rpc against a real endpoint mapper and real RPC services: a domain controller's, which is no CA.
load ../../blackbox/common
load samba

drsuapi=e3514235-4b06-11d1-ab04-00c04fc2dcd2

setup_file() {
	local missing

	missing=$(samba_missing)
	[[ -z $missing ]] || skip "$missing"
	samba_start --services="ldap dns rpc"
}

setup() {
	cd "$BATS_TEST_TMPDIR" || return
}

# port_of UUID/VERSION: where it is served
port_of() {
	check ca_rpc -H "$samba_address" --interface="$1"
	ok
	port=$(sed -n '1s/.* port \([0-9]*\),.*/\1/p' <<<"$output")
}

@test "no CA: ICPR is not registered" {
	check ca_rpc -H "$samba_address"
	critical CA-NOT-REGISTERED "ICPR is not registered at the endpoint mapper ($samba_address port 135)"
	unmeasured time_connect
}

@test "replication, netlogon and the local security authority are found and accept a bind" {
	for interface in $drsuapi/4.0 12345678-1234-abcd-ef00-01234567cffb/1.0 12345778-1234-abcd-ef00-0123456789ab/0.0; do
		check ca_rpc -H "$samba_address" --interface=$interface
		ok "${interface%/*} version ${interface#*/} is registered and listens on $samba_address port "
		measured time time_connect
	done
}

@test "a well-known interface needs no version" {
	check ca_rpc -H "$samba_address" --interface=$drsuapi
	ok "$drsuapi version 4.0 is registered and listens on $samba_address port "
	check ca_rpc -H "$samba_address" -p 135 --interface=e1af8308-5d1f-11c9-91a4-08002b14a0fa
	ok "listens on $samba_address port 135"
}

@test "the wrong version of an interface is not registered" {
	check ca_rpc -H "$samba_address" --interface=$drsuapi/9.0
	critical CA-NOT-REGISTERED "version 9.0 is not registered"
}

@test "a given port: its service, and another one" {
	port_of $drsuapi/4.0
	check ca_rpc -H "$samba_address" -p "$port" --interface=$drsuapi/4.0
	ok "listens on $samba_address port $port"
	check ca_rpc -H "$samba_address" -p "$port"
	critical RPC-OTHER-SERVICE "port $port refuses ICPR" "result 2, reason 1"
	check ca_rpc -H "$samba_address" -p 135
	critical RPC-OTHER-SERVICE "result 2, reason 1"
	check ca_rpc -H "$samba_address" --epm-port="$port"
	((status != 0)) || failed "a service's own port answered as an endpoint mapper"
}

@test "another protocol on the port" {
	check ca_rpc -H "$samba_address" -p 389 -t 2
	((status == 2)) || failed "LDAP was taken for RPC"
	says RPC-
}

@test "by its name" {
	samba_names
	check ca_rpc -H dc1.lab.test --interface=$drsuapi/4.0
	ok "listens on dc1.lab.test port "
}

@test "a server that hangs" {
	samba_hang
	check ca_rpc -H "$samba_address" -t 1
	samba_continue
	critical RPC-TIMEOUT "stays silent"
	within 1800
}
