#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2034,SC2154 # output, status, directory, questions: shared with the files that are loaded
# check_template_acl: pages, ranges, and entries with values that nobody would expect.
load ../../blackbox/common
load directory

setup_file() {
	directory_keys
}

domain_sid=S-1-5-21-1111111111-2222222222-3333333333

# --- many ---

@test "tokenGroups of 3000 SIDs in ranges: the last one gives the right" {
	directory <<-END
		put(names["svc_ndes"], {"tokenGroups": [domain_sid(20000 + i) for i in range(3000)]})
		template("Last", sd="O:EAG:EAD:P(A;;LCRPLORC;;;AU)(OA;;CR;Enroll;;$domain_sid-22999)")
		template("Second", sd="O:EAG:EAD:P(A;;LCRPLORC;;;AU)(OA;;CR;Enroll;;$domain_sid-21500)")
		template("Beyond", sd="O:EAG:EAD:P(A;;LCRPLORC;;;AU)(OA;;CR;Enroll;;$domain_sid-23000)")
		template("Denied", sd="O:EAG:EAD:P(A;;LCRPLORC;;;AU)(OD;;CR;Enroll;;$domain_sid-22999)(A;;CR;;;AU)")
	END
	acl --template=Last
	ok "3000 groups" "22999"
	asked_for range 1
	acl --template=Second
	ok
	acl --template=Beyond
	critical TEMPLATE-NO-ENROLL
	acl --template=Denied
	critical TEMPLATE-NO-ENROLL "entry 2 denies"
}

@test "ranges of one, of seven, of exactly as many as there are" {
	for range in 1 7 20 21; do
		directory --range=$range <<-END
			put(names["svc_ndes"], {"tokenGroups": [domain_sid(20000 + i) for i in range(21)]})
			template("Last", sd="O:EAG:EAD:P(A;;LCRPLORC;;;AU)(OA;;CR;Enroll;;$domain_sid-20020)")
		END
		acl --template=Last
		ok "21 groups" || return
	done
	never_says "range"
}

@test "certificateTemplates of 2000 values in ranges" {
	directory <<-END
		template("Unpublished", publish=False)
		put(names["ca LAB-CA1-CA"], {"certificateTemplates": ["T%d" % i for i in range(1999)] + ["ndes"]})
	END
	acl --template=NDES
	ok "published on LAB-CA1-CA"
	asked_for range 1
	acl --template=Unpublished
	critical TEMPLATE-UNPUBLISHED
	first_line "Unpublished"
}

@test "members of a group in ranges do not matter" {
	directory --range=2 <<-END
		change("svc_ndes", {"tokenGroups": None})
		group("Large", 1300, ["monitor", "NDES1$", "svc_ndes"])
		change("svc_ndes", {"tokenGroups": None})
	END
	acl --template=NDES
	ok "g_ndes"
}

@test "a range that can't be read: never a verdict from the first part" {
	for fault in code=51,busy code=1,0000203D code=32 code=0 close reset; do
		directory --fault="range:$fault" <<-END
			put(names["svc_ndes"], {"tokenGroups": [domain_sid(20000 + i) for i in range(1999)] + [domain_sid(1104)]})
			entries[names["g_ndes"]]["attributes"].pop("member")
		END
		acl --template=NDES
		never_says TEMPLATE-NO-ENROLL || failed "$fault" || return
		((status >= 2)) || return
		directory --fault="range:$fault" <<-END
			put(names["ca LAB-CA1-CA"], {"certificateTemplates": ["T%d" % i for i in range(1999)] + ["NDES"]})
		END
		acl --template=NDES
		never_says TEMPLATE-UNPUBLISHED || failed "$fault" || return
		((status >= 2)) || return
	done
}

@test "ranges without end, of no sense, or back again: cut with a sentence" {
	for fault in ranges same-range odd-range far-range back-range; do
		directory --fault=range:$fault <<-END
			put(names["ca LAB-CA1-CA"], {"certificateTemplates": ["T%d" % i for i in range(1999)] + ["NDES"]})
		END
		acl --template=NDES
		never_says TEMPLATE-UNPUBLISHED || return
		((status == 2 || status == 3)) || failed "$fault" || return
		[[ $output == *"(DIRECTORY-DATA in "* ]] || failed "$fault: the cause" || return
		first_line "the CAs" "127.0.0.1 port $port" || failed "$fault" || return
		(($(grep -c ^range "$questions") <= 100)) || failed "$fault: too many questions" || return
		directory --fault=range:$fault <<-END
			put(names["svc_ndes"], {"tokenGroups": [domain_sid(20000 + i) for i in range(1999)]})
			change("g_ndes", {"member": None})
		END
		acl --template=NDES
		never_says TEMPLATE-NO-ENROLL || failed "$fault of tokenGroups" || return
		verdict UNKNOWN 3 || failed "$fault of tokenGroups" || return
	done
}

