/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <openssl/err.h>

#include "certificate_factory.h"
#include "core/array.h"

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

static void an_ra_certificate_is_read(void **state)
{
	autofree(X509) *ca = factory_ca((struct factory_plan){.subject = "/DC=test/DC=corp/CN=CORP-CA"});
	autofree(X509) *ra = factory_signing((struct factory_plan){.signed_by = ca,
								   .not_before = FACTORY_NOW,
								   .not_after = FACTORY_NOW + 2 * YEAR,
								   .serial = "47000000021234567890ABCDEF000000000002"});
	struct certificate facts = factory_facts(*state, ra), issuer = factory_facts(*state, ca);

	assert_string_equal(facts.subject, "CN=NDES01-MSCEP-RA, C=XX");
	assert_string_equal(facts.issuer, "CN=CORP-CA, DC=corp, DC=test");
	assert_string_equal(facts.serial, "47000000021234567890ABCDEF000000000002");
	assert_string_equal(certificate_label(*state, &facts), "CN=NDES01-MSCEP-RA, C=XX, serial 4700...0002");
	assert_int_equal(facts.not_before, FACTORY_NOW);
	assert_int_equal(facts.not_after, FACTORY_NOW + 2 * YEAR);
	assert_int_equal(facts.version, 3);
	assert_false(facts.is_ca);
	assert_false(facts.self_signed);
	assert_true(facts.has_key_usage);
	assert_int_equal(facts.key_usage, KEY_USAGE_DIGITAL_SIGNATURE);
	assert_true(facts.has_extended_usage);
	assert_int_equal(facts.extended_usage, EXTENDED_USAGE_REQUEST_AGENT);
	assert_int_equal(facts.extended_usages.count, 1);
	assert_string_equal(facts.extended_usages.items[0], "1.3.6.1.4.1.311.20.2.1");
	assert_string_equal(facts.template_name, "EnrollmentAgentOffline");
	assert_null(facts.template_oid);
	assert_int_equal(facts.key_algorithm, KEY_RSA);
	assert_int_equal(facts.key_bits, 2048);
	assert_string_equal(facts.signature_algorithm_name, "sha256WithRSAEncryption");
	assert_false(facts.signature_sha1 || facts.signature_md5 || facts.signature_pss);
	assert_true(octets_equal(facts.issuer_name, issuer.subject_name));
	assert_true(octets_equal(facts.authority_key_id, issuer.subject_key_id));
	assert_int_equal(facts.subject_key_id.length, 20);
	assert_false(octets_equal(facts.subject_key_id, issuer.subject_key_id));
}

static void a_ca_is_read(void **state)
{
	autofree(X509) *ca = factory_ca((struct factory_plan){.serial = "0"});
	struct certificate facts = factory_facts(*state, ca);
	unsigned char digest[SHA256_LENGTH];

	assert_true(facts.is_ca);
	assert_true(facts.self_signed);
	assert_int_equal(facts.key_usage, KEY_USAGE_CERTIFICATE_SIGN | KEY_USAGE_CRL_SIGN);
	assert_string_equal(certificate_key_usage_text(*state, &facts), "keyCertSign, cRLSign");
	assert_false(facts.has_extended_usage);
	assert_null(facts.authority_key_id.bytes);
	assert_string_equal(facts.serial, "00");
	assert_int_equal(X509_digest(ca, EVP_sha256(), digest, NULL), 1);
	assert_memory_equal(certificate_sha256(*state, &facts), digest, sizeof digest);
}

/* RFC 5280 4.1.2.5: both seconds belong to the validity. */
static void validity_includes_both_ends(void **state)
{
	const struct certificate facts = {.not_before = 1000, .not_after = 2000};

	(void)state;
	assert_false(certificate_valid_at(&facts, 999));
	assert_true(certificate_valid_at(&facts, 1000));
	assert_true(certificate_valid_at(&facts, 2000));
	assert_false(certificate_valid_at(&facts, 2001));
}

