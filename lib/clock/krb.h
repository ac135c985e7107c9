/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A KDC's clock: it refuses an AS-REQ with a KRB-ERROR that holds its time (RFC 4120 5.4.1, 5.9.1). With failure
 * auditing each question may be logged as event 4768, so the principal is the administrator's choice.
 */
#ifndef CLOCK_KRB_H
#define CLOCK_KRB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "clock/clock_sample.h"
#include "core/arena.h"
#include "core/octets.h"

enum {
	KRB_PORT = 88,
	KRB_NAME_MAX = 255,     /* bytes of a principal and of a realm */
	KRB_REQUEST_MAX = 1280, /* bytes of a request, its length in front */
};

struct krb_request {
	unsigned char bytes[KRB_REQUEST_MAX];
	size_t begin; /* 4 bytes behind the place of the length */
};

/*
 * Asks for a ticket of that principal ("name", "HTTP/host") without preauthentication. nonce: random, of which 31 bits
 * are used. Returns NULL or what is wrong with principal or realm.
 */
const char *krb_request_make(const char *principal, const char *realm, uint32_t nonce, struct krb_request *ret_request);

/* As it leaves by UDP, and by TCP with its length in front. As long as the request. */
struct octets krb_request_udp(const struct krb_request *request);
struct octets krb_request_tcp(const struct krb_request *request);

struct krb_answer {
	clock_time time; /* with microseconds */
	int32_t error;   /* 6: unknown principal, 25: preauthentication required, 68: wrong realm */
};

/* A message without a length in front (TCP: clock_frame_read). Any KRB-ERROR will do. Returns NULL or what is wrong. */
const char *krb_answer_parse(const unsigned char *bytes, size_t length, struct krb_answer *ret_answer);

/* A question and what the KDC's clock said. */
struct krb_moment {
	clock_time sent, received, time;
};

/*
 * MIT's KDC freezes the microseconds within a second (1.20: up to 0.27 s wrong), which nothing in an answer shows. So
 * they count only where they prove true: two questions from 1 to 500 ms apart, and all samples with microseconds meet.
 * Else the clock is in [second, second + 1). Returns the resolution in nanoseconds that the samples deserve.
 */
int64_t krb_resolution(const struct krb_moment *moments, size_t count);

/* The sample with that resolution. */
struct clock_sample krb_sample(const struct krb_moment *moment, int64_t resolution);

#endif