@test "more groups than a token holds" {
	directory <<-END
		put(names["svc_ndes"], {"tokenGroups": [domain_sid(20000 + i) for i in range(5000)]})
	END
	acl --template=NDES
	verdict UNKNOWN 3
	says "tokenGroups" "5000"
	never_says TEMPLATE-NO-ENROLL
}

@test "templates over several pages; a page smaller than was asked for" {
	arguments=()
	for number in {1..25}; do arguments+=("--template=T$number"); done
	for page in 1 4 25 1000; do
		directory --page=$page <<-END
			for i in range(1, 26):
			    template("T%d" % i)
			for i in range(30):
			    ca("CA%d" % i)
		END
		acl "${arguments[@]}"
		ok "T1, T2, T3 and 22 more" || return
		asked_for templates $(((25 + page - 1) / page)) || return
		asked_for cas $(((31 + page - 1) / page)) || return
	done
}

@test "1200 templates displayed alike: those that are not read are not absent" {
	directory <<-END
		for i in range(1200):
		    template("T%04d" % i, {"displayName": "NDES" if i < 1199 else "Last"})
	END
	acl --template=NDES --template=Last
	never_says TEMPLATE-ABSENT
	((status == 1 || status == 3))
}

@test "pages without end: cut, and the template found by its DN" {
	for fault in pages entries; do
		directory --fault=templates:$fault </dev/null
		acl --template=NDES
		never_says TEMPLATE-ABSENT || return
		((status == 0 || status == 2 || status == 3)) || return
		(($(grep -c ^templates "$questions") <= 5000)) || return
	done
	directory --fault=templates:pages </dev/null
	acl --template=Nobody
	((status >= 2))
}

@test "pages of CAs without end: cut with a sentence, never \"no CA publishes it\"" {
	for fault in pages entries; do
		directory --fault=cas:$fault <<-END
			published.clear()
		END
		acl --template=NDES
		never_says TEMPLATE-UNPUBLISHED || failed "$fault" || return
		((status >= 2)) || failed "$fault" || return
	done
}

@test "150 CAs: the last one publishes it" {
	directory <<-END
		del entries[names["ca LAB-CA1-CA"]]
		for i in range(150):
		    ca("CA%03d" % i, {"certificateTemplates": ["User"] if i < 149 else ["NDES"]})
	END
	acl --template=NDES
	never_says TEMPLATE-UNPUBLISHED
	acl --template=NDES --ca=CA149
	never_says CA-ABSENT
}

# --- several of one name ---

@test "several accounts of one name: UNKNOWN with their DNs; one by DN or SID" {
	directory <<-END
		account("svc_ndes$", 1201, computer=True)
		account("svc_other", 1202, {"userPrincipalName": "svc_ndes"})
	END
	acl --template=NDES
	unknown ACCOUNT-AMBIGUOUS "3 accounts" "CN=svc_ndes,CN=Users,DC=lab,DC=test" "CN=svc_other"
	first_line "svc_ndes"
	acl --template=NDES --account=CN=svc_ndes,CN=Users,DC=lab,DC=test
	ok
	acl --template=NDES --account=$domain_sid-1103
	ok
	acl --template=NDES --account='svc_ndes$'
	critical TEMPLATE-NO-ENROLL 'svc_ndes$'
	directory --fault=account:twice </dev/null
	acl --template=NDES
	unknown ACCOUNT-AMBIGUOUS "2 accounts"
	directory <<-END
		for i in range(500):
		    account("many%d" % i, 2000 + i, {"userPrincipalName": "svc_ndes"})
	END
	acl --template=NDES
	unknown ACCOUNT-AMBIGUOUS
}

@test "several templates displayed alike: UNKNOWN with their names; a name comes before a display name" {
	directory <<-END
		template("One", {"displayName": "Devices"})
		template("Two", {"displayName": "Devices"})
		template("Three", {"displayName": "NDES"}, sd=READ)
	END
	acl --template=Devices
	unknown TEMPLATE-DISPLAY-NAME "2 are displayed so" "One, Two"
	first_line "template Devices"
	acl --template=NDES
	ok
	acl --template="Display of NDES"
	warning TEMPLATE-DISPLAY-NAME "its name is NDES"
	directory --fault=templates:twice </dev/null
	acl --template=NDES
	ok
	acl --template=NDES --template=ndes
	ok
}

