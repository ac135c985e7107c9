/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is no list, and lists that break a rule: each gets its sentence. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/array.h"
#include "crl_factory.h"
#include "pki/crl.h"

static const struct crl_options plain;

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

/* At once, and byte by byte: the same sentence. */
static const char *sentence(struct arena *arena, const void *bytes, size_t length, enum crl_fault *ret_fault)
{
	struct factory_bytes copy = factory_copy(bytes, length);
	struct crl_parser *parser = crl_parser_create(arena, &plain);
	const char *wrong, *again;
	struct crl crl;

	wrong = crl_parse(arena, &plain, copy.bytes, length, &crl, ret_fault);
	for (size_t i = 0; i < length; i++)
		crl_parser_push(parser, copy.bytes + i, 1);
	again = crl_parser_finish(parser, &crl, NULL);
	free(copy.bytes);
	if (wrong != NULL && again != NULL)
		assert_string_equal(again, wrong);
	else
		assert_ptr_equal(again, wrong);
	return wrong;
}

static void what_is_no_list(void **state)
{
#define ROW(bytes) bytes, sizeof(bytes) - 1
	static const struct {
		const char *bytes;
		size_t length;
		enum crl_fault fault;
		const char *sentence;
	} rows[] = {
		{ROW(""), CRL_EMPTY, "is empty"},
		{ROW(" \r\n"), CRL_EMPTY, "is empty but for blanks"},
		{ROW("<!DOCTYPE html>\n<title>404 |</title>"), CRL_HTML,
		 "is not a CRL: a web page, \"(!DOCTYPE html) (title)404 !(/title)\""},
		{ROW("\xEF\xBB\xBF\n<html>"), CRL_HTML, "is not a CRL: a web page, \"(html)\""},
		{ROW("\x1F\x8B\x08\x00\x00"), CRL_COMPRESSED,
		 "is not a CRL: it is compressed with gzip, which clients don't unpack"},
		{ROW("not found"), CRL_NOT_CRL, "is not a CRL: text, \"not found\""},
		{ROW("-----BEGIN CERTIFICATE-----\nMIIB"), CRL_NOT_CRL,
		 "is not a CRL: text, \"-----BEGIN CERTIFICATE----- MIIB\""},
		{ROW("\x80\x81"), CRL_NOT_CRL, "is not a CRL: text, \"??\""},
		{ROW("\x80\x01\x02"), CRL_NOT_CRL, "is not a CRL: it begins with 800102"},
		{ROW("\x00\x01\x02"), CRL_NOT_CRL, "is not a CRL: it begins with 000102"},
		{ROW("0"), CRL_TRUNCATED, "ends after 1 byte"},
		{ROW("0\x82\x01"), CRL_TRUNCATED, "ends after 3 bytes"},
		{ROW("0\x80\x30\x00"), CRL_MALFORMED, "is not a CRL: the first header is malformed (at byte 0)"},
		{ROW("0\x81\x05\x30\x03\x02\x01\x01"), CRL_MALFORMED,
		 "is not a CRL: the first header is malformed (at byte 0)"},
		{ROW("0\x82\x00\x90\x30\x81\x8D"), CRL_MALFORMED,
		 "is not a CRL: the first header is malformed (at byte 0)"},
		{ROW("0\x89\x01\x01\x01\x01\x01\x01\x01\x01\x01"), CRL_MALFORMED,
		 "is not a CRL: the first header is malformed (at byte 0)"},
		{ROW("0\x88\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF"), CRL_MALFORMED,
		 "is not a CRL: the first header is malformed (at byte 0)"},
		{ROW("0\x00"), CRL_MALFORMED, "tbsCertList is malformed (at byte 2)"},
		{ROW("0\x05\x30\x04"), CRL_MALFORMED, "tbsCertList is malformed (at byte 2)"},
		{ROW("0\x10\x06\x09"), CRL_NOT_CRL, "is not a CRL: a PKCS#7 message"},
		{ROW("-----BEGIN X509 CRL-----\nMII!"), CRL_MALFORMED, "the base64 of the PEM block is damaged"},
		{ROW("-----BEGIN X509 CRL-----\nMII\n-----END X509 CRL-----"), CRL_TRUNCATED, "ends after 51 bytes"},
	};
#undef ROW

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		enum crl_fault fault;

		print_message("# row %zu\n", i);
		assert_string_equal(sentence(*state, rows[i].bytes, rows[i].length, &fault), rows[i].sentence);
		assert_int_equal(fault, rows[i].fault);
	}
}

static void a_certificate_is_no_list(void **state)
{
	struct factory_bytes der = factory_der(crl_factory_ca());
	enum crl_fault fault;

	assert_string_equal(sentence(*state, der.bytes, der.length, &fault), "is not a CRL: a certificate");
	assert_int_equal(fault, CRL_NOT_CRL);
	free(der.bytes);
}

