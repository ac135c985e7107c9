#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Does Icinga Web 2 show what the plugins said: every line, every value, and no word of it as HTML?

    icingaweb_outputs.py WEB-URL SERVICES

SERVICES: what /v1/objects/services of Icinga says. Both the JSON and the page of each service are read. Prints what
differs, and how many services were compared.
"""
import html.parser
import json
import sys
import urllib.parse
import urllib.request

BARE = {"class": "plugin-output preformatted"}
# Icinga Web puts this behind a comma without a blank, so that a long line can break
BREAK = "\u200b"
VOID = {"img", "input", "br", "meta", "link", "path", "rect", "hr"}


class Page(html.parser.HTMLParser):
    """The outputs of a page, their tags, and the rows of its performance data."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.outputs, self.tags, self.rows, self.open = [], [], [], []
        self.feed(text)
        self.close()

    def is_in(self, tag, **attributes):
        return any(tag == name and all(attributes[key] in (given.get(key) or "") for key in attributes)
                   for name, given in self.open)

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if self.is_in("div", **BARE):
            self.tags.append((tag, attributes))
        if tag not in VOID:
            self.open.append((tag, attributes))
        if tag == "div" and "plugin-output" in (attributes.get("class") or ""):
            self.outputs.append("")
        if self.is_in("table", **{"class": "performance-data-table"}):
            if tag == "tr":
                self.rows.append([])
            if tag == "span" and "title" in attributes:
                self.rows[-1].append(attributes["title"])

    def handle_endtag(self, tag):
        names = [name for name, _ in self.open]
        if tag in names:
            del self.open[len(names) - 1 - names[::-1].index(tag):]

    def handle_data(self, data):
        if self.is_in("div", **{"class": "plugin-output"}):
            self.outputs[-1] += data.replace(BREAK, "")

    def perfdata(self):
        """Label -> value, as the table words it."""
        return {row[0]: row[1] for row in self.rows if row}


def ask(url):
    request = urllib.request.Request(url, headers={"Accept-Language": "en"})
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=60) as answer:
        return answer.read().decode()


def asked(web, service, **more):
    words = {"host": service["host_name"], "service": service["name"], **more}
    return ask(web + "/monitoring/service/show?" + urllib.parse.urlencode(words, quote_via=urllib.parse.quote))


def said(service):
    """Summary and the lines below it."""
    summary, _, rest = service["last_check_result"]["output"].partition("\n")
    return [text for text in (summary.strip(), rest.strip()) if text]


def labels(service):
    return {datum.split("=")[0] for datum in service["last_check_result"]["performance_data"]}


def faults_of_json(service, shown):
    state, perfdata = int(shown["service_state"]), shown["service_perfdata"].split()
    outputs = [shown["service_output"].strip(), shown["service_long_output"].replace("\\n", "\n").strip()]
    if state != service["state"]:
        yield "JSON: state %d" % state
    if [text for text in outputs if text] != said(service):
        yield "JSON: output %r" % outputs
    if perfdata != service["last_check_result"]["performance_data"]:
        yield "JSON: perfdata %s" % perfdata


def faults_of_page(service, page):
    if [text.strip() for text in page.outputs] != said(service):
        yield "page: output %r" % page.outputs
    strange = [tag for tag, given in page.tags if tag != "span" or not given.get("class", "").startswith("state-")]
    if strange:
        yield "page: tags in the output: %s" % strange
    if set(page.perfdata()) != labels(service):
        yield "page: perfdata %s" % page.perfdata()
    if "-" in page.perfdata().values():
        yield "page: a value that it can't read: %s" % page.perfdata()


def faults_of(web, service):
    shown = json.loads(asked(web, service, format="json"))["data"]
    return [*faults_of_json(service, shown), *faults_of_page(service, Page(asked(web, service)))]


def main(web, path):
    with open(path, encoding="utf-8") as stream:
        services = [row["attrs"] for row in json.load(stream)["results"]]
    count = 0
    for service in services:
        for fault in faults_of(web, service):
            count += 1
            print("%s, %s: %s\nis: %r" % (service["host_name"], service["name"], fault, said(service)))
    print("%d services compared" % len(services))
    return 1 if count or not services else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
