#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""An OCSP responder on a free port of 127.0.0.1 (openssl ocsp alone would listen on every interface):

responder.py READY ARGUMENT...: answers each POST with what `openssl ocsp ARGUMENT... -reqin R -respout A` makes, and
writes its port to the file READY. With STRICT=1 in the environment it takes a request with a nonce for malformed.
"""
import http.server
import os
import signal
import subprocess
import sys
import tempfile


NONCE = bytes.fromhex("06092b0601050507300102")
MALFORMED_REQUEST = bytes.fromhex("30030a0101")


class Responder(http.server.BaseHTTPRequestHandler):
	def do_POST(self):
		request = self.rfile.read(int(self.headers["Content-Length"]))
		strict = os.environ.get("STRICT") == "1" and NONCE in request
		self.send_answer(MALFORMED_REQUEST if strict else self.answer(request))

	@staticmethod
	def answer(request):
		with tempfile.TemporaryDirectory() as folder:
			asked, answer = os.path.join(folder, "q"), os.path.join(folder, "a")
			with open(asked, "wb") as file:
				file.write(request)
			subprocess.run(["openssl", "ocsp", *sys.argv[2:], "-reqin", asked, "-respout", answer],
				       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
			with open(answer, "rb") as file:
				return file.read()

	def send_answer(self, body):
		self.send_response(200)
		self.send_header("Content-Type", "application/ocsp-response")
		self.send_header("Content-Length", str(len(body)))
		self.end_headers()
		self.wfile.write(body)

	def log_message(self, *_):
		pass


def main():
	signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
	server = http.server.HTTPServer(("127.0.0.1", 0), Responder)
	with open(sys.argv[1] + ".part", "w", encoding="ascii") as file:
		file.write(str(server.server_port))
	os.rename(sys.argv[1] + ".part", sys.argv[1])
	server.serve_forever()


main()
