/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/input_file.h"
#include "probe/crl_work.h"
#include "scep/scep_url.h"

static struct source_problem *problem_add(struct crl_work *work, const char *name)
{
	struct source_problem *problem = &work->survey->problems[work->survey->problem_count];

	work->survey->problem_count += work->survey->problem_count + 1 < SOURCES_MAX;
	*problem = (struct source_problem){.name = text_safe(work->arena, name)};
	return problem;
}

/* Adds the certificates of a file to set. */
static void read_file(struct crl_work *work, const char *path, struct certificate_set *set)
{
	struct certificate_set more;
	unsigned char *bytes;
	size_t length;
	const char *wrong = input_file_read(path, ISSUER_BYTES_MAX, work->arena, &bytes, &length);
	struct source_problem *problem;

	if (wrong == NULL)
		wrong = certificate_set_parse(work->arena, bytes, length, &more, NULL);
	if (wrong == NULL)
		wrong = certificate_set_add(work->arena, set, &more);
	if (wrong == NULL)
		return;
	problem = problem_add(work, path);
	problem->wrong = wrong;
	problem->local = true;
}

static void take_problem(struct crl_work *work, const struct http_endpoint *endpoint, const struct http_answer *answer,
			 const char *wrong)
{
	struct source_problem *problem = problem_add(work, endpoint->display);

	problem->endpoint = endpoint;
	problem->http = *answer;
	problem->wrong = wrong;
}

static void take_scep(struct crl_work *work, const struct http_endpoint *endpoint, const struct http_answer *answer)
{
	struct certificate_set set = {0};
	const char *wrong = NULL;

	if (answer->outcome == HTTP_ANSWERED && answer->status == 200)
		wrong = certificate_set_parse(work->arena, answer->body, answer->length, &set, NULL);
	if (wrong == NULL && set.count != 0)
		wrong = certificate_set_add(work->arena, &work->survey->certificates, &set);
	if (set.count == 0 || wrong != NULL)
		take_problem(work, endpoint, answer, wrong);
}

static void take_chain(struct crl_work *work, const struct http_endpoint *endpoint, const struct http_answer *answer)
{
	const struct tls_peer *peer = &answer->peer;
	const char *wrong = NULL;

	for (size_t i = 0; i < peer->chain_count && wrong == NULL; i++) {
		struct certificate_set set;

		wrong = certificate_set_parse(work->arena, peer->chain[i].bytes, peer->chain[i].length, &set, NULL);
		if (wrong == NULL)
			wrong = certificate_set_add(work->arena, &work->survey->certificates, &set);
	}
	if (peer->chain_count == 0 || wrong != NULL)
		take_problem(work, endpoint, answer, wrong);
}

static void ask_servers(struct crl_work *work)
{
	const struct http_endpoints *scep = &work->questions->scep, *tls = &work->questions->tls_endpoints;
	size_t count = scep->count + tls->count;
	struct http_request *requests = arena_allocate(work->arena, (count + 1) * sizeof *requests);

	for (size_t i = 0; i < scep->count; i++)
		requests[i] = (struct http_request){
			.url = scep_url_operation(work->arena, scep->items[i].url, "GetCACert", "default"),
			.body_max = ISSUER_BYTES_MAX,
		};
	for (size_t i = 0; i < tls->count; i++)
		requests[scep->count + i] = (struct http_request){.url = tls->items[i].url, .handshake_only = true};
	if (count == 0)
		return;
	http_fetch(work->run, work->options, requests, count);
	for (size_t i = 0; i < scep->count; i++)
		take_scep(work, &scep->items[i], &requests[i].answer);
	for (size_t i = 0; i < tls->count; i++)
		take_chain(work, &tls->items[i], &requests[scep->count + i].answer);
}

void crl_work_sources(struct crl_work *work)
{
	const struct crl_questions *questions = work->questions;
	struct crl_survey *survey = work->survey;

	survey->problems = arena_allocate(work->arena, SOURCES_MAX * sizeof *survey->problems);
	for (size_t i = 0; i < questions->issuers.count; i++)
		read_file(work, questions->issuers.items[i], &survey->candidates);
	survey->issuer_count = survey->candidates.count;
	for (size_t i = 0; i < questions->certificates.count; i++)
		read_file(work, questions->certificates.items[i], &survey->certificates);
	ask_servers(work);
	for (size_t i = 0; i < survey->certificates.count; i++) {
		struct certificate_set one = {.certificates = &survey->certificates.certificates[i], .count = 1};

		if (one.certificates->is_ca)
			certificate_set_add(work->arena, &survey->candidates, &one);
	}
}
