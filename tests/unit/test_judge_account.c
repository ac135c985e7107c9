/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "account_sample.h"

static const struct fact *fact_of(const struct scene *scene, const char *key)
{
	for (const struct fact *fact = scene->findings->facts; fact != NULL; fact = fact->next)
		if (strcmp(fact->key, key) == 0)
			return fact;
	return NULL;
}

static void a_healthy_account(void **state)
{
	struct scene scene = scene_of(*state, sample_user());

	assert_string_equal(judged(&scene), "");
	assert_string_equal(
		scene.findings->summary,
		"svc_ndes@lab.test is enabled and not locked, its password expires in 30 days (2027-02-14)");
	assert_string_equal(scene.findings->roots->subject, "svc_ndes@lab.test");
	assert_string_equal(sentence(&scene, "password"),
			    "expires in 30 days (2027-02-14), set 12 days ago (2027-01-03)");
	assert_string_equal(sentence(&scene, "account"), "user, CN=svc_ndes,CN=Users,DC=lab,DC=test");
	assert_true(measured(&scene, "password_remaining")->value == 30 * DAY);
	assert_string_equal(measured(&scene, "password_remaining")->warning, "1209600:");
	assert_string_equal(measured(&scene, "password_remaining")->critical, "259200:");
	assert_true(measured(&scene, "password_used")->value == 28.571); /* 100 * (1 - 30 / 42), to a thousandth */
	assert_null(measured(&scene, "account_remaining"));
	/* a note about what can't be seen, for who asks for more */
	assert_int_equal(find_finding(&scene, "account")->notes->verbosity, 1);
}

static void facts(void **state)
{
	static const char *spns[] = {"HTTP/ndes.lab.test", "HTTP/ndes"};
	struct scene scene = scene_of(*state, sample_user());
	struct sid groups[] = {domain_sid(513), domain_sid(1200), domain_sid(1201)};

	scene.survey.search.account.service_principal_names = (struct text_list){spns, 2};
	scene.survey.search.account.token_groups = (struct sid_set){.items = groups, .count = 3};
	judged(&scene);
	assert_string_equal(fact_of(&scene, "account")->text, "svc_ndes@lab.test");
	assert_string_equal(fact_of(&scene, "dn")->text, "CN=svc_ndes,CN=Users,DC=lab,DC=test");
	assert_string_equal(fact_of(&scene, "sid")->text, "S-1-5-21-1-2-3-1104");
	assert_string_equal(fact_of(&scene, "kind")->text, "user");
	assert_true(fact_of(&scene, "password_last_set")->number == NOW - 12 * DAY);
	assert_true(fact_of(&scene, "password_expires")->number == NOW + 30 * DAY);
	assert_null(fact_of(&scene, "account_expires"));
	assert_true(fact_of(&scene, "groups")->number == 3);
	assert_int_equal(fact_of(&scene, "spns")->list.count, 2);
	scene.survey.search.token_fault = "the account's groups could not be read";
	judged(&scene);
	assert_null(fact_of(&scene, "groups"));
}

/* The end of a password: the last second of each state and the first of the next. */
static void borders_of_the_password(void **state)
{
	static const struct {
		int64_t left;
		const char *wanted;
	} rows[] = {
		{14 * DAY, ""},
		{14 * DAY - 1, "password WARNING ACCOUNT-PASSWORD"},
		{3 * DAY, "password WARNING ACCOUNT-PASSWORD"},
		{3 * DAY - 1, "password CRITICAL ACCOUNT-PASSWORD"},
		{1, "password CRITICAL ACCOUNT-PASSWORD"},
		{0, "password CRITICAL ACCOUNT-PASSWORD"},
		{-1, "password CRITICAL ACCOUNT-PASSWORD"},
	};
	struct scene scene = scene_of(*state, sample_user());

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++)
		assert_string_equal(judged_at(&scene, NOW + 30 * DAY - rows[i].left), rows[i].wanted);
	assert_string_equal(sentence(&scene, "password"),
			    "expired 1 second ago (2027-02-14 08:00 UTC), set 42 days ago (2027-01-03)");
	judged_at(&scene, NOW + 30 * DAY);
	assert_contains(sentence(&scene, "password"), "expired 0 seconds ago (2027-02-14 08:00 UTC)");
	judged_at(&scene, NOW + 30 * DAY - 1);
	assert_contains(sentence(&scene, "password"), "expires in 1 second (2027-02-14)");
}

