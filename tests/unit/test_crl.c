/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists that are read: their facts, their forms, and pieces of any size. */
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

static struct crl parse(struct arena *arena, struct factory_bytes list)
{
	struct crl crl;
	const char *wrong = crl_parse(arena, &plain, list.bytes, list.length, &crl, NULL);

	if (wrong != NULL)
		fail_msg("%s", wrong);
	return crl;
}

static struct crl parse_plan(struct arena *arena, struct crl_plan plan)
{
	struct factory_bytes list = crl_factory_list(&plan);
	struct crl crl = parse(arena, list);

	assert_int_equal(crl.size, list.length);
	assert_int_equal(crl.predicted_size, list.length);
	free(list.bytes);
	return crl;
}

static void a_weekly_list_is_read(void **state)
{
	struct certificate ca = factory_facts(*state, crl_factory_ca());
	struct crl crl = parse_plan(*state, (struct crl_plan){.entries = 1000});

	assert_int_equal(crl.version, 2);
	assert_string_equal(crl.issuer, "CN=CORP-CA, DC=corp, DC=test");
	assert_true(octets_equal(crl.issuer_name, ca.subject_name));
	assert_int_equal(crl.this_update, FACTORY_NOW - 600);
	assert_true(crl.has_next_update);
	assert_int_equal(crl.next_update, FACTORY_NOW + 7 * DAY + DAY / 2);
	assert_true(crl.has_next_publish);
	assert_int_equal(crl.next_publish, FACTORY_NOW + 7 * DAY);
	assert_int_equal(crl.entries, 1000);
	assert_int_equal(crl.odd_serials, 0);
	assert_string_equal(crl.signature.algorithm, "sha256WithRSAEncryption");
	assert_null(crl.signature.unchecked);
	assert_true(crl_names_key(&crl, &ca));
	assert_string_equal(crl_number_text(*state, &crl.number), "1234");
	assert_true(crl.has_ca_version);
	assert_int_equal(crl.key_index, 0);
	assert_false(crl.is_delta || crl.scope.present || crl.was_pem || crl.header_only || crl.empty_list);
	assert_int_equal(crl.trailing, 0);
	assert_null(crl.unknown_critical);
	assert_true(crl_signed_by(*state, &crl, &ca));
}

static void what_may_be_missing(void **state)
{
	struct crl crl = parse_plan(*state, (struct crl_plan){.version_1 = true, .entries = 3, .no_next_update = true});

	assert_int_equal(crl.version, 1);
	assert_int_equal(crl.entries, 3);
	assert_false(crl.has_next_update || crl.has_next_publish || crl.has_ca_version || crl.number.present);
	assert_string_equal(crl_number_text(*state, &crl.number), "(none)");
	assert_null(crl.authority_key_id.bytes);
	crl = parse_plan(*state, (struct crl_plan){.no_extensions = true});
	assert_int_equal(crl.version, 2);
	assert_int_equal(crl.entries, 0);
	assert_false(crl.number.present);
	crl = parse_plan(*state, (struct crl_plan){.list = CRL_RAW("")});
	assert_int_equal(crl.entries, 0);
	assert_true(crl.empty_list);
}

static void a_delta_list_is_read(void **state)
{
	struct crl crl =
		parse_plan(*state, (struct crl_plan){.delta = true, .base_number = 0, .number = 0xFEDCBA9876543210});

	assert_true(crl.is_delta);
	assert_string_equal(crl_number_text(*state, &crl.base_number), "0");
	assert_string_equal(crl_number_text(*state, &crl.number), "18364758544493064720");
}

/* AD CS: the key index stands in the upper half. */
static void the_ca_version_is_split(void **state)
{
	struct crl crl = parse_plan(*state, (struct crl_plan){.key = FACTORY_KEY_CA_RENEWED});

	assert_int_equal(crl.key_index, 1);
	assert_int_equal(crl.certificate_index, 1);
}

