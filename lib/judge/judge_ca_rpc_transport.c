/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A CA's RPC ports that are not reached, or where the conversation comes to no end. */
#include <string.h>

#include "judge/judge_ca_rpc_parts.h"

const struct place place_of_mapper = {
	.blocked = CAUSE_RPC_MAPPER_BLOCKED,
	.refused = "a firewall rejects it, or this is no Windows host",
	.lost = "a firewall drops it, or the host is down",
};

const struct place place_of_dynamic_port = {
	.role = "the port that the endpoint mapper names",
	.blocked = CAUSE_RPC_PORT_BLOCKED,
	.refused = "a firewall rejects the dynamic ports, or the service has just ended",
	.lost = "a firewall between here and the CA drops the dynamic ports (49152-65535)",
};

const struct place place_of_given_port = {
	.role = "the port of --port",
	.blocked = CAUSE_RPC_PORT_BLOCKED,
	.refused = "the CA service is stopped or has another port, or a firewall rejects it",
	.lost = "a firewall drops it, or the host is down",
};

const char *ca_rpc_server(const struct ca_rpc_scene *scene, uint16_t port)
{
	return text_format(scene->arena, strchr(scene->facts->host, ':') != NULL ? "[%s] port %u" : "%s port %u",
			   scene->facts->host, port);
}

const char *ca_rpc_place(const struct ca_rpc_scene *scene, const struct place *place, uint16_t port)
{
	const char *server = ca_rpc_server(scene, port);

	return place->role != NULL ? text_format(scene->arena, "%s (%s)", server, place->role) : server;
}

static struct ca_rpc_verdict timed_out(const struct ca_rpc_scene *scene, const struct place *place,
				       const struct rpc_talk *talk)
{
	const struct {
		enum cause cause;
		const char *words;
	} phases[] = {
		[EXCHANGE_PHASE_RESOLVE] = {CAUSE_NET_DNS, "the name server does not answer"},
		[EXCHANGE_PHASE_CONNECT] = {place->blocked, place->lost},
		[EXCHANGE_PHASE_ANSWER] =
			{CAUSE_RPC_TIMEOUT,
			 "it takes the connection, but stays silent (it hangs, or speaks another protocol)"},
	};
	enum exchange_phase phase = talk->answer.phase;

	return (struct ca_rpc_verdict){scene->policy->timeout_status, phases[phase].cause,
				       text_format(scene->arena, "no answer from %s in time, stuck in the %s: %s",
						   ca_rpc_place(scene, place, talk->port), exchange_phase_name(phase),
						   phases[phase].words)};
}

static const char *unanswered_words(const struct ca_rpc_scene *scene, const struct place *place,
				    const struct exchange_answer *answer)
{
	switch (answer->outcome) {
	case EXCHANGE_NAME_NOT_FOUND:
		return "has no address: the name does not resolve";
	case EXCHANGE_NO_FAMILY:
		return text_format(scene->arena, "can't be asked: %s", answer->detail);
	case EXCHANGE_REFUSED:
		return text_format(scene->arena, "refuses the connection: %s", place->refused);
	case EXCHANGE_UNREACHABLE:
		return text_format(scene->arena, "can't be reached: %s", answer->detail);
	case EXCHANGE_CLOSED:
		return "takes the connection and breaks it off before it has answered";
	case EXCHANGE_TOO_LARGE:
		return "sends more than an RPC answer can hold";
	default:
		return text_format(scene->arena, "was not asked: %s", answer->detail);
	}
}

struct ca_rpc_verdict ca_rpc_unanswered(const struct ca_rpc_scene *scene, const struct place *place,
					const struct rpc_talk *talk)
{
	const enum cause causes[] = {
		[EXCHANGE_NAME_NOT_FOUND] = CAUSE_NET_DNS, [EXCHANGE_NO_FAMILY] = CAUSE_NET_FAMILY,
		[EXCHANGE_REFUSED] = place->blocked,       [EXCHANGE_UNREACHABLE] = CAUSE_NET_UNREACHABLE,
		[EXCHANGE_CLOSED] = CAUSE_RPC_PROTOCOL,    [EXCHANGE_TOO_LARGE] = CAUSE_RPC_PROTOCOL,
		[EXCHANGE_SETUP] = CAUSE_CLIENT_SETUP,
	};
	enum exchange_outcome outcome = talk->answer.outcome;

	if (outcome == EXCHANGE_TIMED_OUT)
		return timed_out(scene, place, talk);
	return (struct ca_rpc_verdict){outcome == EXCHANGE_SETUP ? STATUS_UNKNOWN : STATUS_CRITICAL, causes[outcome],
				       text_format(scene->arena, "%s %s", ca_rpc_place(scene, place, talk->port),
						   unanswered_words(scene, place, &talk->answer))};
}
