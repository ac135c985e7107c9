/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who signed the list, and is that who should have? (RFC 5280 6.3.3 b, f, g; facts: crl.md, chapter 2) */
#include <strings.h>

#include "judge/judge_crl_parts.h"

/* What is said about the signature, the issuer or the key id. */
#define tell(judgement, slug, subject, ...) \
	crl_fault_tell((judgement)->finding, (judgement)->place, slug, subject, __VA_ARGS__)
#define tell_signature(judgement, ...) tell(judgement, "signature", "signature", __VA_ARGS__)
#define tell_issuer(judgement, ...) \
	tell(judgement, "issuer", "issuer", STATUS_CRITICAL, CAUSE_CRL_WRONG_ISSUER, __VA_ARGS__)

static const char *key_text(const struct crl_judgement *judgement, struct octets key_id)
{
	return key_id.bytes != NULL ? text_hex(judgement->arena, key_id.bytes, key_id.length < 20 ? key_id.length : 20)
				    : "none";
}

/* ", made with key index 0 of the CA" where the list says so (Microsoft's CA version). */
static const char *version_text(const struct crl_judgement *judgement)
{
	const struct crl *crl = judgement->crl;

	return crl->has_ca_version ? text_format(judgement->arena, ", made with key %u of the CA", crl->key_index) : "";
}

/* The candidate of the issuer's name; NULL: there is none. with_key: only one that the key id names. */
static const struct certificate *candidate_find(const struct crl_judgement *judgement, bool with_key)
{
	const struct certificate_set *set = judgement->place->candidates;

	for (size_t i = 0; i < set->count; i++)
		if (crl_names_issuer(judgement->arena, judgement->crl, &set->certificates[i]) &&
		    (!with_key || crl_names_key(judgement->crl, &set->certificates[i])))
			return &set->certificates[i];
	return NULL;
}

/* Which CA was expected: the one that issued the certificate, or the first one at hand. */
static const char *expected_name(const struct crl_judgement *judgement)
{
	return judgement->namer->certificate != NULL ? judgement->namer->certificate->issuer
						     : judgement->place->candidates->certificates[0].subject;
}

/* No certificate at hand verifies it: why? */
static void judge_unsigned(const struct crl_judgement *judgement)
{
	const struct crl *crl = judgement->crl;
	const struct certificate *named = candidate_find(judgement, false);

	if (named == NULL)
		tell_issuer(judgement, "the list was issued by %s, not by %s", crl->issuer, expected_name(judgement));
	else if (crl->authority_key_id.bytes != NULL && named->subject_key_id.bytes != NULL &&
		 candidate_find(judgement, true) == NULL)
		tell_signature(
			judgement, STATUS_CRITICAL, CAUSE_CRL_OLD_KEY,
			"the list is signed with another key of %s (key id %s%s) than that of its certificate at hand "
			"(key id %s)",
			crl->issuer, key_text(judgement, crl->authority_key_id), version_text(judgement),
			key_text(judgement, named->subject_key_id));
	else
		tell_signature(judgement, STATUS_CRITICAL, CAUSE_CRL_SIGNATURE,
			       "is wrong: the list was not signed by %s, or was changed since (%s)", crl->issuer,
			       crl->signature.algorithm);
}

/* The certificate names another CA as the issuer of its list (cRLIssuer). */
static bool judge_list_issuer(const struct crl_judgement *judgement)
{
	const char *wanted = judgement->namer->point->list_issuer;

	if (strcasecmp(wanted, judgement->crl->issuer) == 0)
		return true;
	tell_issuer(judgement, "the list was issued by %s, but the certificate says by %s (cRLIssuer)",
		    judgement->crl->issuer, wanted);
	return false;
}

