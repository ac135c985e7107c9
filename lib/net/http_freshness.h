/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long may caches serve a response without asking again? (RFC 9111 4.2.1) */
#ifndef NET_HTTP_FRESHNESS_H
#define NET_HTTP_FRESHNESS_H

#include "net/http_answer.h"

/*
 * The epoch until which the response stays fresh: by s-maxage or max-age of its Cache-Control, else by its Expires.
 * Either header may be NULL; of the answer its age and when it came are needed. -1: it does not say, or no cache keeps
 * it (no-store, no-cache).
 */
int64_t http_fresh_until(const char *cache_control, const char *expires, const struct http_answer *answer);

#endif
