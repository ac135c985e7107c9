/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Jobs in threads: their memory, their start, the wait for them. */
#include <math.h>
#include <openssl/crypto.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include "net/ldap_batch.h"
#include "net/resolve.h"
#include "net/thread.h"

/* Seconds, and share of the limit, that jobs which end at the deadline have to say so. */
#define GRACE 0.03
#define GRACE_SHARE 0.02

char *ldap_batch_copy(const struct run *run, const char *text)
{
	char *copy = text != NULL ? strdup(text) : NULL;

	if (text != NULL && copy == NULL)
		arena_exhausted(run->arena);
	return copy;
}

static void set_synchronisation(struct ldap_batch *batch)
{
	pthread_condattr_t attributes;

	pthread_mutex_init(&batch->mutex, NULL);
	pthread_mutex_init(&batch->waking, NULL);
	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(&batch->ended, &attributes);
	pthread_condattr_destroy(&attributes);
}

static void copy_password(const struct run *run, const struct ldap_options *options, struct berval *password)
{
	if (options->password == NULL || options->password_length == 0)
		return;
	password->bv_val = malloc(options->password_length);
	if (password->bv_val == NULL)
		arena_exhausted(run->arena);
	memcpy(password->bv_val, options->password, options->password_length);
	password->bv_len = options->password_length;
}

struct ldap_batch *ldap_batch_create(const struct run *run, const struct ldap_options *options, size_t count)
{
	struct ldap_batch *batch = calloc(1, sizeof *batch);
	struct ldap_job *jobs = calloc(count != 0 ? count : 1, sizeof *jobs);

	if (batch == NULL || jobs == NULL)
		arena_exhausted(run->arena);
	*batch = (struct ldap_batch){
		.holders = 1,
		.deadline = run->deadline,
		.retries = run->retries,
		.family = resolve_family(run),
		.domain = ldap_batch_copy(run, options->domain),
		.bind_dn = ldap_batch_copy(run, options->bind_dn),
		.ca_cert = ldap_batch_copy(run, options->ca_cert),
		.allow_cleartext = options->allow_cleartext,
		.starttls = options->starttls,
		.insecure = options->insecure,
		.log_in = options->bind_dn != NULL ? ldap_job_login_simple : NULL,
		.jobs = jobs,
		.count = count,
	};
	copy_password(run, options, &batch->password);
	set_synchronisation(batch);
	return batch;
}

static void release_job(struct ldap_job *job)
{
	ldap_free_urldesc(job->url);
	free(job->attribute);
	ldap_job_forget(job);
	free(job->hosts);
	OPENSSL_free(job->certificate.bv_val);
	if (job->handle != NULL)
		ldap_unbind_ext(job->handle, NULL, NULL);
}

static void release_batch(struct ldap_batch *batch)
{
	for (size_t i = 0; i < batch->count; i++)
		release_job(&batch->jobs[i]);
	if (batch->password.bv_val != NULL)
		explicit_bzero(batch->password.bv_val, batch->password.bv_len);
	free(batch->password.bv_val);
	free(batch->domain);
	free(batch->bind_dn);
	free(batch->ca_cert);
	free(batch->keytab);
	free(batch->principal);
	pthread_cond_destroy(&batch->ended);
	pthread_mutex_destroy(&batch->mutex);
	pthread_mutex_destroy(&batch->waking);
	free(batch->jobs);
	free(batch);
}

void ldap_batch_leave(struct ldap_batch *batch)
{
	bool last;

	pthread_mutex_lock(&batch->mutex);
	last = --batch->holders == 0;
	pthread_mutex_unlock(&batch->mutex);
	if (last)
		release_batch(batch);
}

void ldap_batch_start(struct ldap_job *job)
{
	struct ldap_batch *batch = job->batch;

	pthread_mutex_lock(&batch->mutex);
	batch->holders++;
	batch->open++;
	pthread_mutex_unlock(&batch->mutex);
	job->started_thread = thread_start(&job->thread, ldap_job_run, job);
	if (job->started_thread)
		return;
	ldap_job_fails(job, LDAP_OUTCOME_SETUP, "no thread can be started for it");
	pthread_mutex_lock(&batch->mutex);
	job->shown = job->now;
	job->done = true;
	batch->holders--;
	batch->open--;
	pthread_mutex_unlock(&batch->mutex);
}

void ldap_batch_wait(const struct run *run, struct ldap_batch *batch)
{
	double until = batch->deadline.ends + fmin(GRACE, GRACE_SHARE * run->limit);
	struct timespec time = {.tv_sec = (time_t)until, .tv_nsec = (long)(fmod(until, 1) * 1e9)};

	pthread_mutex_lock(&batch->mutex);
	while (batch->open > 0 && pthread_cond_timedwait(&batch->ended, &batch->mutex, &time) == 0)
		;
	pthread_mutex_unlock(&batch->mutex);
}

const char *ldap_batch_text(struct arena *arena, const char *text)
{
	return text != NULL && *text != 0 ? text_safe(arena, text) : NULL;
}

struct ldap_progress ldap_batch_progress(const struct ldap_job *job)
{
	struct ldap_progress shown = job->shown;

	if (!job->done)
		shown.seconds[shown.phase] += deadline_clock() - shown.began;
	if (shown.outcome == LDAP_OUTCOME_TIMED_OUT && shown.detail[0] == 0)
		snprintf(shown.detail, sizeof shown.detail, "no answer in time");
	return shown;
}

/* A thread that hangs is left behind, and cleans up if it ever ends; the others end now, before the process does. */
void ldap_batch_part(const struct ldap_job *job, bool done)
{
	if (!job->started_thread)
		return;
	if (done)
		pthread_join(job->thread, NULL);
	else
		pthread_detach(job->thread);
}
