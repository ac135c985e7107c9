/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Would the template's settings work by SCEP (facts: ad.md, chapter 7)? */
#include <string.h>
#include <strings.h>

#include "judge/template_judgement.h"

enum {
	KEY_SIZE_MIN = 2048,
	NAMES_MAX = 20, /* of a list in one sentence */
};

static bool is_ra(const struct template_judgement *judgement)
{
	return judgement->policy->purpose == PURPOSE_RA_SIGNING || judgement->policy->purpose == PURPOSE_RA_ENCRYPTION;
}

/* A setting that must be known; where it is hidden, that is said once. */
static bool known(const struct template_judgement *judgement, const struct ad_number *number, const char *slug,
		  const char *attribute)
{
	if (number->known)
		return true;
	if (judgement->search->template.fault == NULL)
		finding_set(template_fault(judgement, slug, attribute), STATUS_UNKNOWN, CAUSE_DIRECTORY_HIDDEN,
			    "is not there, or not readable for %s", directory_reader(&judgement->survey->directory));
	return false;
}

/* The same for what schema version 1 may lack. */
static bool known_later(const struct template_judgement *judgement, const struct ad_number *number, const char *slug,
			const char *attribute)
{
	return judgement->search->template.schema == 1 ? number->known : known(judgement, number, slug, attribute);
}

static void judge_subject(const struct template_judgement *judgement)
{
	const struct ad_number *flags = &judgement->search->template.name_flags;

	if (!known(judgement, flags, "subject", "msPKI-Certificate-Name-Flag") ||
	    ad_number_has(flags, TEMPLATE_SUPPLIES_SUBJECT))
		return;
	finding_set(template_fault(judgement, "subject", "subject"), STATUS_CRITICAL, CAUSE_TEMPLATE_SUBJECT,
		    "is not supplied in the request%s",
		    is_ra(judgement) ? ": the RA certificate could not be enrolled"
		    : ad_number_has(flags, TEMPLATE_SUBJECT_FROM_DIRECTORY)
			    ? ", the CA builds it from the directory: every device would get the name of the account"
			    : ": every device would get the name of the account");
}

static void judge_enrollment_flags(const struct template_judgement *judgement)
{
	const struct ad_number *flags = &judgement->search->template.enrollment_flags;

	if (!known(judgement, flags, "enrollment_flags", "msPKI-Enrollment-Flag"))
		return;
	if (ad_number_has(flags, TEMPLATE_PEND_ALL_REQUESTS))
		finding_set(template_fault(judgement, "approval", "approval"),
			    is_ra(judgement) ? STATUS_WARNING : STATUS_CRITICAL, CAUSE_TEMPLATE_APPROVAL,
			    "every request waits for a certificate manager");
	if (ad_number_has(flags, TEMPLATE_PUBLISH_TO_DS) && !is_ra(judgement))
		finding_set(template_fault(judgement, "publish_ds", "publication in Active Directory"), STATUS_WARNING,
			    CAUSE_TEMPLATE_PUBLISH_DS,
			    "certificates are written to the requester's object, which is the NDES account's");
	if (ad_number_has(flags, TEMPLATE_USER_INTERACTION))
		finding_note(judgement->finding, 1, "User interaction is set: no effect with SCEP");
	if (ad_number_has(flags, TEMPLATE_AUTOENROLLMENT))
		finding_note(judgement->finding, 1, "Autoenrolment is set: no effect with SCEP");
}

static void judge_private_key_flags(const struct template_judgement *judgement)
{
	const struct ad_number *flags = &judgement->search->template.private_key_flags;

	if (!known_later(judgement, flags, "private_key_flags", "msPKI-Private-Key-Flag"))
		return;
	if (ad_number_has(flags, TEMPLATE_ARCHIVAL_REQUIRED))
		finding_set(template_fault(judgement, "archival", "key archival"), STATUS_CRITICAL,
			    CAUSE_TEMPLATE_ARCHIVAL, "is required: a SCEP request carries no private key");
	if (ad_number_has(flags, TEMPLATE_ATTESTATION_REQUIRED))
		finding_set(template_fault(judgement, "attestation", "key attestation"), STATUS_CRITICAL,
			    CAUSE_TEMPLATE_ATTESTATION, "is required: SCEP has none");
}

const char *text_joined(const struct text_list *list, struct arena *arena)
{
	struct text_buffer text = {.arena = arena};

	for (size_t i = 0; i < list->count && i < NAMES_MAX; i++)
		text_append(&text, "%s%s", i != 0 ? ", " : "", list->items[i]);
	if (list->count > NAMES_MAX)
		text_append(&text, " and %zu more", list->count - NAMES_MAX);
	return text_of(&text);
}

