/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A set of certificates as GetCACert answers it (RFC 8894 4.2.1, 3.4) or as a file holds it. What it is is decided by
 * content, never by a media type or a file's name.
 */
#ifndef PKI_CERTIFICATE_SET_H
#define PKI_CERTIFICATE_SET_H

#include "pki/certificate.h"

enum { CERTIFICATE_SET_MAX = 256 }; /* certificates; more are an error */

enum certificate_set_form { FORM_CERTIFICATE, FORM_PKCS7, FORM_PEM, FORM_BASE64 };

/* What kind of sentence certificate_set_parse() returned. */
enum certificate_set_fault {
	CERTIFICATE_SET_GOOD,
	CERTIFICATE_SET_EMPTY,            /* no byte but blanks */
	CERTIFICATE_SET_HTML,             /* a web page, in UTF-16 too */
	CERTIFICATE_SET_TRUNCATED,        /* the end is missing */
	CERTIFICATE_SET_DAMAGED,          /* begins right, but is broken inside or goes on behind its end: a proxy? */
	CERTIFICATE_SET_NOT_CERTIFICATES, /* something else, or a form that holds none */
	CERTIFICATE_SET_TOO_MANY,         /* more than CERTIFICATE_SET_MAX */
};

struct certificate_set {
	enum certificate_set_form form; /* of the first part */
	bool bare; /* one certificate without a PKCS#7 around it, as application/x-x509-ca-cert is */
	const struct certificate *certificates; /* in the order they came in; each only once */
	size_t count;
};

/*
 * Reads a DER certificate; a PKCS#7 SignedData, degenerate or not, DER or BER; PEM (any number of blocks that hold
 * either, text around them and other blocks are skipped); or base64 of either. PEM and base64 may be UTF-16 (what
 * PowerShell writes). Returns NULL, or the sentence a person needs; *ret_set is filled only on success, *ret_fault (may
 * be NULL) always. Time and memory are proportional to length: the caller caps it.
 */
const char *certificate_set_parse(struct arena *arena, const unsigned char *bytes, size_t length,
				  struct certificate_set *ret_set, enum certificate_set_fault *ret_fault);

/*
 * Adds the certificates of more that are not yet in set; start with {0}. Returns NULL, or a sentence if there would be
 * more than CERTIFICATE_SET_MAX; set is then as before.
 */
const char *certificate_set_add(struct arena *arena, struct certificate_set *set, const struct certificate_set *more);

#endif
