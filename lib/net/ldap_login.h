/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The login of LDAP options: who, and where the password comes from. */
#ifndef NET_LDAP_LOGIN_H
#define NET_LDAP_LOGIN_H

#include <stdbool.h>

#include "core/arena.h"
#include "core/octets.h"

struct ldap_login {
	const char *bind_dn, *password_file; /* given by options; NULL: not */
	const char *keytab, *principal;      /* for Kerberos; NULL: not given */
	bool starttls, allow_cleartext;
	struct octets password; /* filled by ldap_login_read() */
};

/*
 * Reads the password: the first line of password_file, or LDAP_PASSWORD of the environment. DOMAIN/user becomes what
 * Active Directory knows, DOMAIN\user. Returns NULL or what is wrong: no password for the name, an empty one (RFC 4513
 * 5.1.2: an anonymous success), a file of secrets that is missing or that others can read.
 */
const char *ldap_login_read(struct ldap_login *login, struct arena *arena);

#endif
