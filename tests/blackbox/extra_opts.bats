#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2034,SC2154 # url, output, status, environment: shared with common.bash
# --extra-opts: the grammar and the places of monitoring-plugins, without their defects.
load common

setup_file() {
	ndes
}

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	ini=$BATS_TEST_TMPDIR/test.ini
}

# write LINE...: the ini file
write() {
	printf '%s\n' "$@" >"$ini"
	chmod 644 "$ini"
}

@test "section by default is the plugin's name; comments, blanks, flags, one-letter names" {
	write '# a comment' '; another' '' '[other]' 'url = http://127.0.0.1:1/' '[ check_mscep ]' "  hostname  =  127.0.0.1  " \
		"p = $http_port" 'verbose =' 'require-capability = SHA-256' 'require-capability=SHA-1'
	check mscep --extra-opts=@"$ini"
	ok "127.0.0.1 port $http_port"
	asked GetCACaps
}

@test "a section by name, in a file by name, with = and with a blank" {
	write '[here]' "url = $url" '[check_ra_cert]' 'url = http://127.0.0.1:1/'
	check mscep --extra-opts=here@"$ini"
	ok
	check mscep --extra-opts here@"$ini"
	ok
	check ra_cert --extra-opts=here@"$ini"
	ok
}

@test "the command line wins, wherever --extra-opts stands" {
	write '[check_mscep]' "url = $url" 'output-format = json' 'critical = 0:0'
	check mscep -c 60 --output-format=nagios --extra-opts=@"$ini"
	ok
	check mscep --extra-opts=@"$ini" -c 60 --output-format=nagios
	ok
}

@test "the same section twice, and the option several times" {
	write '[check_mscep]' "url = $url" '[x]' 'y = z' '[check_mscep]' 'require-capability = AES'
	check mscep --extra-opts=@"$ini"
	critical SCEP-CAPABILITY-MISSING AES
	write '[a]' "url = $url" '[b]' 'forbid-capability = SHA-1'
	check mscep --extra-opts=a@"$ini" --extra-opts=b@"$ini"
	critical SCEP-CAPABILITY-FORBIDDEN
}

@test "values: = and quotes are kept, nothing is unescaped" {
	write '[check_mscep]' "url = $url?a=b" 'useragent = "it is \n 1=1"'
	check mscep --extra-opts=@"$ini"
	ok
	asked 'a=b'
}

@test "a ; and a # within a value belong to it" {
	write '[check_mscep]' "url = $url" 'ca-ident = a;b #c'
	check mscep --extra-opts=@"$ini"
	ok
	asked 'message=a%3Bb%20%23c'
}

@test "CRLF, a byte order mark, no newline at the end" {
	printf '\357\273\277[check_mscep]\r\nurl = %s' "$url" >"$ini"
	check mscep --extra-opts=@"$ini"
	ok
}

@test "stdin" {
	check mscep --extra-opts=@- < <(printf '[check_mscep]\nurl = %s\n' "$url")
	ok
}

@test "two sections of standard input" {
	check mscep --extra-opts=@- --extra-opts=limits@- < <(printf '[limits]\nwarning = 0\n[check_mscep]\nurl = %s\n' "$url")
	verdict WARNING 1
}

@test "MP_CONFIG_FILE" {
	write '[check_mscep]' "url = $url"
	environment=(MP_CONFIG_FILE="$ini")
	check mscep --extra-opts
	ok
	check mscep --extra-opts=check_mscep
	ok
	environment=(MP_CONFIG_FILE=/nonexistent.ini)
	check mscep --extra-opts
	refused /nonexistent.ini
}

@test "NAGIOS_CONFIG_PATH: folders, and the three names in their order" {
	mkdir one two
	printf '[check_mscep]\nurl = %s\n' "$url" >two/nagios-plugins.ini
	environment=(NAGIOS_CONFIG_PATH="$BATS_TEST_TMPDIR/one:$BATS_TEST_TMPDIR/two")
	check mscep --extra-opts
	ok
	printf '[check_mscep]\nurl = http://127.0.0.1:1/\n' >two/plugins.ini
	check mscep --extra-opts
	critical NET-REFUSED
	printf '[check_mscep]\nurl = %s\n' "$url" >two/monitoring-plugins.ini
	check mscep --extra-opts
	ok
	printf '[check_mscep]\nurl = http://127.0.0.1:1/\n' >one/nagios-plugins.ini
	check mscep --extra-opts
	critical NET-REFUSED
}

@test "no file in any standard place" {
	for place in /usr/local/etc/monitoring-plugins/monitoring-plugins.ini /usr/local/etc/monitoring-plugins.ini \
		/etc/monitoring-plugins/monitoring-plugins.ini /etc/monitoring-plugins.ini /etc/nagios/plugins.ini \
		/usr/local/nagios/etc/plugins.ini /usr/local/etc/nagios/plugins.ini /etc/opt/nagios/plugins.ini \
		/etc/nagios-plugins.ini /usr/local/etc/nagios-plugins.ini /etc/opt/nagios-plugins.ini; do
		[[ ! -e $place ]] || skip "this host has $place"
	done
	check mscep --extra-opts
	((status == 3))
	says "standard"
}

