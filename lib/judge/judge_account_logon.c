/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How, when and where the account may log on. */
#include <string.h>
#include <strings.h>

#include "judge/judge_account_parts.h"

enum { COMPUTER_NAME_MAX = 15 };

static void judge_smart_card(const struct account_judgement *judgement)
{
	struct finding *finding;

	if (!judgement->account->control.known)
		return;
	finding = finding_add_child(judgement->finding, "smart_card", "smart card");
	if (ad_number_has(&judgement->account->control, ACCOUNT_SMART_CARD_REQUIRED))
		finding_set(finding, STATUS_CRITICAL, CAUSE_ACCOUNT_SMART_CARD,
			    "required to log on: no password is accepted, and a service has no card");
	else
		finding_set(finding, STATUS_OK, CAUSE_NONE, "not required");
	if (finding->status != STATUS_OK)
		account_stops_pool(finding);
}

/* --- hours --- */

static void set_open(const struct account_judgement *judgement, int64_t change, struct finding *finding)
{
	if (change == 0)
		finding_set(finding, STATUS_OK, CAUSE_NONE, "at any hour");
	else
		finding_set(finding, STATUS_OK, CAUSE_NONE, "open until %s, but a service needs them all",
			    text_time(judgement->arena, change));
}

static void set_closed(const struct account_judgement *judgement, int64_t change, struct finding *finding)
{
	finding_set(finding, STATUS_CRITICAL, CAUSE_ACCOUNT_LOGON_HOURS,
		    "the account may not log on at this hour (%s), %s%s", text_time(judgement->arena, judgement->now),
		    change != 0 ? "again from " : "nor at any other",
		    change != 0 ? text_time(judgement->arena, change) : "");
	account_stops_pool(finding);
}

static void judge_hours(const struct account_judgement *judgement)
{
	const unsigned char *hours = judgement->account->logon_hours;
	struct finding *finding;
	int64_t change;

	if (!judgement->account->has_logon_hours &&
	    (!judgement->account->control.known || account_is_faulty(judgement->account, "logonHours")))
		return;
	finding = finding_add_child(judgement->finding, "logon_hours", "logon hours");
	if (!judgement->account->has_logon_hours) {
		set_open(judgement, 0, finding);
		return;
	}
	change = ad_logon_hours_change(hours, judgement->now);
	if (ad_logon_hours_allow(hours, judgement->now))
		set_open(judgement, change, finding);
	else
		set_closed(judgement, change, finding);
}

/* --- workstations --- */

/* The longest name that NetBIOS, and so userWorkstations and a computer account, knows has 15 characters. */
bool account_same_host(const char *one, const char *other)
{
	size_t length = strcspn(one, "."), others = strcspn(other, ".");

	length = length < COMPUTER_NAME_MAX ? length : COMPUTER_NAME_MAX;
	others = others < COMPUTER_NAME_MAX ? others : COMPUTER_NAME_MAX;
	return length == others && strncasecmp(one, other, length) == 0;
}

static bool lists_host(const struct text_list *list, const char *host)
{
	for (size_t i = 0; i < list->count; i++)
		if (account_same_host(list->items[i], host))
			return true;
	return false;
}

static void judge_list(const struct account_judgement *judgement, struct finding *finding)
{
	const struct text_list *list = &judgement->account->workstations;
	const char *host = judgement->survey->ndes_host, *names = account_list_text(judgement->arena, list);

	if (host == NULL)
		finding_set(finding, STATUS_OK, CAUSE_NONE,
			    "%s only; with --ndes-host it would be told whether NDES is among them", names);
	else if (lists_host(list, host))
		finding_set(finding, STATUS_OK, CAUSE_NONE, "%s is among those where the account may log on", host);
	else
		finding_set(finding, STATUS_CRITICAL, CAUSE_ACCOUNT_WORKSTATIONS,
			    "the account may not log on at %s, only at %s", host, names);
	if (finding->status != STATUS_OK)
		account_stops_pool(finding);
}

static void judge_workstations(const struct account_judgement *judgement)
{
	size_t count = judgement->account->workstations.count;
	struct finding *finding;

	if (count == 0 && !judgement->account->control.known)
		return;
	finding = finding_add_child(judgement->finding, "workstations", "computers to log on at");
	if (count == 0)
		finding_set(finding, STATUS_OK, CAUSE_NONE, "all");
	else
		judge_list(judgement, finding);
}

void account_judge_logon(const struct account_judgement *judgement)
{
	judge_smart_card(judgement);
	judge_hours(judgement);
	judge_workstations(judgement);
}
