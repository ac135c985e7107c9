/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * LD_PRELOAD library: one allocation fails, or all from it on.
 *	FAIL_MALLOC_AT=N	the n-th allocation of the program (from 1) returns NULL with ENOMEM
 *	FAIL_MALLOC_FROM=N	so do all from the n-th on
 *	FAIL_MALLOC_COUNT=FILE	the number of allocations is written to FILE at the end
 * Allocations of the dynamic loader before main() count as well: the constructor sets the counter to zero.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *old, size_t size);

static atomic_ulong count;
static unsigned long fail_at, fail_from;
static bool armed;

static unsigned long number_of(const char *name)
{
	const char *text = getenv(name);

	return text != NULL ? strtoul(text, NULL, 10) : 0;
}

__attribute__((constructor)) static void arm(void)
{
	fail_at = number_of("FAIL_MALLOC_AT");
	fail_from = number_of("FAIL_MALLOC_FROM");
	count = 0;
	armed = true;
}

static void report(void)
{
	const char *path = getenv("FAIL_MALLOC_COUNT");
	int file = path != NULL ? open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600) : -1;

	armed = false;
	if (file >= 0) {
		dprintf(file, "%lu\n", (unsigned long)count);
		close(file);
	}
}

/* The plugins leave by _exit(), which runs no destructors. */
void _exit(int code)
{
	report();
	syscall(SYS_exit_group, code);
	__builtin_unreachable();
}

static bool fails(void)
{
	unsigned long number;

	if (!armed)
		return false;
	number = atomic_fetch_add(&count, 1) + 1;
	if (number != fail_at && (fail_from == 0 || number < fail_from))
		return false;
	errno = ENOMEM;
	return true;
}

void *malloc(size_t size)
{
	return fails() ? NULL : __libc_malloc(size);
}

void *calloc(size_t number, size_t size)
{
	return fails() ? NULL : __libc_calloc(number, size);
}

void *realloc(void *old, size_t size)
{
	return fails() ? NULL : __libc_realloc(old, size);
}
