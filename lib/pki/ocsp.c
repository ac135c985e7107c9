/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/array.h"
#include "pki/certificate_asn1.h"
#include "pki/crl_der.h"
#include "pki/ocsp_parts.h"

OCSP_CERTID *ocsp_id_make(const EVP_MD *digest, const struct ocsp_query *query)
{
	const unsigned char *below_at = query->certificate->der.bytes, *above_at = query->issuer->der.bytes;
	autofree(CERTIFICATE_PARTS) *below = certificate_parts_read(&below_at, query->certificate->der.length);
	autofree(CERTIFICATE_PARTS) *above = certificate_parts_read(&above_at, query->issuer->der.length);

	if (below == NULL || above == NULL)
		return NULL;
	return OCSP_cert_id_new(digest, below->body->issuer, above->body->key->bits, below->body->serial);
}

static const char *request_fill(OCSP_REQUEST *request, const struct ocsp_query *query)
{
	OCSP_CERTID *id = ocsp_id_make(EVP_sha1(), query);

	if (id == NULL)
		return "the certificate or its issuer can't be decoded";
	if (OCSP_request_add0_id(request, id) == NULL) {
		OCSP_CERTID_free(id);
		return "the request can't be made";
	}
	if (query->nonce.bytes != NULL &&
	    OCSP_request_add1_nonce(request, (unsigned char *)query->nonce.bytes, (int)query->nonce.length) != 1)
		return "the nonce can't be added to the request";
	return NULL;
}

const char *ocsp_request_make(struct arena *arena, const struct ocsp_query *query, struct octets *ret_request)
{
	autofree(OCSP_REQUEST) *request = OCSP_REQUEST_new();
	unsigned char *der = NULL;
	const char *wrong;
	int length;

	if (request == NULL)
		arena_exhausted(arena);
	if (query->nonce.bytes != NULL && (query->nonce.length == 0 || query->nonce.length > OCSP_NONCE_MAX))
		return text_format(arena, "a nonce has 1 to %d bytes, not %zu", OCSP_NONCE_MAX, query->nonce.length);
	wrong = request_fill(request, query);
	if (wrong == NULL && (length = i2d_OCSP_REQUEST(request, &der)) > 0)
		*ret_request = (struct octets){(unsigned char *)arena_copy(arena, der, (size_t)length), (size_t)length};
	else if (wrong == NULL)
		wrong = "the request can't be encoded";
	OPENSSL_free(der);
	openssl_settle(arena);
	return wrong;
}

/*
 * Finds the ResponseData of OCSPResponse { status, [0] { ResponseBytes { OID, OCTET STRING { BasicOCSPResponse {
 * ResponseData, ... } } } } }: OpenSSL would encode them anew, and a signature is about the bytes that came.
 */
static bool signed_bytes_find(struct octets whole, struct octets *ret_bytes)
{
	static const unsigned char tags[] = {DER_SEQUENCE, DER_CONTEXT_CONSTRUCTED, DER_SEQUENCE, DER_OCTET_STRING,
					     DER_SEQUENCE};
	static const unsigned char before[] = {0, DER_ENUMERATED, 0, DER_OID, 0};
	struct der_cursor cursor = der_cursor(whole);
	struct der_element element;

	for (size_t i = 0; i < ARRAY_LENGTH(tags); i++) {
		if (before[i] != 0 && !der_next_is(&cursor, before[i], &element))
			return false;
		if (!der_next_is(&cursor, tags[i], &element) || !der_done(&cursor))
			return false;
		cursor = der_cursor(element.content);
	}
	if (!der_next_is(&cursor, DER_SEQUENCE, &element))
		return false;
	*ret_bytes = element.whole;
	return true;
}

/* A nonce is an OCTET STRING in the extension's value (RFC 8954 2.1); old responders leave out that inner one. */
static enum ocsp_nonce nonce_compare(struct octets nonce, const ASN1_OCTET_STRING *value)
{
	struct octets outer = {ASN1_STRING_get0_data(value), (size_t)ASN1_STRING_length(value)};
	struct der_cursor cursor = der_cursor(outer);
	struct der_element inner;

