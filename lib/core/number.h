/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The strict parsers for numbers from outside: the whole text must be used. They return NULL or what is wrong. */
#ifndef CORE_NUMBER_H
#define CORE_NUMBER_H

#include <stddef.h>
#include <stdint.h>

/* A decimal number such as 10, -5, 0.25; no exponent, no blank, no hexadecimal, no nan or inf. */
const char *number_parse(const char *text, double *ret_value);

/* The same, but reads a number from the beginning of text only; *ret_end is where it ends. */
const char *number_parse_prefix(const char *text, double *ret_value, const char **ret_end);

/* A size in bytes: 500, 64K, 10M, 1G (powers of 1024, any case, at most 2^62). */
const char *number_parse_size(const char *text, uint64_t *ret_bytes);

/* A whole number from minimum to maximum. */
const char *number_parse_whole(const char *text, int64_t minimum, int64_t maximum, int64_t *ret_value);

#endif
