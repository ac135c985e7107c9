# SPDX-License-Identifier: GPL-3.0-or-later
"""
The enrolment chain for the Icinga Director: a host template whose fields describe a machine of it, service sets that
its role assigns, and who is silent while something else is down. mscep-services.conf is more exact (it takes names and
ports from other hosts, which a macro can't): here the names are written once more.
"""
import json
from urllib.parse import quote

from . import tables
from .director_field import array, boolean, choices, host, text

CATEGORY = "SCEP enrolment chain"
LISTS = {"scep-roles": ["ndes", "ca", "dc"]}

# variable, caption, kind, description; the form sorts by caption
FIELDS = (
    ("scep_roles", "Chain: roles", choices("scep-roles"), "What this machine is of the chain: it may be all of them."),
    ("scep_clocks", "Chain: clocks to compare", array(),
     "NDES: such as ndes=https://ndes.example.com, ca=rpc://ca1.example.com, dc=ldap://dc1.example.com."),
    ("scep_dc_host", "Chain: host of the domain controller", host(),
     "NDES: one with the role dc. While its service Directory is down, account and templates are not checked, and of "
     "clocks nobody is told."),
    ("scep_dc", "Directory: domain controller", text(),
     "NDES: full name of the one to ask, such as dc1.example.com. Account and templates are checked where it is set."),
    ("scep_bind_dn", "Directory: who reads it", text(),
     "NDES: an ordinary account, user@domain or DOMAIN/user. Without it the Kerberos ticket or keytab of the user that "
     "Icinga runs plugins as."),
    ("scep_password_file", "Directory: password file", text(),
     "NDES: its first line is the password of who reads it. On the machine that runs the checks, and for nobody else."),
    ("scep_starttls", "Directory: StartTLS", boolean(), "NDES: yes where a password is sent; no with Kerberos."),
    ("scep_url", "NDES: URL", text(),
     "As clients ask it, such as https://ndes.example.com/certsrv/mscep/mscep.dll."),
    ("scep_account", "NDES: service account", text(),
     "Identity of the application pool SCEP, such as svc_ndes. A $ is written twice: NDES1$$."),
    ("scep_templates", "NDES: templates", array(), "Names (not display names) of the templates that devices get."),
    ("scep_ca", "NDES: CA", text(), "Name of the CA that must publish the templates, such as Example Issuing CA 1."),
    ("scep_ca_cert", "TLS: root certificate", text(),
     "NDES: file (PEM) of the root that TLS must lead to, of NDES and of the domain controller, if the system does not "
     "trust it."),
)

TRUST = {"_ca_cert": "$scep_ca_cert$"}
LOGIN = {
    "_hostname": ["$scep_dc$"],
    "_account": "$scep_account$",
    "_bind_dn": "$scep_bind_dn$",
    "_password_file": "$scep_password_file$",
    "_starttls": "$scep_starttls$",
    **TRUST,
}


def host_template(fields):
    for variable, caption, kind, description in FIELDS:
        fields.add(variable, caption, description, kind, CATEGORY)
    return {
        "check_command": "hostalive",
        "fields": fields.references(row[0] for row in FIELDS),
        "imports": [],
        # JSON has no comments: this is where the Director shows where the basket comes from
        "notes": "A machine of a SCEP enrolment chain: its roles decide which services it gets. " + tables.ORIGIN,
        "object_name": "tpl-host-scep",
        "object_type": "template",
        "vars": {},
    }


def service(name, command, variables, **more):
    return {
        "imports": ["tpl-service-" + command],
        "object_name": name,
        "object_type": "object",
        "vars": {command + suffix: value for suffix, value in variables.items()},
        **more,
    }


def service_set(name, condition, description, services):
    return {
        "assign_filter": condition,
        "description": description,
        "object_name": name,
        "object_type": "template",
        "services": {entry["object_name"]: entry for entry in services},
        "vars": {},
    }


NDES, CA, DC = ('"%s"=host.vars.scep_roles' % role for role in ("ndes", "ca", "dc"))


def is_set(*variables):
    return "".join("&host.vars.%s=true" % variable for variable in variables)


# An account, and a directory that knows it
KNOWN = is_set("scep_account", "scep_dc")


def part(login, *suffixes):
    return {suffix: login[suffix] for suffix in suffixes}


def service_sets():
    url = {"_url": ["$scep_url$"], **TRUST}
    lists = {"_scep": ["$scep_url$"], "_ldap_host": "$scep_dc$"}
    lists.update(part(LOGIN, "_bind_dn", "_password_file", "_starttls", "_ca_cert"))
    rights = {"_template": "$scep_templates$", "_ca": "$scep_ca$", **LOGIN}
    clocks = {"_hostname": "$scep_clocks$", **TRUST}
    any_time = {"_hostname": ["dc=ldap://$address$"], "_warning": "~:", "_critical": "~:"}
    often = {"check_interval": 300, "max_check_attempts": 3}
    return [
        service_set("SCEP: NDES", NDES, "What clients meet.", [
            service("SCEP endpoint", "mscep", url),
            service("RA certificates", "ra_cert", url),
            service("Revocation lists", "crl_dp", lists),
        ]),
        service_set("SCEP: account", NDES + KNOWN, "What Active Directory says of it.", [
            service("Service account", "ndes_account", LOGIN),
        ]),
        service_set("SCEP: templates", NDES + KNOWN + is_set("scep_templates"), "What Active Directory says of them.", [
            service("Templates", "template_acl", rights),
        ]),
        service_set("SCEP: clocks", NDES + is_set("scep_clocks"), "Of the whole chain.", [
            service("Clocks", "clock_skew", clocks),
        ]),
        service_set("SCEP: CA", CA, "The CA behind NDES.", [
            service("CA enrolment service", "ca_rpc", {}),
        ]),
        service_set("SCEP: domain controller", DC, "Does it answer at all? Its time is for the service Clocks.", [
            service("Directory", "clock_skew", any_time, **often),
        ]),
    ]


def is_one_of(services):
    return "service.name=" + quote(json.dumps(services))


def dependency(name, children, parent, **more):
    """Of services on another one: of their own host, or of that which parent_host_var names. UNKNOWN is not down."""
    return {
        "apply_to": "service",
        "assign_filter": is_one_of(children) + "&" + NDES,
        "ignore_soft_states": False,
        "object_name": name,
        "object_type": "apply",
        "parent_service": parent,
        # sorted, as the Director reads them: in another order each import would be a change
        "states": ["OK", "Unknown", "Warning"],
        **more,
    }


def dependencies():
    """Each child has one parent: Icinga 2.12 and 2.13 would be silent only if all parents of a child were down."""
    controller = {"parent_host_var": "host.vars.scep_dc_host"}
    return [
        dependency("scep-directory", ["Service account", "Templates"], "Directory", disable_checks=True, **controller),
        dependency("scep-endpoint", ["RA certificates", "Revocation lists"], "SCEP endpoint"),
        dependency("scep-clock", ["Clocks"], "Directory", **controller),
    ]
