/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Points in time and intervals of Active Directory (MS-ADTS, MS-DTYP 2.3.3): 100 ns, since 1601 or as a negative count.
 */
#ifndef AD_AD_TIME_H
#define AD_AD_TIME_H

#include <stdbool.h>
#include <stdint.h>

#include "core/octets.h"

enum { AD_LOGON_HOURS = 21 }; /* octets */

/* A FILETIME as epoch, rounded down. */
int64_t ad_time_epoch(int64_t filetime);

/* pKIExpirationPeriod: 8 octets, little-endian, negative or 0. *ret_seconds is not negative. Returns NULL or what is
 * wrong. */
const char *ad_time_period(const struct octets *value, int64_t *ret_seconds);

/*
 * May the account log on in the hour of that time (logonHours: 168 bits, hour 0 is Sunday 00:00 UTC, least significant
 * bit first)? hours: AD_LOGON_HOURS octets.
 */
bool ad_logon_hours_allow(const unsigned char *hours, int64_t epoch);

/* The next time the answer changes, at most a week ahead; 0: it never does. Rounded to the hour. */
int64_t ad_logon_hours_change(const unsigned char *hours, int64_t epoch);

#endif
