/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "judge/judge_crl_survey_parts.h"

#include <string.h>

#include "judge/judge_access.h"
#include "judge/judge_ocsp.h"
#include "judge/judge_ra_certificates.h"

enum { LISTS_NAMED = 4 /* in the first line; more are counted */ };

static size_t count_read(const struct crl_list *list)
{
	size_t count = 0;

	for (size_t i = 0; i < list->count; i++)
		count += is_read(&list->places[i]);
	return count;
}

/* Is it UNKNOWN for want of something on this host: another kind of client, a server's name, a login? */
static bool is_uncheckable(const struct finding *finding)
{
	return finding->status == STATUS_UNKNOWN &&
	       (finding->cause == CAUSE_CRL_NOT_CHECKABLE || finding->cause == CAUSE_DIRECTORY_LOGIN ||
		finding->cause == CAUSE_CLIENT_SETUP);
}

void survey_soften(struct finding *finding)
{
	if (is_uncheckable(finding)) {
		finding->status = STATUS_OK;
		finding->cause = CAUSE_NONE;
	} else if (finding->status == STATUS_CRITICAL || finding->status == STATUS_UNKNOWN) {
		finding->status = STATUS_WARNING;
	}
}

static bool has_text(const struct text_list *list, const char *text)
{
	for (size_t i = 0; i < list->count; i++)
		if (strcmp(list->items[i], text) == 0)
			return true;
	return false;
}

/* One of several partitions, or one for some reasons only: no other point has the same list. */
static bool is_partial(const struct crl_scope *scope)
{
	return scope->uris.count != 0 || scope->other_names || scope->only_some_reasons;
}

/* Is what was read enough for those that name both places, as a copy of the list that the other should hold? */
static bool stands_in(const struct list_place *read, const struct list_place *other)
{
	const struct crl_scope *scope = &read->place.crl.scope;

	if (!is_partial(scope) || has_text(&scope->uris, other->access.uri))
		return true;
	for (size_t i = 0; i < read->place.namer_count && i < other->place.namer_count; i++)
		if (read->place.namers[i].point != other->place.namers[i].point)
			return false;
	return true;
}

static bool is_replaced(const struct crl_list *list, const struct list_place *place)
{
	for (size_t i = 0; i < list->count; i++)
		if (is_read(&list->places[i]) && stands_in(&list->places[i], place))
			return true;
	return false;
}

static void judge_place(const struct survey_case *survey_case, const struct list_case *list_case, size_t index)
{
	const struct list_place *place = &list_case->list->places[index];
	struct finding *finding = finding_add_child(list_case->finding, place->place.object, place->place.uri);
	bool read = is_read(place);

	list_case->places[index] = finding;
	if (place->place.fetched)
		judge_crl(&place->place, &survey_case->policy->lists, survey_case->policy->http.now, finding);
	else
		judge_access(&place->access, &survey_case->policy->http, CAUSE_CRL_UNREACHABLE, finding);
	judge_access_way(&place->access, place->place.object, true, finding);
	survey_judge_cache(place, finding);
	if (!read && is_replaced(list_case->list, place))
		survey_soften(finding);
}

static struct list_case judge_list(const struct survey_case *survey_case, const struct crl_list *list)
{
	struct list_case list_case = {
		.list = list,
		.finding = finding_add(survey_case->findings, list->id,
				       text_format(survey_case->arena, "%s, %s", list->title, list->subject)),
		.places = arena_allocate(survey_case->arena, (list->count + 1) * sizeof *list_case.places),
	};
	size_t read = count_read(list);

	for (size_t i = 0; i < list->count; i++)
		judge_place(survey_case, &list_case, i);
	finding_set(list_case.finding, STATUS_OK, CAUSE_NONE, "%zu of %s read", read,
		    text_count(survey_case->arena, list->count, "place"));
	return list_case;
}

static void judge_lists(const struct survey_case *survey_case)
{
	const struct crl_survey *survey = survey_case->survey;
	struct list_case *cases = arena_allocate(survey_case->arena, (survey->list_count + 1) * sizeof *cases);

	for (size_t i = 0; i < survey->list_count; i++)
		cases[i] = judge_list(survey_case, &survey->lists[i]);
	survey_judge_together(survey_case, cases);
}

