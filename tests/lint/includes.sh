#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Includes run downwards only: core, above it the formats and net, then judge, then probe, then the plugins.
# shellcheck source=tests/lint/tap.sh
. "${srcdir:-.}/tests/lint/tap.sh"

# allowed ROOM: what its files may include, as patterns.
allowed()
{
	case $1 in
	core) echo 'core/' ;;
	scep | pki | ad | clock | rpc | net) echo "core/|$1/" ;;
	judge) echo 'core/|scep/|pki/|ad/|clock/|rpc/|judge/|net/http_answer\.h$|net/http_options\.h$|net/ldap_answer\.h$|net/exchange_answer\.h$' ;;
	probe) echo 'core/|scep/|pki/|ad/|clock/|rpc/|net/|judge/|probe/' ;;
	plugins) echo '[a-z]+/' ;;
	*) echo 'nothing: this room is not known to tests/lint/includes.sh' ;;
	esac
}

cd "$top" || exit 1
for folder in lib/* plugins; do
	[ -d "$folder" ] || continue
	room=${folder##*/}
	verdict "$folder" "$(grep -nE '^[[:space:]]*#[[:space:]]*include[[:space:]]*"' "$folder"/*.[ch] /dev/null |
		sed 's/^\([^:]*:[0-9]*\):[^"]*"\([^"]*\)".*/\1 \2/' |
		awk -v allowed="^($(allowed "$room"))" '$2 !~ allowed { print $1 " includes " $2 }')"
done
finish
