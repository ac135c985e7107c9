# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # plugin_folder, background_pid: for the tests; build_top, source_top: from common.bash
# What the tests of contrib/ share: a scheduler of the machine's packages, started by hand from a folder of its own, on
# loopback and free ports. Source it behind blackbox/common.bash.
#
#	runs icinga2 icinga2-bin                a visible skip where the program is missing
#	missing=$(lacks nagios4 nagios4-core)   the words of that skip, or nothing: for setup_file, where bats can't skip;
#	                                        it exports them, and setup skips
#	folder=$(scheduler_folder)              a folder that other users can enter, removed with the test or the file
#	port=$(free_port)
#	background LOG COMMAND...               started, stopped by its PID with the test or the file; sets $background_pid
#	end PID                                 of what was started in setup_file: now, and until it has ended
#	eventually SECONDS COMMAND...           until the command succeeds, at most that long (the machine may be slow)

plugin_folder=$build_top/plugins

# Sanitizers say nothing about configurations: once, in the ordinary build, is enough.
lacks() {
	local program

	if sanitized; then
		echo "configurations are loaded in the ordinary build"
		return
	fi
	for program in "$1" "/usr/sbin/$1"; do
		! command -v "$program" >/dev/null || return 0
	done
	echo "$1 is missing: install the package $2"
}

runs() {
	local missing

	missing=$(lacks "$@")
	[[ -z $missing ]] || skip "$missing"
}

free_port() {
	dead_port
}

# Schedulers drop to a user of their own, who can't enter the folders of bats.
scheduler_folder() {
	local folder

	folder=$(mktemp -d "${TMPDIR:-/tmp}/scheduler.XXXXXX") || return
	chmod 755 "$folder"
	echo "$folder" >>"$(scope)/folders"
	echo "$folder"
}

background() {
	local log=$1

	shift
	"$@" >"$log" 2>&1 </dev/null 3>&- &
	background_pid=$!
	echo "$background_pid" >>"$(scope)/pids"
}

eventually() {
	local end=$((SECONDS + $1))

	shift
	until "$@"; do
		((SECONDS < end)) || return 1
		sleep 0.2
	done
}

# A scheduler that is told to end may take its time; its folder is removed behind it.
stop_schedulers() {
	local scope=$1 pid folder

	if [[ -e $scope/pids ]]; then
		while read -r pid; do kill "$pid" 2>/dev/null || true; done <"$scope/pids"
		while read -r pid; do
			eventually 60 gone "$pid" || kill -KILL "$pid" 2>/dev/null || true
			wait "$pid" 2>/dev/null || true
		done <"$scope/pids"
		rm -f "$scope/pids"
	fi
	[[ -e $scope/folders ]] || return 0
	while read -r folder; do rm -rf "$folder"; done <"$scope/folders"
	rm -f "$scope/folders"
}

# end PID: now, not with the file, by whose end the number may be another process's
end() {
	kill "$1" && eventually 60 gone "$1" && sed -i "/^$1\$/d" "$BATS_FILE_TMPDIR/pids"
}

gone() {
	! kill -0 "$1" 2>/dev/null || [[ $(sed 's/.*) //; s/ .*//' "/proc/$1/stat" 2>/dev/null) == Z ]]
}

teardown() {
	stop_schedulers "$BATS_TEST_TMPDIR"
}

teardown_file() {
	stop_schedulers "$BATS_FILE_TMPDIR"
}
