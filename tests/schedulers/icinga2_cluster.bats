#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2034,SC2154 # shared with what is loaded
# contrib/icinga2 in a cluster of Icinga 2: the master has the files, a satellite schedules, an agent runs the plugins.
# Only the agent knows where they are.
bats_require_minimum_version 1.5.0
load ../blackbox/common
load ../lab/directory/directory
load ../lab/directory/account
load schedulers
load chain
load icinga2

hosts() {
	cat <<-END
		object Host "ndes1" {
			import "generic-host"
			address = "127.0.0.1"
			vars.scep_agent = "agent"
			vars.scep_roles = [ "ndes" ]
			vars.scep_port = $http_port
			vars.scep_account = "svc_ndes"
			vars.scep_templates = [ "NDES" ]
			vars.scep_ca_host = "ca1"
			vars.scep_dc_host = "dc1"
			vars.scep_ca_cert = "$directory_keys/ca.pem"
			vars.scep_bind_dn = "monitor@lab.test"
			vars.scep_ldap_password = "$directory_password"
			vars.mscep_admin = true
			$(output_files)
		}
		object Host "ndes2" {
			import "generic-host"
			address = "127.0.0.1"
			vars.scep_agent = "agent"
			vars.scep_roles = [ "ndes" ]
			vars.scep_port = $stopped_port
			$(output_files)
		}
		object Host "ca1" {
			import "generic-host"
			address = "127.0.0.1"
			vars.scep_agent = "agent"
			vars.scep_roles = [ "ca" ]
			vars.scep_mapper_port = $mapper_port
			vars.scep_clock = "rpc://127.0.0.1:$clock_port"
			$(output_files)
		}
		object Host "dc1" {
			import "generic-host"
			address = "127.0.0.1"
			vars.scep_agent = "agent"
			vars.scep_roles = [ "dc" ]
			vars.scep_ldap_port = $port
			$(output_files)
		}
		object Service "often" {
			host_name = "ca1"
			check_command = "ca_rpc"
			command_endpoint = "agent"
			max_check_attempts = 1
			check_interval = 1s
			retry_interval = 1s
		}
	END
}

# What the plugins said, as the agent has it
output_files() {
	local option

	for option in mscep ra_cert crl_dp template_acl ndes_account clock_skew ca_rpc; do
		echo "vars.${option}_output_file = \"$said/\$host.name\$/\$service.name\$\""
	done
}

servers() {
	ndes --lifetime=600 --fault=pool-stopped
	stopped_port=$http_port
	ndes --lifetime=600
	directory_keys
	domain --lifetime=600 --require-password="$directory_password" </dev/null
	chain_ca
}

# node NAME: what follows is about it
node() {
	read -r icinga2 icinga2_port <"$BATS_FILE_TMPDIR/node.$1"
	icinga2_name=$1
}

make_nodes() {
	local name folder=/nonexistent

	for name in "${nodes[@]}"; do
		[[ $name != agent ]] || folder=$plugin_folder
		plugin_folder=$folder icinga2_node "$name" </dev/null
		echo "$icinga2 $icinga2_port" >"$BATS_FILE_TMPDIR/node.$name"
	done
}

# Each is a zone of its name, under the one before. Templates come from the master: none of conf.d is beside them.
make_zones() {
	local name parent=

	for name in "${nodes[@]}"; do
		node "$name"
		echo "object Endpoint \"$name\" { host = \"127.0.0.1\", port = $icinga2_port }"
		echo "object Zone \"$name\" { endpoints = [ \"$name\" ]${parent:+, parent = \"$parent\"} }"
		parent=$name
	done >"$BATS_FILE_TMPDIR/zones.conf"
	echo 'object Zone "global-templates" { global = true }' >>"$BATS_FILE_TMPDIR/zones.conf"
	for name in "${nodes[@]}"; do
		node "$name"
		cp "$BATS_FILE_TMPDIR/zones.conf" "$icinga2/etc/zones.conf"
		rm "$icinga2/etc/conf.d/templates.conf"
	done
}

fill_master() {
	node master
	mkdir -p "$icinga2"/etc/zones.d/{global-templates,satellite}
	icinga2_templates >"$icinga2/etc/zones.d/global-templates/templates.conf"
	cp "$source_top"/contrib/icinga2/mscep-{commands,services}.conf "$icinga2/etc/zones.d/global-templates/"
	hosts >"$icinga2/etc/zones.d/satellite/mscep-hosts.conf"
}

