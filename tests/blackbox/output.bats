#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2034,SC2154 # url, output, status, environment: shared with common.bash
# Where the result goes: formats, files, a closed or full stdout, the environment. The rules of output themselves are in
# validate_output.py and judged at every check of these tests; the first test shows that they can fail.
load common

setup_file() {
	ndes
}

# broken OUTPUT...: the validator must object
broken() {
	local text

	for text; do
		printf '%b' "$text" >"$BATS_TEST_TMPDIR/bad"
		invalid nagios check_mscep 0 "$BATS_TEST_TMPDIR/bad"
	done
}

@test "the rules of output reject what breaks them" {
	good='MSCEP OK - fine |time=0.1s;1;2;0\n[OK] a: b\n'
	printf '%b' "$good" >"$BATS_TEST_TMPDIR/good"
	valid nagios check_mscep 0 "$BATS_TEST_TMPDIR/good"
	broken 'MSCEP OK - fine | time=0.1s\n' 'MSCEP OK - fine |time=0.1s \n' 'MSCEP OK - fine |time=0.1ms\n' 'MSCEP OK - fine |time=U\n' \
		'MSCEP OK - fine |time=nan\n' 'MSCEP OK - fine |time=1e3s\n' 'MSCEP OK - fine |time=1,5s\n' 'MSCEP OK - fine |Time=1s\n' \
		"MSCEP OK - fine |'a b'=1s\\\\n" 'MSCEP OK - fine |a=1 a=2\n' 'MSCEP OK - fine\n' 'MSCEP CRITICAL - x |a=1\n[CRITICAL] a: b\n' \
		'MSCEP OK - fine |a=1\nx|y=1\n' 'MSCEP OK - fine |a=1' 'OTHER OK - fine |a=1\n' 'MSCEP OK - a<b> |a=1\n' \
		'MSCEP OK - a\\\\b |a=1\n' 'MSCEP OK - a\x1b[31m |a=1\n' 'MSCEP OK - a\xff |a=1\n' '' \
		'MSCEP OK - fine |a=1\n[OK] a: b\n    Remedy: x (NET-DNS in mscep-causes(7))\n' 'MSCEP OK - fine |a=1\nstray\n' \
		'MSCEP OK - fine |a=1\n[OK] a: b\n[CRITICAL] a: b\n' 'MSCEP OK - fine |a=1\n[CRITICAL] a: b\n'
	printf 'MSCEP CRITICAL - x |a=1\n[CRITICAL] a: b\n    Remedy: x (NO-SUCH-CAUSE in mscep-causes(7))\n' >"$BATS_TEST_TMPDIR/bad"
	invalid nagios check_mscep 2 "$BATS_TEST_TMPDIR/bad"
	{ cat "$BATS_TEST_TMPDIR/good"; for _ in {1..400}; do echo "[OK] a: bbbbbb"; done; } >"$BATS_TEST_TMPDIR/bad"
	invalid nagios check_mscep 0 "$BATS_TEST_TMPDIR/bad"
	for bad in '{}' '{"schema":1}' 'x' '[]' '{"a":NaN}'; do
		echo "$bad" >"$BATS_TEST_TMPDIR/bad"
		invalid json check_mscep 0 "$BATS_TEST_TMPDIR/bad"
		invalid prometheus check_mscep 0 "$BATS_TEST_TMPDIR/bad"
		invalid checkmk check_mscep 0 "$BATS_TEST_TMPDIR/bad"
	done
}

@test "Checkmk drops a line whose item has a quote in it" {
	printf '0 "MSCEP Andrea_s" time=1 fine\n' >"$BATS_TEST_TMPDIR/good"
	valid checkmk check_mscep 0 "$BATS_TEST_TMPDIR/good"
	printf '0 "MSCEP Andrea'\''s" time=1 fine\n' >"$BATS_TEST_TMPDIR/bad"
	invalid checkmk check_mscep 0 "$BATS_TEST_TMPDIR/bad"
	check mscep -u "http://127.0.0.1:$http_port/it's" --output-format=checkmk
	((status == 2))
	says '"MSCEP http://127.0.0.1:'"$http_port"'/it_s"'
}

