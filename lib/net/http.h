/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * HTTP over libcurl's multi interface: many requests at once under one deadline, each with its phases timed and its
 * failure told apart. What comes back are facts without any libcurl type.
 */
#ifndef NET_HTTP_H
#define NET_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/plugin.h"
#include "net/http_answer.h"
#include "net/http_options.h"

/* Takes the body of a 200 or 206 while it arrives, instead of keeping it. */
struct http_sink {
	void *context;
	void (*begin)(void *context);                                  /* before each attempt's first byte */
	bool (*take)(void *context, const void *bytes, size_t length); /* false: the rest is of no use */
};

struct http_request {
	const char *url;
	size_t body_max;              /* bytes that are kept; more is HTTP_TOO_LARGE */
	bool direct;                  /* without any proxy */
	bool anonymous;               /* without the options' headers and client certificate */
	bool headers_only;            /* ends behind the headers, whatever body follows */
	bool handshake_only;          /* connect and shake hands, with any certificate, and ask nothing */
	const struct http_sink *sink; /* NULL: the body is kept */
	const char *range;            /* "0-4095": ask for these bytes only; NULL: all */
	const char *header;           /* one more header line; NULL: none */
	bool fresh;                   /* over a connection of its own */
	const void *post;             /* the body of a POST; NULL: GET */
	size_t post_length;
	const char *post_type; /* its Content-Type */
	/*
	 * Begins when that one (an earlier element of the array) has ended, over the same connection if it can; skipped
	 * if the first of such a chain was not answered. NULL: at once.
	 */
	const struct http_request *after;
	/*
	 * Asked once, when the request's turn has come: is it wanted, after what the earlier ones brought? It may set
	 * a pause in seconds; what is not wanted is skipped. NULL: at once.
	 */
	bool (*turn)(void *context, double *ret_pause);
	void *context;
	struct http_answer answer; /* filled by http_fetch */
};

/*
 * Asks all requests under the run's deadline. Never fails: every answer has an outcome. Failures in transport are
 * repeated (run->retries).
 */
void http_fetch(const struct run *run, const struct http_options *options, struct http_request *requests, size_t count);

/* The proxy for a URL by options and environment, without its login; NULL: none. */
const char *http_proxy_of(const struct http_options *options, const struct http_endpoint *endpoint,
			  struct arena *arena);

/* NULL, or why the proxy for a URL can't be used: the sentence names the option or the variable. */
const char *http_proxy_wrong(const struct http_options *options, const struct http_endpoint *endpoint,
			     struct arena *arena);

#endif
