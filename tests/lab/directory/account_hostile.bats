#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2154 # output, status, port: shared with the files that are loaded
# check_ndes_account and a directory that hides things, or holds what can't be.
load ../../blackbox/common
load directory
load account

setup_file() {
	directory_keys
}

@test "healthy: a user, a gMSA; no question is asked twice" {
	domain </dev/null
	asks --spn=HTTP/ndes.lab.test --ndes-host=NDES1
	ok
	first_line "svc_ndes@lab.test"
	between password_remaining $((41 * 86400 - 60)) $((41 * 86400))
	[[ $(sort "$questions" | uniq -d) == "" ]] || failed "asked twice: $(sort "$questions" | uniq -d)"
	about 'gmsa$' --ndes-host=NDES1
	ok "NDES1"
}

@test "values that are no numbers: UNKNOWN, and the attribute is named" {
	local row=0 name

	domain <<-'END'
		for row, name in enumerate(["userAccountControl", "msDS-User-Account-Control-Computed", "pwdLastSet",
		                            "msDS-UserPasswordExpiryTimeComputed", "accountExpires"]):
		    for place, value in enumerate(["x", "", "512x", "0x200", "9" * 20, "1e3", "--1", "-"]):
		        user("u%d_%d" % (row, place), {name: value})
	END
	for name in userAccountControl msDS-User-Account-Control-Computed pwdLastSet \
		msDS-UserPasswordExpiryTimeComputed accountExpires; do
		for place in {0..7}; do
			about u${row}_$place
			verdict UNKNOWN 3
			says "$name"
			never_says "is enabled and not locked"
		done
		row=$((row + 1))
	done
}

@test "other numbers that are no numbers" {
	domain <<-'END'
		user("keys", {"msDS-SupportedEncryptionTypes": "x"})
		user("interval", {"msDS-ManagedPasswordInterval": "x"}, GMSA)
		user("sid", {"objectSid": b"\1\5\0"})
		user("locked", {"msDS-User-Account-Control-Computed": 16, "lockoutTime": "x"})
	END
	for name in keys interval sid; do
		about $name
		not_ok
	done
	about locked
	critical ACCOUNT-LOCKED
	never_says 1601-
}

@test "times at the end of all numbers: no crash, no day that is made up, never is never" {
	domain <<-'END'
		for row, value in enumerate([2**63 - 2, 2**62, -1, -2**63, 1, 2**63, -2**63 - 1, 10**30]):
		    for name in ("pwdLastSet", "msDS-UserPasswordExpiryTimeComputed", "accountExpires"):
		        user("%s%d" % (name[:8], row), {name: value})
		user("never", {"accountExpires": 0, "msDS-UserPasswordExpiryTimeComputed": never})
	END
	for row in {0..7}; do
		for name in pwdLastS msDS-Use accountE; do
			about $name$row
			about $name$row --output-format=json
			((status != 0 || row < 2)) || [[ $name == pwdLastS ]] || failed "$name$row is OK"
		done
	done
	for row in 2 3; do
		about msDS-Use$row
		not_ok
		about accountE$row
		not_ok
	done
	about never
	ok
	unmeasured password_remaining account_remaining
}

@test "each hidden attribute by itself: UNKNOWN that names it, never OK, the rest is judged" {
	local row=0 name

	domain <<-'END'
		for row, name in enumerate(["userAccountControl", "msDS-User-Account-Control-Computed",
		                            "msDS-UserPasswordExpiryTimeComputed", "accountExpires"]):
		    user("h%d" % row, {name: None})
		user("disabled", {"userAccountControl": 514, "accountExpires": None})
		user("expired", {"userAccountControl": None, "accountExpires": now - day})
	END
	for name in userAccountControl msDS-User-Account-Control-Computed msDS-UserPasswordExpiryTimeComputed \
		accountExpires; do
		about h$row
		unknown DIRECTORY-HIDDEN "$name" "monitor@lab.test"
		row=$((row + 1))
	done
	about disabled
	critical ACCOUNT-DISABLED "(DIRECTORY-HIDDEN in"
	about expired
	critical ACCOUNT-EXPIRED "(DIRECTORY-HIDDEN in"
}

