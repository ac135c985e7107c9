/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "certificate_factory.h"
#include "core/array.h"

/* The parts of a healthy NDES, once for all tests. */
struct parts {
	struct arena *arena;
	X509 *all[3]; /* signing, encryption, CA */
	struct factory_bytes der, pkcs7, pem;
};

static int parts_make(void **state)
{
	struct parts *parts = calloc(1, sizeof *parts);
	X509 *ca = factory_ca((struct factory_plan){0});

	parts->arena = arena_create("out of memory\n");
	parts->all[0] = factory_signing((struct factory_plan){.signed_by = ca});
	parts->all[1] = factory_encryption((struct factory_plan){.signed_by = ca});
	parts->all[2] = ca;
	parts->der = factory_der(ca);
	parts->pkcs7 = factory_pkcs7(parts->all, 3);
	parts->pem = factory_pem(parts->all, 3);
	*state = parts;
	return 0;
}

static int parts_drop(void **state)
{
	struct parts *parts = *state;

	for (size_t i = 0; i < 3; i++)
		X509_free(parts->all[i]);
	free(parts->der.bytes);
	free(parts->pkcs7.bytes);
	free(parts->pem.bytes);
	arena_destroy(parts->arena);
	free(parts);
	return 0;
}

static void assert_good(const struct parts *parts, struct factory_bytes bytes, enum certificate_set_form form,
			size_t count, bool bare)
{
	enum certificate_set_fault fault = CERTIFICATE_SET_HTML;
	struct certificate_set set = {0};
	const char *sentence = certificate_set_parse(parts->arena, bytes.bytes, bytes.length, &set, &fault);

	if (sentence != NULL)
		print_message("# %s\n", sentence);
	assert_null(sentence);
	assert_int_equal(fault, CERTIFICATE_SET_GOOD);
	assert_int_equal(set.form, form);
	assert_int_equal(set.count, count);
	assert_int_equal(set.bare, bare);
}

static const char *assert_bad(const struct parts *parts, const void *bytes, size_t length,
			      enum certificate_set_fault fault)
{
	struct factory_bytes copy = factory_copy(bytes, length);
	enum certificate_set_fault got = CERTIFICATE_SET_GOOD;
	struct certificate_set set = {.count = 77};
	const char *sentence = certificate_set_parse(parts->arena, copy.bytes, copy.length, &set, &got);

	free(copy.bytes);
	assert_non_null(sentence);
	print_message("# %s\n", sentence);
	assert_int_equal(got, fault);
	assert_int_equal(set.count, 77); /* filled only on success */
	return sentence;
}

static struct factory_bytes joined(const void *first, size_t first_length, struct factory_bytes second)
{
	struct factory_bytes both = {.bytes = malloc(first_length + second.length),
				     .length = first_length + second.length};

	memcpy(both.bytes, first, first_length);
	memcpy(both.bytes + first_length, second.bytes, second.length);
	return both;
}

static void forms_are_told_by_content(void **state)
{
	const struct parts *parts = *state;
	const size_t columns[] = {64, 76, 1000000};

	assert_good(parts, parts->der, FORM_CERTIFICATE, 1, true);
	assert_good(parts, parts->pkcs7, FORM_PKCS7, 3, false);
	assert_good(parts, parts->pem, FORM_PEM, 3, false);
	for (size_t i = 0; i < ARRAY_LENGTH(columns); i++) {
		struct factory_bytes one = factory_base64(parts->der, columns[i]);
		struct factory_bytes many = factory_base64(parts->pkcs7, columns[i]);

		assert_good(parts, one, FORM_BASE64, 1, true);
		assert_good(parts, many, FORM_BASE64, 3, false);
		free(one.bytes);
		free(many.bytes);
	}
}

static void the_facts_are_the_same_in_each_form(void **state)
{
	const struct parts *parts = *state;
	struct certificate_set pem, pkcs7;

	assert_null(certificate_set_parse(parts->arena, parts->pem.bytes, parts->pem.length, &pem, NULL));
	assert_null(certificate_set_parse(parts->arena, parts->pkcs7.bytes, parts->pkcs7.length, &pkcs7, NULL));
	for (size_t i = 0; i < 3; i++) {
		struct certificate alone = factory_facts(parts->arena, parts->all[i]);
		bool found = false;

		assert_true(certificate_equal(&pem.certificates[i], &alone));
		for (size_t k = 0; k < 3; k++)
			found |= certificate_equal(&pkcs7.certificates[k], &alone);
		assert_true(found);
	}
}

