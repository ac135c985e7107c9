/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rpc/endpoint_map.h"

#include <string.h>

#include "rpc/rpc_write.h"

enum { OPERATION_MAP = 3, HANDLE_LENGTH = 20, TOWER_LENGTH = 75, RESPONSE_HEAD = 8, HINT_OFFSET = 16 };

/* What a floor is about: the first byte of its left side. */
enum { FLOOR_UUID = 0x0d, FLOOR_RPC = 0x0b, FLOOR_TCP = 0x07, FLOOR_IP = 0x09 };

/* --- the request --- */

/* UUID and major version on the left side, the minor one on the right. */
static void write_uuid_floor(struct text_buffer *buffer, const struct rpc_interface *interface)
{
	rpc_write_u16(buffer, 1 + sizeof interface->uuid.bytes + 2);
	rpc_write_u8(buffer, FLOOR_UUID);
	text_append_bytes(buffer, (const char *)interface->uuid.bytes, sizeof interface->uuid.bytes);
	rpc_write_u16(buffer, interface->major);
	rpc_write_u16(buffer, 2);
	rpc_write_u16(buffer, interface->minor);
}

static void write_floor(struct text_buffer *buffer, uint8_t protocol, const char *right, uint16_t length)
{
	rpc_write_u16(buffer, 1);
	rpc_write_u8(buffer, protocol);
	rpc_write_u16(buffer, length);
	text_append_bytes(buffer, right, length);
}

/* Port and address are what a caller does not know yet. */
static void write_tower(struct text_buffer *buffer, const struct rpc_interface *interface)
{
	static const char port[] = {ENDPOINT_MAPPER_PORT >> 8, (char)(ENDPOINT_MAPPER_PORT & 0xFF)};

	rpc_write_u16(buffer, 5);
	write_uuid_floor(buffer, interface);
	write_uuid_floor(buffer, &rpc_ndr);
	write_floor(buffer, FLOOR_RPC, "\0", 2);
	write_floor(buffer, FLOOR_TCP, port, sizeof port);
	write_floor(buffer, FLOOR_IP, "\0\0\0", 4);
}

struct octets endpoint_map_request(struct arena *arena, const struct rpc_interface *interface, uint32_t call)
{
	struct text_buffer buffer = {.arena = arena};

	rpc_pdu_begin(&buffer, RPC_REQUEST, 0, call, 0);
	rpc_write_u32(&buffer, 0); /* allocation hint, below */
	rpc_write_u16(&buffer, 0); /* context */
	rpc_write_u16(&buffer, OPERATION_MAP);
	rpc_write_u32(&buffer, 1); /* pointer to the object: any */
	rpc_write_zeros(&buffer, sizeof interface->uuid.bytes);
	rpc_write_u32(&buffer, 2); /* pointer to the tower */
	rpc_write_u32(&buffer, TOWER_LENGTH);
	rpc_write_u32(&buffer, TOWER_LENGTH);
	write_tower(&buffer, interface);
	rpc_write_padding(&buffer);
	rpc_write_zeros(&buffer, HANDLE_LENGTH);
	rpc_write_u32(&buffer, ENDPOINT_TOWERS_WANTED);
	buffer.data[HINT_OFFSET] = (char)(buffer.length - RPC_HEADER_LENGTH - RESPONSE_HEAD);
	return rpc_pdu_finish(&buffer);
}

/* --- towers --- */

struct floor {
	uint8_t protocol;
	struct cursor left, right; /* left: behind the protocol */
};

static bool read_floor(struct cursor *tower, struct floor *ret_floor)
{
	uint16_t left, right;

	return cursor_u16le(tower, &left) && cursor_part(tower, left, &ret_floor->left) &&
	       cursor_u16le(tower, &right) && cursor_part(tower, right, &ret_floor->right) &&
	       cursor_u8(&ret_floor->left, &ret_floor->protocol);
}

static bool is_uuid(struct floor floor, const struct uuid *wanted)
{
	struct uuid uuid;

	return floor.protocol == FLOOR_UUID && uuid_read(&floor.left, &uuid) && uuid_equal(&uuid, wanted);
}

/* What the floors of a tower must be, in their order, to give a port. */
struct ascent {
	const struct rpc_interface *interface;
	uint16_t port; /* 0: it is no tower by TCP */
	bool strange;  /* a floor was another one */
};

