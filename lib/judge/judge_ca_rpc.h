/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Is the CA's enrolment service registered and listening (facts: clock-rpc.md B.3)? */
#ifndef JUDGE_JUDGE_CA_RPC_H
#define JUDGE_JUDGE_CA_RPC_H

#include "core/finding.h"
#include "judge/ca_rpc.h"

struct ca_rpc_policy {
	enum status timeout_status;     /* of what did not end in time */
	struct range warning, critical; /* seconds of everything */
};

/* Adds findings for the endpoint mapper, the service and the time, and the summary. */
void judge_ca_rpc(const struct ca_rpc *facts, const struct ca_rpc_policy *policy, struct findings *findings);

#endif
