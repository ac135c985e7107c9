# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # build_top, python, output, environment: shared with common.bash and the tests
# Clocks for tests, on free ports of loopback and from temporary folders. Source it behind tests/blackbox/common.bash,
# whose teardowns stop what is noted in the folder's file of PIDs. SECONDS: +360 is a clock that is ahead, -90 one
# behind.
#
#	clock_stub [NAME=]KIND[,WORD...] ...    clock_stub.py: right and hostile ones; their ports are ${port[NAME]}
#	clock_chronyd NAME SECONDS [lost]       chronyd, stratum 3 or (lost) not synchronised: ${port[NAME]}; else skips
#	clock_nginx NAME SECONDS                nginx, IPv4 and IPv6: ${port[NAME]}, TLS: ${port[NAME_tls]} by
#	                                        $clock_folder/tls.pem; /old/ passes on what its cache holds
#	clock_apache NAME SECONDS               Apache that asks for NTLM everywhere: ${port[NAME]}; else skips
#	clock_one_cpu                           all that the test starts from here on runs on one CPU
#	clock_names LINE...                     the plugin's /etc/hosts; names that it lacks get no answer; else skips
#	own_clock SECONDS                       this host's clock, as the plugin sees it
#	clocks [ARGUMENT...]                    check_clock_skew
#	at KIND[:NAME]                          KIND://127.0.0.1:PORT
#	hold URL SECONDS RUNS ERROR [ARGUMENT...]
#	                                        100 clocks in RUNS runs of one sample each: the truth lies inside
#	                                        every bound, and half of the bounds are narrower than ERROR

clock_lab=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
declare -gA port

