/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * --revoked, --serial: in which lists was each certificate or number looked up? What is listed is told below its list.
 */
#include "judge/judge_aia.h"
#include "judge/judge_crl_parts.h"
#include "judge/judge_crl_survey_parts.h"

enum { PLACES_NAMED = 4 };

/* One certificate, and what was found about it. */
struct lookup {
	const struct survey_case *survey_case;
	const struct certificate *certificate;
	const struct certificate *issuer; /* NULL: not at hand */
	bool listed, complete;            /* complete: in a base list */
	size_t count;                     /* of places */
	struct text_buffer places;
};

static bool is_readable(const struct crl_place *place)
{
	return place->fetched && place->wrong == NULL && !place->crl.header_only;
}

/* The index of its serial number among those that were looked up; -1: it was not. */
static long serial_of(const struct lookup *lookup, const struct crl_place *place)
{
	for (size_t i = 0; i < place->serial_names.count && i < CRL_SERIALS_MAX; i++)
		if (place->serial_owners[i] == lookup->certificate)
			return (long)i;
	return -1;
}

static bool is_listed(const struct crl_place *place, long serial)
{
	for (size_t i = 0; i < place->crl.hit_count; i++)
		if (place->crl.hits[i].serial == (size_t)serial)
			return true;
	return false;
}

/* An indirect list of the CA that the certificate names for that (cRLIssuer). */
static bool is_indirect(const struct lookup *lookup, const struct crl_place *place)
{
	for (size_t i = 0; place->crl.scope.indirect && i < place->namer_count; i++)
		if (place->namers[i].certificate == lookup->certificate && place->namers[i].point != NULL &&
		    place->namers[i].point->list_issuer != NULL)
			return true;
	return false;
}

/* Signed with the key that signed the certificate, or by whom that names. */
static bool is_of_issuer(const struct lookup *lookup, const struct crl_place *place)
{
	if (place->signer >= 0 && is_indirect(lookup, place))
		return true;
	return place->signer >= 0 && lookup->issuer != NULL &&
	       octets_equal(place->crl.issuer_name, lookup->certificate->issuer_name) &&
	       octets_equal(place->candidates->certificates[place->signer].public_key, lookup->issuer->public_key);
}

/* A list for certain points covers who names it there. */
static bool covers(const struct lookup *lookup, const struct crl_place *place)
{
	const struct crl_scope *scope = &place->crl.scope;
	const struct crl_namer stranger = {.certificate = lookup->certificate, .issuer = -1};
	struct arena *arena = lookup->survey_case->arena;

	if (scope->only_some_reasons)
		return false;
	for (size_t i = 0; i < place->namer_count; i++)
		if (place->namers[i].certificate == lookup->certificate &&
		    crl_uncovered(arena, &place->crl, &place->namers[i]) == NULL)
			return true;
	return scope->uris.count == 0 && !scope->other_names && crl_uncovered(arena, &place->crl, &stranger) == NULL;
}

static void name_place(struct lookup *lookup, const struct crl_place *place)
{
	const struct crl_number *number = &place->crl.number;

	if (lookup->count++ >= PLACES_NAMED)
		return;
	text_append(&lookup->places, "%s%s", lookup->count > 1 ? ", " : "", place->object);
	if (number->present)
		text_append(&lookup->places, " (number %s)", crl_number_text(lookup->survey_case->arena, number));
}

static void look_at(struct lookup *lookup, const struct crl_place *place)
{
	long serial = is_readable(place) ? serial_of(lookup, place) : -1;

	if (serial < 0)
		return;
	lookup->listed |= is_listed(place, serial);
	if (!is_of_issuer(lookup, place) || !covers(lookup, place))
		return;
	lookup->complete |= !place->crl.is_delta;
	name_place(lookup, place);
}

static bool names_no_list(const struct lookup *lookup)
{
	struct distribution_points points;

	return distribution_points_read(lookup->survey_case->arena, lookup->certificate, &points) == NULL &&
	       points.count == 0;
}

static const char *more_places(const struct lookup *lookup)
{
	return lookup->count > PLACES_NAMED
		       ? text_format(lookup->survey_case->arena, " and %zu more", lookup->count - PLACES_NAMED)
		       : "";
}

