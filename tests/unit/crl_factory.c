/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "crl_factory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <openssl/rsa.h>

DEFINE_AUTOFREE(EVP_MD_CTX, EVP_MD_CTX_free)

#define must(condition) \
	do { \
		if (!(condition)) { \
			fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
			abort(); \
		} \
	} while (0)

#define YEAR_2050 INT64_C(2524608000)

void der_put(struct der_writer *writer, const void *bytes, size_t length)
{
	if (writer->length + length > writer->capacity) {
		writer->capacity = 2 * (writer->length + length);
		writer->bytes = realloc(writer->bytes, writer->capacity);
		must(writer->bytes != NULL);
	}
	if (length != 0)
		memcpy(writer->bytes + writer->length, bytes, length);
	writer->length += length;
}

void der_put_header(struct der_writer *writer, unsigned char tag, size_t length)
{
	unsigned char header[10] = {tag};
	size_t count = 0;

	if (length < 0x80) {
		header[1] = (unsigned char)length;
		der_put(writer, header, 2);
		return;
	}
	while (count < 8 && length >> (8 * count) != 0)
		count++;
	header[1] = (unsigned char)(0x80 | count);
	for (size_t i = 0; i < count; i++)
		header[2 + i] = (unsigned char)(length >> (8 * (count - 1 - i)));
	der_put(writer, header, 2 + count);
}

void der_put_element(struct der_writer *writer, unsigned char tag, const void *content, size_t length)
{
	der_put_header(writer, tag, length);
	der_put(writer, content, length);
}

void der_put_inner(struct der_writer *writer, unsigned char tag, struct der_writer *inner)
{
	der_put_element(writer, tag, inner->bytes, inner->length);
	free(inner->bytes);
	*inner = (struct der_writer){0};
}

void der_put_time(struct der_writer *writer, int64_t epoch)
{
	time_t time = (time_t)epoch;
	struct tm parts;
	char text[20];

	must(gmtime_r(&time, &parts) != NULL);
	if (parts.tm_year < 150)
		must(strftime(text, sizeof text, "%y%m%d%H%M%SZ", &parts) == 13);
	else
		must(strftime(text, sizeof text, "%Y%m%d%H%M%SZ", &parts) == 15);
	der_put_element(writer, parts.tm_year < 150 ? 0x17 : 0x18, text, strlen(text));
}

static void put_number(struct der_writer *writer, uint64_t number)
{
	unsigned char bytes[9];
	size_t length = 1;

	while (length < 9 && number >> (8 * length - 1) != 0) /* room for the sign */
		length++;
	for (size_t i = 0; i < length; i++)
		bytes[length - 1 - i] = (unsigned char)(i < 8 ? number >> (8 * i) : 0);
	der_put_element(writer, 0x02, bytes, length);
}

void crl_factory_serial(uint64_t seed, uint64_t index, unsigned char *place)
{
	uint64_t random = (index + seed * 1000003 + 1) * UINT64_C(0x9E3779B97F4A7C15);

	random ^= random >> 29;
	memset(place, 0, CRL_FACTORY_SERIAL);
	place[0] = 0x47;
	place[4] = (unsigned char)(index >> 24);
	for (size_t i = 0; i < 8; i++)
		place[5 + i] = (unsigned char)(random >> (8 * i));
	for (size_t i = 0; i < 4; i++)
		place[CRL_FACTORY_SERIAL - 1 - i] = (unsigned char)(index >> (8 * i));
}

/* Every second entry has a reason: 52 and 38 bytes, 45 on average. */
static void put_entry(struct der_writer *writer, const struct crl_plan *plan, size_t index, int64_t date)
{
	static const unsigned char reason[] = {0x30, 0x0C, 0x30, 0x0A, 0x06, 0x03, 0x55,
					       0x1D, 0x15, 0x04, 0x03, 0x0A, 0x01};
	unsigned char serial[CRL_FACTORY_SERIAL], code = (unsigned char)(1 + index / 2 % 5);
	bool reasoned = index % 2 == 1 && !plan->version_1;
	size_t time = 15;

	date -= (int64_t)(index % 100000) * 60;
	if (date >= YEAR_2050)
		time = 17;
	crl_factory_serial(plan->seed, index, serial);
	der_put_header(writer, 0x30, 2 + sizeof serial + time + (reasoned ? sizeof reason + 1 : 0));
	der_put_element(writer, 0x02, serial, sizeof serial);
	der_put_time(writer, date);
	if (!reasoned)
		return;
	der_put(writer, reason, sizeof reason);
	der_put(writer, &code, 1);
}

