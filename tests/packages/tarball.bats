#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2154 # source_top, build_top: of common.bash
# `make dist`: the same bytes for the same sources, whoever makes them, where, when and from what; nothing is missing.
load ../blackbox/common
load ../schedulers/schedulers
load packages

setup_file() {
	missing=$(unbuildable build)
	export missing
	[[ -z $missing ]] || return 0
	package tar "$BATS_FILE_TMPDIR"
}

setup() {
	[[ -z $missing ]] || skip "$missing"
	tarball=$(echo "$BATS_FILE_TMPDIR"/monitoring-plugins-scep-*.tar.xz)
	release=$(basename "$tarball" .tar.xz)
}

from_git() {
	[[ -e $source_top/.git ]] || skip "these sources are no checkout"
	git -C "$source_top" rev-parse HEAD >/dev/null 2>&1 || skip "git refuses this checkout"
}

# A clone with what isn't committed yet. What git doesn't track (git add) is no part of the sources: a build folder of any
# name may lie among them.
clone() {
	git clone -q "$source_top" "$1"
	git -C "$source_top" ls-files -z |
		tar -C "$source_top" --null --ignore-failed-read --files-from=- -cf - 2>/dev/null | tar -C "$1" -xf -
}

# Names that stand behind a later one of the same folder.
misplaced() {
	sed 's,/$,,' | LC_ALL=C awk -F/ -v OFS=/ '{
		name = $NF
		$NF = ""
		if ($0 in last && name < last[$0]) print $0 name
		last[$0] = name
	}'
}

# Configured in place, by somebody with other habits.
@test "from a clone at another place and time: the same bytes, twice" {
	from_git
	umask 077
	export TZ=Asia/Kathmandu LC_ALL=C XZ_OPT=-1 XZ_DEFAULTS=--threads=2 TAR_OPTIONS=--exclude=NEWS
	clone "$BATS_TEST_TMPDIR/another place"
	cd "$BATS_TEST_TMPDIR/another place"
	[[ $(id -u) != 0 ]] || chown -R 65534:65534 .
	autoreconf -fi >/dev/null 2>&1
	./configure -q
	make -s dist
	same "$release.tar.xz" "$tarball"
	mv "$release.tar.xz" first
	touch README.md
	make -s dist
	same "$release.tar.xz" first
}

# Where git, and what only tests need, is missing.
@test "from its own contents: the same bytes" {
	mkdir "$BATS_TEST_TMPDIR/bin" "$BATS_TEST_TMPDIR/build"
	tar -C "$BATS_TEST_TMPDIR" -xf "$tarball"
	cat >"$BATS_TEST_TMPDIR/bin/pkg-config" <<-'END'
		#!/bin/sh
		case "$*" in *cmocka*|*microhttpd*|*gnutls*) exit 1 ;; esac
		exec /usr/bin/pkg-config "$@"
	END
	printf '#!/bin/sh\nexit 127\n' >"$BATS_TEST_TMPDIR/bin/git"
	chmod +x "$BATS_TEST_TMPDIR"/bin/*
	cd "$BATS_TEST_TMPDIR/build"
	PATH=$BATS_TEST_TMPDIR/bin:$PATH
	"../$release/configure" -q ac_cv_prog_BATS=
	[[ -z $(grep '^UNIT_TESTS = ' Makefile) ]]
	make -s dist
	same "$release.tar.xz" "$tarball"
	SOURCE_DATE_EPOCH=86400 make -s dist
	[[ $(tar -tvf "$release.tar.xz" --utc | awk '{ print $4 }' | sort -u) == 1970-01-02 ]]
}

@test "of nobody, readable by all, in one order, with one date: that of the last commit" {
	local dates

	tar --utc --full-time -tvf "$tarball" >"$BATS_TEST_TMPDIR/list"
	[[ $(awk '{ print $2 }' "$BATS_TEST_TMPDIR/list" | sort -u) == 0/0 ]]
	[[ -z $(grep -Ev '^(-rw-r--r--|-rwxr-xr-x|drwxr-xr-x) ' "$BATS_TEST_TMPDIR/list") ]]
	[[ -z $(tar -tf "$tarball" | misplaced) ]]
	dates=$(awk '{ print $4, $5 }' "$BATS_TEST_TMPDIR/list" | sort -u)
	from_git
	[[ $dates == $(TZ=UTC git -C "$source_top" log -1 --date='format-local:%Y-%m-%d %H:%M:%S' --format=%cd) ]]
}

# .ci and .gitignore are about the checkout.
@test "every file that git tracks is there, and nothing else but what autotools make" {
	from_git
	git -C "$source_top" ls-files | grep -Ev '^(\.ci/|\.gitignore$|m4/\.gitkeep$)' | sort \
		>"$BATS_TEST_TMPDIR/expected"
	tar -tf "$tarball" | grep -v '/$' | sed 's,^[^/]*/,,' |
		grep -Ev '^(build-aux/[a-z-]+(\.sh)?|configure|aclocal\.m4|Makefile\.in)$' | sort >"$BATS_TEST_TMPDIR/got"
	diff -u "$BATS_TEST_TMPDIR/expected" "$BATS_TEST_TMPDIR/got"
}

@test "one version everywhere" {
	local version

	version=$(sed -n 's/^AC_INIT(\[.*\], \[\(.*\)\])/\1/p' "$source_top/configure.ac")
	[[ $release == monitoring-plugins-scep-$version ]]
	[[ $(sed -n '1s/.*(\(.*\)-[0-9]*).*/\1/p' "$source_top/contrib/debian/changelog") == "$version" ]]
	[[ $(sed -n 's/^Version:\s*//p' "$source_top"/contrib/rpm/*.spec) == "$version" ]]
	grep -q "^\* .* - $version-[0-9]*$" "$source_top"/contrib/rpm/*.spec
	grep -q "^$version " "$source_top/NEWS"
}
