#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compares print_descriptor, named as the argument, with python3-samba. Prints TAP.

Samba is an oracle for parsing only: its access check does not know object ACEs, and it refuses ACLs that are larger than
their ACEs, which Windows writes.
"""
import gzip
import json
import os
import random
import subprocess
import sys

from samba.dcerpc import security
from samba.ndr import ndr_pack, ndr_unpack

DOMAIN = security.dom_sid("S-1-5-21-11-22-33")
ENROLL = "0e10c968-78fb-11d2-90d4-00c04f79dc55"
AUTOENROLL = "a05b8cc2-17bc-4802-a710-e7c15ab866a2"
OBJECT_TYPES = (0x05, 0x06, 0x07)
GENERIC = {1 << 28: 0xF01FF, 1 << 29: 0x20004, 1 << 30: 0x20028, 1 << 31: 0x20094}

WRITTEN = [
    "D:",
    "O:DAG:DUD:",
    "O:EAG:EAD:PAI(OA;;RPWPCR;%s;;DA)(OA;;RPWPCR;%s;;EA)(A;;0xf00ff;;;DA)(A;;LCRPLORC;;;AU)" % (ENROLL, ENROLL),
    "D:(OD;;CR;%s;;DU)(OA;;CR;%s;;S-1-5-21-11-22-33-1104)" % (ENROLL, ENROLL),
    "D:(OA;CIIO;CR;%s;bf967aba-0de6-11d0-a285-00aa003049e2;AU)(OA;;RP;;bf967aba-0de6-11d0-a285-00aa003049e2;AU)" % ENROLL,
    "D:(A;;GA;;;AU)(A;;GR;;;DU)(D;;GW;;;BG)(A;;GX;;;WD)",
    "D:(A;OICIIOID;CCDCLCSWRPWPDTLOCRSDRCWDWO;;;CO)(A;NP;RP;;;PS)",
    "O:SYG:SYD:(A;;RP;;;S-1-5-80-3804348527-3718992918-2141599610-3686422417-2726379419)S:(AU;SAFA;CR;;;WD)",
    "D:(A;;RP;;;S-1-22-2-50133)(A;;RP;;;S-1-16-8448)(A;;RP;;;S-1-18-1)",
]


def made(count):
    """Descriptors of random ACEs."""
    chance = random.Random(4711)
    principals = ["AU", "WD", "DA", "EA", "DU", "DC", "BA", "BG", "SY", "OW", "S-1-5-21-11-22-33-1104", "S-1-5-21-9-8-7-6-5-4"]
    rights = ["CC", "DC", "LC", "SW", "RP", "WP", "DT", "LO", "CR", "SD", "RC", "WD", "WO", "GA", "GX", "GW", "GR"]
    for _ in range(count):
        text = chance.choice(["", "O:DA", "O:EAG:DU"]) + "D:"
        for _ in range(chance.randrange(12)):
            kind = chance.choice(["A", "D", "OA", "OD"])
            guids = [chance.choice(["", ENROLL, AUTOENROLL]) if kind[0] == "O" else "" for _ in range(2)]
            text += "(%s;%s;%s;%s;%s;%s)" % (
                kind,
                "".join(chance.sample(["OI", "CI", "NP", "IO", "ID"], chance.randrange(4))),
                "".join(chance.sample(rights, chance.randrange(1, 6))),
                guids[0], guids[1], chance.choice(principals))
        yield text


def mapped(mask):
    for generic, rights in GENERIC.items():
        if mask & generic:
            mask = mask & ~generic | rights
    return mask


def ace_line(ace):
    known = ace.type in OBJECT_TYPES
    guid = str(ace.object.type) if known and ace.object.flags & 1 else "-"
    return "%u %u %08x %s %s" % (ace.type, ace.flags, mapped(ace.access_mask), guid, ace.trustee)


def expected(value):
    """What print_descriptor should say; None where Samba refuses it."""
    try:
        descriptor = ndr_unpack(security.descriptor, value)
    except RuntimeError:
        return None
    lines = ["ok %04x %s %s %s" % (descriptor.type, descriptor.owner_sid or "-", descriptor.group_sid or "-",
                                  "dacl" if descriptor.dacl is not None else "-")]
    return lines + [ace_line(ace) for ace in (descriptor.dacl.aces if descriptor.dacl is not None else [])]


def printed(program, values):
    text = "".join(value.hex() + "\n" for value in values)
    output = subprocess.run([program], input=text, stdout=subprocess.PIPE, check=True, universal_newlines=True).stdout
    return [answer.split("\n") for answer in output.split("\n\n")[:-1]]


class Tests:
    def __init__(self, program):
        self.program = program
        self.count = self.failures = 0

    def result(self, name, complaints):
        self.count += 1
        self.failures += bool(complaints)
        for complaint in complaints[:10]:
            print("# " + complaint)
        print("%sok %d - %s" % ("not " if complaints else "", self.count, name))

    def skip(self, name, reason):
        self.count += 1
        print("ok %d - %s # SKIP %s" % (self.count, name, reason))

    def compare(self, name, values):
        answers, complaints, refused = printed(self.program, values), [], 0
        if len(answers) != len(values) or not values:
            complaints.append("%d answers for %d descriptors" % (len(answers), len(values)))
        for value, answer in zip(values, answers):
            wanted = expected(value)
            refused += wanted is None
            if (wanted is None and answer[0].startswith("ok")) or (wanted is not None and wanted != answer):
                complaints.append("%s: got %s, Samba says %s" % (value.hex(), answer, wanted))
        if refused > len(values) // 2:
            complaints.append("Samba refuses %d of %d" % (refused, len(values)))
        self.result("%s: %d descriptors as Samba reads them" % (name, len(values)), complaints)


def packed(text):
    return ndr_pack(security.descriptor.from_sddl(text, DOMAIN))


def corpus(folder):
    """Those that Samba can read: no oversize ACLs."""
    for name in ("short-ordinary-acls-v2.json.gz", "registry-object-rights.json"):
        path = os.path.join(folder, "ad", "samba", name)
        with (gzip.open if name.endswith(".gz") else open)(path, "rb") as stream:
            for value in json.load(stream).values():
                yield bytes(value)
    with open(os.path.join(folder, "ad", "template-sds.txt")) as lines:
        for line in lines:
            if not line.startswith("#"):
                yield bytes.fromhex(line.split("\t")[1])


def main():
    tests = Tests(sys.argv[1])
    tests.compare("written by hand", [packed(text) for text in WRITTEN])
    tests.compare("made of random ACEs", [packed(text) for text in made(1000)])
    folder = os.environ.get("SUITE_VECTORS")
    if folder:
        tests.compare("recorded", list(corpus(folder)))
    else:
        tests.skip("recorded", "SUITE_VECTORS names no folder of vectors")
    print("1..%d" % tests.count)
    return tests.failures != 0


if __name__ == "__main__":
    sys.exit(main())
