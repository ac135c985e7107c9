/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One request on its way: a libcurl handle and what its callbacks collect. Inside lib/net only. */
#ifndef NET_HTTP_TRANSFER_H
#define NET_HTTP_TRANSFER_H

#include "net/curl.h"
#include "net/http.h"

struct transfer {
	const struct run *run;
	const struct http_options *options;
	struct http_request *request;
	CURL *easy;
	struct curl_slist *headers, *resolve;
	char error[CURL_ERROR_SIZE];
	const char *proxy;       /* for sentences; NULL: none */
	const char *proxy_wrong; /* why it can't be used; NULL: it can */
	bool active, done;
	unsigned attempts;
	double begins;  /* monotonic second of the next attempt */
	double started; /* of the present one */
	double secured; /* when the TLS handshake began; 0: it did not */
	/* collected by the callbacks */
	struct text_buffer body;
	size_t header_bytes;
	bool too_large, enough; /* enough: no more is wanted */
	const char *age, *expires, *cache_control;
};

/* Prepares the handle for the first attempt. Returns NULL or what of the set-up failed. */
const char *transfer_prepare(struct transfer *transfer);

/* Forgets what an earlier attempt collected. */
void transfer_reset(struct transfer *transfer);

/* Fills request->answer from the handle: after it ended with code, or (timed_out) while it was still under way. */
void transfer_finish(struct transfer *transfer, CURLcode code, bool timed_out);

/* Could another attempt end otherwise? Only failures in transport; never a verdict. */
bool transfer_is_repeatable(const struct transfer *transfer);

/* Gives the handle back; the connection stays with the multi handle. */
void transfer_release(struct transfer *transfer);

/* Lets the handle deliver headers and body (http_receive.c). */
void transfer_receive(struct transfer *transfer);

/* Lets the handle's TLS show its peer into request->answer.peer (http_tls.c). */
void transfer_watch_tls(struct transfer *transfer);

/* The outcome of a libcurl code (http_outcome.c). */
enum http_outcome http_outcome_of(const struct transfer *transfer, CURLcode code);

#endif
