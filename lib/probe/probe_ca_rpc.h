/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks a CA's endpoint mapper for an interface, then binds it: anonymous, no call of the interface is made. */
#ifndef PROBE_PROBE_CA_RPC_H
#define PROBE_PROBE_CA_RPC_H

#include "core/plugin.h"
#include "judge/ca_rpc.h"

struct ca_rpc_question {
	const char *host; /* name or address, IPv6 without brackets */
	struct rpc_interface interface;
	uint16_t port;        /* 0: the endpoint mapper knows it */
	uint16_t mapper_port; /* of the endpoint mapper */
};

/* Ends with the run's deadline. Lifetime of the facts: the run's arena. */
struct ca_rpc probe_ca_rpc(const struct run *run, const struct ca_rpc_question *question);

#endif