static bool answers(const struct ocsp_check *check)
{
	return check->place.fetched && check->place.wrong == NULL && check->place.response.answer == OCSP_SUCCESSFUL;
}

/* Does another responder answer about the same certificate? */
static bool another_answers(const struct crl_survey *survey, const struct ocsp_check *check)
{
	for (size_t i = 0; i < survey->ocsp_count; i++)
		if (&survey->ocsp[i] != check &&
		    survey->ocsp[i].place.query.certificate == check->place.query.certificate &&
		    answers(&survey->ocsp[i]))
			return true;
	return false;
}

static void judge_responder(const struct survey_case *survey_case, const struct ocsp_check *check)
{
	const struct ocsp_policy policy = {.left = survey_case->policy->lists.left};
	struct arena *arena = survey_case->arena;
	const char *about = certificate_label(arena, check->place.query.certificate);
	struct finding *finding = finding_add(survey_case->findings, check->place.object,
					      text_format(arena, "OCSP %s about %s", check->place.uri, about));

	if (check->place.fetched)
		judge_ocsp(&check->place, &policy, survey_case->policy->http.now, finding);
	else
		judge_access(&check->access, &survey_case->policy->http, CAUSE_OCSP_UNREACHABLE, finding);
	if (!answers(check) && another_answers(survey_case->survey, check))
		survey_soften(finding);
	judge_access_way(&check->access, check->place.object, false, finding);
}

static void judge_responders(const struct survey_case *survey_case)
{
	for (size_t i = 0; i < survey_case->survey->ocsp_count; i++)
		judge_responder(survey_case, &survey_case->survey->ocsp[i]);
}

static void judge_problem(const struct survey_case *survey_case, const struct source_problem *problem, size_t number)
{
	const struct http_purpose purpose = {.endpoint = problem->endpoint};
	struct finding *finding =
		finding_add(survey_case->findings, text_format(survey_case->arena, "source%zu", number), problem->name);

	if (problem->local)
		finding_set(finding, STATUS_UNKNOWN, CAUSE_CLIENT_SETUP, "no certificates: %s", problem->wrong);
	else if (problem->wrong != NULL)
		finding_set(finding, STATUS_CRITICAL, CAUSE_RA_SET, "no usable certificates: %s", problem->wrong);
	else if (judge_http_answer(&problem->http, &purpose, &survey_case->policy->http, finding))
		finding_set(finding, STATUS_CRITICAL, CAUSE_RA_SET, "the answer holds no certificate");
}

static void judge_certificates(const struct survey_case *survey_case)
{
	const struct crl_survey *survey = survey_case->survey;

	for (size_t i = 0; i < survey->problem_count; i++)
		judge_problem(survey_case, &survey->problems[i], i + 1);
	for (size_t i = 0; i < survey->unreadable.count; i++)
		finding_set(finding_add(survey_case->findings, text_format(survey_case->arena, "unreadable%zu", i + 1),
					"certificate"),
			    STATUS_CRITICAL, CAUSE_CRL_NOT_CHECKABLE, "%s", survey->unreadable.items[i]);
	for (size_t i = 0; i < survey->silent.count; i++)
		finding_set(finding_add(survey_case->findings, text_format(survey_case->arena, "silent%zu", i + 1),
					survey->silent.items[i]),
			    STATUS_OK, CAUSE_NONE, "names no revocation list");
}

