/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The steps between a certificate's bytes and its facts. Inside lib/pki only. */
#ifndef PKI_CERTIFICATE_DECODE_H
#define PKI_CERTIFICATE_DECODE_H

#include "pki/certificate.h"
#include "pki/certificate_asn1.h"

/* The facts of parts, which were read from der; der is copied. Returns NULL or a sentence, as certificate_parse(). */
const char *certificate_decode(struct arena *arena, const CERTIFICATE_PARTS *parts, struct octets der,
			       struct certificate *ret_certificate);

/* Fills what the extensions (NULL: none) say. Returns NULL or a sentence. */
const char *certificate_decode_extensions(struct arena *arena, const STACK_OF(X509_EXTENSION) * extensions,
					  struct certificate *certificate);

/* For what only OpenSSL's own type will do; NULL if it can't be decoded. To be freed. */
X509 *certificate_x509(const struct certificate *certificate);

/* The public key; NULL if OpenSSL can't decode it. */
EVP_PKEY *certificate_key(const CERTIFICATE_KEY *key);

#endif
