/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pki/certificate_chain.h"

#include <openssl/x509_vfy.h>

#include "pki/certificate_decode.h"

X509 *certificate_x509(const struct certificate *certificate)
{
	const unsigned char *bytes = certificate->der.bytes;

	return d2i_X509(NULL, &bytes, (long)certificate->der.length);
}

/*
 * OpenSSL decodes a key at leisure and drops the reason when it can't: a key that the facts know and that is gone now
 * is a lack of memory, not a wrong signature.
 */
EVP_PKEY *certificate_key(const CERTIFICATE_KEY *parts)
{
	const unsigned char *bits = ASN1_STRING_get0_data(parts->bits), *at;
	unsigned char *der = NULL;
	EVP_PKEY *key = NULL;
	int length;

	/* without OpenSSL's search through all its decoders: half the cost */
	if (OBJ_obj2nid(parts->algorithm->algorithm) == NID_rsaEncryption)
		return d2i_PublicKey(EVP_PKEY_RSA, NULL, &bits, ASN1_STRING_length(parts->bits));
	length = ASN1_item_i2d((const ASN1_VALUE *)parts, &der, ASN1_ITEM_rptr(CERTIFICATE_KEY));
	at = der;
	if (length > 0)
		key = d2i_PUBKEY(NULL, &at, length);
	OPENSSL_free(der);
	return key;
}

/* The bytes that are signed: the first element of the certificate. */
static ASN1_TYPE *signed_bytes(struct octets der)
{
	const unsigned char *at = der.bytes;
	int tag, class;
	long length;

	if ((ASN1_get_object(&at, &length, &tag, &class, (long)der.length) & 0x80) != 0)
		return NULL;
	return d2i_ASN1_TYPE(NULL, &at, length);
}

static bool verifies(const CERTIFICATE_PARTS *parts, struct octets der, EVP_PKEY *key)
{
	autofree(ASN1_TYPE) *body = signed_bytes(der);

	return body != NULL && X509_ALGOR_cmp(parts->algorithm, parts->body->signature) == 0 &&
	       ASN1_item_verify(ASN1_ITEM_rptr(ASN1_ANY), parts->algorithm, parts->signature, body, key) == 1;
}

bool certificate_issued_by(struct arena *arena, const struct certificate *issued, const struct certificate *issuer)
{
	const unsigned char *below_at = issued->der.bytes, *above_at = issuer->der.bytes;
	autofree(CERTIFICATE_PARTS) *below = certificate_parts_read(&below_at, issued->der.length);
	autofree(CERTIFICATE_PARTS) *above = certificate_parts_read(&above_at, issuer->der.length);
	autofree(EVP_PKEY) *key = above != NULL ? certificate_key(above->body->key) : NULL;

	if (below != NULL && key != NULL && verifies(below, issued->der, key))
		return true;
	openssl_settle(arena);
	return false;
}

bool certificate_names_issuer(const struct certificate *issued, const struct certificate *issuer)
{
	if (!octets_equal(issued->issuer_name, issuer->subject_name))
		return false;
	return issued->authority_key_id.bytes == NULL || issuer->subject_key_id.bytes == NULL ||
	       octets_equal(issued->authority_key_id, issuer->subject_key_id);
}

int certificate_find_issuer(const struct certificate_set *set, const struct certificate *certificate, int64_t now)
{
	const struct certificate *found = NULL;

	for (size_t i = 0; i < set->count; i++) {
		const struct certificate *candidate = &set->certificates[i];
		bool valid = certificate_valid_at(candidate, now);

		if (!candidate->is_ca || certificate_equal(candidate, certificate) ||
		    !certificate_names_issuer(certificate, candidate))
			continue;
		if (found == NULL || (valid && !certificate_valid_at(found, now)) ||
		    (valid == certificate_valid_at(found, now) && candidate->not_before > found->not_before))
			found = candidate;
	}
	return found != NULL ? (int)(found - set->certificates) : -1;
}

/*
 * Can this anchor end a chain of the set? Each anchor ends one, so those above it don't matter; and decoding a whole
 * bundle of public CAs would cost more than all the rest.
 */
static bool anchor_matters(const struct certificate_set *set, const struct certificate *anchor)
{
	for (size_t i = 0; i < set->count; i++)
		if (octets_equal(set->certificates[i].issuer_name, anchor->subject_name) ||
		    certificate_equal(&set->certificates[i], anchor))
			return true;
	return false;
}

