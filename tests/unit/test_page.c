/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a body really is; pages of NDES are UTF-16 in any language (facts: scep-ndes.md 7.2). */
#include "suite.h"

#include "core/text.h"
#include "scep/page.h"
#include "wide_text.h"

#define NDES_FRAME \
	"<HTML><Head><Title>Network Device Enrollment Service</Title></Head><Body>" \
	"<LocID ID=locMSCertSrv>x</LocID><P ID=locPageTitle> y </P>"

static const char landing[] = NDES_FRAME "<P ID=locPageDesc>for routers</P></Body></HTML>";
static const char password[] = NDES_FRAME "<P>The thumbprint is: <B> 0A1B2C3D 4E5F6071 </B>"
					  "<P>The enrollment challenge password is: <B> 2D6E3F7A8B9C0D1E </B></HTML>";

static struct page parse(struct arena *arena, const void *bytes, size_t length)
{
	return page_parse(arena_exact(arena, bytes, length), length, arena);
}

static struct page parse_text(struct arena *arena, const char *text)
{
	return parse(arena, text, strlen(text));
}

static void kinds_of_bodies(void **state)
{
	static const struct {
		const char *text;
		enum page_kind kind;
	} rows[] = {
		{"", PAGE_EMPTY},
		{"not found", PAGE_TEXT},
		{"AES\nDES3\n", PAGE_TEXT},
		{"<html><head><title>Sign in</title></head></html>", PAGE_HTML},
		{"<!DOCTYPE html><p>x", PAGE_HTML},
		{"<BODY>x</BODY>", PAGE_HTML},
		{"<form action=x>", PAGE_HTML},
		{"a < b and c > d", PAGE_TEXT},
		{landing, PAGE_NDES},
		{password, PAGE_NDES_SECRET},
		{"<a href=http://go.microsoft.com/fwlink/?LinkId=67852>x</a>", PAGE_NDES},
		{"<p ID='locPageTitle'>x", PAGE_NDES},
		{"<p id = \"locPageDesc\">x", PAGE_NDES},
		{"<html>http://ndes/CertSrv/mscep_admin</html>", PAGE_NDES},
		{"<html><Title>Network Device Enrollment Service</Title></html>", PAGE_NDES},
		{"allows you to obtain certificates for routers or other network devices", PAGE_NDES},
		{"<html><form action=/login?to=/CertSrv/mscep_admin/>", PAGE_HTML},
		{"<html><script>to('/CertSrv/mscep_admin/')</script>", PAGE_HTML},
		{"\x30\x82\x03\x01\x02\x01\x06\x09\x30\x82\x03\x01\x02\x01\x06\x09", PAGE_BINARY},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++)
		assert_row_int(rows[i].text, parse_text(*state, rows[i].text).kind, rows[i].kind);
}

static void ndes_in_every_encoding(void **state)
{
	for (enum wide wide = 0; wide < WIDE_COUNT; wide++) {
		struct text_buffer open = widen(*state, landing, wide), secret = widen(*state, password, wide);

		assert_int_equal(parse(*state, open.data, open.length).kind, PAGE_NDES);
		assert_int_equal(parse(*state, secret.data, secret.length).kind, PAGE_NDES_SECRET);
	}
}

/* In front of the markup only letters that are not Latin: no zero tells the byte order, the mark does. */
static void the_mark_decides(void **state)
{
	static const enum wide marked[] = {WIDE_LE_MARK, WIDE_BE_MARK};

	for (size_t i = 0; i < ARRAY_LENGTH(marked); i++) {
		struct text_buffer page = widen(*state, landing, marked[i]), body = {.arena = *state};

		text_append_bytes(&body, page.data, 2);
		for (int k = 0; k < 1000; k++)
			text_append_bytes(&body, marked[i] == WIDE_LE_MARK ? "\x16\x04" : "\x04\x16", 2);
		text_append_bytes(&body, page.data + 2, page.length - 2);
		assert_int_equal(parse(*state, body.data, body.length).kind, PAGE_NDES);
	}
}

/* No mark, and three letters of four are not Latin: the markup alone tells the byte order. */
static void little_latin_without_a_mark(void **state)
{
	static const enum wide bare[] = {WIDE_LE, WIDE_BE};

	for (size_t i = 0; i < ARRAY_LENGTH(bare); i++) {
		struct text_buffer page = widen(*state, landing, bare[i]), body = {.arena = *state};

		text_append_bytes(&body, page.data, 2 * strlen("<HTML>"));
		for (size_t k = 0; k < 3 * strlen(landing); k++)
			text_append_bytes(&body, bare[i] == WIDE_LE ? "\x16\x65" : "\x65\x16", 2);
		text_append_bytes(&body, page.data + 2 * strlen("<HTML>"), page.length - 2 * strlen("<HTML>"));
		assert_int_equal(parse(*state, body.data, body.length).kind, PAGE_NDES);
	}
}

static void other_pages_in_every_encoding(void **state)
{
	static const char sign_in[] = "<html><head><title>Sign in</title></head><body>Please do.</body></html>";

	for (enum wide wide = 0; wide < WIDE_COUNT; wide++) {
		struct text_buffer html = widen(*state, sign_in, wide);
		struct text_buffer text = widen(*state, "The requested thing is not here.", wide);
		struct page page = parse(*state, html.data, html.length);

		assert_int_equal(page.kind, PAGE_HTML);
		assert_string_equal(page.title, "Sign in");
		page = parse(*state, text.data, text.length);
		assert_int_equal(page.kind, PAGE_TEXT);
		assert_string_equal(page.excerpt, "The requested thing is not here.");
	}
}

