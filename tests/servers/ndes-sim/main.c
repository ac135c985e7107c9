/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plays NDES in the foreground until it is told to end, or until its lifetime has passed. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <openssl/err.h>
#include <openssl/provider.h>

#include "http_server.h"
#include "listener.h"
#include "raw.h"
#include "request_log.h"
#include "simulator.h"
#include "trouble.h"

struct providers {
	OSSL_PROVIDER *standard;
	OSSL_PROVIDER *legacy;
};

/* Clients that find no better cipher announced use single DES, which OpenSSL 3 keeps apart. It may be missing. */
static struct providers providers_load(void)
{
	struct providers providers = {
		.standard = OSSL_PROVIDER_load(NULL, "default"),
		.legacy = OSSL_PROVIDER_load(NULL, "legacy"),
	};

	if (!providers.standard)
		fatal("OpenSSL's default provider is missing");
	ERR_clear_error();
	return providers;
}

static void providers_unload(const struct providers *providers)
{
	if (providers->legacy)
		OSSL_PROVIDER_unload(providers->legacy);
	OSSL_PROVIDER_unload(providers->standard);
}

/* The signals that end the program are read, never delivered: no thread is interrupted by them. */
static int stop_open(void)
{
	sigset_t signals;
	int stop;

	signal(SIGPIPE, SIG_IGN);
	sigemptyset(&signals);
	sigaddset(&signals, SIGTERM);
	sigaddset(&signals, SIGINT);
	pthread_sigmask(SIG_BLOCK, &signals, NULL);
	stop = signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
	if (stop < 0)
		fatal("signalfd: %s", strerror(errno));
	return stop;
}

static void ready_write(FILE *output, const struct simulator *simulator)
{
	fprintf(output, "ready http=%d", simulator->http_port);
	if (simulator->tls_port > 0)
		fprintf(output, " https=%d", simulator->tls_port);
	fprintf(output, " pid=%ld\n", (long)getpid());
	if (fflush(output) != 0)
		fatal("nobody reads that the simulator is ready: %s", strerror(errno));
}

/* The file appears with its line in it, so that a test may wait for its name. */
static void ready_tell(const struct simulator *simulator)
{
	const char *path = simulator->options.ready_file;
	autofree(char) *temporary = text_format("%s.new", path ? path : "");
	FILE *file = path ? fopen(temporary, "we") : NULL;

	if (path && !file)
		fatal("%s can't be written: %s", temporary, strerror(errno));
	if (file) {
		ready_write(file, simulator);
		if (fclose(file) != 0 || rename(temporary, path) != 0)
			fatal("%s can't be written: %s", path, strerror(errno));
	}
	ready_write(stdout, simulator);
}

static void stop_wait(const struct simulator *simulator)
{
	struct pollfd stop = { .fd = simulator->stop, .events = POLLIN };

	poll(&stop, 1, (int)(simulator->options.lifetime * 1000));
}

static void http_serve(struct simulator *simulator, const int *listeners)
{
	struct MHD_Daemon *http = http_server_start(simulator, listeners[0], false);
	struct MHD_Daemon *https = listeners[1] < 0 ? NULL : http_server_start(simulator, listeners[1], true);

	ready_tell(simulator);
	stop_wait(simulator);
	http_server_stop(http);
	http_server_stop(https);
}

static void raw_play(const struct simulator *simulator, const int *listeners)
{
	const struct options *options = &simulator->options;

	ready_tell(simulator);
	raw_serve(raw_script_find(options->raw_fault), listeners, listeners[1] < 0 ? 1 : 2, simulator->stop,
		  simulator->log, options->lifetime * 1000);
	close(listeners[0]);
	if (listeners[1] >= 0)
		close(listeners[1]);
}

static void simulator_start(struct simulator *simulator, int *listeners)
{
	const struct options *options = &simulator->options;
	bool colons = strchr(options->listen, ':') != NULL;
	autofree(char) *host = text_format(colons ? "[%s]" : "%s", options->listen);

	listeners[0] = listener_open(options->listen, options->port);
	simulator->http_port = listener_port(listeners[0]);
	if (options->tls_port >= 0) {
		listeners[1] = listener_open(options->listen, options->tls_port);
		simulator->tls_port = listener_port(listeners[1]);
	}
	simulator->log = request_log_open(options->log);
	challenge_cache_fill(&simulator->challenges, options);
	authority_make(&simulator->authority, options, host, simulator->http_port);
}

static void simulator_release(struct simulator *simulator)
{
	authority_release(&simulator->authority);
	challenge_cache_release(&simulator->challenges);
	options_release(&simulator->options);
	if (simulator->log >= 0)
		close(simulator->log);
	close(simulator->stop);
}

int main(int argc, char **argv)
{
	struct simulator simulator = { 0 };
	struct providers providers;
	int listeners[2] = { -1, -1 };

	options_read(&simulator.options, argc, argv);
	simulator.stop = stop_open();
	providers = providers_load();
	simulator_start(&simulator, listeners);
	if (simulator.options.raw_fault)
		raw_play(&simulator, listeners);
	else
		http_serve(&simulator, listeners);
	simulator_release(&simulator);
	providers_unload(&providers);
	return EXIT_SUCCESS;
}
