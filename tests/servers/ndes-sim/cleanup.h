/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Objects that release themselves when their name goes out of scope: autofree(X509) *certificate = ...;
 * What outlives the function is handed on with take(certificate).
 */
#ifndef NDES_SIM_CLEANUP_H
#define NDES_SIM_CLEANUP_H

#include <stdlib.h>

#include <openssl/bio.h>
#include <openssl/cms.h>
#include <openssl/evp.h>
#include <openssl/pkcs7.h>
#include <openssl/x509.h>

typedef STACK_OF(X509) certificate_stack;

static inline void certificate_stack_free(certificate_stack *stack)
{
	sk_X509_pop_free(stack, X509_free);
}

#define CLEANUP(type, release)                                                                                         \
	static inline void type##_cleanup(type **object)                                                               \
	{                                                                                                              \
		release(*object);                                                                                      \
	}

CLEANUP(char, free)
CLEANUP(BIO, BIO_free_all)
CLEANUP(CMS_ContentInfo, CMS_ContentInfo_free)
CLEANUP(EVP_PKEY, EVP_PKEY_free)
CLEANUP(PKCS7, PKCS7_free)
CLEANUP(X509, X509_free)
CLEANUP(X509_CRL, X509_CRL_free)
CLEANUP(X509_EXTENSION, X509_EXTENSION_free)
CLEANUP(X509_NAME, X509_NAME_free)
CLEANUP(X509_REQ, X509_REQ_free)
CLEANUP(ASN1_OBJECT, ASN1_OBJECT_free)
CLEANUP(ASN1_TIME, ASN1_TIME_free)
CLEANUP(ASN1_INTEGER, ASN1_INTEGER_free)
CLEANUP(BIGNUM, BN_free)
CLEANUP(certificate_stack, certificate_stack_free)

#define autofree(type) __attribute__((cleanup(type##_cleanup))) type

#define take(name)                                                                                                     \
	({                                                                                                             \
		__typeof__(name) taken_ = (name);                                                                      \
		(name) = NULL;                                                                                         \
		taken_;                                                                                                \
	})

#define ARRAY_LENGTH(array) (sizeof(array) / sizeof((array)[0]))

#endif
