/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pages of mscep.dll and mscep_admin: UTF-16LE, though their own Meta tag says UTF-8. */
#ifndef NDES_SIM_PAGE_H
#define NDES_SIM_PAGE_H

#include <openssl/x509.h>

#include "answer.h"
#include "options.h"

struct answer page_landing(const struct options *options);
struct answer page_password(const struct options *options, const X509 *ca, const char *password);

/* UTF-8 as UTF-16LE, with a byte order mark or without. */
struct bytes utf16_encode(const char *text, bool mark);

#endif
