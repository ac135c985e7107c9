#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""fill.py SMB_CONF FOLDER: fills a new domain with what the plugins have to tell apart, the directory being offline.

FOLDER holds the CA certificates ca1.der, ca2.der, ca3.der, ca3-renewed.der, ca4.der, and a revocation list, one.crl.
Names, OIDs and the order never change; new rows go to the end of their table.
"""
import struct
import sys
import time
from pathlib import Path

import ldb
from samba.auth import system_session
from samba.dcerpc import security
from samba.ndr import ndr_pack, ndr_unpack
from samba.param import LoadParm
from samba.samdb import SamDB

PASSWORD = "Svc-Passw0rd!"
ENROLL = "0e10c968-78fb-11d2-90d4-00c04f79dc55"
AUTO_ENROLL = "a05b8cc2-17bc-4802-a710-e7c15ab866a2"
CHANGE_PASSWORD = "ab721a53-1e2f-11d0-9819-00aa0040529b"
PUBLIC_INFORMATION = "e48d0154-bcf8-11d1-8702-00c04fb96050"
CLIENT_AUTH, SERVER_AUTH, ANY = "1.3.6.1.5.5.7.3.2", "1.3.6.1.5.5.7.3.1", "2.5.29.37.0"
IPSEC, AGENT = "1.3.6.1.5.5.8.2.2", "1.3.6.1.4.1.311.20.2.1"
OIDS = "1.3.6.1.4.1.311.21.8.1111111.2222222"
POLICY = OIDS + ".400.13"
CSP = "Microsoft RSA SChannel Cryptographic Provider"
KSP = "Microsoft Software Key Storage Provider"
TRIPLETS = ("msPKI-Asymmetric-Algorithm`PZPWSTR`{0}`msPKI-Hash-Algorithm`PZPWSTR`SHA256`msPKI-Key-Usage`DWORD`16777215`"
            "msPKI-Symmetric-Algorithm`PZPWSTR`3DES`msPKI-Symmetric-Key-Length`DWORD`168`")
GLOBAL, UNIVERSAL, DOMAIN_LOCAL = -2147483646, -2147483640, -2147483644
BYPASS = "local_oid:1.3.6.1.4.1.7165.4.3.12:0"
RELAX = ["relax:0"]


def enroll(trustee):
    return f"(OA;;CR;{ENROLL};;{trustee})"


FULL = "(A;;0xf01ff;;;DA)(A;;0xf01ff;;;EA)"
UNREAD = FULL + enroll("DA") + enroll("EA")
READ = "(A;;RPLCRC;;;AU)"
STD = FULL + READ + enroll("DA") + enroll("EA")
SVC = enroll("{svc_ndes}")
LOCAL = enroll("{g_local}")

# name, options of newuser(), attributes replaced afterwards, age of the password in days
USERS = [
    ("monitor", "Mon-Passw0rd!", {}, None),
    ("svc_ndes", PASSWORD, {"servicePrincipalName": ["http/ndes.lab.test", "http/ndes"]}, None),
    ("svc_denied", PASSWORD, {}, None),
    ("svc_disabled", PASSWORD, {"userAccountControl": 0x202}, None),
    ("svc_smart", PASSWORD, {"userAccountControl": 0x40200}, None),
    ("svc_noexp", PASSWORD, {"userAccountControl": 0x10200}, None),
    ("svc_expired", PASSWORD, {"accountExpires": 130000000000000000}, None),
    ("svc_mustchange", PASSWORD, {"pwdLastSet": 0}, None),
    ("svc_locked", PASSWORD, {}, None),
    ("svc_oldpw", PASSWORD, {}, 41),
    ("svc_pwexpired", PASSWORD, {}, 43),
    ("svc_hours", PASSWORD, {"logonHours": b"\0" * 21}, None),
    ("svc_ws", PASSWORD, {"userWorkstations": "OTHER1,OTHER2"}, None),
    ("svc_pso", PASSWORD, {}, 43),
    ("svc_admin", PASSWORD, {}, None),
    ("svc_admin_nested", PASSWORD, {}, None),
    ("svc_dup1", PASSWORD, {"servicePrincipalName": ["http/dup.lab.test"]}, None),
    ("svc_dup2", PASSWORD, {}, None),
    ("lowpriv", PASSWORD, {}, None),
    ("svc_expires", PASSWORD, {"accountExpires": "+10"}, None),
    ("svc_rc4", PASSWORD, {"msDS-SupportedEncryptionTypes": 4}, None),
    ("svc_delegation", PASSWORD, {"userAccountControl": 0x80200}, None),
    ("svc_protected", PASSWORD, {}, None),
    ("svc_renamed", PASSWORD, {"userPrincipalName": "ndes.service@lab.test", "displayName": "Zertifikatsgerät"}, None),
]

GROUPS = [
    ("g_global", GLOBAL, ["svc_ndes", "svc_pwexpired"]),
    ("g_universal", UNIVERSAL, ["g_global"]),
    ("g_local", DOMAIN_LOCAL, ["g_universal"]),
    ("g_deny", GLOBAL, ["svc_denied"]),
    ("g_pso", GLOBAL, ["svc_pso"]),
    ("g_admins", GLOBAL, ["svc_admin_nested"]),
    ("g_policy", UNIVERSAL, []),
    ("Domain Admins", None, ["svc_admin", "g_admins"]),
    ("Protected Users", None, ["svc_protected"]),
]

# name, what msDS-GroupMSAMembership allows, age of the password in days
MANAGED = [
    ("gmsa_ndes", "O:S-1-5-32-544D:(A;;0xf01ff;;;{NDES1$})", None),
    ("gmsa_other", "O:S-1-5-32-544D:(A;;0xf01ff;;;{CA1$})", None),
    ("gmsa_stale", "O:S-1-5-32-544D:(A;;0xf01ff;;;{NDES1$})", 45),
]

# cn: what differs from a template of schema 2 for devices. dacl follows D:PAI; publish lists the CAs.
TEMPLATES = [
    ("IPSECIntermediateOffline", dict(title="IPSec (Offline request)", schema=1, revision=7, minor=1, private=0,
                                      eku=[IPSEC], dacl=STD + SVC)),
    ("CEPEncryption", dict(title="CEP Encryption", schema=1, revision=4, minor=1, private=0,
                           eku=[AGENT], usage=0x20, dacl=STD + SVC)),
    ("EnrollmentAgentOffline", dict(title="Exchange Enrollment Agent (Offline request)", schema=1, revision=4, minor=1,
                                    private=0, flags=66049, eku=[AGENT], usage=0x80, spec=2, dacl=STD + SVC,
                                    publish=[])),
    ("NDES-Intune", dict(dacl=STD + LOCAL)),
    ("NDES-v3", dict(schema=3, private=0x1010000, ra=[TRIPLETS.format("RSA")], csp=[KSP], dacl=STD + LOCAL,
                     publish=[])),
    ("NDES-v4", dict(schema=4, private=0x5050000, ra=[TRIPLETS.format("RSA")], csp=[KSP], dacl=STD + LOCAL)),
    ("NoEnroll", dict(dacl=STD)),
    ("Denied", dict(dacl=f"(OD;;CR;{ENROLL};;{{g_deny}})" + STD + enroll("AU"))),
    ("ESC1-AU", dict(dacl=STD + enroll("AU"))),
    ("ESC4-AU-GenericAll", dict(dacl=STD + "(A;;GA;;;AU)")),
    ("ESC4-DC-WriteDacl", dict(name=0, dacl=STD + "(A;;WD;;;DC)")),
    ("PendAll", dict(enrollment=2, dacl=STD + SVC)),
    ("NoSupplySubject", dict(name=0x82000000, dacl=STD + SVC)),
    ("HiddenFromAU", dict(dacl=UNREAD + "(A;;RPLCRC;;;{svc_ndes})" + SVC)),
    ("AllCR", dict(dacl=STD + "(A;;CR;;;{svc_ndes})")),
    ("RASig1", dict(signatures=1, ra=[AGENT], dacl=STD + SVC)),
    ("AnyPurpose", dict(eku=[ANY], dacl=STD + SVC)),
    ("AutoOnly", dict(dacl=STD + f"(OA;;CR;{AUTO_ENROLL};;{{svc_ndes}})")),
    ("WrongGuid", dict(dacl=STD + f"(OA;;CR;{CHANGE_PASSWORD};;{{svc_ndes}})")),
    ("InheritOnly", dict(dacl=STD + f"(OA;CIIO;CR;{ENROLL};;{{svc_ndes}})")),
    ("AllowThenDeny", dict(dacl=SVC + f"(OD;;CR;{ENROLL};;{{svc_ndes}})" + STD)),
    ("DenyThenAllow", dict(dacl=f"(OD;;CR;{ENROLL};;{{svc_ndes}})" + SVC + STD)),
    ("FullNoCR", dict(dacl=STD + "(A;;0xf00ff;;;{svc_ndes})")),
    ("EnrollNoRead", dict(dacl=UNREAD + "(A;;RPLCRC;;;{monitor})" + SVC)),
    ("ReadOnlyPropset", dict(dacl=UNREAD + "(A;;RPLCRC;;;{monitor})"
                             + f"(OA;;RP;{PUBLIC_INFORMATION};;{{svc_ndes}})" + SVC)),
    ("RASig2", dict(signatures=2, ra=[AGENT], dacl=STD + SVC)),
    ("SmallKey", dict(key=1024, dacl=STD + SVC)),
    ("Archive", dict(private=0x1010001, dacl=STD + SVC)),
    ("Attest", dict(private=0x1012000, dacl=STD + SVC)),
    ("EcdsaV3", dict(schema=3, private=0x1010000, key=256, ra=[TRIPLETS.format("ECDSA_P256")], csp=[KSP],
                     dacl=STD + SVC)),
    ("CngRa", dict(eku=[AGENT], usage=0x20, csp=[KSP], dacl=STD + SVC)),
    ("EkuMismatch", dict(policies=[SERVER_AUTH], dacl=STD + SVC)),
    ("OverlapTooLong", dict(overlap=800, dacl=STD + SVC)),
    ("PublishDS", dict(enrollment=8, dacl=STD + SVC)),
    ("NdesGeraete", dict(title="NDES Geräte", dacl=STD + SVC)),
    ("odd, name", dict(dacl=STD + SVC)),
    ("DeletedSid", dict(dacl=STD + enroll("S-1-5-21-1-2-3-4"))),
    ("TwinOne", dict(title="NDES Twin", dacl=STD + SVC)),
    ("TwinTwo", dict(title="NDES Twin", dacl=STD + SVC)),
    ("CepNoSubject", dict(schema=1, revision=4, private=0, name=0, eku=[AGENT], usage=0x20, dacl=STD + SVC)),
    ("RASigOther", dict(signatures=1, ra=[CLIENT_AUTH], dacl=STD + SVC)),
    ("RASig1V4", dict(schema=4, private=0x5050000, signatures=1, csp=[KSP], dacl=STD + SVC,
                      ra=["msPKI-RA-Application-Policies`PZPWSTR`" + AGENT + "`" + TRIPLETS.format("RSA")])),
    ("NoReadControl", dict(dacl=UNREAD + "(A;;RPLC;;;AU)" + SVC)),
    ("ESC2-NoEku", dict(eku=[], dacl=STD + enroll("AU"))),
    ("ESC3-AU", dict(eku=[AGENT], usage=0x80, dacl=STD + enroll("AU"))),
    ("ESC4-WriteProperty", dict(dacl=STD + SVC + "(A;;WP;;;{lowpriv})")),
    ("ESC4-Owner", dict(owner="{lowpriv}", dacl=STD + SVC)),
    ("ESC9", dict(enrollment=0x80000, dacl=STD + SVC)),
    ("ESC13", dict(policy=[POLICY], dacl=STD + SVC)),
    ("WebServerSupplied", dict(eku=[SERVER_AUTH], dacl=STD + SVC)),
    ("NoRevocationInfo", dict(enrollment=0x4000, dacl=STD + SVC)),
    ("ForGmsa", dict(dacl=STD + enroll("{gmsa_ndes$}") + enroll("{NDES1$}"))),
    ("OnlyCA2", dict(dacl=STD + SVC, publish=["LAB-CA2-CA"])),
    ("OnlyCA3", dict(dacl=STD + SVC, publish=["LAB-CA3-CA"])),
    ("OtherCase", dict(dacl=STD + SVC, publish=["LAB-CA4-CA"])),
    ("BothCAs", dict(dacl=STD + SVC, publish=["LAB-CA1-CA", "LAB-CA2-CA"])),
]

# name, host, certificates, end of the DACL, how it writes a template's name
CAS = [
    ("LAB-CA1-CA", "ca1.lab.test", ["ca1"], enroll("AU") + "(A;;0xf00ff;;;{CA1$})", str),
    ("LAB-CA2-CA", "ca2.lab.test", ["ca2"], enroll("DA"), str),
    ("LAB-CA3-CA", "ca3.lab.test", ["ca3", "ca3-renewed"], enroll("AU"), str),
    ("LAB-CA4-CA", "ndes1.lab.test", ["ca4"], enroll("AU"), str.swapcase),
]
TRUSTED = ["ca1", "ca3", "ca4"]


def filetime(days):
    return str(int((time.time() + days * 86400 + 11644473600) * 10000000))


def period(days):
    return struct.pack("<q", -days * 864000000000)


def signed(number):
    return str(number - (1 << 32) if number >= 1 << 31 else number)


class Directory:
    def __init__(self, configuration, folder):
        lp = LoadParm()
        lp.load(configuration)
        self.db = SamDB(session_info=system_session(), lp=lp)
        self.folder = Path(folder)
        self.base = str(self.db.get_default_basedn())
        self.domain = security.dom_sid(self.db.get_domain_sid())
        self.services = f"CN=Public Key Services,CN=Services,{self.db.get_config_basedn()}"
        self.sids = {}

    def file(self, name):
        return (self.folder / name).read_bytes()

    def find(self, account):
        found = self.db.search(self.base, ldb.SCOPE_SUBTREE, f"(sAMAccountName={account})", ["objectSid"])[0]
        self.sids[account] = str(ndr_unpack(security.dom_sid, found["objectSid"][0]))
        return found.dn

    def replace(self, dn, attributes, controls=()):
        message = ldb.Message(dn if isinstance(dn, ldb.Dn) else ldb.Dn(self.db, dn))
        for name, value in attributes.items():
            message[name] = ldb.MessageElement(value, ldb.FLAG_MOD_REPLACE, name)
        self.db.modify(message, list(controls))

    def descriptor(self, sddl):
        for account, sid in self.sids.items():
            sddl = sddl.replace("{" + account + "}", sid)
        return ndr_pack(security.descriptor.from_sddl(sddl, self.domain))

    def add(self, dn, kind, attributes):
        entry = {"dn": dn, "objectClass": ["top"] + kind.split()}
        entry.update({name: value for name, value in attributes.items() if value != []})
        self.db.add(entry, RELAX)

    def age(self, dn, days):
        self.replace(dn, {"pwdLastSet": filetime(-days)}, [BYPASS])


def text(value):
    if isinstance(value, str) and value.startswith("+"):
        return filetime(int(value))
    return str(value) if isinstance(value, int) else value


def add_users(directory):
    for name, password, attributes, days in USERS:
        directory.db.newuser(name, password)
        dn = directory.find(name)
        if attributes:
            directory.replace(dn, {attribute: text(value) for attribute, value in attributes.items()})
        if days:
            directory.age(dn, days)


def duplicate_name(configuration):
    """Samba refuses a service principal name that another account has, unless it isn't asked."""
    lp = LoadParm()
    lp.load(configuration)
    for file in Path(lp.get("private dir"), "sam.ldb.d").glob("DC=LAB,DC=TEST.ldb"):
        db = ldb.Ldb(f"tdb://{file}", ldb.FLG_DONT_CREATE_DB)
        message = ldb.Message(db.search(None, ldb.SCOPE_SUBTREE, "(sAMAccountName=svc_dup2)", ["dn"])[0].dn)
        message["add"] = ldb.MessageElement(["http/dup.lab.test"], ldb.FLAG_MOD_ADD, "servicePrincipalName")
        db.modify(message)


