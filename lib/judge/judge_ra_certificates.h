/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Are the certificates of a SCEP server alive, and are they the right ones? (facts: scep-ndes.md 4.3; RFC 8894 2.1.2,
 * 3.4)
 */
#ifndef JUDGE_RA_CERTIFICATES_H
#define JUDGE_RA_CERTIFICATES_H

#include "core/finding.h"
#include "pki/certificate_roles.h"

enum ra_superseded { SUPERSEDED_OK, SUPERSEDED_WARNING };

struct ra_policy {
	struct lifetime_policy lifetime;
	enum ra_superseded superseded;       /* the state of an older twin of a role, expired or not */
	const struct certificate_set *trust; /* where chains must end; NULL: not asked */
	const unsigned char *pin;            /* SHA-256 of the CA certificate, 32 bytes; NULL: not asked */
	unsigned min_key_size;               /* bits of an RSA key; 0: not asked */
	/*
	 * true for a set that is made of files: if there is no CA among them they are taken one by one, and neither a
	 * missing CA nor a missing role is a fault. false: the set is what a server answered.
	 */
	bool loose;
};

/*
 * Adds a finding to parent for each role and each certificate, with a child for each fault, so that none hides another:
 * ids ra_signing, ra_encryption, ca, ra_signing_superseded1, other1, ra_signing_eku ... Measures ra_signing_remaining,
 * ra_signing_used and likewise for ra_encryption and ca (a server with one certificate for all: ca only). Facts
 * ra_signing_subject, _serial, _sha256, _not_after (epoch), _template. prefix ("" or "endpoint2_") goes in front of all
 * of these. Everything that is pointed to must live as long as parent's arena.
 */
void judge_ra_certificates(const struct certificate_set *set, const char *prefix, const struct ra_policy *policy,
			   int64_t now, struct finding *parent);

/*
 * The first line of an OK run: "signing certificate expires in 212 days (2027-06-22), encryption certificate in 212
 * days, CA in 1800 days"; "no certificates" for an empty set.
 */
const char *ra_certificates_summary(struct arena *arena, const struct certificate_set *set, int64_t now);

/* "expires in 212 days (2027-06-22)", "expired 2 days ago (2026-11-20 10:00 UTC)", "is not valid yet ...". */
const char *ra_lifetime_text(struct arena *arena, const struct certificate *certificate, int64_t now);

/*
 * Of the certificates that lead a role (of the CA's too) the one that ends first; NULL for none. *ret_name is what it
 * is: "RA signing certificate".
 */
const struct certificate *ra_certificates_first_to_end(struct arena *arena, const struct certificate_set *set,
						       int64_t now, const char **ret_name);

/*
 * For a dead endpoint whose set was remembered: has a certificate that leads a role expired by now? Returns NULL if
 * not, else "the RA signing certificate expired 2 days ago (2026-11-20 10:00 UTC): CN=..., serial ..."; of several the
 * one that expired first. *ret_certificate (may be NULL) is that certificate in the set.
 */
const char *ra_certificates_dead(struct arena *arena, const struct certificate_set *set, int64_t now,
				 const struct certificate **ret_certificate);

/* The cause for a set that certificate_set_parse() refused. from_file: a file, not a server's answer. */
enum cause ra_set_cause(enum certificate_set_fault fault, bool from_file);

#endif
