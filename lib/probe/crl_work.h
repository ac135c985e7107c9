/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the parts of probe_crl_survey() share. Inside lib/probe only. */
#ifndef PROBE_CRL_WORK_H
#define PROBE_CRL_WORK_H

#include "probe/probe_crl_survey.h"

enum {
	LISTS_MAX = 128,   /* of a run; more are left out and said */
	SOURCES_MAX = 256, /* servers and files that certificates come from */
	ISSUER_BYTES_MAX = 1024 * 1024,
};

struct crl_work {
	const struct run *run;
	const struct http_options *options;
	const struct crl_questions *questions;
	struct arena *arena;
	struct crl_survey *survey;
	unsigned crl_number; /* of the last place: "crl3" */
	size_t lists_judged; /* lists whose places were fetched in an earlier turn */
	size_t aia_fetched, ocsp_fetched;
	/* What is looked up in every list: numbers, what each is called, whose it is (NULL: given by --serial). */
	struct octets *serials, *serial_issuers;
	const struct certificate **serial_owners;
	struct text_list serial_names;
};

/* Places of one list that somebody wants. */
struct crl_wanted {
	const char *subject; /* whose list it is */
	bool delta;
	struct crl_list *base;                 /* of a delta list; NULL: not known */
	const struct certificate *certificate; /* that names them; NULL: none does */
	struct text_list uris;
	const struct distribution_point **points; /* in which it names each of them; NULL: in none */
};

/* --- probe_crl_sources.c: certificates and issuers, from files and servers --- */
void crl_work_sources(struct crl_work *work);

/* --- probe_crl_plan.c: which lists, AIA and OCSP places there are to ask --- */
void crl_work_plan(struct crl_work *work);
/* How a URI is reached. */
void crl_work_access(struct crl_work *work, const char *uri, struct access *access);
/* What people see of a URI. */
const char *crl_work_shown(struct arena *arena, const char *uri);
/* The delta lists that base lists named. */
void crl_work_plan_deltas(struct crl_work *work);
/* The OCSP places of certificates whose issuer is known now and that were not asked yet. */
void crl_work_plan_ocsp(struct crl_work *work);
/* At the end: the certificates about which no responder was asked. */
void crl_work_note_ocsp(struct crl_work *work);

/* --- probe_crl_aia.c: the places of the certificate's issuer, if they are wanted --- */
void crl_work_plan_aia(struct crl_work *work, const struct certificate *certificate, const struct text_list *uris);

/* --- probe_crl_lists.c --- */
/* The list with exactly these places in this order, a new one if need be; NULL: no URIs, or no room. */
struct crl_list *crl_work_want(struct crl_work *work, const struct crl_wanted *wanted);
/* The delta list belongs to that base list, too. */
void crl_work_add_base(const struct crl_work *work, struct crl_list *list, struct crl_list *base);
/* A list that lies in a file. */
void crl_work_want_file(struct crl_work *work, const char *path);

/* --- probe_crl_fetch.c: asks all places that were not asked yet, at once --- */
void crl_work_fetch(struct crl_work *work);
/* Asks the responders that took the request for malformed once more: a nonce is optional (RFC 6960 4.4.1). */
void crl_work_fetch_without_nonce(struct crl_work *work);

#endif