static void text_around_pem_blocks_is_skipped(void **state)
{
	static const char around[] =
		"0 s:CN = caf\xC3\xA9\nsubject=/CN=x\n-----BEGIN nonsense\n-----BEGIN PRIVATE KEY-----\nAAAA\n"
		"-----END PRIVATE KEY-----\n";
	const struct parts *parts = *state;
	struct factory_bytes front = joined(around, strlen(around), parts->pem);
	struct factory_bytes twice = joined(front.bytes, front.length, front);
	struct factory_bytes more =
		joined(twice.bytes, twice.length, (struct factory_bytes){(unsigned char *)"the end", 7});

	assert_good(parts, more, FORM_PEM, 3, false);
	free(front.bytes);
	free(twice.bytes);
	free(more.bytes);
}

static struct factory_bytes pem_labelled(const char *label, struct factory_bytes content)
{
	struct factory_bytes base64 = factory_base64(content, 64), text = {0};
	char *joined_text;

	text.length = (size_t)asprintf(&joined_text, "-----BEGIN %s-----\n%.*s\n-----END %s-----\n", label,
				       (int)base64.length, base64.bytes, label);
	text.bytes = (unsigned char *)joined_text;
	free(base64.bytes);
	return text;
}

/* certutil -encode writes CERTIFICATE around a PKCS#7 too. */
static void labels_of_pem(void **state)
{
	const struct parts *parts = *state;
	unsigned char hints[] = {0x30, 0x00};
	struct factory_bytes trusted = joined(parts->der.bytes, parts->der.length,
					      (struct factory_bytes){.bytes = hints, .length = sizeof hints});
	const struct {
		const char *label;
		struct factory_bytes content;
		size_t count;
	} rows[] = {
		{"CERTIFICATE", parts->der, 1},
		{"X509 CERTIFICATE", parts->der, 1},
		{"TRUSTED CERTIFICATE", trusted, 1},
		{"PKCS7", parts->pkcs7, 3},
		{"CMS", parts->pkcs7, 3},
		{"PKCS #7 SIGNED DATA", parts->pkcs7, 3},
		{"CERTIFICATE", parts->pkcs7, 3},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct factory_bytes text = pem_labelled(rows[i].label, rows[i].content);

		print_message("# %s\n", rows[i].label);
		assert_good(parts, text, FORM_PEM, rows[i].count, rows[i].count == 1);
		free(text.bytes);
	}
	free(trusted.bytes);
}

static struct factory_bytes utf16(struct factory_bytes text, bool big, bool mark)
{
	struct factory_bytes wide = {.bytes = calloc(text.length + 1, 2), .length = 2 * (text.length + mark)};
	size_t at = 0;

	if (mark) {
		wide.bytes[at++] = big ? 0xFE : 0xFF;
		wide.bytes[at++] = big ? 0xFF : 0xFE;
	}
	for (size_t i = 0; i < text.length; i++, at += 2)
		wide.bytes[at + big] = text.bytes[i];
	return wide;
}

static void utf16_is_read(void **state)
{
	const struct parts *parts = *state;
	struct factory_bytes page = {.bytes = (unsigned char *)" <html><head>", .length = 13};

	for (int i = 0; i < 4; i++) {
		struct factory_bytes wide = utf16(parts->pem, i & 1, i & 2), wide_page = utf16(page, i & 1, i & 2);

		assert_good(parts, wide, FORM_PEM, 3, false);
		assert_bad(parts, wide_page.bytes, wide_page.length, CERTIFICATE_SET_HTML);
		free(wide.bytes);
		free(wide_page.bytes);
	}
}

static void indefinite_lengths_are_read(void **state)
{
	const struct parts *parts = *state;
	/* ContentInfo { signedData, [0] { SignedData { 1, {}, { data }, [0] certificate, {} } } } */
	static const unsigned char head[] = {0x30, 0x80, 0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D,
					     0x01, 0x07, 0x02, 0xA0, 0x80, 0x30, 0x80, 0x02, 0x01, 0x01,
					     0x31, 0x00, 0x30, 0x80, 0x06, 0x09, 0x2A, 0x86, 0x48, 0x86,
					     0xF7, 0x0D, 0x01, 0x07, 0x01, 0x00, 0x00, 0xA0, 0x80};
	static const unsigned char tail[] = {0, 0, 0x31, 0x00, 0, 0, 0, 0, 0, 0};
	struct factory_bytes front = joined(head, sizeof head, parts->der);
	struct factory_bytes all =
		joined(front.bytes, front.length,
		       (struct factory_bytes){.bytes = (unsigned char *)tail, .length = sizeof tail});

	assert_good(parts, all, FORM_PKCS7, 1, false);
	assert_bad(parts, all.bytes, all.length - 1, CERTIFICATE_SET_DAMAGED);
	free(front.bytes);
	free(all.bytes);
}

