# SPDX-License-Identifier: GPL-3.0-or-later
"""The arguments of a CheckCommand, for its configuration file and for the Director alike."""
from dataclasses import dataclass

# Icinga reads the nagios format, and nobody asks a scheduler for --help.
LEFT_OUT = {"help", "version", "output-format"}

# What a run can't do without, as the plugin's own check of its options says; a profile may name it too.
NEEDED = {
    "template_acl": {"template", "account"},
    "ndes_account": {"account"},
    "clock_skew": {"hostname"},
}

# Any of these says whom to ask: the host's address is not taken then.
TARGETS = ("hostname", "url", "file", "domain", "extra-opts")

# --hostname of these is no name or address alone
WITHOUT_ADDRESS = {"clock_skew"}

# What the scheduler waits for a plugin, in seconds: the plugin's own deadline (--timeout, default 10) comes first.
TIMEOUT = 120


@dataclass
class Argument:
    key: str
    description: str
    value: str = ""
    set_if: str = ""  # a macro or, if it doesn't begin with $, an expression
    skip_key: bool = False
    required: bool = False

    @property
    def is_expression(self):
        return self.set_if != "" and not self.set_if.startswith("$")


def options_of(plugin):
    return [option for option in plugin.options if option.long not in LEFT_OUT]


def has_address(plugin):
    return plugin.has("hostname") and plugin.topic not in WITHOUT_ADDRESS


def has_password(plugin):
    return plugin.has("password-file")


def macro(plugin, option):
    return "$%s$" % plugin.variable(option)


def text_of(plugin, option):
    return 'string(macro("%s"))' % macro(plugin, option)


def is_given(plugin, option):
    if option.value_optional:
        return '!(%s in [ "", "false" ])' % text_of(plugin, option)
    return '%s != ""' % text_of(plugin, option)


def is_missing(plugin, option):
    if option.value_optional:
        return '%s in [ "", "false" ]' % text_of(plugin, option)
    return '%s == ""' % text_of(plugin, option)


def optional_value(plugin, option):
    """true gives --admin, anything else --admin=VALUE."""
    name, text = "--" + option.long, text_of(plugin, option)
    return [
        Argument(name, option.help, set_if='%s == "true"' % text),
        Argument(
            "%s=%s" % (name, option.metavar),
            option.help,
            value="%s=%s" % (name, macro(plugin, option)),
            set_if='!(%s in [ "", "true", "false" ])' % text,
            skip_key=True,
        ),
    ]


def needed(plugin, option):
    """Missing, it is an error of the configuration, which Icinga words; but not where a profile may name it."""
    terms = [is_given(plugin, option), is_missing(plugin, plugin.option("extra-opts"))]
    return [
        Argument(
            "--" + option.long, option.help, value=macro(plugin, option), set_if=" || ".join(terms), required=True
        )
    ]


def hostname(plugin, option):
    """What the variable says or else, where nothing names another target, the host's address."""
    others = [other for other in plugin.options if other.long in TARGETS]
    return [
        Argument("--hostname", option.help, value=macro(plugin, option), set_if=is_given(plugin, option)),
        Argument(
            "--hostname=ADDRESS",
            "The host's address, if nothing else says whom to ask.",
            value="--hostname=$%s_address$" % plugin.topic,
            set_if=" && ".join(is_missing(plugin, other) for other in others),
            skip_key=True,
        ),
    ]


def arguments_of_option(plugin, option):
    if option.is_flag:
        return [Argument("--" + option.long, option.help, set_if=macro(plugin, option))]
    if option.value_optional:
        return optional_value(plugin, option)
    if option.long in NEEDED.get(plugin.topic, ()):
        return needed(plugin, option)
    if option.long == "hostname":
        return hostname(plugin, option)
    return [Argument("--" + option.long, option.help, value=macro(plugin, option))]


def arguments_of(plugin):
    return [argument for option in options_of(plugin) for argument in arguments_of_option(plugin, option)]
