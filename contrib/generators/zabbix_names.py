# SPDX-License-Identifier: GPL-3.0-or-later
"""
How things of a Zabbix template are called. Keys, and with them the identity of objects, are a promise: an import finds
by them what is there already, and histories hang on them.
"""
import hashlib
from dataclasses import dataclass

from .zabbix_views import VIEWS

PROFILES = "/etc/monitoring-plugins/scep.ini"
PROFILES_MACRO = "{$SCEP.PROFILES}"
STATES = ("OK", "WARNING", "CRITICAL", "UNKNOWN")
STATE_MAP = "Plugin state"


def uuid_of(*path):
    """The same object has the same number in all versions of the file: a digest in the form of version 4."""
    digest = hashlib.sha256("/".join(("monitoring-plugins-scep",) + path).encode()).hexdigest()[:32]
    return digest[:12] + "4" + digest[13:16] + "89ab"[int(digest[16], 16) % 4] + digest[17:]


@dataclass(frozen=True)
class Variant:
    """A way to run a plugin. In its key and its template's name %(plugin)s and %(section)s stand for themselves."""
    word: str
    template: str
    key: str
    item: dict
    description: str


AGENT = Variant(
    "agent",
    "%(plugin)s by Zabbix agent",
    "%(plugin)s.get[%(section)s]",
    {},
    "It runs on the host of the agent, by a UserParameter of mscep.conf.",
)
EXTERNAL = Variant(
    "external",
    "%(plugin)s by external check",
    '%(plugin)s["--extra-opts=%(section)s@' + PROFILES_MACRO + '","--output-format=json"]',
    {"type": "EXTERNAL"},
    "It runs on the Zabbix server or proxy, whose folder ExternalScripts has a link to the plugin.",
)


class Names:
    """Of one plugin, run in one way."""

    def __init__(self, plugin, variant):
        self.plugin, self.variant, self.view = plugin, variant, VIEWS[plugin.name]
        # as in the other schedulers: ndes1-mscep is what check_mscep asks for the host ndes1
        words = {"plugin": plugin.name, "section": "{HOST.HOST}-" + self.macro("SECTION")}
        self.template = variant.template % words
        self.master = variant.key % words

    def uuid(self, *path):
        return uuid_of(self.variant.word, self.plugin.name, *path)

    def macro(self, word, context=""):
        return "{$%s.%s%s}" % (self.plugin.name.upper(), word, context)

    def key(self, word, parameter=None):
        return "%s.%s" % (self.plugin.name, word) + ("[%s]" % parameter if parameter else "")

    def discovered(self, *words):
        """The key of an item of which there is one for each object."""
        return self.key(".".join(words), "{#ID}")

    def title(self, text):
        return "%s: %s" % (self.view.title, text)

    def of(self, function, key, *parameters):
        """A function of an item, as triggers call it."""
        return "%s(%s)" % (function, ",".join(("/%s/%s" % (self.template, key),) + parameters))
