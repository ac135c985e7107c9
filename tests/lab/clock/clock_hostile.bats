# SPDX-License-Identifier: GPL-3.0-or-later
# Answers that are none: each is CRITICAL by a clear sentence, in time, and the clocks beside it are judged.
# shellcheck disable=SC2154 # of the libraries
bats_require_minimum_version 1.5.0
load ../../blackbox/common.bash
load clock.bash

# refuses KIND[,WORD...] CAUSE TEXT...: such a clock is CRITICAL, its time is not taken, and a good one beside it is
refuses() {
	local stub=$1 cause=$2 kind=${1%%,*}

	shift 2
	clock_stub "bad=$stub" good=ntp
	clocks -H "bad=$(at "$kind:bad")" -H "good=$(at ntp:good)" -t 1
	critical "$cause" "[CRITICAL] bad" "$@" || return
	within 2000 || return
	unmeasured bad_offset bad_error spread || return
	measured good_offset || return
	never_says "Sanitizer" "runtime error"
}

# each KIND WORD FROM TO [WORDS]: one clock for each number, all asked at once; all must be CRITICAL by a known cause
each() {
	local kind=$1 word=$2 from=$3 to=$4 number targets=()

	clock_stub "n=$kind,$word=$from-$to${5:+,$5}"
	for ((number = from; number <= to; number++)); do
		targets+=(-H "n$number=$(at "$kind:n$number")")
	done
	clocks "${targets[@]}" -t 1 --output-format=json
	verdict CRITICAL 2 || return
	within 2500 || return
	echo "$output" | jq -e --argjson wanted "$((to - from + 1))" '[.. | objects | select(.cause? and
		(.id | test("^n[0-9]+"))) | select(.state == "CRITICAL" and (.output | length) > 20 and
		(.cause | test("^(NET|CLOCK)-")))] | length == $wanted' >/dev/null ||
		failed "not each of them is CRITICAL by a cause" || return
	echo "$output" | jq -e '[.perfdata[].label | select(test("_offset$"))] == []' >/dev/null || failed "an offset"
}

# --- truncated ---

@test "NTP, truncated at every byte" {
	each ntp cut 0 47
}

@test "CLDAP, truncated at every byte" {
	each cldap cut 0 60
}

@test "LDAP, truncated at every byte" {
	each ldap cut 0 60
}

@test "Kerberos, truncated at every byte" {
	each kerberos cut 0 85
}

@test "SMB 2, truncated at every byte" {
	each smb cut 0 99
	each smb cut 100 131
}

@test "SMB 2, short messages of the right length" {
	each smb short 0 99
	each smb short 100 111
}

@test "RPC, truncated at every byte" {
	each rpc cut 0 99
	each rpc cut 100 191
}

@test "RPC, short messages of the right length" {
	each rpc short 0 99
	each rpc short 100 191
}

@test "HTTP, truncated at every byte up to the end of the Date: nothing is taken from it" {
	each http cut 0 64
	each http cut 65 101
}

@test "HTTP, truncated behind the Date: no wrong time is taken" {
	local number targets=() place

	clock_stub n=http,shift=360,cut=102-199
	for ((number = 102; number <= 199; number++)); do
		targets+=(-H "n$number=$(at "http:n$number")")
	done
	clocks "${targets[@]}" --samples=1 --output-format=json -w 500 -c 1000
	place='[.perfdata[] | select(.label | test("_offset$")) | .value]'
	echo "$output" | jq -e "$place | all(. > 358.9 and . < 361.1)" >/dev/null || failed "a wrong time"
}

# --- other protocols, foreign answers ---

@test "garbage instead of an answer, by every scheme" {
	refuses ntp,garbage CLOCK-NO-TIME "no answer to the question"
	refuses cldap,garbage CLOCK-NO-TIME "not LDAP"
	refuses ldap,garbage CLOCK-NO-TIME "not LDAP"
	refuses kerberos,garbage CLOCK-NO-TIME "not Kerberos"
	refuses smb,garbage CLOCK-NO-TIME "not SMB"
	refuses rpc,garbage CLOCK-NO-TIME "not RPC"
	refuses http,garbage NET-NOT-HTTP
}

@test "bytes without end, by every scheme of TCP" {
	refuses ldap,endless NET-PROTOCOL "more than such an answer can hold"
	refuses smb,endless NET-PROTOCOL "more than such an answer can hold"
	refuses rpc,endless NET-PROTOCOL "more than such an answer can hold"
	refuses http,endless NET-NOT-HTTP
}

