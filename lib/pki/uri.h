/* SPDX-License-Identifier: GPL-3.0-or-later */
/* URIs as they stand in extensions (RFC 5280 4.2.1.6, IA5String). */
#ifndef PKI_URI_H
#define PKI_URI_H

#include "core/arena.h"
#include "core/octets.h"

enum { URI_MAX = 2048 /* octets */ };

/*
 * The exact text, terminated; a NUL inside becomes a blank, which no URI holds. NULL: more than URI_MAX octets.
 * Nothing is cleaned: before people see it, it goes through text_safe().
 */
const char *uri_text(struct arena *arena, struct octets uri);

#endif
