/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An HTTP proxy for tests. Whatever name it is asked for, it connects to 127.0.0.1: nothing leaves the machine. */
#ifndef TEST_PROXY_PROXY_H
#define TEST_PROXY_PROXY_H

#include <pthread.h>
#include <stddef.h>

#define MODES(ROW)                                                                                                     \
	ROW(PASS, "pass")                                                                                              \
	ROW(AUTH407, "auth407")                                                                                        \
	ROW(REFUSE_CONNECT, "refuse-connect")                                                                          \
	ROW(BAD_GATEWAY502, "bad-gateway502")                                                                          \
	ROW(PAGE, "page")                                                                                              \
	ROW(TIMEOUT504, "timeout504")

#define MODE_ENUM(name, text) MODE_##name,
enum mode { MODES(MODE_ENUM) MODE_COUNT };
#undef MODE_ENUM

struct proxy {
	enum mode mode;
	const char *user; /* NULL: no login */
	const char *password;
	long lifetime;
	int log;  /* -1: none */
	int stop; /* becomes readable when the program shall end */
	int listener;
	pthread_mutex_t lock;
	pthread_cond_t idle;
	unsigned int live; /* connections being served */
};

/* The head of a request: everything up to the empty line. */
struct head {
	char text[65536];
	size_t length; /* all that was read: bytes of the body may follow the head */
	size_t end;    /* of the head, the empty line included */
	char method[16];
	char target[8192];
};

/* Serves one connection to its end. The descriptor is closed by the caller. */
void connection_serve(struct proxy *proxy, int client);

/* Reads a head. Returns 0, or -1 if none came whole. */
int head_read(struct head *head, int client, int stop);

/* Whether the head carries the login that is asked for. */
int head_authorized(const struct head *head, const char *user, const char *password);

/* Copies both ways until one side has ended and the other has nothing more, or stop is readable. */
void relay_run(int client, int server, int stop);

/* Writes all of it; -1 if that failed. */
int bytes_send(int descriptor, const char *data, size_t length);

#endif