static void who_is_a_ca(void **state)
{
	static const struct {
		struct factory_plan plan;
		bool is_ca;
	} rows[] = {
		{{.subject = "/CN=A", .constraints = "CA:TRUE"}, true},
		{{.subject = "/CN=A", .constraints = "CA:FALSE", .key_usage = "keyCertSign"}, false},
		{{.subject = "/CN=A", .key_usage = "keyCertSign"}, true},
		{{.subject = "/CN=A", .key_usage = "digitalSignature"}, false},
		{{.subject = "/CN=A"}, false},
		{{.subject = "/CN=A", .version_1 = true}, true},
		{{.subject = "/CN=A", .issuer = "/CN=B", .version_1 = true}, false},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		autofree(X509) *x509 = factory_certificate(&rows[i].plan);

		print_message("# row %zu\n", i);
		assert_int_equal(factory_facts(*state, x509).is_ca, rows[i].is_ca);
	}
}

static void self_signed_needs_the_signature(void **state)
{
	autofree(X509) *good = factory_ca((struct factory_plan){.subject = "/CN=A"});
	autofree(X509) *rollover = factory_ca((struct factory_plan){
		.subject = "/CN=A", .key = FACTORY_KEY_CA_RENEWED, .signed_by = good, .signing_key = FACTORY_KEY_CA});

	assert_true(factory_facts(*state, good).self_signed);
	assert_false(factory_facts(*state, rollover).self_signed);
}

static void signatures_and_keys_are_told_apart(void **state)
{
	static const struct {
		enum factory_key key;
		const char *digest;
		bool pss, is_sha1, is_md5;
		const char *name, *key_name;
		unsigned bits;
	} rows[] = {
		{FACTORY_KEY_CA, "SHA1", false, true, false, "sha1WithRSAEncryption", "RSA", 2048},
		{FACTORY_KEY_CA, "MD5", false, false, true, "md5WithRSAEncryption", "RSA", 2048},
		{FACTORY_KEY_CA, "SHA256", true, false, false, "rsassaPss", "RSA", 2048},
		{FACTORY_KEY_SHORT, "SHA512", false, false, false, "sha512WithRSAEncryption", "RSA", 1024},
		{FACTORY_KEY_EC, "SHA256", false, false, false, "ecdsa-with-SHA256", "EC", 256},
		{FACTORY_KEY_EC, "SHA1", false, true, false, "ecdsa-with-SHA1", "EC", 256},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		autofree(X509) *x509 = factory_ca((struct factory_plan){
			.key = rows[i].key, .digest = EVP_get_digestbyname(rows[i].digest), .pss = rows[i].pss});
		struct certificate facts = factory_facts(*state, x509);

		print_message("# %s\n", rows[i].name);
		assert_string_equal(facts.signature_algorithm_name, rows[i].name);
		assert_int_equal(facts.signature_sha1, rows[i].is_sha1);
		assert_int_equal(facts.signature_md5, rows[i].is_md5);
		assert_int_equal(facts.signature_pss, rows[i].pss);
		assert_string_equal(facts.key_algorithm_name, rows[i].key_name);
		assert_int_equal(facts.key_bits, rows[i].bits);
		assert_true(facts.self_signed);
	}
}

static void usages_are_read_to_the_last_bit(void **state)
{
	autofree(X509) *x509 = factory_certificate(&(struct factory_plan){
		.subject = "/CN=A",
		.key_usage = "digitalSignature,nonRepudiation,keyEncipherment,dataEncipherment,keyAgreement,cRLSign,"
			     "encipherOnly,decipherOnly",
		.extended_usage = "serverAuth,clientAuth,anyExtendedKeyUsage,1.2.3.4.5"});
	struct certificate facts = factory_facts(*state, x509);

	assert_int_equal(facts.key_usage, 0x1FF & ~KEY_USAGE_CERTIFICATE_SIGN);
	assert_true(certificate_may(&facts, KEY_USAGE_DECIPHER_ONLY));
	assert_false(certificate_may(&facts, KEY_USAGE_CERTIFICATE_SIGN));
	assert_int_equal(facts.extended_usage, EXTENDED_USAGE_SERVER | EXTENDED_USAGE_CLIENT | EXTENDED_USAGE_ANY);
	assert_int_equal(facts.extended_usages.count, 4);
	assert_string_equal(facts.extended_usages.items[3], "1.2.3.4.5");
}

static void without_a_key_usage_everything_is_allowed(void **state)
{
	autofree(X509) *x509 = factory_certificate(&(struct factory_plan){.subject = "/CN=A"});
	struct certificate facts = factory_facts(*state, x509);

	assert_false(facts.has_key_usage);
	assert_int_equal(facts.key_usage, 0);
	assert_true(certificate_may(&facts, KEY_USAGE_KEY_ENCIPHERMENT));
}

