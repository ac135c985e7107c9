/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A connection to a domain controller over which several questions are asked. Host by list or SRV, TLS, login and every
 * search under the run's deadline. What comes back are facts without any libldap type.
 */
#ifndef NET_LDAP_SESSION_H
#define NET_LDAP_SESSION_H

#include <stdbool.h>
#include <stddef.h>

#include "core/plugin.h"
#include "net/directory_options.h"
#include "net/ldap_answer.h"

struct ldap_session;

enum ldap_scope { LDAP_QUESTION_BASE, LDAP_QUESTION_ONE_LEVEL, LDAP_QUESTION_SUBTREE };

struct ldap_question {
	const char *about; /* what it searches for, to be said where no answer comes: "the CAs" */
	const char *base;  /* DN; "" is the rootDSE */
	enum ldap_scope scope;
	const char *filter;            /* NULL: every object */
	const char *const *attributes; /* NULL-terminated */
	bool descriptors;              /* with owner, group and DACL (control for SD flags 7) */
	size_t entries_max;            /* 0: 1000 */
	struct ldap_reply reply;       /* filled by ldap_session_ask */
};

/*
 * Connects and logs in: with Kerberos unless the options name a bind DN. Failures in transport are repeated
 * (run->retries), servers tried in turn; a refused login is not repeated. Returns NULL after a failure; *ret_contact
 * says how it went in either case; options must live as long as the session. Before other threads run: it sets
 * environment variables for libldap.
 */
struct ldap_session *ldap_session_open(const struct run *run, const struct directory_options *options,
				       struct ldap_contact *ret_contact);

/*
 * Asks all questions at once and waits for their answers. Large results come in pages, attributes of many values in
 * ranges, referrals are not followed. Where the server ends the connection all are asked anew, as often as retries are
 * left. Never fails: every reply has an outcome. session: NULL is no session, and then no question is asked.
 */
void ldap_session_ask(struct ldap_session *session, struct ldap_question *questions, size_t count);

void ldap_session_close(struct ldap_session *session);

/* A value for a filter (RFC 4515) and for a DN (RFC 4514), escaped. */
const char *ldap_filter_value(struct arena *arena, const void *bytes, size_t length);
const char *ldap_dn_value(struct arena *arena, const char *text);

#endif
