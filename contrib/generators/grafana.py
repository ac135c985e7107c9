# SPDX-License-Identifier: GPL-3.0-or-later
"""
What both dashboards of Grafana are made of: panels, their places, and the file around them.

schemaVersion 36 is that of Grafana 9.0; newer ones convert it when they import it.
"""
import json

SCHEMA_VERSION = 36
COLUMNS = 24
UNITS = {"SECONDS": "s", "BYTES": "bytes", "PERCENT": "percentunit", "NONE": "none", "COUNTER": "none"}
DAY = 86400
STATES = (("OK", "green"), ("WARNING", "yellow"), ("CRITICAL", "red"), ("UNKNOWN", "purple"))
LEFT_STEPS = (("red", None), ("yellow", 14 * DAY), ("green", 30 * DAY))
NEUTRAL_STEPS = (("green", None),)


def state_mappings():
    options = {str(number): {"text": word, "color": color, "index": number}
               for number, (word, color) in enumerate(STATES)}
    return [{"type": "value", "options": options}]


def steps(pairs):
    return {"mode": "absolute", "steps": [{"color": color, "value": value} for color, value in pairs]}


def override(matcher, option, **properties):
    """What is different for the fields that the matcher finds; in the name of a property, __ stands for a dot."""
    return {
        "matcher": {"id": matcher, "options": option},
        "properties": [{"id": key.replace("__", "."), "value": value} for key, value in properties.items()],
    }


def panel(kind, title, description, unit, targets, width=12, height=8, **more):
    """more: thresholds (steps), mappings, overrides, custom, options, transformations, minimum, maximum, no_value."""
    defaults = {
        "unit": unit,
        "color": {"mode": more.get("color", "thresholds" if "thresholds" in more else "palette-classic")},
        "thresholds": steps(more.get("thresholds", NEUTRAL_STEPS)),
        "mappings": more.get("mappings", []),
        "custom": more.get("custom", {}),
    }
    for key, name in (("minimum", "min"), ("maximum", "max"), ("no_value", "noValue")):
        if key in more:
            defaults[name] = more[key]
    return {
        "type": kind,
        "title": title,
        "description": description,
        "gridPos": {"w": width, "h": height},
        "targets": targets,
        "fieldConfig": {"defaults": defaults, "overrides": more.get("overrides", [])},
        "options": more.get("options", {}),
        "transformations": more.get("transformations", []),
    }


def lines(title, description, unit, targets, **more):
    """Lines over time, with a legend that has the last value."""
    return panel(
        "timeseries", title, description, unit, targets,
        color="palette-classic",
        custom={"drawStyle": "line", "lineInterpolation": "stepAfter", "lineWidth": 1, "fillOpacity": 0,
                "showPoints": "auto", "spanNulls": 3 * 3600 * 1000, **more.pop("custom", {})},
        options={
            "legend": {"displayMode": "table", "placement": "bottom", "showLegend": True, "calcs": ["lastNotNull"]},
            "tooltip": {"mode": "multi", "sort": "desc"},
        },
        **more,
    )


def timeline(title, description, targets, **more):
    return panel(
        "state-timeline", title, description, "none", targets, width=COLUMNS,
        mappings=state_mappings(), thresholds=NEUTRAL_STEPS, custom={"fillOpacity": 80, "lineWidth": 0},
        options={
            "mergeValues": True, "showValue": "never", "rowHeight": 0.9, "alignValue": "left",
            "legend": {"displayMode": "list", "placement": "bottom", "showLegend": True, "calcs": []},
            "tooltip": {"mode": "single", "sort": "none"},
        },
        **more,
    )


def counts(title, description, targets):
    """One big number for each state; the targets are named after the states."""
    return panel(
        "stat", title, description, "none", targets, thresholds=NEUTRAL_STEPS, no_value="0",
        overrides=[override("byName", word, color={"mode": "fixed", "fixedColor": color}) for word, color in STATES],
        options={
            "colorMode": "value", "graphMode": "none", "justifyMode": "auto", "orientation": "auto",
            "textMode": "value_and_name", "reduceOptions": {"calcs": ["lastNotNull"], "fields": "", "values": False},
        },
    )


