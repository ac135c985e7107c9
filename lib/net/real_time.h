/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The moments at which messages leave and come, by this host's clock: what other clocks are compared with. */
#ifndef NET_REAL_TIME_H
#define NET_REAL_TIME_H

#include <stdint.h>
#include <time.h>

/* Nanoseconds since the epoch. */
static inline int64_t real_time(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

#endif
