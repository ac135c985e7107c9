#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# check_clock_skew and check_ntp_time at the same NTP server with the same number of samples, in the same run; ten mixed
# clocks against the slowest of them; memory.
#	bench_clock.sh [ROUNDS]      in the build folder; chronyd is taken out of Debian's package, which is not installed
set -euo pipefail
PATH=$PATH:/usr/sbin:/sbin

rounds=${1:-41}
build=${SUITE_BUILDDIR:-$PWD}
peers=${PEERS:-/usr/lib/nagios/plugins}
scratch=$(mktemp -d)
servers=()
stop() {
	local pid

	for pid in "${servers[@]}"; do kill "$pid" 2>/dev/null || :; done
	for pid in "${servers[@]}"; do wait "$pid" 2>/dev/null || :; done
	rm -rf "$scratch"
}
trap stop EXIT
trap 'exit 130' INT TERM
command -v "$peers/check_ntp_time" >/dev/null || { echo "not installed: $peers/check_ntp_time" >&2; exit 1; }

# A package that is installed would replace this machine's time service.
chronyd=$(command -v chronyd || :)
if [ -z "$chronyd" ]; then
	(cd "$scratch" && apt-get download chrony >/dev/null 2>&1 && dpkg -x chrony_*.deb chrony) ||
		{ echo "Debian's package chrony can't be had" >&2; exit 1; }
	chronyd=$scratch/chrony/usr/sbin/chronyd
fi
port=$((20000 + RANDOM % 20000))
cat >"$scratch/chrony.conf" <<C
local stratum 3
allow
port $port
cmdport 0
bindcmdaddress /
bindaddress 127.0.0.1
user $(id -un)
pidfile $scratch/chronyd.pid
driftfile $scratch/drift
C
"$chronyd" -x -d -f "$scratch/chrony.conf" >"$scratch/chronyd.log" 2>&1 &
servers+=($!)
"$build/tests/servers/ndes-sim/ndes-sim" --directory="$scratch/ndes" --tls-port=0 --ready-file="$scratch/ready" >/dev/null &
servers+=($!)
for ((i = 0; i < 200; i++)); do
	[ ! -s "$scratch/ready" ] || break
	sleep 0.1
done
http=$(sed 's/.*http=\([0-9]*\).*/\1/' "$scratch/ready")
ours="$build/plugins/check_clock_skew"
ten=
for ((i = 0; i < 9; i++)); do ten="$ten -H ntp://127.0.0.1:$port"; done
{
	printf 'ntp\t%s -H ntp://127.0.0.1:%s\n' "$ours" "$port"
	printf 'check_ntp_time\t%s -H 127.0.0.1 -p %s\n' "$peers/check_ntp_time" "$port"
	printf 'http\t%s -H http://127.0.0.1:%s/certsrv/mscep_admin/\n' "$ours" "$http"
	printf 'ten\t%s %s -H http://127.0.0.1:%s/certsrv/mscep_admin/\n' "$ours" "$ten" "$http"
	printf 'ca_rpc\t%s -H 127.0.0.1 --epm-port=%s -t 2\n' "$build/plugins/check_ca_rpc" "$http"
} >"$scratch/commands"
"$build/tests/bench/rounds" "$rounds" "$scratch/commands" >"$scratch/result"

printf '%-16s %10s %10s %10s %5s\n' command 'CPU ms' 'wall ms' 'RSS MiB' code
awk -F'\t' '{ printf "%-16s %10.2f %10.2f %10.1f %5d\n", $1, $2, $3, $4, $5 }' "$scratch/result"
of() { awk -F'\t' -v name="$1" -v column="$2" '$1 == name { print $column }' "$scratch/result"; }

bad=0
bar() { # bar WORDS VALUE OTHER BAR
	awk -v words="$1" -v a="$2" -v b="$3" -v bar="$4" 'BEGIN {
		printf "%-62s %8.3f  bar %6.3f  %s\n", words, a / b, bar, a / b <= bar ? "ok" : "ABOVE"
		exit a / b > bar }' || bad=$((bad + 1))
}
echo
bar 'one ntp:// target / check_ntp_time, CPU' "$(of ntp 2)" "$(of check_ntp_time 2)" 1.2
bar 'ten mixed targets / the slowest of them, wall' "$(of ten 3)" "$(of http 3)" 1.2
bar 'peak RSS, ntp / MiB' "$(of ntp 4)" 1 4
bar 'peak RSS, http / MiB' "$(of http 4)" 1 14
echo "$bad above their bar"
[ "$bad" = 0 ]
