/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PKI_CERTIFICATE_PEM_H
#define PKI_CERTIFICATE_PEM_H

#include "pki/certificate_set.h"

/* The certificates as PEM blocks, one behind the other (RFC 7468). certificate_set_parse() reads them. */
const char *certificate_set_pem(struct arena *arena, const struct certificate_set *set);

#endif
