/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * --state-dir: the last set of certificates that a URL showed, as a PEM file with a line "seen: EPOCH" in front. A file
 * that is damaged, too large or of another URL is ignored.
 */
#ifndef PROBE_CERTIFICATE_MEMORY_H
#define PROBE_CERTIFICATE_MEMORY_H

#include "pki/certificate_set.h"

/* Returns whether there was a good one. */
bool certificate_memory_read(const char *folder, const char *url, struct arena *arena, struct certificate_set *ret_set,
			     int64_t *ret_seen);

/* Writes it, complete or not at all. Returns NULL or what went wrong. now: epoch. */
const char *certificate_memory_write(const char *folder, const char *url, const struct certificate_set *set,
				     int64_t now, struct arena *arena);

#endif