static void climb(struct ascent *ascent, size_t level, struct floor floor)
{
	switch (level) {
	case 0:
		ascent->strange |= !is_uuid(floor, &ascent->interface->uuid);
		break;
	case 1:
		ascent->strange |= !is_uuid(floor, &rpc_ndr.uuid);
		break;
	case 2:
		ascent->strange |= floor.protocol != FLOOR_RPC;
		break;
	case 3:
		ascent->strange |= floor.protocol != FLOOR_TCP || !cursor_u16be(&floor.right, &ascent->port);
		break;
	default:
		break;
	}
}

static const char *read_floors(struct cursor *tower, struct ascent *ascent)
{
	struct floor floor;
	uint16_t count;

	if (!cursor_u16le(tower, &count))
		return "sends an endpoint without floors";
	for (size_t level = 0; level < count; level++) {
		if (!read_floor(tower, &floor))
			return "sends an endpoint whose floors reach beyond its end";
		climb(ascent, level, floor);
	}
	return cursor_left(tower) == 0 ? NULL : "sends an endpoint with bytes behind its floors";
}

static void add_port(struct endpoint_map *map, uint16_t port)
{
	for (size_t i = 0; i < map->port_count; i++)
		if (map->ports[i] == port)
			return;
	map->ports[map->port_count++] = port;
}

static const char *read_tower(struct cursor *body, const struct rpc_interface *interface, struct endpoint_map *map)
{
	struct ascent ascent = {.interface = interface};
	struct cursor tower;
	uint32_t most, length;
	const char *wrong;

	if (!rpc_pdu_align(body) || !cursor_u32le(body, &most) || !cursor_u32le(body, &length) ||
	    !cursor_part(body, length, &tower))
		return "sends an endpoint that reaches beyond the message";
	if (most != length)
		return "sends an endpoint with two lengths that differ";
	wrong = read_floors(&tower, &ascent);
	if (wrong != NULL)
		return wrong;
	map->towers++;
	if (!ascent.strange && ascent.port != 0)
		add_port(map, ascent.port);
	return NULL;
}

/* --- the response --- */

/* The list's head: how many towers there are. *ret_slots: with the empty ones. */
static const char *read_head(struct cursor *body, uint32_t *ret_slots)
{
	uint32_t towers, most, offset;

	if (!cursor_skip(body, RESPONSE_HEAD + HANDLE_LENGTH) || !cursor_u32le(body, &towers) ||
	    !cursor_u32le(body, &most) || !cursor_u32le(body, &offset) || !cursor_u32le(body, ret_slots))
		return "sends a list of endpoints that ends before it begins";
	if (*ret_slots > ENDPOINT_TOWERS_MAX)
		return "sends a list of more endpoints than anybody has";
	if (offset != 0 || *ret_slots > most || *ret_slots != towers)
		return "sends a list of endpoints whose numbers contradict each other";
	return NULL;
}

static const char *read_towers(struct cursor *body, uint32_t slots, const struct rpc_interface *interface,
			       struct endpoint_map *map)
{
	size_t present = 0;
	uint32_t pointer;
	const char *wrong = NULL;

	for (uint32_t i = 0; i < slots; i++) {
		if (!cursor_u32le(body, &pointer))
			return "sends a list of endpoints that ends too early";
		present += pointer != 0;
	}
	for (size_t i = 0; i < present && wrong == NULL; i++)
		wrong = read_tower(body, interface, map);
	return wrong;
}

static const char *read_response(struct cursor *body, const struct rpc_interface *interface, struct endpoint_map *map)
{
	uint32_t slots;
	const char *wrong = read_head(body, &slots);

	if (wrong == NULL)
		wrong = read_towers(body, slots, interface, map);
	if (wrong != NULL)
		return wrong;
	if (!rpc_pdu_align(body) || !cursor_u32le(body, &map->status))
		return "sends a list of endpoints without a status behind it";
	return cursor_left(body) == 0 ? NULL : "sends bytes behind the list of endpoints";
}

const char *endpoint_map_parse(const unsigned char *bytes, size_t length, uint32_t call,
			       const struct rpc_interface *interface, struct endpoint_map *ret_map)
{
	struct endpoint_map map = {.status = 0};
	struct rpc_pdu pdu;
	const char *wrong = rpc_pdu_parse(bytes, length, call, &pdu);

	if (wrong != NULL)
		return wrong;
	map.fault = pdu.type == RPC_FAULT;
	if (map.fault)
		wrong = rpc_fault_read(&pdu, &map.status);
	else if (pdu.type == RPC_RESPONSE)
		wrong = read_response(&pdu.body, interface, &map);
	else
		wrong = "answers the question for endpoints with another kind of RPC message";
	if (wrong == NULL)
		*ret_map = map;
	return wrong;
}
