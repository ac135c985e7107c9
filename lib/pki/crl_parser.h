/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the parts of the list parser share; for lib/pki/crl*.c only. */
#ifndef PKI_CRL_PARSER_H
#define PKI_CRL_PARSER_H

#include "pki/crl.h"
#include "pki/crl_der.h"
#include "pki/crl_digest.h"
#include "pki/crl_pem.h"
#include "pki/crl_serials.h"

/* What comes next, in the order of the list (RFC 5280 5.1). */
enum crl_step {
	STEP_OUTER,
	STEP_TBS,
	STEP_VERSION,
	STEP_ALGORITHM,
	STEP_ISSUER,
	STEP_THIS_UPDATE,
	STEP_NEXT_UPDATE,
	STEP_LIST,
	STEP_ENTRIES,
	STEP_EXTENSIONS,
	STEP_OUTER_ALGORITHM,
	STEP_SIGNATURE,
	STEP_DONE,
};

enum crl_form { CRL_FORM_UNKNOWN, CRL_FORM_DER, CRL_FORM_TEXT };

struct crl_parser {
	struct arena *arena;
	struct crl_options options;
	struct crl crl;
	const char *wrong; /* NULL: nothing so far */
	enum crl_fault fault;

	enum crl_form form;
	uint64_t received; /* bytes as they came */
	unsigned char head[CRL_HEAD_MAX];
	size_t head_length;
	struct crl_pem pem;

	enum crl_step step;
	uint64_t position; /* in the DER, of the first byte that isn't consumed */
	uint64_t outer_end, tbs_begin, tbs_end, list_end;
	size_t need; /* bytes from position on without which nothing goes on */
	unsigned char *carry;
	size_t carried;

	struct octets algorithm; /* the inner AlgorithmIdentifier */
	bool hashing;
	struct crl_digest digest;

	struct crl_serials *serials; /* NULL: none are looked up */
	struct crl_hit *hits;
	bool *found;                 /* for each serial */
	bool other_issuer;           /* entries are about another CA's certificates from here on */
	unsigned char *entry_issuer; /* of other_issuer: that CA's name, up to CRL_ISSUER_MAX bytes */
	size_t entry_issuer_length;  /* 0: it can't be read */
};

/* Bytes that lie at parser->position. */
struct crl_window {
	const unsigned char *at, *end;
	const unsigned char *unhashed;
};

/* Sets the verdict, if there is none yet. Returns false. */
bool crl_fail(struct crl_parser *parser, enum crl_fault fault, const char *sentence);

/* "the issuer's name is malformed (at byte 30)". */
bool crl_malformed(struct crl_parser *parser, const char *what);

/* --- crl_elements.c --- */

/* Moves behind bytes that were read. */
void crl_consume(struct crl_parser *parser, struct crl_window *window, size_t length);

/* Asks for need bytes from the window's begin on. Returns false. */
bool crl_want(struct crl_parser *parser, size_t need);

/* Enters a SEQUENCE: consumes its header. *ret_end: where its content ends, not behind end; what: the sentence else. */
bool crl_container_enter(struct crl_parser *parser, struct crl_window *window, uint64_t end, const char *what,
			 uint64_t *ret_end);

/* A whole element of at most max bytes, in memory; it isn't consumed yet. */
bool crl_element_read(struct crl_parser *parser, const struct crl_window *window, uint64_t end, size_t max,
		      const char *what, struct der_element *ret_element);

/* The tag of the next element, 0 at the end of what holds it. false: the byte isn't there yet. */
bool crl_peek(struct crl_parser *parser, const struct crl_window *window, uint64_t end, unsigned char *ret_tag);

/* --- crl_steps.c --- */

/* Consumes what it can of the bytes and returns how many; parser->need is more than the rest then, or it failed. */
size_t crl_run(struct crl_parser *parser, const unsigned char *bytes, size_t length);

/* --- crl_entries.c: false if more bytes are needed, or it failed --- */
bool crl_step_entries(struct crl_parser *parser, struct crl_window *window);

/* --- crl_extensions.c: reads the SEQUENCE OF Extension; NULL or a sentence --- */
const char *crl_extensions_read(struct arena *arena, struct octets extensions, struct crl *crl);

/* One Extension from the cursor (RFC 5280 4.1); false: it is malformed. */
struct crl_extension {
	struct octets oid, value;
	bool critical;
};
bool crl_extension_next(struct der_cursor *cursor, struct crl_extension *ret_extension);

/* --- crl_scope.c --- */

/* cRLDistributionPoints' syntax, the URIs of all its points. */
bool crl_points_read(struct arena *arena, struct octets value, struct text_list *ret_uris);

bool crl_scope_read(struct arena *arena, struct octets value, struct crl_scope *scope);

/* --- crl_number.c: an INTEGER element that is not negative and not too long --- */
bool crl_number_read(struct octets value, struct crl_number *ret_number);

/* --- crl_name.c: a Name in DER as text, in the way certificates' names are printed; NULL: it is malformed --- */
const char *crl_name_text(struct arena *arena, struct octets name);

/* --- crl_sniff.c --- */

/* Decides the form from the first bytes. Returns false as long as there are too few of them. */
bool crl_sniff(struct crl_parser *parser);

/* The sentence for what is no list at all. */
void crl_fail_foreign(struct crl_parser *parser);

#endif
