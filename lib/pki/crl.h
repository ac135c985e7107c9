/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Certificate revocation lists (RFC 5280 5), read in one pass while their bytes arrive, in memory that does not grow
 * with the list: a buffer of 64 KiB, and nothing for each entry. The list is hashed on the way; who signed it is asked
 * afterwards. Reading is strict: DER with shortest lengths, dates that exist, version 2 where there are extensions, the
 * two AlgorithmIdentifiers the same. Everything lives in the arena that was given; texts are safe to print.
 */
#ifndef PKI_CRL_H
#define PKI_CRL_H

#include "pki/certificate_set.h"

enum {
	CRL_HEAD_MAX = 200,               /* first bytes that are kept to say what it is instead of a list */
	CRL_BUFFER_SIZE = 64 * 1024,      /* longest element that must lie in memory as a whole */
	CRL_ALGORITHM_MAX = 1024,         /* an AlgorithmIdentifier */
	CRL_ISSUER_MAX = 4096,            /* the issuer's name */
	CRL_ENTRY_MAX = 32 * 1024,        /* an entry with its extensions */
	CRL_EXTENSIONS_MAX = 32 * 1024,   /* the list's extensions */
	CRL_SIGNATURE_MAX = 56 * 1024,    /* the signature */
	CRL_WHOLE_MAX = 16 * 1024 * 1024, /* a list whose signature can't be checked by a digest (Ed25519) */
	CRL_TRAILING_MAX = 64 * 1024,     /* bytes behind the end of the list that are still counted */
	CRL_SERIALS_MAX = 65536,          /* serial numbers that can be looked up at once */
	CRL_NAMES_MAX = 64,               /* URIs of an extension */
	CRL_NUMBER_MAX = 20,              /* bytes of a CRL number (RFC 5280 5.2.3) */
};

/* What kind of sentence crl_parser_finish() returned. */
enum crl_fault {
	CRL_GOOD,
	CRL_EMPTY,      /* no byte at all */
	CRL_HTML,       /* a web page */
	CRL_COMPRESSED, /* gzip */
	CRL_NOT_CRL,    /* something else: a certificate, a PKCS#7, text */
	CRL_TRUNCATED,  /* the end is missing */
	CRL_TOO_LARGE,  /* announces or has more bytes than max_size */
	CRL_MALFORMED,  /* begins as a list, but breaks the rules inside */
};

struct crl_options {
	uint64_t max_size;            /* bytes; 0: no limit */
	bool header_only;             /* stop behind nextUpdate: no entries, no extensions, no signature */
	const struct octets *serials; /* to look up: INTEGER contents as crl_serial_parse() makes them */
	size_t serial_count;          /* at most CRL_SERIALS_MAX; more are not looked up */
	const struct octets *issuers; /* DER names of the CAs whose certificates have these serials: entries about
				       * another CA's certificates are no hits; without bytes, or NULL: any CA */
};

/* A CRL number: an unsigned big number. */
struct crl_number {
	bool present;
	size_t length; /* 1 to CRL_NUMBER_MAX */
	unsigned char bytes[CRL_NUMBER_MAX];
};

/* IssuingDistributionPoint (RFC 5280 5.2.5): what the list covers. */
struct crl_scope {
	bool present, critical;
	struct octets whole;        /* the extension's value; two lists of one scope have the same */
	struct text_list uris;      /* of the fullName, as uri_text() gives them: not fit to print */
	bool other_names;           /* it has names that are no URIs, or too many or too long ones */
	const char *directory_name; /* the first name that is a DN; or NULL */
	bool unread_names;          /* other_names but that one: whether one of them is a point's is not known */
	bool only_user, only_ca, only_attribute, only_some_reasons, indirect;
};

/* How the signature is checked. */
enum crl_signature_method {
	CRL_SIGNATURE_UNCHECKABLE, /* see unchecked */
	CRL_SIGNATURE_DIGEST,      /* RSA PKCS#1 v1.5, ECDSA, DSA: over digest */
	CRL_SIGNATURE_PSS,         /* RSASSA-PSS: over digest */
	CRL_SIGNATURE_WHOLE,       /* Ed25519, Ed448 ...: over message */
};

struct crl_signature {
	enum crl_signature_method method;
	const char *algorithm;                             /* "sha256WithRSAEncryption" */
	const char *unchecked;                             /* why it can't be checked; NULL otherwise */
	int key_kind, digest_kind, mask_kind, salt_length; /* OpenSSL's numbers; the last two for PSS */
	unsigned char digest[64];
	size_t digest_length;
	struct octets message; /* tbsCertList, of CRL_SIGNATURE_WHOLE only */
	struct octets value;
};

/* A serial number that was looked up and found. */
struct crl_hit {
	size_t serial;     /* index in the options */
	int64_t date;      /* of the revocation */
	int reason;        /* CRLReason (RFC 5280 5.3.1); -1: none given */
	bool other_issuer; /* of an indirect list (5.3.3): about another CA's certificates, which the list's own CA
			    * or nobody was wanted for, or whose name can't be read */
};

