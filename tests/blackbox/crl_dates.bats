#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2034,SC2154 # here, site, output, status, environment: shared with common.bash and crl_common.bash
# check_crl_dp: when a list is fresh, late, or expired.
load common
load crl_common

setup_file() {
	web
}

setup() {
	room
}

hour=3600 day=86400

# weekly: the default of AD CS, published at $published: 7 days, and 12 hours of overlap
weekly() {
	published=$(date +%s)
	make <<<"list base.crl ca=ca this=$((published - 600)) publish=$((published + 7 * day)) next=$((published + 7 * day + 12 * hour))"
	due=$(date -u -d "@$((published + 7 * day))" "+%Y-%m-%d %H:%M")
}

# after SECONDS [ARGUMENT...]: judged that long after the publication
after() {
	local moment

	moment=$(date -u -d "@$((published + $1))" +%Y-%m-%dT%H:%M:%SZ)
	shift
	crl -f base.crl --at="$moment" "$@"
}

@test "a healthy weekly list is OK through the whole week" {
	weekly
	for ((hours = 0; hours <= 168; hours += 8)); do
		after $((hours * hour))
		ok || return
	done
	after $((7 * day + 30 * 60))
	ok
}

@test "a missed publication: WARNING within the hour, CRITICAL 8 hours later, then expired" {
	weekly
	after $((7 * day + 36 * 60))
	ok
	after $((7 * day + 36 * 60 + 1))
	warning CRL-PUBLICATION-MISSED "missed its publication of $due" "certutil -crl"
	after $((7 * day + hour))
	warning CRL-PUBLICATION-MISSED
	after $((7 * day + 8 * hour))
	warning CRL-PUBLICATION-MISSED
	after $((7 * day + 8 * hour + 1))
	critical CRL-PUBLICATION-MISSED "$due"
	after $((7 * day + 12 * hour - 1))
	verdict CRITICAL 2
	never_says CRL-EXPIRED
	after $((7 * day + 12 * hour))
	critical CRL-EXPIRED "missed its publication of $due"
	after $((8 * day))
	critical CRL-EXPIRED "12 hours ago"
	between crl1_remaining -43200 -43200
}

@test "a daily list with little overlap: the grace is 15 minutes" {
	published=$(date +%s)
	make <<<"list base.crl ca=ca this=$((published - 600)) publish=$((published + day)) next=$((published + day + 144 * 60))"
	after $((day + 15 * 60))
	ok
	after $((day + 15 * 60 + 1))
	warning CRL-PUBLICATION-MISSED
	after $((day + 96 * 60 + 1))
	critical CRL-PUBLICATION-MISSED
}

@test "no Next CRL Publish: 10 % and 5 % of the lifetime" {
	published=$(date +%s)
	make <<<"list base.crl ca=ca this=$published publish=no next=$((published + 100 * hour))"
	after $((90 * hour))
	ok
	after $((90 * hour + 1))
	warning CRL-EXPIRING
	after $((95 * hour))
	warning CRL-EXPIRING
	after $((95 * hour + 1))
	critical CRL-EXPIRING
	after $((100 * hour - 1))
	critical CRL-EXPIRING
	after $((100 * hour))
	critical CRL-EXPIRED
	unmeasured ignored
	between crl1_remaining 0 0
}

@test "a Next CRL Publish that is no date: told, and judged as without one" {
	make <<<"list base.crl ca=ca publishtext=261332000000Z"
	crl -f base.crl
	warning CRL-MALFORMED "Next CRL Publish: is no date that exists"
	never_says "the next one is due"
	says "64860:;32430:"
}

@test "a list that lives hours" {
	published=$(date +%s)
	make <<<"list base.crl ca=ca this=$((published - 600)) publish=no next=$((published + 2 * hour))"
	after 0
	ok "expires in 2 hours"
	after $((hour + 50 * 60))
	warning CRL-EXPIRING "10 minutes"
	after $((2 * hour - 90))
	critical CRL-EXPIRING
	after 0 -w 3h -c 1h
	warning CRL-EXPIRING
	after 0 -w 90m -c 30m
	ok
}

