#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What LDAP can't change or say, done on the directory's own file; the domain controller may run meanwhile.

change.py SMB_CONF address IPV4          the A records of the domain controller
change.py SMB_CONF age ACCOUNT DAYS      its password was set that many days ago
change.py SMB_CONF descriptor SDDL       prints the bytes of a security descriptor in base64
change.py SMB_CONF keytab PRINCIPAL FILE
"""
import base64
import sys
import time

import ldb
from samba.auth import system_session
from samba.credentials import Credentials
from samba.dcerpc import dnsp, security
from samba.ndr import ndr_pack, ndr_unpack
from samba.param import LoadParm
from samba.samdb import SamDB

BYPASS = "local_oid:1.3.6.1.4.1.7165.4.3.12:0"


def replace(db, dn, name, value, controls=()):
    message = ldb.Message(dn)
    message[name] = ldb.MessageElement(value, ldb.FLAG_MOD_REPLACE, name)
    db.modify(message, list(controls))


def moved(blob, address):
    record = ndr_unpack(dnsp.DnssrvRpcRecord, blob)
    if record.wType == dnsp.DNS_TYPE_A:
        record.data = address
    return ndr_pack(record)


def change_address(db, address):
    for zone in ("DomainDnsZones", "ForestDnsZones"):
        base = f"CN=MicrosoftDNS,DC={zone},{db.get_default_basedn()}"
        for entry in db.search(base, ldb.SCOPE_SUBTREE, "(&(objectClass=dnsNode)(dnsRecord=*))", ["dnsRecord"]):
            records = [bytes(value) for value in entry["dnsRecord"]]
            new = [moved(value, address) for value in records]
            if new != records and "RootDNSServers" not in str(entry.dn):
                replace(db, entry.dn, "dnsRecord", new)


def change_age(db, account, days):
    found = db.search(db.get_default_basedn(), ldb.SCOPE_SUBTREE, f"(sAMAccountName={ldb.binary_encode(account)})", [])
    if len(found) != 1:
        sys.exit(f"no account {account}")
    changed = int((time.time() - float(days) * 86400 + 11644473600) * 10000000)
    replace(db, found[0].dn, "pwdLastSet", str(changed), [BYPASS])


def print_descriptor(db, sddl):
    descriptor = security.descriptor.from_sddl(sddl, security.dom_sid(db.get_domain_sid()))
    print(base64.b64encode(ndr_pack(descriptor)).decode())


def export_keytab(lp, principal, keytab):
    from samba.net import Net
    import samba.dckeytab  # noqa: F401, gives Net its method
    credentials = Credentials()
    credentials.guess(lp)
    Net(credentials, lp).export_keytab(keytab=keytab, principal=principal)


def main(configuration, action, *arguments):
    lp = LoadParm()
    lp.load(configuration)
    if action == "keytab":
        export_keytab(lp, *arguments)
        return
    db = SamDB(session_info=system_session(), lp=lp)
    {"address": change_address, "age": change_age, "descriptor": print_descriptor}[action](db, *arguments)


main(*sys.argv[1:])
