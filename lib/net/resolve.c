/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/resolve.h"

#include <net/if.h>
#include <netdb.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "net/thread.h"

struct lookup {
	struct resolution *resolution;
	char *host, service[8];
	bool done;
	int code;
	const char *lacking; /* see resolve_lacking */
	struct addrinfo *list;
};

/*
 * What the threads and the one that began them share, by malloc: a resolver that hangs outlives the run's arena. The
 * last of them frees it. run and names are never touched by a thread.
 */
struct resolution {
	pthread_mutex_t mutex; /* of the lookups' results */
	unsigned holders;
	int ended; /* an eventfd; -1: there is none */
	struct addrinfo hints;
	const struct run *run;
	struct resolve_name *names;
	size_t count;
	struct lookup lookups[];
};

static void release(struct resolution *resolution)
{
	for (size_t i = 0; i < resolution->count; i++) {
		if (resolution->lookups[i].list != NULL)
			freeaddrinfo(resolution->lookups[i].list);
		free(resolution->lookups[i].host);
	}
	if (resolution->ended >= 0)
		close(resolution->ended);
	pthread_mutex_destroy(&resolution->mutex);
	free(resolution);
}

void resolve_end(struct resolution *resolution)
{
	bool last;

	pthread_mutex_lock(&resolution->mutex);
	last = --resolution->holders == 0;
	pthread_mutex_unlock(&resolution->mutex);
	if (last)
		release(resolution);
}

const char *resolve_none_of(int family)
{
	return family == AF_INET6 ? "it has no IPv6 address (-6)" : "it has no IPv4 address (-4)";
}

const char *resolve_lacking(const char *host, int family, int code)
{
	struct addrinfo *list;

	if (family == AF_UNSPEC || (code != EAI_NONAME && code != EAI_NODATA && code != EAI_ADDRFAMILY) ||
	    getaddrinfo(host, NULL, NULL, &list) != 0)
		return NULL;
	freeaddrinfo(list);
	return resolve_none_of(family);
}

static void *look_up(void *untyped)
{
	struct lookup *lookup = untyped;
	struct resolution *resolution = lookup->resolution;
	struct addrinfo *list = NULL;
	int code = getaddrinfo(lookup->host, lookup->service, &resolution->hints, &list);
	const char *lacking = resolve_lacking(lookup->host, resolution->hints.ai_family, code);

	pthread_mutex_lock(&resolution->mutex);
	lookup->code = code;
	lookup->lacking = lacking;
	lookup->list = list;
	lookup->done = true;
	pthread_mutex_unlock(&resolution->mutex);
	eventfd_write(resolution->ended, 1);
	resolve_end(resolution);
	return NULL;
}

int resolve_family(const struct run *run)
{
	return run->family == FAMILY_IPV4 ? AF_INET : run->family == FAMILY_IPV6 ? AF_INET6 : AF_UNSPEC;
}

/* An address is read at once. */
static bool is_numeric(struct lookup *lookup)
{
	struct addrinfo hints = lookup->resolution->hints;

	hints.ai_flags |= AI_NUMERICHOST;
	return getaddrinfo(lookup->host, lookup->service, &hints, &lookup->list) == 0;
}

static bool start_thread(struct lookup *lookup)
{
	struct resolution *resolution = lookup->resolution;
	pthread_t thread;
	bool started;

	pthread_mutex_lock(&resolution->mutex);
	resolution->holders++;
	started = resolution->ended >= 0 && thread_start(&thread, look_up, lookup);
	resolution->holders -= !started;
	pthread_mutex_unlock(&resolution->mutex);
	if (started)
		pthread_detach(thread);
	return started;
}

static void start_lookup(struct resolution *resolution, size_t index)
{
	const struct resolve_name *name = &resolution->names[index];
	struct lookup *lookup = &resolution->lookups[index];

	lookup->resolution = resolution;
	lookup->host = strdup(name->host);
	if (lookup->host == NULL)
		arena_exhausted(resolution->run->arena);
	snprintf(lookup->service, sizeof lookup->service, "%u", name->port);
	if (is_numeric(lookup)) {
		lookup->done = true;
	} else if (!start_thread(lookup)) {
		lookup->code = EAI_MEMORY;
		lookup->done = true;
	}
}

static const char *address_text(struct arena *arena, const struct addrinfo *address)
{
	char host[INET6_ADDRSTRLEN + IFNAMSIZ] = "?", service[8] = "?";

	getnameinfo(address->ai_addr, address->ai_addrlen, host, sizeof host, service, sizeof service,
		    NI_NUMERICHOST | NI_NUMERICSERV);
	return text_safe(arena, text_format(arena, "%s port %s", host, service));
}

static void take_addresses(struct arena *arena, const struct addrinfo *list, struct resolve_name *name)
{
	name->addresses = arena_allocate(arena, RESOLVE_ADDRESSES_MAX * sizeof *name->addresses);
	for (; list != NULL && name->count < RESOLVE_ADDRESSES_MAX; list = list->ai_next) {
		struct resolve_address *address = &name->addresses[name->count++];

		memcpy(&address->address, list->ai_addr, list->ai_addrlen);
		address->length = list->ai_addrlen;
		address->text = address_text(arena, list);
	}
}

static void take(struct arena *arena, const struct lookup *lookup, struct resolve_name *name)
{
	name->detail = "";
	if (lookup->code == EAI_MEMORY) {
		name->outcome = RESOLVE_SETUP;
		name->detail = gai_strerror(lookup->code);
	} else if (lookup->lacking != NULL) {
		name->outcome = RESOLVE_NO_FAMILY;
		name->detail = lookup->lacking;
	} else if (lookup->code != 0 || lookup->list == NULL) {
		name->outcome = RESOLVE_NOT_FOUND;
		name->detail = gai_strerror(lookup->code);
	} else {
		name->outcome = RESOLVE_FOUND;
		take_addresses(arena, lookup->list, name);
	}
}

struct resolution *resolve_begin(const struct run *run, struct resolve_name *names, size_t count)
{
	struct resolution *resolution = calloc(1, sizeof *resolution + count * sizeof *resolution->lookups);

	if (resolution == NULL)
		arena_exhausted(run->arena);
	resolution->hints = (struct addrinfo){
		.ai_family = resolve_family(run),
		.ai_socktype = SOCK_STREAM,
		.ai_flags = AI_NUMERICSERV,
	};
	resolution->ended = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	resolution->holders = 1;
	resolution->run = run;
	resolution->names = names;
	resolution->count = count;
	pthread_mutex_init(&resolution->mutex, NULL);
	for (size_t i = 0; i < count; i++)
		start_lookup(resolution, i);
	resolve_collect(resolution);
	return resolution;
}

int resolve_descriptor(const struct resolution *resolution)
{
	return resolution->ended;
}

void resolve_collect(struct resolution *resolution)
{
	eventfd_t number;

	eventfd_read(resolution->ended, &number);
	pthread_mutex_lock(&resolution->mutex);
	for (size_t i = 0; i < resolution->count; i++)
		if (resolution->lookups[i].done && resolution->names[i].outcome == RESOLVE_PENDING)
			take(resolution->run->arena, &resolution->lookups[i], &resolution->names[i]);
	pthread_mutex_unlock(&resolution->mutex);
}
