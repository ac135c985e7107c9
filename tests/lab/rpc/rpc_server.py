#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plays a CA's endpoint mapper and its enrolment service on free ports of an address, with faults.

rpc_server.py READY-FILE LOG-FILE [--address=ADDRESS] [--interface=UUID] [--lifetime=SECONDS] [FAULT ...]
READY-FILE gets "MAPPER-PORT SERVICE-PORT" once both listen; LOG-FILE a word per message that came: bind, map, service.

FAULT is STEP:WHAT. STEP: bind (of the endpoint mapper), map (the question for the port), service (bind of the interface).
	silent close reset          nothing comes; the connection ends
	cut=N                       the first N bytes of the answer, then the end
	stop=N                      the first N bytes, then silence
	byte=OFFSET,VALUE           one byte of the answer is another one
	drip                        byte by byte (no fault at all)
	more=N                      N bytes too many
	endless                     bytes without end, after a header that is fine
	flood                       bytes without end that are no RPC
	text=WORDS                  WORDS, then the end
	nak=REASON fault=STATUS result=RESULT,REASON
	status=STATUS               map: no endpoint, this status (0x16c9a0d6: not registered)
	ports=PORT,PORT,...         map: these; "s" is the service's port, "d" one on which nothing listens, "h" one where
	                            connections are never taken
	pipe                        map: an endpoint of a named pipe
	towers=N                    map: N times the same
	floors=N                    map: the tower claims N floors
	claims=N                    map: the tower claims to have N bytes
