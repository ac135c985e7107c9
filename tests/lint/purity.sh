#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Pure rooms neither print nor exit, and know no clock, file, socket or environment: their objects do not call for it.
# shellcheck source=tests/lint/tap.sh
. "${srcdir:-.}/tests/lint/tap.sh"

# The exact list. fortified names (__printf_chk) and those of large files (open64) are meant too.
output='printf vprintf fprintf vfprintf dprintf vdprintf puts fputs putchar putc fputc fwrite write writev perror stdout stderr syslog'
ends='exit _exit _Exit quick_exit abort raise kill err errx warn warnx __assert_fail'
clocks='time clock clock_gettime gettimeofday ftime localtime localtime_r mktime tzset X509_cmp_current_time X509_gmtime_adj'
files='open openat creat fopen fdopen freopen read readv fread fgets getline mmap stat fstat lstat access unlink rename mkdir opendir scandir BIO_new_file BIO_new_fp ERR_print_errors_fp'
sockets='socket connect bind listen accept send sendto recv recvfrom poll select getaddrinfo gethostbyname'
environment='getenv secure_getenv setenv putenv environ setlocale system popen fork execve execvp posix_spawn rand random srand signal sigaction sleep usleep nanosleep'
# Of lib/core these are the ones that may: each has its reason in its header.
excepted='plugin process arena deadline watchdog extra_opts extra_opts_file output_file input_file'

need nm
skip_instrumented
pattern=$(echo "$output $ends $clocks $files $sockets $environment" | tr -s ' ' '|')

is_excepted()
{
	name=${1##*-}
	case " $excepted " in
	*" ${name%.o} "*) true ;;
	*) false ;;
	esac
}

# calls OBJECT: what it calls of the list.
calls()
{
	nm -u "$1" | awk '{ print $2 }' | sed 's/@.*//; s/^__\(.*\)_chk$/\1/; s/64$//' | grep -Ex "$pattern" | tr '\n' ' '
}

for room in core scep pki judge ad clock rpc; do
	[ -d "$top/lib/$room" ] || continue
	found=$(objects "lib/$room")
	verdict "lib/$room has objects" "$([ -n "$found" ] || echo 'none was built')"
	for object in $found; do
		if [ "$room" = core ] && is_excepted "$object"; then
			continue
		fi
		called=$(calls "$object")
		verdict "$object" "${called:+calls $called}"
	done
done
finish
