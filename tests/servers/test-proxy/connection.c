/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include "proxy.h"

struct refusal {
	int status;
	const char *reason;
	const char *header; /* with its line end, or "" */
	const char *body;
};

static const struct refusal refusals[] = {
	{ 200, "OK", "Content-Type: text/html\r\n",
	  "<!DOCTYPE html><html><head><title>Sign in</title></head><body><form><input "
	  "name=\"user\"></form></body></html>" },
	{ 400, "Bad Request", "", "<html>not a request to a proxy</html>" },
	{ 403, "Forbidden", "", "<html>tunnels are not allowed</html>" },
	{ 407, "Proxy Authentication Required", "Proxy-Authenticate: Basic realm=\"test-proxy\"\r\n",
	  "<html>who are you?</html>" },
	{ 502, "Bad Gateway", "", "<html>the server could not be reached</html>" },
	{ 504, "Gateway Timeout", "", "<html>the server did not answer</html>" },
};

static void refusal_send(int client, int status)
{
	for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++) {
		const struct refusal *refusal = &refusals[i];
		char text[1024];
		int length;

		if (refusal->status != status)
			continue;
		length = snprintf(
			text, sizeof(text),
			"HTTP/1.1 %d %s\r\nVia: 1.1 test-proxy\r\n%sContent-Length: %zu\r\nConnection: close\r\n\r\n%s",
			status, refusal->reason, refusal->header, strlen(refusal->body), refusal->body);
		bytes_send(client, text, (size_t)length);
	}
}

/* The port of HOST:PORT; of [ADDRESS]:PORT too. */
static long port_of(const char *authority, size_t length, long otherwise)
{
	for (size_t i = length; i > 0 && authority[i - 1] != ']'; i--)
		if (authority[i - 1] == ':')
			return strtol(authority + i, NULL, 10);
	return otherwise;
}

static int server_connect(long port)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };
	int server = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (server >= 0 && port > 0 && port < 65536 &&
	    connect(server, (const struct sockaddr *)&address, sizeof(address)) == 0)
		return server;
	if (server >= 0)
		close(server);
	return -1;
}

static int tunnel_serve(struct proxy *proxy, const struct head *head, int client)
{
	static const char established[] = "HTTP/1.1 200 Connection established\r\n\r\n";
	int server = server_connect(port_of(head->target, strlen(head->target), 443));

	if (server < 0)
		return 502;
	if (bytes_send(client, established, strlen(established)) == 0 &&
	    bytes_send(server, head->text + head->end, head->length - head->end) == 0)
		relay_run(client, server, proxy->stop);
	close(server);
	return 0;
}

static int field_skipped(const char *line)
{
	return strncasecmp(line, "Proxy-", strlen("Proxy-")) == 0 ||
	       strncasecmp(line, "Connection:", strlen("Connection:")) == 0;
}

/* The request as the server wants it: its path, no proxy's fields, one request per connection. */
static int request_forward(int server, const struct head *head, const char *path)
{
	const char *line = strstr(head->text, "\r\n") + 2;
	const char *end = head->text + head->end - 2;
	char *first = NULL;
	int length =
		asprintf(&first, "%s %s HTTP/1.1\r\nVia: 1.1 test-proxy\r\nConnection: close\r\n", head->method, path);
	int failed = length < 0 || bytes_send(server, first, (size_t)length) != 0;

	free(length < 0 ? NULL : first);
	while (!failed && line < end) {
		const char *next = strstr(line, "\r\n") + 2;

		if (!field_skipped(line))
			failed = bytes_send(server, line, (size_t)(next - line)) != 0;
		line = next;
	}
	return failed ? -1 : bytes_send(server, end, head->length - (size_t)(end - head->text));
}

static int request_serve(struct proxy *proxy, const struct head *head, int client)
{
	const char *authority = head->target + strlen("http://");
	size_t length;
	int server;

	if (strncasecmp(head->target, "http://", strlen("http://")) != 0)
		return 400;
	length = strcspn(authority, "/?");
	server = server_connect(port_of(authority, length, 80));
	if (server < 0)
		return 502;
	if (request_forward(server, head, authority[length] == '/' ? authority + length : "/") == 0)
		relay_run(client, server, proxy->stop);
	close(server);
	return 0;
}

static int refusal_by_mode(const struct proxy *proxy, int tunnel)
{
	switch (proxy->mode) {
	case MODE_AUTH407:
		return 407;
	case MODE_REFUSE_CONNECT:
		return tunnel ? 403 : 0;
	case MODE_BAD_GATEWAY502:
		return 502;
	case MODE_PAGE:
		return 200;
	case MODE_TIMEOUT504:
		return 504;
	default:
		return 0;
	}
}

void connection_serve(struct proxy *proxy, int client)
{
	struct head *head = calloc(1, sizeof(*head));
	int tunnel;
	int status;

	if (!head || head_read(head, client, proxy->stop) != 0) {
		free(head);
		return;
	}
	tunnel = strcmp(head->method, "CONNECT") == 0;
	status = refusal_by_mode(proxy, tunnel);
	if (status == 0 && proxy->user && !head_authorized(head, proxy->user, proxy->password))
		status = 407;
	if (proxy->log >= 0)
		dprintf(proxy->log, "%s %s %d\n", head->method, head->target, status);
	if (status == 0)
		status = tunnel ? tunnel_serve(proxy, head, client) : request_serve(proxy, head, client);
	refusal_send(client, status);
	free(head);
}
