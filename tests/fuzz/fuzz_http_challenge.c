/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/http_challenge.h"
#include "target.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct octets token = {0};
	bool found = http_challenge_find((struct octets){.bytes = bytes, .length = length}, &token);

	HOLDS(found == (token.bytes != NULL));
	HOLDS(!found || (token.bytes >= bytes && token.bytes + token.length <= bytes + length));
	HOLDS(!found || (token.length != 0 && memchr(token.bytes, '"', token.length) == NULL));
	return 0;
}
