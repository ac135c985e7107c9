#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Shows what the plugins say: installs what is missing to build, builds, starts the NDES simulator on loopback and runs
# every plugin that asks such a server, healthy and with faults. Each command is printed with its output and exit code.
#	contrib/quickstart.sh [--with-ad]
# --with-ad     installs Samba too (never as a service), makes a throw-away Active Directory on a loopback address, and
#               runs the plugins that ask a domain controller; as root, or where user namespaces are allowed
set -euo pipefail

top=$(cd "$(dirname "$0")/.." && pwd)
build=$top/build-quickstart
# shellcheck source=contrib/packages.sh
. "$top/contrib/packages.sh"

with_ad=
case ${1-}${2+more} in
'') ;;
--with-ad) with_ad=yes ;;
*) echo "usage: contrib/quickstart.sh [--with-ad]" >&2; exit 2 ;;
esac

scratch=$(mktemp -d)
servers=()
stop_servers() {
	local pid
	for pid in "${servers[@]}"; do kill "$pid" 2>/dev/null || :; done
	for pid in "${servers[@]}"; do wait "$pid" 2>/dev/null || :; done
	servers=()
}
lab=$top/tests/lab/samba/lab.sh
trap 'stop_servers; [ ! -d "$scratch/ad" ] || bash "$lab" stop "$scratch/ad"; rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM

build_suite() {
	echo "Building in $build"
	[ -x "$top/configure" ] || (cd "$top" && autoreconf -fi >"$scratch/log" 2>&1) || { cat "$scratch/log"; return 1; }
	mkdir -p "$build"
	(
		cd "$build"
		[ -f Makefile ] || "$top/configure" -q
		make -s -j2
		make -s -j2 tests/servers/ndes-sim/ndes-sim
	) >"$scratch/log" 2>&1 || { cat "$scratch/log"; return 1; }
}

# start_simulator NAME OPTIONS...: sets http, https and folder.
start_simulator() {
	local name=$1 ready i
	shift
	folder=$scratch/$name
	mkdir -p "$folder" "$scratch/keys"
	"$build/tests/servers/ndes-sim/ndes-sim" --directory="$folder" --keys="$scratch/keys" --tls-port=0 \
		--ready-file="$folder/ready" --lifetime=600 "$@" >/dev/null &
	servers+=($!)
	for ((i = 0; i < 200; i++)); do
		[ ! -s "$folder/ready" ] || break
		sleep 0.1
	done
	ready=$(cat "$folder/ready")
	http=${ready##*http=} http=${http%% *}
	https=${ready##*https=} https=${https%% *}
}

show() {
	local code=0
	printf '\n$ %s\n' "$*"
	(cd "$build/plugins" && "./$1" "${@:2}") || code=$?
	echo "(exit code $code)"
}

title() { printf '\n=== %s\n' "$*"; }

# In a mount namespace of its own, where dc1.lab.test is the domain controller.
show_ad() {
	local code=0
	printf '\n$ %s\n' "$*"
	(cd "$build/plugins" && bash "$lab" run "$scratch/ad" "./$1" "${@:2}") || code=$?
	echo "(exit code $code)"
}

show_directory() {
	local ca='' user='' password_file='' keytab=''

	title "An Active Directory with NDES templates and a service account"
	bash "$lab" start "$scratch/ad" >"$scratch/domain"
	# shellcheck source=/dev/null
	. "$scratch/domain"
	local tls=(-H dc1.lab.test -S --ca-cert="$ca" -D "$user" --password-file="$password_file")
	local ticket=(-H dc1.lab.test --keytab="$keytab")
	show_ad check_clock_skew -H dc=ldap://dc1.lab.test -H kdc=kerberos://dc1.lab.test/monitor
	show_ad check_template_acl "${tls[@]}" --template=NDES-Intune --account=svc_ndes
	show_ad check_template_acl "${ticket[@]}" --template=NoEnroll --account=svc_ndes
	show_ad check_template_acl "${ticket[@]}" --template=ESC1-AU --account=svc_ndes --posture
	show_ad check_template_acl "${ticket[@]}" --template=EnrollmentAgentOffline --account=svc_ndes --purpose=ra-signing
	show_ad check_ndes_account "${tls[@]}" --account=svc_ndes --spn=HTTP/ndes.lab.test
	show_ad check_ndes_account "${ticket[@]}" --account=svc_oldpw
	show_ad check_ndes_account "${ticket[@]}" --account='gmsa_ndes$' --ndes-host=ndes1.lab.test
	show_ad check_ca_rpc -H dc1.lab.test
	show_ad check_ca_rpc -H dc1.lab.test --interface=e3514235-4b06-11d1-ab04-00c04fc2dcd2/4.0
	bash "$lab" stop "$scratch/ad"
}

if [ -n "$with_ad" ] && [ "$(id -u)" != 0 ] && [ -z "${IN_NAMESPACE-}" ]; then
	packages_ensure build simulator directory
	export IN_NAMESPACE=yes
	exec unshare -Urnm "$0" --with-ad
fi
[ -n "${IN_NAMESPACE-}" ] || packages_ensure build simulator ${with_ad:+directory}
[ -z "${IN_NAMESPACE-}" ] || ip link set lo up
build_suite

# Packages may come through a proxy; the simulator is on this machine, where no proxy of the environment finds it.
unset http_proxy https_proxy HTTPS_PROXY all_proxy ALL_PROXY no_proxy NO_PROXY

title "A healthy NDES server"
start_simulator healthy
show check_mscep -H 127.0.0.1 -p "$http" --admin
show check_mscep -H localhost -S -p "$https" --ca-cert="$folder/root.pem" --server=ndes --long-url
show check_ra_cert -H 127.0.0.1 -p "$http" --trust="$folder/root.pem"
show check_ra_cert -H 127.0.0.1 -p "$http" --at=+2w --output-format=json
show check_crl_dp --scep="http://127.0.0.1:$http/certsrv/mscep/mscep.dll" --aia --revoked
show check_clock_skew -H "ndes=http://127.0.0.1:$http/certsrv/mscep_admin/"
stop_servers

title "Its RA certificates end in ten days"
start_simulator expiring --fault=ra-expiring
show check_ra_cert -H 127.0.0.1 -p "$http" -w 30d -c 7d
stop_servers

title "Its application pool is stopped"
start_simulator stopped --fault=pool-stopped
show check_mscep -H 127.0.0.1 -p "$http"
stop_servers

title "Its RA certificates have expired"
start_simulator expired --fault=ra-expired
show check_ra_cert -H 127.0.0.1 -p "$http"
stop_servers

title "Its CA has not published a revocation list for long"
start_simulator stale --fault=crl-expired
show check_crl_dp --cert="$folder/ra-signing.pem"
stop_servers

title "Nothing listens"
show check_mscep -H 127.0.0.1 -p "$http"

if [ -n "$with_ad" ]; then
	show_directory
else
	printf '\ncheck_template_acl, check_ndes_account and check_ca_rpc ask a domain controller or a CA: quickstart.sh --with-ad\n'
fi

printf '\nThe plugins are in %s; their manual pages: man %s/man/check_mscep.1\n' "$build/plugins" "$top"
