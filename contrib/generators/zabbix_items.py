# SPDX-License-Identifier: GPL-3.0-or-later
"""Items and discoveries: one item holds what a run printed (JSON), all others take their values from it."""
from .zabbix_names import STATE_MAP
from .zabbix_triggers import end_trigger, nodata_trigger

UNITS = {"SECONDS": "s", "BYTES": "B", "PERCENT": "%"}

STATE_NUMBER = 'return ["OK", "WARNING", "CRITICAL", "UNKNOWN"].indexOf(value);'

# That of the worst finding.
REMEDY = """\
var severities = ["OK", "WARNING", "UNKNOWN", "CRITICAL"], answer = JSON.parse(value);
var worst = {state: "OK", remedy: answer.exit_code === 0 ? "none is needed" : "none is known for it"};

function visit(checks) {
	checks.forEach(function (check) {
		if (check.remedy && severities.indexOf(check.state) > severities.indexOf(worst.state))
			worst = check;
		visit(check.checks);
	});
}

visit(answer.checks);
return worst.remedy + (worst.cause ? " (" + worst.cause + " in mscep-causes(7))" : "");
"""

# Sentences change with every run, ids don't: so Zabbix sees that it knows all of them already.
IDS_ONLY = "return JSON.stringify(JSON.parse(value).map(function (check) { return {id: check.id}; }));"


# --- preprocessing ---


def step(kind, *parameters):
    return {"type": kind, "parameters": list(parameters)}


def json_path(path):
    return step("JSONPATH", path)


def if_there(path):
    return {**json_path(path), "error_handler": "DISCARD_VALUE"}


def script(text):
    return step("JAVASCRIPT", text)


def unchanged(heartbeat):
    return step("DISCARD_UNCHANGED_HEARTBEAT", heartbeat)


# --- items ---


def item(names, identity, name, value_type, **more):
    """What is left out where it is Zabbix's default is so that an export of the import differs in nothing."""
    result = {"uuid": names.uuid("item", identity), "name": names.title(name), **more}
    if value_type in ("TEXT", "CHAR"):
        result["trends"] = "0"
    if value_type != "UNSIGNED":
        result["value_type"] = value_type
    return result


def dependent(names, key, name, value_type, steps, **more):
    return {
        **item(names, key, name, value_type, type="DEPENDENT", key=key, delay="0", **more),
        "preprocessing": steps,
        "master_item": {"key": names.master},
        "tags": [{"tag": "component", "value": names.plugin.topic}],
    }


def master(names):
    description = "The JSON of %s, from which all other items take their values. %s"
    return {
        **item(names, "master", "result", "TEXT", **names.variant.item),
        "key": names.master,
        "delay": names.macro("INTERVAL"),
        "history": "1h",
        "description": description % (names.plugin.name, names.variant.description),
        "tags": [{"tag": "component", "value": "raw"}],
    }


def state(names):
    key, steps = names.key("state"), [json_path("$.exit_code")]
    result = dependent(names, key, "state", "UNSIGNED", steps, valuemap={"name": STATE_MAP})
    return {**result, "triggers": [nodata_trigger(names)]}


def measure_of(label, measures):
    """password_remaining -> remaining: a label ends with the name of what is measured."""
    found = [name for name in measures if label == name or label.endswith("_" + name)]
    return measures[max(found, key=len)]


def measured(names, key, name, condition, measure):
    units = {"units": UNITS[measure.unit]} if measure.unit in UNITS else {}
    steps = [if_there("$.perfdata[?(@.label %s)].value.first()" % condition)]
    return dependent(names, key, name, "FLOAT", steps, **units, description=measure.help)


def run_measure(names, label, measures):
    return measured(names, names.key(label), label, '== "%s"' % label, measure_of(label, measures))


def items(names, measures):
    version = [json_path("$.version"), unchanged("1d")]
    return [
        master(names),
        state(names),
        dependent(names, names.key("summary"), "summary", "TEXT", [json_path("$.summary")]),
        dependent(names, names.key("remedy"), "remedy", "TEXT", [script(REMEDY)]),
        dependent(names, names.key("version"), "version of the plugin", "CHAR", version),
    ] + [run_measure(names, label, measures) for label in names.view.measures]


# --- discoveries ---


def discovery(names, word, title, path, prototypes, triggers=()):
    return {
        "uuid": names.uuid("discovery", word),
        "name": names.title("%s discovery" % title),
        "type": "DEPENDENT",
        "key": names.key(word + ".discovery"),
        "delay": "0",
        "item_prototypes": prototypes,
        **({"trigger_prototypes": triggers} if triggers else {}),
        "master_item": {"key": names.master},
        "lld_macro_paths": [{"lld_macro": "{#ID}", "path": "$.id"}],
        "preprocessing": [
            # nothing of the kind is an answer too
            {**json_path(path), "error_handler": "CUSTOM_VALUE", "error_handler_params": "[]"},
            script(IDS_ONLY),
            unchanged("1h"),
        ],
    }


def object_measure(names, kind, label, measures):
    condition = '=~ "^({#ID}_)?%s$"' if kind.may_be_bare else '== "{#ID}_%s"'
    key = names.discovered(kind.key, label)
    return measured(names, key, "{#ID}: " + label, condition % label, measures[label])


def end(names, kind):
    steps = [if_there('$..checks[?(@.id == "{#ID}")].not_after.first()')]
    key = names.discovered(kind.key, "not_after")
    return dependent(names, key, "{#ID}: expires on", "UNSIGNED", steps, units="unixtime")


def kind_discovery(names, kind, measures):
    prototypes = [end(names, kind)] if kind.has_end else []
    prototypes += [object_measure(names, kind, label, measures) for label in kind.measures]
    condition = '@.id =~ "%s"' % kind.ids + (" && @.not_after > 0" if kind.has_end else "")
    triggers = [end_trigger(names, kind)] if kind.days else []
    return discovery(names, kind.key, kind.title, "$..checks[?(%s)]" % condition, prototypes, triggers)


def finding_discovery(names):
    where = '$..checks[?(@.id == "{#ID}")]'
    state_steps = [if_there(where + ".state.first()"), script(STATE_NUMBER), unchanged("1h")]
    output_steps = [if_there(where + ".output.first()"), unchanged("1h")]
    keys = names.discovered("finding", "state"), names.discovered("finding", "output")
    return discovery(names, "finding", "finding", "$..checks[*]", [
        dependent(names, keys[0], "{#ID}: state", "UNSIGNED", state_steps, valuemap={"name": STATE_MAP}),
        dependent(names, keys[1], "{#ID}: sentence", "TEXT", output_steps, history="31d"),
    ])


def discoveries(names, measures):
    return [finding_discovery(names)] + [kind_discovery(names, kind, measures) for kind in names.view.kinds]
