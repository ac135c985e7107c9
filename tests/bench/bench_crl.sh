#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# check_crl_dp and what others do with the same lists, in the same run: CPU and memory, as ratios to the bars.
#	bench_crl.sh [ROUNDS]      in the build folder; needs nginx, curl and openssl: tests/run.sh --bench installs them
set -euo pipefail
PATH=$PATH:/usr/sbin:/sbin

rounds=${1:-11}
build=${SUITE_BUILDDIR:-$PWD}
scratch=$(mktemp -d)
server=
trap '[ -z "$server" ] || { kill "$server"; wait "$server" 2>/dev/null || :; }; rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM
for tool in nginx curl openssl; do
	command -v $tool >/dev/null || { echo "not installed: $tool" >&2; exit 1; }
done

"$build/tests/bench/make_list" "$scratch" 1000 1000000 5000000
port=$((20000 + RANDOM % 20000))
cat >"$scratch/nginx.conf" <<C
daemon off; worker_processes 1; pid $scratch/pid; error_log $scratch/error.log;
$([ "$(id -u)" != 0 ] || echo "user $(id -un);")
events { worker_connections 256; }
http {
	access_log off; client_body_temp_path $scratch; proxy_temp_path $scratch; fastcgi_temp_path $scratch;
	uwsgi_temp_path $scratch; scgi_temp_path $scratch; types { application/pkix-crl crl; }
	server { listen 127.0.0.1:$port; root $scratch; location /slow/ { alias $scratch/; limit_rate 20k; } }
}
C
nginx -e "$scratch/error.log" -c "$scratch/nginx.conf" &
server=$!
for ((i = 0; i < 100; i++)); do
	curl -sf -o /dev/null "http://127.0.0.1:$port/1000.crl" && break
	sleep 0.1
done
url=http://127.0.0.1:$port
cat >"$scratch/verify.sh" <<C
#!/bin/sh
curl -s -o $scratch/got.crl $url/1000000.crl && exec openssl crl -inform DER -in $scratch/got.crl -CAfile $scratch/ca.pem -noout
C
chmod +x "$scratch/verify.sh"
serials=$(sed 's/^/--serial=/' "$scratch/serials" | tr '\n' ' ')
twenty=
for ((i = 0; i < 20; i++)); do twenty="$twenty -u $url/slow/1000.crl?$i"; done
ours="$build/plugins/check_crl_dp -t 120 --issuer=$scratch/ca.pem"
{
	printf 'get\t%s %s\n' "$build/tests/bench/bare_get" "$url/1000.crl"
	printf 'small\t%s -u %s\n' "$ours" "$url/1000.crl"
	printf 'million\t%s -u %s\n' "$ours" "$url/1000000.crl"
	printf 'million_serials\t%s -u %s %s\n' "$ours" "$url/1000000.crl" "$serials"
	printf 'dgst\topenssl dgst -sha256 %s\n' "$scratch/1000000.crl"
	printf 'curl\tcurl -s -o /dev/null %s\n' "$url/1000000.crl"
	printf 'curl_openssl\t%s\n' "$scratch/verify.sh"
} >"$scratch/fast"
{
	printf 'five_million\t%s -u %s\n' "$ours" "$url/5000000.crl"
	printf 'one_slow\t%s -u %s\n' "$ours" "$url/slow/1000.crl"
	printf 'twenty_slow\t%s %s\n' "$ours" "$twenty"
} >"$scratch/slow"
"$build/tests/bench/rounds" "$rounds" "$scratch/fast" >"$scratch/result"
"$build/tests/bench/rounds" 3 "$scratch/slow" >>"$scratch/result"

printf '%-16s %10s %10s %10s %5s\n' command 'CPU ms' 'wall ms' 'RSS MiB' code
awk -F'\t' '{ printf "%-16s %10.2f %10.2f %10.1f %5d\n", $1, $2, $3, $4, $5 }' "$scratch/result"
of() { awk -F'\t' -v name="$1" -v column="$2" '$1 == name { print $column }' "$scratch/result"; }

bad=0
bar() { # bar WORDS VALUE OTHER BAR
	awk -v words="$1" -v a="$2" -v b="$3" -v bar="$4" 'BEGIN {
		printf "%-62s %8.3f  bar %6.3f  %s\n", words, a / b, bar, a / b <= bar ? "ok" : "ABOVE"
		exit a / b > bar }' || bad=$((bad + 1))
}
both=$(awk -v a="$(of dgst 2)" -v b="$(of curl 2)" 'BEGIN { print a + b }')
echo
bar '1,000,000 entries / openssl dgst + curl, CPU' "$(of million 2)" "$both" 1.3
bar '1,000,000 entries / curl + openssl crl, CPU' "$(of million 2)" "$(of curl_openssl 2)" 0.1
bar '1000 serials looked up / none, CPU' "$(of million_serials 2)" "$(of million 2)" 1.3
bar 'small list / bare GET, CPU' "$(of small 2)" "$(of get 2)" 1.3
bar 'twenty slow places / one, wall' "$(of twenty_slow 3)" "$(of one_slow 3)" 1.2
bar 'peak RSS at 1,000 entries / MiB' "$(of small 4)" 1 12
bar 'peak RSS at 5,000,000 entries / MiB' "$(of five_million 4)" 1 12
echo "$bad above their bar"
[ "$bad" = 0 ]
