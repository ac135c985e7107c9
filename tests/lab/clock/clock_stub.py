#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Clocks of all kinds on free ports of 127.0.0.1: right ones, wrong ones, and hostile ones.

    clock_stub.py READY LIFETIME [NAME=]KIND[,WORD...] ...

READY gets a line NAME=PORT for each, when all listen. KIND: ntp, kerberos, cldap (UDP), ldap, smb, rpc, http (TCP).
A range in a word, cut=0-47, makes one clock for each number; they are called NAME0 ... NAME47. Words for all kinds:

    address=ADDRESS   there instead of 127.0.0.1
    port=N            there instead of a free port
    shift=SECONDS     the clock is ahead by that
    step=SECONDS      every second answer is ahead by that much more
    delay=SECONDS     answers come that late; the time in them is that of the question
    cut=N             only the first N bytes of the answer; TCP then closes
    short=N           smb, rpc: the message has N bytes only, and its length says so
    slow=SECONDS      a pause before each byte (TCP)
    silent            says nothing
    tires=N           TCP: says nothing behind N answers
    full              TCP: takes no connections any more, and refuses none
    close             TCP: closes the connection without a word
    garbage           other bytes, as many
    endless           TCP: other bytes, without end
    foreign           of another question: originate stamp, LDAP message id, RPC call id
    noise=N           UDP: that many foreign datagrams in front of the right one
    lose=N            UDP: the first N questions get no answer
    flood             UDP: foreign datagrams without end, and never the right one
    notime            the message is right and holds no time
    time=TEXT         ldap, cldap, http: that instead of the time
    ntp               leap=N stratum=N refid=TEXT mode=N
    kerberos          ticket (an AS-REP) frozen (microseconds, within each second, as of MIT's KDC)
    ldap, cldap       result=N notice (of disconnection)
    smb               status=HEX old (SMB 1)
    rpc               nak fault fragment (not the last one) noauth length=N (announced) auth=N (announced)
    rpc, http         noend (of the AV pairs) beyond (the AV pairs lie outside)
    http              date (no NTLM) negotiate (NTLM by Negotiate only) oneline status=N notbase64 age=TEXT
                      body=BYTES (of them only announced: bodyless)
                      kept=SECONDS (a Date that old when the stub began, for ever)
"""
import base64
import os
import re
import signal
import socket
import struct
import sys
import threading
import time

UDP = ("ntp", "kerberos", "cldap")
EPOCH_1900 = 2208988800
EPOCH_1601 = 11644473600
FLOOD_SECONDS = 20


def der(tag, content):
    """One element."""
    size = len(content)
    if size < 128:
        return bytes([tag, size]) + content
    return bytes([tag, 0x82, size >> 8, size & 0xFF]) + content


def number(value, tag=2):
    """INTEGER or ENUMERATED of one to four bytes."""
    return der(tag, value.to_bytes(value.bit_length() // 8 + 1, "big"))


class Clock:
    """One clock on a port of its own."""

    def __init__(self, name, kind, words):
        self.name, self.kind = name, kind
        self.words = words
        self.answers = 0
        self.lost = 0
        self.first = 0.0
        self.began = time.time()
        self.lock = threading.Lock()
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM if kind in UDP else socket.SOCK_STREAM)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind((words.get("address", "127.0.0.1"), self.whole("port")))
        if kind not in UDP:
            self.socket.listen(0 if self.has("full") else 4096)
        self.waiting = [self.fill() for _ in range(4 if self.has("full") else 0)]

    def fill(self):
        """One of the connections that nobody accepts."""
        stream = socket.socket()
        stream.setblocking(False)
        stream.connect_ex(self.socket.getsockname())
        return stream

    def has(self, word):
        return word in self.words

    def value(self, word, default=0):
        return float(self.words[word]) if word in self.words else default

    def whole(self, word, default=0):
        return int(self.words[word], 0) if word in self.words else default

    def now(self):
        """The clock's own time."""
        with self.lock:
            self.answers += 1
            step = self.value("step") if self.answers % 2 == 0 else 0
        return time.time() + self.value("shift") + step

    # --- messages ---

    def ntp(self, question, now):
        stamp = struct.pack(">Q", int((now + EPOCH_1900) * 2**32) & (2**64 - 1))
        originate = bytes(8) if self.has("foreign") else question[40:48]
        head = struct.pack(">BBBbII4s", self.whole("leap") << 6 | 4 << 3 | self.whole("mode", 4),
                           self.whole("stratum", 2), 6, -20, 0x200, 0x800,
                           self.words.get("refid", "\x7f\x7f\x01\x01").encode("latin-1"))
        return head + stamp + originate + stamp + (bytes(8) if self.has("notime") else stamp)

    def kerberos(self, _question, now):
        if self.has("ticket"):
            return der(0x6B, der(0x30, der(0xA0, number(5)) + der(0xA1, number(11))))
        text = time.strftime("%Y%m%d%H%M%SZ", time.gmtime(now)).encode()
        name = der(0x30, der(0xA0, number(2)) + der(0xA1, der(0x30, der(0x1B, b"krbtgt") + der(0x1B, b"LAB.TEST"))))
        if int(self.first) != int(now):
            self.first = now
        self.first = min(self.first + 0.000001, int(now) + 0.999999)
        if self.has("frozen"):
            now = self.first
        fields = der(0xA0, number(5)) + der(0xA1, number(30))
        if not self.has("notime"):
            fields += der(0xA4, der(0x18, text)) + der(0xA5, number(int(now % 1 * 1000000)))
        fields += der(0xA6, number(6)) + der(0xA9, der(0x1B, b"LAB.TEST")) + der(0xAA, name)
        return der(0x7E, der(0x30, fields))

    def ldap(self, question, now):
        identity = question[4] if len(question) > 4 else 1
        if self.has("foreign"):
            identity = (identity + 7) % 100 + 1
        if self.has("notice"):
            done = number(52, 10) + der(4, b"") + der(4, b"") + der(0x8A, b"1.3.6.1.4.1.1466.20036")
            return der(0x30, number(0) + der(0x78, done))
        text = self.words.get("time", time.strftime("%Y%m%d%H%M%S.0Z", time.gmtime(now))).encode()
        value = der(0x30, der(4, b"currentTime") + der(0x31, der(4, text)))
        entry = der(0x30, number(identity) + der(0x64, der(4, b"") + der(0x30, b"" if self.has("notime") else value)))
        done = number(self.whole("result"), 10) + der(4, b"") + der(4, b"")
        if self.whole("result") != 0:
            entry = b""
        return entry + der(0x30, number(identity) + der(0x65, done))

    cldap = ldap

    def filetime(self, now):
        return int((now + EPOCH_1601) * 10000000)

    def smb(self, _question, now):
        magic = b"\xffSMB" if self.has("old") else b"\xfeSMB"
        status = int(self.words.get("status", "0"), 16)
        header = magic + struct.pack("<HHIHHIIQIIQ16s", 64, 0, status, 0, 1, 1, 0, 7 if self.has("foreign") else 0,
                                     0, 0, 0, bytes(16))
        body = struct.pack("<HHHH16sIIIIQQHHI", 65, 1, 0x311, 0, bytes(16), 0x7F, 1 << 20, 1 << 20, 1 << 20,
                           0 if self.has("notime") else self.filetime(now), 0, 128, 0, 128)
        message = header + body
        if self.has("short"):
            message = message[:self.whole("short")]
        return struct.pack(">I", len(message)) + message

    def challenge(self, now):
        """NTLM's type 2."""
        pairs = b""
        for identity, text in ((2, "LAB"), (1, "STUB"), (3, "stub.lab.test")):
            pairs += struct.pack("<HH", identity, 2 * len(text)) + text.encode("utf-16-le")
        if not self.has("notime"):
            pairs += struct.pack("<HHQ", 7, 8, self.filetime(now))
        if not self.has("noend"):
            pairs += bytes(4)
        place = 0xFFFFFFF0 if self.has("beyond") else 56
        return (b"NTLMSSP\0" + struct.pack("<IHHII", 2, 0, 0, 56, 0xA2898205) + b"12345678" + bytes(8) +
                struct.pack("<HHI", len(pairs), len(pairs), place) + bytes(8) + pairs)

    def rpc(self, question, now):
        call = question[12:16] if not self.has("foreign") else b"\x99\x09\x09\x09"
        if self.has("nak"):
            return b"\x05\x00\x0d\x03\x10\x00\x00\x00" + struct.pack("<HH", 21, 0) + call + b"\x04\x00\x01\x05\x00"
        if self.has("fault"):
            return (b"\x05\x00\x03\x03\x10\x00\x00\x00" + struct.pack("<HH", 32, 0) + call +
                    struct.pack("<IHBBII", 0, 0, 0, 0, 0x1C010003, 0))
        token = b"" if self.has("noauth") else self.challenge(now)
        syntax = bytes.fromhex("045d888aeb1cc9119fe808002b104860") + struct.pack("<I", 2)
        body = struct.pack("<HHIH4sHBBHHH", 4280, 4280, 1, 4, b"135\0", 0, 1, 0, 0, 0, 0) + syntax
        if token:
            body += b"\x0a\x02\x00\x00\x00\x00\x00\x00" + token
        length = self.whole("length", 16 + len(body))
        if self.has("short"):
            length = self.whole("short")
        head = b"\x05\x00\x0c" + (b"\x01" if self.has("fragment") else b"\x03") + b"\x10\x00\x00\x00"
        message = head + struct.pack("<HH", length, self.whole("auth", len(token))) + call + body
        return message[:self.whole("short")] if self.has("short") else message

    def http(self, question, now):
        if self.has("kept"):
            now = self.began - self.value("kept")
        offered = "Negotiate" if self.has("negotiate") else "NTLM"
        text = self.words.get("time", time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(now)))
        status = "401 Unauthorized" if self.has("status") is False else f"{self.whole('status')} Stub"
        lines = [f"HTTP/1.1 {status if not self.has('date') else '200 OK'}", f"Content-Length: {self.whole('body')}",
                 "Connection: close"]
        if not self.has("notime"):
            lines.append(f"Date: {text.replace('_', ' ')}")
        if self.has("age"):
            lines.append(f"Age: {self.words['age']}")
        asked = re.search(rb"Authorization: (\w+) ", question)
        if self.has("date"):
            pass
        elif asked and asked.group(1).decode() == offered:
            token = "%%%" if self.has("notbase64") else base64.b64encode(self.challenge(now)).decode()
            others = 'Negotiate, Basic realm="a, b", ' if self.has("oneline") else ""
            lines.append(f"WWW-Authenticate: {others}{offered} {token}")
        else:
            lines.append(f"WWW-Authenticate: {offered}")
        body = b"" if self.has("bodyless") else b"x" * self.whole("body")
        return ("\r\n".join(lines) + "\r\n\r\n").encode() + body

    # --- conversations ---

    def answer(self, question):
        if self.has("delay"):
            now = self.now()
            time.sleep(self.value("delay"))
        else:
            now = self.now()
        message = getattr(self, self.kind)(question, now)
        if self.has("garbage"):
            message = b"\x58\xa7" * (len(message) // 2)
        if self.has("cut"):
            message = message[:self.whole("cut")]
        return message

    def wrong(self, question):
        """A datagram that answers another question."""
        foreign = Clock.__new__(Clock)
        foreign.__dict__.update(self.__dict__, words={**self.words, "foreign": ""})
        return getattr(foreign, self.kind)(question, time.time())

    def answer_datagram(self, question, peer):
        self.lost += 1
        if self.has("silent") or self.lost <= self.whole("lose"):
            return
        for _ in range(self.whole("noise")):
            self.socket.sendto(self.wrong(question), peer)
        end = time.monotonic() + FLOOD_SECONDS
        while self.has("flood") and time.monotonic() < end:
            self.socket.sendto(self.wrong(question), peer)
        if not self.has("flood"):
            self.socket.sendto(self.answer(question), peer)

    def answer_stream(self, stream):
        with stream:
            if self.has("close"):
                stream.recv(65536)
                return
            while question := stream.recv(65536):
                if self.has("silent") or self.has("tires") and self.answers >= self.whole("tires"):
                    continue
                while self.has("endless"):
                    stream.sendall(b"\x58" * 65536)
                message = self.answer(question)
                for i in range(len(message) if self.has("slow") else 0):
                    time.sleep(self.value("slow"))
                    stream.sendall(message[i:i + 1])
                if not self.has("slow"):
                    stream.sendall(message)
                if self.has("cut") or self.kind == "http":
                    return

    def quietly(self, action, *arguments):
        try:
            action(*arguments)
        except OSError:
            pass  # the other side has gone: its business

    def serve(self):
        """For ever."""
        while not self.has("full"):
            if self.kind in UDP:
                try:
                    question, peer = self.socket.recvfrom(65536)
                except OSError:
                    continue  # a flood's echo: the port there is closed
                action, arguments = self.answer_datagram, (question, peer)
            else:
                action, arguments = self.answer_stream, (self.socket.accept()[0],)
            if self.kind in UDP and not (self.has("flood") or self.has("delay")):
                self.quietly(action, *arguments)  # no thread: it would only make answers late
            else:
                threading.Thread(target=self.quietly, args=(action, *arguments), daemon=True).start()


def clocks_of(text, place):
    """All that one argument asks for."""
    name, equals, rest = text.partition("=") if re.match(r"\w+=", text) else ("", "", text)
    kind, *words = rest.split(",")
    pairs = dict((word.partition("=")[0], word.partition("=")[2]) for word in words)
    name = name if equals else f"{kind}{place}"
    for word, value in pairs.items():
        ends = re.fullmatch(r"(\d+)-(\d+)", value)
        if ends:
            return [Clock(f"{name}{n}", kind, {**pairs, word: str(n)})
                    for n in range(int(ends.group(1)), int(ends.group(2)) + 1)]
    return [Clock(name, kind, pairs)]


def main():
    ready, lifetime, *arguments = sys.argv[1:]
    clocks = [clock for i, text in enumerate(arguments, 1) for clock in clocks_of(text, i)]
    for clock in clocks:
        threading.Thread(target=clock.serve, daemon=True).start()
    with open(ready + ".new", "w", encoding="ascii") as file:
        file.writelines(f"{clock.name}={clock.socket.getsockname()[1]}\n" for clock in clocks)
    os.rename(ready + ".new", ready)
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    time.sleep(float(lifetime))


if __name__ == "__main__":
    main()
