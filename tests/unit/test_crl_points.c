/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a certificate says that lists, issuers and responders are. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <openssl/err.h>

#include "core/array.h"
#include "crl_factory.h"
#include "pki/distribution_points.h"
#include "pki/uri.h"

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

/* "DER:..." values are raw. */
static struct certificate with(struct arena *arena, const char *name, const char *value, const char *more_name,
			       const char *more)
{
	autofree(X509) *x509 = factory_signing(
		(struct factory_plan){.signed_by = crl_factory_ca(), .extra = {{name, value}, {more_name, more}}});

	return factory_facts(arena, x509);
}

static struct distribution_points read_good(struct arena *arena, const struct certificate *certificate)
{
	struct distribution_points points;

	assert_null(distribution_points_read(arena, certificate, &points));
	assert_int_equal(ERR_peek_error(), 0);
	return points;
}

static void uris_of_all_kinds(void **state)
{
	struct certificate certificate = with(
		*state, "crlDistributionPoints", "URI:http://pki/ca+.crl,URI:ldap:///CN=x?a", "authorityInfoAccess",
		"OCSP;URI:http://ocsp/,caIssuers;URI:http://pki/ca.crt,caIssuers;URI:ldap:///CN=y");
	struct distribution_points points = read_good(*state, &certificate);

	assert_int_equal(points.count, 2);
	assert_string_equal(points.points[0].uris.items[0], "http://pki/ca+.crl");
	assert_string_equal(points.points[1].uris.items[0], "ldap:///CN=x?a");
	assert_null(points.points[0].directory_name);
	assert_false(points.points[0].some_reasons);
	assert_int_equal(points.issuers.count, 2);
	assert_string_equal(points.issuers.items[1], "ldap:///CN=y");
	assert_int_equal(points.ocsp.count, 1);
	assert_int_equal(points.freshest.count, 0);
	assert_int_equal(points.left_out, 0);
}

/* One point with two names, reasons and a cRLIssuer; relative to which the second point's name is. */
static const char two_points[] =
	"DER:30:52:"
	"30:2B:A0:0C:A0:0A:86:03:61:3A:62:86:03:63:3A:64:81:02:06:40:A2:17:A4:15:30:13:31:11:30:0F:06:03:55:04:03:0C:"
	"08:4C:49:53:54:53:2D:43:41:"
	"30:23:A0:0C:A1:0A:30:08:06:03:55:04:03:0C:01:41:A2:13:A4:11:30:0F:31:0D:30:0B:06:03:55:04:03:0C:"
	"04:46:55:4C:4C";

static void points_with_everything(void **state)
{
	struct certificate certificate = with(*state, "2.5.29.31", two_points, NULL, NULL);
	struct distribution_points points = read_good(*state, &certificate);

	assert_int_equal(points.count, 2);
	assert_int_equal(points.points[0].uris.count, 2);
	assert_string_equal(points.points[0].uris.items[1], "c:d");
	assert_true(points.points[0].some_reasons);
	assert_string_equal(points.points[0].list_issuer, "CN=LISTS-CA");
	assert_string_equal(points.points[1].list_issuer, "CN=FULL");
	assert_string_equal(points.points[1].directory_name, "CN=A, CN=FULL");
}

static void relative_to_the_issuer(void **state)
{
	struct certificate certificate =
		with(*state, "2.5.29.31", "DER:30:10:30:0E:A0:0C:A1:0A:30:08:06:03:55:04:03:0C:01:41", NULL, NULL);
	struct distribution_points points = read_good(*state, &certificate);

	assert_string_equal(points.points[0].directory_name, "CN=A, CN=CORP-CA, DC=corp, DC=test");
	assert_null(points.points[0].list_issuer);
}

