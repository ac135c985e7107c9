/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which lists of a run belong together: base and delta lists, and copies of one list. */
#include "judge/judge_crl_parts.h"
#include "judge/judge_crl_survey_parts.h"

/* The place of a base list that the delta list is for: of several partitions the one of its scope. NULL: none. */
static const struct crl_place *base_of(const struct crl_list *base, const struct crl_place *delta)
{
	const struct crl_place *found = NULL;

	for (size_t i = 0; i < base->count; i++) {
		const struct crl_place *place = &base->places[i].place;

		if (!is_read(&base->places[i]))
			continue;
		if (crl_same_scope(&place->crl, &delta->crl))
			return place;
		found = found != NULL ? found : place;
	}
	return found;
}

/* A delta list, at each of its places, against each base list. */
static void judge_fit(const struct list_case *list_case)
{
	const struct crl_list *list = list_case->list;

	for (size_t i = 0; i < list->base_count; i++)
		for (size_t k = 0; k < list->count; k++) {
			const struct crl_place *base = base_of(list->bases[i], &list->places[k].place);

			if (base != NULL)
				judge_crl_delta(base, &list->places[k].place, list_case->places[k]);
		}
}

/* Copies are looked for among all places of these lists. */
static void judge_mirrors(const struct survey_case *survey_case, const struct list_case *cases, size_t count)
{
	const struct crl_place **places;
	struct finding **findings;
	size_t total = 0, next = 0;

	for (size_t i = 0; i < count; i++)
		total += cases[i].list->count;
	places = arena_allocate(survey_case->arena, (total + 1) * sizeof *places);
	findings = arena_allocate(survey_case->arena, (total + 1) * sizeof *findings);
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < cases[i].list->count; k++) {
			places[next] = &cases[i].list->places[k].place;
			findings[next++] = cases[i].places[k];
		}
	judge_crl_mirrors(places, findings, total, &survey_case->policy->lists, survey_case->policy->http.now);
}

static bool has_headers_only(const struct crl_survey *survey)
{
	for (size_t i = 0; i < survey->list_count; i++)
		for (size_t k = 0; k < survey->lists[i].count; k++)
			if (survey->lists[i].places[k].place.crl.header_only)
				return true;
	return false;
}

void survey_judge_together(const struct survey_case *survey_case, const struct list_case *cases)
{
	const struct crl_survey *survey = survey_case->survey;
	bool headers = has_headers_only(survey);

	for (size_t i = 0; i < survey->list_count; i++)
		judge_fit(&cases[i]);
	if (!headers)
		judge_mirrors(survey_case, cases, survey->list_count);
	for (size_t i = 0; headers && i < survey->list_count; i++)
		judge_mirrors(survey_case, &cases[i], 1);
}
