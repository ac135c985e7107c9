/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Accounts and the groups that they are in (facts: ad.md, chapters 4 and 5). */
#include <string.h>
#include <strings.h>

#include "probe/probe_directory.h"

enum { CANDIDATES_MAX = 10 };

static bool is_sid(const char *wanted)
{
	struct sid sid;

	return sid_parse(wanted, &sid) == NULL;
}

static bool is_dn(const char *wanted)
{
	return strchr(wanted, '=') != NULL;
}

bool probe_account_names_domain(const char *wanted)
{
	return !is_sid(wanted) && !is_dn(wanted) && account_name_bare(wanted) != wanted;
}

static const char *name_filter(const char *wanted, const struct directory *directory, struct arena *arena)
{
	const char *name = account_name_bare(wanted), *at = strchr(name, '@');
	const char *value = ldap_filter_value(arena, name, strlen(name));
	bool own_domain =
		at != NULL && directory->domain_name != NULL && strcasecmp(at + 1, directory->domain_name) == 0;

	if (at == NULL)
		return text_format(arena, "(|(sAMAccountName=%s)(sAMAccountName=%s$)(userPrincipalName=%s))", value,
				   value, value);
	/* a user without a principal name of its own has one by its account name and domain (MS-ADTS 5.1.1.1.1) */
	if (own_domain) {
		const char *user = ldap_filter_value(arena, name, (size_t)(at - name));

		return text_format(arena, "(|(userPrincipalName=%s)(sAMAccountName=%s)(sAMAccountName=%s$))", value,
				   user, user);
	}
	return text_format(arena, "(userPrincipalName=%s)", value);
}

struct ldap_question probe_account_question(const struct directory *directory, const char *wanted, struct arena *arena)
{
	struct ldap_question question = {
		.about = text_format(arena, "'%s'", text_safe(arena, wanted)),
		.base = wanted,
		.scope = LDAP_QUESTION_BASE,
		.attributes = account_attributes,
		.descriptors = false,
		.entries_max = CANDIDATES_MAX,
	};

	if (is_sid(wanted)) {
		question.base = text_format(arena, "<SID=%s>", wanted);
	} else if (!is_dn(wanted)) {
		question.base = directory->domain;
		question.scope = LDAP_QUESTION_SUBTREE;
		question.filter = name_filter(wanted, directory, arena);
	}
	return question;
}

/* No such object, or a DN that the directory can't read. */
static bool says_absent(const struct ldap_reply *reply)
{
	return reply->outcome == LDAP_OUTCOME_NO_ENTRY || reply->outcome == LDAP_OUTCOME_BAD_URL;
}

static enum search_outcome outcome_of(const struct ldap_reply *reply)
{
	if (says_absent(reply))
		return SEARCH_ABSENT;
	if (reply->outcome != LDAP_OUTCOME_READ)
		return SEARCH_FAILED;
	if (reply->count == 0)
		return reply->cut ? SEARCH_FAILED : SEARCH_ABSENT;
	if (reply->count > 1)
		return SEARCH_AMBIGUOUS;
	return reply->entries[0].count == 0 ? SEARCH_HIDDEN : SEARCH_FOUND;
}

/* Another domain's account is nobody here; what our own domain is called may be hidden. */
static void settle_domain(const struct directory *directory, const char *wanted, struct arena *arena,
			  struct account_search *search)
{
	if (search->outcome == SEARCH_ABSENT || search->outcome == SEARCH_FAILED ||
	    !probe_account_names_domain(wanted) || directory_has_domain(directory, account_name_domain(wanted, arena)))
		return;
	search->outcome = directory->netbios_name != NULL ? SEARCH_ABSENT : SEARCH_FAILED;
	if (search->outcome == SEARCH_FAILED)
		search->reply = directory->netbios_reply;
}

void probe_account_answer(const struct ldap_question *question, const struct directory *directory, const char *wanted,
			  struct arena *arena, struct account_search *ret_search)
{
	const struct ldap_reply *reply = &question->reply;

	*ret_search = (struct account_search){
		.wanted = text_safe(arena, wanted),
		.outcome = outcome_of(reply),
		.reply = *reply,
	};
	if (reply->cut && ret_search->outcome == SEARCH_FAILED) {
		ret_search->reply.outcome = LDAP_OUTCOME_FAILED;
		ret_search->reply.detail = "a limit of the server cut the answer";
	}
	settle_domain(directory, wanted, arena, ret_search);
	if (ret_search->outcome == SEARCH_AMBIGUOUS)
		for (size_t i = 0; i < reply->count; i++)
			text_list_add(arena, &ret_search->candidates, text_safe(arena, reply->entries[i].dn));
	if (ret_search->outcome == SEARCH_FOUND)
		account_read(&reply->entries[0], arena, &ret_search->account);
}

