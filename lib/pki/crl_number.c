/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Big numbers of lists and serial numbers. */
#include <string.h>

#include "core/array.h"
#include "pki/crl_parser.h"

enum { SERIAL_TEXT_MAX = 200 };

bool crl_number_read(struct octets value, struct crl_number *ret_number)
{
	struct der_cursor cursor = der_cursor(value);
	struct der_element element;
	struct octets digits;

	if (!der_next_is(&cursor, DER_INTEGER, &element) || !der_done(&cursor) || !der_integer_good(element.content))
		return false;
	digits = element.content;
	if (digits.bytes[0] >= 0x80)
		return false;
	if (digits.length > 1 && digits.bytes[0] == 0) {
		digits.bytes++;
		digits.length--;
	}
	if (digits.length > CRL_NUMBER_MAX)
		return false;
	*ret_number = (struct crl_number){.present = true, .length = digits.length};
	memcpy(ret_number->bytes, digits.bytes, digits.length);
	return true;
}

int crl_number_compare(const struct crl_number *one, const struct crl_number *other)
{
	int order;

	if (!one->present || !other->present)
		return one->present - other->present;
	if (one->length != other->length)
		return one->length < other->length ? -1 : 1;
	order = memcmp(one->bytes, other->bytes, one->length);
	return order < 0 ? -1 : order > 0;
}

const char *crl_number_text(struct arena *arena, const struct crl_number *number)
{
	unsigned long long value = 0;

	if (!number->present)
		return "(none)";
	if (number->length > sizeof value)
		return text_format(arena, "0x%s", text_hex(arena, number->bytes, number->length));
	for (size_t i = 0; i < number->length; i++)
		value = value << 8 | number->bytes[i];
	return text_format(arena, "%llu", value);
}

double crl_number_value(const struct crl_number *number)
{
	double value = 0;

	for (size_t i = 0; i < number->length; i++)
		value = 256 * value + number->bytes[i];
	return value;
}

/* The hexadecimal digits of text without what stands between them; returns how many, 0 for what is malformed. */
static size_t hex_digits(const char *text, char *digits)
{
	size_t count = 0;

	if (text[0] == '0' && (text[1] == 'x' || text[1] == 'X'))
		text += 2;
	for (; *text != 0; text++) {
		if (*text == ':' || *text == ' ')
			continue;
		if (text_hex_digit(*text) < 0 || count == SERIAL_TEXT_MAX)
			return 0;
		digits[count++] = *text;
	}
	return count;
}

/* Big-endian bytes with two zero bytes in front; returns where the shortest INTEGER content begins. */
static size_t magnitude(const char *digits, size_t count, unsigned char *bytes, size_t length, bool negative)
{
	unsigned carry = 1;
	size_t begin = 0;

	memset(bytes, 0, length);
	for (size_t i = 0; i < count; i++)
		bytes[length - 1 - i / 2] |= (unsigned char)(text_hex_digit(digits[count - 1 - i]) << (i % 2 ? 4 : 0));
	for (size_t i = length; negative && i-- > 0;) {
		carry += (unsigned char)~bytes[i];
		bytes[i] = (unsigned char)carry;
		carry >>= 8;
	}
	while (begin + 1 < length &&
	       ((bytes[begin] == 0 && bytes[begin + 1] < 0x80) || (bytes[begin] == 0xFF && bytes[begin + 1] >= 0x80)))
		begin++;
	return begin;
}

const char *crl_serial_parse(struct arena *arena, const char *text, struct octets *ret_serial)
{
	bool negative = *text == '-';
	char digits[SERIAL_TEXT_MAX];
	size_t count = hex_digits(text + negative, digits), length = (count + 1) / 2 + 1, begin;
	unsigned char *bytes;

	if (count == 0)
		return "is not a serial number in hexadecimal";
	bytes = arena_allocate(arena, length);
	begin = magnitude(digits, count, bytes, length, negative);
	*ret_serial = (struct octets){bytes + begin, length - begin};
	return NULL;
}

const char *crl_reason_text(int reason)
{
	static const char *const names[] = {
		"unspecified",   "keyCompromise",        "cACompromise",    "affiliationChanged",
		"superseded",    "cessationOfOperation", "certificateHold", NULL,
		"removeFromCRL", "privilegeWithdrawn",   "aACompromise"};

	if (reason < 0)
		return "no reason given";
	return (size_t)reason < ARRAY_LENGTH(names) && names[reason] != NULL ? names[reason] : "an unknown reason";
}
