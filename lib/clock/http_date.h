/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The Date of an HTTP answer (RFC 9110 5.6.7), which is the server's clock in whole seconds unless a cache gives it
 * again.
 */
#ifndef CLOCK_HTTP_DATE_H
#define CLOCK_HTTP_DATE_H

#include "clock/clock_time.h"

/*
 * "Sun, 22 Nov 2026 13:15:41 GMT", and the obsolete forms, which every recipient has to understand:
 * "Sunday, 22-Nov-26 13:15:41 GMT", whose year is the latest that is not more than 50 years later than now (an epoch),
 * and "Sun Nov 22 13:15:41 2026". Returns NULL or what is wrong.
 */
const char *http_date_parse(const char *text, int64_t now, struct clock_reading *ret_reading);

#endif
