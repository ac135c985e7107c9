/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef NDES_SIM_PKI_OPERATION_H
#define NDES_SIM_PKI_OPERATION_H

#include "respond.h"

/* The answer to PKIOperation: the body of a POST, or message= of a GET. */
struct answer pki_operation_answer(struct simulator *simulator, const struct request *request);

#endif
