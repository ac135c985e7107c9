#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2154 # shared with common.bash
# The RPM, by Debian's rpm: built, judged by rpmlint, installed on an overlay of this machine, used, erased.
load ../blackbox/common
load ../schedulers/schedulers
load packages

state=/var/lib/monitoring-plugins-scep

# The unit tests have run for the Debian package.
setup_file() {
	missing=$(unbuildable build rpm)
	export missing
	[[ -z $missing ]] || return 0
	package rpm "$BATS_FILE_TMPDIR" --without check >&2
}

setup() {
	[[ -z $missing ]] || skip "$missing"
	export HOME=$BATS_FILE_TMPDIR
	rpm=$(echo "$BATS_FILE_TMPDIR"/monitoring-plugins-scep-*.rpm)
	plugins=$(rpm --eval '%{_libdir}')/nagios/plugins
	install="rpm -i --nodeps --force-debian $rpm"
}

teardown() {
	stop_all "$BATS_TEST_TMPDIR"
}

@test "contents: what the tree has; links of documents lead to files of the package" {
	local file

	run rpm -qlp "$rpm"
	for file in "$source_top"/plugins/check_*.c; do says "$plugins/$(basename "$file" .c)"; done
	for file in "$source_top"/man/*.[17]; do says "/usr/share/man/man${file##*.}/$(basename "$file")"; done
	for file in "$source_top"/contrib/completion/*; do says "/bash-completion/completions/$(basename "$file")"; done
	says "$plugins/monitoring-plugins-scep/clock_web" /usr/share/icinga2/include/mscep-commands.conf /LICENSE \
		/README.md /examples/nagios/mscep-commands.cfg "$state"
	never_says /debian /generators /usr/libexec
	mkdir "$BATS_TEST_TMPDIR/root"
	rpm2archive -n - <"$rpm" | tar -C "$BATS_TEST_TMPDIR/root" -xf -
	links "$(echo "$BATS_TEST_TMPDIR"/root/usr/share/doc/monitoring-plugins-scep*)"
}

@test "pages and examples name the folder that the plugins are in" {
	local file count=0

	mkdir "$BATS_TEST_TMPDIR/root"
	rpm2archive -n - <"$rpm" | tar -C "$BATS_TEST_TMPDIR/root" -xf -
	while read -r file; do
		[[ -x $BATS_TEST_TMPDIR/root$file ]] || failed "no such plugin: $file" || return
		count=$((count + 1))
	done < <(grep -rhoI '/usr/[a-z0-9_/-]*/nagios/plugins/check_[a-z_]*[a-z]' "$BATS_TEST_TMPDIR/root/usr/share/doc" |
		grep -v check_nrpe | sort -u)
	((count >= 7))
}

@test "rpmlint has nothing to say but what is named with a reason" {
	needs rpmlint rpmlint
	run rpmlint -r "$source_top"/contrib/rpm/*.rpmlintrc "$rpm" "$source_top"/contrib/rpm/*.spec
	says "0 errors, 0 warnings"
}

@test "installed, plugins run, check_clock_skew finds what it becomes for http; erased, nothing is left" {
	needs "$build_top/tests/servers/ndes-sim/ndes-sim" libmicrohttpd-dev
	ndes
	on_a_copy "$install
		for plugin in $plugins/check_*; do \$plugin --version || [ \$? = 3 ]; done
		$plugins/check_mscep -u $url
		$plugins/check_clock_skew -H ndes=$url
		rpm -V --nodeps --nouser --nogroup monitoring-plugins-scep
		touch $state/check_ra_cert-0.pem
		rpm -e monitoring-plugins-scep"
	succeeds "check_template_acl " "MSCEP OK - " "CLOCK_SKEW OK - "
	[[ $(changed | grep -Ev '^/(var/lib/rpm/|usr/share/licenses$)|^'"$BATS_RUN_TMPDIR") == '' ]] || failed "$(changed)"
}