@test "the same state and exit code in each format" {
	for format in nagios json prometheus checkmk; do
		check mscep -u "$url" --output-format=$format
		((status == 0))
		check mscep -u "http://127.0.0.1:$(dead_port)/" --output-format=$format
		((status == 2))
		check ra_cert -u "$url" --output-format=$format --at=+690d -c 1d
		((status == 1))
		check mscep --output-format=$format
		((status == 3))
		check mscep --nonsense --output-format=$format
		((status == 3))
	done
}

@test "the output is one write" {
	clean "$python" -I -S -c '
import os, subprocess, sys
read, write = os.pipe2(os.O_DIRECT)
process = subprocess.Popen(sys.argv[1:], stdout=write)
os.close(write)
process.wait()
first, second = os.read(read, 65536), os.read(read, 65536)
sys.exit(0 if first.startswith(b"MSCEP OK") and second == b"" else 1)' "$(plugin mscep)" -u "$url"
}

@test "verbosity: each level says at least as much" {
	check mscep -u "$url"
	before=${#output}
	for level in -v -vv -vvv; do
		check mscep -u "$url" $level
		ok
		((${#output} >= before - 60)) || failed "$level says less"
		before=${#output}
	done
	check mscep -u "$url" -v -v -v -v -v
	ok
	says "127.0.0.1 port $http_port"
}

@test "the first line of an OK run says what was found" {
	check ra_cert -u "$url"
	[[ ${output%%$'\n'*} =~ ^"RA_CERT OK - signing certificate expires in "[0-9]+" days (20"[0-9-]+")" ]]
}

# the last output without what was measured anew
timeless() {
	sed "s/time[a-z_]*=[0-9.]*s//g" "$BATS_TEST_TMPDIR/stdout"
}

@test "numbers and texts don't depend on the locale" {
	check ra_cert -u "$url" --at=2027-01-01
	plain=$(timeless)
	for locale in de_DE de_DE.UTF-8 tr_TR.UTF-8 C.UTF-8 nonsense; do
		environment=(LANG="$locale" LC_ALL="$locale" LC_NUMERIC="$locale" LANGUAGE=de TZ=Asia/Kathmandu)
		check ra_cert -u "$url" --at=2027-01-01
		[[ $(timeless) == "$plain" ]] || failed "$locale changes the output"
	done
}

@test "an empty environment" {
	status=0
	env -i "$(plugin mscep)" -u "$url" >"$BATS_TEST_TMPDIR/out" 2>"$BATS_TEST_TMPDIR/stderr" || status=$?
	valid nagios check_mscep "$status" "$BATS_TEST_TMPDIR/out"
	((status == 0))
}

@test "stdin, stdout, stderr closed: an exit code of 0 to 3, no crash" {
	status=0
	clean "$(plugin mscep)" -u "$url" >&- 2>&- <&- || status=$?
	((status == 3))
	status=0 # it becomes another program
	clean "$(plugin clock_skew)" -H "$url" >&- 2>&- <&- || status=$?
	((status == 3))
	status=0
	clean "$(plugin mscep)" -u "$url" <&- >"$BATS_TEST_TMPDIR/out" || status=$?
	((status == 0))
	valid nagios check_mscep 0 "$BATS_TEST_TMPDIR/out"
	status=0
	clean "$(plugin mscep)" -u "$url" 2>&- >"$BATS_TEST_TMPDIR/out" || status=$?
	((status == 0))
	valid nagios check_mscep 0 "$BATS_TEST_TMPDIR/out"
}

@test "a full disk behind stdout: UNKNOWN, silent on stderr" {
	for name in mscep ra_cert; do
		status=0
		clean "$(plugin $name)" -u "$url" >/dev/full 2>"$BATS_TEST_TMPDIR/err" || status=$?
		((status == 3))
		[[ ! -s $BATS_TEST_TMPDIR/err ]]
	done
}

@test "a reader that went away is no crash" {
	status=0
	clean "$(plugin mscep)" -u "$url" > >(exec true) || status=$?
	((status <= 3))
	clean "$python" -I -S -c '
import os, subprocess, sys
read, write = os.pipe()
os.close(read)
sys.exit(0 if 0 <= subprocess.run(sys.argv[1:], stdout=write).returncode <= 3 else 1)' "$(plugin mscep)" -u "$url"
}

@test "--output-file: beside the output, format by its ending" {
	cd "$BATS_TEST_TMPDIR"
	check mscep -u "$url" --output-file=result.json
	ok
	valid json check_mscep 0 result.json
	check mscep -u "$url" --output-file=result.prom
	valid prometheus check_mscep 0 result.prom
	check mscep -u "$url" --output-file=result.txt
	valid nagios check_mscep 0 result.txt
	check mscep -u "$url" --output-file=result.txt --file-format=checkmk
	valid checkmk check_mscep 0 result.txt
	check mscep -u "$url" --output-format=json --output-file=result.prom
	valid prometheus check_mscep 0 result.prom
	[[ $(stat -c %a result.prom) == 644 ]]
	[[ -z $(find . -newer "$requests" -name '*tmp*' -o -name '.result*') ]]
}

@test "--output-file: replaced by rename, never written in place" {
	cd "$BATS_TEST_TMPDIR"
	echo old >result.json
	ln result.json hardlink
	check mscep -u "$url" --output-file=result.json
	ok
	[[ $(cat hardlink) == old ]]
	valid json check_mscep 0 result.json
}

@test "--output-file: a pipe or a link is not replaced by a file" {
	cd "$BATS_TEST_TMPDIR"
	mkfifo pipe
	echo old >target
	ln -s target link
	for name in pipe link; do
		check mscep -u "$url" --output-file=$name
		warning STATE-FILE "can't write $name: it is not a regular file"
		check mscep -u "$url" -w abc --output-file=$name
		refused
	done
	[[ -p pipe && -L link && $(cat target) == old ]]
	[[ $(find . -name 'pipe?*' -o -name 'link?*') == "" ]]
}

@test "--output-file: on failures and usage errors, too" {
	cd "$BATS_TEST_TMPDIR"
	check mscep -u "http://127.0.0.1:$(dead_port)/" --output-file=result.json
	valid json check_mscep 2 result.json
	check mscep -u "$url" -w abc --output-file=result.json
	refused
	valid json check_mscep 3 result.json
}

@test "--output-file: can't be written: told, the old one stays, nothing left behind" {
	cd "$BATS_TEST_TMPDIR"
	mkdir locked
	echo old >locked/result.json
	check mscep -u "$url" --output-file=/nonexistent/folder/result.json
	((status == 3 || status == 1))
	says /nonexistent/folder/result.json
	check mscep -u "$url" --output-file=locked
	((status == 3 || status == 1))
	[[ $(ls locked) == result.json ]]
	check mscep -u "http://127.0.0.1:$(dead_port)/" --output-file=/nonexistent/result.json
	((status == 2))
	says NET-REFUSED /nonexistent/result.json
}

@test "--file-format without --output-file, and an unknown one" {
	check mscep -u "$url" --output-file="$BATS_TEST_TMPDIR/x" --file-format=xml
	refused --file-format
}

@test "one HELP text per metric in both plugins" {
	check mscep -u "$url" --output-format=prometheus
	first=$output
	check ra_cert -u "$url" --output-format=prometheus
	[[ -z $(printf '%s\n%s\n' "$first" "$output" | grep '^# HELP' | sort -u | cut -d' ' -f3 | uniq -d) ]]
}

@test "prometheus: points in time and states" {
	check ra_cert -u "$url" --output-format=prometheus
	says 'mscep_check_state{plugin="check_ra_cert",target="'"$url"'"} 0'
	[[ $output =~ mscep_[a-z_]*not_after_timestamp_seconds\{[^}]*ra_signing[^}]*\}\ [0-9]{10} ]]
	[[ $output =~ mscep_last_run_timestamp_seconds\{[^}]*\}\ [0-9]{10} ]]
}

@test "check names and perfdata labels are the same from run to run, and hold nothing of the target" {
	check mscep -u "$url" --output-format=json
	first=$(jq -r '[.. | .id?, .label? | strings] | join(" ")' <<<"$output")
	ndes
	check mscep -u "http://localhost:$http_port$path" --output-format=json
	[[ $(jq -r '[.. | .id?, .label? | strings] | join(" ")' <<<"$output") == "$first" ]]
}
