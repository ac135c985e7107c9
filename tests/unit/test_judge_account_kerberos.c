/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Service principal names, delegation and kinds of keys. */
#include "account_sample.h"

#define OURS "CN=svc_ndes,CN=Users,DC=lab,DC=test"
#define HOST "CN=NDES1,CN=Computers,DC=lab,DC=test"

static struct spn_owner ours = {OURS, "svc_ndes@lab.test", true};
static struct spn_owner ours_by_host = {OURS, "svc_ndes@lab.test", false};
static struct spn_owner other = {"CN=old,CN=Users,DC=lab,DC=test", "old@lab.test", true};
static struct spn_owner third = {"CN=third,CN=Users,DC=lab,DC=test", "third@lab.test", true};
static struct spn_owner host = {HOST, "NDES1$@lab.test", true};
static struct spn_owner host_by_host = {HOST, "NDES1$@lab.test", false};

struct row {
	const char *name;
	struct spn_owner *owners[3];
	const char *wanted, *sentence;
};

static struct spn_search search_of(struct arena *arena, struct spn_owner *const *owners)
{
	struct spn_search search = {
		.spn = "HTTP/ndes.lab.test",
		.reply = {.outcome = LDAP_OUTCOME_READ, .detail = ""},
		.owners = arena_allocate(arena, 3 * sizeof *search.owners),
	};

	while (search.count < 3 && owners[search.count] != NULL) {
		search.owners[search.count] = *owners[search.count];
		search.count++;
	}
	return search;
}

static void assert_rows(struct arena *arena, const struct row *rows, size_t count, bool with_host)
{
	for (size_t i = 0; i < count; i++) {
		struct scene scene = scene_of(arena, sample_user());
		struct spn_search search = search_of(arena, rows[i].owners);

		scene.survey.spns = &search;
		scene.survey.spn_count = 1;
		if (with_host) {
			scene.survey.ndes_host = "ndes1";
			scene.survey.host.outcome = SEARCH_FOUND;
			scene.survey.host.account.dn = "cn=ndes1,CN=Computers,DC=lab,DC=test";
		}
		assert_row_text(rows[i].name, judged(&scene), rows[i].wanted);
		assert_row_text(rows[i].name, sentence(&scene, "spn1"), rows[i].sentence);
		assert_string_equal(find_finding(&scene, "spn1")->subject, "HTTP/ndes.lab.test");
	}
}

static void owners_of_a_name(void **state)
{
	static const struct row rows[] = {
		{"ours", {&ours}, "", "set at the account"},
		{"ours, and the host's HOST/", {&ours, &host_by_host}, "", "set at the account"},
		{"HOST/ of ours", {&ours_by_host}, "", "HOST/ of the account stands for it"},
		{"nobody's",
		 {NULL},
		 "spn1 WARNING ACCOUNT-SPN",
		 "no account of the domain has it: log-ons at mscep_admin fall back to NTLM or fail"},
		{"another one's",
		 {&other},
		 "spn1 CRITICAL ACCOUNT-SPN",
		 "belongs to old@lab.test: tickets for it can't be decrypted by the service account"},
		/* the domain controller takes the exact name before it looks at what HOST/ stands for */
		{"another one's, and HOST/ of ours",
		 {&ours_by_host, &other},
		 "spn1 CRITICAL ACCOUNT-SPN",
		 "belongs to old@lab.test: tickets for it can't be decrypted by the service account"},
		{"ours and another one's",
		 {&ours, &other},
		 "spn1 CRITICAL ACCOUNT-SPN-DUPLICATE",
		 "2 accounts have it, so no ticket is issued: svc_ndes@lab.test, old@lab.test"},
		{"two others'",
		 {&other, &third, &host_by_host},
		 "spn1 CRITICAL ACCOUNT-SPN-DUPLICATE",
		 "2 accounts have it, so no ticket is issued: old@lab.test, third@lab.test"},
		{"HOST/ of some computer",
		 {&host_by_host},
		 "spn1 WARNING ACCOUNT-SPN",
		 "no account has it, but HOST/ of NDES1$@lab.test stands for it: right only if that is the NDES host "
		 "(--ndes-host) and IIS authenticates in kernel mode"},
		{"a computer's",
		 {&host},
		 "spn1 CRITICAL ACCOUNT-SPN",
		 "belongs to NDES1$@lab.test: tickets for it can't be decrypted by the service account"},
	};

	assert_rows(*state, rows, ARRAY_LENGTH(rows), false);
}

