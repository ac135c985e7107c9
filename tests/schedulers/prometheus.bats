#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2034,SC2154 # variables of the files that are loaded
# contrib/prometheus: the units in systemd's own judgement, the plugins' files in a real node-exporter, the rules in a real
# Prometheus that scrapes it; and every query of contrib/grafana's dashboard there.
load ../blackbox/common
load ../lab/directory/directory
load ../lab/directory/account
load schedulers
load chain
load prometheus

examples=$source_top/contrib/prometheus
sections="ndes1-mscep ndes1-ra_cert ndes1-crl_dp ndes1-clock_skew ndes1-templates ndes1-ndes_account ca1-ca_rpc"

setup_file() {
	missing=$(lacks prometheus prometheus)
	missing=${missing:-$(lacks promtool prometheus)}
	missing=${missing:-$(lacks prometheus-node-exporter prometheus-node-exporter)}
	missing=${missing:-$(lacks jq jq)}
	export missing
	[[ -z $missing ]] || return 0
	folder=$(scheduler_folder)
	export folder
	chain "$folder" </dev/null
	mkdir "$folder/textfiles"
	exporter_start "$folder" --collector.textfile.directory="$folder/textfiles"
	prometheus_start "$folder"
}

setup() {
	[[ -z $missing ]] || skip "$missing"
	textfiles=$folder/textfiles
	rm -f "$textfiles"/*
}

# A port that takes connections, and says nothing: $silent_port
silent() {
	local ready=$BATS_TEST_TMPDIR/silent

	"$python" -I -S -c 'import socket, sys, time
s = socket.socket()
s.bind(("127.0.0.1", 0))
s.listen(100)
print(s.getsockname()[1], flush=True)
time.sleep(120)' >"$ready" 2>&1 3>&- &
	echo $! >>"$BATS_TEST_TMPDIR/pids"
	eventually 60 test -s "$ready"
	silent_port=$(<"$ready")
}

# STATE [ARGUMENT...]: every plugin's file says this state, all are exported side by side, and promtool finds nothing odd
all_have() {
	local state=$1 section file

	wait_for_textfiles
	for file in "$textfiles"/*.prom; do
		[[ $(state_in "$file") == "$state" ]] || {
			echo "${file##*/} says $(state_in "$file") instead of $state: $(head -c 500 "${file%.prom}.txt")" >&2
			return 1
		}
		promtool check metrics <"$file" >"$BATS_TEST_TMPDIR/lint" 2>&1 && [[ ! -s $BATS_TEST_TMPDIR/lint ]] || {
			echo "promtool check metrics, ${file##*/}: $(<"$BATS_TEST_TMPDIR/lint")" >&2
			return 1
		}
	done
	[[ $(find "$textfiles" -name '*.prom' | wc -l) == 7 ]]
	exported "$textfiles"/*.prom
	eventually 60 has_series "count(mscep_check_state == $state) == 7 and count(mscep_check_state) == 7"
}

# The servers run on: only the plugins are waited for.
wait_for_textfiles() {
	local pid

	for pid in $(jobs -p); do
		grep -qx "$pid" "$(scope)/pids" 2>/dev/null || wait "$pid"
	done
}

# --- rules and units, by the programs that they are for ---

@test "promtool takes the rules, and their test" {
	promtool check rules --lint=all --lint-fatal "$examples/mscep-rules.yaml"
	cp "$examples"/mscep-rules*.yaml "$BATS_TEST_TMPDIR"
	promtool test rules "$BATS_TEST_TMPDIR/mscep-rules-test.yaml"
}

@test "each rule has a test that fires it" {
	for name in $(sed -n 's/.*- alert: //p' "$examples/mscep-rules.yaml"); do
		"$python" -I -S -c 'import re, sys
name, text = sys.argv[1], open(sys.argv[2], encoding="utf-8").read()
sys.exit(not re.search(r"alertname: %s\n +exp_alerts:\n +- " % name, text))' "$name" \
			"$examples/mscep-rules-test.yaml" || failed "no test fires $name"
	done
}

@test "systemd takes the units, and finds no exposed service" {
	runs systemd-analyze systemd
	for file in "$examples"/systemd/*; do
		sed "s,/usr/lib/nagios/plugins,$plugin_folder," "$file" >"$BATS_TEST_TMPDIR/${file##*/}"
	done
	export SYSTEMD_UNIT_PATH=$BATS_TEST_TMPDIR:/lib/systemd/system:/usr/lib/systemd/system
	for file in "$BATS_TEST_TMPDIR"/check_*@.timer; do
		name=$(basename "$file" @.timer)
		for instance in ndes1 "$(systemd-escape 'Außenstelle "Süd" 1')"; do
			systemd-analyze verify --man=no "$name@$instance.service" "$name@$instance.timer" 2>&1 |
				tee "$BATS_TEST_TMPDIR/verdict"
			[[ ! -s $BATS_TEST_TMPDIR/verdict ]]
		done
		systemd-analyze security --offline=true --threshold=20 "$BATS_TEST_TMPDIR/$name@.service" >/dev/null
		systemd-analyze calendar "$(sed -n 's/^OnCalendar=//p' "$file")" >/dev/null
	done
	# and it does object
	sed -i 's/^RandomizedDelaySec=.*/RandomizedDelaySec=soon/' "$BATS_TEST_TMPDIR/check_mscep@.timer"
	[[ -n $(systemd-analyze verify --man=no check_mscep@ndes1.timer 2>&1) ]]
}

