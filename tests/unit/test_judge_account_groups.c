/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Least privilege, and who may read a managed password. */
#include "account_sample.h"

static void administrators_groups(void **state)
{
	const struct {
		struct sid sid;
		const char *wanted, *name;
	} rows[] = {
		{domain_sid(512), "groups WARNING ACCOUNT-PRIVILEGED", "Domain Admins"},
		{domain_sid(518), "groups WARNING ACCOUNT-PRIVILEGED", "Schema Admins"},
		{other_domain_sid(519), "groups WARNING ACCOUNT-PRIVILEGED", "Enterprise Admins"},
		{built_in_sid(544), "groups WARNING ACCOUNT-PRIVILEGED", "Administrators"},
		{built_in_sid(548), "groups WARNING ACCOUNT-PRIVILEGED", "Account Operators"},
		{built_in_sid(549), "groups WARNING ACCOUNT-PRIVILEGED", "Server Operators"},
		{built_in_sid(550), "groups WARNING ACCOUNT-PRIVILEGED", "Print Operators"},
		{built_in_sid(551), "groups WARNING ACCOUNT-PRIVILEGED", "Backup Operators"},
		{built_in_sid(512), "", NULL},
		{domain_sid(544), "", NULL},
		{{.authority = 5, .count = 2, .subauthorities = {82, 512}}, "", NULL},
		{built_in_sid(545), "", NULL},
		{domain_sid(513), "", NULL},
		{domain_sid(517), "", NULL},
		{domain_sid(525), "protected_users WARNING ACCOUNT-PROTECTED", NULL},
		{other_domain_sid(525), "", NULL},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct scene scene = scene_of(*state, sample_user());
		const char *name = sid_text(*state, &rows[i].sid);

		join(&scene, rows[i].sid);
		assert_row_text(name, judged(&scene), rows[i].wanted);
		assert_row_text(
			name, sentence(&scene, "groups"),
			rows[i].name == NULL
				? "none of the forbidden ones"
				: text_format(*state,
					      "the account is a member, directly or through other groups, of %s",
					      rows[i].name));
	}
}

/* Another domain's groups are not among the members that were searched. */
static void an_incomplete_token(void **state)
{
	struct scene scene = scene_of(*state, sample_user());

	scene.survey.search.token_complete = false;
	assert_string_equal(judged(&scene), "");
	assert_contains(find_finding(&scene, "groups")->notes->text, "tokenGroups is hidden");
	scene.survey.directory.root_domain = "DC=forest,DC=test";
	assert_string_equal(judged(&scene), "groups UNKNOWN DIRECTORY-HIDDEN");
	join(&scene, domain_sid(512));
	assert_string_equal(judged(&scene), "groups WARNING ACCOUNT-PRIVILEGED");
	scene.survey.search.token_complete = true;
	scene.survey.search.token = (struct sid_set){0};
	assert_string_equal(judged(&scene), "");
}

static void no_token(void **state)
{
	struct scene scene = scene_of(*state, sample_user());

	scene.survey.search.token_complete = false;
	scene.survey.search.token_fault = "the account's primary group can't be read";
	assert_string_equal(judged(&scene), "groups UNKNOWN DIRECTORY-DATA");
	assert_string_equal(sentence(&scene, "groups"), "the account's primary group can't be read");
	join(&scene, built_in_sid(544));
	assert_string_equal(judged(&scene), "groups WARNING ACCOUNT-PRIVILEGED");
}

static void an_administrator_once(void **state)
{
	struct scene scene = scene_of(*state, sample_user());

	scene.survey.search.account.admin_count = (struct ad_number){true, 0};
	judged(&scene);
	assert_null(find_finding(&scene, "groups")->notes);
	scene.survey.search.account.admin_count.value = 1;
	assert_string_equal(judged(&scene), "");
	assert_contains(find_finding(&scene, "groups")->notes->text, "adminCount is 1");
	join(&scene, domain_sid(512));
	judged(&scene);
	assert_null(find_finding(&scene, "groups")->notes);
}

/* --- --forbid-group --- */

static struct forbidden_group named(const char *name, struct sid sid)
{
	return (struct forbidden_group){
		.wanted = name,
		.named = true,
		.sid = sid,
		.search = {.wanted = name,
			   .outcome = SEARCH_FOUND,
			   .account = {.kind = ACCOUNT_GROUP, .name = "Found Name", .has_sid = true, .sid = sid}},
	};
}

