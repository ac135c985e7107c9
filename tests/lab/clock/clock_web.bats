# SPDX-License-Identifier: GPL-3.0-or-later
# Clocks behind HTTP, what needs libraries and what must not, many at once, options and outputs.
# shellcheck disable=SC2154 # of the libraries
bats_require_minimum_version 1.5.0
load ../../blackbox/common.bash
load clock.bash

# --- HTTP: Date, NTLM, caches ---

@test "nginx, 6 minutes ahead: the Date header" {
	clock_nginx web +360
	hold "$(at http:web)/" 360 4 0.6
	clocks -H "web=$(at http:web)/"
	critical CLOCK-SKEW "6 minutes ahead" "by the Date header"
	between web_offset 359.4 360.6
	between web_error 0 0.6
}

@test "nginx, 90 seconds behind: the Date header, also over TLS" {
	clock_nginx web -90
	hold "https://127.0.0.1:${port[web_tls]}/" -90 4 0.7 --ca-cert="$clock_folder/tls.pem"
	hold "$(at http:web)/" -90 4 0.6
}

@test "TLS that is not trusted is CRITICAL; --insecure reads the clock" {
	clock_nginx web +360
	clocks -H "https://127.0.0.1:${port[web_tls]}/"
	critical TLS-UNTRUSTED
	unmeasured https1_offset
	clocks -H "https://127.0.0.1:${port[web_tls]}/" --insecure
	critical CLOCK-SKEW "6 minutes ahead"
}

@test "the Date of a redirect is as good as any" {
	clock_nginx web +360
	clocks -H "$(at http:web)/moved"
	critical CLOCK-SKEW "6 minutes ahead"
}

@test "--onredirect: a finding of that state beside the clock, or followed" {
	clock_nginx web +0
	clocks -H "web=$(at http:web)/moved" --onredirect=warning
	warning HTTP-REDIRECT "HTTP 302 redirects to http://127.0.0.1" "by the Date header"
	measured web_offset
	clocks -H "web=$(at http:web)/moved" --onredirect=critical
	critical HTTP-REDIRECT
	measured web_offset
	clocks -H "web=$(at http:web)/" --reference="$(at http:web)/moved" --onredirect=critical
	warning HTTP-REDIRECT
	clocks -H "web=$(at http:web)/moved" --onredirect=ok
	ok
	never_says "redirect"
	clocks -H "web=$(at http:web)/moved" --onredirect=follow
	ok "Redirected 1 time, to http://127.0.0.1:${port[web]}/;"
	clocks --help
	says "default), a finding of that state beside the clock"
	never_says "followed (default"
}

@test "a cache that gives out old Dates: WARNING, and nothing is taken from it" {
	clock_nginx web +0
	# fills the cache, and lets it age
	clocks -H "$(at http:web)/old/" --samples=1 || true
	sleep 1.2
	clocks -H "old=$(at http:web)/old/"
	warning CLOCK-INCONSISTENT "a cache on the way gives out an old Date"
	unmeasured old_offset old_error
	clocks -H "new=$(at http:web)/"
	ok
}

@test "servers that differ behind a balancer are not called a cache" {
	clock_stub "web=http,date,step=100"
	clocks -H "ndes=$(at http:web)"
	warning CLOCK-INCONSISTENT "a balancer stands before servers that differ"
	unmeasured ndes_offset ndes_error
}

@test "a cache beside a clock that answers: the chain is judged by that one" {
	clock_nginx web +360
	clock_stub a=ntp,shift=360 b=smb,shift=360
	clocks -H "$(at http:web)/old/" --samples=1 || true
	sleep 1.2
	clocks -H "old=$(at http:web)/old/" -H "a=$(at ntp:a)" -H "b=$(at smb:b)"
	warning CLOCK-INCONSISTENT "cache" "CLOCK-OWN" "2 clocks agree"
	unmeasured old_offset
}

