#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2154 # samba, output, status: shared with the files that are loaded
# check_template_acl in a hardened domain: groups of users are hidden (tokenGroups is silently absent).
load ../../blackbox/common
load samba
load template

setup_file() {
	lab --services=ldap && samba_harden
}

setup() {
	cd "$BATS_TEST_TMPDIR" && passwords
	place="CN=SmallKey,$samba_templates"
}

# judged SDDL [ARGUMENT...]: the permissions are these; its settings don't matter
judged() {
	samba_dacl "$place" "D:P$everybody_reads$1" || return
	may svc_ndes SmallKey --purpose=none "${@:2}"
}

@test "granted stays OK: to the account, through nested groups, to everybody" {
	healthy svc_ndes IPSECIntermediateOffline
	healthy svc_ndes NDES-Intune
	says "g_local"
	healthy svc_ndes ESC1-AU
	healthy svc_ndes AllCR
	healthy svc_ndes AllowThenDeny
}

@test "granted through the group in the middle, and the primary group" {
	judged "(OA;;CR;$enroll_right;;$(sid g_universal))"
	ok
	judged "(OA;;CR;$enroll_right;;$(sid g_global))"
	ok
	judged "(OA;;CR;$enroll_right;;DU)"
	ok
}

@test "not granted becomes UNKNOWN, with the remedy; never a missing right" {
	local template

	for template in NoEnroll AutoOnly FullNoCR WrongGuid InheritOnly ForGmsa DeletedSid; do
		may svc_ndes $template
		unknown DIRECTORY-HIDDEN "RAS and IAS Servers" "monitor@lab.test"
		never_says "may not enroll" TEMPLATE-NO-ENROLL
	done
	first_line "svc_ndes@lab.test"
}

@test "Read that is not granted becomes UNKNOWN too, and so does the CA's permission" {
	may svc_ndes EnrollNoRead
	unknown DIRECTORY-HIDDEN
	never_says TEMPLATE-NO-READ
	may svc_ndes OnlyCA2
	unknown DIRECTORY-HIDDEN
	never_says CA-NO-ENROLL
}

@test "it says which groups it could not see" {
	healthy svc_ndes NDES-Intune
	says "tokenGroups"
}

@test "an entry that denies a group that the account is visibly in: not OK" {
	may svc_denied Denied
	not_ok
	first_line "svc_denied" "g_deny"
	judged "(OD;;CR;$enroll_right;;$(sid g_local))$everybody_enrolls"
	not_ok
	judged "(OD;;CR;$enroll_right;;$(sid svc_ndes))$everybody_enrolls"
	critical TEMPLATE-NO-ENROLL
}

@test "an entry in front that denies a SID nobody can look into: UNKNOWN, not OK" {
	judged "(OD;;CR;$enroll_right;;S-1-5-21-1-2-3-4)$everybody_enrolls"
	verdict UNKNOWN 3
	says "S-1-5-21-1-2-3-4"
	judged "$everybody_enrolls(OD;;CR;$enroll_right;;S-1-5-21-1-2-3-4)"
	ok
}

@test "computers and managed accounts are as readable as before" {
	healthy gmsa_ndes ForGmsa
	may NDES1 ForGmsa
	ok
	denied gmsa_ndes NoEnroll
	denied gmsa_other ForGmsa
	denied 'CA1$' ForGmsa
}

@test "accounts are found by every name" {
	local name

	for name in svc_ndes@lab.test LAB/svc_ndes "$(sid svc_ndes)" "CN=svc_ndes,CN=Users,$samba_base"; do
		may "$name" NDES-Intune
		ok "svc_ndes@lab.test"
	done
	may nobody NDES-Intune
	critical ACCOUNT-ABSENT
}

@test "settings and publication are judged all the same" {
	may svc_ndes PendAll
	critical TEMPLATE-APPROVAL
	may svc_ndes SmallKey
	not_ok
	may svc_ndes NDES-v3
	critical TEMPLATE-UNPUBLISHED
	may svc_ndes ESC1-AU --posture
	critical TEMPLATE-POSTURE-ENROLL
}

@test "a name with brackets, an asterisk and a backslash as DN of the account" {
	samba_modify <<-'END'
		dn: CN=odd (a*b) \\ c\, d,CN=Users,DC=lab,DC=test
		changetype: add
		objectClass: user
		sAMAccountName: odd_name
	END
	samba_modify <<-END
		dn: CN=g_global,CN=Users,$samba_base
		changetype: modify
		add: member
		member: CN=odd (a*b) \\\\ c\\, d,CN=Users,DC=lab,DC=test
	END
	healthy odd_name NDES-Intune
	says "g_local"
}

@test "groups of a primary group that is not Domain Users" {
	samba_member add CN=g_global,CN=Users CN=svc_renamed,CN=Users
	samba_modify <<-END
		dn: CN=svc_renamed,CN=Users,$samba_base
		changetype: modify
		replace: primaryGroupID
		primaryGroupID: $(sid g_global | sed 's/.*-//')
	END
	healthy svc_renamed NDES-Intune
	says "g_local"
	judged "(OD;;CR;$enroll_right;;$(sid g_universal))$everybody_enrolls" --account=svc_renamed
	not_ok
}

@test "an account that monitoring may read: the remedy gives certainty back" {
	may svc_ndes NoEnroll
	unknown DIRECTORY-HIDDEN
	samba_remedy
	denied svc_ndes NoEnroll
	denied svc_denied Denied
	first_line "entry 1" "g_deny"
	healthy svc_ndes NDES-Intune
	never_says "tokenGroups"
}

@test "back to normal" {
	samba_unharden
	denied svc_ndes NoEnroll
	healthy svc_ndes NDES-Intune
}
