# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # python, output, elapsed, environment: shared with common.bash and the tests
# stub_directory.py for tests: an Active Directory with what Samba lacks, and with faults. Source it behind
# tests/blackbox/common.bash, whose teardowns stop what is noted in the folder's file of PIDs.
#
#	directory_keys                  in setup_file: $directory_keys (folder): ca.pem ca.der tls.pem tls.key other.pem
#	directory [OPTION...] <<END     a server of its own for the test, its domain changed by these statements of
#	                                population.py; $port, $tls_port, $directory (folder), $directory_pid,
#	                                $questions (its log)
#	acl [ARGUMENT...]               check_template_acl there as monitor, for svc_ndes, with -t 5; it never says the
#	                                password, and keeps the time limit
#	acl_json [ARGUMENT...]          the same in JSON
#	asked_for NAME [TIMES]          questions of that name came (at least so many)

directory_lab=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
directory_password='S3cret-of-monitor!'

directory_keys() {
	directory_keys=$BATS_FILE_TMPDIR/directory-keys
	mkdir -p "$directory_keys"
	(
		cd "$directory_keys" || exit
		signed=(-CA ca.pem -CAkey ca.key -CAcreateserial -days 365)
		openssl req -x509 -newkey rsa:2048 -nodes -days 3650 -subj "/DC=test/DC=lab/CN=LAB-CA1-CA" \
			-keyout ca.key -out ca.pem 2>/dev/null &&
			openssl x509 -in ca.pem -outform DER -out ca.der &&
			openssl req -newkey rsa:2048 -nodes -subj "/CN=dc1.lab.test" -keyout tls.key \
				-out tls.csr 2>/dev/null &&
			openssl x509 -req -in tls.csr "${signed[@]}" -out tls.pem \
				-extfile <(echo "subjectAltName=DNS:dc1.lab.test,IP:127.0.0.1") 2>/dev/null &&
			openssl x509 -req -in tls.csr "${signed[@]}" -out other.pem \
				-extfile <(echo "subjectAltName=DNS:dc9.lab.test") 2>/dev/null
	) || return
	export directory_keys
}

directory() {
	directory=$(mktemp -d "$(scope)/directory.XXXXXX")
	questions=$directory/questions
	touch "$questions"
	[[ -t 0 ]] || cat >"$directory/population"
	touch "$directory/population"
	"$python" -I -S -B "$directory_lab/stub_directory.py" --ready="$directory/ready" --log="$questions" \
		--lifetime=1200 --population="$directory/population" --ca-certificate="$directory_keys/ca.der" \
		--tls="$directory_keys/${tls_certificate:-tls}.pem,$directory_keys/tls.key" "$@" \
		>/dev/null 2>"$directory/errors" 3>&- &
	directory_pid=$!
	started "$directory" "$directory_pid" || return
	port=$(sed 's/ldap=\([0-9]*\).*/\1/' "$directory/ready")
	tls_port=$(sed 's/.*ldaps=\([0-9]*\).*/\1/' "$directory/ready")
	printf '%s\n' "$directory_password" >"$directory/password"
	chmod 600 "$directory/password"
}

# What the plugin is called with, but for what a test adds
directory_login() {
	login=(-H 127.0.0.1 -p "$port" -D monitor@lab.test --allow-cleartext --password-file="$directory/password"
		--account=svc_ndes)
}

# The limit of -t, generously: half as much again and a second, and more where sanitizers slow it down
acl() {
	local argument before="" limit=5 login

	for argument; do
		[[ $before != -t ]] || limit=${argument%:*}
		before=$argument
	done
	[[ $* == *"-t "* ]] || set -- -t 5 "$@"
	directory_login
	check template_acl "${login[@]}" "$@" || return
	never_says "$directory_password" "runtime error" || return
	if grep -qF -e "$directory_password" -e Sanitizer "$BATS_TEST_TMPDIR/stderr"; then
		failed "stderr: $(head -c 500 "$BATS_TEST_TMPDIR/stderr")" || return
	fi
	if grep -q "STUB FAULT" "$questions"; then
		failed "$(grep "STUB FAULT" "$questions")" || return
	fi
	within $((limit * 1500 + 1000))
}

acl_json() {
	acl --output-format=json "$@"
}

asked_for() {
	local count

	count=$(grep -c "^$1 " "$questions" || true)
	((count >= ${2:-1})) || failed "$count questions of the name $1: $(cut -c 1-200 "$questions")"
}