# The timers that README.md enables
instances() {
	grep -o 'check_[a-z_]*@[a-z0-9][^ ]*\.timer' "$examples/README.md" | sed 's/\.timer$//' | sort -u
}

# UNIT@INSTANCE: the words that systemd would start, with the folders of the test in place of the machine's. %i is the
# instance as it stands, %I what it means where "-" is written for "/".
started_by_unit() {
	local instance=${1#*@}

	sed -n "s/^ExecStart=//p" "$examples/systemd/${1%%@*}@.service" | sed "s,/usr/lib/nagios/plugins,$plugin_folder,
		s,/etc/monitoring-plugins/scep.ini,$profiles,; s,/var/lib/prometheus/node-exporter,$textfiles,
		s|%i|$instance|g; s|%I|$(systemd-escape --unescape -- "$instance")|g"
}

@test "what the units start works: every timer of the README, a file each" {
	local instance count=0

	runs systemd-escape systemd
	while read -r instance; do
		read -ra words < <(started_by_unit "$instance")
		clean "${words[@]}" >"$BATS_TEST_TMPDIR/output" || failed "$instance: $(<"$BATS_TEST_TMPDIR/output")"
		[[ $(state_in "$textfiles/${instance/@/_}.prom") == 0 ]]
		count=$((count + 1))
	done < <(instances)
	((count == 8))
	[[ $(instances | sed 's/@.*//' | sort -u) == "$(basename -as @.service "$examples"/systemd/*.service)" ]]
	exported "$textfiles"/*.prom
}

@test "the lines of cron work" {
	grep -v '^#' "$examples/mscep.cron" | grep -v '^MAILTO=' >"$BATS_TEST_TMPDIR/lines"
	while read -r minute hour day month weekday user command; do
		[[ $minute =~ ^(\*/[0-9]+|0)$ && "$hour $day $month $weekday $user" == "* * * * mscep" && $command != *%* ]]
		command=$(sed "s,/usr/lib/nagios/plugins,$plugin_folder,; s,/etc/monitoring-plugins/scep.ini,$profiles,
			s,/var/lib/prometheus/node-exporter,$textfiles," <<<"$command")
		clean sh -c "$command"
	done <"$BATS_TEST_TMPDIR/lines"
	[[ $(find "$textfiles" -name 'check_*.prom' | wc -l) == 8 ]]
	exported "$textfiles"/*.prom
}

@test "user and folders: systemd-sysusers and systemd-tmpfiles take their files" {
	runs systemd-sysusers systemd
	runs systemd-tmpfiles systemd
	((EUID == 0)) || skip "only root may make users and give folders away, also below --root"
	mkdir -p "$BATS_TEST_TMPDIR"/root/{etc/sysusers.d,etc/tmpfiles.d,var/lib/prometheus/node-exporter}
	cp "$examples/mscep.sysusers.conf" "$BATS_TEST_TMPDIR/root/etc/sysusers.d/mscep.conf"
	cp "$examples/mscep.tmpfiles.conf" "$BATS_TEST_TMPDIR/root/etc/tmpfiles.d/mscep.conf"
	systemd-sysusers --root="$BATS_TEST_TMPDIR/root" mscep.conf
	systemd-tmpfiles --root="$BATS_TEST_TMPDIR/root" --create mscep.conf
	group=$(sed -n 's/^mscep:[^:]*:\([0-9]*\):.*/\1/p' "$BATS_TEST_TMPDIR/root/etc/group")
	[[ $(stat -c '%a %u %g' "$BATS_TEST_TMPDIR/root/var/lib/prometheus/node-exporter") == "775 0 $group" ]]
	# Icinga's and Nagios's folder stays theirs: the packages give it to them
	! grep -E "^d /$(grep -v "^#" "$source_top/contrib/debian/monitoring-plugins-scep.dirs") " "$examples/mscep.tmpfiles.conf" ||
		failed "it takes the folder of the packages"
	# the folders of the units are these
	grep -qx 'ReadWritePaths=/var/lib/prometheus/node-exporter' "$examples"/systemd/check_mscep@.service
	[[ -d $BATS_TEST_TMPDIR/root/var/lib/$(sed -n 's/^StateDirectory=//p' "$examples"/systemd/check_mscep@.service) ]]
}

