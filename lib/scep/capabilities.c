/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scep/capabilities.h"

#include <string.h>
#include <strings.h>

#include "core/array.h"

enum { WORDS_MAX = 64 };

#define MARK "\xEF\xBB\xBF" /* the byte order mark that some editors put in front of UTF-8 */

/* IANA's registry (RFC 8894 7.1). */
static const char *const known_words[] = {
	"AES", "DES3", "GetNextCACert", "POSTPKIOperation", "Renewal", "SHA-1", "SHA-256", "SHA-512", "SCEPStandard",
};

static bool is_known(const char *word)
{
	for (size_t i = 0; i < ARRAY_LENGTH(known_words); i++)
		if (strcasecmp(word, known_words[i]) == 0)
			return true;
	return false;
}

/* Behind the first 64 words only what matters: a known one that was not there yet. */
static bool is_kept(const struct scep_capabilities *capabilities, const char *word)
{
	return capabilities->words.count < WORDS_MAX || (is_known(word) && !scep_capabilities_name(capabilities, word));
}

/* A page that lists the words in lines of their own is a page still. */
static bool is_page(const char *bytes, size_t length, struct arena *arena)
{
	static const char *const marks[] = {"<html", "<!doctype", "<head", "<body"};
	const char *text = arena_copy(arena, bytes, length);

	if (text[strspn(text, " \t\r\n")] == '<')
		return true;
	for (size_t i = 0; i < ARRAY_LENGTH(marks); i++)
		if (strcasestr(text, marks[i]) != NULL)
			return true;
	return false;
}

const char *scep_capabilities_parse(const void *bytes, size_t length, struct arena *arena,
				    struct scep_capabilities *ret_capabilities)
{
	const char *at = bytes, *end = at + length;
	struct scep_capabilities capabilities = {0};
	bool known = false;

	if (length == 0)
		return "is empty";
	if (is_page(bytes, length, arena))
		return "is a page";
	if (length >= strlen(MARK) && memcmp(at, MARK, strlen(MARK)) == 0)
		at += strlen(MARK);
	while (at < end) {
		const char *stop = at;
		size_t word_length;
		char *word;

		while (stop < end && *stop != '\r' && *stop != '\n')
			stop++;
		while (at < stop && (*at == ' ' || *at == '\t'))
			at++;
		word_length = (size_t)(stop - at);
		while (word_length > 0 && (at[word_length - 1] == ' ' || at[word_length - 1] == '\t'))
			word_length--;
		word = text_foreign(arena, at, word_length, 40);
		if (word_length > 0 && is_kept(&capabilities, word))
			text_list_add(arena, &capabilities.words, word);
		known |= is_known(word);
		at = stop + (stop < end);
	}
	if (!known)
		return "holds no SCEP capability";
	*ret_capabilities = capabilities;
	return NULL;
}

bool scep_capabilities_name(const struct scep_capabilities *capabilities, const char *word)
{
	for (size_t i = 0; i < capabilities->words.count; i++)
		if (strcasecmp(capabilities->words.items[i], word) == 0)
			return true;
	return false;
}

bool scep_capabilities_have(const struct scep_capabilities *capabilities, const char *word)
{
	static const char *const implied[] = {"AES", "POSTPKIOperation", "SHA-256"};

	if (scep_capabilities_name(capabilities, word))
		return true;
	for (size_t i = 0; i < ARRAY_LENGTH(implied); i++)
		if (strcasecmp(word, implied[i]) == 0)
			return scep_capabilities_name(capabilities, "SCEPStandard");
	return false;
}
