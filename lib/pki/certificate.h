/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What an X.509 certificate says (RFC 5280), as plain facts: everything lives in the arena that was given. Texts are
 * safe to print: text_foreign() has cut and cleaned them.
 */
#ifndef PKI_CERTIFICATE_H
#define PKI_CERTIFICATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/arena.h"
#include "core/octets.h"
#include "core/text.h"

enum { SHA256_LENGTH = 32 };

/* Bit n of the BIT STRING is 1 << n here (RFC 5280 4.2.1.3). */
enum key_usage {
	KEY_USAGE_DIGITAL_SIGNATURE = 1 << 0,
	KEY_USAGE_NON_REPUDIATION = 1 << 1,
	KEY_USAGE_KEY_ENCIPHERMENT = 1 << 2,
	KEY_USAGE_DATA_ENCIPHERMENT = 1 << 3,
	KEY_USAGE_KEY_AGREEMENT = 1 << 4,
	KEY_USAGE_CERTIFICATE_SIGN = 1 << 5,
	KEY_USAGE_CRL_SIGN = 1 << 6,
	KEY_USAGE_ENCIPHER_ONLY = 1 << 7,
	KEY_USAGE_DECIPHER_ONLY = 1 << 8,
};

/* The extended key usages that matter here, as flags (RFC 5280 4.2.1.12; Microsoft's szOID_ENROLLMENT_AGENT). */
enum extended_usage {
	EXTENDED_USAGE_REQUEST_AGENT = 1 << 0, /* 1.3.6.1.4.1.311.20.2.1 */
	EXTENDED_USAGE_SERVER = 1 << 1,        /* 1.3.6.1.5.5.7.3.1 */
	EXTENDED_USAGE_CLIENT = 1 << 2,        /* 1.3.6.1.5.5.7.3.2 */
	EXTENDED_USAGE_ANY = 1 << 3,           /* 2.5.29.37.0 */
};

enum key_algorithm { KEY_OTHER, KEY_RSA, KEY_EC };

struct certificate {
	struct octets der;
	const char *subject, *issuer;            /* "CN=NDES01-MSCEP-RA, C=XX": RFC 4514's order; "(empty name)" */
	struct octets subject_name, issuer_name; /* DER */
	const char *serial;                      /* upper-case hexadecimal, "-" in front of a negative one */
	int64_t not_before, not_after;           /* epoch; both seconds belong to the validity (RFC 5280 4.1.2.5) */
	unsigned version;                        /* 1 to 3 */
	/* cA of the basic constraints; without them: keyCertSign, or a self-signed certificate of version 1. */
	bool is_ca;
	bool self_signed; /* subject and issuer are the same, and the signature verifies with its own key */
	bool has_key_usage;
	unsigned key_usage; /* enum key_usage; 0 without the extension */
	bool has_extended_usage;
	unsigned extended_usage;             /* enum extended_usage */
	struct text_list extended_usages;    /* all, as dotted OIDs */
	const char *template_name;           /* of version 1 (1.3.6.1.4.1.311.20.2), or NULL */
	const char *template_oid;            /* of version 2 and later (1.3.6.1.4.1.311.21.7), dotted, or NULL */
	long template_major, template_minor; /* -1: absent */
	struct octets subject_key_id, authority_key_id;
	enum key_algorithm key_algorithm;
	const char *key_algorithm_name; /* "RSA", "EC" or what the OID is called */
	struct octets public_key; /* the bits of the SubjectPublicKeyInfo: two certificates of one key have the same */
	unsigned key_bits;        /* 0: OpenSSL can't decode the key */
	const char *signature_algorithm_name; /* "sha256WithRSAEncryption" */
	bool signature_sha1, signature_md5 /* or older */, signature_pss;
};

/*
 * Decodes one DER certificate of exactly length bytes. Returns NULL, or the sentence a person needs ("the validity
 * dates are malformed", "3 bytes behind the end of the certificate"), which lives in the arena or is constant. An
 * extension that is there twice or malformed is an error (RFC 5280 4.2) if a field above depends on it; Microsoft's
 * template extensions are left out instead.
 */
const char *certificate_parse(struct arena *arena, const unsigned char *der, size_t length,
			      struct certificate *ret_certificate);

/* true from not_before to not_after, both included. */
bool certificate_valid_at(const struct certificate *certificate, int64_t now);

/* true for the same bytes. An absent one equals nothing. */
bool octets_equal(struct octets one, struct octets other);

/* true for the same certificate, byte for byte. */
bool certificate_equal(const struct certificate *one, const struct certificate *other);

/* An order of certificates by their bytes: below, equal to or above 0. */
int certificate_compare(const struct certificate *one, const struct certificate *other);

/* The SHA-256 fingerprint, SHA256_LENGTH bytes. Made on demand: a run's first digest costs 3 million instructions. */
const unsigned char *certificate_sha256(struct arena *arena, const struct certificate *certificate);

/* true if it may be used so: without a key usage extension every usage is allowed (RFC 5280 4.2.1.3). */
bool certificate_may(const struct certificate *certificate, enum key_usage usage);

/* NDES's default templates, of version 1 (facts: scep-ndes.md 4.1). */
#define TEMPLATE_SIGNING "EnrollmentAgentOffline"
#define TEMPLATE_ENCRYPTION "CEPEncryption"
bool certificate_has_template(const struct certificate *certificate, const char *name);

/* "CN=NDES01-MSCEP-RA, C=XX, serial 4700...0002": which one is meant. */
const char *certificate_label(struct arena *arena, const struct certificate *certificate);

/* "digitalSignature, keyEncipherment"; "nothing" for an empty one. */
const char *certificate_key_usage_text(struct arena *arena, const struct certificate *certificate);

#endif