@test "a cache that says the Age of its Date: WARNING, whatever the time allows" {
	local age

	clock_stub a=http,date,kept=400,age=400 b=ntp c=ntp \
		huge=http,date,kept=400,age=999999999999999999999999999999 silly=http,date,kept=400,age=-1e5
	clocks -H "old=$(at http:a)" --samples=1
	warning CLOCK-INCONSISTENT "a cache on the way gives out a Date that is 6 minutes old"
	unmeasured old_offset old_error
	clocks -H "old=$(at http:a)" -H "b=$(at ntp:b)" -H "c=$(at ntp:c)" -t 1.5
	warning CLOCK-INCONSISTENT "2 clocks agree"
	clocks -H "old=$(at http:huge)" --samples=1
	warning CLOCK-INCONSISTENT "24855 days old"
	clocks -H "old=$(at http:silly)" --samples=1
	critical CLOCK-SKEW
}

@test "a cache that says nothing shows within two seconds, also beside a page that hangs" {
	clock_stub a=http,date,kept=400 hung=http,silent
	clocks -H "old=$(at http:a)" -t 2.4
	warning CLOCK-INCONSISTENT "a cache on the way gives out an old Date"
	clocks -H "old=$(at http:a)" -H "hung=$(at http:hung)" -t 3
	critical NET-TIMEOUT "[WARNING] old" CLOCK-INCONSISTENT
	unmeasured old_offset
}

@test "no time for a second Date: what looks old may be a cache's, what is ahead can't be" {
	clock_stub a=http,date,kept=400 ahead=http,date,shift=360 right=http,date b=ntp c=ntp
	clocks -H "old=$(at http:a)" -t 1.5
	unknown CLOCK-UNCERTAIN "seems to be behind: -" "cache can't be excluded" "--timeout"
	clocks -H "old=$(at http:a)" -H "b=$(at ntp:b)" -H "c=$(at ntp:c)" -t 1.5
	unknown CLOCK-UNCERTAIN "2 clocks agree"
	clocks -H "web=$(at http:ahead)" -t 1.5
	critical CLOCK-SKEW "6 minutes ahead"
	clocks -H "web=$(at http:right)" -t 1.5
	ok
}

@test "one Date by one's own wish is judged, and told" {
	clock_stub a=http,date,kept=400
	clocks -H "old=$(at http:a)" --samples=1
	critical CLOCK-SKEW "asked for once (--samples=1)" "cache can't be excluded"
}

@test "Apache, 6 minutes ahead: NTLM's challenge" {
	clock_apache web +360
	hold "$(at http:web)/certsrv/mscep_admin/" 360 10 0.05
	clocks -H "web=$(at http:web)/certsrv/mscep_admin/"
	critical CLOCK-SKEW "by NTLM"
	between web_offset 359.99 360.01
}

@test "Apache, 90 seconds behind: NTLM's challenge" {
	clock_apache web -90
	hold "$(at http:web)/" -90 10 0.05
}

@test "through a proxy: http is read, and the others don't go there" {
	clock_stub a=http,shift=360 b=ntp,shift=360
	proxy
	clocks -H "web=$(at http:a)" -H "dc=$(at ntp:b)" -x "http://$proxy" -w 400 -c 500
	ok "2 clocks agree"
	between web_offset 359.4 360.6
	[[ -s $proxy_requests ]]
}

@test "a proxy that refuses: CRITICAL for http with the proxy named, the others are judged" {
	clock_stub a=http b=ntp
	proxy --mode=auth407
	clocks -H "web=$(at http:a)" -H "dc=$(at ntp:b)" -x "http://$proxy"
	critical PROXY-AUTH "proxy" "[CRITICAL] web"
	measured dc_offset
	unmeasured web_offset
}

@test "a proxy that refuses by an answer with a Date: its clock is not the target's" {
	clock_stub proxy=http,status=407,negotiate,shift=500
	clocks -H "web=http://ndes.example.com/" -x "http://127.0.0.1:${port[proxy]}"
	critical PROXY-AUTH "127.0.0.1:${port[proxy]}"
	unmeasured web_offset
}

@test "NTLM behind other schemes in one line" {
	clock_stub a=http,oneline,shift=360
	clocks -H "a=$(at http:a)"
	critical CLOCK-SKEW "by NTLM"
}

