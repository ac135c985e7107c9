/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a response says about the certificate that was asked for (RFC 6960 4.2.1). */
#include "core/array.h"
#include "pki/ocsp_parts.h"

enum { SERIAL_MAX = 32 /* bytes of a serial number that are shown */ };

static bool same_by_digest(const struct ocsp_reading *reading, const EVP_MD *digest, OCSP_CERTID *id)
{
	autofree(OCSP_CERTID) *asked = digest != NULL ? ocsp_id_make(digest, reading->query) : NULL;

	return asked != NULL && OCSP_id_cmp(asked, id) == 0;
}

/* A responder may use another digest than the request (RFC 6960 4.1.1 says nothing about it). */
static bool same_certificate(const struct ocsp_reading *reading, const OCSP_CERTID *asked, OCSP_CERTID *id)
{
	ASN1_INTEGER *serial, *wanted;
	ASN1_OBJECT *digest;

	OCSP_id_get0_info(NULL, NULL, NULL, &wanted, (OCSP_CERTID *)asked);
	OCSP_id_get0_info(NULL, &digest, NULL, &serial, id);
	if (ASN1_INTEGER_cmp(serial, wanted) != 0)
		return false;
	if (OCSP_id_cmp(asked, id) == 0)
		return true;
	return OBJ_obj2nid(digest) != NID_sha1 && same_by_digest(reading, EVP_get_digestbyobj(digest), id);
}

static OCSP_SINGLERESP *single_find(const struct ocsp_reading *reading)
{
	autofree(OCSP_CERTID) *asked = ocsp_id_make(EVP_sha1(), reading->query);

	if (asked == NULL)
		return NULL;
	for (int i = 0; i < OCSP_resp_count(reading->basic); i++) {
		OCSP_SINGLERESP *single = OCSP_resp_get0(reading->basic, i);

		if (same_certificate(reading, asked, (OCSP_CERTID *)OCSP_SINGLERESP_get0_id(single)))
			return single;
	}
	return NULL;
}

static const char *about_text(const struct ocsp_reading *reading)
{
	const OCSP_SINGLERESP *first = OCSP_resp_get0(reading->basic, 0);
	ASN1_INTEGER *serial;
	size_t length;

	if (first == NULL)
		return NULL;
	OCSP_id_get0_info(NULL, NULL, NULL, &serial, (OCSP_CERTID *)OCSP_SINGLERESP_get0_id(first));
	length = (size_t)ASN1_STRING_length(serial);
	return text_hex(reading->arena, ASN1_STRING_get0_data(serial), length < SERIAL_MAX ? length : SERIAL_MAX);
}

/* RFC 6960 4.4; what else there is, is left out of the facts, but known. */
static bool extension_known(const X509_EXTENSION *extension)
{
	static const int known[] = {
		NID_id_pkix_OCSP_Nonce,          NID_id_pkix_OCSP_CrlID, NID_id_pkix_OCSP_archiveCutoff,
		NID_id_pkix_OCSP_serviceLocator, NID_crl_reason,         NID_invalidity_date,
		NID_certificate_issuer};
	int kind = OBJ_obj2nid(X509_EXTENSION_get_object((X509_EXTENSION *)extension));

	for (size_t i = 0; i < ARRAY_LENGTH(known); i++)
		if (kind == known[i])
			return true;
	return false;
}

static void critical_note(struct ocsp_reading *reading, const X509_EXTENSION *extension)
{
	if (reading->response->critical != NULL || X509_EXTENSION_get_critical(extension) == 0 ||
	    extension_known(extension))
		return;
	reading->response->critical =
		openssl_object_digits(reading->arena, X509_EXTENSION_get_object((X509_EXTENSION *)extension));
}

static void critical_read(struct ocsp_reading *reading, const OCSP_SINGLERESP *single)
{
	for (int i = 0; i < OCSP_BASICRESP_get_ext_count(reading->basic); i++)
		critical_note(reading, OCSP_BASICRESP_get_ext(reading->basic, i));
	for (int i = 0; single != NULL && i < OCSP_SINGLERESP_get_ext_count((OCSP_SINGLERESP *)single); i++)
		critical_note(reading, OCSP_SINGLERESP_get_ext((OCSP_SINGLERESP *)single, i));
}

static const char *single_read(struct ocsp_reading *reading, OCSP_SINGLERESP *single)
{
	static const enum ocsp_status states[] = {
		[V_OCSP_CERTSTATUS_GOOD] = OCSP_GOOD,
		[V_OCSP_CERTSTATUS_REVOKED] = OCSP_REVOKED,
		[V_OCSP_CERTSTATUS_UNKNOWN] = OCSP_UNKNOWN,
	};
	ASN1_GENERALIZEDTIME *revoked = NULL, *begin = NULL, *end = NULL;
	struct ocsp_response *response = reading->response;
	int reason = -1, state = OCSP_single_get0_status(single, &reason, &revoked, &begin, &end);

	if (state < 0 || (size_t)state >= ARRAY_LENGTH(states))
		return "is malformed: the status of the certificate does not exist";
	response->status = states[state];
	if (!openssl_time_read(begin, &response->this_update))
		return "is malformed: the date thisUpdate does not exist";
	response->has_next_update = end != NULL;
	if (end != NULL && !openssl_time_read(end, &response->next_update))
		return "is malformed: the date nextUpdate does not exist";
	if (response->status != OCSP_REVOKED)
		return NULL;
	response->reason = reason >= 0 ? reason : -1;
	return openssl_time_read(revoked, &response->revoked_at) ? NULL
								 : "is malformed: the revocation date does not exist";
}

const char *ocsp_status_read(struct ocsp_reading *reading)
{
	OCSP_SINGLERESP *single = single_find(reading);

	reading->response->found = single != NULL;
	reading->response->about = about_text(reading);
	critical_read(reading, single);
	return single != NULL ? single_read(reading, single) : NULL;
}
