/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who signed a list: asked after it was read, of any certificate (RFC 5280 6.3.3 f, g). */
#include <openssl/rsa.h>

#include "pki/certificate_decode.h"
#include "pki/crl.h"

DEFINE_AUTOFREE(EVP_PKEY_CTX, EVP_PKEY_CTX_free)
DEFINE_AUTOFREE(EVP_MD_CTX, EVP_MD_CTX_free)

static bool key_fits(const EVP_PKEY *key, const struct crl_signature *signature)
{
	int kind = EVP_PKEY_get_base_id(key);

	if (signature->method == CRL_SIGNATURE_PSS)
		return kind == EVP_PKEY_RSA || kind == EVP_PKEY_RSA_PSS;
	return kind == signature->key_kind;
}

static bool context_ready(EVP_PKEY_CTX *context, const struct crl_signature *signature)
{
	const EVP_MD *digest = EVP_get_digestbynid(signature->digest_kind);
	bool pss = signature->method == CRL_SIGNATURE_PSS;

	if (EVP_PKEY_verify_init(context) != 1)
		return false;
	if (signature->key_kind == EVP_PKEY_RSA &&
	    EVP_PKEY_CTX_set_rsa_padding(context, pss ? RSA_PKCS1_PSS_PADDING : RSA_PKCS1_PADDING) != 1)
		return false;
	if (EVP_PKEY_CTX_set_signature_md(context, digest) != 1)
		return false;
	return !pss || (EVP_PKEY_CTX_set_rsa_pss_saltlen(context, signature->salt_length) == 1 &&
			EVP_PKEY_CTX_set_rsa_mgf1_md(context, EVP_get_digestbynid(signature->mask_kind)) == 1);
}

static bool digest_verifies(struct arena *arena, EVP_PKEY *key, const struct crl_signature *signature)
{
	autofree(EVP_PKEY_CTX) *context = EVP_PKEY_CTX_new(key, NULL);

	if (context == NULL) {
		openssl_settle(arena);
		return false;
	}
	return context_ready(context, signature) &&
	       EVP_PKEY_verify(context, signature->value.bytes, signature->value.length, signature->digest,
			       signature->digest_length) == 1;
}

static bool whole_verifies(struct arena *arena, EVP_PKEY *key, const struct crl_signature *signature)
{
	autofree(EVP_MD_CTX) *context = EVP_MD_CTX_new();

	if (context == NULL)
		arena_exhausted(arena);
	return EVP_DigestVerifyInit(context, NULL, NULL, NULL, key) == 1 &&
	       EVP_DigestVerify(context, signature->value.bytes, signature->value.length, signature->message.bytes,
				signature->message.length) == 1;
}

bool crl_signed_by(struct arena *arena, const struct crl *crl, const struct certificate *certificate)
{
	const struct crl_signature *signature = &crl->signature;
	autofree(X509) *x509 = crl->header_only ? NULL : certificate_x509(certificate);
	EVP_PKEY *key = x509 != NULL ? X509_get0_pubkey(x509) : NULL;
	bool verified = false;

	if (key != NULL && signature->method != CRL_SIGNATURE_UNCHECKABLE && key_fits(key, signature))
		verified = signature->method == CRL_SIGNATURE_WHOLE ? whole_verifies(arena, key, signature)
								    : digest_verifies(arena, key, signature);
	openssl_settle(arena);
	return verified;
}

/* RFC 5280 7.1: case and blanks don't count, and neither does the string type. */
bool crl_names_equal(struct arena *arena, struct octets one, struct octets other)
{
	const unsigned char *one_end = one.bytes, *other_end = other.bytes;
	bool same;

	if (one.bytes == NULL || other.bytes == NULL)
		return false;
	if (octets_equal(one, other))
		return true;

	autofree(X509_NAME) *first = d2i_X509_NAME(NULL, &one_end, (long)one.length);
	autofree(X509_NAME) *second = d2i_X509_NAME(NULL, &other_end, (long)other.length);

	same = first != NULL && second != NULL && X509_NAME_cmp(first, second) == 0;
	openssl_settle(arena);
	return same;
}

bool crl_names_issuer(struct arena *arena, const struct crl *crl, const struct certificate *certificate)
{
	return crl_names_equal(arena, crl->issuer_name, certificate->subject_name);
}

bool crl_names_key(const struct crl *crl, const struct certificate *certificate)
{
	return octets_equal(crl->authority_key_id, certificate->subject_key_id);
}

int crl_find_signer(struct arena *arena, const struct crl *crl, const struct certificate_set *set)
{
	for (int named = 1; named >= 0; named--)
		for (size_t i = 0; i < set->count; i++) {
			const struct certificate *candidate = &set->certificates[i];

			if (crl_names_issuer(arena, crl, candidate) == (named == 1) &&
			    crl_signed_by(arena, crl, candidate))
				return (int)i;
		}
	return -1;
}
