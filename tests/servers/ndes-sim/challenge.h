/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cache of challenge passwords: those of the command line, and those that the admin page gave out. */
#ifndef NDES_SIM_CHALLENGE_H
#define NDES_SIM_CHALLENGE_H

#include <pthread.h>
#include <stdbool.h>

#include "options.h"

#define CHALLENGES_MAX 64

struct challenge_cache {
	pthread_mutex_t lock;
	struct {
		char *text;
		bool one_time;
		bool used;
	} entries[CHALLENGES_MAX];
	size_t count;
};

void challenge_cache_fill(struct challenge_cache *cache, const struct options *options);
void challenge_cache_release(struct challenge_cache *cache);

/* Whether the password enrols; a password for one use is spent by that. */
bool challenge_accept(struct challenge_cache *cache, const char *text);

/* A new password of 16 hexadecimal digits for one use, valid from now on; free it. NULL if the cache is full. */
char *challenge_create(struct challenge_cache *cache);

#endif
