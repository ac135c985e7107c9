/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who signed a list: every algorithm, and keys that did not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <openssl/err.h>

#include "core/array.h"
#include "crl_factory.h"
#include "pki/crl.h"

static int arena_make(void **state)
{
	*state = arena_create("out of memory\n");
	return *state == NULL;
}

static int arena_drop(void **state)
{
	arena_destroy(*state);
	return 0;
}

static struct crl parse_plan(struct arena *arena, struct crl_plan plan)
{
	struct factory_bytes list = crl_factory_list(&plan);
	struct crl crl;
	const char *wrong = crl_parse(arena, &(struct crl_options){0}, list.bytes, list.length, &crl, NULL);

	free(list.bytes);
	if (wrong != NULL)
		fail_msg("%s", wrong);
	return crl;
}

/* A CA certificate of CORP-CA's name with that key. */
static struct certificate ca_with(struct arena *arena, enum factory_key key)
{
	autofree(X509) *x509 = factory_ca((struct factory_plan){.subject = "/DC=test/DC=corp/CN=CORP-CA", .key = key});

	return factory_facts(arena, x509);
}

static void each_digest(void **state)
{
	const struct {
		enum factory_key key;
		const EVP_MD *digest;
		bool pss;
		const char *algorithm;
	} rows[] = {
		{FACTORY_KEY_CA, EVP_sha1(), false, "sha1WithRSAEncryption"},
		{FACTORY_KEY_CA, EVP_sha224(), false, "sha224WithRSAEncryption"},
		{FACTORY_KEY_CA, EVP_sha256(), false, "sha256WithRSAEncryption"},
		{FACTORY_KEY_CA, EVP_sha384(), false, "sha384WithRSAEncryption"},
		{FACTORY_KEY_CA, EVP_sha512(), false, "sha512WithRSAEncryption"},
		{FACTORY_KEY_CA, EVP_sha1(), true, "rsassaPss"},
		{FACTORY_KEY_CA, EVP_sha256(), true, "rsassaPss"},
		{FACTORY_KEY_CA, EVP_sha384(), true, "rsassaPss"},
		{FACTORY_KEY_CA, EVP_sha512(), true, "rsassaPss"},
		{FACTORY_KEY_EC, EVP_sha256(), false, "ecdsa-with-SHA256"},
		{FACTORY_KEY_EC, EVP_sha384(), false, "ecdsa-with-SHA384"},
	};
	const struct certificate rsa = ca_with(*state, FACTORY_KEY_CA), ec = ca_with(*state, FACTORY_KEY_EC);
	const struct certificate other = ca_with(*state, FACTORY_KEY_CA_RENEWED);

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct crl crl = parse_plan(*state, (struct crl_plan){.key = rows[i].key,
								      .digest = rows[i].digest,
								      .pss = rows[i].pss,
								      .entries = 20});

		print_message("# row %zu\n", i);
		assert_string_equal(crl.signature.algorithm, rows[i].algorithm);
		assert_int_equal(crl_signed_by(*state, &crl, &rsa), rows[i].key == FACTORY_KEY_CA);
		assert_int_equal(crl_signed_by(*state, &crl, &ec), rows[i].key == FACTORY_KEY_EC);
		assert_false(crl_signed_by(*state, &crl, &other));
		assert_int_equal(ERR_peek_error(), 0);
	}
}

static struct certificate ca_of(struct arena *arena, EVP_PKEY *key)
{
	autofree(X509) *x509 = factory_ca((struct factory_plan){.subject = "/CN=ED"});
	unsigned char *bytes = NULL;
	struct certificate certificate;
	int length;

	assert_int_equal(X509_set_pubkey(x509, key), 1);
	length = i2d_X509(x509, &bytes);
	assert_null(certificate_parse(arena, bytes, (size_t)length, &certificate));
	OPENSSL_free(bytes);
	return certificate;
}

/* Signatures over the whole list: it is kept, however it arrives. */
static void whole_lists(void **state)
{
	static const char *const names[] = {"ED25519", "ED448"};

	for (size_t i = 0; i < ARRAY_LENGTH(names); i++) {
		autofree(EVP_PKEY) *key = EVP_PKEY_Q_keygen(NULL, NULL, names[i]);
		struct certificate ca = ca_of(*state, key), other = ca_with(*state, FACTORY_KEY_EC);
		struct factory_bytes list =
			crl_factory_list(&(struct crl_plan){.other_key = key, .whole = true, .entries = 3000});
		struct crl_parser *parser = crl_parser_create(*state, &(struct crl_options){0});
		struct crl crl;

		for (size_t at = 0; at < list.length; at++)
			crl_parser_push(parser, list.bytes + at, 1);
		assert_null(crl_parser_finish(parser, &crl, NULL));
		assert_string_equal(crl.signature.algorithm, names[i]);
		assert_int_equal(crl.signature.method, CRL_SIGNATURE_WHOLE);
		assert_true(crl_signed_by(*state, &crl, &ca));
		assert_false(crl_signed_by(*state, &crl, &other));
		list.bytes[list.length / 2] ^= 1;
		if (crl_parse(*state, &(struct crl_options){0}, list.bytes, list.length, &crl, NULL) == NULL)
			assert_false(crl_signed_by(*state, &crl, &ca));
		free(list.bytes);
	}
}

