/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks a domain controller: the way there and its rootDSE, accounts, names of SIDs. */
#ifndef PROBE_PROBE_DIRECTORY_H
#define PROBE_PROBE_DIRECTORY_H

#include "core/plugin.h"
#include "judge/directory.h"
#include "net/ldap_session.h"

/* Connects, logs in and reads the rootDSE. Returns NULL where nothing can be asked; *ret_directory says why. */
struct ldap_session *probe_directory(const struct run *run, const struct directory_options *options,
				     struct directory *ret_directory);

/* Asks, and notes in the directory which questions the time limit has passed over. */
void probe_ask(struct ldap_session *session, struct directory *directory, struct ldap_question *questions, size_t count,
	       struct arena *arena);

/*
 * The question for an account by its name (sAMAccountName with or without $, user@domain, DOMAIN/user), DN or SID.
 * Ask it, alone or with others, then let probe_account_answer() take the reply.
 */
struct ldap_question probe_account_question(const struct directory *directory, const char *wanted, struct arena *arena);
void probe_account_answer(const struct ldap_question *question, const struct directory *directory, const char *wanted,
			  struct arena *arena, struct account_search *ret_search);

/* Does the name have a domain in front? Then the domain's own name must have been asked for before its answer. */
bool probe_account_names_domain(const char *wanted);

/* The question for the domain's NetBIOS name. */
struct ldap_question probe_domain_question(const struct directory *directory, struct arena *arena);
void probe_domain_answer(const struct ldap_question *question, struct arena *arena, struct directory *directory);

/* The question for the account's groups (tokenGroups: base searches only). The account must have been found. */
struct ldap_question probe_token_question(const struct account_search *search);

/* Takes the reply, or finds the groups by their members where tokenGroups is hidden: up to two questions more. */
void probe_token_answer(struct ldap_session *session, struct directory *directory, const struct ldap_question *question,
			struct account_search *search, struct arena *arena);

enum { PROBE_SIDS_MAX = 100 }; /* names of that many SIDs are looked up */

/* The question for the names of the domain's accounts and groups; without any SID it asks nothing of use. */
struct ldap_question probe_sids_question(const struct directory *directory, const struct sid_set *sids,
					 struct arena *arena);

/* account: of the domain. */
struct sid_names probe_sids_answer(const struct ldap_question *question, const struct sid_set *sids,
				   const struct account *account, struct arena *arena);

#endif
