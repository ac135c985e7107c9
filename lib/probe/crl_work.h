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
};

/* --- probe_crl_sources.c: certificates and issuers, from files and servers --- */
void crl_work_sources(struct crl_work *work);

/* --- probe_crl_plan.c: which lists, AIA and OCSP places there are to ask --- */
void crl_work_plan(struct crl_work *work);
/* The delta lists that base lists named. */
void crl_work_plan_deltas(struct crl_work *work);
/* The OCSP places of certificates whose issuer is known now and that were not asked yet. */
void crl_work_plan_ocsp(struct crl_work *work);
/* At the end: the certificates about which no responder was asked. */
void crl_work_note_ocsp(struct crl_work *work);

/* --- probe_crl_fetch.c: asks all places that were not asked yet, at once --- */
void crl_work_fetch(struct crl_work *work);
/* Asks the responders that took the request for malformed once more: a nonce is optional (RFC 6960 4.4.1). */
void crl_work_fetch_without_nonce(struct crl_work *work);

#endif
