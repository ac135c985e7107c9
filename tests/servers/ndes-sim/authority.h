/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The PKI behind the simulator: a root, an issuing CA as AD CS makes it, the two RA certificates as NDES requests them,
 * a TLS certificate and a client's. The keys are kept in files; the certificates are new at each start, because the
 * ports are part of their distribution points.
 */
#ifndef NDES_SIM_AUTHORITY_H
#define NDES_SIM_AUTHORITY_H

#include <time.h>

#include <openssl/x509.h>

#include "cleanup.h"
#include "options.h"

#define CA_NAME "Example Issuing CA"
#define CA_FILE "Example%20Issuing%20CA"
#define ROOT_NAME "Example Root CA"
#define ROOT_FILE "Example%20Root%20CA"

struct identity {
	X509 *certificate;
	EVP_PKEY *key;
};

struct authority {
	char *base_url; /* http://ADDRESS:PORT/CertEnroll */
	time_t now;	/* of the start */
	struct identity root;
	struct identity ca;
	struct identity old_ca; /* same name, the key before its renewal; only for --fault=ra-old-ca */
	struct identity signing;
	struct identity encryption;
	struct identity tls;
	struct identity client;
	certificate_stack *superseded; /* RA certificates of an older pair */
};

/* Makes all of it and writes the files. The program ends if that fails. */
void authority_make(struct authority *authority, const struct options *options, const char *host, int port);
void authority_release(struct authority *authority);

/* The RA pair for this set of faults (registration.c). */
void registration_make(struct authority *authority, const struct options *options);

/* The CRL distribution points and the place of the issuer, as extension values (free them). */
char *authority_distribution_point(const struct authority *authority, const char *file);
char *authority_issuer_location(const struct authority *authority, const char *file);

/* A name that tries to break out of whatever prints it. */
X509_NAME *name_hostile(void);

#endif
