/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/ldap_answer.h"

#include "core/array.h"

const char *ldap_phase_name(enum ldap_phase phase)
{
	static const char *const names[] = {
		[LDAP_PHASE_RESOLVE] = "name resolution", [LDAP_PHASE_CONNECT] = "connect",
		[LDAP_PHASE_TLS] = "TLS handshake",       [LDAP_PHASE_BIND] = "login",
		[LDAP_PHASE_SEARCH] = "search",
	};

	return (size_t)phase < ARRAY_LENGTH(names) ? names[phase] : "?";
}
