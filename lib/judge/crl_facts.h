/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The facts about one place of a revocation list, as a probe gathers and judge_crl() judges them. */
#ifndef JUDGE_CRL_FACTS_H
#define JUDGE_CRL_FACTS_H

#include "pki/crl.h"
#include "pki/distribution_points.h"

/* Who names a place. The list there must be good for each of them. */
struct crl_namer {
	const struct certificate *certificate;
	const struct distribution_point *point; /* in which it does; NULL: not known */
	int issuer;                             /* index of the candidate that issued the certificate; -1: not known */
};

struct crl_place {
	const char *uri;    /* or a file's name; safe to print */
	const char *object; /* "crl1", "delta1": in front of ids and perfdata */
	bool delta;         /* it was named as the place of a delta list */
	bool any_kind;      /* it was given by itself: nobody said whether a complete or a delta list belongs there */

	/* Of the transport: false means that nothing below was read; why is the probe's to tell. */
	bool fetched;
	const char *wrong; /* what crl_parser_finish() said; NULL: crl is filled */
	enum crl_fault fault;
	struct crl crl;

	/* CA certificates at hand that may have signed it; NULL: none. */
	const struct certificate_set *candidates;
	size_t expected; /* so many of them, the first ones, the user named as the CAs of the lists */
	int signer;      /* index of the one whose key verifies the signature; -1: none */

	/* The certificates that name this place; none: the list was named by itself. */
	struct crl_namer *namers;
	size_t namer_count;

	/* What was looked up: a name for each serial of crl_options, for the hits. */
	struct text_list serial_names;
	const struct certificate *const *serial_owners; /* whose each is; NULL: it was given as a number */
	const struct crl *delta_list; /* of this base list, with the same serials looked up; NULL: there is none */
};

#endif
