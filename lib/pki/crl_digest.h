/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The digest of tbsCertList, chosen by its own AlgorithmIdentifier. For lib/pki/crl*.c only. */
#ifndef PKI_CRL_DIGEST_H
#define PKI_CRL_DIGEST_H

#include "pki/crl.h"
#include "pki/openssl.h"

enum { CRL_PREFIX_MAX = CRL_ALGORITHM_MAX + 64 };

struct crl_digest {
	EVP_MD_CTX *context; /* NULL: not chosen, or the signature can't be checked by a digest */
	bool chosen;
	unsigned char prefix[CRL_PREFIX_MAX]; /* what comes before it is chosen */
	size_t prefix_length;
	unsigned char *message; /* of CRL_SIGNATURE_WHOLE */
	size_t message_length, message_size;
};

/*
 * Chooses by the DER of the AlgorithmIdentifier and fills method, names and kinds of *signature. tbs_size: bytes of
 * tbsCertList. Returns false if the AlgorithmIdentifier is malformed.
 */
bool crl_digest_choose(struct arena *arena, struct crl_digest *digest, struct octets algorithm, uint64_t tbs_size,
		       struct crl_signature *signature);

void crl_digest_feed(struct crl_digest *digest, const unsigned char *bytes, size_t length);

/* The end of tbsCertList: fills digest or message of *signature. */
void crl_digest_end(struct arena *arena, struct crl_digest *digest, struct crl_signature *signature);

void crl_digest_release(struct crl_digest *digest);

#endif
