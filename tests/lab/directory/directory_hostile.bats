#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2034,SC2154 # output, status, elapsed, port, environment: shared with the files that are loaded
# check_template_acl and a domain controller that hangs, ends, lies, or says it in Active Directory's own way.
load ../../blackbox/common
load directory

setup_file() {
	directory_keys
}

# no_verdict: nothing is said to be missing or denied by a directory that did not say so
no_verdict() {
	never_says "TEMPLATE-ABSENT" "ACCOUNT-ABSENT" "TEMPLATE-UNPUBLISHED" "TEMPLATE-NO-ENROLL" "TEMPLATE-NO-READ" \
		"CA-NO-ENROLL" "CA-ABSENT" "NTAUTH-MISSING"
}

# place: the first line names the server
place() {
	first_line "127.0.0.1 port $port" "$@"
}

no_core() {
	[[ -z $(find . "$directory" -name 'core*') ]] || failed "there is a core"
}

# --- a healthy one ---

@test "healthy: by clear text, StartTLS and LDAPS; in all formats; by its name, principal name, DN and SID" {
	directory </dev/null
	acl --template=NDES
	ok "may enroll" "g_ndes"
	first_line "svc_ndes@lab.test may read and enroll NDES" "LAB-CA1-CA"
	measured time time_connect
	acl --template=NDES -T --ca-cert="$directory_keys/ca.pem"
	ok
	measured dc_certificate_remaining
	acl --template=NDES -S -p "$tls_port" --ca-cert="$directory_keys/ca.pem"
	ok
	for form in json prometheus checkmk; do
		acl --template=NDES --output-format=$form
		((status == 0)) || return
	done
	for account in svc_ndes@lab.test LAB/svc_ndes CN=svc_ndes,CN=Users,DC=lab,DC=test \
		S-1-5-21-1111111111-2222222222-3333333333-1103; do
		acl --template=NDES --account="$account"
		ok "svc_ndes@lab.test" || return
	done
	acl --template=NDES --account=NDES1
	critical TEMPLATE-NO-ENROLL 'NDES1$'
	asked_for bind 11
}

# --- it hangs ---

@test "it hangs in the connect" {
	# a thread that is late at the deadline is left behind, with its memory
	environment=(ASAN_OPTIONS=detect_leaks=0)
	directory --fault=connect:hang </dev/null
	acl --template=NDES -t 1
	critical NET-FILTERED "connect"
	place "no answer"
	acl --template=NDES -t 1:unknown
	unknown NET-FILTERED
}

@test "it hangs before TLS, with LDAPS and StartTLS" {
	# a thread that is late at the deadline is left behind, with its memory
	environment=(ASAN_OPTIONS=detect_leaks=0)
	directory --fault=tls:hang </dev/null
	acl --template=NDES -t 1 -S -p "$tls_port"
	critical NET-TIMEOUT "TLS handshake"
	first_line "127.0.0.1 port $tls_port" "no answer"
	acl --template=NDES -t 1 -T
	critical NET-TIMEOUT "TLS handshake"
	place
	directory --fault=starttls:hang </dev/null
	acl --template=NDES -t 1 -T
	critical NET-TIMEOUT "TLS handshake"
	directory --fault=accept:hang </dev/null
	acl --template=NDES -t 1
	critical NET-TIMEOUT "login"
}

@test "it hangs in the login" {
	# a thread that is late at the deadline is left behind, with its memory
	environment=(ASAN_OPTIONS=detect_leaks=0)
	directory --fault=bind:hang </dev/null
	acl --template=NDES -t 1
	critical NET-TIMEOUT
	place "no answer" "login"
	acl_json --template=NDES -t 1:warning
	warning NET-TIMEOUT
}

@test "a slow login, and then half an answer: the time that is left counts, and the server is named" {
	directory --fault=bind:slow=0.1 --fault=token:half </dev/null
	acl --template=NDES -t 3
	critical NET-TIMEOUT
	place "no answer"
}

@test "half an answer: the server and the phases so far are named, however long the time limit" {
	directory --fault=account:half </dev/null
	for limit in 3 4 5; do
		acl --template=NDES -t $limit
		critical NET-TIMEOUT || return
		place "no answer" || return
		says "time_connect=" || return
	done
}

