/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Is a revocation list good, fresh, and the right one? (RFC 5280 5, 6.3.3; facts: crl.md)
 *
 * When to warn (facts: crl.md, chapter 3), where the user gave no limits:
 *	with Next CRL Publish   WARNING from Next CRL Publish + max(15 minutes, 5 % of the overlap) on, CRITICAL when
 *less than a third of the overlap is left; overlap = nextUpdate - Next CRL Publish without                 WARNING when
 *less than 10 % of the lifetime is left, CRITICAL below 5 % A limit of the user replaces one of these; one in days or
 *hours holds for base lists only, since delta lists live hours. An expired list is always CRITICAL.
 */
#ifndef JUDGE_JUDGE_CRL_H
#define JUDGE_JUDGE_CRL_H

#include "core/finding.h"
#include "judge/crl_facts.h"

enum { CRL_REPLICATION = 3 * 3600 /* seconds that a new list may take to all places (facts 1.1) */ };

struct crl_policy {
	struct lifetime_policy left; /* what the user wants to be left; only what is .given counts */
	enum status unverified;      /* the state of a list for whose signature no certificate is at hand */
	double replication;          /* seconds; CRL_REPLICATION by default */
};

/*
 * Fills the finding of one place that was fetched: its own sentence is about the dates (or says what came instead of a
 * list), a child tells each fault: ids object_signature, _issuer, _scope, _extension, _kind, _form, _dates,
 * _revoked1 ... Measures object_remaining, _used, _size, _number, _entries. The place must live as long as the arena.
 */
void judge_crl(const struct crl_place *place, const struct crl_policy *policy, int64_t now, struct finding *finding);

/*
 * Places that may hold copies: of those that delivered lists of the same issuer, key, kind and scope, whoever has an
 * older one than another gets a child, object_mirror: WARNING, or a note as long as the newest may still be on its way,
 * which the one before it is while it has not expired. Two different lists of one number are WARNING, object_number.
 * findings[i] is that of places[i]. Headers alone don't tell key and scope: compare those of one list only.
 */
void judge_crl_mirrors(const struct crl_place *const *places, struct finding *const *findings, size_t count,
		       const struct crl_policy *policy, int64_t now);

/*
 * Do a base and a delta list belong together (RFC 5280 5.2.4)? If not, the delta's finding gets a child, object_base.
 */
void judge_crl_delta(const struct crl_place *base, const struct crl_place *delta, struct finding *finding);

/* true if what the delta list says counts beside the base list: it belongs to it, is no older, and no worse signed. */
bool crl_delta_counts(struct arena *arena, const struct crl_place *base, const struct crl_place *delta);

/* "CRL expires in 6 days (2026-11-30 01:00 UTC)": for the first line of an OK run; "header only" is said. */
const char *judge_crl_summary(struct arena *arena, const struct crl_place *place, int64_t now);

#endif
