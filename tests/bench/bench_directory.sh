#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# check_template_acl and check_ldap against the same domain controller with the same login, in the same run. Both trust
# the system's certificates and the domain controller's, as update-ca-certificates lays them out: a hashed folder, and a
# bundle. The last rows trust a file with that one certificate.
#	bench_directory.sh [ROUNDS]      in the build folder, as root; needs Samba and check_ldap: tests/run.sh --bench
#	                                 installs them
set -euo pipefail

rounds=${1:-41}
build=${SUITE_BUILDDIR:-$PWD}
peers=${PEERS:-/usr/lib/nagios/plugins}
lab=$(cd "$(dirname "$0")/../lab/samba" && pwd)/lab.sh
scratch=$(mktemp -d)
trap 'bash "$lab" stop "$scratch/lab"; rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM
command -v "$peers/check_ldap" >/dev/null || { echo "not installed: $peers/check_ldap" >&2; exit 1; }

# The variables that lab.sh prints
address='' ca='' user='' password_file='' base=''
SUITE_BUILDDIR=$build bash "$lab" start "$scratch/lab" >"$scratch/domain"
# shellcheck source=/dev/null
. "$scratch/domain"
export LDAPTLS_REQCERT=demand

mkdir "$scratch/trust"
cp "$ca" "$scratch/trust/domain.pem"
cat "$ca" >"$scratch/bundle.pem"
if [ -r /etc/ssl/certs/ca-certificates.crt ]; then
	awk -v folder="$scratch/trust" '/BEGIN CERT/ { file = sprintf("%s/%03d.pem", folder, ++n) } { print >file }' \
		/etc/ssl/certs/ca-certificates.crt
	cat /etc/ssl/certs/ca-certificates.crt >>"$scratch/bundle.pem"
fi
openssl rehash "$scratch/trust"

mapfile -t names < <(LDAPTLS_CACERT=$ca ldapsearch -x -LLL -o ldif-wrap=no -H "ldaps://$address" -D "$user" \
	-w "$(cat "$password_file")" -b "CN=Certificate Templates,CN=Public Key Services,CN=Services,CN=Configuration,$base" \
	'(objectClass=pKICertificateTemplate)' cn | sed -n 's/^cn: //p' | grep -v ' ' | head -n 50)
fifty="${names[*]/#/--template=}"
ours="$build/plugins/check_template_acl -H $address -S -D $user --password-file=$password_file --account=svc_ndes"
peer="$peers/check_ldap -H $address -3 -S -p 636 -D $user -P $(cat "$password_file") -b $base -a (sAMAccountName=svc_ndes)"
{
	printf 'one_template\t%s --ca-cert=%s --template=NDES-Intune\n' "$ours" "$scratch/trust"
	printf 'fifty_templates\t%s --ca-cert=%s %s\n' "$ours" "$scratch/trust" "$fifty"
	printf 'check_ldap\tenv LDAPTLS_CACERT=%s %s\n' "$scratch/bundle.pem" "$peer"
	printf 'one_file\t%s --ca-cert=%s --template=NDES-Intune\n' "$ours" "$ca"
	printf 'check_ldap_file\tenv LDAPTLS_CACERT=%s %s\n' "$ca" "$peer"
	printf 'env\tenv true\n'
	printf 'nothing\ttrue\n'
} >"$scratch/commands"
"$build/tests/bench/rounds" "$rounds" "$scratch/commands" >"$scratch/result"

printf '%-16s %10s %10s %10s %5s\n' command 'CPU ms' 'wall ms' 'RSS MiB' code
awk -F'\t' '{ printf "%-16s %10.2f %10.2f %10.1f %5d\n", $1, $2, $3, $4, $5 }' "$scratch/result"
# env, which sets the peers' variable, is taken off them
of() { awk -F'\t' -v name="$1" -v column="$2" '$1 == name { print $column }' "$scratch/result"; }

bad=0
bar() { # bar WORDS VALUE OTHER BAR
	awk -v words="$1" -v a="$2" -v b="$3" -v bar="$4" 'BEGIN {
		printf "%-62s %8.3f  bar %6.3f  %s\n", words, a / b, bar, a / b <= bar ? "ok" : "ABOVE"
		exit a / b > bar }' || bad=$((bad + 1))
}
echo
without_env() {
	awk -v both="$(of "$1" 2)" -v env="$(of env 2)" -v true="$(of nothing 2)" 'BEGIN { print both - env + true }'
}
bar 'check_template_acl -S / check_ldap -S, CPU' "$(of one_template 2)" "$(without_env check_ldap)" 0.8
awk -v a="$(of one_file 2)" -v b="$(without_env check_ldap_file)" 'BEGIN {
	printf "%-62s %8.3f\n", "... where both trust a file with one certificate", a / b }'
bar 'fifty templates / one, CPU' "$(of fifty_templates 2)" "$(of one_template 2)" 3
bar 'peak RSS / MiB' "$(of one_template 4)" 1 14
bar 'peak RSS with fifty templates / MiB' "$(of fifty_templates 4)" 1 14
echo "$bad above their bar"
[ "$bad" = 0 ]
