/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "proxy.h"

#define BACKLOG 128

struct visit {
	struct proxy *proxy;
	int client;
};

static _Noreturn void fatal(const char *what)
{
	fprintf(stderr, "test-proxy: %s%s%s\n", what, errno ? ": " : "", errno ? strerror(errno) : "");
	exit(EXIT_FAILURE);
}

static enum mode mode_read(const char *text)
{
#define MODE_NAME(name, word) word,
	static const char *const names[] = { MODES(MODE_NAME) };

	for (unsigned int i = 0; i < MODE_COUNT; i++)
		if (strcmp(names[i], text) == 0)
			return (enum mode)i;
	fatal("--mode is pass, auth407, refuse-connect, bad-gateway502, page or timeout504");
}

static int log_open(const char *file)
{
	int log = open(file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);

	if (log < 0)
		fatal("the log can't be written");
	return log;
}

static int listener_open(long port)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };
	int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	const int on = 1;

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (listener < 0 || setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) != 0 ||
	    bind(listener, (const struct sockaddr *)&address, sizeof(address)) != 0 || listen(listener, BACKLOG) != 0)
		fatal("can't listen");
	return listener;
}

static int listener_port(int listener)
{
	struct sockaddr_in address = { 0 };
	socklen_t length = sizeof(address);

	if (getsockname(listener, (struct sockaddr *)&address, &length) != 0)
		fatal("getsockname");
	return ntohs(address.sin_port);
}

static void *visit_run(void *context)
{
	struct visit *visit = context;
	struct proxy *proxy = visit->proxy;

	connection_serve(proxy, visit->client);
	close(visit->client);
	free(visit);
	pthread_mutex_lock(&proxy->lock);
	proxy->live--;
	pthread_cond_signal(&proxy->idle);
	pthread_mutex_unlock(&proxy->lock);
	return NULL;
}

static void visit_begin(struct proxy *proxy, int client)
{
	struct visit *visit = calloc(1, sizeof(*visit));
	pthread_t thread;

	if (!visit)
		fatal("out of memory");
	*visit = (struct visit){ proxy, client };
	pthread_mutex_lock(&proxy->lock);
	proxy->live++;
	pthread_mutex_unlock(&proxy->lock);
	if (pthread_create(&thread, NULL, visit_run, visit) != 0)
		fatal("no thread");
	pthread_detach(thread);
}

static void proxy_run(struct proxy *proxy)
{
	struct pollfd descriptors[] = { { .fd = proxy->listener, .events = POLLIN },
					{ .fd = proxy->stop, .events = POLLIN } };
	time_t end = time(NULL) + proxy->lifetime;

	while (time(NULL) < end) {
		poll(descriptors, 2, 1000);
		if (descriptors[1].revents)
			break;
		if (descriptors[0].revents) {
			int client = accept4(proxy->listener, NULL, NULL, SOCK_CLOEXEC);

			if (client >= 0)
				visit_begin(proxy, client);
		}
	}
	/* Connections see the same signal; after a lifetime they get one of their own. */
	kill(getpid(), SIGTERM);
	pthread_mutex_lock(&proxy->lock);
	while (proxy->live > 0)
		pthread_cond_wait(&proxy->idle, &proxy->lock);
	pthread_mutex_unlock(&proxy->lock);
}

static int stop_open(void)
{
	sigset_t signals;
	int stop;

	sigemptyset(&signals);
	sigaddset(&signals, SIGTERM);
	sigaddset(&signals, SIGINT);
	pthread_sigmask(SIG_BLOCK, &signals, NULL);
	stop = signalfd(-1, &signals, SFD_CLOEXEC);
	if (stop < 0)
		fatal("signalfd");
	return stop;
}

static void options_read(struct proxy *proxy, long *ret_port, int argc, char **argv)
{
	static const struct option table[] = {
		{ "mode", required_argument, NULL, 'm' },
		{ "user", required_argument, NULL, 'u' },
		{ "password", required_argument, NULL, 'p' },
		{ "port", required_argument, NULL, 'P' },
		{ "lifetime", required_argument, NULL, 'l' },
		{ "log", required_argument, NULL, 'L' },
		{ 0 },
	};
	int found;

	while ((found = getopt_long(argc, argv, "", table, NULL)) != -1) {
		if (found == 'm')
			proxy->mode = mode_read(optarg);
		else if (found == 'u')
			proxy->user = optarg;
		else if (found == 'p')
			proxy->password = optarg;
		else if (found == 'P')
			*ret_port = strtol(optarg, NULL, 10);
		else if (found == 'l')
			proxy->lifetime = strtol(optarg, NULL, 10);
		else if (found == 'L')
			proxy->log = log_open(optarg);
		else
			fatal("usage: test-proxy [--mode=MODE] [--user=U --password=P] [--port=N] [--lifetime=SECONDS] "
			      "[--log=FILE]");
	}
	if (optind != argc || (proxy->user != NULL) != (proxy->password != NULL))
		fatal("the arguments make no sense");
}

int main(int argc, char **argv)
{
	struct proxy proxy = {
		.lifetime = 3600,
		.log = -1,
		.lock = PTHREAD_MUTEX_INITIALIZER,
		.idle = PTHREAD_COND_INITIALIZER,
	};
	long port = 0;

	options_read(&proxy, &port, argc, argv);
	proxy.stop = stop_open();
	proxy.listener = listener_open(port);
	printf("ready port=%d pid=%ld\n", listener_port(proxy.listener), (long)getpid());
	if (fflush(stdout) != 0)
		fatal("nobody reads that the proxy is ready");
	proxy_run(&proxy);
	close(proxy.listener);
	close(proxy.stop);
	if (proxy.log >= 0)
		close(proxy.log);
	return EXIT_SUCCESS;
}
