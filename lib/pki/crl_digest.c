/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pki/crl_digest.h"

#include <string.h>

#include <openssl/objects.h>
#include <openssl/rsa.h>

DEFINE_AUTOFREE(X509_ALGOR, X509_ALGOR_free)
DEFINE_AUTOFREE(RSA_PSS_PARAMS, RSA_PSS_PARAMS_free)

enum { PSS_SALT_DEFAULT = 20, PSS_TRAILER_DEFAULT = 1 /* RFC 4055 3.1 */ };

static int algorithm_kind(const X509_ALGOR *algorithm)
{
	const ASN1_OBJECT *object;

	X509_ALGOR_get0(&object, NULL, NULL, algorithm);
	return OBJ_obj2nid(object);
}

/* AlgorithmIdentifier of MGF1: its parameter is the digest's. */
static int mask_kind(const X509_ALGOR *mask)
{
	const void *value;
	int type;

	if (mask == NULL)
		return NID_sha1;
	X509_ALGOR_get0(NULL, &type, &value, mask);
	if (algorithm_kind(mask) == NID_mgf1 && type == V_ASN1_SEQUENCE) {
		autofree(X509_ALGOR) *digest = ASN1_TYPE_unpack_sequence(ASN1_ITEM_rptr(X509_ALGOR), mask->parameter);

		return digest != NULL ? algorithm_kind(digest) : NID_undef;
	}
	return NID_undef;
}

/* RSASSA-PSS-params (RFC 4055 3.1). */
static bool pss_read(const X509_ALGOR *algorithm, struct crl_signature *signature)
{
	const void *value;
	int type;

	X509_ALGOR_get0(NULL, &type, &value, algorithm);
	if (type == V_ASN1_SEQUENCE) {
		autofree(RSA_PSS_PARAMS) *pss =
			ASN1_TYPE_unpack_sequence(ASN1_ITEM_rptr(RSA_PSS_PARAMS), algorithm->parameter);

		if (pss == NULL)
			return false;
		signature->digest_kind = pss->hashAlgorithm != NULL ? algorithm_kind(pss->hashAlgorithm) : NID_sha1;
		signature->mask_kind = mask_kind(pss->maskGenAlgorithm);
		signature->salt_length =
			pss->saltLength != NULL ? (int)ASN1_INTEGER_get(pss->saltLength) : PSS_SALT_DEFAULT;
		return (pss->trailerField == NULL || ASN1_INTEGER_get(pss->trailerField) == PSS_TRAILER_DEFAULT) &&
		       signature->salt_length >= 0 && EVP_get_digestbynid(signature->mask_kind) != NULL;
	}
	return false;
}

/* Finds method and kinds; leaves the method where it is if there is none. */
static void classify(const X509_ALGOR *algorithm, struct crl_signature *signature)
{
	int kind = algorithm_kind(algorithm);

	if (kind == NID_rsassaPss) {
		signature->key_kind = EVP_PKEY_RSA;
		if (pss_read(algorithm, signature))
			signature->method = CRL_SIGNATURE_PSS;
		return;
	}
	if (OBJ_find_sigid_algs(kind, &signature->digest_kind, &signature->key_kind) != 1)
		return;
	signature->key_kind = EVP_PKEY_type(signature->key_kind);
	if (signature->digest_kind == NID_undef)
		signature->method = CRL_SIGNATURE_WHOLE;
	else if (signature->key_kind == EVP_PKEY_RSA || signature->key_kind == EVP_PKEY_EC ||
		 signature->key_kind == EVP_PKEY_DSA)
		signature->method = CRL_SIGNATURE_DIGEST;
}

static void give_up(struct crl_signature *signature, const char *reason)
{
	signature->method = CRL_SIGNATURE_UNCHECKABLE;
	signature->unchecked = reason;
}

static void whole_begin(struct arena *arena, struct crl_digest *digest, uint64_t tbs_size,
			struct crl_signature *signature)
{
	if (tbs_size > CRL_WHOLE_MAX) {
		give_up(signature, text_format(arena, "%s wants all of the list at once, and it has more than 16 MiB",
					       signature->algorithm));
		return;
	}
	digest->message = arena_allocate(arena, (size_t)tbs_size);
	digest->message_size = (size_t)tbs_size;
}

static void digest_begin(struct arena *arena, struct crl_digest *digest, struct crl_signature *signature)
{
	const EVP_MD *kind = EVP_get_digestbynid(signature->digest_kind);

	digest->context = EVP_MD_CTX_new();
	if (digest->context == NULL)
		arena_exhausted(arena);
	if (kind != NULL && EVP_DigestInit_ex(digest->context, kind, NULL) == 1)
		return;
	openssl_settle(arena);
	crl_digest_release(digest);
	give_up(signature, text_format(arena, "OpenSSL has no digest for %s here", signature->algorithm));
}

bool crl_digest_choose(struct arena *arena, struct crl_digest *digest, struct octets algorithm, uint64_t tbs_size,
		       struct crl_signature *signature)
{
	const unsigned char *end = algorithm.bytes;
	autofree(X509_ALGOR) *identifier = d2i_X509_ALGOR(NULL, &end, (long)algorithm.length);

	if (identifier == NULL || end != algorithm.bytes + algorithm.length) {
		openssl_settle(arena);
		return false;
	}
	signature->algorithm = openssl_object_name(arena, identifier->algorithm);
	classify(identifier, signature);
	if (signature->method == CRL_SIGNATURE_WHOLE)
		whole_begin(arena, digest, tbs_size, signature);
	else if (signature->method != CRL_SIGNATURE_UNCHECKABLE)
		digest_begin(arena, digest, signature);
	else
		give_up(signature, text_format(arena, "the signature algorithm %s is not known", signature->algorithm));
	openssl_settle(arena);
	digest->chosen = true;
	crl_digest_feed(digest, digest->prefix, digest->prefix_length);
	return true;
}

void crl_digest_feed(struct crl_digest *digest, const unsigned char *bytes, size_t length)
{
	if (length == 0)
		return;
	if (!digest->chosen) {
		if (length <= sizeof digest->prefix - digest->prefix_length) {
			memcpy(digest->prefix + digest->prefix_length, bytes, length);
			digest->prefix_length += length;
		}
	} else if (digest->context != NULL) {
		EVP_DigestUpdate(digest->context, bytes, length);
	} else if (digest->message != NULL && length <= digest->message_size - digest->message_length) {
		memcpy(digest->message + digest->message_length, bytes, length);
		digest->message_length += length;
	}
}

void crl_digest_end(struct arena *arena, struct crl_digest *digest, struct crl_signature *signature)
{
	unsigned length = 0;

	if (digest->message != NULL)
		signature->message = (struct octets){digest->message, digest->message_length};
	if (digest->context == NULL)
		return;
	if (EVP_MD_CTX_get_size(digest->context) <= (int)sizeof signature->digest &&
	    EVP_DigestFinal_ex(digest->context, signature->digest, &length) == 1) {
		signature->digest_length = length;
		return;
	}
	openssl_settle(arena);
	give_up(signature, "OpenSSL could not make the digest");
}

void crl_digest_release(struct crl_digest *digest)
{
	EVP_MD_CTX_free(digest->context);
	digest->context = NULL;
}
