# SPDX-License-Identifier: GPL-3.0-or-later
"""What Zabbix shows of each plugin: the only part of its templates that no table of the plugins tells."""
from dataclasses import dataclass

PHASES = ("time_resolve", "time_connect", "time_tls", "time_wait", "time_transfer")
LOGIN = ("time_resolve", "time_connect", "time_tls", "time")


@dataclass(frozen=True)
class Kind:
    """
    Objects that a run finds, by the ids of their findings (a regular expression). Their measurements are labelled
    ID_measure; those of an only one may do without the id in front (may_be_bare).
    """
    key: str
    title: str
    ids: str
    measures: tuple = ()
    has_end: bool = False
    days: str = ""  # its end is watched by a trigger: macro {$CHECK_X.DAYS:ID} and its default
    may_be_bare: bool = False


@dataclass(frozen=True)
class View:
    title: str  # also the services' name in the other schedulers
    measures: tuple  # labels of the run itself
    kinds: tuple


ENDPOINTS = Kind("endpoint", "endpoint", "^endpoint[0-9]*$", PHASES + ("time",), may_be_bare=True)
DC_CERTIFICATE = Kind("certificate", "certificate", "^dc_certificate$", ("remaining", "used"), True, "14")

VIEWS = {
    "check_mscep": View("SCEP endpoint", ("time",), (
        ENDPOINTS,
        Kind("certificate", "certificate", "^(endpoint[0-9]+_)?tls$", ("remaining", "used"), True, "30"),
    )),
    "check_ra_cert": View("RA certificates", ("time",), (
        ENDPOINTS,
        Kind("certificate", "certificate", "^(endpoint[0-9]+_)?(ra_signing|ra_encryption|ca|tls)$",
             ("remaining", "used"), True, "30"),
    )),
    "check_crl_dp": View("Revocation lists", ("time",), (
        # lists and OCSP answers live for days and are renewed: that they were is the plugin's judgement, no trigger's
        Kind("list", "list", "^((crl|delta)[0-9]+|ocsp[0-9]+(_responder)?)$",
             ("remaining", "used", "number", "entries", "size", "time"), True),
        Kind("certificate", "issuer's certificate", "^aia[0-9]+$", ("remaining", "used", "time"), True, "30"),
    )),
    "check_template_acl": View("Certificate templates", LOGIN, (DC_CERTIFICATE,)),
    "check_ndes_account": View(
        "Service account", LOGIN + ("password_remaining", "password_used", "account_remaining"), (
            DC_CERTIFICATE,
            Kind("end", "end", "^(password|expiry)$", (), True, "14"),
        )),
    "check_clock_skew": View("Clocks", ("spread", "time"), (
        Kind("clock", "clock", "^(?!(spread|own_clock|time|timeout|usage|nothing|output_file)$)",
             ("offset", "error", "rtt")),
    )),
    "check_ca_rpc": View("CA enrolment service", ("time_connect", "time"), ()),
}
