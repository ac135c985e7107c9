/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "certificate_factory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/pem.h>
#include <openssl/rsa.h>

DEFINE_AUTOFREE(X509_EXTENSION, X509_EXTENSION_free)
DEFINE_AUTOFREE(EVP_MD_CTX, EVP_MD_CTX_free)
DEFINE_AUTOFREE(BIGNUM, BN_free)

#define must(condition) \
	do { \
		if (!(condition)) { \
			fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
			abort(); \
		} \
	} while (0)

static EVP_PKEY *keys[FACTORY_KEY_COUNT];

static void keys_free(void)
{
	for (size_t i = 0; i < FACTORY_KEY_COUNT; i++)
		EVP_PKEY_free(keys[i]);
}

EVP_PKEY *factory_key(enum factory_key key)
{
	static bool registered;

	if (!registered)
		must(atexit(keys_free) == 0);
	registered = true;
	if (keys[key] == NULL)
		keys[key] = key == FACTORY_KEY_EC ? EVP_EC_gen("P-256")
						  : EVP_RSA_gen(key == FACTORY_KEY_SHORT ? 1024 : 2048);
	must(keys[key] != NULL);
	return keys[key];
}

static X509_NAME *name_create(const char *text)
{
	X509_NAME *name = X509_NAME_new();

	must(name != NULL);
	while (*text == '/') {
		size_t type = strcspn(text + 1, "="), length = strcspn(text + 1, "/");
		char kind[16] = "";

		must(type < sizeof kind && type < length);
		memcpy(kind, text + 1, type);
		must(X509_NAME_add_entry_by_txt(name, kind, MBSTRING_UTF8, (const unsigned char *)text + type + 2,
						(int)(length - type - 1), -1, 0) == 1);
		text += 1 + length;
	}
	return name;
}

static void set_names(X509 *x509, const struct factory_plan *plan)
{
	autofree(X509_NAME) *subject = name_create(plan->subject);
	autofree(X509_NAME) *issuer = plan->issuer != NULL ? name_create(plan->issuer) : NULL;
	const X509_NAME *above = plan->signed_by != NULL ? X509_get_subject_name(plan->signed_by) : subject;

	must(X509_set_subject_name(x509, subject) == 1);
	must(X509_set_issuer_name(x509, issuer != NULL ? issuer : above) == 1);
}

static void set_dates(X509 *x509, const struct factory_plan *plan)
{
	must(ASN1_TIME_set(X509_getm_notBefore(x509), plan->not_before ? plan->not_before : FACTORY_NOW - YEAR));
	must(ASN1_TIME_set(X509_getm_notAfter(x509), plan->not_after ? plan->not_after : FACTORY_NOW + YEAR));
	if (plan->raw_not_after != NULL)
		must(ASN1_STRING_set(X509_getm_notAfter(x509), plan->raw_not_after, -1) == 1);
}

static void set_serial(X509 *x509, const char *digits)
{
	static unsigned count;
	autofree(BIGNUM) *number = NULL;
	char next[16];

	snprintf(next, sizeof next, "%X", 0x1000 + count++);
	must(BN_hex2bn(&number, digits != NULL ? digits : next) != 0);
	must(BN_to_ASN1_INTEGER(number, X509_get_serialNumber(x509)) != NULL);
}

static void add_extension(X509 *x509, X509V3_CTX *context, const char *name, const char *value)
{
	autofree(X509_EXTENSION) *extension = value != NULL ? X509V3_EXT_nconf(NULL, context, name, value) : NULL;

	if (value == NULL)
		return;
	must(extension != NULL);
	must(X509_add_ext(x509, extension, -1) == 1);
}

static void add_extensions(X509 *x509, const struct factory_plan *plan)
{
	char template[128];
	X509V3_CTX context;

	X509V3_set_ctx(&context, plan->signed_by != NULL ? (X509 *)plan->signed_by : x509, x509, NULL, NULL, 0);
	add_extension(x509, &context, "basicConstraints", plan->constraints);
	add_extension(x509, &context, "keyUsage", plan->key_usage);
	add_extension(x509, &context, "extendedKeyUsage", plan->extended_usage);
	if (!plan->no_key_ids)
		add_extension(x509, &context, "subjectKeyIdentifier", "hash");
	if (!plan->no_key_ids && plan->signed_by != NULL)
		add_extension(x509, &context, "authorityKeyIdentifier", "keyid");
	snprintf(template, sizeof template, "ASN1:FORMAT:UTF8,BMPSTRING:%s",
		 plan->template_name ? plan->template_name : "");
	if (plan->template_name != NULL)
		add_extension(x509, &context, "1.3.6.1.4.1.311.20.2", template);
	for (size_t i = 0; i < sizeof plan->extra / sizeof *plan->extra; i++)
		if (plan->extra[i].name != NULL)
			add_extension(x509, &context, plan->extra[i].name, plan->extra[i].value);
}

static void sign(X509 *x509, const struct factory_plan *plan)
{
	autofree(EVP_MD_CTX) *context = EVP_MD_CTX_new();
	EVP_PKEY *key = factory_key(plan->signed_by != NULL ? plan->signing_key : plan->key);
	EVP_PKEY_CTX *key_context;

	must(EVP_DigestSignInit(context, &key_context, plan->digest != NULL ? plan->digest : EVP_sha256(), NULL, key) ==
	     1);
	if (plan->pss)
		must(EVP_PKEY_CTX_set_rsa_padding(key_context, RSA_PKCS1_PSS_PADDING) == 1);
	must(X509_sign_ctx(x509, context) > 0);
}