@test "answers to another question: passed by, told, and never taken" {
	refuses ntp,foreign CLOCK-NO-TIME "no answer to the question" "not for this question"
	refuses cldap,foreign CLOCK-NO-TIME
	refuses ldap,foreign CLOCK-NO-TIME "no answer to the question (their id is another one)"
	refuses smb,foreign CLOCK-NO-TIME "no answer to the negotiation"
	refuses rpc,foreign CLOCK-NO-TIME
}

@test "foreign datagrams in front of the right one: passed by, the clock is read" {
	clock_stub a=ntp,noise=20,shift=360 b=cldap,noise=20,shift=360
	clocks -H "a=$(at ntp:a)" -H "b=$(at cldap:b)" -w 500 -c 1000
	ok "2 clocks agree" "passed by"
	between a_offset 359.9 360.1
	between b_offset 359.4 360.6
}

@test "a datagram that is lost: asked again, and the pause is no part of the measurement" {
	clock_stub a=ntp,lose=1,shift=360 b=cldap,lose=1,shift=360 c=kerberos,lose=1,shift=360
	clocks -H "a=$(at ntp:a)" -H "b=$(at cldap:b)" -H "c=$(at kerberos:c)" -w 400 -c 500 -t 5
	ok "3 clocks agree" "1 datagram got no answer, and was sent again"
	never_says attempts
	between a_offset 359.9 360.1
	between a_rtt 0 0.5
	between b_rtt 0 0.5
	between c_rtt 0 0.5
	within 3000
}

@test "a KDC that freezes its microseconds within a second: the truth is inside a wider bound" {
	clock_stub a=kerberos,frozen,shift=360
	hold "$(at kerberos:a)" 360 10 0.6
	hold "$(at kerberos:a)" 360 10 0.6 --samples=4
	hold "$(at kerberos:a)" 360 10 0.6 --samples=2
}

@test "a flood of datagrams ends the conversation, not the plugin" {
	refuses ntp,flood CLOCK-NO-TIME "a flood of datagrams"
	refuses cldap,flood CLOCK-NO-TIME "a flood of datagrams"
}

# --- silence ---

@test "silence, by every scheme: CRITICAL at the limit, with the phase" {
	local kind targets=()

	clock_stub ntp=ntp,silent kerberos=kerberos,silent cldap=cldap,silent ldap=ldap,silent smb=smb,silent \
		rpc=rpc,silent http=http,silent good=ntp
	for kind in ntp kerberos cldap ldap smb rpc http; do
		targets+=(-H "$kind=$(at "$kind")")
	done
	clocks "${targets[@]}" -H "good=$(at ntp:good)" -t 2
	verdict CRITICAL 2
	within 2500
	for kind in ntp kerberos cldap ldap smb rpc http; do
		says "[CRITICAL] $kind"
		unmeasured "${kind}_offset"
	done
	says "within 2 s" "stuck in the" NET-TIMEOUT NET-FILTERED
	measured good_offset
}

@test "connections that nobody takes: CRITICAL at the limit, stuck in the connection" {
	clock_stub ldap=ldap,full smb=smb,full rpc=rpc,full http=http,full good=ntp
	clocks -H "ldap=$(at ldap)" -H "smb=$(at smb)" -H "rpc=$(at rpc)" -H "good=$(at ntp:good)" -t 2
	critical NET-FILTERED "stuck in the connect" "[CRITICAL] ldap" "[CRITICAL] smb" "[CRITICAL] rpc"
	within 2500
	measured good_offset
	clocks -H "http=$(at http)" -t 2
	critical NET-FILTERED
	within 2500
}

@test "datagrams that get no answer are sent again whatever --retries says, and are no attempts" {
	clock_stub a=ntp,silent
	clocks -H "$(at ntp:a)" -t 5 --retries=0
	critical NET-FILTERED "datagrams got no answer, and were sent again"
	never_says attempts
	clocks -H "ntp://127.0.0.1:$(dead_port)" --retries=0
	critical NET-REFUSED
	never_says attempts "sent again"
	clocks -H "ntp://127.0.0.1:$(dead_port)" --retries=2
	critical NET-REFUSED "3 attempts"
}

