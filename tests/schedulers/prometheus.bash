# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # from and for the files that are sourced before, and the tests
# The plugins' files in a real node-exporter, and its page in a real Prometheus with contrib/prometheus/mscep-rules.yaml,
# on loopback. Source it behind blackbox/common.bash, lab/directory/*.bash, schedulers.bash and chain.bash.
#
#	exporter_start FOLDER [OPTION...]   node-exporter with nothing but the textfile collector: $exporter, its address
#	page                            what it says now, in $BATS_TEST_TMPDIR/page
#	exported FILE ...               all that the files have is on its page, with the same texts, and no file was refused
#	prometheus_start FOLDER         scrapes it each second: $prometheus, its address
#	asked_prometheus EXPRESSION [JQ-FILTER]   the result of a query
#	has_series EXPRESSION           it is not empty
#	alert NAME [JQ-CONDITION]       is the alert pending or firing (for labels that fulfil the condition)?
#	textfile NAME SECTION [ARGUMENT...]       runs the plugin of the section of $profiles, in the background, into
#	                                $textfiles/NAME.prom; `wait` for all
#	state_in FILE                   the value of mscep_check_state

exporter_start() {
	local folder=$1

	shift
	exporter=127.0.0.1:$(free_port)
	background "$folder/exporter.log" "$(command -v prometheus-node-exporter)" --web.listen-address="$exporter" \
		--collector.disable-defaults --web.disable-exporter-metrics --collector.textfile "$@"
	eventually 60 curl -sf -o "$folder/first" "http://$exporter/metrics" || {
		cat "$folder/exporter.log" >&2
		return 1
	}
	export exporter
}

page() {
	curl -sf --max-time 20 -o "$BATS_TEST_TMPDIR/page" "http://$exporter/metrics"
}

exported() {
	page || return
	grep -qx 'node_textfile_scrape_error 0' "$BATS_TEST_TMPDIR/page" || {
		echo "node-exporter refuses a file: $(tail -n 3 "$folder/exporter.log")" >&2
		return 1
	}
	"$python" -I -S "$source_top/tests/schedulers/exposition.py" "$BATS_TEST_TMPDIR/page" "$@"
}

prometheus_start() {
	local folder=$1

	prometheus=127.0.0.1:$(free_port)
	cat >"$folder/prometheus.yml" <<-END
		global:
		  scrape_interval: 500ms
		  evaluation_interval: 500ms
		rule_files:
		  - $source_top/contrib/prometheus/mscep-rules.yaml
		scrape_configs:
		  - job_name: node
		    static_configs:
		      - targets: ["$exporter"]
	END
	promtool check config "$folder/prometheus.yml" >"$folder/promtool" || {
		cat "$folder/promtool"
		return 1
	}
	background "$folder/prometheus.log" "$(command -v prometheus)" --config.file="$folder/prometheus.yml" \
		--storage.tsdb.path="$folder/tsdb" --web.listen-address="$prometheus" --log.level=warn
	export prometheus
	eventually 60 curl -sf -o "$folder/ready" "http://$prometheus/-/ready" || {
		cat "$folder/prometheus.log" >&2
		return 1
	}
}

asked_prometheus() {
	curl -s --max-time 20 --data-urlencode "query=$1" "http://$prometheus/api/v1/query" |
		jq -r "if .status == \"success\" then .data.result | ${2:-.} else error(.error) end"
}

has_series() {
	[[ $(asked_prometheus "$1" length) -gt 0 ]]
}

alert() {
	curl -s --max-time 20 "http://$prometheus/api/v1/alerts" |
		jq -e --arg name "$1" "any(.data.alerts[]; .labels.alertname == \$name and (.labels | ${2:-true}))" >/dev/null
}

textfile() {
	local name=$1 section=$2

	shift 2
	(clean timeout -k 1 60 "$(plugin "$(chain_section "$section")")" --extra-opts="$section@$profiles" "$@" \
		--output-file="$textfiles/$name.prom" >"$textfiles/$name.txt" 2>&1 3>&- || true) &
}

state_in() {
	sed -n 's/^mscep_check_state{.*} //p' "$1"
}
