/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Makes revocation lists for tests with a small DER writer of its own, in the shape of AD CS, of any size, and with any
 * fault that is asked for. What can't be made ends the test program.
 */
#ifndef CRL_FACTORY_H
#define CRL_FACTORY_H

#include "certificate_factory.h"

/* Bytes that grow; free() releases them. */
struct der_writer {
	unsigned char *bytes;
	size_t length, capacity;
};

void der_put(struct der_writer *writer, const void *bytes, size_t length);
void der_put_header(struct der_writer *writer, unsigned char tag, size_t length);
void der_put_element(struct der_writer *writer, unsigned char tag, const void *content, size_t length);
/* Puts what inner holds as the content, and empties it. */
void der_put_inner(struct der_writer *writer, unsigned char tag, struct der_writer *inner);
void der_put_time(struct der_writer *writer, int64_t epoch);

/* A field of bytes that takes the place of what the factory would write; NULL: it writes that. */
struct crl_raw {
	const void *bytes;
	size_t length;
};
#define CRL_RAW(text) \
	{ \
		(text), sizeof(text) - 1 \
	}

/* Where nothing is said (0, NULL, false): the healthy weekly list of CORP-CA's first key. */
struct crl_plan {
	X509 *issuer; /* name and key id; NULL: crl_factory_ca() */
	enum factory_key key;
	EVP_PKEY *other_key;     /* instead of key */
	const EVP_MD *digest;    /* NULL: SHA-256 */
	bool pss, whole;         /* whole: the key signs without a digest */
	int64_t published;       /* the moment of publication; 0: FACTORY_NOW */
	int64_t period, overlap; /* 0: 7 days, 12 hours */
	size_t entries;
	bool no_next_update, no_next_publish, no_number, no_key_id, no_ca_version, no_extensions, version_1;
	uint64_t number, base_number; /* number 0: 1234 */
	bool delta;
	uint64_t seed;                                        /* of the serial numbers */
	struct crl_raw version, algorithm, outer_algorithm;   /* whole elements */
	struct crl_raw issuer_name, this_update, next_update; /* whole elements */
	struct crl_raw list;                                  /* contents of revokedCertificates, behind the entries */
	struct crl_raw extensions;                            /* whole Extensions, behind the others */
	struct crl_raw number_value;                          /* of the CRL number: the INTEGER */
	struct crl_raw behind_extensions, behind_signature;   /* within tbsCertList and CertificateList */
	struct crl_raw bit_string;                            /* the whole signature element */
};

/* The CA of the plans' default: made once. */
X509 *crl_factory_ca(void);

/* An exact-size copy on the heap. */
struct factory_bytes crl_factory_list(const struct crl_plan *plan);

/* "-----BEGIN X509 CRL-----" ... */
struct factory_bytes crl_factory_pem(struct factory_bytes der);

/* The content of the serial number of entry index: 19 bytes, as AD CS makes them. */
enum { CRL_FACTORY_SERIAL = 19 };
void crl_factory_serial(uint64_t seed, uint64_t index, unsigned char *place);

#endif
