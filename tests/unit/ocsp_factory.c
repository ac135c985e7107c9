/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ocsp_factory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/rsa.h>

DEFINE_AUTOFREE(OCSP_BASICRESP, OCSP_BASICRESP_free)
DEFINE_AUTOFREE(OCSP_RESPONSE, OCSP_RESPONSE_free)
DEFINE_AUTOFREE(OCSP_CERTID, OCSP_CERTID_free)
DEFINE_AUTOFREE(EVP_MD_CTX, EVP_MD_CTX_free)
DEFINE_AUTOFREE(X509_EXTENSION, X509_EXTENSION_free)

#define must(condition) \
	do { \
		if (!(condition)) { \
			fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
			abort(); \
		} \
	} while (0)

X509 *ocsp_factory_responder(struct factory_plan plan)
{
	if (plan.subject == NULL)
		plan.subject = "/CN=OCSP1";
	if (plan.key == FACTORY_KEY_CA)
		plan.key = FACTORY_KEY_ENCRYPTION;
	if (plan.extended_usage == NULL)
		plan.extended_usage = "OCSPSigning";
	else if (*plan.extended_usage == 0)
		plan.extended_usage = NULL;
	plan.key_usage = "critical,digitalSignature";
	if (plan.extra[0].name == NULL)
		plan.extra[0] = (struct factory_extension){"noCheck", "ignored"};
	return factory_certificate(&plan);
}

struct ocsp_world ocsp_world_make(void)
{
	struct ocsp_world world = {.ca = factory_ca((struct factory_plan){0})};

	world.leaf = factory_signing((struct factory_plan){.signed_by = world.ca, .signing_key = FACTORY_KEY_CA});
	world.responder =
		ocsp_factory_responder((struct factory_plan){.signed_by = world.ca, .signing_key = FACTORY_KEY_CA});
	return world;
}

void ocsp_world_free(struct ocsp_world *world)
{
	X509_free(world->ca);
	X509_free(world->leaf);
	X509_free(world->responder);
}

static ASN1_TIME *time_create(int64_t epoch, int64_t usual)
{
	ASN1_TIME *time = ASN1_GENERALIZEDTIME_set(NULL, epoch != 0 ? epoch : usual);

	must(time != NULL);
	return time;
}

static void add_entry(OCSP_BASICRESP *basic, const struct ocsp_plan *plan, X509 *about, int status)
{
	autofree(OCSP_CERTID) *id =
		OCSP_cert_to_id(plan->id_digest != NULL ? plan->id_digest : EVP_sha1(), about, plan->issuer);
	autofree(ASN1_STRING) *begin = time_create(plan->this_update, FACTORY_NOW - 3600);
	autofree(ASN1_STRING) *revoked = time_create(plan->revoked_at, FACTORY_NOW - DAY);
	autofree(ASN1_STRING) *end =
		plan->next_update == OCSP_FACTORY_NONE ? NULL : time_create(plan->next_update, FACTORY_NOW + 7 * DAY);

	must(OCSP_basic_add1_status(basic, id, status, plan->reason, revoked, begin, end) != NULL);
}

static void add_nonce(OCSP_BASICRESP *basic, const struct ocsp_plan *plan)
{
	autofree(ASN1_OCTET_STRING) *value = ASN1_OCTET_STRING_new();
	autofree(X509_EXTENSION) *extension = NULL;

	if (plan->nonce.bytes == NULL)
		return;
	if (!plan->bare_nonce) {
		must(OCSP_basic_add1_nonce(basic, (unsigned char *)plan->nonce.bytes, (int)plan->nonce.length) == 1);
		return;
	}
	must(ASN1_OCTET_STRING_set(value, plan->nonce.bytes, (int)plan->nonce.length) == 1);
	extension = X509_EXTENSION_create_by_NID(NULL, NID_id_pkix_OCSP_Nonce, 0, value);
	must(OCSP_BASICRESP_add_ext(basic, extension, -1) == 1);
}