static void limits_in_percent(void **state)
{
	struct scene scene = scene_of(*state, sample_user());

	scene.policy.lifetime =
		(struct lifetime_policy){{.value = 50, .percent = true}, {.value = 25, .percent = true}};
	scene.survey.search.account.account_expires = (struct account_time)AT(NOW + 30 * DAY);
	assert_string_equal(judged_at(&scene, NOW + 9 * DAY), "");
	assert_string_equal(judged_at(&scene, NOW + 9 * DAY + 1), "password WARNING ACCOUNT-PASSWORD");
	assert_string_equal(judged_at(&scene, NOW + 19 * DAY + DAY / 2 + 1), "password CRITICAL ACCOUNT-PASSWORD");
	/* the account has no beginning, of which a percentage could be taken */
	assert_null(measured(&scene, "account_remaining")->warning);
	assert_string_equal(judged_at(&scene, NOW + 30 * DAY),
			    "expiry CRITICAL ACCOUNT-EXPIRED; password CRITICAL ACCOUNT-PASSWORD");
}

static void passwords_without_a_date(void **state)
{
	static const struct {
		const char *name;
		int64_t control, computed;
		struct account_time set, expires;
		const char *wanted, *sentence;
	} rows[] = {
		{"never", 0x10200, 0, AT(NOW - DAY), NEVER, "", "never expires, set 24 hours ago (2027-01-14)"},
		{"never, and its computed end hidden",
		 0x10200,
		 0,
		 AT(NOW - DAY),
		 {0},
		 "",
		 "never expires, set 24 hours ago (2027-01-14)"},
		{"must change",
		 0x200,
		 0x800000,
		 {.known = true, .unset = true},
		 {.known = true, .unset = true},
		 "password CRITICAL ACCOUNT-MUST-CHANGE",
		 "must be changed at the next log-on, which a service can't do"},
		{"must change, without maximum age",
		 0x200,
		 0,
		 {.known = true, .unset = true},
		 NEVER,
		 "password CRITICAL ACCOUNT-MUST-CHANGE",
		 "must be changed at the next log-on, which a service can't do"},
		{"must change, told by the computed end alone",
		 0x200,
		 0,
		 {0},
		 {.known = true, .unset = true},
		 "password CRITICAL ACCOUNT-MUST-CHANGE",
		 "must be changed at the next log-on, which a service can't do"},
		{"never set, but never expires",
		 0x10200,
		 0,
		 {.known = true, .unset = true},
		 NEVER,
		 "",
		 "never expires"},
		{"expired, but not since when",
		 0x200,
		 0x800000,
		 AT(NOW - 50 * DAY),
		 {0},
		 "password CRITICAL ACCOUNT-PASSWORD",
		 "has expired, set 50 days ago (2026-11-26)"},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct scene scene = scene_of(*state, sample_user());
		struct account *account = &scene.survey.search.account;

		account->control.value = rows[i].control;
		account->computed.value = rows[i].computed;
		account->password_set = rows[i].set;
		account->password_expires = rows[i].expires;
		assert_row_text(rows[i].name, judged(&scene), rows[i].wanted);
		assert_row_text(rows[i].name, sentence(&scene, "password"), rows[i].sentence);
		assert_null(measured(&scene, "password_remaining"));
	}
}

/* An end without a beginning: the remaining time alone. */
static void a_password_whose_age_is_hidden(void **state)
{
	struct scene scene = scene_of(*state, sample_user());

	scene.survey.search.account.password_set.known = false;
	assert_string_equal(judged_at(&scene, NOW + 27 * DAY), "password WARNING ACCOUNT-PASSWORD");
	assert_string_equal(judged_at(&scene, NOW + 27 * DAY + 1), "password CRITICAL ACCOUNT-PASSWORD");
	assert_non_null(measured(&scene, "password_remaining"));
	assert_null(measured(&scene, "password_used"));
}

