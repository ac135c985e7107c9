/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A challenge as bytes and as base64: what it calls itself is fit to print. */
#include "clock/ntlm.h"
#include "target.h"

static bool is_name(const char *name)
{
	return name == NULL || is_fit(name);
}

static void check(const char *wrong, const struct ntlm_challenge *challenge)
{
	if (wrong != NULL) {
		HOLDS(*wrong != 0 && is_fit(wrong));
		return;
	}
	HOLDS(challenge->reading.time >= 0 && challenge->reading.resolution == CLOCK_FILETIME_TICK);
	HOLDS(is_name(challenge->computer) && is_name(challenge->domain));
	HOLDS(is_name(challenge->dns_computer) && is_name(challenge->dns_domain));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct arena *arena = arena_create("out of memory\n");
	struct ntlm_challenge challenge;

	check(ntlm_challenge_parse(arena, (struct octets){bytes, length}, &challenge), &challenge);
	check(ntlm_challenge_parse_base64(arena, arena_copy(arena, bytes, length), &challenge), &challenge);
	arena_destroy(arena);
	return 0;
}