@test "when a password was set is hidden: what needs it is UNKNOWN: percentages, the age of a gMSA's" {
	domain <<-'END'
		user("user", {"pwdLastSet": None, "msDS-UserPasswordExpiryTimeComputed": now + day})
		user("other$", {"pwdLastSet": None}, GMSA)
		user("gone$", {"msDS-ManagedPasswordInterval": None}, GMSA)
	END
	about 'other$'
	unknown DIRECTORY-HIDDEN "pwdLastSet"
	about 'gone$'
	unknown DIRECTORY-HIDDEN "msDS-ManagedPasswordInterval"
	about user
	critical ACCOUNT-PASSWORD
	about user -w 25% -c 10%
	unknown DIRECTORY-HIDDEN "pwdLastSet"
}

@test "an entry of which nothing is shown is neither absent nor fine" {
	domain <<-'END'
		hide("svc_ndes")
	END
	about CN=svc_ndes,CN=Users,DC=lab,DC=test
	unknown DIRECTORY-HIDDEN
	never_says ACCOUNT-ABSENT
}

@test "logon hours of a wrong length: UNKNOWN, never any hour and never none" {
	domain <<-'END'
		for length in (1, 20, 22, 168, 5000):
		    user("f%d" % length, {"logonHours": b"\xff" * length})
		    user("n%d" % length, {"logonHours": b"\0" * length})
		user("f21", {"logonHours": b"\xff" * 21})
		user("n21", {"logonHours": b"\0" * 21})
	END
	for length in 1 20 22 168 5000; do
		for kind in f n; do
			about $kind$length
			verdict UNKNOWN 3
			says "logonHours"
			never_says ACCOUNT-LOGON-HOURS
		done
	done
	never_says "at any hour"
	about f21
	ok
	about n21
	critical ACCOUNT-LOGON-HOURS
}

@test "a gMSA's list of hosts that is cut, lies or has a condition: neither may nor may not" {
	domain <<-'END'
		whole = sd("O:BAD:(A;;0xF01FF;;;NDES1$)")
		lies = [whole[:-4], whole[:20], whole[:19], whole[:1], b"\0" * 20, b"\xff" * 64,
		        sd("O:BAD:(A;;0xF01FF;;;NDES1$)", ace_size=(0, 60000)),
		        sd("O:BAD:(A;;0xF01FF;;;NDES1$)", sub_authorities=(0, 200)),
		        sd("O:BAD:(A;;0xF01FF;;;NDES1$)", dacl_offset=0xFFFFFFF0)]
		for row, value in enumerate(lies):
		    user("g%d$" % row, {"msDS-GroupMSAMembership": value}, GMSA)
		user("xa$", {"msDS-GroupMSAMembership": sd("O:BAD:(XA;;0xF01FF;;;NDES1$)")}, GMSA)
		user("none$", {"msDS-GroupMSAMembership": None}, GMSA)
	END
	for row in {0..8}; do
		about "g$row\$" --ndes-host=NDES1
		if ((row == 1)); then # the header alone: owner and DACL lie behind its end
			not_ok
		else
			verdict UNKNOWN 3
		fi
		says "msDS-GroupMSAMembership"
		never_says "may read it" "may not read it"
	done
	for name in xa none; do
		about "$name\$" --ndes-host=NDES1
		not_ok
		never_says ": NDES1 may read it"
	done
}

@test "locked, and the times around it are hidden or nonsense: CRITICAL without them" {
	domain <<-'END'
		for row, value in enumerate([None, 0, -1, "x", never]):
		    user("l%d" % row, {"msDS-User-Account-Control-Computed": 16, "lockoutTime": value})
		user("l5", {"msDS-User-Account-Control-Computed": 16, "lockoutTime": now})
		user("l6", {"msDS-User-Account-Control-Computed": 0, "lockoutTime": now - day})
		change(DOMAIN, {"lockoutDuration": -2**63})
	END
	for row in {0..5}; do
		about l$row
		critical ACCOUNT-LOCKED
		first_line "l$row@lab.test" "locked"
		never_says 1601- 30828- "not locked"
	done
	about l6
	ok "not locked"
}

