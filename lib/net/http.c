/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/http.h"

#include <math.h>
#include <string.h>

#include "core/watchdog.h"
#include "net/http_transfer.h"
#include "net/retry.h"

struct fetch {
	const struct run *run;
	CURLM *multi;
	struct transfer *transfers;
	size_t count, open; /* open: neither finished nor skipped */
	bool resolving;     /* a name was still being resolved at the deadline */
};

static void finish(struct fetch *fetch, struct transfer *transfer, enum http_outcome outcome, const char *detail)
{
	transfer->request->answer.outcome = outcome;
	transfer->request->answer.detail = detail;
	transfer->done = true;
	fetch->open--;
}

static void start(struct fetch *fetch, struct transfer *transfer)
{
	const char *wrong = transfer->proxy_wrong;

	if (wrong == NULL && transfer->easy == NULL)
		wrong = transfer_prepare(transfer);
	else if (wrong == NULL)
		transfer_reset(transfer);
	if (wrong != NULL) {
		finish(fetch, transfer, HTTP_SETUP, wrong);
		return;
	}
	transfer->attempts++;
	transfer->active = true;
	if (curl_multi_add_handle(fetch->multi, transfer->easy) != CURLM_OK)
		arena_exhausted(fetch->run->arena);
}

/* Did the first request of the chain get an answer? */
static bool chain_is_alive(const struct http_request *request)
{
	while (request->after != NULL)
		request = request->after;
	return request->answer.outcome == HTTP_ANSWERED;
}

/* Nothing came of the requests before it, or its turn is given up. */
static bool is_skipped(struct transfer *transfer, double now)
{
	const struct http_request *request = transfer->request;
	bool first_turn = transfer->begins == 0;
	double pause = 0;

	if (request->after != NULL && !chain_is_alive(request->after))
		return true;
	if (!first_turn || request->turn == NULL)
		return false;
	if (!request->turn(request->context, &pause))
		return true;
	transfer->begins = now + pause;
	return false;
}

/* Starts what may start now. Returns the seconds until the next thing may, or infinity. */
static double start_due(struct fetch *fetch)
{
	double now = deadline_clock(), next = INFINITY;

	for (size_t i = 0; i < fetch->count; i++) {
		struct transfer *transfer = &fetch->transfers[i];
		const struct http_request *after = transfer->request->after;
		const struct transfer *before =
			after != NULL ? &fetch->transfers[after - fetch->transfers[0].request] : NULL;

		if (transfer->active || transfer->done || (before != NULL && !before->done))
			continue;
		if (is_skipped(transfer, now))
			finish(fetch, transfer, HTTP_SKIPPED, "");
		else if (transfer->begins <= now)
			start(fetch, transfer);
		else
			next = fmin(next, transfer->begins - now);
	}
	return next;
}

static void end_transfer(struct fetch *fetch, CURL *easy, CURLcode code)
{
	struct transfer *transfer = NULL;
	double pause;

	curl_easy_getinfo(easy, CURLINFO_PRIVATE, &transfer);
	transfer_finish(transfer, code, false);
	curl_multi_remove_handle(fetch->multi, easy);
	transfer->active = false;
	pause = retry_pause(transfer->attempts);
	if (transfer_is_repeatable(transfer) && transfer->attempts <= fetch->run->retries &&
	    deadline_left(&fetch->run->deadline) > pause) {
		transfer->done = false;
		transfer->begins = deadline_clock() + pause;
		return;
	}
	transfer_release(transfer);
	fetch->open--;
}

/* Returns how many ended. */
static unsigned end_transfers(struct fetch *fetch)
{
	unsigned ended = 0;
	CURLMsg *message;
	int left;

	while ((message = curl_multi_info_read(fetch->multi, &left)) != NULL) {
		if (message->msg != CURLMSG_DONE)
			continue;
		end_transfer(fetch, message->easy_handle, message->data.result);
		ended++;
	}
	return ended;
}

/* What is still under way at the deadline has timed out, in the phase where it is. */
static void abandon(struct fetch *fetch)
{
	for (size_t i = 0; i < fetch->count; i++) {
		struct transfer *transfer = &fetch->transfers[i];

		if (transfer->active) {
			transfer_finish(transfer, CURLE_OPERATION_TIMEDOUT, true);
			fetch->resolving |= transfer->request->answer.phase == PHASE_RESOLVE;
		} else if (!transfer->done && transfer->attempts == 0) {
			finish(fetch, transfer, HTTP_SKIPPED, "");
		}
	}
}

static void drive(struct fetch *fetch)
{
	for (;;) {
		double wait = fmin(start_due(fetch), deadline_left(&fetch->run->deadline));
		int running = 0;

		if (fetch->open == 0)
			return;
		if (deadline_left(&fetch->run->deadline) <= 0) {
			abandon(fetch);
			return;
		}
		if (curl_multi_perform(fetch->multi, &running) != CURLM_OK)
			arena_exhausted(fetch->run->arena);
		if (end_transfers(fetch) == 0)
			curl_multi_poll(fetch->multi, NULL, 0, (int)ceil(wait * 1000), NULL);
	}
}

/* Cleaning up would wait for a resolver that hangs; the process ends soon anyway. */
static void release(struct fetch *fetch)
{
	if (fetch->resolving)
		return;
	for (size_t i = 0; i < fetch->count; i++)
		transfer_release(&fetch->transfers[i]);
	curl_multi_cleanup(fetch->multi);
}

static void find_proxy(struct transfer *transfer)
{
	struct arena *arena = transfer->run->arena;
	struct http_endpoint endpoint;

	if (transfer->request->direct || http_endpoint_read(transfer->request->url, arena, &endpoint) != NULL)
		return;
	transfer->proxy = http_proxy_of(transfer->options, &endpoint, arena);
	transfer->proxy_wrong = http_proxy_wrong(transfer->options, &endpoint, arena);
}

static char *duplicate(const char *text)
{
	size_t size = strlen(text) + 1;

	return memcpy(arena_foreign_allocate(size), text, size);
}

static void *allocate_zeroed(size_t count, size_t size)
{
	size_t bytes = 0;

	if (__builtin_mul_overflow(count, size, &bytes))
		return NULL;
	return memset(arena_foreign_allocate(bytes), 0, bytes);
}

void http_fetch(const struct run *run, const struct http_options *options, struct http_request *requests, size_t count)
{
	struct fetch fetch = {.run = run, .count = count, .open = count};

	if (curl_global_init_mem(CURL_GLOBAL_DEFAULT, arena_foreign_allocate, arena_foreign_release,
				 arena_foreign_resize, duplicate, allocate_zeroed) != CURLE_OK)
		arena_exhausted(run->arena);
	fetch.multi = curl_multi_init();
	if (fetch.multi == NULL)
		arena_exhausted(run->arena);
	watchdog_phase("HTTP");
	fetch.transfers = arena_allocate(run->arena, count * sizeof *fetch.transfers);
	for (size_t i = 0; i < count; i++) {
		fetch.transfers[i] = (struct transfer){.run = run, .options = options, .request = &requests[i]};
		find_proxy(&fetch.transfers[i]);
	}
	drive(&fetch);
	release(&fetch);
}