# second WORDS: ntp at another address with the port of ${port[a]}
second() {
	clock_stub "b=ntp,address=127.0.0.2,port=${port[a]},$1"
	dual=ntp://dual.test:${port[a]}
}

@test "UDP: of a name's addresses the one that answers is read" {
	clock_names "127.0.0.1 dual.test" "127.0.0.2 dual.test"
	clock_stub a=ntp,shift=90
	second silent
	clocks -H "c=$dual" -t 8 -w 100 -v
	ok "Asked 127.0.0.1 port ${port[a]}"
	between c_offset 89.9 90.1
	clock_stub a=ntp,silent
	second shift=90
	clocks -H "c=$dual" -t 8 -w 100 -v
	ok "Asked 127.0.0.2 port ${port[a]}"
	between c_offset 89.9 90.1
	clock_stub a=ntp,lose=1
	second lose=1
	clocks -H "c=$dual" -t 8
	ok "2 datagrams got no answer, and were sent again"
}

@test "UDP: an address where nothing listens is left for the next one" {
	clock_names "127.0.0.1 dual.test" "127.0.0.2 dual.test" "127.0.0.1 other.test" "127.0.0.3 other.test"
	clock_stub a=ntp,address=127.0.0.1
	clocks -H "ntp://dual.test:${port[a]}" -t 8 --retries=0
	ok "by NTP"
	clock_stub a=ntp,address=127.0.0.2
	clocks -H "ntp://dual.test:${port[a]}" -t 8 --retries=0
	ok "by NTP"
	clocks -H "ntp://other.test:${port[a]}" -t 8 --retries=0 -v
	critical NET-REFUSED "the last of 2 addresses that were tried"
}

@test "UDP: one address is silent, nothing listens at the other one: no answer" {
	clock_names "127.0.0.1 dual.test" "127.0.0.2 dual.test"
	clock_stub a=ntp,silent
	clocks -H "ntp://dual.test:${port[a]}" -t 2 -v
	critical NET-FILTERED "no answer from dual.test" "the last of 2 addresses that were tried"
	within 2500
}

@test "silence with another state: -t 1:unknown" {
	clock_stub a=smb,silent b=ntp,silent
	clocks -H "$(at smb:a)" -t 1:unknown
	unknown NET-TIMEOUT "within 1 s"
	within 1500
	clocks -H "$(at ntp:b)" -t 1:unknown
	unknown NET-FILTERED
	within 1500
}

@test "a name server that stays silent: that name is stuck in its resolution, the others are asked" {
	clock_names "127.0.0.1 known.test"
	clock_stub dc=ntp ca=smb
	clocks -H "dc=$(at ntp:dc)" -H "ca=smb://known.test:${port[ca]}" -H ndes=rpc://ndes.corp.test -t 3
	critical NET-DNS "[CRITICAL] ndes" "stuck in the name resolution" "2 clocks agree"
	never_says "stuck in the connect"
	measured dc_offset ca_offset spread
	within 3500
}

@test "closed without a word, by every scheme of TCP" {
	refuses ldap,close NET-RESET "closed the connection"
	refuses smb,close NET-RESET "closed the connection"
	refuses rpc,close NET-RESET "closed the connection"
	refuses http,close NET-RESET
}

@test "answers byte by byte are read" {
	clock_stub a=smb,slow=0.001,shift=360 b=rpc,slow=0.001,shift=360 c=ldap,slow=0.001,shift=360
	clocks -H "a=$(at smb:a)" -H "b=$(at rpc:b)" -H "c=$(at ldap:c)" -w 500 -c 1000 --samples=1
	ok "3 clocks agree"
	between a_offset 359.4 360.6
	between b_offset 359.4 360.6
	between c_offset 358.8 361.2
}

@test "too slow for all samples: judged by those that came in time" {
	local kind targets=()

	clock_stub ntp=ntp,delay=0.7 kerberos=kerberos,delay=0.7 cldap=cldap,delay=0.7 ldap=ldap,delay=0.7 \
		smb=smb,delay=0.7 rpc=rpc,delay=0.7 http=http,delay=0.7
	for kind in ntp kerberos cldap ldap smb rpc http; do
		targets+=(-H "$kind=$(at "$kind")")
	done
	clocks "${targets[@]}" -t 2 -v
	ok "7 clocks agree" "2 samples"
	never_says "4 samples"
	within 2500
}

