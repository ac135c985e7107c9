/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the builders of PDUs write with: a text_buffer takes any bytes. Numbers are little-endian. */
#ifndef RPC_RPC_WRITE_H
#define RPC_RPC_WRITE_H

#include "core/text.h"
#include "rpc/rpc_interface.h"

void rpc_write_u8(struct text_buffer *buffer, uint8_t value);
void rpc_write_u16(struct text_buffer *buffer, uint16_t value);
void rpc_write_u32(struct text_buffer *buffer, uint32_t value);
void rpc_write_zeros(struct text_buffer *buffer, size_t count);

/* UUID, major, minor. */
void rpc_write_interface(struct text_buffer *buffer, const struct rpc_interface *interface);

/* Zeros up to a multiple of 4 from the beginning of the PDU. */
void rpc_write_padding(struct text_buffer *buffer);

#endif
