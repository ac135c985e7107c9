/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/ldap_session.h"

#include <stdlib.h>
#include <string.h>

#include "core/watchdog.h"
#include "net/ldap_session_parts.h"

enum { MESSAGE_MAX = 4 * 1024 * 1024 /* octets of one entry */ };

/*
 * SASL's plugins cost more than the rest of a run: they are loaded for Kerberos only. Nobody's ldaprc is read: the
 * scheduler's HOME may be another user's.
 */
static void set_environment(bool kerberos)
{
	setenv("LDAPNOINIT", "1", 1);
	if (!kerberos)
		setenv("SASL_PATH", "/nonexistent", 1);
}

/* "dc1:389 [::1]:3268", as ldap_job_take_host reads it; NULL: no host is given. */
static char *host_list(const struct run *run, const struct directory_options *options)
{
	struct text_buffer list = {.arena = run->arena};
	unsigned usual = options->port != 0 ? options->port : options->tls ? LDAPS_PORT : LDAP_PORT;

	for (size_t i = 0; i < options->hosts.count; i++) {
		const struct host_port *server = &options->servers[i];

		text_append(&list, strchr(server->host, ':') != NULL ? "%s[%s]:%u" : "%s%s:%u",
			    list.length != 0 ? " " : "", server->host, server->port != 0 ? server->port : usual);
	}
	return ldap_batch_copy(run, list.length != 0 ? text_of(&list) : NULL);
}

static struct ldap_batch *make_batch(const struct run *run, const struct directory_options *options)
{
	const struct ldap_login *login = &options->login;
	const struct ldap_options general = {
		.domain = options->domain,
		.bind_dn = login->bind_dn,
		.password = login->password.bytes,
		.password_length = login->password.length,
		.allow_cleartext = login->allow_cleartext,
		.starttls = login->starttls,
		.ca_cert = options->ca_cert,
		.insecure = options->insecure,
	};
	struct ldap_batch *batch = ldap_batch_create(run, &general, 1);

	batch->keytab = ldap_batch_copy(run, login->keytab);
	batch->principal = ldap_batch_copy(run, login->principal);
	batch->log_in = login->bind_dn != NULL ? ldap_job_login_simple : ldap_job_login_kerberos;
	return batch;
}

static struct ldap_job *make_job(const struct run *run, const struct directory_options *options)
{
	struct ldap_batch *batch = make_batch(run, options);
	struct ldap_job *job = &batch->jobs[0];

	job->batch = batch;
	job->value_max = MESSAGE_MAX;
	job->keeps = job->login = true;
	job->started = job->now.began = deadline_clock();
	job->now.outcome = LDAP_OUTCOME_TIMED_OUT;
	if (ldap_url_parse(options->tls ? "ldaps://" : "ldap://", &job->url) != LDAP_URL_SUCCESS)
		arena_exhausted(run->arena);
	job->hosts = host_list(run, options);
	job->by_srv = job->hosts == NULL;
	job->shown = job->now;
	return job;
}

static void take_progress(struct arena *arena, const struct ldap_job *job, struct ldap_contact *contact)
{
	struct ldap_progress shown = ldap_batch_progress(job);

	*contact = (struct ldap_contact){
		.outcome = shown.outcome,
		.phase = shown.phase,
		.tls_fault = shown.tls_fault,
		.detail = text_safe(arena, shown.detail),
		.result_code = shown.result_code,
		.server = ldap_batch_text(arena, shown.server),
		.address = ldap_batch_text(arena, shown.address),
		.srv_domain = ldap_batch_text(arena, shown.srv_domain),
		.passed_over = *shown.passed_over != 0 ? text_foreign(arena, shown.passed_over,
								      strlen(shown.passed_over), LDAP_DETAIL_MAX)
						       : NULL,
		.identity = ldap_batch_text(arena, shown.identity),
		.resolve = shown.seconds[LDAP_PHASE_RESOLVE],
		.connect = shown.seconds[LDAP_PHASE_CONNECT],
		.handshake = shown.seconds[LDAP_PHASE_TLS],
		.bind = shown.seconds[LDAP_PHASE_BIND],
		.total = deadline_clock() - job->started,
		.attempts = shown.attempts,
	};
}

static void take_certificate(struct arena *arena, const struct ldap_job *job, struct ldap_contact *contact)
{
	contact->tls = ldap_job_has_tls(job);
	if (job->certificate.bv_len > 0)
		contact->certificate = (struct octets){
			.bytes = (unsigned char *)arena_copy(arena, job->certificate.bv_val, job->certificate.bv_len),
			.length = job->certificate.bv_len,
		};
}

/* Runs the job until it is connected and logged in. Returns NULL after a failure. */
static struct ldap_job *connect_job(const struct run *run, const struct directory_options *options,
				    struct ldap_contact *ret_contact)
{
	struct ldap_job *job = make_job(run, options);
	bool done;

	ldap_batch_start(job);
	ldap_batch_wait(run, job->batch);
	pthread_mutex_lock(&job->batch->mutex);
	done = job->done;
	take_progress(run->arena, job, ret_contact);
	pthread_mutex_unlock(&job->batch->mutex);
	ldap_batch_part(job, done);
	if (done && job->handle != NULL) {
		take_certificate(run->arena, job, ret_contact);
		job->ends = job->batch->deadline.ends;
		return job;
	}
	ldap_batch_leave(job->batch);
	return NULL;
}

struct ldap_session *ldap_session_open(const struct run *run, const struct directory_options *options,
				       struct ldap_contact *ret_contact)
{
	struct ldap_session *session;
	struct ldap_job *job;

	set_environment(options->login.bind_dn == NULL);
	watchdog_phase("LDAP");
	job = connect_job(run, options, ret_contact);
	if (job == NULL)
		return NULL;
	session = arena_allocate(run->arena, sizeof *session);
	*session = (struct ldap_session){.run = run, .options = options, .job = job, .retries = run->retries};
	return session;
}

bool ldap_session_reopen(struct ldap_session *session)
{
	struct ldap_contact contact;
	struct ldap_job *job;

	if (!session->broken || session->job->now.outcome != LDAP_OUTCOME_CLOSED || session->retries == 0)
		return false;
	session->retries--;
	job = connect_job(session->run, session->options, &contact);
	if (job == NULL)
		return false;
	ldap_batch_leave(session->job->batch);
	session->job = job;
	session->broken = false;
	return true;
}

void ldap_session_close(struct ldap_session *session)
{
	if (session != NULL)
		ldap_batch_leave(session->job->batch);
}
