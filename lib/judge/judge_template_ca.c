/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which CAs publish a template, who may enroll there, and does the domain trust them (facts: ad.md, chapter 8)? */
#include <strings.h>

#include "judge/template_judgement.h"
#include "pki/certificate.h"

bool is_wanted_ca(const struct enrollment_service *ca, const struct template_policy *policy)
{
	const char *names[] = {ca->cn, ca->display_name, ca->host};

	if (policy->ca == NULL)
		return true;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (names[i] != NULL && strcasecmp(names[i], policy->ca) == 0)
			return true;
	return false;
}

static bool is_found(const struct template_search *search)
{
	return search->outcome == SEARCH_FOUND;
}

static bool publishes(const struct enrollment_service *ca, const struct template_search *search)
{
	return is_found(search) && enrollment_service_publishes(ca, search->template.exact_cn);
}

static bool publishes_any(const struct enrollment_service *ca, const struct template_survey *survey)
{
	for (size_t i = 0; i < survey->template_count; i++)
		if (publishes(ca, &survey->templates[i]))
			return true;
	return false;
}

/* --- of one template --- */

static void sort_publishers(const struct template_judgement *judgement, struct text_list *wanted,
			    struct text_list *others)
{
	const struct template_survey *survey = judgement->survey;

	for (size_t i = 0; i < survey->ca_count; i++)
		if (publishes(&survey->cas[i], judgement->search))
			text_list_add(judgement->arena,
				      is_wanted_ca(&survey->cas[i], judgement->policy) ? wanted : others,
				      survey->cas[i].cn);
}

static bool any_wanted(const struct template_survey *survey, const struct template_policy *policy)
{
	for (size_t i = 0; i < survey->ca_count; i++)
		if (is_wanted_ca(&survey->cas[i], policy))
			return true;
	return false;
}

static void judge_unpublished(const struct template_judgement *judgement, const struct text_list *others,
			      struct finding *finding)
{
	struct arena *arena = judgement->arena;
	const char *ca = judgement->policy->ca != NULL ? text_safe(arena, judgement->policy->ca) : "no CA";
	const char *verb = judgement->policy->ca != NULL ? "does not publish it" : "publishes it";
	enum template_purpose purpose = judgement->policy->purpose;

	if (purpose == PURPOSE_RA_SIGNING || purpose == PURPOSE_RA_ENCRYPTION) {
		finding_set(finding, STATUS_OK, CAUSE_NONE,
			    "%s %s: that is fine between renewals of the RA certificates", ca, verb);
		return;
	}
	finding_note(finding, 0, "The CA refuses such requests: 0x80094800, CERTSRV_E_UNSUPPORTED_CERT_TYPE");
	finding_set(finding, STATUS_CRITICAL, CAUSE_TEMPLATE_UNPUBLISHED, "%s %s%s%s%s", ca, verb,
		    others->count != 0 ? " (" : "", text_joined(others, arena),
		    others->count != 0 ? (others->count == 1 ? " does)" : " do)") : "");
}

/* Every CA has a certificate: one without shows us only a part of its object. */
static bool is_hidden(const struct enrollment_service *ca)
{
	return ca->published == NULL && ca->certificate_count == 0;
}

static const struct enrollment_service *hidden_ca(const struct template_judgement *judgement)
{
	const struct template_survey *survey = judgement->survey;

	for (size_t i = 0; i < survey->ca_count; i++)
		if (is_wanted_ca(&survey->cas[i], judgement->policy) && is_hidden(&survey->cas[i]))
			return &survey->cas[i];
	return NULL;
}

/* Is it known what would have to be compared? */
static bool can_compare(const struct template_judgement *judgement, bool found, struct finding *finding)
{
	const struct enrollment_service *hidden = hidden_ca(judgement);
	const char *who = directory_reader(&judgement->survey->directory);

	if (!found && judgement->survey->cas_reply.cut)
		finding_set(finding, STATUS_UNKNOWN, CAUSE_DIRECTORY_DATA, "not all CAs could be read");
	else if (judgement->search->template.exact_cn == NULL)
		finding_set(finding, STATUS_UNKNOWN, CAUSE_DIRECTORY_HIDDEN,
			    "the template's name is not readable for %s", who);
	else if (!found && hidden != NULL)
		finding_set(finding, STATUS_UNKNOWN, CAUSE_DIRECTORY_HIDDEN, "what %s publishes is not readable for %s",
			    hidden->cn, who);
	return finding->status == STATUS_OK;
}

