/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pki/certificate_asn1.h"

#include <limits.h>

static void *item_read(const ASN1_ITEM *item, const unsigned char **bytes, size_t length)
{
	return length <= LONG_MAX ? ASN1_item_d2i(NULL, bytes, (long)length, item) : NULL;
}

CERTIFICATE_PARTS *certificate_parts_read(const unsigned char **bytes, size_t length)
{
	return item_read(ASN1_ITEM_rptr(CERTIFICATE_PARTS), bytes, length);
}

SIGNED_PARTS *signed_parts_read(const unsigned char **bytes, size_t length)
{
	return item_read(ASN1_ITEM_rptr(SIGNED_PARTS), bytes, length);
}

CONTENT_PARTS *content_parts_read(const unsigned char **bytes, size_t length)
{
	return item_read(ASN1_ITEM_rptr(CONTENT_PARTS), bytes, length);
}

void certificate_parts_free(CERTIFICATE_PARTS *parts)
{
	ASN1_item_free((ASN1_VALUE *)parts, ASN1_ITEM_rptr(CERTIFICATE_PARTS));
}

void signed_parts_free(SIGNED_PARTS *parts)
{
	ASN1_item_free((ASN1_VALUE *)parts, ASN1_ITEM_rptr(SIGNED_PARTS));
}

void content_parts_free(CONTENT_PARTS *parts)
{
	ASN1_item_free((ASN1_VALUE *)parts, ASN1_ITEM_rptr(CONTENT_PARTS));
}

/* --- the templates: last, for clang-format takes their macros for the beginning of a function --- */

/* clang-format off */
ASN1_SEQUENCE(CERTIFICATE_KEY) = {
	ASN1_SIMPLE(CERTIFICATE_KEY, algorithm, X509_ALGOR),
	ASN1_SIMPLE(CERTIFICATE_KEY, bits, ASN1_BIT_STRING),
} ASN1_SEQUENCE_END(CERTIFICATE_KEY)

ASN1_SEQUENCE(CERTIFICATE_BODY) = {
	ASN1_EXP_OPT(CERTIFICATE_BODY, version, ASN1_INTEGER, 0),
	ASN1_SIMPLE(CERTIFICATE_BODY, serial, ASN1_INTEGER),
	ASN1_SIMPLE(CERTIFICATE_BODY, signature, X509_ALGOR),
	ASN1_SIMPLE(CERTIFICATE_BODY, issuer, X509_NAME),
	ASN1_SIMPLE(CERTIFICATE_BODY, validity, X509_VAL),
	ASN1_SIMPLE(CERTIFICATE_BODY, subject, X509_NAME),
	ASN1_SIMPLE(CERTIFICATE_BODY, key, CERTIFICATE_KEY),
	ASN1_IMP_OPT(CERTIFICATE_BODY, issuer_id, ASN1_BIT_STRING, 1),
	ASN1_IMP_OPT(CERTIFICATE_BODY, subject_id, ASN1_BIT_STRING, 2),
	ASN1_EXP_SEQUENCE_OF_OPT(CERTIFICATE_BODY, extensions, X509_EXTENSION, 3),
} static_ASN1_SEQUENCE_END(CERTIFICATE_BODY)

ASN1_SEQUENCE(CERTIFICATE_PARTS) = {
	ASN1_SIMPLE(CERTIFICATE_PARTS, body, CERTIFICATE_BODY),
	ASN1_SIMPLE(CERTIFICATE_PARTS, algorithm, X509_ALGOR),
	ASN1_SIMPLE(CERTIFICATE_PARTS, signature, ASN1_BIT_STRING),
} ASN1_SEQUENCE_END(CERTIFICATE_PARTS)

ASN1_SEQUENCE(SIGNED_PARTS) = {
	ASN1_SIMPLE(SIGNED_PARTS, version, ASN1_INTEGER),
	ASN1_SET_OF(SIGNED_PARTS, digests, ASN1_ANY),
	ASN1_SIMPLE(SIGNED_PARTS, content, ASN1_ANY),
	ASN1_IMP_SET_OF_OPT(SIGNED_PARTS, certificates, ASN1_ANY, 0),
	ASN1_IMP_SET_OF_OPT(SIGNED_PARTS, revocations, ASN1_ANY, 1),
	ASN1_SET_OF(SIGNED_PARTS, signers, ASN1_ANY),
} ASN1_SEQUENCE_END(SIGNED_PARTS)

ASN1_SEQUENCE(CONTENT_PARTS) = {
	ASN1_SIMPLE(CONTENT_PARTS, type, ASN1_OBJECT),
	ASN1_EXP_OPT(CONTENT_PARTS, content, ASN1_ANY, 0),
} ASN1_SEQUENCE_END(CONTENT_PARTS)
