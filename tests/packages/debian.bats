#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2016,SC2034,SC2154 # commands for another shell; shared with common.bash
# The Debian package: built twice, judged by lintian, installed on an overlay of this machine, used, purged.
load ../blackbox/common
load ../schedulers/schedulers
load packages

plugins=/usr/lib/nagios/plugins
state=/var/lib/monitoring-plugins-scep
documents=/usr/share/doc/monitoring-plugins-scep

setup_file() {
	missing=$(unbuildable build deb)
	export missing
	[[ -z $missing ]] || return 0
	export DEB_BUILD_OPTIONS=
	package deb "$BATS_FILE_TMPDIR"
	package tar "$BATS_FILE_TMPDIR"
	tar -C "$BATS_FILE_TMPDIR" -xf "$BATS_FILE_TMPDIR"/*.tar.xz
}

setup() {
	[[ -z $missing ]] || skip "$missing"
	deb=$(echo "$BATS_FILE_TMPDIR"/monitoring-plugins-scep_*.deb)
	install="dpkg -i $deb"
	source=$(echo "$BATS_FILE_TMPDIR"/monitoring-plugins-scep-*/)
	source=${source%/}
}

# installed COMMANDS: in the overlay, behind the installation
installed() {
	on_a_copy "$install >/dev/null; $1"
}

teardown() {
	stop_all "$BATS_TEST_TMPDIR"
}

@test "built again at another place, without its tests: the same bytes" {
	mkdir -p "$BATS_TEST_TMPDIR/a-place-with-a-longer-name"
	umask 077
	TMPDIR=$BATS_TEST_TMPDIR/a-place-with-a-longer-name TZ=Asia/Kathmandu LC_ALL=C DEB_BUILD_OPTIONS=nocheck \
		package deb "$BATS_TEST_TMPDIR/again"
	for file in "$BATS_FILE_TMPDIR"/*.deb; do
		same "$BATS_TEST_TMPDIR/again/$(basename "$file")" "$file"
	done
}

# Every class counts, down to pedantic and experimental; overrides, which say their reasons, must be needed. lintian
# leaves files in TMPDIR.
@test "lintian has nothing to say about the package" {
	needs lintian lintian
	run env TMPDIR="$BATS_TEST_TMPDIR" lintian --allow-root -I --pedantic -E "$BATS_FILE_TMPDIR"/*.deb
	[[ $status == 0 && -z $output ]] || failed "lintian"
}

@test "lintian has nothing to say about its source" {
	local version=${source##*-}

	needs lintian lintian
	cd "$BATS_TEST_TMPDIR"
	cp "$source.tar.xz" "monitoring-plugins-scep_$version.orig.tar.xz"
	cp -r "$source" suite
	cp -r "$source/contrib/debian" suite/debian
	dpkg-source -b suite
	run env TMPDIR="$BATS_TEST_TMPDIR" lintian --allow-root -I --pedantic -E ./*.dsc
	[[ $status == 0 && -z $output ]] || failed "lintian"
}

@test "contents: what the tarball has, in Debian's places, and nothing else" {
	local file

	dpkg-deb --fsys-tarfile "$deb" | tar -t | grep -v '/$' | sed 's,^\.,,' | sort >"$BATS_TEST_TMPDIR/got"
	{
		cd "$source"
		for file in plugins/check_*.c; do echo "$plugins/$(basename "$file" .c)"; done
		for file in man/*.[17]; do echo "/usr/share/man/man${file##*.}/$(basename "$file").gz"; done
		for file in contrib/completion/*; do echo "/usr/share/bash-completion/completions/$(basename "$file")"; done
		for file in README*.md HACKING.md $(find doc -type f) \
			changelog.gz changelog.Debian.gz copyright README.Debian contrib; do echo "$documents/$file"; done
		find contrib -mindepth 2 -type f ! -path '*/completion/*' ! -path '*/debian/*' ! -path '*/generators/*' \
			! -path '*/rpm/*' -printf "$documents/examples/%P\n"
		echo "$plugins/monitoring-plugins-scep/clock_web"
		echo /usr/share/icinga2/include/mscep-commands.conf
		echo /etc/nagios-plugins/config/mscep.cfg
		echo /usr/share/lintian/overrides/monitoring-plugins-scep
	} | sort >"$BATS_TEST_TMPDIR/expected"
	diff -u "$BATS_TEST_TMPDIR/expected" "$BATS_TEST_TMPDIR/got"
	[[ $(dpkg-deb -I "$deb" conffiles) == /etc/nagios-plugins/config/mscep.cfg ]]
}

@test "contents: links of documents lead to files of the package" {
	dpkg-deb -x "$deb" "$BATS_TEST_TMPDIR/root"
	links "$BATS_TEST_TMPDIR/root$documents"
}

@test "depends on the libraries, recommends what logins and TLS need" {
	run dpkg-deb -f "$deb" Depends Recommends
	for name in libcurl libldap libssl libkrb5 libjansson; do
		[[ $output =~ Depends:.*$name ]] || failed "does not depend on $name"
	done
	[[ $output =~ Recommends:.*ca-certificates.*libsasl2-modules-gssapi-mit ]]
}

@test "installed, all plugins run and their pages are found" {
	needs mandoc mandoc
	installed "for plugin in $plugins/check_*; do
			page=\$(basename \$plugin)
			[ -e $source_top/man/\$page.1.in ] || continue
			\$plugin --version || [ \$? = 3 ]
			[ ! -e /usr/bin/man ] || man -w \$page
			mandoc -Tmarkdown /usr/share/man/man1/\$page.1.gz | grep -q 'EXIT STATUS'
		done
		mandoc -Tmarkdown /usr/share/man/man7/mscep-causes.7.gz | grep -m 1 NDES-POOL-STOPPED"
	succeeds NDES-POOL-STOPPED
	for file in "$source_top"/plugins/check_*.c; do says "$(basename "$file" .c) "; done
	[[ ! -e /usr/bin/man ]] || says /usr/share/man/man1/check_mscep.1.gz
}

@test "installed, an endpoint is checked, also as the user nagios, who may remember its certificates" {
	needs "$build_top/tests/servers/ndes-sim/ndes-sim" libmicrohttpd-dev
	ndes
	installed "id nagios >/dev/null || useradd -r nagios
		$install >/dev/null
		$plugins/check_mscep -u $url
		setpriv --reuid=nagios --regid=nagios --clear-groups $plugins/check_ra_cert -u $url --state-dir=$state
		stat -c 'owner %U %n' $state $state/*"
	succeeds "MSCEP OK - " "RA_CERT OK - " "owner nagios $state/check_ra_cert-"
}

@test "installed, check_clock_skew finds what it becomes for http" {
	needs "$build_top/tests/servers/ndes-sim/ndes-sim" libmicrohttpd-dev
	ndes
	installed "$plugins/check_clock_skew -H ndes=$url"
	succeeds "CLOCK_SKEW OK - "
	installed "rm $plugins/monitoring-plugins-scep/clock_web; $plugins/check_clock_skew -H ndes=$url"
	((status == 3))
	says clock_web
}

@test "installed, the completion is found by the name of the command" {
	installed '. /usr/share/bash-completion/completions/check_mscep
		complete -p check_mscep
		COMP_WORDS=(check_mscep --host) COMP_CWORD=1 COMP_LINE="check_mscep --host" COMP_POINT=18
		$(complete -p check_mscep | sed "s/.*-F \([^ ]*\) .*/\1/") check_mscep --host check_mscep
		echo "completed: ${COMPREPLY[*]}"'
	succeeds "completed: --hostname"
}

