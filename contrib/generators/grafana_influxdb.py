# SPDX-License-Identifier: GPL-3.0-or-later
"""
The dashboard for InfluxDB (InfluxQL), filled by Icinga 2: the measurement is the check command, the tags are hostname,
service and metric (a label of perfdata), the fields value, warn and crit; with enable_send_metadata also state.
"""
from . import grafana
from .grafana_prometheus import ORIGIN

UNITS = {**grafana.UNITS, "PERCENT": "percent"}
LISTS = "(crl|delta)[0-9]+"
TAGS = '"hostname", "service", "metric"'
NAMES = "$tag_hostname $tag_service $tag_metric"


def query(text, form, alias):
    return {"query": text, "rawQuery": True, "resultFormat": form, "alias": alias}


def chosen(condition):
    return ('FROM /^$plugin$/ WHERE "hostname" =~ /^$hostname$/ AND "service" =~ /^$service$/ AND %s AND $timeFilter'
            % condition)


def drawn(pattern, field="value", alias=NAMES):
    """Lines of the labels that match the pattern."""
    text = 'SELECT last("%s") %s GROUP BY time($__interval), %s fill(none)' % (
        field, chosen('"metric" =~ /%s/' % pattern), TAGS
    )
    return query(text, "time_series", alias)


def newest(pattern):
    text = 'SELECT last("value") AS "Value" %s GROUP BY %s' % (chosen('"metric" =~ /%s/' % pattern), TAGS)
    return query(text, "table", "")


def last_states(form, alias, interval=""):
    text = 'SELECT last("state") AS "State" %s GROUP BY %s"hostname", "service"' % (
        chosen('"state" >= 0'), interval
    )
    return query(text + (" fill(none)" if interval else ""), form, alias)


def count_of(number, word):
    """How many services have that state: the newest one of each."""
    newest_states = 'SELECT last("state") AS "state" %s GROUP BY "hostname", "service"' % chosen('"state" >= 0')
    text = 'SELECT count("state") FROM (%s) WHERE "state" = %d' % (newest_states, number)
    return query(text, "time_series", word)


def state_panels():
    words = [word for word, _ in grafana.STATES]
    hidden = {"Time": None}
    return [
        grafana.row("States"),
        grafana.counts(
            "Checks by state", "How many services have which state. Needs enable_send_metadata of Icinga's writer.",
            [count_of(number, word) for number, word in enumerate(words)],
        ),
        grafana.table(
            "States now", "The newest state of each service. Needs enable_send_metadata of Icinga's writer.", "none",
            [last_states("table", "")],
            {"hostname": "Host", "service": "Service", "State": "State", **hidden}, ("State", True),
            mappings=grafana.state_mappings(), overrides=[grafana.colored("State")],
        ),
        grafana.timeline(
            "States over time", "State of each service. Needs enable_send_metadata of Icinga's writer.",
            [last_states("time_series", "$tag_hostname $tag_service", "time($__interval), ")], height=9,
        ),
    ]


def expiry_panels(measures):
    remaining, used = measures["remaining"], measures["used"]
    limits = grafana.override("byRegexp", "/ (warning|critical)$/", custom__lineStyle={"fill": "dash", "dash": [4, 6]})
    return [
        grafana.row("What expires when"),
        grafana.table(
            "What expires next", remaining.help, UNITS[remaining.unit], [newest("_remaining$")],
            {"hostname": "Host", "service": "Service", "metric": "Object", "Value": "Left", "Time": None},
            ("Left", False), width=grafana.COLUMNS, height=9,
            overrides=[grafana.colored("Left", color={"mode": "thresholds"},
                                       thresholds=grafana.steps(grafana.LEFT_STEPS))],
        ),
        grafana.lines("Left", remaining.help, UNITS[remaining.unit], [drawn("_remaining$")]),
        grafana.lines(
            "Share of the lifetime that is over, and its thresholds", used.help, UNITS[used.unit],
            [drawn("_used$"), drawn("_used$", "warn", NAMES + " warning"), drawn("_used$", "crit", NAMES + " critical")],
            minimum=0, maximum=100, overrides=[limits],
        ),
    ]


def list_panels(measures):
    remaining, transfer = measures["remaining"], measures["time"]
    rows = [
        grafana.lines(
            "Left of revocation lists", "A saw: the CA publishes a new list at each upright edge. " + remaining.help,
            UNITS[remaining.unit], [drawn("^%s_remaining$" % LISTS)],
        ),
        grafana.lines(
            "Time to fetch", "Of each place of a list, of the issuers' certificates (aia) and OCSP answers. " +
            transfer.help, UNITS[transfer.unit], [drawn("_time$")],
        ),
    ]
    for label, title in (("entries", "Entries"), ("size", "Size"), ("number", "Number")):
        measure = measures[label]
        rows.append(grafana.lines(title, measure.help, UNITS[measure.unit], [drawn("^%s_%s$" % (LISTS, label))],
                                  width=8))
    return [grafana.row("Revocation lists")] + rows


def clock_panels(measures):
    titles = (("spread", "How far clocks are apart", "^spread$"), ("offset", "Offset of each clock", "_offset$"),
              ("error", "Error of the offset", "_error$"), ("rtt", "Time from question to answer", "_rtt$"))
    return [grafana.row("Clocks")] + [
        grafana.lines(title, measures[label].help, UNITS[measures[label].unit], [drawn(pattern)])
        for label, title, pattern in titles
    ]


def run_panels(measures):
    whole = measures["time"]
    return [
        grafana.row("Runs"),
        grafana.lines("Seconds of a run", "Everything together. " + whole.help, UNITS[whole.unit], [drawn("^time$")]),
        grafana.lines(
            "Seconds by phase", "What a run waited for: the name, the connection, TLS, the first byte, the rest.",
            UNITS["SECONDS"], [drawn("^time_")],
        ),
    ]


def tag_values(name, label, measurements, key, condition=""):
    text = 'SHOW TAG VALUES FROM /^%s$/ WITH KEY = "%s"%s' % (measurements, key, condition)
    return grafana.choice(name, label, "query", text, ".*", refresh=2, regex="", sort=1)


def board(measures, topics):
    """topics: names of the check commands."""
    every = "(%s)" % "|".join(topics)
    panels = (state_panels() + expiry_panels(measures) + list_panels(measures) + clock_panels(measures) +
              run_panels(measures))
    variables = [
        grafana.choice("plugin", "Check", "custom", ",".join(topics), every),
        tag_values("hostname", "Host", every, "hostname"),
        tag_values("service", "Service", "$plugin", "service", ' WHERE "hostname" =~ /^$hostname$/'),
    ]
    return grafana.dashboard("influxdb", "SCEP chain (Icinga, InfluxDB)",
                             "Performance data of the SCEP checks, as Icinga 2's InfluxdbWriter stores them. " + ORIGIN,
                             panels, variables)