static struct certificate with_extension(struct arena *arena, const char *name, const char *value)
{
	autofree(X509) *x509 =
		factory_certificate(&(struct factory_plan){.subject = "/CN=A", .extra = {{name, value}}});

	return factory_facts(arena, x509);
}

static void templates_of_version_two(void **state)
{
	/* SEQUENCE { 1.3.6.1.4.1.311.21.8.1, 100, 5 } */
	struct certificate facts =
		with_extension(*state, "1.3.6.1.4.1.311.21.7", "DER:3012060A2B060104018237150801020164020105");

	assert_string_equal(facts.template_oid, "1.3.6.1.4.1.311.21.8.1");
	assert_int_equal(facts.template_major, 100);
	assert_int_equal(facts.template_minor, 5);
	assert_null(facts.template_name);
}

/* Microsoft's extensions are not ours to refuse. */
static void malformed_templates_are_left_out(void **state)
{
	static const struct factory_extension rows[] = {
		{"1.3.6.1.4.1.311.21.7", "DER:0500"},       {"1.3.6.1.4.1.311.21.7", "DER:3000"},
		{"1.3.6.1.4.1.311.21.7", "DER:3003020101"}, {"1.3.6.1.4.1.311.21.7", "DER:30"},
		{"1.3.6.1.4.1.311.20.2", "DER:0500"},       {"1.3.6.1.4.1.311.20.2", "DER:1E0141"},
		{"1.3.6.1.4.1.311.20.2", "DER:1E"},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct certificate facts = with_extension(*state, rows[i].name, rows[i].value);

		print_message("# %s %s\n", rows[i].name, rows[i].value);
		assert_null(facts.template_name);
		assert_null(facts.template_oid);
	}
}

static void numbers_of_a_template_may_be_missing(void **state)
{
	struct certificate facts = with_extension(*state, "1.3.6.1.4.1.311.21.7", "DER:300406022A03");

	assert_string_equal(facts.template_oid, "1.2.3");
	assert_int_equal(facts.template_major, -1);
	assert_int_equal(facts.template_minor, -1);
}

static void foreign_text_is_made_safe(void **state)
{
	autofree(X509) *x509 =
		factory_signing((struct factory_plan){.subject = "/O=a|b<c>\\d, e/CN=x\ny", .template_name = "T|<x>"});
	struct certificate facts = factory_facts(*state, x509);

	assert_null(strpbrk(facts.subject, "|<>\\\n"));
	assert_string_equal(facts.subject, "CN=x y, O=\"a!b(c)//d, e\"");
	assert_string_equal(facts.template_name, "T!(x)");
}

static void long_and_empty_names(void **state)
{
	char name[65 * 4 + 1] = "";
	autofree(X509) *empty = factory_certificate(&(struct factory_plan){.subject = ""});
	autofree(X509) *long_one = NULL;

	for (int i = 0; i < 4; i++)
		snprintf(name + strlen(name), sizeof name - strlen(name), "/OU=%059d", i);
	long_one = factory_certificate(&(struct factory_plan){.subject = name});
	assert_string_equal(factory_facts(*state, empty).subject, "(empty name)");
	assert_int_equal(strlen(factory_facts(*state, long_one).subject), TEXT_FOREIGN_MAX + strlen("..."));
}