	if (octets_equal(nonce, outer))
		return OCSP_NONCE_ECHOED;
	if (der_next_is(&cursor, DER_OCTET_STRING, &inner) && der_done(&cursor) && octets_equal(nonce, inner.content))
		return OCSP_NONCE_ECHOED;
	return OCSP_NONCE_OTHER;
}

static enum ocsp_nonce nonce_read(const struct ocsp_reading *reading)
{
	int at = OCSP_BASICRESP_get_ext_by_NID(reading->basic, NID_id_pkix_OCSP_Nonce, -1);

	if (reading->query->nonce.bytes == NULL)
		return OCSP_NONCE_NOT_SENT;
	if (at < 0)
		return OCSP_NONCE_ABSENT;
	return nonce_compare(reading->query->nonce,
			     X509_EXTENSION_get_data(OCSP_BASICRESP_get_ext(reading->basic, at)));
}

static const char *basic_read(struct ocsp_reading *reading)
{
	const char *wrong;

	if (!openssl_time_read(OCSP_resp_get0_produced_at(reading->basic), &reading->response->produced_at))
		return "is malformed: the date producedAt does not exist";
	reading->response->nonce = nonce_read(reading);
	wrong = ocsp_signer_read(reading);
	return wrong != NULL ? wrong : ocsp_status_read(reading);
}

/* bytes: one DER element. */
static const char *response_read(struct ocsp_reading *reading, struct octets bytes)
{
	const unsigned char *at = bytes.bytes;
	autofree(OCSP_RESPONSE) *outer = d2i_OCSP_RESPONSE(NULL, &at, (long)bytes.length);
	autofree(OCSP_BASICRESP) *basic = NULL;
	int answer = outer != NULL ? OCSP_response_status(outer) : -1;

	if (outer == NULL)
		return "is malformed: it can't be decoded as an OCSP response";
	if (ocsp_answer_text((enum ocsp_answer)answer) == NULL)
		return text_format(reading->arena, "is malformed: the response status %d does not exist", answer);
	reading->response->answer = (enum ocsp_answer)answer;
	if (answer != OCSP_SUCCESSFUL)
		return NULL;
	basic = OCSP_response_get1_basic(outer);
	if (basic == NULL)
		return "is malformed: it says successful, but holds no basic response";
	if (!signed_bytes_find(bytes, &reading->signed_bytes))
		return "is malformed: it is not in DER, or has bytes between its parts";
	reading->basic = basic;
	return basic_read(reading);
}

const char *ocsp_response_parse(struct arena *arena, const struct ocsp_query *query, const unsigned char *bytes,
				size_t length, struct ocsp_response *ret_response, enum ocsp_fault *ret_fault)
{
	struct octets all = {bytes, length};
	struct ocsp_response response = {.answer = OCSP_SUCCESSFUL, .reason = -1};
	struct ocsp_reading reading = {.arena = arena, .query = query, .response = &response};
	enum ocsp_fault fault = OCSP_FINE;
	const char *wrong = ocsp_sniff(arena, all, &fault);

	if (wrong == NULL) {
		wrong = response_read(&reading, all);
		fault = wrong != NULL ? OCSP_MALFORMED : OCSP_FINE;
	}
	openssl_settle(arena);
	if (ret_fault != NULL)
		*ret_fault = fault;
	if (wrong == NULL)
		*ret_response = response;
	return wrong;
}

const char *ocsp_answer_text(enum ocsp_answer answer)
{
	static const char *const names[] = {
		[OCSP_SUCCESSFUL] = "successful",          [OCSP_MALFORMED_REQUEST] = "malformedRequest",
		[OCSP_INTERNAL_ERROR] = "internalError",   [OCSP_TRY_LATER] = "tryLater",
		[OCSP_SIGNATURE_REQUIRED] = "sigRequired", [OCSP_UNAUTHORIZED] = "unauthorized",
	};

	return (int)answer >= 0 && (size_t)answer < ARRAY_LENGTH(names) ? names[answer] : NULL;
}
