/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ad/access_check.h"

const struct access_right access_read = {RIGHT_READ_PROPERTY, NULL};
const struct access_right access_enroll = {RIGHT_CONTROL_ACCESS, &guid_enroll};
const struct access_right access_autoenroll = {RIGHT_CONTROL_ACCESS, &guid_autoenroll};
const struct access_right access_write = {RIGHT_WRITE_PROPERTY, NULL};
const struct access_right access_write_dacl = {RIGHT_WRITE_DACL, NULL};
const struct access_right access_write_owner = {RIGHT_WRITE_OWNER, NULL};

static bool is_about(const struct ace *ace, const struct uuid *object)
{
	return !ace->has_object_type || (object != NULL && uuid_equal(&ace->object_type, object));
}

enum ace_effect access_effect(const struct ace *ace, const struct sid_set *token, const struct access_right *right)
{
	if (ace->kind != ACE_ALLOW && ace->kind != ACE_DENY)
		return ACE_NOT_ABOUT_ACCESS;
	if (ace->flags & ACE_INHERIT_ONLY)
		return ACE_ONLY_INHERITS;
	if (!sid_set_has(token, &ace->sid))
		return ACE_OTHER_SID;
	if (!(ace->mask & right->mask))
		return ACE_OTHER_RIGHT;
	if (!is_about(ace, right->guid))
		return ACE_OTHER_OBJECT;
	if (ace->conditional)
		return ACE_UNDECIDABLE;
	return ace->kind == ACE_ALLOW ? ACE_GRANTS : ACE_DENIES;
}

enum access_decision access_check(const struct security_descriptor *descriptor, const struct sid_set *token,
				  const struct access_right *right, int *ret_ace)
{
	*ret_ace = -1;
	if (!descriptor->has_dacl)
		return ACCESS_GRANTED;
	for (size_t i = 0; i < descriptor->ace_count; i++) {
		enum ace_effect effect = access_effect(&descriptor->aces[i], token, right);

		if (effect > ACE_UNDECIDABLE)
			continue;
		*ret_ace = (int)i;
		return effect == ACE_GRANTS   ? ACCESS_GRANTED
		       : effect == ACE_DENIES ? ACCESS_DENIED
					      : ACCESS_UNDECIDABLE;
	}
	return ACCESS_DENIED;
}