# As README.Debian says: a line in icinga2.conf and two files. Without the line nothing is there that could collide with
# commands of the user's own.
@test "installed, Icinga 2 loads the commands where it is told to, and the chain of the examples" {
	local chain="cp $documents/examples/icinga2/mscep-hosts.conf $documents/examples/icinga2/mscep-services.conf \
		/etc/icinga2/conf.d"

	runs icinga2 icinga2-bin
	as_root
	[[ -e /etc/icinga2/icinga2.conf ]] || skip "/etc/icinga2 is missing: install the package icinga2-common"
	installed "$chain; icinga2 daemon -C"
	((status != 0))
	says "'mscep' of type 'CheckCommand' does not exist"
	installed "$chain; echo 'include <mscep-commands.conf>' >>/etc/icinga2/icinga2.conf; icinga2 daemon -C"
	succeeds "Finished validating the configuration"
}

@test "installed, Nagios loads its commands, which name the plugins by their place, and the chain of the examples" {
	runs nagios4 nagios4-core
	[[ -e /etc/nagios4/nagios.cfg ]] || skip "/etc/nagios4 is missing: install the package nagios4-common"
	installed "cp $documents/examples/nagios/mscep-services.cfg /etc/nagios4/conf.d
		nagios4 -v /etc/nagios4/nagios.cfg
		if grep command_line.*USER1 /etc/nagios-plugins/config/mscep.cfg; then exit 1; fi
		grep -c command_line.*$plugins/check_ /etc/nagios-plugins/config/mscep.cfg"
	succeeds "Total Errors:   0"
	! grep -q "mscep.*[Ww]arning\|[Ww]arning.*mscep" <<<"$output"
}

@test "purged, nothing is left but the journals of dpkg" {
	installed "touch $state/check_ra_cert-0.pem; chown daemon: $state
		$install >/dev/null; stat -c 'still %U' $state
		dpkg -r monitoring-plugins-scep; ls /etc/nagios-plugins/config/mscep.cfg
		dpkg -P monitoring-plugins-scep"
	succeeds "still daemon" /etc/nagios-plugins/config/mscep.cfg
	[[ -z $(changed | grep -Ev "^(/var/lib/dpkg|/var/cache/man|/var/log)/|^$BATS_RUN_TMPDIR") ]] ||
		failed "$(changed)"
}

@test "installed where there is no user nagios: the folder is root's" {
	on_a_copy "sed -i /^nagios:/d /etc/passwd
		$install; stat -c 'owner %U' $state"
	succeeds "owner root"
}
