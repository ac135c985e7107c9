/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scep/page.h"

#include <ctype.h>
#include <string.h>

#include "core/array.h"

enum { EXCERPT_MAX = 60, SNIFF_BYTES = 4096, SECRET_DIGITS = 8 };
enum encoding { ENCODING_BYTES, ENCODING_UTF16LE, ENCODING_UTF16BE };

/*
 * The byte order mark, else where the NUL bytes of Latin letters are. In a page without Latin script only the markup
 * has such letters: every sixteenth unit is enough, as long as the other half of the units has next to none.
 */
static enum encoding encoding_of(const unsigned char *bytes, size_t length)
{
	size_t zeros[2] = {0, 0}, sniffed = length < SNIFF_BYTES ? length : SNIFF_BYTES;

	if (length >= 2 && bytes[0] == 0xFF && bytes[1] == 0xFE)
		return ENCODING_UTF16LE;
	if (length >= 2 && bytes[0] == 0xFE && bytes[1] == 0xFF)
		return ENCODING_UTF16BE;
	for (size_t i = 0; i < sniffed; i++)
		zeros[i % 2] += bytes[i] == 0;
	if (zeros[1] > sniffed / 32 && zeros[0] < zeros[1] / 4)
		return ENCODING_UTF16LE;
	if (zeros[0] > sniffed / 32 && zeros[1] < zeros[0] / 4)
		return ENCODING_UTF16BE;
	return ENCODING_BYTES;
}

/* As UTF-8: what is not ASCII only has to survive as something, since no words are matched. */
static char *decode(const unsigned char *bytes, size_t length, struct arena *arena)
{
	enum encoding encoding = encoding_of(bytes, length);
	struct text_buffer text = {.arena = arena};

	if (encoding == ENCODING_BYTES)
		return arena_copy(arena, bytes, length);
	text_append_bytes(&text, "", 0);
	for (size_t i = 0; i + 1 < length; i += 2) {
		unsigned unit =
			encoding == ENCODING_UTF16LE ? bytes[i] | bytes[i + 1] << 8 : bytes[i] << 8 | bytes[i + 1];

		if (unit != 0xFEFF && unit != 0xFFFE)
			text_append_utf16(&text, unit);
	}
	return text.data;
}

static bool has_any(const char *text, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strcasestr(text, words[i]) != NULL)
			return true;
	return false;
}

/* Names in the markup of NDES's pages, whatever the language and the quotes. */
static bool has_anchor(const char *text)
{
	static const char *const anchors[] = {"locPageTitle", "locPageDesc", "locMSCertSrv", "fwlink/?LinkId=67852"};

	return has_any(text, anchors, ARRAY_LENGTH(anchors));
}

/* NDES's pages have nothing to fill in and no script: a page that has is somebody's who asks for a login. */
static bool asks_for_login(const char *text)
{
	static const char *const marks[] = {"<form", "<input", "<script"};

	return has_any(text, marks, ARRAY_LENGTH(marks));
}

/* What NDES's pages say beside the markup. Sign-in pages repeat the URL that was asked, so mscep_admin is no anchor. */
static bool has_words(const char *text)
{
	static const char *const words[] = {
		"mscep_admin",
		"certificates for routers or other network devices",
		"<title>Network Device Enrollment Service",
		"The enrollment challenge password is",
		"The password cache is full",
		"permission to enroll with SCEP",
	};

	return has_any(text, words, ARRAY_LENGTH(words)) && !asks_for_login(text);
}

/* A bold run of hexadecimal digits: a thumbprint or a challenge password, in every language; or the words about one. */
static bool shows_secret(const char *text)
{
	static const char *const words[] = {"challenge password is", "thumbprint (hash value)"};

	if (has_any(text, words, ARRAY_LENGTH(words)))
		return true;
	while ((text = strcasestr(text, "<B>")) != NULL) {
		text += 3 + strspn(text + 3, " \t\r\n");
		if (strspn(text, "0123456789ABCDEFabcdef") >= SECRET_DIGITS)
			return true;
	}
	return false;
}

static bool is_html(const char *text)
{
	static const char *const marks[] = {"<html", "<!doctype", "<head", "<body", "<title", "<script", "<form"};

	return has_any(text, marks, ARRAY_LENGTH(marks));
}

static bool is_binary(const char *text, size_t length)
{
	size_t odd = 0;

	for (size_t i = 0; i < length; i++)
		odd += iscntrl((unsigned char)text[i]) && !isspace((unsigned char)text[i]);
	return odd > length / 20;
}

/* Text without markup, white space folded. */
static const char *excerpt_of(const char *text, struct arena *arena)
{
	struct text_buffer plain = {.arena = arena};
	bool blank = true;

	for (; *text != 0 && plain.length < (size_t)4 * EXCERPT_MAX; text++) {
		if (*text == '<' && strchr(text, '>') != NULL) {
			text = strchr(text, '>');
			continue;
		}
		if (isspace((unsigned char)*text) && blank)
			continue;
		blank = isspace((unsigned char)*text) != 0;
		text_append_bytes(&plain, blank ? " " : text, 1);
	}
	return text_foreign(arena, text_of(&plain), plain.length, EXCERPT_MAX);
}

static const char *title_of(const char *text, struct arena *arena)
{
	const char *begin = strcasestr(text, "<title");
	const char *end;

	begin = begin != NULL ? strchr(begin, '>') : NULL;
	end = begin != NULL ? strchr(begin, '<') : NULL;
	if (end == NULL)
		return "";
	return excerpt_of(arena_copy(arena, begin + 1, (size_t)(end - begin - 1)), arena);
}

struct page page_parse(const void *bytes, size_t length, struct arena *arena)
{
	struct page page = {.excerpt = "", .title = ""};
	size_t looked_at = length < PAGE_BYTES_MAX ? length : PAGE_BYTES_MAX;
	const char *text = decode(bytes, looked_at, arena);

	if (length == 0)
		page.kind = PAGE_EMPTY;
	else if (has_anchor(text) || has_words(text))
		page.kind = shows_secret(text) ? PAGE_NDES_SECRET : PAGE_NDES;
	else if (is_html(text))
		page.kind = PAGE_HTML;
	else if (strlen(text) < looked_at / 4 || is_binary(text, strlen(text)))
		page.kind = PAGE_BINARY;
	else
		page.kind = PAGE_TEXT;
	if (page.kind == PAGE_HTML || page.kind == PAGE_TEXT)
		page.excerpt = shows_secret(text) ? "" : excerpt_of(text, arena);
	page.asks_for_login = asks_for_login(text);
	if (page.kind == PAGE_HTML)
		page.title = title_of(text, arena);
	return page;
}

const char *page_describe(const struct page *page, struct arena *arena)
{
	switch (page->kind) {
	case PAGE_EMPTY:
		return "an empty body";
	case PAGE_NDES:
		return "the NDES page";
	case PAGE_NDES_SECRET:
		return "the NDES password page (not shown)";
	case PAGE_HTML:
		return text_format(arena, "an HTML page ('%s')", *page->title != 0 ? page->title : page->excerpt);
	case PAGE_TEXT:
		return text_format(arena, "the text '%s'", page->excerpt);
	case PAGE_BINARY:
		break;
	}
	return "binary data";
}
