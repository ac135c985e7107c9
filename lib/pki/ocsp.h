/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Asks an OCSP responder about one certificate and reads its answer (RFC 6960, RFC 5019), as plain facts. Whether they
 * are good is for a judge: each fault stands alone here, none hides another. Dates are compared with no clock.
 */
#ifndef PKI_OCSP_H
#define PKI_OCSP_H

#include "pki/certificate.h"

enum {
	OCSP_RESPONSE_MAX = 64 * 1024, /* bytes; real ones have 0.5 to 5 KB */
	OCSP_CERTIFICATES_MAX = 16,    /* that come with a response; further ones are left out */
	OCSP_NONCE_MAX = 128,          /* bytes (RFC 9654 2.1); 32 is what old responders take (RFC 8954) */
};

/* What is asked: is certificate, which issuer issued, revoked? Both must live as long as the arena. */
struct ocsp_query {
	const struct certificate *certificate, *issuer;
	struct octets nonce; /* random bytes; bytes NULL: none (AD CS ignores nonces unless they are switched on) */
};

/* OCSPResponseStatus, RFC 6960 4.2.1. */
enum ocsp_answer {
	OCSP_SUCCESSFUL = 0,
	OCSP_MALFORMED_REQUEST = 1,
	OCSP_INTERNAL_ERROR = 2,
	OCSP_TRY_LATER = 3,
	OCSP_SIGNATURE_REQUIRED = 5,
	OCSP_UNAUTHORIZED = 6,
};

/* CertStatus, RFC 6960 4.2.1. */
enum ocsp_status { OCSP_GOOD, OCSP_REVOKED, OCSP_UNKNOWN };

enum ocsp_signature {
	OCSP_SIGNATURE_VALID,
	OCSP_SIGNATURE_WRONG,       /* the responder's certificate is there, and its key did not sign this */
	OCSP_SIGNATURE_NO_SIGNER,   /* the responder is not the issuer, and its certificate did not come along */
	OCSP_SIGNATURE_UNCHECKABLE, /* an algorithm that is not known here */
};

/* The nonce of the response (RFC 6960 4.4.1). */
enum ocsp_nonce {
	OCSP_NONCE_NOT_SENT, /* nobody asked for one */
	OCSP_NONCE_ECHOED,
	OCSP_NONCE_ABSENT, /* the responder ignores nonces: its answers are made in advance */
	OCSP_NONCE_OTHER,  /* the answer was made for another request */
};

struct ocsp_response {
	enum ocsp_answer answer; /* all below is filled only for OCSP_SUCCESSFUL */

	/* --- who says it --- */
	const char *responder; /* "CN=OCSP1", or "key 8A43..." where it names itself by its key; safe to print */
	int64_t produced_at;
	const char *signature_algorithm; /* "sha256WithRSAEncryption" */
	enum ocsp_signature signature;
	bool by_issuer;                   /* the issuer's own key signed it; else, where it is valid, a delegate did: */
	const struct certificate *signer; /* who signed it, or should have; NULL: OCSP_SIGNATURE_NO_SIGNER */
	bool signer_issued;               /* by the issuer's key (4.2.2.2: directly) */
	bool signer_may;                  /* it has the extended key usage OCSPSigning (4.2.2.2) */
	bool signer_no_check;             /* id-pkix-ocsp-nocheck: it needs no revocation check (4.2.2.2.1) */
	enum ocsp_nonce nonce;

	/* --- what it says about the certificate; filled only if found --- */
	bool found;           /* false: it is about other certificates */
	const char *about;    /* serial number of the first certificate it is about; NULL: of none */
	const char *critical; /* a critical extension that is not known, dotted; NULL: none. Of the response too */
	enum ocsp_status status;
	int64_t revoked_at;
	int reason; /* CRLReason, for crl_reason_text(); -1: none given */
	int64_t this_update, next_update;
	bool has_next_update; /* without: newer information is available all the time (4.2.2.1) */
};

/* What kind of sentence ocsp_response_parse() returned. */
enum ocsp_fault {
	OCSP_FINE,
	OCSP_EMPTY,    /* no byte but blanks */
	OCSP_HTML,     /* a web page */
	OCSP_NOT_OCSP, /* something else */
	OCSP_TRUNCATED,
	OCSP_TRAILING, /* bytes behind its end */
	OCSP_MALFORMED,
	OCSP_TOO_LARGE, /* more than OCSP_RESPONSE_MAX */
};

/*
 * The DER of an OCSPRequest: what is sent by POST as application/ocsp-request (RFC 6960 A.1). It names the certificate
 * by SHA-1, which is what all responders know (RFC 5019 2.1.1), and is not signed. Returns NULL, or a sentence (a
 * certificate can't be decoded, the nonce is too long).
 */
const char *ocsp_request_make(struct arena *arena, const struct ocsp_query *query, struct octets *ret_request);

/*
 * Reads a response. Returns NULL, or the sentence a person needs ("a web page, ..."); *ret_response is filled only on
 * success, *ret_fault (may be NULL) always. query is the same as for the request.
 */
const char *ocsp_response_parse(struct arena *arena, const struct ocsp_query *query, const unsigned char *bytes,
				size_t length, struct ocsp_response *ret_response, enum ocsp_fault *ret_fault);

/* "tryLater" */
const char *ocsp_answer_text(enum ocsp_answer answer);

#endif