static void bad_certificates_get_a_sentence(void **state)
{
	static const struct {
		struct factory_plan plan;
		const char *sentence;
	} rows[] = {
		{{.subject = "/CN=A", .raw_not_after = "991332000000Z"}, "the validity dates are malformed"},
		{{.subject = "/CN=A", .raw_not_after = "yesterday"}, "the validity dates are malformed"},
		{{.subject = "/CN=A", .raw_not_after = ""}, "the validity dates are malformed"},
		{{.subject = "/CN=A", .extra = {{"keyUsage", "DER:0500"}}}, "the key usage extension is malformed"},
		{{.subject = "/CN=A", .extra = {{"basicConstraints", "DER:04"}}},
		 "the basic constraints extension is malformed"},
		{{.subject = "/CN=A", .extra = {{"extendedKeyUsage", "DER:0500"}}},
		 "the extended key usage extension is malformed"},
		{{.subject = "/CN=A", .no_key_ids = true, .extra = {{"subjectKeyIdentifier", "DER:0500"}}},
		 "the subject key identifier extension is malformed"},
		{{.subject = "/CN=A", .extra = {{"authorityKeyIdentifier", "DER:0500"}}},
		 "the authority key identifier extension is malformed"},
		{{.subject = "/CN=A", .key_usage = "keyAgreement", .extra = {{"keyUsage", "digitalSignature"}}},
		 "the key usage extension is there twice"},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		autofree(X509) *x509 = factory_certificate(&rows[i].plan);
		struct factory_bytes der = factory_der(x509);
		struct certificate facts = {.version = 77};
		const char *sentence = certificate_parse(*state, der.bytes, der.length, &facts);

		assert_non_null(sentence);
		assert_string_equal(sentence, rows[i].sentence);
		assert_int_equal(facts.version, 77); /* filled only on success */
		free(der.bytes);
	}
}

static void each_truncation_fails(void **state)
{
	autofree(X509) *x509 = factory_signing((struct factory_plan){0});
	struct factory_bytes der = factory_der(x509);
	struct certificate facts;

	assert_null(certificate_parse(*state, der.bytes, der.length, &facts));
	for (size_t length = 0; length < der.length; length++) {
		struct factory_bytes part = factory_copy(der.bytes, length);

		assert_non_null(certificate_parse(*state, part.bytes, part.length, &facts));
		free(part.bytes);
	}
	free(der.bytes);
}

static void bytes_behind_the_end_fail(void **state)
{
	autofree(X509) *x509 = factory_signing((struct factory_plan){0});
	struct factory_bytes der = factory_der(x509), longer = factory_copy(der.bytes, der.length);
	struct certificate facts;

	longer.bytes = realloc(longer.bytes, der.length + 2);
	memset(longer.bytes + der.length, 0, 2);
	assert_string_equal(certificate_parse(*state, longer.bytes, der.length + 1, &facts),
			    "1 byte behind the end of the certificate");
	assert_string_equal(certificate_parse(*state, longer.bytes, der.length + 2, &facts),
			    "2 bytes behind the end of the certificate");
	free(longer.bytes);
	free(der.bytes);
}

/* No later user of OpenSSL finds our errors. */
static void the_error_queue_stays_empty(void **state)
{
	struct certificate facts;

	assert_non_null(certificate_parse(*state, (const unsigned char *)"0\x82\x01\x01xyz", 7, &facts));
	assert_int_equal(ERR_peek_error(), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(an_ra_certificate_is_read, arena_make, arena_drop),
		cmocka_unit_test_setup_teardown(a_ca_is_read, arena_make, arena_drop),
		cmocka_unit_test(validity_includes_both_ends),
		cmocka_unit_test_setup_teardown(who_is_a_ca, arena_make, arena_drop),
		cmocka_unit_test_setup_teardown(self_signed_needs_the_signature, arena_make, arena_drop),
		cmocka_unit_test_setup_teardown(signatures_and_keys_are_told_apart, arena_make, arena_drop),
		cmocka_unit_test_setup_teardown(usages_are_read_to_the_last_bit, arena_make, arena_drop),
		cmocka_unit_test_setup_teardown(without_a_key_usage_everything_is_allowed, arena_make, arena_drop),
		cmocka_unit_test_setup_teardown(templates_of_version_two, arena_make, arena_drop),
		cmocka_unit_test_setup_teardown(malformed_templates_are_left_out, arena_make, arena_drop),
		cmocka_unit_test_setup_teardown(numbers_of_a_template_may_be_missing, arena_make, arena_drop),
		cmocka_unit_test_setup_teardown(foreign_text_is_made_safe, arena_make, arena_drop),
		cmocka_unit_test_setup_teardown(long_and_empty_names, arena_make, arena_drop),
		cmocka_unit_test_setup_teardown(bad_certificates_get_a_sentence, arena_make, arena_drop),
		cmocka_unit_test_setup_teardown(each_truncation_fails, arena_make, arena_drop),
		cmocka_unit_test_setup_teardown(bytes_behind_the_end_fail, arena_make, arena_drop),
		cmocka_unit_test_setup_teardown(the_error_queue_stays_empty, arena_make, arena_drop),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
