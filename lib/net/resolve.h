/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names to addresses, several at once, beside what else goes on: the resolver itself knows no deadline. */
#ifndef NET_RESOLVE_H
#define NET_RESOLVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

#include "core/plugin.h"

enum { RESOLVE_ADDRESSES_MAX = 8 };

enum resolve_outcome { RESOLVE_PENDING, RESOLVE_FOUND, RESOLVE_NOT_FOUND, RESOLVE_NO_FAMILY, RESOLVE_SETUP };

struct resolve_address {
	struct sockaddr_storage address;
	socklen_t length;
	const char *text; /* "192.0.2.1 port 135"; fit to print */
};

struct resolve_name {
	const char *host; /* name or address, IPv6 without brackets */
	uint16_t port;
	/* filled when its lookup has ended */
	enum resolve_outcome outcome;
	const char *detail; /* why not, fit to follow a colon; "" if found */
	struct resolve_address *addresses;
	size_t count;
};

/* Lookups that go on. */
struct resolution;

/* The run's address family as getaddrinfo() wants it. */
int resolve_family(const struct run *run);

/* "it has no IPv6 address (-6)"; family is not AF_UNSPEC. */
const char *resolve_none_of(int family);

/*
 * After a lookup that kept to family and failed with code: has the name addresses of the other one only? Returns NULL
 * or resolve_none_of. Blocks, as getaddrinfo() does.
 */
const char *resolve_lacking(const char *host, int family, int code);

/*
 * Begins to look up all names, and keeps to the run's address family. Addresses are found at once; each name gets a
 * thread. The names are filled here and by resolve_collect only. Lifetime: until resolve_end.
 */
struct resolution *resolve_begin(const struct run *run, struct resolve_name *names, size_t count);

/* For poll: readable when a lookup has ended that was not collected. */
int resolve_descriptor(const struct resolution *resolution);

/* Fills the names whose lookup has ended. */
void resolve_collect(struct resolution *resolution);

/* Lookups that still go on are left to themselves; their names stay RESOLVE_PENDING. */
void resolve_end(struct resolution *resolution);

#endif
