/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The inside of ldap_fetch and ldap_session: a job is one connection in a thread of its own, and what is asked over it.
 * Nothing here is in the run's arena, for a thread that hangs in a resolver may outlive it; the last holder of a batch,
 * main thread or job, frees it.
 */
#ifndef NET_LDAP_JOB_H
#define NET_LDAP_JOB_H

#include <ldap.h>
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "core/cleanup.h"
#include "core/deadline.h"
#include "net/ldap_answer.h"

enum {
	LDAP_PHASES = LDAP_PHASE_SEARCH + 1,
	LDAP_HOST_MAX = 256,
	LDAP_DETAIL_MAX = 600,
	LDAP_HOSTS_MAX = 16, /* domain controllers that are tried in turn */
	LDAP_URL_TEXT_MAX = 8192,
};

static inline void ldap_url_release(LDAPURLDesc *url)
{
	ldap_free_urldesc(url);
}
DEFINE_AUTOFREE(LDAPURLDesc, ldap_url_release)

static inline void ldap_message_release(LDAPMessage *message)
{
	ldap_msgfree(message);
}
DEFINE_AUTOFREE(LDAPMessage, ldap_message_release)

static inline void ldap_element_release(BerElement *element)
{
	ber_free(element, 0);
}
DEFINE_AUTOFREE(BerElement, ldap_element_release)

/* What is known of a job so far. Times are seconds; began is of deadline_clock. */
struct ldap_progress {
	enum ldap_outcome outcome; /* LDAP_OUTCOME_TIMED_OUT until something else is known */
	enum ldap_phase phase;
	enum ldap_tls_fault tls_fault;
	int result_code;
	unsigned attempts;
	double seconds[LDAP_PHASES], began;
	int64_t asked, answered; /* nanoseconds since the epoch */
	char server[LDAP_HOST_MAX + 16], address[LDAP_HOST_MAX], srv_domain[LDAP_HOST_MAX];
	char identity[LDAP_HOST_MAX];      /* who logged in: fit for text_safe(); "" anonymous */
	char passed_over[LDAP_DETAIL_MAX]; /* servers before this one, and why each was left */
	char detail[LDAP_DETAIL_MAX];
};

struct ldap_job;

/* What all jobs share. Texts are copies. */
struct ldap_batch {
	pthread_mutex_t mutex;  /* guards holders, open, and each job's shown and done */
	pthread_cond_t ended;   /* a job has */
	pthread_mutex_t waking; /* guards awake, and libldap while it sets itself up */
	bool awake;
	unsigned holders, open;
	struct deadline deadline;
	unsigned retries;
	int family; /* AF_... */
	char *domain, *bind_dn, *ca_cert;
	struct berval password;
	char *keytab, *principal; /* for Kerberos; NULL: the ticket at hand */
	/* How to log in, of those below: so that a program links Kerberos only if it offers it. NULL: anonymously. */
	bool (*log_in)(struct ldap_job *job, LDAP *handle);
	bool allow_cleartext, starttls, insecure;
	struct ldap_job *jobs;
	size_t count;
};

struct ldap_job {
	struct ldap_batch *batch;
	pthread_t thread;
	bool started_thread;
	LDAPURLDesc *url; /* host filled in from the options; NULL: can't be read */
	char *attribute;
	size_t value_max;
	double ends; /* of deadline_clock: for the present server, at most the batch's */
	char *hosts; /* "dc1:389 dc2:389", tried in turn; NULL: the URL's, or those that DNS names */
	bool by_srv; /* the URL has no host: DNS names them */
	bool login;  /* may the server get the password? */
	bool root;   /* the rootDSE may be asked for */
	bool logged_in;
	bool wrapped;               /* TLS or SASL is around what goes over the wire */
	struct berval certificate;  /* the server's, DER, by OpenSSL's allocator; empty without TLS */
	struct ldap_progress now;   /* the thread's own */
	struct ldap_progress shown; /* the main thread's view of it */
	bool done;
	double started, total;
	bool keeps;   /* the connection is for a session: nothing is asked here */
	LDAP *handle; /* valid once done, if it is kept */
	/* valid once done: the message that values point into */
	LDAPMessage *entry;
	struct berval name, *values;
	size_t value_count, entries;
	char *referral;
};