#define LONG_SERIAL \
	"\x02\x28\x01\x02\x03\x04\x05\x06\x07\x08\x09\x10\x01\x02\x03\x04\x05\x06\x07\x08\x09\x10" \
	"\x01\x02\x03\x04\x05\x06\x07\x08\x09\x10\x01\x02\x03\x04\x05\x06\x07\x08\x09\x10"
#define DATE \
	"\x17\x0D" \
	"270101000000Z"

static void rules_that_are_broken(void **state)
{
	static const struct {
		struct crl_plan plan;
		const char *sentence; /* its beginning */
	} rows[] = {
		{{.version = CRL_RAW("\x02\x01\x00")}, "the version is neither absent nor 2"},
		{{.version = CRL_RAW("\x02\x01\x02")}, "the version is neither absent nor 2"},
		{{.version = CRL_RAW("\x02\x02\x00\x01")}, "the version is neither absent nor 2"},
		{{.version = CRL_RAW("")}, "there are extensions, but the version is not 2"},
		{{.version = CRL_RAW(""), .entries = 2}, "an entry has extensions, but the version is not 2"},
		{{.algorithm = CRL_RAW("\x30\x03\x02\x01\x01")}, "the signature algorithm is malformed"},
		{{.outer_algorithm = CRL_RAW("\x30\x0D\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x01\x05\x05\x00")},
		 "the signature algorithms inside and outside of tbsCertList differ"},
		{{.issuer_name = CRL_RAW("\x30\x02\x31\x00")}, "the issuer's name is malformed"},
		{{.issuer_name = CRL_RAW("\x30\x82\x10\x01")}, "the issuer's name is malformed"},
		{{.this_update = CRL_RAW("\x17\x0D"
					 "270230000000Z")},
		 "thisUpdate does not exist in the calendar"},
		{{.this_update = CRL_RAW("\x17\x0D"
					 "270229000000Z")},
		 "thisUpdate does not exist in the calendar"},
		{{.this_update = CRL_RAW("\x17\x0D"
					 "271301000000Z")},
		 "thisUpdate does not exist in the calendar"},
		{{.this_update = CRL_RAW("\x17\x0D"
					 "270100000000Z")},
		 "thisUpdate does not exist in the calendar"},
		{{.this_update = CRL_RAW("\x17\x0D"
					 "270101240000Z")},
		 "thisUpdate does not exist in the calendar"},
		{{.this_update = CRL_RAW("\x17\x0D"
					 "270101006000Z")},
		 "thisUpdate does not exist in the calendar"},
		{{.this_update = CRL_RAW("\x17\x0D"
					 "270101000060Z")},
		 "thisUpdate does not exist in the calendar"},
		{{.this_update = CRL_RAW("\x17\x0B"
					 "2701010000Z")},
		 "thisUpdate is malformed"},
		{{.this_update = CRL_RAW("\x17\x11"
					 "270101000000+0100")},
		 "thisUpdate is malformed"},
		{{.this_update = CRL_RAW("\x17\x0D"
					 "27010100000:Z")},
		 "thisUpdate is malformed"},
		{{.this_update = CRL_RAW("\x17\x0D"
					 "2701010000-1Z")},
		 "thisUpdate is malformed"},
		{{.this_update = CRL_RAW("\x18\x0F"
					 "20270101000000Z")},
		 "thisUpdate is a GeneralizedTime before 2050"},
		{{.this_update = CRL_RAW("\x18\x11"
					 "20510101000000.5Z")},
		 "thisUpdate is malformed"},
		{{.this_update = CRL_RAW("\x18\x0F"
					 "2:510101000000Z")},
		 "thisUpdate is malformed"},
		{{.next_update = CRL_RAW("\x17\x0D"
					 "270431000000Z")},
		 "nextUpdate does not exist in the calendar"},
		{{.list = CRL_RAW("\x30\x00")}, "an entry's serial number is malformed"},
		{{.list = CRL_RAW("\x31\x03\x02\x01\x01")}, "an entry is malformed"},
		{{.list = CRL_RAW("\x30\x03\x02\x01\x01")}, "an entry's revocation date is malformed"},
		{{.list = CRL_RAW("\x30\x20\x02\x01\x01")}, "an entry is malformed"},
		{{.list = CRL_RAW("\x30")}, "an entry is malformed"},
		{{.list = CRL_RAW("\x30\x82\x80\x01")}, "an entry is malformed"},
		{{.list = CRL_RAW("\x30\x11\x02\x00" DATE)}, "an entry's serial number is malformed"},
		{{.list = CRL_RAW("\x30\x13\x02\x02\x00\x01" DATE)}, "an entry's serial number is malformed"},
		{{.list = CRL_RAW("\x30\x13\x02\x02\xFF\x80" DATE)}, "an entry's serial number is malformed"},
		{{.list = CRL_RAW("\x30\x12\x02\x05\x01" DATE)}, "an entry's revocation date is malformed"},
		{{.list = CRL_RAW("\x30\x12\x02\x01\x01\x17\x0D"
				  "270230000000Z")},
		 "an entry's revocation date does not exist in the calendar"},
		{{.list = CRL_RAW("\x30\x14\x02\x01\x01" DATE "\x30\x00")}, "an entry's extensions are empty"},
		{{.list = CRL_RAW("\x30\x14\x02\x01\x01" DATE "\x05\x00")}, "an entry is malformed"},
		{{.list = CRL_RAW("\x30\x20\x02\x01\x01" DATE
				  "\x30\x0C\x30\x0A\x06\x03\x55\x1D\x15\x04\x03\x0B\x01\x01")},
		 "an entry's reason code is malformed"},
		{{.extensions = CRL_RAW("\x30\x0A\x06\x03\x55\x1D\x14\x04\x03\x02\x01\x01")},
		 "the CRL number extension is there twice"},
		{{.extensions = CRL_RAW("\x30\x00")}, "an extension is malformed"},
		{{.extensions = CRL_RAW("\x05\x00")}, "an extension is malformed"},
		{{.extensions = CRL_RAW("\x30\x0D\x06\x03\x55\x1D\x1B\x01\x01\x01\x04\x03\x02\x01\x01")},
		 "an extension is malformed"},
		{{.number_value = CRL_RAW("\x02\x01\xFF")}, "the CRL number extension is malformed"},
		{{.number_value = CRL_RAW("\x02\x02\x00\x01")}, "the CRL number extension is malformed"},
		{{.number_value =
			  CRL_RAW("\x02\x15\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0A\x0B\x0C\x0D\x0E\x0F\x10\x11\x12"
				  "\x13\x14\x15")},
		 "the CRL number extension is malformed"},
		{{.behind_extensions = CRL_RAW("\x05\x00")}, "tbsCertList goes on behind the extensions"},
		{{.no_extensions = true, .behind_extensions = CRL_RAW("\x05\x00")},
		 "tbsCertList holds something that does not belong there"},
		{{.behind_signature = CRL_RAW("\x05\x00")}, "the list goes on behind its signature"},
		{{.bit_string = CRL_RAW("\x03\x03\x01\x02\x02")}, "the signature's BIT STRING is malformed"},
		{{.bit_string = CRL_RAW("\x03\x01\x00")}, "the signature's BIT STRING is malformed"},
		{{.bit_string = CRL_RAW("\x04\x02\x00\x01")}, "the signature's BIT STRING is malformed"},
		{{.bit_string = CRL_RAW("")}, "the signature's BIT STRING is malformed"},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct factory_bytes list = crl_factory_list(&rows[i].plan);
		enum crl_fault fault;
		const char *wrong = sentence(*state, list.bytes, list.length, &fault);

		print_message("# row %zu: %s\n", i, wrong != NULL ? wrong : "(nothing wrong)");
		assert_non_null(wrong);
		assert_int_equal(strncmp(wrong, rows[i].sentence, strlen(rows[i].sentence)), 0);
		assert_int_equal(fault, CRL_MALFORMED);
		free(list.bytes);
	}
}

