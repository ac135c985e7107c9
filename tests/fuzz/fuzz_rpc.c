/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers of RPC servers: as the answer to a bind and to the question for endpoints, whatever call they name. */
#include "rpc/endpoint_map.h"
#include "target.h"

static uint32_t call_of(const uint8_t *bytes, size_t length)
{
	return length < RPC_HEADER_LENGTH
		       ? 0
		       : bytes[12] | (uint32_t)bytes[13] << 8 | (uint32_t)bytes[14] << 16 | (uint32_t)bytes[15] << 24;
}

/* A PDU that is read is as long as it says, and names the call. */
static void as_pdu(const uint8_t *bytes, size_t length)
{
	struct rpc_pdu pdu;
	size_t extent;
	const char *wrong = rpc_pdu_extent(bytes, length, &extent);
	uint32_t call = call_of(bytes, length);

	HOLDS(wrong == NULL || (is_fit(wrong) && extent == 0));
	HOLDS(extent == 0 || (extent >= RPC_HEADER_LENGTH && extent <= RPC_FRAGMENT_MAX));
	if (rpc_pdu_parse(bytes, length, call, &pdu) != NULL)
		return;
	HOLDS(extent == length);
	HOLDS(pdu.body.length <= length && pdu.body.offset == RPC_HEADER_LENGTH);
	HOLDS(pdu.auth.length == 0 || pdu.auth.bytes + pdu.auth.length == bytes + length);
	HOLDS(rpc_pdu_parse(bytes, length, call + 1, &pdu) != NULL);
}

static void as_bind_reply(const uint8_t *bytes, size_t length, struct arena *arena)
{
	struct rpc_bind_reply reply;
	const char *wrong = rpc_bind_reply_parse(bytes, length, call_of(bytes, length), &reply);

	HOLDS(wrong == NULL || is_fit(wrong));
	if (wrong != NULL)
		return;
	HOLDS(is_fit(rpc_bind_refusal(arena, &reply)));
	HOLDS(!rpc_bind_accepted(&reply) || !(rpc_bind_congested(&reply) || rpc_bind_unknown_interface(&reply)));
}

static void as_map(const uint8_t *bytes, size_t length)
{
	struct endpoint_map map;
	const char *wrong = endpoint_map_parse(bytes, length, call_of(bytes, length), &rpc_icpr, &map);

	HOLDS(wrong == NULL || is_fit(wrong));
	if (wrong != NULL)
		return;
	HOLDS(map.port_count <= map.towers && map.towers <= ENDPOINT_TOWERS_MAX);
	for (size_t i = 0; i < map.port_count; i++)
		HOLDS(map.ports[i] != 0);
}

/* What is read is written back alike. */
static void as_interface(const uint8_t *bytes, size_t length, struct arena *arena)
{
	struct rpc_interface interface, again;
	const char *shown;

	if (rpc_interface_parse(arena_copy(arena, bytes, length), &interface) != NULL)
		return;
	shown = text_format(arena, "%s/%u.%u", uuid_text(arena, &interface.uuid), interface.major, interface.minor);
	HOLDS(rpc_interface_parse(shown, &again) == NULL && rpc_interface_equal(&interface, &again));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct arena *arena = arena_create("out of memory\n");

	as_pdu(bytes, length);
	as_bind_reply(bytes, length, arena);
	as_map(bytes, length);
	as_interface(bytes, length, arena);
	arena_destroy(arena);
	return 0;
}
