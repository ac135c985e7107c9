/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Serial numbers that are looked up in passing; and big numbers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

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

static struct octets entry_serial(struct arena *arena, uint64_t index)
{
	unsigned char *bytes = arena_allocate(arena, CRL_FACTORY_SERIAL);

	crl_factory_serial(0, index, bytes);
	return (struct octets){bytes, CRL_FACTORY_SERIAL};
}

static struct crl look_up(struct arena *arena, const struct crl_plan *plan, const struct octets *serials, size_t count)
{
	struct crl_options options = {.serials = serials, .serial_count = count};
	struct factory_bytes list = crl_factory_list(plan);
	struct crl crl;

	assert_null(crl_parse(arena, &options, list.bytes, list.length, &crl, NULL));
	free(list.bytes);
	return crl;
}

/* Every third of the list, and as many that are not in it. */
static void thousands_at_once(void **state)
{
	enum { ENTRIES = 9000, WANTED = ENTRIES / 3 };
	struct octets *serials = arena_allocate(*state, 2 * WANTED * sizeof *serials);
	struct crl crl;

	for (size_t i = 0; i < WANTED; i++) {
		serials[i] = entry_serial(*state, 3 * i);
		serials[WANTED + i] = entry_serial(*state, ENTRIES + i);
	}
	crl = look_up(*state, &(struct crl_plan){.entries = ENTRIES}, serials, 2 * (size_t)WANTED);
	assert_int_equal(crl.hit_count, WANTED);
	for (size_t i = 0; i < WANTED; i++) {
		size_t entry = 3 * i;

		assert_int_equal(crl.hits[i].serial, i);
		assert_int_equal(crl.hits[i].date, FACTORY_NOW - 3600 - (int64_t)entry * 60);
		assert_int_equal(crl.hits[i].reason, entry % 2 == 1 ? (int)(1 + entry / 2 % 5) : -1);
		assert_false(crl.hits[i].other_issuer);
	}
}

/* The same serial number of two certificates; one that differs in its last byte; short, negative and 40-byte ones. */
static void odd_ones(void **state)
{
	static const unsigned char list[] = "\x30\x12\x02\x01\xFF\x17\x0D"
					    "270101000000Z"
					    "\x30\x12\x02\x01\x05\x17\x0D"
					    "270101000000Z"
					    "\x30\x39\x02\x28"
					    "0123456789012345678901234567890123456789"
					    "\x17\x0D"
					    "270101000000Z"
					    "\x30\x20\x02\x01\x06\x17\x0D"
					    "270101000000Z"
					    "\x30\x0C\x30\x0A\x06\x03\x55\x1D\x15\x04\x03\x0A\x01\x08";
	struct octets serials[7];
	struct crl crl;

	assert_null(crl_serial_parse(*state, "-1", &serials[0]));
	assert_null(crl_serial_parse(*state, "05", &serials[1]));
	serials[2] = serials[1];
	serials[3] = (struct octets){(const unsigned char *)"0123456789012345678901234567890123456789", 40};
	serials[4] = (struct octets){(const unsigned char *)"0123456789012345678901234567890123456788", 40};
	assert_null(crl_serial_parse(*state, "6", &serials[5]));
	assert_null(crl_serial_parse(*state, "FF", &serials[6]));
	crl = look_up(*state, &(struct crl_plan){.entries = 3, .list = {list, sizeof list - 1}}, serials, 7);
	assert_int_equal(crl.hit_count, 5);
	assert_int_equal(crl.hits[0].serial, 0);
	assert_int_equal(crl.hits[1].serial + crl.hits[2].serial, 1 + 2);
	assert_int_equal(crl.hits[3].serial, 3);
	assert_int_equal(crl.hits[4].serial, 5);
	assert_int_equal(crl.hits[4].reason, CRL_REASON_REMOVE);
}

