#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2154 # variables of the files that are loaded
# contrib/nagios/scep.ini: does each plugin take its section?
load ../blackbox/common
load ../lab/directory/directory
load ../lab/directory/account
load schedulers
load chain

example=$source_top/contrib/nagios/scep.ini

setup_file() {
	missing=$(lacks jq jq)
	export missing
	[[ -z $missing ]] || return 0
	folder=$(scheduler_folder)
	chain "$folder" <<<'template("Köln, \"Süd\" & Müller'"'"'s 50% $5")'
	export folder
}

setup() {
	[[ -z $missing ]] || skip "$missing"
}

sections() {
	sed -n 's/^\[\(.*\)]$/\1/p' "$example"
}

# The options of a section, those that are commented out too
options_of() {
	sed -n "/^\[$1]/,/^\[/p" "$example" | sed -n 's/^#\{0,1\}\([a-z][a-z-]*\) =.*/\1/p'
}

known_options() {
	"$(plugin "$1")" --dump-options=json | jq -r '.options[].long'
}

@test "every section, with nothing but names and ports changed, asks a healthy chain" {
	local section extra count=0

	while read -r section; do
		extra=
		[[ $section != *-template_acl ]] || extra=--template=NDES-Device
		check "$(chain_section "$section")" --extra-opts="$section@$profiles" ${extra:+"$extra"}
		ok || return
		count=$((count + 1))
	done < <(sections)
	((count == 9))
}

@test "a domain controller whose clock is wrong answers: that is said by Clocks, not by Directory" {
	chain_wrong_clock -310
	sed "s|ldap://127.0.0.1:[0-9]*|ldap://$wrong_clock|" "$profiles" >"$BATS_TEST_TMPDIR/clock.ini"
	check clock_skew --extra-opts="dc1-directory@$BATS_TEST_TMPDIR/clock.ini"
	ok
	check clock_skew --extra-opts="ndes1-clock_skew@$BATS_TEST_TMPDIR/clock.ini"
	critical CLOCK-SKEW
}

@test "what is commented out is an option of its plugin, too" {
	local section option known count=0

	while read -r section; do
		known=$(known_options "$(chain_section "$section")")
		while read -r option; do
			grep -qx -e "$option" <<<"$known" || failed "$section: no option $option" || return
			count=$((count + 1))
		done < <(options_of "$section")
	done < <(sections)
	((count >= 25))
}

# uncommented OPTION...: the profiles of this test, with what is commented out, and asked of this test's simulator
uncommented() {
	local option

	sed "s|127.0.0.1:[0-9]*/certsrv|127.0.0.1:$http_port/certsrv|; s|^#trust = .*|#trust = $ndes/root.pem|" "$profiles" \
		>"$BATS_TEST_TMPDIR/more.ini"
	for option; do sed -i "s/^#\($option =\)/\1/" "$BATS_TEST_TMPDIR/more.ini"; done
}

more() {
	check "$(chain_section "$1")" --extra-opts="$1@$BATS_TEST_TMPDIR/more.ini"
}

@test "options that are commented out find nothing where all is well, and their cause where it is not" {
	ndes
	uncommented server long-url trust aia
	more ndes1-mscep
	ok
	more ndes1-ra_cert
	ok
	more ndes1-crl_dp
	ok
	ndes --fault=landing-missing
	uncommented server
	more ndes1-mscep
	critical NDES-PAGE-MISSING
	ndes --fault=query-limit
	uncommented long-url
	more ndes1-mscep
	critical IIS-QUERY-LIMIT
}

# Options that may be repeated are added to those of the section.
@test "a service that gives --template beside its section asks for that template alone" {
	run options_of ndes1-template_acl
	[[ $output != *template* ]] || failed "the section has templates of its own, or would have"
	check template_acl --extra-opts="ndes1-template_acl@$profiles" --template="Köln, \"Süd\" & Müller's 50% \$5"
	ok "50% \$5"
	never_says NDES-Device
	check template_acl --extra-opts="ndes1-templates@$profiles"
	ok NDES-Device
}

@test "names with blanks, umlauts, quotes and signs of the shell stand in it as they are" {
	sed -n '/^\[ndes1-template_acl]/,/^$/p' "$profiles" | sed '1s/.*/[Köln, "Süd" \& Müller'"'"'s 50% $5]/' \
		>"$BATS_TEST_TMPDIR/names.ini"
	printf '%s\n' "template = Köln, \"Süd\" & Müller's 50% \$5" >>"$BATS_TEST_TMPDIR/names.ini"
	check template_acl --extra-opts="Köln, \"Süd\" & Müller's 50% \$5@$BATS_TEST_TMPDIR/names.ini"
	ok "may read and enroll Köln, \"Süd\" & Müller's 50% \$5"
}
