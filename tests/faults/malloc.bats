#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2034,SC2154 # url, output, status, environment: shared with common.bash
# The n-th allocation fails, once per n: the right verdict or exit 3, never a crash, never silence.
# Every one of a small run; a sample where OpenSSL and libcurl make thousands.
load ../blackbox/common

samples=${FAIL_MALLOC_SAMPLES:-50}

setup_file() {
	ndes
}

setup() {
	library=$build_top/tests/faults/fail_malloc.so
	[[ -e $library ]] || skip "$library was not built"
	if sanitized; then
		skip "AddressSanitizer has its own allocator"
	fi
	cd "$BATS_TEST_TMPDIR" || return
}

# torture VERDICT PLUGIN ARGUMENT...: each n, or a sample; exit code VERDICT or 3
torture() {
	local right=$1 name=check_$2 total step n code

	shift 2
	code=0
	clean LD_PRELOAD="$library" FAIL_MALLOC_COUNT=count "$build_top/plugins/$name" "$@" >stdout 2>stderr || code=$?
	((code == right)) || { cat stdout stderr >&2; return 1; }
	total=$(cat count)
	((total > 10))
	step=$((total > samples ? total / samples : 1))
	for ((n = 1; n <= total; n += step)); do
		attempt AT "$n" "$right" "$name" "$@"
	done
	for ((n = 1; n <= total; n += total / 6 + 1)); do
		attempt FROM "$n" "$right" "$name" "$@"
	done
}

attempt() {
	local kind=$1 n=$2 right=$3 name=$4 code=0

	shift 4
	clean LD_PRELOAD="$library" "FAIL_MALLOC_$kind=$n" timeout 20 "$build_top/plugins/$name" "$@" >stdout 2>stderr || code=$?
	if ((code != right && code != 3)) || [[ ! -s stdout ]] || [[ -s stderr ]]; then
		printf 'FAIL_MALLOC_%s=%s: exit code %s\n%s\n%s\n' "$kind" "$n" "$code" "$(cat stdout)" "$(cat stderr)" >&2
		return 1
	fi
	grep -q . stdout
}

@test "usage error, help, version: every allocation" {
	samples=100000
	torture 3 mscep -w abc
	torture 3 mscep --nonsense --output-format=json
	torture 3 ra_cert --help
}

@test "a file of certificates" {
	cat "$ndes/ra-signing.pem" "$ndes/ra-encryption.pem" "$ndes/ca.pem" >set.pem
	torture 0 ra_cert -f set.pem
}

@test "a server of certificates, JSON" {
	torture 0 ra_cert -u "$url" --retries=0 --output-format=json
}

@test "an endpoint by http" {
	torture 0 mscep -u "$url" --retries=0
}

@test "an endpoint by https" {
	samples=40
	torture 0 mscep -u "$tls_url" --ca-cert="$ndes/root.pem" --retries=0
}

@test "an ini file" {
	printf '[check_mscep]\nurl = %s\n' "http://127.0.0.1:1/" >test.ini
	torture 2 mscep --extra-opts=@test.ini --retries=0
}

@test "what programs read is valid when memory ends" {
	local format total n code

	for format in json prometheus checkmk; do
		set -- "$(plugin ra_cert)" -u "$url" --retries=0 --output-format="$format"
		clean LD_PRELOAD="$library" FAIL_MALLOC_COUNT=count "$@" >stdout
		total=$(cat count)
		for ((n = total / 2; n <= total * 9 / 10; n += total / 10)); do
			code=0
			clean LD_PRELOAD="$library" FAIL_MALLOC_FROM="$n" timeout 20 "$@" >stdout || code=$?
			((code == 3))
			grep -qE "out of memory|id=\"memory\"" stdout
			valid "$format" check_ra_cert 3 stdout
		done
	done
}
