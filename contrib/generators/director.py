# SPDX-License-Identifier: GPL-3.0-or-later
"""
A configuration basket of the Icinga Director: commands with a field for each option, a service template each, and
what makes services of hosts (director_chain).

A basket names its objects; uuids are the Director's own. The Director knows no environment of commands: there is no
*_ldap_password here.
"""
import json

from . import director_chain
from .director_field import Fields, array, boolean, choice, data_lists, number, text
from .icinga_arguments import TIMEOUT, arguments_of, options_of

# In seconds: how often it is looked at, and how many failures in a row make an alarm
FIVE_MINUTES, QUARTER, HOUR = 300, 900, 3600
INTERVALS = {
    "ca_rpc": (FIVE_MINUTES, 3),
    "clock_skew": (QUARTER, 5),
    "crl_dp": (QUARTER, 3),
    "mscep": (FIVE_MINUTES, 3),
    "ndes_account": (QUARTER, 3),
    "ra_cert": (HOUR, 3),
    "template_acl": (HOUR, 3),
}

# The Director has no check_address of Icinga's template library: the same by hand.
ADDRESS = '"--hostname=" + (macro("$%s_address$") || macro("$host.address$") || macro("$host.address6$"))'


def value_of(plugin, row):
    if row.key == "--hostname=ADDRESS":
        return {"type": "Function", "body": ADDRESS % plugin.topic}
    return row.value


def argument(plugin, row):
    result = {"description": row.description}
    if row.value:
        result["value"] = value_of(plugin, row)
    if row.skip_key:
        result["skip_key"] = True
    if row.required:
        result["required"] = True
    if row.set_if:
        result["set_if"] = row.set_if
        result["set_if_format"] = "expression" if row.is_expression else "string"
    return result


def datatype(option):
    if option.is_flag:
        return boolean()
    if option.value_optional:
        return text()
    if option.choices:
        return choice("scep-" + option.long)
    if option.is_list:
        return array()
    return number() if option.kind in ("port", "whole") else text()


def option_fields(plugin, fields):
    for option in options_of(plugin):
        category = "%s: %s" % (plugin.name, option.group)
        fields.add(plugin.variable(option), "--" + option.long, option.help, datatype(option), category)
        yield plugin.variable(option)


def command(plugin, fields):
    return {
        "arguments": {row.key: argument(plugin, row) for row in arguments_of(plugin)},
        "command": "PluginContribDir + /" + plugin.name,
        "disabled": False,
        "fields": fields.references(option_fields(plugin, fields)),
        "imports": [],
        "methods_execute": "PluginCheck",
        "object_name": plugin.topic,
        "object_type": "object",
        "timeout": TIMEOUT,
        "vars": {},
        "zone": None,
    }


def service_template(plugin):
    interval, attempts = INTERVALS[plugin.topic]
    return {
        "check_command": plugin.topic,
        "check_interval": interval,
        "fields": [],
        "imports": [],
        "max_check_attempts": attempts,
        "notes": plugin.summary,
        "object_name": "tpl-service-" + plugin.topic,
        "object_type": "template",
        "retry_interval": 60,
        "vars": {},
    }


def choices_of(plugins):
    """Name of a data list -> its entries."""
    return {
        "scep-" + option.long: option.choices
        for plugin in plugins
        for option in options_of(plugin)
        if option.choices and not option.value_optional
    }


def named(objects):
    return {entry["object_name"]: entry for entry in objects}


def basket(plugins):
    fields = Fields()
    commands = named(command(plugin, fields) for plugin in plugins)
    host = director_chain.host_template(fields)
    contents = {
        "DataList": data_lists({**choices_of(plugins), **director_chain.LISTS}),
        "DatafieldCategory": fields.categories(),
        "Datafield": fields.all(),
        "Command": commands,
        "HostTemplate": named([host]),
        "ServiceTemplate": named(service_template(plugin) for plugin in plugins),
        "ServiceSet": named(director_chain.service_sets()),
        "Dependency": named(director_chain.dependencies()),
    }
    return json.dumps(contents, indent=4) + "\n"