static void dates_after_2049(void **state)
{
	struct crl crl = parse_plan(*state, (struct crl_plan){.published = INT64_C(2524607000), .entries = 2});

	assert_int_equal(crl.this_update, INT64_C(2524606400)); /* 2049-12-31 23:46:40 */
	assert_int_equal(crl.next_update, INT64_C(2524607000) + 7 * DAY + DAY / 2);
	crl = parse_plan(*state, (struct crl_plan){.published = INT64_C(4102444800), .entries = 2});
	assert_int_equal(crl.this_update, INT64_C(4102444200));
}

/* Scope: onlyContainsUserCerts and a URI; freshest: one URI. */
static const unsigned char scope_extension[] =
	"\x30\x27\x06\x03\x55\x1D\x1C\x01\x01\xFF\x04\x1D\x30\x1B\xA0\x16\xA0\x14\x86\x12http://pki/ca.crl."
	"\x81\x01\xFF";
static const unsigned char freshest_extension[] =
	"\x30\x27\x06\x03\x55\x1D\x2E\x04\x20\x30\x1E\x30\x1C\xA0\x1A\xA0\x18\x86\x16ldap:///CN=CORP-CA+??x";
static const unsigned char unknown_extension[] = "\x30\x0C\x06\x03\x2A\x03\x04\x01\x01\xFF\x04\x02\x05\x00";

static void scope_and_freshest_are_read(void **state)
{
	struct crl crl =
		parse_plan(*state, (struct crl_plan){.extensions = {scope_extension, sizeof scope_extension - 1}});

	assert_true(crl.scope.present && crl.scope.critical && crl.scope.only_user);
	assert_false(crl.scope.only_ca || crl.scope.only_attribute || crl.scope.indirect ||
		     crl.scope.only_some_reasons);
	assert_int_equal(crl.scope.uris.count, 1);
	assert_string_equal(crl.scope.uris.items[0], "http://pki/ca.crl.");
	crl = parse_plan(*state, (struct crl_plan){.extensions = {freshest_extension, sizeof freshest_extension - 1}});
	assert_int_equal(crl.freshest.count, 1);
	assert_string_equal(crl.freshest.items[0], "ldap:///CN=CORP-CA+??x");
	crl = parse_plan(*state, (struct crl_plan){.extensions = {unknown_extension, sizeof unknown_extension - 1}});
	assert_string_equal(crl.unknown_critical, "1.2.3.4");
}

/* The verdict must not depend on how the bytes arrive. */
static void pieces_of_every_size(void **state)
{
	struct factory_bytes list = crl_factory_list(&(struct crl_plan){.entries = 40}), pem = crl_factory_pem(list);
	const struct factory_bytes forms[] = {list, pem};
	struct certificate ca = factory_facts(*state, crl_factory_ca());

	for (size_t form = 0; form < 2; form++)
		for (size_t size = 1; size <= forms[form].length; size += size < 80 ? 1 : 61) {
			struct crl_parser *parser = crl_parser_create(*state, &plain);
			struct crl crl;

			for (size_t at = 0; at < forms[form].length; at += size) {
				size_t rest = forms[form].length - at;
				struct factory_bytes piece =
					factory_copy(forms[form].bytes + at, rest < size ? rest : size);

				crl_parser_push(parser, piece.bytes, piece.length);
				free(piece.bytes);
			}
			assert_null(crl_parser_finish(parser, &crl, NULL));
			assert_int_equal(crl.entries, 40);
			assert_int_equal(crl.size, list.length);
			assert_int_equal(crl.was_pem, form);
			assert_true(crl_signed_by(*state, &crl, &ca));
		}
	free(pem.bytes);
	free(list.bytes);
}

