/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pki/crl_serials.h"

static void serials_add(struct crl_serials *serials, uint32_t index)
{
	uint64_t hash = crl_serial_hash(serials->serials[index].bytes, serials->serials[index].length);
	uint64_t bit = hash >> (64 - SERIALS_FILTER_BITS);
	size_t at = (size_t)hash & (serials->slots - 1);

	serials->filter[bit / 64] |= UINT64_C(1) << (bit % 64);
	while (serials->slot[at] != 0)
		at = (at + 1) & (serials->slots - 1);
	serials->slot[at] = index + 1;
}

struct crl_serials *crl_serials_create(struct arena *arena, const struct octets *serials, size_t count)
{
	struct crl_serials *set = arena_allocate(arena, sizeof *set);

	set->serials = serials;
	set->slots = 16;
	while (set->slots < 2 * count)
		set->slots *= 2;
	set->slot = arena_allocate(arena, set->slots * sizeof *set->slot);
	for (size_t i = 0; i < count; i++)
		serials_add(set, (uint32_t)i);
	return set;
}

long crl_serials_find(const struct crl_serials *serials, uint64_t hash, struct octets serial, size_t *place)
{
	size_t mask = serials->slots - 1;

	for (;;) {
		uint32_t slot = serials->slot[((size_t)hash + *place) & mask];

		if (slot == 0)
			return -1;
		(*place)++;
		if (octets_equal(serials->serials[slot - 1], serial))
			return (long)slot - 1;
	}
}