static X509_STORE *store_create(struct arena *arena, const struct certificate_set *set,
				const struct certificate_set *trust)
{
	X509_STORE *store = X509_STORE_new();

	if (store == NULL)
		arena_exhausted(arena);
	for (size_t i = 0; i < trust->count; i++) {
		const struct certificate *certificate = &trust->certificates[i];
		autofree(X509) *anchor = anchor_matters(set, certificate) ? certificate_x509(certificate) : NULL;

		if (anchor != NULL && X509_STORE_add_cert(store, anchor) != 1)
			openssl_settle(arena);
	}
	return store;
}

static x509_stack *stack_create(struct arena *arena, const struct certificate_set *set)
{
	x509_stack *stack = sk_X509_new_null();

	if (stack == NULL)
		arena_exhausted(arena);
	for (size_t i = 0; i < set->count; i++) {
		X509 *x509 = certificate_x509(&set->certificates[i]);

		if (x509 == NULL || sk_X509_push(stack, x509) == 0)
			arena_exhausted(arena);
	}
	return stack;
}

static int verify(struct arena *arena, X509_STORE_CTX *context, X509_STORE *store, X509 *leaf, x509_stack *others)
{
	X509_VERIFY_PARAM *parameters;

	if (X509_STORE_CTX_init(context, store, leaf, others) != 1)
		arena_exhausted(arena);
	parameters = X509_STORE_CTX_get0_param(context);
	X509_VERIFY_PARAM_set_flags(parameters, X509_V_FLAG_NO_CHECK_TIME | X509_V_FLAG_PARTIAL_CHAIN);
	X509_VERIFY_PARAM_set_purpose(parameters, X509_PURPOSE_ANY);
	X509_VERIFY_PARAM_set_auth_level(parameters, 0);
	X509_VERIFY_PARAM_set_depth(parameters, 20);
	if (X509_verify_cert(context) == 1)
		return X509_V_OK;
	openssl_settle(arena);
	return X509_STORE_CTX_get_error(context);
}

/* The facts of the certificate at which the verification stopped; those of the first one if it can't be read. */
static struct certificate stopped_at(struct arena *arena, X509_STORE_CTX *context, const struct certificate *first)
{
	X509 *current = X509_STORE_CTX_get_current_cert(context);
	struct certificate certificate = *first;
	unsigned char *der = NULL;
	int length = current != NULL ? i2d_X509(current, &der) : 0;

	if (length <= 0 || certificate_parse(arena, der, (size_t)length, &certificate) != NULL)
		certificate = *first;
	OPENSSL_free(der);
	return certificate;
}

static bool set_names(const struct certificate_set *set, struct octets subject)
{
	for (size_t i = 0; i < set->count; i++)
		if (octets_equal(set->certificates[i].subject_name, subject))
			return true;
	return false;
}

static const char *explain(struct arena *arena, int error, const struct certificate *at,
			   const struct certificate_set *set, const struct certificate_set *trust)
{
	switch (error) {
	case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
	case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
	case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
		if (set_names(set, at->issuer_name) || set_names(trust, at->issuer_name))
			return text_format(arena, "the issuer '%s' of '%s' is there only with another key", at->issuer,
					   at->subject);
		return text_format(arena,
				   "the issuer '%s' of '%s' is neither in the set nor among the trusted certificates",
				   at->issuer, at->subject);
	case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
	case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
		return text_format(arena, "the chain ends at '%s', which is not among the trusted certificates",
				   at->subject);
	case X509_V_ERR_CERT_SIGNATURE_FAILURE:
		return text_format(arena, "the signature on '%s' is wrong", at->subject);
	default:
		return text_format(arena, "'%s': %s", at->subject, X509_verify_cert_error_string(error));
	}
}

const char *certificate_chain_untrusted(struct arena *arena, const struct certificate *certificate,
					const struct certificate_set *set, const struct certificate_set *trust)
{
	autofree(X509_STORE) *store = store_create(arena, set, trust);
	autofree(x509_stack) *others = stack_create(arena, set);
	autofree(X509) *leaf = certificate_x509(certificate);
	autofree(X509_STORE_CTX) *context = X509_STORE_CTX_new();
	struct certificate at;
	int error;

	if (leaf == NULL || context == NULL)
		arena_exhausted(arena);
	error = verify(arena, context, store, leaf, others);
	if (error == X509_V_OK)
		return NULL;
	at = stopped_at(arena, context, certificate);
	return explain(arena, error, &at, set, trust);
}