/* RFC 5280 5.3.3: from an entry with certificateIssuer on, the entries are about that CA's certificates. */
static void entries_of_another_issuer(void **state)
{
	static const unsigned char list[] = "\x30\x12\x02\x01\x05\x17\x0D"
					    "270101000000Z"
					    "\x30\x25\x02\x01\x06\x17\x0D"
					    "270101000000Z"
					    "\x30\x11\x30\x0F\x06\x03\x55\x1D\x1D\x01\x01\xFF\x04\x05\x30\x03\x86\x01x"
					    "\x30\x12\x02\x01\x07\x17\x0D"
					    "270101000000Z";
	struct octets serials[3];
	struct crl crl;

	for (size_t i = 0; i < 3; i++)
		serials[i] = (struct octets){(const unsigned char *)"\5\6\7" + i, 1};
	crl = look_up(*state, &(struct crl_plan){.list = {list, sizeof list - 1}}, serials, 3);
	assert_int_equal(crl.hit_count, 3);
	assert_false(crl.hits[0].other_issuer);
	assert_true(crl.hits[1].other_issuer);
	assert_true(crl.hits[2].other_issuer);
	assert_null(crl.unknown_critical_entry);
}

static void a_critical_extension_of_an_entry(void **state)
{
	static const unsigned char list[] = "\x30\x23\x02\x01\x06\x17\x0D"
					    "270101000000Z"
					    "\x30\x0F\x30\x0D\x06\x04\x2A\x03\x04\x05\x01\x01\xFF\x04\x02\x05\x00";
	struct crl crl = look_up(*state, &(struct crl_plan){.list = {list, sizeof list - 1}}, NULL, 0);

	assert_string_equal(crl.unknown_critical_entry, "1.2.3.4.5");
}

static void serials_are_read_as_people_write_them(void **state)
{
	static const struct {
		const char *text, *hex;
	} rows[] = {
		{"47:00:00:00:02", "4700000002"},
		{"0x4700", "4700"},
		{"00 00 80", "0080"},
		{"ff", "00FF"},
		{"7F", "7F"},
		{"0", "00"},
		{"0000", "00"},
		{"-1", "FF"},
		{"-80", "80"},
		{"-81", "FF7F"},
		{"-FF", "FF01"},
		{"abc", "0ABC"},
		{"", NULL},
		{"-", NULL},
		{"0x", NULL},
		{"12g", NULL},
		{"12.5", NULL},
		{"--1", NULL},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct octets serial = {0};
		const char *wrong = crl_serial_parse(*state, rows[i].text, &serial);

		print_message("# row %zu\n", i);
		if (rows[i].hex == NULL)
			assert_non_null(wrong);
		else
			assert_string_equal(text_hex(*state, serial.bytes, serial.length), rows[i].hex);
	}
}

/* What certificates' facts print is what is found. */
static void certificates_are_found_by_their_text(void **state)
{
	autofree(X509) *x509 = factory_signing((struct factory_plan){.serial = "80FF"});
	struct certificate certificate = factory_facts(*state, x509);
	static const unsigned char list[] = "\x30\x14\x02\x03\x00\x80\xFF\x17\x0D"
					    "270101000000Z";
	struct octets serial;

	assert_null(crl_serial_parse(*state, certificate.serial, &serial));
	assert_int_equal(look_up(*state, &(struct crl_plan){.list = {list, sizeof list - 1}}, &serial, 1).hit_count, 1);
}

static void numbers_are_compared(void **state)
{
	const struct crl_number none = {0}, zero = {true, 1, {0}}, small = {true, 1, {0xFF}}, large = {true, 2, {1, 0}};
	struct crl_number huge = {true, 20, {0x7F, 1}};

	assert_int_equal(crl_number_compare(&none, &none), 0);
	assert_int_equal(crl_number_compare(&none, &zero), -1);
	assert_int_equal(crl_number_compare(&zero, &none), 1);
	assert_int_equal(crl_number_compare(&small, &large), -1);
	assert_int_equal(crl_number_compare(&large, &small), 1);
	assert_int_equal(crl_number_compare(&huge, &huge), 0);
	assert_int_equal(crl_number_compare(&huge, &large), 1);
	assert_string_equal(crl_number_text(*state, &large), "256");
	assert_string_equal(crl_number_text(*state, &huge), "0x7F01000000000000000000000000000000000000");
	assert_true(crl_number_value(&large) == 256);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, arena_make, arena_drop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(thousands_at_once),
		TEST(odd_ones),
		TEST(entries_of_another_issuer),
		TEST(a_critical_extension_of_an_entry),
		TEST(serials_are_read_as_people_write_them),
		TEST(certificates_are_found_by_their_text),
		TEST(numbers_are_compared),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
