/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Binary data in printable clothes: PEM blocks (RFC 7468, read leniently), and UTF-16 around them. */
#ifndef PKI_ARMOUR_H
#define PKI_ARMOUR_H

#include "pki/certificate.h"

/* A block between "-----BEGIN label-----" and "-----END label-----". */
struct pem_block {
	struct octets label;   /* "CERTIFICATE"; at most 64 bytes */
	struct octets content; /* still base64; empty until pem_content() */
};

/* The beginning of the next block; moves *text behind it. Returns false if there is none. */
bool pem_next(struct octets *text, struct pem_block *ret_block);

/* The block's content up to its end; moves *text to that end. Returns false if the end is missing. */
bool pem_content(struct octets *text, struct pem_block *block);

/* true if label is the text. */
bool pem_label_is(const struct pem_block *block, const char *label);

/*
 * Makes UTF-16 (with a byte order mark, or with zeros beside its first two characters) plain: characters above U+007E
 * become '?'. Skips a UTF-8 byte order mark. Anything else comes back as it is.
 */
struct octets text_narrow(struct arena *arena, struct octets text);

#endif