Ends itself after two minutes, or its lifetime."""
import os
import signal
import socket
import struct
import sys
import threading
import time
import uuid

NDR = uuid.UUID("8a885d04-1ceb-11c9-9fe8-08002b104860").bytes_le + struct.pack("<HH", 2, 0)
MAPPER = uuid.UUID("e1af8308-5d1f-11c9-91a4-08002b14a0fa").bytes_le
RESPONSE, FAULT, BIND, BIND_ACK, BIND_NAK = 2, 3, 11, 12, 13


def pdu(kind, call, body):
    return struct.pack("<BBBBIHHI", 5, 0, kind, 3, 0x10, 16 + len(body), 0, call) + body


def padded(data):
    return data + bytes(-len(data) % 4)


def bind_ack(call, port, result, reason):
    address = str(port).encode() + b"\0"
    head = struct.pack("<HHIH", 5840, 5840, 0x1234, len(address)) + address
    syntax = NDR if result == 0 else bytes(20)
    return pdu(BIND_ACK, call, padded(head) + struct.pack("<BxxxHH", 1, result, reason) + syntax)


def fault(call, status):
    return pdu(FAULT, call, struct.pack("<IHBxII", 0, 0, 0, status, 0))


def floor(left, right):
    return struct.pack("<H", len(left)) + left + struct.pack("<H", len(right)) + right


def uuid_floor(interface, version):
    return floor(b"\x0d" + interface + version, b"\0\0")


def tower(interface, port, claim=None):
    floors = [uuid_floor(interface, b"\0\0"), uuid_floor(NDR[:16], b"\2\0"), floor(b"\x0b", b"\0\0")]
    if port is None:
        floors += [floor(b"\x0f", b"\\pipe\\cert\0"), floor(b"\x11", b"\\\\CA1\0")]
    else:
        floors += [floor(b"\x07", struct.pack(">H", port)), floor(b"\x09", bytes([203, 0, 113, 1]))]
    return struct.pack("<H", claim if claim is not None else len(floors)) + b"".join(floors)


def map_response(call, towers, status=0, claim=None):
    count = len(towers)
    body = struct.pack("<IHBx", 0, 0, 0) + bytes(20) + struct.pack("<IIII", count, max(count, 8), 0, count)
    body += b"".join(struct.pack("<I", 3 + i) for i in range(count))
    for data in towers:
        length = claim if claim is not None else len(data)
        body += padded(struct.pack("<II", length, length) + data)
    return pdu(RESPONSE, call, body + struct.pack("<I", status))


class Server:
    def __init__(self, log, address, interface, faults):
        self.log, self.interface = log, interface
        self.faults = dict(given.split(":", 1) for given in faults)
        self.family = socket.AF_INET6 if ":" in address else socket.AF_INET
        self.mapper, self.service, self.deaf = (self.listener(address) for _ in range(3))
        self.fill(address)

    def listener(self, address):
        listener = socket.socket(self.family)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((address, 0))
        return listener

    def fill(self, address):
        """The third port's queue is full: the kernel answers nobody there, as a firewall that drops does."""
        self.mapper.listen(4096)
        self.service.listen(4096)
        self.deaf.listen(0)
        self.waiting = [socket.socket(self.family) for _ in range(2)]
        for client in self.waiting:
            client.setblocking(False)
            client.connect_ex((address, self.deaf.getsockname()[1]))

    def port(self, word):
        if word == "d":
            with socket.socket(self.family) as dead:
                dead.bind((self.mapper.getsockname()[0], 0))
                return dead.getsockname()[1]
        return {"s": self.service, "h": self.deaf}[word].getsockname()[1] if word in "sh" else int(word)

    def note(self, step):
        with open(self.log, "a", encoding="ascii") as log:
            log.write(step + "\n")

    def answer(self, step, call, own_port):
        what, _, value = self.faults.get(step, "").partition("=")
        numbers = [int(number, 0) for number in value.split(",")] if what in ("nak", "fault", "result", "status") else []
        if what == "nak":
            return pdu(BIND_NAK, call, struct.pack("<HBBB", numbers[0], 1, 5, 0))
        if what == "fault":
            return fault(call, numbers[0])
        if step != "map":
            return bind_ack(call, own_port, *(numbers or (0, 0)))
        return self.map_answer(call, what, value, numbers)

    def map_answer(self, call, what, value, numbers):
        interface = self.interface.bytes_le
        ports = [self.port(word) for word in (value if what == "ports" else "s").split(",")]
        if what == "status":
            return map_response(call, [], numbers[0])
        if what == "pipe":
            return map_response(call, [tower(interface, None)])
        if what == "towers":
            return map_response(call, [tower(interface, ports[0])] * int(value))
        if what == "floors":
            return map_response(call, [tower(interface, ports[0], int(value))])
        claim = int(value, 0) if what == "claims" else None
        return map_response(call, [tower(interface, port) for port in ports], claim=claim)

    def give(self, connection, step, data):
        """Sends the answer as the fault wants it. Returns False if the connection is over."""
        what, _, value = self.faults.get(step, "").partition("=")
        if what in ("silent", "stop"):
            connection.sendall(data[: int(value or "0")])
            time.sleep(100)
        elif what == "reset":
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        elif what in ("cut", "text"):
            connection.sendall(data[: int(value)] if what == "cut" else value.encode())
        elif what == "byte":
            offset, byte = (int(number, 0) for number in value.split(","))
            connection.sendall(data[:offset] + bytes([byte]) + data[offset + 1 :])
        elif what == "drip":
            for byte in data:
                connection.sendall(bytes([byte]))
                time.sleep(0.001)
        elif what in ("endless", "flood"):
            head = pdu(BIND_ACK, 1, bytes(5000)) if what == "endless" else b""
            while True:
                connection.sendall(head + bytes([0x2A]) * 65536)
        elif what != "close":
            connection.sendall(data + bytes(int(value) if what == "more" else 0))
        return what in ("", "drip", "byte", "status", "ports", "nak", "fault", "result")

    def talk(self, connection, listener):
        with connection:
            while True:
                head = connection.recv(16, socket.MSG_WAITALL)
                if len(head) < 16:
                    return
                kind, length, call = head[2], *struct.unpack_from("<H2xI", head, 8)
                body = connection.recv(length - 16, socket.MSG_WAITALL)
                step = "bind" if kind == BIND and body[16:32] == MAPPER else "service" if kind == BIND else "map"
                self.note(step)
                if kind == BIND and body[16:32] != (MAPPER if listener is self.mapper else self.interface.bytes_le):
                    connection.sendall(bind_ack(call, listener.getsockname()[1], 2, 1))
                elif not self.give(connection, step, self.answer(step, call, listener.getsockname()[1])):
                    return

    def serve(self, listener):
        while True:
            connection, _ = listener.accept()
            threading.Thread(target=self.quietly, args=(connection, listener), daemon=True).start()

    def quietly(self, connection, listener):
        try:
            self.talk(connection, listener)
        except OSError:
            pass


def finish(*_):
    os._exit(0)


def main():
    ready, log, *rest = sys.argv[1:]
    settings = dict(word[2:].split("=", 1) for word in rest if word.startswith("--"))
    faults = [word for word in rest if not word.startswith("--")]
    signal.signal(signal.SIGTERM, finish)
    signal.signal(signal.SIGALRM, finish)
    signal.alarm(int(settings.get("lifetime", "120")))
    interface = uuid.UUID(settings.get("interface", "91ae6020-9e3c-11cf-8d7c-00aa00c091be"))
    server = Server(log, settings.get("address", "127.0.0.1"), interface, faults)
    threading.Thread(target=server.serve, args=(server.service,), daemon=True).start()
    with open(ready + ".new", "w", encoding="ascii") as stream:
        stream.write("%d %d\n" % (server.mapper.getsockname()[1], server.service.getsockname()[1]))
    os.rename(ready + ".new", ready)
    server.serve(server.mapper)


if __name__ == "__main__":
    main()
