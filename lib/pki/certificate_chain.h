/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who signed whom (RFC 5280 6.1). Dates are no part of the answers: they have findings of their own. */
#ifndef PKI_CERTIFICATE_CHAIN_H
#define PKI_CERTIFICATE_CHAIN_H

#include "pki/certificate_set.h"

/* true if the signature of issued verifies with issuer's key. Names, key ids, dates and usages are not looked at. */
bool certificate_issued_by(struct arena *arena, const struct certificate *issued, const struct certificate *issuer);

/* true if issuer's subject is issued's issuer, and the key ids agree where both have one (RFC 5280 4.2.1.1). */
bool certificate_names_issuer(const struct certificate *issued, const struct certificate *issuer);

/*
 * The index of the CA in the set that issued it by name and key id, another certificate than itself; of several one
 * that is valid now, and of those the newest. -1: none.
 */
int certificate_find_issuer(const struct certificate_set *set, const struct certificate *certificate, int64_t now);

/*
 * Does the chain of a certificate end at a certificate of trust? Any certificate of trust is an anchor, an intermediate
 * too; those of set are taken as intermediates. Purpose and security level are not judged (old chains with SHA-1 or
 * short keys pass), constraints and signatures are. Returns NULL if it does, else the sentence why not.
 */
const char *certificate_chain_untrusted(struct arena *arena, const struct certificate *certificate,
					const struct certificate_set *set, const struct certificate_set *trust);

#endif