static void owners_beside_a_known_host(void **state)
{
	static const struct row rows[] = {
		{"HOST/ of the NDES host",
		 {&host_by_host},
		 "",
		 "held by the NDES host (NDES1$@lab.test), which fits kernel-mode authentication, the default of IIS"},
		{"the NDES host's",
		 {&host},
		 "",
		 "held by the NDES host (NDES1$@lab.test), which fits kernel-mode authentication, the default of IIS"},
		{"another one's",
		 {&other, &host_by_host},
		 "spn1 CRITICAL ACCOUNT-SPN",
		 "belongs to old@lab.test: tickets for it can't be decrypted by the service account"},
		{"ours and the host's",
		 {&ours, &host},
		 "spn1 CRITICAL ACCOUNT-SPN-DUPLICATE",
		 "2 accounts have it, so no ticket is issued: svc_ndes@lab.test, NDES1$@lab.test"},
	};

	assert_rows(*state, rows, ARRAY_LENGTH(rows), true);
}

static void several_names(void **state)
{
	struct scene scene = scene_of(*state, sample_user());
	struct spn_search searches[] = {
		search_of(*state, (struct spn_owner *[3]){&ours}),
		{.spn = "HTTP/ndes", .reply = {.outcome = LDAP_OUTCOME_TIMED_OUT, .detail = ""}},
		search_of(*state, (struct spn_owner *[3]){NULL}),
	};

	scene.survey.spns = searches;
	scene.survey.spn_count = 3;
	assert_string_equal(judged(&scene), "spn2 CRITICAL NET-TIMEOUT; spn3 WARNING ACCOUNT-SPN");
}

static void delegation(void **state)
{
	static const char *targets[] = {"HTTP/a", "HTTP/b"};
	struct scene scene = scene_of(*state, sample_user());

	scene.survey.search.account.delegation = (struct text_list){targets, 2};
	assert_string_equal(judged(&scene), "");
	assert_string_equal(sentence(&scene, "delegation"), "constrained, to HTTP/a, HTTP/b");
	scene.survey.search.account.control.value = 0x80200;
	assert_string_equal(judged(&scene), "delegation WARNING ACCOUNT-DELEGATION");
	/* "sensitive and cannot be delegated" is none */
	scene.survey.search.account.control.value = 0x100200;
	assert_string_equal(judged(&scene), "");
}

static void keys(void **state)
{
	static const struct {
		const char *name;
		bool known;
		int64_t types, control;
		const char *wanted, *sentence;
	} rows[] = {
		{"absent", false, 0, 0x200, "", "the domain's default"},
		{"0", true, 0, 0x200, "", "the domain's default"},
		{"features only", true, 0x10000, 0x200, "", "the domain's default"},
		{"RC4", true, 0x4, 0x200, "encryption WARNING ACCOUNT-ENCRYPTION",
		 "the account is limited to RC4, which hardened domain controllers refuse"},
		{"RC4 and DES", true, 0x7, 0x200, "encryption WARNING ACCOUNT-ENCRYPTION",
		 "the account is limited to RC4, which hardened domain controllers refuse"},
		{"DES", true, 0x3, 0x200, "encryption WARNING ACCOUNT-ENCRYPTION",
		 "the account is limited to DES, which hardened domain controllers refuse"},
		{"DES by its flag", true, 0x1C, 0x200200, "encryption WARNING ACCOUNT-ENCRYPTION",
		 "the account is limited to DES, which hardened domain controllers refuse"},
		{"RC4 and AES128", true, 0xC, 0x200, "", "AES"},
		{"AES256", true, 0x10, 0x200, "", "AES"},
		{"AES with AES session keys", true, 0x38, 0x200, "", "AES"},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct scene scene = scene_of(*state, sample_user());

		scene.survey.search.account.encryption_types = (struct ad_number){rows[i].known, rows[i].types};
		scene.survey.search.account.control.value = rows[i].control;
		assert_row_text(rows[i].name, judged(&scene), rows[i].wanted);
		assert_row_text(rows[i].name, sentence(&scene, "encryption"), rows[i].sentence);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(owners_of_a_name),
		TEST(owners_beside_a_known_host),
		TEST(several_names),
		TEST(delegation),
		TEST(keys),
	};

	return RUN_TESTS(tests);
}
