/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reading DER strictly (X.690 chapters 8, 10): definite lengths in their shortest form, tags up to 30, no element
 * longer than what holds it. For lib/pki/crl*.c and ocsp*.c only.
 */
#ifndef PKI_CRL_DER_H
#define PKI_CRL_DER_H

#include "pki/certificate.h"

enum {
	DER_BOOLEAN = 0x01,
	DER_INTEGER = 0x02,
	DER_BIT_STRING = 0x03,
	DER_OCTET_STRING = 0x04,
	DER_OID = 0x06,
	DER_ENUMERATED = 0x0A,
	DER_UTC_TIME = 0x17,
	DER_GENERALIZED_TIME = 0x18,
	DER_SEQUENCE = 0x30,
	DER_SET = 0x31,
	DER_CONTEXT = 0x80,             /* primitive [0] */
	DER_CONTEXT_CONSTRUCTED = 0xA0, /* constructed [0] */
};

/* Tag and length in front of a content. */
struct der_header {
	unsigned char tag;
	size_t size;     /* of the header itself */
	uint64_t length; /* of the content; below 2^62 */
};

enum der_state { DER_GOOD, DER_SHORT /* more bytes are needed */, DER_BAD };

enum der_state der_header_read(const unsigned char *bytes, size_t available, struct der_header *ret_header);

/* Bytes that are read from the front. */
struct der_cursor {
	const unsigned char *at, *end;
};

struct der_element {
	unsigned char tag;
	struct octets content, whole;
};

struct der_cursor der_cursor(struct octets octets);

/* The next element, moving the cursor behind it; false at the end and for what is malformed. */
bool der_next(struct der_cursor *cursor, struct der_element *ret_element);

/* The same if its tag is this one; else the cursor stays. */
bool der_next_is(struct der_cursor *cursor, unsigned char tag, struct der_element *ret_element);

/* The tag of the next element, 0 at the end. */
unsigned char der_peek(const struct der_cursor *cursor);

bool der_done(const struct der_cursor *cursor);

/* true for an INTEGER's content in its shortest form, negative or not. */
bool der_integer_good(struct octets content);

/* A BOOLEAN's content: false or true; returns false for another content than 00 or FF. */
bool der_boolean(struct octets content, bool *ret_value);

/* true for an OBJECT IDENTIFIER's content whose arcs are complete and in their shortest form. */
bool der_oid_good(struct octets content);

/* An object identifier's content as dotted digits; "(malformed OID)". */
const char *der_oid_text(struct arena *arena, struct octets content);

#endif
