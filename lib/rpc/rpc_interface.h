/* SPDX-License-Identifier: GPL-3.0-or-later */
/* RPC interfaces, a UUID and a version, as text and as on the wire (MS-RPCE 2.2.2.10). */
#ifndef RPC_RPC_INTERFACE_H
#define RPC_RPC_INTERFACE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/arena.h"
#include "core/cursor.h"
#include "core/uuid.h"

/* An interface, or a transfer syntax: both have a version. */
struct rpc_interface {
	struct uuid uuid;
	uint16_t major, minor;
};

extern const struct rpc_interface rpc_icpr;            /* enrolment at a CA (MS-ICPR 1.9) */
extern const struct rpc_interface rpc_endpoint_mapper; /* MS-RPCE 2.2.1.2 */
extern const struct rpc_interface rpc_ndr;             /* the only transfer syntax that is offered */

/*
 * "icpr", a UUID or UUID/MAJOR.MINOR, in any case. Without a version it is the one that a well-known interface has,
 * such as 4.0 of replication (MS-DRSR), else 0.0. Returns NULL or what is wrong.
 */
const char *rpc_interface_parse(const char *text, struct rpc_interface *ret_interface);

/* As a transfer syntax stands in a bind_ack: UUID, major, minor. */
bool rpc_interface_read(struct cursor *cursor, struct rpc_interface *ret_interface);
bool rpc_interface_equal(const struct rpc_interface *one, const struct rpc_interface *other);

/* "ICPR" or "e3514235-4b06-11d1-ab04-00c04fc2dcd2 version 4.0" */
const char *rpc_interface_text(struct arena *arena, const struct rpc_interface *interface);

#endif
