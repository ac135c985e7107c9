/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "suite.h"

#include <errno.h>

#include "net/ldap_job.h"

/* Of Windows Server, Samba and slapd, as they answer. */
static const char windows_anonymous[] =
	"000004DC: LdapErr: DSID-0C090CF4, comment: In order to perform this operation a "
	"successful bind must be completed on the connection., data 0, v4563";
static const char samba_anonymous[] = "00002020: Operation unavailable without authentication";

struct sample {
	struct ldap_batch batch;
	struct ldap_job job;
};

static struct ldap_job *job_with(struct sample *sample, double seconds_left)
{
	*sample = (struct sample){.batch.deadline.ends = deadline_clock() + seconds_left};
	sample->job.batch = &sample->batch;
	sample->job.ends = sample->batch.deadline.ends;
	sample->job.value_max = 1000;
	return &sample->job;
}

static void results_of_a_search(void **state)
{
	static const struct {
		int code;
		const char *words;
		bool logged_in;
		enum ldap_outcome outcome;
	} rows[] = {
		{LDAP_NO_SUCH_OBJECT, "", false, LDAP_OUTCOME_NO_ENTRY},
		{LDAP_INVALID_DN_SYNTAX, "invalid DN", false, LDAP_OUTCOME_BAD_URL},
		{LDAP_REFERRAL, "", false, LDAP_OUTCOME_REFERRAL},
		{LDAP_OPERATIONS_ERROR, windows_anonymous, false, LDAP_OUTCOME_LOGIN_WANTED},
		{LDAP_OPERATIONS_ERROR, samba_anonymous, false, LDAP_OUTCOME_LOGIN_WANTED},
		{LDAP_OPERATIONS_ERROR, windows_anonymous, true, LDAP_OUTCOME_FAILED},
		{LDAP_OPERATIONS_ERROR, "00000057: something else", false, LDAP_OUTCOME_FAILED},
		{LDAP_INSUFFICIENT_ACCESS, "", false, LDAP_OUTCOME_LOGIN_WANTED},
		{LDAP_INSUFFICIENT_ACCESS, "", true, LDAP_OUTCOME_FORBIDDEN},
		{LDAP_STRONG_AUTH_REQUIRED, "", false, LDAP_OUTCOME_LOGIN_WANTED},
		{LDAP_CONFIDENTIALITY_REQUIRED, "TLS confidentiality required", false, LDAP_OUTCOME_LOGIN_WANTED},
		{LDAP_INAPPROPRIATE_AUTH, "", false, LDAP_OUTCOME_LOGIN_WANTED},
		{LDAP_TIMELIMIT_EXCEEDED, "", false, LDAP_OUTCOME_TIMED_OUT},
		{LDAP_BUSY, "", false, LDAP_OUTCOME_FAILED},
		{LDAP_UNAVAILABLE, "", true, LDAP_OUTCOME_FAILED},
		{12345, "", false, LDAP_OUTCOME_FAILED},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct sample sample;
		struct ldap_job *job = job_with(&sample, 10);

		job->logged_in = rows[i].logged_in;
		assert_false(ldap_job_search_failed(job, rows[i].code, rows[i].words));
		assert_row_int(rows[i].words, job->now.outcome, rows[i].outcome);
		assert_row_int(rows[i].words, job->now.result_code, rows[i].code);
		assert_true(job->now.detail[0] != 0);
	}
}

static void reasons_of_a_refused_login(void **state)
{
	static const struct {
		int code;
		const char *diagnostic, *words;
		enum ldap_outcome outcome;
	} rows[] = {
		{49, "80090308: LdapErr: DSID-0C090439, comment: AcceptSecurityContext error, data 52e, v4563",
		 "wrong name or password (result 49)", LDAP_OUTCOME_BIND_REFUSED},
		{49, "..., data 533, v1db1", "disabled", LDAP_OUTCOME_BIND_REFUSED},
		{49, "..., data 532, v1db1", "expired", LDAP_OUTCOME_BIND_REFUSED},
		{49, "..., data 773, v1db1", "must change", LDAP_OUTCOME_BIND_REFUSED},
		{49, "..., data 775, v1db1", "locked out", LDAP_OUTCOME_BIND_REFUSED},
		{49, "..., data 999, v1db1", "data 999", LDAP_OUTCOME_BIND_REFUSED},
		{49, "", "Invalid credentials (result 49)", LDAP_OUTCOME_BIND_REFUSED},
		{49, NULL, "Invalid credentials (result 49)", LDAP_OUTCOME_BIND_REFUSED},
		{8, "BindSimple: Transport encryption required.", "TLS", LDAP_OUTCOME_BIND_REFUSED},
		{13, "confidentiality required", "TLS", LDAP_OUTCOME_BIND_REFUSED},
		{51, "", "Server is busy", LDAP_OUTCOME_FAILED},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct sample sample;
		struct ldap_job *job = job_with(&sample, 10);

		assert_false(ldap_job_bind_failed(job, rows[i].code, rows[i].diagnostic));
		assert_row_int(rows[i].words, job->now.outcome, rows[i].outcome);
		assert_contains(job->now.detail, rows[i].words);
	}
}

static void failures_of_the_library(void **state)
{
	static const struct {
		int code, error;
		double left;
		enum ldap_outcome outcome;
	} rows[] = {
		{LDAP_SERVER_DOWN, 0, 10, LDAP_OUTCOME_CLOSED},
		{LDAP_SERVER_DOWN, ECONNRESET, 10, LDAP_OUTCOME_CLOSED},
		{LDAP_SERVER_DOWN, ERANGE, 10, LDAP_OUTCOME_TOO_LARGE},
		{LDAP_SERVER_DOWN, 0, -1, LDAP_OUTCOME_TIMED_OUT},
		{LDAP_TIMEOUT, 0, 10, LDAP_OUTCOME_TIMED_OUT},
		{LDAP_DECODING_ERROR, 0, 10, LDAP_OUTCOME_PROTOCOL},
		{LDAP_FILTER_ERROR, 0, 10, LDAP_OUTCOME_BAD_URL},
		{LDAP_NO_MEMORY, 0, 10, LDAP_OUTCOME_SETUP},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct sample sample;
		struct ldap_job *job = job_with(&sample, rows[i].left);

		assert_false(ldap_job_call_failed(job, rows[i].code, rows[i].error));
		assert_row_int(job->now.detail, job->now.outcome, rows[i].outcome);
	}
}

static void phases_have_names(void **state)
{
	(void)state;
	for (int phase = 0; phase < LDAP_PHASES; phase++)
		assert_true(strlen(ldap_phase_name((enum ldap_phase)phase)) > 1);
	assert_string_equal(ldap_phase_name(LDAP_PHASE_TLS), "TLS handshake");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(results_of_a_search),
		TEST(reasons_of_a_refused_login),
		TEST(failures_of_the_library),
		TEST(phases_have_names),
	};

	return RUN_TESTS(tests);
}
