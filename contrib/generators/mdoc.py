# SPDX-License-Identifier: GPL-3.0-or-later
"""Text as mdoc(7) wants it: one sentence per line, nothing that a formatter takes for a request."""
import re

MARKER = '.\\" @@%s@@\n'


def escaped(text):
    text = text.replace("\\", "\\e")
    return re.sub(r"(?<![\w-])(--?)(?=[A-Za-z0-9])", lambda match: match.group(1).replace("-", "\\-"), text)


def sentences(text):
    """The lines of a paragraph."""
    lines = re.split(r"(?<=[.?!])(?<!\.\.\.) +(?=[A-Z])", escaped(text))
    return "\n".join("\\&" + line if line[:1] in ".'" else line for line in lines) + "\n"


def filled(template, marker, text):
    line = MARKER % marker
    if template.count(line) != 1:
        raise ValueError("the page must have one line %r" % line)
    return template.replace(line, text)


def generated_note(text):
    """Behind the licence in the first line: where the page comes from."""
    first, rest = text.split("\n", 1)
    note = '.\\" Made by contrib/generate from the page of the same name with .in; edit that one.'
    return "\n".join([first, note, rest])
