#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2154 # samba, output, status: shared with the files that are loaded
# check_template_acl: values in the directory that can't be read, are odd or missing. Each test has its own
# template.
load ../../blackbox/common
load samba
load template

setup_file() {
	lab --services=ldap
}

setup() {
	cd "$BATS_TEST_TMPDIR" && passwords
}

# set_value TEMPLATE ATTRIBUTE VALUE: ":BASE64" or " TEXT"; without VALUE it is taken away
set_value() {
	samba_modify <<-END
		dn: CN=$1,$samba_templates
		changetype: modify
		replace: $2
		${3:+$2:$3}
	END
}

@test "the validity: too short a value, positive, nothing" {
	local value

	for value in ": AQID" ": /////////38=" ": AQAAAAAAAAA="; do
		set_value SmallKey pKIExpirationPeriod "$value"
		may svc_ndes SmallKey
		unknown DIRECTORY-DATA "pKIExpirationPeriod"
		says "[OK] Enroll: svc_ndes@lab.test"
	done
	set_value SmallKey pKIExpirationPeriod ": AAAAAAAAAAA="
	may svc_ndes SmallKey
	not_ok
	says TEMPLATE-VALIDITY
	may svc_ndes SmallKey --purpose=none
	ok
}

@test "the validity: longer than all certificates, forever" {
	set_value OverlapTooLong pKIExpirationPeriod ": AAAAAAAAAIA="
	may svc_ndes OverlapTooLong
	ok
}

@test "flags that are missing are not zero" {
	set_value ESC1-AU msPKI-Certificate-Name-Flag
	may svc_ndes ESC1-AU
	unknown DIRECTORY-HIDDEN "msPKI-Certificate-Name-Flag"
	never_says TEMPLATE-SUBJECT
	set_value PendAll msPKI-Enrollment-Flag
	may svc_ndes PendAll
	unknown DIRECTORY-HIDDEN "msPKI-Enrollment-Flag"
}

@test "flags: every bit at once, and the sign bit alone" {
	set_value AllCR msPKI-Enrollment-Flag " -1"
	may svc_ndes AllCR --posture
	critical TEMPLATE-APPROVAL
	says TEMPLATE-PUBLISH-DS TEMPLATE-POSTURE-SETTING
	set_value AllCR msPKI-Certificate-Name-Flag " -2147483648"
	may svc_ndes AllCR
	critical TEMPLATE-SUBJECT
	says TEMPLATE-APPROVAL
	set_value AllCR msPKI-Enrollment-Flag " 0"
	set_value AllCR msPKI-Certificate-Name-Flag " -2147483647"
	may svc_ndes AllCR
	ok
}

@test "signatures: a negative number, a large one" {
	set_value RASig1 msPKI-RA-Signature " -1"
	may svc_ndes RASig1
	not_ok
	says "msPKI-RA-Signature"
	set_value RASig1 msPKI-RA-Signature " 2147483647"
	may svc_ndes RASig1
	critical TEMPLATE-SIGNATURES "2147483647"
}

@test "signatures: the policy can't be read, so nobody knows whether NDES gives it" {
	set_value RASig1V4 msPKI-RA-Application-Policies ' broken`string'
	may svc_ndes RASig1V4
	unknown DIRECTORY-DATA "msPKI-RA-Application-Policies"
}

@test "the algorithm: DSA, none given" {
	set_value NDES-v4 msPKI-RA-Application-Policies ' msPKI-Asymmetric-Algorithm`PZPWSTR`DSA`'
	may svc_ndes NDES-v4
	critical TEMPLATE-ALGORITHM "DSA"
	set_value NDES-v4 msPKI-RA-Application-Policies
	may svc_ndes NDES-v4
	ok
}

@test "key usage: none of the bits, signature only, encryption only" {
	set_value NdesGeraete pKIKeyUsage ": AAA="
	may svc_ndes NdesGeraete
	warning TEMPLATE-KEY-USAGE
	set_value NdesGeraete pKIKeyUsage ": gAA="
	may svc_ndes NdesGeraete -v
	ok "SignatureTemplate"
	set_value NdesGeraete pKIKeyUsage ": IAA="
	may svc_ndes NdesGeraete -v
	ok "EncryptionTemplate"
}

@test "a schema version that does not exist yet" {
	set_value TwinTwo msPKI-Template-Schema-Version " 99"
	may svc_ndes TwinTwo
	not_ok || ok
	says "[OK] Enroll: svc_ndes@lab.test"
}

@test "text from the directory: bars, brackets, control characters, length" {
	set_value TwinOne displayName ": $(printf 'B\xc3\xb6se|<b>\\\e[31m\x07%0220d' 1 | base64 -w 0)"
	may svc_ndes TwinOne -v
	ok "Böse"
	may svc_ndes TwinOne -v --output-format=json
	((status == 0))
}

@test "a CA whose certificate is none" {
	samba_modify <<-END
		dn: CN=LAB-CA4-CA,CN=Enrollment Services,$samba_pki
		changetype: modify
		replace: cACertificate
		cACertificate:: AAECAw==
	END
	may svc_ndes OtherCase
	not_ok
	never_says "[OK] NTAuthCertificates"
	says "[OK] Enroll: svc_ndes@lab.test"
}

# crowded NUMBER: so many entries in front of the one that grants; a list can have 64 KB
crowded() {
	local entries="" number

	for ((number = 1; number <= $1; number++)); do
		entries+="(OD;;CR;$autoenroll_right;;S-1-5-21-7-8-9-$number)"
	done
	samba_dacl "CN=BothCAs,$samba_templates" "D:P$everybody_reads$entries$everybody_enrolls"
}

@test "permissions of 1000 entries" {
	crowded 1000
	may svc_ndes BothCAs --ca=LAB-CA1-CA
	ok "entry 1002"
	may svc_ndes BothCAs --ca=LAB-CA1-CA --posture --explain -v
	verdict CRITICAL 2
}

@test "permissions longer than their size can say: UNKNOWN, not a missing right" {
	crowded 1500
	may svc_ndes BothCAs --ca=LAB-CA1-CA
	unknown DIRECTORY-DATA "offset"
	never_says TEMPLATE-NO-ENROLL
}
