# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# shellcheck disable=SC2154 # build_top, python: of common.bash
# A throw-away Active Directory domain of Samba on an address of its own (its ports are fixed), from a temporary folder.
# Source it behind tests/blackbox/common.bash, whose teardowns stop what is noted in the folder's file of PIDs.
#
# The domain lab.test is made and filled (fill.py: accounts, templates, CAs) once per day and build folder, kept in
# tests/lab/samba/dc-*.tgz there, and unpacked by who starts it: what a test changes is gone with its folder. It needs
# root or a user namespace (unshare -Urn, which run.sh enters by itself).
#
#	samba_missing                    prints why the lab can't be, else nothing
#	samba_start [OPTION...]          in setup_file or a test: $samba (folder), $samba_address; skips if it can't be
#	    --services="ldap kdc dns"    which of them; rpc: the endpoint mapper and what a domain controller serves
#	    --tls=VARIANT                as samba_tls
#	    --clear-text                 simple binds without TLS are let through
#	    --clock=+360                 the domain controller's clock is wrong by these seconds
#	samba_stop, samba_restart [OPTION...]    without options: as it was
#	samba_hang, samba_continue       it takes connections and says nothing
#	samba_tls VARIANT                restarts with a certificate: good, nosan, othername, expired, unknown (its CA)
#	samba_modify <LDIF               as administrator
#	samba_dacl DN SDDL               replaces the DACL; D:P(...) to have no more in it than that
#	samba_search [ARGUMENT...]       ldapsearch as monitor, the account with which all plugins are tested
#	samba_bind USER [PASSWORD]       prints what a bind is answered; nothing when it is fine
#	samba_password_age USER DAYS     its password was set that long ago (from 42 days on it is expired)
#	samba_lock USER                  locks it by wrong passwords, for half an hour
#	samba_harden, samba_unharden     nobody in Pre-Windows 2000 Compatible Access; Authenticated Users, as at first
#	samba_remedy                     monitor becomes a member of RAS and IAS Servers
#	samba_krb5                       writes a krb5.conf and exports KRB5_CONFIG
#	samba_keytab PRINCIPAL FILE      a keytab, e.g. for monitor@LAB.TEST
#	samba_hosts COMMAND...           where dc1.lab.test is $samba_address and the only name server is the DC
#	samba_names                      skips where samba_hosts can't be; sets entry=(samba_hosts) for check
#
# Files in $samba: ca.pem (issuing CA LAB-CA1-CA) and ca1.der ca2.der ca3.der ca3-renewed.der ca4.der, one.crl (its
# list), tls.pem (what to trust for LDAPS), krb5.conf, errors (of the server). Passwords: $samba_password of
# $samba_user, $samba_monitor_password of $samba_monitor, $samba_service_password of all others.

samba_lab=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
samba_user=administrator@lab.test
samba_password='Passw0rd!Lab'
samba_monitor=monitor@lab.test
samba_monitor_password='Mon-Passw0rd!'
samba_service_password='Svc-Passw0rd!'
samba_base=DC=lab,DC=test
samba_sid=S-1-5-21-1111111111-2222222222-3333333333
samba_pki="CN=Public Key Services,CN=Services,CN=Configuration,$samba_base"
samba_templates="CN=Certificate Templates,$samba_pki"
samba_points="CN=ca1,CN=CDP,$samba_pki"
export samba_user samba_password samba_monitor samba_monitor_password samba_service_password
export samba_base samba_sid samba_pki samba_templates samba_points
samba_lifetime=1800

samba_missing() {
	local tool

	for tool in samba ldapmodify flock unshare; do
		command -v $tool >/dev/null ||
			{ echo "$tool is missing: install samba samba-ad-provision python3-samba ldap-utils"; return; }
	done
	/usr/bin/python3 -c 'import samba.samdb' 2>/dev/null ||
		{ echo "/usr/bin/python3 has no module samba: install python3-samba samba-dsdb-modules"; return; }
	[[ -d /usr/share/samba/setup ]] || { echo "install the package samba-ad-provision"; return; }
	((EUID == 0)) || echo "the directory's ports are root's: run it in unshare -Urn"
}

# --- the domain, made once ---

