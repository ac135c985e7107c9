/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Clocks behind HTTP. NTLM's challenge is the better source: it is precise, and no cache can answer it. Where a URL
 * offers none, the Date is taken, and once more after a pause, which shows a cache that gives old ones.
 */
#include <math.h>
#include <string.h>
#include <strings.h>

#include "clock/http_date.h"
#include "clock/ntlm.h"
#include "net/http.h"
#include "net/real_time.h"
#include "probe/clock_talk.h"

/* Seconds between a Date and another one that must not be the same any more. */
#define DATE_PAUSE 1.15

/* Seconds that a request may take longer than the first of its page: what does not fit is not begun. */
#define MARGIN 0.25

/* Its requests: NTLM samples times, Negotiate samples times, the Date once more. Each follows the one before. */
struct page {
	const struct run *run;
	const struct clock_question *question;
	struct clock_target *target;
	struct clock_sample *samples;
	struct access *access;
	const struct http_endpoint *endpoint;
	struct http_request *requests;
	size_t count, round; /* of requests; of those by NTLM, and by Negotiate */
};

/* --- what came --- */

static void add_sample(struct page *page, const struct http_answer *answer, struct clock_reading reading)
{
	page->samples[page->target->count++] = clock_sample_of(answer->asked, answer->answered, reading);
}

static bool take_challenge(struct page *page, const struct http_answer *answer)
{
	struct arena *arena = page->run->arena;
	struct ntlm_challenge challenge;

	if (answer->challenge == NULL || ntlm_challenge_parse_base64(arena, answer->challenge, &challenge) != NULL)
		return false;
	clock_note(arena, page->target, "Calls itself", challenge.dns_computer);
	add_sample(page, answer, challenge.reading);
	return true;
}

static bool take_date(struct page *page, const struct http_answer *answer)
{
	struct clock_reading reading;

	if (answer->date == NULL || http_date_parse(answer->date, answer->answered / CLOCK_SECOND, &reading) != NULL)
		return false;
	add_sample(page, answer, reading);
	page->target->age = fmax(page->target->age, answer->age);
	return true;
}

/* What a proxy says for itself is not the clock that was asked. */
static bool is_of_proxy(const struct http_answer *answer)
{
	return answer->proxy != NULL && (answer->status == 407 || answer->proxy_status >= 300);
}

/* The last of the first requests that was answered; that of the very first if none was. */
static const struct http_answer *last_answer(const struct page *page, size_t count)
{
	while (count > 1 && page->requests[count - 1].answer.outcome != HTTP_ANSWERED)
		count--;
	return &page->requests[count - 1].answer;
}

/* One kind of samples only: those of the challenge if there is one. */
static void take_samples(struct page *page)
{
	struct clock_target *target = page->target;

	for (size_t i = 0; i < page->count; i++)
		if (page->requests[i].answer.outcome == HTTP_ANSWERED &&
		    take_challenge(page, &page->requests[i].answer))
			target->source = "NTLM";
	if (target->source != NULL)
		return;
	for (size_t i = 0; i < page->count; i++)
		if (page->requests[i].answer.outcome == HTTP_ANSWERED && take_date(page, &page->requests[i].answer)) {
			target->source = "the Date header";
			target->cacheable = true;
		}
}

/* Looks at all that came so far, whatever was made of it before. */
static void take_page(struct page *page)
{
	const struct http_answer *last = last_answer(page, page->count);
	struct clock_target *target = page->target;

	*page->access = (struct access){
		.uri = page->question->url,
		.kind = ACCESS_HTTP,
		.endpoint = page->endpoint,
		.http = *last,
		.total = last->total,
	};
	target->access = page->access;
	target->samples = page->samples;
	target->count = 0;
	target->age = 0;
	target->source = target->wrong = NULL;
	target->cacheable = false;
	if (is_of_proxy(last)) {
		page->access->http.outcome = HTTP_PROXY_LOGIN;
		return;
	}
	take_samples(page);
	clock_note(page->run->arena, target, "Via", last->via);
	if (last->outcome == HTTP_ANSWERED && target->count == 0)
		target->wrong = last->date != NULL ? "sends a Date that can't be read" : "sends no Date";
}

/* --- what is asked --- */

static bool fits(const struct page *page, double pause)
{
	return deadline_left(&page->run->deadline) >= pause + page->requests[0].answer.total + MARGIN;
}