@test "several CAs of one name and one host" {
	directory <<-END
		for i in range(3):
		    ca("CA%d" % i, {"cn": "LAB-CA1-CA", "certificateTemplates": ["NDES"]})
	END
	acl --template=NDES --ca=LAB-CA1-CA
	((status <= 1))
	acl_json --template=NDES
	((status <= 1))
}

# --- absent and hidden ---

@test "absent, hidden, and without a descriptor are told apart" {
	directory <<-END
		template("Hidden")
		hide("template Hidden")
		template("NoDescriptor", {"nTSecurityDescriptor": None})
	END
	acl --template=Nobody
	critical TEMPLATE-ABSENT "does not exist"
	first_line "template Nobody"
	acl --template=Hidden
	unknown TEMPLATE-HIDDEN "not readable for monitor@lab.test"
	first_line "template Hidden"
	acl --template=NoDescriptor
	unknown TEMPLATE-HIDDEN "permissions: are not readable for monitor@lab.test"
	first_line "template NoDescriptor"
	never_says TEMPLATE-NO-ENROLL
	acl --template=NDES --account=nobody
	critical ACCOUNT-ABSENT "nobody"
	acl --template=NDES --account=$domain_sid-9999
	critical ACCOUNT-ABSENT
	acl --template=NDES --account=CN=nobody,DC=lab,DC=test
	critical ACCOUNT-ABSENT
}

@test "hidden settings: UNKNOWN with the attribute's name" {
	for name in msPKI-Certificate-Name-Flag msPKI-Enrollment-Flag; do
		directory <<-END
			template("T", {"$name": None})
		END
		acl --template=T
		unknown DIRECTORY-HIDDEN "$name" || return
		first_line "template T" "$name" || return
	done
	acl --template=T --purpose=none
	ok
}

@test "hidden attributes of the account" {
	directory <<-END
		hide("svc_ndes")
	END
	acl --template=NDES --account=CN=svc_ndes,CN=Users,DC=lab,DC=test
	unknown DIRECTORY-HIDDEN "not readable for monitor@lab.test"
	directory <<-END
		change("svc_ndes", {"tokenGroups": None, "primaryGroupID": None})
	END
	acl --template=NDES
	unknown DIRECTORY-HIDDEN "tokenGroups" "primary group"
	never_says TEMPLATE-NO-ENROLL
	directory <<-END
		change("svc_ndes", {"tokenGroups": None})
		template("Denied", sd=READ)
	END
	acl --template=NDES
	ok "tokenGroups is hidden"
	acl --template=Denied
	unknown DIRECTORY-HIDDEN "tokenGroups"
	directory <<-END
		change("svc_ndes", {"objectClass": None})
	END
	acl --template=NDES
	ok
}

@test "an account without a readable SID: its own entries can't be ruled out" {
	for value in None 'b""' 'b"\x01\x05"' 'b"\x02" + b"x" * 27' 'b"\x01\xff" + b"x" * 66' '"S-1-5-21-1-2-3-4"'; do
		directory <<-END
			change("svc_ndes", {"objectSid": $value})
			template("Own", sd="O:EAG:EAD:P(A;;LCRPLORC;;;AU)(OA;;CR;Enroll;;$domain_sid-1103)")
		END
		acl --template=Own
		verdict UNKNOWN 3 || failed "$value" || return
		says "SID" || return
		never_says TEMPLATE-NO-ENROLL || failed "$value" || return
	done
}

@test "SIDs of groups that are garbage" {
	for value in 'b""' 'b"x"' 'sid("DU")[:-1]' 'sid("DU") + b"x"' 'b"\x01\x10" + bytes(70)' 'b"x" * 100000'; do
		directory <<-END
			put(names["svc_ndes"], {"tokenGroups": [sid("Users"), $value]})
			change("g_ndes", {"member": None})
		END
		acl --template=NDES
		verdict UNKNOWN 3 || failed "$value" || return
		says "tokenGroups" "SID 2 of 2" || return
		never_says TEMPLATE-NO-ENROLL || return
	done
}

@test "an account that is none" {
	directory <<-END
		account("odd", 1300, {"objectClass": ["top", "contact"], "sAMAccountType": "none"})
	END
	acl --template=NDES --account=g_ndes
	unknown ACCOUNT-KIND "g_ndes"
	acl --template=NDES --account=odd
	((status >= 2))
	says "(ACCOUNT-KIND in"
	acl --template=NDES --account=DC=lab,DC=test
	((status == 3))
}

# --- values ---

