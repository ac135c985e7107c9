# SPDX-License-Identifier: GPL-3.0-or-later
"""mscep-causes(7): every cause, grouped by the sections of causes.def."""
from . import mdoc


def entry(cause):
    remedy = cause["remedy"][:1].upper() + cause["remedy"][1:] + "."
    parts = [cause["looks"], "Why: " + cause["why"], "Remedy: " + remedy]
    return ".It Sy %s\n%s" % (cause["id"], ".Pp\n".join(mdoc.sentences(part) for part in parts))


def section(heading, causes):
    heading = heading[:1].upper() + heading[1:]
    return ".Ss %s\n.Bl -tag -width Ds\n%s.El\n" % (heading, "".join(entry(cause) for cause in causes))


def grouped(causes, sections):
    groups = {}
    for cause in causes:
        groups.setdefault(sections.get(cause["id"], "other"), []).append(cause)
    return groups


def page(template, causes, sections):
    text = "".join(section(heading, rows) for heading, rows in grouped(causes, sections).items())
    return mdoc.generated_note(mdoc.filled(template, "CAUSES", text))
