/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values from outside on their way into filters (RFC 4515) and names (RFC 4514). */
#include <ctype.h>
#include <ldap.h>
#include <string.h>

#include "net/ldap_session.h"

const char *ldap_filter_value(struct arena *arena, const void *bytes, size_t length)
{
	struct berval value = {.bv_val = (char *)bytes, .bv_len = length}, escaped = {0};
	const char *copy;

	if (ldap_bv2escaped_filter_value(&value, &escaped) != 0)
		arena_exhausted(arena);
	copy = arena_copy(arena, escaped.bv_val, escaped.bv_len);
	ldap_memfree(escaped.bv_val);
	return copy;
}

/* Everything but letters, digits and what can't have a meaning, as hexadecimal pairs: always right, if not pretty. */
const char *ldap_dn_value(struct arena *arena, const char *text)
{
	struct text_buffer escaped = {.arena = arena};

	for (const char *at = text; *at != 0; at++) {
		bool inner_blank = *at == ' ' && at != text && at[1] != 0;

		if (isalnum((unsigned char)*at) || inner_blank || strchr("-_.:()'/!$%&*@~?", *at) != NULL)
			text_append_bytes(&escaped, at, 1);
		else
			text_append(&escaped, "\\%02x", (unsigned)(unsigned char)*at);
	}
	return text_of(&escaped);
}
