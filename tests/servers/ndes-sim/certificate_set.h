/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef NDES_SIM_CERTIFICATE_SET_H
#define NDES_SIM_CERTIFICATE_SET_H

#include "answer.h"
#include "authority.h"
#include "options.h"

/* A degenerate SignedData: certificates and nothing else, in the order given. */
PKCS7 *degenerate_make(X509 *const *certificates, size_t count);

/* The answer to GetCACert. */
struct answer certificate_set_answer(const struct authority *authority, const struct options *options);

#endif