# --- all states, all plugins side by side ---

@test "OK" {
	for section in $sections; do textfile "$section" "$section"; done
	all_have 0
}

# A limit that nothing keeps: of the time, of what is left, or of the directory's certificate; for clocks a wrong one.
# OTHER-CLOCK [CRITICAL]
limits() {
	local section

	for section in $sections; do
		case $section in
		*-templates) textfile "$section" "$section" --tls-warning=3650d ${2:+--tls-critical=3649d} ;;
		*-mscep | *-ca_rpc) textfile "$section" "$section" --warning=0 ${2:+--critical=0} ;;
		*-clock_skew) textfile "$section" "$section" --hostname="$1" ;;
		*) textfile "$section" "$section" --warning=99999d ${2:+--critical=99998d} ;;
		esac
	done
}

@test "WARNING" {
	chain_wrong_clock 120
	limits "dc9=ldap://$wrong_clock"
	all_have 1
}

@test "CRITICAL" {
	chain_wrong_clock 400
	limits "dc9=ldap://$wrong_clock" critical
	all_have 2
}

@test "UNKNOWN" {
	silent
	echo wrong >"$BATS_TEST_TMPDIR/wrong"
	chmod 600 "$BATS_TEST_TMPDIR/wrong"
	for section in $sections; do
		case $section in
		*-templates | *-ndes_account) textfile "$section" "$section" --password-file="$BATS_TEST_TMPDIR/wrong" ;;
		*-crl_dp) textfile "$section" "$section" --file=/nonexistent ;;
		*-clock_skew) textfile "$section" "$section" --hostname="ldap://127.0.0.1:$silent_port" -t 1:unknown ;;
		*-ca_rpc) textfile "$section" "$section" --epm-port="$silent_port" -t 1:unknown ;;
		*) textfile "$section" "$section" --proxy="127.0.0.1:$silent_port" -t 1:unknown ;;
		esac
	done
	all_have 3
	[[ -z $(grep -l 'target="usage"' "$textfiles"/*.prom) ]]
}

@test "timeout" {
	silent
	for section in $sections; do
		case $section in
		*-templates | *-ndes_account) textfile "$section" "$section" --port="$silent_port" -t 1 ;;
		*-clock_skew) textfile "$section" "$section" --hostname="ldap://127.0.0.1:$silent_port" -t 1 ;;
		*-ca_rpc) textfile "$section" "$section" --epm-port="$silent_port" -t 1 ;;
		*-crl_dp) textfile "$section" "$section" --crl="http://127.0.0.1:$silent_port/a.crl" -t 1 ;;
		*) textfile "$section" "$section" --proxy="127.0.0.1:$silent_port" -t 1 ;;
		esac
	done
	all_have 2
	grep -l "no result after\|timed out\|within 1 s\|no answer" "$textfiles"/*.txt
}

@test "wrong options" {
	for section in $sections; do textfile "$section" "$section" --nonsense; done
	all_have 3
	[[ $(asked_prometheus 'count(mscep_check_state{target="usage"})' '.[0].value[1]') == 7 ]]
}

# --- names ---

@test "names with quotes, backslashes, umlauts, blanks and what breaks a format" {
	odd=$'Zürich "Süd" \\n C:\\x {a="b"} 50% # | <b> \t \303 語'
	printf %s "$odd" >"$BATS_TEST_TMPDIR/name"
	touch "$BATS_TEST_TMPDIR/empty"
	textfile 'Zürich "Süd" 1' ndes1-templates --template="$odd"
	textfile account ndes1-ndes_account --account="$odd"
	textfile rpc ca1-ca_rpc --hostname="$odd"
	textfile 'leer zeichen' ndes1-ra_cert --url="http://127.0.0.1:1/a?$odd"
	textfile mscep ndes1-mscep --url="http://127.0.0.1:1/ü'\"/"
	textfile crl ndes1-crl_dp --file="$BATS_TEST_TMPDIR/empty" --file="$odd"
	textfile clock ndes1-clock_skew --hostname="dc2=ldap://$odd" --hostname='dc3=ldap://ü "x".example.com'
	wait_for_textfiles
	[[ $(find "$textfiles" -name '*.prom' | wc -l) == 7 ]]
	exported "$textfiles"/*.prom
	grep -qF 'plugin="check_ndes_account",target="Zürich \"Süd\" /n C:/x {a=\"b\"} 50% # ! (b)   ? 語"' \
		"$BATS_TEST_TMPDIR/page"
	eventually 60 has_series 'mscep_check_state{plugin="check_template_acl",target=~"NDES-Device,Zürich \"Süd\" /n C:/x .a=\"b\". 50% # ! .b.   . 語"}'
	eventually 60 has_series 'count(mscep_check_state) == 7'
}

# --- the rules on real series ---

@test "every alert, on what the plugins really write" {
	eventually 60 alert MscepAbsent
	# servers of this test, each with its fault; their folder is the test's
	expired=$(ndes --fault=ra-expired && echo "$url")
	expiring=$(ndes --fault=ra-expiring && echo "$url")
	old_list=$(ndes --fault=crl-expired && echo "$url")
	for section in $sections; do textfile "fine-$section" "$section"; done
	textfile critical ndes1-mscep --url="http://127.0.0.1:$(dead_port)/"
	textfile warning ca1-ca_rpc --hostname=localhost --warning=0
	textfile unknown ndes1-clock_skew --nonsense
	textfile directory1 ndes1-templates --template=Zwei --port="$(dead_port)"
	textfile directory2 ndes1-ndes_account --account=gmsa$ --port="$(dead_port)"
	textfile expired ndes1-ra_cert --url="$expired"
	textfile expiring ndes1-ra_cert --url="$expiring"
	textfile list ndes1-crl_dp --scep="$old_list"
	textfile check_one ca1-ca_rpc --hostname=127.0.0.2
	textfile check_two ca1-ca_rpc --hostname=127.0.0.2
	wait_for_textfiles
	grep last_run "$textfiles/fine-ndes1-mscep.prom" |
		sed 's/target="[^"]*"/target="old"/; s/} [0-9]*$/} 1000/' >"$textfiles/stale.prom"
	printf 'broken' >"$textfiles/broken.prom"
	# MscepHidden counts all files of the units: what else is here has another name
	for name in "$textfiles"/[!c]*.prom "$textfiles"/critical.prom; do
		[[ $name == *stale.prom || $name == *broken.prom ]] || cp "$name" "$textfiles/check_${name##*/}"
		[[ $name == *stale.prom || $name == *broken.prom ]] || rm "$name"
	done
	eventually 60 alert MscepFileRefused
	eventually 60 alert MscepHidden
	eventually 60 alert MscepStale '.target == "old" and .plugin == "check_mscep"'
	eventually 60 alert MscepCritical '.plugin == "check_mscep"'
	eventually 60 alert MscepWarning '.plugin == "check_ca_rpc"'
	eventually 60 alert MscepUnknown '.target == "usage"'
	eventually 60 alert MscepDirectory
	! alert MscepCritical '.plugin == "check_template_acl" or .plugin == "check_ndes_account"' ||
		failed "MscepCritical speaks for the directory"
	eventually 60 alert MscepExpired '.id | test("ra_(signing|encryption)$")'
	eventually 60 alert MscepExpiresSoon '.id | test("ra_(signing|encryption)$")'
	eventually 60 alert MscepListExpired '.plugin == "check_crl_dp"'
	! alert MscepAbsent || failed "MscepAbsent, and results are there"
	# and no expression fails
	curl -s "http://$prometheus/api/v1/rules" >"$BATS_TEST_TMPDIR/rules"
	[[ $(jq '[.data.groups[].rules[]] | length' "$BATS_TEST_TMPDIR/rules") == "$(grep -c -- '- alert:' "$examples/mscep-rules.yaml")" ]]
	[[ $(jq -r '[.data.groups[].rules[] | select(.health != "ok")] | length' "$BATS_TEST_TMPDIR/rules") == 0 ]]
}

@test "where all is well, no alert" {
	eventually 60 has_series 'absent(mscep_check_state)'
	for section in $sections; do textfile "check_$section" "$section"; done
	all_have 0
	eventually 60 has_series 'absent(ALERTS{alertname=~"Mscep.*"})'
}

# --- Grafana itself is no package of Debian: here its queries meet the data ---

@test "dashboard: each query of each panel gives data" {
	"$python" -I -S "$source_top/tests/schedulers/dashboard.py" judge "$source_top/contrib/grafana/mscep-prometheus.json"
	for section in $sections; do textfile "$section" "$section"; done
	textfile tls ndes1-mscep --url="$tls_url" --insecure # beside url: two endpoints, another target
	textfile critical ca1-ca_rpc --hostname=localhost --port="$(dead_port)"
	wait_for_textfiles
	eventually 60 has_series 'count(mscep_check_state) == 9'
	for command in titles queries; do
		"$python" -I -S "$source_top/tests/schedulers/dashboard.py" $command \
			"$source_top/contrib/grafana/mscep-prometheus.json" >"$BATS_TEST_TMPDIR/$command"
	done
	while IFS=$'\t' read -r title query; do
		has_series "$query" || failed "$title has no data: $query"
	done < <(paste "$BATS_TEST_TMPDIR/titles" "$BATS_TEST_TMPDIR/queries")
}
