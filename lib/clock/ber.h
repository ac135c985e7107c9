/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The little of ASN.1 that Kerberos (DER) and LDAP (BER) need: one-byte tags, definite lengths of at most four octets.
 * Reading never passes a bound. Writing goes from the end to the beginning, so that each length is known when its turn
 * comes.
 */
#ifndef CLOCK_BER_H
#define CLOCK_BER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/cursor.h"

enum {
	BER_INTEGER = 0x02,
	BER_BIT_STRING = 0x03,
	BER_OCTET_STRING = 0x04,
	BER_ENUMERATED = 0x0A,
	BER_GENERALIZED_TIME = 0x18,
	BER_GENERAL_STRING = 0x1B,
	BER_SEQUENCE = 0x30,
	BER_SET = 0x31,
	BER_CONTEXT = 0xA0,     /* [0], constructed */
	BER_APPLICATION = 0x60, /* [APPLICATION 0], constructed */
};

struct ber_element {
	uint8_t tag;
	struct octets content;
	bool shortest; /* its length is written as DER wants it */
};

enum ber_read { BER_READ, BER_MORE /* its end lies behind the bytes */, BER_WRONG };

/* The next element. Nothing moves unless it is BER_READ. */
enum ber_read ber_next(struct cursor *cursor, struct ber_element *ret_element);

/* The next element if it has that tag (der_: and the shortest length), else false and nothing moves. */
bool ber_take(struct cursor *cursor, uint8_t tag, struct octets *ret_content);
bool der_take(struct cursor *cursor, uint8_t tag, struct octets *ret_content);

/* The same as a cursor over the content. */
bool ber_enter(struct cursor *cursor, uint8_t tag, struct cursor *ret_content);
bool der_enter(struct cursor *cursor, uint8_t tag, struct cursor *ret_content);

/* The value of an INTEGER's content: 1 to 4 octets in two's complement. */
bool ber_integer(struct octets content, int32_t *ret_value);

/* Fills a buffer from its end; full: it did not fit, and what was written is worth nothing. */
struct ber_writer {
	unsigned char *bytes;
	size_t begin, size; /* what was written stands from begin to size */
	bool full;
};

static inline struct ber_writer ber_writer_over(unsigned char *bytes, size_t size)
{
	return (struct ber_writer){.bytes = bytes, .begin = size, .size = size};
}

/* In front of what is there. */
void ber_put(struct ber_writer *writer, uint8_t tag, const void *content, size_t length);
void ber_put_integer(struct ber_writer *writer, uint32_t value);

/* The tag and length of all that was written since the writer's begin was end. */
void ber_put_around(struct ber_writer *writer, uint8_t tag, size_t end);

#endif
