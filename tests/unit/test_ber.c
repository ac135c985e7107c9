/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "suite.h"

#include "clock/ber.h"
#include "clock_packets.h"

static void lengths(void **state)
{
	static const struct {
		const char *row, *hex;
		enum ber_read read;
		bool shortest;
	} rows[] = {
		{"short", "0401AA", BER_READ, true},
		{"empty", "0400", BER_READ, true},
		{"one octet too many", "048101AA", BER_READ, false},
		{"AD's", "048400000001AA", BER_READ, false},
		{"five octets", "04850000000001AA", BER_WRONG, false},
		{"indefinite", "0480AA0000", BER_WRONG, false},
		{"reserved", "04FFAA", BER_WRONG, false},
		{"high tag", "1F1E00", BER_WRONG, false},
		{"huge", "0484FFFFFFFF00", BER_MORE, false},
		{"cut length", "048400", BER_MORE, false},
		{"nothing", "", BER_MORE, false},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct octets packet = packet_octets(*state, rows[i].hex), content;
		struct cursor cursor = cursor_over(packet.bytes, packet.length);
		struct ber_element element = {0};

		assert_row_int(rows[i].row, ber_next(&cursor, &element), rows[i].read);
		assert_row_int(rows[i].row, cursor.offset, rows[i].read == BER_READ ? packet.length : 0);
		assert_row_int(rows[i].row, element.shortest, rows[i].shortest);
		cursor.offset = 0;
		assert_row_int(rows[i].row, der_take(&cursor, BER_OCTET_STRING, &content),
			       rows[i].read == BER_READ && rows[i].shortest);
	}
}

static void a_length_of_128_and_of_127(void **state)
{
	unsigned char *octets = arena_allocate(*state, 131), content[128] = {0};

	for (size_t length = 127; length <= 128; length++) {
		struct ber_writer writer = ber_writer_over(octets, 131);
		struct cursor cursor;
		struct octets taken;

		ber_put(&writer, BER_OCTET_STRING, content, length);
		assert_false(writer.full);
		cursor = cursor_over(octets + writer.begin, 131 - writer.begin);
		assert_true(der_take(&cursor, BER_OCTET_STRING, &taken));
		assert_int_equal(taken.length, length);
	}
}

static void a_length_with_a_zero_in_front(void **state)
{
	static const unsigned char head[] = {BER_OCTET_STRING, 0x82, 0, 0x80};
	unsigned char *octets = arena_grow(*state, head, sizeof head, sizeof head + 128);
	struct cursor cursor = cursor_over(octets, sizeof head + 128);
	struct octets content;

	assert_false(der_take(&cursor, BER_OCTET_STRING, &content));
	assert_true(ber_take(&cursor, BER_OCTET_STRING, &content));
	assert_int_equal(content.length, 128);
}

static void integers_that_are_not_negative(void **state)
{
	static const int32_t values[] = {0, 1, 127, 128, 200, 255, 256, 32768, INT32_MAX};
	unsigned char octets[8];

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(values); i++) {
		struct ber_writer writer = ber_writer_over(octets, sizeof octets);
		struct cursor cursor;
		struct octets content;
		int32_t value = -1;

		ber_put_integer(&writer, (uint32_t)values[i]);
		cursor = cursor_over(octets + writer.begin, sizeof octets - writer.begin);
		assert_true(der_take(&cursor, BER_INTEGER, &content));
		assert_true(ber_integer(content, &value));
		assert_int_equal(value, values[i]);
	}
}

static void integers(void **state)
{
	static const struct {
		const char *hex;
		bool accepted;
		int32_t value;
	} rows[] = {
		{"00", true, 0},
		{"7F", true, 127},
		{"FF", true, -1},
		{"0080", true, 128},
		{"80000000", true, INT32_MIN},
		{"7FFFFFFF", true, INT32_MAX},
		{"", false, 0},
		{"0080000000", false, 0},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		int32_t value = 0;

		assert_row_int(rows[i].hex, ber_integer(packet_octets(*state, rows[i].hex), &value), rows[i].accepted);
		assert_row_int(rows[i].hex, value, rows[i].value);
	}
}

static void a_writer_that_is_full_stays_in_its_bounds(void **state)
{
	for (size_t size = 0; size < 12; size++) {
		struct ber_writer writer = ber_writer_over(arena_allocate(*state, size), size);

		ber_put_integer(&writer, UINT32_MAX); /* 7 bytes */
		ber_put_integer(&writer, 1);          /* 3 */
		ber_put_around(&writer, BER_SEQUENCE, size);
		assert_int_equal(writer.full, size < 12);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(lengths),
		TEST(a_length_of_128_and_of_127),
		TEST(a_length_with_a_zero_in_front),
		TEST(integers_that_are_not_negative),
		TEST(integers),
		TEST(a_writer_that_is_full_stays_in_its_bounds),
	};

	return RUN_TESTS(tests);
}
