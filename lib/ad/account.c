/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ad/account.h"

#include <string.h>
#include <strings.h>

#include "core/array.h"

enum { TOKEN_GROUPS_MAX = 4096 }; /* a token of Windows holds 1024 */

const char *const account_attributes[] = {
	"objectClass",
	"sAMAccountType",
	"sAMAccountName",
	"userPrincipalName",
	"objectSid",
	"primaryGroupID",
	"userAccountControl",
	"msDS-User-Account-Control-Computed",
	"pwdLastSet",
	"msDS-UserPasswordExpiryTimeComputed",
	"accountExpires",
	"lockoutTime",
	"badPwdCount",
	"badPasswordTime",
	"logonHours",
	"userWorkstations",
	"servicePrincipalName",
	"msDS-AllowedToDelegateTo",
	"msDS-SupportedEncryptionTypes",
	"adminCount",
	"msDS-ManagedPasswordInterval",
	"msDS-GroupMSAMembership",
	NULL,
};

/* The entry that is read, and where it goes. */
struct reading {
	const struct entry *entry;
	struct arena *arena;
	struct account *account;
};

static bool has_class(const struct entry *entry, const char *name)
{
	const struct attribute *classes = entry_attribute(entry, "objectClass");

	for (size_t i = 0; classes != NULL && i < classes->count; i++)
		if (strcasecmp((const char *)classes->values[i].bytes, name) == 0)
			return true;
	return false;
}

/* sAMAccountType (MS-SAMR 2.2.1.9): where the classes are hidden. */
static enum account_kind kind_of_type(const struct ad_number *type)
{
	switch (type->known ? type->value : 0) {
	case 0x30000000:
		return ACCOUNT_USER;
	case 0x30000001:
		return ACCOUNT_COMPUTER;
	case 0x10000000:
	case 0x10000001:
	case 0x20000000:
	case 0x20000001:
		return ACCOUNT_GROUP;
	default:
		return ACCOUNT_OTHER;
	}
}

/* Managed accounts are computers too, and computers users: the most particular class first. */
static enum account_kind kind_of(const struct reading *reading)
{
	static const struct {
		const char *name;
		enum account_kind kind;
	} classes[] = {
		{"msDS-GroupManagedServiceAccount", ACCOUNT_GROUP_MANAGED},
		{"msDS-ManagedServiceAccount", ACCOUNT_MANAGED},
		{"computer", ACCOUNT_COMPUTER},
		{"user", ACCOUNT_USER},
		{"group", ACCOUNT_GROUP},
	};
	struct ad_number type =
		ad_flags_read(reading->entry, "sAMAccountType", reading->arena, &reading->account->fault);

	for (size_t i = 0; i < ARRAY_LENGTH(classes); i++)
		if (has_class(reading->entry, classes[i].name))
			return classes[i].kind;
	return kind_of_type(&type);
}

static void identity_read(const struct reading *reading)
{
	struct account *account = reading->account;
	const struct octets *sid = entry_value(reading->entry, "objectSid");
	const char *wrong = sid != NULL ? sid_read_value(sid, &account->sid) : NULL;

	account->dn = reading->entry->dn;
	account->name = ad_text_read(reading->entry, "sAMAccountName", reading->arena);
	account->principal_name = ad_text_read(reading->entry, "userPrincipalName", reading->arena);
	account->has_sid = sid != NULL && wrong == NULL;
	if (wrong != NULL)
		ad_binary_fault(&account->fault, reading->arena, "objectSid: the SID", wrong);
}

static struct account_time time_read(const struct reading *reading, const char *name)
{
	struct ad_number number = ad_number_read(reading->entry, name, reading->arena, &reading->account->fault);
	struct account_time time = {.known = number.known};

	if (!number.known)
		return time;
	if (number.value < 0) {
		ad_fault(&reading->account->fault, reading->arena, name, entry_value(reading->entry, name),
			 "is not a point in time");
		return (struct account_time){0};
	}
	time.unset = number.value == 0;
	time.never = number.value == INT64_MAX;
	time.epoch = time.unset || time.never ? 0 : ad_time_epoch(number.value);
	return time;
}

static void times_read(const struct reading *reading)
{
	struct account *account = reading->account;

	account->password_set = time_read(reading, "pwdLastSet");
	account->password_expires = time_read(reading, "msDS-UserPasswordExpiryTimeComputed");
	account->lockout = time_read(reading, "lockoutTime");
	account->bad_password_time = time_read(reading, "badPasswordTime");
	account->account_expires = time_read(reading, "accountExpires");
	if (account->account_expires.unset) {
		account->account_expires.unset = false;
		account->account_expires.never = true;
	}
}

