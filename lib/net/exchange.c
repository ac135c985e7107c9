/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/exchange.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "core/array.h"
#include "core/watchdog.h"
#include "net/real_time.h"
#include "net/resolve.h"

/*
 * Seconds until a datagram counts as lost, twice as long in each round, for the way may be slow; and before a failed
 * transport is tried again, times the attempts made.
 */
#define DATAGRAM_PATIENCE 1.0
#define RETRY_PAUSE 0.2

enum { IGNORED_MAX = 100, RESTARTS_MAX = 1000 };

enum state { RESOLVING, RESTING, CONNECTING, TALKING, ENDED };

/* A conversation while it goes on. Moments are of deadline_clock. */
struct talk {
	const struct run *run;
	struct exchange *exchange;
	const struct resolve_name *name;
	size_t address; /* which of the name's is tried */
	enum state state;
	int socket;     /* -1: none */
	double until;   /* RESTING: when it goes on; CONNECTING: for this address; TALKING by UDP: until it is lost */
	double began;   /* of the present phase */
	double started; /* of all */
	unsigned restarts; /* connections so far */
	unsigned rounds;   /* through all addresses */
	bool silent;       /* in this round an address took a datagram, and did not answer yet */
	struct exchange_turn turn;
	size_t left_to_send;
	unsigned char *bytes;
	size_t length;
	bool heard; /* something came, of any connection */
};

const char *exchange_phase_name(enum exchange_phase phase)
{
	static const char *const names[] = {
		[EXCHANGE_PHASE_RESOLVE] = "name resolution",
		[EXCHANGE_PHASE_CONNECT] = "connect",
		[EXCHANGE_PHASE_ANSWER] = "answer",
	};

	return (size_t)phase < ARRAY_LENGTH(names) ? names[phase] : "?";
}

/* --- ends --- */

static void close_socket(struct talk *talk)
{
	if (talk->socket >= 0)
		close(talk->socket);
	talk->socket = -1;
}

static void note_phase(struct talk *talk)
{
	struct exchange_answer *answer = &talk->exchange->answer;
	double now = deadline_clock();

	if (talk->state == RESOLVING)
		answer->resolve = now - talk->began;
	else if (talk->state == CONNECTING)
		answer->connect = now - talk->began;
	else if (talk->state == TALKING)
		answer->wait = now - talk->began;
	talk->began = now;
}

static void end(struct talk *talk, enum exchange_outcome outcome, const char *detail)
{
	struct exchange_answer *answer = &talk->exchange->answer;

	note_phase(talk);
	close_socket(talk);
	answer->total = deadline_clock() - talk->started;
	answer->outcome = outcome;
	answer->detail = detail;
	talk->state = ENDED;
}

static void rest(struct talk *talk, double seconds)
{
	note_phase(talk);
	close_socket(talk);
	talk->until = deadline_clock() + seconds;
	talk->state = RESTING;
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

static void begin_round(struct talk *talk, double pause)
{
	talk->address = 0;
	talk->rounds++;
	talk->silent = false;
	rest(talk, pause);
}

/*
 * A failure on the way, by the last address: another attempt, if one is left and nothing was heard yet. An address that
 * is silent may still answer, whatever the others do.
 */
static void fail(struct talk *talk, int error)
{
	struct exchange_answer *answer = &talk->exchange->answer;
	double pause = RETRY_PAUSE * answer->attempts;

	if (!talk->heard && talk->silent) {
		begin_round(talk, 0);
	} else if (!talk->heard && answer->attempts <= talk->run->retries &&
		   deadline_left(&talk->run->deadline) > pause) {
		answer->attempts++;
		begin_round(talk, pause);
	} else {
		end(talk, outcome_of(error), text_safe(talk->run->arena, strerror(error)));
	}
}

/* --- its name --- */

static void settle_name(struct talk *talk)
{
	static const enum exchange_outcome outcomes[] = {
		[RESOLVE_NOT_FOUND] = EXCHANGE_NAME_NOT_FOUND,
		[RESOLVE_NO_FAMILY] = EXCHANGE_NO_FAMILY,
		[RESOLVE_SETUP] = EXCHANGE_SETUP,
	};

	if (talk->name->outcome == RESOLVE_FOUND) {
		talk->exchange->answer.phase = EXCHANGE_PHASE_CONNECT;
		talk->exchange->answer.attempts = 1;
		rest(talk, 0);
	} else if (talk->name->outcome != RESOLVE_PENDING) {
		end(talk, outcomes[talk->name->outcome], talk->name->detail);
	}
}

static void settle_names(struct resolution *resolution, struct talk *talks, size_t count)
{
	resolve_collect(resolution);
	for (size_t i = 0; i < count; i++)
		if (talks[i].state == RESOLVING)
			settle_name(&talks[i]);
}

/* --- connecting --- */

static int open_socket(const struct resolve_address *address, bool udp)
{
	int on = 1;
	int descriptor =
		socket(address->address.ss_family, (udp ? SOCK_DGRAM : SOCK_STREAM) | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	if (descriptor >= 0 && !udp)
		setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	return descriptor;
}

static void next_address(struct talk *talk, int error);

/* Seconds for this address, so that the time is enough for those behind it. */
static double share(const struct talk *talk)
{
	return deadline_left(&talk->run->deadline) / (double)(talk->name->count - talk->address);
}

static void start_connect(struct talk *talk)
{
	const struct resolve_address *address = &talk->name->addresses[talk->address];
	struct exchange_answer *answer = &talk->exchange->answer;

	answer->address = address->text;
	answer->addresses += answer->addresses == talk->address;
	answer->phase = EXCHANGE_PHASE_CONNECT;
	talk->socket = open_socket(address, talk->exchange->udp);
	talk->state = CONNECTING;
	talk->began = deadline_clock();
	talk->until = talk->began + share(talk);
	talk->length = 0;
	if (talk->socket < 0 ||
	    (connect(talk->socket, (const struct sockaddr *)&address->address, address->length) != 0 &&
	     errno != EINPROGRESS))
		next_address(talk, errno);
}

static void next_address(struct talk *talk, int error)
{
	close_socket(talk);
	if (talk->address + 1 < talk->name->count) {
		talk->address++;
		start_connect(talk);
	} else {
		fail(talk, error);
	}
}

/* --- talking --- */

/* By UDP a refusal shows only now; another address may do better. */
static void lose(struct talk *talk, int error)
{
	if (talk->exchange->udp && !talk->heard)
		next_address(talk, error);
	else
		fail(talk, error);
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

	return talk->heard ? seconds : fmin(seconds, share(talk));
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
			end(talk, EXCHANGE_TOO_LARGE, "a flood of datagrams that are no answer");
		break;
	case EXCHANGE_AGAIN:
		rest(talk, talk->turn.pause);
		break;
	case EXCHANGE_DONE:
		end(talk, EXCHANGE_COMPLETE, "");
		break;
	}
}

static void begin_talk(struct talk *talk)
{
	note_phase(talk);
	talk->state = TALKING;
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
		next_address(talk, error);
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
			fail(talk, ECONNRESET);
		else
			end(talk, EXCHANGE_CLOSED, "the server closed the connection");
		return;
	}
	talk->heard = true;
	talk->length += (size_t)got;
	if (talk->length > exchange->message_max && !exchange->udp)
		end(talk, EXCHANGE_TOO_LARGE, "the answer is too large");
	else if (talk->length > exchange->message_max)
		obey(talk, EXCHANGE_WAIT);
	else
		obey(talk, exchange->speaker->take(exchange->context, talk->bytes, talk->length, &talk->turn));
}