static void borders_of_the_account(void **state)
{
	static const struct {
		int64_t left;
		const char *wanted, *sentence;
	} rows[] = {
		{14 * DAY, "", "the account expires in 14 days (2027-01-25)"},
		{14 * DAY - 1, "expiry WARNING ACCOUNT-EXPIRED", "the account expires in 13 days (2027-01-25)"},
		{3 * DAY, "expiry WARNING ACCOUNT-EXPIRED", "the account expires in 3 days (2027-01-25)"},
		{3 * DAY - 1, "expiry CRITICAL ACCOUNT-EXPIRED", "the account expires in 2 days (2027-01-25)"},
		{1, "expiry CRITICAL ACCOUNT-EXPIRED", "the account expires in 1 second (2027-01-25)"},
		{0, "expiry CRITICAL ACCOUNT-EXPIRED", "the account expired 0 seconds ago (2027-01-25 08:00 UTC)"},
		{-1, "expiry CRITICAL ACCOUNT-EXPIRED", "the account expired 1 second ago (2027-01-25 08:00 UTC)"},
	};
	struct scene scene = scene_of(*state, sample_user());

	scene.survey.search.account.password_expires = (struct account_time)NEVER;
	scene.survey.search.account.account_expires = (struct account_time)AT(NOW + 10 * DAY);
	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		assert_string_equal(judged_at(&scene, NOW + 10 * DAY - rows[i].left), rows[i].wanted);
		assert_string_equal(sentence(&scene, "expiry"), rows[i].sentence);
		assert_true(measured(&scene, "account_remaining")->value == (double)rows[i].left);
	}
	assert_null(measured(&scene, "account_used"));
	judged_at(&scene, NOW - 10 * DAY);
	assert_string_equal(scene.findings->summary,
			    "svc_ndes@lab.test is enabled and not locked, its password never expires, set 2 days ago "
			    "(2027-01-03), the account expires in 20 days (2027-01-25)");
}

static void disabled(void **state)
{
	struct scene scene = scene_of(*state, sample_user());

	scene.survey.search.account.control.value = 0x202;
	assert_string_equal(judged(&scene), "state CRITICAL ACCOUNT-DISABLED");
}

static void locked(void **state)
{
	static const struct {
		const char *name;
		struct account_time since;
		struct ad_number duration;
		const char *sentence;
	} rows[] = {
		{"for half an hour",
		 AT(NOW - 20 * MINUTE),
		 {true, -30 * MINUTE * 10000000},
		 "the account is locked since 2027-01-15 07:40 UTC (20 minutes ago), by the domain's policy until "
		 "2027-01-15 08:10 UTC"},
		{"the last second",
		 AT(NOW - 30 * MINUTE + 1),
		 {true, -30 * MINUTE * 10000000},
		 "the account is locked since 2027-01-15 07:30 UTC (29 minutes ago), by the domain's policy until "
		 "2027-01-15 08:00 UTC"},
		{"longer than the policy says: a PSO",
		 AT(NOW - 30 * MINUTE),
		 {true, -30 * MINUTE * 10000000},
		 "the account is locked since 2027-01-15 07:30 UTC (30 minutes ago)"},
		{"for ever",
		 AT(NOW - 3 * DAY),
		 {true, 0},
		 "the account is locked since 2027-01-12 08:00 UTC (3 days ago), until an administrator unlocks it"},
		{"for ever, as Windows writes it",
		 {0},
		 {true, INT64_MIN},
		 "the account is locked, until an administrator unlocks it"},
		{"nothing else is known", {0}, {0}, "the account is locked"},
		{"since when is hidden", {0}, {true, -600000000}, "the account is locked"},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct scene scene = scene_of(*state, sample_user());

		scene.survey.search.account.computed.value = 0x10;
		scene.survey.search.account.lockout = rows[i].since;
		scene.survey.lockout.duration = rows[i].duration;
		assert_row_text(rows[i].name, judged(&scene), "lockout CRITICAL ACCOUNT-LOCKED");
		assert_row_text(rows[i].name, sentence(&scene, "lockout"), rows[i].sentence);
	}
}

/* lockoutTime stays set after the lock has ended. */
static void a_lock_that_has_ended(void **state)
{
	struct scene scene = scene_of(*state, sample_user());

	scene.survey.search.account.lockout = (struct account_time)AT(NOW - MINUTE);
	scene.survey.lockout.duration = (struct ad_number){true, -30 * MINUTE * 10000000};
	assert_string_equal(judged(&scene), "");
	assert_string_equal(sentence(&scene, "lockout"), "not locked");
}

