/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What comes from outside is made fit to print (interface, chapter 1). Each input is a copy of its exact size. */
#include "suite.h"

#include "core/text.h"

static char *foreign(struct arena *arena, const void *bytes, size_t length, size_t max)
{
	return text_foreign(arena, arena_exact(arena, bytes, length), length, max);
}

static char *foreign_text(struct arena *arena, const char *text)
{
	return foreign(arena, text, strlen(text), TEXT_FOREIGN_MAX);
}

static void good_text_stays(void **state)
{
	static const char *const rows[] = {
		"",
		"CN=NDES01-MSCEP-RA, C=XX",
		"M\xC3\xBCller & S\xC3\xB6hne",
		"\xE2\x82\xAC 5",           /* U+20AC */
		"\xF0\x9F\x94\x91",         /* U+1F511 */
		"\xC2\xA0",                 /* U+00A0, the first behind the C1 controls */
		"\xDF\xBF",                 /* U+07FF */
		"\xE0\xA0\x80",             /* U+0800 */
		"\xED\x9F\xBF",             /* U+D7FF, the last before the surrogates */
		"\xEE\x80\x80",             /* U+E000 */
		"\xEF\xBF\xBD",             /* U+FFFD */
		"\xF0\x90\x80\x80",         /* U+10000 */
		"\xF4\x8F\xBF\xBF",         /* U+10FFFF */
		"\xE2\x80\x8A\xE2\x80\x90", /* U+200A, U+2010: beside the invisible ones */
		"~!\"#$%&'()*+,-./:;=?@[]^_`{}",
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++)
		assert_row_text(rows[i], foreign_text(*state, rows[i]), rows[i]);
}

static void misread_characters_are_replaced(void **state)
{
	assert_string_equal(foreign_text(*state, "a|b<c>d\\e"), "a!b(c)d/e");
	assert_string_equal(foreign_text(*state, "CONTOSO\\ndes"), "CONTOSO/ndes");
}

static void every_byte_alone(void **state)
{
	for (unsigned byte = 0; byte < 256; byte++) {
		char single = (char)byte;
		const char *got = foreign(*state, &single, 1, 10);
		char expected[2] = {single, 0};

		if (byte < 0x20 || byte == 0x7F)
			expected[0] = ' ';
		else if (byte >= 0x80)
			expected[0] = '?';
		else if (strchr("|<>\\", single) != NULL)
			expected[0] = "!()/"[strchr("|<>\\", single) - "|<>\\"];
		if (strcmp(got, expected) != 0)
			fail_msg("byte %02X: got '%s', expected '%s'", byte, got, expected);
	}
}

static void bad_sequences_become_question_marks(void **state)
{
	static const struct {
		const char *bytes, *expected;
	} rows[] = {
		{"\xC0\xAF", "??"},
		{"\xC1\xBF", "??"}, /* overlong '/' and DEL */
		{"\xE0\x80\xAF", "???"},
		{"\xE0\x9F\xBF", "???"}, /* overlong */
		{"\xF0\x80\x80\xAF", "????"},
		{"\xF0\x8F\xBF\xBF", "????"}, /* overlong */
		{"\xED\xA0\x80", "???"},
		{"\xED\xBF\xBF", "???"}, /* surrogates */
		{"\xF4\x90\x80\x80", "????"},
		{"\xF5\x80\x80\x80", "????"}, /* above U+10FFFF */
		{"\xF8\x88\x80\x80\x80", "?????"},
		{"\xFF\xFE", "??"},
		{"\xE2\x82"
		 "a",
		 "??a"},
		{"\xF0\x9F\x94"
		 "a",
		 "???a"}, /* the end is missing */
		{"\xC3", "?"},
		{"\x80\xBF", "??"}, /* continuations alone */
		{"\xC3\xC3\xBC", "?\xC3\xBC"},
		{"\xE2\xC3\xBC", "?\xC3\xBC"}, /* the next one is good again */
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++)
		assert_row_text(rows[i].expected, foreign_text(*state, rows[i].bytes), rows[i].expected);
}

/* Overlong forms of '<' must not come out as one. */
static void overlong_forms_smuggle_nothing(void **state)
{
	static const char *const rows[] = {"\xC0\xBC", "\xE0\x80\xBC", "\xF0\x80\x80\xBC", "\xC1\xBC", "\xE0\x81\xBC"};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++)
		assert_int_equal(strspn(foreign_text(*state, rows[i]), "?"), strlen(rows[i]));
}

