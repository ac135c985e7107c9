/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The access check on directory objects (MS-ADTS 5.1.3.3.4, MS-CRTD 2.5.1 and 2.5.2, MS-DTYP 2.5.3.2). */
#ifndef AD_ACCESS_CHECK_H
#define AD_ACCESS_CHECK_H

#include <stdint.h>

#include "ad/guid.h"
#include "ad/security_descriptor.h"
#include "ad/sid.h"

enum access_decision {
	ACCESS_GRANTED,
	ACCESS_DENIED,
	ACCESS_UNDECIDABLE, /* a conditional ACE was reached before another one decided */
};

/* What is asked for: one bit of a mask, and for control access and single attributes which one. */
struct access_right {
	uint32_t mask;           /* exactly one bit */
	const struct uuid *guid; /* NULL: only ACEs without an object type speak about it */
};

extern const struct access_right access_read, access_enroll, access_autoenroll, access_write, access_write_dacl,
	access_write_owner;

/*
 * Decides whether a token has a right. ACEs are taken in stored order; the first that applies decides (a mask & bit, no
 * object type or the same one). Inherit-only, audit and unknown ACEs, and those of SIDs that the token lacks, are
 * skipped. Without a DACL everything is granted; at the end of the list it is denied. *ret_ace: the index of the ACE
 * that decided (or can't be decided), -1: none did.
 */
enum access_decision access_check(const struct security_descriptor *descriptor, const struct sid_set *token,
				  const struct access_right *right, int *ret_ace);

/* What an ACE means to such a question. */
enum ace_effect {
	ACE_GRANTS,
	ACE_DENIES,
	ACE_UNDECIDABLE, /* conditional */
	ACE_ONLY_INHERITS,
	ACE_NOT_ABOUT_ACCESS, /* audit, unknown type */
	ACE_OTHER_SID,        /* the token lacks it */
	ACE_OTHER_RIGHT,      /* the mask lacks the bit */
	ACE_OTHER_OBJECT,     /* the bit, but of another right or attribute */
};

enum ace_effect access_effect(const struct ace *ace, const struct sid_set *token, const struct access_right *right);

#endif
