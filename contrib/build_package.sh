#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Makes a package of this tree: installs what is missing to build it, and writes its files into FOLDER (default: here).
#	contrib/build_package.sh tar [FOLDER]                the release tarball
#	contrib/build_package.sh deb [FOLDER [OPTION...]]    for Debian and Ubuntu; OPTIONs are dpkg-buildpackage's
#	contrib/build_package.sh rpm [FOLDER [OPTION...]]    for Fedora, openSUSE and theirs; OPTIONs are rpmbuild's
set -euo pipefail

top=$(cd "$(dirname "$0")/.." && pwd)
# shellcheck source=contrib/packages.sh
. "$top/contrib/packages.sh"

kind=${1-} folder=${2-.}
case $kind in
tar) kinds=(build) ;;
deb | rpm) kinds=(build "$kind") ;;
*) sed -n '3,6p' "$0" >&2; exit 2 ;;
esac
shift $(($# < 2 ? $# : 2))
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM

# What a command says is of interest when it fails: its end.
quietly() {
	"$@" >"$scratch/log" 2>&1 </dev/null || { tail -n 50 "$scratch/log" >&2; return 1; }
}

make_tarball() {
	[ -x "$top/configure" ] || (cd "$top" && quietly autoreconf -fi)
	release=$(sed -n "s/^PACKAGE_TARNAME='\(.*\)'/\1/p; s/^PACKAGE_VERSION='\(.*\)'/-\1/p" "$top/configure" | tr -d '\n')
	mkdir "$scratch/tar"
	# configure refuses a tree that was configured in place
	if [ -e "$top/config.status" ]; then
		quietly make -C "$top" dist
		mv "$top/$release.tar.xz" "$scratch/tar"
	else
		(cd "$scratch/tar" && quietly "$top/configure" && quietly make dist)
	fi
	tarball=$scratch/tar/$release.tar.xz
}

build_tar() {
	cp -v "$tarball" "$folder"
}

build_deb() {
	tar -C "$scratch" -xf "$tarball"
	cp -r "$scratch/$release/contrib/debian" "$scratch/$release/debian"
	(cd "$scratch/$release" && quietly dpkg-buildpackage -us -uc -b "$@")
	cp -v "$scratch"/*.deb "$folder"
}

# On Debian, rpmbuild knows nothing of the packages that are installed, and would begin a database in HOME.
build_rpm() {
	local strange=()

	! command -v dpkg-query >/dev/null || strange=(--nodeps --define "_dbpath $scratch/rpmdb")
	quietly rpmbuild -tb --define "_topdir $scratch/rpm" "${strange[@]}" "$@" "$tarball"
	cp -v "$scratch"/rpm/RPMS/*/*.rpm "$folder"
}

packages_ensure "${kinds[@]}"
make_tarball
echo "Building in $scratch, which is removed afterwards"
"build_$kind" "$@"