/* One holder less; the last one frees it. */
void ldap_batch_leave(struct ldap_batch *batch);

/* Seconds left for the present server, never negative; the same as libldap wants it, at least a millisecond. */
double ldap_job_left(const struct ldap_job *job);
struct timeval ldap_job_timeval(const struct ldap_job *job);

/* A share of them. */
struct timeval ldap_job_share(const struct ldap_job *job, double share);

/* Leaves the present phase and begins another; the main thread sees it. */
void ldap_job_enter(struct ldap_job *job, enum ldap_phase phase);

/* Says how it ended. Returns false, so that a step can return it. */
bool ldap_job_fails(struct ldap_job *job, enum ldap_outcome outcome, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* The thread's function. */
void *ldap_job_run(void *job);

/* --- the steps: each returns true, or has said why not --- */

/*
 * Reads the URL and gives it a host: its own, or host ("HOST[:PORT]", NULL: by SRV later). attribute: if it names none.
 */
bool ldap_job_read_url(struct ldap_job *job, const char *url, const char *host, const char *attribute);

/*
 * The servers to try: "dc1.corp.test:389 dc2.corp.test:389", by ber_memfree(); of the options, or by SRV records. NULL:
 * there are none, which was said.
 */
char *ldap_job_hosts(struct ldap_job *job);

/* Makes a word of such a list the URL's host. SRV records name the port of LDAP, never that of LDAP over TLS. */
bool ldap_job_take_host(struct ldap_job *job, const char *word, size_t length);

/* A socket to the URL's host, which the job's progress names. */
bool ldap_job_open(struct ldap_job *job, int *ret_socket);

/* No read or write of the socket may block longer than this share of what the server has left: to be said anew as time
 * passes. */
void ldap_job_limit(const struct ldap_job *job, int socket, double share);

void ldap_job_show_server(struct ldap_job *job, const char *host, int port);

/* Shakes hands and puts TLS under the handle; nothing where the URL and the options want none. */
bool ldap_job_secure(struct ldap_job *job, LDAP *handle);
bool ldap_job_has_tls(const struct ldap_job *job);

/* Waits for the next message to an operation. */
bool ldap_job_wait(struct ldap_job *job, LDAP *handle, int id, LDAPMessage **ret_message);

/* A simple bind, with a password (RFC 4513 5.1.3); by SASL's GSSAPI, which signs and seals where there is no TLS. */
bool ldap_job_login_simple(struct ldap_job *job, LDAP *handle);
bool ldap_job_login_kerberos(struct ldap_job *job, LDAP *handle);

/* Takes the server's answer to a bind: is it a success? */
bool ldap_job_bind_result(struct ldap_job *job, LDAP *handle, LDAPMessage *message);

/*
 * Gets a ticket with the keytab into a cache that only this process sees, and makes it the default one. principal: NULL
 * is the first of the keytab. Writes the principal's name into text, or returns false with words about the failure.
 */
bool kerberos_take_keytab(const char *keytab, const char *principal, char *text, size_t size);

bool ldap_job_search(struct ldap_job *job, LDAP *handle);

/* Releases what a search found. */
void ldap_job_forget(struct ldap_job *job);

/* --- words --- */

/* What a failed call of libldap means; error: errno as it left it. */
bool ldap_job_call_failed(struct ldap_job *job, int code, int error);

/* Who logs in, for a person: without a backslash. */
void ldap_job_show_identity(struct ldap_job *job, const char *name);

/* What a result of the server means, to a bind and to a search. */
bool ldap_job_bind_failed(struct ldap_job *job, int code, const char *diagnostic);
bool ldap_job_search_failed(struct ldap_job *job, int code, const char *diagnostic);

#endif
