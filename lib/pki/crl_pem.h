/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PEM that is decoded while it arrives (RFC 7468): the first block "X509 CRL". For lib/pki/crl*.c only. */
#ifndef PKI_CRL_PEM_H
#define PKI_CRL_PEM_H

#include <stdbool.h>
#include <stddef.h>

enum crl_pem_state {
	PEM_SEARCHING, /* for the first line */
	PEM_CONTENT,
	PEM_PADDING, /* behind a '=' */
	PEM_ENDED,
	PEM_DAMAGED,
};

struct crl_pem {
	enum crl_pem_state state;
	size_t matched; /* characters of the first line */
	unsigned bits, bit_count;
};

/*
 * Decodes text into place, which has room for length bytes. Returns how many there are; pem->state says how far it is.
 */
size_t crl_pem_decode(struct crl_pem *pem, const unsigned char *text, size_t length, unsigned char *place);

#endif
