/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Clocks behind HTTP and LDAP over TLS. NTLM's challenge is the better source: it is precise, and no cache can answer
 * it. Where a URL offers none, the Date is taken, twice with a pause between, which shows a cache that gives old ones.
 */
#include <errno.h>
#include <math.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "clock/http_date.h"
#include "clock/ntlm.h"
#include "clock/rootdse.h"
#include "net/http.h"
#include "net/ldap_fetch.h"
#include "probe/clock_talk.h"

/* Seconds between two Dates that must not be the same any more. */
#define DATE_PAUSE 1.15

enum { BODY_MAX = 1024 * 1024, LDAP_VALUE_MAX = 1024 };

struct page {
	const struct clock_question *question;
	struct clock_target *target;
	struct clock_sample *samples;
	struct access *access;
	const struct http_endpoint *endpoint;
	bool negotiate;
};

/* --- HTTP --- */

static struct http_request request_of(const struct page *page, const char *header, const struct http_request *after)
{
	return (struct http_request){
		.url = page->question->url,
		.body_max = BODY_MAX,
		.fresh = true,
		.header = header,
		.after = after,
	};
}

static bool take_challenge(struct arena *arena, struct page *page, const struct http_answer *answer)
{
	struct ntlm_challenge challenge;

	if (answer->challenge == NULL || ntlm_challenge_parse_base64(arena, answer->challenge, &challenge) != NULL)
		return false;
	clock_note(arena, page->target, "Calls itself", challenge.dns_computer);
	page->samples[page->target->count++] = clock_sample_of(answer->asked, answer->answered, challenge.reading);
	return true;
}

static bool take_date(struct page *page, const struct http_answer *answer)
{
	struct clock_reading reading;

	if (answer->date == NULL || http_date_parse(answer->date, &reading) != NULL)
		return false;
	page->samples[page->target->count++] = clock_sample_of(answer->asked, answer->answered, reading);
	return true;
}

/* What a proxy says for itself is not the clock that was asked. */
static bool is_of_proxy(const struct http_answer *answer)
{
	return answer->proxy != NULL && (answer->status == 407 || answer->proxy_status >= 300);
}

/* One kind of samples only: those of the challenge if there is one. */
static void take_answers(struct arena *arena, struct page *page, const struct http_request *requests, size_t count)
{
	struct clock_target *target = page->target;

	for (size_t i = 0; i < count; i++)
		if (requests[i].answer.outcome == HTTP_ANSWERED && take_challenge(arena, page, &requests[i].answer))
			target->source = "NTLM";
	if (target->source != NULL)
		return;
	for (size_t i = 0; i < count; i++)
		if (requests[i].answer.outcome == HTTP_ANSWERED && take_date(page, &requests[i].answer)) {
			target->source = "the Date header";
			target->cacheable = true;
		}
}

static void take_page(struct arena *arena, struct page *page, const struct http_request *requests, size_t count)
{
	const struct http_answer *last = &requests[0].answer;

	for (size_t i = 0; i < count; i++)
		if (requests[i].answer.outcome != HTTP_SKIPPED)
			last = &requests[i].answer;
	*page->access = (struct access){
		.uri = page->question->url,
		.kind = ACCESS_HTTP,
		.endpoint = page->endpoint,
		.http = *last,
		.total = last->total,
	};
	page->target->access = page->access;
	page->target->wrong = NULL;
	if (is_of_proxy(last)) {
		page->access->http.outcome = HTTP_PROXY_LOGIN;
		return;
	}
	take_answers(arena, page, requests, count);
	page->negotiate = page->target->source == NULL || page->target->cacheable;
	page->negotiate &= last->www_authenticate != NULL && strcasestr(last->www_authenticate, "Negotiate") != NULL &&
			   strcasestr(last->www_authenticate, "NTLM") == NULL;
	clock_note(arena, page->target, "Via", last->via);
	if (last->outcome == HTTP_ANSWERED && page->target->count == 0)
		page->target->wrong = last->date != NULL ? "sends a Date that can't be read" : "sends no Date";
}

/* Asks each page samples times, one after the other; all pages at once. */
static void ask_pages(const struct run *run, const struct http_options *options, struct page **pages, size_t count,
		      unsigned samples, const char *header)
{
	struct http_request *requests = arena_allocate(run->arena, (count * samples + 1) * sizeof *requests);

	if (count == 0)
		return;
	for (size_t i = 0; i < count; i++)
		for (unsigned j = 0; j < samples; j++)
			requests[i * samples + j] =
				request_of(pages[i], header, j != 0 ? &requests[i * samples + j - 1] : NULL);
	http_fetch(run, options, requests, count * samples);
	for (size_t i = 0; i < count; i++)
		take_page(run->arena, pages[i], &requests[i * samples], samples);
}

