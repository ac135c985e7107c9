/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Least privilege: groups that a service account should not be in, directly or through others. */
#include <strings.h>

#include "core/array.h"
#include "judge/judge_account_parts.h"

enum { RID_PROTECTED_USERS = 525, AUTHORITY_NT = 5, BUILTIN_DOMAIN = 32 };

/* What the token says. */
struct membership {
	struct text_list found;
	const char *unsure; /* a group that an incomplete token may lack; NULL: none */
};

/*
 * Schema and Enterprise Admins are of the forest's root domain, whose SID is not known here: the RID of any domain
 * counts. Built-in ones are S-1-5-32-RID.
 */
static bool is_administrators_group(const struct sid *sid)
{
	static const uint32_t of_domain[] = {512, 518, 519}, built_in[] = {544, 548, 549, 550, 551};
	bool local = sid->authority == AUTHORITY_NT && sid->count == 2 && sid->subauthorities[0] == BUILTIN_DOMAIN;
	const uint32_t *rids = local ? built_in : of_domain;
	size_t count = local ? ARRAY_LENGTH(built_in) : ARRAY_LENGTH(of_domain);

	for (size_t i = 0; (local || sid_is_of_domain(sid)) && i < count; i++)
		if (sid_rid(sid) == rids[i])
			return true;
	return false;
}

/* --- which ones --- */

/* An incomplete token comes from the members of groups of the account's own domain. */
static bool may_be_missed(const struct account_judgement *judgement, const struct sid *group)
{
	return !judgement->survey->search.token_complete && sid_is_of_domain(group) &&
	       !sid_same_domain(group, &judgement->account->sid);
}

static bool is_root_domain(const struct directory *directory)
{
	return directory->root_domain == NULL || directory->domain == NULL ||
	       strcasecmp(directory->root_domain, directory->domain) == 0;
}

static struct membership administrators(const struct account_judgement *judgement)
{
	const struct account_survey *survey = judgement->survey;
	const struct sid_set *token = &survey->search.token;
	struct membership membership = {0};

	for (size_t i = 0; i < token->count; i++)
		if (is_administrators_group(&token->items[i]))
			text_list_add(judgement->arena, &membership.found,
				      sid_display(&survey->names, &token->items[i], judgement->arena));
	if (!survey->search.token_complete && !is_root_domain(&survey->directory))
		membership.unsure = "Enterprise Admins and Schema Admins of the forest's root domain";
	return membership;
}

static const char *group_name(const struct forbidden_group *group)
{
	const char *known = sid_known_name(&group->sid);

	if (group->search.outcome == SEARCH_FOUND && group->search.account.name != NULL)
		return group->search.account.name;
	return known != NULL ? known : group->wanted;
}

/* A name that led to a group; a SID needs no search. */
static bool is_resolved(const struct forbidden_group *group)
{
	return !group->named ||
	       (group->search.outcome == SEARCH_FOUND && group->search.account.has_sid &&
		(group->search.account.kind == ACCOUNT_GROUP || group->search.account.kind == ACCOUNT_OTHER));
}

static struct membership given(const struct account_judgement *judgement)
{
	const struct account_survey *survey = judgement->survey;
	struct membership membership = {0};

	for (size_t i = 0; i < survey->forbidden_count; i++) {
		const struct forbidden_group *group = &survey->forbidden[i];

		if (!is_resolved(group))
			continue;
		if (sid_set_has(&survey->search.token, &group->sid))
			text_list_add(judgement->arena, &membership.found, group_name(group));
		else if (may_be_missed(judgement, &group->sid))
			membership.unsure = group_name(group);
	}
	return membership;
}

/* --- verdicts --- */

/* The page "expired password" wakes somebody up; this one waits for the morning. */
static void judge_membership(const struct account_judgement *judgement, const struct membership *membership,
			     struct finding *finding)
{
	const struct account_survey *survey = judgement->survey;

