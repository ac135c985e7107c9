# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What the suite needs on a machine, by kind, and how it gets there. Sourced by contrib/quickstart.sh and tests/run.sh:
#	packages_ensure build tests ...
# On Debian and Ubuntu, as root or through sudo, missing packages are installed after saying so; elsewhere, where
# something is missing, the list is printed by the names of the distributions, and the script ends.

# kind: Debian names
packages_debian() {
	case $1 in
	build) echo build-essential autoconf automake pkg-config libcurl4-openssl-dev libssl-dev libldap-dev libjansson-dev \
		libsasl2-dev libkrb5-dev ;;
	simulator) echo libmicrohttpd-dev libgnutls28-dev ;;
	tests)
		echo libcmocka-dev bats bats-assert bats-support jq python3 openssl curl time mandoc codespell shellcheck \
			clang-format procps util-linux iproute2
		;;
	sanitizers) echo clang libclang-rt-14-dev llvm ;;
	servers) echo scep certmonger strongswan-pki libstrongswan-extra-plugins python3-cryptography-vectors \
		slapd nginx-light libfaketime apache2 libapache2-mod-auth-gssapi gss-ntlmssp \
		icinga2-bin icinga2-common monitoring-plugins-basic nagios4-core nagios-nrpe-server nagios-nrpe-plugin \
		prometheus prometheus-node-exporter influxdb systemd python3-yaml
		packages_debian directory
		;;
	schedulers) echo postgresql zabbix-server-pgsql zabbix-frontend-php zabbix-agent2 zabbix-agent \
		php-cli php-pgsql php-curl php-xml php-intl php-gd php-mbstring php-bcmath \
		icingaweb2 icingaweb2-module-monitoring icingaweb2-module-director icinga2-ido-pgsql icingacli chromium \
		pngquant debhelper lintian fakeroot rpm rpmlint ;;
	deb) echo debhelper fakeroot libcmocka-dev ;;
	rpm) echo rpm libcmocka-dev ;;
	directory) echo samba samba-ad-provision samba-dsdb-modules samba-vfs-modules winbind python3-samba ldap-utils \
		iproute2 util-linux \
		bind9-host krb5-user libsasl2-modules-gssapi-mit ;;
	bench)
		echo monitoring-plugins-basic monitoring-plugins-standard monitoring-plugins-contrib liburiparser1 \
			nginx-light openssl bc valgrind bind9-host file
		;;
	esac
}

packages_fedora() {
	case $1 in
	build) echo gcc make autoconf automake pkgconf-pkg-config libcurl-devel openssl-devel openldap-devel jansson-devel \
		cyrus-sasl-devel krb5-devel ;;
	simulator) echo libmicrohttpd-devel gnutls-devel ;;
	tests) echo libcmocka-devel bats jq python3 openssl curl time mandoc codespell ShellCheck clang-tools-extra iproute ;;
	rpm) echo rpm-build libcmocka-devel ;;
	esac
}

packages_suse() {
	case $1 in
	build) echo gcc make autoconf automake pkgconf libcurl-devel libopenssl-devel openldap2-devel libjansson-devel \
		cyrus-sasl-devel krb5-devel ;;
	simulator) echo libmicrohttpd-devel libgnutls-devel ;;
	tests) echo libcmocka-devel bats jq python3 openssl curl time mandoc codespell ShellCheck clang-tools iproute2 ;;
	rpm) echo rpm-build libcmocka-devel ;;
	esac
}

packages_alpine() {
	case $1 in
	build) echo build-base autoconf automake pkgconf curl-dev openssl-dev openldap-dev jansson-dev \
		cyrus-sasl-dev krb5-dev ;;
	simulator) echo libmicrohttpd-dev gnutls-dev ;;
	tests) echo cmocka-dev bats bash jq python3 openssl curl time mandoc codespell shellcheck clang-extra-tools iproute2 ;;
	esac
}

# The names of all kinds in one line.
packages_of() {
	local family=$1 kind
	shift
	for kind in "$@"; do "packages_$family" "$kind"; done | tr '\n' ' '
}

packages_print_all() {
	local family
	echo "Install these by hand and start again:"
	for family in debian fedora suse alpine; do
		echo "  $family: $(packages_of "$family" "$@")"
	done
}

packages_missing() {
	local name
	for name in "$@"; do
		dpkg-query -W -f '${Status}' "$name" 2>/dev/null | grep -q 'ok installed' || echo "$name"
	done
}

# What can't be done without where packages have other names, by kind: programs, and libraries as pkg-config knows them.
packages_programs() {
	case $1 in
	build) echo autoreconf automake make cc pkg-config ;;
	tests) echo bats jq python3 openssl curl ;;
	rpm) echo rpmbuild ;;
	esac
}

packages_libraries() {
	case $1 in
	build) echo libcurl openssl ldap libsasl2 krb5 jansson ;;
	simulator) echo libmicrohttpd gnutls ;;
	tests) echo cmocka ;;
	esac
}

# Those of all kinds that are not there, a line each.
packages_absent() {
	local kind name
	for kind in "$@"; do
		for name in $(packages_programs "$kind"); do
			command -v "$name" >/dev/null || echo "$name"
		done
		for name in $(packages_libraries "$kind"); do
			pkg-config --exists "$name" 2>/dev/null || echo "$name"
		done
	done
}

# Runs a command as root: directly or through sudo.
packages_as_root() {
	if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

# Packages of servers must not start them. What forbids it goes away again, however the installation ends.
packages_policy=/usr/sbin/policy-rc.d
packages_install() (
	if [ ! -e "$packages_policy" ]; then
		trap 'packages_as_root rm -f "$packages_policy"' EXIT
		trap 'exit 130' INT TERM
		printf '#!/bin/sh\nexit 101\n' | packages_as_root tee "$packages_policy" >/dev/null
		packages_as_root chmod 755 "$packages_policy"
	fi
	packages_as_root apt-get update -qq &&
		packages_as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=600 install -y -qq \
			--no-install-recommends "$@" >/dev/null
)

packages_ensure() {
	local missing
	if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
		missing=$(packages_absent "$@" | tr '\n' ' ')
		if [ -n "$missing" ]; then
			echo "This is neither Debian nor Ubuntu, and these were not found: $missing"
			packages_print_all "$@"
			return 1
		fi
		echo "This is neither Debian nor Ubuntu: taking what is installed."
		return 0
	fi
	# shellcheck disable=SC2046 # a list of words
	missing=$(packages_missing $(packages_of debian "$@") | tr '\n' ' ')
	[ -n "${missing// /}" ] || return 0
	echo "Installing the packages: $missing"
	if [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null; then
		packages_print_all "$@"
		return 1
	fi
	# shellcheck disable=SC2086 # a list of words
	packages_install $missing
}
