#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2034,SC2154 # variables of the files that are loaded
# contrib/grafana. Grafana itself is no package of Debian, so no test loads the dashboards into it. This is the nearest
# thing: are they whole, and does each query of the one for InfluxDB give data of a real InfluxDB that a real Icinga 2 with
# the plugins has filled? (prometheus.bats does the same for the other one.)
load ../blackbox/common
load ../lab/directory/directory
load ../lab/directory/account
load schedulers
load chain
load icinga2

dashboards=$source_top/contrib/grafana
host='Außenstelle "Köln" 1'

# SERVICE SECTION [LINE...]: a service of the host, by the profile
service() {
	local name=$1 section=$2 topic

	topic=$(chain_section "$section")
	shift 2
	cat <<-END
		object Service "$name" {
			import "generic-service"
			host_name = "${host//\"/\\\"}"
			check_command = "$topic"
			vars.${topic}_extra_opts = "$section@$profiles"
			vars.${topic}_hostname = ""
			vars.${topic}_timeout = "20"
			$(printf '%s\n' "$@")
		}
	END
}

services() {
	echo "object Host \"${host//\"/\\\"}\" { import \"generic-host\" }"
	service "SCEP endpoint" ndes1-mscep
	service "RA certificates" ndes1-ra_cert
	service "Revocation lists" ndes1-crl_dp
	service "Template Geräte, NDES" ndes1-templates
	service "Service account" ndes1-ndes_account
	service "Clocks" ndes1-clock_skew
	service "CA enrolment service" ca1-ca_rpc
	service "Directory" dc1-directory
	service "is late" ndes1-mscep 'vars.mscep_warning = "0"'
	service "has ended" ndes1-ra_cert 'vars.ra_cert_at = "+9999d"'
	service "has no file" ndes1-crl_dp 'vars.crl_dp_file = [ "/nonexistent" ]'
}

influxdb_start() {
	local folder=$1

	influxdb=127.0.0.1:$(free_port)
	cat >"$folder/influxdb.conf" <<-END
		reporting-disabled = true
		bind-address = "127.0.0.1:$(free_port)"
		[meta]
		  dir = "$folder/influxdb/meta"
		[data]
		  dir = "$folder/influxdb/data"
		  wal-dir = "$folder/influxdb/wal"
		[http]
		  bind-address = "$influxdb"
		[monitor]
		  store-enabled = false
	END
	HOME=$folder background "$folder/influxdb.log" "$(PATH=$PATH:/usr/sbin command -v influxd)" \
		-config "$folder/influxdb.conf"
	export influxdb
	eventually 60 curl -sf "http://$influxdb/ping" || {
		tail -n 5 "$folder/influxdb.log" >&2
		return 1
	}
	curl -sf -o "$folder/created" --data-urlencode "q=CREATE DATABASE icinga2" "http://$influxdb/query"
}

# The writer of the example, with another port and without its patience
influxdb_writer() {
	sed "s/port = 8086/port = ${influxdb#*:}/; s/flush_interval = 10s/flush_interval = 1s/" \
		"$dashboards/icinga2-influxdb.conf"
}

# QUERY: how many rows it gives; an error is said
rows() {
	curl -s --max-time 20 -G --data-urlencode "db=icinga2" --data-urlencode "q=$1" "http://$influxdb/query" |
		jq -r 'if .error // .results[0].error then error(.error // .results[0].error) else
			[.results[0].series[]?.values[]] | length end'
}

gives() {
	[[ $(rows "$1") -gt 0 ]]
}

all_are_stored() {
	[[ $(rows "SELECT last(state) FROM /.*/ WHERE \"state\" >= 0 GROUP BY \"hostname\", \"service\"") == 11 ]]
}

setup_file() {
	missing=$(lacks icinga2 icinga2-bin)
	missing=${missing:-$(lacks influxd influxdb)}
	missing=${missing:-$(lacks jq jq)}
	[[ -e /usr/share/icinga2/include/itl ]] || missing="icinga2's library is missing: install the package icinga2-common"
	export missing
	[[ -z $missing ]] || return 0
	folder=$(scheduler_folder)
	export folder
	chain "$folder" </dev/null
	influxdb_start "$folder"
	icinga2_node < <(influxdb_writer && services)
	icinga2_file "$source_top/contrib/icinga2/mscep-commands.conf"
	icinga2_start
	icinga2_run true
}

