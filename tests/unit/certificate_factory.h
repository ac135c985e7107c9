/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Makes certificates for tests, with any fault that is asked for. What can't be made ends the test program: the test
 * itself is wrong then. Keys are made once per program.
 */
#ifndef CERTIFICATE_FACTORY_H
#define CERTIFICATE_FACTORY_H

#include <stddef.h>
#include <stdint.h>

#include "pki/certificate_set.h"
#include "pki/openssl.h"

enum { DAY = 86400, YEAR = 365 * DAY };

#define FACTORY_NOW INT64_C(1800000000) /* 2027-01-15 08:00 UTC */

enum factory_key {
	FACTORY_KEY_CA,
	FACTORY_KEY_CA_RENEWED,
	FACTORY_KEY_ROOT,
	FACTORY_KEY_SIGNING,
	FACTORY_KEY_ENCRYPTION,
	FACTORY_KEY_SHORT, /* RSA 1024; the others have 2048 bits */
	FACTORY_KEY_EC,
	FACTORY_KEY_COUNT,
};

struct factory_extension {
	const char *name, *value; /* as in OpenSSL's configuration: "keyUsage", "critical,digitalSignature" */
};

struct factory_plan {
	const char *subject; /* "/C=XX/CN=NDES01-MSCEP-RA" */
	const char *issuer;  /* its name, if it is not that of signed_by */
	enum factory_key key;
	const X509 *signed_by; /* NULL: itself */
	enum factory_key signing_key;
	int64_t not_before, not_after; /* 0: FACTORY_NOW - 1 year, + 1 year */
	const char *raw_not_after;     /* the bytes of the UTCTime, malformed ones too */
	const char *serial;            /* hexadecimal */
	const char *key_usage, *extended_usage, *constraints;
	const char *template_name; /* of version 1 */
	bool no_key_ids, version_1, pss;
	const EVP_MD *digest; /* NULL: SHA-256 */
	struct factory_extension extra[4];
};

EVP_PKEY *factory_key(enum factory_key key);
X509 *factory_certificate(const struct factory_plan *plan);

/* The parts of a healthy NDES: what the plan leaves open is filled in. */
X509 *factory_ca(struct factory_plan plan);
X509 *factory_signing(struct factory_plan plan);
X509 *factory_encryption(struct factory_plan plan);

/* Exact-size copies on the heap, so that ASan sees each byte behind them; free() releases them. */
struct factory_bytes {
	unsigned char *bytes;
	size_t length;
};
struct factory_bytes factory_der(X509 *x509);
struct factory_bytes factory_pkcs7(X509 *const *certificates, size_t count);
struct factory_bytes factory_pem(X509 *const *certificates, size_t count);
struct factory_bytes factory_base64(struct factory_bytes content, size_t columns);
struct factory_bytes factory_copy(const void *bytes, size_t length);

/* The facts, through certificate_set_parse() and certificate_parse(). */
struct certificate factory_facts(struct arena *arena, X509 *x509);
struct certificate_set factory_set(struct arena *arena, X509 *const *certificates, size_t count);

#endif