@test "values that are no numbers: UNKNOWN with the attribute's name" {
	for name in flags revision msPKI-Template-Schema-Version msPKI-Template-Minor-Revision msPKI-Certificate-Name-Flag \
		msPKI-Enrollment-Flag msPKI-Private-Key-Flag msPKI-RA-Signature msPKI-Minimal-Key-Size pKIDefaultKeySpec; do
		directory <<-END
			template("T", {"$name": "abc"})
		END
		acl --template=T
		unknown DIRECTORY-DATA "$name" "abc" || return
		first_line "template T" "$name" || return
	done
}

@test "what is missing is not zero: UNKNOWN, but schema version 1 may lack it" {
	for name in msPKI-Certificate-Name-Flag msPKI-Enrollment-Flag msPKI-Private-Key-Flag msPKI-RA-Signature; do
		directory <<-END
			template("Two", {"$name": None})
			template("Four", {"msPKI-Template-Schema-Version": 4, "$name": None})
		END
		acl --template=Two
		unknown DIRECTORY-HIDDEN "$name: is not there" || return
		acl --template=Four --purpose=ra-signing --require-eku=clientAuth
		says "$name: is not there" || return
		[[ $name != msPKI-Private-Key-Flag ]] || never_says TEMPLATE-PROVIDER || return
	done
	directory <<-END
		template("One", {"msPKI-Template-Schema-Version": None, "msPKI-Private-Key-Flag": None,
		         "msPKI-RA-Signature": None, "msPKI-Certificate-Application-Policy": None})
	END
	acl --template=One
	ok
}

@test "numbers of every kind of nonsense" {
	while read -r value; do
		directory <<-END
			template("T", {"msPKI-Enrollment-Flag": $value, "msPKI-Minimal-Key-Size": $value})
		END
		acl --template=T
		unknown DIRECTORY-DATA "msPKI-" || failed "$value" || return
	done <<-'END'
		""
		" "
		"1 "
		"0x10"
		"1e3"
		"99999999999"
		"-99999999999"
		"9" * 5000
		b"1\x00"
		b"\xff\xfe"
		"--1"
		"one|two <b> \\ ;$(id)"
		"nan"
		"१"
	END
}

@test "two values of one number, and no value" {
	directory <<-END
		template("Two", {"msPKI-Enrollment-Flag": ["0", "2"]})
		template("None", {"msPKI-Enrollment-Flag": []})
	END
	acl --template=Two
	((status <= 3))
	acl --template=None
	unknown DIRECTORY-HIDDEN "msPKI-Enrollment-Flag"
}

@test "negative numbers as Active Directory writes flags" {
	directory <<-END
		template("T", {"msPKI-Certificate-Name-Flag": str(1 - 2**31), "msPKI-Private-Key-Flag": "-2147483648"})
		template("Names", {"msPKI-Certificate-Name-Flag": "-1509949440"})
	END
	acl --template=T
	ok
	acl --template=Names
	critical TEMPLATE-SUBJECT
}

@test "periods, key usage and dates of the wrong form" {
	while read -r name value; do
		directory <<-END
			template("T", {"$name": $value})
		END
		acl --template=T
		unknown DIRECTORY-DATA "$name" || failed "$name $value" || return
		first_line "$name" || return
	done <<-'END'
		pKIExpirationPeriod b""
		pKIExpirationPeriod b"x" * 7
		pKIExpirationPeriod b"x" * 9
		pKIOverlapPeriod b"\x00" * 100
		pKIExpirationPeriod b"\xff" * 7 + b"\x7f"
		pKIKeyUsage b""
		whenChanged "yesterday"
		whenChanged "20261399999999.0Z"
		whenChanged b"\x00" * 17
	END
	directory <<-END
		template("T", {"pKIExpirationPeriod": b"\x00" * 7 + b"\x80", "pKIOverlapPeriod": b"\x00" * 7 + b"\x80"})
	END
	acl --template=T
	((status >= 1 && status <= 3))
}

@test "policies and properties that are nonsense" {
	while read -r value; do
		directory <<-END
			for schema in (1, 2, 3, 4, 5, 4294967295):
			    template("T%d" % schema, {"msPKI-Template-Schema-Version": schema, "msPKI-RA-Signature": 1,
			             "msPKI-RA-Application-Policies": $value, "pKIExtendedKeyUsage": $value, "pKIDefaultCSPs": $value,
			             "msPKI-Certificate-Application-Policy": $value})
		END
		for schema in 1 2 3 4 5 4294967295; do
			acl --template=T$schema --posture -v
			((status == 2 || status == 3)) || failed "$value $schema" || return
		done
	done <<-'END'
		"`" * 3000
		"a`b`c`d"
		"msPKI-Asymmetric-Algorithm`PZPWSTR`"
		"msPKI-Asymmetric-Algorithm`PZPWSTR`" + "R" * 100000
		b"\xff\x00`\x00`|<>\\"
		[str(i) for i in range(4000)]
		""
		["", "", ""]
	END
}

