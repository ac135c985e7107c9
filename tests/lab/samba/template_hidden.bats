#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2154 # samba, output, status: shared with the files that are loaded
# check_template_acl: what is hidden from the monitoring account is not "no". What a test changes besides template
# SmallKey is put back.
load ../../blackbox/common
load samba
load template

setup_file() {
	lab --services=ldap
}

setup() {
	cd "$BATS_TEST_TMPDIR" && passwords
	place="CN=SmallKey,$samba_templates"
	enterprise="CN=LAB-CA1-CA,CN=Enrollment Services,$samba_pki"
	entrusted="CN=NTAuthCertificates,$samba_pki"
	public="(OA;;RP;$public_information;;AU)"
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

@test "the template's name is not readable for us: never unpublished" {
	judged "(OD;;RP;$public_information;;$(sid monitor))$everybody_reads$everybody_enrolls"
	never_says TEMPLATE-UNPUBLISHED "no CA publishes it"
	judged "(D;;RP;;;$(sid monitor))$everybody_reads$everybody_enrolls"
	verdict UNKNOWN 3
	never_says TEMPLATE-UNPUBLISHED "no CA publishes it"
}

@test "the template's purposes are not readable for us: never any purpose" {
	local hidden

	hidden="(A;;LCRC;;;AU)$public(A;;RP;;;$(sid svc_ndes))$everybody_enrolls"
	judged "$hidden" --require-eku=clientAuth
	verdict UNKNOWN 3
	judged "$hidden" --posture --allow=S-1-5-11
	verdict UNKNOWN 3
	never_says "any purpose"
}

@test "the template's settings are not readable for us: UNKNOWN" {
	samba_dacl "$place" \
		"D:P(A;;LCRC;;;AU)$public(A;;RP;;;$(sid svc_ndes))$everybody_enrolls"
	may svc_ndes SmallKey
	unknown DIRECTORY-HIDDEN "monitor@lab.test"
	never_says TEMPLATE-SUBJECT TEMPLATE-NO-READ
}

@test "an account that is hidden from us: UNKNOWN by DN and SID" {
	local number

	number=$(sid svc_renamed)
	samba_dacl "CN=svc_renamed,CN=Users,$samba_base" "D:P(A;;GA;;;DA)"
	may "CN=svc_renamed,CN=Users,$samba_base" ESC1-AU
	unknown DIRECTORY-HIDDEN "monitor@lab.test"
	may "$number" ESC1-AU
	unknown DIRECTORY-HIDDEN
	never_says TEMPLATE-NO-ENROLL
}

# ca SDDL [ARGUMENT...]: its object's permissions for one run
ca() {
	local entries=$1

	shift
	samba_dacl "$enterprise" "D:P$entries" || return
	may svc_ndes NDES-Intune "$@"
	samba_dacl "$enterprise" "D:P(A;;GA;;;DA)$everybody_reads$everybody_enrolls"
}

@test "the CA's permissions: denied, granted by a simple entry, hidden" {
	ca "$everybody_reads$(deny "$(sid svc_ndes)")$everybody_enrolls"
	critical CA-NO-ENROLL "LAB-CA1-CA" "entry 2"
	ca "$everybody_reads(A;;CR;;;AU)"
	ok
	ca "$everybody_reads(OA;;CR;$autoenroll_right;;AU)"
	critical CA-NO-ENROLL
	ca "(A;;LCRP;;;AU)$everybody_enrolls"
	unknown DIRECTORY-HIDDEN "monitor@lab.test"
	never_says CA-NO-ENROLL
}

@test "the CA's list of templates is not readable for us: UNKNOWN, never unpublished" {
	ca "(A;;LCRC;;;AU)$public$everybody_enrolls" --ca=LAB-CA1-CA
	verdict UNKNOWN 3
	never_says TEMPLATE-UNPUBLISHED
}

@test "NTAuthCertificates is not readable for us: UNKNOWN or a note, never missing" {
	samba_dacl "$entrusted" "D:P"
	may svc_ndes NDES-Intune
	samba_dacl "$entrusted" "D:P(A;;GA;;;DA)$everybody_reads"
	never_says NTAUTH-MISSING "lacks the CA's certificate"
}

@test "NTAuthCertificates with and without the CA" {
	samba_dacl "$entrusted" "D:P(A;;GA;;;DA)$everybody_reads"
	healthy svc_ndes NDES-Intune
	says "[OK] NTAuthCertificates"
	samba_modify <<-END
		dn: $entrusted
		changetype: modify
		replace: cACertificate
		cACertificate:: $(base64 -w 0 "$samba/ca3.der")
	END
	may svc_ndes NDES-Intune
	warning NTAUTH-MISSING "LAB-CA1-CA"
}
