# SPDX-License-Identifier: GPL-3.0-or-later
# Who is off, and how far: clocks that are wrong by a known number of seconds, judged together.
# shellcheck disable=SC2154 # of the libraries
bats_require_minimum_version 1.5.0
load ../../blackbox/common.bash
load clock.bash

# --- one clock ---

@test "one clock that is right: OK, and line 1 says what was found" {
	clock_stub ntp
	clocks -H "$(at ntp:ntp1)"
	ok "ntp1_offset"
	first_line "127.0.0.1: " "this monitoring host" "by NTP (leap 0, stratum 2, root dispersion 0.03125 s)"
	between ntp1_offset -0.01 0.01
	between ntp1_error 0 0.01
	between ntp1_rtt 0 0.02
	measured time
	unmeasured spread
}

@test "one clock, thresholds on both sides: ahead and behind count the same" {
	local shift

	for shift in 50 -50; do
		clock_stub "a=ntp,shift=$shift"
		clocks -H "$(at ntp:a)"
		ok
	done
	for shift in 70 -70; do
		clock_stub "a=ntp,shift=$shift"
		clocks -H "$(at ntp:a)"
		warning CLOCK-SKEW "70 seconds"
	done
	for shift in 250 -250; do
		clock_stub "a=ntp,shift=$shift"
		clocks -H "$(at ntp:a)"
		critical CLOCK-SKEW "4 minutes"
	done
	says "behind this monitoring host"
}

@test "one clock: the direction is that of the truth" {
	clock_stub ahead=smb,shift=360 behind=smb,shift=-90
	clocks -H "$(at smb:ahead)"
	critical CLOCK-SKEW "6 minutes ahead of this monitoring host" "--reference"
	between smb1_offset 359.9 360.1
	clocks -H "$(at smb:behind)"
	warning CLOCK-SKEW "behind this monitoring host"
	between smb1_offset -90.1 -89.9
}

@test "thresholds of one's own: -w and -c" {
	clock_stub a=ntp,shift=20
	clocks -H "$(at ntp:a)" -w 10
	warning CLOCK-SKEW
	clocks -H "$(at ntp:a)" -w 5 -c 15
	critical CLOCK-SKEW
	clocks -H "$(at ntp:a)" -w 30 -c 40
	ok
	first_line ";-30:30;-40:40"
	between ntp1_offset 19.9 20.1
}

@test "thresholds are ranges: one that alerts inside" {
	clock_stub a=ntp,shift=20
	clocks -H "$(at ntp:a)" -w @10:30 -c @25:30
	warning CLOCK-SKEW
	clocks -H "$(at ntp:a)" -w @10:30 -c @15:30
	critical CLOCK-SKEW
	clocks -H "$(at ntp:a)" -w @30:40 -c @35:40
	ok
}

@test "thresholds with both signs say the same as one" {
	local range

	clock_stub a=ntp,shift=-20
	for range in -10:10 "~:10"; do
		clocks -H "$(at ntp:a)" -w "$range"
		warning CLOCK-SKEW "20 seconds behind"
		clocks -H "$(at ntp:a)" -w 5 -c "$range"
		critical CLOCK-SKEW
	done
	clocks -H "$(at ntp:a)" -w -300:300
	refused "less strict"
}

@test "an error of more than half the warning threshold: UNKNOWN, for nothing can be decided" {
	clock_stub a=ldap slow=ntp,delay=0.6 b=ntp
	clocks -H "$(at ldap:a)" -w 0.3 -c 10 --samples=1
	unknown CLOCK-UNCERTAIN "half of the warning threshold"
	clocks -H "$(at ntp:slow)" -w 0.2 -c 10 --samples=1
	unknown CLOCK-UNCERTAIN
	clocks -H "$(at ntp:slow)" -H "$(at ntp:b)" -w 0.2 -c 10 --samples=1
	unknown CLOCK-UNCERTAIN
	clocks -H "$(at ldap:a)" -w 10
	ok
}

@test "a wide error hides no clock that is certainly off" {
	clock_stub a=ldap,shift=360
	clocks -H "$(at ldap:a)" -w 0.3 -c 10 --samples=1
	critical CLOCK-SKEW
}

