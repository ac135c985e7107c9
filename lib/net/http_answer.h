/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The facts about one HTTP exchange; no libcurl in them, so that judges and their tests need none. */
#ifndef NET_HTTP_ANSWER_H
#define NET_HTTP_ANSWER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/octets.h"

enum http_outcome {
	HTTP_SKIPPED, /* not asked: the request before it got no answer, or it was not wanted any more */
	HTTP_ANSWERED,
	HTTP_NAME_NOT_FOUND,
	HTTP_NO_FAMILY, /* no address of the family that -4 or -6 asks for */
	HTTP_REFUSED,
	HTTP_UNREACHABLE, /* no route, network unreachable */
	HTTP_RESET,
	HTTP_CLOSED,    /* without an answer */
	HTTP_TIMED_OUT, /* see phase: in connect it means filtered */
	HTTP_TRUNCATED,
	HTTP_TOO_LARGE, /* header or body above its cap */
	HTTP_NOT_HTTP,
	HTTP_REDIRECT_LOOP,
	HTTP_REDIRECT_BAD, /* to something that is neither http nor https */
	HTTP_TLS_UNTRUSTED,
	HTTP_TLS_NAME,
	HTTP_TLS_EXPIRED,
	HTTP_TLS_NOT_YET_VALID,
	HTTP_TLS_PROTOCOL,
	HTTP_TLS_CLIENT_CERTIFICATE,
	HTTP_PROXY_UNREACHABLE,
	HTTP_PROXY_LOGIN,
	HTTP_PROXY_REFUSED,
	HTTP_SETUP, /* a file of this host can't be used */
};

enum http_phase { PHASE_RESOLVE, PHASE_CONNECT, PHASE_TLS, PHASE_WAIT, PHASE_TRANSFER };

/* "name resolution", "connect", ...: an article goes in front */
const char *http_phase_name(enum http_phase phase);

/* What the TLS handshake showed; texts are sanitised. */
struct tls_peer {
	bool seen;
	int64_t not_before, not_after; /* of the server's certificate, epochs */
	const char *subject, *issuer;
	int verify_error;           /* X509_V_ERR_..., 0: none */
	const char *verify_text;    /* its words; NULL: none */
	const char *failed_subject; /* the certificate of the chain that failed */
	int64_t failed_not_before, failed_not_after;
	bool client_certificate_requested;
	const struct octets *chain; /* the certificates that the server sent, DER, its own first */
	size_t chain_count;
};

/* Lifetime: the run's arena. Times are seconds; a phase that a kept connection left out is 0. */
struct http_answer {
	enum http_outcome outcome;
	enum http_phase phase; /* where it ended */
	const char *detail;    /* the library's words about a failure, sanitised; "" for none */
	long status;           /* of the last response; 0: none */
	const char *server, *content_type, *www_authenticate, *location,
		*content_encoding; /* sanitised; NULL: absent */
	const char *date, *via;    /* sanitised; NULL: absent */
	const char *challenge;     /* WWW-Authenticate's token behind NTLM or Negotiate (base64); NULL: none */
	int64_t asked;    /* just before the request left, nanoseconds since the epoch by this host's clock; 0: never */
	int64_t answered; /* when the first line of the last response came; 0: never */
	const unsigned char *body;
	size_t length;         /* of body; 0 where a sink took it */
	uint64_t received;     /* bytes of the body that came, into body or sink */
	double age;            /* seconds that a cache has had it, at most 2^31 (RFC 9111 1.2.2); -1: not said */
	int64_t last_modified; /* epoch; -1: not said */
	int64_t fresh_until;   /* epoch until which caches may keep it (RFC 9111 4.2.1); -1: not said */
	double content_length; /* announced; -1: not */
	double resolve, connect, tls, wait, transfer, total;
	bool connected;            /* resolve, connect and tls were measured for this request */
	const char *address;       /* "192.0.2.1 port 80"; NULL: never connected */
	const char *proxy;         /* that was asked, without login; NULL: none */
	long proxy_status;         /* of CONNECT; 0: none */
	unsigned redirects;        /* that were followed */
	const char *effective_url; /* the last one, sanitised */
	unsigned attempts;
	struct tls_peer peer;
};

/* Is it a redirect that was not followed? */
bool http_is_redirect(const struct http_answer *answer);

#endif