def add_groups(directory):
    for name, kind, members in GROUPS:
        if kind is not None:
            directory.db.newgroup(name, grouptype=kind)
        directory.db.add_remove_group_members(name, members)
        directory.find(name)


def add_password_settings(directory):
    dn = f"CN=never,CN=Password Settings Container,CN=System,{directory.base}"
    directory.add(dn, "msDS-PasswordSettings", {
        "msDS-PasswordSettingsPrecedence": "1", "msDS-PasswordReversibleEncryptionEnabled": "FALSE",
        "msDS-PasswordHistoryLength": "24", "msDS-PasswordComplexityEnabled": "TRUE",
        "msDS-MinimumPasswordLength": "7", "msDS-MinimumPasswordAge": "0", "msDS-MaximumPasswordAge": "0",
        "msDS-LockoutThreshold": "0", "msDS-LockoutObservationWindow": "-18000000000",
        "msDS-LockoutDuration": "-18000000000", "msDS-PSOAppliesTo": str(directory.find("g_pso"))})


def add_computers(directory):
    for name in ("NDES1", "CA1"):
        directory.db.newcomputer(name)
        directory.replace(directory.find(name + "$"), {"dNSHostName": name.lower() + ".lab.test"})
    directory.db.add_remove_group_members("Cert Publishers", ["CA1$"])
    for name, allowed, days in MANAGED:
        dn = f"CN={name},CN=Managed Service Accounts,{directory.base}"
        directory.add(dn, "person organizationalPerson user computer msDS-GroupManagedServiceAccount", {
            "sAMAccountName": name + "$", "userAccountControl": "4096", "msDS-ManagedPasswordInterval": "30",
            "dNSHostName": name + ".lab.test", "msDS-SupportedEncryptionTypes": "24",
            "msDS-GroupMSAMembership": directory.descriptor(allowed)})
        directory.find(name + "$")
        directory.age(dn, days or 1)


