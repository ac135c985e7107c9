/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SIDs and GUIDs: bytes, texts, names. */
#include "suite.h"

#include "ad/guid.h"
#include "ad/sid.h"
#include "core/text.h"
#include "sd_factory.h"

static struct sid sid_of(const char *text)
{
	struct sid sid = {0};
	const char *wrong = sid_parse(text, &sid);

	if (wrong != NULL)
		fail_msg("'%s' %s", text, wrong);
	return sid;
}

static void texts_and_bytes(void **state)
{
	static const char *const rows[] = {
		"S-1-0-0",
		"S-1-5-11",
		"S-1-5-32-544",
		"S-1-5-21-1-2-3-1104",
		"S-1-5-21-4294967295-0-4294967295-512",
		"S-1-4294967295-1",
		"S-1-0x000100000000-7",
		"S-1-0xffffffffffff-7",
		"S-1-5-1-2-3-4-5-6-7-8-9-10-11-12-13-14-15",
		"S-1-5",
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct sid parsed = sid_of(rows[i]), read = {0};
		struct octets made = sd_sid(*state, rows[i]), written = sid_octets(*state, &parsed);

		assert_row_text(rows[i], sid_text(*state, &parsed), rows[i]);
		assert_row_accepted(rows[i], sid_read_value(&made, &read), true);
		assert_row_int(rows[i], sid_equal(&read, &parsed), true);
		assert_row_int(rows[i], written.length, made.length);
		assert_memory_equal(written.bytes, made.bytes, made.length);
	}
}

/* The layout itself, independent of the factory. */
static void administrators_by_hand(void **state)
{
	static const unsigned char bytes[] = {1, 2, 0, 0, 0, 0, 0, 5, 32, 0, 0, 0, 0x20, 2, 0, 0};
	const struct octets value = {arena_exact(*state, bytes, sizeof bytes), sizeof bytes};
	struct sid sid;

	assert_null(sid_read_value(&value, &sid));
	assert_true(sid_equal(&sid, &sid_administrators));
	assert_memory_equal(sid_octets(*state, &sid).bytes, bytes, sizeof bytes);
}

static void texts_that_are_no_sid(void **state)
{
	static const char *const rows[] = {
		"",
		"S",
		"S-1",
		"S-1-",
		"S-2-5-11",
		"S-1-5-",
		"S-1-5-11-",
		"S-1-5--11",
		"S-1-5-11 ",
		" S-1-5-11",
		"S-1-5-4294967296",
		"S-1-5-99999999999999999999999",
		"S-1-281474976710656-1",
		"S-1-0x1000000000000-1",
		"S-1-0x-1",
		"S-1-5-0x20",
		"S-1-5-+1",
		"S-1-5-1a",
		"S-1-5-1-2-3-4-5-6-7-8-9-10-11-12-13-14-15-16",
		"Everyone",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct sid sid = {.count = 77};

		assert_row_accepted(rows[i], sid_parse(rows[i], &sid), false);
		assert_row_int(rows[i], sid.count, 77);
	}
}

static void texts_in_any_case(void **state)
{
	struct sid low = sid_of("s-1-5-32-544"), hexadecimal = sid_of("S-1-0X5-32-544");
	struct sid high = sid_of("S-1-0xABCDEF012345-1");

	assert_true(sid_equal(&low, &sid_administrators));
	assert_true(sid_equal(&hexadecimal, &sid_administrators));
	assert_string_equal(sid_text(*state, &high), "S-1-0xabcdef012345-1");
}

static void every_truncation(void **state)
{
	struct octets whole = sd_sid(*state, "S-1-5-21-1-2-3-1104");

	for (size_t length = 0; length < whole.length; length++) {
		void *copy = heap_copy(whole.bytes, length);
		struct cursor cursor = cursor_over(copy, length);
		struct sid sid = {.count = 77};

		assert_non_null(sid_read(&cursor, &sid));
		assert_int_equal(cursor.offset, 0);
		assert_int_equal(sid.count, 77);
		free(copy);
	}
}

static void counts_and_revisions(void **state)
{
	struct octets fifteen = sd_sid(*state, "S-1-5-1-2-3-4-5-6-7-8-9-10-11-12-13-14-15");
	struct octets sixteen = sd_sid(*state, "S-1-5-1-2-3-4-5-6-7-8-9-10-11-12-13-14-15-16");
	struct octets revised = sd_sid(*state, "S-1-5-11");
	struct octets longer = {arena_exact(*state, fifteen.bytes, fifteen.length), fifteen.length};
	struct sid sid;

	assert_null(sid_read_value(&fifteen, &sid));
	assert_int_equal(sid_rid(&sid), 15);
	assert_contains(sid_read_value(&sixteen, &sid), "more than 15");
	longer.length -= 4;
	((unsigned char *)longer.bytes)[1] = 13;
	assert_contains(sid_read_value(&longer, &sid), "behind");
	((unsigned char *)revised.bytes)[0] = 2;
	assert_contains(sid_read_value(&revised, &sid), "revision");
}

