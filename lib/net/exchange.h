/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Conversations over TCP and UDP: many at once in one poll loop under the run's deadline. What is said is the speaker's
 * (a format's) business; here are names, sockets and the moments at which messages left and came.
 */
#ifndef NET_EXCHANGE_H
#define NET_EXCHANGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/octets.h"
#include "core/plugin.h"
#include "net/exchange_answer.h"

/* What a speaker wants next. */
enum exchange_next {
	EXCHANGE_SEND,  /* turn->send leaves; then more is waited for */
	EXCHANGE_WAIT,  /* more bytes (TCP), or another datagram: this one was not for us */
	EXCHANGE_AGAIN, /* a new connection, where begin() is called anew */
	EXCHANGE_DONE,
};

/* One turn of a conversation. Moments are nanoseconds since the epoch, of this host's clock. */
struct exchange_turn {
	int64_t sent;       /* just before the last message left */
	int64_t received;   /* just after the last bytes came */
	double pause;       /* the speaker's wish: so many seconds before EXCHANGE_AGAIN happens */
	struct octets send; /* of the speaker: what leaves with EXCHANGE_SEND; must live until the next turn */
};

struct exchange_speaker {
	/* Connected (for UDP: the socket is there). Returns EXCHANGE_SEND as a rule. */
	enum exchange_next (*begin)(void *context, struct exchange_turn *turn);
	/*
	 * TCP: all bytes since the last message that left, length at most message_max; UDP: one datagram of the address
	 * that was asked. The bytes are gone after the call.
	 */
	enum exchange_next (*take)(void *context, const unsigned char *bytes, size_t length,
				   struct exchange_turn *turn);
};

struct exchange {
	const char *host; /* name or address, IPv6 without brackets */
	uint16_t port;
	bool udp;
	size_t message_max; /* bytes; more is EXCHANGE_TOO_LARGE */
	const struct exchange_speaker *speaker;
	void *context;                 /* of the speaker */
	struct exchange_answer answer; /* filled by exchange_run */
};

/*
 * Holds all conversations, each from when its own name is found. Never fails: every answer has an outcome. Addresses
 * of a name are tried in turn until one connects, by UDP until one answers; transport failures before the first answer
 * are repeated (run->retries). A datagram without an answer is no failure, but lost: after a second (in the next rounds
 * two, four ...) the conversation begins anew with the next address and from another port, so that a late answer is
 * never taken for a quick one; this ends with the deadline. Unexpected datagrams are counted and passed by, a flood of
 * them ends the conversation.
 */
void exchange_run(const struct run *run, struct exchange *exchanges, size_t count);

#endif
