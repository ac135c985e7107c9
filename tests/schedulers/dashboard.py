#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A dashboard of Grafana, as far as it can be judged without Grafana.

dashboard.py judge FILE             is it whole? Prints what is wrong, and exits with 1 then
dashboard.py queries FILE           each query of its panels, one in a line, with every variable as if "All" was chosen
dashboard.py variables FILE         each query of its variables, likewise
dashboard.py titles FILE            the panel of each query, in the same order

No variable may be left: a query for 'All' holds what stands in the variable's allValue.
"""
import json
import re
import sys

# what the built-in variables are in a test: the last hour, minute by minute
BUILT_IN = {"timeFilter": "time > now() - 1h", "__interval": "1m"}


def panels_of(board):
    return [panel for panel in board["panels"] if panel["type"] != "row"]


def variables_of(board):
    return {variable["name"]: variable for variable in board["templating"]["list"]}


def is_colliding(one, other):
    return (one["x"] < other["x"] + other["w"] and other["x"] < one["x"] + one["w"] and
            one["y"] < other["y"] + other["h"] and other["y"] < one["y"] + one["h"])


def judge_places(board):
    places = [(panel["title"], panel["gridPos"]) for panel in board["panels"]]
    for number, (title, place) in enumerate(places):
        if place["x"] < 0 or place["x"] + place["w"] > 24 or place["h"] < 1:
            yield "%s lies outside of the page" % title
        for other_title, other in places[:number]:
            if is_colliding(place, other):
                yield "%s lies on %s" % (title, other_title)


def judge_panel(panel):
    for key in ("title", "description", "datasource", "targets"):
        if not panel.get(key):
            yield "panel %s has no %s" % (panel["id"], key)
    if not panel["fieldConfig"]["defaults"].get("unit"):
        yield "%s has no unit" % panel["title"]
    letters = [target["refId"] for target in panel["targets"]]
    if len(set(letters)) != len(letters):
        yield "%s: two queries have the same letter" % panel["title"]
    for target in panel["targets"]:
        if target["datasource"] != {"type": panel["datasource"]["type"], "uid": "${datasource}"}:
            yield "%s does not ask the data source that was chosen" % panel["title"]


def judge_variables(board):
    names = [variable["name"] for variable in board["templating"]["list"]]
    if names[0] != "datasource" or len(set(names)) != len(names):
        yield "the variables are %s" % names
    for name in re.findall(r"\$\{?(\w+)\}?", json.dumps(board["panels"]) + json.dumps(board["templating"])):
        if name not in names and name not in BUILT_IN and not name.startswith(("tag_", "__")):
            yield "there is no variable %s" % name


def judge(board):
    identifiers = [panel["id"] for panel in board["panels"]]
    if len(set(identifiers)) != len(identifiers):
        yield "two panels have the same id"
    if not re.fullmatch(r"[a-z0-9-]{1,40}", board["uid"]) or "id" in board:
        yield "the dashboard must have a uid and no id"
    # 36: Grafana 9.0
    if not 30 <= board["schemaVersion"] <= 36:
        yield "schemaVersion %s is not one of Grafana 9.0" % board["schemaVersion"]
    if "contrib/generate" not in board["description"] or "GPL-3.0-or-later" not in board["description"]:
        yield "the description does not say where the file is from, or its licence"
    for panel in panels_of(board):
        yield from judge_panel(panel)
    yield from judge_places(board)
    yield from judge_variables(board)


def filled(text, board):
    values = {name: variable.get("allValue") for name, variable in variables_of(board).items()}
    values.update(BUILT_IN)

    def value(match):
        if not values.get(match.group(1)):
            sys.exit("no value for $%s in %s" % (match.group(1), text))
        return values[match.group(1)]

    return re.sub(r"\$(\w+)", value, text)


def queries(board):
    for panel in panels_of(board):
        for target in panel["targets"]:
            yield panel["title"], filled(target.get("expr") or target["query"], board)


def variable_queries(board):
    for variable in board["templating"]["list"]:
        if variable["type"] == "query":
            query = variable["query"]
            yield filled(query["query"] if isinstance(query, dict) else query, board)


def main(command, path):
    with open(path, encoding="utf-8") as stream:
        board = json.load(stream)
    lines = {
        "judge": lambda: list(judge(board)),
        "queries": lambda: [query for _, query in queries(board)],
        "titles": lambda: [title for title, _ in queries(board)],
        "variables": lambda: list(variable_queries(board)),
    }[command]()
    if lines:
        print("\n".join(lines))
    return 1 if command == "judge" and lines else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
