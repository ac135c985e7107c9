/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names (RFC 5280 4.1.2.4) as all sentences and facts show them. */
#ifndef PKI_NAME_H
#define PKI_NAME_H

#include "pki/openssl.h"

/*
 * "CN=Corp CA, DC=corp, DC=test": the most specific part first (RFC 4514), quotes instead of backslashes, which
 * text_foreign() would turn into slashes. "(empty name)", "(unreadable name)". Lifetime: the arena.
 */
const char *name_text(struct arena *arena, const X509_NAME *name);

/* The same, but NULL if it is unreadable. */
const char *name_text_or_null(struct arena *arena, const X509_NAME *name);

#endif
