#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2034,SC2154 # variables of the files that are loaded
# contrib/windows-agents, as far as it can be judged without Windows: each file by the program that it is for, where that
# runs here (promtool, icinga2), else by its grammar. The templates were imported into a real Zabbix 6.0 by hand.
load ../blackbox/common
load schedulers
load icinga2

examples=$source_top/contrib/windows-agents
ndes_events="2 4 6 7 8 10 18 28 31 53"

@test "promtool takes the rules for windows_exporter, and their test fires each" {
	runs promtool prometheus
	promtool check rules --lint=all --lint-fatal "$examples/windows-exporter-rules.yaml"
	cp "$examples"/windows-exporter-rules*.yaml "$BATS_TEST_TMPDIR"
	promtool test rules "$BATS_TEST_TMPDIR/windows-exporter-rules-test.yaml"
	for name in $(sed -n 's/.*- alert: //p' "$examples/windows-exporter-rules.yaml"); do
		grep -A 2 "alertname: $name\$" "$examples/windows-exporter-rules-test.yaml" | grep -q -- "- exp_labels" ||
			failed "no test fires $name"
	done
}

# The commands that Icinga for Windows brings
commands_of_icinga_for_windows() {
	local name

	for name in Eventlog Service IISAppPoolHealth; do
		printf 'object CheckCommand "Invoke-IcingaCheck%s" {\n\tcommand = [ "powershell" ]\n}\n' $name
	done
}

hosts() {
	cat <<-'END'
		object Host "Außenstelle \"Köln\" NDES" {
			import "generic-host"
			vars.scep_roles = [ "ndes" ]
			vars.scep_windows_agent = NodeName
		}
		object Host "ca1" {
			import "generic-host"
			vars.scep_roles = [ "ca", "dc" ]
			vars.scep_windows_agent = NodeName
		}
		object Host "client1" {
			import "generic-host"
			vars.scep_roles = "client"
			vars.scep_windows_agent = NodeName
		}
		object Host "other" {
			import "generic-host"
		}
	END
}

@test "icinga2 takes the services of Icinga for Windows, by role" {
	icinga2_needed
	icinga2_node < <(commands_of_icinga_for_windows)
	# what a command endpoint runs belongs to a zone
	mkdir -p "$icinga2/etc/zones.d/$icinga2_name"
	hosts >"$icinga2/etc/zones.d/$icinga2_name/hosts.conf"
	cp "$examples/icinga-for-windows.conf" "$icinga2/etc/zones.d/$icinga2_name/"
	icinga2_accepts
	grep -q "Instantiated 7 Services" "$icinga2/check" || failed "$(grep Instantiated "$icinga2/check")"
	! grep -q warning "$icinga2/check" || failed "$(grep warning "$icinga2/check")"
}

@test "ini files: sections, and quotes that end" {
	"$python" -I -S -c '
import configparser, shlex, sys
for path in sys.argv[1:]:
	parser = configparser.RawConfigParser(strict=True, comment_prefixes=(";", "#"), delimiters=("=",))
	parser.optionxform = str
	with open(path, encoding="ascii") as stream:
		parser.read_file(stream)
	aliases = dict(parser["/settings/external scripts/alias"])
	scripts = dict(parser["/settings/external scripts/scripts"])
	for name, line in aliases.items():
		words = shlex.split(line)
		assert words[0] in ("check_eventlog", "check_service"), (path, name)
		assert all("=" in word for word in words[1:]), (path, name, words)
	wanted = {"ndes_events", "ndes_services", "ca_service", "client_events"}
	assert wanted <= set(aliases), (path, wanted - set(aliases))
	assert {"ndes_host", "ca_host", "client_host"} == set(scripts), path
	assert all("check_scep_windows.ps1 -Role " in line for line in scripts.values()), path
	assert all(value == "enabled" for value in dict(parser["/modules"]).values()), path
' "$examples/nsclient.ini" "$examples/snclient_local.ini"
}

