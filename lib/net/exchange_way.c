/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The way to the other side: addresses in turn, attempts, and how it ends. */
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <unistd.h>

#include "net/exchange_parts.h"
#include "net/retry.h"

static void close_socket(struct talk *talk)
{
	if (talk->socket >= 0)
		close(talk->socket);
	talk->socket = -1;
}

void talk_note_phase(struct talk *talk)
{
	struct exchange_answer *answer = &talk->exchange->answer;
	double now = deadline_clock();

	if (talk->state == TALK_RESOLVING)
		answer->resolve = now - talk->began;
	else if (talk->state == TALK_CONNECTING)
		answer->connect = now - talk->began;
	else if (talk->state == TALK_SPEAKING)
		answer->wait = now - talk->began;
	talk->began = now;
}

void talk_end(struct talk *talk, enum exchange_outcome outcome, const char *detail)
{
	struct exchange_answer *answer = &talk->exchange->answer;

	talk_note_phase(talk);
	close_socket(talk);
	answer->total = deadline_clock() - talk->started;
	answer->outcome = outcome;
	answer->detail = detail;
	talk->state = TALK_ENDED;
}

void talk_rest(struct talk *talk, double seconds)
{
	talk_note_phase(talk);
	close_socket(talk);
	talk->until = deadline_clock() + seconds;
	talk->state = TALK_RESTING;
}

static enum exchange_outcome outcome_of(int error)
{
	switch (error) {
	case ECONNREFUSED:
		return EXCHANGE_REFUSED;
	case ETIMEDOUT:
		return EXCHANGE_TIMED_OUT;
	case ECONNRESET:
	case EPIPE:
		return EXCHANGE_CLOSED;
	case EMFILE:
	case ENFILE:
	case ENOMEM:
	case ENOBUFS:
	case EAFNOSUPPORT:
		return EXCHANGE_SETUP;
	default:
		return EXCHANGE_UNREACHABLE;
	}
}

void talk_begin_round(struct talk *talk, double pause)
{
	talk->address = 0;
	talk->rounds++;
	talk->silent = false;
	talk_rest(talk, pause);
}

/*
 * A failure on the way, by the last address: another attempt, if one is left and nothing was heard yet. An address that
 * is silent may still answer, whatever the others do.
 */
void talk_fail(struct talk *talk, int error)
{
	struct exchange_answer *answer = &talk->exchange->answer;
	double pause = retry_pause(answer->attempts);

	if (!talk->heard && talk->silent) {
		talk_begin_round(talk, 0);
	} else if (!talk->heard && answer->attempts <= talk->run->retries &&
		   deadline_left(&talk->run->deadline) > pause) {
		answer->attempts++;
		talk_begin_round(talk, pause);
	} else {
		talk_end(talk, outcome_of(error), text_safe(talk->run->arena, strerror(error)));
	}
}

void talk_settle_name(struct talk *talk)
{
	static const enum exchange_outcome outcomes[] = {
		[RESOLVE_NOT_FOUND] = EXCHANGE_NAME_NOT_FOUND,
		[RESOLVE_NO_FAMILY] = EXCHANGE_NO_FAMILY,
		[RESOLVE_SETUP] = EXCHANGE_SETUP,
	};

	if (talk->name->outcome == RESOLVE_FOUND) {
		talk->exchange->answer.phase = EXCHANGE_PHASE_CONNECT;
		talk->exchange->answer.attempts = 1;
		talk_rest(talk, 0);
	} else if (talk->name->outcome != RESOLVE_PENDING) {
		talk_end(talk, outcomes[talk->name->outcome], talk->name->detail);
	}
}

static int open_socket(const struct resolve_address *address, bool udp)
{
	int on = 1;
	int descriptor =
		socket(address->address.ss_family, (udp ? SOCK_DGRAM : SOCK_STREAM) | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	if (descriptor >= 0 && !udp)
		setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	return descriptor;
}

double talk_share(const struct talk *talk)
{
	return deadline_left(&talk->run->deadline) / (double)(talk->name->count - talk->address);
}

void talk_connect(struct talk *talk)
{
	const struct resolve_address *address = &talk->name->addresses[talk->address];
	struct exchange_answer *answer = &talk->exchange->answer;

	answer->address = address->text;
	answer->addresses += answer->addresses == talk->address;
	answer->phase = EXCHANGE_PHASE_CONNECT;
	talk->socket = open_socket(address, talk->exchange->udp);
	talk->state = TALK_CONNECTING;
	talk->began = deadline_clock();
	talk->until = talk->began + talk_share(talk);
	talk->length = 0;
	if (talk->socket < 0 ||
	    (connect(talk->socket, (const struct sockaddr *)&address->address, address->length) != 0 &&
	     errno != EINPROGRESS))
		talk_next_address(talk, errno);
}

void talk_next_address(struct talk *talk, int error)
{
	close_socket(talk);
	if (talk->address + 1 < talk->name->count) {
		talk->address++;
		talk_connect(talk);
	} else {
		talk_fail(talk, error);
	}
}
