#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2154 # samba, output, status: shared with the files that are loaded
# check_template_acl: which SIDs an account has, and which it has not. Template SmallKey is rewritten by each test.
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

deny() {
	echo "(OD;;CR;$enroll_right;;$1)"
}

@test "every SID of the account's token may deny" {
	local trustee

	for trustee in WD AU S-1-5-2 S-1-5-15 S-1-5-32-545 DU "$(sid svc_ndes)" "$(sid g_global)" "$(sid g_universal)" \
		"$(sid g_local)"; do
		judged "$everybody_reads$(deny "$trustee")$everybody_enrolls"
		critical TEMPLATE-NO-ENROLL "entry 2"
	done
}

@test "SIDs that are not in the account's token deny nothing" {
	local trustee

	for trustee in AN DC DA BG S-1-5-21-1-2-3-4 PS SY ED "$(sid g_deny)" "$(sid lowpriv)" S-1-5-1 S-1-5-4 \
		S-1-3-0; do
		judged "$everybody_reads$(deny "$trustee")$everybody_enrolls"
		ok "entry 3"
	done
}

@test "every SID of the account's token may be granted it" {
	local trustee

	for trustee in WD AU S-1-5-32-545 DU "$(sid svc_ndes)" "$(sid g_global)" "$(sid g_universal)" \
		"$(sid g_local)"; do
		judged "$everybody_reads(OA;;CR;$enroll_right;;$trustee)"
		ok
	done
	for trustee in AN DC DA PS "$(sid lowpriv)" "$(sid g_deny)"; do
		judged "$everybody_reads(OA;;CR;$enroll_right;;$trustee)"
		critical TEMPLATE-NO-ENROLL
	done
}

@test "the primary group of computers and managed accounts" {
	samba_dacl "$place" "D:P$everybody_reads(OA;;CR;$enroll_right;;DC)"
	may gmsa_ndes SmallKey --purpose=none
	ok "Domain Computers"
	may 'CA1$' SmallKey --purpose=none
	ok
	may svc_ndes SmallKey --purpose=none
	critical TEMPLATE-NO-ENROLL
}

@test "Administrators of the domain controller are not those of the CA's host" {
	samba_dacl "$place" "D:P$everybody_reads(OA;;CR;$enroll_right;;BA)"
	may svc_admin SmallKey --purpose=none
	not_ok
}
