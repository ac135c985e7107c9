/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pki/openssl.h"

#include <time.h>

#include <openssl/err.h>

#include "core/text.h"

enum { OBJECT_TEXT = 128 };

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

bool openssl_time_read(const ASN1_TIME *time, int64_t *ret_epoch)
{
	struct tm parts;

	if (time == NULL || ASN1_TIME_to_tm(time, &parts) != 1)
		return false;
	*ret_epoch = timegm(&parts);
	return true;
}

const char *openssl_object_name(struct arena *arena, const ASN1_OBJECT *object)
{
	char text[OBJECT_TEXT] = "";

	return OBJ_obj2txt(text, sizeof text, object, 0) > 0 ? text_safe(arena, text) : "unknown";
}

const char *openssl_object_digits(struct arena *arena, const ASN1_OBJECT *object)
{
	char text[OBJECT_TEXT] = "";

	return OBJ_obj2txt(text, sizeof text, object, 1) > 0 ? text_safe(arena, text) : "(malformed OID)";
}
