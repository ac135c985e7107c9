/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Accounts: what did not come is unknown, and never zero. */
#include "suite.h"

#include "ad/account.h"
#include "entry_sample.h"
#include "sd_factory.h"

#define DN "CN=NDES service,OU=Service\\, accounts,DC=lab,DC=test"

static struct account read_lines(struct arena *arena, const char *dn, const char *lines)
{
	struct entry entry = sample_entry(arena, dn, lines);
	struct account account;

	account_read(&entry, arena, &account);
	return account;
}

static void add_sid(struct arena *arena, struct entry *entry, const char *name, const char *sid)
{
	struct octets value = sd_sid(arena, sid);

	sample_add(arena, entry, name, value.bytes, value.length);
}

static bool has(const struct sid_set *set, const char *text)
{
	struct sid sid;

	assert_null(sid_parse(text, &sid));
	return sid_set_has(set, &sid);
}

static void a_user(void **state)
{
	struct entry entry =
		sample_entry(*state, DN,
			     "objectClass=top\nobjectClass=person\nobjectClass=user\n"
			     "sAMAccountType=805306368\nsAMAccountName=svc_ndes\n"
			     "userPrincipalName=svc_ndes@lab.test\nprimaryGroupID=513\n"
			     "userAccountControl=66048\nmsDS-User-Account-Control-Computed=-2139095040\n"
			     "pwdLastSet=134398266280000000\n"
			     "msDS-UserPasswordExpiryTimeComputed=9223372036854775807\n"
			     "accountExpires=0\nlockoutTime=0\nbadPwdCount=3\nbadPasswordTime=134398266290000000\n"
			     "logonHours:0102030405060708090A0B0C0D0E0F101112131415\n"
			     "userWorkstations=NDES1, ndes2 ,,x|y\n"
			     "servicePrincipalName=HTTP/ndes.lab.test\nservicePrincipalName=HTTP/ndes\n"
			     "msDS-AllowedToDelegateTo=rpcss/ca1.lab.test\n"
			     "msDS-SupportedEncryptionTypes=24\nadminCount=1\n");
	struct account account;

	add_sid(*state, &entry, "objectSid", "S-1-5-21-1-2-3-1104");
	account_read(&entry, *state, &account);
	assert_null(account.fault);
	assert_int_equal(account.kind, ACCOUNT_USER);
	assert_string_equal(account.dn, DN);
	assert_string_equal(account.name, "svc_ndes");
	assert_string_equal(account.principal_name, "svc_ndes@lab.test");
	assert_true(account.has_sid);
	assert_int_equal(sid_rid(&account.sid), 1104);
	assert_true(account.primary_group.known && account.primary_group.value == 513);
	assert_true(account.control.known);
	assert_int_equal(account.control.value, 0x200 | ACCOUNT_PASSWORD_NEVER_EXPIRES);
	assert_true(account.computed.known && account.computed.value == 0x80800000);
	assert_true(account.computed.value & ACCOUNT_PASSWORD_EXPIRED);
	assert_true(account.password_set.known && !account.password_set.unset && !account.password_set.never);
	assert_int_equal(account.password_set.epoch, 1795353028);
	assert_true(account.password_expires.known && account.password_expires.never);
	assert_true(account.account_expires.known && account.account_expires.never && !account.account_expires.unset);
	assert_true(account.lockout.known && account.lockout.unset && !account.lockout.never);
	assert_true(account.bad_passwords.known && account.bad_passwords.value == 3);
	assert_int_equal(account.bad_password_time.epoch, 1795353029);
	assert_true(account.has_logon_hours);
	assert_int_equal(account.logon_hours[20], 0x15);
	assert_int_equal(account.workstations.count, 3);
	assert_string_equal(account.workstations.items[0], "NDES1");
	assert_string_equal(account.workstations.items[1], "ndes2");
	assert_string_equal(account.workstations.items[2], "x!y");
	assert_int_equal(account.service_principal_names.count, 2);
	assert_string_equal(account.delegation.items[0], "rpcss/ca1.lab.test");
	assert_int_equal(account.encryption_types.value, 24);
	assert_int_equal(account.admin_count.value, 1);
	assert_false(account.has_membership || account.has_token_groups);
	assert_string_equal(account_display(&account, *state), "svc_ndes@lab.test");
}

