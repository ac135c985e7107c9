/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "suite.h"

#include "core/text.h"
#include "net/ldap_job.h"

static const char entry[] = "CN=Corp%20CA%2C,CN=CDP,DC=corp,DC=test";

/* What a job of this URL is. release() ends it. */
static bool read_url(struct ldap_job *job, const char *url, const char *host, const char *attribute)
{
	*job = (struct ldap_job){0};
	return ldap_job_read_url(job, url, host, attribute);
}

static void release(struct ldap_job *job)
{
	ldap_free_urldesc(job->url);
	free(job->attribute);
}

static void active_directory_writes_no_host(void **state)
{
	const char *url = text_format(*state, "ldap:///%s?certificateRevocationList?base?objectClass=%s", entry,
				      "cRLDistributionPoint");
	struct ldap_job job;

	assert_true(read_url(&job, url, NULL, NULL));
	assert_string_equal(job.url->lud_dn, "CN=Corp CA,,CN=CDP,DC=corp,DC=test");
	assert_string_equal(job.attribute, "certificateRevocationList");
	assert_string_equal(job.url->lud_filter, "objectClass=cRLDistributionPoint");
	assert_int_equal(job.url->lud_scope, LDAP_SCOPE_BASE);
	assert_true(job.url->lud_host == NULL || job.url->lud_host[0] == 0);
	release(&job);
}

static void hosts_for_urls_without_one(void **state)
{
	static const struct {
		const char *scheme, *host, *expected; /* NULL: refused */
		int port;
	} rows[] = {
		{"ldap", "dc1", "dc1", 389},
		{"ldaps", "dc1", "dc1", 636},
		{"ldap", "dc1:3890", "dc1", 3890},
		{"ldap", "192.0.2.1:65535", "192.0.2.1", 65535},
		{"ldap", "[2001:db8::1]", "2001:db8::1", 389},
		{"ldap", "[2001:db8::1]:3890", "2001:db8::1", 3890},
		{"ldap", "[fe80::1%25lo]:3890", "fe80::1%lo", 3890},
		{"ldap", "dc1:65536", NULL, 0},
		{"ldap", "dc1:-1", NULL, 0},
		{"ldap", "dc1:x", NULL, 0},
		{"ldap", "dc1:389x", NULL, 0},
		{"ldap", ":389", NULL, 0},
		{"ldap", "", NULL, 0},
		{"ldap", "dc1/x", NULL, 0},
		{"ldap", "dc1 dc2", NULL, 0},
		{"ldap", "dc%31", NULL, 0},
		{"ldap", "dc1?x", NULL, 0},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		const char *url = text_format(*state, "%s:///%s?cACertificate", rows[i].scheme, entry);
		struct ldap_job job;

		assert_row_int(rows[i].host, read_url(&job, url, rows[i].host, NULL), rows[i].expected != NULL);
		assert_row_int(rows[i].host, job.login, rows[i].expected != NULL);
		if (rows[i].expected != NULL) {
			assert_row_text(rows[i].host, job.url->lud_host, rows[i].expected);
			assert_row_int(rows[i].host, job.url->lud_port, rows[i].port);
		} else {
			assert_row_int(rows[i].host, job.now.outcome, LDAP_OUTCOME_SETUP);
		}
		release(&job);
	}
}

static void a_host_of_the_url_stays(void **state)
{
	struct ldap_job job;

	assert_true(read_url(&job, text_format(*state, "ldap://dc2:3890/%s?a", entry), "dc1", NULL));
	assert_string_equal(job.url->lud_host, "dc2");
	assert_int_equal(job.url->lud_port, 3890);
	assert_false(job.login);
	release(&job);
}

static void what_cannot_be_asked_for(void **state)
{
	static const struct {
		const char *url, *why;
	} rows[] = {
		{"http://dc1/cn=x?a", "ldap:// or ldaps://"},
		{"ldapi://%2Frun%2Fldapi/cn=x?a", "ldap:// or ldaps://"},
		{"", "it "},
		{"ldap://dc1", "names no entry"},
		{"ldap://dc1/?a", "names no entry"},
		{"ldap://dc1/cn=x", "names no attribute"},
		{"ldap://dc1/cn=x?*", "names no attribute"},
		{"ldap://dc1/cn=x?a,b", "more than one attribute"},
		{"ldap://dc1/cn=x?a?around", "scope"},
		{"ldap://dc1/cn=x?a??"
		 "?!x=1",
		 "critical extension"},
		{"ldap://dc1/cn=x?a???x=1,!y", "critical extension"},
		{"ldap://dc1:70000/cn=x?a", "port"},
	};
	struct ldap_job job;

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		assert_row_int(rows[i].url, read_url(&job, rows[i].url, NULL, NULL), false);
		assert_row_int(rows[i].url, job.now.outcome, LDAP_OUTCOME_BAD_URL);
		assert_contains(job.now.detail, rows[i].why);
		release(&job);
	}
}

static void nothing_beyond_a_limit(void **state)
{
	static const char begin[] = "ldap://dc1/cn=";
	char *url = arena_allocate(*state, LDAP_URL_TEXT_MAX + 1);
	struct ldap_job job;

	memset(url, 'x', LDAP_URL_TEXT_MAX - 1);
	memcpy(url, begin, strlen(begin));
	assert_true(read_url(&job, url, NULL, "a"));
	release(&job);
	url[LDAP_URL_TEXT_MAX - 1] = 'x';
	assert_false(read_url(&job, url, NULL, "a"));
	assert_int_equal(job.now.outcome, LDAP_OUTCOME_BAD_URL);
	release(&job);
}

static void an_attribute_for_urls_without_one(void **state)
{
	struct ldap_job job;

	(void)state;
	assert_true(read_url(&job, "ldap://dc1/cn=x", NULL, "certificateRevocationList"));
	assert_string_equal(job.attribute, "certificateRevocationList");
	release(&job);
	assert_true(read_url(&job, "ldap://dc1/cn=x?cACertificate;binary", NULL, "certificateRevocationList"));
	assert_string_equal(job.attribute, "cACertificate");
	release(&job);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(active_directory_writes_no_host),   TEST(hosts_for_urls_without_one),
		TEST(a_host_of_the_url_stays),           TEST(what_cannot_be_asked_for),
		TEST(an_attribute_for_urls_without_one), TEST(nothing_beyond_a_limit),
	};

	return RUN_TESTS(tests);
}
