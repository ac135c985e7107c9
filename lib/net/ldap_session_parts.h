/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inside of ldap_session. */
#ifndef NET_LDAP_SESSION_PARTS_H
#define NET_LDAP_SESSION_PARTS_H

#include "net/ldap_batch.h"
#include "net/ldap_session.h"

enum {
	ENTRIES_MAX = 1000,            /* unless a question says otherwise */
	OCTETS_MAX = 32 * 1024 * 1024, /* that all entries of a session may have */
	ATTRIBUTES_MAX = 256,          /* of an entry */
	VALUES_MAX = 100000,           /* of an attribute, in all its ranges */
};

struct ldap_session {
	const struct run *run;
	const struct directory_options *options;
	unsigned retries;     /* of a lost connection that are left */
	struct ldap_job *job; /* its thread has ended; its handle is the connection */
	size_t octets;
	bool broken; /* nothing can be asked any more: the job's progress says why */
};

/*
 * Sends a search for base, of which the question says the rest but for the attributes. cookie: of the page before;
 * NULL: the first. The controls are not critical: a server without them (slapd) answers all the same. Returns the
 * message's id; -1: it could not be sent, which was said in the job.
 */
int ldap_session_send(struct ldap_session *session, const struct ldap_question *question, const char *base,
		      char **attributes, struct berval *cookie);

/* Connects anew after the server has ended the connection, if retries are left. */
bool ldap_session_reopen(struct ldap_session *session);

/* Copies of an attribute while it grows. */
struct attribute_draft {
	const char *name;
	struct octets *values;
	size_t count, capacity;
	size_t next; /* of a range that goes on there; 0: complete */
};

struct entry_draft {
	const char *dn;
	struct attribute_draft *attributes;
	size_t count;
};

/* Copies an entry. Returns false, and says why in the job, if it can't be read or is too large. */
bool ldap_session_take_entry(struct ldap_session *session, LDAPMessage *message, struct entry_draft *draft);

/*
 * Asks for all ranges that are still missing of an attribute. descriptors: as in the question. Returns false, and says
 * why in the job, if one of them did not come.
 */
bool ldap_session_complete(struct ldap_session *session, bool descriptors, const char *dn,
			   struct attribute_draft *attribute);

/* Adds the values of the next range. */
bool ldap_session_take_range(struct ldap_session *session, LDAPMessage *message, struct attribute_draft *draft);

#endif