/* What a plain domain user reads of another user in a hardened domain (facts: ad.md, chapter 4). */
static void a_hardened_domain(void **state)
{
	struct account account = read_lines(*state, DN, "servicePrincipalName=HTTP/ndes\nprimaryGroupID=513\n");
	const struct ad_number *const numbers[] = {&account.control,       &account.computed,
						   &account.bad_passwords, &account.encryption_types,
						   &account.admin_count,   &account.password_interval};
	const struct account_time *const times[] = {&account.password_set, &account.password_expires,
						    &account.account_expires, &account.lockout,
						    &account.bad_password_time};

	for (size_t i = 0; i < ARRAY_LENGTH(numbers); i++)
		assert_false(numbers[i]->known);
	for (size_t i = 0; i < ARRAY_LENGTH(times); i++)
		assert_false(times[i]->known || times[i]->never || times[i]->unset);
	assert_null(account.fault);
	assert_null(account.name);
	assert_null(account.principal_name);
	assert_false(account.has_sid || account.has_logon_hours || account.has_membership || account.has_token_groups);
	assert_int_equal(account.workstations.count, 0);
	assert_int_equal(account.kind, ACCOUNT_OTHER);
}

static void kinds(void **state)
{
	static const struct {
		const char *lines;
		enum account_kind kind;
	} rows[] = {
		{"objectClass=top\nobjectClass=person\nobjectClass=organizationalPerson\nobjectClass=user",
		 ACCOUNT_USER},
		{"objectClass=user\nobjectClass=computer", ACCOUNT_COMPUTER},
		{"objectClass=user\nobjectClass=computer\nobjectClass=msDS-GroupManagedServiceAccount",
		 ACCOUNT_GROUP_MANAGED},
		{"objectClass=user\nobjectClass=computer\nobjectClass=msDS-ManagedServiceAccount", ACCOUNT_MANAGED},
		{"objectClass=USER\nobjectClass=Computer", ACCOUNT_COMPUTER},
		{"objectClass=top\nobjectClass=group", ACCOUNT_GROUP},
		{"objectClass=person\nobjectClass=contact", ACCOUNT_OTHER},
		{"sAMAccountType=805306368", ACCOUNT_USER},
		{"sAMAccountType=805306369", ACCOUNT_COMPUTER},
		{"sAMAccountType=268435456", ACCOUNT_GROUP},
		{"sAMAccountType=536870912", ACCOUNT_GROUP},
		{"sAMAccountType=805306370", ACCOUNT_OTHER},
		{"sAMAccountType=805306369\nobjectClass=user\nobjectClass=msDS-GroupManagedServiceAccount",
		 ACCOUNT_GROUP_MANAGED},
		{"", ACCOUNT_OTHER},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++)
		assert_row_int(rows[i].lines, read_lines(*state, DN, rows[i].lines).kind, rows[i].kind);
}

static void points_in_time(void **state)
{
	static const struct {
		const char *value;
		bool known, unset, never, expires_never;
		int64_t epoch;
	} rows[] = {
		{"0", true, true, false, true, 0},
		{"9223372036854775807", true, false, true, true, 0},
		{"9223372036854775806", true, false, false, false, INT64_C(910692730085)},
		{"134398266280000000", true, false, false, false, 1795353028},
		{"1", true, false, false, false, -INT64_C(11644473600)},
		{"-1", false, false, false, false, 0},
		{"9223372036854775808", false, false, false, false, 0},
		{"soon", false, false, false, false, 0},
		{"", false, false, false, false, 0},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		const char *lines =
			text_format(*state, "pwdLastSet=%s\naccountExpires=%s\n", rows[i].value, rows[i].value);
		struct account account = read_lines(*state, DN, lines);

		assert_row_int(rows[i].value, account.password_set.known, rows[i].known);
		assert_row_int(rows[i].value, account.password_set.unset, rows[i].unset);
		assert_row_int(rows[i].value, account.password_set.never, rows[i].never);
		assert_row_int(rows[i].value, account.password_set.epoch, rows[i].epoch);
		assert_row_int(rows[i].value, account.account_expires.known, rows[i].known);
		assert_row_int(rows[i].value, account.account_expires.never, rows[i].expires_never);
		assert_row_int(rows[i].value, account.account_expires.unset, false);
		assert_row_int(rows[i].value, account.fault != NULL, !rows[i].known);
	}
}

