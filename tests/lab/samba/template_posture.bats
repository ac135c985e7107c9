#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2154 # samba, output, status: shared with the files that are loaded
# check_template_acl --posture: who else may enroll or rewrite the template, and which settings are dangerous?
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

posture() {
	may svc_ndes "$@" --posture
}

# judged SDDL: the posture of a template with these entries; settings don't matter
judged() {
	samba_dacl "$place" "D:P$everybody_reads$1" || return
	shift
	posture SmallKey --purpose=none "$@"
}

@test "without --posture nothing is said about others" {
	healthy svc_ndes ESC1-AU
	never_says ESC1: "(ESC1)" "who else"
	healthy svc_ndes AnyPurpose
	healthy svc_ndes ESC9
	healthy svc_ndes ESC13
	healthy svc_ndes NoRevocationInfo
	healthy svc_ndes ESC4-WriteProperty
	healthy svc_ndes ESC4-Owner
}

@test "the account and administrators alone: OK" {
	posture IPSECIntermediateOffline
	ok "who else"
	posture AllCR
	ok
}

@test "Authenticated Users may enroll: CRITICAL" {
	posture ESC1-AU
	critical TEMPLATE-POSTURE-ENROLL "Authenticated Users" "ESC1"
	first_line "ESC1-AU" "Authenticated Users"
	posture ESC2-NoEku
	critical TEMPLATE-POSTURE-ENROLL "Authenticated Users"
	posture ESC3-AU
	critical TEMPLATE-POSTURE-ENROLL "Authenticated Users" "ESC3"
}

@test "a deny for a few does not take Authenticated Users away" {
	posture Denied
	critical TEMPLATE-POSTURE-ENROLL "Authenticated Users"
}

@test "Authenticated Users with full control may enroll and rewrite" {
	posture ESC4-AU-GenericAll
	critical TEMPLATE-POSTURE-WRITE "Authenticated Users" "ESC4"
	says TEMPLATE-POSTURE-ENROLL
}

@test "computers of the domain may rewrite the permissions" {
	posture ESC4-DC-WriteDacl
	critical TEMPLATE-POSTURE-WRITE "Domain Computers"
}

@test "another group, user or unknown SID: WARNING, and named" {
	posture NDES-Intune
	warning TEMPLATE-POSTURE-ENROLL "g_local"
	posture ESC4-WriteProperty
	warning TEMPLATE-POSTURE-WRITE "lowpriv"
	posture ESC4-Owner
	warning TEMPLATE-POSTURE-WRITE "lowpriv"
	may svc_admin DeletedSid --posture
	warning TEMPLATE-POSTURE-ENROLL "S-1-5-21-1-2-3-4"
	may gmsa_ndes ForGmsa --posture
	warning TEMPLATE-POSTURE-ENROLL 'NDES1$'
	says "may enroll"
}

@test "--allow: by name, in other case, by SID, several; what it does not name is still found" {
	posture NDES-Intune --allow=g_local
	ok
	posture NDES-Intune --allow=G_LOCAL
	ok
	posture NDES-Intune --allow="$(sid g_local)"
	ok
	posture ESC1-AU --allow=S-1-5-11
	ok
	posture ESC4-WriteProperty --allow=lowpriv
	ok
	posture ESC4-Owner --allow=lowpriv
	ok
	may gmsa_ndes ForGmsa --posture --allow='NDES1$'
	ok
	may svc_admin DeletedSid --posture --allow=S-1-5-21-1-2-3-4
	ok
	posture ESC4-AU-GenericAll --allow=g_local --allow="Authenticated Users"
	ok
	posture ESC1-AU --allow=g_local
	critical TEMPLATE-POSTURE-ENROLL
	posture NDES-Intune --allow=g_universal --allow=lowpriv
	warning TEMPLATE-POSTURE-ENROLL
}

@test "--allow is taken literally" {
	posture NDES-Intune --allow='*' --allow='g_*' --allow='(' --allow='\'
	warning TEMPLATE-POSTURE-ENROLL "g_local"
	posture NDES-Intune --allow=
	refused "--allow"
}