static bool given(const struct crl_raw *raw)
{
	return raw->bytes != NULL;
}

static void put_raw(struct der_writer *writer, const struct crl_raw *raw)
{
	if (given(raw))
		der_put(writer, raw->bytes, raw->length);
}

static void put_extension(struct der_writer *writer, const char *oid, bool critical, struct der_writer *value)
{
	ASN1_OBJECT *object = OBJ_txt2obj(oid, 1);
	struct der_writer inner = {0};

	must(object != NULL);
	der_put_element(&inner, 0x06, OBJ_get0_data(object), OBJ_length(object));
	ASN1_OBJECT_free(object);
	if (critical)
		der_put(&inner, "\x01\x01\xFF", 3);
	der_put_inner(&inner, 0x04, value);
	der_put_inner(writer, 0x30, &inner);
}

static void put_key_id(struct der_writer *writer, X509 *issuer)
{
	const ASN1_OCTET_STRING *id = X509_get0_subject_key_id(issuer);
	struct der_writer inner = {0}, value = {0};

	if (id == NULL)
		return;
	der_put_element(&inner, 0x80, ASN1_STRING_get0_data(id), (size_t)ASN1_STRING_length(id));
	der_put_inner(&value, 0x30, &inner);
	put_extension(writer, "2.5.29.35", false, &value);
}

static void put_extensions(struct der_writer *writer, const struct crl_plan *plan, X509 *issuer, int64_t next_publish)
{
	struct der_writer all = {0}, list = {0}, value = {0};

	if (!plan->no_key_id)
		put_key_id(&all, issuer);
	if (!plan->no_ca_version) {
		put_number(&value, plan->key == FACTORY_KEY_CA_RENEWED ? 0x00010001 : 0);
		put_extension(&all, "1.3.6.1.4.1.311.21.1", false, &value);
	}
	if (!plan->no_number) {
		if (given(&plan->number_value))
			put_raw(&value, &plan->number_value);
		else
			put_number(&value, plan->number != 0 ? plan->number : 1234);
		put_extension(&all, "2.5.29.20", false, &value);
	}
	if (plan->delta) {
		put_number(&value, plan->base_number);
		put_extension(&all, "2.5.29.27", true, &value);
	}
	if (!plan->no_next_publish) {
		der_put_time(&value, next_publish);
		put_extension(&all, "1.3.6.1.4.1.311.21.4", false, &value);
	}
	put_raw(&all, &plan->extensions);
	der_put_inner(&list, 0x30, &all);
	der_put_inner(writer, 0xA0, &list);
}

static EVP_PKEY *plan_key(const struct crl_plan *plan)
{
	return plan->other_key != NULL ? plan->other_key : factory_key(plan->key);
}

static EVP_MD_CTX *signing_begin(const struct crl_plan *plan)
{
	const EVP_MD *digest = plan->digest != NULL ? plan->digest : EVP_sha256();
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	EVP_PKEY_CTX *key_context;

	must(EVP_DigestSignInit(context, &key_context, plan->whole ? NULL : digest, NULL, plan_key(plan)) == 1);
	if (plan->pss)
		must(EVP_PKEY_CTX_set_rsa_padding(key_context, RSA_PKCS1_PSS_PADDING) == 1);
	return context;
}

/* OpenSSL knows the AlgorithmIdentifier of each signature: taken from an empty list that it signed. */
static void put_algorithm(struct der_writer *writer, const struct crl_plan *plan)
{
	autofree(EVP_MD_CTX) *context = signing_begin(plan);
	X509_CRL *crl = X509_CRL_new();
	const X509_ALGOR *algorithm;
	unsigned char *bytes = NULL;
	int length;

	must(X509_CRL_sign_ctx(crl, context) > 0);
	X509_CRL_get0_signature(crl, NULL, &algorithm);
	length = i2d_X509_ALGOR((X509_ALGOR *)algorithm, &bytes);
	must(length > 0);
	der_put(writer, bytes, (size_t)length);
	OPENSSL_free(bytes);
	X509_CRL_free(crl);
}

