/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What came: one DER element, or something that a server delivers instead of an answer. */
#include <string.h>

#include "pki/crl_der.h"
#include "pki/ocsp_parts.h"

enum {
	SHOWN_MAX = 80,  /* characters of something foreign */
	LOOKED_AT = 512, /* bytes of it */
	HEX_MAX = 16,    /* bytes that are shown in hexadecimal */
};

static bool blank(unsigned char character)
{
	return character == ' ' || character == '\t' || character == '\r' || character == '\n';
}

/* Behind a byte order mark and blanks. */
static struct octets text_begin(struct octets bytes)
{
	size_t at = bytes.length >= 3 && memcmp(bytes.bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;

	while (at < bytes.length && blank(bytes.bytes[at]))
		at++;
	return (struct octets){bytes.bytes + at, bytes.length - at};
}

static bool printable(struct octets bytes)
{
	for (size_t i = 0; i < bytes.length && i < LOOKED_AT; i++)
		if (bytes.bytes[i] == 0x7F || (bytes.bytes[i] < ' ' && !blank(bytes.bytes[i])))
			return false;
	return true;
}

/* Blanks of any kind become one. */
static const char *first_text(struct arena *arena, struct octets bytes)
{
	unsigned char text[LOOKED_AT];
	size_t length = 0;

	for (size_t i = 0; i < bytes.length && i < LOOKED_AT; i++)
		if (!blank(bytes.bytes[i]))
			text[length++] = bytes.bytes[i];
		else if (length > 0 && text[length - 1] != ' ')
			text[length++] = ' ';
	while (length > 0 && text[length - 1] == ' ')
		length--;
	return text_foreign(arena, text, length, SHOWN_MAX);
}

static const char *foreign_explain(struct arena *arena, struct octets bytes, enum ocsp_fault *ret_fault)
{
	struct octets text = bytes.length != 0 ? text_begin(bytes) : bytes;

	*ret_fault = OCSP_NOT_OCSP;
	if (text.length == 0) {
		*ret_fault = OCSP_EMPTY;
		return "is empty";
	}
	if (text.bytes[0] == '<') {
		*ret_fault = OCSP_HTML;
		return text_format(arena, "is a web page, \"%s\"", first_text(arena, text));
	}
	if (printable(text))
		return text_format(arena, "is text, \"%s\"", first_text(arena, text));
	return text_format(arena, "is no OCSP response: it begins with %s",
			   text_hex(arena, bytes.bytes, bytes.length < HEX_MAX ? bytes.length : HEX_MAX));
}

static const char *length_check(struct arena *arena, struct octets bytes, const struct der_header *header,
				enum ocsp_fault *ret_fault)
{
	size_t there = bytes.length - header->size;

	if (header->length > there) {
		*ret_fault = OCSP_TRUNCATED;
		return text_format(arena, "is truncated: %zu of %llu bytes", bytes.length,
				   (unsigned long long)header->length + header->size);
	}
	if (header->length < there) {
		*ret_fault = OCSP_TRAILING;
		return text_format(arena, "has %s behind its end",
				   text_count(arena, there - (size_t)header->length, "byte"));
	}
	return NULL;
}

const char *ocsp_sniff(struct arena *arena, struct octets bytes, enum ocsp_fault *ret_fault)
{
	struct der_header header;

	if (bytes.length == 0 || bytes.bytes[0] != DER_SEQUENCE)
		return foreign_explain(arena, bytes, ret_fault);
	if (bytes.length > OCSP_RESPONSE_MAX) {
		*ret_fault = OCSP_TOO_LARGE;
		return text_format(arena, "is too large: more than %d KB", OCSP_RESPONSE_MAX / 1024);
	}
	switch (der_header_read(bytes.bytes, bytes.length, &header)) {
	case DER_GOOD:
		return length_check(arena, bytes, &header, ret_fault);
	case DER_SHORT:
		*ret_fault = OCSP_TRUNCATED;
		return text_format(arena, "is truncated: %s", text_count(arena, bytes.length, "byte"));
	default:
		*ret_fault = OCSP_MALFORMED;
		return "is malformed: it is not in DER";
	}
}