@test "computed flags and times that contradict each other: the worse one counts" {
	domain <<-'END'
		user("flag", {"msDS-User-Account-Control-Computed": 0x800000})
		user("zero", {"pwdLastSet": 0, "msDS-UserPasswordExpiryTimeComputed": 0,
		              "msDS-User-Account-Control-Computed": 0x800000})
		user("past", {"msDS-UserPasswordExpiryTimeComputed": now - day})
	END
	about zero
	critical ACCOUNT-MUST-CHANGE
	about past
	critical ACCOUNT-PASSWORD
	about flag
	critical ACCOUNT-PASSWORD
}

@test "an account that can't log on: the code that Windows clients log for a stopped pool; not for what is still to come" {
	local event="Windows clients log: Event 86, stage GetCACaps, 0x801901F7"

	domain <<-'END'
		user("disabled", {"userAccountControl": 514})
		user("locked", {"msDS-User-Account-Control-Computed": 16, "lockoutTime": now})
		user("expired", {"accountExpires": now - day})
		user("password", {"msDS-UserPasswordExpiryTimeComputed": now - day})
		user("flag", {"msDS-User-Account-Control-Computed": 0x800000})
		user("change", {"pwdLastSet": 0})
		user("hours", {"logonHours": b"\0" * 21})
		user("card", {"userAccountControl": 512 | 0x40000})
		user("elsewhere", {"userWorkstations": "OTHER1"})
		user("soon", {"accountExpires": now + day, "msDS-UserPasswordExpiryTimeComputed": now + day})
	END
	for name in disabled locked expired password flag change hours card elsewhere; do
		about $name --ndes-host=NDES1
		verdict CRITICAL 2
		says "$event"
	done
	about soon
	verdict CRITICAL 2
	never_says "Windows clients log"
	about svc_ndes
	never_says "Windows clients log"
}

@test "owners of an SPN are named in one order, whatever the order in which they come" {
	domain <<-'END'
		for name in ("third", "first", "second"):
		    user(name, {"servicePrincipalName": "HTTP/twice"})
	END
	asks --spn=HTTP/twice
	critical ACCOUNT-SPN-DUPLICATE "first@lab.test, second@lab.test, third@lab.test"
}

@test "a gMSA's password that nobody may read" {
	domain <<-'END'
		user("empty$", {"msDS-GroupMSAMembership": sd("O:BAD:")}, GMSA)
	END
	about 'empty$' --ndes-host=NDES1
	critical ACCOUNT-MANAGED-PASSWORD "NDES1 may not read it, nor may anybody"
}

@test "500 owners of an SPN, and names with bars, line ends and escape sequences" {
	domain <<-'END'
		for row in range(500):
		    user("owner%d" % row, {"servicePrincipalName": "HTTP/many.lab.test"})
		user("bad", {"userWorkstations": "A|B\n<b>\x1b[31m\u202e" + "x" * 3000})
		user("odd|name\n<x>", {})
		user("worse", {"servicePrincipalName": "HTTP/worse", "userPrincipalName": "w|\n\x07@lab.test",
		               "sAMAccountName": "w|\n\x1b" + "y" * 500})
	END
	asks --spn=HTTP/many.lab.test
	critical ACCOUNT-SPN-DUPLICATE "owner0@lab.test"
	about bad --ndes-host=NDES1
	critical ACCOUNT-WORKSTATIONS
	about $'odd|name\n<x>'
	asks --spn=HTTP/worse
	critical ACCOUNT-SPN
}

@test "a principal name that is another one's account name is ambiguous" {
	domain <<-'END'
		user("renamed", {"userPrincipalName": "ndes.service@lab.test"})
		user("ndes.service", {"userPrincipalName": None})
	END
	about ndes.service@lab.test
	unknown ACCOUNT-AMBIGUOUS
	about renamed
	ok
}
