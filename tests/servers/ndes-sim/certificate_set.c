/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "certificate_set.h"

#include <string.h>

#include <openssl/pem.h>
#include <openssl/rand.h>

#include "certificate.h"
#include "trouble.h"

#define GARBAGE_LENGTH (10 * 1024 * 1024)
#define MANY 200

PKCS7 *degenerate_make(X509 *const *certificates, size_t count)
{
	autofree(PKCS7) *degenerate = PKCS7_new();

	if (!degenerate || !PKCS7_set_type(degenerate, NID_pkcs7_signed) ||
	    !PKCS7_content_new(degenerate, NID_pkcs7_data))
		fatal("out of memory");
	PKCS7_set_detached(degenerate, 1);
	for (size_t i = 0; i < count; i++)
		if (!PKCS7_add_certificate(degenerate, certificates[i]))
			fatal("out of memory");
	return take(degenerate);
}

static void set_add(certificate_stack *set, X509 *certificate)
{
	if (X509_up_ref(certificate) != 1 || !sk_X509_push(set, certificate))
		fatal("out of memory");
}

static void set_add_many(certificate_stack *set, const struct authority *authority)
{
	for (int i = sk_X509_num(set); i < MANY; i++) {
		autofree(char) *text = text_format("CN=one of many %d", i);
		autofree(X509_NAME) *subject = name_parse(text);
		const struct certificate_plan plan = {
			.subject = subject,
			.key = authority->tls.key,
			.issuer = authority->ca.certificate,
			.issuer_key = authority->ca.key,
			.not_before = authority->now - DAY,
			.not_after = authority->now + YEAR,
		};

		if (!sk_X509_push(set, certificate_issue(&plan)))
			fatal("out of memory");
	}
}

/* The order seen of NDES: signing, encryption, CA. Superseded ones come first, so that "the first" is wrong. */
static certificate_stack *set_make(const struct authority *authority, const struct options *options)
{
	const struct fault_set *faults = &options->faults;
	autofree(certificate_stack) *set = sk_X509_new_null();

	for (int i = 0; i < sk_X509_num(authority->superseded); i++)
		set_add(set, sk_X509_value(authority->superseded, i));
	if (!fault_on(faults, FAULT_RA_NO_SIGNING))
		set_add(set, authority->signing.certificate);
	if (!fault_on(faults, FAULT_RA_NO_ENCRYPTION))
		set_add(set, authority->encryption.certificate);
	set_add(set, authority->ca.certificate);
	if (options->include_root)
		set_add(set, authority->root.certificate);
	if (fault_on(faults, FAULT_CA_MANY))
		set_add_many(set, authority);
	return take(set);
}

static struct bytes set_encode(certificate_stack *set)
{
	X509 *certificates[MANY + 8];
	size_t count = 0;
	autofree(PKCS7) *degenerate = NULL;

	for (int i = 0; i < sk_X509_num(set); i++)
		certificates[count++] = sk_X509_value(set, i);
	degenerate = degenerate_make(certificates, count);
	return bytes_of(i2d_PKCS7, degenerate);
}

static struct bytes base64_encode(const struct bytes *body)
{
	struct bytes text = bytes_sized((long)(body->length * 4 / 3 + 4));

	text.length = (size_t)EVP_EncodeBlock(text.data, body->data, (int)body->length);
	return text;
}

static struct bytes pem_encode(const struct bytes *body, const char *label)
{
	autofree(BIO) *memory = BIO_new(BIO_s_mem());
	char *data;
	long length;

	if (!memory || PEM_write_bio(memory, label, "", body->data, (long)body->length) <= 0)
		fatal("out of memory");
	length = BIO_get_mem_data(memory, &data);
	return bytes_copy(data, (size_t)length);
}

/* What a proxy does that takes the body for text: each byte that isn't ASCII becomes U+FFFD. */
static struct bytes text_rewrite(const struct bytes *body)
{
	struct bytes rewritten = bytes_sized(0);

	for (size_t i = 0; i < body->length; i++)
		if (body->data[i] < 0x80)
			bytes_append(&rewritten, &body->data[i], 1);
		else
			bytes_append(&rewritten, "\xef\xbf\xbd", 3);
	return rewritten;
}

static struct bytes garbage_make(void)
{
	struct bytes garbage = bytes_sized(GARBAGE_LENGTH);

	if (RAND_bytes(garbage.data, GARBAGE_LENGTH) != 1)
		fatal("no random numbers");
	return garbage;
}

/* A name that says it is UTF-8 and isn't. The signature breaks with it: parsing comes before. */
static void names_break(struct bytes *body)
{
	static const char name[] = "NDES01-MSCEP";
	unsigned char *found = memmem(body->data, body->length, name, strlen(name));

	if (found)
		memcpy(found, "\xff\xfe\xc3\x28", 4);
}

static void body_replace(struct answer *answer, struct bytes body)
{
	bytes_release(&answer->body);
	answer->body = body;
}

static void body_break(struct answer *answer, const struct fault_set *faults, const char *label)
{
	size_t half = answer->body.length / 2;

	if (fault_on(faults, FAULT_CA_BAD_UTF8))
		names_break(&answer->body);
	if (fault_on(faults, FAULT_CA_PEM))
		body_replace(answer, pem_encode(&answer->body, label));
	if (fault_on(faults, FAULT_CA_BASE64))
		body_replace(answer, base64_encode(&answer->body));
	if (fault_on(faults, FAULT_CA_REWRITTEN))
		body_replace(answer, text_rewrite(&answer->body));
	if (fault_on(faults, FAULT_CA_GARBAGE))
		body_replace(answer, garbage_make());
	if (fault_on(faults, FAULT_CA_TRUNCATED))
		answer->announced = answer->body.length;
	if (fault_on(faults, FAULT_CA_TRUNCATED) || fault_on(faults, FAULT_CA_SHORT))
		answer->body.length = half;
	if (fault_on(faults, FAULT_CA_EMPTY))
		answer->body.length = 0;
}

struct answer certificate_set_answer(const struct authority *authority, const struct options *options)
{
	struct answer answer = answer_make(200, NULL);

	if (options->single) {
		answer.type = "application/x-x509-ca-cert";
		body_replace(&answer, bytes_of(i2d_X509, authority->ca.certificate));
	} else {
		autofree(certificate_stack) *set = set_make(authority, options);

		answer.type = "application/x-x509-ca-ra-cert";
		body_replace(&answer, set_encode(set));
	}
	body_break(&answer, &options->faults, options->single ? "CERTIFICATE" : "PKCS7");
	return answer;
}
