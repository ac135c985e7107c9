#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2154 # samba, output, status: shared with the files that are loaded
# check_template_acl: would the template work by SCEP? Its settings, publication, the CAs, NTAuth.
load ../../blackbox/common
load samba
load template

setup_file() {
	lab --services=ldap
}

setup() {
	cd "$BATS_TEST_TMPDIR" && passwords
}

# granted: what is wrong is not the permission
granted() {
	says "[OK] Read: svc_ndes@lab.test" "[OK] Enroll: svc_ndes@lab.test"
	never_says TEMPLATE-NO-ENROLL
}

@test "manager approval: pending for devices, allowed for RA certificates" {
	may svc_ndes PendAll
	critical TEMPLATE-APPROVAL "manager"
	first_line "PendAll"
	granted
	healthy svc_ndes PendAll --purpose=none
}

@test "the subject is not supplied in the request: signed number in the directory, and none at all" {
	may svc_ndes NoSupplySubject
	critical TEMPLATE-SUBJECT "subject"
	granted
	may svc_ndes ESC4-DC-WriteDacl
	critical TEMPLATE-SUBJECT
	says TEMPLATE-NO-ENROLL
	healthy svc_ndes NoSupplySubject --purpose=none
}

@test "authorized signatures: one of a request agent is given by NDES, others and more are not" {
	healthy svc_ndes RASig1
	says "signature"
	healthy svc_ndes RASig1V4
	says "signature"
	may svc_ndes RASig2
	critical TEMPLATE-SIGNATURES "2"
	granted
	may svc_ndes RASigOther
	critical TEMPLATE-SIGNATURES "client authentication"
	granted
}

@test "key archival and attestation can't be done by SCEP" {
	local purpose

	for purpose in device ra-signing; do
		may svc_ndes Archive --purpose=$purpose
		critical TEMPLATE-ARCHIVAL
		may svc_ndes Attest --purpose=$purpose
		critical TEMPLATE-ATTESTATION
	done
	healthy svc_ndes Archive --purpose=none
}

@test "SCEP needs RSA" {
	may svc_ndes EcdsaV3
	critical TEMPLATE-ALGORITHM "RSA" "ECDSA_P256"
	granted
}

@test "schema 3 and 4 with RSA are fine" {
	healthy svc_ndes NDES-v4
	never_says "ALGORITHM"
}

@test "short keys, long overlap, publication in the directory: WARNING" {
	may svc_ndes SmallKey
	warning TEMPLATE-KEY-SIZE "1024" "2048"
	granted
	may svc_ndes OverlapTooLong
	warning TEMPLATE-VALIDITY "730 days" "800 days"
	granted
	may svc_ndes PublishDS
	warning TEMPLATE-PUBLISH-DS "Active Directory"
	granted
}

@test "the two lists of application policies differ" {
	may svc_ndes EkuMismatch
	warning TEMPLATE-POLICIES-DIFFER "client authentication" "server authentication"
	granted
}

@test "--require-eku: by name and by OID, met and missed" {
	healthy svc_ndes NDES-Intune --require-eku=clientAuth
	healthy svc_ndes NDES-Intune --require-eku=1.3.6.1.5.5.7.3.2
	may svc_ndes WebServerSupplied --require-eku=clientAuth
	critical TEMPLATE-PURPOSE "client authentication"
	granted
	may svc_ndes NDES-Intune --require-eku=1.3.6.1.5.5.8.2.2
	critical TEMPLATE-PURPOSE
	may svc_ndes NDES-Intune --require-eku=1.2.3.4.5.6
	critical TEMPLATE-PURPOSE "1.2.3.4.5.6"
	healthy svc_ndes IPSECIntermediateOffline --require-eku=1.3.6.1.5.5.8.2.2
}

@test "--require-eku: several must all be there" {
	may svc_ndes NDES-Intune --require-eku=clientAuth --require-eku=1.3.6.1.5.5.7.3.1
	critical TEMPLATE-PURPOSE "server authentication"
	may svc_ndes NDES-Intune --require-eku=1.3.6.1.5.5.7.3.1 --require-eku=clientAuth
	critical TEMPLATE-PURPOSE
}

@test "--require-eku: any purpose and none contain it" {
	healthy svc_ndes AnyPurpose --require-eku=clientAuth
	healthy svc_ndes ESC2-NoEku --require-eku=clientAuth
}

@test "--require-eku: what is neither a name nor an OID" {
	local word

	for word in clientauthentication 1.3. .1.3 1..3 1.3.x "" 1 "1.3 6" -1.2; do
		may svc_ndes NDES-Intune --require-eku="$word"
		refused "--require-eku"
	done
}