const char *oid_names(const struct text_list *oids, struct arena *arena)
{
	struct text_list names = {0};

	for (size_t i = 0; i < oids->count; i++)
		text_list_add(arena, &names, oid_name(oids->items[i]));
	return text_joined(&names, arena);
}

/* NDES signs what it submits with its enrolment agent certificate: that is the one signature it can give. */
static void judge_signatures(const struct template_judgement *judgement)
{
	const struct template *template = &judgement->search->template;
	const struct text_list *policies = &template->ra_application_policies;
	int64_t wanted = template->ra_signatures.value;
	struct finding *finding;
	bool by_agent = policies->count == 1 && strcmp(policies->items[0], OID_CERTIFICATE_REQUEST_AGENT) == 0;

	if (!known_later(judgement, &template->ra_signatures, "signatures", "msPKI-RA-Signature"))
		return;
	if (wanted == 0 || (wanted == 1 && policies->count == 0 && template->fault != NULL))
		return; /* the fault is said, and may be about them */
	if (wanted == 1 && by_agent && !is_ra(judgement)) {
		finding_set(template_fault(judgement, "signatures", "authorized signatures"), STATUS_OK, CAUSE_NONE,
			    "one by a certificate request agent is wanted, which NDES gives");
		return;
	}
	finding = template_fault(judgement, "signatures", "authorized signatures");
	finding_note(finding, 0,
		     "The CA refuses such requests: 0x80094809, CERTSRV_E_SIGNATURE_POLICY_REQUIRED, or "
		     "0x8009480A, CERTSRV_E_SIGNATURE_COUNT");
	finding_set(finding, STATUS_CRITICAL, CAUSE_TEMPLATE_SIGNATURES, "%lld %s wanted%s%s", (long long)wanted,
		    wanted == 1 ? "is" : "are", policies->count != 0 ? ", with the policy " : "",
		    oid_names(policies, judgement->arena));
}

static bool is_rsa(const struct template *template)
{
	return template->asymmetric_algorithm == NULL || strcasecmp(template->asymmetric_algorithm, "RSA") == 0;
}

static void judge_key(const struct template_judgement *judgement)
{
	const struct template *template = &judgement->search->template;
	const struct ad_number *size = &template->minimal_key_size;

	if (!is_rsa(template))
		finding_set(template_fault(judgement, "algorithm", "key algorithm"), STATUS_CRITICAL,
			    CAUSE_TEMPLATE_ALGORITHM, "is %s: SCEP needs RSA", template->asymmetric_algorithm);
	else if (size->known && size->value < KEY_SIZE_MIN)
		finding_set(template_fault(judgement, "key_size", "key size"), STATUS_WARNING, CAUSE_TEMPLATE_KEY_SIZE,
			    "%lld bits suffice, which is less than %d", (long long)size->value, KEY_SIZE_MIN);
}

static const char *storage_provider(const struct template *template)
{
	for (size_t i = 0; i < template->providers.count; i++)
		if (strcasestr(template->providers.items[i], "Key Storage Provider") != NULL)
			return template->providers.items[i];
	return NULL;
}

/* NDES reads the keys of its RA certificates by CryptoAPI: schema 2 and older, or 4 with the legacy flag. */
static void judge_provider(const struct template_judgement *judgement)
{
	const struct template *template = &judgement->search->template;
	const struct ad_number *flags = &template->private_key_flags; /* hidden ones: that is said */
	bool legacy = template->schema < 3 || !flags->known || ad_number_has(flags, TEMPLATE_LEGACY_PROVIDER);
	const char *provider = storage_provider(template);

	if (!is_ra(judgement) || (legacy && provider == NULL))
		return;
	finding_set(template_fault(judgement, "provider", "key provider"), STATUS_CRITICAL, CAUSE_TEMPLATE_PROVIDER,
		    "%s: NDES can't use the key of such an RA certificate",
		    provider != NULL ? provider
				     : text_format(judgement->arena, "schema version %u takes a Key Storage Provider",
						   template->schema));
}

/* Where mandatory attributes are hidden, others that are missing may be there as well. */
static bool purposes_known(const struct template_judgement *judgement)
{
	const struct template *template = &judgement->search->template;

	return template->extended_key_usages.count != 0 || template->application_policies.count != 0 ||
	       known(judgement, &template->flags, "purpose", "application policies");
}

