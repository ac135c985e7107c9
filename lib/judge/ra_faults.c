/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be wrong with one certificate, whatever the others are (facts: scep-ndes.md 4.3). */
#include "judge/ra_judgement.h"

struct finding *ra_fault(const struct ra_judgement *judgement, struct finding *finding, const char *object,
			 const char *slug, const char *subject)
{
	return finding_add_child(finding, text_format(judgement->arena, "%s_%s", object, slug), subject);
}

/* NDES's default templates: one signs, the other decrypts (facts 4.1). */
static void judge_template(const struct ra_judgement *judgement, struct finding *finding,
			   const struct certificate *certificate, const char *object)
{
	const char *name = certificate->template_name;
	bool signs = certificate_has_template(certificate, TEMPLATE_SIGNING);
	bool decrypts = certificate_has_template(certificate, TEMPLATE_ENCRYPTION);

	if (signs && (certificate->key_usage & KEY_USAGE_KEY_ENCIPHERMENT))
		finding_set(ra_fault(judgement, finding, object, "template", "template"), STATUS_CRITICAL,
			    CAUSE_RA_ROLES_SWAPPED,
			    "the roles are crossed: template %s is for signing, but the key usage has keyEncipherment",
			    name);
	if (decrypts && (certificate->key_usage & KEY_USAGE_DIGITAL_SIGNATURE))
		finding_set(
			ra_fault(judgement, finding, object, "template", "template"), STATUS_CRITICAL,
			CAUSE_RA_ROLES_SWAPPED,
			"the roles are crossed: template %s is for encryption, but the key usage has digitalSignature",
			name);
}

static void judge_key_usage(const struct ra_judgement *judgement, struct finding *finding,
			    const struct certificate *certificate, const char *object)
{
	if (!certificate->has_key_usage)
		finding_set(ra_fault(judgement, finding, object, "ku", "key usage"), STATUS_WARNING,
			    CAUSE_RA_NO_KEY_USAGE, "is missing, so that clients can't tell the roles apart");
}

static const char *usages_text(struct arena *arena, const struct text_list *usages)
{
	struct text_buffer buffer = {.arena = arena};

	for (size_t i = 0; i < usages->count && i < 5; i++)
		text_append(&buffer, "%s%s", i != 0 ? ", " : "", usages->items[i]);
	if (usages->count > 5)
		text_append(&buffer, " ...");
	return buffer.length != 0 ? text_of(&buffer) : "an empty list";
}

static void judge_extended_usage(const struct ra_judgement *judgement, struct finding *finding,
				 const struct certificate *certificate, const char *object)
{
	const unsigned wanted = EXTENDED_USAGE_REQUEST_AGENT | EXTENDED_USAGE_SERVER | EXTENDED_USAGE_ANY;
	struct finding *fault;

	if (certificate->extended_usage & wanted)
		return;
	fault = ra_fault(judgement, finding, object, "eku", "extended key usage");
	if (certificate->has_extended_usage)
		finding_set(fault, STATUS_WARNING, CAUSE_RA_EKU,
			    "is only %s, not Certificate Request Agent or Server Authentication: Windows never enrols",
			    usages_text(judgement->arena, &certificate->extended_usages));
	else
		finding_set(fault, STATUS_WARNING, CAUSE_RA_EKU,
			    "is missing: Windows wants Certificate Request Agent or Server Authentication and "
			    "never enrols");
}

static void judge_signature(const struct ra_judgement *judgement, struct finding *finding,
			    const struct certificate *certificate, const char *object)
{
	if (certificate->self_signed ||
	    !(certificate->signature_sha1 || certificate->signature_md5 || certificate->signature_pss))
		return;
	finding_set(ra_fault(judgement, finding, object, "signature", "signature"), STATUS_WARNING,
		    CAUSE_RA_WEAK_SIGNATURE, "is made with %s: iOS stops after GetCACert without a word",
		    certificate->signature_algorithm_name);
}

static void judge_key(const struct ra_judgement *judgement, struct finding *finding,
		      const struct certificate *certificate, const char *object)
{
	if (certificate->key_algorithm == KEY_RSA && certificate->key_bits < judgement->policy->min_key_size)
		finding_set(ra_fault(judgement, finding, object, "key", "key"), STATUS_WARNING, CAUSE_RA_WEAK_KEY,
			    "RSA with %u bits, shorter than %u", certificate->key_bits,
			    judgement->policy->min_key_size);
}