static void faults(void **state)
{
	static const struct {
		const char *lines, *fault;
	} rows[] = {
		{"userAccountControl=x", "userAccountControl is 'x', which is not a whole number"},
		{"pwdLastSet=-1", "pwdLastSet is '-1', which is not a point in time"},
		{"badPwdCount=-1", "badPwdCount is '-1', which is out of range"},
		{"primaryGroupID=4294967296", "primaryGroupID is '4294967296', which is out of range"},
		{"objectSid:01", "objectSid: the SID is cut off"},
		{"logonHours:00", "logonHours does not have 21 bytes"},
		{"logonHours:", "logonHours does not have 21 bytes"},
		{"tokenGroups:0101", "tokenGroups: the SID 1 of 1 is cut off"},
		{"objectSid:01\nuserAccountControl=x", "objectSid: the SID is cut off"},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++)
		assert_row_text(rows[i].lines, read_lines(*state, DN, rows[i].lines).fault, rows[i].fault);
}

static void names_to_show(void **state)
{
	static const struct {
		const char *dn, *lines, *shown;
	} rows[] = {
		{DN, "sAMAccountName=svc_ndes", "svc_ndes@lab.test"},
		{DN, "sAMAccountName=NDES$\nuserPrincipalName=x@y", "NDES$@lab.test"},
		{DN, "userPrincipalName=svc_ndes@corp.test", "svc_ndes@corp.test"},
		{DN, "sAMAccountName=a\\b|c", "a/b!c@lab.test"},
		{"CN=x", "sAMAccountName=svc_ndes", "svc_ndes"},
		{"", "sAMAccountName=svc_ndes", "svc_ndes"},
		{"CN=x,dc=lab,Dc=test", "sAMAccountName=a", "a@lab.test"},
		{"CN=x\\,DC=evil,DC=lab,DC=test", "sAMAccountName=a", "a@lab.test"},
		{"CN=x,DC=first,OU=y,DC=lab,DC=test", "sAMAccountName=a", "a@lab.test"},
		{"CN=x,DC=l\\|b,DC=test", "sAMAccountName=a", "a@l/!b.test"},
		{"CN=x,DC=lab,", "sAMAccountName=a", "a@lab"},
		{"CN=x\\", "sAMAccountName=a", "a"},
		{DN, "objectSid:01010000000000050B000000", "S-1-5-11"},
		{DN, "", "CN=NDES service,OU=Service/, accounts,DC=lab,DC=test"},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct account account = read_lines(*state, rows[i].dn, rows[i].lines);

		assert_row_text(rows[i].dn, account_display(&account, *state), rows[i].shown);
	}
}

static void tokens(void **state)
{
	struct entry entry = sample_entry(*state, DN, "sAMAccountName=svc_ndes\nprimaryGroupID=513\n");
	struct entry groups = sample_entry(*state, DN, ""), none = sample_entry(*state, DN, "cn=x");
	struct account account;
	struct sid_set token;

	add_sid(*state, &entry, "objectSid", "S-1-5-21-1-2-3-1104");
	add_sid(*state, &groups, "tokenGroups", "S-1-5-21-1-2-3-513");
	add_sid(*state, &groups, "tokenGroups", "S-1-5-21-1-2-3-1200");
	add_sid(*state, &groups, "tokenGroups", "S-1-5-32-545");
	account_read(&entry, *state, &account);
	token = account_token(&account, *state);
	assert_int_equal(token.count, 7);
	assert_true(has(&token, "S-1-5-21-1-2-3-1104") && has(&token, "S-1-5-21-1-2-3-513"));
	assert_true(has(&token, "S-1-1-0") && has(&token, "S-1-5-11") && has(&token, "S-1-5-15"));
	assert_true(has(&token, "S-1-5-2") && has(&token, "S-1-5-32-545"));
	assert_false(has(&token, "S-1-5-32-544"));
	assert_null(account_read_token_groups(&account, &none, *state));
	assert_false(account.has_token_groups);
	assert_null(account_read_token_groups(&account, &groups, *state));
	assert_true(account.has_token_groups);
	assert_int_equal(account.token_groups.count, 3);
	token = account_token(&account, *state);
	assert_int_equal(token.count, 8);
	assert_true(has(&token, "S-1-5-21-1-2-3-1200"));
}

static void tokens_of_little(void **state)
{
	struct account account = read_lines(*state, DN, "primaryGroupID=513\n");

	assert_int_equal(account_token(&account, *state).count, 5);
	account = read_lines(*state, DN, "primaryGroupID=544\nobjectSid:01010000000000050B000000\n");
	assert_int_equal(account_token(&account, *state).count, 5);
}