def table(title, description, unit, targets, names, sort, **more):
    """names: column -> heading, or None to hide it; in the order of the columns."""
    hidden = {column: True for column, heading in names.items() if heading is None}
    shown = {column: heading for column, heading in names.items() if heading is not None}
    organize = {
        "excludeByName": hidden,
        "renameByName": shown,
        "indexByName": {column: index for index, column in enumerate(shown)},
    }
    return panel(
        "table", title, description, unit, targets,
        custom={"align": "auto", "displayMode": "auto", "filterable": True},
        options={"showHeader": True, "sortBy": [{"displayName": sort[0], "desc": sort[1]}]},
        transformations=[{"id": "merge", "options": {}}, {"id": "organize", "options": organize}],
        **more,
    )


def colored(heading, **properties):
    """A column of a table whose cells show thresholds or states by their background."""
    return override("byName", heading, custom__displayMode="color-background", **properties)


def row(title):
    return {"type": "row", "title": title, "collapsed": False, "panels": [], "gridPos": {"w": COLUMNS, "h": 1}}


def laid_out(panels):
    """Gives every panel its number and its place: from left to right, a new line where it does not fit."""
    x = y = height = 0
    for number, one in enumerate(panels, 1):
        place = one["gridPos"]
        if x + place["w"] > COLUMNS:
            x, y, height = 0, y + height, 0
        one["id"] = number
        place.update(x=x, y=y)
        x, height = x + place["w"], max(height, place["h"])
    return panels


def with_source(panels, source):
    for one in panels:
        if one["type"] != "row":
            one["datasource"] = source
            for letter, target in zip("ABCDEFGHIJ", one["targets"]):
                target.update(refId=letter, datasource=source)
    return panels


def source_variable(kind):
    return {
        "name": "datasource", "label": "Data source", "type": "datasource", "query": kind, "regex": "", "hide": 0,
        "refresh": 1, "includeAll": False, "multi": False, "options": [], "skipUrlSync": False,
    }


def choice(name, label, kind, query, all_value, **more):
    """A variable of which several values, or all, may be chosen."""
    return {
        "name": name, "label": label, "type": kind, "query": query, "multi": True, "includeAll": True,
        "allValue": all_value, "current": {"selected": True, "text": ["All"], "value": ["$__all"]}, "options": [],
        "hide": 0, "skipUrlSync": False, **more,
    }


def requirements(kind, panels):
    kinds = sorted({one["type"] for one in panels} - {"row"})
    return [
        {"type": "grafana", "id": "grafana", "name": "Grafana", "version": "9.0.0"},
        {"type": "datasource", "id": kind, "name": kind.capitalize(), "version": "1.0.0"},
    ] + [{"type": "panel", "id": name, "name": name, "version": ""} for name in kinds]


def dashboard(kind, title, description, panels, variables):
    source = {"type": kind, "uid": "${datasource}"}
    for variable in variables:
        if variable["type"] == "query":
            variable["datasource"] = source
    board = {
        "__requires": requirements(kind, panels),
        "uid": "mscep-" + kind,
        "title": title,
        "description": description,
        "tags": ["scep", "ndes", "pki"],
        "timezone": "",
        "schemaVersion": SCHEMA_VERSION,
        "version": 1,
        "editable": True,
        "graphTooltip": 1,
        "refresh": "5m",
        "time": {"from": "now-7d", "to": "now"},
        "timepicker": {},
        "annotations": {"list": []},
        "links": [],
        "templating": {"list": [source_variable(kind)] + variables},
        "panels": with_source(laid_out(panels), source),
    }
    return json.dumps(board, indent=2, ensure_ascii=False) + "\n"