static void wrong_passwords(void **state)
{
	struct scene scene = scene_of(*state, sample_user());
	struct account *account = &scene.survey.search.account;

	judged(&scene);
	assert_null(find_finding(&scene, "lockout")->notes);
	account->bad_passwords.value = 3;
	account->bad_password_time = (struct account_time)AT(NOW - DAY);
	assert_string_equal(judged(&scene), "");
	assert_string_equal(find_finding(&scene, "lockout")->notes->text,
			    "3 wrong passwords counted by this domain controller, the last 24 hours ago: does the "
			    "application pool, a task or another service have an old password?");
	assert_int_equal(find_finding(&scene, "lockout")->notes->verbosity, 1);
	judged_at(&scene, NOW + 1);
	assert_null(find_finding(&scene, "lockout")->notes);
	account->bad_password_time.known = false;
	account->bad_passwords.value = 1;
	judged(&scene);
	assert_contains(find_finding(&scene, "lockout")->notes->text,
			"1 wrong password counted by this domain controller: ");
}

static void a_smart_card(void **state)
{
	struct scene scene = scene_of(*state, sample_user());

	scene.survey.search.account.control.value = 0x40200;
	scene.survey.search.account.password_expires = (struct account_time)NEVER;
	assert_string_equal(judged(&scene), "smart_card CRITICAL ACCOUNT-SMART-CARD");
}

/* NOW is hour 128 of the week: Friday 08:00. */
static void logon_hours(void **state)
{
	struct scene scene = scene_of(*state, sample_user());
	struct account *account = &scene.survey.search.account;

	account->has_logon_hours = true;
	assert_string_equal(judged(&scene), "logon_hours CRITICAL ACCOUNT-LOGON-HOURS");
	assert_string_equal(sentence(&scene, "logon_hours"),
			    "the account may not log on at this hour (2027-01-15 08:00 UTC), nor at any other");
	memset(account->logon_hours, 0xFF, sizeof account->logon_hours);
	assert_string_equal(judged(&scene), "");
	assert_string_equal(sentence(&scene, "logon_hours"), "at any hour");
	account->logon_hours[128 / 8] = 0xFE;
	assert_string_equal(judged_at(&scene, NOW - 1), "");
	assert_string_equal(sentence(&scene, "logon_hours"),
			    "open until 2027-01-15 08:00 UTC, but a service needs them all");
	assert_string_equal(judged(&scene), "logon_hours CRITICAL ACCOUNT-LOGON-HOURS");
	assert_string_equal(
		sentence(&scene, "logon_hours"),
		"the account may not log on at this hour (2027-01-15 08:00 UTC), again from 2027-01-15 09:00 UTC");
	assert_string_equal(judged_at(&scene, NOW + HOUR - 1), "logon_hours CRITICAL ACCOUNT-LOGON-HOURS");
	assert_string_equal(judged_at(&scene, NOW + HOUR), "");
}

static void workstations(void **state)
{
	static const struct {
		const char *host, *wanted;
	} rows[] = {
		{NULL, ""},
		{"ndes1", ""},
		{"NDES1.lab.test", ""},
		{"enrolment-server-01.lab.test", ""}, /* its computer account is ENROLMENT-SERVE$ */
		{"LONG-NAMED-SERVER", ""},
		{"ndes2", "workstations CRITICAL ACCOUNT-WORKSTATIONS"},
		{"ndes", "workstations CRITICAL ACCOUNT-WORKSTATIONS"},
		{"ndes11", "workstations CRITICAL ACCOUNT-WORKSTATIONS"},
	};
	static const char *names[] = {"OTHER", "NDES1", "ENROLMENT-SERVE", "long-named-server.lab.test", "E", "F", "G"};
	struct scene scene = scene_of(*state, sample_user());

	scene.survey.search.account.workstations = (struct text_list){names, ARRAY_LENGTH(names)};
	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		scene.survey.ndes_host = rows[i].host;
		assert_row_text(shown(rows[i].host), judged(&scene), rows[i].wanted);
	}
	assert_string_equal(sentence(&scene, "workstations"),
			    "the account may not log on at ndes11, only at OTHER, NDES1, ENROLMENT-SERVE, "
			    "long-named-server.lab.test, E and 2 more");
	scene.survey.ndes_host = NULL;
	scene.survey.search.account.workstations.count = 2;
	judged(&scene);
	assert_string_equal(sentence(&scene, "workstations"),
			    "OTHER, NDES1 only; with --ndes-host it would be told whether NDES is among them");
}

