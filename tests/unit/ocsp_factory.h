/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Makes OCSP responses for tests, with any fault that is asked for, and the certificates around them. What can't be
 * made ends the test program.
 */
#ifndef OCSP_FACTORY_H
#define OCSP_FACTORY_H

#include <stdbool.h>

#include <openssl/ocsp.h>

#include "certificate_factory.h"

/* A CA, a certificate of it, and its responder. */
struct ocsp_world {
	X509 *ca, *leaf, *responder;
};

struct ocsp_world ocsp_world_make(void);
void ocsp_world_free(struct ocsp_world *world);

/* The responder's certificate of CORP-CA; what the plan leaves open is filled in ("" leaves it out). */
X509 *ocsp_factory_responder(struct factory_plan plan);

enum { OCSP_FACTORY_NONE = -1 };

/* Where nothing is said (0, NULL, false): a good answer that the issuer signed an hour before FACTORY_NOW. */
struct ocsp_plan {
	X509 *issuer, *certificate; /* what it is about */
	X509 *signer;               /* NULL: the issuer */
	enum factory_key key;       /* the signer's */
	X509 *along[2];             /* certificates that come along, besides the signer's */
	bool no_certificates;
	int status, reason; /* V_OCSP_CERTSTATUS_GOOD ...; reason OCSP_FACTORY_NONE: none given */
	int64_t revoked_at, this_update, produced_at;
	int64_t next_update; /* 0: in a week; OCSP_FACTORY_NONE: none */
	struct octets nonce;
	bool bare_nonce;         /* not in an OCTET STRING of its own */
	const EVP_MD *id_digest; /* NULL: SHA-1 */
	const EVP_MD *digest;    /* of the signature; NULL: SHA-256 */
	X509 *before;            /* another certificate of the issuer: an entry in front */
	bool no_entry;
	bool by_key, wrong_signature, pss;
	const char *critical, *harmless; /* the OIDs of a critical and another extension of the response */
	int unknown_algorithm;           /* a NID that takes the place of the signature's algorithm */
};

/* An exact-size copy on the heap. */
struct factory_bytes ocsp_factory_response(const struct ocsp_plan *plan);

/* One that says only how it refuses. */
struct factory_bytes ocsp_factory_refusal(int answer);

#endif
