/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ad/security_descriptor.h"

#include "core/array.h"
#include "core/cursor.h"
#include "core/text.h"

enum {
	REVISION = 1,
	HEADER_SIZE = 20,
	ACL_HEADER = 8,
	ACL_REVISION_MIN = 2,
	ACL_REVISION_MAX = 4,
	ACE_HEADER = 4,
	SID_SIZE_MAX = 8 + 4 * SID_SUBAUTHORITIES_MAX,
	/* both ACLs and both SIDs */
	DESCRIPTOR_MAX = HEADER_SIZE + 2 * 65535 + 2 * SID_SIZE_MAX,
	CONTROL_DACL_PRESENT = 0x4,
	CONTROL_SELF_RELATIVE = 0x8000,
	OBJECT_TYPE_PRESENT = 0x1,
	INHERITED_OBJECT_TYPE_PRESENT = 0x2,
};

struct header {
	uint16_t control;
	uint32_t owner, group, dacl; /* offsets, 0: absent */
};

/* How an ACE of a type is laid out (MS-DTYP 2.4.4.1 to 2.4.4.17). */
static const struct layout {
	enum ace_kind kind;
	bool object, callback;
} layouts[] = {
	[0x00] = {ACE_ALLOW, false, false},   [0x01] = {ACE_DENY, false, false},
	[0x02] = {ACE_AUDIT, false, false},   [0x03] = {ACE_UNKNOWN, false, false},
	[0x04] = {ACE_UNKNOWN, false, false}, [0x05] = {ACE_ALLOW, true, false},
	[0x06] = {ACE_DENY, true, false},     [0x07] = {ACE_AUDIT, true, false},
	[0x08] = {ACE_UNKNOWN, false, false}, [0x09] = {ACE_ALLOW, false, true},
	[0x0A] = {ACE_DENY, false, true},     [0x0B] = {ACE_ALLOW, true, true},
	[0x0C] = {ACE_DENY, true, true},      [0x0D] = {ACE_AUDIT, false, true},
	[0x0E] = {ACE_UNKNOWN, false, false}, [0x0F] = {ACE_AUDIT, true, true},
	[0x10] = {ACE_UNKNOWN, false, false}, [0x11] = {ACE_AUDIT, false, false},
	[0x12] = {ACE_AUDIT, false, false},   [0x13] = {ACE_AUDIT, false, false},
	[0x14] = {ACE_AUDIT, false, false},
};

static struct layout layout_of(uint8_t type)
{
	return type < ARRAY_LENGTH(layouts) ? layouts[type] : (struct layout){.kind = ACE_UNKNOWN};
}

/* The directory maps generic rights when it stores a descriptor; one that did not is read alike (MS-ADTS 5.1.3.2). */
static uint32_t map_generic(uint32_t mask)
{
	static const struct {
		uint32_t generic, rights;
	} map[] = {
		{0x10000000, RIGHT_ALL},
		{0x20000000, RIGHT_READ_CONTROL | RIGHT_LIST_CHILDREN},
		{0x40000000, RIGHT_READ_CONTROL | RIGHT_WRITE_PROPERTY | RIGHT_SELF},
		{0x80000000, RIGHT_READ_CONTROL | RIGHT_LIST_CHILDREN | RIGHT_READ_PROPERTY | RIGHT_LIST_OBJECT},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(map); i++)
		if (mask & map[i].generic)
			mask = (mask & ~map[i].generic) | map[i].rights;
	return mask;
}

/* The two GUIDs of an object ACE, each there or not; the second one only steers inheritance. */
static bool object_types_read(struct cursor *cursor, struct ace *ace)
{
	uint32_t flags;

	if (!cursor_u32le(cursor, &flags))
		return false;
	ace->has_object_type = (flags & OBJECT_TYPE_PRESENT) != 0;
	if (ace->has_object_type && !uuid_read(cursor, &ace->object_type))
		return false;
	return !(flags & INHERITED_OBJECT_TYPE_PRESENT) || cursor_skip(cursor, sizeof ace->object_type.bytes);
}

/* What stands behind an ACE's header. offset: of the ACE, for the sentence. */
static const char *ace_body_read(struct cursor *body, size_t offset, struct arena *arena, struct ace *ace)
{
	struct layout layout = layout_of(ace->type);
	const char *wrong;

	ace->kind = layout.kind;
	ace->conditional = layout.callback;
	if (layout.kind == ACE_UNKNOWN)
		return NULL;
	if (!cursor_u32le(body, &ace->mask) || (layout.object && !object_types_read(body, ace)))
		return text_format(arena, "has an ACE at offset %zu that is too small for its type", offset);
	ace->mask = map_generic(ace->mask);
	wrong = sid_read(body, &ace->sid);
	if (wrong != NULL)
		return text_format(arena, "has an ACE at offset %zu whose SID %s", offset, wrong);
	ace->has_sid = true;
	return NULL;
}

/* base: where the ACL begins in the descriptor. */
static const char *ace_read(struct cursor *acl, size_t base, struct arena *arena, struct ace *ret_ace)
{
	size_t offset = base + acl->offset;
	struct ace ace = {0};
	struct cursor body;
	uint16_t size;

	if (!cursor_u8(acl, &ace.type) || !cursor_u8(acl, &ace.flags) || !cursor_u16le(acl, &size))
		return text_format(arena, "ends in the ACE at offset %zu", offset);
	if (size < ACE_HEADER)
		return text_format(arena, "has an ACE at offset %zu of only %u bytes", offset, size);
	if (!cursor_part(acl, size - (size_t)ACE_HEADER, &body))
		return text_format(arena, "ends in the ACE at offset %zu", offset);
	*ret_ace = ace;
	return ace_body_read(&body, offset, arena, ret_ace);
}

