#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""samba-tool domain provision ARGUMENT..., without the ACLs of sysvol, for which Samba panics in a user namespace."""
import sys

import samba.provision
from samba.netcmd.main import cmd_sambatool

samba.provision.setsysvolacl = lambda *arguments, **options: None
sys.exit(cmd_sambatool()._run("samba-tool", "domain", "provision", *sys.argv[1:]))