static void given_groups(void **state)
{
	struct forbidden_group groups[] = {
		named("LAB/found", domain_sid(1300)),
		{.wanted = "S-1-5-32-544", .sid = built_in_sid(544), .search = {.outcome = SEARCH_ABSENT}},
		{.wanted = "S-1-5-21-7-8-9-1400", .sid = other_domain_sid(1400), .search = {.outcome = SEARCH_ABSENT}},
	};
	struct scene scene = scene_of(*state, sample_user());

	scene.survey.forbidden = groups;
	scene.survey.forbidden_count = ARRAY_LENGTH(groups);
	join(&scene, domain_sid(512)); /* the default gives way */
	assert_string_equal(judged(&scene), "");
	scene.survey.search.token_complete = false;
	assert_string_equal(judged(&scene), "groups UNKNOWN DIRECTORY-HIDDEN");
	assert_contains(sentence(&scene, "groups"), "S-1-5-21-7-8-9-1400");
	join(&scene, domain_sid(1300));
	join(&scene, built_in_sid(544));
	join(&scene, other_domain_sid(1400));
	assert_string_equal(judged(&scene), "groups WARNING ACCOUNT-PRIVILEGED");
	assert_string_equal(sentence(&scene, "groups"),
			    "the account is a member, directly or through other groups, of Found Name, Administrators, "
			    "S-1-5-21-7-8-9-1400");
}

static void groups_that_are_none(void **state)
{
	struct forbidden_group groups[] = {
		named("absent", domain_sid(1)),      named("twice", domain_sid(2)), named("user", domain_sid(3)),
		named("without SID", domain_sid(4)), named("good", domain_sid(5)),
	};
	struct scene scene = scene_of(*state, sample_user());

	groups[0].search.outcome = SEARCH_ABSENT;
	groups[1].search.outcome = SEARCH_AMBIGUOUS;
	groups[2].search.account.kind = ACCOUNT_USER;
	groups[3].search.account.has_sid = false;
	scene.survey.forbidden = groups;
	scene.survey.forbidden_count = ARRAY_LENGTH(groups);
	join(&scene, domain_sid(3));
	assert_string_equal(judged(&scene), "forbidden_group1 UNKNOWN ACCOUNT-REFERENCE; forbidden_group2 UNKNOWN "
					    "ACCOUNT-AMBIGUOUS; forbidden_group3 UNKNOWN ACCOUNT-REFERENCE; "
					    "forbidden_group4 UNKNOWN DIRECTORY-HIDDEN");
	assert_string_equal(sentence(&scene, "forbidden_group1"), "there is no such group in lab.test");
}

/* --- managed accounts --- */

static void rotation(void **state)
{
	struct scene scene = scene_of(*state, sample_managed());

	scene.survey.search.account.password_set = (struct account_time)AT(NOW - 37 * DAY);
	assert_string_equal(judged(&scene), "");
	assert_string_equal(sentence(&scene, "rotation"), "changes every 30 days");
	assert_string_equal(sentence(&scene, "password"), "is managed by the domain, set 37 days ago (2026-12-09)");
	assert_string_equal(judged_at(&scene, NOW + 1), "rotation WARNING ACCOUNT-MANAGED-PASSWORD");
	assert_string_equal(
		sentence(&scene, "rotation"),
		"last changed 37 days ago (2026-12-09), although it is due every 30 days: no host asks for it");
	scene.survey.search.account.password_interval.known = false;
	assert_string_equal(judged(&scene), "hidden UNKNOWN DIRECTORY-HIDDEN");
	assert_string_equal(sentence(&scene, "hidden"), "monitor@lab.test may not read msDS-ManagedPasswordInterval");
	/* that of a user is his own business */
	scene.survey.search.account.kind = ACCOUNT_USER;
	assert_string_equal(judged(&scene), "");
	scene.survey.search.account.password_interval.known = true;
	assert_string_equal(judged_at(&scene, NOW + 1), "");
}

/* The NDES host is NDES1$ (1110), member of the group 1400. */
static struct scene hosted(struct arena *arena)
{
	struct scene scene = scene_of(arena, sample_managed());
	struct sid computer = domain_sid(1110), group = domain_sid(1400);

	scene.survey.ndes_host = "ndes1";
	scene.survey.host.wanted = "ndes1";
	scene.survey.host.outcome = SEARCH_FOUND;
	scene.survey.host.token_complete = true;
	scene.survey.host.account.dn = "CN=NDES1,CN=Computers,DC=lab,DC=test";
	sid_set_add(arena, &scene.survey.host.token, &computer);
	sid_set_add(arena, &scene.survey.host.token, &group);
	scene.survey.search.account.has_membership = true;
	scene.survey.search.account.membership.has_dacl = true;
	return scene;
}