/* Lengths that lie: whatever single byte is changed, nothing breaks, and no signature verifies. */
static void every_byte_changed(void **state)
{
	struct factory_bytes list = crl_factory_list(&(struct crl_plan){.entries = 3});
	struct certificate ca = factory_facts(*state, crl_factory_ca());
	static const unsigned char changes[] = {0x01, 0x7F, 0x80, 0xFF};

	for (size_t i = 0; i < list.length; i++)
		for (size_t j = 0; j < ARRAY_LENGTH(changes); j++) {
			struct crl crl;

			list.bytes[i] ^= changes[j];
			if (crl_parse(*state, &plain, list.bytes, list.length, &crl, NULL) == NULL)
				assert_false(crl_signed_by(*state, &crl, &ca));
			list.bytes[i] ^= changes[j];
		}
	free(list.bytes);
}

static void odd_serials_are_counted(void **state)
{
	struct factory_bytes list = crl_factory_list(&(struct crl_plan){
		.entries = 2,
		.list = CRL_RAW("\x30\x12\x02\x01\xFF" DATE "\x30\x39" LONG_SERIAL DATE "\x30\x12\x02\x01\x05" DATE)});
	struct crl crl;

	assert_null(crl_parse(*state, &plain, list.bytes, list.length, &crl, NULL));
	assert_int_equal(crl.entries, 5);
	assert_int_equal(crl.odd_serials, 2);
	free(list.bytes);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, arena_make, arena_drop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_is_no_list),    TEST(a_certificate_is_no_list), TEST(rules_that_are_broken),
		TEST(every_byte_changed), TEST(odd_serials_are_counted),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