def add_domain_controller_names(directory):
    """What a domain controller registers for itself when it runs: Kerberos clients ask for ldap/."""
    message = ldb.Message(directory.find("DC1$"))
    names = ["ldap/dc1.lab.test", "ldap/DC1", "ldap/dc1.lab.test/lab.test", "GC/dc1.lab.test/lab.test"]
    message["add"] = ldb.MessageElement(names, ldb.FLAG_MOD_ADD, "servicePrincipalName")
    directory.db.modify(message)


def add_template(directory, number, cn, *, title=None, schema=2, revision=100, minor=0, flags=66113, spec=1, usage=0xA0,
                 eku=(CLIENT_AUTH,), policies=None, csp=(CSP,), name=1, enrollment=0, private=16842752, signatures=0,
                 ra=(), key=2048, days=730, overlap=42, policy=(), owner="EA", dacl=STD, publish=None):
    dn = ldb.Dn(directory.db, f"CN=Certificate Templates,{directory.services}")
    dn.add_child(ldb.Dn(directory.db, "CN=x"))
    dn.set_component(0, "CN", cn)
    directory.add(dn, "pKICertificateTemplate", {
        "displayName": title or cn, "flags": str(flags), "revision": str(revision), "pKIDefaultKeySpec": str(spec),
        "pKIKeyUsage": bytes([usage, 0]), "pKIMaxIssuingDepth": "0", "pKICriticalExtensions": "2.5.29.15",
        "pKIExpirationPeriod": period(days), "pKIOverlapPeriod": period(overlap), "pKIExtendedKeyUsage": list(eku),
        "pKIDefaultCSPs": [f"{n},{provider}" for n, provider in enumerate(csp, 1)],
        "msPKI-RA-Signature": str(signatures), "msPKI-RA-Application-Policies": list(ra),
        "msPKI-Enrollment-Flag": signed(enrollment), "msPKI-Private-Key-Flag": signed(private),
        "msPKI-Certificate-Name-Flag": signed(name), "msPKI-Minimal-Key-Size": str(key),
        "msPKI-Template-Schema-Version": str(schema), "msPKI-Template-Minor-Revision": str(minor),
        "msPKI-Cert-Template-OID": f"{OIDS}.{number}", "msPKI-Certificate-Policy": list(policy),
        "msPKI-Certificate-Application-Policy": [] if schema == 1 else list(policies or eku),
        "nTSecurityDescriptor": directory.descriptor(f"O:{owner}G:EAD:PAI{dacl}")})


