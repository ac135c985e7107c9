/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the parts of judge_ra_certificates() share; for lib/judge/ra_*.c only. */
#ifndef JUDGE_RA_JUDGEMENT_H
#define JUDGE_RA_JUDGEMENT_H

#include "judge/judge_ra_certificates.h"

struct ra_judgement {
	struct arena *arena;
	const struct certificate_set *set;
	struct certificate_roles roles;
	const char *prefix;
	const struct ra_policy *policy;
	int64_t now;
	struct finding *parent;
};

/* HRESULTs that a Windows client logs at the stage GetCACert (facts: scep-ndes.md 9). */
enum { WINDOWS_EVENT_INITIALIZATION = 86 };
#define WINDOWS_CERT_EXPIRED 0x800B0101U
#define WINDOWS_CERT_UNTRUSTED 0x800B0109U

/* --- ra_lifetime.c --- */

bool ra_expired(const struct certificate *certificate, int64_t now);

/* Sets state and sentence by the validity, and measures it under the object's name. also: "" or ends the sentence. */
void ra_judge_lifetime(const struct ra_judgement *judgement, struct finding *finding,
		       const struct certificate *certificate, const char *object, const char *also);

/* The same without a measurement, for the CAs above the leading one. */
void ra_judge_ca_lifetime(const struct ra_judgement *judgement, struct finding *finding,
			  const struct certificate *certificate);

/* --- ra_faults.c: each adds children to the finding of the certificate; object is that finding's id --- */

/* A child of a certificate's finding; its id is object_slug. */
struct finding *ra_fault(const struct ra_judgement *judgement, struct finding *finding, const char *object,
			 const char *slug, const char *subject);

/* What is wrong with an RA certificate in itself: crossed roles, key usage, extended key usage, signature, key. */
void ra_judge_certificate(const struct ra_judgement *judgement, struct finding *finding,
			  const struct certificate *certificate, const char *object);

/* What is wrong with the leading CA certificate in itself. */
void ra_judge_ca(const struct ra_judgement *judgement, struct finding *finding, const struct certificate *certificate,
		 const char *object);

/* A certificate without a role. */
void ra_judge_other(const struct ra_judgement *judgement, struct finding *finding,
		    const struct certificate *certificate, const char *object);

/* --- ra_chain.c --- */

/* Was an RA certificate issued by the CA of the set? */
void ra_judge_issuer(const struct ra_judgement *judgement, struct finding *finding,
		     const struct certificate *certificate, const char *object);

/* The CA's own chain: its signature, its root, the pin. */
void ra_judge_ca_chain(const struct ra_judgement *judgement, struct finding *finding, const char *object);

/* Is it the leading CA certificate, or one of the set above it? */
bool ra_on_ca_chain(const struct ra_judgement *judgement, const struct certificate *certificate);

/* --trust for a certificate; returns false if its chain does not end there. */
bool ra_judge_trust(const struct ra_judgement *judgement, struct finding *finding,
		    const struct certificate *certificate, const char *object);

#endif
