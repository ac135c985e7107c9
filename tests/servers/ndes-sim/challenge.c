/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "challenge.h"

#include <string.h>

#include <openssl/rand.h>

#include "cleanup.h"
#include "trouble.h"

static bool challenge_add(struct challenge_cache *cache, const char *text, bool one_time)
{
	if (cache->count == CHALLENGES_MAX)
		return false;
	cache->entries[cache->count].text = text_format("%s", text);
	cache->entries[cache->count].one_time = one_time;
	cache->count++;
	return true;
}

void challenge_cache_fill(struct challenge_cache *cache, const struct options *options)
{
	*cache = (struct challenge_cache){ .lock = PTHREAD_MUTEX_INITIALIZER };
	for (size_t i = 0; i < options->challenges.count; i++)
		if (!challenge_add(cache, options->challenges.items[i], options->one_time))
			fatal("more than %d challenges", CHALLENGES_MAX);
}

void challenge_cache_release(struct challenge_cache *cache)
{
	for (size_t i = 0; i < cache->count; i++)
		free(cache->entries[i].text);
	pthread_mutex_destroy(&cache->lock);
}

bool challenge_accept(struct challenge_cache *cache, const char *text)
{
	bool accepted = false;

	pthread_mutex_lock(&cache->lock);
	for (size_t i = 0; i < cache->count && !accepted; i++) {
		if (cache->entries[i].used || strcmp(cache->entries[i].text, text) != 0)
			continue;
		cache->entries[i].used = cache->entries[i].one_time;
		accepted = true;
	}
	pthread_mutex_unlock(&cache->lock);
	return accepted;
}

char *challenge_create(struct challenge_cache *cache)
{
	unsigned char random[8];
	char text[17];
	bool added;

	if (RAND_bytes(random, sizeof(random)) != 1)
		fatal("no random numbers");
	for (size_t i = 0; i < sizeof(random); i++)
		snprintf(text + 2 * i, 3, "%02X", random[i]);
	pthread_mutex_lock(&cache->lock);
	added = challenge_add(cache, text, true);
	pthread_mutex_unlock(&cache->lock);
	return added ? text_format("%s", text) : NULL;
}