@test "unpublished: CRITICAL for devices" {
	may svc_ndes NDES-v3
	critical TEMPLATE-UNPUBLISHED "NDES-v3"
	granted
	may svc_ndes EnrollmentAgentOffline
	critical TEMPLATE-UNPUBLISHED
	may svc_ndes NDES-v3 --purpose=none
	critical TEMPLATE-UNPUBLISHED
}

@test "RA templates: fine when unpublished, and when published" {
	healthy svc_ndes EnrollmentAgentOffline --purpose=ra-signing
	says "renewal"
	healthy svc_ndes EnrollmentAgentOffline --purpose=ra-signing --ca=LAB-CA1-CA
	healthy svc_ndes CEPEncryption --purpose=ra-encryption
}

@test "RA templates swapped" {
	may svc_ndes EnrollmentAgentOffline --purpose=ra-encryption
	critical TEMPLATE-KEY-USAGE "key usage"
	may svc_ndes CEPEncryption --purpose=ra-signing
	critical TEMPLATE-KEY-USAGE "key usage"
}

@test "RA templates: key provider, subject, request agent" {
	may svc_ndes CngRa --purpose=ra-encryption
	critical TEMPLATE-PROVIDER "Key Storage Provider"
	may svc_ndes CepNoSubject --purpose=ra-encryption
	critical TEMPLATE-SUBJECT
	may svc_ndes NDES-Intune --purpose=ra-signing
	critical TEMPLATE-PURPOSE "request agent"
	may svc_ndes NDES-v4 --purpose=ra-encryption
	critical TEMPLATE-PROVIDER
}

# PendAll with the policy of RA certificates, for a while
@test "RA templates: manager approval is a WARNING" {
	local policy="1.3.6.1.4.1.311.20.2.1"

	samba_modify <<-END
		dn: CN=PendAll,$samba_templates
		changetype: modify
		replace: pKIExtendedKeyUsage
		pKIExtendedKeyUsage: $policy
		-
		replace: msPKI-Certificate-Application-Policy
		msPKI-Certificate-Application-Policy: $policy
	END
	may svc_ndes PendAll --purpose=ra-signing
	warning TEMPLATE-APPROVAL
	samba_modify <<-END
		dn: CN=PendAll,$samba_templates
		changetype: modify
		replace: pKIExtendedKeyUsage
		pKIExtendedKeyUsage: 1.3.6.1.5.5.7.3.2
		-
		replace: msPKI-Certificate-Application-Policy
		msPKI-Certificate-Application-Policy: 1.3.6.1.5.5.7.3.2
	END
}

@test "--purpose: words that are none" {
	local word

	for word in ra "" signing Device-x "device,none"; do
		may svc_ndes NDES-Intune --purpose="$word"
		refused "--purpose"
	done
}

@test "--ca: published elsewhere" {
	may svc_ndes OnlyCA3 --ca=LAB-CA1-CA
	critical TEMPLATE-UNPUBLISHED "LAB-CA1-CA" "LAB-CA3-CA"
	granted
	may svc_ndes NDES-Intune --ca=LAB-CA4-CA
	critical TEMPLATE-UNPUBLISHED "LAB-CA1-CA"
}

@test "--ca: two publish it, only the named one counts" {
	healthy svc_ndes BothCAs --ca=LAB-CA1-CA
	never_says "LAB-CA2-CA"
	may svc_ndes BothCAs --ca=LAB-CA2-CA
	critical CA-NO-ENROLL "LAB-CA2-CA"
}

@test "the CA writes the template's name in other case" {
	healthy svc_ndes OtherCase
	first_line "LAB-CA4-CA"
}

@test "the CA refuses the account: CRITICAL, with another CA WARNING" {
	may svc_ndes OnlyCA2
	critical CA-NO-ENROLL "svc_ndes@lab.test" "LAB-CA2-CA" "NTAUTH-MISSING"
	granted
	may svc_ndes BothCAs
	warning CA-NO-ENROLL "LAB-CA2-CA"
	first_line "LAB-CA2-CA"
	granted
	may svc_admin OnlyCA2
	warning NTAUTH-MISSING
}

@test "a renewed CA certificate is not in NTAuthCertificates" {
	may svc_ndes OnlyCA3
	warning NTAUTH-MISSING "LAB-CA3-CA"
	granted
	healthy svc_ndes OtherCase
	says "[OK] NTAuthCertificates"
}

@test "a template that loses its publication, and its CA" {
	samba_modify <<-END
		dn: CN=LAB-CA4-CA,CN=Enrollment Services,$samba_pki
		changetype: modify
		delete: certificateTemplates
		certificateTemplates: oTHERcASE
	END
	may svc_ndes OtherCase
	critical TEMPLATE-UNPUBLISHED
	samba_modify <<-END
		dn: CN=LAB-CA4-CA,CN=Enrollment Services,$samba_pki
		changetype: modify
		add: certificateTemplates
		certificateTemplates: oTHERcASE
	END
	healthy svc_ndes OtherCase
}
