/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The answer to GetCACaps (RFC 8894 3.5.2). */
#ifndef SCEP_CAPABILITIES_H
#define SCEP_CAPABILITIES_H

#include <stdbool.h>
#include <stddef.h>

#include "core/text.h"

struct scep_capabilities {
	struct text_list words; /* as they were announced, sanitised; known ones and others */
};

/*
 * Reads the words: one a line, CRLF or LF, the last line may lack its end; unknown ones are kept.
 * Returns NULL, or what is wrong: a page, and a body without a single known word, are no answers to GetCACaps.
 */
const char *scep_capabilities_parse(const void *bytes, size_t length, struct arena *arena,
				    struct scep_capabilities *ret_capabilities);

/* Whether a word is announced, whatever the case. SCEPStandard implies AES, POSTPKIOperation and SHA-256. */
bool scep_capabilities_have(const struct scep_capabilities *capabilities, const char *word);

/* Whether the word itself was announced. */
bool scep_capabilities_name(const struct scep_capabilities *capabilities, const char *word);

#endif
