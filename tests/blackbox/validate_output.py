#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules of output, in one place: every run of a plugin in these tests goes through here.

validate_output.py --format=FORMAT --plugin=NAME --rc=N [--verbose] [--exit-ok] --causes=FILE STDOUT STDERR
Prints one line per broken rule and exits with 1; silent and 0 where all is well.
"""
import re
import sys
import types
import unicodedata

LABELS = {"check_mscep": "MSCEP", "check_ra_cert": "RA_CERT", "check_crl_dp": "CRL_DP",
	  "check_template_acl": "TEMPLATE_ACL", "check_ndes_account": "NDES_ACCOUNT", "check_clock_skew": "CLOCK_SKEW",
	  "check_ca_rpc": "CA_RPC"}
STATES = ("OK", "WARNING", "CRITICAL", "UNKNOWN")
SEVERITY = {"OK": 0, "WARNING": 1, "UNKNOWN": 2, "CRITICAL": 3}
NUMBER = r"-?[0-9]+(?:\.[0-9]+)?"
RANGE = rf"@?(?:(?:~|{NUMBER}):)?(?:{NUMBER})?"
DATUM = re.compile(
	rf"([a-z0-9_]+)=({NUMBER})(s|B|%|c)?(?:;({RANGE})(?:;({RANGE})(?:;({NUMBER})?(?:;({NUMBER})?)?)?)?)?")
FINDING = re.compile(r"((?:  )*)\[(OK|WARNING|CRITICAL|UNKNOWN)\] (\S.*)")
MORE = re.compile(r"\.\.\. \([0-9]+ more\)")
REMEDY = re.compile(r"Remedy: \S.* \(([A-Z0-9-]+) in mscep-causes\(7\)\)")
EVENT = re.compile(r"Windows clients log: Event (?:86|87), stage [A-Za-z/]+, 0x[0-9A-F]{8}")
BIDI = set("\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

broken = []


def rule(holds, sentence):
	if not holds:
		broken.append(sentence)
	return holds


def text_of(path):
	with open(path, "rb") as file:
		data = file.read()
	try:
		return data.decode("utf-8"), len(data)
	except UnicodeDecodeError as error:
		rule(False, f"not valid UTF-8: {error}")
		return data.decode("utf-8", "replace"), len(data)


def check_characters(text, where):
	for character in text:
		if character != "\n" and (unicodedata.category(character) == "Cc" or character in BIDI):
			rule(False, f"control character U+{ord(character):04X} in {where}")
			return


def causes_of(path):
	with open(path, encoding="utf-8") as file:
		return set(re.findall(r'^CAUSE\([A-Z0-9_]+, "([A-Z0-9-]+)"', file.read(), re.M))


def check_perfdata(perfdata):
	seen = set()
	rule(perfdata == perfdata.strip() and perfdata != "", "perfdata is empty or has a blank at an end")
	for datum in perfdata.split(" "):
		match = DATUM.fullmatch(datum)
		if not rule(match, f"perfdata '{datum}' breaks the syntax"):
			continue
		rule(match[1] not in seen, f"perfdata label {match[1]} is there twice")
		seen.add(match[1])


class Finding:
	def __init__(self, depth, state, text):
		self.depth, self.state, self.text, self.children, self.notes = depth, state, text, [], []


def tree_of(lines):
	root = Finding(-1, "OK", "")
	path = [root]
	for number, line in enumerate(lines, 2):
		match = FINDING.fullmatch(line)
		if match:
			depth = len(match[1]) // 2
			if not rule(depth <= path[-1].depth + 1, f"line {number} is indented too far: {line}"):
				continue
			del path[depth + 1:]
			finding = Finding(depth, match[2], match[3])
			path[-1].children.append(finding)
			path.append(finding)
		elif MORE.fullmatch(line.strip()):
			root.notes.append(line)
		else:
			wanted = "    " + "  " * path[-1].depth
			rule(path[-1] is not root and line.startswith(wanted) and line[len(wanted):len(wanted) + 1].strip(),
			     f"line {number} is neither a finding nor indented below one: '{line}'")
			path[-1].notes.append(line.strip())
	return root


def check_notes(finding, causes):
	for note in finding.notes:
		if note.startswith("Remedy"):
			match = REMEDY.fullmatch(note)
			rule(finding.state != "OK", f"a remedy under an OK finding: {note}")
			if rule(match, f"remedy without cause: {note}"):
				rule(match[1] in causes, f"unknown cause {match[1]}")
		if note.startswith("Windows clients"):
			rule(EVENT.fullmatch(note), f"odd event line: {note}")
	rule(sum(note.startswith("Remedy") for note in finding.notes) <= 1, f"two remedies under one finding: {finding.text}")


def check_tree(finding, causes, cut):
	states = [SEVERITY[child.state] for child in finding.children]
	rule(states == sorted(states, reverse=True), f"findings are not worst first below '{finding.text}'")
	for child in finding.children:
		check_notes(child, causes)
		rule(": " in child.text or child.children or cut, f"finding without a sentence: '{child.text}'")
		if child.children:
			rule(SEVERITY[child.state] >= max(SEVERITY[grandchild.state] for grandchild in child.children),
			     f"'{child.text}' is better than what lies below it")
		check_tree(child, causes, cut)


def check_nagios(text, size, options, causes):
	rule(size < (61440 if options.verbose else 4096), f"{size} bytes are too many")
	rule(text.endswith("\n") and not text.endswith("\n\n"), "does not end with one newline")
	lines = text[:-1].split("\n")
	for bad in "<>\\":
		rule(bad not in text, f"the character {bad} is in the output")
	check_characters(text, "the output")
	head, bar, perfdata = lines[0].partition("|")
	match = re.fullmatch(rf"{LABELS[options.plugin]} ({'|'.join(STATES)}) - \S.*", head)
	if not rule(match, f"line 1 has not the form LABEL STATE - sentence: {lines[0]}"):
		return
	check_state(match[1], options)
	rule(text.count("|") == (1 if bar else 0), "a '|' beside the one that begins the perfdata")
	rule(bar or match[1] == "UNKNOWN", "no perfdata")
	if bar:
		check_perfdata(perfdata)
	root = tree_of(lines[1:])
	check_tree(root, causes, bool(root.notes))
	if root.children:
		rule(root.children[0].state == match[1], f"line 1 says {match[1]}, the worst finding {root.children[0].state}")
	rule(match[1] == "OK" or root.children, "no findings below line 1")


def check_state(state, options):
	if not rule(state in STATES, f"'{state}' is no state"):
		return
	wanted = STATES.index(state)
	if options.exit_ok and wanted != 3:
		wanted = 0
	rule(options.rc == wanted or (options.exit_ok and options.rc == 0), f"{state} does not go with exit code {options.rc}")


def is_number(value):
	return isinstance(value, (int, float)) and not isinstance(value, bool)


def check_fields(thing, where, required, optional):
	for name, kind in required.items():
		if rule(name in thing, f"{where}: no field {name}"):
			rule(isinstance(thing[name], kind) and not isinstance(thing[name], bool), f"{where}: {name} has the wrong type")
	for name in thing:
		if name in optional:
			rule(isinstance(thing[name], optional[name]) and not isinstance(thing[name], bool),
			     f"{where}: {name} has the wrong type")
		else:
			rule(name in required, f"{where}: unknown field {name}")


def check_json_datum(datum, where):
	check_fields(datum, where, {"label": str, "value": (int, float), "uom": str},
		     {"warn": str, "crit": str, "min": (int, float), "max": (int, float)})
	rule(re.fullmatch(r"[a-z0-9_]+", datum.get("label", "")), f"{where}: label {datum.get('label')}")
	rule(datum.get("uom") in ("", "s", "B", "%", "c"), f"{where}: uom {datum.get('uom')}")
	for name in ("warn", "crit"):
		rule(re.fullmatch(RANGE, datum.get(name, "")), f"{where}: {name} is no range")


def check_json_check(check, causes, seen, flat):
	where = f"check {check.get('id')}"
	check_fields(check, where, {"id": str, "state": str, "output": str, "perfdata": list, "checks": list},
		     {"cause": str, "windows_error": str, "remedy": str, "not_after": int})
	rule(re.fullmatch(r"[a-z0-9_]+", check.get("id", "")), f"{where}: the id is no slug")
	rule(check.get("id") not in seen, f"{where}: the id is there twice")
	seen.add(check.get("id"))
	rule(check.get("state") in STATES, f"{where}: state {check.get('state')}")
	rule("cause" not in check or check["cause"] in causes, f"{where}: unknown cause {check.get('cause')}")
	rule("remedy" not in check or check.get("state") != "OK", f"{where}: a remedy of an OK finding")
	rule(re.fullmatch(r"0x[0-9A-F]{8}", check.get("windows_error", "0x00000000")), f"{where}: windows_error")
	check_characters(check.get("output", ""), where)
	for datum in check.get("perfdata", []):
		check_json_datum(datum, where)
		flat.append(datum)
	worst = max((SEVERITY.get(child.get("state"), 0) for child in check.get("checks", [])), default=0)
	rule(SEVERITY.get(check.get("state"), 0) >= worst, f"{where} is better than what lies below it")
	for child in check.get("checks", []):
		check_json_check(child, causes, seen, flat)


def refuse_constant(name):
	raise ValueError(f"{name} is no JSON number")


def check_json(text, size, options, causes):
	import json  # here, for other formats don't pay for it
	rule(size < 61440, f"{size} bytes are too many")
	rule(text.endswith("\n"), "no final newline")
	try:
		result = json.loads(text, parse_constant=refuse_constant)
	except ValueError as error:
		rule(False, f"no JSON: {error}")
		return
	if not rule(isinstance(result, dict), "not one object"):
		return
	check_fields(result, "top", {"schema": int, "plugin": str, "version": str, "target": str, "time": int,
				     "duration_s": (int, float), "state": str, "exit_code": int, "summary": str, "checks": list,
				     "perfdata": list, "facts": dict}, {"omitted": int})
	rule(result.get("schema") == 1, "schema is not 1")
	rule(result.get("plugin") == options.plugin, "plugin is another")
	rule(result.get("exit_code") == options.rc, f"exit_code {result.get('exit_code')}, but the run ended with {options.rc}")
	check_state(result.get("state"), options)
	check_characters(result.get("summary", ""), "summary")
	flat, seen = [], set()
	for check in result.get("checks", []):
		check_json_check(check, causes, seen, flat)
	labels = [datum.get("label") for datum in result.get("perfdata", [])]
	nested = [datum.get("label") for datum in flat]
	if "omitted" in result:
		rule(set(nested) <= set(labels), "a check has perfdata that the flat list lacks")
		rule(size > 30000, f"checks are omitted, though {size} bytes leave room")
	else:
		rule(sorted(nested) == sorted(labels), "the flat perfdata are not those of the checks")
	rule(len(labels) == len(set(labels)), "a perfdata label is there twice")


SAMPLE = re.compile(r'([a-zA-Z_][a-zA-Z0-9_]*)(?:\{((?:[a-z_]+="(?:[^"\\\n]|\\[\\"n])*",?)*)\})? (-?[0-9.]+(?:e[+-]?[0-9]+)?)')


def check_sample(line, metric, series, options):
	match = SAMPLE.fullmatch(line)
	if not rule(match, f"no sample (or one with a time): {line}"):
		return
	rule(match[1] == metric, f"{match[1]} stands below the HELP of {metric}")
	rule((match[1], match[2]) not in series, f"series is there twice: {line}")
	series.add((match[1], match[2]))
	if match[1] == "mscep_check_state":
		check_state(STATES[int(match[3])] if match[3] in "0123" else match[3], options)


def check_prometheus(text, size, options, causes):
	del size, causes
	rule(text.endswith("\n"), "no final newline")
	metric, typed, helped, series = None, set(), set(), set()
	check_characters(text, "the output")
	for line in text[:-1].split("\n"):
		if line.startswith("# HELP "):
			metric = line.split(" ")[2]
			rule(metric not in helped, f"second HELP of {metric}")
			rule(re.fullmatch(r"mscep_[a-z0-9_]+", metric), f"metric {metric}")
			helped.add(metric)
		elif line.startswith("# TYPE "):
			rule(line.split(" ")[2] == metric and line.split(" ")[3] in ("gauge", "counter"), f"odd: {line}")
			typed.add(metric)
		else:
			check_sample(line, metric, series, options)
	names = {name for name, labels in series}
	rule(names == typed == helped, "a metric without sample, HELP or TYPE")
	for name in ("mscep_check_state", "mscep_last_run_timestamp_seconds"):
		rule(name in names, f"no {name}")


def check_checkmk(text, size, options, causes):
	del size, causes
	rule(text.count("\n") == 1 and text.endswith("\n"), "not one line")
	check_characters(text, "the output")
	metric = rf"[a-z0-9_]+={NUMBER}(?:;(?:{NUMBER})?(?:;(?:{NUMBER})?)?)?"
	match = re.fullmatch(rf'([0-3]) "[^"\'\n]+" (?:-|{metric}(?:\|{metric})*) \S.*\n', text)
	if rule(match, "not the form of a local check"):
		check_state(STATES[int(match[1])], options)


def check_text(text, size, options, causes):
	del size, causes
	rule(options.rc == 3, "help and version exit with 3")
	rule(text.endswith("\n"), "no final newline")
	check_characters(text, "the output")


def options_of(arguments):
	"""By hand: this runs some thousand times, and argparse is a fifth of what it costs."""
	options = types.SimpleNamespace(verbose="--verbose" in arguments, exit_ok="--exit-ok" in arguments)
	values = dict(argument[2:].split("=", 1) for argument in arguments if argument.startswith("--") and "=" in argument)
	options.format, options.plugin, options.causes = (values[name] for name in ("format", "plugin", "causes"))
	options.rc = int(values["rc"])
	options.stdout, options.stderr = (argument for argument in arguments if not argument.startswith("--"))
	return options


def main():
	checks = {"nagios": check_nagios, "json": check_json, "prometheus": check_prometheus, "checkmk": check_checkmk,
		  "text": check_text}
	options = options_of(sys.argv[1:])
	text, size = text_of(options.stdout)
	with open(options.stderr, "rb") as file:
		complaint = file.read()
	rule(complaint == b"", f"something on stderr: {complaint[:300]!r}")
	rule(0 <= options.rc <= 3, f"exit code {options.rc}")
	if rule(text != "", "no output"):
		checks[options.format](text, size, options, causes_of(options.causes))
	for sentence in broken:
		print(f"rule of output broken: {sentence}")
	return 1 if broken else 0


if __name__ == "__main__":
	sys.exit(main())
