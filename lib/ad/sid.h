/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Security identifiers (MS-DTYP 2.4.2). */
#ifndef AD_SID_H
#define AD_SID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/arena.h"
#include "core/cursor.h"
#include "core/octets.h"

enum { SID_SUBAUTHORITIES_MAX = 15 };

struct sid {
	uint64_t authority; /* 48 bits */
	uint8_t count;      /* of subauthorities that are used; the others are 0 */
	uint32_t subauthorities[SID_SUBAUTHORITIES_MAX];
};

struct sid_set {
	struct sid *items;
	size_t count, capacity; /* capacity: what sid_set_add has room for; 0 where items lie elsewhere */
};

/* Well-known ones (MS-DTYP 2.4.2.4). */
extern const struct sid sid_everyone, sid_authenticated_users, sid_this_organization, sid_network, sid_users,
	sid_administrators, sid_owner_rights;

/* Reads the binary form, and moves behind it. Returns NULL or what is wrong with it, fit to follow "the SID". */
const char *sid_read(struct cursor *cursor, struct sid *ret_sid);

/* Reads a whole value of that form: bytes behind it are an error. */
const char *sid_read_value(const struct octets *value, struct sid *ret_sid);

/* Reads "S-1-5-21-1-2-3-1104", in any case. Returns NULL or what is wrong with it, fit to follow the text. */
const char *sid_parse(const char *text, struct sid *ret_sid);

/* "S-1-5-21-1-2-3-1104"; authorities of more than 32 bits in hexadecimal, as MS-DTYP 2.4.2.1 says. */
const char *sid_text(struct arena *arena, const struct sid *sid);

/* Its binary form, for a filter. */
struct octets sid_octets(struct arena *arena, const struct sid *sid);

bool sid_equal(const struct sid *one, const struct sid *other);

/* The last subauthority; 0 if there is none. */
uint32_t sid_rid(const struct sid *sid);

/* true for S-1-5-21-x-y-z-RID. */
bool sid_is_of_domain(const struct sid *sid);

/* true if both are of the same domain (or one is the domain itself: S-1-5-21-x-y-z). */
bool sid_same_domain(const struct sid *one, const struct sid *other);

/* The SID of the domain with another RID behind it. domain: a SID of the domain, or the domain's. */
struct sid sid_in_domain(const struct sid *domain, uint32_t rid);

/*
 * The name of a well-known SID, the fixed RIDs of domains included ("Authenticated Users", "Domain Admins"); NULL:
 * none. Constant.
 */
const char *sid_known_name(const struct sid *sid);

/*
 * true for principals that everybody, or every user or computer of the domain, belongs to: S-1-0-0, S-1-1-0, S-1-5-7,
 * S-1-5-11, S-1-5-32-545, S-1-5-32-546, and the RIDs 513, 514, 515.
 */
bool sid_is_low_privileged(const struct sid *sid);

/* true for administrators and the directory itself: RIDs 498, 500, 502, 512, 516, 518, 519, 521, S-1-5-9, S-1-5-18,
 * S-1-5-32-544. */
bool sid_is_administrative(const struct sid *sid);

bool sid_set_has(const struct sid_set *set, const struct sid *sid);

/* Adds it unless it is there. */
void sid_set_add(struct arena *arena, struct sid_set *set, const struct sid *sid);

#endif
