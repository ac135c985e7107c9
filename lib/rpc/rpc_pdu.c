/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rpc/rpc_pdu.h"

#include "rpc/rpc_write.h"

/* Of the header's flags */
enum { FIRST_FRAGMENT = 0x01, LAST_FRAGMENT = 0x02, WHOLE = FIRST_FRAGMENT | LAST_FRAGMENT, SIGNS_HEADER = 0x04 };

enum {
	LENGTH_OFFSET = 8,
	TRAILER_LENGTH = 8, /* stands in front of a token */
	AUTH_NTLM = 10,
	AUTH_LEVEL_CONNECT = 2,
	LITTLE_ENDIAN_ASCII = 0x10,
};

/* --- any PDU --- */

struct header {
	uint8_t major, minor, type, flags;
	struct octets representation;
	uint16_t length, auth_length;
	uint32_t call;
};

static bool read_header(struct cursor *cursor, struct header *ret_header)
{
	return cursor_u8(cursor, &ret_header->major) && cursor_u8(cursor, &ret_header->minor) &&
	       cursor_u8(cursor, &ret_header->type) && cursor_u8(cursor, &ret_header->flags) &&
	       cursor_take(cursor, 4, &ret_header->representation) && cursor_u16le(cursor, &ret_header->length) &&
	       cursor_u16le(cursor, &ret_header->auth_length) && cursor_u32le(cursor, &ret_header->call);
}

const char *rpc_pdu_extent(const unsigned char *bytes, size_t length, size_t *ret_extent)
{
	struct cursor cursor = cursor_over(bytes, length);
	struct header header;

	*ret_extent = 0;
	if ((length > 0 && bytes[0] != 5) || (length > 1 && bytes[1] != 0))
		return "sends something that is not RPC of version 5.0";
	if (length > 4 && bytes[4] >> 4 != LITTLE_ENDIAN_ASCII >> 4)
		return "sends RPC with big-endian numbers, which no Windows does";
	if (!read_header(&cursor, &header))
		return NULL;
	if (header.length < RPC_HEADER_LENGTH || header.length > RPC_FRAGMENT_MAX)
		return "announces an RPC message of an impossible length";
	*ret_extent = header.length;
	return NULL;
}

/* Cuts the token, and the trailer and padding in front of it, off the body. */
static const char *cut_auth(struct rpc_pdu *pdu, const unsigned char *bytes, size_t auth_length)
{
	struct cursor *body = &pdu->body;
	size_t padding;

	if (auth_length == 0)
		return NULL;
	if (cursor_left(body) < TRAILER_LENGTH || cursor_left(body) - TRAILER_LENGTH < auth_length)
		return "sends an RPC message whose authentication is longer than the message";
	pdu->auth = (struct octets){bytes + body->length - auth_length, auth_length};
	body->length -= auth_length + TRAILER_LENGTH;
	padding = bytes[body->length + 2];
	if (cursor_left(body) < padding)
		return "sends an RPC message whose padding is longer than the message";
	body->length -= padding;
	return NULL;
}

const char *rpc_pdu_parse(const unsigned char *bytes, size_t length, uint32_t call, struct rpc_pdu *ret_pdu)
{
	struct rpc_pdu pdu = {.body = cursor_over(bytes, length)};
	struct header header;
	size_t extent;
	const char *wrong = rpc_pdu_extent(bytes, length, &extent);

	if (wrong != NULL)
		return wrong;
	if (extent == 0 || length < extent)
		return "sends an RPC message that ends too early";
	if (length > extent)
		return "sends more than the RPC message that it announces";
	read_header(&pdu.body, &header);
	if ((header.flags & WHOLE) != WHOLE)
		return "sends its RPC answer in fragments, although it is short";
	if (header.call != call)
		return "answers another RPC call than the one that was made";
	pdu.type = (enum rpc_type)header.type;
	wrong = cut_auth(&pdu, bytes, header.auth_length);
	if (wrong == NULL)
		*ret_pdu = pdu;
	return wrong;
}

bool rpc_pdu_align(struct cursor *cursor)
{
	return cursor_skip(cursor, -cursor->offset % 4);
}

/* Allocation hint, context, cancel count and a reserved byte stand in front; nothing is known of what may follow. */
const char *rpc_fault_read(struct rpc_pdu *pdu, uint32_t *ret_status)
{
	uint32_t status;

	if (!cursor_skip(&pdu->body, 8) || !cursor_u32le(&pdu->body, &status))
		return "sends an RPC fault without a status";
	*ret_status = status;
	return NULL;
}

/* --- builders --- */

void rpc_pdu_begin(struct text_buffer *buffer, enum rpc_type type, uint8_t flags, uint32_t call, uint16_t auth_length)
{
	rpc_write_u8(buffer, 5);
	rpc_write_u8(buffer, 0);
	rpc_write_u8(buffer, (uint8_t)type);
	rpc_write_u8(buffer, (uint8_t)(WHOLE | flags));
	rpc_write_u32(buffer, LITTLE_ENDIAN_ASCII);
	rpc_write_u16(buffer, 0); /* the length: rpc_pdu_finish() */
	rpc_write_u16(buffer, auth_length);
	rpc_write_u32(buffer, call);
}

struct octets rpc_pdu_finish(struct text_buffer *buffer)
{
	buffer->data[LENGTH_OFFSET] = (char)(buffer->length & 0xFF);
	buffer->data[LENGTH_OFFSET + 1] = (char)(buffer->length >> 8 & 0xFF);
	return (struct octets){(const unsigned char *)buffer->data, buffer->length};
}

/* One context with one transfer syntax; association group 0 is a new one. */
static void write_bind_body(struct text_buffer *buffer, const struct rpc_interface *interface)
{
	rpc_write_u16(buffer, RPC_FRAGMENT_MAX);
	rpc_write_u16(buffer, RPC_FRAGMENT_MAX);
	rpc_write_u32(buffer, 0);
	rpc_write_u32(buffer, 1); /* number of contexts, three reserved bytes */
	rpc_write_u16(buffer, 0); /* number of the context */
	rpc_write_u16(buffer, 1); /* of its transfer syntaxes */
	rpc_write_interface(buffer, interface);
	rpc_write_interface(buffer, &rpc_ndr);
}

struct octets rpc_bind(struct arena *arena, const struct rpc_interface *interface, uint32_t call)
{
	struct text_buffer buffer = {.arena = arena};

	rpc_pdu_begin(&buffer, RPC_BIND, 0, call, 0);
	write_bind_body(&buffer, interface);
	return rpc_pdu_finish(&buffer);
}

struct octets rpc_bind_ntlm(struct arena *arena, const struct rpc_interface *interface, uint32_t call,
			    const struct octets *token)
{
	struct text_buffer buffer = {.arena = arena};

	rpc_pdu_begin(&buffer, RPC_BIND, SIGNS_HEADER, call, (uint16_t)token->length);
	write_bind_body(&buffer, interface);
	rpc_write_u8(&buffer, AUTH_NTLM);
	rpc_write_u8(&buffer, AUTH_LEVEL_CONNECT);
	rpc_write_u16(&buffer, 0); /* no padding; reserved */
	rpc_write_u32(&buffer, 0); /* number of the security context */
	text_append_bytes(&buffer, (const char *)token->bytes, token->length);
	return rpc_pdu_finish(&buffer);
}
