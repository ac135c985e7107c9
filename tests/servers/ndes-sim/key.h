/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef NDES_SIM_KEY_H
#define NDES_SIM_KEY_H

#include <openssl/evp.h>

/*
 * The RSA key DIRECTORY/NAME.key, made and stored if it isn't there. Making keys is nearly all that a start costs,
 * so tests keep one directory of keys for all their runs. Two programs that start at once end up with the same key.
 */
EVP_PKEY *key_load_or_make(const char *directory, const char *name, unsigned int bits);

#endif
