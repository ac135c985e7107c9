# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # source_top, command, output: shared with common.bash
# What the tests of packages share. Source it behind blackbox/common.bash and schedulers/schedulers.bash.
#
#	missing=$(unbuildable build deb)    why packages of these kinds can't be built here, or nothing: for setup_file, where
#	                                    bats can't skip; it exports that, and setup skips. Nothing is installed.
#	package deb FOLDER                  contrib/build_package.sh, as a person would call it
#	on_a_copy 'COMMANDS'                as root on a copy of this machine that vanishes afterwards; sets $output, $status
#	links FOLDER                        where documents link to is there
#	changed                             the paths that these commands have left changed

# shellcheck source=contrib/packages.sh
. "$source_top/contrib/packages.sh"
# A make that runs this test tells its children what is none of a package's business.
unset MAKEFLAGS MFLAGS MAKEOVERRIDES MAKELEVEL

unbuildable() {
	local missing

	if sanitized; then
		echo "packages are built from the ordinary tree"
	elif ! command -v dpkg-query >/dev/null; then
		echo "packages are tested on Debian and Ubuntu only"
	else
		# shellcheck disable=SC2046 # a list of words
		missing=$(packages_missing $(packages_of debian "$@") | tr '\n' ' ')
		[[ -z $missing ]] || echo "install the packages: $missing"
	fi
}

package() {
	"$source_top/contrib/build_package.sh" "$@"
}

same() {
	cmp "$1" "$2" || failed "$1 and $2 differ"
}

as_root() {
	[[ $(id -u) == 0 ]] || skip "packages are installed as root only"
}

# What only the machine's owner may do, done to an overlay of it in a mount namespace of our own.
on_a_copy() {
	local folder=$BATS_TEST_TMPDIR/copy

	as_root
	mkdir -p "$folder"
	unshare -m bash "$source_top/tests/packages/copy.sh" "$folder" true >"$BATS_TEST_TMPDIR/copy.log" 2>&1 ||
		skip "no overlay of this machine: $(tail -n 1 "$BATS_TEST_TMPDIR/copy.log")"
	command=$1
	status=0
	COPY_SHOWS=$BATS_RUN_TMPDIR COPY_CHANGED=$BATS_TEST_TMPDIR/changed \
		timeout 300 unshare -m bash "$source_top/tests/packages/copy.sh" "$folder" bash -euc "$1" \
		>"$BATS_TEST_TMPDIR/output" 2>&1 </dev/null 3>&- || status=$?
	output=$(cat "$BATS_TEST_TMPDIR/output")
}

links() {
	local document target missing=''

	while read -r document; do
		while read -r target; do
			[[ $target == *://* || -e $(dirname "$document")/$target ]] || missing+="$document: $target"$'\n'
		done < <(grep -o '](\([^)#]*\)' "$document" | cut -c 3-)
	done < <(find "$1" -name '*.md')
	[[ -z $missing ]] || failed "broken links: $missing"
}

changed() {
	cat "$BATS_TEST_TMPDIR/changed"
}

succeeds() {
	((status == 0)) || failed "exit code $status" || return
	says "$@"
}
