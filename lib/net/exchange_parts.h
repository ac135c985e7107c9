/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inside of exchange: a conversation, and its steps. */
#ifndef NET_EXCHANGE_PARTS_H
#define NET_EXCHANGE_PARTS_H

#include "net/exchange.h"
#include "net/resolve.h"

enum talk_state { TALK_RESOLVING, TALK_RESTING, TALK_CONNECTING, TALK_SPEAKING, TALK_ENDED };

/* A conversation while it goes on. Moments are of deadline_clock. */
struct talk {
	const struct run *run;
	struct exchange *exchange;
	const struct resolve_name *name;
	size_t address; /* which of the name's is tried */
	enum talk_state state;
	int socket;     /* -1: none */
	double until;   /* resting: when it goes on; connecting: for this address; speaking by UDP: until it is lost */
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

/* --- exchange_way.c: addresses and attempts --- */

/* Its name is found, or will not be; nothing while that is open. */
void talk_settle_name(struct talk *talk);

/* Tries the present address, and those behind it until one is connected or under way. */
void talk_connect(struct talk *talk);

/* The present address is of no use (error: errno's): the next one, or what talk_fail() does. */
void talk_next_address(struct talk *talk, int error);

/* A failure by the last address: another attempt, if one is left and nothing was heard yet, or the end. */
void talk_fail(struct talk *talk, int error);

/* Begins anew with the first address, after so many seconds. */
void talk_begin_round(struct talk *talk, double pause);

/* Leaves the connection, for another one to the present address after so many seconds. */
void talk_rest(struct talk *talk, double seconds);

/* The end, whatever came of it; detail must live as long as the run. */
void talk_end(struct talk *talk, enum exchange_outcome outcome, const char *detail);

/* Notes how long the present phase took, which is over. */
void talk_note_phase(struct talk *talk);

/* Seconds for this address, so that the time is enough for those behind it. */
double talk_share(const struct talk *talk);

/* --- exchange_talk.c: what is said --- */

/* poll() has seen these events at its socket. */
void talk_serve(struct talk *talk, short events);

/* The moment of talk_wakes_at has come. */
void talk_wake(struct talk *talk);

/* When it must be looked at again although nothing came, by deadline_clock. */
double talk_wakes_at(const struct talk *talk);

#endif
