/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct object {
	struct object *older;
	max_align_t bytes[];
};

struct arena {
	struct object *newest;
	const char *last_words;
};

/* Those of the process's arena, for the foreign allocator, which is handed none. */
static const char *foreign_last_words = "UNKNOWN - out of memory\n";

static _Noreturn void speak_and_exit(const char *last_words)
{
	ssize_t written = write(STDOUT_FILENO, last_words, strlen(last_words));

	(void)written; /* there is nobody left to tell */
	_exit(3);
}

struct arena *arena_create(const char *last_words)
{
	struct arena *arena = calloc(1, sizeof *arena);

	if (arena != NULL)
		arena->last_words = last_words;
	return arena;
}

void arena_destroy(struct arena *arena)
{
	struct object *object = arena->newest;

	while (object != NULL) {
		struct object *older = object->older;

		free(object);
		object = older;
	}
	free(arena);
}

struct arena *arena_branch(const struct arena *trunk)
{
	struct arena *branch = arena_create(trunk->last_words);

	if (branch == NULL)
		arena_exhausted(trunk);
	return branch;
}

void arena_join(struct arena *trunk, struct arena *branch)
{
	struct object **oldest = &branch->newest;

	while (*oldest != NULL)
		oldest = &(*oldest)->older;
	*oldest = trunk->newest;
	trunk->newest = branch->newest;
	free(branch);
}

void arena_last_words(struct arena *arena, const char *last_words)
{
	arena->last_words = last_words;
	foreign_last_words = last_words;
}

_Noreturn void arena_exhausted(const struct arena *arena)
{
	speak_and_exit(arena->last_words);
}

void *arena_foreign_allocate(size_t size)
{
	void *bytes = malloc(size ? size : 1);

	if (bytes == NULL)
		speak_and_exit(foreign_last_words);
	return bytes;
}

void *arena_foreign_resize(void *old, size_t size)
{
	void *bytes = realloc(old, size ? size : 1);

	if (bytes == NULL)
		speak_and_exit(foreign_last_words);
	return bytes;
}

void arena_foreign_release(void *old)
{
	free(old);
}

void *arena_allocate(struct arena *arena, size_t size)
{
	struct object *object = NULL;

	if (size < SIZE_MAX - sizeof *object)
		object = calloc(1, sizeof *object + (size ? size : 1));
	if (object == NULL)
		arena_exhausted(arena);
	object->older = arena->newest;
	arena->newest = object;
	return object->bytes;
}

void *arena_grow(struct arena *arena, const void *old, size_t old_size, size_t new_size)
{
	void *bytes = arena_allocate(arena, new_size);

	if (old_size != 0)
		memcpy(bytes, old, old_size < new_size ? old_size : new_size);
	return bytes;
}

char *arena_copy(struct arena *arena, const void *bytes, size_t length)
{
	return arena_grow(arena, bytes, length, length + 1);
}
