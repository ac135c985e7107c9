/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "judge/judge_ra_certificates.h"

#include "judge/ra_judgement.h"

enum cause ra_set_cause(enum certificate_set_fault fault, bool from_file)
{
	if (from_file)
		return CAUSE_RA_SET;
	switch (fault) {
	case CERTIFICATE_SET_EMPTY:
	case CERTIFICATE_SET_NOT_CERTIFICATES:
		return CAUSE_SCEP_NOT_SCEP;
	case CERTIFICATE_SET_HTML:
		return CAUSE_PROXY_PAGE;
	case CERTIFICATE_SET_TRUNCATED:
		return CAUSE_HTTP_TRUNCATED;
	case CERTIFICATE_SET_DAMAGED:
		return CAUSE_APPPROXY_REWRITE;
	default:
		return CAUSE_RA_SET;
	}
}

static const char *object_name(const struct ra_judgement *judgement, const char *name)
{
	return text_format(judgement->arena, "%s%s", judgement->prefix, name);
}

static void add_facts(const struct ra_judgement *judgement, const struct certificate *certificate, const char *object)
{
	struct findings *findings = judgement->parent->findings;
	struct arena *arena = judgement->arena;
	const char *template =
		certificate->template_name != NULL ? certificate->template_name : certificate->template_oid;

	findings_fact_text(findings, text_format(arena, "%s_subject", object), certificate->subject);
	findings_fact_text(findings, text_format(arena, "%s_serial", object), certificate->serial);
	findings_fact_text(findings, text_format(arena, "%s_sha256", object),
			   text_hex(arena, certificate_sha256(arena, certificate), SHA256_LENGTH));
	findings_fact_number(findings, text_format(arena, "%s_not_after", object), (double)certificate->not_after);
	if (template != NULL)
		findings_fact_text(findings, text_format(arena, "%s_template", object), template);
}

static void judge_missing(const struct ra_judgement *judgement, struct finding *finding, const char *usage,
			  const char *action)
{
	const char *instead = judgement->roles.ca >= 0
				      ? text_format(judgement->arena, "the CA (%s)",
						    judgement->set->certificates[judgement->roles.ca].subject)
				      : "nothing";

	finding_set(finding, STATUS_CRITICAL, CAUSE_RA_ROLE_MISSING,
		    "is missing: no RA certificate has the key usage %s, "
		    "clients have %s to %s",
		    usage, instead, action);
}

/* Alone: a certificate that leads both roles has its faults told once, under the first role. */
static void judge_leading(const struct ra_judgement *judgement, struct finding *finding, int index, const char *object,
			  bool alone)
{
	const struct certificate *certificate = &judgement->set->certificates[index];

	add_facts(judgement, certificate, object);
	ra_judge_lifetime(judgement, finding, certificate, object, alone ? "" : ", the same as for signing");
	if (!alone)
		return;
	ra_judge_certificate(judgement, finding, certificate, object);
	ra_judge_issuer(judgement, finding, certificate, object);
}

struct role_row {
	const char *name, *subject, *usage, *action;
};

static const struct role_row signing_row = {"ra_signing", "RA signing certificate", "digitalSignature",
					    "check the answers' signature with"};
static const struct role_row encryption_row = {"ra_encryption", "RA encryption certificate", "keyEncipherment",
					       "encrypt their requests to"};

/* Returns the finding; NULL if there is none because the files of a loose set hold no such certificate. */
static struct finding *judge_role(const struct ra_judgement *judgement, const struct role_row *row, int index,
				  bool missing, bool alone)
{
	const char *object = object_name(judgement, row->name);
	struct finding *finding;

	if (missing && judgement->policy->loose && judgement->roles.ca < 0)
		return NULL;
	finding = finding_add_child(judgement->parent, object, row->subject);
	if (missing)
		judge_missing(judgement, finding, row->usage, row->action);
	else
		judge_leading(judgement, finding, index, object, alone);
	return finding;
}

static struct finding *judge_ca(const struct ra_judgement *judgement)
{
	const char *object = object_name(judgement, "ca");
	const struct certificate *certificate;
	struct finding *finding;

