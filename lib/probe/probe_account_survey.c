/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two rounds behind the rootDSE: all that needs only names, then what needs the account's entry. */
#include "probe/probe_account_survey.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "probe/probe_directory.h"

enum { COMPUTER_NAME_MAX = 15 /* without $ */, OWNERS_MAX = 20 };

struct asking {
	struct ldap_session *session;
	const struct account_questions *wanted;
	struct account_survey *survey;
	struct arena *arena;
};

/* The first round: the questions lie one behind the other, the lists in the order of their options. */
struct round {
	struct ldap_question *account, *policy, *spns, *groups, *host, *domain; /* host, domain: NULL if not needed */
	size_t count;
};

static const char *filter_text(struct arena *arena, const char *text)
{
	return ldap_filter_value(arena, text, strlen(text));
}

static struct ldap_question policy_question(const struct directory *directory)
{
	static const char *const attributes[] = {"lockoutDuration", "lockoutThreshold", NULL};

	return (struct ldap_question){
		.about = "the domain's policy",
		.base = directory->domain,
		.attributes = attributes,
	};
}

/* Group managed accounts are computers too, and may have the host's DNS name as theirs: not them. */
static struct ldap_question host_question(const struct asking *asking)
{
	const char *host = asking->wanted->ndes_host;
	size_t label = strcspn(host, ".");

	return (struct ldap_question){
		.about = "the NDES host",
		.base = asking->survey->directory.domain,
		.scope = LDAP_QUESTION_SUBTREE,
		.filter = text_format(
			asking->arena,
			"(&(objectClass=computer)(!(objectClass=msDS-GroupManagedServiceAccount))"
			"(|(dNSHostName=%s)(sAMAccountName=%s$)))",
			filter_text(asking->arena, host),
			ldap_filter_value(asking->arena, host, label < COMPUTER_NAME_MAX ? label : COMPUTER_NAME_MAX)),
		.attributes = account_attributes,
		.entries_max = 2,
	};
}

/* Who has it, and who has HOST/ of the same name, which stands for HTTP. */
static struct ldap_question spn_question(const struct asking *asking, const char *spn)
{
	static const char *const attributes[] = {
		"objectClass", "sAMAccountName", "userPrincipalName", "objectSid", "servicePrincipalName", NULL,
	};

	return (struct ldap_question){
		.about = text_format(asking->arena, "the owners of %s", text_safe(asking->arena, spn)),
		.base = asking->survey->directory.domain,
		.scope = LDAP_QUESTION_SUBTREE,
		.filter = text_format(asking->arena, "(|(servicePrincipalName=%s)(servicePrincipalName=HOST%s))",
				      filter_text(asking->arena, spn),
				      filter_text(asking->arena, spn + strcspn(spn, "/"))),
		.attributes = attributes,
		.entries_max = OWNERS_MAX,
	};
}

static bool names_domain(const struct account_questions *wanted)
{
	bool named = probe_account_names_domain(wanted->account);

	for (size_t i = 0; i < wanted->forbidden.count; i++)
		named |= probe_account_names_domain(wanted->forbidden.items[i]);
	return named;
}

static struct round ask_names(const struct asking *asking)
{
	const struct account_questions *wanted = asking->wanted;
	const struct directory *directory = &asking->survey->directory;
	size_t spns = wanted->spns.count, groups = wanted->forbidden.count;
	struct ldap_question *questions = arena_allocate(asking->arena, (spns + groups + 4) * sizeof *questions);
	struct round round = {
		.account = questions,
		.policy = questions + 1,
		.spns = questions + 2,
		.groups = questions + 2 + spns,
		.count = 2 + spns + groups,
	};

	*round.account = probe_account_question(directory, wanted->account, asking->arena);
	*round.policy = policy_question(directory);
	for (size_t i = 0; i < spns; i++)
		round.spns[i] = spn_question(asking, wanted->spns.items[i]);
	for (size_t i = 0; i < groups; i++)
		round.groups[i] = probe_account_question(directory, wanted->forbidden.items[i], asking->arena);
	if (wanted->ndes_host != NULL) {
		round.host = &questions[round.count++];
		*round.host = host_question(asking);
	}
	if (names_domain(wanted)) {
		round.domain = &questions[round.count++];
		*round.domain = probe_domain_question(directory, asking->arena);
	}
	probe_ask(asking->session, &asking->survey->directory, questions, round.count, asking->arena);
	return round;
}

/* --- what came --- */

static void take_policy(const struct ldap_reply *reply, struct arena *arena, struct lockout_policy *ret_policy)
{
	const char *fault = NULL;

	*ret_policy = (struct lockout_policy){0};
	if (reply->outcome != LDAP_OUTCOME_READ || reply->count != 1)
		return;
	ret_policy->duration = ad_number_read(&reply->entries[0], "lockoutDuration", arena, &fault);
	ret_policy->threshold = ad_number_read(&reply->entries[0], "lockoutThreshold", arena, &fault);
}

static bool has_exactly(const struct account *account, const char *spn)
{
	const struct text_list *names = &account->service_principal_names;

	for (size_t i = 0; i < names->count; i++)
		if (strcasecmp(names->items[i], spn) == 0)
			return true;
	return false;
}