static void bad_inputs_get_a_sentence(void **state)
{
	const struct parts *parts = *state;
	static const struct {
		const char *bytes;
		size_t length;
		enum certificate_set_fault fault;
		const char *part;
	} rows[] = {
		{"", 0, CERTIFICATE_SET_EMPTY, "empty"},
		{" \r\n\t", 4, CERTIFICATE_SET_EMPTY, "empty"},
		{"\xEF\xBB\xBF", 3, CERTIFICATE_SET_EMPTY, "empty"},
		{"\xFF\xFE", 2, CERTIFICATE_SET_EMPTY, "empty"},
		{"\r\n<!DOCTYPE html>", 17, CERTIFICATE_SET_HTML, "HTML"},
		{"\xEF\xBB\xBF<html>", 9, CERTIFICATE_SET_HTML, "HTML"},
		{"0", 1, CERTIFICATE_SET_NOT_CERTIFICATES, "neither"},
		{"\x30\x82", 2, CERTIFICATE_SET_TRUNCATED, "truncated"},
		{"\x30\x80", 2, CERTIFICATE_SET_TRUNCATED, "truncated"},
		{"\x30\x82\x0D\xEF\x06", 5, CERTIFICATE_SET_TRUNCATED, "truncated: 5 of 3571 bytes"},
		{"\x30\xEF\xBF\xBD\x06", 5, CERTIFICATE_SET_DAMAGED, "impossible length"},
		{"\x30\x84\xFF\xFF\xFF\xFF\x30", 7, CERTIFICATE_SET_DAMAGED, "impossible length"},
		{"\x30\x81\x03\x30\x01\x01", 6, CERTIFICATE_SET_DAMAGED, "begins like a certificate"},
		{"\x30\x81\x03\x06\x05\x2A", 6, CERTIFICATE_SET_DAMAGED, "begins like a PKCS#7"},
		{"\x30\x81\x03\x02\x01\x00", 6, CERTIFICATE_SET_NOT_CERTIFICATES, "private key"},
		{"\r\n\x30\x82\x01\x01", 6, CERTIFICATE_SET_DAMAGED, "in front"},
		{"not implemented", 15, CERTIFICATE_SET_NOT_CERTIFICATES, "'not implemented'"},
		{"AAAA", 4, CERTIFICATE_SET_NOT_CERTIFICATES, "neither"},
		{"====", 4, CERTIFICATE_SET_NOT_CERTIFICATES, "neither"},
		{"a|b<c>", 6, CERTIFICATE_SET_NOT_CERTIFICATES, "'a!b(c)'"},
		{"\0\0\0", 3, CERTIFICATE_SET_NOT_CERTIFICATES, "neither"},
		{"-----BEGIN ", 11, CERTIFICATE_SET_NOT_CERTIFICATES, "no block"},
		{"-----BEGIN RSA PRIVATE KEY-----", 31, CERTIFICATE_SET_NOT_CERTIFICATES, "RSA PRIVATE KEY"},
		{"-----BEGIN CERTIFICATE-----\nMIIB", 32, CERTIFICATE_SET_TRUNCATED, "no end"},
		{"-----BEGIN CERTIFICATE-----\nM!IB-----END CERTIFICATE-----", 57, CERTIFICATE_SET_DAMAGED, "base64"},
		{"-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----", 53, CERTIFICATE_SET_DAMAGED, "base64"},
		{"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", 58, CERTIFICATE_SET_NOT_CERTIFICATES,
		 "neither"},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		const char *sentence = assert_bad(parts, rows[i].bytes, rows[i].length, rows[i].fault);

		assert_non_null(strstr(sentence, rows[i].part));
	}
}

static void assert_named(const struct parts *parts, unsigned char *bytes, int length, const char *sentence)
{
	assert_true(length > 0);
	assert_string_equal(assert_bad(parts, bytes, (size_t)length, CERTIFICATE_SET_NOT_CERTIFICATES), sentence);
	OPENSSL_free(bytes);
}

