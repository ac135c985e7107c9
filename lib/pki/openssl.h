/* SPDX-License-Identifier: GPL-3.0-or-later */
/* OpenSSL's handles for autofree(), and what to do when it fails. Not for facts: those hold no handle. */
#ifndef PKI_OPENSSL_H
#define PKI_OPENSSL_H

#include <stdbool.h>
#include <stdint.h>

#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/cms.h>
#include <openssl/evp.h>
#include <openssl/pkcs7.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include "core/arena.h"
#include "core/cleanup.h"

/* autofree(x509_stack) owns the certificates in it, autofree(x509_list) does not. */
typedef STACK_OF(X509) x509_stack;
typedef STACK_OF(X509) x509_list;

static inline void x509_stack_free(x509_stack *stack)
{
	sk_X509_pop_free(stack, X509_free);
}

static inline void x509_list_free(x509_list *list)
{
	sk_X509_free(list);
}

DEFINE_AUTOFREE(ASN1_OBJECT, ASN1_OBJECT_free)
DEFINE_AUTOFREE(ASN1_STRING, ASN1_STRING_free)
DEFINE_AUTOFREE(ASN1_TYPE, ASN1_TYPE_free)
DEFINE_AUTOFREE(ASN1_BIT_STRING, ASN1_BIT_STRING_free)
DEFINE_AUTOFREE(ASN1_OCTET_STRING, ASN1_OCTET_STRING_free)
DEFINE_AUTOFREE(AUTHORITY_KEYID, AUTHORITY_KEYID_free)
DEFINE_AUTOFREE(BASIC_CONSTRAINTS, BASIC_CONSTRAINTS_free)
DEFINE_AUTOFREE(BIO, BIO_free_all)
DEFINE_AUTOFREE(CMS_ContentInfo, CMS_ContentInfo_free)
DEFINE_AUTOFREE(EVP_PKEY, EVP_PKEY_free)
DEFINE_AUTOFREE(EXTENDED_KEY_USAGE, EXTENDED_KEY_USAGE_free)
DEFINE_AUTOFREE(PKCS7, PKCS7_free)
DEFINE_AUTOFREE(X509, X509_free)
DEFINE_AUTOFREE(X509_NAME, X509_NAME_free)
DEFINE_AUTOFREE(X509_REQ, X509_REQ_free)
DEFINE_AUTOFREE(X509_STORE, X509_STORE_free)
DEFINE_AUTOFREE(X509_STORE_CTX, X509_STORE_CTX_free)
DEFINE_AUTOFREE(x509_stack, x509_stack_free)
DEFINE_AUTOFREE(x509_list, x509_list_free)

/*
 * After a call that failed: empties this thread's error queue, so that no later user of OpenSSL (libcurl) finds our
 * errors there. Does not return if the call failed for want of memory (arena_exhausted).
 */
void openssl_settle(struct arena *arena);

/* A date as epoch. Returns false if there is none (NULL), or it does not exist. */
bool openssl_time_read(const ASN1_TIME *time, int64_t *ret_epoch);

/* "sha256WithRSAEncryption", dotted digits where OpenSSL has no name for it, "unknown"; safe to print. */
const char *openssl_object_name(struct arena *arena, const ASN1_OBJECT *object);

/* Always dotted digits; "(malformed OID)". */
const char *openssl_object_digits(struct arena *arena, const ASN1_OBJECT *object);

#endif
