/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pki/crl_der.h"

enum { LENGTH_BYTES_MAX = 8, OID_ARC_BITS = 32 };

/* The long form: bytes[1] says how many length bytes follow. */
static enum der_state long_length(const unsigned char *bytes, size_t available, struct der_header *ret_header)
{
	size_t count = bytes[1] & 0x7F;
	uint64_t length = 0;

	if (count == 0 || count > LENGTH_BYTES_MAX)
		return DER_BAD;
	if (available < 2 + count)
		return DER_SHORT;
	for (size_t i = 0; i < count; i++)
		length = length << 8 | bytes[2 + i];
	if (length < 0x80 || length >> (8 * (count - 1)) == 0 || length >> 62 != 0)
		return DER_BAD;
	*ret_header = (struct der_header){.tag = bytes[0], .size = 2 + count, .length = length};
	return DER_GOOD;
}

enum der_state der_header_read(const unsigned char *bytes, size_t available, struct der_header *ret_header)
{
	if (available > 0 && (bytes[0] & 0x1F) == 0x1F)
		return DER_BAD;
	if (available < 2)
		return DER_SHORT;
	if (bytes[1] >= 0x80)
		return long_length(bytes, available, ret_header);
	*ret_header = (struct der_header){.tag = bytes[0], .size = 2, .length = bytes[1]};
	return DER_GOOD;
}

struct der_cursor der_cursor(struct octets octets)
{
	return (struct der_cursor){.at = octets.bytes, .end = octets.bytes + octets.length};
}

bool der_next(struct der_cursor *cursor, struct der_element *ret_element)
{
	size_t available = (size_t)(cursor->end - cursor->at);
	struct der_header header;

	if (der_header_read(cursor->at, available, &header) != DER_GOOD || header.length > available - header.size)
		return false;
	*ret_element = (struct der_element){
		.tag = header.tag,
		.content = {cursor->at + header.size, (size_t)header.length},
		.whole = {cursor->at, header.size + (size_t)header.length},
	};
	cursor->at += ret_element->whole.length;
	return true;
}

bool der_next_is(struct der_cursor *cursor, unsigned char tag, struct der_element *ret_element)
{
	return der_peek(cursor) == tag && der_next(cursor, ret_element);
}

unsigned char der_peek(const struct der_cursor *cursor)
{
	return cursor->at < cursor->end ? *cursor->at : 0;
}

bool der_done(const struct der_cursor *cursor)
{
	return cursor->at == cursor->end;
}

bool der_integer_good(struct octets content)
{
	const unsigned char *bytes = content.bytes;

	if (content.length < 2)
		return content.length == 1;
	return !(bytes[0] == 0 && bytes[1] < 0x80) && !(bytes[0] == 0xFF && bytes[1] >= 0x80);
}

bool der_boolean(struct octets content, bool *ret_value)
{
	if (content.length != 1 || (content.bytes[0] != 0 && content.bytes[0] != 0xFF))
		return false;
	*ret_value = content.bytes[0] != 0;
	return true;
}

bool der_oid_good(struct octets content)
{
	bool first = true;

	for (size_t i = 0; i < content.length; i++) {
		if (first && content.bytes[i] == 0x80)
			return false;
		first = content.bytes[i] < 0x80;
	}
	return content.length != 0 && first;
}

/* One arc: groups of seven bits, the last one without the high bit. */
static bool oid_arc(struct der_cursor *cursor, uint64_t *ret_arc)
{
	uint64_t arc = 0;

	if (cursor->at < cursor->end && *cursor->at == 0x80)
		return false;
	while (cursor->at < cursor->end) {
		unsigned char byte = *cursor->at++;

		arc = arc << 7 | (byte & 0x7F);
		if (arc >> OID_ARC_BITS != 0)
			return false;
		if (byte < 0x80) {
			*ret_arc = arc;
			return true;
		}
	}
	return false;
}

const char *der_oid_text(struct arena *arena, struct octets content)
{
	struct text_buffer buffer = {.arena = arena};
	struct der_cursor cursor = der_cursor(content);
	uint64_t arc, first;

	if (content.length > 32 || !oid_arc(&cursor, &arc))
		return "(malformed OID)";
	first = arc < 80 ? arc / 40 : 2;
	text_append(&buffer, "%llu.%llu", (unsigned long long)first, (unsigned long long)(arc - 40 * first));
	while (!der_done(&cursor)) {
		if (!oid_arc(&cursor, &arc))
			return "(malformed OID)";
		text_append(&buffer, ".%llu", (unsigned long long)arc);
	}
	return text_of(&buffer);
}