	if (judgement->roles.ca < 0 && judgement->policy->loose && judgement->policy->pin == NULL)
		return NULL;
	finding = finding_add_child(judgement->parent, object, "CA certificate");
	if (judgement->roles.ca < 0) {
		finding_set(finding, STATUS_CRITICAL, CAUSE_RA_NO_CA,
			    "is missing in the set: clients can't tell who "
			    "issued the others%s",
			    judgement->policy->pin != NULL ? ", nor compare the pin" : "");
		return finding;
	}
	certificate = &judgement->set->certificates[judgement->roles.ca];
	add_facts(judgement, certificate, object);
	ra_judge_lifetime(judgement, finding, certificate, object, "");
	ra_judge_ca(judgement, finding, certificate, object);
	ra_judge_ca_chain(judgement, finding, object);
	return finding;
}

/* The chains of the RA certificates are of interest only where the CA's own is trusted, or there is no CA. */
static void judge_trust(const struct ra_judgement *judgement, struct finding *signing, struct finding *encryption,
			struct finding *ca)
{
	const struct certificate_roles *roles = &judgement->roles;
	const struct certificate *all = judgement->set->certificates;

	if (roles->ca >= 0 && !ra_judge_trust(judgement, ca, &all[roles->ca], ca->id))
		return;
	if (signing != NULL && !roles->signing_missing)
		ra_judge_trust(judgement, signing, &all[roles->signing], signing->id);
	if (encryption != NULL && !roles->encryption_missing && roles->encryption != roles->signing)
		ra_judge_trust(judgement, encryption, &all[roles->encryption], encryption->id);
}

static void judge_superseded(const struct ra_judgement *judgement, struct finding *finding,
			     const struct certificate *certificate)
{
	bool warn = judgement->policy->superseded == SUPERSEDED_WARNING;

	finding_not_after(finding, certificate->not_after);
	finding_set(finding, warn ? STATUS_WARNING : STATUS_OK, warn ? CAUSE_RA_SUPERSEDED : CAUSE_NONE,
		    "another one has its role; this one %s: %s",
		    ra_lifetime_text(judgement->arena, certificate, judgement->now),
		    certificate_label(judgement->arena, certificate));
}

static void judge_extras(const struct ra_judgement *judgement)
{
	static const char *const names[] = {
		[ROLE_SIGNING] = "ra_signing_superseded",
		[ROLE_ENCRYPTION] = "ra_encryption_superseded",
		[ROLE_OTHER] = "other",
	};
	static const char *const subjects[] = {
		[ROLE_SIGNING] = "Superseded RA signing certificate",
		[ROLE_ENCRYPTION] = "Superseded RA encryption certificate",
		[ROLE_OTHER] = "Other certificate",
	};
	unsigned counts[ROLE_OTHER + 1] = {0};

	for (size_t i = 0; i < judgement->roles.extra_count; i++) {
		const struct certificate_extra *extra = &judgement->roles.extras[i];
		const struct certificate *certificate = &judgement->set->certificates[extra->index];
		const char *id = text_format(judgement->arena, "%s%s%u", judgement->prefix, names[extra->role],
					     ++counts[extra->role]);
		const char *subject = certificate->is_ca ? "Other CA certificate" : subjects[extra->role];
		struct finding *finding = finding_add_child(judgement->parent, id, subject);

		if (extra->role == ROLE_OTHER)
			ra_judge_other(judgement, finding, certificate, id);
		else
			judge_superseded(judgement, finding, certificate);
	}
}

void judge_ra_certificates(const struct certificate_set *set, const char *prefix, const struct ra_policy *policy,
			   int64_t now, struct finding *parent)
{
	struct arena *arena = parent->findings->arena;
	const struct certificate_roles roles = certificate_roles_find(arena, set, now);
	const struct ra_judgement judgement = {
		.arena = arena,
		.set = set,
		.roles = roles,
		.prefix = prefix,
		.policy = policy,
		.now = now,
		.parent = parent,
	};
	struct finding *signing = NULL, *encryption = NULL, *ca;

	if (!roles.single && set->count != 0) {
		signing = judge_role(&judgement, &signing_row, roles.signing, roles.signing_missing, true);
		encryption = judge_role(&judgement, &encryption_row, roles.encryption, roles.encryption_missing,
					roles.encryption != roles.signing);
	}
	ca = judge_ca(&judgement);
	judge_trust(&judgement, signing, encryption, ca);
	judge_extras(&judgement);
}
