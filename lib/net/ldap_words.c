/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What libldap's and the server's codes mean to a person. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/array.h"
#include "net/ldap_job.h"

bool ldap_job_call_failed(struct ldap_job *job, int code, int error)
{
	if (code == LDAP_TIMEOUT || ldap_job_left(job) <= 0)
		return ldap_job_fails(job, LDAP_OUTCOME_TIMED_OUT, "no answer in time");
	if (code == LDAP_FILTER_ERROR)
		return ldap_job_fails(job, LDAP_OUTCOME_BAD_URL, "its filter can't be read");
	if (code == LDAP_DECODING_ERROR)
		return ldap_job_fails(job, LDAP_OUTCOME_PROTOCOL, "what the server sends is not LDAP");
	if (code == LDAP_UNAVAILABLE)
		return ldap_job_fails(job, LDAP_OUTCOME_CLOSED, "the server says that it ends the connection");
	if (code != LDAP_SERVER_DOWN)
		return ldap_job_fails(job, LDAP_OUTCOME_SETUP, "%s", ldap_err2string(code));
	if (error == ERANGE)
		return ldap_job_fails(job, LDAP_OUTCOME_TOO_LARGE, "the answer is larger than %zu bytes",
				      job->value_max);
	return ldap_job_fails(job, LDAP_OUTCOME_CLOSED, "%s",
			      error == ECONNRESET ? "connection reset" : "the server closed the connection");
}

/* The Windows error behind "data ", in hexadecimal digits, that Active Directory puts into its words; 0: none. */
static unsigned long windows_error(const char *diagnostic)
{
	const char *data = strstr(diagnostic, "data ");

	return data != NULL ? strtoul(data + strlen("data "), NULL, 16) : 0;
}

static const char *meaning(unsigned long error)
{
	static const struct {
		unsigned long error;
		const char *words;
	} rows[] = {
		{0x525, "the account does not exist"},
		{0x52e, "wrong name or password"},
		{0x530, "the account may not log in at this hour"},
		{0x531, "the account may not log in from this host"},
		{0x532, "the account's password has expired"},
		{0x533, "the account is disabled"},
		{0x701, "the account has expired"},
		{0x773, "the account must change its password first"},
		{0x775, "the account is locked out"},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++)
		if (rows[i].error == error)
			return rows[i].words;
	return NULL;
}

/* The server's own words, or the ones of RFC 4511 for the code. */
static const char *words_of(int code, const char *diagnostic)
{
	return diagnostic != NULL && *diagnostic != 0 ? diagnostic : ldap_err2string(code);
}

bool ldap_job_bind_failed(struct ldap_job *job, int code, const char *diagnostic)
{
	const char *words = diagnostic != NULL ? meaning(windows_error(diagnostic)) : NULL;

	job->now.result_code = code;
	if (code == LDAP_STRONG_AUTH_REQUIRED || code == LDAP_CONFIDENTIALITY_REQUIRED)
		words = job->url != NULL && ldap_job_has_tls(job)
				? "the server wants it signed or sealed: Samba takes Kerberos without TLS only"
				: "the server wants TLS for it";
	if (code == LDAP_BUSY || code == LDAP_UNAVAILABLE)
		return ldap_job_fails(job, LDAP_OUTCOME_FAILED, "%s (result %d)", words_of(code, diagnostic), code);
	if (words == NULL)
		words = words_of(code, diagnostic);
	return ldap_job_fails(job, LDAP_OUTCOME_BIND_REFUSED, "%s (result %d)", words, code);
}

/* Active Directory, Samba and slapd each say it in words of their own behind operationsError. */
static bool wants_login(int code, const char *diagnostic)
{
	switch (code) {
	case LDAP_STRONG_AUTH_REQUIRED:
	case LDAP_CONFIDENTIALITY_REQUIRED:
	case LDAP_INAPPROPRIATE_AUTH:
	case LDAP_INVALID_CREDENTIALS:
	case LDAP_INSUFFICIENT_ACCESS:
		return true;
	case LDAP_OPERATIONS_ERROR:
	case LDAP_UNWILLING_TO_PERFORM:
		return strcasestr(diagnostic, "bind") != NULL || strcasestr(diagnostic, "authentic") != NULL;
	default:
		return false;
	}
}

bool ldap_job_search_failed(struct ldap_job *job, int code, const char *diagnostic)
{
	const char *words = words_of(code, diagnostic);

	job->now.result_code = code;
	if (code == LDAP_NO_SUCH_OBJECT)
		return ldap_job_fails(job, LDAP_OUTCOME_NO_ENTRY, "there is no such entry");
	if (code == LDAP_INVALID_DN_SYNTAX)
		return ldap_job_fails(job, LDAP_OUTCOME_BAD_URL, "the server can't read its DN");
	if (code == LDAP_REFERRAL)
		return ldap_job_fails(job, LDAP_OUTCOME_REFERRAL, "the server refers to %.400s",
				      job->referral != NULL ? job->referral : "another one");
	if (code == LDAP_TIMELIMIT_EXCEEDED)
		return ldap_job_fails(job, LDAP_OUTCOME_TIMED_OUT, "the server's time limit has passed");
	if (!job->logged_in && wants_login(code, words))
		return ldap_job_fails(job, LDAP_OUTCOME_LOGIN_WANTED, "%.400s (result %d)", words, code);
	if (code == LDAP_INSUFFICIENT_ACCESS)
		return ldap_job_fails(job, LDAP_OUTCOME_FORBIDDEN, "%.400s (result %d)", words, code);
	return ldap_job_fails(job, LDAP_OUTCOME_FAILED, "%.400s (result %d)", words, code);
}
