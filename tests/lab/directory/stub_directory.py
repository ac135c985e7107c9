#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A small LDAP server on a free port of 127.0.0.1 that plays an Active Directory with what Samba lacks, and faults.

It holds the domain of population.py, changed by --population=FILE (statements of Python). As Windows does it: simple
binds; nothing but the rootDSE before one; descriptors only for the SD flags control without SACL; tokenGroups in base
searches only; pages of MaxPageSize (--page); attributes of many values in ranges (--range); bases <SID=...>.

--fault=WHERE:WHAT may be given several times. WHERE is a question of the plugins: connect, accept, tls, starttls, bind,
root, account, templates, cas, ntauth, links, domain, token, sids, hidden, groups, range, any; numbers behind it say which of
them: range2 spares the first one, root1-1 means no other. WHAT:
    hang close reset          no answer; the connection ends without one, or in the middle of it (cut)
    code=N[,TEXT]             that result, no entry; after=N[,TEXT]: that result behind the entries
    data=HEX                  of a bind: invalidCredentials in Active Directory's words
    strong                    of a bind: only with TLS
    referral references       a result that refers elsewhere; three references before the entries
    other-id late-id          an answer with a message number that nobody asked; that beside the right one
    notice notification       notice of disconnection and the end; another unsolicited message before the answer
    entries pages ranges      without end
    same-range odd-range far-range back-range       ranges that make no sense
    http text nonsense        other protocols' bytes; half long deep indefinite empty lying tiny: malformed BER
    flip=SEED                 some octets of the answer are others, each time differently
    twice                     each entry comes two times
    slow=SECONDS              the answer in single octets, so far apart
