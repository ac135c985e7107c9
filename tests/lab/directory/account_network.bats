#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2034,SC2154 # output, status, port: shared with the files that are loaded
# check_ndes_account and a domain controller that hangs, ends, or answers what makes no sense.
load ../../blackbox/common
load directory
load account

setup_file() {
	directory_keys
}

@test "it hangs at any question: CRITICAL within the time limit, server and phase named" {
	# a thread that is late at the deadline is left behind, with its memory
	environment=(ASAN_OPTIONS=detect_leaks=0)
	local where

	for where in account account3; do
		domain --fault=$where:hang </dev/null
		asks -t 1 --spn=HTTP/ndes.lab.test
		critical NET-TIMEOUT
		first_line "127.0.0.1 port $port" "no answer"
		never_says ACCOUNT-
	done
	asks -t 1:unknown --spn=HTTP/ndes.lab.test
	unknown NET-TIMEOUT
}

@test "it hangs, and the time limit is OK: the headline is the silence, not what was never read" {
	# a thread that is late at the deadline is left behind, with its memory
	environment=(ASAN_OPTIONS=detect_leaks=0)
	local where

	for where in account account2 account3 token; do
		domain --fault=$where:hang </dev/null
		asks -t 1:ok --spn=HTTP/ndes.lab.test
		ok
		first_line "127.0.0.1 port $port" "no answer" "search for"
		output=${output%%$'\n'*}
		never_says "is enabled"
	done
}

@test "it ends at any question, in the middle of an answer, by a notice: CRITICAL, no verdict" {
	# libldap loses its request where an answer is none
	environment=(ASAN_OPTIONS=detect_leaks=0)
	local where

	for where in root:close account:close account:reset account:cut account:notice; do
		domain --fault=$where </dev/null
		asks
		critical DIRECTORY-DOWN
		first_line "127.0.0.1 port $port"
		never_says ACCOUNT- "RAS and IAS Servers"
	done
	domain --fault=account2:close </dev/null
	asks --spn=HTTP/ndes.lab.test
	not_ok
	never_says ACCOUNT-
}

@test "an error in place of or behind the entries is not an absent account, an absent SPN or no group" {
	local code

	for code in 1 4 10 50 51; do
		domain --fault=account:code=$code </dev/null
		asks
		no_verdict
	done
	for code in 1 3 51; do
		domain --fault=account3:code=$code </dev/null
		asks --spn=HTTP/other
		not_ok
		never_says ACCOUNT-SPN "no account"
		domain --fault=account3:after=$code </dev/null
		asks --spn=HTTP/ndes.lab.test
		not_ok
	done
}

@test "other answers that make no sense: UNKNOWN or CRITICAL, in time" {
	# libldap loses its request where an answer is none
	environment=(ASAN_OPTIONS=detect_leaks=0)
	local what

	for what in referral lying; do
		domain --fault=account:$what </dev/null
		asks -t 1
		no_verdict
	done
	domain --fault=account:references --fault=account:late-id --fault=account:notification </dev/null
	asks
	ok
}

@test "entries without end are no answer" {
	domain --fault=account:entries </dev/null
	asks -t 1
	not_ok
	never_says ACCOUNT-ABSENT
}

@test "it hangs at the password policy of the domain: CRITICAL, as at any other question" {
	# a thread that is late at the deadline is left behind, with its memory
	environment=(ASAN_OPTIONS=detect_leaks=0)
	domain --fault=account2:hang </dev/null
	asks -t 1
	critical NET-TIMEOUT
}

@test "it hangs or ends at the question for the account's groups: CRITICAL, as at any other question" {
	# libldap loses its request where an answer is none
	environment=(ASAN_OPTIONS=detect_leaks=0)
	local what

	domain --fault=token:hang </dev/null
	asks -t 1
	critical NET-TIMEOUT
	first_line "127.0.0.1 port $port" "no answer"
	for what in close reset cut notice; do
		domain --fault=token:$what </dev/null
		asks
		critical DIRECTORY-DOWN
		first_line "127.0.0.1 port $port"
	done
}

@test "a refused login, in Active Directory's words" {
	domain --fault=bind:data=775 </dev/null
	asks
	unknown DIRECTORY-LOGIN "locked"
	no_verdict
	domain --fault=bind:data=zzz </dev/null
	asks
	unknown DIRECTORY-LOGIN
}

@test "many SPNs and groups in ranges: all are seen" {
	domain --range=2 <<-'END'
		change("svc_ndes", {"servicePrincipalName": ["HTTP/n%d.lab.test" % row for row in range(7)]})
		for row in range(7):
		    group("many%d" % row, 1400 + row, ["svc_ndes"])
	END
	asks --spn=HTTP/n0.lab.test --spn=HTTP/n6.lab.test
	ok
	asks --forbid-group=many6
	warning ACCOUNT-PRIVILEGED "many6"
	asks --output-format=json
	[[ $(jq '.facts.spns | length' <<<"$output") == 7 ]] || failed "not 7 SPNs"
	asked_for range
}

@test "groups without tokenGroups: by their members" {
	domain <<-'END'
		change("svc_ndes", {"tokenGroups": None})
	END
	asks --forbid-group=g_ndes
	not_ok
	says "(ACCOUNT-PRIVILEGED in" "g_ndes"
	asks --forbid-group=S-1-5-21-1-2-3-512
	verdict UNKNOWN 3
}

@test "ranges that end, hang or make no sense: a group behind them is never denied" {
	# a thread that is late at the deadline is left behind, with its memory
	environment=(ASAN_OPTIONS=detect_leaks=0)
	local what

	for what in close same-range odd-range back-range ranges; do
		domain --range=2 --fault=range:$what --fault=token:$what <<-'END'
			for row in range(7):
			    group("many%d" % row, 1400 + row, ["svc_ndes"])
		END
		asks --forbid-group=many6
		not_ok
	done
	domain --range=2 --fault=range:hang <<-'END'
		change("svc_ndes", {"servicePrincipalName": ["HTTP/n%d.lab.test" % row for row in range(7)]})
	END
	asks -t 1
	critical NET-TIMEOUT
}

@test "octets of any answer are others: no crash, the rules of output hold" {
	# libldap loses its request where an answer is none
	environment=(ASAN_OPTIONS=detect_leaks=0)
	local seed

	for seed in {1..4}; do
		domain --fault=account:flip=$seed --fault=token:flip=$seed </dev/null
		for _ in 1 2; do
			asks -t 1 --spn=HTTP/ndes.lab.test
			((status <= 3)) || failed "exit code $status"
		done
	done
}

@test "a domain controller's port is read to its end; what is none is a usage error, and nobody is asked" {
	domain </dev/null
	for host in 127.0.0.1: 127.0.0.1:0 127.0.0.1:99999 "127.0.0.1:$port"x "127.0.0.1:+$port" :389 '[::1' '[::1]:x' \
		'dc;1' -x; do
		asks "-H$host"
		refused "--hostname" || failed "$host" || return
	done
	asks --domain=lab..test/
	refused "--domain"
	[[ ! -s $questions ]] || failed "somebody was asked"
	asks -H "127.0.0.1:$port" -p 1
	ok
}
