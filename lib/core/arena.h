/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Memory that lives as long as the run. Every object is an allocation of its own, so that ASan and valgrind see each
 * overflow. Nothing returns NULL: when memory ends, the last words are written to stdout and the process exits with
 * 3 (UNKNOWN). No other file of the suite may end the process.
 */
#ifndef CORE_ARENA_H
#define CORE_ARENA_H

#include <stddef.h>

struct arena;

/* Returns NULL if there is no memory even for this. last_words: written before the exit; must outlive the arena. */
struct arena *arena_create(const char *last_words);
void arena_destroy(struct arena *arena);

/* An arena for a thread of its own, with the same last words; arena_join() gives its objects to the trunk, and ends it.
 */
struct arena *arena_branch(const struct arena *trunk);
void arena_join(struct arena *trunk, struct arena *branch);

/*
 * Changes what is written before the exit (in another output format), here, in later branches and for the foreign
 * allocator: for the process's arena only.
 */
void arena_last_words(struct arena *arena, const char *last_words);

/* Zeroed memory of size bytes (of 1 if size is 0). */
void *arena_allocate(struct arena *arena, size_t size);

/* A copy of the first old_size bytes of old in an object of new_size bytes; the rest is zero. old stays valid. */
void *arena_grow(struct arena *arena, const void *old, size_t old_size, size_t new_size);

/* A copy of length bytes with a NUL behind them. */
char *arena_copy(struct arena *arena, const void *bytes, size_t length);

/* Writes the last words and exits with 3: for a library that reported the end of memory. */
_Noreturn void arena_exhausted(const struct arena *arena);

/*
 * The allocator for libraries that take one (OpenSSL, libcurl): memory that they release piece by piece, and the same
 * end when there is none. Else a library turns the want of memory into any error of its own, and that into a verdict.
 */
void *arena_foreign_allocate(size_t size);
void *arena_foreign_resize(void *old, size_t size);
void arena_foreign_release(void *old);

#endif