/* As many as it says, in memory for as many as can be: AceCount alone would make 30 bytes allocate megabytes. */
static const char *aces_read(struct cursor *acl, size_t base, uint16_t said, struct arena *arena,
			     struct security_descriptor *descriptor)
{
	size_t most = cursor_left(acl) / ACE_HEADER, count = said;
	struct ace *aces = arena_allocate(arena, (count < most ? count : most) * sizeof *aces);

	for (size_t i = 0; i < count; i++) {
		const char *wrong = i < most ? ace_read(acl, base, arena, &aces[i])
					     : text_format(arena, "has a DACL of %zu bytes that says it holds %zu ACEs",
							   acl->length, count);

		if (wrong != NULL)
			return wrong;
	}
	descriptor->has_dacl = true;
	descriptor->aces = aces;
	descriptor->ace_count = count;
	return NULL;
}

static const char *part_cut(struct arena *arena, const char *part, size_t offset)
{
	return text_format(arena, "ends in its %s at offset %zu", part, offset);
}

/* A part of the descriptor never lies in its header. */
static const char *part_seek(struct cursor *cursor, const char *part, uint32_t offset, struct arena *arena)
{
	if (offset < HEADER_SIZE)
		return text_format(arena, "has its %s at offset %u, in its own header", part, offset);
	return cursor_seek(cursor, offset) ? NULL : part_cut(arena, part, offset);
}

static const char *dacl_read(struct cursor cursor, uint32_t offset, struct arena *arena,
			     struct security_descriptor *descriptor)
{
	const char *wrong = part_seek(&cursor, "DACL", offset, arena);
	uint8_t revision;
	uint16_t size, count;
	struct cursor acl;

	if (wrong != NULL)
		return wrong;
	acl = cursor;
	if (!cursor_u8(&acl, &revision) || !cursor_skip(&acl, 1) || !cursor_u16le(&acl, &size) ||
	    !cursor_u16le(&acl, &count) || !cursor_skip(&acl, 2))
		return part_cut(arena, "DACL", offset);
	if (revision < ACL_REVISION_MIN || revision > ACL_REVISION_MAX)
		return text_format(arena, "has a DACL at offset %u of the unknown revision %u", offset, revision);
	if (size < ACL_HEADER)
		return text_format(arena, "has a DACL at offset %u of only %u bytes", offset, size);
	if (!cursor_part(&cursor, size, &acl))
		return part_cut(arena, "DACL", offset);
	cursor_skip(&acl, ACL_HEADER);
	return aces_read(&acl, offset, count, arena, descriptor);
}

static const char *principal_read(struct cursor cursor, const char *part, uint32_t offset, struct arena *arena,
				  bool *ret_has, struct sid *ret_sid)
{
	const char *wrong;

	if (offset == 0)
		return NULL;
	wrong = part_seek(&cursor, part, offset, arena);
	if (wrong != NULL)
		return wrong;
	wrong = sid_read(&cursor, ret_sid);
	if (wrong != NULL)
		return text_format(arena, "has its %s at offset %u, whose SID %s", part, offset, wrong);
	*ret_has = true;
	return NULL;
}

static const char *header_read(struct cursor *cursor, struct arena *arena, struct header *ret_header)
{
	struct header header = {0};
	uint8_t revision;
	uint32_t sacl;

	if (cursor->length > DESCRIPTOR_MAX)
		return text_format(arena, "has %zu bytes, more than it can have", cursor->length);
	if (!cursor_u8(cursor, &revision) || !cursor_skip(cursor, 1) || !cursor_u16le(cursor, &header.control) ||
	    !cursor_u32le(cursor, &header.owner) || !cursor_u32le(cursor, &header.group) ||
	    !cursor_u32le(cursor, &sacl) || !cursor_u32le(cursor, &header.dacl))
		return text_format(arena, "ends in its header, after %zu bytes", cursor->length);
	if (revision != REVISION)
		return text_format(arena, "has revision %u instead of 1", revision);
	if (!(header.control & CONTROL_SELF_RELATIVE))
		return text_format(arena, "is not self-relative (control 0x%04X at offset 2)", header.control);
	*ret_header = header;
	return NULL;
}

const char *security_descriptor_read(const struct octets *value, struct arena *arena,
				     struct security_descriptor *ret_descriptor)
{
	struct cursor cursor = cursor_over(value->bytes, value->length);
	struct security_descriptor descriptor = {0};
	struct header header = {0};
	const char *wrong = header_read(&cursor, arena, &header);

	if (wrong != NULL)
		return wrong;
	descriptor.control = header.control;
	wrong = principal_read(cursor, "owner", header.owner, arena, &descriptor.has_owner, &descriptor.owner);
	if (wrong == NULL)
		wrong = principal_read(cursor, "group", header.group, arena, &descriptor.has_group, &descriptor.group);
	if (wrong == NULL && header.control & CONTROL_DACL_PRESENT && header.dacl != 0)
		wrong = dacl_read(cursor, header.dacl, arena, &descriptor);
	if (wrong == NULL)
		*ret_descriptor = descriptor;
	return wrong;
}
