/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Serial numbers to look up in each entry of a list: a bitmap that fits into the first-level cache answers nearly all
 * questions, a hash table the rest. For lib/pki/crl*.c only.
 */
#ifndef PKI_CRL_SERIALS_H
#define PKI_CRL_SERIALS_H

#include <string.h>

#include "pki/certificate.h"

enum { SERIALS_FILTER_BITS = 16 };

struct crl_serials {
	uint64_t filter[(1 << SERIALS_FILTER_BITS) / 64];
	const struct octets *serials;
	size_t slots;   /* a power of two */
	uint32_t *slot; /* index + 1; 0: free */
};

struct crl_serials *crl_serials_create(struct arena *arena, const struct octets *serials, size_t count);

/* Of the first and last eight bytes: random parts and counters of the usual CAs lie there. */
static inline uint64_t crl_serial_hash(const unsigned char *bytes, size_t length)
{
	uint64_t front = 0, back = 0;

	if (length >= sizeof front) {
		memcpy(&front, bytes, sizeof front);
		memcpy(&back, bytes + length - sizeof back, sizeof back);
	} else {
		for (size_t i = 0; i < length; i++)
			front = front << 8 | bytes[i];
	}
	return (front * UINT64_C(0x9E3779B97F4A7C15) ^ (back + length)) * UINT64_C(0xD6E8FEB86659FD93);
}

/* false: it is none of them. */
static inline bool crl_serials_may_hold(const struct crl_serials *serials, uint64_t hash)
{
	uint64_t bit = hash >> (64 - SERIALS_FILTER_BITS);

	return (serials->filter[bit / 64] >> (bit % 64) & 1) != 0;
}

/*
 * The index of the serial number with these bytes. *place is where the search goes on: start with 0, and call again for
 * the next of the same bytes. -1: no more.
 */
long crl_serials_find(const struct crl_serials *serials, uint64_t hash, struct octets serial, size_t *place);

#endif
