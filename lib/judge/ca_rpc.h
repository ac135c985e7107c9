/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The facts about a CA's RPC service, as probe_ca_rpc() gathers them. Lifetime: the run's arena. */
#ifndef JUDGE_CA_RPC_H
#define JUDGE_CA_RPC_H

#include "net/exchange_answer.h"
#include "rpc/endpoint_map.h"

/* A conversation that begins with a bind. */
struct rpc_talk {
	uint16_t port;
	struct exchange_answer answer;
	const char *fault; /* what came breaks the rules; follows the server's name. NULL: nothing did */
	bool answered;     /* the bind was: see reply */
	struct rpc_bind_reply reply;
};

struct ca_rpc {
	const char *host; /* as it was asked for, fit to print */
	struct rpc_interface interface;
	bool port_given;        /* the endpoint mapper was not asked */
	struct rpc_talk mapper; /* unless port_given */
	bool mapped;            /* it answered the question, too: see map */
	struct endpoint_map map;
	struct rpc_talk *services; /* ports that were tried, in turn, until one accepted */
	size_t service_count;
	double total; /* seconds of all conversations together */
};

#endif
