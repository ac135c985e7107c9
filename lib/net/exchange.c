/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/exchange.h"

#include <math.h>
#include <poll.h>

#include "core/watchdog.h"
#include "net/exchange_parts.h"

static void settle_names(struct resolution *resolution, struct talk *talks, size_t count)
{
	resolve_collect(resolution);
	for (size_t i = 0; i < count; i++)
		if (talks[i].state == TALK_RESOLVING)
			talk_settle_name(&talks[i]);
}

static size_t fill_polls(const struct talk *talks, size_t count, struct pollfd *polls, double *ret_until)
{
	size_t open = 0;

	*ret_until = HUGE_VAL;
	for (size_t i = 0; i < count; i++) {
		bool writes = talks[i].state == TALK_CONNECTING || talks[i].left_to_send > 0;

		polls[i] = (struct pollfd){.fd = -1};
		if (talks[i].state == TALK_ENDED)
			continue;
		open++;
		*ret_until = fmin(*ret_until, talk_wakes_at(&talks[i]));
		if (talks[i].state != TALK_RESTING)
			polls[i] = (struct pollfd){
				.fd = talks[i].socket,
				.events = (short)((writes ? POLLOUT : 0) |
						  (talks[i].state == TALK_SPEAKING ? POLLIN : 0)),
			};
	}
	return open;
}

static void end_late(struct talk *talks, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (talks[i].state != TALK_ENDED)
			talk_end(&talks[i], EXCHANGE_TIMED_OUT, "no answer in time");
}

static void talk_all(const struct run *run, struct resolution *resolution, struct talk *talks, size_t count)
{
	struct pollfd *polls = arena_allocate(run->arena, (count + 1) * sizeof *polls);
	double until;

	settle_names(resolution, talks, count);
	while (fill_polls(talks, count, polls, &until) > 0) {
		double left = fmin(until - deadline_clock(), deadline_left(&run->deadline));

		if (deadline_left(&run->deadline) <= 0)
			break;
		polls[count] = (struct pollfd){.fd = resolve_descriptor(resolution), .events = POLLIN};
		poll(polls, count + 1, left > 0 ? (int)ceil(left * 1000) : 0);
		if (polls[count].revents != 0)
			settle_names(resolution, talks, count);
		for (size_t i = 0; i < count; i++) {
			if (polls[i].revents != 0)
				talk_serve(&talks[i], polls[i].revents);
			else if (talks[i].state != TALK_ENDED && deadline_clock() >= talk_wakes_at(&talks[i]))
				talk_wake(&talks[i]);
		}
	}
	end_late(talks, count);
}

static void prepare(const struct run *run, struct exchange *exchange, const struct resolve_name *name, double started,
		    struct talk *talk)
{
	exchange->answer = (struct exchange_answer){.detail = ""};
	*talk = (struct talk){
		.run = run,
		.exchange = exchange,
		.name = name,
		.socket = -1,
		.began = started,
		.started = started,
	};
	talk->bytes = arena_allocate(run->arena, exchange->message_max + 1);
}

void exchange_run(const struct run *run, struct exchange *exchanges, size_t count)
{
	struct resolve_name *names = arena_allocate(run->arena, (count + 1) * sizeof *names);
	struct talk *talks = arena_allocate(run->arena, (count + 1) * sizeof *talks);
	double began = deadline_clock();
	struct resolution *resolution;

	for (size_t i = 0; i < count; i++)
		names[i] = (struct resolve_name){.host = exchanges[i].host, .port = exchanges[i].port};
	watchdog_phase("exchange");
	resolution = resolve_begin(run, names, count);
	for (size_t i = 0; i < count; i++)
		prepare(run, &exchanges[i], &names[i], began, &talks[i]);
	talk_all(run, resolution, talks, count);
	resolve_end(resolution);
}
