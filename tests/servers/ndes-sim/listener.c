/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "listener.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "trouble.h"

#define BACKLOG 128

/* What this program serves is for the tests of its own machine, admin page and private keys included. */
static bool address_is_loopback(const struct sockaddr *address)
{
	const struct sockaddr_in *four = (const struct sockaddr_in *)address;
	const struct sockaddr_in6 *six = (const struct sockaddr_in6 *)address;

	if (address->sa_family == AF_INET)
		return ntohl(four->sin_addr.s_addr) >> 24 == IN_LOOPBACKNET;
	return address->sa_family == AF_INET6 && IN6_IS_ADDR_LOOPBACK(&six->sin6_addr);
}

static int listener_bind(const struct addrinfo *address)
{
	const int on = 1;
	int listener = socket(address->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (listener < 0 || setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) != 0 ||
	    bind(listener, address->ai_addr, address->ai_addrlen) != 0 || listen(listener, BACKLOG) != 0)
		fatal("can't listen: %s", strerror(errno));
	return listener;
}

int listener_open(const char *address, long port)
{
	const struct addrinfo hints = {
		.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE,
		.ai_socktype = SOCK_STREAM,
	};
	struct addrinfo *found = NULL;
	char service[16];
	int listener;

	snprintf(service, sizeof(service), "%ld", port);
	if (port < 0 || port > 65535 || getaddrinfo(address, service, &hints, &found) != 0)
		fatal("'%s' and %ld are no address and port", address, port);
	if (!address_is_loopback(found->ai_addr))
		fatal("%s is no loopback address", address);
	listener = listener_bind(found);
	freeaddrinfo(found);
	return listener;
}

int listener_port(int listener)
{
	struct sockaddr_storage address = { 0 };
	socklen_t length = sizeof(address);

	if (getsockname(listener, (struct sockaddr *)&address, &length) != 0)
		fatal("getsockname: %s", strerror(errno));
	/* The port is in the same place for both families. */
	return ntohs(((const struct sockaddr_in *)&address)->sin_port);
}
