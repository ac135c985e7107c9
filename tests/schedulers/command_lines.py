#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""
Do two sets of check commands call the plugins alike? An Icinga 2 that has both is asked: services are made by its API,
run, and what was executed is compared.

    command_lines.py API-URL CURL-FILE BUILDDIR LEFT RIGHT

CURL-FILE holds user = "NAME:PASSWORD". LEFT and RIGHT are put in front of a command's name: "" and "file_" compare
mscep with file_mscep. The services belong to the hosts "lines" and "lines6" (which has only an address of IPv6). Prints
what differs, and how many were compared.
"""
import base64
import json
import os
import ssl
import sys
import time
import urllib.parse
import urllib.request

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.realpath(__file__)), "..", "..", "contrib"))
from generators import icinga_arguments, tables  # noqa: E402

STRANGE = "ä b'c\"d $$e\\f;g?h&i=j <k> |l !m 日本"
AS_GIVEN = STRANGE.replace("$$", "$")
OURS = 'match("lines*", host.name)'


class Icinga:
    def __init__(self, url, curl_file):
        self.url = url
        with open(curl_file, encoding="utf-8") as stream:
            self.login = "Basic " + base64.b64encode(stream.read().split('"')[1].encode()).decode()
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        self.opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=context)
        )

    def ask(self, method, path, content=None):
        request = urllib.request.Request(
            self.url + path,
            method=method,
            data=json.dumps(content).encode() if content is not None else None,
            headers={"Authorization": self.login, "Accept": "application/json"},
        )
        with self.opener.open(request, timeout=60) as answer:
            return json.load(answer)

    def make(self, service, command, variables):
        attributes = {"check_command": command, "check_interval": 86400, "max_check_attempts": 1, "vars": variables}
        self.ask("PUT", "/v1/objects/services/" + urllib.parse.quote(service, ""), {"attrs": attributes})

    def run_all(self):
        everything = {"type": "Service", "filter": OURS, "force": True}
        self.ask("POST", "/v1/actions/reschedule-check", everything)

    def results(self):
        """HOST!SERVICE -> its last result, None if it was not run yet."""
        rows = self.ask("GET", "/v1/objects/services?filter=" + urllib.parse.quote(OURS))["results"]
        return {row["name"]: row["attrs"]["last_check_result"] for row in rows}


# --- variables of a service ---

def every_variable(plugin, value_of):
    return {plugin.variable(option): value_of(option) for option in icinga_arguments.options_of(plugin)}


def full(option):
    if option.is_flag:
        return True
    if option.long == "output-file":
        return "/nonexistent/" + STRANGE  # a plugin writes there even what it says of its usage
    if option.value_optional:
        return STRANGE
    return [STRANGE, "two words"] if option.is_list else STRANGE


def one_text(option):
    """A list of one may be a text; true stands for an option without its value."""
    if option.value_optional or option.is_flag:
        return "true"
    return full(option) if option.long == "output-file" else STRANGE


def empty(option):
    return False if option.is_flag else [] if option.is_list and not option.value_optional else ""


def cases_of(plugin):
    """HOST!CASE -> variables"""
    return {
        "lines!nothing": {},
        "lines6!nothing": {},
        "lines!full": every_variable(plugin, full),
        "lines!one text": every_variable(plugin, one_text),
        "lines!empty": every_variable(plugin, empty),
        "lines!profile": {plugin.topic + "_extra_opts": "a section@/nonexistent/scep.ini"},
        "lines!address": {plugin.topic + "_address": "192.0.2.1", plugin.topic + "_verbose": True},
    }


# --- what was run ---

def executed(result):
    """The command line without the folder; what Icinga says where it can't make one."""
    command = result["command"]
    return [os.path.basename(command[0])] + command[1:] if command else result["output"].split("\n")[0]


def lacks(plugin, line):
    """What must stand in the command line of the case "full"."""
    words = [option.long for option in icinga_arguments.options_of(plugin)
             if not any(word.split("=")[0] == "--" + option.long for word in line)]
    return words + ([] if AS_GIVEN in line else [AS_GIVEN])


def name_of(case, side, plugin):
    return "%s of %s%s" % (case, side, plugin.topic)


def wait(icinga, names):
    end = time.monotonic() + 120
    while time.monotonic() < end:
        results = icinga.results()
        if all(results.get(name) for name in names):
            return results
        time.sleep(0.5)
    raise SystemExit("not run within two minutes: %s" % [name for name in names if not results.get(name)])


def compare(plugins, results, left, right):
    faults = 0
    for plugin in plugins:
        for case in cases_of(plugin):
            one, other = (executed(results[name_of(case, side, plugin)]) for side in (left, right))
            if one != other:
                faults += 1
                print("%s, %s:\n  %s\n  %s" % (plugin.name, case, one, other))
            if case == "lines!full" and lacks(plugin, one):
                faults += 1
                print("%s, %s: lacks %s\n  %s" % (plugin.name, case, lacks(plugin, one), one))
    return faults


def main(url, curl_file, build, left, right):
    icinga, plugins = Icinga(url, curl_file), tables.plugins_of(build)
    names = []
    for plugin in plugins:
        for case, variables in cases_of(plugin).items():
            for side in (left, right):
                names.append(name_of(case, side, plugin))
                icinga.make(names[-1], side + plugin.topic, variables)
    icinga.run_all()
    faults = compare(plugins, wait(icinga, names), left, right)
    print("%d command lines compared" % (len(names) // 2))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
