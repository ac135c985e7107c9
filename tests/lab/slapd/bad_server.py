# SPDX-License-Identifier: GPL-3.0-or-later
"""A server on a free port of 127.0.0.1 that speaks LDAP badly: bad_server.py MODE. Prints its port."""
import signal
import socket
import sys
import threading
import time


def tlv(tag, *parts):
    body = b"".join(parts)
    length = len(body)
    if length < 128:
        return bytes([tag, length]) + body
    octets = length.to_bytes((length.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(octets)]) + octets + body


def message(number, operation):
    return tlv(0x30, tlv(2, bytes([number])), operation)


def result(tag, code, words):
    return tlv(tag, tlv(10, bytes([code])), tlv(4), tlv(4, words))


def entry(octets):
    values = tlv(0x31, tlv(4, octets))
    attribute = tlv(0x30, tlv(4, b"certificateRevocationList;binary"), values)
    return tlv(0x64, tlv(4, b"cn=x"), tlv(0x30, attribute))


def hold(connection):
    connection.recv(4096)
    time.sleep(60)


def silent(connection):
    hold(connection)


def garbage(connection):
    connection.recv(4096)
    connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
    hold(connection)


def half(connection):
    connection.recv(4096)
    connection.sendall(b"\x30\x82\x04\x00\x02\x01\x01")
    hold(connection)


def drip(connection):
    number = connection.recv(4096)[4]
    for octet in message(number, entry(b"x" * 400)):
        connection.sendall(bytes([octet]))
        time.sleep(0.1)


def close(connection):
    connection.recv(4096)


def cut(connection):
    number = connection.recv(4096)[4]
    connection.sendall(message(number, entry(b"x" * 400))[:200])


def huge(connection):
    connection.recv(4096)
    connection.sendall(b"\x30\x84\x7f\xff\xff\xff\x02\x01\x01")
    hold(connection)


def large(connection):
    number = connection.recv(4096)[4]
    connection.sendall(message(number, entry(b"x" * 2000)) + message(number, result(0x65, 0, b"")))
    hold(connection)


def endless(connection):
    number = connection.recv(4096)[4]
    while True:
        connection.sendall(message(number, tlv(0x64, tlv(4, b"cn=x"), tlv(0x30))))


def broken(connection):
    number = connection.recv(4096)[4]
    connection.sendall(message(number, b"\x64\x20\x04\x7fcn=x"))
    hold(connection)


def directory(connection):
    """Active Directory's words to an anonymous reader."""
    number = connection.recv(4096)[4]
    words = (b"000004DC: LdapErr: DSID-0C090CF4, comment: In order to perform this operation a successful bind must "
             b"be completed on the connection., data 0, v4563\0")
    connection.sendall(message(number, result(0x65, 1, words)))
    hold(connection)


def locked(connection):
    """Active Directory's words to a locked account."""
    number = connection.recv(4096)[4]
    words = b"80090308: LdapErr: DSID-0C090439, comment: AcceptSecurityContext error, data 775, v4563\0"
    connection.sendall(message(number, result(0x61, 49, words)))
    hold(connection)


def refusal(connection):
    """Of StartTLS."""
    number = connection.recv(4096)[4]
    connection.sendall(message(number, result(0x78, 2, b"unsupported extended operation")))
    hold(connection)


def references(connection):
    number = connection.recv(4096)[4]
    connection.sendall(message(number, tlv(0x73, tlv(4, b"ldap://other.corp.test/dc=x"))) +
                       message(number, result(0x65, 0, b"")))
    hold(connection)


def once(connection):
    """Closes the first connection, answers the later ones."""
    once.count += 1
    if once.count == 1:
        close(connection)
    else:
        large(connection)


once.count = 0


def serve(mode, connection):
    try:
        mode(connection)
    except (OSError, IndexError):
        pass
    connection.close()


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    listener = socket.create_server(("127.0.0.1", 0))
    print(listener.getsockname()[1], flush=True)
    mode = globals()[sys.argv[1]]
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=serve, args=(mode, connection), daemon=True).start()


main()
