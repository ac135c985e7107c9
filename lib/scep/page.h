/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a body that should be SCEP, or a page of NDES, really is. NDES pages are UTF-16LE, with or without a byte order
 * mark, in the server's language: the names in the markup tell them, else a few words (facts: scep-ndes.md, 7.2).
 */
#ifndef SCEP_PAGE_H
#define SCEP_PAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "core/text.h"

enum page_kind {
	PAGE_EMPTY,
	PAGE_NDES,        /* a page of NDES */
	PAGE_NDES_SECRET, /* one that shows a thumbprint or a challenge password: never print it */
	PAGE_HTML,        /* somebody else's */
	PAGE_TEXT,
	PAGE_BINARY,
};

struct page {
	enum page_kind kind;
	const char *excerpt; /* the first 60 printable characters, markup left out; "" for a secret or binary */
	const char *title;   /* of a page in HTML, sanitised; "" if it has none */
	bool asks_for_login; /* something is to be filled in, or a script to be run */
};

enum { PAGE_BYTES_MAX = 64 * 1024 }; /* more of a body is not looked at */

struct page page_parse(const void *bytes, size_t length, struct arena *arena);

/* "the NDES page", "an HTML page ('Sign in')", "the text 'not found'" */
const char *page_describe(const struct page *page, struct arena *arena);

#endif