/* A header that announces gigabytes costs nothing. */
static void whole_lists_have_a_cap(void **state)
{
	static const unsigned char begin[] =
		"\x30\x84\x40\x00\x00\x00\x30\x84\x3F\x00\x00\x00\x02\x01\x01\x30\x05\x06\x03"
		"\x2B\x65\x70\x30\x00\x17\x0D"
		"270101000000Z"
		"\x17\x0D"
		"270102000000Z";
	struct crl_parser *parser = crl_parser_create(*state, &(struct crl_options){0});
	struct crl crl;
	enum crl_fault fault;

	assert_true(crl_parser_push(parser, begin, sizeof begin - 1));
	assert_non_null(crl_parser_finish(parser, &crl, &fault));
	assert_int_equal(fault, CRL_TRUNCATED);
}

static void unknown_algorithms(void **state)
{
	/* MGF1 without a digest, trailer 2, an unknown OID: no reason to refuse the list, but no signature */
	static const struct crl_raw rows[] = {
		CRL_RAW("\x30\x05\x06\x03\x2A\x03\x04"),
		CRL_RAW("\x30\x0B\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x01\x0A"),
		CRL_RAW("\x30\x12\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x01\x0A\x30\x05\xA3\x03\x02\x01\x02"),
	};
	struct certificate ca = ca_with(*state, FACTORY_KEY_CA);

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct crl crl = parse_plan(*state, (struct crl_plan){.algorithm = rows[i], .entries = 3});

		print_message("# row %zu\n", i);
		assert_int_equal(crl.signature.method, CRL_SIGNATURE_UNCHECKABLE);
		assert_non_null(crl.signature.unchecked);
		assert_false(crl_signed_by(*state, &crl, &ca));
	}
}

static void the_signer_is_found(void **state)
{
	autofree(X509) *renewed = factory_ca(
		(struct factory_plan){.subject = "/DC=test/DC=corp/CN=CORP-CA", .key = FACTORY_KEY_CA_RENEWED});
	autofree(X509) *stranger = factory_ca((struct factory_plan){.subject = "/CN=OTHER-CA"});
	X509 *all[] = {stranger, renewed, crl_factory_ca()};
	struct certificate_set set = factory_set(*state, all, 3), without = factory_set(*state, all, 2);
	struct crl crl = parse_plan(*state, (struct crl_plan){0});

	assert_true(crl_names_issuer(*state, &crl, &set.certificates[1]));
	assert_false(crl_names_issuer(*state, &crl, &set.certificates[0]));
	assert_false(crl_names_key(&crl, &set.certificates[1]));
	assert_true(crl_names_key(&crl, &set.certificates[2]));
	assert_int_equal(crl_find_signer(*state, &crl, &set), 2); /* by name, though the stranger has the same key */
	assert_int_equal(crl_find_signer(*state, &crl, &without), 0);
	crl = parse_plan(*state, (struct crl_plan){.key = FACTORY_KEY_CA_RENEWED});
	assert_int_equal(crl_find_signer(*state, &crl, &set), 1);
	crl = parse_plan(*state, (struct crl_plan){.key = FACTORY_KEY_ROOT});
	assert_int_equal(crl_find_signer(*state, &crl, &set), -1);
}

/* RFC 5280 7.1: string types and case don't count. */
static void names_are_compared_as_names(void **state)
{
	static const unsigned char name[] = "\x30\x12\x31\x10\x30\x0E\x06\x03\x55\x04\x03\x13\x07"
					    "corp-ca";
	autofree(X509) *ca = factory_ca((struct factory_plan){.subject = "/CN=CORP-CA"});
	struct certificate facts = factory_facts(*state, ca);
	struct crl crl = parse_plan(*state, (struct crl_plan){.issuer_name = {name, sizeof name - 1}});

	assert_false(octets_equal(crl.issuer_name, facts.subject_name));
	assert_true(crl_names_issuer(*state, &crl, &facts));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, arena_make, arena_drop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(each_digest),        TEST(whole_lists),         TEST(whole_lists_have_a_cap),
		TEST(unknown_algorithms), TEST(the_signer_is_found), TEST(names_are_compared_as_names),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
