/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "enrolment.h"

#include <string.h>

#include <openssl/err.h>
#include <openssl/x509v3.h>

#include "certificate.h"
#include "trouble.h"

#define HRESULT(code) ((int32_t)(uint32_t)(code))
#define E_INVALIDARG HRESULT(0x80070057)
#define NTE_BAD_SIGNATURE HRESULT(0x80090006)
#define CRYPT_E_ASN1_BADTAG HRESULT(0x8009310b)
#define CERTSRV_E_KEY_LENGTH HRESULT(0x80094811)
#define IPSEC_IKE_INTERMEDIATE "1.3.6.1.5.5.8.2.2"
#define DENIED "Denied by Policy Module"

static struct scep_reply reply_refuse(long fail_info, int32_t hresult, const char *message)
{
	return (struct scep_reply){
		.status = PKI_FAILURE,
		.fail_info = fail_info,
		.hresult = hresult,
		.message = message,
	};
}

/* NDES takes a PrintableString only; as UTF8String it refuses the right password too. NULL: none that it can read. */
static char *challenge_read(X509_REQ *request)
{
	int index = X509_REQ_get_attr_by_NID(request, NID_pkcs9_challengePassword, -1);
	X509_ATTRIBUTE *attribute = index < 0 ? NULL : X509_REQ_get_attr(request, index);
	const ASN1_TYPE *value = attribute ? X509_ATTRIBUTE_get0_type(attribute, 0) : NULL;
	const ASN1_STRING *text = value && value->type == V_ASN1_PRINTABLESTRING ? value->value.printablestring : NULL;

	if (!text)
		return NULL;
	return text_format("%.*s", ASN1_STRING_length(text), (const char *)ASN1_STRING_get0_data(text));
}

/* A request signed with a certificate of this CA needs no password. */
static bool renewal_allowed(const struct simulator *simulator, const struct scep_request *request)
{
	bool ours = X509_verify(request->signer, simulator->authority.ca.key) == 1;

	ERR_clear_error();
	return ours && X509_cmp_current_time(X509_get0_notAfter(request->signer)) > 0;
}

static bool requester_allowed(struct simulator *simulator, const struct scep_request *request, X509_REQ *pkcs10)
{
	autofree(char) *challenge = challenge_read(pkcs10);

	if (fault_at(&simulator->options.faults, FAULT_OPEN_ENROL, OPERATION_MESSAGE))
		return true;
	if (renewal_allowed(simulator, request))
		return true;
	return request->type == PKCS_REQ && challenge && challenge_accept(&simulator->challenges, challenge);
}

static const X509_EXTENSION *extension_find(const STACK_OF(X509_EXTENSION) *extensions, int type)
{
	int index = extensions ? X509v3_get_ext_by_NID(extensions, type, -1) : -1;

	return index < 0 ? NULL : X509v3_get_ext(extensions, index);
}

/* The template that NDES asks for by default: IPSECIntermediateOffline. */
static X509 *device_issue(const struct authority *authority, X509_REQ *pkcs10)
{
	STACK_OF(X509_EXTENSION) *asked = X509_REQ_get_extensions(pkcs10);
	autofree(char) *point = authority_distribution_point(authority, CA_FILE);
	autofree(char) *location = authority_issuer_location(authority, CA_FILE);
	time_t now = time(NULL);
	const struct certificate_plan plan = {
		.subject = X509_REQ_get_subject_name(pkcs10),
		.key = X509_REQ_get0_pubkey(pkcs10),
		.issuer = authority->ca.certificate,
		.issuer_key = authority->ca.key,
		.not_before = now - 600,
		.not_after = now - 600 + YEAR,
		.extensions = {
			{ TEMPLATE_NAME_OID, "ASN1:BMPSTRING:IPSECIntermediateOffline" },
			{ "extendedKeyUsage", IPSEC_IKE_INTERMEDIATE },
			{ "keyUsage", "critical,digitalSignature,keyEncipherment" },
			{ "subjectKeyIdentifier", "hash" },
			{ "authorityKeyIdentifier", "keyid" },
			{ "crlDistributionPoints", point },
			{ "authorityInfoAccess", location },
		},
		.foreign_extension = extension_find(asked, NID_subject_alt_name),
	};
	X509 *issued = certificate_issue(&plan);

	sk_X509_EXTENSION_pop_free(asked, X509_EXTENSION_free);
	return issued;
}

static struct scep_reply ca_decide(const struct simulator *simulator, X509_REQ *pkcs10)
{
	const struct options *options = &simulator->options;

	if (options->refuse)
		return reply_refuse(FAIL_BAD_REQUEST, options->refuse_hresult, DENIED);
	if (EVP_PKEY_get_bits(X509_REQ_get0_pubkey(pkcs10)) < options->minimum_key)
		return reply_refuse(FAIL_BAD_REQUEST, CERTSRV_E_KEY_LENGTH, DENIED);
	if (options->pending)
		return (struct scep_reply){ .status = PKI_PENDING };
	return (struct scep_reply){
		.status = PKI_SUCCESS,
		.message = "Issued",
		.issued = device_issue(&simulator->authority, pkcs10),
	};
}

static struct scep_reply request_decide(struct simulator *simulator, const struct scep_request *request)
{
	const struct options *options = &simulator->options;
	const unsigned char *data = request->payload.data;
	autofree(X509_REQ) *pkcs10 = d2i_X509_REQ(NULL, &data, (long)request->payload.length);
	bool valid =
		pkcs10 && X509_REQ_get0_pubkey(pkcs10) && X509_REQ_verify(pkcs10, X509_REQ_get0_pubkey(pkcs10)) == 1;

	ERR_clear_error();
	if (!pkcs10)
		return reply_refuse(FAIL_BAD_REQUEST, CRYPT_E_ASN1_BADTAG, NULL);
	if (!valid)
		return reply_refuse(FAIL_BAD_REQUEST, NTE_BAD_SIGNATURE, NULL);
	/* The reply's envelope is for the key that signed the request; only RSA can be encrypted to. */
	if (!EVP_PKEY_is_a(X509_get0_pubkey(request->signer), "RSA"))
		return reply_refuse(FAIL_BAD_ALG, E_INVALIDARG, NULL);
	if (!requester_allowed(simulator, request, pkcs10))
		return reply_refuse(options->challenge_fail_info, options->challenge_hresult_value, NULL);
	return ca_decide(simulator, pkcs10);
}

struct scep_reply enrolment_decide(struct simulator *simulator, const struct scep_request *request)
{
	if (request->type == PKCS_REQ || request->type == RENEWAL_REQ)
		return request_decide(simulator, request);
	if (request->type == CERT_POLL)
		return reply_refuse(FAIL_BAD_CERT_ID, E_INVALIDARG, NULL);
	/* Of a real NDES only the answer to GetCRL is known: this one. */
	return reply_refuse(FAIL_BAD_REQUEST, E_INVALIDARG, NULL);
}
