#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Security descriptors as this suite and as Samba read them. Prints TAP. SUITE_VECTORS names a folder with more of them.
source_tree=${srcdir:-$(dirname "$0")/../../..}
python=${SAMBA_PYTHON:-/usr/bin/python3}

if ! "$python" -c 'import samba.ndr' 2> /dev/null; then
	echo "1..0 # SKIP python3-samba is not installed"
	exit 0
fi
exec "$python" "$source_tree/tests/lab/samba/descriptors.py" "${SUITE_BUILDDIR:-$PWD}/tests/lab/samba/print_descriptor"