static void other_things_are_named(void **state)
{
	const struct parts *parts = *state;
	static const unsigned char brief[] = {0x30, 0x23, 0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D,
					      0x01, 0x07, 0x02, 0xA0, 0x16, 0x30, 0x14, 0x02, 0x01, 0x01,
					      0x31, 0x00, 0x30, 0x0B, 0x06, 0x09, 0x2A, 0x86, 0x48, 0x86,
					      0xF7, 0x0D, 0x01, 0x07, 0x01, 0x31, 0x00};
	static const unsigned char none[] = {0x30, 0x80, 0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07,
					     0x02, 0xA0, 0x80, 0x30, 0x80, 0x02, 0x01, 0x01, 0x31, 0x00, 0x30, 0x80,
					     0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x01, 0x00,
					     0x00, 0x31, 0x00, 0,    0,    0,    0,    0,    0};
	autofree(X509_REQ) *request = X509_to_X509_REQ(parts->all[0], factory_key(FACTORY_KEY_SIGNING), EVP_sha256());
	autofree(PKCS7) *data = PKCS7_new();
	unsigned char *bytes = NULL, text[200] = "x";
	int length;

	assert_string_equal(assert_bad(parts, brief, sizeof brief, CERTIFICATE_SET_NOT_CERTIFICATES),
			    "a PKCS#7 without certificates");
	assert_string_equal(assert_bad(parts, brief, sizeof brief - 1, CERTIFICATE_SET_TRUNCATED),
			    "truncated: 36 of 37 bytes");
	assert_string_equal(assert_bad(parts, none, sizeof none, CERTIFICATE_SET_NOT_CERTIFICATES),
			    "a PKCS#7 without certificates");
	length = i2d_X509_REQ(request, &bytes);
	assert_named(parts, bytes, length, "a certificate request, no certificate");
	assert_int_equal(PKCS7_set_type(data, NID_pkcs7_data), 1);
	assert_int_equal(ASN1_OCTET_STRING_set(data->d.data, text, sizeof text), 1);
	bytes = NULL;
	length = i2d_PKCS7(data, &bytes);
	assert_named(parts, bytes, length, "a PKCS#7 of another kind (pkcs7-data), which holds no certificates");
}

static void each_truncation_fails(void **state)
{
	const struct parts *parts = *state;

	for (size_t length = 0; length < parts->pkcs7.length; length++) {
		struct factory_bytes part = factory_copy(parts->pkcs7.bytes, length);
		enum certificate_set_fault fault;
		struct certificate_set set;

		assert_non_null(certificate_set_parse(parts->arena, part.bytes, part.length, &set, &fault));
		if (length >= 2)
			assert_int_equal(fault, CERTIFICATE_SET_TRUNCATED);
		free(part.bytes);
	}
}

/* Text is cut in each place too; what is left must never be taken for the whole. */
static void each_truncation_of_text_fails_or_has_less(void **state)
{
	const struct parts *parts = *state;
	struct factory_bytes base64 = factory_base64(parts->der, 64);
	size_t last_digit = base64.length;

	while (base64.bytes[last_digit - 1] == '=')
		last_digit--;
	for (size_t length = 0; length < parts->pem.length; length += length % 64 == 0 ? 1 : 7) {
		struct factory_bytes part = factory_copy(parts->pem.bytes, length);
		struct certificate_set set = {0};

		if (certificate_set_parse(parts->arena, part.bytes, part.length, &set, NULL) == NULL)
			assert_true(set.count < 3 || length >= parts->pem.length - 1);
		free(part.bytes);
	}
	for (size_t length = 0; length < last_digit; length++) {
		struct factory_bytes part = factory_copy(base64.bytes, length);
		struct certificate_set set;

		assert_non_null(certificate_set_parse(parts->arena, part.bytes, part.length, &set, NULL));
		free(part.bytes);
	}
	free(base64.bytes);
}

static void bytes_behind_the_end_are_damage(void **state)
{
	const struct parts *parts = *state;
	struct factory_bytes longer = joined(parts->pkcs7.bytes, parts->pkcs7.length, parts->der);
	struct factory_bytes line =
		joined(parts->der.bytes, parts->der.length, (struct factory_bytes){(unsigned char *)"\r\n", 2});
	struct certificate_set set;
	enum certificate_set_fault fault;

	assert_bad(parts, longer.bytes, longer.length, CERTIFICATE_SET_DAMAGED);
	assert_string_equal(certificate_set_parse(parts->arena, line.bytes, line.length, &set, &fault),
			    "damaged: 2 bytes behind the end of the certificate");
	free(longer.bytes);
	free(line.bytes);
}

