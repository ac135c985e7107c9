# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh
# Sourced by the lint tests. They run in the build folder, automake's $srcdir is the source tree, and they print TAP:
# a test for each call of verdict, the plan at the end.
LC_ALL=C
export LC_ALL
top=${srcdir:-.}
tests=0
failures=0

# verdict NAME COMPLAINTS: fine if there are no complaints; they are printed, a line each.
verdict()
{
	tests=$((tests + 1))
	if [ -z "$2" ]; then
		echo "ok $tests - $1"
	else
		printf '%s\n' "$2" | sed 's/^/# /'
		echo "not ok $tests - $1"
		failures=$((failures + 1))
	fi
}

# skip_all REASON: ends the script as a visible skip.
skip_all()
{
	echo "1..0 # SKIP $1"
	exit 0
}

# need PROGRAM: or everything is skipped.
need()
{
	command -v "$1" > /dev/null || skip_all "$1 is not installed"
}

finish()
{
	echo "1..$tests"
	[ "$tests" -gt 0 ] && [ "$failures" -eq 0 ]
	exit
}

# objects FOLDER...: the object files of these folders' sources, those of deleted sources left out.
objects()
{
	for folder; do
		for source in "$top/$folder"/*.c; do
			name=${source##*/}
			find "$folder" -maxdepth 1 -name "*-${name%.c}.o" 2> /dev/null
		done
	done
}

# skip_instrumented: sanitizers and coverage bring symbols of their own into every object.
skip_instrumented()
{
	# shellcheck disable=SC2046 # object files have no blanks in their names
	if nm -u $(objects lib/core) 2> /dev/null | grep -Eq '__(asan|ubsan|tsan|msan|gcov|sanitizer)_'; then
		skip_all "the objects are instrumented"
	fi
}
