/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "proxy.h"

#define IDLE_MILLISECONDS 60000

int bytes_send(int descriptor, const char *data, size_t length)
{
	while (length > 0) {
		ssize_t written = send(descriptor, data, length, MSG_NOSIGNAL);

		if (written <= 0)
			return -1;
		data += written;
		length -= (size_t)written;
	}
	return 0;
}

/* One read's worth from one side to the other. Returns 1 when that side has ended, -1 when the other is gone. */
static int piece_copy(int from, int to)
{
	char buffer[16384];
	ssize_t length = read(from, buffer, sizeof(buffer));

	if (length > 0)
		return bytes_send(to, buffer, (size_t)length);
	shutdown(to, SHUT_WR);
	return 1;
}

void relay_run(int client, int server, int stop)
{
	struct pollfd descriptors[] = {
		{ .fd = client, .events = POLLIN },
		{ .fd = server, .events = POLLIN },
		{ .fd = stop, .events = POLLIN },
	};
	const int others[] = { server, client };

	while (descriptors[0].fd >= 0 || descriptors[1].fd >= 0) {
		if (poll(descriptors, 3, IDLE_MILLISECONDS) <= 0 || descriptors[2].revents)
			return;
		for (int i = 0; i < 2; i++) {
			int ended = descriptors[i].revents ? piece_copy(descriptors[i].fd, others[i]) : 0;

			if (ended < 0)
				return;
			if (ended > 0)
				descriptors[i].fd = -1;
		}
	}
}
