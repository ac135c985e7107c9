/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which certificate of a SCEP server's set has which role: by key usage, never by position or subject (facts:
 * scep-ndes.md 4.2; the order of jscep's certificate inspector; RFC 8894 2.1.2, 3.4).
 *	encryption  no CA with keyEncipherment; none: with dataEncipherment; none: without a key usage; none: the CA
 *	signing     no CA with digitalSignature; none: without a key usage; none: the CA
 *	            (of those without a key usage the ones of the other role's template come last)
 *	several     the one valid now with the latest not_before leads; the others are superseded
 *	CA          the lowest: it issued no other CA of the set; several: one that issued the leading RA
 *		certificates;
 *	            without RA certificates: the one with the usage that a role wants comes first
 */
#ifndef PKI_CERTIFICATE_ROLES_H
#define PKI_CERTIFICATE_ROLES_H

#include "pki/certificate_set.h"

enum certificate_role { ROLE_CA, ROLE_SIGNING, ROLE_ENCRYPTION, ROLE_OTHER };

/* A certificate that leads no role. */
struct certificate_extra {
	int index;
	enum certificate_role role; /* ROLE_SIGNING or ROLE_ENCRYPTION: superseded in that role; ROLE_OTHER */
};

struct certificate_roles {
	int ca;         /* index in the set; -1: no CA at all */
	int signing;    /* what clients take to verify; the CA where no RA certificate fits; -1: nothing */
	int encryption; /* what clients encrypt to; likewise */
	bool single;    /* there are no RA certificates at all: the CA does everything */
	bool signing_missing, encryption_missing; /* there are RA certificates, but none fits this role */
	/* Superseded twins and others, in an order that does not depend on the set's: newest first. */
	struct certificate_extra *extras;
	size_t extra_count;
};

/* now: epoch. An empty set gives -1 everywhere. */
struct certificate_roles certificate_roles_find(struct arena *arena, const struct certificate_set *set, int64_t now);

#endif
