/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the unit tests have in common: an arena for each test, exact-size copies on the heap (so that ASan sees each
 * byte behind them), and assertions on rows of a table, which name the row. Assertions take (got, expected).
 */
#ifndef SUITE_H
#define SUITE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/arena.h"
#include "core/array.h"

static inline int suite_begin(void **state)
{
	*state = arena_create("out of memory\n");
	return *state == NULL;
}

static inline int suite_end(void **state)
{
	arena_destroy(*state);
	return 0;
}

/* A test whose *state is an arena of its own. */
#define TEST(function) cmocka_unit_test_setup_teardown(function, suite_begin, suite_end)

/* main()'s last line. */
#define RUN_TESTS(tests) (cmocka_set_message_output(CM_OUTPUT_TAP), cmocka_run_group_tests(tests, NULL, NULL))

/* free() releases it. */
static inline void *heap_copy(const void *bytes, size_t length)
{
	char *copy = malloc(length != 0 ? length : 1);

	if (copy == NULL)
		abort();
	if (length != 0)
		memcpy(copy, bytes, length);
	return copy;
}

/* The same in an arena, where each object is an allocation of its own; without a NUL behind it. */
static inline const void *arena_exact(struct arena *arena, const void *bytes, size_t length)
{
	char *copy = arena_allocate(arena, length);

	if (length != 0)
		memcpy(copy, bytes, length);
	return copy;
}

static inline const char *shown(const char *text)
{
	return text != NULL ? text : "(null)";
}

/* How often wanted stands in text. */
static inline size_t occurrences(const char *text, const char *wanted)
{
	size_t count = 0;

	for (const char *at = strstr(text, wanted); at != NULL; at = strstr(at + strlen(wanted), wanted))
		count++;
	return count;
}

#define assert_row_text(row, got, expected) \
	do { \
		const char *got_ = (got), *expected_ = (expected); \
		if (got_ == NULL || expected_ == NULL ? got_ != expected_ : strcmp(got_, expected_) != 0) \
			fail_msg("'%s': got '%s', expected '%s'", (row), shown(got_), shown(expected_)); \
	} while (0)

#define assert_row_int(row, got, expected) \
	do { \
		long long got_ = (long long)(got), expected_ = (long long)(expected); \
		if (got_ != expected_) \
			fail_msg("'%s': got %lld, expected %lld", (row), got_, expected_); \
	} while (0)

#define assert_row_number(row, got, expected) \
	do { \
		double got_ = (got), expected_ = (expected); \
		if (!(got_ == expected_)) \
			fail_msg("'%s': got %.9f, expected %.9f", (row), got_, expected_); \
	} while (0)

/* A parser's sentence: accepted (NULL) or not; a sentence is never empty. */
#define assert_row_accepted(row, sentence, accepted) \
	do { \
		const char *sentence_ = (sentence); \
		if ((sentence_ == NULL) != (accepted)) \
			fail_msg("'%s': got %s, expected %s", (row), sentence_ != NULL ? sentence_ : "accepted", \
				 (accepted) ? "accepted" : "a sentence"); \
		if (sentence_ != NULL && *sentence_ == 0) \
			fail_msg("'%s': got an empty sentence", (row)); \
	} while (0)

#define assert_contains(got, wanted) \
	do { \
		const char *got_ = (got), *wanted_ = (wanted); \
		if (got_ == NULL || strstr(got_, wanted_) == NULL) \
			fail_msg("got '%s', expected '%s' in it", shown(got_), wanted_); \
	} while (0)

#define assert_lacks(got, unwanted) \
	do { \
		const char *got_ = (got), *unwanted_ = (unwanted); \
		if (got_ == NULL || strstr(got_, unwanted_) != NULL) \
			fail_msg("got '%s', expected no '%s' in it", shown(got_), unwanted_); \
	} while (0)

#endif
