/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Is a certificate good, and is the responder that says so (RFC 6960 3.2, 4.2.2)?
 *
 * revoked                   CRITICAL OCSP-REVOKED; the only finding that speaks of the certificate itself
 * unknown, or not answered  CRITICAL OCSP-UNKNOWN: clients treat it as revoked or don't
 * tryLater, internalError   CRITICAL OCSP-FAILED
 * sigRequired, unauthorized CRITICAL OCSP-REFUSED: no client gets an answer about certificates of this CA
 * malformedRequest          CRITICAL OCSP-REFUSED; who asks with a nonce asks once more without
 * signature, delegation     CRITICAL: what the answer says counts for nothing, and is only mentioned
 * nonce differs             CRITICAL OCSP-REPLAY; absent: a note (answers made in advance have none, RFC 5019 2.2.1)
 * dates                     CRITICAL from nextUpdate on; CRITICAL if more than OCSP_GRACE in the future
 *                           WARNING below 5 % of the answer's lifetime: AD CS gives an answer the dates of its list,
 *                           and a healthy weekly list is replaced when 6.7 % are left
 * no nextUpdate             a note; WARNING if thisUpdate is older than OCSP_STALE: such answers are made on demand
 * delegate's certificate    CRITICAL outside its validity; WARNING when less than 10 % of its lifetime and less than
 *                           14 days are left: AD CS renews its two weeks' certificates 2 days (14 %) before the end
 */
#ifndef JUDGE_JUDGE_OCSP_H
#define JUDGE_JUDGE_OCSP_H

#include "core/finding.h"
#include "judge/ocsp_facts.h"

enum {
	OCSP_GRACE = 5 * 60,       /* seconds by which clocks may differ */
	OCSP_STALE = 24 * 60 * 60, /* seconds; see above */
};

struct ocsp_policy {
	/* What the user wants to be left: only what is .given and in percent counts, days and hours are for lists. */
	struct lifetime_policy left;
};

/*
 * Fills the finding of one responder that was fetched. Children: object_dates, object_responder (its certificate; has
 * measures of its own, object_responder_remaining and _used), object_clock, object_extension. Measures object_remaining
 * and _used of the answer where it has a nextUpdate; time is the caller's. The place must live as long as the arena.
 */
void judge_ocsp(const struct ocsp_place *place, const struct ocsp_policy *policy, int64_t now, struct finding *finding);

/* "OCSP good" for the first line of an OK run. */
const char *judge_ocsp_summary(const struct ocsp_place *place);

#endif