/* What was asked for and could not be looked at. */
static void judge_gaps(const struct survey_case *survey_case)
{
	const struct crl_survey *survey = survey_case->survey;
	bool nowhere = survey->ocsp_count == 0;

	for (size_t i = 0; i < survey->no_ocsp.count; i++)
		finding_set(finding_add(survey_case->findings, text_format(survey_case->arena, "no_ocsp%zu", i + 1),
					survey->no_ocsp.items[i]),
			    nowhere ? STATUS_UNKNOWN : STATUS_OK, nowhere ? CAUSE_CRL_NOT_NAMED : CAUSE_NONE,
			    "names no OCSP responder");
	for (size_t i = 0; i < survey->no_issuer.count; i++)
		finding_set(finding_add(survey_case->findings, text_format(survey_case->arena, "no_issuer%zu", i + 1),
					survey->no_issuer.items[i]),
			    STATUS_UNKNOWN, CAUSE_CRL_NOT_CHECKABLE,
			    "its OCSP responder was not asked: the issuer's certificate is not at hand");
	if (survey->left_out != 0)
		finding_set(
			finding_add(survey_case->findings, "left_out", "more places"), STATUS_UNKNOWN,
			CAUSE_CRL_NOT_CHECKABLE,
			"%zu were not looked at: names that are no URIs, or more than one run takes (128 lists; of a "
			"certificate 32 points with 64 URIs of 2048 characters each)",
			survey->left_out);
}

/* The place of a list that was read; NULL: none. */
static const struct crl_place *read_place(const struct crl_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		if (is_read(&list->places[i]))
			return &list->places[i].place;
	return NULL;
}

static void summarise_lists(const struct survey_case *survey_case, struct text_buffer *text)
{
	const struct crl_survey *survey = survey_case->survey;
	const struct crl_place *first = NULL;

	for (size_t i = 0; i < survey->list_count; i++) {
		const struct crl_place *place = read_place(&survey->lists[i]);

		if (place == NULL)
			continue;
		if (survey->list_count <= LISTS_NAMED)
			text_append(text, "%s%s", text->length != 0 ? ", " : "",
				    judge_crl_summary(survey_case->arena, place, survey_case->policy->http.now));
		if (first == NULL || place->crl.next_update < first->crl.next_update)
			first = place;
	}
	if (survey->list_count > LISTS_NAMED && first != NULL)
		text_append(text, "%zu lists, the first to end: %s", survey->list_count,
			    judge_crl_summary(survey_case->arena, first, survey_case->policy->http.now));
}

static void summarise(const struct survey_case *survey_case)
{
	const struct crl_survey *survey = survey_case->survey;
	struct text_buffer text = {.arena = survey_case->arena};

	summarise_lists(survey_case, &text);
	for (size_t i = 0; i < survey->ocsp_count && i < LISTS_NAMED; i++)
		if (survey->ocsp[i].place.fetched)
			text_append(&text, "%s%s", text.length != 0 ? ", " : "",
				    judge_ocsp_summary(&survey->ocsp[i].place));
	findings_summarise(survey_case->findings, "%s", text.length != 0 ? text_of(&text) : "no list was read");
}

static size_t count_self_signed(const struct certificate_set *set)
{
	size_t count = 0;

	for (size_t i = 0; i < set->count; i++)
		count += set->certificates[i].self_signed;
	return count;
}

/* Nothing to judge, though certificates were read: AIA tells who signs lists, not whether there are any. */
static void judge_nothing(const struct survey_case *survey_case)
{
	const struct crl_survey *survey = survey_case->survey;
	size_t told = survey->problem_count + survey->unreadable.count + survey->left_out;
	size_t passed_over = count_self_signed(&survey->certificates);

	if (survey->list_count + survey->ocsp_count + told != 0)
		return;
	finding_set(finding_add(survey_case->findings, "nothing", "certificates"), STATUS_UNKNOWN, CAUSE_CRL_NOT_NAMED,
		    "%s",
		    passed_over == 0 ? "none names a revocation list"
		    : passed_over == survey->certificates.count
			    ? "all are self-signed; such ones are passed over, whatever they name"
			    : "none names a revocation list (self-signed ones are passed over)");
}

void judge_crl_survey(const struct crl_survey *survey, const struct survey_policy *policy, struct findings *findings)
{
	const struct survey_case survey_case = {
		.survey = survey,
		.policy = policy,
		.findings = findings,
		.arena = findings->arena,
	};

	judge_certificates(&survey_case);
	judge_lists(&survey_case);
	if (policy->revoked)
		survey_judge_lookups(&survey_case);
	survey_judge_serials(&survey_case);
	survey_judge_issuers(&survey_case);
	judge_responders(&survey_case);
	judge_gaps(&survey_case);
	judge_nothing(&survey_case);
	summarise(&survey_case);
}
