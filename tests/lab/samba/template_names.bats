#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2154 # samba, output, status: shared with the files that are loaded
# check_template_acl: names of templates, accounts and CAs, as people write them and as nobody should.
load ../../blackbox/common
load samba
load template

setup_file() {
	lab --services=ldap
}

setup() {
	cd "$BATS_TEST_TMPDIR" && passwords
}

@test "three states of a template: absent, hidden, readable" {
	may svc_ndes Gone
	critical TEMPLATE-ABSENT "Gone" "does not exist"
	may svc_ndes HiddenFromAU
	unknown TEMPLATE-HIDDEN "exists" "not readable" "monitor@lab.test"
	never_says "may not enroll" TEMPLATE-NO-ENROLL TEMPLATE-ABSENT
	may svc_ndes NoReadControl
	unknown TEMPLATE-HIDDEN "permissions" "not readable" "monitor@lab.test"
	never_says "may not enroll" TEMPLATE-NO-ENROLL
	healthy svc_ndes NDES-Intune
}

@test "hidden stays UNKNOWN whatever the purpose" {
	local purpose

	for purpose in device ra-signing ra-encryption none; do
		may svc_ndes HiddenFromAU --purpose=$purpose --posture
		unknown TEMPLATE-HIDDEN
	done
}

@test "what is hidden from monitor is seen by who may read it" {
	plugin_run -H "$samba_address" -S --ca-cert="$samba/tls.pem" -D svc_ndes@lab.test --password-file=service \
		--template=HiddenFromAU --account=svc_ndes
	ok "svc_ndes@lab.test may read and enroll HiddenFromAU"
}

@test "a template's name in other case" {
	healthy svc_ndes ndes-intune
	healthy svc_ndes NDES-INTUNE
}

@test "a comma and a blank in the name" {
	healthy svc_ndes "odd, name"
	may svc_ndes "odd,name"
	critical TEMPLATE-ABSENT
}

@test "the display name gets an answer that names the real one" {
	may svc_ndes "NDES Geräte"
	warning TEMPLATE-DISPLAY-NAME "NdesGeraete"
	may svc_ndes "IPSec (Offline request)"
	warning TEMPLATE-DISPLAY-NAME "IPSECIntermediateOffline"
	healthy svc_ndes NdesGeraete
}

@test "a display name that two templates share: UNKNOWN, and both are named" {
	may svc_ndes "NDES Twin"
	unknown TEMPLATE-DISPLAY-NAME "TwinOne" "TwinTwo"
	healthy svc_ndes TwinOne
}

@test "characters of filters and DNs in --template find nothing and break nothing" {
	local name

	for name in '*' 'NDES-*' '(' ')' '\' '\2a' 'NDES-Intune)(cn=*' 'x=y+z,"<>#;' '#x' '/' 'NDES\2dIntune' \
		'CN=NDES-Intune' 'NDES-Intune,CN=x' $'x\001y' $'NDES-Intune\n' '%s%n' 'ÄÖÜ' '|' '💣'; do
		may svc_ndes "$name"
		critical TEMPLATE-ABSENT "does not exist"
	done
}

@test "characters of filters and DNs in --account find nothing and break nothing" {
	local name

	for name in '*' 'svc_*' '(' ')' '\' 'svc\5fndes' 'svc_ndes)(objectClass=*' 'x=y+z,"<>#;' $'x\001y' '%s%n' \
		'Größe' '|' 'CN=svc_ndes' 'CN=svc_ndes,,DC=lab' 'S-1-5-21-x' 'S-1-5-21-1-2-3-4' '@lab.test' '💣'; do
		may "$name" NDES-Intune
		critical ACCOUNT-ABSENT
	done
}

@test "empty and over-long names" {
	acl --account=svc_ndes --template=
	refused "--template"
	acl --account= --template=NDES-Intune
	refused "--account"
	may svc_ndes "$(printf 'x%.0s' {1..5000})"
	critical TEMPLATE-ABSENT
	may "$(printf 'x%.0s' {1..5000})" NDES-Intune
	critical ACCOUNT-ABSENT
}

