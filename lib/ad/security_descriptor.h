/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Security descriptors in self-relative form (MS-DTYP 2.4.4, 2.4.5, 2.4.6). */
#ifndef AD_SECURITY_DESCRIPTOR_H
#define AD_SECURITY_DESCRIPTOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ad/guid.h"
#include "ad/sid.h"
#include "core/arena.h"
#include "core/octets.h"

enum ace_kind {
	ACE_ALLOW,   /* types 0x00, 0x05, and with a condition 0x09, 0x0B */
	ACE_DENY,    /* 0x01, 0x06, 0x0A, 0x0C */
	ACE_AUDIT,   /* 0x02, 0x07, 0x0D, 0x0F and the other system types whose layout is known: 0x11 to 0x14 */
	ACE_UNKNOWN, /* kept by type and size only */
};

enum ace_flags {
	ACE_OBJECT_INHERIT = 0x01,
	ACE_CONTAINER_INHERIT = 0x02,
	ACE_NO_PROPAGATE = 0x04,
	ACE_INHERIT_ONLY = 0x08,
	ACE_INHERITED = 0x10,
};

/* Rights on directory objects (MS-ADTS 5.1.3.2). */
enum access_mask {
	RIGHT_CREATE_CHILD = 0x1,
	RIGHT_DELETE_CHILD = 0x2,
	RIGHT_LIST_CHILDREN = 0x4,
	RIGHT_SELF = 0x8,
	RIGHT_READ_PROPERTY = 0x10,
	RIGHT_WRITE_PROPERTY = 0x20,
	RIGHT_DELETE_TREE = 0x40,
	RIGHT_LIST_OBJECT = 0x80,
	RIGHT_CONTROL_ACCESS = 0x100,
	RIGHT_DELETE = 0x10000,
	RIGHT_READ_CONTROL = 0x20000,
	RIGHT_WRITE_DACL = 0x40000,
	RIGHT_WRITE_OWNER = 0x80000,
	RIGHT_FULL_CONSOLE = 0xF00FF, /* what the console writes as "Full control": without control access */
	RIGHT_ALL = 0xF01FF,          /* what generic all is stored as */
};

struct ace {
	uint8_t type, flags;
	enum ace_kind kind;
	bool conditional; /* callback types: a condition that only the server can evaluate */
	uint32_t mask;    /* with the generic bits mapped (ad.md, chapter 2): none of bits 28 to 31 is left */
	bool has_object_type;
	struct uuid object_type;
	bool has_sid; /* false for ACE_UNKNOWN */
	struct sid sid;
};

struct security_descriptor {
	uint16_t control;
	bool has_owner, has_group;
	struct sid owner, group;
	bool has_dacl; /* false: no access control at all, everybody may do everything */
	const struct ace *aces;
	size_t ace_count;
};

/*
 * Reads a descriptor of at most 65535 * 2 + some bytes; an ACL may be larger than its ACEs. Unknown types of ACEs are
 * kept. The SACL is not read. Returns NULL or what is malformed, with its offset, fit to follow "the security
 * descriptor": "ends in the ACE at offset 96". On success *ret_descriptor lives in the arena.
 */
const char *security_descriptor_read(const struct octets *value, struct arena *arena,
				     struct security_descriptor *ret_descriptor);

/*
 * The rights of a mask in words, parted by commas: "read property, control access"; "full control" for RIGHT_ALL, and
 * "full control without control access" for RIGHT_FULL_CONSOLE.
 */
const char *access_mask_text(struct arena *arena, uint32_t mask);

#endif
