/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The facts about a conversation; no socket in them, so that judges and their tests need none. */
#ifndef NET_EXCHANGE_ANSWER_H
#define NET_EXCHANGE_ANSWER_H

enum exchange_outcome {
	EXCHANGE_COMPLETE, /* the speaker had what it wanted */
	EXCHANGE_NAME_NOT_FOUND,
	EXCHANGE_NO_FAMILY,   /* no address of the family that -4 or -6 asks for: see detail */
	EXCHANGE_REFUSED,     /* for UDP: nothing listens on the port */
	EXCHANGE_UNREACHABLE, /* no route */
	EXCHANGE_TIMED_OUT,   /* see phase: in connect it means filtered, in UDP's answer that or nothing at all */
	EXCHANGE_CLOSED,      /* reset or ended by the server before the speaker had what it wanted */
	EXCHANGE_TOO_LARGE,   /* more bytes than a message may have, or a flood of datagrams */
	EXCHANGE_SETUP,       /* something of this host: sockets, memory */
};

enum exchange_phase { EXCHANGE_PHASE_RESOLVE, EXCHANGE_PHASE_CONNECT, EXCHANGE_PHASE_ANSWER };

/* "name resolution", "connect", "answer": an article goes in front */
const char *exchange_phase_name(enum exchange_phase phase);

/* Lifetime: the run's arena. Texts are sanitised. Times are seconds. */
struct exchange_answer {
	enum exchange_outcome outcome;
	enum exchange_phase phase;            /* where it ended */
	const char *detail;                   /* why it failed, fit to follow a colon; "" after EXCHANGE_COMPLETE */
	const char *address;                  /* "192.0.2.1 port 135"; NULL: none was found */
	double resolve, connect, wait, total; /* wait: for answers; of the last connection */
	unsigned attempts;                    /* at most one more than run->retries; 0: no address was found */
	unsigned addresses;                   /* of the name that were tried; address is the last one */
	unsigned lost;                        /* datagrams that got no answer, and were sent again */
	unsigned ignored;                     /* datagrams that were not for us */
};

#endif