static void invisible_marks_become_blanks(void **state)
{
	static const char *const rows[] = {
		"\xC2\x80",     "\xC2\x85",     "\xC2\x9B",     "\xC2\x9F", /* C1 controls, NEL and CSI among them */
		"\xE2\x80\x8B", "\xE2\x80\x8C", "\xE2\x80\x8D",             /* zero width */
		"\xE2\x80\x8E", "\xE2\x80\x8F",                             /* LRM, RLM */
		"\xE2\x80\xA8", "\xE2\x80\xA9",                             /* line, paragraph separator */
		"\xE2\x80\xAA", "\xE2\x80\xAB", "\xE2\x80\xAC", "\xE2\x80\xAD",
		"\xE2\x80\xAE",                                                 /* embeddings, overrides */
		"\xE2\x81\xA0",                                                 /* word joiner */
		"\xE2\x81\xA6", "\xE2\x81\xA7", "\xE2\x81\xA8", "\xE2\x81\xA9", /* isolates */
		"\xEF\xBB\xBF",                                                 /* byte order mark */
		"\xD8\x9C",                                                     /* U+061C, the Arabic letter mark */
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		char row[16];

		snprintf(row, sizeof row, "mark %zu", i);
		assert_row_text(row, foreign_text(*state, rows[i]), " ");
	}
}

static void every_truncation_is_valid(void **state)
{
	static const char text[] = "a\xC3\xBC\xE2\x82\xAC\xF0\x9F\x94\x91|z";
	static const char *const expected[] = {
		"",
		"a",
		"a?",
		"a\xC3\xBC",
		"a\xC3\xBC?",
		"a\xC3\xBC??",
		"a\xC3\xBC\xE2\x82\xAC",
		"a\xC3\xBC\xE2\x82\xAC?",
		"a\xC3\xBC\xE2\x82\xAC??",
		"a\xC3\xBC\xE2\x82\xAC???",
		"a\xC3\xBC\xE2\x82\xAC\xF0\x9F\x94\x91",
		"a\xC3\xBC\xE2\x82\xAC\xF0\x9F\x94\x91!",
		"a\xC3\xBC\xE2\x82\xAC\xF0\x9F\x94\x91!z",
	};

	assert_int_equal(ARRAY_LENGTH(expected), sizeof text);
	for (size_t length = 0; length < sizeof text; length++)
		assert_row_text(expected[length], foreign(*state, text, length, 100), expected[length]);
}

static void max_counts_characters(void **state)
{
	static const char text[] = "\xC3\xBC\xC3\xB6\xC3\xA4";

	assert_string_equal(foreign(*state, text, 6, 4), text);
	assert_string_equal(foreign(*state, text, 6, 3), text);
	assert_string_equal(foreign(*state, text, 6, 2), "\xC3\xBC\xC3\xB6...");
	assert_string_equal(foreign(*state, text, 6, 1), "\xC3\xBC...");
	assert_string_equal(foreign(*state, text, 6, 0), "...");
	assert_string_equal(foreign(*state, text, 0, 0), "");
}

static void two_hundred_characters_by_default(void **state)
{
	char text[TEXT_FOREIGN_MAX + 2];

	memset(text, 'x', sizeof text);
	text[TEXT_FOREIGN_MAX] = 0;
	assert_int_equal(strlen(text_safe(*state, text)), TEXT_FOREIGN_MAX);
	text[TEXT_FOREIGN_MAX] = 'x';
	text[TEXT_FOREIGN_MAX + 1] = 0;
	assert_int_equal(strlen(text_safe(*state, text)), TEXT_FOREIGN_MAX + 3);
	assert_string_equal(text_safe(*state, text) + TEXT_FOREIGN_MAX, "...");
}

static void a_nul_does_not_end_it(void **state)
{
	assert_string_equal(foreign(*state, "a\0b", 3, 10), "a b");
}

static void what_came_out_stays(void **state)
{
	static const char text[] = "a|\xFF\xC0<\xE2\x80\xAE\\\x01z";
	const char *once = foreign_text(*state, text);

	assert_string_equal(foreign_text(*state, once), once);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(good_text_stays),
		TEST(misread_characters_are_replaced),
		TEST(every_byte_alone),
		TEST(bad_sequences_become_question_marks),
		TEST(overlong_forms_smuggle_nothing),
		TEST(invisible_marks_become_blanks),
		TEST(every_truncation_is_valid),
		TEST(max_counts_characters),
		TEST(two_hundred_characters_by_default),
		TEST(a_nul_does_not_end_it),
		TEST(what_came_out_stays),
	};

	return RUN_TESTS(tests);
}
