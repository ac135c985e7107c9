/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef NDES_SIM_ENROLMENT_H
#define NDES_SIM_ENROLMENT_H

#include "scep_message.h"
#include "simulator.h"

/* What NDES and its CA decide about a message that could be read. */
struct scep_reply enrolment_decide(struct simulator *simulator, const struct scep_request *request);

#endif
