#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Does Icinga 2 have what the plugins said, to the last value of perfdata, and did it understand the values?

    icinga2_perfdata.py RESULTS FOLDER

RESULTS: {"HOST!SERVICE": {"state", "output", "perfdata": texts, "values": what Icinga's parser makes of them}}.
FOLDER: what the plugins said in the same runs, by --output-file=FOLDER/HOST/SERVICE. Prints what differs, and how many
values were compared.
"""
import json
import os
import re
import sys

DATUM = re.compile(r"([a-z0-9_]+)=(-?[0-9.]+)(s|B|%|c|)((?:;[^;\s]*)*)$")
STATES = ["OK", "WARNING", "CRITICAL", "UNKNOWN"]
UNITS = {"s": "seconds", "B": "bytes", "%": "percent", "c": "", "": ""}


def split(text):
    """The first line, the other lines, the perfdata."""
    first, _, rest = text.partition("\n")
    summary, _, perfdata = first.partition("|")
    return summary.rstrip(), rest.rstrip("\n"), perfdata.split()


def limit(text):
    """None: nothing, or a range, of which Icinga has no notion."""
    try:
        return float(text)
    except ValueError:
        return None


def understood(text):
    """What Icinga's parser should make of a datum."""
    label, value, unit, rest = DATUM.match(text).groups()
    limits = [limit(part) for part in rest.split(";")[1:5]]
    limits += [None] * (4 - len(limits))
    return {"type": "PerfdataValue", "label": label, "value": float(value), "unit": UNITS[unit], "counter": unit == "c",
            **dict(zip(("warn", "crit", "min", "max"), limits))}


def differences(result, text):
    summary, rest, perfdata = split(text)
    stored = split(result["output"])
    if stored[:2] != (summary, rest):
        yield "the output is %r" % result["output"]
    if " %s - " % STATES[int(result["state"])] not in summary:
        yield "the state is %s" % result["state"]
    if result["perfdata"] != perfdata:
        yield "perfdata is %r" % result["perfdata"]
    if result["values"] != [understood(datum) for datum in perfdata]:
        yield "it understood %r" % result["values"]


def main():
    with open(sys.argv[1], encoding="utf-8") as stream:
        results = json.load(stream)
    count, status = 0, 0
    for name, result in results.items():
        host, _, service = name.partition("!")
        with open(os.path.join(sys.argv[2], host, service), encoding="utf-8") as stream:
            text = stream.read()
        count += len(result["values"])
        for difference in differences(result, text):
            print("%s: %s; the plugin said %r" % (name, difference, text))
            status = 1
    print("%d services, %d values" % (len(results), count))
    return status


if __name__ == "__main__":
    sys.exit(main())
