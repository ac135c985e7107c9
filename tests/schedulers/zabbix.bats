#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2154 # shared with what is loaded
# The files of contrib/zabbix in a real Zabbix: imported, linked to hosts, fed by both agents and by external checks.
load ../blackbox/common
load ../lab/directory/directory
load ../lab/directory/account
load schedulers
load chain
load zabbix
load zabbix_chain

templates=$source_top/contrib/zabbix
ndes_plugins=(check_clock_skew check_crl_dp check_mscep check_ndes_account check_ra_cert check_template_acl)
# one for each way: both agents, external checks
whole_hosts=(ndes1 classic "external 1")

setup_file() {
	missing=$(zabbix_missing)
	export missing
	[[ -z $missing ]] || return 0
	zabbix_start
	# the machine's own watching of itself is none of ours
	api host.update '{"hostid": "10084", "status": 1}' >/dev/null
	zabbix_import "$templates/mscep-agent.yaml"
	zabbix_import "$templates/mscep-external.yaml"
	zabbix_chain "${whole_hosts[@]:1}"
	watch_hung_server
	watch_chain
}

setup() {
	[[ -z $missing ]] || skip "$missing"
}

# Three hosts as in the guide, and two for the other ways.
watch_chain() {
	zabbix_host ndes1 "$zabbix_agent2" agent "${ndes_plugins[@]}"
	zabbix_host ca1 "$zabbix_agent2" agent check_ca_rpc
	zabbix_host dc1 "$zabbix_agent2" agent check_clock_skew
	zabbix_macro dc1 '{$CHECK_CLOCK_SKEW.SECTION}' directory
	zabbix_host classic "$zabbix_agentd" agent "${ndes_plugins[@]}" check_ca_rpc
	zabbix_host "external 1" "$zabbix_agent2" external "${ndes_plugins[@]}" check_ca_rpc
	zabbix_macro "external 1" '{$SCEP.PROFILES}' "$zabbix_profiles"
}

# A server that answers too late, for an agent with the usual time limit
watch_hung_server() {
	ndes --lifetime=900 --delay=60000
	watched_more="[slow-mscep]
url = $url
timeout = 30
[slow-ra_cert]
url = $url
timeout = 2"
	zabbix_chain_profiles
	zabbix_host slow "$zabbix_hasty" agent check_mscep check_ra_cert
	zabbix_macro slow '{$CHECK_MSCEP.NODATA}' 30s
}

@test "an import of what was imported changes nothing" {
	local file

	for file in "$templates"/mscep-agent.yaml "$templates"/mscep-external.yaml; do
		zabbix_import "$file"
		[[ $(zabbix_differs "$file") == "[]" ]]
	done
	sed "s/'30m'/'31m'/" "$templates/mscep-agent.yaml" >"$BATS_TEST_TMPDIR/changed.yaml"
	[[ $(zabbix_differs "$BATS_TEST_TMPDIR/changed.yaml") != "[]" ]]
}

@test "the templates for Windows hosts are taken, too, though no such host is here" {
	zabbix_import "$source_top/contrib/windows-agents/zabbix-windows.yaml"
	[[ $(zabbix_differs "$source_top/contrib/windows-agents/zabbix-windows.yaml") == "[]" ]]
}

# Labels in the results of a host, of which no item with that unit has a value: PLUGIN LABEL UNIT
unwatched() {
	jq -r 'def is_master: .key_ | test("^check_\\w+(\\.get)?\\[.(--extra-opts|HOST)");
		def names: (.key_ | capture("^(?<plugin>\\w+)\\.(?<label>\\w+)$") | .plugin + " " + .label),
			(.key_ | capture("^(?<plugin>\\w+)\\.\\w+\\.(?<measure>\\w+)\\[(?<id>\\w+)\\]$") |
			.plugin + " " + (.measure, .id + "_" + .measure));
		map(select(.lastclock != "0")) | map(select(is_master | not) | names + " " + .units) as $watched |
		map(select(is_master).lastvalue | fromjson | .plugin + " " + (.perfdata[] | .label + " " + .uom)) |
		if . == [] then "no result" else . - $watched | .[] end'
}

# Plugins of a host whose state is not OK, or not known yet
not_ok() {
	jq -r '.[] | select(.key_ | test("^check_\\w+\\.state$")) | select(.lastclock == "0" or .lastvalue != "0").key_'
}