@test "errors name file and line" {
	write '[check_mscep]' "url = $url" 'verbose'
	check mscep --extra-opts=@"$ini"
	refused "$ini" 3
	write 'url = x' '[check_mscep]'
	check mscep --extra-opts=@"$ini"
	refused "$ini" 1
	write '[check_mscep]' '' 'nonsense = 1'
	check mscep --extra-opts=@"$ini"
	refused nonsense "$ini"
	write '[check_mscep]' 'timeout = 5x'
	check mscep --extra-opts=@"$ini"
	refused timeout "$ini"
	write '[check_mscep'
	check mscep --extra-opts=@"$ini"
	refused "$ini" 1
}

@test "an empty section, a missing one, none by that name in another case" {
	write '[check_mscep]' '[full]' "url = $url"
	check mscep --extra-opts=@"$ini"
	refused check_mscep "$ini"
	check mscep --extra-opts=missing@"$ini"
	refused missing "$ini"
	check mscep --extra-opts=FULL@"$ini"
	refused FULL
}

@test "a file that is missing, a folder, unreadable, a device, huge" {
	check mscep --extra-opts=@/nonexistent/file.ini
	refused /nonexistent/file.ini
	check mscep --extra-opts=@/etc
	refused /etc
	check mscep --extra-opts=@/dev/zero -t 3
	refused
	within 3000
	truncate -s 3G huge.ini
	check mscep --extra-opts=@huge.ini -t 3
	refused huge.ini
	within 3000
	{ echo '[check_mscep]'; printf 'url=http://127.0.0.1/%s\n' {1..1001}; } >many.ini
	check mscep --extra-opts=@many.ini
	refused "many.ini, line 1002" "at most 1000 options"
}

@test "a secret in a file that others can read" {
	write '[check_mscep]' 'url = http://monitor:s3cret@127.0.0.1:1/'
	check mscep --extra-opts=@"$ini"
	refused "$ini"
	never_says s3cret
	write '[check_mscep]' "url = $url" 'header = Authorization: Basic s3cret'
	check mscep --extra-opts=@"$ini"
	refused "$ini"
	never_says s3cret
	write '[check_mscep]' "url = $url" '[check_http]' 'authorization = monitor:s3cret'
	check mscep --extra-opts=@"$ini"
	refused "$ini, line 4"
	never_says s3cret
	write '[check_mscep]' "url = $url" 'header = Authorization: Basic s3cret'
	chmod 640 "$ini"
	check mscep --extra-opts=@"$ini"
	((status == 0 || status == 3))
	chmod 600 "$ini"
	check mscep --extra-opts=@"$ini"
	ok
	never_says s3cret
}

# secretly LINE...: the ini file, for nobody else
secretly() {
	write '[check_mscep]' "$@"
	chmod 600 "$ini"
}

@test "a secret is not repeated, however broken its value" {
	for bad in 'http://monitor:s3cret@127.0.0.1:99999/x' 'ftp://monitor:s3cret@127.0.0.1/x' 'http://monitor:s3/cret@127.0.0.1/' \
		'http://monitor:no s3cret@127.0.0.1/' 'monitor:s3cret@'; do
		secretly "url = $bad"
		check mscep --extra-opts=@"$ini"
		refused --url "...@"
		never_says s3 cret || return
	done
	secretly 'header = Authorization Basic s3cret' "url = $url"
	check mscep --extra-opts=@"$ini"
	refused --header
	never_says s3cret
	secretly 'hostname = monitor:s3cret@127.0.0.1'
	check mscep --extra-opts=@"$ini"
	refused --hostname
	never_says s3cret
	for bad in monitor:s3cret@127.0.0.1:xx foo://monitor:s3cret@127.0.0.1 http://monitor:s3/cret@127.0.0.1; do
		secretly "url = $url" "proxy = $bad"
		check mscep --extra-opts=@"$ini" -vvv
		((status != 0))
		never_says s3 cret || return
	done
	environment=(http_proxy='http://monitor:s3/cret@127.0.0.1:1')
	check mscep -u "$url" -vvv
	((status != 0))
	never_says s3 cret
}

@test "a secret is not repeated where the server redirects" {
	ndes --fault=redirect
	secretly "url = http://monitor:s3cret@${url#http://}"
	check mscep --extra-opts=@"$ini" -vvv
	says "Redirected"
	never_says s3cret
}

@test "a secret is not repeated as what a run is about" {
	secretly
	printf '[check_crl_dp]\ncrl = http://monitor:s3cret@127.0.0.1:1/x.crl\n' >"$ini"
	check crl_dp --extra-opts=@"$ini" --output-format=json
	((status == 2))
	never_says s3cret
	printf '[check_crl_dp]\ntls = monitor:s3cret@127.0.0.1:1\n' >"$ini"
	check crl_dp --extra-opts=@"$ini" --output-format=json
	((status == 3))
	never_says s3cret
}

@test "a file without a secret may be read by all" {
	write '[check_mscep]' "url = $url"
	chmod 666 "$ini"
	check mscep --extra-opts=@"$ini"
	((status == 0))
}

@test "a file may not ask for another file" {
	write '[check_mscep]' "extra-opts = @$ini"
	check mscep --extra-opts=@"$ini"
	((status == 3))
	within 2000
}

@test "many options" {
	{ echo '[check_mscep]'; echo "url = $url"; for n in {1..100}; do echo "header = X-$n: y"; done; } >"$ini"
	check mscep --extra-opts=@"$ini"
	ok
}

@test "a line of 1000 characters: a token or a URL may be that long" {
	write '[check_mscep]' "url = $url?$(head -c 1000 /dev/zero | tr '\0' a)"
	check mscep --extra-opts=@"$ini"
	ok
}