void judge_template_publication(const struct template_judgement *judgement)
{
	const struct template_survey *survey = judgement->survey;
	struct text_list wanted = {0}, others = {0};
	struct finding *finding;

	if (survey->cas_reply.outcome != LDAP_OUTCOME_READ ||
	    (judgement->policy->ca != NULL && !survey->cas_reply.cut && !any_wanted(survey, judgement->policy)))
		return; /* said once, of the CAs */
	finding = template_fault(judgement, "publication", "publication");
	sort_publishers(judgement, &wanted, &others);
	if (!can_compare(judgement, wanted.count != 0, finding))
		return;
	if (wanted.count == 0)
		judge_unpublished(judgement, &others, finding);
	else
		finding_set(finding, STATUS_OK, CAUSE_NONE, "published on %s", text_joined(&wanted, judgement->arena));
}

/* --- of the CAs --- */

struct ca_judgement {
	const struct template_survey *survey;
	const struct template_policy *policy;
	const struct enrollment_service *ca;
	struct finding *finding;
	const char *id;
	bool alone; /* no other CA could do it */
};

static struct finding *ca_fault(const struct ca_judgement *judgement, const char *slug, const char *subject)
{
	return finding_add_child(judgement->finding,
				 text_format(judgement->finding->findings->arena, "%s_%s", judgement->id, slug),
				 subject);
}

/* NDES uses one CA; which one is in its registry. So a CA that refuses is only a warning beside one that does not. */
static void judge_ca_enroll(const struct ca_judgement *judgement)
{
	const struct enrollment_service *service = judgement->ca;
	const struct right_question question = {
		.descriptor = &service->descriptor,
		.right = &access_enroll,
		.verb = "request certificates",
		.name = "Enroll",
		.denied = CAUSE_CA_NO_ENROLL,
		.undecidable = CAUSE_CA_UNDECIDABLE,
		.explain = judgement->policy->explain,
	};
	struct finding *finding = ca_fault(judgement, "enroll", "enrolment permission");

	if (judgement->policy->explain && service->has_descriptor && service->descriptor_fault == NULL)
		add_entries(finding->findings, text_format(finding->findings->arena, "%s_dacl", judgement->id),
			    &service->descriptor, &judgement->survey->names);
	if (service->has_descriptor && service->descriptor_fault == NULL && !service->descriptor.has_dacl)
		finding_set(ca_fault(judgement, "dacl", "permissions"), STATUS_CRITICAL, CAUSE_CA_UNPROTECTED,
			    "there are none: everybody may do everything with the CA's object");
	if (!service->has_descriptor)
		finding_set(finding, STATUS_UNKNOWN, CAUSE_DIRECTORY_HIDDEN, "is not readable for %s",
			    directory_reader(&judgement->survey->directory));
	else if (service->descriptor_fault != NULL)
		finding_set(finding, STATUS_UNKNOWN, CAUSE_DIRECTORY_DATA, "the security descriptor %s",
			    service->descriptor_fault);
	else if (judge_right(judgement->survey, &judgement->policy->directory, &question, finding) == STATUS_CRITICAL &&
		 !judgement->alone)
		finding->status = STATUS_WARNING;
}

static bool in_nt_auth(const struct template_survey *survey, struct octets der)
{
	for (size_t i = 0; i < survey->nt_auth_count; i++)
		if (octets_equal(survey->nt_auth[i], der))
			return true;
	return false;
}

/* The CA's certificates against the trusted ones. Only those that are not among them are decoded: it costs. */
struct comparison {
	size_t there, unreadable;
	const char *missing; /* the first that has not expired; NULL: none */
};

static struct comparison compare_certificates(const struct ca_judgement *judgement, struct arena *arena)
{
	const struct enrollment_service *ca = judgement->ca;
	struct comparison comparison = {0};

	for (size_t i = 0; i < ca->certificate_count; i++) {
		struct octets der = ca->certificates[i];
		struct certificate certificate;

		if (in_nt_auth(judgement->survey, der))
			comparison.there++;
		else if (certificate_parse(arena, der.bytes, der.length, &certificate) != NULL)
			comparison.unreadable++;
		else if (certificate.not_after >= judgement->policy->directory.now && comparison.missing == NULL)
			comparison.missing = certificate_label(arena, &certificate);
	}
	return comparison;
}

