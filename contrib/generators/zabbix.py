# SPDX-License-Identifier: GPL-3.0-or-later
"""Templates of Zabbix, one for each plugin and each way to run it, and the agent's part of one of the ways."""
from . import tables, textfile
from .yaml_text import mapping
from .zabbix_items import discoveries, items
from .zabbix_names import PROFILES, PROFILES_MACRO, STATE_MAP, STATES, Names
from .zabbix_triggers import state_triggers
from .zabbix_views import VIEWS

HEAD = "# {licence}\n# {origin}\n# How to use it: README.md.\n"
# the group that every Zabbix 6.0 has, under the number that it has there
GROUP = {"uuid": "a571c0d144b14fd4a87a9d9b2aa9fcd6", "name": "Templates/Applications"}
# One run looks at all templates of an NDES, which stand in the section; elsewhere each has a service that names it.
SECTIONS = {"check_template_acl": "templates"}
MACROS = {
    "INTERVAL": "Time between two runs.",
    "NODATA": "Without a result for that long a problem is opened.",
    "RUNS": "So many results in a row that are not OK open a problem.",
    "SECTION": "The plugin's options stand in the section HOST-SECTION of the ini file, HOST being this host's name.",
    "DAYS": "Days that must be left where the plugin itself is content. For a single object: {$...DAYS:ID}.",
}


def time_text(minutes):
    return "%dm" % minutes if minutes % 60 else "%dh" % (minutes // 60)


def macros(names):
    view, minutes = names.view, textfile.MINUTES[names.plugin.name]
    days = [kind.days for kind in view.kinds if kind.days]
    values = {
        "INTERVAL": time_text(minutes),
        "NODATA": time_text(max(4 * minutes, 30)),
        # one lost answer calls nobody; what hourly checks find lasts for days
        "RUNS": "#2",
        "SECTION": SECTIONS.get(names.plugin.name, names.plugin.topic),
    }
    if days:
        values["DAYS"] = max(days, key=int)
    rows = [{"macro": names.macro(word), "value": values[word], "description": MACROS[word]} for word in sorted(values)]
    if PROFILES_MACRO in names.master:
        rows.append({"macro": PROFILES_MACRO, "value": PROFILES, "description": "The ini file."})
    return rows


def value_map(names):
    return {
        "uuid": names.uuid("valuemap", "state"),
        "name": STATE_MAP,
        "mappings": [{"value": str(number), "newvalue": state} for number, state in enumerate(STATES)],
    }


def template(names, measures):
    description = "%s\n\n%s of monitoring-plugins-scep. %s"
    return {
        "uuid": names.uuid("template"),
        "template": names.template,
        "name": names.template,
        "description": description % (names.plugin.summary, names.plugin.name, names.variant.description),
        "groups": [{"name": GROUP["name"]}],
        "items": items(names, measures),
        "discovery_rules": discoveries(names, measures),
        "tags": [{"tag": "class", "value": "application"}, {"tag": "target", "value": "scep"}],
        "macros": macros(names),
        "valuemaps": [value_map(names)],
    }


def is_shown(measure):
    return any(
        label == measure or label.endswith("_" + measure)
        for view in VIEWS.values()
        for label in view.measures + tuple(label for kind in view.kinds for label in kind.measures)
    )


def templates(plugins, variant, measures):
    missing = [plugin.name for plugin in plugins if plugin.name not in VIEWS]
    missing += [measure for measure in measures if not is_shown(measure)]
    if missing:
        raise tables.Unusable("zabbix_views.py shows nothing of %s" % ", ".join(missing))
    found = [Names(plugin, variant) for plugin in plugins]
    export = {
        "version": "6.0",
        "groups": [GROUP],
        "templates": [template(names, measures) for names in found],
        "triggers": [trigger for names in found for trigger in state_triggers(names)],
    }
    return head() + mapping({"zabbix_export": export}) + "\n"


def head():
    return HEAD.format(licence=tables.LICENCE, origin=tables.ORIGIN)


USER_PARAMETERS = """\
#
# For zabbix_agent2 (/etc/zabbix/zabbix_agent2.d) and zabbix_agentd (Debian: /etc/zabbix/zabbix_agentd.conf.d), with
# Timeout=15 there: a plugin takes up to 10 seconds. $1 is a section of the ini file: so the server sends no character
# that an agent would refuse, and no option stands in the list of processes. The exit code is lost, but the JSON has it.

"""
USER_PARAMETER = (
    "UserParameter={name}.get[*],/usr/lib/nagios/plugins/{name} --extra-opts='$1@{profiles}' --output-format=json\n"
)


def user_parameters(plugins):
    lines = [USER_PARAMETER.format(name=plugin.name, profiles=PROFILES) for plugin in plugins]
    return head() + USER_PARAMETERS + "".join(lines)