@test "dangerous settings: WARNING" {
	posture AnyPurpose
	warning TEMPLATE-POSTURE-SETTING "any purpose" "ESC2"
	posture ESC9
	warning TEMPLATE-POSTURE-SETTING "security extension" "ESC9"
	posture ESC13
	warning TEMPLATE-POSTURE-SETTING "g_policy" "ESC13"
	posture NoRevocationInfo
	warning TEMPLATE-POSTURE-SETTING "revocation"
}

@test "--allow is for people, not for settings" {
	posture AnyPurpose --allow=g_local --allow="Authenticated Users"
	warning TEMPLATE-POSTURE-SETTING
}

@test "posture does not hide that the account may not enroll" {
	posture NoEnroll
	critical TEMPLATE-NO-ENROLL
	posture HiddenFromAU
	unknown TEMPLATE-HIDDEN
	never_says TEMPLATE-POSTURE
}

@test "everybody at once: Everyone, Users, Guests, Domain Users, Domain Guests" {
	local trustee name

	while read -r trustee name; do
		judged "$everybody_enrolls(A;;WP;;;$trustee)" --allow=S-1-5-11
		critical TEMPLATE-POSTURE-WRITE "$name"
		judged "(OA;;CR;$enroll_right;;$trustee)$everybody_enrolls" --allow=S-1-5-11
		critical TEMPLATE-POSTURE-ENROLL "$name"
	done <<-END
		WD Everyone
		S-1-5-32-545 Users
		BG Guests
		DU Domain Users
		DG Domain Guests
		DC Domain Computers
		AN Anonymous
	END
}

@test "administrators are never an alarm" {
	local entries="" trustee

	for trustee in DA EA SA BA DD ED RO; do
		entries+="(A;;GA;;;$trustee)"
	done
	judged "$everybody_enrolls$entries" --allow=S-1-5-11
	ok
}

@test "a deny in front takes effect, an entry for objects below does not" {
	judged "(OA;;CR;$enroll_right;;$(sid svc_ndes))(OD;;CR;$enroll_right;;AU)$everybody_enrolls"
	ok
	judged "(OA;;CR;$enroll_right;;$(sid svc_ndes))(OA;CIIO;CR;$enroll_right;;AU)(A;CIIO;GA;;;WD)"
	ok
	judged "(OA;;CR;$enroll_right;;$(sid svc_ndes))(D;;GA;;;DC)(A;;GA;;;DC)"
	ok
}

@test "rewriting: permissions, owner, any property; not one property, not deletion of nothing" {
	local right

	for right in WD WO WP GW GA 0xf00ff; do
		judged "$everybody_enrolls(A;;$right;;;$(sid lowpriv))" --allow=S-1-5-11
		not_ok
		says TEMPLATE-POSTURE-WRITE "lowpriv"
	done
	judged "$everybody_enrolls(OA;;WP;$public_information;;$(sid lowpriv))" --allow=S-1-5-11
	ok
	judged "$everybody_enrolls(A;;RPLCLORC;;;$(sid lowpriv))" --allow=S-1-5-11
	ok
}

@test "full control as the console writes it: rewrites, does not enroll" {
	judged "(OA;;CR;$enroll_right;;$(sid svc_ndes))(A;;0xf00ff;;;$(sid lowpriv))"
	warning TEMPLATE-POSTURE-WRITE "lowpriv"
	never_says TEMPLATE-POSTURE-ENROLL
}

@test "AutoEnroll of others is not Enroll" {
	judged "(OA;;CR;$enroll_right;;$(sid svc_ndes))(OA;;CR;$autoenroll_right;;AU)"
	ok
}

@test "an entry for OWNER RIGHTS takes the owner's own rights away" {
	samba_dacl "CN=ESC4-Owner,$samba_templates" \
		"D:P$everybody_reads$everybody_enrolls(A;;RC;;;OW)"
	posture ESC4-Owner --allow=S-1-5-11
	ok
}
