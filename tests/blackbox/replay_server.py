#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Serves recorded answers: replay_server.py PORT-FILE OPERATION=FILE[,TYPE[,MISSING]] ... or OPERATION=:STATUS[,SERVER[,LOCATION]]
MISSING: so many bytes are announced, but don't come. TYPE raw: the file is all that is sent, headers included.
Operations: GetCACaps, GetCACert, page (the URL without an operation), admin (mscep_admin), each also with /pkiclient.exe
behind it: what that form of the URL answers, if it is not the same. Ends itself after two minutes."""
import os
import signal
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

ANSWERS = dict(argument.split("=", 1) for argument in sys.argv[2:])


class Replay(BaseHTTPRequestHandler):
	protocol_version = "HTTP/1.1"

	def do_GET(self):
		parts = urlsplit(self.path)
		operation = parse_qs(parts.query).get("operation", ["admin" if "mscep_admin" in parts.path else "page"])[0]
		answer = ANSWERS.get(operation, ":404")
		if parts.path.endswith("/pkiclient.exe"):
			answer = ANSWERS.get(operation + "/pkiclient.exe", answer)
		file, kind, missing = (answer.split(",", 2) + ["", ""])[:3]
		if file.startswith(":"):
			self.refuse(int(file[1:]), kind, missing)
		else:
			self.show(file, kind, int(missing or 0))

	def refuse(self, status, server, location):
		self.send_response_only(status)
		if server:
			self.send_header("Server", server)
		if location:
			self.send_header("Location", location)
		self.send_header("Content-Length", "0")
		self.end_headers()

	def show(self, file, kind, missing):
		with open(file, "rb") as source:
			body = source.read()
		if kind == "raw":
			self.wfile.write(body)
			self.close_connection = True
			return
		self.send_response(200)
		if kind:
			self.send_header("Content-Type", kind)
		self.send_header("Content-Length", str(len(body) + missing))
		self.end_headers()
		self.wfile.write(body)
		self.close_connection = missing > 0

	def log_message(self, *arguments):
		pass


def finish(*_):
	os._exit(0)


signal.signal(signal.SIGTERM, finish)
signal.signal(signal.SIGALRM, finish)
signal.alarm(120)
server = HTTPServer(("127.0.0.1", 0), Replay)
with open(sys.argv[1] + ".new", "w", encoding="ascii") as ready:
	ready.write(f"{server.server_port}\n")
os.rename(sys.argv[1] + ".new", sys.argv[1])
server.serve_forever()