@test "a slow answer widens the error, and the truth stays inside" {
	clock_stub a=smb,shift=360,delay=0.3
	clocks -H "$(at smb:a)" --samples=1
	critical CLOCK-SKEW
	between smb1_rtt 0.3 0.6
	between smb1_error 0.15 0.3
	# the stub reads its clock first: the truth is at the edge
	hold "$(at smb:a)" 360 5 0.3
}

# --- the spread ---

@test "two clocks that agree: OK, the spread is the headline" {
	clock_stub a=ntp b=smb
	clocks -H "ndes=$(at ntp:a)" -H "dc=$(at smb:b)"
	ok
	first_line "2 clocks agree" "spread=0" ";60;240;0"
	measured spread ndes_offset ndes_error ndes_rtt dc_offset dc_error dc_rtt time
}

@test "two clocks that differ: none is accused by the other alone" {
	clock_stub a=ntp,shift=180 b=smb,shift=-180
	clocks -H "ndes=$(at ntp:a)" -H "dc=$(at smb:b)"
	critical CLOCK-SKEW
	first_line "ndes" "dc" "differ by 6 minutes"
	between spread 359.9 360.1
}

@test "the spread is judged, not the offsets" {
	clock_stub a=ntp,shift=50 b=ntp,shift=-50
	clocks -H "a=$(at ntp:a)" -H "b=$(at ntp:b)"
	warning CLOCK-SKEW
	between spread 99.9 100.1
}

@test "three clocks: the one that is off is named" {
	clock_stub a=ntp b=smb,shift=360 c=rpc
	clocks -H "ndes=$(at ntp:a)" -H "ca=$(at smb:b)" -H "dc=$(at rpc:c)"
	critical CLOCK-SKEW
	first_line "ca" "6 minutes ahead"
	never_says "CLOCK-OWN"
	between spread 359.9 360.1
}

@test "three clocks: the one that is behind is named, whatever its place" {
	clock_stub a=ntp,shift=-100 b=ntp c=ntp
	clocks -H "ndes=$(at ntp:a)" -H "ca=$(at ntp:b)" -H "dc=$(at ntp:c)"
	warning CLOCK-SKEW
	first_line "ndes" "behind"
}

@test "three clocks that are all apart: CRITICAL, nobody is accused, both ends are named" {
	clock_stub a=ntp,shift=-400 b=ntp,shift=800 c=ntp,shift=2000
	clocks -H "ndes=$(at ntp:a)" -H "ca=$(at ntp:b)" -H "dc=$(at ntp:c)"
	critical CLOCK-SKEW
	first_line "ndes" "dc" "apart"
	between spread 2399.9 2400.1
}

# --- this host ---

@test "only the own clock is off: WARNING that names the monitoring host, the chain is fine" {
	clock_stub a=ntp b=smb c=ldap
	own_clock -600
	clocks -H "ndes=$(at ntp:a)" -H "ca=$(at smb:b)" -H "dc=$(at ldap:c)"
	warning CLOCK-OWN "this monitoring host's clock is off by 10 minutes" "3 clocks agree"
	between ndes_offset 599.9 600.1
	between spread 0 1.1
}

@test "two clocks agree, the own is ahead: WARNING about this host" {
	clock_stub a=ntp b=smb
	own_clock +120
	clocks -H "ndes=$(at ntp:a)" -H "dc=$(at smb:b)"
	warning CLOCK-OWN "this monitoring host" "ahead"
	between ndes_offset -120.1 -119.9
}

@test "the spread does not depend on the own clock" {
	local shift

	clock_stub a=ntp b=smb,shift=360
	for shift in +0 -600 +7200 -86400; do
		own_clock "$shift"
		clocks -H "a=$(at ntp:a)" -H "b=$(at smb:b)"
		critical CLOCK-SKEW
		between spread 359.99 360.01
	done
}

@test "the own clock is off, and so is one of three: both are told" {
	clock_stub a=ntp b=ntp c=smb,shift=360
	own_clock -3600
	clocks -H "ndes=$(at ntp:a)" -H "ca=$(at ntp:b)" -H "dc=$(at smb:c)"
	critical CLOCK-SKEW "CLOCK-OWN"
	first_line "dc" "6 minutes ahead"
}

