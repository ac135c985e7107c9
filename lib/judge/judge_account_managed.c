/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Group managed service accounts: does their password move, and may the NDES host read it? (MS-ADTS 3.1.1.4.5.39) */
#include <string.h>

#include "ad/access_check.h"
#include "judge/judge_account_parts.h"

#define DAY INT64_C(86400)
#define GRACE (7 * DAY) /* a host asks for the new password when it needs it, not on the day */

static const struct account_time *rotated(const struct account_judgement *judgement)
{
	return &judgement->account->password_set;
}

static void judge_rotation(const struct account_judgement *judgement)
{
	const struct ad_number *interval = &judgement->account->password_interval;
	double age = (double)judgement->now - (double)rotated(judgement)->epoch;
	struct finding *finding;

	if (!interval->known || !rotated(judgement)->known || rotated(judgement)->unset)
		return;
	finding = finding_add_child(judgement->finding, "rotation", "managed password");
	if (age > (double)interval->value * DAY + GRACE)
		finding_set(finding, STATUS_WARNING, CAUSE_ACCOUNT_MANAGED_PASSWORD,
			    "last changed %s ago (%s), although it is due every %s: no host asks for it",
			    text_duration(judgement->arena, age),
			    text_date(judgement->arena, rotated(judgement)->epoch),
			    text_count(judgement->arena, (size_t)interval->value, "day"));
	else
		finding_set(finding, STATUS_OK, CAUSE_NONE, "changes every %s",
			    text_count(judgement->arena, (size_t)interval->value, "day"));
}

/* --- who may read it --- */

/* Those that the descriptor lets read, for a person to compare with. */
static const char *readers_text(const struct account_judgement *judgement)
{
	const struct security_descriptor *descriptor = &judgement->account->membership;
	struct text_list names = {0};

	if (!descriptor->has_dacl)
		return "everybody";
	for (size_t i = 0; i < descriptor->ace_count; i++)
		if (descriptor->aces[i].kind == ACE_ALLOW && descriptor->aces[i].has_sid)
			text_list_add(
				judgement->arena, &names,
				sid_display(&judgement->survey->names, &descriptor->aces[i].sid, judgement->arena));
	return names.count != 0 ? account_list_text(judgement->arena, &names) : "nobody";
}

static void set_denied(const struct account_judgement *judgement, struct finding *finding)
{
	const char *readers = readers_text(judgement);
	bool nobody = strcmp(readers, "nobody") == 0;

	finding_set(finding, STATUS_CRITICAL, CAUSE_ACCOUNT_MANAGED_PASSWORD, "%s may not read it, %s%s",
		    judgement->survey->ndes_host, nobody ? "nor may anybody" : "only ", nobody ? "" : readers);
}

static void set_decision(const struct account_judgement *judgement, enum access_decision decision,
			 struct finding *finding)
{
	const struct account_search *host = &judgement->survey->host;
	const char *name = judgement->survey->ndes_host;

	if (decision == ACCESS_GRANTED)
		finding_set(finding, STATUS_OK, CAUSE_NONE, "%s may read it", name);
	else if (decision == ACCESS_UNDECIDABLE)
		finding_set(finding, STATUS_UNKNOWN, CAUSE_ACCOUNT_MANAGED_PASSWORD,
			    "whether %s may read it depends on a conditional entry, which only a domain controller can "
			    "decide",
			    name);
	else if (!host->token_complete)
		finding_set(finding, STATUS_UNKNOWN, CAUSE_DIRECTORY_HIDDEN,
			    "whether %s may read it can't be told without its groups%s%s", name,
			    host->token_fault != NULL ? ": " : "", host->token_fault != NULL ? host->token_fault : "");
	else
		set_denied(judgement, finding);
}

static void judge_host(const struct account_judgement *judgement, struct finding *finding)
{
	const struct account_search *host = &judgement->survey->host;
	const struct directory *directory = &judgement->survey->directory;
	int ace;

	if (host->outcome == SEARCH_FOUND)
		set_decision(judgement, access_check(&judgement->account->membership, &host->token, &access_read, &ace),
			     finding);
	else if (host->outcome == SEARCH_ABSENT)
		finding_set(finding, STATUS_UNKNOWN, CAUSE_ACCOUNT_REFERENCE,
			    "there is no computer account of '%s' in %s", host->wanted, directory_domain(directory));
	else
		judge_account_search(host, directory, &judgement->policy->directory, finding);
}

static void judge_readers(const struct account_judgement *judgement)
{
	const struct account *account = judgement->account;
	struct finding *finding;

	if (!account->has_membership && account->membership_fault == NULL)
		return;
	finding = finding_add_child(judgement->finding, "password_readers", "who may read the managed password");
	if (account->membership_fault != NULL)
		finding_set(finding, STATUS_UNKNOWN, CAUSE_DIRECTORY_DATA, "msDS-GroupMSAMembership %s",
			    account->membership_fault);
	else if (judgement->survey->ndes_host != NULL)
		judge_host(judgement, finding);
	else
		finding_set(finding, STATUS_OK, CAUSE_NONE,
			    "%s; with --ndes-host it would be told whether NDES is among them",
			    readers_text(judgement));
}

void account_judge_managed(const struct account_judgement *judgement)
{
	if (judgement->account->kind != ACCOUNT_GROUP_MANAGED)
		return;
	judge_rotation(judgement);
	judge_readers(judgement);
}
