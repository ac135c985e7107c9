/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * --state-dir: the last set of certificates that a place showed, as a PEM file with a line "seen: EPOCH" in front. A
 * file that is damaged, too large or of another place is ignored.
 */
#ifndef PROBE_CERTIFICATE_MEMORY_H
#define PROBE_CERTIFICATE_MEMORY_H

#include "net/http_options.h"
#include "pki/certificate_set.h"

/* Where a set was seen: nodes behind one URL are told apart by address, CAs by identifier. */
struct memory_place {
	const char *folder;
	const struct http_endpoint *endpoint;
	const char *ca_identifier; /* NULL: the default one */
};

/* Returns whether there was a good one. */
bool certificate_memory_read(const struct memory_place *place, struct arena *arena, struct certificate_set *ret_set,
			     int64_t *ret_seen);

/* Writes it, complete or not at all. Returns NULL or what went wrong. now: epoch. */
const char *certificate_memory_write(const struct memory_place *place, const struct certificate_set *set, int64_t now,
				     struct arena *arena);

#endif
