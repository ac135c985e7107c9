/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names to addresses, several at once and under the run's deadline, which the resolver itself does not know. */
#ifndef NET_RESOLVE_H
#define NET_RESOLVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

#include "core/plugin.h"

enum { RESOLVE_ADDRESSES_MAX = 8 };

enum resolve_outcome { RESOLVE_FOUND, RESOLVE_NOT_FOUND, RESOLVE_TIMED_OUT, RESOLVE_SETUP };

struct resolve_address {
	struct sockaddr_storage address;
	socklen_t length;
	const char *text; /* "192.0.2.1 port 135"; fit to print */
};

struct resolve_name {
	const char *host; /* name or address, IPv6 without brackets */
	uint16_t port;
	/* filled by resolve_all */
	enum resolve_outcome outcome;
	const char *detail; /* why not, fit to follow a colon; "" if found */
	struct resolve_address *addresses;
	size_t count;
	double seconds;
};

/* The run's address family as getaddrinfo() wants it. */
int resolve_family(const struct run *run);

/* Addresses need no thread; each name gets one. Keeps to the run's address family. */
void resolve_all(const struct run *run, struct resolve_name *names, size_t count);

#endif
