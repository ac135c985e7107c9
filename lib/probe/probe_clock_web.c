/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Clocks that need libraries: behind LDAP over TLS, and (clock_pages.c) behind HTTP. */
#include <string.h>

#include "clock/rootdse.h"
#include "net/ldap_fetch.h"
#include "probe/clock_talk.h"

enum { LDAP_VALUE_MAX = 1024 };

static void take_directory(struct arena *arena, const struct ldap_answer *answer, const char *url,
			   struct clock_target *target)
{
	struct access *access = arena_allocate(arena, sizeof *access);
	struct clock_sample *sample = arena_allocate(arena, sizeof *sample);
	struct clock_reading reading;
	const struct octets none = {0};

	*access = (struct access){.uri = url, .kind = ACCESS_LDAP, .ldap = *answer, .total = answer->total};
	target->access = access;
	target->source = "LDAP";
	if (answer->outcome == LDAP_OUTCOME_NO_VALUE)
		target->wrong = "has no currentTime in its rootDSE: it is no Active Directory";
	if (answer->outcome != LDAP_OUTCOME_READ)
		return;
	target->wrong = rootdse_time(answer->value_count != 0 ? (struct octets){.bytes = answer->values[0].octets,
										.length = answer->values[0].length}
							      : none,
				     &reading);
	if (target->wrong != NULL)
		return;
	*sample = clock_sample_of(answer->asked, answer->answered, reading);
	target->samples = sample;
	target->count = 1;
}

static const char *directory_url(struct arena *arena, const struct clock_question *question)
{
	bool ipv6 = strchr(question->host, ':') != NULL;

	return text_format(arena, "ldaps://%s%s%s:%u/?currentTime?base", ipv6 ? "[" : "", question->host,
			   ipv6 ? "]" : "", question->port);
}

static struct ldap_fetch *begin_directories(const struct run *run, const struct http_options *options,
					    const struct clock_questions *questions, struct ldap_request *requests,
					    size_t *ret_count)
{
	struct ldap_options *trust = arena_allocate(run->arena, sizeof *trust);

	*ret_count = 0;
	*trust = (struct ldap_options){.ca_cert = options->ca_cert, .insecure = options->insecure};
	for (size_t i = 0; i < questions->count; i++)
		if (questions->items[i].scheme == CLOCK_LDAPS)
			requests[(*ret_count)++] = (struct ldap_request){
				.url = directory_url(run->arena, &questions->items[i]),
				.value_max = LDAP_VALUE_MAX,
				.root = true,
			};
	return *ret_count != 0 ? ldap_fetch_begin(run, trust, requests, *ret_count) : NULL;
}

static void end_directories(const struct run *run, struct ldap_fetch *fetch, const struct clock_questions *questions,
			    const struct ldap_request *requests, struct clock_target *targets)
{
	size_t next = 0;

	if (fetch == NULL)
		return;
	ldap_fetch_end(fetch);
	for (size_t i = 0; i < questions->count; i++)
		if (questions->items[i].scheme == CLOCK_LDAPS) {
			take_directory(run->arena, &requests[next].answer, requests[next].url, &targets[i]);
			next++;
		}
}

void probe_clock_web(struct run *run, const struct http_options *options, const struct clock_questions *questions,
		     struct clock_target *targets)
{
	struct ldap_request *requests = arena_allocate(run->arena, (questions->count + 1) * sizeof *requests);
	size_t directories;
	struct ldap_fetch *fetch = begin_directories(run, options, questions, requests, &directories);

	clock_ask_pages(run, options, questions, targets);
	end_directories(run, fetch, questions, requests, targets);
}
