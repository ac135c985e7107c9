/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A healthy service account in a directory, what the tests make of it, and what judge_account() says then. */
#ifndef ACCOUNT_SAMPLE_H
#define ACCOUNT_SAMPLE_H

#include "suite.h"

#include "judge/judge_account.h"

#define NOW INT64_C(1800000000) /* Friday 2027-01-15 08:00 UTC */
#define MINUTE INT64_C(60)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)
#define NEVER \
	{ \
		.known = true, .never = true \
	}
#define AT(epoch_) \
	{ \
		.known = true, .epoch = (epoch_) \
	}
#define ACE_OF(kind_, mask_, sid_) \
	{ \
		.kind = (kind_), .mask = (mask_), .has_sid = true, .sid = (sid_) \
	}

static inline struct sid domain_sid(uint32_t rid)
{
	return (struct sid){.authority = 5, .count = 5, .subauthorities = {21, 1, 2, 3, rid}};
}

static inline struct sid other_domain_sid(uint32_t rid)
{
	return (struct sid){.authority = 5, .count = 5, .subauthorities = {21, 7, 8, 9, rid}};
}

static inline struct sid built_in_sid(uint32_t rid)
{
	return (struct sid){.authority = 5, .count = 2, .subauthorities = {32, rid}};
}

static inline struct directory sample_directory(void)
{
	return (struct directory){
		.contact = {.outcome = LDAP_OUTCOME_READ,
			    .detail = "",
			    .server = "dc1.lab.test port 636",
			    .identity = "monitor@lab.test"},
		.root = {.outcome = LDAP_OUTCOME_READ, .detail = ""},
		.active_directory = true,
		.domain = "DC=lab,DC=test",
		.root_domain = "DC=lab,DC=test",
		.configuration = "CN=Configuration,DC=lab,DC=test",
		.domain_name = "lab.test",
	};
}

/* A user, set 12 days ago, whose password has 30 days to live. */
static inline struct account sample_user(void)
{
	return (struct account){
		.kind = ACCOUNT_USER,
		.dn = "CN=svc_ndes,CN=Users,DC=lab,DC=test",
		.name = "svc_ndes",
		.has_sid = true,
		.sid = domain_sid(1104),
		.primary_group = {true, 513},
		.control = {true, 0x200},
		.computed = {true, 0},
		.password_set = AT(NOW - 12 * DAY),
		.password_expires = AT(NOW + 30 * DAY),
		.account_expires = NEVER,
		.bad_passwords = {true, 0},
		.has_token_groups = true,
	};
}

static inline struct account sample_managed(void)
{
	struct account account = sample_user();

	account.kind = ACCOUNT_GROUP_MANAGED;
	account.dn = "CN=gmsa_ndes,CN=Managed Service Accounts,DC=lab,DC=test";
	account.name = "gmsa_ndes$";
	account.control.value = 0x1000;
	account.password_expires = (struct account_time)NEVER;
	account.password_interval = (struct ad_number){true, 30};
	return account;
}

/* What a test works on. */
struct scene {
	struct arena *arena;
	struct account_survey survey;
	struct account_policy policy;
	struct findings *findings;
};

static inline struct scene scene_of(struct arena *arena, struct account account)
{
	struct scene scene = {
		.arena = arena,
		.survey = {.directory = sample_directory(),
			   .search = {.wanted = "svc_ndes",
				      .outcome = SEARCH_FOUND,
				      .account = account,
				      .token_complete = true}},
		.policy = {.directory = {.timeout_status = STATUS_CRITICAL},
			   .lifetime = {.warning = LIFETIME_DAYS(14), .critical = LIFETIME_DAYS(3)}},
	};

	sid_set_add(arena, &scene.survey.search.token, &account.sid);
	return scene;
}

static inline void join(struct scene *scene, struct sid group)
{
	sid_set_add(scene->arena, &scene->survey.search.token, &group);
}

/* "password WARNING ACCOUNT-PASSWORD; groups ..." of what is not OK at that time; "" if everything is. */
static inline const char *judged_at(struct scene *scene, int64_t now)
{
	struct text_buffer text = {.arena = scene->arena};

	scene->findings = findings_create(scene->arena);
	scene->policy.directory.now = now;
	judge_account(&scene->survey, &scene->policy, scene->findings);
	for (const struct finding *finding = scene->findings->roots; finding != NULL;
	     finding = finding_following(finding)) {
		print_message("# %s: %s: %s\n", finding->id, finding->subject, finding->sentence);
		assert_int_not_equal(*finding->sentence, 0);
		assert_int_equal(finding->cause == CAUSE_NONE, finding->status == STATUS_OK);
		if (finding->status != STATUS_OK)
			text_append(&text, "%s%s %s %s", text.length != 0 ? "; " : "", finding->id,
				    status_name(finding->status), cause_id(finding->cause));
	}
	return text_of(&text);
}

static inline const char *judged(struct scene *scene)
{
	return judged_at(scene, NOW);
}

static inline const struct finding *find_finding(const struct scene *scene, const char *id)
{
	for (const struct finding *finding = scene->findings->roots; finding != NULL;
	     finding = finding_following(finding))
		if (strcmp(finding->id, id) == 0)
			return finding;
	return NULL;
}

static inline const char *sentence(const struct scene *scene, const char *id)
{
	const struct finding *finding = find_finding(scene, id);

	return finding != NULL ? finding->sentence : NULL;
}

static inline const struct measure *measured(const struct scene *scene, const char *label)
{
	for (const struct finding *finding = scene->findings->roots; finding != NULL;
	     finding = finding_following(finding))
		for (const struct measure *measure = finding->measures; measure != NULL; measure = measure->next)
			if (strcmp(measure->label, label) == 0)
				return measure;
	return NULL;
}

#endif