/* --- what did not come --- */

/* What a hardened domain shows of a user to an ordinary one. */
static struct account hardened(void)
{
	struct account account = sample_user();

	account.control.known = account.computed.known = account.bad_passwords.known = false;
	account.password_set.known = account.password_expires.known = false;
	account.account_expires = (struct account_time){0};
	account.has_token_groups = false;
	return account;
}

static void a_hardened_domain(void **state)
{
	struct scene scene = scene_of(*state, hardened());

	scene.survey.search.token_complete = false;
	assert_string_equal(judged(&scene), "hidden UNKNOWN DIRECTORY-HIDDEN");
	assert_string_equal(sentence(&scene, "hidden"),
			    "monitor@lab.test may not read userAccountControl, msDS-User-Account-Control-Computed, "
			    "pwdLastSet, msDS-UserPasswordExpiryTimeComputed, accountExpires, logonHours, "
			    "userWorkstations");
	/* nothing is said about what was not seen */
	assert_null(find_finding(&scene, "state"));
	assert_null(find_finding(&scene, "lockout"));
	assert_null(find_finding(&scene, "password"));
	assert_null(find_finding(&scene, "expiry"));
	assert_null(find_finding(&scene, "smart_card"));
	assert_null(find_finding(&scene, "logon_hours"));
	assert_null(find_finding(&scene, "workstations"));
	assert_null(find_finding(&scene, "delegation"));
	assert_null(measured(&scene, "password_remaining"));
	scene.survey.directory.contact.identity = NULL;
	judged(&scene);
	assert_contains(sentence(&scene, "hidden"), "our login may not read userAccountControl");
	/* what is wrong with what was seen still counts */
	join(&scene, domain_sid(512));
	scene.survey.search.account.encryption_types = (struct ad_number){true, 4};
	assert_string_equal(judged(&scene),
			    "hidden UNKNOWN DIRECTORY-HIDDEN; encryption WARNING ACCOUNT-ENCRYPTION; groups "
			    "WARNING ACCOUNT-PRIVILEGED");
}

/* Each attribute alone. */
static void single_hidden_attributes(void **state)
{
	static const struct {
		const char *name;
		size_t known;
	} rows[] = {
		{"userAccountControl, logonHours, userWorkstations", offsetof(struct account, control.known)},
		{"msDS-User-Account-Control-Computed", offsetof(struct account, computed.known)},
		{"pwdLastSet, msDS-UserPasswordExpiryTimeComputed", offsetof(struct account, password_expires.known)},
		{"accountExpires", offsetof(struct account, account_expires.known)},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct scene scene = scene_of(*state, sample_user());
		struct account *account = &scene.survey.search.account;

		account->password_set.known = false;
		*(bool *)((char *)account + rows[i].known) = false;
		assert_row_text(rows[i].name, judged(&scene), "hidden UNKNOWN DIRECTORY-HIDDEN");
		assert_row_text(rows[i].name, sentence(&scene, "hidden"),
				text_format(*state, "monitor@lab.test may not read %s", rows[i].name));
	}
}

/* An attribute that came and makes no sense is not hidden. */
static void a_malformed_attribute(void **state)
{
	struct scene scene = scene_of(*state, sample_user());

	scene.survey.search.account.account_expires = (struct account_time){0};
	scene.survey.search.account.fault = "accountExpires is 'soon', which is not a whole number";
	assert_string_equal(judged(&scene), "malformed UNKNOWN DIRECTORY-DATA");
	assert_string_equal(sentence(&scene, "malformed"), "accountExpires is 'soon', which is not a whole number");
}

/* --- no account --- */

static void kinds(void **state)
{
	static const struct {
		enum account_kind kind;
		const char *wanted, *sentence;
	} rows[] = {
		{ACCOUNT_USER, "", "user, CN=svc_ndes,CN=Users,DC=lab,DC=test"},
		{ACCOUNT_COMPUTER, "", "computer account, CN=svc_ndes,CN=Users,DC=lab,DC=test"},
		{ACCOUNT_MANAGED, "", "managed service account of one computer, CN=svc_ndes,CN=Users,DC=lab,DC=test"},
		{ACCOUNT_GROUP, "account UNKNOWN ACCOUNT-KIND",
		 "is a group, not an account that could run NDES: CN=svc_ndes,CN=Users,DC=lab,DC=test"},
		{ACCOUNT_OTHER, "account UNKNOWN ACCOUNT-KIND",
		 "is an object that is neither user nor computer, not an account that could run NDES: "
		 "CN=svc_ndes,CN=Users,DC=lab,DC=test"},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct scene scene = scene_of(*state, sample_user());

		scene.survey.search.account.kind = rows[i].kind;
		assert_string_equal(judged(&scene), rows[i].wanted);
		assert_string_equal(sentence(&scene, "account"), rows[i].sentence);
	}
}