static void each_truncation_is_seen(void **state)
{
	struct factory_bytes list = crl_factory_list(&(struct crl_plan){.entries = 5});

	for (size_t length = 0; length < list.length; length++) {
		struct factory_bytes part = factory_copy(list.bytes, length);
		enum crl_fault fault;
		struct crl crl;

		assert_non_null(crl_parse(*state, &plain, part.bytes, length, &crl, &fault));
		assert_int_equal(fault, length == 0 ? CRL_EMPTY : CRL_TRUNCATED);
		free(part.bytes);
	}
	free(list.bytes);
}

static void the_size_is_predicted(void **state)
{
	struct factory_bytes list = crl_factory_list(&(struct crl_plan){.entries = 100});
	struct crl_parser *parser = crl_parser_create(*state, &plain);
	enum crl_fault fault;
	struct crl crl;

	assert_true(crl_parser_push(parser, list.bytes, 3));
	assert_int_equal(crl_parser_predicted_size(parser), 0);
	assert_true(crl_parser_push(parser, list.bytes + 3, 1));
	assert_int_equal(crl_parser_predicted_size(parser), list.length);
	assert_string_equal(crl_parser_finish(parser, &crl, &fault),
			    text_format(*state, "ends after 4 of %zu bytes", list.length));

	parser = crl_parser_create(*state, &(struct crl_options){.max_size = list.length - 1});
	assert_false(crl_parser_push(parser, list.bytes, 4));
	assert_non_null(crl_parser_finish(parser, &crl, &fault));
	assert_int_equal(fault, CRL_TOO_LARGE);
	assert_null(
		crl_parse(*state, &(struct crl_options){.max_size = list.length}, list.bytes, list.length, &crl, NULL));
	free(list.bytes);
}

static void trailing_bytes_are_counted(void **state)
{
	struct factory_bytes list = crl_factory_list(&(struct crl_plan){.entries = 2});
	struct crl_parser *parser = crl_parser_create(*state, &plain);
	static const char junk[CRL_TRAILING_MAX];
	struct crl crl;

	crl_parser_push(parser, list.bytes, list.length);
	assert_true(crl_parser_push(parser, "\r\n", 2));
	assert_false(crl_parser_push(parser, junk, sizeof junk));
	assert_null(crl_parser_finish(parser, &crl, NULL));
	assert_int_equal(crl.trailing, 2 + sizeof junk);
	assert_int_equal(crl.predicted_size, list.length);
	free(list.bytes);
}

static void the_header_alone(void **state)
{
	struct factory_bytes list = crl_factory_list(&(struct crl_plan){.entries = 100});
	struct crl_parser *parser = crl_parser_create(*state, &(struct crl_options){.header_only = true});
	struct crl crl;

	assert_false(crl_parser_push(parser, list.bytes, 512));
	assert_null(crl_parser_finish(parser, &crl, NULL));
	assert_true(crl.header_only);
	assert_int_equal(crl.this_update, FACTORY_NOW - 600);
	assert_true(crl.has_next_update);
	assert_int_equal(crl.predicted_size, list.length);
	assert_int_equal(crl.trailing, 0);
	assert_int_equal(crl.entries, 0);
	assert_false(crl_signed_by(*state, &crl, &(struct certificate){0}));
	free(list.bytes);
}

static void no_errors_are_left_behind(void **state)
{
	struct crl crl;

	assert_non_null(crl_parse(*state, &plain, "0\x82\x01\x01xyz", 7, &crl, NULL));
	parse_plan(*state, (struct crl_plan){.entries = 3});
	assert_int_equal(ERR_peek_error(), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, arena_make, arena_drop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_weekly_list_is_read),      TEST(what_may_be_missing),     TEST(a_delta_list_is_read),
		TEST(the_ca_version_is_split),    TEST(dates_after_2049),        TEST(scope_and_freshest_are_read),
		TEST(pieces_of_every_size),       TEST(each_truncation_is_seen), TEST(the_size_is_predicted),
		TEST(trailing_bytes_are_counted), TEST(the_header_alone),        TEST(no_errors_are_left_behind),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
