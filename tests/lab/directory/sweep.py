# SPDX-License-Identifier: GPL-3.0-or-later
"""A second opinion about descriptors, written from the open specifications (MS-DTYP 2.4, MS-ADTS 5.1.3.3.4) only.

In statements for population.py, see there:
    from sweep import sweep
    sweep(FILE, {"T1": bytes, ...})       healthy templates with these descriptors; what svc_ndes may goes into FILE
Then, of one or several runs:
    sweep.py FILE OUTPUT.json ...         compares; prints what differs, exit code 1
"""
import json
import os
import struct
import sys

ENROLL = bytes.fromhex("68c9100e fb78 d211 90d4 00c04f79dc55".replace(" ", ""))
ALLOW, DENY = (0x00, 0x05, 0x09, 0x0B), (0x01, 0x06, 0x0A, 0x0C)
OBJECT, CONDITIONAL = (0x05, 0x06, 0x07, 0x0B, 0x0C, 0x0F), (0x09, 0x0A, 0x0B, 0x0C)
NO_SID = set(range(0x100)) - {0, 1, 2, 5, 6, 7, 9, 10, 11, 12, 13, 15, 17, 18, 19, 20}


class Malformed(Exception):
    pass


def take(octets, at, count):
    if at + count > len(octets):
        raise Malformed
    return octets[at:at + count]


def sid_at(octets, at):
    revision, count = take(octets, at, 2)
    if revision != 1 or count > 15:
        raise Malformed
    return take(octets, at, 8 + 4 * count)


def aces_of(octets):
    """None: no DACL. [(type, flags, mask, object GUID, SID)]"""
    revision, _, control, owner, group, _, dacl = struct.unpack("<BBHIIII", take(octets, 0, 20))
    if revision != 1 or not control & 0x8000:
        raise Malformed
    for offset in (owner, group):
        if offset:
            if offset < 20:
                raise Malformed
            sid_at(octets, offset)
    if not control & 4 or not dacl:
        return None
    if dacl < 20:
        raise Malformed
    revision, _, size, count, _ = struct.unpack("<BBHHH", take(octets, dacl, 8))
    if revision not in (2, 3, 4) or size < 8:
        raise Malformed
    acl, at, found = take(octets, dacl, size), 8, []
    for _ in range(count):
        kind, flags, length = struct.unpack("<BBH", take(acl, at, 4))
        if length < 4:
            raise Malformed
        body, at = take(acl, at, length)[4:], at + length
        if kind in NO_SID:
            found.append((kind, flags, 0, None, b""))
            continue
        mask, where, guid = struct.unpack("<I", take(body, 0, 4))[0], 4, None
        if kind in OBJECT:
            present, where = struct.unpack("<I", take(body, 4, 4))[0], 8
            if present & 1:
                guid, where = take(body, where, 16), where + 16
            if present & 2:
                take(body, where, 16)
                where += 16
        found.append((kind, flags, mask, guid, sid_at(body, where)))
    return found


def verdict(octets, token, bit, generic, wanted):
    """granted, denied, undecidable, malformed"""
    try:
        aces = aces_of(octets)
    except Malformed:
        return "malformed"
    if aces is None:
        return "granted"
    for kind, flags, mask, guid, sid in aces:
        if kind not in ALLOW + DENY or flags & 8 or sid not in token or not mask & (bit | generic):
            continue
        if guid is not None and guid != wanted:
            continue
        if kind in CONDITIONAL:
            return "undecidable"
        return "granted" if kind in ALLOW else "denied"
    return "denied"


def sweep(path, descriptors):
    import population

    account = population.entries[population.names["svc_ndes"]]["attributes"]
    token = set(account["tokenGroups"]) | {account["objectSid"][0]} | \
        {population.sid(text) for text in ("S-1-1-0", "S-1-5-11", "S-1-5-15", "S-1-5-2", "S-1-5-32-545")}
    with open(path + ".new", "w", encoding="utf-8") as file:
        for name, octets in descriptors.items():
            population.template(name, sd=octets)
            print(name, verdict(octets, token, 0x100, 0x10000000, ENROLL),
                  verdict(octets, token, 0x10, 0x90000000, None), file=file)
    os.rename(path + ".new", path)


def said(check, slug):
    """What the plugin found about a right."""
    parts = {part["id"].partition("_")[2]: part for part in check["checks"]}
    if "permissions" in parts:
        sentence = parts["permissions"]
        fine = sentence["state"] == "UNKNOWN" and sentence.get("cause") == "DIRECTORY-DATA" and \
            "descriptor" in sentence["output"]
        return "malformed" if fine else "odd: %r" % sentence
    return {"OK": "granted", "CRITICAL": "denied", "UNKNOWN": "undecidable"}.get(
        parts.get(slug, {}).get("state"), "nothing")


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        expected = {name: verdicts for name, *verdicts in map(str.split, file)}
    seen, wrong = {}, 0
    for path in sys.argv[2:]:
        with open(path, encoding="utf-8") as file:
            result = json.load(file)
        for check in result["checks"]:
            name = check["output"].partition("template ")[2].partition(":")[0]
            if name in expected:
                seen[name] = [said(check, "enroll"), said(check, "read")]
        if "omitted" in result:
            print("%s: checks are omitted" % path)
            wrong += 1
    for name, verdicts in expected.items():
        if seen.get(name) != verdicts:
            print("%s: expected %s, got %s" % (name, verdicts, seen.get(name)))
            wrong += 1
    print("%d descriptors" % len(expected))
    return 1 if wrong or not expected else 0


if __name__ == "__main__":
    sys.exit(main())
