#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2034,SC2154 # environment, samba, output, status: shared with the files that are loaded
# check_template_acl: what a person, a scheduler and a script see. The rules of output are judged in every run by check.
load ../../blackbox/common
load samba
load template

setup_file() {
	lab --services=ldap
}

setup() {
	cd "$BATS_TEST_TMPDIR" && passwords
	read -ra asked <<<"$service"
	mapfile -t all < <(sed -n '/^TEMPLATES = /,/^]/s/^    ("\([^"]*\)", dict(.*/\1/p' "$samba_lab/fill.py")
}

# json FILTER: what jq makes of the output
json() {
	jq -r "$1" <<<"$output"
}

# equal FILTER VALUE
equal() {
	[[ $(json "$1") == "$2" ]] || failed "$1 is $(json "$1"), not $2"
}

@test "line 1: what was found, and the only bar" {
	acl "${asked[@]}"
	ok
	first_line "TEMPLATE_ACL OK - svc_ndes@lab.test" "NDES-Intune" "LAB-CA1-CA"
	[[ $(tr -dc '|' <<<"$output") == '|' ]] || failed "not one bar"
	says "[OK] template NDES-Intune" "[OK] CA LAB-CA1-CA" "[OK] account"
	never_says "Remedy"
}

@test "line 1 holds the worst finding, whatever the order of the templates" {
	acl --account=svc_ndes --template=SmallKey --template=PendAll --template=HiddenFromAU
	critical TEMPLATE-APPROVAL
	first_line "PendAll"
	acl --account=svc_ndes --template=PendAll --template=HiddenFromAU --template=SmallKey
	first_line "PendAll"
	acl --account=svc_ndes --template=SmallKey --template=HiddenFromAU
	first_line "HiddenFromAU"
}

@test "perfdata: time and phases, in every state" {
	acl "${asked[@]}"
	measured time time_resolve time_connect time_tls dc_certificate_remaining dc_certificate_used
	may svc_ndes NoEnroll
	measured time time_resolve time_connect time_tls dc_certificate_remaining
	may nobody Gone
	measured time time_resolve time_connect time_tls
	between time 0.001 10
	[[ ${output%%$'\n'*} != *"$samba_address="* ]] || failed "a label holds the address"
}

@test "perfdata do not change with the number of templates" {
	local first second

	acl "${asked[@]}"
	first=$(grep -o ' [a-z_]*=' <<<"${output%%$'\n'*}")
	acl "${asked[@]}" --template=NoEnroll --template=Gone
	second=$(grep -o ' [a-z_]*=' <<<"${output%%$'\n'*}")
	[[ $first == "$second" ]] || failed "labels were $first"
}

