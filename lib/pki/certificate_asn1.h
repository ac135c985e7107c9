/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Certificates and the PKCS#7 around them for OpenSSL's own decoder, with keys and contents left as bytes. OpenSSL's
 * X509 decodes each public key through its providers at once, which costs more than all the rest of a run (measured:
 * 1.7 million instructions a key); most certificates that are read here never verify anything.
 */
#ifndef PKI_CERTIFICATE_ASN1_H
#define PKI_CERTIFICATE_ASN1_H

#include <openssl/asn1t.h>

#include "pki/openssl.h"

/* SubjectPublicKeyInfo, RFC 5280 4.1 */
typedef struct {
	X509_ALGOR *algorithm;
	ASN1_BIT_STRING *bits;
} CERTIFICATE_KEY;

/* TBSCertificate */
typedef struct {
	ASN1_INTEGER *version, *serial;
	X509_ALGOR *signature;
	X509_NAME *issuer;
	X509_VAL *validity;
	X509_NAME *subject;
	CERTIFICATE_KEY *key;
	ASN1_BIT_STRING *issuer_id, *subject_id;
	STACK_OF(X509_EXTENSION) * extensions;
} CERTIFICATE_BODY;

/* Certificate */
typedef struct {
	CERTIFICATE_BODY *body;
	X509_ALGOR *algorithm;
	ASN1_BIT_STRING *signature;
} CERTIFICATE_PARTS;

/* SignedData, RFC 2315 9.1; certificates as they are on the wire */
typedef struct {
	ASN1_INTEGER *version;
	STACK_OF(ASN1_TYPE) * digests;
	ASN1_TYPE *content;
	STACK_OF(ASN1_TYPE) * certificates, *revocations, *signers;
} SIGNED_PARTS;

/* ContentInfo, RFC 2315 7 */
typedef struct {
	ASN1_OBJECT *type;
	ASN1_TYPE *content;
} CONTENT_PARTS;

DECLARE_ASN1_ITEM(CERTIFICATE_KEY)
DECLARE_ASN1_ITEM(CERTIFICATE_PARTS)
DECLARE_ASN1_ITEM(SIGNED_PARTS)
DECLARE_ASN1_ITEM(CONTENT_PARTS)

void certificate_parts_free(CERTIFICATE_PARTS *parts);
void signed_parts_free(SIGNED_PARTS *parts);
void content_parts_free(CONTENT_PARTS *parts);

DEFINE_AUTOFREE(CERTIFICATE_PARTS, certificate_parts_free)
DEFINE_AUTOFREE(SIGNED_PARTS, signed_parts_free)
DEFINE_AUTOFREE(CONTENT_PARTS, content_parts_free)

/* As d2i functions: *bytes moves behind what was read; NULL and OpenSSL's error queue on failure. */
CERTIFICATE_PARTS *certificate_parts_read(const unsigned char **bytes, size_t length);
SIGNED_PARTS *signed_parts_read(const unsigned char **bytes, size_t length);
CONTENT_PARTS *content_parts_read(const unsigned char **bytes, size_t length);

#endif