static void judge_purposes(const struct template_judgement *judgement)
{
	const struct template *template = &judgement->search->template;
	struct text_list wanted = judgement->policy->required_usage, missing = {0};
	struct text_list there = template_purposes(template, judgement->arena);
	const char *agent = OID_CERTIFICATE_REQUEST_AGENT;

	if (is_ra(judgement))
		text_list_add(judgement->arena, &wanted, agent);
	if (!purposes_known(judgement))
		return;
	for (size_t i = 0; i < wanted.count; i++)
		if (!template_allows_purpose(template, wanted.items[i]))
			text_list_add(judgement->arena, &missing, oid_name(wanted.items[i]));
	if (missing.count != 0)
		finding_set(template_fault(judgement, "purpose", "application policies"), STATUS_CRITICAL,
			    CAUSE_TEMPLATE_PURPOSE, "lack %s; there is %s", text_joined(&missing, judgement->arena),
			    oid_names(&there, judgement->arena));
	if (template_purposes_differ(template))
		finding_set(template_fault(judgement, "policies", "application policies"), STATUS_WARNING,
			    CAUSE_TEMPLATE_POLICIES_DIFFER, "%s, but the extended key usage is %s",
			    template->application_policies.count != 0
				    ? oid_names(&template->application_policies, judgement->arena)
				    : "none",
			    template->extended_key_usages.count != 0
				    ? oid_names(&template->extended_key_usages, judgement->arena)
				    : "none");
}

static const char *usage_text(uint8_t usage)
{
	bool sign = (usage & TEMPLATE_DIGITAL_SIGNATURE) != 0, encrypt = (usage & TEMPLATE_KEY_ENCIPHERMENT) != 0;

	return sign && encrypt ? "signature and encryption"
	       : sign          ? "signature only"
	       : encrypt       ? "encryption only"
			       : "neither signature nor encryption";
}

/* Which registry value of NDES such a template belongs into: the device's request decides which one is read. */
static const char *registry_value(uint8_t usage)
{
	bool sign = (usage & TEMPLATE_DIGITAL_SIGNATURE) != 0, encrypt = (usage & TEMPLATE_KEY_ENCIPHERMENT) != 0;

	return sign && encrypt ? "GeneralPurposeTemplate" : sign ? "SignatureTemplate" : "EncryptionTemplate";
}

static void judge_key_usage(const struct template_judgement *judgement)
{
	const struct template *template = &judgement->search->template;
	enum template_purpose purpose = judgement->policy->purpose;
	uint8_t wanted = purpose == PURPOSE_RA_SIGNING      ? TEMPLATE_DIGITAL_SIGNATURE
			 : purpose == PURPOSE_RA_ENCRYPTION ? TEMPLATE_KEY_ENCIPHERMENT
							    : TEMPLATE_DIGITAL_SIGNATURE | TEMPLATE_KEY_ENCIPHERMENT;

	if (!template->has_key_usage)
		return;
	if ((template->key_usage & wanted) == 0)
		finding_set(template_fault(judgement, "key_usage", "key usage"),
			    is_ra(judgement) ? STATUS_CRITICAL : STATUS_WARNING, CAUSE_TEMPLATE_KEY_USAGE, "%s%s",
			    usage_text(template->key_usage),
			    is_ra(judgement) ? ": is it the template of the other RA certificate?" : "");
	else if (!is_ra(judgement))
		finding_note(judgement->finding, 1, "Key usage is for %s: NDES's registry value %s",
			     usage_text(template->key_usage), registry_value(template->key_usage));
}

static void judge_validity(const struct template_judgement *judgement)
{
	const struct template *template = &judgement->search->template;
	struct arena *arena = judgement->arena;

	if (template->validity.known && template->overlap.known &&
	    template->overlap.seconds >= template->validity.seconds)
		finding_set(template_fault(judgement, "validity", "validity"), STATUS_WARNING, CAUSE_TEMPLATE_VALIDITY,
			    "is %s, and the renewal period is not shorter: %s",
			    text_duration(arena, (double)template->validity.seconds),
			    text_duration(arena, (double)template->overlap.seconds));
}

void judge_template_settings(const struct template_judgement *judgement)
{
	const struct template *template = &judgement->search->template;

	if (template->fault != NULL)
		finding_set(template_fault(judgement, "settings", "settings"), STATUS_UNKNOWN, CAUSE_DIRECTORY_DATA,
			    "can't be judged: %s", template->fault);
	if (judgement->policy->purpose == PURPOSE_NONE) {
		if (judgement->policy->required_usage.count != 0)
			judge_purposes(judgement);
		return;
	}
	judge_subject(judgement);
	judge_enrollment_flags(judgement);
	judge_private_key_flags(judgement);
	judge_signatures(judgement);
	judge_key(judgement);
	judge_provider(judgement);
	judge_purposes(judgement);
	judge_key_usage(judgement);
	judge_validity(judgement);
}
