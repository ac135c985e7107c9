/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the parts of judge_ca_rpc share. */
#ifndef JUDGE_JUDGE_CA_RPC_PARTS_H
#define JUDGE_JUDGE_CA_RPC_PARTS_H

#include "judge/judge_ca_rpc.h"

/* Which port it was that did or did not answer: a firewall treats them differently, and so does a person. */
struct place {
	const char *role;   /* stands in parentheses behind host and port; NULL: the finding's subject says it */
	enum cause blocked; /* nobody answers there */
	const char *refused, *lost; /* what is behind a refused connection and one without an answer */
};

extern const struct place place_of_mapper, place_of_dynamic_port, place_of_given_port;

/* What a conversation comes to. */
struct ca_rpc_verdict {
	enum status status;
	enum cause cause;
	const char *sentence;
};

struct ca_rpc_scene {
	const struct ca_rpc *facts;
	const struct ca_rpc_policy *policy;
	struct findings *findings;
	struct arena *arena;
	const char *interface; /* its name */
};

/* "ca1.example.com port 135" */
const char *ca_rpc_server(const struct ca_rpc_scene *scene, uint16_t port);

/* The same with the place's role, if it has one: "ca1.example.com port 4000 (the port of --port)". */
const char *ca_rpc_place(const struct ca_rpc_scene *scene, const struct place *place, uint16_t port);

/* About a conversation that did not come to its end (any outcome but EXCHANGE_COMPLETE). */
struct ca_rpc_verdict ca_rpc_unanswered(const struct ca_rpc_scene *scene, const struct place *place,
					const struct rpc_talk *talk);

#endif
