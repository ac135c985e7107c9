/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an LDAP URL asks for (RFC 4516, and RFC 5280 4.2.1.13 for those in certificates). */
#include <string.h>
#include <strings.h>

#include "net/ldap_fetch.h"
#include "net/ldap_job.h"

static const char *complaint(int code)
{
	switch (code) {
	case LDAP_URL_ERR_MEM:
		return "memory is exhausted";
	case LDAP_URL_ERR_BADSCHEME:
		return "it does not begin with ldap:// or ldaps://";
	case LDAP_URL_ERR_BADATTRS:
		return "its attributes can't be read";
	case LDAP_URL_ERR_BADSCOPE:
		return "its scope is none of base, one, sub";
	case LDAP_URL_ERR_BADFILTER:
		return "its filter can't be read";
	case LDAP_URL_ERR_BADHOST:
		return "its host can't be read";
	case LDAP_URL_ERR_BADEXTS:
		return "its extensions can't be read";
	default:
		return "it is no LDAP URL";
	}
}

/* Returns NULL or why it can't be asked for. */
static const char *objection(const LDAPURLDesc *url, const char *attribute, bool root)
{
	if (strcasecmp(url->lud_scheme, "ldap") != 0 && strcasecmp(url->lud_scheme, "ldaps") != 0)
		return "it does not begin with ldap:// or ldaps://";
	if (url->lud_crit_exts != 0)
		return "it has a critical extension";
	if (url->lud_port < 1 || url->lud_port > 65535)
		return "its port is not from 1 to 65535";
	if (url->lud_host != NULL && strlen(url->lud_host) >= LDAP_HOST_MAX)
		return "its host is too long";
	if (!root && (url->lud_dn == NULL || *url->lud_dn == 0))
		return "it names no entry";
	if (url->lud_attrs != NULL && url->lud_attrs[0] != NULL && url->lud_attrs[1] != NULL)
		return "it names more than one attribute";
	return attribute == NULL || *attribute == 0 || *attribute == ';' || strcmp(attribute, "*") == 0
		       ? "it names no attribute"
		       : NULL;
}

static bool is_hostless(const LDAPURLDesc *url)
{
	return url->lud_host == NULL || *url->lud_host == 0;
}

/* Would it end the host of a URL, or hide something in it? The % of a zone is written %25 (RFC 6874 2). */
static bool breaks_url(const char *text)
{
	return strpbrk(text, "/?# \t") != NULL || strchr(text, '%') != strstr(text, "%25");
}

/* Gives the URL the host and port of the text, which is written as host_port_text() does. */
static bool take_host(struct ldap_job *job, const char *text)
{
	char form[LDAP_HOST_MAX + 16];
	autofree(LDAPURLDesc) *place = NULL;
	int length = snprintf(form, sizeof form, "%s://%s", job->url->lud_scheme, text);

	if (length >= (int)sizeof form || breaks_url(text) || ldap_url_parse(form, &place) != LDAP_URL_SUCCESS ||
	    is_hostless(place) || place->lud_port < 1 || place->lud_port > 65535)
		return ldap_job_fails(job, LDAP_OUTCOME_SETUP, "'%.200s' is not HOST[:PORT]", text);
	ldap_memfree(job->url->lud_host);
	job->url->lud_host = place->lud_host;
	job->url->lud_port = place->lud_port;
	place->lud_host = NULL;
	job->login = true;
	return true;
}

const char *ldap_url_wrong(const char *text, const char *attribute)
{
	autofree(LDAPURLDesc) *url = NULL;
	int code = strlen(text) < LDAP_URL_TEXT_MAX ? ldap_url_parse(text, &url) : LDAP_URL_ERR_PARAM;

	if (code != LDAP_URL_SUCCESS)
		return complaint(code);
	return objection(url, url->lud_attrs != NULL && url->lud_attrs[0] != NULL ? url->lud_attrs[0] : attribute,
			 false);
}

bool ldap_job_read_url(struct ldap_job *job, const char *text, const char *host, const char *attribute)
{
	LDAPURLDesc *url = NULL;
	int code = strlen(text) < LDAP_URL_TEXT_MAX ? ldap_url_parse(text, &url) : LDAP_URL_ERR_PARAM;
	const char *wrong;

	if (code != LDAP_URL_SUCCESS)
		return ldap_job_fails(job, LDAP_OUTCOME_BAD_URL, "%s", complaint(code));
	job->url = url;
	if (url->lud_attrs != NULL && url->lud_attrs[0] != NULL)
		attribute = url->lud_attrs[0];
	wrong = objection(url, attribute, job->root);
	/* Without options: Samba answers none with ;binary; servers that want it write it into the answer unasked. */
	if (attribute != NULL && (job->attribute = strndup(attribute, strcspn(attribute, ";"))) == NULL)
		wrong = "memory is exhausted";
	if (wrong != NULL)
		return ldap_job_fails(job, LDAP_OUTCOME_BAD_URL, "%s", wrong);
	return is_hostless(url) && host != NULL ? take_host(job, host) : true;
}