static void wait_for(double seconds)
{
	struct timespec time = {.tv_sec = (time_t)floor(seconds), .tv_nsec = (long)(fmod(seconds, 1) * 1e9)};

	while (nanosleep(&time, &time) != 0 && errno == EINTR)
		;
}

/* A Date again, late enough to be another one; one that is lost now does not undo the first. */
static void ask_dates_again(const struct run *run, const struct http_options *options, struct page **pages,
			    size_t count)
{
	struct http_request *requests = arena_allocate(run->arena, (count + 1) * sizeof *requests);

	if (count == 0 || deadline_left(&run->deadline) < 2 * DATE_PAUSE)
		return;
	for (size_t i = 0; i < count; i++)
		requests[i] = request_of(pages[i], NULL, NULL);
	wait_for(DATE_PAUSE);
	http_fetch(run, options, requests, count);
	for (size_t i = 0; i < count; i++)
		if (requests[i].answer.outcome == HTTP_ANSWERED)
			take_date(pages[i], &requests[i].answer);
}

static size_t select_pages(struct page *pages, size_t count, bool (*wanted)(const struct page *),
			   struct page **selected)
{
	size_t found = 0;

	for (size_t i = 0; i < count; i++)
		if (wanted(&pages[i]))
			selected[found++] = &pages[i];
	return found;
}

static bool any_page(const struct page *page)
{
	(void)page;
	return true;
}

static bool wants_negotiate(const struct page *page)
{
	return page->negotiate;
}

static bool has_date(const struct page *page)
{
	return page->target->cacheable;
}

static void ask_http(const struct run *run, const struct http_options *options, struct page *pages, size_t count,
		     unsigned samples)
{
	struct page **selected = arena_allocate(run->arena, (count + 1) * sizeof *selected);
	struct page **again = arena_allocate(run->arena, (count + 1) * sizeof *again);
	size_t found;

	ask_pages(run, options, selected, select_pages(pages, count, any_page, selected), samples,
		  "Authorization: NTLM " NTLM_NEGOTIATE_BASE64);
	found = select_pages(pages, count, wants_negotiate, again);
	for (size_t i = 0; i < found; i++) {
		again[i]->target->count = 0;
		again[i]->target->source = NULL;
		again[i]->target->cacheable = false;
	}
	ask_pages(run, options, again, found, samples, "Authorization: Negotiate " NTLM_NEGOTIATE_BASE64);
	if (samples > 1)
		ask_dates_again(run, options, selected, select_pages(pages, count, has_date, selected));
}

/* --- LDAP over TLS --- */

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

/* --- both --- */

/* NULL: the URL can't be asked. */
static const struct http_endpoint *endpoint_of(const struct run *run, const char *url)
{
	struct http_options only = {.urls = {.items = &url, .count = 1}};
	struct http_endpoints *endpoints = arena_allocate(run->arena, sizeof *endpoints);

	if (http_options_endpoints(&only, "/", run->arena, endpoints) != NULL || endpoints->count != 1)
		return NULL;
	return &endpoints->items[0];
}

static size_t make_pages(const struct run *run, const struct clock_questions *questions, struct clock_target *targets,
			 struct page *pages)
{
	size_t count = 0;

	for (size_t i = 0; i < questions->count; i++)
		if (questions->items[i].scheme == CLOCK_HTTP || questions->items[i].scheme == CLOCK_HTTPS) {
			pages[count] = (struct page){
				.question = &questions->items[i],
				.target = &targets[i],
				.samples = arena_allocate(run->arena, CLOCK_SAMPLES_MAX * 3 * sizeof *pages->samples),
				.access = arena_allocate(run->arena, sizeof *pages->access),
				.endpoint = endpoint_of(run, questions->items[i].url),
			};
			targets[i].samples = pages[count].samples;
			if (pages[count].endpoint == NULL)
				targets[i].wrong = "has a URL that can't be asked";
			else
				count++;
		}
	return count;
}

void probe_clock_web(struct run *run, const struct http_options *options, const struct clock_questions *questions,
		     struct clock_target *targets)
{
	struct ldap_request *requests = arena_allocate(run->arena, (questions->count + 1) * sizeof *requests);
	struct page *pages = arena_allocate(run->arena, (questions->count + 1) * sizeof *pages);
	size_t directories, count = make_pages(run, questions, targets, pages);
	struct ldap_fetch *fetch = begin_directories(run, options, questions, requests, &directories);

	if (count != 0)
		ask_http(run, options, pages, count, questions->samples);
	end_directories(run, fetch, questions, requests, targets);
}