static void a_reader_moves_behind_it(void **state)
{
	struct octets value = sd_sid(*state, "S-1-5-11");
	struct text_buffer two = {.arena = *state};
	struct cursor cursor;
	struct sid sid;

	text_append_bytes(&two, (const char *)value.bytes, value.length);
	text_append_bytes(&two, (const char *)value.bytes, value.length);
	cursor = cursor_over(two.data, two.length);
	assert_null(sid_read(&cursor, &sid));
	assert_int_equal(cursor.offset, value.length);
	assert_null(sid_read(&cursor, &sid));
	assert_non_null(sid_read(&cursor, &sid));
}

static void domains(void **state)
{
	struct sid domain = sid_of("S-1-5-21-1-2-3"), user = sid_of("S-1-5-21-1-2-3-1104");
	struct sid other = sid_of("S-1-5-21-1-2-4-1104"), builtin = sid_of("S-1-5-32-544"), made;
	struct sid longer = sid_of("S-1-5-21-1-2-3-4-5"), unique = sid_of("S-1-6-21-1-2-3-4");

	(void)state;
	assert_false(sid_is_of_domain(&domain));
	assert_true(sid_is_of_domain(&user));
	assert_false(sid_is_of_domain(&builtin));
	assert_false(sid_is_of_domain(&longer));
	assert_false(sid_is_of_domain(&unique));
	assert_true(sid_same_domain(&domain, &user));
	assert_true(sid_same_domain(&user, &domain));
	assert_false(sid_same_domain(&user, &other));
	assert_false(sid_same_domain(&builtin, &builtin));
	assert_false(sid_same_domain(&longer, &user));
	made = sid_in_domain(&domain, 1104);
	assert_true(sid_equal(&made, &user));
	made = sid_in_domain(&other, 512);
	assert_int_equal(sid_rid(&made), 512);
	assert_true(sid_same_domain(&made, &other));
	made = (struct sid){.authority = 5};
	assert_int_equal(sid_rid(&made), 0);
}

static void names_and_privileges(void **state)
{
	static const struct {
		const char *sid, *name;
		bool low, administrative;
	} rows[] = {
		{"S-1-0-0", "Nobody", true, false},
		{"S-1-1-0", "Everyone", true, false},
		{"S-1-3-4", "Owner Rights", false, false},
		{"S-1-5-2", "Network", false, false},
		{"S-1-5-7", "Anonymous", true, false},
		{"S-1-5-9", "Enterprise Domain Controllers", false, true},
		{"S-1-5-11", "Authenticated Users", true, false},
		{"S-1-5-15", "This Organization", false, false},
		{"S-1-5-18", "Local System", false, true},
		{"S-1-5-32-544", "Administrators", false, true},
		{"S-1-5-32-545", "Users", true, false},
		{"S-1-5-32-546", "Guests", true, false},
		{"S-1-5-32-554", "Pre-Windows 2000 Compatible Access", false, false},
		{"S-1-5-32-568", "IIS_IUSRS", false, false},
		{"S-1-5-32-512", NULL, false, false},
		{"S-1-5-21-1-2-3-498", "Enterprise Read-only Domain Controllers", false, true},
		{"S-1-5-21-1-2-3-500", "Administrator", false, true},
		{"S-1-5-21-1-2-3-501", "Guest", false, false},
		{"S-1-5-21-1-2-3-502", "krbtgt", false, true},
		{"S-1-5-21-1-2-3-512", "Domain Admins", false, true},
		{"S-1-5-21-1-2-3-513", "Domain Users", true, false},
		{"S-1-5-21-1-2-3-514", "Domain Guests", true, false},
		{"S-1-5-21-1-2-3-515", "Domain Computers", true, false},
		{"S-1-5-21-1-2-3-516", "Domain Controllers", false, true},
		{"S-1-5-21-1-2-3-517", "Cert Publishers", false, false},
		{"S-1-5-21-1-2-3-518", "Schema Admins", false, true},
		{"S-1-5-21-1-2-3-519", "Enterprise Admins", false, true},
		{"S-1-5-21-1-2-3-521", "Read-only Domain Controllers", false, true},
		{"S-1-5-21-1-2-3-525", "Protected Users", false, false},
		{"S-1-5-21-1-2-3-553", "RAS and IAS Servers", false, false},
		{"S-1-5-21-1-2-3-572", "Denied RODC Password Replication Group", false, false},
		{"S-1-5-21-1-2-3-1104", NULL, false, false},
		{"S-1-5-21-1-2-3", NULL, false, false},
		{"S-1-5-21-1-513", NULL, false, false},
		{"S-1-5-21-1-2-3-4-513", NULL, false, false},
		{"S-1-5-513", NULL, false, false},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct sid sid = sid_of(rows[i].sid);

		assert_row_text(rows[i].sid, sid_known_name(&sid), rows[i].name);
		assert_row_int(rows[i].sid, sid_is_low_privileged(&sid), rows[i].low);
		assert_row_int(rows[i].sid, sid_is_administrative(&sid), rows[i].administrative);
	}
}