@test "it hangs in a search, in each" {
	# a thread that is late at the deadline is left behind, with its memory
	environment=(ASAN_OPTIONS=detect_leaks=0)
	for question in root account templates cas ntauth sids; do
		directory --fault=$question:hang </dev/null
		acl --template=NDES -t 1
		[[ $question != sids ]] || { ((status <= 2)) && no_verdict && continue; } || return
		critical NET-TIMEOUT || return
		place "no answer" || return
		no_verdict || return
		asked_for $question || return
	done
	directory --fault=cas:hang </dev/null
	acl --template=NDES -t 1:unknown
	verdict UNKNOWN 3
}

@test "it hangs, and the time limit is OK: the headline is the silence, not what was never read" {
	# a thread that is late at the deadline is left behind, with its memory
	environment=(ASAN_OPTIONS=detect_leaks=0)
	for question in account templates cas ntauth token sids; do
		directory --fault=$question:hang </dev/null
		acl --template=NDES -t 1:ok
		ok || return
		place "no answer" "search for" || return
		output=${output%%$'\n'*}
		never_says "may read and enroll" "published on" || return
	done
}

@test "it hangs: the search that got no answer is blamed, not those that were never asked" {
	# a thread that is late at the deadline is left behind, with its memory
	environment=(ASAN_OPTIONS=detect_leaks=0)
	while read -r question words; do
		directory --fault="$question:hang" </dev/null
		acl --template=NDES --posture -t 1
		critical NET-TIMEOUT || return
		place "search for $words" || return
		output=${output%%$'\n'*}
		[[ $question == token ]] || never_says "account's groups" || return
	done <<-END
		links policies that are linked to groups
		ntauth NTAuthCertificates
		cas the CAs
		token the account's groups
	END
}

@test "it hangs or ends at the question for the account's groups: the directory is blamed, not its permissions" {
	# a thread that is late at the deadline is left behind, with its memory
	environment=(ASAN_OPTIONS=detect_leaks=0)
	directory --fault=token:hang </dev/null
	acl --template=NDES -t 1
	no_verdict
	critical NET-TIMEOUT
	place "no answer"
	never_says "RAS and IAS Servers" "tokenGroups is hidden"
	for fault in close reset cut; do
		directory --fault=token:$fault </dev/null
		acl --template=NDES
		no_verdict || return
		critical DIRECTORY-DOWN || return
		place || return
		never_says "RAS and IAS Servers" "tokenGroups is hidden" || return
	done
}

@test "it ends at the question for the CAs: the account's groups are not called hidden" {
	directory --fault=cas:close </dev/null
	acl --template=NDES
	critical DIRECTORY-DOWN
	never_says "RAS and IAS Servers" "tokenGroups is hidden"
	directory --fault=cas:indefinite </dev/null
	acl --template=NDES
	place
	never_says "RAS and IAS Servers" "tokenGroups is hidden"
}

@test "it hangs in the second page, the second range, and the search for hidden templates and groups" {
	# a thread that is late at the deadline is left behind, with its memory
	environment=(ASAN_OPTIONS=detect_leaks=0)
	directory --page=1 --fault=templates2:hang <<-END
		template("Second", {"displayName": "NDES"})
	END
	acl --template=NDES --template=Second -t 1
	critical NET-TIMEOUT
	place
	no_verdict
	directory --range=1 --fault=range:hang </dev/null
	acl --template=NDES -t 1
	critical NET-TIMEOUT
	no_verdict
	directory --fault=hidden:hang </dev/null
	acl --template=Nobody -t 1
	critical NET-TIMEOUT
	no_verdict
	directory --fault=groups:hang <<-END
		change("svc_ndes", {"tokenGroups": None})
	END
	acl --template=NDES -t 1
	((status >= 2))
	no_verdict
}

@test "octet by octet: the time limit holds" {
	directory --fault=templates:slow=0.05 </dev/null
	acl --template=NDES -t 1
	critical NET-TIMEOUT
	place
	directory --fault=bind:slow=0.3 </dev/null
	acl --template=NDES -t 1
	critical NET-TIMEOUT "login"
}

