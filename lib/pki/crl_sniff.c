/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the first bytes are: a list in DER or PEM, or something that a server delivers instead. */
#include <string.h>

#include "pki/crl_parser.h"

enum {
	SHOWN_MAX = 80, /* characters of something foreign */
	BYTE_ORDER_MARK = 0xEF,
};

static bool blank(unsigned char character)
{
	return character == ' ' || character == '\t' || character == '\r' || character == '\n';
}

/* Behind a byte order mark and blanks. */
static size_t text_begin(const struct crl_parser *parser)
{
	size_t at = parser->head_length >= 3 && memcmp(parser->head, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;

	while (at < parser->head_length && blank(parser->head[at]))
		at++;
	return at;
}

static bool printable(const unsigned char *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (bytes[i] == 0x7F || (bytes[i] < ' ' && !blank(bytes[i])))
			return false;
	return true;
}

/* By the first byte that says something, so that it doesn't matter how many come at once. */
bool crl_sniff(struct crl_parser *parser)
{
	const unsigned char *head = parser->head;
	size_t at = text_begin(parser);

	if (head[0] == DER_SEQUENCE) {
		parser->form = CRL_FORM_DER;
		return true;
	}
	if (at == parser->head_length && at < CRL_HEAD_MAX)
		return false; /* blanks only, so far */
	if (head[0] == BYTE_ORDER_MARK && parser->head_length < 3)
		return false;
	if (at < parser->head_length && head[at] != '<' && printable(head + at, 1)) {
		parser->form = CRL_FORM_TEXT;
		return true;
	}
	crl_fail_foreign(parser);
	return false;
}

/* Blanks of any kind become one. */
static const char *first_text(struct crl_parser *parser)
{
	unsigned char text[CRL_HEAD_MAX];
	size_t length = 0;

	for (size_t at = text_begin(parser); at < parser->head_length; at++) {
		unsigned char character = parser->head[at];

		if (!blank(character))
			text[length++] = character;
		else if (length > 0 && text[length - 1] != ' ')
			text[length++] = ' ';
	}
	return text_foreign(parser->arena, text, length, SHOWN_MAX);
}

static const char *first_bytes(struct crl_parser *parser)
{
	return text_hex(parser->arena, parser->head, parser->head_length < 16 ? parser->head_length : 16);
}

/* Replaces an earlier sentence, which may have been made before all of the head was there. */
void crl_fail_foreign(struct crl_parser *parser)
{
	const unsigned char *head = parser->head;
	size_t length = parser->head_length, at = text_begin(parser);
	struct arena *arena = parser->arena;

	if (parser->form == CRL_FORM_DER)
		return;
	parser->fault = CRL_NOT_CRL;
	if (length >= 2 && head[0] == 0x1F && head[1] == 0x8B) {
		parser->fault = CRL_COMPRESSED;
		parser->wrong = "is not a CRL: it is compressed with gzip, which clients don't unpack";
	} else if (at == length) {
		parser->fault = CRL_EMPTY;
		parser->wrong = "is empty but for blanks";
	} else if (head[at] == '<') {
		parser->fault = CRL_HTML;
		parser->wrong = text_format(arena, "is not a CRL: a web page, \"%s\"", first_text(parser));
	} else if (printable(head + at, length - at)) {
		parser->wrong = text_format(arena, "is not a CRL: text, \"%s\"", first_text(parser));
	} else {
		parser->wrong = text_format(arena, "is not a CRL: it begins with %s", first_bytes(parser));
	}
}