X509 *factory_certificate(const struct factory_plan *plan)
{
	X509 *x509 = X509_new();

	must(x509 != NULL);
	must(X509_set_version(x509, plan->version_1 ? X509_VERSION_1 : X509_VERSION_3) == 1);
	set_serial(x509, plan->serial);
	set_names(x509, plan);
	set_dates(x509, plan);
	must(X509_set_pubkey(x509, factory_key(plan->key)) == 1);
	if (!plan->version_1)
		add_extensions(x509, plan);
	sign(x509, plan);
	return x509;
}

/* "" stands for: leave it out. */
static const char *choose(const char *given, const char *usual)
{
	return given == NULL ? usual : *given != 0 ? given : NULL;
}

X509 *factory_ca(struct factory_plan plan)
{
	plan.subject = choose(plan.subject, "/CN=CORP-CA");
	plan.constraints = choose(plan.constraints, "critical,CA:TRUE");
	plan.key_usage = choose(plan.key_usage, "critical,keyCertSign,cRLSign");
	if (plan.not_after == 0)
		plan.not_after = FACTORY_NOW + 5 * YEAR;
	return factory_certificate(&plan);
}

static X509 *factory_ra(struct factory_plan plan, enum factory_key key, const char *usage)
{
	if (plan.key == FACTORY_KEY_CA)
		plan.key = key;
	plan.subject = choose(plan.subject, "/C=XX/CN=NDES01-MSCEP-RA");
	plan.key_usage = choose(plan.key_usage, usage);
	plan.extended_usage = choose(plan.extended_usage, "1.3.6.1.4.1.311.20.2.1");
	plan.template_name = choose(plan.template_name, NULL);
	return factory_certificate(&plan);
}

X509 *factory_signing(struct factory_plan plan)
{
	plan.template_name = plan.template_name != NULL ? plan.template_name : "EnrollmentAgentOffline";
	return factory_ra(plan, FACTORY_KEY_SIGNING, "critical,digitalSignature");
}

X509 *factory_encryption(struct factory_plan plan)
{
	plan.template_name = plan.template_name != NULL ? plan.template_name : "CEPEncryption";
	return factory_ra(plan, FACTORY_KEY_ENCRYPTION, "critical,keyEncipherment");
}

struct factory_bytes factory_copy(const void *bytes, size_t length)
{
	struct factory_bytes copy = {.bytes = malloc(length != 0 ? length : 1), .length = length};

	must(copy.bytes != NULL);
	if (length != 0)
		memcpy(copy.bytes, bytes, length);
	return copy;
}

struct factory_bytes factory_der(X509 *x509)
{
	unsigned char *bytes = NULL;
	int length = i2d_X509(x509, &bytes);
	struct factory_bytes copy;

	must(length > 0);
	copy = factory_copy(bytes, (size_t)length);
	OPENSSL_free(bytes);
	return copy;
}

struct factory_bytes factory_pkcs7(X509 *const *certificates, size_t count)
{
	autofree(PKCS7) *pkcs7 = PKCS7_new();
	unsigned char *bytes = NULL;
	struct factory_bytes copy;
	int length;

	must(PKCS7_set_type(pkcs7, NID_pkcs7_signed) == 1);
	must(PKCS7_content_new(pkcs7, NID_pkcs7_data) == 1);
	must(PKCS7_set_detached(pkcs7, 1) == 1);
	for (size_t i = 0; i < count; i++)
		must(PKCS7_add_certificate(pkcs7, certificates[i]) == 1);
	length = i2d_PKCS7(pkcs7, &bytes);
	must(length > 0);
	copy = factory_copy(bytes, (size_t)length);
	OPENSSL_free(bytes);
	return copy;
}

static struct factory_bytes memory_bytes(BIO *memory)
{
	char *bytes;
	long length = BIO_get_mem_data(memory, &bytes);

	return factory_copy(bytes, (size_t)length);
}

struct factory_bytes factory_pem(X509 *const *certificates, size_t count)
{
	autofree(BIO) *memory = BIO_new(BIO_s_mem());

	for (size_t i = 0; i < count; i++)
		must(PEM_write_bio_X509(memory, certificates[i]) == 1);
	return memory_bytes(memory);
}

struct factory_bytes factory_base64(struct factory_bytes content, size_t columns)
{
	autofree(BIO) *memory = BIO_new(BIO_s_mem());
	unsigned char *text = malloc(content.length * 4 / 3 + 5);
	int length = EVP_EncodeBlock(text, content.bytes, (int)content.length);

	for (size_t at = 0; at < (size_t)length; at += columns) {
		size_t rest = (size_t)length - at;

		must(BIO_write(memory, text + at, (int)(rest < columns ? rest : columns)) > 0);
		if (rest > columns)
			must(BIO_write(memory, "\r\n", 2) == 2);
	}
	free(text);
	return memory_bytes(memory);
}

struct certificate factory_facts(struct arena *arena, X509 *x509)
{
	struct factory_bytes der = factory_der(x509);
	struct certificate certificate;

	must(certificate_parse(arena, der.bytes, der.length, &certificate) == NULL);
	free(der.bytes);
	return certificate;
}

struct certificate_set factory_set(struct arena *arena, X509 *const *certificates, size_t count)
{
	struct factory_bytes pkcs7 = factory_pkcs7(certificates, count);
	struct certificate_set set;

	must(certificate_set_parse(arena, pkcs7.bytes, pkcs7.length, &set, NULL) == NULL);
	free(pkcs7.bytes);
	return set;
}