static void put_signature(struct der_writer *writer, const struct crl_plan *plan, const struct der_writer *tbs)
{
	autofree(EVP_MD_CTX) *context = signing_begin(plan);
	unsigned char bits[1024] = {0};
	size_t length = sizeof bits - 1;

	must(EVP_DigestSign(context, bits + 1, &length, tbs->bytes, tbs->length) == 1);
	der_put_element(writer, 0x03, bits, length + 1);
}

static void put_issuer(struct der_writer *writer, X509 *issuer)
{
	const unsigned char *bytes;
	size_t length;

	must(X509_NAME_get0_der(X509_get_subject_name(issuer), &bytes, &length) == 1);
	der_put(writer, bytes, length);
}

static X509 *default_ca;

static void default_ca_free(void)
{
	X509_free(default_ca);
}

X509 *crl_factory_ca(void)
{
	if (default_ca == NULL) {
		default_ca = factory_ca((struct factory_plan){.subject = "/DC=test/DC=corp/CN=CORP-CA"});
		must(atexit(default_ca_free) == 0);
	}
	return default_ca;
}

static void put_either(struct der_writer *writer, const struct crl_raw *raw, struct der_writer *usual)
{
	if (given(raw))
		put_raw(writer, raw);
	else
		der_put(writer, usual->bytes, usual->length);
	free(usual->bytes);
	*usual = (struct der_writer){0};
}

static void put_list(struct der_writer *writer, const struct crl_plan *plan, int64_t published)
{
	struct der_writer list = {0};

	for (size_t i = 0; i < plan->entries; i++)
		put_entry(&list, plan, i, published - 3600);
	put_raw(&list, &plan->list);
	if (list.length != 0 || given(&plan->list))
		der_put_inner(writer, 0x30, &list);
}

static void put_tbs(struct der_writer *writer, const struct crl_plan *plan)
{
	X509 *issuer = plan->issuer != NULL ? plan->issuer : crl_factory_ca();
	int64_t published = plan->published != 0 ? plan->published : FACTORY_NOW;
	int64_t next_publish = published + (plan->period != 0 ? plan->period : 7 * DAY);
	int64_t next_update = next_publish + (plan->overlap != 0 ? plan->overlap : DAY / 2);
	struct der_writer tbs = {0}, usual = {0};

	put_number(&usual, 1);
	if (plan->version_1)
		usual.length = 0;
	put_either(&tbs, &plan->version, &usual);
	put_algorithm(&usual, plan);
	put_either(&tbs, &plan->algorithm, &usual);
	put_issuer(&usual, issuer);
	put_either(&tbs, &plan->issuer_name, &usual);
	der_put_time(&usual, published - 600);
	put_either(&tbs, &plan->this_update, &usual);
	if (!plan->no_next_update)
		der_put_time(&usual, next_update);
	put_either(&tbs, &plan->next_update, &usual);
	put_list(&tbs, plan, published);
	if (!plan->version_1 && !plan->no_extensions)
		put_extensions(&tbs, plan, issuer, next_publish);
	put_raw(&tbs, &plan->behind_extensions);
	der_put_inner(writer, 0x30, &tbs);
}

struct factory_bytes crl_factory_list(const struct crl_plan *plan)
{
	struct der_writer tbs = {0}, all = {0}, whole = {0}, usual = {0};
	struct factory_bytes list;

	put_tbs(&tbs, plan);
	der_put(&all, tbs.bytes, tbs.length);
	put_algorithm(&usual, plan);
	put_either(&all, given(&plan->outer_algorithm) ? &plan->outer_algorithm : &plan->algorithm, &usual);
	put_signature(&usual, plan, &tbs);
	put_either(&all, &plan->bit_string, &usual);
	put_raw(&all, &plan->behind_signature);
	der_put_inner(&whole, 0x30, &all);
	list = factory_copy(whole.bytes, whole.length);
	free(whole.bytes);
	free(tbs.bytes);
	return list;
}

struct factory_bytes crl_factory_pem(struct factory_bytes der)
{
	static const char first[] = "-----BEGIN X509 CRL-----\r\n", last[] = "\r\n-----END X509 CRL-----\r\n";
	struct factory_bytes base64 = factory_base64(der, 64), copy;
	struct der_writer text = {0};

	der_put(&text, first, sizeof first - 1);
	der_put(&text, base64.bytes, base64.length);
	der_put(&text, last, sizeof last - 1);
	copy = factory_copy(text.bytes, text.length);
	free(text.bytes);
	free(base64.bytes);
	return copy;
}