setup() {
	[[ -z $missing ]] || skip "$missing"
}

@test "the dashboards are whole" {
	for file in "$dashboards"/*.json; do
		"$python" -I -S "$source_top/tests/schedulers/dashboard.py" judge "$file"
		# every plugin's measures are drawn somewhere
		for label in $(sed -n 's/.*MEASURE([A-Z_]*, "\([a-z_]*\)",.*/\1/p' "$source_top/lib/core/measure.h"); do
			grep -q "\(mscep_\|_\|\^\)$label\|\^time_/" "$file" || failed "$label is not in ${file##*/}"
		done
	done
	[[ $(jq -r .uid "$dashboards"/*.json | sort -u | wc -l) == 2 ]]
}

@test "what is not whole is found" {
	judge() {
		jq "$1" "$dashboards/mscep-influxdb.json" >"$BATS_TEST_TMPDIR/board.json"
		"$python" -I -S "$source_top/tests/schedulers/dashboard.py" judge "$BATS_TEST_TMPDIR/board.json"
	}
	for fault in '.panels[2].id = 1' '.panels[2].gridPos.x = 0' '.panels[2].description = ""' '.uid = "A b"' \
		'.panels[2].fieldConfig.defaults.unit = ""' '.panels[2].targets[0].datasource.uid = "x"' \
		'.panels[2].targets[0].query = "$nobody"' '.templating.list[1].name = "datasource"' '.schemaVersion = 41'; do
		! judge "$fault" || failed "$fault was not found"
	done
	[[ -z $(judge .) ]]
}

@test "Icinga's writer stores every service, with state and thresholds" {
	eventually 60 all_are_stored
	eventually 60 gives "SELECT warn, crit FROM \"ra_cert\" WHERE \"metric\" = 'ra_signing_used'"
	eventually 60 gives "SELECT value FROM \"crl_dp\" WHERE \"metric\" = 'crl1_entries'"
	# Icinga 2.13 puts a backslash before a quote of a name, and Grafana both into a regular expression
	eventually 60 gives 'SELECT value FROM "clock_skew" WHERE "metric" = '"'ndes_offset'"' AND "hostname" =~ /^Außenstelle \\"Köln\\" 1$/'
}

@test "each query of each panel gives data" {
	eventually 60 all_are_stored
	for command in titles queries; do
		"$python" -I -S "$source_top/tests/schedulers/dashboard.py" $command "$dashboards/mscep-influxdb.json" \
			>"$BATS_TEST_TMPDIR/$command"
	done
	while IFS=$'\t' read -r title query; do
		eventually 60 gives "$query" || failed "$title has no data: $query"
	done < <(paste "$BATS_TEST_TMPDIR/titles" "$BATS_TEST_TMPDIR/queries")
}

@test "the variables list hosts and services; the states are counted" {
	eventually 60 all_are_stored
	"$python" -I -S "$source_top/tests/schedulers/dashboard.py" variables "$dashboards/mscep-influxdb.json" \
		>"$BATS_TEST_TMPDIR/variables"
	{ read -r hosts && read -r services; } <"$BATS_TEST_TMPDIR/variables"
	[[ $(rows "$hosts") -ge 7 && $(rows "$services") -ge 11 ]]
	counted=$("$python" -I -S "$source_top/tests/schedulers/dashboard.py" queries "$dashboards/mscep-influxdb.json" |
		sed -n 1,4p | while read -r query; do
		curl -s -G --data-urlencode "db=icinga2" --data-urlencode "q=$query" "http://$influxdb/query" |
			jq '[.results[0].series[]?.values[][1]] | add'
	done | tr '\n' ' ')
	[[ $counted == "8 1 1 1 " ]] || failed "counted: $counted"
}
