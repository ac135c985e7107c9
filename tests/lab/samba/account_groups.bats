#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2154 # samba, output, status: shared with the files that are loaded
# check_ndes_account: groups that the account must not be in, and the host of NDES.
load ../../blackbox/common
load samba
load template
load account

setup_file() {
	lab --services=ldap
}

setup() {
	cd "$BATS_TEST_TMPDIR" && passwords
}

# host LIST: lowpriv may log on at these computers only
host() {
	give lowpriv userWorkstations "$1"
}

@test "--forbid-group by name, SID, in other case; through three nested groups" {
	local group

	for group in g_global g_universal g_local G_LOCAL "$(sid g_local)" "Domain Users" S-1-5-32-545; do
		will svc_ndes --forbid-group="$group"
		warning ACCOUNT-PRIVILEGED
		first_line "svc_ndes@lab.test"
	done
	will svc_ndes --forbid-group="$(sid g_local)"
	first_line "g_local"
}

@test "--forbid-group replaces the list, and may be repeated" {
	fine svc_admin --forbid-group=g_deny
	will svc_admin --forbid-group=g_deny --forbid-group="Domain Admins"
	warning ACCOUNT-PRIVILEGED
	first_line "Domain Admins"
	will svc_admin --forbid-group=S-1-5-32-544
	warning ACCOUNT-PRIVILEGED
	first_line "Administrators"
	will svc_ndes --forbid-group=g_local --forbid-group=g_global
	first_line "g_local" "g_global"
	fine svc_ndes --forbid-group="$samba_sid-99999" --forbid-group=g_deny
}

@test "--forbid-group that is not there, or no group: UNKNOWN, and what was found beside it is told" {
	local group

	for group in nogroup 'g_*' 'g_local)(cn=*' svc_denied; do
		will svc_ndes --forbid-group="$group"
		unknown ACCOUNT-REFERENCE
		first_line "$group"
	done
	will svc_ndes --forbid-group=nogroup --forbid-group=g_local
	unknown ACCOUNT-REFERENCE "(ACCOUNT-PRIVILEGED in" "g_local"
	will svc_disabled --forbid-group=nogroup
	critical ACCOUNT-DISABLED "(ACCOUNT-REFERENCE in"
}

@test "each group of the default list" {
	local group place

	while IFS=, read -r group place; do
		samba_member add "CN=$group,$place" CN=lowpriv,CN=Users
		will lowpriv
		warning ACCOUNT-PRIVILEGED
		first_line "lowpriv@lab.test" "$group"
		samba_member delete "CN=$group,$place" CN=lowpriv,CN=Users
	done <<-END
		Domain Admins,CN=Users
		Schema Admins,CN=Users
		Enterprise Admins,CN=Users
		Administrators,CN=Builtin
		Account Operators,CN=Builtin
		Server Operators,CN=Builtin
		Print Operators,CN=Builtin
		Backup Operators,CN=Builtin
	END
	fine lowpriv
}

@test "an administrators' group as the primary group" {
	samba_member add "CN=Domain Admins,CN=Users" CN=svc_renamed,CN=Users
	give svc_renamed primaryGroupID 512
	will svc_renamed
	warning ACCOUNT-PRIVILEGED
	first_line "Domain Admins"
	will svc_renamed --forbid-group=S-1-5-32-544
	warning ACCOUNT-PRIVILEGED
}

@test "a computer and a gMSA that are administrators" {
	samba_member add "CN=Backup Operators,CN=Builtin" "CN=gmsa_ndes,CN=Managed Service Accounts"
	will gmsa_ndes --ndes-host=NDES1
	warning ACCOUNT-PRIVILEGED
	first_line 'gmsa_ndes$@lab.test' "Backup Operators"
	samba_member delete "CN=Backup Operators,CN=Builtin" "CN=gmsa_ndes,CN=Managed Service Accounts"
}

@test "--ndes-host among the computers: short names, any case, no part of a name" {
	host OTHER1,NDES1
	for name in NDES1 ndes1 ndes1.lab.test NDES1.LAB.TEST; do
		fine lowpriv --ndes-host=$name
	done
	for list in NDES10 XNDES1 NDES,1 OTHER1,NDES NDES1X,NDES-1; do
		host $list
		will lowpriv --ndes-host=NDES1
		critical ACCOUNT-WORKSTATIONS
		first_line "lowpriv@lab.test" "NDES1"
	done
	samba_modify <<-END
		dn: CN=lowpriv,CN=Users,$samba_base
		changetype: modify
		delete: userWorkstations
	END
	fine lowpriv --ndes-host=NDES1
}

@test "a gMSA's password: for this host, for another one, through a group" {
	fine gmsa_ndes --ndes-host=NDES1
	fine gmsa_ndes --ndes-host=ndes1.lab.test
	will gmsa_ndes --ndes-host=CA1
	critical ACCOUNT-MANAGED-PASSWORD
	first_line 'gmsa_ndes$@lab.test' "CA1"
	will gmsa_other --ndes-host=ndes1.lab.test
	critical ACCOUNT-MANAGED-PASSWORD 'CA1$'
	fine gmsa_other --ndes-host=CA1
	fine gmsa_other
}

# readers SDDL: who may read the password of gmsa_other
readers() {
	samba_modify <<-END
		dn: CN=gmsa_other,CN=Managed Service Accounts,$samba_base
		changetype: modify
		replace: msDS-GroupMSAMembership
		msDS-GroupMSAMembership:: $(samba_change descriptor "$1")
	END
}

@test "a gMSA's password: groups of hosts, a deny in front, nobody" {
	samba_member add CN=g_global,CN=Users CN=NDES1,CN=Computers
	readers "O:BAD:(A;;0xf01ff;;;$(sid g_global))"
	fine gmsa_other --ndes-host=NDES1
	readers "O:BAD:(A;;0xf01ff;;;$(sid g_local))"
	fine gmsa_other --ndes-host=NDES1
	readers "O:BAD:(A;;0xf01ff;;;DC)"
	fine gmsa_other --ndes-host=NDES1
	readers "O:BAD:(D;;0xf01ff;;;$(sid 'NDES1$'))(A;;0xf01ff;;;$(sid g_global))"
	will gmsa_other --ndes-host=NDES1
	critical ACCOUNT-MANAGED-PASSWORD
	readers "O:BAD:(A;;RC;;;$(sid 'NDES1$'))"
	will gmsa_other --ndes-host=NDES1
	critical ACCOUNT-MANAGED-PASSWORD
	readers "O:BAD:"
	will gmsa_other --ndes-host=NDES1
	critical ACCOUNT-MANAGED-PASSWORD
}

@test "a host that is not in the directory is UNKNOWN for a gMSA; a user is no host" {
	will gmsa_ndes --ndes-host=nohost
	unknown ACCOUNT-REFERENCE
	first_line "nohost"
	will gmsa_ndes --ndes-host=svc_ndes
	unknown ACCOUNT-REFERENCE
}

@test "a host that is not in the directory: a user is judged by its list alone, and -v tells" {
	fine svc_ws --ndes-host=OTHER1
	fine svc_ndes --ndes-host=ndes.lab.test
	never_says "computer account of"
	fine svc_ndes --ndes-host=ndes.lab.test -v
	says "There is no computer account of 'ndes.lab.test' in lab.test"
	will svc_ws --ndes-host=nohost
	critical ACCOUNT-WORKSTATIONS
}