# HOST: its plugins are content, and everything that they measure has a value
healthy() {
	local items complaints

	items=$(zabbix_items "$1") || return
	complaints=$(not_ok <<<"$items" && unwatched <<<"$items") || return
	[[ -z $complaints ]]
}

show() {
	zabbix_items "$1" | not_ok
	zabbix_items "$1" | unwatched
	zabbix_values "$1" | cut -c 1-300
}

@test "each plugin is run by both agents and by external checks, and all that it measures becomes a value" {
	local host

	for host in "${whole_hosts[@]}" ca1 dc1; do
		eventually 120 healthy "$host" || { show "$host"; false; }
	done
	[[ $(zabbix_value ca1 check_ca_rpc.summary) == "ICPR is registered and listens on "* ]]
	[[ $(zabbix_value classic check_template_acl.summary) == *" may read and enroll NDES-Device"* ]]
	[[ $(zabbix_value ndes1 check_clock_skew.summary) == "3 clocks agree within "* ]]
	[[ $(zabbix_value dc1 check_clock_skew.summary) == "dc"*"against this monitoring host"* ]]
	[[ $(zabbix_value "external 1" check_ra_cert.remedy) == "none is needed" ]]
	[[ $(zabbix_value "external 1" check_ra_cert.version) == "$("$(plugin ra_cert)" -V | cut -d " " -f 2)" ]]
}

# WORD "ID ...": the keys PLUGIN.WORD[ID] that have values
discovered() {
	found=$(sed -n "s/^check_$1\[\(.*\)\]	.*/\1/p" <<<"$values" | sort | tr '\n' ' ')
	[[ $found == "$2 " ]] || { echo "$1: $found"; false; }
}

all_discovered() {
	local values

	values=$(zabbix_values "$1")
	discovered mscep.certificate.not_after "tls" &&
		discovered ra_cert.certificate.not_after "ca ra_encryption ra_signing" &&
		discovered crl_dp.certificate.not_after "aia1 aia2" &&
		discovered crl_dp.list.not_after "crl1 crl2 delta1" &&
		discovered crl_dp.list.number "crl1 crl2 delta1" &&
		discovered crl_dp.list.entries "crl1 crl2 delta1" &&
		discovered template_acl.certificate.not_after "dc_certificate" &&
		discovered ndes_account.end.not_after "password" &&
		discovered clock_skew.clock.offset "ca dc ndes" &&
		discovered clock_skew.clock.error "ca dc ndes" &&
		discovered clock_skew.clock.rtt "ca dc ndes" &&
		grep -q "^check_mscep.finding.output\[admin\]	mscep_admin: asks for a login" <<<"$values" &&
		grep -q "^check_ra_cert.finding.output\[ca\]	CA certificate: expires in " <<<"$values" &&
		grep -qx "check_ra_cert.certificate.not_after\[ca\]	$expiry" <<<"$values"
}

@test "certificates, lists, clocks and ends are discovered, with the time of their end" {
	local host expiry

	expiry=$(date -d "$(openssl x509 -noout -enddate -in "$watched_ndes/ca.pem" | cut -d = -f 2)" +%s)
	for host in "${whole_hosts[@]}"; do
		eventually 120 all_discovered "$host" >/dev/null || { all_discovered "$host" || show "$host"; false; }
	done
}

# HOST SEVERITY NAME OPERATIONAL-DATA: patterns
has_problem() {
	local severity name data

	while IFS=$'\t' read -r severity name data; do
		# shellcheck disable=SC2053 # patterns
		[[ $severity != "$2" || $name != $3 || $data != $4 ]] || return 0
	done < <(zabbix_problems "$1")
	return 1
}

has_problems() {
	[[ $(zabbix_problems "$1" | wc -l) == "$2" ]]
}

# COMMAND HOST...: at once, unless the machine is very busy
soon() {
	eventually 120 "$@" || { echo "not within two minutes: $*; problems: $(zabbix_problems "$2")"; false; }
}