@test "the password is in no argument of a process that hangs, and in no core" {
	# a thread that is late at the deadline is left behind, with its memory
	environment=(ASAN_OPTIONS=detect_leaks=0)
	directory --fault=cas:hang </dev/null
	cd "$BATS_TEST_TMPDIR" || return
	for way in file environment; do
		secret=(--password-file="$directory/password")
		environment=()
		[[ $way == file ]] || { secret=() environment=("LDAP_PASSWORD=$directory_password"); }
		(
			ulimit -c unlimited 2>/dev/null || true
			exec env -i PATH="$PATH" "${environment[@]}" "$(plugin template_acl)" -H 127.0.0.1 -p "$port" \
				-D monitor@lab.test --allow-cleartext "${secret[@]}" --account=svc_ndes --template=NDES -t 20 >"$way.out" 2>&1 3>&-
		) &
		pid=$!
		for _ in {1..500}; do
			[[ $(grep -c '^cas ' "$questions") == $([[ $way == file ]] && echo 1 || echo 2) ]] && break
			sleep 0.02
		done
		tr '\0' '\n' <"/proc/$pid/cmdline" >"$way.cmdline"
		grep -q template_acl "$way.cmdline"
		[[ -z $(grep -F "$directory_password" "$way.cmdline") ]] || failed "the password is in the cmdline" || return
		# what the kernel would write: nothing
		sanitized || [[ $(awk '/Max core file size/ { print $5 }' "/proc/$pid/limits") == 0 ]]
		kill -ABRT "$pid"
		wait "$pid" || true
		[[ -z $(grep -F "$directory_password" "$way.out") ]] || failed "the password is in the out" || return
		no_core || return
	done
}

# Icinga sets the variable for each run, whether there is a password or not.
@test "an empty LDAP_PASSWORD is no password: a file is taken, without one nothing is asked, Kerberos is not disturbed" {
	directory </dev/null
	environment=(LDAP_PASSWORD=)
	acl --template=NDES
	ok
	: >"$questions"
	login=(-D monitor@lab.test --allow-cleartext)
	check template_acl -H 127.0.0.1 -p "$port" "${login[@]}" --account=svc_ndes --template=NDES
	refused "--bind-dn needs a password that is not empty"
	check ndes_account -H 127.0.0.1 -p "$port" "${login[@]}" --account=svc_ndes
	refused "--bind-dn needs a password that is not empty"
	check crl_dp -u "ldap:///CN=x?certificateRevocationList" --ldap-host="127.0.0.1:$port" "${login[@]}"
	refused "--bind-dn needs a password that is not empty"
	[[ ! -s $questions ]]
	check template_acl -H 127.0.0.1 -p "$port" --account=svc_ndes --template=NDES
	never_says "usage:"
}

# --- it ends ---

@test "the connection is closed, in each phase" {
	for question in accept starttls bind root account templates cas ntauth; do
		directory --fault=$question:close </dev/null
		arguments=(--template=NDES --template=Nobody)
		[[ $question != starttls ]] || arguments+=(-T)
		acl "${arguments[@]}"
		verdict CRITICAL 2 || return
		place || return
		says "closed" || return
		no_verdict || return
	done
}

@test "the connection is reset, or cut in an answer" {
	for question in bind root templates; do
		for fault in reset cut; do
			directory --fault=$question:$fault </dev/null
			acl --template=NDES
			critical DIRECTORY-DOWN || return
			place || return
			no_verdict || return
		done
	done
}

@test "a connection that ends once is tried again" {
	directory --fault=bind1-1:close </dev/null
	acl --template=NDES
	ok
	directory --fault=root1-1:close </dev/null
	acl --template=NDES
	ok
	directory --fault=templates1-1:reset </dev/null
	acl --template=NDES
	ok
}

@test "nothing listens; the next one does" {
	directory </dev/null
	dead=$(dead_port)
	acl --template=NDES -p "$dead"
	critical DIRECTORY-DOWN
	first_line "127.0.0.1 port $dead" "refuses"
	check template_acl -H 127.0.0.1:"$dead" -H 127.0.0.1:"$port" -D monitor@lab.test --allow-cleartext \
		--password-file="$directory/password" --account=svc_ndes --template=NDES
	ok "Passed over: 127.0.0.1 port $dead"
}

@test "a notice of disconnection is the end" {
	# libldap loses its request
	environment=(ASAN_OPTIONS=detect_leaks=0)
	for question in bind root templates; do
		directory --fault=$question:notice </dev/null
		acl --template=NDES
		critical DIRECTORY-DOWN || return
		place || return
		no_verdict || return
	done
}

