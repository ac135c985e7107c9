/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reads the values that LDAP URLs name (RFC 4516): revocation lists and CA certificates. All at once under one
 * deadline, each with its phases timed and its failure told apart. What comes back are facts without any libldap type.
 */
#ifndef NET_LDAP_FETCH_H
#define NET_LDAP_FETCH_H

#include <stdbool.h>
#include <stddef.h>

#include "core/plugin.h"
#include "net/ldap_answer.h"

/* Must live until ldap_fetch_end. */
struct ldap_options {
	const char *host;     /* "HOST[:PORT]" for URLs without a host; IPv6 addresses in brackets; NULL: by SRV */
	const char *domain;   /* for SRV, if the URL's DN has no DC= parts or DNS knows none of theirs; NULL: none */
	const char *bind_dn;  /* DN, UPN or DOMAIN\user; NULL: anonymous */
	const void *password; /* its octets; an empty one is refused, for it would log in as nobody (RFC 4513 5.1.2) */
	size_t password_length;
	bool allow_cleartext; /* a password without TLS */
	bool starttls;        /* on every ldap:// */
	const char *ca_cert;  /* file (PEM) or folder of trusted certificates; NULL: the system's */
	bool insecure;        /* TLS certificates are not verified */
};

struct ldap_request {
	const char *url;
	const char *attribute; /* if the URL names none; NULL: that is LDAP_OUTCOME_BAD_URL */
	size_t value_max;      /* octets of all values together; more is LDAP_OUTCOME_TOO_LARGE */
	/*
	 * Log in with bind_dn also at a host that the URL itself names. Only for URLs that the user typed: a
	 * certificate must not choose who gets a password. Hosts of the options always get it.
	 */
	bool login;
	bool root;                 /* the URL may name no entry: it is the rootDSE that is asked for */
	struct ldap_answer answer; /* filled by ldap_fetch_end */
};

/*
 * Why an LDAP URL can't be asked for, fit to follow a colon; NULL: it can. attribute: as in struct ldap_request.
 * Constant.
 */
const char *ldap_url_wrong(const char *url, const char *attribute);

struct ldap_fetch;

/*
 * Begins to ask all requests, in threads of their own, so that the caller can do something else meanwhile (HTTP).
 * Before other threads run: it sets SASL_PATH and LDAPNOINIT in the environment, so that libldap neither loads SASL's
 * plugins (more than half of a run's time) nor reads anybody's ldaprc. A process that wants GSSAPI from libldap as well
 * must have called ldap_initialize() before.
 */
struct ldap_fetch *ldap_fetch_begin(const struct run *run, const struct ldap_options *options,
				    struct ldap_request *requests, size_t count);

/*
 * Waits until all have ended, at most until the run's deadline, and fills the answers. Never fails: every answer has
 * an outcome. Failures in transport are repeated (run->retries).
 */
void ldap_fetch_end(struct ldap_fetch *fetch);

/* Both in one. */
void ldap_fetch(const struct run *run, const struct ldap_options *options, struct ldap_request *requests, size_t count);

#endif