/* What 'Translate URLs in application body' or a step through a text encoding does to it. */
static void changed_bytes_are_damage_or_noticed(void **state)
{
	const struct parts *parts = *state;
	struct factory_bytes broken = factory_copy(parts->pkcs7.bytes, parts->pkcs7.length);

	memset(broken.bytes + 60, '?', 20);
	assert_bad(parts, broken.bytes, broken.length, CERTIFICATE_SET_DAMAGED);
	free(broken.bytes);
}

static void a_malformed_certificate_is_named(void **state)
{
	const struct parts *parts = *state;
	autofree(X509) *bad = factory_certificate(&(struct factory_plan){.subject = "/CN=B", .raw_not_after = "never"});
	X509 *both[] = {parts->all[0], bad};
	struct factory_bytes pem = factory_pem(both, 2);

	assert_string_equal(assert_bad(parts, pem.bytes, pem.length, CERTIFICATE_SET_DAMAGED),
			    "certificate 2: the validity dates are malformed");
	free(pem.bytes);
}

static void make_many(X509 **many, size_t count)
{
	for (size_t i = 0; i < count; i++)
		many[i] = factory_certificate(&(struct factory_plan){.subject = "/CN=A", .key = FACTORY_KEY_SHORT});
}

static void many_certificates_have_a_cap(void **state)
{
	const struct parts *parts = *state;
	X509 *many[CERTIFICATE_SET_MAX + 1];
	struct factory_bytes bytes;

	make_many(many, ARRAY_LENGTH(many));
	bytes = factory_pkcs7(many, 200);
	assert_good(parts, bytes, FORM_PKCS7, 200, false);
	free(bytes.bytes);
	bytes = factory_pem(many, CERTIFICATE_SET_MAX);
	assert_good(parts, bytes, FORM_PEM, CERTIFICATE_SET_MAX, false);
	free(bytes.bytes);
	bytes = factory_pem(many, CERTIFICATE_SET_MAX + 1);
	assert_string_equal(assert_bad(parts, bytes.bytes, bytes.length, CERTIFICATE_SET_TOO_MANY),
			    "more than 256 certificates");
	free(bytes.bytes);
	bytes = factory_pkcs7(many, CERTIFICATE_SET_MAX + 1);
	assert_string_equal(assert_bad(parts, bytes.bytes, bytes.length, CERTIFICATE_SET_TOO_MANY),
			    "257 certificates, more than 256");
	free(bytes.bytes);
	for (size_t i = 0; i < ARRAY_LENGTH(many); i++)
		X509_free(many[i]);
}

static void sets_are_merged_without_doubles(void **state)
{
	const struct parts *parts = *state;
	struct certificate_set all = {0}, one = factory_set(parts->arena, parts->all, 1);
	struct certificate_set three = factory_set(parts->arena, parts->all, 3), bare;

	assert_null(certificate_set_parse(parts->arena, parts->der.bytes, parts->der.length, &bare, NULL));
	assert_null(certificate_set_add(parts->arena, &all, &bare));
	assert_true(all.bare);
	assert_int_equal(all.form, FORM_CERTIFICATE);
	assert_null(certificate_set_add(parts->arena, &all, &bare));
	assert_int_equal(all.count, 1);
	assert_true(all.bare);
	assert_null(certificate_set_add(parts->arena, &all, &one));
	assert_int_equal(all.count, 2);
	assert_false(all.bare);
	assert_null(certificate_set_add(parts->arena, &all, &three));
	assert_int_equal(all.count, 3);
	assert_int_equal(all.form, FORM_CERTIFICATE);
}

static void merging_has_the_cap_too(void **state)
{
	const struct parts *parts = *state;
	X509 *many[CERTIFICATE_SET_MAX];
	struct certificate_set all, three = factory_set(parts->arena, parts->all, 3);

	make_many(many, ARRAY_LENGTH(many));
	all = factory_set(parts->arena, many, ARRAY_LENGTH(many) - 3);
	assert_null(certificate_set_add(parts->arena, &all, &three));
	assert_int_equal(all.count, CERTIFICATE_SET_MAX);
	all = factory_set(parts->arena, many, ARRAY_LENGTH(many) - 2);
	assert_string_equal(certificate_set_add(parts->arena, &all, &three), "257 certificates, more than 256");
	assert_int_equal(all.count, CERTIFICATE_SET_MAX - 2);
	for (size_t i = 0; i < ARRAY_LENGTH(many); i++)
		X509_free(many[i]);
}