static void numbers_read(const struct reading *reading)
{
	const struct entry *entry = reading->entry;
	struct account *account = reading->account;
	struct arena *arena = reading->arena;
	const char **fault = &account->fault;

	account->primary_group = ad_count_read(entry, "primaryGroupID", arena, fault);
	account->control = ad_flags_read(entry, "userAccountControl", arena, fault);
	account->computed = ad_flags_read(entry, "msDS-User-Account-Control-Computed", arena, fault);
	account->bad_passwords = ad_count_read(entry, "badPwdCount", arena, fault);
	account->encryption_types = ad_flags_read(entry, "msDS-SupportedEncryptionTypes", arena, fault);
	account->admin_count = ad_number_read(entry, "adminCount", arena, fault);
	account->password_interval = ad_count_read(entry, "msDS-ManagedPasswordInterval", arena, fault);
}

static void logon_read(const struct reading *reading)
{
	struct account *account = reading->account;
	const struct octets *hours = entry_value(reading->entry, "logonHours");
	const struct octets *workstations = entry_value(reading->entry, "userWorkstations");

	if (workstations != NULL)
		ad_words_add((const char *)workstations->bytes, workstations->length, reading->arena,
			     &account->workstations);
	if (hours == NULL)
		return;
	account->has_logon_hours = hours->length == AD_LOGON_HOURS;
	if (account->has_logon_hours)
		memcpy(account->logon_hours, hours->bytes, AD_LOGON_HOURS);
	else
		ad_binary_fault(&account->fault, reading->arena, "logonHours", "does not have 21 bytes");
}

const char *account_read_token_groups(struct account *account, const struct entry *entry, struct arena *arena)
{
	const struct attribute *groups = entry_attribute(entry, "tokenGroups");
	struct sid_set set = {0};

	if (groups == NULL)
		return NULL;
	if (groups->count > TOKEN_GROUPS_MAX)
		return text_format(arena, "tokenGroups has %zu values, more than a token can hold", groups->count);
	for (size_t i = 0; i < groups->count; i++) {
		struct sid sid;
		const char *wrong = sid_read_value(&groups->values[i], &sid);

		if (wrong != NULL)
			return text_format(arena, "tokenGroups: the SID %zu of %zu %s", i + 1, groups->count, wrong);
		sid_set_add(arena, &set, &sid);
	}
	account->has_token_groups = true;
	account->token_groups = set;
	return NULL;
}

static void token_groups_read(const struct reading *reading)
{
	const char *wrong = account_read_token_groups(reading->account, reading->entry, reading->arena);

	if (reading->account->fault == NULL)
		reading->account->fault = wrong;
}

void account_read(const struct entry *entry, struct arena *arena, struct account *ret_account)
{
	const struct reading reading = {.entry = entry, .arena = arena, .account = ret_account};

	*ret_account = (struct account){0};
	ret_account->kind = kind_of(&reading);
	identity_read(&reading);
	numbers_read(&reading);
	times_read(&reading);
	logon_read(&reading);
	ret_account->service_principal_names = ad_texts_read(entry, "servicePrincipalName", arena);
	ret_account->delegation = ad_texts_read(entry, "msDS-AllowedToDelegateTo", arena);
	ret_account->has_membership = ad_descriptor_read(entry, "msDS-GroupMSAMembership", arena,
							 &ret_account->membership_fault, &ret_account->membership);
	token_groups_read(&reading);
}

struct sid_set account_token(const struct account *account, struct arena *arena)
{
	const struct sid *const everybody[] = {&sid_everyone, &sid_authenticated_users, &sid_this_organization,
					       &sid_network, &sid_users};
	struct sid_set token = {0};

	if (account->has_sid)
		sid_set_add(arena, &token, &account->sid);
	if (account->has_sid && sid_is_of_domain(&account->sid) && account->primary_group.known) {
		struct sid group = sid_in_domain(&account->sid, (uint32_t)account->primary_group.value);

		sid_set_add(arena, &token, &group);
	}
	for (size_t i = 0; i < account->token_groups.count; i++)
		sid_set_add(arena, &token, &account->token_groups.items[i]);
	for (size_t i = 0; i < ARRAY_LENGTH(everybody); i++)
		sid_set_add(arena, &token, everybody[i]);
	return token;
}
