# SPDX-License-Identifier: GPL-3.0-or-later
"""The domain lab.test of stub_directory.py: healthy, and how a test changes it.

A test gives statements of Python that call the functions here: they see all names of this module.

    template("T", {"flags": "x"}, sd=...)   a healthy template but for these attributes; None takes one away
    ca("LAB-CA2-CA", {...}), account("bob", 1200, {...}), group("g", 1300, members=["svc_ndes"])
    change("svc_ndes", {"objectSid": None}) attributes of an entry that is there; hide(NAME) takes all away
    sd("O:DAG:DAD:P(OA;;CR;Enroll;;g_ndes)") bytes of a descriptor; its keywords tell lies about sizes and offsets

Values are str, bytes, or lists of them; a list stays in its order.
"""
import re
import struct

DOMAIN = "DC=lab,DC=test"
CONFIGURATION = "CN=Configuration," + DOMAIN
SERVICES = "CN=Public Key Services,CN=Services," + CONFIGURATION
TEMPLATES = "CN=Certificate Templates," + SERVICES
ENROLLMENT = "CN=Enrollment Services," + SERVICES
USERS = "CN=Users," + DOMAIN
DOMAIN_SID = "S-1-5-21-1111111111-2222222222-3333333333"

entries = {}  # DN: {"dn": ..., "attributes": {name: [bytes]}}
names = {}  # sAMAccountName or cn: DN
published = []  # what LAB-CA1-CA issues

WELL_KNOWN = {
    "WD": "S-1-1-0", "AU": "S-1-5-11", "SY": "S-1-5-18", "BA": "S-1-5-32-544", "Users": "S-1-5-32-545",
    "OW": "S-1-3-4", "DA": DOMAIN_SID + "-512", "DU": DOMAIN_SID + "-513", "DC": DOMAIN_SID + "-515",
    "EA": DOMAIN_SID + "-519",
}
RIGHTS = {
    "CC": 1, "DC": 2, "LC": 4, "SW": 8, "RP": 0x10, "WP": 0x20, "DT": 0x40, "LO": 0x80, "CR": 0x100, "SD": 0x10000,
    "RC": 0x20000, "WD": 0x40000, "WO": 0x80000, "GA": 0x10000000, "GR": 0x80000000,
}
GUIDS = {
    "Enroll": "0e10c968-78fb-11d2-90d4-00c04f79dc55",
    "AutoEnroll": "a05b8cc2-17bc-4802-a710-e7c15ab866a2",
    "Other": "00299570-246d-11d0-a768-00aa006e0529",
}
# the last four: with a condition (a made-up spelling; SDDL has no letters of its own for two of them)
TYPES = {
    "A": 0x00, "D": 0x01, "AU": 0x02, "OA": 0x05, "OD": 0x06, "OU": 0x07,
    "XA": 0x09, "XD": 0x0A, "XOA": 0x0B, "XOD": 0x0C,
}
FLAGS = {"OI": 1, "CI": 2, "NP": 4, "IO": 8, "ID": 0x10}
CONDITION = b"artx\xf8\x10\x00\x00\x00T\x00i\x00t\x00l\x00e\x00V\x00P\x00\x80\x00\x00\x00"


# --- descriptors (MS-DTYP 2.4) ---

def sid(text):
    """Bytes of S-1-..., of an abbreviation, or of an account's name."""
    if text in names:
        return entries[names[text]]["attributes"]["objectSid"][0]
    parts = [int(part) for part in WELL_KNOWN.get(text, text).split("-")[1:]]
    return struct.pack(">BB", parts[0], len(parts) - 2) + parts[1].to_bytes(6, "big") + \
        struct.pack("<%dI" % (len(parts) - 2), *(part & 0xFFFFFFFF for part in parts[2:]))


def domain_sid(number):
    return sid("%s-%d" % (DOMAIN_SID, number))


def guid(text):
    first, second, third, *rest = GUIDS.get(text, text).split("-")
    return struct.pack("<IHH", int(first, 16), int(second, 16), int(third, 16)) + bytes.fromhex("".join(rest))


def letters(text, table):
    if text.startswith("0x"):
        return int(text, 16)
    return sum(table[pair] for pair in re.findall("..", text))


def ace(text):
    """TYPE;FLAGS;RIGHTS;OBJECT;INHERITED;SID, without brackets; TYPE may be a number."""
    kind, flags, rights, target, inherited, who = text.split(";")
    number = TYPES[kind] if kind in TYPES else int(kind, 16)
    body = struct.pack("<I", letters(rights, RIGHTS))
    if number in (0x05, 0x06, 0x07, 0x0B, 0x0C):
        body += struct.pack("<I", (1 if target else 0) | (2 if inherited else 0))
        body += b"".join(guid(part) for part in (target, inherited) if part)
    body += sid(who)
    if number in (0x09, 0x0A, 0x0B, 0x0C):
        body += CONDITION
    return struct.pack("<BBH", number, letters(flags, FLAGS), 4 + len(body)) + body