# --- CAs ---

@test "CA certificates that are garbage: UNKNOWN, or the good one counts" {
	while read -r value; do
		directory <<-END
			put(names["ca LAB-CA1-CA"], {"cACertificate": $value})
		END
		acl --template=NDES
		unknown DIRECTORY-DATA "NTAuthCertificates" "certificate" || failed "$value" || return
		first_line "CA LAB-CA1-CA" || return
	done <<-'END'
		b""
		b"x"
		b"\x30\x82\xff\xff" + b"x" * 100
		CERTIFICATE[:-1]
		CERTIFICATE[:100]
		b"-----BEGIN CERTIFICATE-----"
		b"\x00" * 100000
		[b"x%d" % i for i in range(1400)]
	END
	directory <<-END
		ca("LAB-CA1-CA", {"cACertificate": None, "certificateTemplates": ["NDES"]})
	END
	acl --template=NDES
	unknown DIRECTORY-DATA
}

@test "CA certificates truncated and with other octets: never a crash" {
	directory <<-END
		import random
		chance = random.Random(2)
		mutants = []
		for i in range(600):
		    octets = bytearray(CERTIFICATE)
		    for _ in range(chance.choice((1, 1, 3))):
		        octets[chance.randrange(len(octets))] = chance.randrange(256)
		    mutants.append(bytes(octets) if i % 2 else CERTIFICATE[:i])
		put(names["ca LAB-CA1-CA"], {"cACertificate": mutants[:300]})
		ca("LAB-CA2-CA", {"cACertificate": mutants[300:], "certificateTemplates": ["NDES"]})
	END
	acl --template=NDES -v
	((status == 1 || status == 3))
}

@test "NTAuthCertificates: absent, hidden, without a value, garbage, and one good among 1500" {
	directory <<-END
		del entries["CN=NTAuthCertificates," + SERVICES]
	END
	acl --template=NDES
	warning NTAUTH-MISSING
	for value in 'b""' 'b"x"' 'CERTIFICATE[:-1]' 'CERTIFICATE + b"x"'; do
		directory <<-END
			put("CN=NTAuthCertificates," + SERVICES, {"cACertificate": $value})
		END
		acl --template=NDES
		warning NTAUTH-MISSING || return
	done
	directory --range=100 <<-END
		put("CN=NTAuthCertificates," + SERVICES, {"cACertificate": [b"x%d" % i for i in range(1499)] + [CERTIFICATE]})
	END
	acl --template=NDES
	ok
}

@test "NTAuthCertificates whose attributes are hidden does not lack them" {
	directory <<-END
		hide("CN=NTAuthCertificates," + SERVICES)
	END
	acl --template=NDES
	never_says NTAUTH-MISSING
	verdict UNKNOWN 3
}

@test "the CAs' names: hidden, absent, of other letters" {
	directory <<-END
		put(names["ca LAB-CA1-CA"], {"cn": None, "dNSHostName": None, "displayName": None})
	END
	acl --template=NDES
	ok
	directory <<-END
		put(names["ca LAB-CA1-CA"], {"nTSecurityDescriptor": None})
	END
	acl --template=NDES
	unknown DIRECTORY-HIDDEN "not readable for monitor@lab.test"
	acl --template=NDES --ca=OTHER
	critical CA-ABSENT "OTHER"
	directory <<-END
		del entries[names["ca LAB-CA1-CA"]]
	END
	acl --template=NDES
	critical TEMPLATE-UNPUBLISHED "no CA publishes it"
	acl --template=NDES --purpose=ra-signing
	never_says TEMPLATE-UNPUBLISHED
}

# --- names ---

@test "names with the letters of filters and DNs, and umlauts" {
	names=('Gerät (NDES)' 'a*b' '*' '(cn=*)' 'Müller, Söhne + Co' '#hash' ' blank' 'equal=sign' '日本語' 'a&c!d'
		"it's")
	directory <<-'END'
		for name in ("Gerät (NDES)", "a*b", "(cn=*)", "Müller, Söhne + Co", "#hash", " blank", "equal=sign", "日本語",
		             "a&c!d", "it's"):
		    template(name)
	END
	for name in "${names[@]}"; do
		acl --template="$name"
		if [[ $name == '*' ]]; then
			critical TEMPLATE-ABSENT "does not exist" || return
		else
			ok || failed "$name" || return
		fi
	done
}

