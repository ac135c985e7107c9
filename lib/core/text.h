/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Text in an arena. Numbers never depend on a locale: nobody in this suite calls setlocale, so printf and strtod work
 * in the C locale.
 */
#ifndef CORE_TEXT_H
#define CORE_TEXT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/arena.h"

enum { TEXT_FOREIGN_MAX = 200 }; /* characters of foreign text that are shown (interface, chapter 1) */

/* A list that an option fills by being repeated. */
struct text_list {
	const char **items;
	size_t count;
};

void text_list_add(struct arena *arena, struct text_list *list, const char *item);

/* A text that grows; data is always terminated. Start with {.arena = arena}. */
struct text_buffer {
	struct arena *arena;
	char *data;
	size_t length, capacity;
};

void text_append(struct text_buffer *buffer, const char *format, ...) __attribute__((format(printf, 2, 3)));
void text_append_bytes(struct text_buffer *buffer, const char *bytes, size_t length);

/* A unit of UTF-16 as UTF-8. What only makes sense in pairs becomes '?', 0 a blank. */
void text_append_utf16(struct text_buffer *buffer, unsigned unit);

char *text_format(struct arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
char *text_format_list(struct arena *arena, const char *format, va_list list) __attribute__((format(printf, 2, 0)));

/* What grew so far; "" where nothing was appended. */
const char *text_of(const struct text_buffer *buffer);

/*
 * Makes bytes from outside fit to print: valid UTF-8 of at most max characters ("..." behind it if there was more),
 * control characters become blanks, invalid bytes '?', and what front ends misread is replaced: | by !, < and > by
 * parentheses, backslash by slash (facts: Icinga Web turns \n of an account's name into a line break).
 */
char *text_foreign(struct arena *arena, const void *bytes, size_t length, size_t max);

/* The same for a terminated text, with TEXT_FOREIGN_MAX. */
const char *text_safe(struct arena *arena, const char *text);

/* "3 days", "36 hours", "90 minutes", "12 seconds": the largest unit of which there are at least two; 0.004 s alike. */
const char *text_duration(struct arena *arena, double seconds);

/* "2027-06-22" and "2027-06-22 10:00 UTC"; times outside the years 0 to 9999 say so. */
const char *text_date(struct arena *arena, int64_t epoch);
const char *text_time(struct arena *arena, int64_t epoch);

/* A number without exponent, at most six decimals, no trailing zeros: "0.0312", "2592000". */
const char *text_number(struct arena *arena, double value);

/* "1 certificate", "3 certificates". */
const char *text_count(struct arena *arena, size_t count, const char *singular);

/* Bytes as upper-case hexadecimal digits without separators. */
char *text_hex(struct arena *arena, const unsigned char *bytes, size_t length);

/* The value of a hexadecimal digit, in any case; -1: it is none. */
int text_hex_digit(char character);

/* true if text begins with prefix, whatever the case. */
bool text_has_prefix(const char *text, const char *prefix);

/* true if text ends with ending, in the same case. */
bool text_has_ending(const char *text, const char *ending);

#endif