enum { CRL_REASON_HOLD = 6, CRL_REASON_REMOVE = 8 };

struct crl {
	uint64_t size;           /* bytes that came, decoded from PEM, trailing ones included */
	uint64_t predicted_size; /* of the list, from its first bytes */
	uint64_t trailing;       /* bytes behind its end; more than CRL_TRAILING_MAX need not be pushed */
	bool was_pem, header_only;
	unsigned version; /* 1 or 2 */
	const char *issuer;
	struct octets issuer_name;        /* DER */
	int64_t this_update, next_update; /* epoch */
	bool has_next_update;
	uint64_t entries;
	uint64_t odd_serials; /* entries whose serial number is negative or longer than 20 bytes (RFC 5280 4.1.2.2) */
	bool empty_list;      /* revokedCertificates is there without an entry (5.1.2.6 forbids it) */
	struct crl_signature signature;
	struct octets authority_key_id;
	struct crl_number number;
	bool is_delta;
	struct crl_number base_number; /* of a delta list: the base it starts from */
	struct crl_scope scope;
	struct text_list freshest; /* URIs of delta lists; as in crl_scope */
	bool has_next_publish;
	bool bad_next_publish; /* it is there, but malformed */
	int64_t next_publish;  /* Microsoft's 1.3.6.1.4.1.311.21.4: when the CA means to publish the next one */
	bool has_ca_version;
	unsigned key_index, certificate_index; /* Microsoft's 1.3.6.1.4.1.311.21.1 */
	const char *unknown_critical;          /* OID of the first critical extension that is not understood, or NULL */
	const char *unknown_critical_entry;    /* the same among the entries' extensions (5.3) */
	const struct crl_hit *hits;            /* in the order of the list; each serial once */
	size_t hit_count;
};

struct crl_parser;

/* options are copied; the serials must live until crl_parser_finish(), which must be called exactly once. */
struct crl_parser *crl_parser_create(struct arena *arena, const struct crl_options *options);

/*
 * Takes the next bytes, any number of them. false: further bytes are of no use (the verdict stands, the header is
 * complete, or far too much is behind the list), so that the transfer may be ended; pushing them does no harm.
 */
bool crl_parser_push(struct crl_parser *parser, const void *bytes, size_t length);

/* The size in bytes that the list will have, 0 as long as it isn't known. For PEM that of the DER inside. */
uint64_t crl_parser_predicted_size(const struct crl_parser *parser);

/*
 * The end of the bytes. Returns NULL, or the sentence a person needs ("ends after 5000 of 45678 bytes"), which lives in
 * the arena or is constant. *ret_crl is filled only on success, *ret_fault (may be NULL) always.
 */
const char *crl_parser_finish(struct crl_parser *parser, struct crl *ret_crl, enum crl_fault *ret_fault);

/* A list that lies in memory. */
const char *crl_parse(struct arena *arena, const struct crl_options *options, const void *bytes, size_t length,
		      struct crl *ret_crl, enum crl_fault *ret_fault);

/* true if the signature verifies with the certificate's key. Names, dates and usages are not looked at. */
bool crl_signed_by(struct arena *arena, const struct crl *crl, const struct certificate *certificate);

/* true if the list's issuer is the certificate's subject: the same bytes, or the same name by RFC 5280 7.1. */
bool crl_names_issuer(struct arena *arena, const struct crl *crl, const struct certificate *certificate);

/* true if two DER names are the same: by their bytes, or by RFC 5280 7.1. Neither may be missing. */
bool crl_names_equal(struct arena *arena, struct octets one, struct octets other);

/* true if the list's authority key id is the certificate's subject key id; false where one of them is missing. */
bool crl_names_key(const struct crl *crl, const struct certificate *certificate);

/* The index of the certificate that signed the list, those of the issuer's name first; -1: none, or not checkable. */
int crl_find_signer(struct arena *arena, const struct crl *crl, const struct certificate_set *set);

/* -1, 0, 1 as memcmp(); an absent number is lower than any. */
int crl_number_compare(const struct crl_number *one, const struct crl_number *other);

/* "1234", or "0x123456789ABCDEF0123" where it is too long for that; "(none)". */
const char *crl_number_text(struct arena *arena, const struct crl_number *number);

/* For perfdata: exact up to 2^53. */
double crl_number_value(const struct crl_number *number);

/*
 * Reads a serial number in hexadecimal, as certificates' facts, certutil and openssl print it: any case, "0x" in front,
 * colons or blanks between, leading zeros, "-" for a negative one. Returns NULL or what is wrong.
 */
const char *crl_serial_parse(struct arena *arena, const char *text, struct octets *ret_serial);

/* "keyCompromise"; "no reason given" for -1. */
const char *crl_reason_text(int reason);

#endif
