# SPDX-License-Identifier: GPL-3.0-or-later
"""The dashboard for Prometheus: what the plugins write with --output-file=NAME.prom."""
from . import grafana

LISTS = "(crl|delta)[0-9]+"
ORIGIN = "Written by contrib/generate from the table of measures; do not edit. GPL-3.0-or-later."
RUN_STEPS = (("green", None), ("yellow", 3600), ("red", 3 * 3600))


def series(metric, *labels):
    """The metric of what was chosen above."""
    return "%s{%s}" % (metric, ",".join(('plugin=~"$plugin"', 'target=~"$target"') + labels))


def target(expression, legend="{{plugin}} {{target}}"):
    return {"expr": expression, "legendFormat": legend, "range": True, "instant": False, "editorMode": "code"}


def now(expression, form="time_series", legend=""):
    return {"expr": expression, "legendFormat": legend, "format": form, "range": False, "instant": True,
            "editorMode": "code"}


def now_table(*expressions):
    return [now(expression, "table") for expression in expressions]


def drawn(measures, label, *labels, legend="{{target}} {{object}}"):
    return [target(series(measures[label].metric, *labels), legend)]


def state_panels():
    count = "count(%s == %%d) or vector(0)" % series("mscep_check_state")
    words = [word for word, _ in grafana.STATES]
    return [
        grafana.row("States"),
        grafana.counts(
            "Checks by state", "How many checks have which state now.",
            [now(count % number, legend=word) for number, word in enumerate(words)],
        ),
        grafana.table(
            "What is not OK", "Findings that are not OK now. Run the plugin by hand: it names cause and remedy.", "none",
            now_table(series("mscep_finding_state") + " > 0"),
            {"plugin": "Check", "target": "Target", "id": "Finding", "Value": "State", "Time": None,
             "__name__": None, "instance": None, "job": None},
            ("State", True),
            mappings=grafana.state_mappings(),
            overrides=[grafana.colored("State")],
        ),
        grafana.timeline(
            "States over time", "State of each check: of the whole run, as its exit code.",
            [target(series("mscep_check_state"))], height=9,
        ),
    ]


def expiry_panels(measures):
    ends = series("mscep_not_after_timestamp_seconds")
    remaining, used = measures["remaining"], measures["used"]
    return [
        grafana.row("What expires when"),
        grafana.table(
            "What expires when", "Certificates of RA, CA and TLS, revocation lists, OCSP answers, password and account.",
            "none", now_table(ends + " * 1000", ends + " - time()"),
            {"plugin": "Check", "target": "Target", "id": "Object", "Value #A": "End", "Value #B": "Left", "Time": None,
             "__name__": None, "instance": None, "job": None},
            ("Left", False), width=grafana.COLUMNS, height=9,
            overrides=[
                grafana.override("byName", "End", unit="dateTimeAsIso"),
                grafana.colored("Left", unit="s", color={"mode": "thresholds"},
                                thresholds=grafana.steps(grafana.LEFT_STEPS)),
            ],
        ),
        grafana.lines(
            "Left", remaining.help + " Lists have a graph of their own.", grafana.UNITS[remaining.unit],
            drawn(measures, "remaining", 'object!~"%s"' % LISTS),
        ),
        grafana.lines(
            "Share of the lifetime that is over", used.help, grafana.UNITS[used.unit], drawn(measures, "used"),
            minimum=0, maximum=1,
        ),
    ]


def list_panels(measures):
    only_lists = 'object=~"%s"' % LISTS
    remaining, transfer = measures["remaining"], measures["time"]
    rows = [
        grafana.lines(
            "Left of revocation lists", "A saw: the CA publishes a new list at each upright edge. " + remaining.help,
            grafana.UNITS[remaining.unit], drawn(measures, "remaining", only_lists),
        ),
        grafana.lines(
            "Time to fetch", "Of each place of a list, of the issuers' certificates (aia) and OCSP answers. " +
            transfer.help, grafana.UNITS[transfer.unit], drawn(measures, "time", 'object!=""'),
        ),
    ]
    for label, title in (("entries", "Entries"), ("size", "Size"), ("number", "Number")):
        measure = measures[label]
        rows.append(grafana.lines(title, measure.help, grafana.UNITS[measure.unit], drawn(measures, label, only_lists),
                                  width=8))
    return [grafana.row("Revocation lists")] + rows


def clock_panels(measures):
    offset, error = (series(measures[label].metric) for label in ("offset", "error"))
    labels = "{{object}} {{target}}"
    bounds = grafana.override("byRegexp", "/ at (most|least)$/", custom__lineWidth=0, custom__fillOpacity=0,
                              custom__lineStyle={"fill": "dash", "dash": [4, 6]}, custom__showPoints="always",
                              custom__pointSize=3)
    spread, rtt = measures["spread"], measures["rtt"]
    return [
        grafana.row("Clocks"),
        grafana.lines(
            "How far clocks are apart", spread.help + " From five minutes on, Kerberos logins fail.",
            grafana.UNITS[spread.unit], drawn(measures, "spread", legend="{{target}}"),
        ),
        grafana.lines(
            "Offset of each clock, and its bounds", measures["offset"].help + " The truth lies between the points.",
            grafana.UNITS["SECONDS"],
            [target(offset, labels), target("%s + %s" % (offset, error), labels + " at most"),
             target("%s - %s" % (offset, error), labels + " at least")],
            overrides=[bounds],
        ),
        grafana.lines("Error of the offset", measures["error"].help, grafana.UNITS["SECONDS"],
                      drawn(measures, "error", legend=labels)),
        grafana.lines("Time from question to answer", rtt.help, grafana.UNITS[rtt.unit],
                      drawn(measures, "rtt", legend=labels)),
    ]


def run_panels(measures):
    phases = [label for label in measures if label.startswith("time_")]
    whole = measures["time"]
    return [
        grafana.row("Runs"),
        grafana.lines(
            "Seconds of a run", "Everything together. " + whole.help, grafana.UNITS[whole.unit],
            [target(series(whole.metric, 'object=""'))],
        ),
        grafana.lines(
            "Seconds by phase", "What a run waited for: the name, the connection, TLS, the first byte, the rest.",
            grafana.UNITS["SECONDS"],
            [target(series(measures[label].metric), "{{plugin}} {{target}} " + label.replace("time_", ""))
             for label in phases],
        ),
        grafana.table(
            "Age of the last run", "What did not run for long has an old state. MscepStale alerts on it.", "s",
            now_table("time() - " + series("mscep_last_run_timestamp_seconds")),
            {"plugin": "Check", "target": "Target", "Value": "Age", "Time": None, "instance": None, "job": None},
            ("Age", True), width=grafana.COLUMNS,
            overrides=[grafana.colored("Age", color={"mode": "thresholds"}, thresholds=grafana.steps(RUN_STEPS))],
        ),
    ]


def label_values(name, label, query):
    return grafana.choice(
        name, label, "query", {"query": query, "refId": "StandardVariableQuery"}, ".*",
        refresh=2, regex="", sort=1,
    )


def board(measures):
    panels = (state_panels() + expiry_panels(measures) + list_panels(measures) + clock_panels(measures) +
              run_panels(measures))
    variables = [
        label_values("plugin", "Check", "label_values(mscep_check_state, plugin)"),
        label_values("target", "Target", 'label_values(mscep_check_state{plugin=~"$plugin"}, target)'),
    ]
    return grafana.dashboard("prometheus", "SCEP chain (Prometheus)",
                             "Results of the SCEP checks by node-exporter's textfile collector. " + ORIGIN,
                             panels, variables)
