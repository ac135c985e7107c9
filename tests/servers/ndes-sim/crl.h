/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the CA publishes under /CertEnroll: its lists and certificates, and those of the root. */
#ifndef NDES_SIM_CRL_H
#define NDES_SIM_CRL_H

#include "answer.h"
#include "simulator.h"

/* path: decoded, below /CertEnroll/. */
struct answer crl_answer(const struct simulator *simulator, const char *path);

#endif
