/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the places of issuers' certificates (AIA) delivered: a means to verify lists, and with --aia an end in itself.
 */
#include "judge/judge_access.h"
#include "judge/judge_aia.h"
#include "judge/judge_crl_survey_parts.h"

static bool has_issuer(const struct survey_case *survey_case, const struct certificate_set *set,
		       const struct certificate *certificate)
{
	return judge_aia_issuer(survey_case->arena, set, certificate, survey_case->policy->http.now) >= 0;
}

/* The issuers of all that name the place are at hand, wherever they came from. */
static bool issuers_found(const struct survey_case *survey_case, const struct aia_check *check)
{
	for (size_t i = 0; i < check->namer_count; i++)
		if (!has_issuer(survey_case, &survey_case->survey->candidates, check->namers[i]))
			return false;
	return true;
}

static bool names_place(const struct certificate *certificate, const struct aia_check *check)
{
	for (size_t i = 0; i < check->namer_count; i++)
		if (check->namers[i] == certificate)
			return true;
	return false;
}

/* Does another place that the certificate names deliver its issuer? */
static bool has_other_place(const struct survey_case *survey_case, const struct certificate *certificate,
			    const struct aia_check *check)
{
	const struct crl_survey *survey = survey_case->survey;

	for (size_t i = 0; i < survey->aia_count; i++) {
		const struct aia_check *other = &survey->aia[i];

		if (other != check && other->place.fetched && other->place.wrong == NULL &&
		    names_place(certificate, other) && has_issuer(survey_case, &other->place.set, certificate))
			return true;
	}
	return false;
}

/* The same for all that name this place. */
static bool issuer_is_elsewhere(const struct survey_case *survey_case, const struct aia_check *check)
{
	for (size_t i = 0; i < check->namer_count; i++)
		if (!has_other_place(survey_case, check->namers[i], check))
			return false;
	return true;
}

static void judge_place(const struct survey_case *survey_case, const struct aia_check *check, struct finding *finding)
{
	if (check->place.fetched)
		judge_aia(&check->place, survey_case->policy->http.now, finding);
	else
		judge_access(&check->access, &survey_case->policy->http, CAUSE_AIA_UNREACHABLE, finding);
}

/* Not asked for, but needed to verify a signature, which can't be decided without it. */
static void judge_needed(const struct survey_case *survey_case, const struct aia_check *check, struct finding *finding)
{
	judge_place(survey_case, check, finding);
	if (finding->status == STATUS_CRITICAL)
		finding_set(finding, STATUS_UNKNOWN, finding->cause, "the issuer, needed to verify a list, %s: %s",
			    check->place.fetched ? "is not there" : "can't be read", finding->sentence);
}

static void judge_wanted(const struct survey_case *survey_case, const struct aia_check *check, struct finding *finding)
{
	judge_place(survey_case, check, finding);
	if (!check->place.fetched && issuer_is_elsewhere(survey_case, check))
		survey_soften(finding);
	judge_access_way(&check->access, check->place.object, false, finding);
}

void survey_judge_issuers(const struct survey_case *survey_case)
{
	const struct crl_survey *survey = survey_case->survey;

	for (size_t i = 0; i < survey->aia_count; i++) {
		const struct aia_check *check = &survey->aia[i];
		struct finding *finding;

		if (!survey_case->policy->aia && issuers_found(survey_case, check))
			continue;
		finding = finding_add(survey_case->findings, check->place.object,
				      text_format(survey_case->arena, "AIA %s", check->place.uri));
		if (survey_case->policy->aia)
			judge_wanted(survey_case, check, finding);
		else
			judge_needed(survey_case, check, finding);
	}
}