# --- a reference ---

@test "two clocks and a reference: it tells which of them is wrong" {
	clock_stub a=ntp b=ntp,shift=360 r=ntp
	own_clock -1000
	clocks -H "ndes=$(at ntp:a)" -H "dc=$(at ntp:b)" --reference="$(at ntp:r)"
	critical CLOCK-SKEW
	first_line "ndes and dc differ by 6 minutes: dc is 6 minutes ahead of ndes and the reference 127.0.0.1"
	between spread 359.9 360.1
	measured reference_offset reference_error reference_rtt
}

@test "a reference that is far away: a WARNING, and no part of the spread" {
	clock_stub a=ntp b=ntp r=ntp,shift=5000
	clocks -H "ndes=$(at ntp:a)" -H "dc=$(at ntp:b)" --reference="$(at ntp:r)"
	warning CLOCK-REFERENCE
	between spread 0 0.1
}

@test "one clock and a reference that agree against the own clock: WARNING about this host" {
	clock_stub a=ntp r=ntp
	own_clock -600
	clocks -H "dc=$(at ntp:a)" --reference="$(at ntp:r)"
	warning CLOCK-OWN "this monitoring host"
}

@test "one clock against the own clock and a reference: the clock is off" {
	clock_stub a=ntp,shift=360 r=ntp
	clocks -H "dc=$(at ntp:a)" --reference="$(at ntp:r)"
	critical CLOCK-SKEW "6 minutes ahead"
	never_says "--reference=ntp://HOST"
}

@test "a dead reference is a WARNING, and the chain is judged" {
	clock_stub a=ntp b=ntp
	clocks -H "a=$(at ntp:a)" -H "b=$(at ntp:b)" --reference="smb://127.0.0.1:$(dead_port)"
	warning NET-REFUSED "2 clocks agree"
	first_line "WARNING - reference smb://127.0.0.1"
	between spread 0 0.1
}

# --- clocks that contradict themselves or don't answer ---

@test "a clock that was stepped, or two hosts behind one address: WARNING, and no average" {
	clock_stub a=smb,step=100
	clocks -H "dc=$(at smb:a)"
	warning CLOCK-INCONSISTENT "contradict each other"
	unmeasured dc_offset dc_error
}

@test "a clock that contradicts itself is left out, the others are compared" {
	clock_stub a=smb,step=100 b=ntp c=ntp,shift=360
	clocks -H "lb=$(at smb:a)" -H "ndes=$(at ntp:b)" -H "dc=$(at ntp:c)"
	critical CLOCK-SKEW "CLOCK-INCONSISTENT"
	between spread 359.9 360.1
	unmeasured lb_offset
}

@test "a dead clock is CRITICAL, the others are judged all the same" {
	clock_stub a=ntp b=ntp,shift=90
	clocks -H "ndes=$(at ntp:a)" -H "dead=smb://127.0.0.1:$(dead_port)" -H "dc=$(at ntp:b)"
	critical NET-REFUSED "dead" "nothing listens" "CLOCK-SKEW" "[WARNING] clocks"
	between spread 89.9 90.1
	unmeasured dead_offset dead_error dead_rtt
}

@test "one of two is dead: CRITICAL, and the living one is compared with this host" {
	clock_stub a=ntp,shift=90
	clocks -H "ndes=$(at ntp:a)" -H "dead=ldap://127.0.0.1:$(dead_port)"
	critical NET-REFUSED "CLOCK-SKEW" "this monitoring host"
	unmeasured spread
	measured ndes_offset
}

@test "all are dead: CRITICAL for each, only the time is measured" {
	clocks -H "a=smb://127.0.0.1:$(dead_port)" -H "b=ntp://127.0.0.1:$(dead_port)"
	critical NET-REFUSED "[CRITICAL] a" "[CRITICAL] b"
	unmeasured spread a_offset b_offset
	measured time
}

@test "a name that nobody has" {
	clocks -H "a=ntp://no-such-host.invalid" -t 5
	critical NET-DNS "does not resolve"
	within 5500
}
