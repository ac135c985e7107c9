/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers to a bind: bind_ack, bind_nak or a fault. */
#include "core/array.h"
#include "rpc/rpc_pdu.h"

static const char *read_result(struct cursor *body, struct rpc_bind_reply *reply)
{
	struct rpc_interface syntax;
	uint8_t count;

	if (!cursor_u8(body, &count) || !cursor_skip(body, 3))
		return "sends a bind_ack that ends before its results";
	if (count != 1)
		return "sends a bind_ack with another number of results than interfaces that were asked for";
	if (!cursor_u16le(body, &reply->result) || !cursor_u16le(body, &reply->reason) ||
	    !rpc_interface_read(body, &syntax))
		return "sends a bind_ack that ends inside its result";
	if (reply->result == 0 && !rpc_interface_equal(&syntax, &rpc_ndr))
		return "accepts a bind with a transfer syntax that was not offered";
	return cursor_left(body) == 0 ? NULL : "sends a bind_ack with bytes behind its result";
}

/* Fragment sizes and association group, the secondary address, the results. */
static const char *read_ack(struct rpc_pdu *pdu, struct rpc_bind_reply *reply)
{
	struct cursor *body = &pdu->body;
	uint16_t address_length;

	if (!cursor_skip(body, 8) || !cursor_u16le(body, &address_length))
		return "sends a bind_ack that ends before its address";
	if (!cursor_skip(body, address_length) || !rpc_pdu_align(body))
		return "sends a bind_ack whose address is longer than the message";
	reply->auth = pdu->auth;
	return read_result(body, reply);
}

static const char *read_reply(struct rpc_pdu *pdu, struct rpc_bind_reply *reply)
{
	switch (pdu->type) {
	case RPC_BIND_ACK:
		return read_ack(pdu, reply);
	case RPC_BIND_NAK:
		return cursor_u16le(&pdu->body, &reply->reason) ? NULL : "sends a bind_nak without a reason";
	case RPC_FAULT:
		return rpc_fault_read(pdu, &reply->status);
	default:
		return "answers a bind with another kind of RPC message";
	}
}

const char *rpc_bind_reply_parse(const unsigned char *bytes, size_t length, uint32_t call,
				 struct rpc_bind_reply *ret_reply)
{
	struct rpc_bind_reply reply = {.result = 0};
	struct rpc_pdu pdu;
	const char *wrong = rpc_pdu_parse(bytes, length, call, &pdu);

	if (wrong != NULL)
		return wrong;
	reply.type = pdu.type;
	wrong = read_reply(&pdu, &reply);
	if (wrong == NULL)
		*ret_reply = reply;
	return wrong;
}

bool rpc_bind_accepted(const struct rpc_bind_reply *reply)
{
	return reply->type == RPC_BIND_ACK && reply->result == 0;
}

enum { RESULT_PROVIDER_REJECTION = 2 };
enum { ACK_REASON_NOT_GIVEN, ACK_REASON_INTERFACE, ACK_REASON_SYNTAXES, ACK_REASON_LIMIT };
enum { NAK_REASON_CONGESTION = 1, NAK_REASON_LIMIT = 2 };

bool rpc_bind_congested(const struct rpc_bind_reply *reply)
{
	if (reply->type == RPC_BIND_ACK)
		return reply->result == RESULT_PROVIDER_REJECTION && reply->reason == ACK_REASON_LIMIT;
	return reply->type == RPC_BIND_NAK &&
	       (reply->reason == NAK_REASON_CONGESTION || reply->reason == NAK_REASON_LIMIT);
}

bool rpc_bind_unknown_interface(const struct rpc_bind_reply *reply)
{
	return reply->type == RPC_BIND_ACK && reply->result == RESULT_PROVIDER_REJECTION &&
	       reply->reason == ACK_REASON_INTERFACE;
}

/* C706 12.6.3.1, p_provider_reason_t */
static const char *ack_words(uint16_t reason)
{
	static const char *const words[] = {
		[ACK_REASON_NOT_GIVEN] = "no reason given",
		[ACK_REASON_INTERFACE] = "the interface is not served there",
		[ACK_REASON_SYNTAXES] = "the transfer syntax is not spoken there",
		[ACK_REASON_LIMIT] = "too many clients",
	};

	return reason < ARRAY_LENGTH(words) ? words[reason] : "unknown reason";
}

/* C706 12.6.3.1, p_reject_reason_t; 8 and 9: MS-RPCE 2.2.2.5 */
static const char *nak_words(uint16_t reason)
{
	static const char *const words[] = {
		"no reason given",
		"temporary congestion",
		"too many clients",
		"unknown address",
		"the protocol version is not spoken there",
		"no default context",
		"user data not readable",
		"no access point",
		"authentication type not recognized",
		"invalid checksum",
	};

	return reason < ARRAY_LENGTH(words) ? words[reason] : "unknown reason";
}

const char *rpc_bind_refusal(struct arena *arena, const struct rpc_bind_reply *reply)
{
	switch (reply->type) {
	case RPC_BIND_ACK:
		return text_format(arena, "result %u, reason %u: %s", reply->result, reply->reason,
				   ack_words(reply->reason));
	case RPC_BIND_NAK:
		return text_format(arena, "bind_nak, reason %u: %s", reply->reason, nak_words(reply->reason));
	default:
		return text_format(arena, "fault 0x%08X", (unsigned)reply->status);
	}
}
