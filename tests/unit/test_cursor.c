/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads stay inside, and what fails moves nothing. */
#include "suite.h"

#include "core/cursor.h"
#include "core/entry.h"

static const unsigned char eight[] = {0x01, 0x23, 0x45, 0x67, 0x89, 0xAB, 0xCD, 0xEF};

static struct cursor cursor_at(struct arena *arena, size_t length, size_t offset)
{
	struct cursor cursor = cursor_over(arena_exact(arena, eight, length), length);

	cursor.offset = offset;
	return cursor;
}

static void numbers_in_both_orders(void **state)
{
	struct cursor cursor = cursor_at(*state, 8, 0);
	uint8_t one;
	uint16_t two;
	uint32_t four;
	uint64_t all;

	assert_true(cursor_u8(&cursor, &one));
	assert_int_equal(one, 0x01);
	assert_true(cursor_u16le(&cursor, &two));
	assert_int_equal(two, 0x4523);
	assert_true(cursor_u32le(&cursor, &four));
	assert_int_equal(four, 0xCDAB8967);
	assert_int_equal(cursor_left(&cursor), 1);
	cursor = cursor_at(*state, 8, 0);
	assert_true(cursor_u16be(&cursor, &two) && cursor_u32be(&cursor, &four));
	assert_int_equal(two, 0x0123);
	assert_int_equal(four, 0x456789AB);
	cursor = cursor_at(*state, 8, 0);
	assert_true(cursor_u64le(&cursor, &all));
	assert_true(all == UINT64_C(0xEFCDAB8967452301));
	assert_int_equal(cursor_left(&cursor), 0);
}

/* One byte less than is needed: nothing moves, nothing is written. */
static void what_fails_moves_nothing(void **state)
{
	static const size_t needed[] = {1, 2, 4, 8, 2, 4};

	for (size_t i = 0; i < ARRAY_LENGTH(needed); i++)
		for (size_t left = 0; left < needed[i]; left++) {
			struct cursor cursor = cursor_at(*state, left + 1, 1);
			uint8_t one = 0x5A;
			uint16_t two = 0x5A5A;
			uint32_t four = 0x5A5A5A5A;
			uint64_t all = 0x5A;
			bool done[] = {
				i == 0 && cursor_u8(&cursor, &one),     i == 1 && cursor_u16le(&cursor, &two),
				i == 2 && cursor_u32le(&cursor, &four), i == 3 && cursor_u64le(&cursor, &all),
				i == 4 && cursor_u16be(&cursor, &two),  i == 5 && cursor_u32be(&cursor, &four),
			};

			assert_false(done[i]);
			assert_int_equal(cursor.offset, 1);
			assert_true(one == 0x5A && two == 0x5A5A && four == 0x5A5A5A5A && all == 0x5A);
		}
}

static void parts_and_places(void **state)
{
	struct cursor cursor = cursor_at(*state, 8, 2), part = {0};
	struct octets octets = {0};

	assert_true(cursor_take(&cursor, 3, &octets));
	assert_int_equal(octets.length, 3);
	assert_int_equal(octets.bytes[0], 0x45);
	assert_true(cursor_part(&cursor, 2, &part));
	assert_int_equal(part.length, 2);
	assert_int_equal(part.offset, 0);
	assert_int_equal(part.bytes[1], 0xCD);
	assert_int_equal(cursor.offset, 7);
	assert_false(cursor_part(&cursor, 2, &part));
	assert_int_equal(part.length, 2);
	assert_true(cursor_skip(&cursor, 1));
	assert_true(cursor_skip(&cursor, 0));
	assert_false(cursor_skip(&cursor, 1));
	assert_true(cursor_seek(&cursor, 0));
	assert_int_equal(cursor_left(&cursor), 8);
	assert_true(cursor_seek(&cursor, 8));
	assert_false(cursor_seek(&cursor, 9));
	assert_int_equal(cursor.offset, 8);
}

/* A sum of offset and length would wrap around. */
static void lengths_that_would_wrap(void **state)
{
	struct cursor cursor = cursor_at(*state, 8, 2), part;
	struct octets octets;

	assert_false(cursor_take(&cursor, SIZE_MAX, &octets));
	assert_false(cursor_skip(&cursor, SIZE_MAX - 1));
	assert_false(cursor_part(&cursor, SIZE_MAX - 2, &part));
	assert_false(cursor_seek(&cursor, SIZE_MAX));
	assert_int_equal(cursor.offset, 2);
}

static void attributes_by_name(void **state)
{
	static const struct octets values[] = {{(const unsigned char *)"one", 3}, {(const unsigned char *)"two", 3}};
	static const struct attribute attributes[] = {
		{"member", NULL, 0}, {"displayName", values, 2}, {"displayname", values + 1, 1}};
	static const struct entry entry = {"CN=x", attributes, 3}, empty = {"CN=y", NULL, 0};

	(void)state;
	assert_null(entry_attribute(&entry, "member"));
	assert_null(entry_value(&entry, "member"));
	assert_null(entry_value(&entry, "display"));
	assert_null(entry_value(&empty, "displayName"));
	assert_ptr_equal(entry_attribute(&entry, "DISPLAYNAME"), &attributes[1]);
	assert_ptr_equal(entry_value(&entry, "displayName"), values);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(numbers_in_both_orders),  TEST(what_fails_moves_nothing), TEST(parts_and_places),
		TEST(lengths_that_would_wrap), TEST(attributes_by_name),
	};

	return RUN_TESTS(tests);
}
