/* SPDX-License-Identifier: GPL-3.0-or-later */
/* OpenSSL between libldap and its socket. Inside lib/net. */
#ifndef NET_LDAP_TLS_LAYER_H
#define NET_LDAP_TLS_LAYER_H

#include <ldap.h>
#include <openssl/ssl.h>
#include <stdbool.h>

/*
 * From here on what the handle sends and reads goes through the session, whose handshake is done; the handle owns it.
 * Returns false if that is not possible: the session stays the caller's.
 */
bool ldap_tls_layer_add(LDAP *handle, SSL *session);

#endif
