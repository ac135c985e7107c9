# SPDX-License-Identifier: GPL-3.0-or-later
"""The option tables and causes, as the built plugins tell them (--dump-options=json, --dump-causes)."""
import glob
import json
import os
import re
import subprocess
from dataclasses import dataclass

LICENCE = "SPDX-License-Identifier: GPL-3.0-or-later"
ORIGIN = "Written by contrib/generate from the plugins' option tables; do not edit."
FILE_METAVARS = {"FILE", "DIR", "FILE|DIR"}


class Unusable(Exception):
    """The build tree does not give what is needed."""


@dataclass
class Option:
    long: str
    kind: str
    group: str
    help: str
    value_optional: bool
    short: str = ""
    metavar: str = ""
    words: str = ""

    @property
    def is_flag(self):
        return self.kind in ("flag", "tally")

    @property
    def is_list(self):
        return self.kind == "list"

    @property
    def wants_file(self):
        return self.metavar in FILE_METAVARS

    @property
    def choices(self):
        return self.words.split("|") if self.words else []


@dataclass
class Plugin:
    name: str
    summary: str
    options: list

    @property
    def topic(self):
        """check_ra_cert -> ra_cert: the name of its command and the prefix of its variables."""
        return self.name.replace("check_", "", 1)

    def variable(self, option):
        return "%s_%s" % (self.topic, option.long.replace("-", "_"))

    def has(self, long):
        return any(option.long == long for option in self.options)

    def option(self, long):
        return next(option for option in self.options if option.long == long)


def ask(program, option):
    try:
        answer = subprocess.run([program, option], stdout=subprocess.PIPE, check=False).stdout
        return json.loads(answer)
    except ValueError as error:
        raise Unusable("%s %s: %s" % (program, option, error)) from error


def plugin_of(program):
    dump = ask(program, "--dump-options=json")
    options = [Option(**row) for row in dump["options"]]
    return Plugin(name=dump["plugin"], summary=dump["summary"], options=options)


def programs_of(build):
    paths = sorted(glob.glob(os.path.join(build, "plugins", "check_*")))
    programs = [path for path in paths if "." not in os.path.basename(path) and os.access(path, os.X_OK)]
    if not programs:
        raise Unusable("no plugins in %s/plugins: is this a build tree, and was it built?" % build)
    return programs


def plugins_of(build):
    return [plugin_of(program) for program in programs_of(build)]


def causes_of(build):
    return ask(programs_of(build)[0], "--dump-causes")


def sections_of(definitions):
    """CAUSE-ID -> heading, by the comments between the rows of causes.def."""
    sections, heading = {}, "other"
    for match in re.finditer(r'/\* --- (.*?) --- \*/|CAUSE\(\w+, "([A-Z0-9-]+)"', definitions):
        if match.group(1):
            heading = match.group(1)
        else:
            sections[match.group(2)] = heading
    return sections


@dataclass
class Measure:
    """A row of lib/core/measure.h."""

    label: str
    unit: str
    help: str

    @property
    def metric(self):
        """Its name in Prometheus, as lib/core/output_prometheus.c makes it."""
        suffixes = {"SECONDS": "_seconds", "BYTES": "_bytes", "PERCENT": "_ratio", "COUNTER": "_total"}
        return "mscep_%s%s" % (self.label, suffixes.get(self.unit, ""))


def measures_of(header):
    """Label -> measure, by the rows of measure.h."""
    rows = re.findall(r'MEASURE\(\w+, "(\w+)", UNIT_(\w+), "([^"]*)"\)', header)
    return {label: Measure(label, unit, help_text) for label, unit, help_text in rows}
