/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Descriptors of whatever a directory holds, and what they grant. */
#include "ad/access_check.h"
#include "target.h"

static void check_ace(const struct ace *ace, struct arena *arena)
{
	HOLDS(ace->mask >> 28 == 0);
	HOLDS(ace->has_sid == (ace->kind != ACE_UNKNOWN));
	HOLDS(ace->sid.count <= SID_SUBAUTHORITIES_MAX);
	HOLDS(is_fit(access_mask_text(arena, ace->mask)));
	HOLDS(is_fit(sid_text(arena, &ace->sid)));
	HOLDS(is_fit(uuid_text(arena, &ace->object_type)));
}

/* Everybody who is named in it, one at a time, and all together. */
static void check_access(const struct security_descriptor *descriptor, const struct sid_set *token)
{
	const struct access_right *const rights[] = {&access_read,  &access_enroll,     &access_autoenroll,
						     &access_write, &access_write_dacl, &access_write_owner};

	for (size_t i = 0; i < ARRAY_LENGTH(rights); i++) {
		int ace = -2;
		enum access_decision decision = access_check(descriptor, token, rights[i], &ace);

		HOLDS(ace >= -1 && ace < (int)descriptor->ace_count);
		HOLDS(ace >= 0 || decision == (descriptor->has_dacl ? ACCESS_DENIED : ACCESS_GRANTED));
		HOLDS(ace < 0 || access_effect(&descriptor->aces[ace], token, rights[i]) == (enum ace_effect)decision);
		for (int before = 0; before < ace; before++)
			HOLDS(access_effect(&descriptor->aces[before], token, rights[i]) > ACE_UNDECIDABLE);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct arena *arena = arena_create("out of memory\n");
	const struct octets value = {bytes, length};
	struct security_descriptor descriptor = {.ace_count = 77};
	const char *wrong = security_descriptor_read(&value, arena, &descriptor);
	struct sid_set token = {0};

	HOLDS(wrong == NULL || (is_fit(wrong) && *wrong != 0 && descriptor.ace_count == 77));
	for (size_t i = 0; wrong == NULL && i < descriptor.ace_count; i++) {
		check_ace(&descriptor.aces[i], arena);
		if (descriptor.aces[i].has_sid && token.count < 16) {
			struct sid sid = descriptor.aces[i].sid;
			const struct sid_set alone = {.items = &sid, .count = 1};

			check_access(&descriptor, &alone);
			sid_set_add(arena, &token, &descriptor.aces[i].sid);
		}
	}
	if (wrong == NULL)
		check_access(&descriptor, &token);
	arena_destroy(arena);
	return 0;
}
