/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rights in words. */
#include "ad/security_descriptor.h"

#include "core/array.h"
#include "core/text.h"

/* In this order, and each only for bits that none before has named. */
static const struct {
	uint32_t mask;
	const char *name;
} rights[] = {
	{RIGHT_ALL, "full control"},
	/* Said, for it is the trap of the default templates: their administrators' full control does not enroll. */
	{RIGHT_FULL_CONSOLE, "full control without control access"},
	{RIGHT_CREATE_CHILD, "create child"},
	{RIGHT_DELETE_CHILD, "delete child"},
	{RIGHT_LIST_CHILDREN, "list children"},
	{RIGHT_SELF, "validated write"},
	{RIGHT_READ_PROPERTY, "read property"},
	{RIGHT_WRITE_PROPERTY, "write property"},
	{RIGHT_DELETE_TREE, "delete tree"},
	{RIGHT_LIST_OBJECT, "list object"},
	{RIGHT_CONTROL_ACCESS, "control access"},
	{RIGHT_DELETE, "delete"},
	{RIGHT_READ_CONTROL, "read control"},
	{RIGHT_WRITE_DACL, "write DACL"},
	{RIGHT_WRITE_OWNER, "write owner"},
	{0x100000, "synchronize"},
	{0x1000000, "access system security"},
};

const char *access_mask_text(struct arena *arena, uint32_t mask)
{
	struct text_buffer text = {.arena = arena};

	for (size_t i = 0; i < ARRAY_LENGTH(rights); i++) {
		if ((mask & rights[i].mask) != rights[i].mask)
			continue;
		text_append(&text, "%s%s", text.length != 0 ? ", " : "", rights[i].name);
		mask &= ~rights[i].mask;
	}
	if (mask != 0)
		text_append(&text, "%s0x%X", text.length != 0 ? ", " : "", mask);
	return text.length != 0 ? text_of(&text) : "no right";
}