static void token_groups_that_are_malformed(void **state)
{
	struct entry groups = sample_entry(*state, DN, "tokenGroups:01010000000000050B000000\ntokenGroups:0101");
	struct octets *values = arena_allocate(*state, 5000 * sizeof *values);
	struct account account = read_lines(*state, DN, "");

	assert_string_equal(account_read_token_groups(&account, &groups, *state),
			    "tokenGroups: the SID 2 of 2 is cut off");
	assert_false(account.has_token_groups);
	assert_int_equal(account.token_groups.count, 0);
	((struct attribute *)groups.attributes)[0] = (struct attribute){"tokenGroups", values, 5000};
	assert_contains(account_read_token_groups(&account, &groups, *state), "tokenGroups has 5000 values");
}

static void token_groups_that_came_along(void **state)
{
	struct account account = read_lines(*state, DN, "tokenGroups:01010000000000050B000000\n");

	assert_true(account.has_token_groups);
	assert_int_equal(account.token_groups.count, 1);
}

static void service_principal_names(void **state)
{
	static const struct {
		const char *names, *asked;
		bool owned;
	} rows[] = {
		{"HTTP/ndes.lab.test", "HTTP/ndes.lab.test", true},
		{"HTTP/ndes.lab.test", "http/NDES.lab.TEST", true},
		{"HTTP/ndes.lab.test", "HTTP/ndes", false},
		{"HTTP/ndes.lab.test", "HTTP/ndes.lab.test:8080", false},
		{"HTTP/ndes.lab.test:8080", "HTTP/ndes.lab.test", false},
		{"HTTP/ndes.lab.test:8080", "http/ndes.lab.test:8080", true},
		{"HOST/ndes.lab.test", "HTTP/ndes.lab.test", true},
		{"host/ndes.lab.test", "http/NDES.lab.test", true},
		{"HOST/ndes.lab.test", "www/ndes.lab.test", true},
		{"HOST/ndes.lab.test", "w3svc/ndes.lab.test", true},
		{"HOST/ndes.lab.test", "HTTP/ndes.lab.test:8080", false},
		{"HOST/ndes.lab.test:8080", "HTTP/ndes.lab.test:8080", true},
		{"HOST/ndes.lab.test", "HTTP/ndes", false},
		{"HOST/ndes.lab.test", "HTTPS/ndes.lab.test", false},
		{"HOST/ndes.lab.test", "HT/ndes.lab.test", false},
		{"HOST/ndes.lab.test", "LDAP/ndes.lab.test", false},
		{"HOST/ndes.lab.test", "HOST/ndes.lab.test", true},
		{"HTTP/ndes.lab.test", "HOST/ndes.lab.test", false},
		{"HTTP/ndes.lab.test", "www/ndes.lab.test", false},
		{"HOSTX/ndes.lab.test", "HTTP/ndes.lab.test", false},
		{"HOST/x", "HTTP", false},
		{"HOST/x", "/x", false},
		{"HOST/x", "", false},
		{"HTTP/x\nservicePrincipalName=HOST/y", "HTTP/y", true},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct account account =
			read_lines(*state, DN, text_format(*state, "servicePrincipalName=%s\n", rows[i].names));

		assert_row_int(rows[i].asked, account_has_spn(&account, rows[i].asked), rows[i].owned);
	}
}

static void a_group_managed_account(void **state)
{
	struct entry entry = sample_entry(*state, "CN=gmsa,CN=Managed Service Accounts,DC=lab,DC=test",
					  "objectClass=computer\nobjectClass=msDS-GroupManagedServiceAccount\n"
					  "sAMAccountName=gmsa$\nmsDS-ManagedPasswordInterval=30\n");
	struct octets value = sd_make(*state, "O:BAD:(A;;0xF01FF;;;S-1-5-21-1-2-3-1300)");
	struct account account;

	sample_add(*state, &entry, "msDS-GroupMSAMembership", value.bytes, value.length);
	account_read(&entry, *state, &account);
	assert_int_equal(account.kind, ACCOUNT_GROUP_MANAGED);
	assert_int_equal(account.password_interval.value, 30);
	assert_true(account.has_membership);
	assert_null(account.membership_fault);
	assert_int_equal(account.membership.ace_count, 1);
	entry = sample_entry(*state, DN, "msDS-GroupMSAMembership:01");
	account_read(&entry, *state, &account);
	assert_true(account.has_membership);
	assert_contains(account.membership_fault, "ends in its header");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_user),
		TEST(a_hardened_domain),
		TEST(kinds),
		TEST(points_in_time),
		TEST(faults),
		TEST(names_to_show),
		TEST(tokens),
		TEST(tokens_of_little),
		TEST(token_groups_that_are_malformed),
		TEST(token_groups_that_came_along),
		TEST(service_principal_names),
		TEST(a_group_managed_account),
	};

	return RUN_TESTS(tests);
}