@test "a name that the directory finds, whatever the case of its umlauts" {
	directory <<-'END'
		template("Gerät", {"displayName": "NDES für Geräte"})
		template("One", {"displayName": "Zwei gleiche ä"})
		template("Two", {"displayName": "Zwei gleiche ä"})
	END
	acl --template="NDES FÜR GERÄTE"
	warning TEMPLATE-DISPLAY-NAME "its name is Gerät"
	never_says "deleted account?"
	acl --template=GERÄT --template=NDES
	ok "published on LAB-CA1-CA"
	never_says "displayed"
	acl --template="ZWEI GLEICHE Ä"
	unknown TEMPLATE-DISPLAY-NAME "One, Two"
	acl --template=GERÜT
	critical TEMPLATE-ABSENT
}

@test "names that are printed otherwise than they are" {
	directory <<-'END'
		for name in ("\\2a", "A\\B", "<x>;\"y\"", "a|b", "tab\tx", "y" * 64 + "ä" * 100):
		    template(name)
	END
	for name in '\2a' 'A\B' '<x>;"y"' 'a|b' $'tab\tx' "$(printf 'y%.0s' {1..64})$(printf 'ä%.0s' {1..100})"; do
		acl --template="$name"
		never_says TEMPLATE-UNPUBLISHED || failed "$name" || return
		ok || failed "$name" || return
	done
}

@test "hidden templates of such names are found by their DN" {
	for name in 'Müller, Söhne + Co' '#hash' 'equal=sign' '<x>;"y"' 'A\\B'; do
		directory <<-END
			template('$name')
			hide("template " + '$name')
		END
		acl --template="${name//'\\'/'\'}"
		unknown TEMPLATE-HIDDEN || failed "$name" || return
	done
}

@test "accounts with such names" {
	directory <<-END
		account("svc_müller", 1301, {"cn": "Müller, Jörg (NDES) + #1"})
		put(names["svc_müller"], {"tokenGroups": [domain_sid(1104)]})
	END
	acl --template=NDES --account=svc_müller
	ok "svc_müller"
	acl --template=NDES --account='CN=Müller\, Jörg (NDES) \+ \#1,CN=Users,DC=lab,DC=test'
	ok "svc_müller"
	for account in '*' 'svc_*' 'svc_ndes)(objectClass=*' '*)(sAMAccountName=svc_ndes' 'x)(|(cn=*' '\2a' $'svc\nndes' \
		"$(printf 'x%.0s' {1..5000})"; do
		acl --template=NDES --account="$account"
		critical ACCOUNT-ABSENT || failed "$account" || return
	done
	for account in '=' 'CN=' 'CN=\' 'CN=svc_ndes,' 'a=b=c' 'CN=svc_ndes,CN=Users,DC=other' '<SID=S-1-5-18>' '<GUID=x>'; do
		acl --template=NDES --account="$account"
		((status == 2 || status == 3)) || failed "$account" || return
	done
}