@test "YAML files are well-formed, and no uuid of the Zabbix templates is there twice" {
	/usr/bin/python3 -I -c 'import yaml' 2>/dev/null || skip "Python reads no YAML: install the package python3-yaml"
	/usr/bin/python3 -I -c '
import sys, yaml
documents = {path: yaml.safe_load(open(path, encoding="utf-8")) for path in sys.argv[1:]}
exporter, zabbix = documents.values()
assert set(exporter["collectors"]["enabled"].split(",")) >= {"[defaults]", "adcs", "iis", "service", "time", "textfile"}
uuids = []
def walk(node):
	if isinstance(node, dict):
		uuids.append(node.get("uuid"))
		node = list(node.values())
	if isinstance(node, list):
		for child in node:
			walk(child)
walk(zabbix)
uuids = [uuid for uuid in uuids if uuid]
assert len(uuids) == len(set(uuids)) and all(len(u) == 32 and u[12] == "4" and u[16] in "89ab" for u in uuids), uuids
for template in zabbix["zabbix_export"]["templates"]:
	keys = [item["key"] for item in template["items"]]
	for item in template["items"]:
		for trigger in item.get("triggers", []):
			assert "/%s/%s" % (template["template"], item["key"]) in trigger["expression"], trigger["name"]
' "$examples/windows-exporter.yaml" "$examples/zabbix-windows.yaml"
}

@test "all files watch the same events of NDES" {
	comma=${ndes_events// /, }
	grep -q "Id = $comma\$" "$examples/check_scep_windows.ps1"
	grep -q "IncludeEventId = \[ $comma ]" "$examples/icinga-for-windows.conf"
	for file in nsclient.ini snclient_local.ini; do
		grep -q "id in ($comma)" "$examples/$file"
	done
	[[ $(grep -c "\^(${ndes_events// /|})\\$" "$examples/zabbix-windows.yaml") == 2 ]]
	[[ $(sed -n '/^## Events of NDES/,/^## Events of clients/s/^| \([0-9]*\) |.*/\1/p' "$examples/README.md" | xargs) == "$ndes_events" ]]
}

@test "each file says that it was not run on Windows" {
	for file in "$examples"/*; do
		head -n 8 "$file" | grep -qi "not run\|nothing here was run" || [[ $file == *-test.yaml ]] ||
			failed "${file##*/} does not say it"
	done
}

@test "PowerShell script: brackets close, and functions are those that are called" {
	"$python" -I -S -c '
import re, sys
text = open(sys.argv[1], encoding="ascii").read()
plain = re.sub(r"<#.*?#>|(?m:^\s*#[^\n]*$)|\x27[^\x27\n]*\x27", "", text, flags=re.S)
pairs, opened = {")": "(", "]": "[", "}": "{"}, []
for letter in plain:
	if letter in pairs.values():
		opened.append(letter)
	elif letter in pairs:
		assert opened and opened.pop() == pairs[letter], "a bracket closes what was not opened"
assert not opened, opened
defined = re.findall(r"^function ([\w-]+)", text, re.M)
assert len(defined) == len(set(defined)) > 20, defined
for name in defined:
	assert len(re.findall(r"(?<![\w-])%s(?![\w-])" % name, plain)) > 1, "nothing calls " + name
verbs = "Add|ConvertTo|Get|Invoke|Test|Write"
ours = set(re.findall(r"(?<![\w-])((?:%s)-[A-Z]\w+)" % verbs, plain)) - set(defined)
known = {"Get-Content", "Get-Date", "Get-Item", "Get-ItemProperty", "Get-LocalGroupMember", "Get-Service",
         "Get-WebAppPoolState", "Get-WebConfigurationProperty", "Get-WinEvent", "Write-Output", "Write-Verbose"}
assert ours - known <= {"Add-LocalGroupMember"}, ours - known
' "$examples/check_scep_windows.ps1"
	# where it is at hand, PowerShell itself
	! command -v pwsh >/dev/null || pwsh -NoProfile -Command '$errors = $null
		[void][System.Management.Automation.Language.Parser]::ParseFile($args[0], [ref]$null, [ref]$errors)
		$errors; exit $errors.Count' "$examples/check_scep_windows.ps1"
}