# Words of the environment: a clock that goes on from what is written into $clock
movable_clock() {
	local library

	for library in /usr/lib/*/faketime/libfaketimeMT.so.1; do
		[[ ! -e $library ]] || echo "LD_PRELOAD=$library FAKETIME_TIMESTAMP_FILE=$clock" \
			FAKETIME_CACHE_DURATION=1 FAKETIME_DONT_FAKE_MONOTONIC=1
	done
}

# The children wait for their parents.
start_nodes() {
	local name

	echo +0 >"$clock"
	for name in agent satellite master; do
		node "$name"
		icinga2_environment=()
		# shellcheck disable=SC2207 # words
		[[ $name != satellite ]] || icinga2_environment=($(movable_clock))
		icinga2_start
		echo "$icinga2_pid" >"$BATS_FILE_TMPDIR/pid.$name"
	done
}

# What comes down from the master makes satellite and agent begin anew.
configured() {
	node agent
	icinga2_api /v1/objects/checkcommands/template_acl >/dev/null 2>&1 || return
	node satellite
	icinga2_api /v1/objects/services/ndes1%21Clocks >/dev/null 2>&1 || return
	icinga2_evaluate 'get_object(Endpoint, "agent").connected && get_object(Endpoint, "master").connected' \
		2>/dev/null
}

# ran FILTER: checked at once, and the master has the results. The satellite is told: for the first minute after a
# start, what the master is told does not arrive there.
ran() {
	local asked

	node satellite
	icinga2_run "$1"
	asked=$icinga2/asked
	node master
	cp "$asked" "$icinga2/asked"
	eventually 60 icinga2_all_checked "$1"
}

setup_file() {
	missing=$(icinga2_missing)
	export missing
	[[ -z $missing ]] || return 0
	nodes=(master satellite agent)
	said=$BATS_FILE_TMPDIR/said
	clock=$BATS_FILE_TMPDIR/clock
	mkdir -p "$said"/{ndes1,ndes2,ca1,dc1}
	servers
	make_nodes
	make_zones
	fill_master
	start_nodes
	eventually 120 configured
	ran true
	export said clock
}

setup() {
	[[ -z $missing ]] || skip "$missing"
	node master
}

result() {
	command="$1 $2"
	output=$(icinga2_result "$1" "$2" .last_check_result.output)
	status=$(icinga2_result "$1" "$2" '.state | floor')
}

@test "the agent ran the plugins, the satellite scheduled them, the master shows it" {
	run -0 icinga2_evaluate 'get_objects(Service).map(s => [ s.zone, s.last_check_result.check_source,
		s.last_check_result.scheduling_source ].join(" ")).unique()'
	[[ $(jq -c . <<<"$output") == '["satellite agent satellite"]' ]]
	run -0 icinga2_evaluate 'get_objects(Service).len()'
	[[ $output == 13* ]]
}

@test "all seven plugins: OK, with a password that comes by the environment" {
	local name

	for name in "SCEP endpoint" "RA certificates" "Revocation lists" "Template NDES" "Service account" Clocks; do
		result ndes1 "$name"
		ok
	done
	result ca1 "CA enrolment service"
	ok
	result dc1 Directory
	ok
	run -0 icinga2_result ndes1 "Template NDES" '.last_check_result.command[]'
	says --template
	never_says password "$directory_password"
}

@test "a fault is CRITICAL at the master, with its remedy" {
	result ndes2 "SCEP endpoint"
	critical NDES-POOL-STOPPED "Remedy: start the pool SCEP"
}

# as_said FILTER: where a check of Icinga's own came between, they are checked once more
as_said() {
	icinga2_as_said "$said" "$1" >"$BATS_TEST_TMPDIR/compared" || { ran "$1" && false; }
}

@test "state, text, and every value of perfdata are what the plugin said at the agent" {
	eventually 60 as_said 'service.name != "often"' || failed "$(<"$BATS_TEST_TMPDIR/compared")"
	[[ $(<"$BATS_TEST_TMPDIR/compared") =~ ^"12 services, "([0-9]+)" values"$ ]]
	((BASH_REMATCH[1] > 60))
}

@test "no node has reason to complain in its log, but for the start" {
	local name

	for name in master satellite agent; do
		node $name
		run -0 icinga2_log
		output=$(grep -vE 'Cannot connect to host|client disconnected|Removing API client' <<<"$output" || true)
		[[ -z $output ]] || failed "the log of $name"
	done
}

# An agent that is not there is told of after five minutes, which its satellite's clock makes short.
@test "the agent is stopped: within five minutes services are UNKNOWN and say why, and nothing is taken for down" {
	[[ -n $(movable_clock) ]] || skip "five minutes are long: install the package libfaketime"
	end "$(<"$BATS_FILE_TMPDIR/pid.agent")"
	echo +400 >"$clock"
	eventually 60 not_connected ca1 often
	ran 'service.name != "often"'
	run -0 icinga2_evaluate 'get_objects(Service).map(s => s.state + " " + s.last_check_result.output).unique()'
	[[ $(jq -c . <<<"$output") == "[\"3 Remote Icinga instance 'agent' is not connected to 'satellite'\"]" ]]
	[[ $(icinga2_result ndes1 "Template NDES" .last_reachable) == true ]]
}

not_connected() {
	result "$1" "$2"
	[[ $status == 3 && $output == "Remote Icinga instance 'agent' is not connected to 'satellite'" ]]
}
