/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GetCACaps (RFC 8894 3.5.2). */
#include "suite.h"

#include "core/text.h"
#include "scep/capabilities.h"

static const char *parse(struct arena *arena, const char *bytes, size_t length, struct scep_capabilities *ret)
{
	return scep_capabilities_parse(arena_exact(arena, bytes, length), length, arena, ret);
}

static const char *joined(struct arena *arena, const struct scep_capabilities *capabilities)
{
	struct text_buffer buffer = {.arena = arena};

	for (size_t i = 0; i < capabilities->words.count; i++)
		text_append(&buffer, "%s%s", i != 0 ? "," : "", capabilities->words.items[i]);
	return text_of(&buffer);
}

static void lines_are_words(void **state)
{
	static const struct {
		const char *body, *words;
	} rows[] = {
		{"AES", "AES"},
		{"AES\n", "AES"},
		{"AES\r\nDES3\r\nSHA-1\r\n", "AES,DES3,SHA-1"},
		{"AES\nDES3\nSHA-1", "AES,DES3,SHA-1"},
		{"AES\r\n\r\n\nDES3\n", "AES,DES3"},
		{"AES \n\tDES3\t\n", "AES,DES3"},
		{"aes\nX-Unknown\n", "aes,X-Unknown"},
		{"X-Unknown\nRenewal", "X-Unknown,Renewal"},
		{"\xEF\xBB\xBF"
		 "AES\r\nDES3",
		 "AES,DES3"},
		{"a|b\nSHA-512\n<c>", "a!b,SHA-512,(c)"},
		{"POSTPKIOperation\nRenewal\nSHA-512\nSHA-256\nSHA-1\nDES3\n",
		 "POSTPKIOperation,Renewal,SHA-512,SHA-256,SHA-1,DES3"},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct scep_capabilities capabilities = {0};
		const char *wrong = parse(*state, rows[i].body, strlen(rows[i].body), &capabilities);

		assert_row_accepted(rows[i].body, wrong, true);
		assert_row_text(rows[i].body, joined(*state, &capabilities), rows[i].words);
	}
}

static void every_registered_word_is_known(void **state)
{
	static const char *const words[] = {"AES",   "DES3",    "GetNextCACert", "POSTPKIOperation", "Renewal",
					    "SHA-1", "SHA-256", "SHA-512",       "SCEPStandard"};

	for (size_t i = 0; i < ARRAY_LENGTH(words); i++) {
		struct scep_capabilities capabilities = {0};

		assert_row_accepted(words[i], parse(*state, words[i], strlen(words[i]), &capabilities), true);
		assert_row_int(words[i], scep_capabilities_have(&capabilities, words[i]), true);
		assert_row_int(words[i], scep_capabilities_name(&capabilities, words[i]), true);
	}
}

static void other_bodies_are_refused(void **state)
{
	static const struct {
		const char *name, *bytes;
		size_t length;
	} rows[] = {
		{"empty", "", 0},
		{"newline", "\n", 1},
		{"unknown words", "FOO\nBAR\n", 8},
		{"a word that is not registered", "Update\n", 7},
		{"HTML", "<html><body>AES</body></html>", 29},
		{"HTML with words in lines", "<html>\nAES\nSHA-256\n</html>", 26},
		{"HTML behind blanks", " \r\n<!DOCTYPE html>\nAES\n", 23},
		{"HTML behind a word", "AES\n<BODY>\nSHA-256\n", 19},
		{"a piece of HTML", "<p>Sign in</p>\nAES\n", 19},
		{"words on one line", "AES DES3", 8},
		{"UTF-16LE", "A\0E\0S\0\n\0", 8},
		{"a word with a tail", "AESX", 4},
		{"a word with a NUL", "AES\0", 4},
		{"binary", "\x30\x82\x01\x02", 4},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct scep_capabilities capabilities = {0};

		assert_row_accepted(rows[i].name, parse(*state, rows[i].bytes, rows[i].length, &capabilities), false);
		assert_row_int(rows[i].name, capabilities.words.count, 0);
	}
}

