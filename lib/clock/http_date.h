/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The Date of an HTTP answer (RFC 9110 5.6.7), which is the server's clock in whole seconds unless a cache gives it
 * again.
 */
#ifndef CLOCK_HTTP_DATE_H
#define CLOCK_HTTP_DATE_H

#include "clock/clock_time.h"

/* "Sun, 22 Nov 2026 13:15:41 GMT"; the obsolete forms are refused. Returns NULL or what is wrong. */
const char *http_date_parse(const char *text, struct clock_reading *ret_reading);

#endif
