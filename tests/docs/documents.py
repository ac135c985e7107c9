# SPDX-License-Identifier: GPL-3.0-or-later
"""
Do the documents speak of things that exist: files behind links, causes, options of the plugins? Do the translations
have what their originals have? Prints TAP.

documents.py SOURCE BUILD
"""
import glob
import os
import re
import sys

SOURCE, BUILD = sys.argv[1:3]
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(SOURCE, "contrib"))

from generators import tables  # noqa: E402

FOREIGN = {"--libexecdir"}


def documents():
    patterns = ("*.md", "doc/*.md", "contrib/*/*.md")
    return sorted(path for pattern in patterns for path in glob.glob(os.path.join(SOURCE, pattern)))


def dead_links(path, text):
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", text)
    local = [link for link in links if not re.match(r"[a-z]+:", link)]
    return ["no such file: " + link for link in local
            if not os.path.exists(os.path.join(os.path.dirname(path), link))]


def unknown_causes(text, causes):
    """A word that begins as causes do, must be one."""
    families = {cause.split("-")[0] for cause in causes}
    words = re.findall(r"(?<![A-Za-z0-9_./$-])([A-Z]+(?:-[A-Z0-9]+)+)(?![A-Za-z0-9_-])", text)
    return ["no such cause: " + word for word in words if word.split("-")[0] in families and word not in causes]


def unknown_options(text, plugins):
    """In a line of code, what follows check_x up to the next word in back-ticks or the next plugin is its."""
    wrong = []
    for line in text.replace("\\\n", " ").splitlines():
        for name, rest in re.findall(r"\b(check_[a-z_]+)\b((?:(?!\bcheck_[a-z_]+\b|[`|;]).)*)", line):
            known = plugins.get(name)
            wrong += ["%s has no %s" % (name, option) for option in re.findall(r"(?<![\w-])(--[a-z][a-z0-9-]+)", rest)
                      if known is not None and option not in known | FOREIGN]
    return wrong


def without_login(text):
    """Nobody may ask the directory of an account or a template without one."""
    login = re.compile(r" (-D|--bind-dn|--keytab|--extra-opts)\b")
    return ["no login: " + line for line in commands(text)
            if re.search(r"\bcheck_(ndes_account|template_acl) .*(-H|--hostname|--domain)\b", line) and not login.search(line)]


def commands(text):
    """Lines of code, without what is said about them."""
    lines = [line for line in text.splitlines() if line.startswith("    ")]
    return [line.split(" # ")[0].strip() for line in lines]


def differs_from_original(path, text):
    """A translation has the commands, tables and links of its original."""
    if not path.endswith(".de.md"):
        return []
    original = read(path.replace(".de.md", ".md"))
    wrong = ["only in one of the languages: " + line for line in set(commands(original)) ^ set(commands(text))]
    if original.count("\n| ") != text.count("\n| "):
        wrong.append("the tables have other rows than the original")
    if re.findall(r"\n#+", original) != re.findall(r"\n#+", text):
        wrong.append("the chapters are not those of the original")
    return wrong


def scattered(definitions):
    """The page of causes has them under the headings of causes.def: a family stands under one, but for two broad words."""
    headings = {}
    for cause, heading in tables.sections_of(definitions).items():
        headings.setdefault(cause.split("-")[0], set()).add(heading)
    return ["%s-... stand under several headings: %s" % (family, ", ".join(sorted(found)))
            for family, found in headings.items() if len(found) > 1 and family not in ("CA", "HTTP")]


def read(path):
    with open(path, encoding="utf-8") as stream:
        return stream.read()


def verdict(number, name, wrong):
    for sentence in wrong:
        print("# " + sentence)
    print("%sok %d - %s" % ("not " if wrong else "", number, name))


def main():
    plugins = {plugin.name: {"--" + option.long for option in plugin.options} for plugin in tables.plugins_of(BUILD)}
    definitions = read(os.path.join(SOURCE, "lib/core/causes.def"))
    causes = set(tables.sections_of(definitions))
    paths = documents()
    print("1..%d" % (len(paths) + 1))
    for number, path in enumerate(paths, 1):
        text = read(path)
        wrong = dead_links(path, text) + unknown_causes(text, causes) + unknown_options(text, plugins)
        wrong += without_login(text) + differs_from_original(path, text)
        verdict(number, os.path.relpath(path, SOURCE), wrong)
    verdict(len(paths) + 1, "lib/core/causes.def", scattered(definitions))


main()