@test "NTLM by Negotiate only" {
	clock_stub a=http,negotiate,shift=360
	hold "$(at http:a)" 360 10 0.05
	clocks -H "$(at http:a)"
	critical CLOCK-SKEW "by NTLM"
}

@test "NTLM by Negotiate only, beside a page that hangs: nobody waits for the other" {
	clock_stub hung=http,silent a=http,negotiate
	clocks -H "hung=$(at http:hung)" -H "a=$(at http:a)" -t 3
	critical NET-TIMEOUT "[CRITICAL] hung" "by NTLM" "wait for the answer"
	never_says "name resolution"
	between a_offset -0.1 0.1
}

@test "a Date stays where the question by Negotiate gets no answer" {
	clock_stub a=http,negotiate,tires=1
	clocks -H "a=$(at http:a)" -t 2 --samples=1
	ok "by the Date header"
}

@test "the body of a page does not matter: neither a large one nor one that does not come" {
	clock_stub large=http,date,body=3000000 gone=http,date,body=100,bodyless denied=http,body=3000000
	clocks -H "a=$(at http:large)" -H "b=$(at http:gone)" -H "c=$(at http:denied)"
	ok "3 clocks agree" "by the Date header" "by NTLM"
	clocks -H "a=$(at http:large)" -H "b=$(at http:gone)" -H "c=$(at http:denied)" --onredirect=follow
	ok "3 clocks agree"
}

@test "a Date of the form that asctime() gives" {
	clock_stub a=http,date,time=Sun_Nov__6_08:49:37_1994
	clocks -H "a=$(at http:a)" --samples=1
	critical CLOCK-SKEW "by the Date header"
}

@test "an answer of any status holds a Date" {
	clock_stub s403=http,status=403,negotiate s500=http,status=500,negotiate,noend
	clocks -H "a=$(at http:s403)" -H "b=$(at http:s500)"
	ok "2 clocks agree" "by NTLM" "by the Date header"
}

@test "a path that holds = and :// is no name" {
	clock_stub a=http
	clocks -H "$(at http:a)/x?next=http://other/"
	ok
	measured http1_offset
	clocks -H "web=$(at http:a)/x?next=http://other/"
	ok
	measured web_offset
}

# --- what needs libraries, and what must not ---

@test "the plugin links neither libcurl nor libldap nor OpenSSL" {
	sanitized && skip "built with sanitizers"
	output=$(ldd "$(plugin clock_skew)")
	says "libc.so"
	never_says libcurl libldap liblber libssl libcrypto libkrb5 libsasl
}

@test "-4 and -6: what has no such address is told so, by every transport" {
	clock_names "127.0.0.1 four.test" "2001:db8::1 six.test"
	echo "hosts: files" >"$BATS_TEST_TMPDIR/nsswitch.conf"
	# shellcheck disable=SC2016 # expanded by the shell inside
	entry+=(unshare -m sh -c 'mount --bind "$0/nsswitch.conf" /etc/nsswitch.conf && exec "$@"' "$BATS_TEST_TMPDIR")
	for scheme in ntp smb http https ldaps; do
		clocks -H "$scheme://four.test" -6
		critical NET-FAMILY four.test "it has no IPv6 address (-6)"
		clocks -H "$scheme://127.0.0.1" -6
		critical NET-FAMILY 127.0.0.1 "it has no IPv6 address (-6)"
		clocks -H "$scheme://six.test" -4
		critical NET-FAMILY six.test "it has no IPv4 address (-4)"
		never_says "does not resolve" "no route"
	done
}

@test "clock_web is missing: http is UNKNOWN by a sentence, ntp goes on" {
	clock_stub a=ntp b=http
	mkdir "$BATS_TEST_TMPDIR/alone"
	cp "$(plugin clock_skew)" "$BATS_TEST_TMPDIR/alone/"
	alone() {
		status=0
		# shellcheck disable=SC2034 # for failed
		command="$*"
		output=$(clean "$BATS_TEST_TMPDIR/alone/check_clock_skew" "$@" 2>&1) || status=$?
	}
	alone -H "$(at ntp:a)"
	ok
	alone -H "$(at http:b)" -H "$(at ntp:a)"
	verdict UNKNOWN 3
	first_line "clock_web"
	alone -H "ldaps://127.0.0.1"
	verdict UNKNOWN 3
	first_line "clock_web"
}