static bool offers(const struct http_answer *answer, const char *scheme)
{
	return answer->www_authenticate != NULL && strcasestr(answer->www_authenticate, scheme) != NULL;
}

/* Where NTLM is not offered; and not again where Negotiate brings none. */
static bool negotiate_turn(void *context, double *ret_pause)
{
	struct page *page = context;
	const struct http_answer *last = last_answer(page, page->round), *first = &page->requests[page->round].answer;

	(void)ret_pause;
	if (first->outcome == HTTP_ANSWERED && first->challenge == NULL)
		return false;
	return offers(last, "Negotiate") && !offers(last, "NTLM") && !is_of_proxy(last) && fits(page, 0);
}

/* Late enough for another Date, if it is Dates that came, and not spread as widely already. */
static bool date_turn(void *context, double *ret_pause)
{
	struct page *page = context;
	const struct clock_sample *samples = page->samples;
	size_t count;

	take_page(page);
	count = page->target->count;
	if (!page->target->cacheable || clock_time_between(samples[0].received, samples[count - 1].sent) >= DATE_PAUSE)
		return false;
	*ret_pause = fmax(0, DATE_PAUSE - clock_time_between(samples[0].received, real_time()));
	return fits(page, *ret_pause);
}

static struct http_request request_of(struct page *page, size_t place)
{
	bool by_ntlm = place < page->round, by_negotiate = !by_ntlm && place < 2 * page->round;

	return (struct http_request){
		.url = page->question->url,
		.headers_only = true,
		.fresh = true,
		.header = by_ntlm        ? "Authorization: NTLM " NTLM_NEGOTIATE_BASE64
			  : by_negotiate ? "Authorization: Negotiate " NTLM_NEGOTIATE_BASE64
					 : NULL,
		.after = place != 0 ? &page->requests[place - 1] : NULL,
		.turn = by_ntlm        ? NULL
			: by_negotiate ? negotiate_turn
				       : date_turn,
		.context = page,
	};
}

/* NULL: the URL can't be asked. */
static const struct http_endpoint *endpoint_of(const struct run *run, const char *url)
{
	struct http_endpoint *endpoint = arena_allocate(run->arena, sizeof *endpoint);

	return http_endpoint_read(url, run->arena, endpoint) == NULL ? endpoint : NULL;
}

/* Returns false if the URL can't be asked. */
static bool make_page(const struct run *run, const struct clock_question *question, unsigned samples,
		      struct clock_target *target, struct page *page)
{
	size_t count = 2 * (size_t)samples + (samples > 1 ? 1 : 0);

	*page = (struct page){
		.run = run,
		.question = question,
		.target = target,
		.samples = arena_allocate(run->arena, count * sizeof *page->samples),
		.access = arena_allocate(run->arena, sizeof *page->access),
		.endpoint = endpoint_of(run, question->url),
		.count = count,
		.round = samples,
	};
	if (page->endpoint == NULL)
		target->wrong = "has a URL that can't be asked";
	return page->endpoint != NULL;
}

static bool is_page(const struct clock_question *question)
{
	return question->scheme == CLOCK_HTTP || question->scheme == CLOCK_HTTPS;
}

static size_t make_pages(const struct run *run, const struct clock_questions *questions, struct clock_target *targets,
			 struct page *pages)
{
	size_t count = 0;

	for (size_t i = 0; i < questions->count; i++)
		if (is_page(&questions->items[i]))
			count += make_page(run, &questions->items[i], questions->samples, &targets[i], &pages[count]);
	return count;
}

void clock_ask_pages(const struct run *run, const struct http_options *options, const struct clock_questions *questions,
		     struct clock_target *targets)
{
	struct page *pages = arena_allocate(run->arena, (questions->count + 1) * sizeof *pages);
	size_t count = make_pages(run, questions, targets, pages), each = pages[0].count;
	struct http_request *requests = arena_allocate(run->arena, (count * each + 1) * sizeof *requests);

	if (count == 0)
		return;
	for (size_t i = 0; i < count; i++) {
		pages[i].requests = &requests[i * each];
		for (size_t place = 0; place < each; place++)
			pages[i].requests[place] = request_of(&pages[i], place);
	}
	http_fetch(run, options, requests, count * each);
	for (size_t i = 0; i < count; i++)
		take_page(&pages[i]);
}
