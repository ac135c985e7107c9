/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Messages behind their length in 4 bytes, big-endian: Kerberos over TCP (RFC 4120 7.2.2) and SMB over TCP (MS-SMB2
 * 2.1, whose first byte is 0).
 */
#ifndef CLOCK_CLOCK_FRAME_H
#define CLOCK_CLOCK_FRAME_H

#include <stddef.h>

#include "core/octets.h"

enum { CLOCK_FRAME_HEADER = 4, CLOCK_FRAME_MAX = 65536 /* bytes of a message: these answers have a few hundred */ };

enum clock_frame {
	CLOCK_FRAME_WHOLE,
	CLOCK_FRAME_MORE,  /* its end has not come yet */
	CLOCK_FRAME_WRONG, /* a length that no such answer has: another protocol speaks */
};

/* *ret_message: the first message without its length, in the bytes; only for CLOCK_FRAME_WHOLE. */
enum clock_frame clock_frame_read(const unsigned char *bytes, size_t length, struct octets *ret_message);

#endif
