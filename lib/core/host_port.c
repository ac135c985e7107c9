/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/host_port.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <net/if.h>
#include <string.h>

#include "core/number.h"
#include "core/text.h"

static const char no_host_port[] = "is not HOST[:PORT]";

/* Names with letters beyond ASCII are left to the resolver. */
bool host_is_name(const char *text)
{
	size_t length = strlen(text);

	for (size_t i = 0; i < length; i++)
		if (!isalnum((unsigned char)text[i]) && strchr("-._", text[i]) == NULL && !(text[i] & 0x80))
			return false;
	return length != 0 && length <= HOST_LENGTH_MAX && *text != '.' && *text != '-';
}

/* A zone is the name of an interface, or its number: nothing that a URL or a list would have to escape. */
static bool is_zone(const char *text)
{
	size_t length = strlen(text);

	for (size_t i = 0; i < length; i++)
		if (!isalnum((unsigned char)text[i]) && strchr("-._", text[i]) == NULL)
			return false;
	return length != 0 && length < IF_NAMESIZE;
}

static bool is_ipv6(const char *text)
{
	unsigned char bytes[sizeof(struct in6_addr)];
	char address[INET6_ADDRSTRLEN] = "";
	size_t length = strcspn(text, "%");

	if (length >= sizeof address || (text[length] == '%' && !is_zone(text + length + 1)))
		return false;
	memcpy(address, text, length);
	return inet_pton(AF_INET6, address, bytes) == 1;
}

bool host_is_address(const char *text)
{
	unsigned char bytes[sizeof(struct in_addr)];

	return inet_pton(AF_INET, text, bytes) == 1 || is_ipv6(text);
}

static const char *port_parse(const char *text, uint16_t *ret_port)
{
	int64_t port = 0;

	if (*text != ':')
		return *text == 0 ? NULL : no_host_port;
	if (number_parse_whole(text + 1, 1, UINT16_MAX, &port) != NULL)
		return "has no port from 1 to 65535";
	*ret_port = (uint16_t)port;
	return NULL;
}

const char *host_port_parse(const char *text, struct arena *arena, struct host_port *ret_host_port)
{
	bool bracket = *text == '[';
	size_t length = is_ipv6(text) ? strlen(text) : strcspn(text + bracket, bracket ? "]" : ":");
	const char *end = text + bracket + length;
	struct host_port read = {.host = arena_copy(arena, text + bracket, length)};
	const char *wrong;

	if (bracket ? *end != ']' || !is_ipv6(read.host) : !is_ipv6(text) && !host_is_name(read.host))
		return no_host_port;
	wrong = port_parse(end + bracket, &read.port);
	if (wrong == NULL)
		*ret_host_port = read;
	return wrong;
}

const char *host_port_text(struct arena *arena, const struct host_port *host_port)
{
	const char *zone = strchr(host_port->host, '%'), *host = host_port->host;

	if (zone != NULL)
		host = text_format(arena, "[%.*s%%25%s]", (int)(zone - host), host, zone + 1);
	else if (strchr(host, ':') != NULL)
		host = text_format(arena, "[%s]", host);
	return host_port->port == 0 ? host : text_format(arena, "%s:%u", host, host_port->port);
}
