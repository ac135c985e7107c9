/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "probe/probe_ca_rpc.h"

#include <string.h>

#include "net/exchange.h"

/* Numbers of the calls of a connection */
enum { CALL_BIND = 1, CALL_MAP = 2 };

/* What a speaker works on: a bind, and on the endpoint mapper a question behind it. */
struct conversation {
	struct arena *arena;
	const struct rpc_interface *bound;    /* with which the connection begins */
	const struct rpc_interface *searched; /* for which the endpoint mapper is asked; NULL: for nothing */
	struct rpc_talk *talk;
	struct endpoint_map *map;
	bool *mapped;
};

static enum exchange_next begin(void *context, struct exchange_turn *turn)
{
	struct conversation *conversation = context;

	turn->send = rpc_bind(conversation->arena, conversation->bound, CALL_BIND);
	return EXCHANGE_SEND;
}

static enum exchange_next take_bind_reply(struct conversation *conversation, const unsigned char *bytes, size_t length,
					  struct exchange_turn *turn)
{
	struct rpc_talk *talk = conversation->talk;

	talk->fault = rpc_bind_reply_parse(bytes, length, CALL_BIND, &talk->reply);
	talk->answered = talk->fault == NULL;
	talk->reply.auth = (struct octets){.bytes = NULL}; /* the bytes are gone after this */
	if (!talk->answered || !rpc_bind_accepted(&talk->reply) || conversation->searched == NULL)
		return EXCHANGE_DONE;
	turn->send = endpoint_map_request(conversation->arena, conversation->searched, CALL_MAP);
	return EXCHANGE_SEND;
}

static enum exchange_next take(void *context, const unsigned char *bytes, size_t length, struct exchange_turn *turn)
{
	struct conversation *conversation = context;
	struct rpc_talk *talk = conversation->talk;
	size_t extent;

	talk->fault = rpc_pdu_extent(bytes, length, &extent);
	if (talk->fault != NULL)
		return EXCHANGE_DONE;
	if (extent == 0 || length < extent)
		return EXCHANGE_WAIT;
	if (!talk->answered)
		return take_bind_reply(conversation, bytes, length, turn);
	talk->fault = endpoint_map_parse(bytes, length, CALL_MAP, conversation->searched, conversation->map);
	*conversation->mapped = talk->fault == NULL;
	return EXCHANGE_DONE;
}

static void hold(const struct run *run, const char *host, struct conversation *conversation)
{
	static const struct exchange_speaker speaker = {.begin = begin, .take = take};
	struct exchange exchange = {
		.host = host,
		.port = conversation->talk->port,
		.message_max = RPC_FRAGMENT_MAX,
		.speaker = &speaker,
		.context = conversation,
	};

	exchange_run(run, &exchange, 1);
	conversation->talk->answer = exchange.answer;
}

static void ask_mapper(const struct run *run, const struct ca_rpc_question *question, struct ca_rpc *facts)
{
	struct conversation conversation = {
		.arena = run->arena,
		.bound = &rpc_endpoint_mapper,
		.searched = &question->interface,
		.talk = &facts->mapper,
		.map = &facts->map,
		.mapped = &facts->mapped,
	};

	facts->mapper.port = question->mapper_port;
	hold(run, question->host, &conversation);
}

static bool bind_service(const struct run *run, const char *host, const struct rpc_interface *interface,
			 struct rpc_talk *talk)
{
	struct conversation conversation = {.arena = run->arena, .bound = interface, .talk = talk};

	if (deadline_left(&run->deadline) <= 0) {
		talk->answer = (struct exchange_answer){
			.outcome = EXCHANGE_TIMED_OUT,
			.phase = EXCHANGE_PHASE_CONNECT,
			.detail = "no time was left",
		};
		return false;
	}
	hold(run, host, &conversation);
	return talk->answered && rpc_bind_accepted(&talk->reply);
}

/* Where the endpoint mapper answered: a name may have several addresses, and the port is of that host. */
static const char *same_host(const struct run *run, const struct ca_rpc_question *question,
			     const struct exchange_answer *answer)
{
	const char *end = answer->address != NULL ? strstr(answer->address, " port ") : NULL;

	return end != NULL ? arena_copy(run->arena, answer->address, (size_t)(end - answer->address)) : question->host;
}

/* Each port gets its share of the time that is left, so that a blocked one does not keep the others from being tried.
 */
static void try_services(const struct run *run, const char *host, const uint16_t *ports, size_t count,
			 struct ca_rpc *facts)
{
	facts->services = arena_allocate(run->arena, count * sizeof *facts->services);
	for (size_t i = 0; i < count && (i == 0 || deadline_left(&run->deadline) > 0); i++) {
		struct rpc_talk *talk = &facts->services[facts->service_count++];
		struct run share = *run;

		share.deadline.ends -= deadline_left(&run->deadline) * (double)(count - i - 1) / (double)(count - i);
		talk->port = ports[i];
		if (bind_service(&share, host, &facts->interface, talk))
			return;
	}
}

struct ca_rpc probe_ca_rpc(const struct run *run, const struct ca_rpc_question *question)
{
	struct ca_rpc facts = {
		.host = text_safe(run->arena, question->host),
		.interface = question->interface,
		.port_given = question->port != 0,
	};
	double began = deadline_elapsed(&run->deadline);

	if (facts.port_given) {
		try_services(run, question->host, &question->port, 1, &facts);
	} else {
		ask_mapper(run, question, &facts);
		if (facts.mapped && !facts.map.fault && facts.map.status == 0)
			try_services(run, same_host(run, question, &facts.mapper.answer), facts.map.ports,
				     facts.map.port_count, &facts);
	}
	facts.total = deadline_elapsed(&run->deadline) - began;
	return facts;
}