@test "-w and -c: absolute" {
	weekly
	end=$((7 * day + 12 * hour))
	for left in 2d 48h 2880m 2 2:; do
		after $((end - 2 * day)) -w "$left" -c 1d
		ok || return
		after $((end - 2 * day + 1)) -w "$left" -c 1d
		warning CRL-EXPIRING || return
	done
	after $((end - 1 * day)) -w 2d -c 1d
	warning CRL-EXPIRING
	says "s;172800:;86400:;0;"
	after $((end - 1 * day + 1)) -w 2d -c 1d
	critical CRL-EXPIRING
}

@test "-w and -c: percent of the lifetime" {
	published=$(date +%s)
	make <<<"list base.crl ca=ca this=$published publish=no next=$((published + 1000000))"
	after 499999 -w 50% -c 25%
	ok
	after 500001 -w 50% -c 25%
	warning CRL-EXPIRING
	after 750001 -w 50% -c 25%
	critical CRL-EXPIRING
	between crl1_used 75 75.1
	[[ $output =~ crl1_used=75[.0-9]*%\;50[.0]*\;75[.0]*\;0\;100 ]]
}

@test "-w equal to -c, and exactly so much left" {
	weekly
	end=$((7 * day + 12 * hour))
	after $((end - 3 * day)) -w 3d -c 3d
	ok
	after $((end - 3 * day + 1)) -w 3d -c 3d
	critical CRL-EXPIRING
}

@test "-c alone, -w alone: the other one stays as it is" {
	weekly
	after $((7 * day + hour)) -c 1h
	warning CRL-PUBLICATION-MISSED
	after $((7 * day + 12 * hour - 30 * 60)) -c 1h
	verdict CRITICAL 2
	after $((6 * day)) -w 2d
	verdict WARNING 1
	after $((7 * day + 12 * hour - 30 * 60)) -w 1h
	((status != 0))
}

@test "an expired list is CRITICAL whatever the limits" {
	weekly
	after $((9 * day)) -w 1m -c 1m
	critical CRL-EXPIRED
	after $((9 * day)) -w 0% -c 0%
	critical CRL-EXPIRED
}

@test "thisUpdate in the future: CRITICAL, and the clocks are named" {
	weekly
	after -601
	critical CRL-FUTURE "check_clock_skew"
	after -600
	ok
	make <<<"list base.crl ca=ca this=+7500s"
	crl -f base.crl
	critical CRL-FUTURE "2 hours in the future"
}

@test "no nextUpdate: a finding of its own" {
	make <<<"list base.crl ca=ca publish=no next=no"
	crl -f base.crl
	(($status >= 1 && status <= 2))
	says CRL-NO-NEXT-UPDATE
	unmeasured crl1_remaining crl1_used
	measured crl1_number crl1_size
}

@test "--at in the future of a running list" {
	weekly
	crl -f base.crl --at=+3d
	ok
	crl -f base.crl --at=+8d
	critical CRL-EXPIRED
}

@test "a list for decades: GeneralizedTime" {
	make <<<"list base.crl ca=ca publish=no next=2061-05-04T03:02:01Z"
	crl -f base.crl
	ok "2061-05-04 03:02"
	first_line "(2061-05-04 03:02 UTC)"
}

@test "the simulator's faults: expired, missing, and a delta that is missing" {
	ndes
	check crl_dp --scep="$url"
	ok
	measured crl1_remaining delta1_remaining
	ndes --fault=crl-expired
	check crl_dp --scep="$url"
	critical CRL-EXPIRED
	ndes --fault=crl-missing
	check crl_dp --scep="$url"
	critical CRL-UNREACHABLE "HTTP 404"
	ndes --fault=delta-missing
	check crl_dp --scep="$url"
	verdict CRITICAL 2
	says "CA+.crl"
}

@test "--tls: the chain of a server" {
	ndes
	check crl_dp --tls="localhost:$https_port" --ca-cert="$ndes/root.pem"
	ok
	measured crl1_remaining
	asked "GET /CertEnroll/.*crl"
	ndes --fault=crl-expired
	check crl_dp --tls="localhost:$https_port" --ca-cert="$ndes/root.pem"
	critical CRL-EXPIRED
}
