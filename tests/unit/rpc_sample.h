/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers of an RPC server, made byte by byte, so that each of them can be made wrong. */
#ifndef RPC_SAMPLE_H
#define RPC_SAMPLE_H

#include "suite.h"

#include "rpc/endpoint_map.h"
#include "rpc/rpc_write.h"

enum { SAMPLE_CALL = 7, SAMPLE_PORT = 49197 };

/* An exact-size copy that may be written to. */
static inline unsigned char *copy_of(struct arena *arena, struct octets octets)
{
	unsigned char *copy = arena_allocate(arena, octets.length);

	memcpy(copy, octets.bytes, octets.length);
	return copy;
}

static inline void begin_sample(struct text_buffer *buffer, struct arena *arena, enum rpc_type type)
{
	*buffer = (struct text_buffer){.arena = arena};
	rpc_pdu_begin(buffer, type, 0, SAMPLE_CALL, 0);
}

/* address: with its NUL; its length is what is told. */
static inline struct octets sample_ack(struct arena *arena, uint16_t result, uint16_t reason, const char *address)
{
	static const struct rpc_interface nothing;
	struct text_buffer buffer;

	begin_sample(&buffer, arena, RPC_BIND_ACK);
	rpc_write_u16(&buffer, RPC_FRAGMENT_MAX);
	rpc_write_u16(&buffer, RPC_FRAGMENT_MAX);
	rpc_write_u32(&buffer, 0x1234);
	rpc_write_u16(&buffer, (uint16_t)(strlen(address) + 1));
	text_append_bytes(&buffer, address, strlen(address) + 1);
	rpc_write_padding(&buffer);
	rpc_write_u32(&buffer, 1);
	rpc_write_u16(&buffer, result);
	rpc_write_u16(&buffer, reason);
	rpc_write_interface(&buffer, result == 0 ? &rpc_ndr : &nothing);
	return rpc_pdu_finish(&buffer);
}

static inline struct octets sample_nak(struct arena *arena, uint16_t reason)
{
	struct text_buffer buffer;

	begin_sample(&buffer, arena, RPC_BIND_NAK);
	rpc_write_u16(&buffer, reason);
	rpc_write_zeros(&buffer, 3);
	return rpc_pdu_finish(&buffer);
}

static inline struct octets sample_fault(struct arena *arena, uint32_t status)
{
	struct text_buffer buffer;

	begin_sample(&buffer, arena, RPC_FAULT);
	rpc_write_zeros(&buffer, 8);
	rpc_write_u32(&buffer, status);
	rpc_write_u32(&buffer, 0);
	return rpc_pdu_finish(&buffer);
}

/* What a tower is made of. */
struct tower_sample {
	const struct rpc_interface *interface;
	uint8_t transport; /* 7: TCP */
	uint16_t port, floors;
};

static inline void sample_floor(struct text_buffer *buffer, const char *left, size_t left_length, const char *right,
				size_t right_length)
{
	rpc_write_u16(buffer, (uint16_t)left_length);
	text_append_bytes(buffer, left, left_length);
	rpc_write_u16(buffer, (uint16_t)right_length);
	text_append_bytes(buffer, right, right_length);
}

static inline void sample_uuid_floor(struct text_buffer *buffer, const struct rpc_interface *interface)
{
	struct text_buffer left = {.arena = buffer->arena};

	rpc_write_u8(&left, 0x0d);
	rpc_write_interface(&left, interface);
	sample_floor(buffer, left.data, left.length - 2, left.data + left.length - 2, 2);
}

static inline struct text_buffer sample_tower(struct arena *arena, const struct tower_sample *sample)
{
	struct text_buffer tower = {.arena = arena};
	const char transport = (char)sample->transport;
	const char port[] = {(char)(sample->port >> 8), (char)(sample->port & 0xFF)};

	rpc_write_u16(&tower, sample->floors);
	sample_uuid_floor(&tower, sample->interface);
	sample_uuid_floor(&tower, &rpc_ndr);
	sample_floor(&tower, "\x0b", 1, "\0", 2);
	sample_floor(&tower, &transport, 1, port, 2);
	sample_floor(&tower, "\x09", 1, "\xCB\0\x71\1", 4);
	return tower;
}

/* Towers one behind the other, and the status. */
static inline struct octets sample_map(struct arena *arena, const struct tower_sample *samples, size_t count,
				       uint32_t status)
{
	struct text_buffer buffer;

	begin_sample(&buffer, arena, RPC_RESPONSE);
	rpc_write_zeros(&buffer, 8 + 20);
	rpc_write_u32(&buffer, (uint32_t)count);
	rpc_write_u32(&buffer, count > 8 ? (uint32_t)count : 8);
	rpc_write_u32(&buffer, 0);
	rpc_write_u32(&buffer, (uint32_t)count);
	for (uint32_t i = 0; i < count; i++)
		rpc_write_u32(&buffer, 3 + i);
	for (size_t i = 0; i < count; i++) {
		struct text_buffer tower = sample_tower(arena, &samples[i]);

		rpc_write_u32(&buffer, (uint32_t)tower.length);
		rpc_write_u32(&buffer, (uint32_t)tower.length);
		text_append_bytes(&buffer, tower.data, tower.length);
		rpc_write_padding(&buffer);
	}
	rpc_write_u32(&buffer, status);
	return rpc_pdu_finish(&buffer);
}

#endif
