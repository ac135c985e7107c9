/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "probe/probe_scep_endpoint.h"

#include <string.h>

#include "scep/scep_url.h"

enum {
	REQUESTS_MAX = 7, /* per endpoint */
	SMALL_BODY_MAX = 64 * 1024,
	CERTIFICATES_MAX = 1024 * 1024,
};

/* The requests of one endpoint; absent ones are NULL. */
struct requests {
	struct http_request *capabilities, *certificates, *bare, *admin, *long_query, *other_form, *direct;
};

struct plan {
	struct http_request *items;
	size_t count;
	struct http_request *newest; /* of the present endpoint's chain */
};

static struct http_request *ask(struct plan *plan, const char *url, size_t body_max)
{
	struct http_request *request = &plan->items[plan->count++];

	*request = (struct http_request){.url = url, .body_max = body_max, .after = plan->newest};
	plan->newest = request;
	return request;
}

/* /certsrv/mscep/mscep.dll has /certsrv/mscep_admin/ beside it. */
static const char *admin_url(const struct http_endpoint *endpoint, const char *path, struct arena *arena)
{
	const char *query = strchr(endpoint->url, '?');
	const char *own = strcasestr(endpoint->url, "/mscep/");

	if (strcmp(path, "auto") != 0)
		return scep_url_with_path(arena, endpoint->url, path);
	if (own == NULL || (query != NULL && own > query))
		return scep_url_with_path(arena, endpoint->url, "/certsrv/mscep_admin/");
	return text_format(arena, "%.*s/mscep_admin/", (int)(own - endpoint->url), endpoint->url);
}

/* Only then the other form of the URL is worth a request. */
static bool is_not_found(void *untyped, double *ret_pause)
{
	const struct http_request *capabilities = untyped;

	(void)ret_pause;
	return capabilities->answer.outcome == HTTP_ANSWERED && capabilities->answer.status == 404;
}

static struct requests plan_endpoint(struct plan *plan, const struct http_endpoint *endpoint,
				     const struct scep_questions *questions, struct arena *arena)
{
	const char *identifier = questions->ca_identifier;
	const char *capabilities = scep_url_operation(arena, endpoint->url, "GetCACaps", identifier);
	struct requests requests = {0};

	plan->newest = NULL;
	requests.capabilities = ask(plan, capabilities, SMALL_BODY_MAX);
	requests.certificates =
		ask(plan, scep_url_operation(arena, endpoint->url, "GetCACert", identifier), CERTIFICATES_MAX);
	if (questions->bare)
		requests.bare = ask(plan, endpoint->url, SMALL_BODY_MAX);
	if (questions->admin_path != NULL)
		requests.admin = ask(plan, admin_url(endpoint, questions->admin_path, arena), SMALL_BODY_MAX);
	if (questions->long_url != 0)
		requests.long_query =
			ask(plan, scep_url_long(arena, endpoint->url, identifier, questions->long_url), SMALL_BODY_MAX);
	requests.other_form =
		ask(plan, scep_url_operation(arena, scep_url_other_form(arena, endpoint->url), "GetCACaps", identifier),
		    SMALL_BODY_MAX);
	requests.other_form->turn = is_not_found;
	requests.other_form->context = requests.capabilities;
	if (questions->compare_proxy) {
		plan->newest = NULL;
		requests.direct = ask(plan, capabilities, SMALL_BODY_MAX);
		requests.direct->direct = true;
	}
	return requests;
}

/* Returns what is wrong with the body of a 200, and what it is then; NULL: *ret_capabilities is filled, or no 200. */
static const char *read_capabilities(const struct http_answer *answer, struct arena *arena,
				     struct scep_capabilities *ret_capabilities, struct page *ret_page)
{
	const char *wrong;

	if (answer->outcome != HTTP_ANSWERED || answer->status != 200)
		return NULL;
	wrong = scep_capabilities_parse(answer->body, answer->length, arena, ret_capabilities);
	if (wrong != NULL)
		*ret_page = page_parse(answer->body, answer->length, arena);
	return wrong;
}

static void read_direct(struct scep_endpoint *endpoint, struct arena *arena)
{
	struct scep_capabilities capabilities;

	endpoint->direct_wrong =
		read_capabilities(&endpoint->direct_answer, arena, &capabilities, &endpoint->direct_page);
}

static void read_other_form(struct scep_endpoint *endpoint, const struct http_answer *answer, struct arena *arena)
{
	struct scep_capabilities capabilities;
	struct page page;

	if (answer->outcome == HTTP_ANSWERED && answer->status == 200 &&
	    read_capabilities(answer, arena, &capabilities, &page) == NULL)
		endpoint->other_form = http_url_display(scep_url_other_form(arena, endpoint->endpoint->url), arena);
}

static void read_certificates(struct scep_endpoint *endpoint, struct arena *arena)
{
	const struct http_answer *answer = &endpoint->certificates_answer;

	if (answer->outcome != HTTP_ANSWERED || answer->status != 200)
		return;
	endpoint->certificates_wrong = certificate_set_parse(arena, answer->body, answer->length,
							     &endpoint->certificates, &endpoint->certificates_fault);
	if (endpoint->certificates_wrong != NULL)
		endpoint->certificates_page = page_parse(answer->body, answer->length, arena);
}

static void read_answers(struct scep_endpoint *endpoint, const struct requests *requests, struct arena *arena)
{
	endpoint->capabilities_answer = requests->capabilities->answer;
	endpoint->certificates_answer = requests->certificates->answer;
	endpoint->capabilities_wrong = read_capabilities(&endpoint->capabilities_answer, arena, &endpoint->capabilities,
							 &endpoint->capabilities_page);
	read_other_form(endpoint, &requests->other_form->answer, arena);
	read_certificates(endpoint, arena);
	if (requests->bare != NULL) {
		endpoint->bare_answer = requests->bare->answer;
		endpoint->bare_page = page_parse(endpoint->bare_answer.body, endpoint->bare_answer.length, arena);
	}
	if (requests->admin != NULL) {
		endpoint->admin_url = text_safe(arena, requests->admin->url);
		endpoint->admin_answer = requests->admin->answer;
		endpoint->admin_page = page_parse(endpoint->admin_answer.body, endpoint->admin_answer.length, arena);
	}
	if (requests->long_query != NULL)
		endpoint->long_answer = requests->long_query->answer;
	if (requests->direct != NULL) {
		endpoint->direct_answer = requests->direct->answer;
		read_direct(endpoint, arena);
	}
}

struct scep_endpoint *probe_scep_endpoints(const struct run *run, const struct http_options *options,
					   const struct http_endpoints *endpoints,
					   const struct scep_questions *questions)
{
	struct scep_endpoint *facts = arena_allocate(run->arena, endpoints->count * sizeof *facts);
	struct requests *requests = arena_allocate(run->arena, endpoints->count * sizeof *requests);
	struct plan plan = {0};

	plan.items = arena_allocate(run->arena, endpoints->count * REQUESTS_MAX * sizeof *plan.items);
	for (size_t i = 0; i < endpoints->count; i++)
		requests[i] = plan_endpoint(&plan, &endpoints->items[i], questions, run->arena);
	http_fetch(run, options, plan.items, plan.count);
	for (size_t i = 0; i < endpoints->count; i++) {
		facts[i].endpoint = &endpoints->items[i];
		read_answers(&facts[i], &requests[i], run->arena);
	}
	return facts;
}
