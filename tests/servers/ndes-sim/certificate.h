/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One certificate from a description of it. */
#ifndef NDES_SIM_CERTIFICATE_H
#define NDES_SIM_CERTIFICATE_H

#include <time.h>

#include <openssl/x509.h>

#define DAY (24 * 3600)
#define YEAR (365 * DAY)

#define TEMPLATE_NAME_OID "1.3.6.1.4.1.311.20.2"
#define CA_VERSION_OID "1.3.6.1.4.1.311.21.1"
#define REQUEST_AGENT_OID "1.3.6.1.4.1.311.20.2.1"

/* name: as in OpenSSL's configuration files, or an OID; value: likewise, "ASN1:..." for what OpenSSL doesn't know. */
struct extension {
	const char *name;
	const char *value;
};

#define EXTENSIONS_MAX 12

struct certificate_plan {
	const X509_NAME *subject;
	EVP_PKEY *key;
	const X509 *issuer; /* NULL: self-signed with key */
	EVP_PKEY *issuer_key;
	time_t not_before;
	time_t not_after;			     /* cut to the issuer's end, as AD CS does */
	const EVP_MD *digest;			     /* NULL: SHA-256 */
	struct extension extensions[EXTENSIONS_MAX]; /* rows without a name or a value are left out */
	const X509_EXTENSION *foreign_extension;     /* copied from a request, or NULL */
};

X509 *certificate_issue(const struct certificate_plan *plan);

/* "DC=test/DC=example/CN=name" in the order of encoding; no escapes. */
X509_NAME *name_parse(const char *text);

void certificate_store(const char *directory, const char *name, X509 *const *certificates, size_t count);

#endif
