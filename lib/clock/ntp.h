/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A client's question to an NTP server and its answer (RFC 5905 7.3), without signatures and extensions. */
#ifndef CLOCK_NTP_H
#define CLOCK_NTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "clock/clock_sample.h"
#include "core/arena.h"

enum { NTP_PACKET = 48 /* bytes */, NTP_PORT = 123 };

/* stamp: 64 random bits in place of the own time, which is nobody's business and makes answers hard to forge. */
void ntp_request(uint64_t stamp, unsigned char ret_packet[NTP_PACKET]);

/* Is it an answer to the question with that stamp? What is not must be passed by: it may be forged or late. */
bool ntp_reply_is_ours(const unsigned char *bytes, size_t length, uint64_t stamp);

/* Not synchronised is no error: the time is still that server's clock. */
struct ntp_reply {
	unsigned leap, version, stratum;    /* leap 3: not synchronised */
	double root_delay, root_dispersion; /* seconds */
	double precision;                   /* seconds, at most 1 */
	const char *reference;              /* "127.127.1.1", "GPS", "INIT"; sanitised */
	clock_time received, transmitted;   /* by the server's clock: T2, T3 */
	bool synchronised;
};

/*
 * now: the own time, to which the era belongs (NTP's seconds begin anew in 2036). A kiss-o'-death that refuses service
 * (RFC 5905 7.4) is a sentence. Returns NULL or what is wrong.
 */
const char *ntp_reply_parse(struct arena *arena, const unsigned char *bytes, size_t length, clock_time now,
			    struct ntp_reply *ret_reply);

/*
 * [T3 - T4, T2 + precision - T1]: the middle is RFC 5905's offset, the width its delay and the precision. Precise
 * where the server thinks long, unlike a sample of T3 alone.
 */
struct clock_sample ntp_sample(clock_time sent, clock_time received, const struct ntp_reply *reply);

#endif
