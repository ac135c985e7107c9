/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pki/certificate_pem.h"

#include "pki/openssl.h"

enum { BYTES_PER_LINE = 48, CHARACTERS_PER_LINE = 64 };

static void append_block(struct text_buffer *buffer, struct octets der)
{
	unsigned char line[CHARACTERS_PER_LINE + 1];

	text_append(buffer, "-----BEGIN CERTIFICATE-----\n");
	for (size_t at = 0; at < der.length; at += BYTES_PER_LINE) {
		size_t left = der.length - at;
		int length = EVP_EncodeBlock(line, der.bytes + at, left < BYTES_PER_LINE ? (int)left : BYTES_PER_LINE);

		text_append(buffer, "%.*s\n", length, (const char *)line);
	}
	text_append(buffer, "-----END CERTIFICATE-----\n");
}

const char *certificate_set_pem(struct arena *arena, const struct certificate_set *set)
{
	struct text_buffer buffer = {.arena = arena};

	for (size_t i = 0; i < set->count; i++)
		append_block(&buffer, set->certificates[i].der);
	return text_of(&buffer);
}