--require-password=TEXT: of every bind. --log=FILE: one line for each question.
"""
import argparse
import os
import random
import re
import signal
import socket
import ssl
import struct
import sys
import threading
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import population  # noqa: E402

SD_FLAGS, PAGED, CHAIN = "1.2.840.113556.1.4.801", "1.2.840.113556.1.4.319", "1.2.840.113556.1.4.1941"
START_TLS, NOTICE = "1.3.6.1.4.1.1466.20037", "1.3.6.1.4.1.1466.20036"
SEARCH_ENTRY, SEARCH_RESULT, REFERENCE, BIND_RESULT, EXTENDED_RESULT = 0x64, 0x65, 0x73, 0x61, 0x78


# --- BER ---

def tlv(tag, *parts):
    body = b"".join(parts)
    length = len(body)
    if length < 128:
        return bytes([tag, length]) + body
    octets = length.to_bytes((length.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(octets)]) + octets + body


def integer(value, tag=2):
    return tlv(tag, value.to_bytes(value.bit_length() // 8 + 1, "big", signed=True))


def elements(octets):
    """[(tag, body)] of what stands in a row."""
    found, at = [], 0
    while at < len(octets):
        tag, length, at = octets[at], octets[at + 1], at + 2
        if length & 0x80:
            count = length & 0x7F
            length, at = int.from_bytes(octets[at:at + count], "big"), at + count
        found.append((tag, octets[at:at + length]))
        at += length
    return found


def number_of(octets):
    return int.from_bytes(octets, "big", signed=True)


def message(number, operation, *controls):
    return tlv(0x30, integer(number), operation, tlv(0xA0, *controls) if controls else b"")


def result(tag, code, text="", matched="", referral=()):
    return tlv(tag, integer(code, 10), tlv(4, matched.encode()), tlv(4, text.encode()),
               tlv(0xA3, *[tlv(4, url.encode()) for url in referral]) if referral else b"")


def search_entry(dn, attributes):
    return tlv(SEARCH_ENTRY, tlv(4, dn.encode()), tlv(0x30, *[
        tlv(0x30, tlv(4, name.encode()), tlv(0x31, *[tlv(4, value) for value in values]))
        for name, values in attributes]))


# --- names ---

def parsed_dn(text):
    """[(attribute, value)], in small letters and without escapes; None: no DN."""
    parts = []
    for part in re.findall(r"((?:\\.|[^,\\])*)(?:,|$)", text)[:-1] or ([text] if text else []):
        name, equals, value = part.partition("=")
        if not equals:
            return None
        octets, at, raw = b"", 0, value.strip().encode()
        while at < len(raw):
            if raw[at:at + 1] == b"\\" and re.match(rb"[0-9a-fA-F]{2}", raw[at + 1:at + 3]):
                octets, at = octets + bytes.fromhex(raw[at + 1:at + 3].decode()), at + 3
            else:
                at += raw[at:at + 1] == b"\\"
                octets, at = octets + raw[at:at + 1], at + 1
        parts.append((name.strip().lower(), octets.decode("utf-8", "replace").lower()))
    return parts


def clock():
    """Generalized time, as the rootDSE has it."""
    return time.strftime("%Y%m%d%H%M%S.0Z", time.gmtime()).encode()


class Entry:
    def __init__(self, source):
        self.dn = source["dn"]
        self.attributes = source["attributes"]
        self.key = parsed_dn(self.dn)
        self.lower = {name.lower(): name for name in self.attributes}

    def values(self, name):
        return self.attributes.get(self.lower.get(name.lower(), ""), [])


# --- filters (RFC 4511, 4.5.1) ---

def sid_bytes(text):
    """What can't be one is nobody's."""
    return population.sid(text) if re.fullmatch(r"S-1(-\d{1,10}){1,16}", text) else b""


def assertion(name, value):
    if name.lower() == "objectsid" and value.startswith(b"S-1-"):
        return sid_bytes(value.decode("utf-8", "replace"))
    return value


def same(name, one, other):
    if name.lower() in ("objectsid", "cacertificate", "tokengroups"):
        return one == other
    return one.decode("utf-8", "replace").lower() == other.decode("utf-8", "replace").lower()


def in_chain(directory, group, wanted):
    """Is that DN a member, or a member of a member?"""
    members = [parsed_dn(value.decode()) for value in group.values("member")]
    return wanted in members or any(in_chain(directory, entry, wanted) for entry in directory.entries
                                    if entry.key in members and entry.values("member"))


def has_pieces(value, pieces):
    at, text = 0, value.decode("utf-8", "replace").lower()
    for tag, piece in pieces:
        piece = piece.decode("utf-8", "replace").lower()
        found = text.rfind(piece) if tag == 0x82 else text.find(piece, at)
        if found < at or (tag == 0x80 and found != 0) or (tag == 0x82 and found + len(piece) != len(text)):
            return False
        at = found + len(piece)
    return True


def matches(directory, entry, tag, body):
    if tag == 0xA0:
        return all(matches(directory, entry, *part) for part in elements(body))
    if tag == 0xA1:
        return any(matches(directory, entry, *part) for part in elements(body))
    if tag == 0xA2:
        return not matches(directory, entry, *elements(body)[0])
    if tag == 0x87:
        return bool(entry.values(body.decode()))
    if tag == 0xA9:
        parts = dict(elements(body))
        name, wanted = parts[0x82].decode(), parts[0x83]
        if parts.get(0x81, b"").decode() == CHAIN:
            return in_chain(directory, entry, parsed_dn(wanted.decode("utf-8", "replace")))
        return any(same(name, value, wanted) for value in entry.values(name))
    (_, name), (_, wanted) = elements(body)[:2]
    name = name.decode()
    if tag == 0xA4:
        return any(has_pieces(value, elements(wanted)) for value in entry.values(name))
    if tag in (0xA5, 0xA6):
        numbers = [int(value) for value in entry.values(name) if re.fullmatch(rb"-?\d+", value)]
        return any(value >= int(wanted) if tag == 0xA5 else value <= int(wanted) for value in numbers)
    return any(same(name, value, assertion(name, wanted)) for value in entry.values(name))


# --- the directory ---

class Search:
    def __init__(self, number, body, controls):
        parts = elements(body)
        self.number = number
        self.base = parts[0][1].decode("utf-8", "replace")
        self.scope = number_of(parts[1][1])
        self.filter = parts[6]
        self.attributes = [value.decode() for _, value in elements(parts[7][1])]
        self.controls = controls

    def text(self):
        return "%s %d [%s] %s" % (self.base, self.scope, self.filter[1].decode("latin-1"), ",".join(self.attributes))

    def name(self):
        base, text = self.base.lower(), self.filter[1].decode("latin-1").lower()
        if any(";range=" in name.lower() for name in self.attributes):
            return "range"
        if not base:
            return "root"
        for place, name in (("cn=certificate templates,", "templates"), ("cn=enrollment services,", "cas"),
                            ("cn=ntauthcertificates,", "ntauth"), ("cn=oid,", "links"),
                            ("cn=partitions,", "domain")):
            if base.startswith(place):
                return name
        if "cn=certificate templates," in base:
            return "hidden"
        if [name.lower() for name in self.attributes] == ["tokengroups"]:
            return "token"
        if CHAIN in text:
            return "groups"
        return "sids" if "objectsid" in text else "account"


class Directory:
    def __init__(self, options):
        self.entries = [Entry(source) for source in population.entries.values()]
        self.page, self.range = options.page, options.range

    def base(self, text):
        """Raises LookupError with the result code."""
        found = re.fullmatch(r"<SID=(.*)>", text, re.IGNORECASE)
        if found:
            hits = [entry for entry in self.entries
                    if entry.values("objectSid")[:1] == [sid_bytes(found.group(1))]]
        else:
            key = parsed_dn(text)
            if key is None:
                raise LookupError(34, "0000208F: NameErr: DSID-03100225, problem 2006 (BAD_NAME), data 8350")
            hits = [entry for entry in self.entries if entry.key == key]
        if not hits:
            raise LookupError(32, "0000208D: NameErr: DSID-0310028B, problem 2001 (NO_OBJECT), data 0, best match of:")
        return hits[0]

    def hits(self, search):
        base = self.base(search.base)
        length = len(base.key)
        if search.scope == 0:
            present = search.filter[0] == 0x87 and search.filter[1].lower() == b"objectclass"
            return [base] if present or matches(self, base, *search.filter) else []
        return [entry for entry in self.entries
                if entry.key[len(entry.key) - length:] == base.key and
                (len(entry.key) == length + 1 if search.scope == 1 else len(entry.key) >= length and entry.key) and
                matches(self, entry, *search.filter)]

    def shown(self, entry, search, faults):
        """[(name, values)] of an entry, in ranges where they are many."""
        flags = 0
        for oid, value in search.controls:
            if oid == SD_FLAGS:
                flags = number_of(elements(elements(value)[0][1])[0][1])
        wanted = search.attributes or ["*"]
        found = []
        for asked in wanted:
            name, _, range_text = asked.partition(";")
            own = list(entry.attributes) if name == "*" else [entry.lower.get(name.lower())]
            for name in own:
                if name is None or (name == "tokenGroups" and asked == "*"):
                    continue
                if name == "nTSecurityDescriptor" and (not flags or flags & 8):
                    continue
                values = [clock()] if name == "currentTime" else entry.attributes[name]
                found += self.ranged(name, values, range_text, faults)
        return found

    def ranged(self, name, values, range_text, faults):
        first, asked = 0, re.match(r"range=(\d+)-(\d+|\*)", range_text, re.IGNORECASE)
        if asked:
            first = int(asked.group(1))
        elif len(values) <= self.range:
            return [(name, values)]
        part = values[first:first + self.range]
        last = "*" if first + self.range >= len(values) else str(first + len(part) - 1)
        if "ranges" in faults:
            part, last = (values * (self.range // len(values) + 1))[:self.range], str(first + self.range - 1)
        elif "same-range" in faults:
            first, last = 0, str(self.range - 1)
        elif "odd-range" in faults:
            last = "some"
        elif "far-range" in faults:
            last = "99999999999999999999"
        elif "back-range" in faults:
            last = "0"
        if not part:
            raise LookupError(1, "00002121: SvcErr: DSID-03140C61, problem 5012 (DIR_ERROR), data 0")
        return ([] if asked else [(name, [])]) + [("%s;range=%d-%s" % (name, first, last), part)]


# --- faults ---

RAW = {
    "http": b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n",
    "text": b"220 mail.lab.test ESMTP\r\n",
    "nonsense": bytes(range(255, 0, -1)),
    "half": b"\x30\x82\x04\x00\x02\x01",
    "long": b"\x30\x84\x7f\xff\xff\xff\x02\x01",
    "deep": b"\x30\x84\x00\x01\x00\x00" + b"\x30\x80" * 32768,
    "indefinite": b"\x30\x80\x02\x01\x04\x64\x80\x04\x00\x30\x00\x00\x00\x00\x00",
    "empty": b"\x30\x00",
}


def malformed(what, number):
    """An answer whose parts don't fit."""
    if what == "lying":  # the DN is longer than the entry
        return message(number, b"\x64\x20\x04\x7fcn=x")
    if what == "tiny":  # a result without anything in it
        return message(number, tlv(SEARCH_RESULT))
    return RAW[what]


