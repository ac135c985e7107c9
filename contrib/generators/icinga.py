# SPDX-License-Identifier: GPL-3.0-or-later
"""CheckCommand objects of Icinga 2, in the style of its template library."""
from . import tables
from .icinga_arguments import TIMEOUT, arguments_of, has_address, has_password

HEAD = """/* {licence} */
/* {origin} */
/*
 * PluginContribDir must be the folder of the plugins. A variable is named after its command and option: --ca-cert of
 * check_mscep is vars.mscep_ca_cert. Set it on the service or, for all services of a host, on the host.
 *
 * Whom a command asks:
 *	mscep, ra_cert		*_hostname is the name that clients use; or *_url: whole URLs; or ra_cert_file: files
 *	template_acl,
 *	ndes_account		*_hostname is the domain controller (full name); or *_domain finds one by DNS
 *	ca_rpc			ca_rpc_hostname is the CA's host
 *	clock_skew		clock_skew_hostname is an array of [NAME=]SCHEME://HOST: "dc=ldap://dc1.example.com"
 *	crl_dp			crl_dp_scep, crl_dp_cert, crl_dp_tls, crl_dp_crl or crl_dp_file say which lists
 * All but the last two ask the host's address where none of these is set, nor a profile.
 *
 * Profile: *_extra_opts = "SECTION@FILE" reads options from an ini file on the machine that runs the plugin. Variables
 * win; what a command can't do without may stand in either.
 * Lists ("May be repeated") are arrays, or one text. Options whose value may be left out (--admin, --long-url,
 * --extra-opts) take true or the value. A $ in a value is written $$.
 * *_ldap_password is the password of *_bind_dn: it goes into the plugin's environment, never into its command line.
 * A *_timeout of more than {plugin_timeout} seconds needs a longer check_timeout on the service.
 */
"""

COMMAND = """
/* {summary} */
object CheckCommand "{topic}" {{
	import "ipv4-or-ipv6"

	command = [ PluginContribDir + "/{name}" ]
	timeout = {timeout}

	arguments = {{
{arguments}	}}
{environment}{variables}}}
"""

ENVIRONMENT = """
	env.LDAP_PASSWORD = "${topic}_ldap_password$"
	vars.{topic}_ldap_password = ""
"""

VARIABLES = """
	vars.{topic}_address = "$check_address$"
"""


def quoted(text):
    return '"%s"' % text.replace("\\", "\\\\").replace('"', '\\"')


def lines_of(argument):
    lines = []
    if argument.is_expression:
        lines.append("set_if = {{ %s }}" % argument.set_if)
    elif argument.set_if:
        lines.append("set_if = %s" % quoted(argument.set_if))
    if argument.skip_key:
        lines.append("skip_key = true")
    if argument.required:
        lines.append("required = true")
    if argument.value:
        lines.append("value = %s" % quoted(argument.value))
    return lines + ["description = %s" % quoted(argument.description)]


def rendered(argument):
    body = "".join("\t\t\t%s\n" % line for line in lines_of(argument))
    return "\t\t%s = {\n%s\t\t}\n" % (quoted(argument.key), body)


def command(plugin):
    return COMMAND.format(
        summary=plugin.summary,
        topic=plugin.topic,
        name=plugin.name,
        timeout=TIMEOUT,
        arguments="".join(rendered(argument) for argument in arguments_of(plugin)),
        environment=ENVIRONMENT.format(topic=plugin.topic) if has_password(plugin) else "",
        variables=VARIABLES.format(topic=plugin.topic) if has_address(plugin) else "",
    )


def commands(plugins):
    head = HEAD.format(licence=tables.LICENCE, origin=tables.ORIGIN, plugin_timeout=TIMEOUT - 10)
    return head + "".join(command(plugin) for plugin in plugins)
