/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The login with name and password, and the wait for any answer. */
#include <errno.h>
#include <math.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>

#include "net/ldap_job.h"

enum { MESSAGE_TAG = 0x30 /* every LDAPMessage is a SEQUENCE (RFC 4511 4.1.1) */ };

/*
 * libldap has one error for what is not LDAP and for what is too large. In clear text the first byte tells them apart;
 * over a socket of our own libldap reads no further than a message's end.
 */
static bool begins_message(struct ldap_job *job, int socket)
{
	struct pollfd wanted = {.fd = socket, .events = POLLIN};
	unsigned char tag = MESSAGE_TAG;
	int ready;

	if (job->wrapped)
		return true;
	do
		ready = poll(&wanted, 1, (int)ceil(ldap_job_left(job) * 1000));
	while (ready < 0 && errno == EINTR);
	if (ready > 0 && recv(socket, &tag, 1, MSG_PEEK | MSG_DONTWAIT) == 1 && tag != MESSAGE_TAG)
		return ldap_job_fails(job, LDAP_OUTCOME_PROTOCOL, "what the server sends is not LDAP");
	return true;
}

/* libldap may also return without a message and without an error: after one that nobody asked for (RFC 4511 4.4). */
enum { EMPTY_RETURNS_MAX = 10 };

/*
 * The kernel ends a read up to an eighth later than it was told, which may be more than a run keeps in reserve. Behind
 * half a message libldap waits for the rest of the time with poll(), which is exact.
 */
#define READ_SHARE 0.875

bool ldap_job_wait(struct ldap_job *job, LDAP *handle, int id, LDAPMessage **ret_message)
{
	int type = -1, code = LDAP_SUCCESS, error = 0, socket = -1;

	ldap_get_option(handle, LDAP_OPT_DESC, &socket);
	for (unsigned i = 0; i < EMPTY_RETURNS_MAX && type < 0 && code == LDAP_SUCCESS; i++) {
		struct timeval left;

		ldap_job_limit(job, socket, READ_SHARE);
		if (!begins_message(job, socket))
			return false;
		left = ldap_job_timeval(job);
		errno = 0;
		type = ldap_result(handle, id, LDAP_MSG_ONE, &left, ret_message);
		error = errno;
		code = LDAP_OTHER;
		if (type < 0)
			ldap_get_option(handle, LDAP_OPT_RESULT_CODE, &code);
	}
	if (type > 0)
		return true;
	return ldap_job_call_failed(job, type == 0 ? LDAP_TIMEOUT : code, error);
}

void ldap_job_show_identity(struct ldap_job *job, const char *name)
{
	snprintf(job->now.identity, sizeof job->now.identity, "%s", name);
}

bool ldap_job_bind_result(struct ldap_job *job, LDAP *handle, LDAPMessage *message)
{
	char *diagnostic = NULL;
	int code = LDAP_OTHER;

	if (ldap_parse_result(handle, message, &code, NULL, &diagnostic, NULL, NULL, 0) != LDAP_SUCCESS)
		ldap_job_fails(job, LDAP_OUTCOME_PROTOCOL, "its answer to the login can't be read");
	else if (code == LDAP_SUCCESS)
		job->logged_in = true;
	else
		ldap_job_bind_failed(job, code, diagnostic);
	ldap_memfree(diagnostic);
	return job->logged_in;
}

/* Would the password be safe, and is it one? */
static bool may_log_in(struct ldap_job *job)
{
	const struct ldap_batch *batch = job->batch;

	if (batch->password.bv_len == 0)
		return ldap_job_fails(job, LDAP_OUTCOME_SETUP, "an empty password would log in as nobody");
	if (!ldap_job_has_tls(job) && !batch->allow_cleartext)
		return ldap_job_fails(job, LDAP_OUTCOME_SETUP, "a password is not sent without TLS");
	return true;
}

/*
 * Anonymous readers don't bind: LDAPv3 needs none (RFC 4513 5.1.1), it saves a round trip, and works where a server
 * refuses anonymous binds but not anonymous readers.
 */
bool ldap_job_login_simple(struct ldap_job *job, LDAP *handle)
{
	struct berval password = job->batch->password;
	autofree(LDAPMessage) *message = NULL;
	int id, code;

	ldap_job_enter(job, LDAP_PHASE_BIND);
	ldap_job_show_identity(job, job->batch->bind_dn);
	if (!may_log_in(job))
		return false;
	code = ldap_sasl_bind(handle, job->batch->bind_dn, LDAP_SASL_SIMPLE, &password, NULL, NULL, &id);
	if (code != LDAP_SUCCESS)
		return ldap_job_call_failed(job, code, errno);
	return ldap_job_wait(job, handle, id, &message) && ldap_job_bind_result(job, handle, message);
}