static void constants_are_what_they_say(void **state)
{
	const struct {
		const struct sid *sid;
		const char *text;
	} rows[] = {
		{&sid_everyone, "S-1-1-0"},     {&sid_authenticated_users, "S-1-5-11"},
		{&sid_network, "S-1-5-2"},      {&sid_this_organization, "S-1-5-15"},
		{&sid_users, "S-1-5-32-545"},   {&sid_administrators, "S-1-5-32-544"},
		{&sid_owner_rights, "S-1-3-4"},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++)
		assert_row_text(rows[i].text, sid_text(*state, rows[i].sid), rows[i].text);
}

static void sets(void **state)
{
	struct sid literal[] = {sid_of("S-1-5-1"), sid_of("S-1-5-2"), sid_of("S-1-5-3")};
	struct sid_set set = {.items = literal, .count = 3}, empty = {0};

	assert_false(sid_set_has(&empty, &sid_everyone));
	assert_true(sid_set_has(&set, &literal[2]));
	for (unsigned i = 0; i < 300; i++) {
		struct sid sid = sid_in_domain(&literal[0], i % 100);

		sid_set_add(*state, &set, &sid);
	}
	assert_int_equal(set.count, 103);
	assert_true(sid_set_has(&set, &literal[0]));
	assert_true(sid_set_has(&set, &(struct sid){.authority = 5, .count = 5, .subauthorities = {1, 0, 0, 0, 99}}));
}

static void guids(void **state)
{
	static const unsigned char enroll[] = {0x68, 0xc9, 0x10, 0x0e, 0xfb, 0x78, 0xd2, 0x11,
					       0x90, 0xd4, 0x00, 0xc0, 0x4f, 0x79, 0xdc, 0x55};
	static const unsigned char autoenroll[] = {0xc2, 0x8c, 0x5b, 0xa0, 0xbc, 0x17, 0x02, 0x48,
						   0xa7, 0x10, 0xe7, 0xc1, 0x5a, 0xb8, 0x66, 0xa2};
	struct uuid unknown = {{1}}, read = {{0}};

	assert_memory_equal(guid_enroll.bytes, enroll, sizeof enroll);
	assert_memory_equal(guid_autoenroll.bytes, autoenroll, sizeof autoenroll);
	assert_string_equal(uuid_text(*state, &guid_enroll), "0e10c968-78fb-11d2-90d4-00c04f79dc55");
	assert_string_equal(uuid_text(*state, &guid_autoenroll), "a05b8cc2-17bc-4802-a710-e7c15ab866a2");
	assert_string_equal(guid_known_name(&guid_enroll), "Enroll");
	assert_string_equal(guid_known_name(&guid_autoenroll), "AutoEnroll");
	assert_null(guid_known_name(&unknown));
	for (size_t length = 0; length <= sizeof enroll; length++) {
		struct cursor cursor = cursor_over(arena_exact(*state, enroll, length), length);

		assert_int_equal(uuid_read(&cursor, &read), length == sizeof enroll);
	}
	assert_true(uuid_equal(&read, &guid_enroll));
	assert_false(uuid_equal(&read, &guid_autoenroll));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(texts_and_bytes),
		TEST(administrators_by_hand),
		TEST(texts_that_are_no_sid),
		TEST(texts_in_any_case),
		TEST(every_truncation),
		TEST(counts_and_revisions),
		TEST(a_reader_moves_behind_it),
		TEST(domains),
		TEST(names_and_privileges),
		TEST(constants_are_what_they_say),
		TEST(sets),
		TEST(guids),
	};

	return RUN_TESTS(tests);
}