@test "what comes from outside never breaks the output" {
	directory <<-END
		evil = ["a|b", "x\\n[OK] fine", "<script>alert(1)</script>", "\\x1b[31mred", b"\\xff\\xfe\\x80", b"nul\\x00l",
		        "C:\\\\new", "\u202eabc", "x" * 100000, "", "%s%n%d", "'\\"\`\$(id)"]
		for i, value in enumerate(evil):
		    template("T%d" % i, {"displayName": value, "pKIDefaultCSPs": value, "msPKI-Cert-Template-OID": value,
		             "pKIExtendedKeyUsage": value, "msPKI-RA-Signature": 2, "msPKI-RA-Application-Policies": value,
		             "msPKI-Minimal-Key-Size": value})
		put(names["ca LAB-CA1-CA"], {"dNSHostName": evil[1], "displayName": evil[0]})
		ca("<script>|x", {"certificateTemplates": evil + ["T%d" % i for i in range(12)], "dNSHostName": evil[4],
		   "cACertificate": b"x"})
		ca("C2", {"cn": evil[5], "certificateTemplates": ["T%d" % i for i in range(12)], "dNSHostName": evil[8]})
		change("g_ndes", {"sAMAccountName": evil[2]})
		change("svc_ndes", {"userPrincipalName": evil[3]})
		root({"dnsHostName": evil[8]})
	END
	for form in nagios json prometheus checkmk; do
		for number in {0..11}; do
			acl --template="T$number" --output-format=$form --posture --explain -v
			((status >= 1)) || return
		done
	done
}

# --- names with a domain ---

@test "another domain's name is not this domain's account, also not for --allow and --forbid-group" {
	directory </dev/null
	for name in 'LAB\svc_ndes' lab/svc_ndes lab.test/svc_ndes; do
		acl --template=NDES --account="$name"
		ok || return
	done
	asked_for domain 3
	for name in 'CONTOSO\svc_ndes' contoso.com/svc_ndes; do
		acl --template=NDES --account="$name"
		critical ACCOUNT-ABSENT || return
	done
	acl --template=NDES --posture --allow=LAB/g_ndes
	ok
	acl --template=NDES --posture --allow=CONTOSO/g_ndes
	warning TEMPLATE-POSTURE-ENROLL "g_ndes"
	directory_login
	check ndes_account "${login[@]}" -t 5 --forbid-group='CONTOSO/Domain Users'
	says "forbidden group 'CONTOSO/Domain Users': there is no such group in lab.test"
	never_says "ACCOUNT-PRIVILEGED"
}

@test "the domain's NetBIOS name can't be read: an account with a domain in front is UNKNOWN" {
	for fault in "" --fault=domain:code=50; do
		# shellcheck disable=SC2086 # none or one
		directory $fault <<-END
			change("CN=LAB,CN=Partitions," + CONFIGURATION, {"nETBIOSName": None})
		END
		acl --template=NDES --account=LAB/svc_ndes
		unknown DIRECTORY-HIDDEN || return
		never_says ACCOUNT-ABSENT || return
		acl --template=NDES --account=lab.test/svc_ndes
		ok || return
	done
}

# --- what the CA says ---

@test "the code with which the CA refuses: no Enroll, not published, signatures" {
	directory <<-END
		template("Denied", sd=READ)
		template("Unpublished", publish=False)
		template("Signed", {"msPKI-RA-Signature": 2})
	END
	acl --template=Denied
	critical TEMPLATE-NO-ENROLL "0x80094012"
	acl --template=Unpublished
	critical TEMPLATE-UNPUBLISHED "0x80094800"
	acl --template=Unpublished --purpose=ra-signing --require-eku=clientAuth
	never_says "0x80094800"
	acl --template=Signed
	critical TEMPLATE-SIGNATURES "0x8009480A"
}

@test "-v says what LDAP does not show" {
	directory </dev/null
	acl --template=NDES -v
	ok "Not visible through LDAP: the permissions that the CA itself enforces" "domain-local groups"
	acl --template=NDES
	never_says "Not visible"
}

@test "CAs are counted by their names, whatever the order in which they come" {
	directory <<-END
		first = entries.pop(names["ca LAB-CA1-CA"])
		ca("LAB-CA9-CA", {"certificateTemplates": ["NDES"]})
		ca("LAB-CA2-CA", {"certificateTemplates": ["NDES"]})
		entries[names["ca LAB-CA1-CA"]] = first
	END
	acl --template=NDES
	ok "published on LAB-CA1-CA, LAB-CA2-CA, LAB-CA9-CA"
	acl_json --template=NDES
	says '"cas":["LAB-CA1-CA","LAB-CA2-CA","LAB-CA9-CA"]'
}

@test "a template that is given twice is one; a SID that nobody has is perhaps a deleted account's" {
	directory <<-END
		template("Gone", sd=HEALTHY + "(OA;;CR;Enroll;;%s-4711)(OA;;CR;Enroll;;S-1-5-21-9-9-9-1)" % DOMAIN_SID)
	END
	acl --template=NDES --template=ndes
	ok "may read and enroll NDES, published on LAB-CA1-CA"
	never_says "template ndes"
	acl --template=Gone --posture --allow=g_ndes
	warning TEMPLATE-POSTURE-ENROLL "-4711 (deleted account?)" \
		"S-1-5-21-9-9-9-1 (of another domain, or a deleted account?):"
	directory --fault=sids:code=51 <<-END
		template("Gone", sd=HEALTHY + "(OA;;CR;Enroll;;S-1-5-21-9-9-9-1)(OA;;CR;Enroll;;%s-4711)" % DOMAIN_SID)
	END
	acl --template=Gone --posture
	says "S-1-5-21-9-9-9-1, " "-4711:"
	never_says "deleted account?"
}

@test "JSON: account, SID, what a template is, and with --explain the entries and the one that decided" {
	directory </dev/null
	acl_json --template=NDES
	ok '"account":"svc_ndes@lab.test"' '"sid":"S-1-5-21-1111111111-2222222222-3333333333-1103"' \
		'"template1_name":"NDES"' '"template1_schema":2' '"template1_purposes":["1.3.6.1.5.5.7.3.2"]' \
		'"template1_key_size":2048' '"template1_validity":63072000' '"template1_cas":["LAB-CA1-CA"]'
	never_says _dacl _entry
	acl_json --template=NDES --explain
	ok '"template1_dacl":["allows Domain Admins Enroll (read property, write property)","allows g_ndes Enroll",' \
		'"template1_read_entry":3' '"template1_enroll_entry":2' '"ca1_enroll_entry":1' '"ca1_dacl":['
}

@test "-w and -c: seconds of the whole run" {
	directory --fault=account:slow=0.01 </dev/null
	acl --template=NDES -w 0.05 -c 60
	warning DIRECTORY-SLOW "against -w 0.05"
	acl --template=NDES -w 0.01 -c 0.05
	critical DIRECTORY-SLOW "against -c 0.05"
	acl --template=NDES -w 60 -c 60
	ok
	acl --template=NDES -w 2 -c 1
	refused "--warning is less strict"
}

# --- no access control ---

@test "without a DACL everybody may enroll and rewrite a template, and rewrite a CA's object" {
	directory <<-END
		template("Open", sd="O:EAG:EA")
		change("ca LAB-CA1-CA", {"nTSecurityDescriptor": sd("O:EAG:EA")})
	END
	acl --template=Open --posture
	critical TEMPLATE-UNPROTECTED
	says "[CRITICAL] who else may enroll: Everyone: whoever does gets a certificate in anybody's name (ESC1)" \
		"[CRITICAL] who else may rewrite it: Everyone (ESC4)"
	never_says "nobody but"
	acl --template=NDES
	critical CA-UNPROTECTED "[CRITICAL] permissions: there are none" "CA LAB-CA1-CA"
}

@test "who is allowed is named, not passed over as nobody" {
	directory <<-END
		template("Written", sd=HEALTHY + "(A;;WP;;;svc_ndes)")
	END
	acl --template=NDES --posture --allow=g_ndes
	ok "who else may enroll: nobody but the account, administrators and, as allowed, g_ndes" \
		"who else may rewrite it: nobody but administrators"
	acl --template=Written --posture --allow=g_ndes
	ok "who else may rewrite it: nobody but the account and administrators"
}

# --- policies that are linked to groups ---

@test "policies that are linked to groups could not be read: UNKNOWN where the template has one" {
	population='
template("Policy", {"msPKI-Certificate-Policy": "1.2.3.4"})
entry("CN=link,CN=OID," + SERVICES, {"objectClass": ["top", "msPKI-Enterprise-Oid"],
      "msPKI-Cert-Template-OID": "1.2.3.4", "msDS-OIDToGroupLink": "CN=Enterprise\\, Adm\\C3\\ADns,CN=Users," + DOMAIN})'
	directory <<<"$population"
	acl --template=Policy --posture --allow=g_ndes
	warning TEMPLATE-POSTURE-SETTING "members of Enterprise, Admíns (ESC13)"
	acl --template=NDES --posture --allow=g_ndes
	ok
	directory --fault=links:code=50 <<<"$population"
	acl --template=Policy --posture --allow=g_ndes
	unknown DIRECTORY-HIDDEN "whether they are linked to groups"
	acl --template=NDES --posture --allow=g_ndes
	ok
	directory --fault=links:code=4 <<<"$population"
	acl --template=Policy --posture --allow=g_ndes
	unknown DIRECTORY-DATA "not all policies"
}

# --- huge ---

@test "huge values and entries: told or cut, within memory and time" {
	directory <<-END
		template("T", {"displayName": "x" * 3000000})
	END
	acl --template=T
	ok
	directory <<-END
		for i in range(30):
		    template("T%d" % i, {"displayName": b"x" * 2000000})
	END
	arguments=()
	for number in {0..29}; do arguments+=("--template=T$number"); done
	acl "${arguments[@]}"
	verdict UNKNOWN 3
	says "127.0.0.1 port $port" "has no end"
	never_says TEMPLATE-ABSENT
	directory --fault=templates:huge=5000000 </dev/null
	acl --template=NDES
	verdict UNKNOWN 3
	first_line "127.0.0.1 port $port" "larger"
	directory <<-END
		template("T", {"x%d" % i: "y" for i in range(300)})
		account("svc_long", 1400, {"cn": "x" * 60000, "tokenGroups": [domain_sid(1104)]})
	END
	acl --template=T --account=svc_long
	ok
}

@test "200 templates in one run" {
	directory <<-END
		for i in range(200):
		    template("T%03d" % i, sd=HEALTHY if i != 150 else READ)
	END
	arguments=()
	for number in {000..199}; do arguments+=("--template=T$number"); done
	acl "${arguments[@]}"
	critical TEMPLATE-NO-ENROLL "template T150"
	first_line "template T150"
	acl_json "${arguments[@]}"
	critical TEMPLATE-NO-ENROLL
}
