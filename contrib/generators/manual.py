# SPDX-License-Identifier: GPL-3.0-or-later
"""The OPTIONS section of a plugin's manual page."""
from . import mdoc


def value_words(option):
    if not option.metavar:
        return ""
    value = " = Ns Ar %s" % option.metavar
    return " Ns Op%s" % value if option.value_optional else " Ns%s" % value


def item(option):
    short = "Fl %s , " % option.short if option.short else ""
    return ".It %sFl Fl %s%s\n%s" % (short, option.long, value_words(option), mdoc.sentences(option.help))


def group(heading, options):
    items = "".join(item(option) for option in options)
    return ".Ss %s\n.Bl -tag -width Ds\n%s.El\n" % (heading, items)


def options_section(plugin):
    groups = {}
    for option in plugin.options:
        groups.setdefault(option.group, []).append(option)
    return "".join(group(heading, options) for heading, options in groups.items())


def page(template, plugin):
    return mdoc.generated_note(mdoc.filled(template, "OPTIONS", options_section(plugin)))
