/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef NDES_SIM_CANNED_H
#define NDES_SIM_CANNED_H

#include "answer.h"
#include "fault.h"

/*
 * The whole answer that a fault gives in place of the healthy one. target: path and query as they came.
 * Returns false if no fault has an answer of its own for this request.
 */
bool canned_answer(const struct fault_set *faults, enum operation operation, const char *target,
		   struct answer *ret_answer);

#endif
