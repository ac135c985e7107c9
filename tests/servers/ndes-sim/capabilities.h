/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef NDES_SIM_CAPABILITIES_H
#define NDES_SIM_CAPABILITIES_H

#include "answer.h"
#include "options.h"

/* The answer to GetCACaps. */
struct answer capabilities_answer(const struct options *options);

#endif
