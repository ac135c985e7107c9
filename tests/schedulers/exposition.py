#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What of the plugins' files does an exporter's page have?

exposition.py PAGE FILE ...    says which HELP text or series of the files the page lacks, or has with another value;
                               exits with 1 then, and if the files have no series at all
"""
import re
import sys

SERIES = re.compile(r'(\w+)(?:\{(.*)\})? (\S+)')
LABEL = re.compile(r'(\w+)="((?:[^"\\]|\\.)*)"(?:,|$)')


def labels_of(text):
    rest = LABEL.sub("", text)
    if rest:
        sys.exit("can't read the labels {%s}: %s" % (text, rest))
    # an exporter gives every series all labels of its metric: empty ones count for nothing
    return frozenset((name, value) for name, value in LABEL.findall(text) if value)


def read(path):
    """The HELP text of each metric, and the value of each series."""
    texts, series = {}, {}
    with open(path, encoding="utf-8") as stream:
        for line in stream.read().split("\n"):
            if line.startswith("# HELP "):
                metric, text = line[7:].split(" ", 1)
                texts[metric] = text
            elif line and not line.startswith("#"):
                match = SERIES.fullmatch(line)
                if not match:
                    sys.exit("%s: can't read %s" % (path, line))
                series[match.group(1), labels_of(match.group(2) or "")] = float(match.group(3))
    return texts, series


def missing(page, path):
    page_texts, page_series = page
    texts, series = read(path)
    if not series:
        yield "%s has no series" % path
    for metric, text in texts.items():
        if page_texts.get(metric) != text:
            yield "%s: HELP of %s is %r instead of %r" % (path, metric, page_texts.get(metric), text)
    for key, value in series.items():
        if page_series.get(key) != value:
            yield "%s: %s %s is %s instead of %s" % (path, key[0], sorted(key[1]), page_series.get(key), value)


def main(arguments):
    page = read(arguments[0])
    faults = [fault for path in arguments[1:] for fault in missing(page, path)]
    print("\n".join(faults[:20]))
    return 1 if faults or len(arguments) < 2 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
