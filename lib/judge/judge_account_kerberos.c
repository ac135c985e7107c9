/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What Kerberos needs of the account, and what it may do with it. */
#include <strings.h>

#include "judge/judge_account_parts.h"

/* Bits of msDS-SupportedEncryptionTypes (MS-KILE 2.2.7). */
enum { KEYS_AES = 0x8 | 0x10 | 0x20, KEYS_ALL = 0x1 | 0x2 | 0x4 | KEYS_AES };

/* --- service principal names --- */

/* Who has one name. The exact one comes before what HOST/ stands for, as the domain controller looks for it. */
struct owners {
	size_t exact;
	bool ours, ours_by_host;          /* the account has it, or HOST/ of it stands for it */
	const struct spn_owner *stranger; /* another one that has it */
	const struct spn_owner *stand_in; /* another one whose HOST/ stands for it */
	struct text_list names;           /* of the exact ones */
};

static struct owners owners_of(const struct account_judgement *judgement, const struct spn_search *search)
{
	struct owners owners = {0};

	for (size_t i = 0; i < search->count; i++) {
		const struct spn_owner *owner = &search->owners[i];
		bool ours = strcasecmp(owner->dn, judgement->account->dn) == 0;

		if (owner->exact)
			text_list_add(judgement->arena, &owners.names, owner->name);
		owners.exact += owner->exact;
		owners.ours |= ours && owner->exact;
		owners.ours_by_host |= ours && !owner->exact;
		if (!ours && owner->exact)
			owners.stranger = owner;
		else if (!ours)
			owners.stand_in = owner;
	}
	return owners;
}

static bool is_ndes_host(const struct account_judgement *judgement, const struct spn_owner *owner)
{
	const struct account_search *host = &judgement->survey->host;

	return judgement->survey->ndes_host != NULL && host->outcome == SEARCH_FOUND &&
	       strcasecmp(owner->dn, host->account.dn) == 0;
}

/*
 * The computer's key decrypts the ticket as long as IIS authenticates in kernel mode, which is its default: fine where
 * that computer is the NDES host.
 */
static void judge_other_owner(const struct account_judgement *judgement, const struct owners *owners,
			      struct finding *finding)
{
	const struct spn_owner *owner = owners->exact != 0 ? owners->stranger : owners->stand_in;

	if (is_ndes_host(judgement, owner))
		finding_set(finding, STATUS_OK, CAUSE_NONE,
			    "held by the NDES host (%s), which fits kernel-mode authentication, the default of IIS",
			    owner->name);
	else if (owner->exact)
		finding_set(finding, STATUS_CRITICAL, CAUSE_ACCOUNT_SPN,
			    "belongs to %s: tickets for it can't be decrypted by the service account", owner->name);
	else
		finding_set(finding, STATUS_WARNING, CAUSE_ACCOUNT_SPN,
			    "no account has it, but HOST/ of %s stands for it: right only if that is the NDES host "
			    "(--ndes-host) and IIS authenticates in kernel mode",
			    owner->name);
}

static void judge_owners(const struct account_judgement *judgement, const struct owners *owners,
			 struct finding *finding)
{
	if (owners->exact > 1)
		finding_set(finding, STATUS_CRITICAL, CAUSE_ACCOUNT_SPN_DUPLICATE,
			    "%zu accounts have it, so no ticket is issued: %s", owners->exact,
			    account_list_text(judgement->arena, &owners->names));
	else if (owners->ours)
		finding_set(finding, STATUS_OK, CAUSE_NONE, "set at the account");
	else if (owners->exact == 0 && owners->ours_by_host)
		finding_set(finding, STATUS_OK, CAUSE_NONE, "HOST/ of the account stands for it");
	else if (owners->stranger != NULL || owners->stand_in != NULL)
		judge_other_owner(judgement, owners, finding);
	else
		finding_set(finding, STATUS_WARNING, CAUSE_ACCOUNT_SPN,
			    "no account of the domain has it: log-ons at mscep_admin fall back to NTLM or fail");
}

static void judge_spn(const struct account_judgement *judgement, size_t index)
{
	const struct spn_search *search = &judgement->survey->spns[index];
	struct finding *finding =
		finding_add_child(judgement->finding, text_format(judgement->arena, "spn%zu", index + 1), search->spn);
	struct owners owners = owners_of(judgement, search);

	if (search->reply.outcome != LDAP_OUTCOME_READ)
		judge_reply(&search->reply, &judgement->survey->directory, &judgement->policy->directory,
			    "the owners of the name", finding);
	else
		judge_owners(judgement, &owners, finding);
}

/* --- delegation and keys --- */

static void judge_delegation(const struct account_judgement *judgement)
{
	const struct account *account = judgement->account;
	struct finding *finding;

	if (!account->control.known)
		return;
	finding = finding_add_child(judgement->finding, "delegation", "delegation");
	if (ad_number_has(&account->control, ACCOUNT_TRUSTED_FOR_DELEGATION))
		finding_set(finding, STATUS_WARNING, CAUSE_ACCOUNT_DELEGATION,
			    "the account is trusted for unconstrained delegation: it may act as anybody who logs on at "
			    "NDES, anywhere");
	else if (account->delegation.count != 0)
		finding_set(finding, STATUS_OK, CAUSE_NONE, "constrained, to %s",
			    account_list_text(judgement->arena, &account->delegation));
	else
		finding_set(finding, STATUS_OK, CAUSE_NONE, "none");
}

/* Absent or 0: as the domain has it. Other bits than those of keys speak of features. */
static void judge_keys(const struct account_judgement *judgement)
{
	const struct account *account = judgement->account;
	int64_t keys = account->encryption_types.known ? account->encryption_types.value & KEYS_ALL : 0;
	bool only_des = ad_number_has(&account->control, ACCOUNT_DES_ONLY) || (keys != 0 && (keys & ~0x3) == 0);
	struct finding *finding = finding_add_child(judgement->finding, "encryption", "Kerberos keys");

	if (only_des || (keys != 0 && (keys & KEYS_AES) == 0))
		finding_set(finding, STATUS_WARNING, CAUSE_ACCOUNT_ENCRYPTION,
			    "the account is limited to %s, which hardened domain controllers refuse",
			    only_des ? "DES" : "RC4");
	else
		finding_set(finding, STATUS_OK, CAUSE_NONE, "%s", keys != 0 ? "AES" : "the domain's default");
}

void account_judge_kerberos(const struct account_judgement *judgement)
{
	for (size_t i = 0; i < judgement->survey->spn_count; i++)
		judge_spn(judgement, i);
	judge_delegation(judgement);
	judge_keys(judgement);
}