static void tell(struct lookup *lookup, struct finding *finding)
{
	if (lookup->complete)
		finding_set(finding, STATUS_OK, CAUSE_NONE, "is not listed in %s%s", text_of(&lookup->places),
			    more_places(lookup));
	else if (lookup->certificate->self_signed && names_no_list(lookup))
		finding_set(finding, STATUS_OK, CAUSE_NONE,
			    "is self-signed and names no revocation list: there is nothing to look it up in");
	else if (lookup->certificate->self_signed)
		finding_set(finding, STATUS_UNKNOWN, CAUSE_CRL_NOT_CHECKABLE,
			    "was not looked up: the lists of a self-signed certificate are read only if they are given "
			    "with --crl or --file");
	else
		finding_set(finding, STATUS_UNKNOWN, CAUSE_CRL_NOT_CHECKABLE,
			    "was not looked up: no list of %s was read that covers it and whose signature was verified",
			    lookup->certificate->issuer);
}

static void judge_lookup(const struct survey_case *survey_case, size_t index)
{
	const struct crl_survey *survey = survey_case->survey;
	const struct certificate *certificate = &survey->certificates.certificates[index];
	int issuer =
		judge_aia_issuer(survey_case->arena, &survey->candidates, certificate, survey_case->policy->http.now);
	struct lookup lookup = {
		.survey_case = survey_case,
		.certificate = certificate,
		.issuer = issuer >= 0 ? &survey->candidates.certificates[issuer] : NULL,
		.places = {.arena = survey_case->arena},
	};

	for (size_t i = 0; i < survey->list_count; i++)
		for (size_t k = 0; k < survey->lists[i].count; k++)
			look_at(&lookup, &survey->lists[i].places[k].place);
	if (!lookup.listed)
		tell(&lookup,
		     finding_add(survey_case->findings, text_format(survey_case->arena, "lookup%zu", index + 1),
				 certificate_label(survey_case->arena, certificate)));
}

void survey_judge_lookups(const struct survey_case *survey_case)
{
	for (size_t i = 0; i < survey_case->survey->certificates.count; i++)
		judge_lookup(survey_case, i);
}

static bool is_listed_anywhere(const struct crl_survey *survey, long serial)
{
	for (size_t i = 0; i < survey->list_count; i++)
		for (size_t k = 0; k < survey->lists[i].count; k++) {
			const struct crl_place *place = &survey->lists[i].places[k].place;

			if (is_readable(place) && is_listed(place, serial))
				return true;
		}
	return false;
}

/* The numbers of --serial that no list has: "4B, 0A01 and 3 more"; NULL: there is none. */
static const char *unlisted_text(const struct survey_case *survey_case, const struct crl_place *place)
{
	struct text_buffer text = {.arena = survey_case->arena};
	size_t count = 0;

	for (size_t i = 0; i < place->serial_names.count && i < CRL_SERIALS_MAX; i++)
		if (place->serial_owners[i] == NULL && !is_listed_anywhere(survey_case->survey, (long)i) &&
		    count++ < PLACES_NAMED)
			text_append(&text, "%s%s", count > 1 ? ", " : "",
				    text_safe(survey_case->arena, place->serial_names.items[i]));
	if (count > PLACES_NAMED)
		text_append(&text, " and %zu more", count - PLACES_NAMED);
	return count != 0 ? text_of(&text) : NULL;
}

void survey_judge_serials(const struct survey_case *survey_case)
{
	const struct crl_survey *survey = survey_case->survey;
	struct lookup lookup = {.survey_case = survey_case, .places = {.arena = survey_case->arena}};
	const struct crl_place *last = NULL;
	const char *unlisted;

	for (size_t i = 0; i < survey->list_count; i++)
		for (size_t k = 0; k < survey->lists[i].count; k++)
			if (is_readable(&survey->lists[i].places[k].place)) {
				last = &survey->lists[i].places[k].place;
				name_place(&lookup, last);
			}
	unlisted = last != NULL ? unlisted_text(survey_case, last) : NULL;
	if (unlisted != NULL)
		finding_set(finding_add(survey_case->findings, "serials", "--serial"), STATUS_OK, CAUSE_NONE,
			    "%s: not listed in %s%s", unlisted, text_of(&lookup.places), more_places(&lookup));
}
