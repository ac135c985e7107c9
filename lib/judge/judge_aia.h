/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Is the issuer's certificate behind a caIssuers URI (RFC 5280 4.2.2.1), so that clients can build the chain?
 *
 * something else comes       CRITICAL AIA-NOT-CERTIFICATE, AIA-MALFORMED
 * no certificate of its name CRITICAL AIA-WRONG-ISSUER
 * of its name, another key   CRITICAL AIA-OLD-KEY: the CA was renewed, or another CA has the same name
 * no CA certificate          CRITICAL AIA-WRONG-ISSUER
 * its key id is another      WARNING AIA-KEY-ID: the signature verifies, but Windows looks for the key id
 * outside its validity       CRITICAL CA-EXPIRED, RA-NOT-YET-VALID
 * expires soon               WARNING CA-EXPIRING when less than 10 % of the lifetime and less than 30 days are left
 * PEM or base64              WARNING AIA-PEM: RFC 5280 wants DER or PKCS#7
 * https                      WARNING AIA-HTTPS: a client that checks that server's certificate may run in circles
 */
#ifndef JUDGE_JUDGE_AIA_H
#define JUDGE_JUDGE_AIA_H

#include "core/finding.h"
#include "judge/aia_facts.h"

/*
 * Fills the finding of one place that was fetched: its own sentence says what is there. Children: object_form,
 * object_scheme, object_key_id. Measures object_remaining and _used of the issuer's certificate. The place must live as
 * long as the arena.
 */
void judge_aia(const struct aia_place *place, int64_t now, struct finding *finding);

/*
 * The CA certificate of the set that issued it: by name, key id and signature; of several one that is valid now, and of
 * those the newest. -1: none. certificate itself counts if it is self-signed.
 */
int judge_aia_issuer(struct arena *arena, const struct certificate_set *set, const struct certificate *certificate,
		     int64_t now);

/* true if what is the issuer of one is that of the other: they name the same one, and the same key of it. */
bool judge_aia_same_issuer(const struct certificate *one, const struct certificate *other);

#endif
