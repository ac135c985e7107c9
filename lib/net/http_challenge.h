/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef NET_HTTP_CHALLENGE_H
#define NET_HTTP_CHALLENGE_H

#include <stdbool.h>

#include "core/octets.h"

/*
 * The token behind NTLM or Negotiate in the value of a WWW-Authenticate header (RFC 9110 11.6.1: several schemes may
 * share one line, and a comma within quotes ends none). Of several the last. The token is a part of value, in base64 as
 * far as its letters tell. Returns false if there is none.
 */
bool http_challenge_find(struct octets value, struct octets *ret_token);

#endif