@test "clock_web reads --extra-opts from standard input, too" {
	clock_stub a=http b=ntp
	clocks --extra-opts=@- -H "b=$(at ntp:b)" < <(printf '[check_clock_skew]\nhostname = a=%s\n' "$(at http:a)")
	ok "2 clocks agree"
	measured a_offset b_offset
	printf '[check_clock_skew]\nhostname = a=%s\n' "$(at http:a)" >"$BATS_TEST_TMPDIR/options.ini"
	clocks --extra-opts=@- <"$BATS_TEST_TMPDIR/options.ini"
	ok
	measured a_offset
}

@test "clock_web in the folder monitoring-plugins-scep is found" {
	clock_stub b=http
	mkdir -p "$BATS_TEST_TMPDIR/there/monitoring-plugins-scep"
	cp "$(plugin clock_skew)" "$BATS_TEST_TMPDIR/there/"
	cp "$build_top/plugins/clock_web" "$BATS_TEST_TMPDIR/there/monitoring-plugins-scep/"
	status=0
	output=$(clean "$BATS_TEST_TMPDIR/there/check_clock_skew" -H "$(at http:b)") || status=$?
	ok "by NTLM"
}

@test "memory: under 4 MiB for ntp, under 14 MiB with http" {
	sanitized && skip "built with sanitizers"
	needs /usr/bin/time time
	clock_stub a=ntp b=http
	memory() {
		/usr/bin/time -f %M -o "$BATS_TEST_TMPDIR/memory" "$(plugin clock_skew)" "$@" >/dev/null
		cat "$BATS_TEST_TMPDIR/memory"
	}
	(($(memory -H "$(at ntp:a)") < 4096)) || failed "ntp: $(cat "$BATS_TEST_TMPDIR/memory") KiB"
	(($(memory -H "$(at http:b)") < 14336)) || failed "http: $(cat "$BATS_TEST_TMPDIR/memory") KiB"
}

# --- many at once ---

