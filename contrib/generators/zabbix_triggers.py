# SPDX-License-Identifier: GPL-3.0-or-later
"""When Zabbix opens a problem, and what it is called."""
from .zabbix_names import STATES

SEVERITIES = {"CRITICAL": "HIGH", "UNKNOWN": "AVERAGE", "WARNING": "WARNING"}


def scope(word):
    return [{"tag": "scope", "value": word}]


def state_expression(names, state):
    """The third term is always true: it is there so that the problem can show the remedy."""
    terms = (
        "%s=%d" % (names.of("last", names.key("state")), STATES.index(state)),
        "%s>0" % names.of("min", names.key("state"), names.macro("RUNS")),
        "length(%s)>0" % names.of("last", names.key("remedy")),
    )
    return " and ".join(terms)


def state_trigger(names, state):
    return {
        "uuid": names.uuid("trigger", state),
        "expression": state_expression(names, state),
        "name": names.title(state),
        "event_name": names.title("{?last(//%s)}" % names.key("summary")),
        # without a function the front end cuts the text to 20 characters
        "opdata": '{{ITEM.LASTVALUE3}.regsub("(.*)", "\\1")}',
        "priority": SEVERITIES[state],
        "description": "The problem's name is the plugin's sentence when it opened; operational data is the remedy for "
        "the last run. Every cause is explained in mscep-causes(7).",
        "tags": scope("availability"),
    }


def state_triggers(names):
    """Of two items each: an export has them outside the template, and compares them there."""
    return [state_trigger(names, state) for state in SEVERITIES]


def nodata_trigger(names):
    return {
        "uuid": names.uuid("trigger", "nodata"),
        "expression": "%s=1" % names.of("nodata", names.key("state"), names.macro("NODATA")),
        "name": names.title("no result for %s" % names.macro("NODATA")),
        "priority": "AVERAGE",
        "description": "%s was not run, was ended by a time limit, or printed no JSON: look at the item '%s'."
        % (names.plugin.name, names.title("result")),
        "tags": scope("availability"),
    }


def end_trigger(names, kind):
    """Speaks only while the plugin is content (else that one's problem tells it better), and of what is there still."""
    end, days = names.discovered(kind.key, "not_after"), names.macro("DAYS", ':"{#ID}"')
    terms = (
        "(%s-now())/86400<%s" % (names.of("last", end), days),
        "%s=0" % names.of("last", names.key("state")),
        "%s=0" % names.of("nodata", end, names.macro("NODATA")),
    )
    return {
        "uuid": names.uuid("trigger", kind.key),
        "expression": " and ".join(terms),
        "name": names.title("{#ID}: less than %s days are left" % days),
        "event_name": names.title("{?last(//%s)}" % names.discovered("finding", "output")),
        "priority": "WARNING",
        "description": "Only while %s itself is content: else its own problem tells what is wrong." % names.plugin.name,
        "tags": scope("notice"),
    }