@test "what a plugin finds is a problem with its sentence and remedy, alone, and ends when all is well" {
	local host healthy=("$watched_endpoint" "$watched_certificates" "$watched_mapper")

	for host in "${whole_hosts[@]}"; do eventually 120 healthy "$host"; has_problems "$host" 0; done
	ndes --lifetime=900 --fault=pool-stopped
	watched_endpoint=$url
	ndes --lifetime=900 --fault=ra-expiring
	# nine days are left
	watched_certificates=$url'\ncritical = 1' watched_mapper=none
	zabbix_chain_profiles
	for host in classic "external 1"; do
		soon has_problem "$host" 4 "SCEP endpoint: *GetCACaps: HTTP 503 *: the application pool SCEP is stopped*" \
			"start the pool SCEP: *NDES-POOL-STOPPED in mscep-causes*"
		soon has_problem "$host" 2 "RA certificates: *signing certificate*expires in *" "*RA-EXPIRING in mscep-causes*"
		soon has_problem "$host" 3 "CA enrolment service: usage: *none*" "none is known for it"
		soon has_problems "$host" 3
	done
	watched_endpoint=${healthy[0]} watched_certificates=${healthy[1]} watched_mapper=${healthy[2]}
	zabbix_chain_profiles
	for host in "${whole_hosts[@]}"; do soon has_problems "$host" 0; done
}

@test "days of a certificate are watched where the plugin is content, for all of them or a single one" {
	zabbix_macro ndes1 '{$CHECK_RA_CERT.DAYS:"ca"}' 3000
	zabbix_macro classic '{$CHECK_RA_CERT.DAYS}' 1000
	zabbix_macro classic '{$CHECK_RA_CERT.DAYS:"ca"}' 1000
	soon has_problem ndes1 2 "RA certificates: CA certificate: expires in *" ""
	soon has_problem classic 2 "RA certificates: RA signing certificate: expires in *" ""
	soon has_problem classic 2 "RA certificates: RA encryption certificate: expires in *" ""
	soon has_problems ndes1 1
	soon has_problems classic 2
	zabbix_macro ndes1 '{$CHECK_RA_CERT.DAYS:"ca"}' 30
	zabbix_macro classic '{$CHECK_RA_CERT.DAYS}' 30
	soon has_problems ndes1 0
	soon has_problems classic 0
}

# HOST TRIGGER: its number
trigger_id() {
	api trigger.get "$(jq -nc --argjson host "$(zabbix_host_id "$1")" --arg name "$2" \
		'{hostids: $host, filter: {description: $name}, output: ["triggerid"]}')" '.[0].triggerid // error'
}

# HOST TRIGGER HOST TRIGGER: the first one on the second one
depends() {
	api trigger.adddependencies "$(jq -nc --argjson silent "$(trigger_id "$1" "$2")" \
		--argjson loud "$(trigger_id "$3" "$4")" '[{triggerid: $silent, dependsOnTriggerid: $loud}]')" >/dev/null
}

# HOST PLUGIN: were its last five results CRITICAL?
stays_critical() {
	local id

	id=$(zabbix_items "$1" | jq --arg key "$2.state" '.[] | select(.key_ == $key).itemid') || return
	api history.get "$(jq -nc --argjson id "$id" '{history: 3, itemids: [$id], sortfield: "clock", sortorder: "DESC",
		limit: 5}')" 'map(.value) | if . == ["2", "2", "2", "2", "2"] then . else error end' >/dev/null 2>&1
}

@test "one fault, one call: what depends on the endpoint is silent while that one is down" {
	local healthy=("$watched_endpoint" "$watched_certificates")

	# the first result of all opens a problem by itself
	eventually 120 healthy classic
	depends classic "RA certificates: CRITICAL" classic "SCEP endpoint: CRITICAL"
	depends ndes1 "Service account: CRITICAL" dc1 "Clocks: CRITICAL"
	zabbix_macro classic '{$CHECK_RA_CERT.RUNS}' '#4'
	ndes --lifetime=900 --fault=pool-stopped
	watched_endpoint=$url watched_certificates=$url
	zabbix_chain_profiles
	soon has_problem classic 4 "SCEP endpoint: *" "*"
	soon stays_critical classic check_ra_cert
	zabbix_problems classic
	has_problems classic 1
	watched_endpoint=${healthy[0]} watched_certificates=${healthy[1]}
	zabbix_chain_profiles
	soon has_problems classic 0
}

