# SPDX-License-Identifier: GPL-3.0-or-later
"""Command definitions for Nagios and its relatives."""
import re
import textwrap

from . import tables

HEAD = """# {licence}
# {origin}
#
# $USER1$ is the folder of the plugins. Each macro stands in single quotes: one macro, one argument.
# Whatever goes beyond these commands belongs into a section of an ini file (PLUGIN_profile): there an option is a line
# 'name = value', and nothing of it is seen in the list of processes. A password is never an argument.
# In a check_command ! parts arguments and ; begins a comment (no option needs either), $ is written $$, and an
# apostrophe '\\''.
"""

COMMAND = """
{purpose}
define command {{
	command_name	{name}
	command_line	$USER1$/{plugin} {arguments}
}}
"""

# What stands behind the plugin's name, what is asked, and the arguments. Every plugin has PROFILE behind these.
HTTP = [
    ("", "The host by its address, http.", "--hostname='$HOSTADDRESS$'"),
    ("_name", "By the name $ARG1$, https, connected to the host's address (TLS and the Host header have the name).",
     "--hostname='$ARG1$' --resolve='$HOSTADDRESS$' --ssl"),
    ("_url", "The URL $ARG1$.", "--url='$ARG1$'"),
]
COMMANDS = {
    "check_mscep": HTTP,
    "check_ra_cert": HTTP,
    "check_crl_dp": [
        ("_scep", "For the certificates of the SCEP server with the URL $ARG1$.", "--scep='$ARG1$'"),
        ("_tls", "For the chain of the TLS server $ARG1$ (HOST or HOST:PORT).", "--tls='$ARG1$'"),
        ("_cert", "For the certificates of the file $ARG1$.", "--cert='$ARG1$'"),
        ("_url", "The list at the URL $ARG1$; the file $ARG2$ holds the certificate of its CA.",
         "--crl='$ARG1$' --issuer='$ARG2$'"),
    ],
    "check_template_acl": [
        ("",
         "May the account $ARG2$ enroll the template $ARG1$? The host is the domain controller, and its address must "
         "be in the certificate of its LDAPS. Login: $ARG3$ (user@domain), password in the file $ARG4$.",
         "--hostname='$HOSTADDRESS$' --ssl --template='$ARG1$' --account='$ARG2$' --bind-dn='$ARG3$' "
         "--password-file='$ARG4$'"),
        ("_name", "The same, asked of the domain controller with the name $ARG5$.",
         "--hostname='$ARG5$' --ssl --template='$ARG1$' --account='$ARG2$' --bind-dn='$ARG3$' "
         "--password-file='$ARG4$'"),
        ("_template",
         "The template $ARG3$; domain controller, login and account from section $ARG1$ of the file $ARG2$.",
         "--extra-opts='$ARG1$@$ARG2$' --template='$ARG3$'"),
    ],
    "check_ndes_account": [
        ("", "Will the account $ARG1$ still log on? The host is the domain controller, and its address must be in the "
         "certificate of its LDAPS. Login: $ARG2$ (user@domain), password in the file $ARG3$.",
         "--hostname='$HOSTADDRESS$' --ssl --account='$ARG1$' --bind-dn='$ARG2$' --password-file='$ARG3$'"),
        ("_name", "The same, asked of the domain controller with the name $ARG4$.",
         "--hostname='$ARG4$' --ssl --account='$ARG1$' --bind-dn='$ARG2$' --password-file='$ARG3$'"),
        ("_account", "The account $ARG3$; domain controller and login from section $ARG1$ of the file $ARG2$.",
         "--extra-opts='$ARG1$@$ARG2$' --account='$ARG3$'"),
    ],
    "check_clock_skew": [
        ("", "The host's clock against this one, by the scheme $ARG1$ (http, smb, rpc; domain controllers: ldap, ntp).",
         "--hostname='$ARG1$://$HOSTADDRESS$'"),
        ("_directory", "The host is a domain controller: does it answer without a login? No offset is an alarm here.",
         "--hostname='dc=ldap://$HOSTADDRESS$' --warning='~:' --critical='~:'"),
        ("_chain", "NDES $ARG1$, CA $ARG2$ and domain controller $ARG3$ against each other, each as SCHEME://HOST.",
         "--hostname='ndes=$ARG1$' --hostname='ca=$ARG2$' --hostname='dc=$ARG3$'"),
    ],
    "check_ca_rpc": [
        ("", "The host by its address.", "--hostname='$HOSTADDRESS$'"),
        ("_name", "By the name $ARG1$.", "--hostname='$ARG1$'"),
        ("_port", "A CA that is pinned to the port $ARG1$; the endpoint mapper is not asked.",
         "--hostname='$HOSTADDRESS$' --port='$ARG1$'"),
    ],
}
PROFILE = ("_profile", "What section $ARG1$ of the file $ARG2$ says.", "--extra-opts='$ARG1$@$ARG2$'")


def comment(text):
    return textwrap.fill(text, 118, initial_indent="# ", subsequent_indent="# ", break_on_hyphens=False)


def accepted(plugin, arguments):
    """Only what the plugin knows gets into a command."""
    for option in re.findall(r"--([a-z0-9-]+)", arguments):
        if not plugin.has(option):
            raise tables.Unusable("%s has no --%s, which its command for Nagios gives" % (plugin.name, option))
    return arguments


def command(plugin, suffix, purpose, arguments):
    return COMMAND.format(
        purpose=comment(purpose),
        name=plugin.name + suffix,
        plugin=plugin.name,
        arguments=accepted(plugin, arguments),
    )


def commands_of(plugin):
    rows = COMMANDS.get(plugin.name, []) + [PROFILE]
    return "\n# === %s ===\n" % plugin.summary + "".join(command(plugin, *row) for row in rows)


def commands(plugins):
    return HEAD.format(licence=tables.LICENCE, origin=tables.ORIGIN) + "".join(map(commands_of, plugins))