/* --- the loop --- */

/* The datagram is lost, or its answer. Who answered before stays the one that is asked. */
static void ask_again(struct talk *talk)
{
	talk->exchange->answer.lost++;
	talk->silent = true;
	if (talk->heard) {
		rest(talk, 0);
	} else if (talk->address + 1 < talk->name->count) {
		talk->address++;
		rest(talk, 0);
	} else {
		begin_round(talk, 0);
	}
}

static void wake(struct talk *talk)
{
	if (talk->state == RESTING && ++talk->restarts > RESTARTS_MAX)
		end(talk, EXCHANGE_TOO_LARGE, "the conversation has no end");
	else if (talk->state == RESTING)
		start_connect(talk);
	else if (talk->state == CONNECTING)
		next_address(talk, ETIMEDOUT);
	else if (talk->state == TALKING && talk->exchange->udp)
		ask_again(talk);
}

static void serve(struct talk *talk, short events)
{
	if (talk->state == CONNECTING && (events & (POLLOUT | POLLERR | POLLHUP)) != 0)
		finish_connect(talk);
	else if (talk->state == TALKING && (events & (POLLIN | POLLERR | POLLHUP)) != 0)
		receive(talk);
	else if (talk->state == TALKING && (events & POLLOUT) != 0 && talk->left_to_send > 0)
		send_message(talk);
}

/* When the loop must look at it again although nothing came. */
static double wakes_at(const struct talk *talk)
{
	bool waits = talk->state == RESOLVING || (talk->state == TALKING && !talk->exchange->udp);

	return waits ? talk->run->deadline.ends : talk->until;
}

static size_t fill_polls(const struct talk *talks, size_t count, struct pollfd *polls, double *ret_until)
{
	size_t open = 0;

	*ret_until = HUGE_VAL;
	for (size_t i = 0; i < count; i++) {
		bool writes = talks[i].state == CONNECTING || talks[i].left_to_send > 0;

		polls[i] = (struct pollfd){.fd = -1};
		if (talks[i].state == ENDED)
			continue;
		open++;
		*ret_until = fmin(*ret_until, wakes_at(&talks[i]));
		if (talks[i].state != RESTING)
			polls[i] = (struct pollfd){
				.fd = talks[i].socket,
				.events = (short)((writes ? POLLOUT : 0) | (talks[i].state == TALKING ? POLLIN : 0)),
			};
	}
	return open;
}

static void end_late(struct talk *talks, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (talks[i].state != ENDED)
			end(&talks[i], EXCHANGE_TIMED_OUT, "no answer in time");
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
				serve(&talks[i], polls[i].revents);
			else if (talks[i].state != ENDED && deadline_clock() >= wakes_at(&talks[i]))
				wake(&talks[i]);
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
