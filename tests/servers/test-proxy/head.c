/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include <openssl/evp.h>

#include "proxy.h"

#define IDLE_MILLISECONDS 30000

static int head_split(struct head *head)
{
	const char *blank = strchr(head->text, ' ');
	size_t method = blank ? (size_t)(blank - head->text) : 0;
	size_t target = blank ? strcspn(blank + 1, " \r\n") : 0;

	if (method == 0 || method >= sizeof(head->method) || target == 0 || target >= sizeof(head->target))
		return -1;
	memcpy(head->method, head->text, method);
	memcpy(head->target, blank + 1, target);
	return 0;
}

int head_read(struct head *head, int client, int stop)
{
	struct pollfd descriptors[] = { { .fd = client, .events = POLLIN }, { .fd = stop, .events = POLLIN } };

	while (head->length < sizeof(head->text) - 1) {
		const char *end;
		ssize_t length;

		if (poll(descriptors, 2, IDLE_MILLISECONDS) <= 0 || descriptors[1].revents)
			return -1;
		length = read(client, head->text + head->length, sizeof(head->text) - 1 - head->length);
		if (length <= 0)
			return -1;
		head->length += (size_t)length;
		end = strstr(head->text, "\r\n\r\n");
		if (!end)
			continue;
		head->end = (size_t)(end - head->text) + strlen("\r\n\r\n");
		return head_split(head);
	}
	return -1;
}

int head_authorized(const struct head *head, const char *user, const char *password)
{
	static const char name[] = "\nProxy-Authorization: Basic ";
	const char *field = strcasestr(head->text, name);
	char *login = NULL;
	char expected[512] = { 0 };
	int length = asprintf(&login, "%s:%s", user, password);
	int equal;

	if (length < 0)
		return 0;
	/* Base64 is four thirds as long as what it encodes. */
	if ((size_t)length < sizeof(expected) / 2)
		EVP_EncodeBlock((unsigned char *)expected, (const unsigned char *)login, length);
	free(login);
	field = field && field < head->text + head->end ? field + strlen(name) : "";
	equal = strcspn(field, "\r\n") == strlen(expected) && strncmp(field, expected, strlen(expected)) == 0;
	return equal && *expected;
}
