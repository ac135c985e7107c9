/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "judge/judge_aia.h"

#include <math.h>
#include <string.h>

#include "pki/certificate_chain.h"

enum { WARNING_MOST = 30 * 86400 /* seconds that must be left of a long lifetime */ };

struct aia_judgement {
	struct arena *arena;
	const struct aia_place *place;
	const struct certificate *certificate;
	int64_t now;
	struct finding *finding;
};

static struct finding *fault_add(const struct aia_judgement *judgement, const char *slug, const char *subject)
{
	return finding_add_child(judgement->finding,
				 text_format(judgement->arena, "%s_%s", judgement->place->object, slug), subject);
}

static bool key_ids_agree(const struct certificate *issued, const struct certificate *issuer)
{
	return issued->authority_key_id.bytes == NULL || issuer->subject_key_id.bytes == NULL ||
	       octets_equal(issued->authority_key_id, issuer->subject_key_id);
}

/* Whether one takes the place of the other as the issuer. */
static bool better(const struct certificate *one, const struct certificate *other, const struct certificate *issued,
		   int64_t now)
{
	bool valid = certificate_valid_at(one, now), agrees = key_ids_agree(issued, one);

	if (valid != certificate_valid_at(other, now))
		return valid;
	if (agrees != key_ids_agree(issued, other))
		return agrees;
	return one->not_before > other->not_before;
}

/* Among all of that name whose key signed it, CA or not. */
static const struct certificate *signer_find(struct arena *arena, const struct certificate_set *set,
					     const struct certificate *issued, int64_t now)
{
	const struct certificate *found = NULL;

	for (size_t i = 0; i < set->count; i++) {
		const struct certificate *candidate = &set->certificates[i];

		if (octets_equal(issued->issuer_name, candidate->subject_name) &&
		    (found == NULL || better(candidate, found, issued, now)) &&
		    certificate_issued_by(arena, issued, candidate))
			found = candidate;
	}
	return found;
}

int judge_aia_issuer(struct arena *arena, const struct certificate_set *set, const struct certificate *certificate,
		     int64_t now)
{
	const struct certificate *found = signer_find(arena, set, certificate, now);

	return found != NULL && found->is_ca ? (int)(found - set->certificates) : -1;
}

bool judge_aia_same_issuer(const struct certificate *one, const struct certificate *other)
{
	return one == other || (octets_equal(one->issuer_name, other->issuer_name) &&
				octets_equal(one->authority_key_id, other->authority_key_id));
}

static void judge_unreadable(const struct aia_place *place, struct finding *finding)
{
	bool damaged = place->fault == CERTIFICATE_SET_TRUNCATED || place->fault == CERTIFICATE_SET_DAMAGED ||
		       place->fault == CERTIFICATE_SET_TOO_MANY;

	finding_set(finding, STATUS_CRITICAL, damaged ? CAUSE_AIA_MALFORMED : CAUSE_AIA_NOT_CERTIFICATE,
		    "no certificate comes: %s", place->wrong);
}

static const char *key_text(const struct aia_judgement *judgement, struct octets key_id)
{
	return key_id.bytes != NULL ? text_hex(judgement->arena, key_id.bytes, key_id.length < 20 ? key_id.length : 20)
				    : "none";
}

static const struct certificate *named_find(const struct aia_judgement *judgement)
{
	const struct certificate_set *set = &judgement->place->set;

	for (size_t i = 0; i < set->count; i++)
		if (octets_equal(judgement->certificate->issuer_name, set->certificates[i].subject_name))
			return &set->certificates[i];
	return NULL;
}

/* Names are compared byte by byte, as Windows does; a CA that writes its name in two ways puzzles a reader. */
static bool same_words(const struct aia_judgement *judgement)
{
	const struct certificate_set *set = &judgement->place->set;

	return set->count != 0 && strcmp(set->certificates[0].subject, judgement->certificate->issuer) == 0;
}

/* No certificate of the issuer's name signed it: why? */
static void judge_other(const struct aia_judgement *judgement)
{
	const struct certificate_set *set = &judgement->place->set;
	const struct certificate *named = named_find(judgement), *issued = judgement->certificate;

	if (named != NULL && !key_ids_agree(issued, named))
		finding_set(
			judgement->finding, STATUS_CRITICAL, CAUSE_AIA_OLD_KEY,
			"is the certificate of %s with another key (key id %s, valid from %s) than the one that issued "
			"the certificate (key id %s)",
			named->subject, key_text(judgement, named->subject_key_id),
			text_date(judgement->arena, named->not_before), key_text(judgement, issued->authority_key_id));
	else if (named != NULL)
		finding_set(judgement->finding, STATUS_CRITICAL, CAUSE_AIA_OLD_KEY,
			    "is a certificate of %s, but its key did not sign the certificate (valid from %s)",
			    named->subject, text_date(judgement->arena, named->not_before));
	else
		finding_set(judgement->finding, STATUS_CRITICAL, CAUSE_AIA_WRONG_ISSUER, "is %s%s, not the issuer %s%s",
			    set->count != 0 ? set->certificates[0].subject : "nothing",
			    set->count > 1 ? text_format(judgement->arena, " and %zu more", set->count - 1) : "",
			    issued->issuer, same_words(judgement) ? " (the same words in another encoding)" : "");
}

