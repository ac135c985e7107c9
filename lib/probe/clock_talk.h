/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Conversations with clocks: the speakers of lib/net/exchange. Inside lib/probe. */
#ifndef PROBE_CLOCK_TALK_H
#define PROBE_CLOCK_TALK_H

#include "clock/krb.h"
#include "net/exchange.h"
#include "probe/probe_clock.h"

enum { CLOCK_SAMPLES_MAX = 100, CLOCK_MESSAGE_MAX = 8192 };

/* What is known of a clock while it is asked. */
struct clock_talk {
	struct arena *arena;
	const struct clock_question *question;
	struct clock_target *target; /* its wrong, ntp and notes are filled here */
	unsigned wanted;             /* samples */
	struct clock_sample *samples;
	size_t count;
	struct krb_moment *moments; /* of Kerberos */
	struct krb_request request;
	unsigned char bytes[256]; /* of the message that left */
	uint64_t stamp;           /* of NTP */
	uint8_t id;               /* of LDAP and CLDAP */
	bool others;              /* LDAP: messages came that answer another question */
};

/* The speaker of a scheme, its source's name, and whether it speaks UDP. */
const struct exchange_speaker *clock_speaker(enum clock_scheme scheme, const char **ret_source, bool *ret_udp);

/* A line about the clock's host, once. */
void clock_note(struct arena *arena, struct clock_target *target, const char *what, const char *name);

/* Asks those that are http or https (clock_pages.c); the others stay as they are. */
void clock_ask_pages(const struct run *run, const struct http_options *options, const struct clock_questions *questions,
		     struct clock_target *targets);

#endif
