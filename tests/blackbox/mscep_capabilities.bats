#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2034,SC2154 # url, output, status, environment: shared with common.bash
# check_mscep: what GetCACaps may look like, and the words that are wanted or not.
load common

@test "CRLF, and no Content-Type" {
	ndes --fault=caps-crlf
	check mscep -u "$url" --require-capability=POSTPKIOperation --require-capability=DES3
	ok
	stop "$server_pid"
	ndes --fault=caps-no-type
	check mscep -u "$url" --require-capability=SHA-512
	ok
}

@test "an empty body" {
	ndes --fault=empty-caps
	check mscep -u "$url"
	critical SCEP-NOT-SCEP "not a SCEP answer" empty
}

@test "UTF-16 is not a SCEP answer" {
	ndes --fault=caps-utf16
	check mscep -u "$url"
	critical SCEP-NOT-SCEP "not a SCEP answer"
}

@test "no word that anybody knows is not a SCEP answer" {
	ndes --capabilities="Frobnicate Quux-512"
	check mscep -u "$url"
	critical SCEP-NOT-SCEP "Frobnicate"
}

@test "unknown words beside a known one are ignored" {
	ndes --capabilities="Frobnicate SHA-256 Quux-512"
	check mscep -u "$url" --require-capability=SHA-256
	ok
}

@test "--require-capability: missing" {
	ndes
	check mscep -u "$url" --require-capability=AES --require-capability=SHA-256
	critical SCEP-CAPABILITY-MISSING "required AES" CACapabilitiesAlgorithms
	never_says "required SHA-256"
}

@test "words are compared without case" {
	ndes --capabilities="aes sha-256 postpkioperation"
	check mscep -u "$url" --require-capability=AES --require-capability=sha-256 --require-capability=POSTPKIOperation
	ok
}

@test "SCEPStandard implies AES, POSTPKIOperation and SHA-256" {
	ndes --capabilities=SCEPStandard
	check mscep -u "$url" --require-capability=AES --require-capability=POSTPKIOperation --require-capability=SHA-256
	ok
	check mscep -u "$url" --require-capability=SHA-512
	critical SCEP-CAPABILITY-MISSING SHA-512
}

@test "--forbid-capability: announced, and not" {
	ndes
	check mscep -u "$url" --forbid-capability=SHA-1 --forbid-capability=AES
	critical SCEP-CAPABILITY-FORBIDDEN "forbidden SHA-1"
	check mscep -u "$url" --forbid-capability=AES
	ok
}

@test "a word is not found inside another" {
	ndes --capabilities="SHA-256 SHA-512"
	check mscep -u "$url" --forbid-capability=SHA
	ok
	check mscep -u "$url" --require-capability=SHA-25
	critical SCEP-CAPABILITY-MISSING
}

@test "only SHA-1, or no AES: a note with -v, no finding" {
	ndes --capabilities="SHA-1 DES3 POSTPKIOperation"
	check mscep -u "$url" -v
	ok "SHA-1" "FIPS" "AES is not announced"
}

@test "the words are a fact of the JSON" {
	ndes
	check mscep -u "$url" --output-format=json
	[[ $(jq -r '.facts.capabilities | join(" ")' <<<"$output") == "POSTPKIOperation Renewal SHA-512 SHA-256 SHA-1 DES3" ]]
}

@test "fault caps-unknown-words: a word that nobody announces is missed" {
	ndes --fault=caps-unknown-words
	check mscep -u "$url" --require-capability=SHA-256
	((status == 2))
	says Frobnicate
	asked 'GetCACaps&message=default 200'
}

@test "a capability that is required and forbidden" {
	check mscep -u http://127.0.0.1/ --require-capability=AES --require-capability=SHA-256 --forbid-capability=sha-256
	refused --require-capability --forbid-capability SHA-256
}