static void judge_nt_auth(const struct ca_judgement *judgement)
{
	const struct ldap_reply *reply = &judgement->survey->nt_auth_reply;
	struct finding *finding = ca_fault(judgement, "ntauth", "NTAuthCertificates");
	struct comparison comparison = compare_certificates(judgement, finding->findings->arena);

	if (reply->outcome != LDAP_OUTCOME_READ && reply->outcome != LDAP_OUTCOME_NO_ENTRY)
		judge_reply(reply, &judgement->survey->directory, &judgement->policy->directory, "NTAuthCertificates",
			    finding);
	else if (reply->outcome == LDAP_OUTCOME_READ && judgement->survey->nt_auth_count == 0)
		finding_set(finding, STATUS_UNKNOWN, CAUSE_DIRECTORY_HIDDEN, "is there, but not readable for %s",
			    directory_reader(&judgement->survey->directory));
	else if (comparison.missing != NULL)
		finding_set(finding, STATUS_WARNING, CAUSE_NTAUTH_MISSING,
			    "lacks the CA's certificate %s: log-ons with certificates that it issues fail",
			    comparison.missing);
	else if (comparison.unreadable != 0 || comparison.there == 0)
		finding_set(
			finding, STATUS_UNKNOWN, CAUSE_DIRECTORY_DATA,
			"can't be compared: the CA's object has no certificate that can be read and has not expired");
	else
		finding_set(finding, STATUS_OK, CAUSE_NONE, "has the CA's certificate%s",
			    comparison.there == 1 ? "" : "s");
}

static void judge_ca(const struct template_survey *survey, const struct template_policy *policy, size_t index,
		     size_t number, bool alone, struct findings *findings)
{
	const struct enrollment_service *ca = &survey->cas[index];
	struct arena *arena = findings->arena;
	const char *id = text_format(arena, "ca%zu", number);
	const struct ca_judgement judgement = {
		.survey = survey,
		.policy = policy,
		.ca = ca,
		.id = id,
		.alone = alone,
		.finding = finding_add(findings, id, text_format(arena, "CA %s", ca->cn)),
	};

	finding_set(judgement.finding, STATUS_OK, CAUSE_NONE, "on %s, publishes %s",
		    ca->host != NULL ? ca->host : "a host that is not named",
		    text_count(arena, ca->templates.count, "template"));
	if (survey->account.outcome == SEARCH_FOUND)
		judge_ca_enroll(&judgement);
	judge_nt_auth(&judgement);
}

/* The CAs that matter: the named one, or those that publish one of the templates. */
static bool matters(const struct template_survey *survey, const struct template_policy *policy, size_t index)
{
	const struct enrollment_service *ca = &survey->cas[index];

	return is_wanted_ca(ca, policy) && (policy->ca != NULL || publishes_any(ca, survey));
}

/* Would the account get its certificate elsewhere if this CA refused? */
static bool is_alone(const struct template_survey *survey, const struct template_policy *policy, size_t index)
{
	int entry;

	if (policy->ca != NULL)
		return true;
	for (size_t i = 0; i < survey->ca_count; i++) {
		const struct enrollment_service *service = &survey->cas[i];

		if (i != index && matters(survey, policy, i) && service->has_descriptor &&
		    service->descriptor_fault == NULL && survey->account.token_fault == NULL &&
		    access_check(&service->descriptor, &survey->account.token, &access_enroll, &entry) ==
			    ACCESS_GRANTED)
			return false;
	}
	return true;
}

void judge_issuing_cas(const struct template_survey *survey, const struct template_policy *policy,
		       struct findings *findings)
{
	size_t number = 0;

	if (survey->cas_reply.cut)
		finding_set(finding_add(findings, "cas", "CAs"), STATUS_UNKNOWN, CAUSE_DIRECTORY_DATA,
			    "there are more than %zu in the directory, or a limit of the server cut the answer",
			    survey->ca_count);
	else if (policy->ca != NULL && survey->cas_reply.outcome == LDAP_OUTCOME_READ && !any_wanted(survey, policy))
		finding_set(finding_add(findings, "cas", "CAs"), STATUS_CRITICAL, CAUSE_CA_ABSENT,
			    "there is no CA '%s' in the directory, which has %s",
			    text_safe(findings->arena, policy->ca),
			    text_count(findings->arena, survey->ca_count, "CA"));
	if (survey->cas_reply.outcome != LDAP_OUTCOME_READ) {
		judge_reply(&survey->cas_reply, &survey->directory, &policy->directory, "the CAs",
			    finding_add(findings, "cas", "CAs"));
		return;
	}
	for (size_t i = 0; i < survey->ca_count; i++)
		if (matters(survey, policy, i))
			judge_ca(survey, policy, i, ++number, is_alone(survey, policy, i), findings);
}
