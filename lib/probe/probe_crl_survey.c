/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "probe/probe_crl_survey.h"

#include <string.h>

#include "judge/judge_aia.h"
#include "judge/judge_crl.h"
#include "probe/crl_intake.h"

/* The candidate that issued each certificate. */
static int *find_issuers(const struct crl_work *work)
{
	const struct crl_survey *survey = work->survey;
	int *issuers = arena_allocate(work->arena, (survey->certificates.count + 1) * sizeof *issuers);

	for (size_t i = 0; i < survey->certificates.count; i++)
		issuers[i] = judge_aia_issuer(work->arena, &survey->candidates, &survey->certificates.certificates[i],
					      work->run->now);
	return issuers;
}

static void find_signer(const struct crl_work *work, struct crl_place *place, const int *issuers)
{
	const struct crl_survey *survey = work->survey;

	place->candidates = survey->candidates.count != 0 ? &survey->candidates : NULL;
	place->expected = survey->issuer_count;
	if (!place->fetched || place->wrong != NULL)
		return;
	place->signer = crl_find_signer(work->arena, &place->crl, &survey->candidates);
	for (size_t i = 0; i < place->namer_count; i++)
		place->namers[i].issuer = issuers[place->namers[i].certificate - survey->certificates.certificates];
}

/* Who signed each list, and who should have. */
static void find_signers(const struct crl_work *work)
{
	const struct crl_survey *survey = work->survey;
	const int *issuers = find_issuers(work);

	for (size_t i = 0; i < survey->list_count; i++)
		for (size_t k = 0; k < survey->lists[i].count; k++)
			find_signer(work, &survey->lists[i].places[k].place, issuers);
}

/* Is it a list that was given by itself and read? */
static const struct crl *given_list(const struct crl_list *list)
{
	const struct list_place *place = &list->places[0];

	return (place->access.typed || place->access.kind == ACCESS_LOCAL) && place->place.fetched &&
			       place->place.wrong == NULL
		       ? &place->place.crl
		       : NULL;
}

/* A delta list that was given by itself belongs to the base list of the same issuer and key that was given, too. */
static void pair_given(const struct crl_work *work)
{
	struct crl_survey *survey = work->survey;

	for (size_t i = 0; i < survey->list_count; i++) {
		const struct crl *delta = given_list(&survey->lists[i]);

		if (delta == NULL || !delta->is_delta)
			continue;
		survey->lists[i].title = "delta CRL";
		for (size_t k = 0; k < survey->list_count; k++) {
			const struct crl *base = given_list(&survey->lists[k]);

			if (base != NULL && !base->is_delta && octets_equal(base->issuer_name, delta->issuer_name) &&
			    octets_equal(base->authority_key_id, delta->authority_key_id))
				crl_work_add_base(work, &survey->lists[i], &survey->lists[k]);
		}
	}
}

/* The base list gets it, unless it has one, or this one does not count for it. */
static void give_delta(const struct crl_work *work, struct crl_list *base, const struct crl_place *delta)
{
	for (size_t i = 0; i < base->count; i++) {
		struct crl_place *place = &base->places[i].place;

		if (place->delta_list == NULL && crl_delta_counts(work->arena, place, delta))
			place->delta_list = &delta->crl;
	}
}

/* A base list that was read has the delta list that was read for it. */
static void join_deltas(const struct crl_work *work)
{
	struct crl_survey *survey = work->survey;

	for (size_t i = 0; i < survey->list_count; i++) {
		struct crl_list *delta = &survey->lists[i];

		for (size_t k = 0; k < delta->base_count * delta->count; k++)
			give_delta(work, delta->bases[k / delta->count], &delta->places[k % delta->count].place);
	}
}

/* A 404 on a name with '+': is it there where the '+' is escaped? Only to diagnose (facts: crl.md, 2.1). */
static void try_escaped_plus(struct crl_work *work)
{
	struct crl_survey *survey = work->survey;

	for (size_t i = 0; i < survey->list_count; i++)
		for (size_t k = 0; k < survey->lists[i].count; k++) {
			struct access *access = &survey->lists[i].places[k].access;
			const char *plus = strrchr(access->uri, '+');
			const struct list_place *twin = survey->lists[i].places[k].twin;
			struct http_request request = {.body_max = 64 * 1024, .range = "0-511"};

			if (twin != NULL) {
				access->escaped_plus_works = twin->access.escaped_plus_works;
				continue;
			}
			if (access->kind != ACCESS_HTTP || access->http.status != 404 || plus == NULL)
				continue;
			request.url = text_format(work->arena, "%.*s%%2B%s", (int)(plus - access->uri), access->uri,
						  plus + 1);
			http_fetch(work->run, work->options, &request, 1);
			access->escaped_plus_works = request.answer.status == 200 || request.answer.status == 206;
		}
}

const struct crl_survey *probe_crl_survey(const struct run *run, const struct http_options *options,
					  const struct crl_questions *questions)
{
	struct crl_work work = {
		.run = run,
		.options = options,
		.questions = questions,
		.arena = run->arena,
		.survey = arena_allocate(run->arena, sizeof *work.survey),
	};
	size_t planned;

	crl_work_sources(&work);
	crl_intake_choose_serials(&work);
	crl_work_plan(&work);
	crl_work_fetch(&work);
	planned = work.survey->list_count + work.survey->ocsp_count;
	crl_work_plan_deltas(&work);
	crl_work_plan_ocsp(&work);
	if (work.survey->list_count + work.survey->ocsp_count != planned)
		crl_work_fetch(&work);
	crl_work_fetch_without_nonce(&work);
	crl_work_note_ocsp(&work);
	try_escaped_plus(&work);
	find_signers(&work);
	pair_given(&work);
	join_deltas(&work);
	return work.survey;
}
