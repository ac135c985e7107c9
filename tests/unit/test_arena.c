/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "suite.h"

#include <sys/wait.h>
#include <unistd.h>

#include "core/text.h"

static bool is_zero(const unsigned char *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (bytes[i] != 0)
			return false;
	return true;
}

static void memory_is_zeroed_and_aligned(void **state)
{
	for (size_t size = 0; size < 300; size++) {
		unsigned char *bytes = arena_allocate(*state, size);

		assert_true(is_zero(bytes, size != 0 ? size : 1));
		assert_int_equal((uintptr_t)bytes % _Alignof(max_align_t), 0);
		memset(bytes, 0xFF, size != 0 ? size : 1);
	}
}

static void growing_copies_and_keeps_the_old(void **state)
{
	const char *old = arena_copy(*state, "abcdef", 6);
	char *grown = arena_grow(*state, old, 6, 100);

	assert_memory_equal(grown, "abcdef", 6);
	assert_true(is_zero((unsigned char *)grown + 6, 94));
	assert_string_equal(old, "abcdef");
	grown[0] = 'X';
	assert_string_equal(old, "abcdef");
}

static void growing_to_less_cuts(void **state)
{
	assert_memory_equal(arena_grow(*state, "abcdef", 6, 3), "abc", 3);
	assert_non_null(arena_grow(*state, "abcdef", 6, 0));
	assert_true(is_zero(arena_grow(*state, NULL, 0, 10), 10));
}

static void copies_are_terminated(void **state)
{
	const char *source = heap_copy("abc", 3);

	assert_string_equal(arena_copy(*state, source, 3), "abc");
	assert_string_equal(arena_copy(*state, source, 0), "");
	assert_string_equal(arena_copy(*state, NULL, 0), "");
	assert_memory_equal(arena_copy(*state, "a\0b", 3), "a\0b", 4);
	free((void *)source);
}

static void thousands_of_objects_live_together(void **state)
{
	unsigned *numbers[5000];

	for (unsigned i = 0; i < ARRAY_LENGTH(numbers); i++) {
		numbers[i] = arena_allocate(*state, sizeof **numbers);
		*numbers[i] = i;
	}
	for (unsigned i = 0; i < ARRAY_LENGTH(numbers); i++)
		assert_int_equal(*numbers[i], i);
}

/* Runs end in a child whose stdout is a pipe; returns its exit code and what it wrote. */
static int ending(void (*end)(struct arena *), char *ret_words, size_t size)
{
	int ends[2], status;
	ssize_t length;
	pid_t child;

	assert_int_equal(pipe(ends), 0);
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		dup2(ends[1], STDOUT_FILENO);
		end(arena_create("first words\n"));
		_exit(99);
	}
	close(ends[1]);
	length = read(ends[0], ret_words, size - 1);
	close(ends[0]);
	ret_words[length > 0 ? length : 0] = 0;
	assert_int_equal(waitpid(child, &status, 0), child);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}

static void allocate_everything(struct arena *arena)
{
	arena_allocate(arena, SIZE_MAX);
}

static void allocate_almost_everything(struct arena *arena)
{
	arena_allocate(arena, SIZE_MAX - 8);
}

static void grow_to_everything(struct arena *arena)
{
	arena_last_words(arena, "other words\n");
	arena_grow(arena, "abc", 3, SIZE_MAX - 1);
}

static void give_up(struct arena *arena)
{
	arena_exhausted(arena);
}

static void the_end_of_memory_ends_the_run(void **state)
{
	static const struct {
		const char *name;
		void (*end)(struct arena *);
		const char *words;
	} rows[] = {
		{"allocate SIZE_MAX", allocate_everything, "first words\n"},
		{"allocate SIZE_MAX - 8", allocate_almost_everything, "first words\n"},
		{"grow", grow_to_everything, "other words\n"},
		{"exhausted", give_up, "first words\n"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		char words[100];

		assert_row_int(rows[i].name, ending(rows[i].end, words, sizeof words), 3);
		assert_row_text(rows[i].name, words, rows[i].words);
	}
}

/* What a thread made lives on in the trunk; the sanitizer sees what would be lost or freed twice. */
static void a_branch_is_joined(void **state)
{
	struct arena *trunk = *state, *branch = arena_branch(trunk), *empty = arena_branch(trunk);
	const char *older = arena_copy(trunk, "trunk", 5), *one = arena_copy(branch, "one", 3);
	const char *two = arena_copy(branch, "two", 3);

	arena_join(trunk, branch);
	arena_join(trunk, empty);
	assert_string_equal(older, "trunk");
	assert_string_equal(one, "one");
	assert_string_equal(two, "two");
	assert_string_equal(arena_copy(trunk, "later", 5), "later");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_branch_is_joined),
		TEST(memory_is_zeroed_and_aligned),
		TEST(growing_copies_and_keeps_the_old),
		TEST(growing_to_less_cuts),
		TEST(copies_are_terminated),
		TEST(thousands_of_objects_live_together),
		cmocka_unit_test(the_end_of_memory_ends_the_run),
	};

	return RUN_TESTS(tests);
}