# SECONDS: the environment of a program with another clock
clock_shift() {
	local library

	for library in /usr/lib/*/faketime/libfaketimeMT.so.1; do
		[[ -e $library ]] || skip "a wrong clock needs the package libfaketime"
		echo "LD_PRELOAD=$library FAKETIME=$1"
	done
}

# The clocks of two CPUs of a virtual machine may differ by more than an exchange on loopback takes.
clock_one_cpu() {
	local allowed

	allowed=$(taskset -cp $BASHPID) || return
	allowed=${allowed##*: }
	taskset -cp "${allowed%%[-,]*}" $BASHPID >/dev/null
}

own_clock() {
	! sanitized || skip "AddressSanitizer wants to be the first library, and so does libfaketime"
	read -r -a environment <<<"$(clock_shift "$1")"
}

clock_names() {
	unshare -m true 2>/dev/null || skip "a mount namespace of its own needs root"
	printf '%s\n' "$@" >"$BATS_TEST_TMPDIR/hosts"
	echo "nameserver 127.53.0.1" >"$BATS_TEST_TMPDIR/resolv.conf"
	# shellcheck disable=SC2016 # expanded by the shell inside
	entry=(unshare -m sh -c 'cd "$0" && mount --bind hosts /etc/hosts && mount --bind resolv.conf /etc/resolv.conf &&
		exec "$@"' "$BATS_TEST_TMPDIR" "$python" -I -S -c 'import socket, subprocess, sys
silent = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
silent.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
silent.bind(("127.53.0.1", 53))
sys.exit(subprocess.call(sys.argv[1:]))')
}

# Ports on which nothing listens now; COUNT
clock_ports() {
	"$python" -I -S -c 'import socket, sys
found = []
while len(found) < int(sys.argv[1]):
	pair = [socket.socket(socket.AF_INET, kind) for kind in (socket.SOCK_DGRAM, socket.SOCK_STREAM)]
	pair[0].bind(("127.0.0.1", 0))
	try:
		pair[1].bind(pair[0].getsockname())
	except OSError:
		continue
	found.append(pair)
print(*[pair[0].getsockname()[1] for pair in found])' "$1"
}

clock_stub() {
	local folder name number

	folder=$(mktemp -d "$(scope)/stub.XXXXXX")
	"$python" -I -S -B "$clock_lab/clock_stub.py" "$folder/ready" "${clock_lifetime:-120}" "$@" \
		>/dev/null 2>"$folder/errors" 3>&- &
	started "$folder" $! || return
	while IFS='=' read -r name number; do
		port[$name]=$number
	done <"$folder/ready"
}

# --- chronyd: never installed, which would take over this machine's time service; unpacked once ---

clock_unpack_chronyd() {
	local shelf=$1

	mkdir -p "$shelf"
	(
		flock -w 120 9 || exit
		[[ -z $(find "$shelf/tried" -mmin -60 2>/dev/null) ]] || exit 0
		touch "$shelf/tried"
		cd "$shelf" && timeout 60 apt-get download chrony && dpkg -x chrony_*.deb .
	) 9>"$shelf/lock" >"$shelf/errors" 2>&1
}

clock_find_chronyd() {
	local shelf=$build_top/tests/lab/clock/chrony

	chronyd=$(PATH=$PATH:/usr/sbin command -v chronyd) && return
	chronyd=$shelf/usr/sbin/chronyd
	[[ -x $chronyd ]] || clock_unpack_chronyd "$shelf" || true
	[[ -x $chronyd ]] || skip "no chronyd: neither is it installed, nor could 'apt-get download chrony' fetch it"
	ldd "$chronyd" | grep -q "not found" && skip "chronyd lacks $(ldd "$chronyd" | grep "not found")"
	return 0
}

clock_chronyd() {
	local folder name=$1 shift=$2 health="local stratum 3" program chronyd tries=500

	clock_find_chronyd
	[[ ${3-} != lost ]] || health=
	folder=$(mktemp -d "$(scope)/chronyd.XXXXXX")
	port[$name]=$(clock_ports 1)
	cat >"$folder/chrony.conf" <<-END
		$health
		allow
		bindaddress 127.0.0.1
		port ${port[$name]}
		cmdport 0
		bindcmdaddress /
		user $(id -un)
		pidfile $folder/pid
		driftfile $folder/drift
	END
	read -r -a program <<<"$(clock_shift "$shift")"
	env "${program[@]}" "$chronyd" -x -d -f "$folder/chrony.conf" >"$folder/errors" 2>&1 3>&- &
	echo $! >>"$(dirname "$folder")/pids"
	until clock_answers "${port[$name]}"; do
		((--tries > 0)) && kill -0 $! || { echo "chronyd: $(cat "$folder/errors")" >&2; return 1; }
		sleep 0.02
	done
}

# PORT: does NTP answer there?
clock_answers() {
	"$python" -I -S -c 'import socket, sys
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.settimeout(0.1)
s.connect(("127.0.0.1", int(sys.argv[1])))
s.send(b"\x23" + bytes(47))
s.recv(48)' "$1" 2>/dev/null
}

# --- web servers ---

# PORT PID FILE: until it listens there
clock_listens() {
	local tries=500

	until (exec 4<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; do
		if ! kill -0 "$2" 2>/dev/null || ((--tries == 0)); then
			echo "no server on port $1: $(cat "$3")" >&2
			return 1
		fi
		sleep 0.02
	done
}

clock_nginx() {
	local folder name=$1 program ports ipv6=

	needs /usr/sbin/nginx nginx-light
	folder=$(mktemp -d "$(scope)/nginx.XXXXXX")
	clock_folder=$folder
	read -r -a ports <<<"$(clock_ports 2)"
	port[$name]=${ports[0]} port[${name}_tls]=${ports[1]}
	openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=localhost -keyout "$folder/tls.key" \
		-addext "subjectAltName=DNS:localhost,IP:127.0.0.1" -out "$folder/tls.pem" 2>/dev/null
	[[ ! -e /proc/net/if_inet6 ]] || ipv6="listen [::1]:${ports[0]};"
	# nginx wipes its environment, and the shift would go with it
	cat >"$folder/nginx.conf" <<-END
		daemon off;
		master_process off;
		pid $folder/pid;
		error_log $folder/errors;
		env FAKETIME;
		env LD_PRELOAD;
		events { }
		http {
			access_log off;
			client_body_temp_path $folder/body;
			proxy_temp_path $folder/proxy;
			fastcgi_temp_path $folder/fastcgi;
			uwsgi_temp_path $folder/uwsgi;
			scgi_temp_path $folder/scgi;
			proxy_cache_path $folder/cache keys_zone=dates:1m;
			server {
				listen 127.0.0.1:${ports[0]};
				$ipv6
				listen 127.0.0.1:${ports[1]} ssl;
				ssl_certificate $folder/tls.pem;
				ssl_certificate_key $folder/tls.key;
				location / { return 200 "clock"; }
				location /moved { return 302 /; }
				location /old/ {
					proxy_pass http://127.0.0.1:${ports[0]}/;
					proxy_cache dates;
					proxy_cache_valid any 10m;
					proxy_pass_header Date;
					proxy_set_header Authorization "";
				}
			}
		}
	END
	read -r -a program <<<"$(clock_shift "$2")"
	env "${program[@]}" nginx -p "$folder" -c "$folder/nginx.conf" >"$folder/output" 2>&1 3>&- &
	echo $! >>"$(dirname "$folder")/pids"
	clock_listens "${ports[0]}" $! "$folder/output"
}

clock_apache() {
	local folder name=$1 program module

	needs /usr/sbin/apache2 apache2
	[[ -e /usr/lib/apache2/modules/mod_auth_gssapi.so ]] || skip "install libapache2-mod-auth-gssapi"
	compgen -G "/usr/lib/*/gssntlmssp/gssntlmssp.so" >/dev/null || skip "install gss-ntlmssp"
	folder=$(mktemp -d "$(scope)/apache.XXXXXX")
	mkdir "$folder/htdocs"
	chmod 755 "$folder"
	port[$name]=$(clock_ports 1)
	echo "LAB:user:secret" >"$folder/users"
	for module in mpm_event authn_core authz_core authz_user auth_gssapi; do
		echo "LoadModule ${module}_module /usr/lib/apache2/modules/mod_$module.so"
	done >"$folder/httpd.conf"
	cat >>"$folder/httpd.conf" <<-END
		ServerName localhost
		ServerRoot $folder
		PidFile $folder/pid
		DefaultRuntimeDir $folder
		ErrorLog $folder/errors
		DocumentRoot $folder/htdocs
		Listen 127.0.0.1:${port[$name]}
		StartServers 1
		<Location />
			AuthType GSSAPI
			AuthName lab
			GssapiAllowedMech ntlmssp
			GssapiConnectionBound On
			GssapiSSLonly Off
			Require valid-user
		</Location>
	END
	read -r -a program <<<"$(clock_shift "$2")"
	env "${program[@]}" NTLM_USER_FILE="$folder/users" apache2 -D FOREGROUND -d "$folder" -f "$folder/httpd.conf" \
		>"$folder/output" 2>&1 3>&- &
	echo $! >>"$(dirname "$folder")/pids"
	clock_listens "${port[$name]}" $! "$folder/errors"
}

