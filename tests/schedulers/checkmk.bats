#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2034,SC2154 # variables of the files that are loaded
# contrib/checkmk without Checkmk, which Debian doesn't have: its files are read as the agent reads them, what they run
# is judged by the grammar of its sections mrpe and local.
load ../blackbox/common
load ../lab/directory/directory
load ../lab/directory/account
load schedulers
load chain

examples=$source_top/contrib/checkmk

setup_file() {
	missing=$(lacks sh dash)
	export missing
	[[ -z $missing ]] || return 0
	folder=$(scheduler_folder)
	chain "$folder" </dev/null
	for file in mrpe.cfg mscep-local; do
		sed -e "s|/usr/lib/nagios/plugins|$plugin_folder|" -e "s|/etc/monitoring-plugins/scep.ini|$profiles|" \
			"$examples/$file" >"$folder/$file"
	done
	export folder
}

setup() {
	[[ -z $missing ]] || skip "$missing"
}

services() {
	printf '%s\n' "SCEP endpoint" "RA certificates" "Revocation lists" "Template NDES-Device" "Service account" Clocks \
		"CA enrolment service" Directory
}

# The lines of mrpe.cfg as the agent takes them apart: sets name, interval, cmdline
mrpe_line() {
	local rest

	read -r name rest <<<"$1"
	[[ $rest =~ ^\(interval=([1-9][0-9]*)\)\ (/.*)$ ]] || return
	interval=${BASH_REMATCH[1]} cmdline=${BASH_REMATCH[2]}
	name=${name//%20/ }
}

# The agent hands a line with an interval to a shell within single quotes, and that one evaluates it.
mrpe_run() {
	status=0
	bash -c "evaluated() { eval \"\$*\"; }; evaluated '$1'" >"$BATS_TEST_TMPDIR/stdout" 2>"$BATS_TEST_TMPDIR/stderr" ||
		status=$?
	output=$(<"$BATS_TEST_TMPDIR/stdout") command=$1
}

# judged NAME: the line of that service, by the grammar of a local check; $line
judged() {
	line=$(grep -F " \"$1\" " "$BATS_TEST_TMPDIR/local") || {
		echo "no service $1"
		return 1
	} >&2
	echo "$line" >"$BATS_TEST_TMPDIR/line"
	valid checkmk check_mscep "${line%% *}" "$BATS_TEST_TMPDIR/line"
}

# local_checks [SED-ARGUMENT...]: the wrapper, changed like that
local_checks() {
	sed -e '' "$@" "$folder/mscep-local" >"$BATS_TEST_TMPDIR/script"
	sh "$BATS_TEST_TMPDIR/script" >"$BATS_TEST_TMPDIR/local" 2>"$BATS_TEST_TMPDIR/errors"
	[[ ! -s $BATS_TEST_TMPDIR/errors ]]
}

@test "mrpe.cfg: every line is read, and its command gives a page that MRPE reads" {
	local line plugin found=""

	while read -r line; do
		mrpe_line "$line" || failed "the agent does not read: $line"
		((interval >= 300))
		mrpe_run "$cmdline"
		((status == 0)) || failed "exit code"
		plugin=${cmdline%% *}
		valid nagios "${plugin##*/}" "$status" "$BATS_TEST_TMPDIR/stdout"
		found+=$name$'\n'
	done < <(grep -Ev '^[[:space:]]*($|#)' "$folder/mrpe.cfg")
	[[ $found == "$(services)"$'\n' ]]
}

@test "mscep-local: the same services, each a line that Checkmk reads" {
	local name

	local_checks
	while read -r name; do
		judged "$name"
		[[ $line == "0 "* ]] || failed "$line"
	done < <(services)
	(($(wc -l <"$BATS_TEST_TMPDIR/local") == $(services | wc -l)))
	judged "RA certificates"
	[[ $line =~ \|ra_signing_used=[0-9.]+\;95\.89\;98\.082\| && $line == *"\\n  [OK] RA signing certificate: "* ]]
}

@test "without an agent: copied with the folder beside them, or linked, the plugins ask all clocks" {
	local copied=$BATS_TEST_TMPDIR/copied linked=$BATS_TEST_TMPDIR/linked place

	mkdir -p "$copied/monitoring-plugins-scep" "$linked"
	cp "$build_top/plugins/check_clock_skew" "$copied"
	cp "$build_top/plugins/clock_web" "$copied/monitoring-plugins-scep"
	ln -s "$build_top/plugins/check_clock_skew" "$linked"
	for place in "$copied" "$linked"; do
		run clean "$place/check_clock_skew" --extra-opts="ndes1-clock_skew@$profiles"
		ok "3 clocks agree"
	done
}

@test "a fault: the state, the sentence, the remedy in the details" {
	stop "$server_pid"
	eventually 60 gone "$server_pid"
	ndes --lifetime=300 --port="$http_port" --fault=pool-stopped
	local_checks
	judged "SCEP endpoint"
	[[ $line == "2 "*"the application pool SCEP is stopped"*"\\n"*"(NDES-POOL-STOPPED in mscep-causes(7))"* ]]
	judged Directory
	[[ $line == "0 "* ]]
	mrpe_line "$(grep ^SCEP "$folder/mrpe.cfg")"
	mrpe_run "$cmdline"
	critical NDES-POOL-STOPPED
}

@test "a plugin that is not there, a profile that is not there: UNKNOWN with the reason" {
	local_checks -e "s|^plugins=.*|plugins=$folder/none|"
	judged Clocks
	[[ $line == '3 "Clocks" - check_clock_skew did not run: '*"not found"* ]]
	local_checks -e "s|^profiles=.*|profiles=$folder/none.ini|"
	judged Clocks
	[[ $line == '3 "Clocks" - usage: '*none.ini* ]]
}

@test "names with blanks, umlauts and quotes" {
	sed -n '/^\[ndes1-template_acl]/,/^$/p' "$profiles" | sed '1s/.*/[Köln "Süd"]/' >>"$profiles"
	printf 'template = Geräte für Müller%ss "Außendienst"\n' "'" >>"$profiles"
	echo "service 'Vorlage in Köln & Süd 100% \\1' template_acl 'Köln \"Süd\"'" >"$BATS_TEST_TMPDIR/service"
	local_checks -e "\$r $BATS_TEST_TMPDIR/service" -e '/^service /d'
	judged 'Vorlage in Köln & Süd 100% \1'
	[[ $line == "2 "*"Geräte für Müller's \"Außendienst\""* ]] || failed "$line"
}