# FOLDER ADDRESS SERVICES STRONG
samba_configuration() {
	cat <<-END
		[global]
			netbios name = DC1
			workgroup = LAB
			realm = LAB.TEST
			server role = active directory domain controller
			server services = $3
			ldap server require strong auth = $4
			interfaces = $2/8
			bind interfaces only = yes
			dns forwarder = 127.0.0.1
			private dir = $1/private
			state directory = $1/state
			cache directory = $1/cache
			lock directory = $1/lock
			pid directory = $1/run
			binddns dir = $1/bind-dns
			ncalrpc dir = $1/run/ncalrpc
			winbindd socket directory = $1/run/winbindd
			ntp signd socket directory = $1/run/ntp_signd
			log file = $1/log
		[sysvol]
			path = $1/state/sysvol
			read only = no
		[netlogon]
			path = $1/state/sysvol/lab.test/scripts
			read only = no
	END
}

# FILE SUBJECT: FILE.pem and FILE.key of a CA
samba_authority() {
	openssl req -x509 -newkey rsa:2048 -nodes -days 1825 -subj "$2" -addext keyUsage=cRLSign,keyCertSign \
		-keyout "$1.key" -out "$1.pem" 2>/dev/null
}

# FOLDER: the issuing CAs, their DER forms, the list of the first, and the CA of the domain controller's TLS certificate
samba_authorities() {
	local name

	samba_authority "$1/tls" "/CN=Lab TLS CA" || return
	for name in ca1 ca2 ca3 ca3-renewed ca4; do
		samba_authority "$1/$name" "/DC=test/DC=lab/CN=LAB-$(sed 's/-.*//; s/ca/CA/' <<<$name)-CA" || return
		openssl x509 -in "$1/$name.pem" -outform DER -out "$1/$name.der" || return
	done
	cp "$1/ca1.pem" "$1/ca.pem"
	cat >"$1/openssl.cnf" <<-END
		[ca]
		default_ca = authority
		[authority]
		database = $1/index.txt
		crlnumber = $1/number
		certificate = $1/ca1.pem
		private_key = $1/ca1.key
		default_md = sha256
		default_crl_days = 7
	END
	: >"$1/index.txt"
	echo 1234 >"$1/number"
	openssl ca -config "$1/openssl.cnf" -gencrl 2>/dev/null | openssl crl -outform DER -out "$1/one.crl"
}

# FOLDER: 77 where Samba can't make a domain
samba_provision() {
	mkdir -p "$1"/{private/tls,state,cache,lock,run,bind-dns}
	samba_configuration "$1" 127.0.0.1 ldap yes >"$1/smb.conf"
	timeout 120 /usr/bin/python3 "$samba_lab/provision.py" --configfile="$1/smb.conf" --realm=LAB.TEST \
		--domain=LAB --server-role=dc --dns-backend=SAMBA_INTERNAL --adminpass="$samba_password" \
		--host-name=dc1 --host-ip=127.54.3.21 --domain-sid=$samba_sid >"$1/provision" 2>&1 ||
		{ tail -n 1 "$1/provision"; return 77; }
	samba_authorities "$1" || return
	timeout 120 /usr/bin/python3 "$samba_lab/fill.py" "$1/smb.conf" "$1"
}

# what the tarball depends on; a day, because passwords and lists age
samba_key() {
	(cat "$samba_lab"/{samba.bash,provision.py,fill.py} && stat -c %Y%s "$(command -v samba)" && date +%F) |
		sha256sum | cut -c 1-16
}

# TARBALL: makes it
samba_make() {
	local folder status=0

	folder=$(mktemp -d "$(dirname "$1")/making.XXXXXX")
	samba_provision "$folder/dc" || status=$?
	if ((status == 0)) && tar cz -C "$folder/dc" -f "$folder/dc.tgz" --exclude=./smb.conf .; then
		rm -f "$(dirname "$1")"/dc-*.tgz
		mv "$folder/dc.tgz" "$1" || status=$?
	fi
	rm -rf "$folder"
	return $status
}

# FOLDER: unpacks the domain there. Who comes first makes it, the others wait.
samba_restore() {
	local shelf=${SUITE_LAB:-$build_top/tests/lab/samba} tarball

	tarball=$shelf/dc-$(samba_key).tgz
	mkdir -p "$shelf"
	(
		flock -w 300 9 || exit
		[[ -e $tarball ]] || samba_make "$tarball" || exit
		tar xz --no-same-owner -C "$1" -f "$tarball"
	) 9>"$shelf/lock"
}

# --- one that runs ---

samba_free_address() {
	local address tries

	for tries in {1..20}; do
		address=127.$((64 + RANDOM % 64)).$((RANDOM % 256)).$((1 + RANDOM % 254))
		(exec 4<>"/dev/tcp/$address/636") 2>/dev/null || break
	done
	echo "$address"
}