/* An entry that has neither has HOST/ of a name whose service HOST does not stand for. */
static void take_owner(const struct entry *entry, struct arena *arena, struct spn_search *search)
{
	struct spn_owner *owner = &search->owners[search->count];
	struct account account;

	account_read(entry, arena, &account);
	if (!account_has_spn(&account, search->spn))
		return;
	*owner = (struct spn_owner){
		.dn = account.dn,
		.name = account_display(&account, arena),
		.exact = has_exactly(&account, search->spn),
	};
	search->count++;
}

static int compare_owners(const void *one, const void *other)
{
	const struct spn_owner *first = one, *second = other;

	return strcasecmp(first->dn, second->dn);
}

/* The owners by their DNs: a directory answers in any order. */
static struct spn_search take_spn(const struct ldap_question *question, const char *spn, struct arena *arena)
{
	const struct ldap_reply *reply = &question->reply;
	struct spn_search search = {
		.spn = text_safe(arena, spn),
		.reply = *reply,
		.owners = arena_allocate(arena, (reply->count + 1) * sizeof *search.owners),
	};

	for (size_t i = 0; i < reply->count; i++)
		take_owner(&reply->entries[i], arena, &search);
	qsort(search.owners, search.count, sizeof *search.owners, compare_owners);
	return search;
}

static struct forbidden_group take_group(const struct ldap_question *question, const struct directory *directory,
					 const char *wanted, struct arena *arena)
{
	struct forbidden_group group = {.wanted = text_safe(arena, wanted)};

	group.named = sid_parse(wanted, &group.sid) != NULL;
	probe_account_answer(question, directory, wanted, arena, &group.search);
	if (group.named && group.search.outcome == SEARCH_FOUND && group.search.account.has_sid)
		group.sid = group.search.account.sid;
	return group;
}

static void take_lists(const struct asking *asking, const struct round *round)
{
	const struct account_questions *wanted = asking->wanted;
	struct arena *arena = asking->arena;
	struct spn_search *spns = arena_allocate(arena, (wanted->spns.count + 1) * sizeof *spns);
	struct forbidden_group *groups = arena_allocate(arena, (wanted->forbidden.count + 1) * sizeof *groups);

	for (size_t i = 0; i < wanted->spns.count; i++)
		spns[i] = take_spn(&round->spns[i], wanted->spns.items[i], arena);
	for (size_t i = 0; i < wanted->forbidden.count; i++)
		groups[i] =
			take_group(&round->groups[i], &asking->survey->directory, wanted->forbidden.items[i], arena);
	asking->survey->spns = spns;
	asking->survey->spn_count = wanted->spns.count;
	asking->survey->forbidden = groups;
	asking->survey->forbidden_count = wanted->forbidden.count;
}

/* --- the second round --- */

/* Those that a managed account's descriptor speaks of. */
static struct sid_set readers_of(const struct account *account, struct arena *arena)
{
	struct sid_set sids = {0};

	for (size_t i = 0; account->has_membership && i < account->membership.ace_count; i++)
		if (account->membership.aces[i].has_sid)
			sid_set_add(arena, &sids, &account->membership.aces[i].sid);
	return sids;
}

/* The token of the host matters to a group managed account only: may it read the password? */
static void ask_entry(const struct asking *asking)
{
	struct account_survey *survey = asking->survey;
	struct sid_set readers = readers_of(&survey->search.account, asking->arena);
	bool host = survey->search.account.kind == ACCOUNT_GROUP_MANAGED && survey->ndes_host != NULL &&
		    survey->host.outcome == SEARCH_FOUND;
	struct ldap_question questions[3] = {probe_token_question(&survey->search)}, *next = &questions[1];
	struct ldap_question *host_token = host ? next++ : NULL, *names = readers.count != 0 ? next++ : NULL;

	if (host_token != NULL)
		*host_token = probe_token_question(&survey->host);
	if (names != NULL)
		*names = probe_sids_question(&survey->directory, &readers, asking->arena);
	probe_ask(asking->session, &survey->directory, questions, (size_t)(next - questions), asking->arena);
	probe_token_answer(asking->session, &survey->directory, &questions[0], &survey->search, asking->arena);
	if (host_token != NULL)
		probe_token_answer(asking->session, &survey->directory, host_token, &survey->host, asking->arena);
	if (names != NULL)
		survey->names = probe_sids_answer(names, &readers, &survey->search.account, asking->arena);
}

static void ask_all(const struct asking *asking)
{
	struct account_survey *survey = asking->survey;
	struct round round = ask_names(asking);

	if (round.domain != NULL)
		probe_domain_answer(round.domain, asking->arena, &survey->directory);
	probe_account_answer(round.account, &survey->directory, asking->wanted->account, asking->arena,
			     &survey->search);
	take_policy(&round.policy->reply, asking->arena, &survey->lockout);
	take_lists(asking, &round);
	if (round.host != NULL)
		probe_account_answer(round.host, &survey->directory, asking->wanted->ndes_host, asking->arena,
				     &survey->host);
	if (survey->search.outcome == SEARCH_FOUND)
		ask_entry(asking);
}

struct account_survey probe_account_survey(const struct run *run, const struct directory_options *options,
					   const struct account_questions *questions)
{
	struct account_survey survey = {
		.ndes_host = questions->ndes_host != NULL ? text_safe(run->arena, questions->ndes_host) : NULL,
	};
	struct asking asking = {
		.session = probe_directory(run, options, &survey.directory),
		.wanted = questions,
		.survey = &survey,
		.arena = run->arena,
	};

	if (asking.session == NULL)
		return survey;
	ask_all(&asking);
	ldap_session_close(asking.session);
	return survey;
}