	if (membership->found.count != 0)
		finding_set(finding, STATUS_WARNING, CAUSE_ACCOUNT_PRIVILEGED,
			    "the account is a member, directly or through other groups, of %s",
			    account_list_text(judgement->arena, &membership->found));
	else if (survey->search.token_fault != NULL && survey->search.token_reply.outcome != LDAP_OUTCOME_READ)
		judge_reply(&survey->search.token_reply, &survey->directory, &judgement->policy->directory,
			    "the account's groups", finding);
	else if (survey->search.token_fault != NULL)
		finding_set(finding, STATUS_UNKNOWN,
			    judgement->account->control.known ? CAUSE_DIRECTORY_DATA : CAUSE_DIRECTORY_HIDDEN, "%s",
			    survey->search.token_fault);
	else if (membership->unsure != NULL)
		finding_set(finding, STATUS_UNKNOWN, CAUSE_DIRECTORY_HIDDEN,
			    "tokenGroups is hidden, and without it nobody can tell about %s", membership->unsure);
	else
		finding_set(finding, STATUS_OK, CAUSE_NONE, "none of the forbidden ones");
}

static void add_notes(const struct account_judgement *judgement, const struct membership *membership,
		      struct finding *finding)
{
	const struct ad_number *admin_count = &judgement->account->admin_count;

	if (membership->found.count == 0 && admin_count->known && admin_count->value == 1)
		finding_note(finding, 1,
			     "adminCount is 1: the account was a member of an administrators' group once, and its "
			     "permissions have not been inherited since");
	if (judgement->survey->search.token_fault == NULL && !judgement->survey->search.token_complete)
		finding_note(finding, 1,
			     "tokenGroups is hidden: found by the members of the domain's groups, without SID history "
			     "and groups of other domains");
}

static void judge_unresolved(const struct account_judgement *judgement, size_t index)
{
	const struct forbidden_group *group = &judgement->survey->forbidden[index];
	const struct directory *directory = &judgement->survey->directory;
	struct finding *finding =
		finding_add_child(judgement->finding, text_format(judgement->arena, "forbidden_group%zu", index + 1),
				  text_format(judgement->arena, "forbidden group '%s'", group->wanted));

	if (group->search.outcome == SEARCH_ABSENT)
		finding_set(finding, STATUS_UNKNOWN, CAUSE_ACCOUNT_REFERENCE, "there is no such group in %s",
			    directory_domain(directory));
	else if (group->search.outcome == SEARCH_FOUND && group->search.account.has_sid)
		finding_set(finding, STATUS_UNKNOWN, CAUSE_ACCOUNT_REFERENCE, "is no group");
	else if (group->search.outcome == SEARCH_FOUND)
		finding_set(finding, STATUS_UNKNOWN, CAUSE_DIRECTORY_HIDDEN, "its SID is not shown to us");
	else
		judge_account_search(&group->search, directory, &judgement->policy->directory, finding);
}

static void judge_protected(const struct account_judgement *judgement)
{
	const struct account_search *search = &judgement->survey->search;
	struct sid protected;

	if (!judgement->account->has_sid)
		return;
	protected = sid_in_domain(&judgement->account->sid, RID_PROTECTED_USERS);
	if (sid_set_has(&search->token, &protected))
		finding_set(
			finding_add_child(judgement->finding, "protected_users", "Protected Users"), STATUS_WARNING,
			CAUSE_ACCOUNT_PROTECTED,
			"the account is a member: it can't log on with NTLM, and its Kerberos tickets end after four "
			"hours");
}

void account_judge_groups(const struct account_judgement *judgement)
{
	struct finding *finding = finding_add_child(judgement->finding, "groups", "groups");
	struct membership membership =
		judgement->survey->forbidden_count != 0 ? given(judgement) : administrators(judgement);

	judge_membership(judgement, &membership, finding);
	add_notes(judgement, &membership, finding);
	for (size_t i = 0; i < judgement->survey->forbidden_count; i++)
		if (!is_resolved(&judgement->survey->forbidden[i]))
			judge_unresolved(judgement, i);
	judge_protected(judgement);
}
