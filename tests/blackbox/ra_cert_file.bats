#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2034,SC2154 # url, output, status, environment: shared with common.bash
# check_ra_cert --file: PEM, DER, PKCS#7, base64, several, and what is none of them.
load common

setup_file() {
	ndes
	cd "$BATS_FILE_TMPDIR" || return
	export set="$ndes/ra-signing.pem $ndes/ra-encryption.pem $ndes/ca.pem"
	# shellcheck disable=SC2086 # three files
	cat $set >all.pem
	curl -s "$url?operation=GetCACert" >all.p7b
	openssl base64 -in all.p7b -out all.b64
	openssl pkcs7 -inform DER -in all.p7b -out all.p7.pem
	openssl x509 -in "$ndes/ra-signing.pem" -outform DER -out signing.der
	openssl x509 -in "$ndes/ra-signing.pem" -text >text-before.pem
	{ printf '\357\273\277'; sed 's/$/\r/' all.pem; } >windows.pem
	tr -d '\n' <all.b64 >one-line.b64
}

setup() {
	cd "$BATS_FILE_TMPDIR" || return
}

whole() {
	ok "signing certificate expires" || return
	measured ra_signing_remaining ra_signing_used ra_encryption_remaining ca_remaining time
}

@test "PKCS#7 DER, PKCS#7 PEM, base64, PEM bundle: the same set" {
	for file in all.p7b all.p7.pem all.b64 one-line.b64 all.pem windows.pem; do
		check ra_cert -f "$file"
		whole || return
	done
}

@test "several files are one set, in any order" {
	check ra_cert --file="$ndes/ca.pem" --file="$ndes/ra-encryption.pem" -f signing.der
	whole
}

@test "one certificate alone, DER and PEM with text before it" {
	check ra_cert -f signing.der
	measured ra_signing_remaining
	check ra_cert -f text-before.pem
	measured ra_signing_remaining
}

@test "an expired file" {
	check ra_cert -f all.p7b --at=+900d
	critical RA-EXPIRED
}

@test "missing, folder, device, pipe are UNKNOWN, empty and rubbish CRITICAL, all named" {
	: >empty
	echo rubbish >rubbish
	mkfifo -m 600 pipe 2>/dev/null || true
	for file in missing /etc /dev/zero /dev/null pipe; do
		check ra_cert -f "$file" -t 3
		unknown CLIENT-SETUP "$file" || return
		within 2500 || return
	done
	for file in empty rubbish; do
		check ra_cert -f "$file"
		critical RA-SET "$file" || return
	done
}

@test "a private key is no certificate, and its text isn't shown" {
	check ra_cert -f "$keys/client.key"
	critical RA-SET "PRIVATE KEY"
	never_says "BEGIN" "MII"
}

@test "one bad file among good ones" {
	check ra_cert -f all.p7b -f missing
	((status == 3))
	says missing
}

@test "a huge file: refused, at once, without its memory" {
	truncate -s 20G huge
	check ra_cert -f huge -t 5
	unknown CLIENT-SETUP huge
	within 3000
}

@test "each cut of a set, and flipped bytes: never a crash" {
	size=$(stat -c %s all.p7b)
	for ((length = 1; length < size; length += 397)); do
		head -c "$length" all.p7b >part
		check ra_cert -f part
		critical RA-SET part
	done
	for ((place = 3; place < size; place += 411)); do
		cp all.p7b flipped
		printf '\377' | dd of=flipped bs=1 seek="$place" conv=notrunc status=none
		check ra_cert -f flipped
	done
}

@test "names of files are shown without what front ends misread" {
	cp all.p7b $'odd|<b>\\name\nOK'
	check ra_cert -f $'odd|<b>\\name\nOK'
	whole
}

@test "--file and a server exclude each other" {
	check ra_cert -f all.p7b -u "$url"
	refused --file
}
