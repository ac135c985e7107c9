/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who issued the certificates of a set, and does somebody trust that (facts: scep-ndes.md 4.3). */
#include <string.h>

#include "judge/ra_judgement.h"
#include "pki/certificate_chain.h"

static bool set_has_ca_named(const struct certificate_set *set, struct octets name)
{
	for (size_t i = 0; i < set->count; i++)
		if (set->certificates[i].is_ca && octets_equal(set->certificates[i].subject_name, name))
			return true;
	return false;
}

static void set_untrusted(struct finding *finding, enum status status, enum cause cause, const char *sentence)
{
	finding_set(finding, status, cause, "%s", sentence);
	finding_windows(finding, WINDOWS_EVENT_INITIALIZATION, "GetCACert", WINDOWS_CERT_UNTRUSTED);
}

/* No CA of the set fits by name and key id. */
static const char *stranger_text(const struct ra_judgement *judgement, const struct certificate *certificate)
{
	const struct certificate *ca = &judgement->set->certificates[judgement->roles.ca];

	if (set_has_ca_named(judgement->set, certificate->issuer_name))
		return text_format(
			judgement->arena,
			"is %s, but with another key than the CA certificate in the set has: the CA was renewed%s",
			certificate->issuer,
			certificate->not_before < ca->not_before ? " later, the RA certificate was not" : "");
	if (octets_equal(certificate->issuer_name, certificate->subject_name))
		return text_format(judgement->arena, "is the certificate itself, not the CA of the set (%s)",
				   ca->subject);
	return text_format(judgement->arena, "is %s, but the CA of the set is %s", certificate->issuer, ca->subject);
}

/* The issuer is in the set, but it is an older certificate of the CA, with another key. */
static void judge_renewed(const struct ra_judgement *judgement, struct finding *finding,
			  const struct certificate *issuer, const char *object)
{
	const struct certificate *ca = &judgement->set->certificates[judgement->roles.ca];
	struct finding *fault;
	const char *text;

	if (octets_equal(issuer->public_key, ca->public_key) || !octets_equal(issuer->subject_name, ca->subject_name))
		return;
	fault = ra_fault(judgement, finding, object, "issuer", "issuer");
	if (certificate_valid_at(issuer, judgement->now))
		text = text_format(judgement->arena,
				   "is the old certificate of %s, which was renewed on %s: it expires in its turn (%s)",
				   ca->subject, text_date(judgement->arena, ca->not_before),
				   text_date(judgement->arena, issuer->not_after));
	else
		text = text_format(judgement->arena, "is an old certificate of the CA, which %s: %s",
				   ra_lifetime_text(judgement->arena, issuer, judgement->now),
				   certificate_label(judgement->arena, issuer));
	set_untrusted(fault, STATUS_CRITICAL, CAUSE_RA_OLD_CA, text);
}

/* The CA above that one in the set; NULL: none, or it is a root. */
static const struct certificate *ca_above(const struct ra_judgement *judgement, const struct certificate *ca)
{
	int index = ca->self_signed ? -1 : certificate_find_issuer(judgement->set, ca, judgement->now);

	return index >= 0 ? &judgement->set->certificates[index] : NULL;
}

static bool pin_matches(const struct ra_judgement *judgement, const struct certificate *certificate)
{
	return memcmp(certificate_sha256(judgement->arena, certificate), judgement->policy->pin, SHA256_LENGTH) == 0;
}

/* Is this CA pinned, or one that certifies it? Anybody can put the pinned certificate into a set. */
static bool pin_reached(const struct ra_judgement *judgement, const struct certificate *ca)
{
	for (size_t steps = 0; steps < judgement->set->count; steps++) {
		const struct certificate *above;

		if (pin_matches(judgement, ca))
			return true;
		above = ca_above(judgement, ca);
		if (above == NULL || !certificate_issued_by(judgement->arena, ca, above))
			return false;
		ca = above;
	}
	return false;
}