def add_templates(directory):
    for number, (cn, differences) in enumerate(TEMPLATES, 1):
        add_template(directory, number, cn, **differences)


def add_oids(directory):
    group = str(directory.find("g_policy"))
    for cn, oid, kind, title, more in [
            ("12345.ABCDEF", f"{OIDS}.4", "1", "NDES-Intune", {}),
            ("13.E5C13", POLICY, "2", "Linked policy", {"msDS-OIDToGroupLink": group})]:
        directory.add(f"CN={cn},CN=OID,{directory.services}", "msPKI-Enterprise-Oid", {
            "msPKI-Cert-Template-OID": oid, "flags": kind, "displayName": title, **more})


def add_authority(directory, dn, certificates):
    directory.add(dn, "certificationAuthority", {
        "cACertificate": certificates, "authorityRevocationList": b"\0", "certificateRevocationList": b"\0"})


def add_cas(directory):
    for name, host, files, dacl, written in CAS:
        certificates = [directory.file(file + ".der") for file in files]
        published = [cn for cn, row in TEMPLATES if name in row.get("publish", ["LAB-CA1-CA"])]
        directory.add(f"CN={name},CN=Enrollment Services,{directory.services}", "pKIEnrollmentService", {
            "displayName": name, "dNSHostName": host, "flags": "10", "cACertificate": certificates,
            "cACertificateDN": f"CN={name},DC=lab,DC=test", "certificateTemplates": [written(cn) for cn in published],
            "nTSecurityDescriptor": directory.descriptor(f"O:EAG:EAD:PAI{FULL}{READ}{dacl}")})
        for container in ("Certification Authorities", "AIA"):
            add_authority(directory, f"CN={name},CN={container},{directory.services}", certificates)
    add_authority(directory, f"CN=NTAuthCertificates,{directory.services}",
                  [directory.file(file + ".der") for file in TRUSTED])


def add_points(directory):
    """Distribution points with a list, with the zero byte that stands for "not published yet", without a value."""
    place = f"CN=ca1,CN=CDP,{directory.services}"
    directory.add(place, "container", {})
    for cn, values in [("LAB-CA1-CA", directory.file("one.crl")), ("Unpublished", b"\0"), ("Empty", [])]:
        directory.add(f"CN={cn},{place}", "cRLDistributionPoint", {"certificateRevocationList": values})


def main():
    directory = Directory(*sys.argv[1:])
    directory.db.transaction_start()
    for step in (add_users, add_computers, add_groups, add_password_settings, add_domain_controller_names,
                 add_templates, add_oids, add_cas, add_points):
        step(directory)
    directory.db.transaction_commit()
    duplicate_name(sys.argv[1])


main()
