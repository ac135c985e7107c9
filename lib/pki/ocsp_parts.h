/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The steps between a response's bytes and its facts. For lib/pki/ocsp*.c only. */
#ifndef PKI_OCSP_PARTS_H
#define PKI_OCSP_PARTS_H

#include <openssl/ocsp.h>

#include "pki/ocsp.h"
#include "pki/openssl.h"

DEFINE_AUTOFREE(OCSP_REQUEST, OCSP_REQUEST_free)
DEFINE_AUTOFREE(OCSP_RESPONSE, OCSP_RESPONSE_free)
DEFINE_AUTOFREE(OCSP_BASICRESP, OCSP_BASICRESP_free)
DEFINE_AUTOFREE(OCSP_CERTID, OCSP_CERTID_free)

/* A response that is being read. */
struct ocsp_reading {
	struct arena *arena;
	const struct ocsp_query *query;
	OCSP_BASICRESP *basic;
	struct octets signed_bytes; /* of the ResponseData, as they came: what the signature is about */
	struct ocsp_response *response;
	enum ocsp_fault fault;
};

/* CertID (RFC 6960 4.1.1) of what is asked; NULL: a certificate can't be decoded, or OpenSSL has not this digest. */
OCSP_CERTID *ocsp_id_make(const EVP_MD *digest, const struct ocsp_query *query);

/* Is it a DER element of exactly these bytes? Returns NULL, or what came instead. */
const char *ocsp_sniff(struct arena *arena, struct octets bytes, enum ocsp_fault *ret_fault);

/* Fills who signed it and whether that is so. Returns NULL or a sentence. */
const char *ocsp_signer_read(struct ocsp_reading *reading);

/* Fills what it says about the certificate. Returns NULL or a sentence. */
const char *ocsp_status_read(struct ocsp_reading *reading);

#endif
