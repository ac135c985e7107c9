# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # python, keys, requests, command, status: shared with common.bash and the tests
# What the tests of check_crl_dp stand on. Source it behind common.bash.
#
#	web                     in setup_file: an nginx with one folder per test: $www, $site, $tls_site, $requests
#	room                    in setup: the test's own folder in it, $PWD, and its URL, $here
#	make <<<"list a.crl ca=ca next=-1h"     see make_crl.py; three CAs are always there: ca; renewed, of the same name
#	                        with another key; other, of another name with the key of renewed
#	crl -u "$here/a.crl"    check_crl_dp with --issuer=ca.pem
#
# Below $site these prefixes stand before a test's folder and bend what it holds, e.g. $site/gzip/3/a.crl:
#	gzip/ says Content-Encoding: gzip     page/ an HTML page     login/ 401     broken/ 503     iis/ 404 for a literal +
#	escaped/ 404 for %2B                  moved/ 301             secure/ 301 to https           norange/ ignores Range     slow/ 64 kB/s
#	text/ Content-Type: text/plain        post/ answers POST as GET             stale/ Age: 86400
#	kept/ max-age of 30 days              daily/ max-age of a day               expires/ Expires in 2049
#	unkept/ the same, but no-cache
# $bent PREFIX gives such a URL of the test's folder.

crl_keys() {
	keys=${SUITE_KEYS:-$BATS_RUN_TMPDIR/keys}
	mkdir -p "$keys"
	export keys
}

make() {
	{
		echo "ca ca"
		echo "ca renewed key=two"
		echo "ca other key=two dn=DC=test/DC=corp/CN=Other%20CA"
		cat
	} | "$python" -I -S "$blackbox/make_crl.py" "$keys" || return
}

free_ports() {
	"$python" -I -S -c 'import socket
sockets = [socket.socket() for _ in range(2)]
for s in sockets: s.bind(("127.0.0.1", 0))
print(*[s.getsockname()[1] for s in sockets])'
}

nginx_program=$(PATH=$PATH:/usr/sbin:/sbin command -v nginx)