/* A computer changes its password by itself: neither age nor pwdLastSet 0 matter. */
static void a_computer(void **state)
{
	struct scene scene = scene_of(*state, sample_user());
	struct account *account = &scene.survey.search.account;

	account->kind = ACCOUNT_COMPUTER;
	account->name = "NDES1$";
	account->control.value = 0x1000;
	account->password_expires = (struct account_time)NEVER;
	assert_string_equal(judged(&scene), "");
	assert_string_equal(scene.findings->summary,
			    "NDES1$@lab.test is enabled and not locked, its password is changed by "
			    "the computer itself, set 12 days ago (2027-01-03)");
	account->password_set = (struct account_time){.known = true, .unset = true};
	assert_string_equal(judged(&scene), "");
}

static void searches_without_an_account(void **state)
{
	static const struct {
		enum search_outcome outcome;
		const char *wanted;
	} rows[] = {
		{SEARCH_ABSENT, "account CRITICAL ACCOUNT-ABSENT"},
		{SEARCH_AMBIGUOUS, "account UNKNOWN ACCOUNT-AMBIGUOUS"},
		{SEARCH_HIDDEN, "account UNKNOWN DIRECTORY-HIDDEN"},
		{SEARCH_FAILED, "account CRITICAL NET-TIMEOUT"},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct scene scene = scene_of(*state, sample_user());

		scene.survey.search.outcome = rows[i].outcome;
		scene.survey.search.reply = (struct ldap_reply){.outcome = LDAP_OUTCOME_TIMED_OUT, .detail = ""};
		assert_string_equal(judged(&scene), rows[i].wanted);
	}
}

static void no_directory(void **state)
{
	struct scene scene = scene_of(*state, sample_user());

	scene.survey.directory.contact.outcome = LDAP_OUTCOME_BIND_REFUSED;
	scene.survey.directory.contact.detail = "data 52e: wrong password";
	assert_string_equal(judged(&scene), "directory UNKNOWN DIRECTORY-LOGIN");
	assert_null(find_finding(&scene, "account"));
}

/* Of two warnings the first line tells the account's. */
static void the_account_leads(void **state)
{
	struct scene scene = scene_of(*state, sample_user());
	size_t count;

	scene.survey.directory.has_certificate = true;
	scene.survey.directory.certificate = (struct certificate){
		.subject = "CN=dc1.lab.test", .not_before = NOW - 350 * DAY, .not_after = NOW + 20 * DAY};
	scene.policy.directory.tls =
		(struct lifetime_policy){.warning = LIFETIME_DAYS(30), .critical = LIFETIME_DAYS(14)};
	scene.survey.search.account.password_expires = (struct account_time)AT(NOW + 10 * DAY);
	assert_string_equal(judged(&scene),
			    "password WARNING ACCOUNT-PASSWORD; dc_certificate WARNING DIRECTORY-CERTIFICATE");
	assert_string_equal(findings_worst(scene.findings, &count)->id, "password");
	assert_int_equal(count, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_healthy_account),
		TEST(facts),
		TEST(borders_of_the_password),
		TEST(limits_in_percent),
		TEST(passwords_without_a_date),
		TEST(a_password_whose_age_is_hidden),
		TEST(borders_of_the_account),
		TEST(disabled),
		TEST(locked),
		TEST(a_lock_that_has_ended),
		TEST(wrong_passwords),
		TEST(a_smart_card),
		TEST(logon_hours),
		TEST(workstations),
		TEST(a_hardened_domain),
		TEST(single_hidden_attributes),
		TEST(a_malformed_attribute),
		TEST(kinds),
		TEST(a_computer),
		TEST(searches_without_an_account),
		TEST(no_directory),
		TEST(the_account_leads),
	};

	return RUN_TESTS(tests);
}