# VARIANT: cert.pem and key.pem, by the lab's TLS CA
samba_certificate() {
	local names="subjectAltName=DNS:dc1.lab.test,IP:$samba_address" days=30
	local ca=(-CA "$samba/tls.pem" -CAkey "$samba/tls.key" -set_serial "0x$RANDOM")

	case $1 in
	good) ;;
	nosan) names=basicConstraints=CA:FALSE ;;
	othername) names=subjectAltName=DNS:other.lab.test ;;
	expired) days=-1 ;;
	unknown) ca=(-signkey "$samba/private/tls/key.pem") ;;
	*) echo "no such certificate: $1" >&2; return 1 ;;
	esac
	(umask 077; openssl ecparam -name prime256v1 -genkey -noout -out "$samba/private/tls/key.pem")
	openssl req -new -key "$samba/private/tls/key.pem" -subj /CN=dc1.lab.test -out "$samba/tls.csr" &&
		openssl x509 -req -in "$samba/tls.csr" "${ca[@]}" -days $days -extfile <(echo "$names") \
			-out "$samba/private/tls/cert.pem" 2>/dev/null &&
		cp "$samba/tls.pem" "$samba/private/tls/ca.pem"
}

# OPTION...: what they set
samba_options() {
	local option services="ldap kdc dns" strong=yes variant=good clock=

	for option; do
		case $option in
		--services=*) services=${option#*=} ;;
		--tls=*) variant=${option#*=} ;;
		--clear-text) strong=no ;;
		--clock=*) clock=${option#*=} ;;
		*) echo "samba_start: $option?" >&2; return 1 ;;
		esac
	done
	samba_configuration "$samba" "$samba_address" "$services" "$strong" >"$samba/smb.conf"
	echo "$services" >"$samba/services"
	echo "$clock" >"$samba/clock"
	samba_certificate "$variant"
}

