/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The first two messages of an NTLM login (MS-NLMP 2.2.1.1, 2.2.1.2): the server's challenge holds its time, and no
 * cache can answer it. The login ends there, without an account. Over HTTP each question needs a connection of its own.
 */
#ifndef CLOCK_NTLM_H
#define CLOCK_NTLM_H

#include <stddef.h>

#include "clock/clock_time.h"
#include "core/arena.h"
#include "core/octets.h"

enum { NTLM_NEGOTIATE = 40 /* bytes */ };

/* The question, as bytes and in base64. */
extern const unsigned char ntlm_negotiate[NTLM_NEGOTIATE];
#define NTLM_NEGOTIATE_BASE64 "TlRMTVNTUAABAAAAB4IIogAAAAAAAAAAAAAAAAAAAAAKAGFKAAAADw=="

struct ntlm_challenge {
	struct clock_reading reading;
	/* The names that the server calls itself by: sanitised; NULL where it says none. */
	const char *computer, *domain, *dns_computer, *dns_domain;
};

/*
 * token: holds the message somewhere, bare or wrapped in SPNEGO. One without a timestamp is refused. Returns NULL or
 * what is wrong.
 */
const char *ntlm_challenge_parse(struct arena *arena, struct octets token, struct ntlm_challenge *ret_challenge);

/* The same in base64, as it stands behind WWW-Authenticate: NTLM. */
const char *ntlm_challenge_parse_base64(struct arena *arena, const char *text, struct ntlm_challenge *ret_challenge);

#endif
