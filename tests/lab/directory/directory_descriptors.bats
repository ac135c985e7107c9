#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2154 # output, status, directory: shared with the files that are loaded
# check_template_acl: security descriptors that Samba does not store: conditional entries, unknown types, lying sizes.
load ../../blackbox/common
load directory

setup_file() {
	directory_keys
}

# judged: every test of this file has statements that define descriptors; one run for each 40 of them, compared with
# sweep.py's opinion
judged() {
	local names=() files=() number

	mapfile -t names < <(cut -d ' ' -f 1 "$BATS_TEST_TMPDIR/expected" | sed 's/^/--template=/')
	((${#names[@]} >= ${1:-1})) || failed "only ${#names[@]} descriptors" || return
	for ((number = 0; number < ${#names[@]}; number += 40)); do
		acl_json "${names[@]:number:40}" -t 10 || return
		((status <= 3)) || return
		cp "$BATS_TEST_TMPDIR/stdout" "$BATS_TEST_TMPDIR/$number.json"
		files+=("$BATS_TEST_TMPDIR/$number.json")
	done
	"$python" -I -S "$directory_lab/sweep.py" "$BATS_TEST_TMPDIR/expected" "${files[@]}"
}

@test "a conditional entry in front: UNKNOWN, whatever it gives or takes" {
	directory <<-END
		for kind in ("XA", "XD"):
		    template(kind, sd="O:EAG:EAD:P(%s;;CR;;;g_ndes)(A;;LCRPLORC;;;AU)(OA;;CR;Enroll;;g_ndes)" % kind)
		for kind in ("XOA", "XOD"):
		    template(kind, sd="O:EAG:EAD:P(%s;;CR;Enroll;;svc_ndes)(A;;LCRPLORC;;;AU)(OD;;CR;Enroll;;g_ndes)" % kind)
	END
	for kind in XA XD; do
		acl --template=$kind
		unknown TEMPLATE-UNDECIDABLE "entry 1" "g_ndes" || return
		first_line "template $kind" "svc_ndes@lab.test" "can't be told" "entry 1" || return
	done
	for kind in XOA XOD; do
		acl --template=$kind --explain
		unknown TEMPLATE-UNDECIDABLE "entry 1" "condition" "= entry 1" "not reached" || return
		never_says "may not enroll" || return
	done
}

@test "a conditional entry behind the one that decides, for another account, for another right: decided" {
	directory <<-END
		rest = "(XOA;;CR;Enroll;;g_ndes)(XD;;GA;;;WD)(XA;;CR;;;AU)"
		template("Granted", sd="O:EAG:EAD:P(A;;LCRPLORC;;;AU)(OA;;CR;Enroll;;g_ndes)" + rest)
		template("Denied", sd="O:EAG:EAD:P(A;;LCRPLORC;;;AU)(OD;;CR;Enroll;;g_ndes)" + rest)
		template("Others", sd="O:EAG:EAD:P(XD;;GA;;;DA)(XOD;;CR;Other;;AU)(XD;;WP;;;AU)(XD;IO;GA;;;AU)"
		         "(A;;LCRPLORC;;;AU)(OA;;CR;Enroll;;g_ndes)")
	END
	acl --template=Granted --explain
	ok "= entry 2" "entry 3"
	acl --template=Denied
	critical TEMPLATE-NO-ENROLL "entry 2 denies g_ndes Enroll"
	first_line "template Denied" "may not enroll"
	acl --template=Others
	ok "entry 6"
}

@test "a conditional entry of the CA's object" {
	directory <<-END
		put(names["ca LAB-CA1-CA"], {"nTSecurityDescriptor": sd("O:EAG:EAD:(XOA;;CR;Enroll;;AU)(A;;LCRPLORC;;;AU)")})
	END
	acl --template=NDES
	unknown CA-UNDECIDABLE "entry 1"
	first_line "CA LAB-CA1-CA"
}

@test "a conditional entry under --posture and --require-right" {
	directory <<-END
		template("T", sd="O:EAG:EAD:P(A;;LCRPLORC;;;AU)(OA;;CR;Enroll;;g_ndes)(XOA;;CR;AutoEnroll;;AU)(XA;;WDWO;;;AU)")
	END
	acl --template=T --require-right=autoenroll
	unknown TEMPLATE-UNDECIDABLE "entry 3" "automatically"
	acl --template=T --posture --allow=g_ndes -v
	((status != 0)) || failed "a conditional right for all to rewrite it is no finding"
	says "Authenticated Users"
}

@test "unknown and audit types are stepped over by their sizes" {
	directory <<-END
		odd = [struct.pack("<BBH", kind, 0, 8 + len(rest)) + b"\\xff" * 4 + rest
		       for kind, rest in ((0x03, b""), (0x04, b"x" * 40), (0x08, b"x" * 12), (0x0E, b""), (0x10, b"x" * 4),
		                          (0x15, sid("WD")), (0x42, b"x" * 252), (0xFF, b"x" * 1000))]
		audits = "(AU;;GA;;;WD)(OU;;GA;Enroll;;WD)" + "".join("(%x;;GA;;;WD)" % kind for kind in (13, 17, 18, 19, 20))
		template("Granted", sd=sd(HEALTHY.replace("PAI", "PAI" + audits), raw_aces=odd))
		template("Denied", sd=sd(READ, raw_aces=odd))
	END
	acl --template=Granted --explain -v
	ok "unknown type (0xFF)"
	acl --template=Denied
	critical TEMPLATE-NO-ENROLL "no entry gives"
}

@test "an ACL of 64 KB: its last entry decides" {
	directory <<-END
		long = [ace("A;;CR;;;%s-%d" % (DOMAIN_SID, 5000 + i)) for i in range(1816)]
		end = ace("OA;;CR;Enroll;;g_ndes")
		long = long[:(65535 - 8 - len(end) - 20) // 36]
		template("Granted", sd=sd("O:EAG:EAD:P(OA;;CR;Enroll;;g_ndes)", raw_aces=[ace("A;;LCRPLORC;;;AU")] + long))
		template("Denied", sd=sd("O:EAG:EAD:P(OD;;CR;Enroll;;g_ndes)", raw_aces=[ace("A;;LCRPLORC;;;AU")] + long))
		size = len(entries[names["template Granted"]]["attributes"]["nTSecurityDescriptor"][0])
		assert size > 65000, size
	END
	acl --template=Granted
	ok "entry 1818"
	within 3000
	acl --template=Denied --explain --posture -v
	critical TEMPLATE-NO-ENROLL
	says "more)"
	acl_json --template=Denied --explain --posture
	verdict CRITICAL 2
}

@test "16000 tiny entries" {
	directory <<-END
		template("T", sd=sd("O:EAG:EAD:P(A;;LCRPLORC;;;AU)(OA;;CR;Enroll;;g_ndes)",
		                    raw_aces=[struct.pack("<BBH", 0x77, 0, 4)] * 16000))
	END
	acl --template=T
	ok "entry 16002"
	acl --template=T --explain
	ok
}

@test "SIDs with 15 sub-authorities, with none, with 16" {
	directory <<-END
		long = "S-1-5-" + "-".join(str(4294967295 - i) for i in range(15))
		put(names["svc_ndes"], {"tokenGroups": [sid("DU"), sid(long)]})
		template("Fifteen", sd="O:%sG:%sD:P(A;;LCRPLORC;;;AU)(A;;CR;;;%s)" % (long, long, long))
		template("None", sd=sd("O:EAG:EAD:P(A;;GA;;;S-1-5)(A;;LCRPLORC;;;AU)(A;;CR;;;%s)" % long))
		template("Sixteen", sd="O:EAG:EAD:P(A;;LCRPLORC;;;AU)(A;;CR;;;%s-16)(A;;CR;;;AU)" % long)
	END
	acl --template=Fifteen --explain
	ok "S-1-5-4294967295-4294967294-" "-4294967281"
	acl --template=None
	ok "entry 3"
	acl --template=Sixteen
	unknown DIRECTORY-DATA "security descriptor" "SID"
	first_line "template Sixteen" "offset"
}

@test "no DACL: everybody may everything, which is CRITICAL; an empty one: nobody may" {
	directory <<-END
		template("NoBit", sd=sd("O:EAG:EAD:P(A;;GA;;;DA)", control=0x8000))
		template("NoOffset", sd=sd("O:EAG:EAD:P(A;;GA;;;DA)", dacl_offset=0))
		template("Null", sd=sd("O:EAG:EA"))
		template("Empty", sd="O:EAG:EAD:P")
		template("Nothing", sd=sd("D:P"))
		template("Bare", sd=struct.pack("<BBH4I", 1, 0, 0x8000, 0, 0, 0, 0))
	END
	for name in NoBit NoOffset Null Bare; do
		acl --template=$name --explain
		critical TEMPLATE-UNPROTECTED "everybody" || return
		first_line "template $name" || return
	done
	for name in Empty Nothing; do
		acl --template=$name --explain
		critical TEMPLATE-NO-ENROLL || return
		says "TEMPLATE-NO-READ" || return
	done
}

@test "an ACL larger than its entries is as good as any" {
	directory <<-END
		template("Zeroes", sd=sd(HEALTHY, slack=bytes(400)))
		template("Entries", sd=sd(HEALTHY, slack=ace("OD;;CR;Enroll;;g_ndes") * 3))
		template("Fewer", sd=sd("O:EAG:EAD:P(A;;LCRPLORC;;;AU)(OA;;CR;Enroll;;g_ndes)(D;;GA;;;WD)", ace_count=2))
		template("Odd", sd=sd(HEALTHY, slack=b"xyz"))
	END
	for name in Zeroes Entries Fewer Odd; do
		acl --template=$name
		ok || return
	done
}

@test "lying sizes, counts, offsets and revisions: UNKNOWN with the offset" {
	directory <<-END
		lies = [dict(acl_size=0), dict(acl_size=7), dict(acl_size=8), dict(acl_size=20), dict(acl_size=65535),
		        dict(acl_size=200), dict(ace_count=6), dict(ace_count=65535), dict(ace_size=(0, 0)),
		        dict(ace_size=(0, 3)), dict(ace_size=(0, 4)), dict(ace_size=(0, 12)), dict(ace_size=(4, 65535)),
		        dict(ace_size=(4, 40)), dict(ace_size=(2, 19)), dict(sub_authorities=(2, 2)),
		        dict(sub_authorities=(2, 15)), dict(sub_authorities=(2, 255)), dict(owner_offset=1),
		        dict(owner_offset=19), dict(owner_offset=4096), dict(owner_offset=0xFFFFFFFF),
		        dict(owner_offset=0xFFFFFFFC), dict(group_offset=2**31), dict(group_offset=65535),
		        dict(dacl_offset=4), dict(dacl_offset=0x7FFFFFFF), dict(dacl_offset=0xFFFFFFF8),
		        dict(dacl_offset=300), dict(control=4), dict(revision=0), dict(revision=2), dict(acl_revision=0),
		        dict(acl_revision=1), dict(acl_revision=5), dict(acl_revision=255)]
		for number, kinds in enumerate(lies):
		    template("Lie%d" % number, sd=sd(HEALTHY, **kinds))
		template("Lie%d" % len(lies), sd=sd(HEALTHY) * 1000)
		template("Lie%d" % (len(lies) + 1), sd=b"")
		template("Lie%d" % (len(lies) + 2), sd=b"\\xff" * 300)
		template("Lie%d" % (len(lies) + 3), sd=b"x" * 200000)
	END
	for ((number = 0; number < 40; number++)); do
		[[ $number != 36 ]] || continue # that one is healthy with much behind it
		acl --template=Lie$number
		unknown DIRECTORY-DATA "security descriptor" || return
		first_line "template Lie$number" || return
		never_says "may not enroll" || return
	done
}

@test "truncated at every byte: UNKNOWN, never a verdict" {
	directory <<-END
		from sweep import sweep
		whole = sd(HEALTHY)
		sweep("$BATS_TEST_TMPDIR/expected", {"T%03d" % i: whole[:i] for i in range(len(whole) + 1)})
	END
	judged 200
	[[ $(grep -c "malformed malformed" "$BATS_TEST_TMPDIR/expected") == $(($(wc -l <"$BATS_TEST_TMPDIR/expected") - 1)) ]]
}

@test "truncated at every byte, with conditions and object types, and the DACL behind the owner" {
	directory <<-END
		from sweep import sweep
		whole = sd("D:P(XOA;;CR;Enroll;Other;g_ndes)(A;;LCRPLORC;;;AU)(42;;;;;WD)(XD;;CR;;;DA)")
		sweep("$BATS_TEST_TMPDIR/expected", {"T%03d" % i: whole[:i] for i in range(len(whole) + 1)})
	END
	judged 150
}

@test "the CA's descriptor, truncated" {
	directory <<-END
		whole = sd(HEALTHY_CA)
		for i in range(0, 96):
		    ca("CA%02d" % i, {"nTSecurityDescriptor": whole[:i * len(whole) // 96], "certificateTemplates": ["NDES"]})
		del entries[names["ca LAB-CA1-CA"]]
	END
	for number in 00 01 20 50 95; do
		acl --template=NDES --ca=CA$number
		unknown DIRECTORY-DATA "security descriptor" || return
		first_line "CA CA$number" || return
	done
	acl_json --template=NDES
	verdict UNKNOWN 3
	never_says '"state":"CRITICAL"'
}

@test "every byte another: as a second reader decides" {
	directory <<-END
		from sweep import sweep
		whole = sd("O:EAG:EAD:PAI(D;;CR;;;DA)(OA;;RPCR;Enroll;;g_ndes)(A;;LCRPLORC;;;AU)")
		sweep("$BATS_TEST_TMPDIR/expected", {"B%03dx%d" % (i, number): whole[:i] + bytes([octet]) + whole[i + 1:]
		      for i in range(len(whole)) for number, octet in enumerate((0, 255, whole[i] ^ 1, whole[i] ^ 8))})
	END
	judged 500
}

@test "random lists of all types: as a second reader decides" {
	directory <<-END
		from sweep import sweep
		import random
		chance = random.Random(1)
		def one():
		    aces = []
		    for _ in range(chance.randrange(9)):
		        kind = chance.choice(list(TYPES) + ["03", "09", "42", "0d"])
		        target = chance.choice(("", "Enroll", "AutoEnroll", "Other")) if kind[0] in "OX" and "O" in kind else ""
		        aces.append("(%s;%s;%s;%s;%s;%s)" % (
		            kind, chance.choice(("", "", "", "CI", "IO", "CIIO", "ID")),
		            chance.choice(("CR", "RP", "GA", "GR", "RPCR", "0xF00FF", "0xF01FF", "WP", "LCRPLORC", "0")),
		            target, chance.choice(("", "Other")) if target else "",
		            chance.choice(("svc_ndes", "g_ndes", "AU", "WD", "DA", "DU", "Users", "BA", "monitor", "S-1-5-15"))))
		    return sd("O:EAG:EAD:P" + "".join(aces).replace(";0;", ";0x0;"))
		sweep("$BATS_TEST_TMPDIR/expected", {"R%03d" % i: one() for i in range(300)})
	END
	judged 300
	for verdict in granted denied undecidable; do
		grep -q " $verdict" "$BATS_TEST_TMPDIR/expected" || return
	done
}
