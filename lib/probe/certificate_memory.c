/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "probe/certificate_memory.h"

#include <string.h>

#include "core/input_file.h"
#include "core/number.h"
#include "core/output_file.h"
#include "pki/certificate_pem.h"
#include "pki/openssl.h"

enum { FILE_MAX = 1024 * 1024 };

/* The URL alone where nothing else is asked for; a URL has no line feed. */
static const char *key_of(const struct memory_place *place, struct arena *arena)
{
	const char *url = place->endpoint->url, *address = place->endpoint->address;

	if (address == NULL && place->ca_identifier == NULL)
		return url;
	return text_format(arena, "%s\n%s\n%s", url, address != NULL ? address : "",
			   place->ca_identifier != NULL ? place->ca_identifier : "");
}

/* A name that is no longer than the file system allows and tells nothing about a login in the URL. */
static const char *file_of(const struct memory_place *place, struct arena *arena)
{
	const char *key = key_of(place, arena);
	unsigned char digest[SHA256_LENGTH];

	if (EVP_Digest(key, strlen(key), digest, NULL, EVP_sha256(), NULL) != 1)
		openssl_settle(arena);
	return text_format(arena, "%s/check_ra_cert-%s.pem", place->folder, text_hex(arena, digest, 16));
}

/* The number behind "seen: " at the beginning of a line; false if there is none. */
static bool find_seen(const char *text, struct arena *arena, int64_t *ret_seen)
{
	static const char mark[] = "seen: ";
	const char *line = text_has_prefix(text, mark) ? text : strstr(text, "\nseen: ");
	const char *digits;

	if (line == NULL)
		return false;
	digits = line + (*line == '\n') + strlen(mark);
	digits = arena_copy(arena, digits, strcspn(digits, "\r\n"));
	return number_parse_whole(digits, 0, INT64_MAX / 4, ret_seen) == NULL;
}

bool certificate_memory_read(const struct memory_place *place, struct arena *arena, struct certificate_set *ret_set,
			     int64_t *ret_seen)
{
	unsigned char *bytes;
	size_t length;

	if (input_file_read(file_of(place, arena), FILE_MAX, arena, &bytes, &length) != NULL)
		return false;
	return find_seen((const char *)bytes, arena, ret_seen) &&
	       certificate_set_parse(arena, bytes, length, ret_set, NULL) == NULL;
}

const char *certificate_memory_write(const struct memory_place *place, const struct certificate_set *set, int64_t now,
				     struct arena *arena)
{
	const char *text = text_format(
		arena, "The last certificates that check_ra_cert saw; written anew at every run.\nseen: %lld\n%s",
		(long long)now, certificate_set_pem(arena, set));

	return output_file_write(file_of(place, arena), text, 0644, arena);
}