/* --- the token --- */

struct ldap_question probe_token_question(const struct account_search *search)
{
	static const char *const attributes[] = {"tokenGroups", NULL};

	return (struct ldap_question){
		.about = "the account's groups",
		.base = search->account.dn,
		.attributes = attributes,
	};
}

static struct ldap_question groups_question(const struct directory *directory, const char *dn, struct arena *arena)
{
	static const char *const attributes[] = {"objectSid", NULL};

	return (struct ldap_question){
		.about = "the account's groups",
		.base = directory->domain,
		.scope = LDAP_QUESTION_SUBTREE,
		.filter = text_format(arena, "(&(objectClass=group)(member:1.2.840.113556.1.4.1941:=%s))",
				      ldap_filter_value(arena, dn, strlen(dn))),
		.attributes = attributes,
	};
}

/* Returns NULL or why the groups are not known. */
static const char *take_groups(const struct ldap_reply *reply, struct arena *arena, struct account *account)
{
	if (reply->outcome != LDAP_OUTCOME_READ)
		return text_format(arena, "the account's groups could not be read: %s", reply->detail);
	if (reply->cut)
		return "the account is in more groups than are read";
	for (size_t i = 0; i < reply->count; i++) {
		const struct octets *value = entry_value(&reply->entries[i], "objectSid");
		struct sid sid;

		if (value == NULL || sid_read_value(value, &sid) != NULL)
			return "the SID of one of the account's groups can't be read";
		sid_set_add(arena, &account->token_groups, &sid);
	}
	return NULL;
}

/* The groups that hold the account, and those that hold its primary group, which no member attribute shows. */
static const char *find_groups(struct ldap_session *session, struct directory *directory, struct account *account,
			       struct ldap_reply *ret_reply, struct arena *arena)
{
	struct ldap_question questions[2] = {groups_question(directory, account->dn, arena)};
	const char *fault;
	struct sid primary;

	if (!account->has_sid || !account->primary_group.known)
		return "neither tokenGroups nor the primary group can be read";
	primary = sid_in_domain(&account->sid, (uint32_t)account->primary_group.value);
	sid_set_add(arena, &account->token_groups, &primary);
	questions[1] = (struct ldap_question){
		.about = "the account's primary group",
		.base = text_format(arena, "<SID=%s>", sid_text(arena, &primary)),
		.attributes = (const char *const[]){"objectSid", NULL},
	};
	probe_ask(session, directory, questions, 2, arena);
	*ret_reply = questions[0].reply;
	fault = take_groups(&questions[0].reply, arena, account);
	if (fault != NULL || questions[1].reply.outcome != LDAP_OUTCOME_READ || questions[1].reply.count == 0)
		return fault != NULL ? fault : "the account's primary group can't be read";
	questions[0] = groups_question(directory, questions[1].reply.entries[0].dn, arena);
	probe_ask(session, directory, questions, 1, arena);
	*ret_reply = questions[0].reply;
	return take_groups(&questions[0].reply, arena, account);
}

void probe_token_answer(struct ldap_session *session, struct directory *directory, const struct ldap_question *question,
			struct account_search *search, struct arena *arena)
{
	struct account *account = &search->account;
	const struct ldap_reply *reply = &question->reply;

	search->token_reply = *reply;
	if (reply->outcome == LDAP_OUTCOME_TIMED_OUT || reply->outcome == LDAP_OUTCOME_CLOSED ||
	    reply->outcome == LDAP_OUTCOME_PROTOCOL)
		search->token_fault = text_format(arena, "the account's groups could not be read: %s", reply->detail);
	else if (!account->has_sid)
		search->token_fault = "the account's SID is not readable";
	else if (reply->outcome == LDAP_OUTCOME_READ && reply->count == 1)
		search->token_fault = account_read_token_groups(account, &reply->entries[0], arena);
	search->token_complete = account->has_token_groups;
	if (!account->has_token_groups && search->token_fault == NULL)
		search->token_fault = find_groups(session, directory, account, &search->token_reply, arena);
	if (search->token_fault != NULL)
		return;
	search->token = account_token(account, arena);
	for (size_t i = 0; i < search->token.count; i++)
		if (!sid_equal(&search->token.items[i], &sid_administrators))
			sid_set_add(arena, &search->token_elsewhere, &search->token.items[i]);
}
