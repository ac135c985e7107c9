/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The facts about certificate templates, an account and the CAs; filled by lib/probe. Lifetime: the run's arena. */
#ifndef JUDGE_TEMPLATE_SURVEY_H
#define JUDGE_TEMPLATE_SURVEY_H

#include <stdbool.h>
#include <stddef.h>

#include "ad/enrollment_service.h"
#include "ad/template.h"
#include "core/text.h"
#include "judge/directory.h"

/* A template that was looked for. */
struct template_search {
	const char *wanted; /* as it was given, fit to print */
	enum search_outcome outcome;
	bool by_display_name;
	struct ldap_reply reply;     /* of the search that decided */
	struct text_list candidates; /* cns of those that are displayed so */
	struct template template;    /* if found */
};

/* An issuance policy that puts its holders into a group (msDS-OIDToGroupLink). Fit to print. */
struct policy_link {
	const char *oid, *group;
};

struct template_survey {
	struct directory directory;
	bool asked; /* there was a session: what follows was asked for */
	struct account_search account;
	struct template_search *templates;
	size_t template_count;
	struct ldap_reply cas_reply;
	struct enrollment_service *cas;
	size_t ca_count;
	struct ldap_reply nt_auth_reply; /* LDAP_OUTCOME_NO_ENTRY: there is no such object */
	const struct octets *nt_auth;    /* DER */
	size_t nt_auth_count;
	struct ldap_reply links_reply; /* of the policies; only where they were asked for */
	struct policy_link *links;
	size_t link_count;
	struct sid_names names;
};

#endif
