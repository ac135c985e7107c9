/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pki/uri.h"

const char *uri_text(struct arena *arena, struct octets uri)
{
	char *text;

	if (uri.length > URI_MAX)
		return NULL;
	text = arena_copy(arena, uri.bytes, uri.length);
	for (size_t i = 0; i < uri.length; i++)
		if (text[i] == 0)
			text[i] = ' ';
	return text;
}
