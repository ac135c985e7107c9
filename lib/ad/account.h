/* SPDX-License-Identifier: GPL-3.0-or-later */
/* User, computer and managed service accounts (MS-ADTS 2.2.16, 3.1.1.4.5; facts: ad.md, chapters 4 and 10). */
#ifndef AD_ACCOUNT_H
#define AD_ACCOUNT_H

#include <stdbool.h>
#include <stdint.h>

#include "ad/ad_time.h"
#include "ad/ad_value.h"
#include "ad/security_descriptor.h"
#include "ad/sid.h"
#include "core/arena.h"
#include "core/entry.h"
#include "core/text.h"

enum account_kind {
	ACCOUNT_USER,
	ACCOUNT_COMPUTER,
	ACCOUNT_GROUP_MANAGED, /* msDS-GroupManagedServiceAccount */
	ACCOUNT_MANAGED,       /* msDS-ManagedServiceAccount, of one computer */
	ACCOUNT_GROUP,         /* a group was named: it can't log on */
	ACCOUNT_OTHER,         /* none of them: a contact, say */
};

/* userAccountControl (MS-ADTS 2.2.16) */
enum account_control {
	ACCOUNT_DISABLED = 0x2,
	ACCOUNT_PASSWORD_NOT_REQUIRED = 0x20,
	ACCOUNT_PASSWORD_NEVER_EXPIRES = 0x10000,
	ACCOUNT_SMART_CARD_REQUIRED = 0x40000,
	ACCOUNT_TRUSTED_FOR_DELEGATION = 0x80000,
	ACCOUNT_NOT_DELEGATED = 0x100000,
	ACCOUNT_DES_ONLY = 0x200000,
	ACCOUNT_NO_PREAUTHENTICATION = 0x400000,
};

/* msDS-User-Account-Control-Computed */
enum account_computed {
	ACCOUNT_LOCKED = 0x10,
	ACCOUNT_PASSWORD_EXPIRED = 0x800000,
};

/* A point in time that may be absent, unset (0) or never. epoch counts only if neither. */
struct account_time {
	bool known; /* the attribute came */
	bool unset; /* 0 */
	bool never; /* 0x7FFFFFFFFFFFFFFF; for accountExpires 0 too, which is not unset then */
	int64_t epoch;
};

/* Lifetime: the arena. Texts are fit to print but for dn. A value that did not come is known == false, never zero. */
struct account {
	enum account_kind kind;
	const char *dn;             /* as it is in the directory */
	const char *name;           /* sAMAccountName; NULL: hidden */
	const char *principal_name; /* userPrincipalName; NULL */
	const char *fault;          /* the first attribute that can't be read, a whole sentence; NULL: none */
	bool has_sid;
	struct sid sid;
	struct ad_number primary_group;       /* RID */
	struct ad_number control, computed;   /* userAccountControl, its computed part */
	struct account_time password_set;     /* pwdLastSet */
	struct account_time password_expires; /* msDS-UserPasswordExpiryTimeComputed */
	struct account_time account_expires;
	struct account_time lockout;    /* lockoutTime: stays set after the lock has ended */
	struct ad_number bad_passwords; /* badPwdCount of the domain controller that was asked */
	struct account_time bad_password_time;
	bool has_logon_hours;
	unsigned char logon_hours[AD_LOGON_HOURS];
	struct text_list workstations;                                     /* userWorkstations, parted */
	struct text_list service_principal_names, delegation;              /* delegation: msDS-AllowedToDelegateTo */
	struct ad_number encryption_types, admin_count, password_interval; /* interval: days, of managed ones */
	bool has_membership;                                               /* msDS-GroupMSAMembership */
	const char *membership_fault;
	struct security_descriptor membership;
	bool has_token_groups; /* tokenGroups came (base searches only, and not in a hardened domain) */
	struct sid_set token_groups;
};

/* The attributes to ask for, NULL-terminated; tokenGroups is not among them, for it is of base searches only. */
extern const char *const account_attributes[];

void account_read(const struct entry *entry, struct arena *arena, struct account *ret_account);

/*
 * Takes tokenGroups of another entry of the same account. Returns NULL or what is wrong, a whole sentence. An entry
 * without it (of a hardened domain) changes nothing.
 */
const char *account_read_token_groups(struct account *account, const struct entry *entry, struct arena *arena);

/* "lab.test" of "CN=x,DC=lab,DC=test", fit to print; "" if the DN does not end in such parts. */
const char *ad_domain_of(const char *dn, struct arena *arena);

/* "LAB" of "LAB/svc_ndes" or "LAB\\svc_ndes"; NULL: there is no domain in front. */
const char *account_name_domain(const char *wanted, struct arena *arena);

/* The same name without the domain in front. */
const char *account_name_bare(const char *wanted);

/* "Enterprise, Admins" of "CN=Enterprise\, Admins,DC=lab,DC=test", fit to print; the whole where it is no DN. */
const char *ad_name_of(const char *dn, struct arena *arena);

/* For a person: "svc_ndes@lab.test", else "svc_ndes", never with a backslash; the SID or the DN where there is no name.
 */
const char *account_display(const struct account *account, struct arena *arena);

/* The SIDs of chapter 4: the account's own, its primary group, its token groups if they came, and those of everybody
 * who comes over the network. */
struct sid_set account_token(const struct account *account, struct arena *arena);

/* The same SPN, or HOST/name for a service that HOST stands for (sPNMappings); in any case. */
bool account_has_spn(const struct account *account, const char *spn);

#endif
