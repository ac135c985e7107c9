/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "suite.h"

#include "core/text.h"

static void lists_keep_their_order(void **state)
{
	struct text_list list = {0};

	text_list_add(*state, &list, "one");
	text_list_add(*state, &list, "two");
	text_list_add(*state, &list, "three");
	assert_int_equal(list.count, 3);
	assert_string_equal(list.items[0], "one");
	assert_string_equal(list.items[1], "two");
	assert_string_equal(list.items[2], "three");
}

static void buffers_grow_and_stay_terminated(void **state)
{
	struct text_buffer buffer = {.arena = *state};

	assert_string_equal(text_of(&buffer), "");
	for (size_t i = 1; i <= 1000; i++) {
		text_append_bytes(&buffer, "x", 1);
		assert_int_equal(strlen(text_of(&buffer)), i);
		assert_int_equal(buffer.length, i);
		assert_true(buffer.capacity > buffer.length);
	}
	text_append(&buffer, "%d-%s", 42, "end");
	assert_string_equal(text_of(&buffer) + 1000, "42-end");
	text_append_bytes(&buffer, NULL, 0);
	assert_int_equal(buffer.length, 1006);
}

static void bytes_are_kept_as_they_are(void **state)
{
	struct text_buffer buffer = {.arena = *state};

	text_append_bytes(&buffer, "a\0b", 3);
	assert_int_equal(buffer.length, 3);
	assert_memory_equal(buffer.data, "a\0b", 4);
}

static void formats_of_any_length(void **state)
{
	char *blanks = text_format(*state, "%*s|", 70000, "");

	assert_int_equal(strlen(blanks), 70001);
	assert_string_equal(text_format(*state, "%s %d", "x", 7), "x 7");
	assert_string_equal(text_format(*state, "%s", ""), "");
}

static void durations_take_the_largest_unit_of_two(void **state)
{
	static const struct {
		double seconds;
		const char *text;
	} rows[] = {
		{3 * 86400, "3 days"},   {2 * 86400, "2 days"},    {2 * 86400 - 1, "47 hours"},
		{36 * 3600, "36 hours"}, {7200, "2 hours"},        {7199, "119 minutes"},
		{5400, "90 minutes"},    {120, "2 minutes"},       {119, "119 seconds"},
		{12, "12 seconds"},      {2, "2 seconds"},         {1, "1 second"},
		{0, "0 seconds"},        {0.004, "0.004 seconds"}, {1.5, "1.5 seconds"},
		{12.75, "12 seconds"},   {-3 * 86400, "3 days"},   {365 * 86400.0, "365 days"},
		{2.5 * 86400, "2 days"},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++)
		assert_row_text(rows[i].text, text_duration(*state, rows[i].seconds), rows[i].text);
}

static void dates_are_utc(void **state)
{
	assert_string_equal(text_date(*state, 0), "1970-01-01");
	assert_string_equal(text_time(*state, 0), "1970-01-01 00:00 UTC");
	assert_string_equal(text_date(*state, 1813658400), "2027-06-22");
	assert_string_equal(text_time(*state, 1813658400), "2027-06-22 10:00 UTC");
	assert_string_equal(text_time(*state, -1), "1969-12-31 23:59 UTC");
	assert_string_equal(text_date(*state, 253402300799), "9999-12-31");
}

static void times_out_of_the_calendar_say_so(void **state)
{
	static const int64_t rows[] = {INT64_MAX, INT64_MIN, 253402300800, -62167219201};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		assert_contains(text_date(*state, rows[i]), "calendar");
		assert_contains(text_time(*state, rows[i]), "calendar");
	}
	assert_lacks(text_date(*state, -62167219200), "calendar");
}

static void numbers_have_no_exponent(void **state)
{
	static const struct {
		double value;
		const char *text;
	} rows[] = {
		{0, "0"},
		{0.0312, "0.0312"},
		{2592000, "2592000"},
		{-5, "-5"},
		{0.1, "0.1"},
		{0.0000001, "0"},
		{-0.0000001, "0"},
		{1e15, "1000000000000000"},
		{100, "100"},
		{1234567.25, "1234567.25"},
		{0.000001, "0.000001"},
		{-0.5, "-0.5"},
		{1.0000004, "1"},
		{10, "10"},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++)
		assert_row_text(rows[i].text, text_number(*state, rows[i].value), rows[i].text);
	assert_lacks(text_number(*state, 1e300), "e");
}

static void counts_have_their_plural(void **state)
{
	assert_string_equal(text_count(*state, 0, "certificate"), "0 certificates");
	assert_string_equal(text_count(*state, 1, "certificate"), "1 certificate");
	assert_string_equal(text_count(*state, 2, "certificate"), "2 certificates");
	assert_string_equal(text_count(*state, 11, "URL"), "11 URLs");
}

static void hexadecimal_is_upper_case(void **state)
{
	static const unsigned char bytes[] = {0x00, 0x0A, 0x9F, 0xFF};

	assert_string_equal(text_hex(*state, bytes, sizeof bytes), "000A9FFF");
	assert_string_equal(text_hex(*state, bytes, 0), "");
}

static void prefixes_whatever_the_case(void **state)
{
	(void)state;
	assert_true(text_has_prefix("Microsoft-IIS/10.0", "microsoft-"));
	assert_true(text_has_prefix("abc", "ABC"));
	assert_true(text_has_prefix("abc", ""));
	assert_false(text_has_prefix("ab", "abc"));
	assert_false(text_has_prefix("xabc", "abc"));
	assert_false(text_has_prefix("", "a"));
}

static void endings_in_the_same_case(void **state)
{
	(void)state;
	assert_true(text_has_ending("result.json", ".json"));
	assert_true(text_has_ending(".json", ".json"));
	assert_true(text_has_ending("x", ""));
	assert_false(text_has_ending("result.JSON", ".json"));
	assert_false(text_has_ending("json", ".json"));
	assert_false(text_has_ending("result.json.old", ".json"));
}

static void hexadecimal_digits_have_values(void **state)
{
	(void)state;
	for (int character = 0; character < 256; character++) {
		char text[] = {(char)character, 0}, *end;
		long value = strtol(text, &end, 16);

		assert_row_int(text, text_hex_digit((char)character),
			       *text != 0 && *end == 0 && end != text ? value : -1);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(lists_keep_their_order),
		TEST(buffers_grow_and_stay_terminated),
		TEST(bytes_are_kept_as_they_are),
		TEST(formats_of_any_length),
		TEST(durations_take_the_largest_unit_of_two),
		TEST(dates_are_utc),
		TEST(times_out_of_the_calendar_say_so),
		TEST(numbers_have_no_exponent),
		TEST(counts_have_their_plural),
		TEST(hexadecimal_is_upper_case),
		TEST(hexadecimal_digits_have_values),
		TEST(prefixes_whatever_the_case),
		TEST(endings_in_the_same_case),
	};

	return RUN_TESTS(tests);
}
