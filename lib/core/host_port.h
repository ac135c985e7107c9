/* SPDX-License-Identifier: GPL-3.0-or-later */
/* HOST[:PORT] as people type it. */
#ifndef CORE_HOST_PORT_H
#define CORE_HOST_PORT_H

#include <stdbool.h>
#include <stdint.h>

#include "core/arena.h"

enum { HOST_LENGTH_MAX = 253 /* RFC 1035 3.1, as text */ };

struct host_port {
	const char *host; /* name or address, IPv6 without brackets; a zone behind a % (RFC 4007 11) */
	uint16_t port;    /* 0: not given */
};

/*
 * Reads HOST, HOST:PORT, IPV6, [IPV6], [IPV6]:PORT, where an IPV6 may have a zone (fe80::1%eth0); nothing is resolved.
 * Returns NULL, or what is wrong, fit to stand behind the text: "is not HOST[:PORT]". Constant.
 */
const char *host_port_parse(const char *text, struct arena *arena, struct host_port *ret_host_port);

/* As a URL has it: "dc1.example.com", "dc1.example.com:3268", "[::1]:3268", "[fe80::1%25eth0]" (RFC 6874 2). */
const char *host_port_text(struct arena *arena, const struct host_port *host_port);

/* Is it a name such as DNS may know, or an IPv4 address? */
bool host_is_name(const char *text);

/* Is it an IPv4 or IPv6 address, the latter without brackets, with or without a zone? */
bool host_is_address(const char *text);

#endif