samba_clock() {
	local library

	[[ -n $1 ]] || return 0
	for library in /usr/lib/*/faketime/libfaketimeMT.so.1; do
		[[ -e $library ]] || skip "a wrong clock needs the package libfaketime"
		echo "LD_PRELOAD=$library FAKETIME=$1 LDB_MODULES_DISABLE_DEEPBIND=1"
	done
}

samba_runs() {
	local pid

	read -r pid <"$samba/pid" && [[ -e /proc/$pid/stat ]] && ! grep -q ') Z ' "/proc/$pid/stat"
}

# PORT...: until it listens there, at most 20 s
samba_answers() {
	local port tries=1000

	for port; do
		until (exec 4<>"/dev/tcp/$samba_address/$port") 2>/dev/null; do
			if ! samba_runs || ((--tries <= 0)); then
				echo "Samba does not listen on $samba_address port $port:" >&2
				tail -n 5 "$samba/errors" >&2
				return 1
			fi
			sleep 0.02
		done
	done
}

samba_run() {
	local services clock ports=(389 636)

	services=$(<"$samba/services")
	clock=$(samba_clock "$(<"$samba/clock")")
	[[ $services != *dns* ]] || ports+=(53)
	[[ $services != *kdc* ]] || ports+=(88)
	[[ $services != *rpc* ]] || ports+=(135)
	# shellcheck disable=SC2086 # a list of words
	env $clock samba -i -M single -s "$samba/smb.conf" --maximum-runtime=$samba_lifetime </dev/null \
		>"$samba/errors" 2>&1 3>&- &
	echo $! >"$samba/pid"
	echo $! >>"$(dirname "$samba")/pids"
	samba_answers "${ports[@]}"
}

samba_start() {
	local status=0 why

	samba=$(mktemp -d "$(scope)/samba.XXXXXX")
	samba_address=$(samba_free_address)
	export samba samba_address
	why=$(samba_restore "$samba") || status=$?
	((status != 77)) || skip "Samba can't make a domain here: $why"
	((status == 0)) || { echo "$why" >&2; return 1; }
	samba_options "$@" || return
	/usr/bin/python3 "$samba_lab/change.py" "$samba/smb.conf" address "$samba_address" || return
	samba_run
}

samba_stop() {
	local pid tries=500

	read -r pid <"$samba/pid"
	sed -i "/^$pid\$/d" "$(dirname "$samba")/pids"
	kill "$pid" 2>/dev/null && kill -CONT "$pid" 2>/dev/null || true
	while samba_runs && ((--tries > 0)); do
		sleep 0.02
	done
	((tries > 0)) || kill -KILL "$pid"
	wait "$pid" 2>/dev/null || true
}

samba_restart() {
	samba_stop
	(($# == 0)) || samba_options "$@" || return
	samba_run
}

samba_hang() {
	kill -STOP "$(<"$samba/pid")"
}

samba_continue() {
	kill -CONT "$(<"$samba/pid")"
}

samba_tls() {
	samba_stop
	samba_certificate "$1" && samba_run
}

# --- what is in it ---

# The certificate may be one that a test has broken.
samba_modify() {
	LDAPTLS_REQCERT=never timeout 20 ldapmodify -x -o nettimeout=10 -D "$samba_user" -w "$samba_password" \
		-H "ldaps://$samba_address" >"$samba/modified" 2>&1 || { cat "$samba/modified" >&2; return 1; }
}

# TOOL ARGUMENT...: its change of the directory
samba_change() {
	timeout 60 /usr/bin/python3 "$samba_lab/change.py" "$samba/smb.conf" "$@"
}

samba_dacl() {
	local bytes

	bytes=$(samba_change descriptor "$2") && samba_modify <<-END
		version: 1
		dn: $1
		control: 1.2.840.113556.1.4.801 true:: MAMCAQQ=
		changetype: modify
		replace: nTSecurityDescriptor
		nTSecurityDescriptor:: $bytes
	END
}

samba_search() {
	LDAPTLS_CACERT=$samba/tls.pem timeout 20 ldapsearch -x -LLL -o ldif-wrap=no -o nettimeout=10 \
		-D "$samba_monitor" -w "$samba_monitor_password" -H "ldaps://$samba_address" "$@"
}

samba_bind() {
	LDAPTLS_CACERT=$samba/tls.pem timeout 20 ldapsearch -x -LLL -o nettimeout=10 -D "$1@lab.test" \
		-w "${2-$samba_service_password}" -H "ldaps://$samba_address" -s base -b '' currentTime \
		2>"$samba/bound" >/dev/null || true
	cat "$samba/bound"
}

samba_password_age() {
	samba_change age "$1" "$2"
}

# NUMBER: wrong passwords until an account is locked; 0: never
samba_threshold() {
	samba_modify <<-END
		dn: $samba_base
		changetype: modify
		replace: lockoutThreshold
		lockoutThreshold: $1
	END
}

samba_lock() {
	samba_threshold 3 || return
	for _ in {1..4}; do
		samba_bind "$1" wrong >/dev/null
	done
	samba_threshold 0
}

# add|delete GROUP MEMBER
samba_member() {
	samba_modify <<-END
		dn: $2,$samba_base
		changetype: modify
		$1: member
		member: $3,$samba_base
	END
}

samba_harden() {
	samba_member delete "CN=Pre-Windows 2000 Compatible Access,CN=Builtin" CN=S-1-5-11,CN=ForeignSecurityPrincipals
}

samba_unharden() {
	samba_member add "CN=Pre-Windows 2000 Compatible Access,CN=Builtin" CN=S-1-5-11,CN=ForeignSecurityPrincipals
}

samba_remedy() {
	samba_member add "CN=RAS and IAS Servers,CN=Users" CN=monitor,CN=Users
}

# --- names and tickets ---

samba_krb5() {
	cat >"$samba/krb5.conf" <<-END
		[libdefaults]
			default_realm = LAB.TEST
			dns_lookup_kdc = false
			dns_canonicalize_hostname = false
			rdns = false
		[realms]
			LAB.TEST = {
				kdc = $samba_address
			}
		[domain_realm]
			.lab.test = LAB.TEST
	END
	export KRB5_CONFIG=$samba/krb5.conf
}

samba_keytab() {
	samba_change keytab "$1" "$2" && chmod 600 "$2"
}

samba_hosts() {
	(cat /etc/hosts && echo "$samba_address dc1.lab.test dc1") >"$samba/hosts"
	echo "nameserver $samba_address" >"$samba/resolv.conf"
	# shellcheck disable=SC2016 # expanded by the shell inside
	unshare -m sh -c 'mount --bind "$0/hosts" /etc/hosts && mount --bind "$0/resolv.conf" /etc/resolv.conf &&
		exec "$@"' "$samba" "$@"
}

samba_names() {
	unshare -m true 2>/dev/null || skip "a mount namespace of its own needs root"
	# shellcheck disable=SC2034 # for check
	entry=(samba_hosts)
}
