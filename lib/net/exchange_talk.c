/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said over a connection, and what datagrams that are lost mean. */
#include <errno.h>
#include <math.h>
#include <poll.h>
#include <sys/socket.h>

#include "net/exchange_parts.h"
#include "net/real_time.h"

/* Seconds until a datagram counts as lost, twice as long in each round, for the way may be slow. */
#define DATAGRAM_PATIENCE 1.0

enum { IGNORED_MAX = 100, RESTARTS_MAX = 1000 };

/* By UDP a refusal shows only now; another address may do better. */
static void lose(struct talk *talk, int error)
{
	if (talk->exchange->udp && !talk->heard)
		talk_next_address(talk, error);
	else
		talk_fail(talk, error);
}

static void send_message(struct talk *talk)
{
	const unsigned char *from = talk->turn.send.bytes + (talk->turn.send.length - talk->left_to_send);
	ssize_t sent;

	if (talk->left_to_send == talk->turn.send.length)
		talk->turn.sent = real_time();
	sent = send(talk->socket, from, talk->left_to_send, MSG_NOSIGNAL);
	if (sent >= 0)
		talk->left_to_send -= (size_t)sent;
	else if (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR)
		lose(talk, errno);
}

static double patience(const struct talk *talk)
{
	double seconds = DATAGRAM_PATIENCE * (double)(1U << (talk->rounds < 6 ? talk->rounds : 6));

	return talk->heard ? seconds : fmin(seconds, talk_share(talk));
}

static void obey(struct talk *talk, enum exchange_next next)
{
	talk->length = next == EXCHANGE_WAIT && !talk->exchange->udp ? talk->length : 0;
	switch (next) {
	case EXCHANGE_SEND:
		talk->left_to_send = talk->turn.send.length;
		talk->until = deadline_clock() + patience(talk);
		send_message(talk);
		break;
	case EXCHANGE_WAIT:
		if (talk->exchange->udp && ++talk->exchange->answer.ignored > IGNORED_MAX)
			talk_end(talk, EXCHANGE_TOO_LARGE, "a flood of datagrams that are no answer");
		break;
	case EXCHANGE_AGAIN:
		talk_rest(talk, talk->turn.pause);
		break;
	case EXCHANGE_DONE:
		talk_end(talk, EXCHANGE_COMPLETE, "");
		break;
	}
}

static void begin_talk(struct talk *talk)
{
	talk_note_phase(talk);
	talk->state = TALK_SPEAKING;
	talk->exchange->answer.phase = EXCHANGE_PHASE_ANSWER;
	talk->until = deadline_clock() + patience(talk);
	obey(talk, talk->exchange->speaker->begin(talk->exchange->context, &talk->turn));
}

static void finish_connect(struct talk *talk)
{
	int error = 0;
	socklen_t size = sizeof error;

	if (getsockopt(talk->socket, SOL_SOCKET, SO_ERROR, &error, &size) != 0)
		error = errno;
	if (error != 0)
		talk_next_address(talk, error);
	else
		begin_talk(talk);
}

/* One byte more than is allowed shows that there is more. */
static void receive(struct talk *talk)
{
	struct exchange *exchange = talk->exchange;
	ssize_t got = recv(talk->socket, talk->bytes + talk->length, exchange->message_max + 1 - talk->length, 0);

	talk->turn.received = real_time();
	if (got < 0) {
		if (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR)
			lose(talk, errno);
		return;
	}
	if (got == 0 && !exchange->udp) {
		if (talk->length == 0 && !talk->heard)
			talk_fail(talk, ECONNRESET);
		else
			talk_end(talk, EXCHANGE_CLOSED, "the server closed the connection");
		return;
	}
	talk->heard = true;
	talk->length += (size_t)got;
	if (talk->length > exchange->message_max && !exchange->udp)
		talk_end(talk, EXCHANGE_TOO_LARGE, "the answer is too large");
	else if (talk->length > exchange->message_max)
		obey(talk, EXCHANGE_WAIT);
	else
		obey(talk, exchange->speaker->take(exchange->context, talk->bytes, talk->length, &talk->turn));
}

/* The datagram is lost, or its answer. Who answered before stays the one that is asked. */
static void ask_again(struct talk *talk)
{
	talk->exchange->answer.lost++;
	talk->silent = true;
	if (talk->heard) {
		talk_rest(talk, 0);
	} else if (talk->address + 1 < talk->name->count) {
		talk->address++;
		talk_rest(talk, 0);
	} else {
		talk_begin_round(talk, 0);
	}
}

void talk_wake(struct talk *talk)
{
	if (talk->state == TALK_RESTING && ++talk->restarts > RESTARTS_MAX)
		talk_end(talk, EXCHANGE_TOO_LARGE, "the conversation has no end");
	else if (talk->state == TALK_RESTING)
		talk_connect(talk);
	else if (talk->state == TALK_CONNECTING)
		talk_next_address(talk, ETIMEDOUT);
	else if (talk->state == TALK_SPEAKING && talk->exchange->udp)
		ask_again(talk);
}

void talk_serve(struct talk *talk, short events)
{
	if (talk->state == TALK_CONNECTING && (events & (POLLOUT | POLLERR | POLLHUP)) != 0)
		finish_connect(talk);
	else if (talk->state == TALK_SPEAKING && (events & (POLLIN | POLLERR | POLLHUP)) != 0)
		receive(talk);
	else if (talk->state == TALK_SPEAKING && (events & POLLOUT) != 0 && talk->left_to_send > 0)
		send_message(talk);
}

double talk_wakes_at(const struct talk *talk)
{
	bool waits = talk->state == TALK_RESOLVING || (talk->state == TALK_SPEAKING && !talk->exchange->udp);

	return waits ? talk->run->deadline.ends : talk->until;
}