static void set_lifetime(const struct aia_judgement *judgement, const struct certificate *issuer, enum status status)
{
	struct arena *arena = judgement->arena;
	double remaining = (double)issuer->not_after - (double)judgement->now;
	const char *left = text_duration(arena, remaining), *end = text_date(arena, issuer->not_after);

	if (issuer->not_before > judgement->now)
		finding_set(judgement->finding, STATUS_CRITICAL, CAUSE_RA_NOT_YET_VALID,
			    "is the issuer, but not valid before %s: %s", text_time(arena, issuer->not_before),
			    certificate_label(arena, issuer));
	else if (remaining < 0)
		finding_set(judgement->finding, STATUS_CRITICAL, CAUSE_CA_EXPIRED,
			    "is the issuer, but expired %s ago (%s): %s", left, end, certificate_label(arena, issuer));
	else
		finding_set(judgement->finding, status, status == STATUS_OK ? CAUSE_NONE : CAUSE_CA_EXPIRING,
			    "is the issuer, %s; it expires in %s (%s)", certificate_label(arena, issuer), left, end);
}

static void judge_lifetime(const struct aia_judgement *judgement, const struct certificate *issuer)
{
	double lifetime = (double)issuer->not_after - (double)issuer->not_before;
	const struct lifetime_policy limits = {.warning = {.value = fmin(lifetime / 10, WARNING_MOST)}};

	set_lifetime(judgement, issuer,
		     finding_measure_lifetime(judgement->finding, judgement->place->object, issuer->not_before,
					      issuer->not_after, judgement->now, &limits));
}

/* Another certificate of the same CA and key at hand: renewed without a new key, or cross-signed. */
static void compare_known(const struct aia_judgement *judgement, const struct certificate *issuer)
{
	const struct certificate *other = NULL;

	if (judgement->place->known != NULL)
		other = signer_find(judgement->arena, judgement->place->known, judgement->certificate, judgement->now);
	if (other == NULL)
		return;
	if (certificate_equal(other, issuer))
		finding_note(judgement->finding, 1, "It is the same certificate as the one at hand");
	else
		finding_note(judgement->finding, 0,
			     "It is %s than the one at hand of the same CA and key (valid from %s to %s, issued by %s)",
			     issuer->not_before < other->not_before ? "an older certificate" : "another certificate",
			     text_date(judgement->arena, other->not_before),
			     text_date(judgement->arena, other->not_after), other->issuer);
}

static void judge_issuer(const struct aia_judgement *judgement, const struct certificate *issuer)
{
	const struct certificate *issued = judgement->certificate;

	if (!issuer->is_ca) {
		finding_set(judgement->finding, STATUS_CRITICAL, CAUSE_AIA_WRONG_ISSUER,
			    "its key signed the certificate, but it is no CA certificate: %s",
			    certificate_label(judgement->arena, issuer));
		return;
	}
	judge_lifetime(judgement, issuer);
	if (!key_ids_agree(issued, issuer))
		finding_set(fault_add(judgement, "key_id", "key id"), STATUS_WARNING, CAUSE_AIA_KEY_ID,
			    "the certificate names the key %s of its issuer, but that calls itself %s",
			    key_text(judgement, issued->authority_key_id), key_text(judgement, issuer->subject_key_id));
	compare_known(judgement, issuer);
}

static void judge_place(const struct aia_judgement *judgement)
{
	const struct aia_place *place = judgement->place;

	if (text_has_prefix(place->uri, "https:"))
		finding_set(fault_add(judgement, "scheme", "scheme"), STATUS_WARNING, CAUSE_AIA_HTTPS,
			    "the place is an https URL: clients may need the certificate to check that server");
	if (place->wrong == NULL && (place->set.form == FORM_PEM || place->set.form == FORM_BASE64))
		finding_set(fault_add(judgement, "form", "form"), STATUS_WARNING, CAUSE_AIA_PEM,
			    "the certificate comes as %s instead of DER",
			    place->set.form == FORM_PEM ? "PEM" : "base64");
}

static void add_facts(const struct aia_judgement *judgement, const struct certificate *issuer)
{
	struct findings *findings = judgement->finding->findings;
	const char *object = judgement->place->object;
	struct arena *arena = judgement->arena;

	findings_fact_text(findings, text_format(arena, "%s_uri", object), judgement->place->uri);
	findings_fact_text(findings, text_format(arena, "%s_subject", object), issuer->subject);
	findings_fact_text(findings, text_format(arena, "%s_serial", object), issuer->serial);
	findings_fact_number(findings, text_format(arena, "%s_not_after", object), (double)issuer->not_after);
}

void judge_aia(const struct aia_place *place, int64_t now, struct finding *finding)
{
	const struct aia_judgement judgement = {
		.arena = finding->findings->arena,
		.place = place,
		.certificate = place->certificate,
		.now = now,
		.finding = finding,
	};
	const struct certificate *issuer;

	judge_place(&judgement);
	if (place->wrong != NULL) {
		judge_unreadable(place, finding);
		return;
	}
	issuer = signer_find(judgement.arena, &place->set, place->certificate, now);
	if (issuer == NULL) {
		judge_other(&judgement);
		return;
	}
	add_facts(&judgement, issuer);
	judge_issuer(&judgement, issuer);
}