# --- the plugin ---

clocks() {
	check clock_skew "$@"
}

at() {
	echo "${1%%:*}://127.0.0.1:${port[${1#*:}]}"
}

hold() {
	local url=$1 truth=$2 runs=$3 error=$4 number targets=()

	shift 4
	for ((number = 0; number < 100 / runs; number++)); do
		targets+=(-H "c$number=$url")
	done
	command="check_clock_skew --samples=1 $runs times ${#targets[@]}/2 of $url"
	for ((number = 0; number < runs; number++)); do
		clean timeout -k 1 30 "$(plugin clock_skew)" -t 20 --samples=1 "${targets[@]}" "$@" || status=$?
	done >"$BATS_TEST_TMPDIR/held"
	output=$("$python" -I -S -c '
import re, statistics, sys
truth, limit, text = float(sys.argv[1]), float(sys.argv[2]), open(sys.argv[3]).read()
found = re.findall(r"[ |]c(\d+)_offset=(-?[0-9.]+)s\S* c\1_error=([0-9.]+)s\S* c\1_rtt=([0-9.]+)s", text)
# what the source itself leaves open; the way there is as long as the machine is busy
errors = [float(error) - float(rtt) / 2 for _, _, error, rtt in found]
if len(found) != 100:
	sys.exit(f"{len(found)} samples instead of 100:\n{text}")
# a microsecond: the digits of perfdata
outside = [(o, e) for _, o, e, _ in found if abs(float(o) - truth) > float(e) + 0.000001]
if outside:
	sys.exit(f"{len(outside)} of 100 bounds do not hold {truth}: {outside[:5]}")
if statistics.median(errors) > limit:
	sys.exit(f"the median of the errors is {statistics.median(errors)}, allowed are {limit}")
' "$truth" "$error" "$BATS_TEST_TMPDIR/held" 2>&1) || failed "the bounds"
}
