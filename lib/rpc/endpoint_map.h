/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The endpoint mapper's ept_map (C706 appendix O, MS-RPCE 2.2.1.2.5): at which TCP ports is an interface served? The
 * answer is one list of towers, each a list of floors; every length in it comes from outside.
 */
#ifndef RPC_ENDPOINT_MAP_H
#define RPC_ENDPOINT_MAP_H

#include "rpc/rpc_pdu.h"

enum {
	ENDPOINT_MAPPER_PORT = 135,
	ENDPOINT_TOWERS_WANTED = 8,
	ENDPOINT_TOWERS_MAX = 64, /* of an answer; more is a sentence */
};

#define ENDPOINT_NOT_REGISTERED 0x16c9a0d6u /* ept_s_not_registered */
#define RPC_ACCESS_DENIED 0x00000005u
#define RPC_SECURITY_PACKAGE 0x00000721u /* RPC_S_SEC_PKG_ERROR */

struct endpoint_map {
	bool fault;                          /* the call itself failed: status is the fault's */
	uint32_t status;                     /* 0: found */
	size_t towers;                       /* of any kind */
	uint16_t ports[ENDPOINT_TOWERS_MAX]; /* of towers by TCP for the interface, each once, in the mapper's order */
	size_t port_count;
};

/* The request for an interface by TCP, with NDR. */
struct octets endpoint_map_request(struct arena *arena, const struct rpc_interface *interface, uint32_t call);

/* The answer, which may be a fault. Returns NULL or what is wrong, fit to follow the server's name. */
const char *endpoint_map_parse(const unsigned char *bytes, size_t length, uint32_t call,
			       const struct rpc_interface *interface, struct endpoint_map *ret_map);

#endif
