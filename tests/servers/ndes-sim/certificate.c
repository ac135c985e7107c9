/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "certificate.h"

#include <string.h>

#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include "cleanup.h"
#include "trouble.h"

/* AD CS: 0x47, the number of the request, eight random bytes, the index of the CA's key, the number again. */
static void serial_set(X509 *certificate)
{
	unsigned char serial[19] = { 0x47 };
	autofree(BIGNUM) *number = NULL;

	/* The number of the request is random too, and small: two bytes of four. */
	if (RAND_bytes(serial + 3, 10) != 1)
		fatal("no random numbers");
	memcpy(serial + 15, serial + 1, 4);
	number = BN_bin2bn(serial, sizeof(serial), NULL);
	if (!number || !BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate)))
		fatal("out of memory");
}

static time_t certificate_end(const X509 *certificate)
{
	struct tm end;

	if (ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &end) != 1)
		fatal("an issuer has no readable end");
	return timegm(&end);
}

static void lifetime_set(X509 *certificate, const struct certificate_plan *plan)
{
	time_t end = plan->not_after;

	if (plan->issuer && certificate_end(plan->issuer) < end)
		end = certificate_end(plan->issuer);
	if (!ASN1_TIME_set(X509_getm_notBefore(certificate), plan->not_before) ||
	    !ASN1_TIME_set(X509_getm_notAfter(certificate), end))
		fatal("a lifetime could not be set");
}

static void extension_add(X509 *certificate, X509V3_CTX *context, const struct extension *row)
{
	autofree(X509_EXTENSION) *extension = X509V3_EXT_nconf(NULL, context, row->name, row->value);

	if (!extension || !X509_add_ext(certificate, extension, -1))
		fatal("extension %s = %s could not be made", row->name, row->value);
}

static void extensions_add(X509 *certificate, const struct certificate_plan *plan)
{
	X509V3_CTX context;

	X509V3_set_ctx(&context, (X509 *)(plan->issuer ? plan->issuer : certificate), certificate, NULL, NULL, 0);
	for (size_t i = 0; i < EXTENSIONS_MAX; i++)
		if (plan->extensions[i].name && plan->extensions[i].value)
			extension_add(certificate, &context, &plan->extensions[i]);
	if (plan->foreign_extension && !X509_add_ext(certificate, (X509_EXTENSION *)plan->foreign_extension, -1))
		fatal("an extension of the request could not be copied");
}

X509 *certificate_issue(const struct certificate_plan *plan)
{
	autofree(X509) *certificate = X509_new();
	const X509_NAME *issuer = plan->issuer ? X509_get_subject_name(plan->issuer) : plan->subject;

	if (!certificate || !X509_set_version(certificate, X509_VERSION_3) ||
	    !X509_set_subject_name(certificate, plan->subject) || !X509_set_issuer_name(certificate, issuer) ||
	    !X509_set_pubkey(certificate, plan->key))
		fatal("a certificate could not be made");
	serial_set(certificate);
	lifetime_set(certificate, plan);
	extensions_add(certificate, plan);
	if (!X509_sign(certificate, plan->issuer ? plan->issuer_key : plan->key,
		       plan->digest ? plan->digest : EVP_sha256()))
		fatal("a certificate could not be signed");
	return take(certificate);
}

static int name_part_type(const char *part, size_t length)
{
	char type[16] = { 0 };

	if (length >= sizeof(type))
		return NID_undef;
	memcpy(type, part, length);
	return OBJ_txt2nid(type);
}

X509_NAME *name_parse(const char *text)
{
	autofree(X509_NAME) *name = X509_NAME_new();

	while (name && *text) {
		size_t length = strcspn(text, "/");
		size_t type_length = strcspn(text, "=");
		const unsigned char *value = (const unsigned char *)text + type_length + 1;

		if (type_length >= length ||
		    !X509_NAME_add_entry_by_NID(name, name_part_type(text, type_length), MBSTRING_UTF8, value,
						(int)(length - type_length - 1), -1, 0))
			fatal("'%s' is no name", text);
		text += length + (text[length] == '/');
	}
	return take(name);
}

void certificate_store(const char *directory, const char *name, X509 *const *certificates, size_t count)
{
	autofree(char) *path = text_format("%s/%s.pem", directory, name);
	autofree(BIO) *file = BIO_new_file(path, "w");

	for (size_t i = 0; file && i < count; i++)
		if (!PEM_write_bio_X509(file, certificates[i]))
			fatal("%s can't be written", path);
	if (!file || BIO_flush(file) != 1)
		fatal("%s can't be written", path);
}
