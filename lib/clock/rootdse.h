/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * currentTime of a directory's rootDSE (MS-ADTS 3.1.1.3.2.10), asked by LDAP over UDP or TCP without a login. Active
 * Directory and Samba have it, other directories don't.
 */
#ifndef CLOCK_ROOTDSE_H
#define CLOCK_ROOTDSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "clock/clock_time.h"
#include "core/arena.h"
#include "core/octets.h"

enum { ROOTDSE_REQUEST = 52 /* bytes */, ROOTDSE_PORT = 389, ROOTDSE_ID_MAX = 127 };

/* id: of the message, from 1 to ROOTDSE_ID_MAX */
void rootdse_request(uint8_t id, unsigned char ret_request[ROOTDSE_REQUEST]);

struct rootdse_answer {
	bool complete; /* false: more must come; reading has no value yet */
	bool others;   /* a message with another id was passed by */
	struct clock_reading reading;
};

/*
 * All bytes that came, which may end in the middle of a message (TCP), or one datagram. Messages with another id are
 * passed by. Returns NULL or what is wrong.
 */
const char *rootdse_answer_parse(struct arena *arena, uint8_t id, const unsigned char *bytes, size_t length,
				 struct rootdse_answer *ret_answer);

/* A value of currentTime that another reader brought. Returns NULL or what is wrong. */
const char *rootdse_time(struct octets value, struct clock_reading *ret_reading);

#endif
