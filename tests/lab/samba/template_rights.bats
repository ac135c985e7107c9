#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2154 # samba, output, status: shared with the files that are loaded
# check_template_acl: who may read and enroll, for users, groups within groups, computers, managed accounts.
load ../../blackbox/common
load samba
load template

setup_file() {
	lab --services=ldap
}

setup() {
	cd "$BATS_TEST_TMPDIR" && passwords
}

@test "granted to the account itself, by an object entry" {
	healthy svc_ndes IPSECIntermediateOffline
	first_line "LAB-CA1-CA"
	says "[OK] Enroll: svc_ndes@lab.test" "svc_ndes Enroll" "[OK] Read: "
}

@test "granted through three nested groups: global, universal, domain-local" {
	healthy svc_ndes NDES-Intune
	says "g_local"
	healthy svc_ndes NDES-v4
	denied lowpriv NDES-Intune
	denied svc_denied NDES-Intune
}

@test "granted to Authenticated Users" {
	healthy svc_ndes ESC1-AU
	healthy lowpriv ESC1-AU
	healthy 'gmsa_ndes$' ESC1-AU
	says "Authenticated Users"
}

@test "granted by a simple entry: control access without a GUID, full control with it" {
	healthy svc_ndes AllCR
	healthy lowpriv ESC4-AU-GenericAll
}

@test "nobody gave it: denied at the end of the list" {
	denied svc_ndes NoEnroll
	says "[OK] Read: svc_ndes@lab.test"
	denied svc_ndes DeletedSid
	denied lowpriv IPSECIntermediateOffline
}

@test "an entry that denies in front of the one that grants" {
	healthy svc_ndes Denied
	denied svc_denied Denied
	first_line "entry 1" "g_deny"
}

@test "the order of the entries decides, not their kind" {
	healthy svc_ndes AllowThenDeny
	says "entry 1"
	denied svc_ndes DenyThenAllow
	first_line "entry 1" "svc_ndes"
}

@test "full control as the console writes it does not contain Enroll" {
	denied svc_ndes FullNoCR
	says "[OK] Read: "
}

@test "AutoEnroll is not Enroll, nor is any other right" {
	denied svc_ndes AutoOnly
	first_line "AutoEnroll"
	denied svc_ndes WrongGuid
	denied svc_ndes AutoOnly --require-right=enroll
}

@test "an entry for objects below only does not count" {
	denied svc_ndes InheritOnly
	may svc_ndes InheritOnly --explain
	says "below only"
}

@test "Enroll without Read" {
	may svc_ndes EnrollNoRead
	critical TEMPLATE-NO-READ "svc_ndes@lab.test may not read"
	never_says "TEMPLATE-NO-ENROLL"
	healthy svc_ndes EnrollNoRead --require-right=enroll
}

@test "Read of one property set is a part, not Read" {
	may svc_ndes ReadOnlyPropset
	critical TEMPLATE-NO-READ "Public Information" "part"
	healthy svc_ndes ReadOnlyPropset --require-right=enroll
}

@test "--require-right: read alone, autoenroll too" {
	healthy svc_ndes NoEnroll --require-right=read
	healthy svc_ndes AutoOnly --require-right=autoenroll
	healthy svc_ndes AutoOnly --require-right=read,autoenroll
	healthy svc_ndes AllCR --require-right=read,enroll,autoenroll
	may svc_ndes NDES-Intune --require-right=read,enroll,autoenroll
	critical TEMPLATE-NO-AUTOENROLL "AutoEnroll" "[OK] Enroll: "
	may svc_ndes AutoOnly --require-right=read,enroll,autoenroll
	critical TEMPLATE-NO-ENROLL "[OK] AutoEnroll: "
}

@test "--require-right: words that are none" {
	local words

	for words in write "" "," "read," ",read" "read,,enroll" "read enroll" "enroll;read" full enrol; do
		may svc_ndes NDES-Intune --require-right="$words"
		refused "--require-right"
	done
}

@test "--require-right given twice demands both" {
	may svc_ndes EnrollNoRead --require-right=read --require-right=enroll
	verdict CRITICAL 2 || refused "--require-right"
}

@test "managed service accounts and computers, with and without their dollar" {
	local account

	for account in gmsa_ndes 'gmsa_ndes$' NDES1 'NDES1$' 'ndes1$'; do
		may "$account" ForGmsa
		ok "may enroll"
	done
	first_line 'NDES1$@lab.test'
	denied gmsa_other ForGmsa
	denied 'CA1$' ForGmsa
	denied svc_ndes ForGmsa
	denied gmsa_ndes IPSECIntermediateOffline
}

@test "administrators may" {
	healthy svc_admin NoEnroll
	healthy svc_admin_nested NoEnroll
	says "Domain Admins"
}

@test "--explain: every entry in order, why it was skipped, and the one that decided" {
	local entries

	may svc_denied Denied --explain
	critical TEMPLATE-NO-ENROLL "= entry 1 denies g_deny Enroll" "not reached"
	[[ $(grep -c '^ *= ' <<<"$output") == 3 ]] || failed "not one entry that decided for each of three rights"
	may svc_ndes Denied --explain
	ok "- entry 1 denies g_deny Enroll: skipped" "= entry 7 allows Authenticated Users Enroll"
	entries=$(grep -o 'entry [1-7] ' <<<"${output#*Enroll: svc_ndes}" | head -n 8 | tail -n 7 | tr -dc 1-7)
	[[ $entries == 1234567 ]] || failed "the entries are not in their order"
	may svc_ndes NoEnroll --explain
	critical TEMPLATE-NO-ENROLL "= end of the list"
	may svc_ndes NoEnroll
	never_says "skipped" "not reached"
}

@test "an SID that resolves to nothing is printed as it is" {
	may svc_ndes DeletedSid --explain
	says "S-1-5-21-1-2-3-4"
}

@test "several templates in one run: the worst decides, each has its own findings" {
	acl --account=svc_ndes --template=NDES-Intune --template=NDES-v4 --template=ESC1-AU
	ok "NDES-Intune" "NDES-v4" "ESC1-AU"
	acl --account=svc_ndes --template=NDES-Intune --template=NoEnroll --template=SmallKey --template=HiddenFromAU
	critical TEMPLATE-NO-ENROLL "[OK] template NDES-Intune" "[WARNING] template SmallKey" \
		"[UNKNOWN] template HiddenFromAU" "[CRITICAL] template NoEnroll"
	first_line "NoEnroll"
	acl --account=svc_ndes --template=HiddenFromAU --template=SmallKey
	unknown TEMPLATE-HIDDEN
	first_line HiddenFromAU
	acl --account=svc_ndes --template=NDES-Intune --template=SmallKey
	warning TEMPLATE-KEY-SIZE
}

@test "the remedy names the place to click, and the code that a CA answers is in the manual" {
	denied svc_ndes NoEnroll
	says "certtmpl.msc" "Enroll" "mscep-causes(7)"
	grep -q '^CAUSE(TEMPLATE_NO_ENROLL, .*0x80094012' "$source_top/lib/core/causes.def"
}
