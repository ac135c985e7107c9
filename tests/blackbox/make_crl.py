#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes CAs, certificates and revocation lists in the shape of AD CS, and crooked ones: make_crl.py KEYS <lines

One line makes one thing; values are percent-decoded, so that any byte may stand in a name:
	ca NAME [dn=DC%=../CN=..] [key=KEY] [sign=CA] [usage=no]     NAME.pem and NAME.der
	cert FILE ca=NAME [serial=HEX] [cn=..] [cdp=URI..] [freshest=URI..] [aia=URI..] [ocsp=URI..] [kind=ca] [eku=ocsp] [crlissuer=CA]
	list FILE ca=NAME [this=-10m] [next=..] [publish=..] [number=17] [delta=BASE] [key=KEY] ...      see make_list()
A value with commas is several values (a comma itself is %2C); several cdp= are several distribution points.
Moments are +6d, -90m, 2026-11-22T13:00:00Z, seconds since 1970, or no. KEY is the name of a file in KEYS, made by the first who wants it.
It shares no code with the suite: a DER writer of its own, and RSA by pow().
"""
import base64
import calendar
import fcntl
import hashlib
import os
import re
import shlex
import subprocess
import sys
import time
from urllib.parse import unquote_to_bytes

NOW = int(time.time())
SHA256_RSA = bytes.fromhex("300d06092a864886f70d01010b0500")
SHA1_RSA = bytes.fromhex("300d06092a864886f70d0101050500")
ECDSA_SHA256 = bytes.fromhex("300a06082a8648ce3d040302")
ED25519 = bytes.fromhex("300506032b6570")
SHA256_INFO = bytes.fromhex("3031300d060960864801650304020105000420")
UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800, "y": 31557600}
CRL_NUMBER, AKI, DELTA, IDP, FRESHEST, CDP = "2.5.29.20", "2.5.29.35", "2.5.29.27", "2.5.29.28", "2.5.29.46", "2.5.29.31"
CA_VERSION, NEXT_PUBLISH = "1.3.6.1.4.1.311.21.1", "1.3.6.1.4.1.311.21.4"


# --- DER ---

def tlv(tag, *parts):
	body = b"".join(parts)
	if len(body) < 128:
		return bytes([tag, len(body)]) + body
	octets = len(body).to_bytes((len(body).bit_length() + 7) // 8, "big")
	return bytes([tag, 0x80 | len(octets)]) + octets + body


def seq(*parts):
	return tlv(0x30, *parts)


def integer(number):
	return tlv(2, number.to_bytes(number.bit_length() // 8 + 1, "big", signed=True))


def oid(dotted):
	first, second, *rest = map(int, dotted.split("."))
	octets = bytes([40 * first + second])
	for arc in rest:
		group = [arc & 0x7f]
		while arc > 0x7f:
			arc >>= 7
			group.append(0x80 | arc & 0x7f)
		octets += bytes(reversed(group))
	return tlv(6, octets)


def bits(octets, unused=0):
	return tlv(3, bytes([unused]), octets)


def extension(dotted, value, critical=False):
	return seq(oid(dotted), tlv(1, b"\xff") if critical else b"", tlv(4, value))


def children(der):
	"""(tag, body, whole) of what lies in a TLV"""
	def head(at):
		length = der[at + 1]
		start = at + 2
		if length & 0x80:
			start += length & 0x7f
			length = int.from_bytes(der[at + 2:start], "big")
		return start, start + length
	at, end = head(0)
	while at < end:
		start, stop = head(at)
		yield der[at], der[start:stop], der[at:stop]
		at = stop


def pem(der, label):
	return f"-----BEGIN {label}-----\n".encode() + base64.encodebytes(der) + f"-----END {label}-----\n".encode()


# --- keys ---

class Key:
	def __init__(self, folder, name):
		self.path = os.path.join(folder, f"crl-{name}.key")
		self.kind = "ed25519" if "ed25519" in name else "ec" if "ec" in name.split("-") else "rsa"
		with open(os.path.join(folder, "crl-lock"), "w", encoding="ascii") as lock:
			fcntl.flock(lock, fcntl.LOCK_EX)
			if not os.path.exists(self.path):
				self.make(name)
		with open(self.path, "rb") as file:
			self.der = file.read()
		with open(self.path + ".pub", "rb") as file:
			self.public = file.read()
		*_, (_, point, _) = children(self.public)
		self.identifier = hashlib.sha1(point[1:]).digest()
		if self.kind == "rsa":
			*_, (tag, inner, _) = children(self.der)
			rsa = inner if tag == 4 else self.der
			self.numbers = [int.from_bytes(body, "big") for _, body, _ in children(rsa)]

	def make(self, name):
		kinds = {"rsa": ["RSA", "-pkeyopt", f"rsa_keygen_bits:{4096 if '4096' in name else 2048}"],
			 "ec": ["EC", "-pkeyopt", "ec_paramgen_curve:P-256"], "ed25519": ["ED25519"]}
		part = f"{self.path}.{os.getpid()}"
		subprocess.run(["openssl", "genpkey", "-outform", "DER", "-out", part, "-algorithm", *kinds[self.kind]],
			       check=True, stderr=subprocess.DEVNULL)
		subprocess.run(["openssl", "pkey", "-inform", "DER", "-in", part, "-out", part + ".pem"], check=True)
		subprocess.run(["openssl", "pkey", "-inform", "DER", "-in", part, "-pubout", "-outform", "DER", "-out",
				self.path + ".pub"], check=True)
		os.rename(part + ".pem", self.path + ".pem")
		os.rename(part, self.path)

	def algorithm(self):
		return {"rsa": SHA256_RSA, "ec": ECDSA_SHA256, "ed25519": ED25519}[self.kind]

	def sign(self, message):
		if self.kind == "rsa":
			return self.sign_rsa(hashlib.sha256(message).digest())
		raw = ["-rawin"] if self.kind == "ed25519" else []
		scratch = f"{self.path}.{os.getpid()}.in"
		with open(scratch, "wb") as file:
			file.write(message if raw else hashlib.sha256(message).digest())
		done = subprocess.run(["openssl", "pkeyutl", "-sign", "-inkey", self.path, "-keyform", "DER", *raw, "-in", scratch],
				      stdout=subprocess.PIPE, check=True)
		os.unlink(scratch)
		return done.stdout

	def sign_rsa(self, digest):
		_, n, _, _, p, q, dp, dq, qinv, *_ = self.numbers
		size = (n.bit_length() + 7) // 8
		block = b"\0\1" + b"\xff" * (size - len(SHA256_INFO) - 35) + b"\0" + SHA256_INFO + digest
		m = int.from_bytes(block, "big")
		mq = pow(m, dq, q)
		return (mq + (pow(m, dp, p) - mq) * qinv % p * q).to_bytes(size, "big")


# --- words of a line ---

def moment(text):
	"""seconds since 1970, or None"""
	if text == "no":
		return None
	match = re.fullmatch(r"([+-]\d+)([smhdwy])", text)
	if match:
		return NOW + int(match[1]) * UNITS[match[2]]
	if text.isdigit():
		return int(text)
	return calendar.timegm(time.strptime(text, "%Y-%m-%dT%H:%M:%SZ"))


def time_der(seconds):
	parts = time.gmtime(seconds)
	if parts.tm_year < 2050:
		return tlv(0x17, time.strftime("%y%m%d%H%M%SZ", parts).encode())
	return tlv(0x18, time.strftime("%Y%m%d%H%M%SZ", parts).encode())


def name_der(text):
	kinds = {"CN": ("2.5.4.3", 0x0c), "O": ("2.5.4.10", 0x0c), "C": ("2.5.4.6", 0x13),
		 "DC": ("0.9.2342.19200300.100.1.25", 0x16)}
	rdns = []
	for part in text.split("/"):
		kind, value = part.split("=", 1)
		dotted, tag = kinds[kind]
		rdns.append(tlv(0x31, seq(oid(dotted), tlv(tag, unquote_to_bytes(value)))))
	return seq(*rdns)


def uris(text):
	"""names with commas between: URIs, or dn=CN=..."""
	return b"".join(tlv(0xa4, name_der(uri[3:])) if uri.startswith("dn=") else tlv(0x86, unquote_to_bytes(uri))
			for uri in text.split(","))


def points(texts, issuer=b""):
	return seq(*[seq(tlv(0xa0, tlv(0xa0, uris(text))), issuer) for text in texts])


class Words(dict):
	"""The k=v of a line; the last one of a key, and all of them."""
	def __init__(self, words):
		super().__init__()
		self.all = {}
		for word in words:
			key, value = word.split("=", 1)
			self[key] = value
			self.all.setdefault(key, []).append(value)


class Maker:
	def __init__(self, keys):
		self.keys, self.folder, self.cas = {}, keys, {}

	def key(self, name):
		if name not in self.keys:
			self.keys[name] = Key(self.folder, name)
		return self.keys[name]

	# --- certificates ---

	def make_certificate(self, subject, key, words, authority, extensions):
		begins, ends = moment(words.get("from", "-30d")), moment(words.get("to", "+3y"))
		serial = bytes.fromhex(words.get("serial", "5a" + hashlib.sha256(subject + key.public).hexdigest()[:28]))
		serial = tlv(2, b"\0" + serial if serial[0] & 0x80 else serial)
		signer = authority["key"]
		body = seq(tlv(0xa0, integer(2)), serial, signer.algorithm(), authority["name"],
			   seq(time_der(begins), time_der(ends)), subject, key.public, tlv(0xa3, seq(*extensions)))
		return seq(body, signer.algorithm(), bits(signer.sign(body)))

	def ca_extensions(self, key, usage):
		return [extension("2.5.29.19", seq(tlv(1, b"\xff")), True), extension("2.5.29.14", tlv(4, key.identifier)),
			extension("2.5.29.15", bits(b"\x04", 2) if usage == "no" else bits(b"\x86", 1), True)]

	def ca(self, name, words):
		key = self.key(words.get("key", "one"))
		ca = {"name": name_der(words.get("dn", "DC=test/DC=corp/CN=Corp%20Issuing%20CA%201")), "key": key}
		authority = self.cas[words["sign"]] if "sign" in words else ca
		extensions = self.ca_extensions(key, words.get("usage"))
		der = self.make_certificate(ca["name"], key, words, authority, extensions + self.pointers(words))
		self.cas[name] = ca
		store(name + ".pem", pem(der, "CERTIFICATE"))
		store(name + ".der", der)

	def pointers(self, words):
		extensions = []
		issuer = tlv(0xa2, tlv(0xa4, self.cas[words["crlissuer"]]["name"])) if "crlissuer" in words else b""
		if "cdp" in words:
			extensions.append(extension(CDP, points(words.all["cdp"], issuer)))
		if "freshest" in words:
			extensions.append(extension(FRESHEST, points(words.all["freshest"])))
		access = [seq(oid(f"1.3.6.1.5.5.7.48.{number}"), uris(uri))
			  for kind, number in (("ocsp", 1), ("aia", 2)) for uris_ in words.all.get(kind, []) for uri in uris_.split(",")]
		if access:
			extensions.append(extension("1.3.6.1.5.5.7.1.1", seq(*access)))
		return extensions

	def cert(self, file, words):
		authority = self.cas[words["ca"]]
		key = self.key(words.get("key", "leaf"))
		extensions = [extension(AKI, seq(tlv(0x80, authority["key"].identifier)))]
		if words.get("kind") == "ca":
			extensions += self.ca_extensions(key, None)
		if words.get("eku") == "ocsp":
			extensions.append(extension("2.5.29.37", seq(oid("1.3.6.1.5.5.7.3.9"))))
		if words.get("eku") == "server":
			extensions.append(extension("2.5.29.17", seq(tlv(0x87, bytes([127, 0, 0, 1])), tlv(0x82, b"localhost"))))
		der = self.make_certificate(name_der("CN=" + words.get("cn", "device")), key, words, authority,
					    extensions + self.pointers(words))
		store(file, der if file.endswith((".der", ".crt")) else pem(der, "CERTIFICATE"))

	# --- lists ---

	@staticmethod
	def entry(serial, reason=None, when=NOW - 86400, issuer=None):
		extra = extension("2.5.29.21", tlv(10, bytes([reason]))) if reason is not None else b""
		if issuer is not None:
			extra += extension("2.5.29.29", seq(tlv(0xa4, issuer)), True)
		return seq(tlv(2, serial), time_der(when), seq(extra) if extra else b"")

	def entries(self, words):
		"""entries=N with 19-byte serials 5A..., a reason on every second; revoke=HEX[:REASON[:CA]],...; the INTEGER's bytes are HEX;
		CA: its certificateIssuer"""
		parts = []
		for text in words["revoke"].split(",") if "revoke" in words else []:
			serial, reason, issuer = (text.split(":") + ["", ""])[:3]
			parts.append(self.entry(bytes.fromhex(serial), int(reason) if reason else None,
						issuer=self.cas[issuer]["name"] if issuer else None))
		even, odd = self.entry(b"\x5a" + bytes(18), 5), self.entry(b"\x5a" + bytes(18))
		even, odd = (even[:5], even[23:]), (odd[:5], odd[23:])
		for number in range(int(words.get("entries", 2))):
			start, end = odd if number & 1 else even
			parts.append(start + number.to_bytes(18, "big") + end)
		return seq(*parts) if parts or words.get("list") == "empty" else b""

	def list_extensions(self, words, key, publish):
		extensions = []
		if words.get("aki", "yes") != "no":
			named = self.key(words["aki"]) if "aki" in words else key
			extensions.append(extension(AKI, seq(tlv(0x80, named.identifier))))
		if words.get("number", "17") != "no":
			extensions.append(extension(CRL_NUMBER, integer(int(words.get("number", "17")))))
		extensions.append(extension(CA_VERSION, integer(0)))
		if publish is not None:
			text = words.get("publishtext")
			extensions.append(extension(NEXT_PUBLISH, tlv(0x17, text.encode()) if text else time_der(publish)))
		if "delta" in words:
			extensions.append(extension(DELTA, integer(int(words["delta"])), True))
		if "freshest" in words:
			extensions.append(extension(FRESHEST, points(words.all["freshest"])))
		if "idp" in words:
			extensions.append(extension(IDP, self.idp(words["idp"]), True))
		if "critical" in words:
			extensions.append(extension(words["critical"], tlv(5), True))
		return tlv(0xa0, seq(*extensions))

	@staticmethod
	def idp(text):
		"""user, ca, attribute, indirect, or the names that uris() reads"""
		flags = {"user": tlv(0x81, b"\xff"), "ca": tlv(0x82, b"\xff"), "attribute": tlv(0x85, b"\xff"), "indirect": tlv(0x84, b"\xff")}
		return seq(flags[text] if text in flags else tlv(0xa0, tlv(0xa0, uris(text))))

	def list(self, file, words):
		"""
		list FILE ca= this= next= publish= number= delta= freshest= idp= critical= aki=KEY|no key=KEY entries= revoke=
		Crooked: dn= (another issuer), forged=yes, version=N, inner=sha1, thistag= and thistext= (a raw date),
		publishtext= (a raw UTCTime), list=empty (revokedCertificates is there without an entry),
		cut=N (bytes kept; negative: taken away), tail=HEX, form=pem. Default: the week of AD CS, begun 10 minutes ago.
		"""
		ca = self.cas[words["ca"]]
		key = self.key(words["key"]) if "key" in words else ca["key"]
		begins = moment(words.get("this", "-10m"))
		publish = begins + 600 + 604800 if "publish" not in words else moment(words["publish"])
		ends = (publish or begins + 604800) + 43200 if "next" not in words else moment(words["next"])
		issuer = name_der(words["dn"]) if "dn" in words else ca["name"]
		this = tlv(int(words.get("thistag", "17"), 16), words["thistext"].encode()) if "thistext" in words else time_der(begins)
		body = seq(integer(int(words.get("version", "1"))), SHA1_RSA if words.get("inner") == "sha1" else key.algorithm(), issuer,
			   this, time_der(ends) if ends is not None else b"", self.entries(words),
			   self.list_extensions(words, key, publish))
		signature = bytearray(key.sign(body))
		if words.get("forged") == "yes":
			signature[len(signature) // 2] ^= 1
		der = seq(body, key.algorithm(), bits(signature))
		if "cut" in words:
			der = der[:int(words["cut"])]
		der += bytes.fromhex(words.get("tail", ""))
		store(file, pem(der, "X509 CRL") if words.get("form") == "pem" else der)


def store(path, octets):
	with open(path, "wb") as file:
		file.write(octets)


def main():
	maker = Maker(sys.argv[1])
	for line in sys.stdin:
		words = shlex.split(line, comments=True)
		if words:
			{"ca": maker.ca, "cert": maker.cert, "list": maker.list}[words[0]](words[1], Words(words[2:]))


main()