@test "answers that drip too slowly end at the limit" {
	clock_stub a=smb,slow=0.2 b=rpc,slow=0.2 c=ldap,slow=0.2 d=http,slow=0.2
	clocks -H "a=$(at smb:a)" -H "b=$(at rpc:b)" -H "c=$(at ldap:c)" -H "d=$(at http:d)" -t 2
	verdict CRITICAL 2
	within 2500
	says "[CRITICAL] a" "[CRITICAL] b" "[CRITICAL] c" "[CRITICAL] d"
}

# --- each protocol's own refusals ---

@test "NTP: a kiss-o'-death is CRITICAL and says what it means" {
	local code

	for code in DENY RSTR RATE; do
		refuses "ntp,stratum=0,leap=3,refid=$code" CLOCK-NO-TIME "kiss code $code"
	done
	refuses "ntp,stratum=0,leap=3,refid=X2Y9" CLOCK-NO-TIME "kiss code X2Y9"
}

@test "NTP: a packet of another mode, and one without a time" {
	refuses ntp,mode=5 CLOCK-NO-TIME "not an NTP server's"
	refuses ntp,mode=3 CLOCK-NO-TIME "not an NTP server's"
	refuses ntp,notime CLOCK-NO-TIME "without a time"
}

@test "LDAP: no currentTime, one that is no time, a refusal, a notice of disconnection" {
	local kind

	for kind in ldap cldap; do
		refuses "$kind,notime" CLOCK-NO-TIME "no currentTime"
		refuses "$kind,time=yesterday" CLOCK-NO-TIME "no time"
		refuses "$kind,time=20261399999999.0Z" CLOCK-NO-TIME "no time"
		refuses "$kind,time=99991231235959.0Z" CLOCK-NO-TIME
		refuses "$kind,result=1" CLOCK-NO-TIME "result 1"
	done
	refuses ldap,notice CLOCK-NO-TIME "disconnection"
}

@test "Kerberos: a ticket instead of a refusal, and a refusal without a time" {
	refuses kerberos,ticket CLOCK-NO-TIME "without preauthentication"
	refuses kerberos,notime CLOCK-NO-TIME "breaks the rules"
}

@test "SMB: version 1 only, a refusal, no time" {
	refuses smb,old CLOCK-NO-TIME "SMB 1"
	refuses smb,status=C00000BB CLOCK-NO-TIME "0xC00000BB"
	refuses smb,notime CLOCK-NO-TIME "keeps its time"
}

@test "RPC: bind_nak, fault, fragments, no NTLM, lengths that lie" {
	refuses rpc,nak CLOCK-NO-TIME "bad"
	refuses rpc,fault CLOCK-NO-TIME "bad"
	refuses rpc,fragment CLOCK-NO-TIME "bad"
	refuses rpc,noauth CLOCK-NO-TIME "offers no NTLM"
	refuses rpc,auth=9999 CLOCK-NO-TIME "longer than the message"
	refuses rpc,length=15 CLOCK-NO-TIME "impossible length"
	refuses rpc,length=65535 CLOCK-NO-TIME "impossible length"
	refuses rpc,length=1000 NET-TIMEOUT "does not answer"
}

@test "RPC: AV pairs without end, outside of the message, without a time" {
	refuses rpc,noend CLOCK-NO-TIME "no end"
	refuses rpc,beyond CLOCK-NO-TIME "truncated"
	refuses rpc,notime CLOCK-NO-TIME "without a timestamp"
}

@test "HTTP: a challenge that can't be read gives way to the Date" {
	local word

	clock_stub noend=http,noend,shift=360 beyond=http,beyond,shift=360 notbase64=http,notbase64,shift=360
	clocks -H "noend=$(at http:noend)" -H "beyond=$(at http:beyond)" -H "notbase64=$(at http:notbase64)" \
		-w 400 -c 500
	ok "by the Date header"
	never_says "NTLM"
	for word in noend beyond notbase64; do
		between "${word}_offset" 359.4 360.6
	done
}

@test "HTTP: neither challenge nor Date, or a Date that is none" {
	refuses http,date,notime CLOCK-NO-TIME "no Date"
	refuses "http,date,time=yesterday" CLOCK-NO-TIME "Date that can't be read"
	refuses "http,date,time=Mon_99_Foo_2026_25:61:61_GMT" CLOCK-NO-TIME "Date that can't be read"
}
