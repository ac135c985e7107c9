#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs a command with an overlay of this machine as its root: what it writes stays in memory. To be called by
# `unshare -m`, as root; all mounts vanish with the namespace.
#	copy.sh FOLDER COMMAND...
# COPY_SHOWS=FOLDER     a folder that the command shares with the machine
# COPY_CHANGED=FILE     gets the paths that have become others
set -euo pipefail

folder=$1
shift
mount -t tmpfs -o mode=755 tmpfs "$folder"
mkdir "$folder/upper" "$folder/work" "$folder/root"
mount -t overlay -o "lowerdir=/,upperdir=$folder/upper,workdir=$folder/work" overlay "$folder/root"
for place in /proc /dev ${COPY_SHOWS-}; do
	mkdir -p "$folder/root$place"
	mount --rbind "$place" "$folder/root$place"
done

# A folder without anything changed below has only been looked into.
changes() {
	local path own its

	find "$folder/upper" -mindepth 1 \( ! -type d -o -empty \) -printf '/%P\n' | sort | while read -r path; do
		own=$(stat -c '%F %a %u %g' "$folder/upper$path")
		its=$(stat -c '%F %a %u %g' "$path" 2>/dev/null || true)
		[[ $own == "$its" && $own == directory* ]] || echo "$path"
	done
}

code=0
chroot "$folder/root" "$@" || code=$?
[[ -z ${COPY_CHANGED-} ]] || changes >"$COPY_CHANGED"
exit "$code"
