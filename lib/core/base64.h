/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CORE_BASE64_H
#define CORE_BASE64_H

#include <stdbool.h>

#include "core/arena.h"
#include "core/octets.h"

/*
 * Decodes base64 (RFC 4648 4); blanks and line breaks are skipped, missing padding at the end is forgiven. Returns
 * false if there is anything else in it, or nothing at all.
 */
bool base64_decode(struct arena *arena, struct octets text, struct octets *ret_content);

#endif