/* The signature verifies; but with the key of the right CA? */
static bool judge_signer(const struct crl_judgement *judgement, const struct certificate *signer)
{
	const struct crl_namer *namer = judgement->namer;
	const struct certificate *issuer;

	if (!crl_names_issuer(judgement->arena, judgement->crl, signer)) {
		tell_issuer(judgement, "the list names %s as its issuer, but was signed by %s", judgement->crl->issuer,
			    signer->subject);
		return false;
	}
	if (namer->point != NULL && namer->point->list_issuer != NULL)
		return judge_list_issuer(judgement);
	if (namer->issuer < 0 || (namer->point == NULL && judgement->crl->scope.indirect))
		return true;
	issuer = &judgement->place->candidates->certificates[namer->issuer];
	if (!octets_equal(signer->subject_name, issuer->subject_name) &&
	    !crl_names_issuer(judgement->arena, judgement->crl, issuer)) {
		tell_issuer(judgement, "the list was issued by %s, but the certificate by %s", judgement->crl->issuer,
			    issuer->subject);
		return false;
	}
	/* the key itself: a key id is freely chosen by who makes a certificate */
	if (octets_equal(signer->public_key, issuer->public_key) || certificate_equal(signer, issuer))
		return true;
	tell_signature(judgement, STATUS_CRITICAL, CAUSE_CRL_OLD_KEY,
		       "the list is signed with another key of %s (key id %s%s) than the certificate (key id %s)",
		       judgement->crl->issuer, key_text(judgement, signer->subject_key_id), version_text(judgement),
		       key_text(judgement, issuer->subject_key_id));
	return false;
}

static void judge_rights(const struct crl_judgement *judgement, const struct certificate *signer)
{
	const struct crl *crl = judgement->crl;

	if (!certificate_may(signer, KEY_USAGE_CRL_SIGN))
		tell_signature(judgement, STATUS_CRITICAL, CAUSE_CRL_SIGNATURE,
			       "%s signed the list, but its key usage lacks cRLSign", signer->subject);
	if (crl->authority_key_id.bytes != NULL && signer->subject_key_id.bytes != NULL && !crl_names_key(crl, signer))
		tell(judgement, "key_id", "key id", STATUS_WARNING, CAUSE_CRL_OLD_KEY,
		     "the list names the key %s, but was signed with %s", key_text(judgement, crl->authority_key_id),
		     key_text(judgement, signer->subject_key_id));
}

/* The list is rightly from the CA of the certificate that names it, as far as names and key ids tell. */
static bool is_of_namer(const struct crl_judgement *judgement)
{
	const struct crl *crl = judgement->crl;
	const struct certificate *certificate = judgement->namer->certificate;

	return octets_equal(crl->issuer_name, certificate->issuer_name) &&
	       (candidate_find(judgement, false) == NULL ||
		octets_equal(crl->authority_key_id, certificate->authority_key_id));
}

/* Nothing can be said: no certificate at all, or none of the CA that the list is rightly from. */
static bool issuer_is_missing(const struct crl_judgement *judgement)
{
	const struct crl_place *place = judgement->place;

	if (place->candidates == NULL || place->candidates->count == 0)
		return true;
	if (place->signer >= 0 || judgement->namer->issuer >= 0 || candidate_find(judgement, true) != NULL)
		return false;
	/* nobody said of which CA a list is that is named by itself: only --issuer does */
	return judgement->namer->certificate != NULL ? is_of_namer(judgement) : place->expected == 0;
}

/* --quick: the header holds the issuer's name, no more. */
static void judge_header_issuer(const struct crl_judgement *judgement)
{
	if (issuer_is_missing(judgement) || candidate_find(judgement, false) != NULL)
		return;
	tell_issuer(judgement, "the list was issued by %s, not by %s", judgement->crl->issuer,
		    expected_name(judgement));
}

void judge_crl_signature(const struct crl_judgement *judgement)
{
	const struct crl_place *place = judgement->place;
	const struct certificate *signer;

	if (judgement->crl->header_only) {
		judge_header_issuer(judgement);
		return;
	}
	if (judgement->crl->signature.method == CRL_SIGNATURE_UNCHECKABLE) {
		tell_signature(judgement, STATUS_UNKNOWN, CAUSE_CRL_NOT_CHECKABLE, "can't be checked: %s",
			       judgement->crl->signature.unchecked);
		return;
	}
	if (issuer_is_missing(judgement)) {
		tell_signature(judgement, judgement->policy->unverified,
			       judgement->policy->unverified == STATUS_OK ? CAUSE_NONE : CAUSE_CRL_NOT_CHECKABLE,
			       "was not checked: no certificate of %s is at hand", judgement->crl->issuer);
		return;
	}
	if (place->signer < 0) {
		judge_unsigned(judgement);
		return;
	}
	signer = &place->candidates->certificates[place->signer];
	if (judge_signer(judgement, signer))
		judge_rights(judgement, signer);
}