static void readers(void **state)
{
	const struct {
		const char *name;
		struct ace aces[2];
		size_t count;
		const char *wanted;
	} rows[] = {
		{"full control", {ACE_OF(ACE_ALLOW, RIGHT_ALL, domain_sid(1110))}, 1, ""},
		{"full control of the console", {ACE_OF(ACE_ALLOW, RIGHT_FULL_CONSOLE, domain_sid(1110))}, 1, ""},
		{"read property, by a group", {ACE_OF(ACE_ALLOW, RIGHT_READ_PROPERTY, domain_sid(1400))}, 1, ""},
		{"nobody", {{0}}, 0, "password_readers CRITICAL ACCOUNT-MANAGED-PASSWORD"},
		{"another one",
		 {ACE_OF(ACE_ALLOW, RIGHT_ALL, domain_sid(1111))},
		 1,
		 "password_readers CRITICAL ACCOUNT-MANAGED-PASSWORD"},
		{"another right",
		 {ACE_OF(ACE_ALLOW, RIGHT_WRITE_PROPERTY, domain_sid(1110))},
		 1,
		 "password_readers CRITICAL ACCOUNT-MANAGED-PASSWORD"},
		{"denied first",
		 {ACE_OF(ACE_DENY, RIGHT_ALL, domain_sid(1400)), ACE_OF(ACE_ALLOW, RIGHT_ALL, domain_sid(1110))},
		 2,
		 "password_readers CRITICAL ACCOUNT-MANAGED-PASSWORD"},
		{"conditional",
		 {{.kind = ACE_ALLOW,
		   .conditional = true,
		   .mask = RIGHT_ALL,
		   .has_sid = true,
		   .sid = domain_sid(1110)}},
		 1,
		 "password_readers UNKNOWN ACCOUNT-MANAGED-PASSWORD"},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct scene scene = hosted(*state);

		scene.survey.search.account.membership.aces = rows[i].aces;
		scene.survey.search.account.membership.ace_count = rows[i].count;
		assert_row_text(rows[i].name, judged(&scene), rows[i].wanted);
	}
}

static void readers_are_named(void **state)
{
	struct ace aces[] = {ACE_OF(ACE_ALLOW, RIGHT_ALL, domain_sid(1111)),
			     ACE_OF(ACE_ALLOW, RIGHT_ALL, domain_sid(1112)),
			     ACE_OF(ACE_DENY, RIGHT_ALL, domain_sid(1113))};
	struct sid_name names[] = {{domain_sid(1111), "CA1$"}};
	struct scene scene = hosted(*state);

	scene.survey.names = (struct sid_names){names, 1};
	scene.survey.search.account.membership.aces = aces;
	scene.survey.search.account.membership.ace_count = ARRAY_LENGTH(aces);
	judged(&scene);
	assert_string_equal(sentence(&scene, "password_readers"),
			    "ndes1 may not read it, only CA1$, S-1-5-21-1-2-3-1112");
	scene.survey.ndes_host = NULL;
	assert_string_equal(judged(&scene), "");
	assert_string_equal(sentence(&scene, "password_readers"),
			    "CA1$, S-1-5-21-1-2-3-1112; with --ndes-host it would be told whether NDES is among them");
	scene.survey.search.account.membership.ace_count = 0;
	judged(&scene);
	assert_contains(sentence(&scene, "password_readers"), "nobody; ");
	scene.survey.search.account.membership.has_dacl = false;
	judged(&scene);
	assert_contains(sentence(&scene, "password_readers"), "everybody; ");
}

static void readers_that_are_unknown(void **state)
{
	struct scene scene = hosted(*state);

	scene.survey.host.token_complete = false;
	assert_string_equal(judged(&scene), "password_readers UNKNOWN DIRECTORY-HIDDEN");
	scene.survey.host.outcome = SEARCH_ABSENT;
	assert_string_equal(judged(&scene), "password_readers UNKNOWN ACCOUNT-REFERENCE");
	scene.survey.host.outcome = SEARCH_HIDDEN;
	assert_string_equal(judged(&scene), "password_readers UNKNOWN DIRECTORY-HIDDEN");
	scene.survey.search.account.has_membership = false;
	assert_string_equal(judged(&scene), "hidden UNKNOWN DIRECTORY-HIDDEN");
	assert_string_equal(sentence(&scene, "hidden"), "monitor@lab.test may not read msDS-GroupMSAMembership");
	scene.survey.search.account.membership_fault = "ends in the ACE at offset 96";
	assert_string_equal(judged(&scene), "password_readers UNKNOWN DIRECTORY-DATA");
	/* without a host nobody asked */
	scene.survey.search.account.membership_fault = NULL;
	scene.survey.ndes_host = NULL;
	assert_string_equal(judged(&scene), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(administrators_groups),
		TEST(an_incomplete_token),
		TEST(no_token),
		TEST(an_administrator_once),
		TEST(given_groups),
		TEST(groups_that_are_none),
		TEST(rotation),
		TEST(readers),
		TEST(readers_are_named),
		TEST(readers_that_are_unknown),
	};

	return RUN_TESTS(tests);
}
