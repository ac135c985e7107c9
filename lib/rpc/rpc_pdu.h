/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * DCE/RPC over TCP, connection-oriented (C706 chapter 12, MS-RPCE 2.2.2): the common header, bind and its answers,
 * fault. Read strictly: one fragment, little-endian, exactly the announced length, the call that was asked. Parsers
 * return NULL or what is wrong, fit to follow the server's name ("sends ..."), and fill ret_ only on success; what they
 * return lies in the bytes that they were given.
 */
#ifndef RPC_RPC_PDU_H
#define RPC_RPC_PDU_H

#include "core/octets.h"
#include "core/text.h"
#include "rpc/rpc_interface.h"

enum rpc_type {
	RPC_REQUEST = 0,
	RPC_RESPONSE = 2,
	RPC_FAULT = 3,
	RPC_BIND = 11,
	RPC_BIND_ACK = 12,
	RPC_BIND_NAK = 13,
};

enum {
	RPC_HEADER_LENGTH = 16,
	RPC_FRAGMENT_MAX = 5840, /* what we offer to take: a server that sends more breaks its word */
};

/* --- any PDU --- */

/*
 * How long the PDU is that begins here: *ret_extent is 0 while too few bytes are there to tell. What can't be RPC is
 * told by the first bytes already, so that nobody waits for the rest of a web page.
 */
const char *rpc_pdu_extent(const unsigned char *bytes, size_t length, size_t *ret_extent);

struct rpc_pdu {
	enum rpc_type type;
	struct cursor body; /* counts from the beginning of the PDU, stands behind the header, ends before auth */
	struct octets auth; /* the token of the security provider (NTLM); absent: none */
};

/* bytes: the whole PDU and nothing else. call: the number that was asked with. */
const char *rpc_pdu_parse(const unsigned char *bytes, size_t length, uint32_t call, struct rpc_pdu *ret_pdu);

/* Skips to a multiple of 4 from the beginning of the PDU. */
bool rpc_pdu_align(struct cursor *cursor);

/* The status of a fault. */
const char *rpc_fault_read(struct rpc_pdu *pdu, uint32_t *ret_status);

/* --- builders: in the arena --- */

/* Begins a PDU; rpc_pdu_finish() puts the length in. auth_length: of the token alone. */
void rpc_pdu_begin(struct text_buffer *buffer, enum rpc_type type, uint8_t flags, uint32_t call, uint16_t auth_length);
struct octets rpc_pdu_finish(struct text_buffer *buffer);

/* A bind of one interface with NDR, without authentication. */
struct octets rpc_bind(struct arena *arena, const struct rpc_interface *interface, uint32_t call);

/* The same with a token of NTLM at level connect (MS-RPCE 2.2.1.1.7 and .8): the answer has NTLM's type 2. */
struct octets rpc_bind_ntlm(struct arena *arena, const struct rpc_interface *interface, uint32_t call,
			    const struct octets *token);

/* --- answers to a bind --- */

struct rpc_bind_reply {
	enum rpc_type type;      /* RPC_BIND_ACK, RPC_BIND_NAK or RPC_FAULT */
	uint16_t result, reason; /* RPC_BIND_ACK: of our interface, 0 is accepted; RPC_BIND_NAK: the reason alone */
	uint32_t status;         /* RPC_FAULT */
	struct octets auth;      /* RPC_BIND_ACK to a bind with NTLM */
};

const char *rpc_bind_reply_parse(const unsigned char *bytes, size_t length, uint32_t call,
				 struct rpc_bind_reply *ret_reply);

/* A bind_ack alone says nothing: it also carries refusals. */
bool rpc_bind_accepted(const struct rpc_bind_reply *reply);

/* Is it refused because of too many clients at once? */
bool rpc_bind_congested(const struct rpc_bind_reply *reply);

/* Is it refused because the interface is not served there? */
bool rpc_bind_unknown_interface(const struct rpc_bind_reply *reply);

/* How it was refused: "bind_nak, reason 8: authentication type not recognized". */
const char *rpc_bind_refusal(struct arena *arena, const struct rpc_bind_reply *reply);

#endif
