/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which host to ask: those of the options, or the domain controllers that DNS names for a URL without one
 * (MS-ADTS 6.3.2.3). */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "net/ldap_job.h"

/* Made by libldap's allocator. */
typedef char ldap_text;

static inline void ldap_text_release(ldap_text *text)
{
	ldap_memfree(text);
}
DEFINE_AUTOFREE(ldap_text, ldap_text_release)

/* "dc1.corp.test:389 dc2.corp.test:389"; NULL: DNS knows none. */
static ldap_text *controllers_of(struct ldap_job *job, const char *domain)
{
	char name[LDAP_HOST_MAX];
	ldap_text *list = NULL;

	if (snprintf(name, sizeof name, "dc._msdcs.%s", domain) >= (int)sizeof name)
		return NULL;
	snprintf(job->now.srv_domain, sizeof job->now.srv_domain, "%s", domain);
	ldap_job_enter(job, LDAP_PHASE_RESOLVE);
	if (ldap_domain2hostlist(name, &list) != LDAP_SUCCESS || list == NULL || *list == 0) {
		ldap_memfree(list);
		list = NULL;
		ldap_domain2hostlist(domain, &list);
	}
	return list;
}

/*
 * The Configuration container's DC= parts name the forest's root domain. A password goes only to controllers of the
 * domain that the options name.
 */
static ldap_text *find_controllers(struct ldap_job *job)
{
	const char *option = job->batch->domain;
	autofree(ldap_text) *domain = NULL;
	ldap_text *list = NULL;

	if (job->url->lud_dn != NULL && ldap_dn2domain(job->url->lud_dn, &domain) == LDAP_SUCCESS && domain != NULL &&
	    *domain != 0) {
		job->login |= option != NULL && strcasecmp(domain, option) == 0;
		list = controllers_of(job, domain);
	}
	if (list == NULL && option != NULL && (domain == NULL || strcasecmp(domain, option) != 0)) {
		job->login = true;
		list = controllers_of(job, option);
	}
	if (list == NULL && job->now.srv_domain[0] == 0)
		ldap_job_fails(job, LDAP_OUTCOME_NO_HOST, "the URL names no host, and its DN no domain");
	else if (list == NULL)
		ldap_job_fails(job, LDAP_OUTCOME_NO_HOST, "DNS gave no domain controller of %s", job->now.srv_domain);
	return list;
}

bool ldap_job_take_host(struct ldap_job *job, const char *word, size_t length)
{
	const char *end = memchr(word, ']', length), *from = end != NULL ? end : word;
	const char *colon = memchr(from, ':', length - (size_t)(from - word));
	size_t host_length = end != NULL ? (size_t)(end - word) - 1 : colon != NULL ? (size_t)(colon - word) : length;
	bool tls = strcasecmp(job->url->lud_scheme, "ldaps") == 0;

	ldap_memfree(job->url->lud_host);
	job->url->lud_host = ber_strdup(end != NULL ? word + 1 : word);
	if (job->url->lud_host == NULL)
		return ldap_job_fails(job, LDAP_OUTCOME_SETUP, "memory is exhausted");
	job->url->lud_host[host_length] = 0;
	if (job->by_srv)
		job->url->lud_port = tls ? LDAPS_PORT : colon != NULL ? (int)strtol(colon + 1, NULL, 10) : LDAP_PORT;
	else
		job->url->lud_port = (int)strtol(colon + 1, NULL, 10);
	return true;
}

char *ldap_job_hosts(struct ldap_job *job)
{
	char *copy;

	if (job->by_srv)
		return find_controllers(job);
	copy = ber_strdup(job->hosts);
	if (copy == NULL)
		ldap_job_fails(job, LDAP_OUTCOME_SETUP, "memory is exhausted");
	return copy;
}