def lie(octets, offset, form, value):
    return octets[:offset] + struct.pack(form, value) + octets[offset + struct.calcsize(form):]


def sd(text, slack=b"", raw_aces=(), acl_size=None, ace_count=None, acl_revision=4, control=0x9C04, ace_size=None,
       sub_authorities=None, owner_offset=None, group_offset=None, dacl_offset=None, revision=1):
    """As Windows lays it out: header, DACL, owner, group. ace_size=(N, SIZE) and sub_authorities=(N, COUNT) lie in
    one ACE; raw_aces come first; slack stands behind the ACEs, within AclSize."""
    owner = re.search(r"O:([^:()]+?)(?=[GDS]:|$)", text)
    group = re.search(r"G:([^:()]+?)(?=[DS]:|$)", text)
    aces = list(raw_aces) + [ace(part) for part in re.findall(r"\(([^()]*)\)", text)]
    if ace_size is not None:
        aces[ace_size[0]] = lie(aces[ace_size[0]], 2, "<H", ace_size[1])
    if sub_authorities is not None:  # of a plain ACE
        aces[sub_authorities[0]] = lie(aces[sub_authorities[0]], 9, "B", sub_authorities[1])
    acl = b""
    if "D:" in text:
        body = b"".join(aces) + slack
        acl = struct.pack("<BBHHH", acl_revision, 0, 8 + len(body) if acl_size is None else acl_size,
                          len(aces) if ace_count is None else ace_count, 0) + body
    owner = sid(owner.group(1)) if owner else b""
    group = sid(group.group(1)) if group else b""
    offsets = [
        (20 + len(acl) if owner else 0) if owner_offset is None else owner_offset,
        (20 + len(acl) + len(owner) if group else 0) if group_offset is None else group_offset,
        0,
        (20 if acl else 0) if dacl_offset is None else dacl_offset,
    ]
    return struct.pack("<BBH4I", revision, 0, control, *offsets) + acl + owner + group


# Read for all, what the console calls full control for administrators, Enroll for the group of svc_ndes.
HEALTHY = "O:EAG:EAD:PAI(OA;;RPWPCR;Enroll;;DA)(OA;;CR;Enroll;;g_ndes)(A;;LCRPLORC;;;AU)(A;;0xF00FF;;;DA)" \
    "(A;;0xF00FF;;;EA)"
HEALTHY_CA = "O:EAG:EAD:AI(OA;;CR;Enroll;;AU)(A;;LCRPLORC;;;AU)(A;;0xF00FF;;;EA)"
READ = "O:EAG:EAD:PAI(A;;LCRPLORC;;;AU)"


# --- entries ---

def octets_of(value):
    return value if isinstance(value, bytes) else str(value).encode()


def values_of(value):
    return [octets_of(item) for item in (value if isinstance(value, list) else [value])]


def escaped(value):
    """RFC 4514."""
    text = re.sub(r'([,+"\\<>;=#])', r"\\\1", value)
    return "\\ " + text[1:] if text.startswith(" ") else text


def entry(dn, attributes):
    entries[dn] = {"dn": dn, "attributes": {}}
    put(dn, attributes)
    return dn


def put(dn, attributes):
    for name, value in attributes.items():
        if value is None:
            entries[dn]["attributes"].pop(name, None)
        else:
            entries[dn]["attributes"][name] = values_of(value)


def change(name, attributes):
    put(names.get(name, name), attributes)


def hide(name):
    entries[names.get(name, name)]["attributes"] = {}


def principal(name, number, attributes, place):
    names[name] = entry("CN=%s,%s" % (escaped(attributes.get("cn", name)), place), {
        "cn": name, "sAMAccountName": name, "objectSid": domain_sid(number), **attributes})
    return names[name]


def account(name, number, attributes=(), place=USERS, computer=False):
    """A user; or a computer, whose name ends in $."""
    return principal(name, number, {
        "objectClass": ["top", "person", "organizationalPerson", "user"] + (["computer"] if computer else []),
        "sAMAccountType": 0x30000001 if computer else 0x30000000,
        "userAccountControl": 4096 if computer else 66048,
        "primaryGroupID": 515 if computer else 513,
        "tokenGroups": [sid("DC" if computer else "DU"), sid("Users")],
        **({} if computer else {"userPrincipalName": name + "@lab.test"}), **dict(attributes)}, place)


