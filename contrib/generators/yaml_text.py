# SPDX-License-Identifier: GPL-3.0-or-later
"""Dictionaries, lists and texts as YAML. Every text is quoted, so that no reader takes it for anything else."""


def text(value, indent):
    if "\n" in value:
        return "|-\n" + "\n".join((indent + line).rstrip(" ") for line in value.rstrip("\n").split("\n"))
    return "'%s'" % value.replace("'", "''")


def pair(key, value, indent):
    inner = indent + "  "
    if isinstance(value, dict):
        return "%s:\n%s" % (key, mapping(value, inner))
    if isinstance(value, list):
        return "%s:\n%s" % (key, "\n".join(element(row, inner) for row in value))
    return "%s: %s" % (key, text(value, inner))


def element(value, indent):
    if isinstance(value, dict):
        return "%s- %s" % (indent, mapping(value, indent + "  ").lstrip())
    return "%s- %s" % (indent, text(value, indent + "  "))


def mapping(value, indent=""):
    return "\n".join(indent + pair(key, part, indent) for key, part in value.items())
