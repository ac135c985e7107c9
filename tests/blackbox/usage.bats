#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2034,SC2154 # url, output, status, environment: shared with common.bash
# The command line: help, version, errors, secrets. Both plugins.
load common

both() {
	local name

	for name in mscep ra_cert; do
		"$@" "$name"
	done
}

@test "-h and --help: exit 3, all options, 80 columns" {
	helps() {
		check "$1" -h
		says "--help" "--timeout" "--extra-opts" "--output-format" "Usage: check_$1"
		first=$output
		check "$1" --help
		[[ $output == "$first" ]]
		[[ $(awk 'length > 80' <<<"$output") == "" ]] || failed "help is wider than 80 columns"
	}
	both helps
}

@test "-V and --version: exit 3, one line" {
	versions() {
		check "$1" -V
		[[ $output =~ ^check_$1\ [0-9]+\.[0-9]+ ]] || failed "no version"
		check "$1" --version -u x
		[[ $(wc -l <<<"$output") == 1 ]]
	}
	both versions
}

@test "every long option of the promise is there" {
	for option in help version verbose timeout warning critical output-format output-file file-format at retries extra-opts \
		use-ipv4 use-ipv6 exit-ok url hostname port ssl path ca-cert insecure client-cert private-key proxy noproxy useragent \
		header onredirect resolve ca-ident; do
		for name in mscep ra_cert; do
			check $name --help
			[[ $output =~ (^|[ ,])--$option([=[ ]|$'\n') ]] || failed "--$option is missing in check_$name" || return
		done
	done
	check mscep --help
	says --server= --require-capability= --forbid-capability= --admin --long-url --tls-warning --tls-critical --compare-proxy
	check ra_cert --help
	says --file= --superseded= --trust= --pin= --min-key-size= --state-dir=
}

@test "no arguments, unknown options, abbreviations, positional arguments, missing values" {
	errors() {
		check "$1"
		refused --url
		check "$1" --nonsense
		refused --nonsense
		check "$1" -Z
		refused Z
		check "$1" --time 3 -u http://127.0.0.1/
		refused --time
		check "$1" http://127.0.0.1/
		refused "http://127.0.0.1/"
		check "$1" -u
		refused --url value
		check "$1" --insecure=yes -u http://127.0.0.1/
		refused --insecure
		check "$1" -u http://127.0.0.1/ --
		((status != 0))
	}
	both errors
}

@test "a usage error is short" {
	check mscep --nonsense
	refused --nonsense "--help"
	[[ $(wc -l <<<"$output") -le 23 ]]
}

@test "URLs that are none" {
	for bad in "" ftp://h/ file:///etc/passwd ldap://h/ //h http:// "http:// /" http://h:99999/ http://h:0/ http://h:x/ "http://[::1/" http:///x https:///x http:/x \
		http:x; do
		check mscep -u "$bad"
		refused --url || return
	done
}

@test "a host name that is not ASCII: its xn-- form is asked for" {
	check mscep -u http://bücher.example/x
	refused --url xn--
	check mscep -H bücher.example
	refused --hostname xn--
	check mscep -H xn--bcher-kva.invalid
	critical NET-DNS
}

@test "ports that are none" {
	for bad in 0 65536 -1 80x "" 1e3 0x50 " 80"; do
		check mscep -H 127.0.0.1 -p "$bad"
		refused --port || return
	done
}

@test "-u beside -H, -p or -S or --path without -H" {
	check mscep -p 80
	refused
	check mscep -S
	refused
	check mscep -u http://127.0.0.1/ -p 80
	refused
	check mscep -u http://127.0.0.1/ -S
	refused
}

@test "words of choices are whole and known" {
	check mscep -u http://127.0.0.1/ --server=NDES2
	refused --server NDES2
	check mscep -u http://127.0.0.1/ --server=
	refused --server
	check mscep -u http://127.0.0.1/ --output-format=xml
	refused --output-format nagios json prometheus checkmk
	never_says '!'
}

@test "thresholds of time: what can't be read to its end" {
	for bad in 10x abc "" nan inf 1e3 1,5 @ : 2:1 " 1" "1 " 0x1 --; do
		check mscep -u http://127.0.0.1/ -w "$bad"
		refused --warning || return
		check mscep -u http://127.0.0.1/ --critical="$bad"
		refused --critical || return
	done
}

@test "thresholds of time: -w less strict than -c" {
	check mscep -u http://127.0.0.1/ -w 5 -c 2
	refused "less strict"
	check mscep -u http://127.0.0.1/ -w 0:5 -c 1:3
	refused "less strict"
}

@test "thresholds of time: alert, and none" {
	ndes --delay=100@GetCACaps
	check mscep -u "$url" -w 0.05 -c 60
	warning SCEP-SLOW "-w 0.05"
	[[ $output =~ \ ?time=0\.[0-9]+s\;0\.05\;60\;0 ]]
	check mscep -u "$url" -w 0.02 -c 0.05
	critical SCEP-SLOW "-c 0.05"
	check mscep -u "$url" -w 30 -c 60
	ok
	check mscep -u "$url" -c 30:
	critical SCEP-SLOW
	check mscep -u "$url" -c '~:30'
	ok
	check mscep -u "$url" -c @30:60
	ok
	check mscep -u "$url" -c @0:60
	critical SCEP-SLOW
	between time 0.1 5
	between time_wait 0.1 5
}

@test "thresholds of time: perfdata have them in the form of numbers, however they were typed" {
	local url

	url=http://127.0.0.1:$(dead_port)/
	check mscep -u "$url" -w .5 -c +60.
	[[ $output =~ \|time=0\.[0-9]+s\;0\.5\;60\;0 ]] || failed "the limits are as they were typed"
	check mscep -u "$url" -w .5 -c +60. --output-format=json
	[[ $(jq -r '.perfdata[0] | .warn, .crit' <<<"$output" | xargs) == "0.5 60" ]]
}

@test "secrets on the command line are refused and not repeated" {
	for word in mscep ra_cert; do
		check $word -u http://monitor:s3cret@127.0.0.1/
		refused --url
		never_says s3cret
		check $word -H 127.0.0.1 -k "Authorization: Bearer s3cret"
		refused --header
		never_says s3cret
		check $word -H 127.0.0.1 -k "Authorization : Bearer s3cret"
		refused "secret in -k --header"
		never_says s3cret
		check $word -H 127.0.0.1 -k "X-Vault-Token: s3cret"
		refused "secret in -k --header"
		never_says s3cret
		check $word -H 127.0.0.1 -k "Proxy-Authorization: Basic s3cret"
		refused --header
		never_says s3cret
		check $word -H 127.0.0.1 -k "Cookie: session=s3cret"
		never_says s3cret
		check $word -u http://monitor:s3cret@127.0.0.1/ --output-format=json
		never_says s3cret
	done
}

@test "headers and agent are sent, broken ones refused" {
	ndes
	check mscep -u "$url" -k "X-Test: yes" -k "X-More: 1" -A "agent/1"
	ok
	check mscep -u "$url" -k "no colon"
	refused --header
	check mscep -u "$url" -k $'X: a\r\nY: b'
	refused --header
	check mscep -u "$url" -k ""
	refused --header
	for bad in ': y' 'X : y' 'X Y: z' $'X\t: y' $'X: y\x01'; do
		check mscep -u "$url" -k 'X-Test: yes' -k "$bad"
		refused --header "number 2" || return
	done
	for bad in $'x\r\nX-Injected: 1' $'x\nAuthorization: Basic s3cret' $'x\x01'; do
		check mscep -u "$url" -A "$bad"
		refused --useragent
		never_says Injected s3cret || return
	done
}

@test "--exit-ok: the output stays, usage errors stay" {
	ndes --fault=pool-stopped
	check mscep -u "$url" --exit-ok
	((status == 0))
	first_line "MSCEP CRITICAL"
	check mscep -u "$url" --exit-ok --output-format=json
	((status == 0))
	check mscep -u "$url" --exit-ok -w abc
	refused
}

@test "an empty argument and a huge one" {
	check mscep ""
	refused
	check mscep -u "http://127.0.0.1/" -w "$(head -c 100000 /dev/zero | tr '\0' 9)x"
	refused
	check ra_cert --pin="$(head -c 100000 /dev/zero | tr '\0' a)" -f x
	refused
}

@test "domain controllers and domains that are none" {
	local plugin bad template

	for plugin in template_acl ndes_account; do
		template=()
		[[ $plugin != template_acl ]] || template=(--template=x)
		for bad in dc1:x dc1:0 dc1:65536 dc1:389: :389 "dc1 dc2" dc1,dc2 "[::1" "[dc1]" ldap://dc1 dc1/x 'dc1$' ::1%; do
			check "$plugin" "${template[@]}" --account=x -H 127.0.0.1 -H "$bad"
			refused "--hostname: '$bad'" || return
		done
		for bad in "a b" a:389 a/b ::1 .a; do
			check "$plugin" "${template[@]}" --account=x --domain="$bad"
			refused "--domain: '$bad'" || return
		done
	done
}