def group(name, number, members=(), attributes=()):
    """Members, the ones they are already in included, have it in their tokenGroups."""
    dn = principal(name, number, {
        "objectClass": ["top", "group"], "sAMAccountType": 0x10000000,
        "member": [names[member] for member in members] or None, **dict(attributes)}, USERS)
    for member in members:
        entries[names[member]]["attributes"].setdefault("tokenGroups", []).append(domain_sid(number))
    return dn


def period(days):
    return struct.pack("<q", -days * 86400 * 10**7)


def template(name, attributes=(), **keywords):
    """Keywords: sd (bytes, or a text for sd()), publish=False."""
    descriptor = keywords.get("sd", HEALTHY)
    names["template " + name] = entry("CN=%s,%s" % (escaped(name), TEMPLATES), {
        "objectClass": ["top", "pKICertificateTemplate"],
        "cn": name,
        "displayName": "Display of " + name,
        "whenChanged": "20260101120000.0Z",
        "flags": 131680, "revision": 100,
        "msPKI-Template-Schema-Version": 2, "msPKI-Template-Minor-Revision": 1,
        "msPKI-Cert-Template-OID": "1.3.6.1.4.1.311.21.8.1.2.3",
        "msPKI-Certificate-Name-Flag": 1, "msPKI-Enrollment-Flag": 0, "msPKI-Private-Key-Flag": 16842752,
        "msPKI-RA-Signature": 0, "msPKI-Minimal-Key-Size": 2048,
        "msPKI-Certificate-Application-Policy": "1.3.6.1.5.5.7.3.2", "pKIExtendedKeyUsage": "1.3.6.1.5.5.7.3.2",
        "pKICriticalExtensions": "2.5.29.15", "pKIDefaultKeySpec": 1,
        "pKIDefaultCSPs": "1,Microsoft RSA SChannel Cryptographic Provider",
        "pKIExpirationPeriod": period(730), "pKIOverlapPeriod": period(42), "pKIKeyUsage": b"\xa0\x00",
        "nTSecurityDescriptor": sd(descriptor) if isinstance(descriptor, str) else descriptor,
        **{name: values_of(value) for name, value in dict(attributes).items() if value is not None}})
    put(names["template " + name], {key: None for key, value in dict(attributes).items() if value is None})
    if keywords.get("publish", True):
        published.append(name)


def ca(name, attributes=()):
    names["ca " + name] = entry("CN=%s,%s" % (escaped(name), ENROLLMENT), {
        "objectClass": ["top", "pKIEnrollmentService"], "cn": name, "displayName": name,
        "dNSHostName": "ca1.lab.test", "certificateTemplates": ["User"],
        "cACertificate": CERTIFICATE, "nTSecurityDescriptor": sd(HEALTHY_CA), **dict(attributes)})
    put(names["ca " + name], {key: None for key, value in dict(attributes).items() if value is None})


def root(attributes):
    put("", attributes)


CERTIFICATE = b""


def healthy(certificate):
    global CERTIFICATE
    CERTIFICATE = certificate
    entry("", {
        "defaultNamingContext": DOMAIN, "rootDomainNamingContext": DOMAIN, "configurationNamingContext": CONFIGURATION,
        "dnsHostName": "dc1.lab.test", "currentTime": "asked for when it is shown",
        "supportedCapabilities": ["1.2.840.113556.1.4.800", "1.2.840.113556.1.4.1670"]})
    entry(DOMAIN, {"objectClass": ["top", "domain"], "objectSid": sid(DOMAIN_SID)})
    for dn in (USERS, CONFIGURATION, "CN=Services," + CONFIGURATION, SERVICES, TEMPLATES, ENROLLMENT,
               "CN=OID," + SERVICES):
        entry(dn, {"objectClass": ["top", "container"], "cn": dn[3:dn.index(",")]})
    entry("CN=Partitions," + CONFIGURATION, {"objectClass": ["top", "crossRefContainer"], "cn": "Partitions"})
    entry("CN=LAB,CN=Partitions," + CONFIGURATION, {
        "objectClass": ["top", "crossRef"], "cn": "LAB", "nCName": DOMAIN, "dnsRoot": "lab.test", "nETBIOSName": "LAB"})
    entry("CN=NTAuthCertificates," + SERVICES, {
        "objectClass": ["top", "certificationAuthority"], "cACertificate": certificate})
    group("Domain Users", 513)
    account("monitor", 1102)
    account("svc_ndes", 1103)
    group("g_ndes", 1104, ["svc_ndes"])
    account("NDES1$", 1105, computer=True)
    ca("LAB-CA1-CA")
    template("NDES")


def publish():
    """What the templates of the population are; a test that sets certificateTemplates itself has its own."""
    dn = names.get("ca LAB-CA1-CA")
    if dn in entries and entries[dn]["attributes"].get("certificateTemplates") == [b"User"]:
        put(dn, {"certificateTemplates": ["User"] + published})