/* cRLIssuer alone: its entry of the directory holds the list; reasons alone: there is nothing to ask. */
static void points_without_a_name(void **state)
{
	struct certificate certificate =
		with(*state, "2.5.29.31",
		     "DER:30:1D:30:15:A2:13:A4:11:30:0F:31:0D:30:0B:06:03:55:04:03:0C:04:46:55:4C:4C:30:04:81:02:06:40",
		     NULL, NULL);
	struct distribution_points points = read_good(*state, &certificate);

	assert_int_equal(points.count, 2);
	assert_string_equal(points.points[0].list_issuer, "CN=FULL");
	assert_string_equal(points.points[0].directory_name, "CN=FULL");
	assert_int_equal(points.points[0].left_out, 0);
	assert_null(points.points[1].directory_name);
	assert_int_equal(points.points[1].left_out, 1);
}

static void freshest_and_odd_names(void **state)
{
	/* http://a, one with a control character, an email address */
	struct certificate certificate =
		with(*state, "freshestCRL", "URI:http://a/d+.crl", "2.5.29.31",
		     "DER:30:18:30:16:A0:14:A0:12:86:08:68:74:74:70:3A:2F:2F:61:86:02:61:0A:81:02:61:40");
	struct distribution_points points = read_good(*state, &certificate);

	assert_int_equal(points.freshest.count, 1);
	assert_string_equal(points.freshest.items[0], "http://a/d+.crl");
	assert_int_equal(points.points[0].uris.count, 2);
	assert_string_equal(points.points[0].uris.items[0], "http://a");
	assert_string_equal(points.points[0].uris.items[1], "a\n");
	assert_int_equal(points.points[0].left_out, 0);
}

/* \\s\ca, and "a", NUL, "b"; an email address alone */
static void uris_stay_what_they_are(void **state)
{
	struct certificate certificate = with(*state, "2.5.29.31",
					      "DER:30:1F:30:11:A0:0F:A0:0D:86:06:5C:5C:73:5C:63:61:86:03:61:00:62:"
					      "30:0A:A0:08:A0:06:81:04:61:40:62:63",
					      NULL, NULL);
	struct distribution_points points = read_good(*state, &certificate);

	assert_int_equal(points.count, 2);
	assert_string_equal(points.points[0].uris.items[0], "\\\\s\\ca");
	assert_string_equal(points.points[0].uris.items[1], "a b");
	assert_int_equal(points.points[0].left_out, 0);
	assert_int_equal(points.points[1].left_out, 1);
}

static void what_is_too_long_is_left_out(void **state)
{
	char text[64 + URI_MAX + 2] = "URI:";
	struct certificate certificate;

	memset(text + 4, 'a', URI_MAX + 1);
	certificate = with(*state, "crlDistributionPoints", text, NULL, NULL);
	assert_int_equal(read_good(*state, &certificate).points[0].left_out, 1);
	text[4 + URI_MAX] = 0;
	certificate = with(*state, "crlDistributionPoints", text, NULL, NULL);
	assert_int_equal(strlen(read_good(*state, &certificate).points[0].uris.items[0]), URI_MAX);
}

static void malformed_ones_get_a_sentence(void **state)
{
	static const struct {
		const char *oid, *sentence;
	} rows[] = {
		{"2.5.29.31", "the CRL distribution points are malformed"},
		{"2.5.29.46", "the freshest CRL extension is malformed"},
		{"1.3.6.1.5.5.7.1.1", "the authority information access is malformed"},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct certificate certificate = with(*state, rows[i].oid, "DER:30:03:02:01:01", NULL, NULL);
		struct distribution_points points;

		assert_string_equal(distribution_points_read(*state, &certificate, &points), rows[i].sentence);
		assert_int_equal(ERR_peek_error(), 0);
	}
}

static void nothing_at_all(void **state)
{
	struct certificate certificate = factory_facts(*state, crl_factory_ca());
	struct distribution_points points = read_good(*state, &certificate);

	assert_int_equal(points.count + points.freshest.count + points.issuers.count + points.ocsp.count, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, arena_make, arena_drop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(uris_of_all_kinds),      TEST(points_with_everything),  TEST(points_without_a_name),
		TEST(relative_to_the_issuer), TEST(freshest_and_odd_names),  TEST(malformed_ones_get_a_sentence),
		TEST(nothing_at_all),         TEST(uris_stay_what_they_are), TEST(what_is_too_long_is_left_out),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
