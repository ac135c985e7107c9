/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The search for one value, over a connection that stands. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "net/ldap_job.h"
#include "net/real_time.h"

enum {
	ENTRIES_WANTED = 2, /* a second one shows that the URL is ambiguous */
	MESSAGES_MAX = 64,  /* to one search: entries and references */
};

/* Equal but for options: slapd answers certificateRevocationList with certificateRevocationList;binary. */
static bool is_wanted(const char *wanted, const struct berval *name)
{
	const char *end = memchr(name->bv_val, ';', name->bv_len);
	size_t length = end != NULL ? (size_t)(end - name->bv_val) : name->bv_len;

	return length == strlen(wanted) && strncasecmp(wanted, name->bv_val, length) == 0;
}

static size_t values_in(const struct berval *values)
{
	size_t count = 0;

	while (values != NULL && values[count].bv_val != NULL)
		count++;
	return count;
}

/* Takes the attribute's values, which point into the message, if the entry has some. */
static bool take_values(struct ldap_job *job, LDAP *handle, LDAPMessage *entry)
{
	autofree(BerElement) *element = NULL;
	struct berval dn, name, *values;
	int code = ldap_get_dn_ber(handle, entry, &element, &dn);

	while (code == LDAP_SUCCESS && job->value_count == 0) {
		code = ldap_get_attribute_ber(handle, entry, element, &name, &values);
		if (code != LDAP_SUCCESS || name.bv_val == NULL)
			break;
		if (is_wanted(job->attribute, &name) && values_in(values) > 0) {
			job->name = name;
			job->values = values;
			job->value_count = values_in(values);
		} else {
			ldap_memfree(values);
		}
	}
	if (code != LDAP_SUCCESS)
		return ldap_job_fails(job, LDAP_OUTCOME_PROTOCOL, "the entry can't be read");
	return true;
}

static void take_referral(struct ldap_job *job, char **referrals)
{
	if (referrals != NULL && job->referral == NULL && referrals[0] != NULL)
		job->referral = strdup(referrals[0]);
	ldap_memvfree((void **)referrals);
}

static bool judge_values(struct ldap_job *job)
{
	size_t size = 0;

	for (size_t i = 0; i < job->value_count; i++)
		size += job->values[i].bv_len;
	if (size > job->value_max)
		return ldap_job_fails(job, LDAP_OUTCOME_TOO_LARGE, "%zu bytes are more than %zu", size, job->value_max);
	return true;
}

/* More than one entry may match. */
static bool is_wide(const LDAPURLDesc *url)
{
	return url->lud_scope == LDAP_SCOPE_ONELEVEL || url->lud_scope == LDAP_SCOPE_SUBTREE;
}

static bool judge_result(struct ldap_job *job, int code, const char *diagnostic)
{
	if (job->value_count > 0)
		return judge_values(job);
	if (job->entries > 0)
		return ldap_job_fails(job, LDAP_OUTCOME_NO_VALUE, "the entry has no attribute %.200s%s", job->attribute,
				      job->logged_in ? "" : " that it shows to anonymous readers");
	if (code != LDAP_SUCCESS)
		return ldap_job_search_failed(job, code, diagnostic);
	if (job->referral != NULL)
		return ldap_job_search_failed(job, LDAP_REFERRAL, "");
	if (is_wide(job->url))
		return ldap_job_fails(job, LDAP_OUTCOME_NO_ENTRY,
				      "no entry that matches the URL has an attribute %.200s%s", job->attribute,
				      job->logged_in ? "" : " that it shows to anonymous readers");
	return ldap_job_fails(job, LDAP_OUTCOME_NO_ENTRY, "no entry matches the URL");
}

static bool take_result(struct ldap_job *job, LDAP *handle, LDAPMessage *message)
{
	char *diagnostic = NULL, **referrals = NULL;
	int code = LDAP_OTHER;
	bool done;

	if (ldap_parse_result(handle, message, &code, NULL, &diagnostic, &referrals, NULL, 0) != LDAP_SUCCESS)
		return ldap_job_fails(job, LDAP_OUTCOME_PROTOCOL, "its answer to the search can't be read");
	take_referral(job, referrals);
	done = judge_result(job, code, diagnostic != NULL ? diagnostic : "");
	ldap_memfree(diagnostic);
	return done;
}

static void take_reference(struct ldap_job *job, LDAP *handle, LDAPMessage *message)
{
	char **referrals = NULL;

	if (ldap_parse_reference(handle, message, &referrals, NULL, 0) == LDAP_SUCCESS)
		take_referral(job, referrals);
}

static bool collect(struct ldap_job *job, LDAP *handle, int id)
{
	for (unsigned count = 0; count < MESSAGES_MAX; count++) {
		autofree(LDAPMessage) *message = NULL;

		if (!ldap_job_wait(job, handle, id, &message))
			return false;
		if (job->now.answered == 0)
			job->now.answered = real_time();
		switch (ldap_msgtype(message)) {
		case LDAP_RES_SEARCH_RESULT:
			return take_result(job, handle, message);
		case LDAP_RES_SEARCH_REFERENCE:
			take_reference(job, handle, message);
			break;
		case LDAP_RES_SEARCH_ENTRY:
			job->entries++;
			if (job->entry != NULL)
				break;
			if (!take_values(job, handle, message))
				return false;
			if (job->value_count > 0) {
				job->entry = message;
				message = NULL;
			}
			break;
		default:
			break;
		}
	}
	return ldap_job_fails(job, LDAP_OUTCOME_PROTOCOL, "the server's answer has no end");
}

void ldap_job_forget(struct ldap_job *job)
{
	ldap_memfree(job->values);
	ldap_msgfree(job->entry);
	free(job->referral);
	job->values = NULL;
	job->entry = NULL;
	job->referral = NULL;
	job->value_count = job->entries = 0;
}

/* The URL's filter; of many entries only those that have the attribute are wanted. false: there is no room. */
static bool make_filter(const struct ldap_job *job, char *filter, size_t size)
{
	const char *given = job->url->lud_filter != NULL ? job->url->lud_filter : "(objectClass=*)";
	bool bare = *given != '(';
	int length = is_wide(job->url) ? snprintf(filter, size, "(&%s%s%s(%s=*))", bare ? "(" : "", given,
						  bare ? ")" : "", job->attribute)
				       : snprintf(filter, size, "%s", given);

	return length >= 0 && (size_t)length < size;
}

bool ldap_job_search(struct ldap_job *job, LDAP *handle)
{
	const LDAPURLDesc *url = job->url;
	char *attributes[] = {job->attribute, NULL};
	char filter[LDAP_URL_TEXT_MAX + LDAP_URL_TEXT_MAX / 2];
	int scope = url->lud_scope == LDAP_SCOPE_DEFAULT ? LDAP_SCOPE_BASE : url->lud_scope;
	struct timeval left = ldap_job_timeval(job);
	int id, code;

	ldap_job_enter(job, LDAP_PHASE_SEARCH);
	ldap_job_forget(job);
	if (!make_filter(job, filter, sizeof filter))
		return ldap_job_fails(job, LDAP_OUTCOME_BAD_URL, "its filter and attribute are too long");
	job->now.asked = real_time();
	code = ldap_search_ext(handle, url->lud_dn != NULL ? url->lud_dn : "", scope, filter, attributes, 0, NULL, NULL,
			       &left, ENTRIES_WANTED, &id);
	if (code != LDAP_SUCCESS)
		return ldap_job_call_failed(job, code, errno);
	return collect(job, handle, id);
}
