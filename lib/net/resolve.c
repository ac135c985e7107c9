/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/resolve.h"

#include <math.h>
#include <net/if.h>
#include <netdb.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/watchdog.h"
#include "net/thread.h"

/*
 * What a thread and the main thread share, by malloc: a resolver that hangs outlives the run's arena. The last of the
 * two frees it.
 */
struct lookup {
	pthread_mutex_t mutex;
	pthread_cond_t ended;
	unsigned holders;
	bool done;
	char *host, service[8];
	struct addrinfo hints;
	int code;
	struct addrinfo *list;
};

static void leave(struct lookup *lookup)
{
	bool last;

	pthread_mutex_lock(&lookup->mutex);
	last = --lookup->holders == 0;
	pthread_mutex_unlock(&lookup->mutex);
	if (!last)
		return;
	if (lookup->list != NULL)
		freeaddrinfo(lookup->list);
	pthread_cond_destroy(&lookup->ended);
	pthread_mutex_destroy(&lookup->mutex);
	free(lookup->host);
	free(lookup);
}

static void *look_up(void *untyped)
{
	struct lookup *lookup = untyped;
	struct addrinfo *list = NULL;
	int code = getaddrinfo(lookup->host, lookup->service, &lookup->hints, &list);

	pthread_mutex_lock(&lookup->mutex);
	lookup->code = code;
	lookup->list = list;
	lookup->done = true;
	pthread_cond_signal(&lookup->ended);
	pthread_mutex_unlock(&lookup->mutex);
	leave(lookup);
	return NULL;
}

int resolve_family(const struct run *run)
{
	return run->family == FAMILY_IPV4 ? AF_INET : run->family == FAMILY_IPV6 ? AF_INET6 : AF_UNSPEC;
}

static struct lookup *make_lookup(const struct run *run, const struct resolve_name *name)
{
	struct lookup *lookup = calloc(1, sizeof *lookup);
	pthread_condattr_t attributes;

	if (lookup == NULL || (lookup->host = strdup(name->host)) == NULL)
		arena_exhausted(run->arena);
	snprintf(lookup->service, sizeof lookup->service, "%u", name->port);
	lookup->hints = (struct addrinfo){
		.ai_family = resolve_family(run),
		.ai_socktype = SOCK_STREAM,
		.ai_flags = AI_NUMERICSERV,
	};
	lookup->holders = 1;
	pthread_mutex_init(&lookup->mutex, NULL);
	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(&lookup->ended, &attributes);
	pthread_condattr_destroy(&attributes);
	return lookup;
}

static bool start_lookup(struct lookup *lookup)
{
	pthread_t thread;
	bool started;

	lookup->holders++;
	started = thread_start(&thread, look_up, lookup);
	if (started)
		pthread_detach(thread);
	else
		lookup->holders--;
	return started;
}

/* An address is read at once. */
static bool is_numeric(struct lookup *lookup)
{
	struct addrinfo hints = lookup->hints;

	hints.ai_flags |= AI_NUMERICHOST;
	lookup->done = getaddrinfo(lookup->host, lookup->service, &hints, &lookup->list) == 0;
	return lookup->done;
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
	if (!lookup->done) {
		name->outcome = RESOLVE_TIMED_OUT;
		name->detail = "no answer in time";
	} else if (lookup->code == EAI_MEMORY) {
		name->outcome = RESOLVE_SETUP;
		name->detail = gai_strerror(lookup->code);
	} else if (lookup->code != 0 || lookup->list == NULL) {
		name->outcome = RESOLVE_NOT_FOUND;
		name->detail = gai_strerror(lookup->code);
	} else {
		name->outcome = RESOLVE_FOUND;
		take_addresses(arena, lookup->list, name);
	}
}

static void wait_for(const struct run *run, struct lookup *lookup, struct resolve_name *name)
{
	double until = run->deadline.ends;
	struct timespec time = {.tv_sec = (time_t)until, .tv_nsec = (long)(fmod(until, 1) * 1e9)};

	pthread_mutex_lock(&lookup->mutex);
	while (!lookup->done && pthread_cond_timedwait(&lookup->ended, &lookup->mutex, &time) == 0)
		;
	take(run->arena, lookup, name);
	pthread_mutex_unlock(&lookup->mutex);
}

void resolve_all(const struct run *run, struct resolve_name *names, size_t count)
{
	struct lookup **lookups = arena_allocate(run->arena, (count + 1) * sizeof *lookups);
	double began = deadline_clock();

	watchdog_phase("name resolution");
	for (size_t i = 0; i < count; i++) {
		lookups[i] = make_lookup(run, &names[i]);
		if (!is_numeric(lookups[i]) && !start_lookup(lookups[i])) {
			lookups[i]->done = true;
			lookups[i]->code = EAI_MEMORY;
		}
	}
	for (size_t i = 0; i < count; i++) {
		wait_for(run, lookups[i], &names[i]);
		names[i].seconds = deadline_clock() - began;
		leave(lookups[i]);
	}
}
