#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2154 # samba, output, status: shared with the files that are loaded
# check_template_acl: permissions that are changed while it watches. Template SmallKey is rewritten by each test.
load ../../blackbox/common
load samba
load template

setup_file() {
	lab --services=ldap
}

setup() {
	cd "$BATS_TEST_TMPDIR" && passwords
	place="CN=SmallKey,$samba_templates"
}

# judged SDDL [ARGUMENT...]: the permissions are these; its settings don't matter
judged() {
	samba_dacl "$place" "D:P$1" || return
	shift
	may svc_ndes SmallKey --purpose=none "$@"
}

@test "an empty list hides the template: UNKNOWN, not a missing right" {
	judged ""
	unknown TEMPLATE-HIDDEN "exists" "not readable" "monitor@lab.test"
	never_says TEMPLATE-NO-ENROLL TEMPLATE-ABSENT TEMPLATE-UNPROTECTED
	judged "$everybody_reads$everybody_enrolls"
	ok
}

@test "readable, but without its permissions: UNKNOWN" {
	judged "(A;;RPLC;;;AU)$everybody_enrolls"
	unknown TEMPLATE-HIDDEN "permissions"
	never_says "may not"
}

@test "kinds of entries that deny: simple and object, with and without GUID, other rights" {
	judged "$everybody_reads(D;;CR;;;AU)$everybody_enrolls"
	critical TEMPLATE-NO-ENROLL "entry 2"
	judged "$everybody_reads(OD;;CR;;;AU)$everybody_enrolls"
	critical TEMPLATE-NO-ENROLL "entry 2"
	judged "$everybody_reads(D;;GA;;;DU)$everybody_enrolls"
	critical TEMPLATE-NO-ENROLL "entry 2"
	judged "$everybody_reads(D;;WPDTSDWDWO;;;AU)$everybody_enrolls"
	ok
	judged "$everybody_reads(OD;;CR;$autoenroll_right;;AU)$everybody_enrolls"
	ok
	judged "$everybody_reads(OD;CIIO;CR;$enroll_right;;AU)$everybody_enrolls"
	ok
}

@test "kinds of entries that grant: masks of the console, no GUID, GUID of inheritance" {
	judged "$everybody_reads(OA;;0x130;$enroll_right;;AU)"
	ok
	judged "$everybody_reads(OA;;0x110;$enroll_right;;AU)"
	ok
	judged "$everybody_reads(OA;;CR;;;AU)"
	ok
	judged "$everybody_reads(OA;;CR;$enroll_right;$enroll_right;AU)"
	ok
	judged "$everybody_reads(OA;;0x30;$enroll_right;;AU)"
	critical TEMPLATE-NO-ENROLL
	judged "$everybody_reads(OA;;0x130;$autoenroll_right;;AU)"
	critical TEMPLATE-NO-ENROLL "AutoEnroll"
}

@test "Read: denied in front, denied behind, granted by full control" {
	judged "(D;;RP;;;$(sid svc_ndes))$everybody_reads$everybody_enrolls"
	critical TEMPLATE-NO-READ "entry 1"
	judged "$everybody_reads(D;;RP;;;$(sid svc_ndes))$everybody_enrolls"
	ok
	judged "(OD;;RP;;;$(sid svc_ndes))$everybody_reads$everybody_enrolls"
	critical TEMPLATE-NO-READ
	judged "(A;;RPLCRC;;;$(sid monitor))(A;;GA;;;$(sid g_local))"
	ok
}

@test "the right is taken away and given back" {
	samba_dacl "$place" "D:P$everybody_reads(OA;;CR;$enroll_right;;$(sid svc_ndes))"
	may svc_ndes SmallKey
	warning TEMPLATE-KEY-SIZE
	samba_dacl "$place" "D:P$everybody_reads"
	may svc_ndes SmallKey
	critical TEMPLATE-NO-ENROLL
	says TEMPLATE-KEY-SIZE
}

@test "a long list of permissions: the output stays small, the last entry decides" {
	local entries="" number

	for number in {1..300}; do
		entries+="(OA;;CR;$enroll_right;;S-1-5-21-7-8-9-$number)"
	done
	judged "$everybody_reads$entries$everybody_enrolls"
	ok "entry 302"
	may svc_ndes SmallKey --purpose=none --explain --posture
	verdict CRITICAL 2
	first_line "Authenticated Users"
	may svc_ndes SmallKey --purpose=none --explain --posture -v
	critical TEMPLATE-POSTURE-ENROLL "= entry 302"
	may svc_ndes SmallKey --purpose=none --explain --posture --output-format=json
	critical TEMPLATE-POSTURE-ENROLL
}

@test "--explain of many entries keeps the cause and the remedy" {
	local entries="" number

	for number in {1..40}; do
		entries+="(OA;;CR;$enroll_right;;S-1-5-21-7-8-9-$number)"
	done
	judged "$everybody_reads$entries" --explain
	critical TEMPLATE-NO-ENROLL "Remedy: "
}