@test "another unsolicited message is nothing" {
	# libldap loses its request
	environment=(ASAN_OPTIONS=detect_leaks=0)
	for question in bind root templates; do
		directory --fault=$question:notification </dev/null
		acl --template=NDES
		ok || return
	done
}

@test "answers to questions that nobody asked" {
	for question in bind root cas; do
		directory --fault=$question:late-id </dev/null
		acl --template=NDES
		ok || return
		directory --fault=$question:other-id </dev/null
		acl --template=NDES -t 1
		critical NET-TIMEOUT || return
		place || return
		no_verdict || return
	done
}

# --- it does not speak LDAP ---

@test "other protocols and malformed BER" {
	for fault in http text nonsense half long deep indefinite empty lying tiny; do
		# libldap loses its request when an answer can't be decoded
		environment=(ASAN_OPTIONS=detect_leaks=0)
		for question in bind root cas; do
			directory --fault=$question:$fault </dev/null
			acl --template=NDES -t 2
			((status == 2 || status == 3)) || failed "$fault in $question" || return
			[[ $output =~ \((DIRECTORY-DATA|DIRECTORY-DOWN|NET-TIMEOUT)\ in ]] ||
				failed "$fault in $question: the cause" || return
			says "127.0.0.1 port $port" || return
			[[ $question == cas ]] || place || return
			no_verdict || return
		done
	done
}

@test "answers with octets that are others" {
	environment=(ASAN_OPTIONS=detect_leaks=0)
	for question in root account templates cas ntauth token; do
		directory --fault=$question:flip=7 </dev/null
		for _ in {1..25}; do
			acl --template=NDES -t 1
			((status <= 3)) || return
		done
	done
}

@test "it refuses StartTLS; its certificate is for another name, or not trusted: no password is sent" {
	directory --fault=starttls:code=52,"00000000: LdapErr: DSID-0C09157E, comment: no TLS" </dev/null
	acl --template=NDES -T
	critical TLS-PROTOCOL "StartTLS"
	place
	acl --template=NDES -S -p "$tls_port"
	critical TLS-UNTRUSTED
	first_line "127.0.0.1 port $tls_port"
	acl --template=NDES -S
	verdict CRITICAL 2
	place
	tls_certificate=other directory </dev/null
	for arguments in "-T" "-S -p $tls_port"; do
		# shellcheck disable=SC2086 # words
		acl --template=NDES $arguments --ca-cert="$directory_keys/ca.pem"
		verdict CRITICAL 2 || return
		says "certificate" || return
	done
	[[ -z $(grep ^bind "$questions") ]] || failed "a password was sent"
}

# --- it refuses ---

@test "our login is refused, in Active Directory's words: UNKNOWN, and tried once" {
	while read -r data words; do
		directory --fault=bind:data="$data" </dev/null
		acl --template=NDES
		unknown DIRECTORY-LOGIN "$words" || return
		place "monitor@lab.test" "login" "$words" || return
		[[ $(grep -c ^bind "$questions") == 1 ]] || failed "several logins could lock the account" || return
		no_verdict || return
	done <<-END
		525 the account does not exist
		52e wrong name or password
		530 may not log in at this hour
		531 may not log in from this host
		532 password has expired
		533 disabled
		701 the account has expired
		773 must change its password
		775 locked out
		fff data fff
	END
}

@test "a wrong password; a bind that wants TLS; a server that is busy" {
	directory --require-password=another </dev/null
	acl --template=NDES
	unknown DIRECTORY-LOGIN "wrong name or password"
	directory --fault=bind:strong </dev/null
	acl --template=NDES
	unknown DIRECTORY-LOGIN "TLS"
	place
	acl --template=NDES -T --ca-cert="$directory_keys/ca.pem"
	ok
	for code in 51 52 80 1 2 53; do
		directory --fault=bind:code=$code </dev/null
		acl --template=NDES
		((status == 2 || status == 3)) || return
		place || return
		no_verdict || return
	done
}

@test "a result code to each question: UNKNOWN or worse, never a verdict about what was not read" {
	while read -r code text; do
		for question in root account templates cas ntauth; do
			directory --fault="$question:code=$code,$text" </dev/null
			acl --template=NDES
			[[ $code == 3 ]] || verdict UNKNOWN 3 || failed "code $code to $question" || return
			((status >= 2)) || failed "code $code to $question" || return
			no_verdict || failed "code $code to $question" || return
			first_line "127.0.0.1 port $port" || failed "code $code to $question" || return
		done
	done <<-END
		1 00000000: LdapErr: DSID-0C090A7D, comment: Error processing control, data 0, v4563
		3
		11 00000000: LdapErr: DSID-0C0906E8, admin limit
		12 00000057: LdapErr: DSID-0C0907C2, critical extension
		50 00002098: SecErr: DSID-03150F94, problem 4003 (INSUFF_ACCESS_RIGHTS), data 0
		51 000020E0: SvcErr: DSID-020806B9, problem 5001 (BUSY), data 0
		52 000020EF: SvcErr: DSID-020806B9, problem 5002 (UNAVAILABLE), data 0
		53
		80 <b>other|words\\n</b>
	END
}

@test "sizeLimitExceeded without an entry: not read is not absent" {
	for question in account cas; do
		directory --fault=$question:code=4 </dev/null
		acl --template=NDES
		verdict UNKNOWN 3 || failed "sizeLimitExceeded to $question" || return
		no_verdict || failed "sizeLimitExceeded to $question" || return
	done
}

@test "sizeLimitExceeded to the templates: found by their DN" {
	directory --fault=templates:code=4 </dev/null
	acl --template=NDES
	ok
}

@test "no CA before sizeLimitExceeded publishes it: not read is not unpublished" {
	directory --fault=cas:after=4 <<-END
		published.clear()
	END
	acl --template=NDES
	no_verdict
	verdict UNKNOWN 3
}

@test "entries before an error are no answer" {
	for question in root account templates cas ntauth; do
		directory --fault="$question:after=1,00002121: SvcErr" </dev/null
		acl --template=NDES
		verdict UNKNOWN 3 || failed "$question" || return
		no_verdict || failed "$question" || return
	done
	directory --fault="groups:after=1,Indexed and full searches both failed!" <<-END
		change("svc_ndes", {"tokenGroups": None})
	END
	acl --template=NDES
	((status == 0 || status == 3)) || failed "groups"
	no_verdict
}

@test "tokenGroups that can't be read: groups are found by their members" {
	for code in 1 51 50 80; do
		directory --fault=token:code=$code </dev/null
		acl --template=NDES
		ok "g_ndes" || return
		asked_for groups 2 || return
	done
	directory --fault=token:code=51 --fault=groups:code=51 </dev/null
	acl --template=NDES
	unknown DIRECTORY-DATA "groups"
	no_verdict
}

@test "names of SIDs that can't be read: the SIDs" {
	directory --fault=sids:code=51 </dev/null
	acl --template=NDES
	ok "S-1-5-21-1111111111-2222222222-3333333333-1104"
}

@test "referrals and references" {
	directory --fault=any:references </dev/null
	acl --template=NDES --posture --allow=g_ndes
	ok
	for question in account templates cas; do
		directory --fault=$question:referral </dev/null
		acl --template=NDES
		unknown DIRECTORY-DATA "refers" || failed "$question" || return
		no_verdict || failed "$question" || return
	done
}

@test "not an Active Directory" {
	directory <<-END
		entries[""]["attributes"] = {"namingContexts": [b"dc=lab,dc=test"], "supportedLDAPVersion": [b"3"]}
	END
	acl --template=NDES
	critical DIRECTORY-DATA
	place "no domain controller of an Active Directory"
	directory <<-END
		root({"supportedCapabilities": ["1.2.840.113556.1.4.1851", "1.2.840.113556.1.4.1670"]})
	END
	acl --template=NDES
	critical DIRECTORY-DATA
	place "no domain controller of an Active Directory"
	directory <<-END
		hide("")
	END
	acl --template=NDES
	critical DIRECTORY-DATA
	place
	directory --fault=root:code=0 </dev/null
	acl --template=NDES
	critical DIRECTORY-DATA
	place
}

@test "contexts that make no sense" {
	for value in x DC= "" "DC=lab\\\\" ",,,," "DC=$(printf 'x%.0s' {1..5000})"; do
		directory <<-END
			root({"defaultNamingContext": """$value""", "configurationNamingContext": """$value"""})
		END
		acl --template=NDES
		((status >= 2)) || return
	done
}