# HOST PLUGIN TEXT
has_error() {
	[[ $(zabbix_error "$1" "$2.get[{HOST.HOST}-{\$${2^^}.SECTION}]") == "$3" ]]
}

@test "a plugin that an agent ends is missed; one that has a shorter limit of its own says what is wrong" {
	soon has_error slow check_mscep "Timeout while executing a shell script."
	soon has_problem slow 4 "RA certificates: *GetCACert: *2 s*" "*"
	soon has_problem slow 3 "SCEP endpoint: no result for 30s" ""
}

# HOST NUMBER: was its section asked?
asks_section() {
	[[ $(zabbix_value "$1" check_ra_cert.summary) == "http://127.0.0.1:1/section-$2, "* ]]
}

@test "sections' names may have blanks, umlauts and commas; what agents refuse is said, and passes from outside" {
	local good="Büro Süd,  1. Stock" bad="it's \"Büro\", #2 (\$HOME; \`id\`?" number host
	local special="Special characters \"\\, ', \", \`, *, ?, [, ], {, }, ~, \$, !, &, ;, (, ), <, >, |, #, @, 0x0a\""

	for number in 1 2 3; do
		watched_more+=$'\n'"[odd $number-$good]"$'\n'"url = http://127.0.0.1:1/section-1"
		watched_more+=$'\n'"[odd $number-$bad]"$'\n'"url = http://127.0.0.1:1/section-2"
	done
	zabbix_chain_profiles
	zabbix_host "odd 1" "$zabbix_agent2" agent check_ra_cert
	zabbix_host "odd 2" "$zabbix_agentd" agent check_ra_cert
	zabbix_host "odd 3" "$zabbix_agent2" external check_ra_cert
	zabbix_macro "odd 3" '{$SCEP.PROFILES}' "$zabbix_profiles"
	for number in 1 2 3; do zabbix_macro "odd $number" '{$CHECK_RA_CERT.SECTION}' "$good"; done
	for number in 1 2 3; do soon asks_section "odd $number" 1; done
	for number in 1 2 3; do zabbix_macro "odd $number" '{$CHECK_RA_CERT.SECTION}' "$bad"; done
	soon has_error "odd 1" check_ra_cert "Character \"'\" is not allowed"
	soon has_error "odd 2" check_ra_cert "$special are not allowed in the parameters."
	soon asks_section "odd 3" 2
}

@test "a result that is sent by zabbix_sender gives the same values" {
	local key="check_ra_cert.get[{HOST.HOST}-{\$CHECK_RA_CERT.SECTION}]" id

	runs zabbix_sender zabbix-agent
	id=$(api item.get "$(jq -nc --arg key "$key" '{templated: true, filter: {key_: $key}, output: ["itemid"]}')" \
		'.[0].itemid')
	api item.update "$(jq -nc --argjson id "$id" '{itemid: $id, type: 2}')" >/dev/null
	zabbix_host sent "$zabbix_agent2" agent check_ra_cert
	eventually 120 sends "$key" >/dev/null
	soon has_problem sent 4 "RA certificates: http://127.0.0.1:1/sent, GetCACert: *" "*NET-REFUSED in mscep-causes*"
}

# KEY: a plugin's result, as zabbix_sender sends it
sends() {
	"$(plugin ra_cert)" -u http://127.0.0.1:1/sent --output-format=json >"$BATS_TEST_TMPDIR/json" || true
	zabbix_sender -z 127.0.0.1 -p "$zabbix_server" -s sent -k "$1" -o "$(cat "$BATS_TEST_TMPDIR/json")" |
		grep "processed: 1; failed: 0"
}

none() {
	[[ -z $1 ]] || { echo "$1" | cut -c 1-300 | head -n 20; false; }
}

@test "the logs of server and agents have no complaint about the templates" {
	local log logs=("$zabbix/server.log" "$zabbix/agent2.log" "$zabbix/agentd.log")

	for log in "${logs[@]}"; do [[ -s $log ]]; done
	grep -q '"slow:.*became not supported: Timeout' "$zabbix/server.log"
	none "$(grep -h "not supported" "${logs[@]}" | grep -v '"\(slow\|odd [12]\):')"
	none "$(grep -hiE "error|cannot|failed|invalid" "${logs[@]}")"
}