static struct factory_bytes vector(const char *name)
{
	const char *folder = getenv("SUITE_VECTORS");
	struct factory_bytes bytes = {0};
	unsigned char page[65536];
	char path[4096];
	FILE *file;

	snprintf(path, sizeof path, "%s/scep/%s", folder, name);
	file = fopen(path, "rb");
	assert_non_null(file);
	bytes.length = fread(page, 1, sizeof page, file);
	bytes = factory_copy(page, bytes.length);
	fclose(file);
	return bytes;
}

static void recorded_sets_are_read(void **state)
{
	const struct parts *parts = *state;
	static const struct {
		const char *name;
		enum certificate_set_form form;
		size_t count;
		bool bare;
	} rows[] = {
		{"synthetic_ndes_GetCACert.p7b", FORM_PKCS7, 3, false},
		{"live_stepca0.19_GetCACert.ca-ra.p7b", FORM_PKCS7, 2, false},
		{"live_stepca0.19_GetCACert.single.der", FORM_CERTIFICATE, 1, true},
		{"live_micromdm2.1.0_GetCACert.single.der", FORM_CERTIFICATE, 1, true},
		{"live_micromdm2.1.0_ca.pem", FORM_PEM, 1, true},
		{"ndes_RA_signing_cert_smallstep.pem", FORM_PEM, 1, true},
		{"openxpki_SCEP_RA.crt", FORM_PEM, 1, true},
		{"smallstep_CertRep.der", FORM_PKCS7, 2, false},
		{"jscep_scep_resp0.der", FORM_PKCS7, 1, false},
		{"jscep_scep_req2.der", FORM_PKCS7, 1, false},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct factory_bytes bytes = vector(rows[i].name);

		print_message("# %s\n", rows[i].name);
		assert_good(parts, bytes, rows[i].form, rows[i].count, rows[i].bare);
		free(bytes.bytes);
	}
}

static void recorded_other_things_are_refused(void **state)
{
	static const struct {
		const char *name;
		enum certificate_set_fault fault;
	} rows[] = {
		{"jscep_scep_req0.der", CERTIFICATE_SET_NOT_CERTIFICATES},
		{"jscep_scep_req1.der", CERTIFICATE_SET_NOT_CERTIFICATES},
		{"recon_mscep_landing.utf16le-bom.html", CERTIFICATE_SET_HTML},
		{"live_micromdm2.1.0_GetCACaps.txt", CERTIFICATE_SET_NOT_CERTIFICATES},
		{"live_micromdm2.1.0_CertPoll.http500.txt", CERTIFICATE_SET_NOT_CERTIFICATES},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct factory_bytes bytes = vector(rows[i].name);

		assert_bad(*state, bytes.bytes, bytes.length, rows[i].fault);
		free(bytes.bytes);
	}
}

static void left_out(void **state)
{
	(void)state;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, parts_make, parts_drop)

/* cmocka's skip() prints "not ok # SKIP", which TAP takes for a failure; a directive in the name is a skip. */
#define RECORDED(function) \
	(getenv("SUITE_VECTORS") != NULL \
		 ? (const struct CMUnitTest)TEST(function) \
		 : (const struct CMUnitTest){.name = #function \
					     " # SKIP SUITE_VECTORS names no folder of recorded answers", \
					     .test_func = left_out})

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(forms_are_told_by_content),
		TEST(the_facts_are_the_same_in_each_form),
		TEST(text_around_pem_blocks_is_skipped),
		TEST(labels_of_pem),
		TEST(utf16_is_read),
		TEST(indefinite_lengths_are_read),
		TEST(bad_inputs_get_a_sentence),
		TEST(other_things_are_named),
		TEST(each_truncation_fails),
		TEST(each_truncation_of_text_fails_or_has_less),
		TEST(bytes_behind_the_end_are_damage),
		TEST(changed_bytes_are_damage_or_noticed),
		TEST(a_malformed_certificate_is_named),
		TEST(many_certificates_have_a_cap),
		TEST(sets_are_merged_without_doubles),
		TEST(merging_has_the_cap_too),
		RECORDED(recorded_sets_are_read),
		RECORDED(recorded_other_things_are_refused),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