@test "an account by name, principal name, DOMAIN/name, SID and DN" {
	local name

	for name in svc_ndes SVC_NDES svc_ndes@lab.test svc_ndes@LAB.TEST LAB/svc_ndes 'LAB\svc_ndes' lab/svc_ndes \
		"$(sid svc_ndes)" "CN=svc_ndes,CN=Users,$samba_base" "cn=svc_ndes, cn=users, dc=lab, dc=test"; do
		may "$name" NDES-Intune
		ok "svc_ndes@lab.test may read and enroll NDES-Intune"
	done
}

@test "a principal name that is not the account's name" {
	may ndes.service@lab.test NDES-Intune
	critical TEMPLATE-NO-ENROLL "svc_renamed@lab.test may not enroll"
	may ndes.service@lab.test ESC1-AU
	ok "svc_renamed@lab.test"
	may svc_renamed ESC1-AU
	ok
	may Zertifikatsgerät ESC1-AU
	critical ACCOUNT-ABSENT
}

@test "an account of a computer by SID and DN" {
	may "$(sid 'NDES1$')" ForGmsa
	ok 'NDES1$'
	may "CN=gmsa_ndes,CN=Managed Service Accounts,$samba_base" ForGmsa
	ok 'gmsa_ndes$'
}

@test "an account that does not exist is CRITICAL, and no right is said to be missing" {
	local name

	for name in svc_gone svc_gone@lab.test LAB/svc_gone "CN=svc_gone,CN=Users,$samba_base" "$samba_sid-99999"; do
		may "$name" NDES-Intune
		critical ACCOUNT-ABSENT "svc_gone" || says "99999"
		never_says TEMPLATE-NO-ENROLL
	done
	may svc_ndes@other.test NDES-Intune
	critical ACCOUNT-ABSENT
}

@test "a group, a well-known SID, the domain: no account that could run NDES" {
	local name

	for name in g_global "CN=g_local,CN=Users,$samba_base" S-1-5-11 S-1-5-18 "$samba_base"; do
		may "$name" NDES-Intune
		not_ok
		never_says TEMPLATE-NO-ENROLL
	done
	may g_global NDES-Intune
	unknown ACCOUNT-KIND "g_global"
}

# user NAME ATTRIBUTE...: another account for a while
user() {
	samba_modify <<-END
		dn: CN=$1,CN=Users,$samba_base
		changetype: add
		objectClass: user
		sAMAccountName: $1
		$2
	END
}

gone() {
	samba_modify <<-END
		dn: CN=$1,CN=Users,$samba_base
		changetype: delete
	END
}

@test "a name that stands for two accounts: UNKNOWN; DN, SID and the dollar tell them apart" {
	user NDES1 "description: also called so"
	may NDES1 ForGmsa
	unknown ACCOUNT-AMBIGUOUS "NDES1"
	never_says TEMPLATE-NO-ENROLL
	may "CN=NDES1,CN=Users,$samba_base" ForGmsa
	critical TEMPLATE-NO-ENROLL
	may "$(sid 'NDES1$')" ForGmsa
	ok
	may 'NDES1$' ForGmsa
	ok
	gone NDES1
	may NDES1 ForGmsa
	ok
}

@test "names with umlauts, commas and brackets of an account" {
	user "Größe (alt)" "userPrincipalName: größe@lab.test"
	healthy "Größe (alt)" ESC1-AU
	may größe@lab.test ESC1-AU
	ok
	may "CN=Größe (alt),CN=Users,$samba_base" ESC1-AU
	ok
	gone "Größe (alt)"
}

@test "--ca by name, in other case, absent" {
	healthy svc_ndes NDES-Intune --ca=LAB-CA1-CA
	healthy svc_ndes NDES-Intune --ca=lab-ca1-CA
	may svc_ndes NDES-Intune --ca=LAB-CA9-CA
	critical CA-ABSENT "LAB-CA9-CA"
	may svc_ndes EnrollmentAgentOffline --purpose=ra-signing --ca=LAB-CA9-CA
	critical CA-ABSENT
}

@test "characters of filters in --ca find nothing" {
	local name

	for name in '*' 'LAB-*' '(' ')' '\' 'LAB-CA1-CA)(cn=*' 'Größe' $'x\001'; do
		may svc_ndes NDES-Intune --ca="$name"
		critical CA-ABSENT
	done
	may svc_ndes NDES-Intune --ca=
	refused "--ca"
}
