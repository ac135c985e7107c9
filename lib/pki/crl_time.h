/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dates as RFC 5280 wants them (4.1.2.5): seconds present, Z, no fraction, days that exist. For lib/pki/crl*.c only. */
#ifndef PKI_CRL_TIME_H
#define PKI_CRL_TIME_H

#include "pki/crl_der.h"

/* NULL, or what is wrong: UTCTime up to 2049, GeneralizedTime from 2050 on (RFC 5280 5.1.2.4, 5.1.2.6). */
const char *crl_time_read(const struct der_element *element, int64_t *ret_epoch);

/* The same for a date that may be in either form, whatever its year. */
const char *crl_time_read_any(const struct der_element *element, int64_t *ret_epoch);

/* true for the 13 characters of a UTCTime that exists; the fast way, for each entry of a list. */
bool crl_time_utc_good(const unsigned char *digits);

#endif