@test "ten mixed targets at once end in the time of the slowest" {
	local targets=() name kind slowest

	clock_stub a=ntp,delay=0.1 b=kerberos,delay=0.1 c=cldap,delay=0.1 d=ldap,delay=0.1 e=smb,delay=0.2 \
		f=rpc,delay=0.2 g=http,delay=0.2 h=ntp,delay=0.2 i=smb,delay=0.1 j=cldap,delay=0.2
	clocks -H "e=$(at smb:e)"
	slowest=$elapsed
	for name in "ntp a" "kerberos b" "cldap c" "ldap d" "smb e" "rpc f" "http g" "ntp h" "smb i" "cldap j"; do
		kind=${name% *}
		targets+=(-H "${name#* }=$(at "$kind:${name#* }")")
	done
	for name in a:ntp f:rpc g:http j:cldap; do
		clocks -H "$(at "${name#*:}:${name%:*}")"
		((elapsed <= slowest)) || slowest=$elapsed
	done
	clocks "${targets[@]}"
	ok "10 clocks agree"
	within $((slowest * 12 / 10 + 30))
}

@test "ten hung targets end at the limit, not at ten of them" {
	local number targets=()

	clock_stub n=ldap,silent,cut=1-10 good=ntp
	for number in {1..10}; do
		targets+=(-H "n$number=$(at "ldap:n$number")")
	done
	clocks "${targets[@]}" -H "good=$(at ntp:good)" -t 1
	verdict CRITICAL 2
	within 2000
	measured good_offset
}

@test "hung http does not keep the others from being judged" {
	clock_stub a=http,silent b=ntp c=ntp,shift=90
	clocks -H "web=$(at http:a)" -H "b=$(at ntp:b)" -H "c=$(at ntp:c)" -t 2
	verdict CRITICAL 2
	within 2500
	says "[CRITICAL] web" "NET-TIMEOUT" "CLOCK-SKEW"
	between spread 89.9 90.1
}

# --- places ---

@test "names, IPv4 and IPv6 literals" {
	[[ -e /proc/net/if_inet6 ]] || skip "no IPv6 here"
	clock_nginx web +360
	clocks -H "http://[::1]:${port[web]}/"
	critical CLOCK-SKEW "6 minutes ahead"
	clocks -H "http://localhost:${port[web]}/" -4
	critical CLOCK-SKEW "6 minutes ahead"
	clocks -H "http://localhost:${port[web]}/" -6
	critical CLOCK-SKEW "6 minutes ahead"
	clocks -H "smb://[::1]:${port[web]}" -t 2
	verdict CRITICAL 2
	says "[::1]"
}

@test "a name is resolved for every scheme of one's own" {
	clock_stub a=ntp b=smb
	clocks -H "a=ntp://localhost:${port[a]}" -H "b=smb://localhost:${port[b]}"
	ok "2 clocks agree"
}

@test "the scheme's letters may be large" {
	clock_stub a=ntp
	clocks -H "NTP://127.0.0.1:${port[a]}"
	ok
	measured ntp1_offset
}

# --- usage ---

@test "usage errors end with 3 and say what is wanted" {
	local argument

	clocks
	refused "SCHEME://HOST"
	clocks -H dc1.example.com
	refused "SCHEME://HOST"
	for argument in "gopher://h" "://h" "ntp://" "ntp://:123" "ntp://h:0" "ntp://h:65536" "ntp://h:12x" "ntp://h:" \
		"ntp://[::1" "ntp://[::1]x" "ntp://h/path" "smb://h/share" "=ntp://h" "a b=ntp://h" "a|b=ntp://h" \
		"ä=ntp://h" "ntp://h h"; do
		clocks -H "$argument"
		refused || return
	done
	clocks -H "a=ntp://127.0.0.1" -H "A=smb://127.0.0.1"
	refused "two clocks"
	clocks -H "ntp://127.0.0.1" --reference=127.0.0.1
	refused "--reference"
}

@test "usage errors of options" {
	local argument

	for argument in --samples=0 --samples=21 --samples=x --warning=x --critical= --warning=300 --timeout=0 \
		--nothing --warning=-5; do
		clocks -H ntp://127.0.0.1 "$argument"
		refused || return
	done
	clocks -H ntp://127.0.0.1 127.0.0.1
	refused
}

@test "usage errors of a path: none for schemes without one, a principal for kerberos" {
	clock_stub a=kerberos
	clocks -H "$(at kerberos:a)/monitor@LAB.TEST"
	ok
	clocks -H "$(at kerberos:a)/host/dc1.lab.test@LAB.TEST"
	ok
	clocks -H "$(at kerberos:a)/"
	ok
	clocks -H "$(at kerberos:a)/$(printf 'x%.0s' {1..300})@LAB.TEST"
	verdict CRITICAL 2 || verdict UNKNOWN 3
	says "255"
}

# --- outputs ---

@test "labels of perfdata: the name in small letters, or scheme and place" {
	clock_stub a=ntp b=smb c=rpc
	clocks -H "NDES-1.lab=$(at ntp:a)" -H "$(at smb:b)" -H "$(at rpc:c)"
	ok
	measured spread ndes_1_lab_offset ndes_1_lab_error ndes_1_lab_rtt smb2_offset smb2_error smb2_rtt rpc3_offset
}

@test "labels never occur twice, however clocks are called" {
	local labels

	clock_stub a=ntp b=ntp c=ntp d=ntp
	clocks -H "ndes-1=$(at ntp:a)" -H "ndes.1=$(at ntp:b)" -H "ntp4=$(at ntp:c)" -H "$(at ntp:d)" \
		--reference="$(at ntp:a)"
	if ((status == 3)); then
		refused
		return
	fi
	labels=$(grep -oE '[a-z0-9_]+=' <<<"${output%%$'\n'*}" | sort)
	[[ $(uniq -d <<<"$labels") == "" ]] || failed "twice: $(uniq -d <<<"$labels")"
}

@test "names whose labels are taken are refused, not changed behind one's back" {
	local name

	clock_stub a=ntp
	for name in reference spread own_clock Own-Clock SPREAD; do
		clocks -H "$name=$(at ntp:a)"
		refused "can't have the name $name" || return
	done
	clocks -H "references=$(at ntp:a)" --reference="reference=$(at ntp:a)"
	ok
	measured references_offset reference_offset
}

@test "thresholds in perfdata have both signs for offsets, one for the spread" {
	clock_stub a=ntp b=ntp
	clocks -H "a=$(at ntp:a)" -H "b=$(at ntp:b)" -w 30 -c 90
	ok
	[[ ${output%%$'\n'*} =~ [|]spread=[0-9.]+s\;30\;90\;0\  ]] || failed "the spread's thresholds"
	[[ ${output%%$'\n'*} =~ \ a_offset=-?[0-9.]+s\;-30:30\;-90:90\  ]] || failed "the offset's thresholds"
}

@test "JSON is valid on every path, with numbers as numbers" {
	clock_stub a=ntp b=smb,shift=360
	clocks -H "a=$(at ntp:a)" -H "b=$(at smb:b)" --output-format=json
	verdict CRITICAL 2
	echo "$output" | jq -e '.schema == 1 and .plugin == "check_clock_skew" and .state == "CRITICAL" and
		.exit_code == 2 and
		([.perfdata[] | select(.label == "spread") | .value] | .[0] > 359.9 and .[0] < 360.1) and
		([.. | objects | .cause? // empty] | index("CLOCK-SKEW") != null)' >/dev/null || failed "JSON"
	clocks -H "a=$(at ntp:a)" --output-format=json
	echo "$output" | jq -e '.state == "OK" and .facts.a_source == "NTP"' >/dev/null || failed "JSON"
	clocks -H "x=gopher://h" --output-format=json
	echo "$output" | jq -e '.state == "UNKNOWN" and .exit_code == 3' >/dev/null || failed "JSON"
	clocks -H "x=ntp://127.0.0.1:$(dead_port)" --output-format=json
	echo "$output" | jq -e '.state == "CRITICAL" and .exit_code == 2' >/dev/null || failed "JSON"
}

@test "Prometheus and Checkmk: the same findings, the same exit code" {
	clock_stub a=ntp b=smb,shift=360
	clocks -H "a=$(at ntp:a)" -H "b=$(at smb:b)" --output-format=prometheus
	((status == 2)) || failed "exit code"
	says 'mscep_check_state{plugin="check_clock_skew"' "mscep_last_run_timestamp_seconds"
	clocks -H "a=$(at ntp:a)" -H "b=$(at smb:b)" --output-format=checkmk
	((status == 2)) || failed "exit code"
}

@test "thirty clocks: under 4 KB, all their perfdata" {
	local number targets=()

	clock_stub a=ntp
	for ((number = 0; number < 30; number++)); do
		targets+=(-H "c$number=$(at ntp:a)")
	done
	clocks "${targets[@]}"
	ok "30 clocks agree"
	measured c0_offset c29_offset c29_error c29_rtt spread time
}

@test "a hundred clocks are asked, and their perfdata is complete; one more is a usage error" {
	local number targets=()

	clock_stub a=ntp
	for ((number = 0; number < 100; number++)); do
		targets+=(-H "c$number=$(at ntp:a)")
	done
	# by itself longer than the 4 KB that the rules of output allow
	status=0
	output=$(clean "$(plugin clock_skew)" "${targets[@]}") || status=$?
	ok "100 clocks agree"
	for ((number = 0; number < 100; number++)); do
		measured "c${number}_offset" "c${number}_error" "c${number}_rtt"
	done
	clocks "${targets[@]}" -H "$(at ntp:a)"
	refused "100"
}

@test "-h and -V end with 3" {
	clocks -h
	((status == 3)) || failed "exit code"
	says "check_clock_skew" "--reference"
	clocks -V
	((status == 3)) || failed "exit code"
}