/* Each truncation of a good answer, in a copy of its exact size. */
static void every_truncation(void **state)
{
	static const char body[] = "Renewal\r\nSHA-256\r\nAES";
	static const size_t whole_word = sizeof "Renewal" - 1;

	for (size_t length = 0; length < sizeof body; length++) {
		struct scep_capabilities capabilities = {0};
		const char *wrong = parse(*state, body, length, &capabilities);

		assert_row_accepted(text_format(*state, "%zu bytes", length), wrong, length >= whole_word);
	}
}

static void standard_implies_three(void **state)
{
	struct scep_capabilities capabilities = {0};

	assert_null(parse(*state, "scepstandard\n", 13, &capabilities));
	assert_true(scep_capabilities_have(&capabilities, "AES"));
	assert_true(scep_capabilities_have(&capabilities, "POSTPKIOperation"));
	assert_true(scep_capabilities_have(&capabilities, "sha-256"));
	assert_true(scep_capabilities_have(&capabilities, "SCEPStandard"));
	assert_false(scep_capabilities_have(&capabilities, "DES3"));
	assert_false(scep_capabilities_have(&capabilities, "SHA-512"));
	assert_false(scep_capabilities_have(&capabilities, "Renewal"));
	assert_false(scep_capabilities_name(&capabilities, "AES"));
	assert_true(scep_capabilities_name(&capabilities, "SCEPSTANDARD"));
}

static void words_are_compared_whole_and_without_case(void **state)
{
	struct scep_capabilities capabilities = {0};

	assert_null(parse(*state, "SHA-512\nAES\n", 12, &capabilities));
	assert_true(scep_capabilities_have(&capabilities, "sha-512"));
	assert_false(scep_capabilities_have(&capabilities, "SHA-5"));
	assert_false(scep_capabilities_have(&capabilities, "SHA-5120"));
	assert_false(scep_capabilities_have(&capabilities, ""));
	assert_false(scep_capabilities_have(&capabilities, "POSTPKIOperation"));
}

static void endless_bodies_are_bounded(void **state)
{
	struct text_buffer body = {.arena = *state};
	struct scep_capabilities capabilities = {0};

	text_append(&body, "AES\n");
	for (int i = 0; i < 20000; i++)
		text_append_bytes(&body, "x\n", 2);
	assert_null(parse(*state, body.data, body.length, &capabilities));
	assert_true(capabilities.words.count < 1000);
}

/* Unknown words are ignored, however many they are. */
static void a_known_word_is_found_behind_unknown_ones(void **state)
{
	struct text_buffer body = {.arena = *state};
	struct scep_capabilities capabilities = {0};

	for (int i = 0; i < 200; i++)
		text_append(&body, "X-%d\n", i);
	text_append(&body, "AES\nAES\nSHA-256\n");
	assert_null(parse(*state, body.data, body.length, &capabilities));
	assert_true(scep_capabilities_name(&capabilities, "AES"));
	assert_true(scep_capabilities_name(&capabilities, "SHA-256"));
	assert_true(capabilities.words.count < 100);
}

static void long_words_are_cut(void **state)
{
	struct scep_capabilities capabilities = {0};
	const char *body = text_format(*state, "AES\n%0*d\n", 5000, 0);

	assert_null(parse(*state, body, strlen(body), &capabilities));
	assert_true(strlen(capabilities.words.items[1]) < 210);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(lines_are_words),
		TEST(every_registered_word_is_known),
		TEST(other_bodies_are_refused),
		TEST(every_truncation),
		TEST(standard_implies_three),
		TEST(words_are_compared_whole_and_without_case),
		TEST(endless_bodies_are_bounded),
		TEST(a_known_word_is_found_behind_unknown_ones),
		TEST(long_words_are_cut),
	};

	return RUN_TESTS(tests);
}