nginx_configuration() {
	cat <<-END
		daemon off;
		worker_processes 1;
		pid $web/pid;
		error_log $web/errors.log;
		$([[ $(id -u) != 0 ]] || echo "user $(id -un);")
		events { worker_connections 256; }
		http {
			log_format asked '\$request \$status \$http_range';
			access_log $requests asked;
			client_body_temp_path $web/tmp; proxy_temp_path $web/tmp; fastcgi_temp_path $web/tmp;
			uwsgi_temp_path $web/tmp; scgi_temp_path $web/tmp;
			types { application/pkix-crl crl; application/pkix-cert crt; application/ocsp-response ocsp; }
			default_type application/octet-stream;
			root $www;
			ssl_certificate $web/server.pem;
			ssl_certificate_key $keys/crl-leaf.key.pem;
			server {
				listen 127.0.0.1:$1;
				listen 127.0.0.1:$2 ssl;
				location /gzip/ { alias $www/; add_header Content-Encoding gzip; }
				location /page/ { default_type text/html; return 200 '<html><head><title>Please log in</title></head></html>'; }
				location /login/ { return 401; }
				location /broken/ { return 503; }
				location /iis/ { if (\$request_uri ~ "[+]") { return 404; } alias $www/; }
				location /escaped/ { if (\$request_uri ~* "%2B") { return 404; } alias $www/; }
				location /moved/ { rewrite ^/moved(/.*) \$1 permanent; }
				location /secure/ { rewrite ^/secure(/.*) https://localhost:$2\$1 permanent; }
				location /norange/ { alias $www/; max_ranges 0; }
				location /slow/ { alias $www/; limit_rate 64k; }
				location /text/ { alias $www/; types { } default_type text/plain; }
				location /post/ { alias $www/; error_page 405 =200 \$uri; }
				location /stale/ { alias $www/; add_header Age 86400; }
				location /kept/ { alias $www/; expires 30d; }
				location /daily/ { alias $www/; expires 1d; }
				location /expires/ { alias $www/; add_header Expires "Fri, 31 Dec 2049 23:59:59 GMT"; }
				location /unkept/ { alias $www/; add_header Expires "Fri, 31 Dec 2049 23:59:59 GMT"; add_header Cache-Control no-cache; }
			}
		}
	END
}

answers() {
	local port=$1 pid=$2 tries=500

	until (exec 4<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do
		if ! kill -0 "$pid" 2>/dev/null || ((--tries == 0)); then
			return 1
		fi
		sleep 0.02
	done
}

# A port that was free may be taken the next moment: hence the tries.
web() {
	local http https pid

	needs "${nginx_program:-nginx}" nginx-light
	crl_keys
	web=$(mktemp -d "$(scope)/web.XXXXXX")
	www=$web/www requests=$web/requests
	mkdir "$www" "$web/tmp"
	(cd "$web" && make <<<"cert server.pem ca=ca eku=server key=leaf")
	for _ in 1 2 3 4 5; do
		read -r http https < <(free_ports)
		nginx_configuration "$http" "$https" >"$web/nginx.conf"
		"$nginx_program" -e "$web/errors.log" -c "$web/nginx.conf" >/dev/null 2>&1 3>&- &
		pid=$!
		answers "$https" "$pid" && break
		pid=
	done
	[[ -n $pid ]] || { cat "$web/errors.log" >&2; return 1; }
	echo "$pid" >>"$(scope)/pids"
	site=http://127.0.0.1:$http
	tls_site=https://localhost:$https
	export web www requests site tls_site nginx_pid=$pid
}

room() {
	mkdir -p "$www/$BATS_TEST_NUMBER"
	cd "$www/$BATS_TEST_NUMBER" || return
	here=$site/$BATS_TEST_NUMBER
}

# bent PREFIX FILE: its URL
bent() {
	echo "$site/$1/$BATS_TEST_NUMBER/$2"
}

crl() {
	check crl_dp --issuer=ca.pem "$@"
}

# logged PATTERN: nginx writes its log when the client may already be gone
logged() {
	for _ in {1..100}; do
		grep -q -e "$1" "$requests" && return
		sleep 0.02
	done
	failed "the server was not asked $1: $(tail -n 20 "$requests")"
}

# raw_server FAULT: one that stalls, drips or never ends: $raw is its URL
raw_server() {
	ndes --raw-fault="$1"
	raw=http://127.0.0.1:$http_port
}

# data_kib COMMAND...: the least data segment with which it ends with OK; sets $data. Unlike the resident set it does not
# depend on how many pages of libraries a machine happens to map.
data_kib() {
	for ((data = 512; data < 32768; data += 32)); do
		! clean prlimit --data=$((data * 1024)) "$@" >"$BATS_TEST_TMPDIR/data" 2>&1 || return 0
	done
	command="$*" output=$(cat "$BATS_TEST_TMPDIR/data") status=1
	failed "no data segment is large enough"
}

# ocsp_database LINE...: index.txt; V HEX, or R HEX [REASON]
ocsp_database() {
	local line state serial reason

	for line; do
		read -r state serial reason <<<"$line"
		if [[ $state == R ]]; then
			printf 'R\t491231235959Z\t240101000000Z%s\t%s\tunknown\t/CN=%s\n' "${reason:+,$reason}" "$serial" "$serial"
		else
			printf 'V\t491231235959Z\t\t%s\tunknown\t/CN=%s\n' "$serial" "$serial"
		fi
	done >index.txt
}

# responder ARGUMENT...: a living one, with index.txt; $ocsp is its URL
responder() {
	local folder

	folder=$(mktemp -d "$BATS_TEST_TMPDIR/ocsp.XXXXXX")
	"$python" -I "$source_top/tests/lab/ocsp/responder.py" "$folder/ready" -index index.txt "$@" >/dev/null 2>"$folder/errors" 3>&- &
	responder_pid=$!
	started "$folder" "$responder_pid" || return
	ocsp=http://127.0.0.1:$(cat "$folder/ready")/ocsp
}

# answer FILE ARGUMENT...: what a responder said once, for $site/post/; without a nonce unless REQUEST is given
answer() {
	local file=$1

	shift
	openssl ocsp -index index.txt "$@" -respout "$file" >/dev/null 2>&1
}