/* RFC 8894 3.1: without RSA the envelope can be encrypted with the challenge only. */
static void note_key(struct finding *finding, const struct certificate *certificate)
{
	if (certificate->key_algorithm != KEY_RSA)
		finding_note(
			finding, 0,
			"Its key is %s, not RSA: requests must be encrypted with the challenge password, which few "
			"clients can",
			certificate->key_algorithm_name);
}

void ra_judge_certificate(const struct ra_judgement *judgement, struct finding *finding,
			  const struct certificate *certificate, const char *object)
{
	judge_template(judgement, finding, certificate, object);
	judge_key_usage(judgement, finding, certificate, object);
	judge_extended_usage(judgement, finding, certificate, object);
	judge_signature(judgement, finding, certificate, object);
	judge_key(judgement, finding, certificate, object);
	note_key(finding, certificate);
}

/* RFC 8894 2.1.2: a CA that is its own RA needs both usages. */
static void judge_single(const struct ra_judgement *judgement, struct finding *finding,
			 const struct certificate *certificate, const char *object)
{
	const struct certificate *all = judgement->set->certificates;
	bool decrypts = certificate_may(&all[judgement->roles.encryption], KEY_USAGE_KEY_ENCIPHERMENT);
	bool signs = certificate_may(&all[judgement->roles.signing], KEY_USAGE_DIGITAL_SIGNATURE);

	judge_key_usage(judgement, finding, certificate, object);
	note_key(finding, certificate);
	if (decrypts && signs)
		return;
	finding_set(ra_fault(judgement, finding, object, "ku", "key usage"), STATUS_WARNING, CAUSE_RA_CA_USAGE,
		    "there are no RA certificates, and the CA's key usage (%s) lacks %s",
		    certificate_key_usage_text(judgement->arena, certificate),
		    decrypts ? "digitalSignature"
		    : signs  ? "keyEncipherment"
			     : "keyEncipherment and digitalSignature");
}

void ra_judge_ca(const struct ra_judgement *judgement, struct finding *finding, const struct certificate *certificate,
		 const char *object)
{
	if (judgement->roles.single)
		judge_single(judgement, finding, certificate, object);
	judge_signature(judgement, finding, certificate, object);
	judge_key(judgement, finding, certificate, object);
}

/* A root is never a finding, whatever its dates (facts: conventions.md 8, no. 4). */
static void judge_root(const struct ra_judgement *judgement, struct finding *finding,
		       const struct certificate *certificate)
{
	finding_set(finding, STATUS_OK, CAUSE_NONE, "%s, %s",
		    ra_lifetime_text(judgement->arena, certificate, judgement->now), certificate->subject);
	if (!certificate_valid_at(certificate, judgement->now))
		finding_note(finding, 0, "It is self-signed: what counts is the root in the clients' own store");
}

/* A CA certificate that leads nothing, such as an old one. */
static void judge_spare_ca(const struct ra_judgement *judgement, struct finding *finding,
			   const struct certificate *certificate)
{
	const char *text = ra_lifetime_text(judgement->arena, certificate, judgement->now);

	if (certificate_valid_at(certificate, judgement->now))
		finding_set(finding, STATUS_OK, CAUSE_NONE, "%s, %s", text, certificate->subject);
	else
		finding_set(finding, STATUS_WARNING,
			    ra_expired(certificate, judgement->now) ? CAUSE_CA_EXPIRED : CAUSE_RA_NOT_YET_VALID,
			    "%s: %s", text, certificate_label(judgement->arena, certificate));
}

static void judge_other_ca(const struct ra_judgement *judgement, struct finding *finding,
			   const struct certificate *certificate, const char *object)
{
	if (certificate->self_signed) {
		judge_root(judgement, finding, certificate);
		return;
	}
	if (ra_on_ca_chain(judgement, certificate))
		ra_judge_ca_lifetime(judgement, finding, certificate);
	else
		judge_spare_ca(judgement, finding, certificate);
	judge_signature(judgement, finding, certificate, object);
	judge_key(judgement, finding, certificate, object);
}

void ra_judge_other(const struct ra_judgement *judgement, struct finding *finding,
		    const struct certificate *certificate, const char *object)
{
	finding_not_after(finding, certificate->not_after);
	if (certificate->is_ca) {
		judge_other_ca(judgement, finding, certificate, object);
		return;
	}
	finding_set(finding, STATUS_OK, CAUSE_NONE, "has no role (key usage: %s), %s, %s",
		    certificate->has_key_usage ? certificate_key_usage_text(judgement->arena, certificate) : "missing",
		    ra_lifetime_text(judgement->arena, certificate, judgement->now), certificate->subject);
	judge_key_usage(judgement, finding, certificate, object);
}