/* whose: whose certificate should be the pinned one */
static void judge_pin(const struct ra_judgement *judgement, struct finding *finding, const struct certificate *ca,
		      const char *object, const char *whose)
{
	if (judgement->policy->pin == NULL || pin_reached(judgement, ca))
		return;
	finding_set(ra_fault(judgement, finding, object, "pin", "pin"), STATUS_CRITICAL, CAUSE_RA_PIN,
		    "%s SHA-256 is %s, not the pinned %s", whose,
		    text_hex(judgement->arena, certificate_sha256(judgement->arena, ca), SHA256_LENGTH),
		    text_hex(judgement->arena, judgement->policy->pin, SHA256_LENGTH));
}

/* The CA of the set may be the pinned one while another, which has nothing to do with it, issued this certificate. */
static void judge_issuer_pin(const struct ra_judgement *judgement, struct finding *finding,
			     const struct certificate *issuer, const char *object)
{
	if (!ra_on_ca_chain(judgement, issuer))
		judge_pin(judgement, finding, issuer, object,
			  text_format(judgement->arena, "the issuer is %s, whose", issuer->subject));
}

void ra_judge_issuer(const struct ra_judgement *judgement, struct finding *finding,
		     const struct certificate *certificate, const char *object)
{
	int index = certificate_find_issuer(judgement->set, certificate, judgement->now);
	const struct certificate *issuer = index >= 0 ? &judgement->set->certificates[index] : NULL;

	if (judgement->roles.ca < 0)
		return;
	if (issuer == NULL)
		set_untrusted(ra_fault(judgement, finding, object, "issuer", "issuer"), STATUS_CRITICAL,
			      CAUSE_RA_OLD_CA, stranger_text(judgement, certificate));
	else if (!certificate_issued_by(judgement->arena, certificate, issuer))
		finding_set(ra_fault(judgement, finding, object, "issuer", "issuer"), STATUS_CRITICAL, CAUSE_RA_CHAIN,
			    "should be %s, but the signature does not verify with its key",
			    certificate_label(judgement->arena, issuer));
	else {
		judge_renewed(judgement, finding, issuer, object);
		judge_issuer_pin(judgement, finding, issuer, object);
	}
}

/* Returns false if the signature is wrong. */
static bool judge_ca_issuer(const struct ra_judgement *judgement, struct finding *finding,
			    const struct certificate *certificate, const struct certificate *issuer, const char *object)
{
	if (certificate_issued_by(judgement->arena, certificate, issuer))
		return true;
	finding_set(ra_fault(judgement, finding, object, "issuer", "issuer"), STATUS_CRITICAL, CAUSE_RA_CHAIN,
		    "of %s should be %s, but the signature does not verify with its key", certificate->subject,
		    certificate_label(judgement->arena, issuer));
	return false;
}

/* The chain is at most as long as the set: two CAs that certify each other must not keep us here. */
bool ra_on_ca_chain(const struct ra_judgement *judgement, const struct certificate *certificate)
{
	const struct certificate *at =
		judgement->roles.ca >= 0 ? &judgement->set->certificates[judgement->roles.ca] : NULL;

	for (size_t steps = 0; at != NULL && steps < judgement->set->count; steps++) {
		if (at == certificate)
			return true;
		at = ca_above(judgement, at);
	}
	return false;
}

void ra_judge_ca_chain(const struct ra_judgement *judgement, struct finding *finding, const char *object)
{
	const struct certificate_set *set = judgement->set;
	const struct certificate *leading = &set->certificates[judgement->roles.ca], *top = leading, *above;
	bool right = true;

	for (size_t steps = 1; right && steps < set->count && (above = ca_above(judgement, top)) != NULL; steps++) {
		right = judge_ca_issuer(judgement, finding, top, above, object);
		top = above;
	}
	judge_pin(judgement, finding, leading, object, "the CA's");
	if (!top->self_signed)
		finding_note(finding, 0, "The root (%s) is not in the set: iOS wants the whole chain", top->issuer);
}

bool ra_judge_trust(const struct ra_judgement *judgement, struct finding *finding,
		    const struct certificate *certificate, const char *object)
{
	const char *why;

	if (judgement->policy->trust == NULL)
		return true;
	why = certificate_chain_untrusted(judgement->arena, certificate, judgement->set, judgement->policy->trust);
	if (why == NULL)
		return true;
	set_untrusted(ra_fault(judgement, finding, object, "trust", "trust"), STATUS_CRITICAL, CAUSE_RA_UNTRUSTED, why);
	return false;
}
