/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rpc/rpc_write.h"

void rpc_write_u8(struct text_buffer *buffer, uint8_t value)
{
	text_append_bytes(buffer, (const char *)&value, 1);
}

void rpc_write_u16(struct text_buffer *buffer, uint16_t value)
{
	rpc_write_u8(buffer, (uint8_t)(value & 0xFF));
	rpc_write_u8(buffer, (uint8_t)(value >> 8));
}

void rpc_write_u32(struct text_buffer *buffer, uint32_t value)
{
	rpc_write_u16(buffer, (uint16_t)(value & 0xFFFF));
	rpc_write_u16(buffer, (uint16_t)(value >> 16));
}

void rpc_write_zeros(struct text_buffer *buffer, size_t count)
{
	while (count-- > 0)
		rpc_write_u8(buffer, 0);
}

void rpc_write_interface(struct text_buffer *buffer, const struct rpc_interface *interface)
{
	text_append_bytes(buffer, (const char *)interface->uuid.bytes, sizeof interface->uuid.bytes);
	rpc_write_u16(buffer, interface->major);
	rpc_write_u16(buffer, interface->minor);
}

void rpc_write_padding(struct text_buffer *buffer)
{
	rpc_write_zeros(buffer, -buffer->length % 4);
}
