/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The facts about a service account (facts: ad.md, chapter 10); filled by lib/probe. Lifetime: the run's arena. */
#ifndef JUDGE_ACCOUNT_SURVEY_H
#define JUDGE_ACCOUNT_SURVEY_H

#include <stdbool.h>
#include <stddef.h>

#include "judge/directory.h"

/* What is asked, as it was given. */
struct account_questions {
	const char *account;
	const char *ndes_host;      /* NULL: not given */
	struct text_list spns;      /* "HTTP/ndes.lab.test" */
	struct text_list forbidden; /* groups by name or SID; empty: the administrators' */
};

/* An account that has a service principal name. */
struct spn_owner {
	const char *dn;   /* as it is in the directory */
	const char *name; /* fit to print */
	bool exact;       /* it has the very name; false: HOST/ of it stands for that name */
};

struct spn_search {
	const char *spn; /* fit to print */
	struct ldap_reply reply;
	struct spn_owner *owners;
	size_t count;
};

/* A group of --forbid-group. */
struct forbidden_group {
	const char *wanted; /* fit to print */
	bool named;         /* by a name, which was searched for; false: by its SID */
	struct account_search search;
	struct sid sid; /* if it was found, or given */
};

/* The domain's own policy; a PSO may differ, and only administrators may read one. */
struct lockout_policy {
	struct ad_number duration; /* 100 ns, negative; 0 or the smallest number: until an administrator unlocks */
	struct ad_number threshold;
};

struct account_survey {
	struct directory directory;
	const char *ndes_host; /* fit to print; NULL: not given */
	struct account_search search;
	struct account_search host; /* the computer account of the NDES host, if one was given */
	struct lockout_policy lockout;
	const struct spn_search *spns;
	size_t spn_count;
	const struct forbidden_group *forbidden; /* none: the administrators' groups are meant */
	size_t forbidden_count;
	struct sid_names names; /* of those that a managed password's descriptor speaks of */
};

#endif
