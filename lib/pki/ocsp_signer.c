/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who signed a response, and may it (RFC 6960 4.2.2.2)? */
#include <string.h>

#include <openssl/sha.h>

#include "pki/certificate_chain.h"
#include "pki/certificate_decode.h"
#include "pki/name.h"
#include "pki/ocsp_parts.h"

#define OCSP_SIGNING "1.3.6.1.5.5.7.3.9"

/* Whose key may have signed: the issuer, then the certificates that came along. */
struct candidate {
	const struct certificate *certificate;
	bool no_check;
};

struct candidates {
	struct candidate rows[1 + OCSP_CERTIFICATES_MAX];
	size_t count;
};

/* ResponderID: one of them is NULL. */
struct responder {
	const ASN1_OCTET_STRING *key_hash;
	const X509_NAME *name;
};

static const char *responder_text(struct arena *arena, const struct responder *responder)
{
	size_t length;

	if (responder->name != NULL)
		return name_text(arena, responder->name);
	length = (size_t)ASN1_STRING_length(responder->key_hash);
	return text_format(arena, "key %s",
			   text_hex(arena, ASN1_STRING_get0_data(responder->key_hash),
				    length < SHA_DIGEST_LENGTH ? length : SHA_DIGEST_LENGTH));
}

/* One that can't be read is left out: it may be of no use. */
static void candidate_add(struct arena *arena, const X509 *x509, struct candidates *candidates)
{
	struct certificate *certificate = arena_allocate(arena, sizeof *certificate);
	unsigned char *der = NULL;
	int length = i2d_X509(x509, &der);

	if (length > 0 && certificate_parse(arena, der, (size_t)length, certificate) == NULL)
		candidates->rows[candidates->count++] = (struct candidate){
			.certificate = certificate,
			.no_check = X509_get_ext_by_NID(x509, NID_id_pkix_OCSP_noCheck, -1) >= 0,
		};
	OPENSSL_free(der);
}

static struct candidates candidates_gather(const struct ocsp_reading *reading)
{
	const STACK_OF(X509) *all = OCSP_resp_get0_certs(reading->basic);
	struct candidates candidates = {.rows = {{.certificate = reading->query->issuer}}, .count = 1};

	for (int i = 0; i < sk_X509_num(all) && i < OCSP_CERTIFICATES_MAX; i++)
		candidate_add(reading->arena, sk_X509_value(all, i), &candidates);
	return candidates;
}

static bool key_hash_is(const CERTIFICATE_PARTS *parts, const ASN1_OCTET_STRING *hash)
{
	const ASN1_BIT_STRING *bits = parts->body->key->bits;
	unsigned char digest[SHA_DIGEST_LENGTH];

	return ASN1_STRING_length(hash) == SHA_DIGEST_LENGTH &&
	       EVP_Digest(ASN1_STRING_get0_data(bits), (size_t)ASN1_STRING_length(bits), digest, NULL, EVP_sha1(),
			  NULL) == 1 &&
	       memcmp(digest, ASN1_STRING_get0_data(hash), SHA_DIGEST_LENGTH) == 0;
}

static bool responder_is(const struct responder *responder, const CERTIFICATE_PARTS *parts)
{
	if (responder->name != NULL)
		return X509_NAME_cmp(responder->name, parts->body->subject) == 0;
	return key_hash_is(parts, responder->key_hash);
}

static bool verifies(const struct ocsp_reading *reading, const CERTIFICATE_PARTS *parts)
{
	const unsigned char *at = reading->signed_bytes.bytes;
	autofree(ASN1_TYPE) *body = d2i_ASN1_TYPE(NULL, &at, (long)reading->signed_bytes.length);
	autofree(EVP_PKEY) *key = certificate_key(parts->body->key);

	return body != NULL && key != NULL &&
	       ASN1_item_verify(ASN1_ITEM_rptr(ASN1_ANY), OCSP_resp_get0_tbs_sigalg(reading->basic),
				OCSP_resp_get0_signature(reading->basic), body, key) == 1;
}

/* Of several that the responder's name fits, the one whose key signed; else the first. -1: none. */
static int signer_find(const struct ocsp_reading *reading, const struct responder *responder,
		       const struct candidates *candidates, bool *ret_valid)
{
	int named = -1;

	*ret_valid = false;
	for (size_t i = 0; i < candidates->count; i++) {
		const struct octets *der = &candidates->rows[i].certificate->der;
		const unsigned char *at = der->bytes;
		autofree(CERTIFICATE_PARTS) *parts = certificate_parts_read(&at, der->length);

		if (parts == NULL || !responder_is(responder, parts))
			continue;
		if (named < 0)
			named = (int)i;
		if (!verifies(reading, parts))
			continue;
		*ret_valid = true;
		return (int)i;
	}
	return named;
}

static bool algorithm_known(const X509_ALGOR *algorithm)
{
	int digest, key, kind = OBJ_obj2nid(algorithm->algorithm);

	return OBJ_find_sigid_algs(kind, &digest, &key) == 1 &&
	       (digest == NID_undef || EVP_get_digestbynid(digest) != NULL);
}

static bool may_sign_answers(const struct certificate *certificate)
{
	for (size_t i = 0; i < certificate->extended_usages.count; i++)
		if (strcmp(certificate->extended_usages.items[i], OCSP_SIGNING) == 0)
			return true;
	return false;
}

static void signer_fill(struct ocsp_reading *reading, const struct candidate *candidate)
{
	struct ocsp_response *response = reading->response;
	const struct certificate *issuer = reading->query->issuer;

	response->signer = candidate->certificate;
	response->by_issuer = candidate->certificate == issuer || certificate_equal(candidate->certificate, issuer);
	response->signer_issued =
		response->by_issuer || (octets_equal(candidate->certificate->issuer_name, issuer->subject_name) &&
					certificate_issued_by(reading->arena, candidate->certificate, issuer));
	response->signer_may = response->by_issuer || may_sign_answers(candidate->certificate);
	response->signer_no_check = candidate->no_check;
}

const char *ocsp_signer_read(struct ocsp_reading *reading)
{
	const X509_ALGOR *algorithm = OCSP_resp_get0_tbs_sigalg(reading->basic);
	struct candidates candidates;
	struct responder responder;
	bool valid;
	int found;

	if (OCSP_resp_get0_id(reading->basic, &responder.key_hash, &responder.name) != 1)
		return "is malformed: it does not say who the responder is";
	candidates = candidates_gather(reading);
	reading->response->responder = responder_text(reading->arena, &responder);
	reading->response->signature_algorithm = openssl_object_name(reading->arena, algorithm->algorithm);
	found = signer_find(reading, &responder, &candidates, &valid);
	reading->response->signature = valid                         ? OCSP_SIGNATURE_VALID
				       : found < 0                   ? OCSP_SIGNATURE_NO_SIGNER
				       : !algorithm_known(algorithm) ? OCSP_SIGNATURE_UNCHECKABLE
								     : OCSP_SIGNATURE_WRONG;
	if (found >= 0)
		signer_fill(reading, &candidates.rows[found]);
	openssl_settle(reading->arena);
	return NULL;
}