def flipped(octets, seed):
    """A few octets behind the header are others."""
    chance, found = random.Random(seed), bytearray(octets)
    for _ in range(chance.choice((1, 1, 2, 8))):
        found[chance.randrange(min(6, len(found)), len(found))] = chance.randrange(256)
    return bytes(found)


class Faults:
    def __init__(self, texts):
        self.rows = []
        self.seen = {}
        self.lock = threading.Lock()
        for text in texts:
            name, first, last, word, argument = re.fullmatch(
                r"([a-z]+)(\d*)(?:-(\d+))?:([a-z-]+)(?:=(.*))?", text).groups()
            self.rows.append((name, range(int(first or 1), int(last or 10**9) + 1), word, argument))

    def of(self, place):
        """{what: argument} for the next question of that name."""
        with self.lock:
            count = self.seen[place] = self.seen.get(place, 0) + 1
        return {word: argument for name, which, word, argument in self.rows
                if count in which and name in (place, "any" if place not in ("accept", "tls", "starttls") else "")}


class Ended(Exception):
    pass


class Connection:
    def __init__(self, server, sock, secure):
        self.server, self.sock, self.secure, self.bound = server, sock, secure, False
        self.directory = server.directory

    # what comes

    def read(self, count):
        octets = b""
        while len(octets) < count:
            part = self.sock.recv(count - len(octets))
            if not part:
                raise Ended
            octets += part
        return octets

    def next_message(self):
        head = self.read(2)
        length = head[1]
        if length & 0x80:
            length = int.from_bytes(self.read(length & 0x7F), "big")
        parts = elements(self.read(length))
        controls = []
        for tag, body in parts[2:]:
            if tag == 0xA0:
                for _, control in elements(body):
                    fields = elements(control)
                    controls.append((fields[0][1].decode(), fields[-1][1] if fields[-1][0] == 4 else b""))
        return number_of(parts[0][1]), parts[1][0], parts[1][1], controls

    # what goes

    def send(self, octets, faults):
        if "flip" in faults:
            octets = flipped(octets, "%s %d" % (faults["flip"], self.server.count()))
        if "cut" in faults:
            self.sock.sendall(octets[:max(len(octets) // 2, 1)])
            raise Ended
        if "slow" in faults:
            for octet in octets:
                self.sock.sendall(bytes([octet]))
                time.sleep(float(faults["slow"]))
        else:
            self.sock.sendall(octets)

    def suffer(self, faults, number, tag):
        """Faults in place of an answer. Returns true if there is none any more."""
        if "hang" in faults:
            time.sleep(120)
            raise Ended
        if "close" in faults:
            raise Ended
        if "reset" in faults:
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            raise Ended
        for what in list(RAW) + ["lying", "tiny"]:
            if what in faults:
                self.sock.sendall(malformed(what, number))
                time.sleep(120)
                raise Ended
        if "notice" in faults:
            self.send(message(0, tlv(EXTENDED_RESULT, integer(52, 10), tlv(4), tlv(4, b"the server goes down"),
                                     tlv(0x8A, NOTICE.encode()))), faults)
            raise Ended
        if "notification" in faults:
            self.send(message(0, tlv(EXTENDED_RESULT, integer(0, 10), tlv(4), tlv(4), tlv(0x8A, b"1.2.3.4"))), faults)
        if "other-id" in faults or "late-id" in faults:
            self.send(message(number + 77, result(tag, 0)), faults)
            if "other-id" in faults:
                return True
        if "referral" in faults:
            self.send(message(number, result(tag, 10, "0000202B: DSID-0310082F, data 0, 1 access points",
                                             referral=["ldap://other.lab.test/DC=other"])), faults)
            return True
        if "code" in faults:
            code, _, text = faults["code"].partition(",")
            self.send(message(number, result(tag, int(code), text)), faults)
            return True
        return False

    # operations

    def bind(self, number, body):
        faults = self.server.faults.of("bind")
        self.server.note("bind " + elements(body)[1][1].decode("utf-8", "replace"))
        if self.suffer(faults, number, BIND_RESULT):
            return
        (_, _), (_, name), (kind, password) = elements(body)[:3]
        code, text, wanted = 0, "", self.server.options.require_password
        if "strong" in faults and not self.secure:
            code, text = 8, "00002028: LdapErr: DSID-0C09023C, comment: The server requires binds to turn on " \
                "integrity checking if SSL\\TLS are not already active on the connection, data 0, v4563"
        elif "data" in faults or kind != 0x80 or (wanted is not None and password != wanted.encode()):
            code, text = 49, "80090308: LdapErr: DSID-0C090439, comment: AcceptSecurityContext error, data " + \
                faults.get("data", "52e") + ", v4563"
        self.bound = code == 0 and bool(name) and bool(password)
        self.send(message(number, result(BIND_RESULT, code, text)), faults)

    def extended(self, number, body):
        faults = self.server.faults.of("starttls")
        if self.suffer(faults, number, EXTENDED_RESULT):
            return
        if elements(body)[0][1].decode() != START_TLS or self.server.context is None:
            self.send(message(number, result(EXTENDED_RESULT, 52, "00000000: LdapErr: DSID-0C09157E")), faults)
            return
        self.send(message(number, result(EXTENDED_RESULT, 0)), faults)
        self.secure_now()

    def secure_now(self):
        faults = self.server.faults.of("tls")
        self.suffer(faults, 1, EXTENDED_RESULT)
        self.sock = self.server.context.wrap_socket(self.sock, server_side=True)
        self.secure = True

    def search(self, number, body, controls):
        search = Search(number, body, controls)
        faults = self.server.faults.of(search.name())
        self.server.note("%s %s" % (search.name(), search.text()))
        if self.suffer(faults, number, SEARCH_RESULT):
            return
        if not self.bound and search.base:
            self.send(message(number, result(SEARCH_RESULT, 1, "000004DC: LdapErr: DSID-0C090CF4, comment: In order to "
                                             "perform this operation a successful bind must be completed on the "
                                             "connection., data 0, v4563")), faults)
            return
        try:
            self.answer(search, faults)
        except LookupError as error:
            self.send(message(number, result(SEARCH_RESULT, *error.args)), faults)

    def answer(self, search, faults):
        directory = self.directory
        if search.scope != 0 and "tokengroups" in [name.lower() for name in search.attributes]:
            raise LookupError(1, "0000051B: AtrErr: DSID-03141F63, tokenGroups: this is not a BASE search")
        hits = directory.hits(search)
        hits = [hit for hit in hits for _ in range(2)] if "twice" in faults else hits
        paged = [value for oid, value in search.controls if oid == PAGED]
        first, size = 0, directory.page
        if paged:
            fields = elements(elements(paged[0])[0][1])
            size = min(number_of(fields[0][1]) or size, size)
            first = int(fields[1][1] or b"0")
        out = []
        if "references" in faults:
            out += [tlv(REFERENCE, tlv(4, ("ldap://%s.lab.test/%s" % (name, population.CONFIGURATION)).encode()))
                    for name in ("lab", "domaindnszones", "forestdnszones")]
        out += [search_entry(hit.dn, directory.shown(hit, search, faults)) for hit in hits[first:first + size]]
        if "entries" in faults:
            while True:
                self.send(message(search.number, search_entry("CN=x" + "," + search.base, [("cn", [b"x"])])), faults)
        if "huge" in faults:
            out = [search_entry("CN=x," + search.base, [("cn", [b"x" * int(faults["huge"])])])]
        code, text, controls = 0, "", []
        more = first + size < len(hits)
        if "after" in faults:
            code, text = faults["after"].partition(",")[::2]
        elif more and not paged:
            code = 4
        if paged:
            cookie = str(first + size).encode() if more else b""
            if "pages" in faults:
                cookie = str(first + size if more else first).encode()
            controls.append(tlv(0x30, tlv(4, PAGED.encode()), tlv(4, tlv(0x30, integer(0), tlv(4, cookie)))))
        out.append(result(SEARCH_RESULT, int(code), text))
        self.send(b"".join(message(search.number, part) for part in out[:-1]) +
                  message(search.number, out[-1], *controls), faults)

    def serve(self):
        self.suffer(self.server.faults.of("accept"), 1, EXTENDED_RESULT)
        if self.secure:
            self.secure_now()
        while True:
            try:
                number, tag, body, controls = self.next_message()
            except (IndexError, ValueError) as error:  # TLS to a port without it
                raise Ended from error
            if tag == 0x60:
                self.bind(number, body)
            elif tag == 0x77:
                self.extended(number, body)
            elif tag == 0x63:
                self.search(number, body, controls)
            elif tag == 0x50:
                self.server.note("abandon")
            elif tag == 0x42:
                return

    def run(self):
        try:
            self.serve()
        except (Ended, OSError):
            pass
        except Exception as error:  # a fault of this file, which a test should see
            self.server.note("STUB FAULT %r" % error)
            print("stub_directory: %r" % error, file=sys.stderr, flush=True)
        try:
            if self.secure:
                self.sock.unwrap()
        except (OSError, ValueError, AttributeError):
            pass
        self.sock.close()


class Server:
    def __init__(self, options):
        self.options = options
        self.directory = Directory(options)
        self.faults = Faults(options.fault)
        self.context = None
        self.lock, self.counted = threading.Lock(), 0
        self.log = open(options.log, "a", encoding="utf-8") if options.log else None
        if options.tls:
            self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.context.load_cert_chain(*options.tls.split(","))

    def count(self):
        with self.lock:
            self.counted += 1
            return self.counted

    def note(self, text):
        if self.log:
            with self.lock:
                print(ascii(text)[1:-1], file=self.log, flush=True)

    def listen(self, listener, secure):
        while True:
            sock, _ = listener.accept()
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=Connection(self, sock, secure).run, daemon=True).start()

    def run(self):
        deaf = "hang" in self.faults.of("connect")
        listeners = [socket.create_server(("127.0.0.1", 0), backlog=0 if deaf else 128) for _ in range(2)]
        ports = [listener.getsockname()[1] for listener in listeners]
        self.held = []
        for port in ports * 4 if deaf else []:  # its queue is full: connections get no answer any more
            held = socket.socket()
            held.setblocking(False)
            held.connect_ex(("127.0.0.1", port))
            self.held.append(held)
        with open(self.options.ready + ".new", "w", encoding="ascii") as ready:
            print("ldap=%d ldaps=%d" % tuple(ports), file=ready)
        os.rename(self.options.ready + ".new", self.options.ready)
        if not deaf:
            for listener, secure in zip(listeners, (False, True)):
                threading.Thread(target=self.listen, args=(listener, secure), daemon=True).start()
        time.sleep(self.options.lifetime)


def main():
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    parser = argparse.ArgumentParser()
    parser.add_argument("--ready", required=True)
    parser.add_argument("--population")
    parser.add_argument("--ca-certificate")
    parser.add_argument("--fault", action="append", default=[])
    parser.add_argument("--page", type=int, default=1000)
    parser.add_argument("--range", type=int, default=1500)
    parser.add_argument("--tls", help="CERTIFICATE,KEY in PEM: for LDAPS and StartTLS")
    parser.add_argument("--require-password")
    parser.add_argument("--log")
    parser.add_argument("--lifetime", type=float, default=300)
    options = parser.parse_args()
    certificate = b""
    if options.ca_certificate:
        with open(options.ca_certificate, "rb") as file:
            certificate = file.read()
    population.healthy(certificate)
    if options.population:
        with open(options.population, encoding="utf-8") as file:
            exec(compile(file.read(), options.population, "exec"), vars(population))
    population.publish()
    Server(options).run()


if __name__ == "__main__":
    main()