static void add_extension(OCSP_BASICRESP *basic, const char *oid, int critical)
{
	autofree(ASN1_OBJECT) *object = oid != NULL ? OBJ_txt2obj(oid, 1) : NULL;
	autofree(ASN1_OCTET_STRING) *value = ASN1_OCTET_STRING_new();
	autofree(X509_EXTENSION) *extension = NULL;

	if (oid == NULL)
		return;
	must(ASN1_OCTET_STRING_set(value, (const unsigned char *)"\5", 2) == 1);
	extension = X509_EXTENSION_create_by_OBJ(NULL, object, critical, value);
	must(OCSP_BASICRESP_add_ext(basic, extension, -1) == 1);
}

static void sign(OCSP_BASICRESP *basic, const struct ocsp_plan *plan)
{
	unsigned long flags = OCSP_NOTIME | (plan->no_certificates || plan->signer == NULL ? OCSP_NOCERTS : 0) |
			      (plan->by_key ? OCSP_RESPID_KEY : 0);
	X509 *signer = plan->signer != NULL ? plan->signer : plan->issuer;
	autofree(EVP_MD_CTX) *context = EVP_MD_CTX_new();
	EVP_PKEY_CTX *key_context;

	must(EVP_DigestSignInit(context, &key_context, plan->digest != NULL ? plan->digest : EVP_sha256(), NULL,
				factory_key(plan->key)) == 1);
	if (plan->pss)
		must(EVP_PKEY_CTX_set_rsa_padding(key_context, RSA_PKCS1_PSS_PADDING) == 1);
	must(OCSP_basic_sign_ctx(basic, signer, context, NULL, flags) == 1);
	for (size_t i = 0; i < sizeof plan->along / sizeof *plan->along; i++)
		if (plan->along[i] != NULL)
			must(OCSP_basic_add1_cert(basic, plan->along[i]) == 1);
}

static void spoil(OCSP_BASICRESP *basic, const struct ocsp_plan *plan)
{
	X509_ALGOR *algorithm = (X509_ALGOR *)OCSP_resp_get0_tbs_sigalg(basic);
	unsigned char *bytes = (unsigned char *)ASN1_STRING_get0_data(OCSP_resp_get0_signature(basic));

	if (plan->wrong_signature)
		bytes[20] ^= 1;
	if (plan->unknown_algorithm != 0)
		must(X509_ALGOR_set0(algorithm, OBJ_nid2obj(plan->unknown_algorithm), V_ASN1_NULL, NULL) == 1);
}

static struct factory_bytes encode(OCSP_RESPONSE *response)
{
	unsigned char *bytes = NULL;
	int length = i2d_OCSP_RESPONSE(response, &bytes);
	struct factory_bytes copy;

	must(length > 0);
	copy = factory_copy(bytes, (size_t)length);
	OPENSSL_free(bytes);
	return copy;
}

struct factory_bytes ocsp_factory_response(const struct ocsp_plan *plan)
{
	autofree(OCSP_BASICRESP) *basic = OCSP_BASICRESP_new();
	autofree(OCSP_RESPONSE) *response = NULL;

	must(basic != NULL);
	must(ASN1_GENERALIZEDTIME_set((ASN1_GENERALIZEDTIME *)OCSP_resp_get0_produced_at(basic),
				      plan->produced_at != 0 ? plan->produced_at : FACTORY_NOW - 3600) != NULL);
	if (plan->before != NULL)
		add_entry(basic, plan, plan->before, V_OCSP_CERTSTATUS_UNKNOWN);
	if (!plan->no_entry)
		add_entry(basic, plan, plan->certificate, plan->status);
	add_nonce(basic, plan);
	add_extension(basic, plan->critical, 1);
	add_extension(basic, plan->harmless, 0);
	sign(basic, plan);
	spoil(basic, plan);
	response = OCSP_response_create(OCSP_RESPONSE_STATUS_SUCCESSFUL, basic);
	must(response != NULL);
	return encode(response);
}

struct factory_bytes ocsp_factory_refusal(int answer)
{
	autofree(OCSP_RESPONSE) *response = OCSP_response_create(answer, NULL);

	must(response != NULL);
	return encode(response);
}