/* Whatever the encoding, and however much of it came, no digit of a secret is ever shown. */
static void secrets_are_never_shown(void **state)
{
	static const char *const secrets[] = {"2D6E3F7A", "8B9C0D1E", "0A1B2C3D", "4E5F6071"};

	for (enum wide wide = 0; wide < WIDE_COUNT; wide++) {
		struct text_buffer body = widen(*state, password, wide);

		for (size_t length = 0; length <= body.length; length += 3) {
			struct page page = parse(*state, body.data, length);

			for (size_t i = 0; i < ARRAY_LENGTH(secrets); i++) {
				assert_lacks(page.excerpt, secrets[i]);
				assert_lacks(page.title, secrets[i]);
				assert_lacks(page_describe(&page, *state), secrets[i]);
			}
		}
	}
}

static void a_secret_without_anchors_is_not_shown(void **state)
{
	struct page page = parse_text(*state, "<html><p>Kennwort: <b>2D6E3F7A8B9C0D1E</b></html>");

	assert_string_equal(page.excerpt, "");
	page = parse_text(*state, "Kennwort: <B>\r\n 2d6e3f7a8b9c0d1e</B>");
	assert_string_equal(page.excerpt, "");
	page = parse_text(*state, "The enrollment challenge password is: 2D6E3F7A8B9C0D1E");
	assert_int_equal(page.kind, PAGE_NDES_SECRET);
	assert_string_equal(page.excerpt, "");
	page = parse_text(*state, "The thumbprint (hash value) for the CA certificate is: 0A1B2C3D 4E5F6071");
	assert_string_equal(page.excerpt, "");
}

static void excerpts_leave_markup_out(void **state)
{
	assert_string_equal(parse_text(*state, "  not \r\n\t found  ").excerpt, "not found ");
	assert_string_equal(parse_text(*state, "<html><body><p>a<b>b</b>\n\nc</body>").excerpt, "ab c");
	assert_string_equal(parse_text(*state, "a|b\\c").excerpt, "a!b/c");
}

static void excerpts_have_sixty_characters(void **state)
{
	struct page page = parse_text(*state, text_format(*state, "%060d", 0));

	assert_int_equal(strlen(page.excerpt), 60);
	page = parse_text(*state, text_format(*state, "%061d", 0));
	assert_int_equal(strlen(page.excerpt), 63);
	assert_string_equal(page.excerpt + 60, "...");
}

static void titles_are_sanitised(void **state)
{
	assert_string_equal(parse_text(*state, "<html><TITLE lang=de>\n A|B \n</TITLE>").title, "A!B ");
	assert_string_equal(parse_text(*state, "<html><title></title>").title, "");
	assert_string_equal(parse_text(*state, "<html><title>open").title, "");
	assert_string_equal(parse_text(*state, "<html><title").title, "");
	assert_string_equal(parse_text(*state, "<html>").title, "");
}

static void secrets_and_binaries_have_no_excerpt(void **state)
{
	assert_string_equal(parse_text(*state, password).excerpt, "");
	assert_string_equal(parse_text(*state, "\x30\x82\x01\x02\x03\x04").excerpt, "");
	assert_string_equal(parse_text(*state, "").excerpt, "");
}

static void every_truncation_of_every_encoding(void **state)
{
	for (enum wide wide = 0; wide < WIDE_COUNT; wide++) {
		struct text_buffer body = widen(*state, landing, wide);

		for (size_t length = 0; length < body.length; length++) {
			struct page page = parse(*state, body.data, length);

			assert_non_null(page.excerpt);
			assert_non_null(page.title);
			assert_int_not_equal(page.kind, PAGE_NDES_SECRET);
		}
	}
}

static void descriptions(void **state)
{
	struct page page = parse_text(*state, "");

	assert_contains(page_describe(&page, *state), "empty");
	page = parse_text(*state, landing);
	assert_string_equal(page_describe(&page, *state), "the NDES page");
	page = parse_text(*state, password);
	assert_contains(page_describe(&page, *state), "password");
	page = parse_text(*state, "<html><title>Sign in</title>");
	assert_string_equal(page_describe(&page, *state), "an HTML page ('Sign in')");
	page = parse_text(*state, "<html>Hello");
	assert_string_equal(page_describe(&page, *state), "an HTML page ('Hello')");
	page = parse_text(*state, "not found");
	assert_string_equal(page_describe(&page, *state), "the text 'not found'");
	page = parse_text(*state, "\x30\x82\x01\x02\x03\x04");
	assert_string_equal(page_describe(&page, *state), "binary data");
}

static void only_the_beginning_is_looked_at(void **state)
{
	struct text_buffer body = {.arena = *state};

	text_append(&body, "%*s", PAGE_BYTES_MAX, "x");
	text_append(&body, "%s", landing);
	assert_int_equal(parse(*state, body.data, body.length).kind, PAGE_TEXT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(kinds_of_bodies),
		TEST(ndes_in_every_encoding),
		TEST(the_mark_decides),
		TEST(little_latin_without_a_mark),
		TEST(other_pages_in_every_encoding),
		TEST(secrets_are_never_shown),
		TEST(a_secret_without_anchors_is_not_shown),
		TEST(excerpts_leave_markup_out),
		TEST(excerpts_have_sixty_characters),
		TEST(titles_are_sanitised),
		TEST(secrets_and_binaries_have_no_excerpt),
		TEST(every_truncation_of_every_encoding),
		TEST(descriptions),
		TEST(only_the_beginning_is_looked_at),
	};

	return RUN_TESTS(tests);
}
