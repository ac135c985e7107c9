#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Our plugins and their peers at the same work in the same run: CPU and memory, as ratios to the bars that were set.
#	bench.sh [ROUNDS]      in the build folder; needs the peers: tests/run.sh --bench installs them
set -euo pipefail

rounds=${1:-41}
build=${SUITE_BUILDDIR:-$PWD}
peers=${PEERS:-/usr/lib/nagios/plugins}
scratch=$(mktemp -d)
server=
trap '[ -z "$server" ] || { kill "$server"; wait "$server" 2>/dev/null || :; }; rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM

"$build/tests/servers/ndes-sim/ndes-sim" --directory="$scratch" --tls-port=0 --ready-file="$scratch/ready" \
	>/dev/null &
server=$!
for ((i = 0; i < 200; i++)); do
	[ ! -s "$scratch/ready" ] || break
	sleep 0.1
done
ready=$(cat "$scratch/ready")
http=${ready##*http=} http=${http%% *}
https=${ready##*https=} https=${https%% *}
path=/certsrv/mscep/mscep.dll
url=http://127.0.0.1:$http$path
question="$path?operation=GetCACaps&message=default"

hundred=
for ((i = 0; i < 100; i++)); do hundred="$hundred -u $url"; done

row() { # row LABEL PROGRAM ARGUMENTS...
	local label=$1
	shift
	if command -v "$1" >/dev/null; then printf '%s\t%s\n' "$label" "$*"; else echo "not installed: $1" >&2; fi
}
{
	row get "$build/tests/bench/bare_get" "http://127.0.0.1:$http$question"
	row mscep "$build/plugins/check_mscep" -u "$url"
	row ra_cert "$build/plugins/check_ra_cert" -u "$url"
	row mscep_tls "$build/plugins/check_mscep" -I 127.0.0.1 -u "https://localhost:$https$path" --ca-cert="$scratch/root.pem"
	row ra_cert_tls "$build/plugins/check_ra_cert" -I 127.0.0.1 -u "https://localhost:$https$path" --ca-cert="$scratch/root.pem"
	row check_http "$peers/check_http" -I 127.0.0.1 -p "$http" -u "$question"
	row check_curl "$peers/check_curl" -I 127.0.0.1 -p "$http" -u "$question"
	row check_curl_tls "$peers/check_curl" -H localhost -I 127.0.0.1 -p "$https" -S --sni -C 30,14
} >"$scratch/fast"
# in a run of their own: what such a command leaves the server to do would be counted against the next one
row mscep_100 "$build/plugins/check_mscep" "$hundred" >"$scratch/many"
{
	row check_ssl_cert "$peers/check_ssl_cert" -4 --match localhost -H localhost -p "$https" \
		--rootcert-file "$scratch/root.pem" --ignore-sct
} >"$scratch/slow"
"$build/tests/bench/rounds" "$rounds" "$scratch/fast" >"$scratch/result"
"$build/tests/bench/rounds" "$rounds" "$scratch/many" >>"$scratch/result"
[ ! -s "$scratch/slow" ] || "$build/tests/bench/rounds" 3 "$scratch/slow" >>"$scratch/result"

printf '%-16s %10s %10s %10s %5s\n' command 'CPU ms' 'wall ms' 'RSS MiB' code
awk -F'\t' '{ printf "%-16s %10.2f %10.2f %10.1f %5d\n", $1, $2, $3, $4, $5 }' "$scratch/result"

of() { awk -F'\t' -v name="$1" -v column="$2" '$1 == name { print $column }' "$scratch/result"; }

bad=0
bar() { # bar WORDS VALUE OTHER BAR
	[ -n "$2" ] && [ -n "$3" ] || { printf '%-62s not measured\n' "$1"; return 0; }
	awk -v words="$1" -v a="$2" -v b="$3" -v bar="$4" 'BEGIN {
		printf "%-62s %8.3f  bar %6.3f  %s\n", words, a / b, bar, a / b <= bar ? "ok" : "ABOVE"
		exit a / b > bar }' || bad=$((bad + 1))
}
echo
bar 'check_mscep http / bare GET, CPU' "$(of mscep 2)" "$(of get 2)" 1.3
bar 'check_ra_cert http / bare GET, CPU' "$(of ra_cert 2)" "$(of get 2)" 1.3
bar 'check_mscep https / check_curl -S, CPU' "$(of mscep_tls 2)" "$(of check_curl_tls 2)" 0.8
bar 'check_ra_cert https / check_ssl_cert, CPU' "$(of ra_cert_tls 2)" "$(of check_ssl_cert 2)" 0.02
bar '100 endpoints / one, CPU' "$(of mscep_100 2)" "$(of mscep 2)" 15
for name in mscep mscep_100 ra_cert mscep_tls ra_cert_tls; do
	bar "peak RSS of $name / MiB" "$(of $name 4)" 1 16
done
echo "$bad above their bar"
[ "$bad" = 0 ]
