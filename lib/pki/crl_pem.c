/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pki/crl_pem.h"

#include <string.h>

static const char first_line[] = "-----BEGIN X509 CRL-----";

/* Six bits, or -1. */
static int digit_value(unsigned char character)
{
	if (character >= 'A' && character <= 'Z')
		return character - 'A';
	if (character >= 'a' && character <= 'z')
		return character - 'a' + 26;
	if (character >= '0' && character <= '9')
		return character - '0' + 52;
	return character == '+' ? 62 : character == '/' ? 63 : -1;
}

/* The line begins with five equal characters, so after a mismatch another '-' may continue what was there. */
static void search(struct crl_pem *pem, unsigned char character)
{
	if (character == (unsigned char)first_line[pem->matched])
		pem->matched++;
	else if (character != '-' || pem->matched != 5)
		pem->matched = character == '-' ? 1 : 0;
	if (pem->matched == sizeof first_line - 1)
		pem->state = PEM_CONTENT;
}

/* A character of the content; returns the number of bytes that became complete: 0 or 1. */
static size_t decode(struct crl_pem *pem, unsigned char character, unsigned char *place)
{
	int value = digit_value(character);

	if (value < 0 || pem->state == PEM_PADDING) {
		pem->state = character == '=' ? PEM_PADDING : character == '-' ? PEM_ENDED : PEM_DAMAGED;
		return 0;
	}
	pem->bits = (pem->bits << 6 | (unsigned)value) & 0xFFF;
	pem->bit_count += 6;
	if (pem->bit_count < 8)
		return 0;
	pem->bit_count -= 8;
	*place = (unsigned char)(pem->bits >> pem->bit_count);
	return 1;
}

static bool blank(unsigned char character)
{
	return character == '\n' || character == '\r' || character == ' ' || character == '\t';
}

size_t crl_pem_decode(struct crl_pem *pem, const unsigned char *text, size_t length, unsigned char *place)
{
	size_t count = 0;

	for (size_t i = 0; i < length && pem->state < PEM_ENDED; i++)
		if (pem->state == PEM_SEARCHING)
			search(pem, text[i]);
		else if (!blank(text[i]))
			count += decode(pem, text[i], place + count);
	return count;
}
