/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "raw.h"

#include <errno.h>
#include <poll.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "cleanup.h"
#include "raw_script.h"
#include "request_log.h"

#define CONNECTIONS_MAX 64
#define TLS_HANDSHAKE 0x16 /* the first byte that a TLS client sends */

struct raw_connection {
	int descriptor; /* -1: free */
	bool asked;	/* its request has come */
	size_t sent;
	int64_t due; /* when the next byte goes out */
	char request[2048];
	size_t request_length;
};

struct raw_server {
	const struct raw_script *script;
	int log;
	struct raw_connection connections[CONNECTIONS_MAX];
};

static int64_t clock_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void connection_drop(struct raw_connection *connection, enum raw_end end)
{
	const struct linger hard = { .l_onoff = 1, .l_linger = 0 };

	if (end == RAW_RESET)
		setsockopt(connection->descriptor, SOL_SOCKET, SO_LINGER, &hard, sizeof(hard));
	close(connection->descriptor);
	connection->descriptor = -1;
}

static void connection_accept(struct raw_server *server, int listener)
{
	int descriptor = accept4(listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);

	for (size_t i = 0; descriptor >= 0 && i < CONNECTIONS_MAX; i++) {
		struct raw_connection *connection = &server->connections[i];

		if (connection->descriptor >= 0)
			continue;
		*connection = (struct raw_connection){ .descriptor = descriptor, .asked = server->script->greeting };
		return;
	}
	if (descriptor >= 0)
		close(descriptor);
}

static void request_log_raw(const struct raw_server *server, const struct raw_connection *connection)
{
	bool handshake = connection->request[0] == TLS_HANDSHAKE;
	autofree(char) *line = strndup(connection->request, strcspn(connection->request, "\r\n"));

	request_log_write(server->log, "RAW", !line || handshake ? "(TLS)" : line, 0, NULL);
}

/* Takes in what came. A request is complete with its empty line; what doesn't look like HTTP counts at once. */
static void connection_read(struct raw_server *server, struct raw_connection *connection)
{
	char *end = connection->request + connection->request_length;
	char overflow[1024];
	size_t room = sizeof(connection->request) - 1 - connection->request_length;
	ssize_t length = recv(connection->descriptor, room ? end : overflow, room ? room : sizeof(overflow), 0);

	if (length == 0 || (length < 0 && errno != EAGAIN)) {
		connection_drop(connection, RAW_CLOSE);
		return;
	}
	if (length < 0)
		return;
	connection->request_length += room ? (size_t)length : 0;
	if (connection->asked && !server->script->greeting)
		return;
	if (!strstr(connection->request, "\r\n\r\n") && connection->request[0] != TLS_HANDSHAKE && room > 0)
		return;
	connection->asked = true;
	request_log_raw(server, connection);
}

/* Sends what the script has next; at its end, what the script does there. */
static void connection_write(const struct raw_server *server, struct raw_connection *connection)
{
	const struct raw_script *script = server->script;
	size_t length;
	const char *piece = raw_script_piece(script, connection->sent, &length);
	ssize_t written;

	if (length == 0) {
		if (script->end != RAW_HOLD)
			connection_drop(connection, script->end);
		return;
	}
	written = send(connection->descriptor, piece, script->pause ? 1 : length, MSG_NOSIGNAL);
	if (written < 0 && errno != EAGAIN)
		connection_drop(connection, RAW_CLOSE);
	if (written > 0)
		connection->sent += (size_t)written;
	connection->due = clock_now() + script->pause;
}

static bool connection_writes(const struct raw_server *server, const struct raw_connection *connection)
{
	size_t length;

	if (connection->descriptor < 0 || !connection->asked || server->script->never)
		return false;
	raw_script_piece(server->script, connection->sent, &length);
	return length > 0 || server->script->end != RAW_HOLD;
}

static void connections_poll(struct raw_server *server, int64_t until, struct pollfd *descriptors, size_t first)
{
	int64_t now = clock_now();
	int64_t wake = until;

	for (size_t i = 0; i < CONNECTIONS_MAX; i++) {
		const struct raw_connection *connection = &server->connections[i];
		bool writes = connection_writes(server, connection);

		descriptors[first + i] = (struct pollfd){ .fd = connection->descriptor, .events = POLLIN };
		if (writes && connection->due <= now)
			descriptors[first + i].events |= POLLOUT;
		else if (writes && connection->due < wake)
			wake = connection->due;
	}
	poll(descriptors, first + CONNECTIONS_MAX, wake > now ? (int)(wake - now) : 0);
}

static void connections_serve(struct raw_server *server, const struct pollfd *descriptors)
{
	for (size_t i = 0; i < CONNECTIONS_MAX; i++) {
		struct raw_connection *connection = &server->connections[i];

		if (descriptors[i].revents & (POLLIN | POLLHUP | POLLERR))
			connection_read(server, connection);
		if (connection->descriptor >= 0 && (descriptors[i].revents & POLLOUT))
			connection_write(server, connection);
	}
}

void raw_serve(const struct raw_script *script, const int *listeners, size_t listener_count, int stop, int log,
	       long milliseconds)
{
	struct raw_server server = { .script = script, .log = log };
	struct pollfd descriptors[3 + CONNECTIONS_MAX] = { [0] = { .fd = stop, .events = POLLIN } };
	int64_t until = clock_now() + milliseconds;

	for (size_t i = 0; i < CONNECTIONS_MAX; i++)
		server.connections[i].descriptor = -1;
	for (size_t i = 0; i < listener_count; i++)
		descriptors[1 + i] = (struct pollfd){ .fd = script->deaf ? -1 : listeners[i], .events = POLLIN };
	while (clock_now() < until) {
		connections_poll(&server, until, descriptors, 1 + listener_count);
		if (descriptors[0].revents)
			break;
		for (size_t i = 0; i < listener_count; i++)
			if (descriptors[1 + i].revents)
				connection_accept(&server, listeners[i]);
		connections_serve(&server, descriptors + 1 + listener_count);
	}
	for (size_t i = 0; i < CONNECTIONS_MAX; i++)
		if (server.connections[i].descriptor >= 0)
			connection_drop(&server.connections[i], RAW_CLOSE);
}