@test "all templates of the directory in one run: 4 KB, the worst in line 1" {
	((${#all[@]} > 50)) || failed "${#all[@]} templates"
	acl --account=svc_ndes "${all[@]/#/--template=}"
	verdict CRITICAL 2
	measured time dc_certificate_remaining
	says "... ("
	acl --account=svc_ndes "${all[@]/#/--template=}" -v --explain --posture
	verdict CRITICAL 2
}

@test "all templates of the directory as JSON: nothing is left out while there is room" {
	acl --account=svc_ndes "${all[@]/#/--template=}" --output-format=json --explain --posture
	equal .state CRITICAL
}

@test "one fine template fifty times, and the worst one last" {
	local many=()

	for _ in {1..50}; do
		many+=(--template=NDES-Intune)
	done
	acl --account=svc_ndes "${many[@]}"
	verdict OK 0
	acl --account=svc_ndes "${many[@]}" --template=NoEnroll
	critical TEMPLATE-NO-ENROLL
	first_line "NoEnroll"
}

@test "JSON: fine" {
	acl "${asked[@]}" --output-format=json
	equal .plugin check_template_acl
	equal .state OK
	equal .exit_code 0
	equal '.checks[] | select(.id | startswith("template")) | .state' OK
	equal '[.checks[] | .. | .cause? // empty] | length' 0
	equal '[.perfdata[].label] | index("time") != null' true
	equal '.facts.templates | index("NDES-Intune") != null' true
	equal '.summary | contains("svc_ndes@lab.test")' true
}

@test "JSON: cause and remedy of a finding" {
	may svc_ndes NoEnroll --output-format=json
	equal .state CRITICAL
	equal .exit_code 2
	equal '[.. | objects | select(.cause == "TEMPLATE-NO-ENROLL")] | length' 1
	equal '.. | objects | select(.cause == "TEMPLATE-NO-ENROLL") | .state' CRITICAL
	equal '.. | objects | select(.cause == "TEMPLATE-NO-ENROLL") | .remedy | contains("certtmpl.msc")' true
}

@test "JSON: several templates have ids of their own, stable from run to run" {
	local first

	acl --account=svc_ndes --template=NoEnroll --template=NDES-Intune --template=Gone --output-format=json
	equal '[.. | objects | .id? // empty] | length == (unique | length)' true
	first=$(json '[.checks[] | {id, state}] | sort_by(.id) | tostring')
	acl --account=svc_ndes --template=NoEnroll --template=NDES-Intune --template=Gone --output-format=json
	[[ $first == "$(json '[.checks[] | {id, state}] | sort_by(.id) | tostring')" ]] || failed "was $first"
}

@test "JSON: the certificate's end as a point in time" {
	acl "${asked[@]}" --output-format=json
	(($(json '[.. | objects | .not_after? // empty][0]') > $(date +%s)))
}

@test "JSON on every path: usage errors, refused logins, no answer" {
	acl --template=NDES-Intune --account=svc_ndes --require-right=write --output-format=json
	equal .state UNKNOWN
	equal .exit_code 3
	plugin_run -H "$samba_address" -S --ca-cert="$samba/tls.pem" -D "$samba_monitor" --password-file=wrong \
		"${asked[@]}" --output-format=json
	equal .state UNKNOWN
	says DIRECTORY-LOGIN
	plugin_run -H 127.0.0.1 -p 9 -S -D "$samba_monitor" --password-file=password "${asked[@]}" --output-format=json
	equal .state CRITICAL
	says DIRECTORY-DOWN
}

@test "JSON: names from outside are taken as text" {
	may svc_ndes 'x"y\z'$'\t<&>' --output-format=json
	equal .exit_code 2
	may $'"}\x01\xc3\xa4' NDES-Intune --output-format=json
	equal .exit_code 2
	may $'\xff\xfe' NDES-Intune --output-format=json
	not_ok
}

@test "Prometheus and Checkmk: the same exit code" {
	local form

	for form in prometheus checkmk; do
		acl "${asked[@]}" --output-format=$form
		((status == 0))
		may svc_ndes NoEnroll --output-format=$form
		((status == 2))
		may svc_ndes SmallKey --output-format=$form
		((status == 1))
		may svc_ndes HiddenFromAU --output-format=$form
		((status == 3))
	done
	says "HiddenFromAU"
}

@test "--output-file beside the normal output" {
	may svc_ndes NoEnroll --output-file=result.json
	critical TEMPLATE-NO-ENROLL
	[[ $(jq -r .state result.json) == CRITICAL ]]
	grep -q "$samba_monitor_password" result.json && failed "the file holds the password"
	may svc_ndes NDES-Intune --output-file=result.prom
	ok
	grep -q '^mscep_check_state{' result.prom
}

@test "--exit-ok, but not for usage errors" {
	may svc_ndes NoEnroll --exit-ok
	((status == 0)) && first_line "CRITICAL"
	may svc_ndes NoEnroll --exit-ok --purpose=x
	refused "--purpose"
}

@test "--extra-opts: options from a file, and typed ones win" {
	cat >options.ini <<-END
		[check_template_acl]
		hostname=$samba_address
		ssl=
		ca-cert=$samba/tls.pem
		bind-dn=$samba_monitor
		password-file=$PWD/password
		template=NDES-Intune
		account=lowpriv
	END
	plugin_run --extra-opts=@options.ini
	critical TEMPLATE-NO-ENROLL "lowpriv@lab.test"
	plugin_run --extra-opts=@options.ini --account=svc_ndes
	ok "svc_ndes@lab.test"
}

@test "usage: what is missing, what does not exist, positional arguments" {
	acl --account=svc_ndes
	refused "--template"
	acl --template=NDES-Intune
	refused "--account"
	plugin_run "${asked[@]}"
	refused "--hostname"
	acl "${asked[@]}" more
	refused "more"
	acl "${asked[@]}" --no-such-option
	refused "--no-such-option"
	acl "${asked[@]}" -t 0
	refused
	acl "${asked[@]}" -t 10x
	refused
	acl "${asked[@]}" -p 0
	refused
	acl "${asked[@]}" -p 65536
	refused
	acl "${asked[@]}" --output-format=xml
	refused
}

@test "help and version" {
	check template_acl --help
	((status == 3))
	says "--template" "--account" "--ca" "--purpose" "--require-eku" "--require-right" "--posture" "--allow" \
		"--explain" "--domain" "--keytab" "--principal" "--allow-cleartext"
	check template_acl -V
	((status == 3))
	says "check_template_acl"
}

@test "accounts never have a backslash, also when one was typed" {
	may 'LAB\svc_ndes' NoEnroll
	critical TEMPLATE-NO-ENROLL "svc_ndes@lab.test"
	never_says '\'
	may 'LAB\nobody' NDES-Intune
	critical ACCOUNT-ABSENT "LAB/nobody"
}

@test "numbers and words do not depend on the locale" {
	local first

	may svc_ndes OverlapTooLong
	first=$(tail -n +2 <<<"$output" | grep -v 'time: ')
	environment=(LC_ALL=de_DE.UTF-8 LANG=de_DE.UTF-8 TZ=Asia/Tokyo)
	may svc_ndes OverlapTooLong
	[[ $(tail -n +2 <<<"$output" | grep -v 'time: ') == "$first" ]] || failed "was $first"
}

@test "-v says more: the name that is displayed, which registry value of NDES it fits" {
	may svc_ndes IPSECIntermediateOffline
	never_says "GeneralPurposeTemplate"
	may svc_ndes IPSECIntermediateOffline -v
	ok "IPSec (Offline request)" "GeneralPurposeTemplate"
	may svc_ndes EnrollmentAgentOffline --purpose=ra-signing -vvv
	ok
}

@test "a run takes no longer than a second" {
	acl "${asked[@]}"
	within 1000
}
