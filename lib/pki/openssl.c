/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pki/openssl.h"

#include <stdbool.h>

#include <openssl/err.h>

void openssl_settle(struct arena *arena)
{
	bool exhausted = false;
	unsigned long code;

	while ((code = ERR_get_error()) != 0)
		exhausted |= ERR_GET_REASON(code) == ERR_R_MALLOC_FAILURE;
	if (exhausted)
		arena_exhausted(arena);
}

static void *guard_allocate(size_t size, const char *file, int line)
{
	(void)file;
	(void)line;
	return size != 0 ? arena_foreign_allocate(size) : NULL; /* as OpenSSL's own */
}

static void *guard_resize(void *old, size_t size, const char *file, int line)
{
	(void)file;
	(void)line;
	if (size != 0)
		return arena_foreign_resize(old, size);
	arena_foreign_release(old);
	return NULL;
}

static void guard_release(void *old, const char *file, int line)
{
	(void)file;
	(void)line;
	arena_foreign_release(old);
}

/* OpenSSL takes an allocator only before its first allocation. */
__attribute__((constructor)) static void guard_memory(void)
{
	CRYPTO_set_mem_functions(guard_allocate, guard_resize, guard_release);
}
