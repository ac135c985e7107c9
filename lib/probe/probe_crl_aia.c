/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The places of issuers' certificates (AIA): each once for all certificates of one issuer, and asked once for all. */
#include <string.h>

#include "judge/judge_aia.h"
#include "probe/crl_work.h"

/* The check of that place for certificates of the same issuer; NULL: none yet. */
static struct aia_check *aia_find(const struct crl_survey *survey, const struct certificate *certificate,
				  const char *uri)
{
	for (size_t i = 0; i < survey->aia_count; i++)
		if (strcmp(survey->aia[i].access.uri, uri) == 0 &&
		    judge_aia_same_issuer(survey->aia[i].place.certificate, certificate))
			return &survey->aia[i];
	return NULL;
}

static const struct aia_check *aia_twin(const struct crl_survey *survey, const char *uri)
{
	for (size_t i = 0; i < survey->aia_count; i++)
		if (strcmp(survey->aia[i].access.uri, uri) == 0)
			return &survey->aia[i];
	return NULL;
}

static struct aia_check *aia_add(struct crl_work *work, const struct certificate *certificate, const char *uri)
{
	struct crl_survey *survey = work->survey;
	struct aia_check *check = &survey->aia[survey->aia_count];

	if (survey->aia_count == LISTS_MAX) {
		survey->left_out++;
		return NULL;
	}
	check->twin = aia_twin(survey, uri);
	survey->aia_count++;
	check->place = (struct aia_place){
		.uri = crl_work_shown(work->arena, uri),
		.object = text_format(work->arena, "aia%zu", survey->aia_count),
		.certificate = certificate,
		.known = &survey->candidates,
	};
	check->access.uri = uri;
	crl_work_access(work, uri, &check->access);
	return check;
}

static void aia_add_namer(struct crl_work *work, struct aia_check *check, const struct certificate *certificate)
{
	size_t size = check->namer_count * sizeof(const struct certificate *);

	check->namers = arena_grow(work->arena, check->namers, size, size + sizeof(const struct certificate *));
	check->namers[check->namer_count++] = certificate;
}

/* --quick verifies no list; OCSP asks about the issuer all the same. */
static bool is_wanted(const struct crl_work *work, const struct certificate *certificate)
{
	const struct crl_questions *questions = work->questions;

	if (questions->aia)
		return true;
	return (!questions->quick || questions->ocsp) &&
	       judge_aia_issuer(work->arena, &work->survey->candidates, certificate, work->run->now) < 0;
}

void crl_work_plan_aia(struct crl_work *work, const struct certificate *certificate, const struct text_list *uris)
{
	bool wanted = is_wanted(work, certificate);

	for (size_t i = 0; wanted && i < uris->count; i++) {
		struct aia_check *check = aia_find(work->survey, certificate, uris->items[i]);

		if (check == NULL)
			check = aia_add(work, certificate, uris->items[i]);
		if (check != NULL)
			aia_add_namer(work, check, certificate);
	}
}
