/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/ldap_fetch.h"

#include <stdlib.h>

#include "core/watchdog.h"
#include "net/ldap_batch.h"

struct ldap_fetch {
	const struct run *run;
	struct ldap_request *requests;
	struct ldap_batch *batch;
};

/* --- beginning --- */

static void read_request(struct ldap_job *job, const struct ldap_request *request, const char *host)
{
	bool asks;

	job->value_max = request->value_max;
	job->login = request->login;
	job->root = request->root;
	job->started = job->now.began = deadline_clock();
	job->now.outcome = LDAP_OUTCOME_TIMED_OUT;
	asks = ldap_job_read_url(job, request->url, host, request->attribute);
	job->by_srv = asks && (job->url->lud_host == NULL || *job->url->lud_host == 0);
	job->shown = job->now;
	job->done = !asks;
}

struct ldap_fetch *ldap_fetch_begin(const struct run *run, const struct ldap_options *options,
				    struct ldap_request *requests, size_t count)
{
	struct ldap_fetch *fetch = arena_allocate(run->arena, sizeof *fetch);

	setenv("SASL_PATH", "/nonexistent", 1);
	setenv("LDAPNOINIT", "1", 1);
	fetch->run = run;
	fetch->requests = requests;
	fetch->batch = ldap_batch_create(run, options, count);
	for (size_t i = 0; i < count; i++) {
		fetch->batch->jobs[i].batch = fetch->batch;
		read_request(&fetch->batch->jobs[i], &requests[i], options->host);
	}
	for (size_t i = 0; i < count; i++)
		if (!fetch->batch->jobs[i].done)
			ldap_batch_start(&fetch->batch->jobs[i]);
	return fetch;
}

/* --- end --- */

static void take_values(struct arena *arena, const struct ldap_job *job, struct ldap_answer *answer)
{
	struct ldap_value *values = arena_allocate(arena, job->value_count * sizeof *values);

	for (size_t i = 0; i < job->value_count; i++)
		values[i] = (struct ldap_value){
			.octets = (unsigned char *)arena_copy(arena, job->values[i].bv_val, job->values[i].bv_len),
			.length = job->values[i].bv_len,
		};
	answer->attribute = text_foreign(arena, job->name.bv_val, job->name.bv_len, TEXT_FOREIGN_MAX);
	answer->values = values;
	answer->value_count = job->value_count;
}

/* What is known of every job, also of one that is still under way. */
static void take_progress(struct arena *arena, const struct ldap_job *job, struct ldap_answer *answer)
{
	struct ldap_progress shown = ldap_batch_progress(job);

	*answer = (struct ldap_answer){
		.outcome = shown.outcome,
		.phase = shown.phase,
		.tls_fault = shown.tls_fault,
		.result_code = shown.result_code,
		.detail = text_safe(arena, shown.detail),
		.server = ldap_batch_text(arena, shown.server),
		.address = ldap_batch_text(arena, shown.address),
		.srv_domain = ldap_batch_text(arena, shown.srv_domain),
		.resolve = shown.seconds[LDAP_PHASE_RESOLVE],
		.connect = shown.seconds[LDAP_PHASE_CONNECT],
		.tls = shown.seconds[LDAP_PHASE_TLS],
		.bind = shown.seconds[LDAP_PHASE_BIND],
		.search = shown.seconds[LDAP_PHASE_SEARCH],
		.total = job->done ? job->total : deadline_clock() - job->started,
		.asked = shown.asked,
		.answered = shown.answered,
		.attempts = shown.attempts,
	};
}

static void fill_answer(struct arena *arena, const struct ldap_job *job, struct ldap_answer *answer)
{
	take_progress(arena, job, answer);
	if (job->done) {
		answer->entries = job->entries;
		answer->referral = ldap_batch_text(arena, job->referral);
		if (answer->outcome == LDAP_OUTCOME_READ)
			take_values(arena, job, answer);
	}
	if (job->url != NULL)
		answer->dn = ldap_batch_text(arena, job->url->lud_dn);
	answer->wanted = ldap_batch_text(arena, job->attribute);
}

void ldap_fetch_end(struct ldap_fetch *fetch)
{
	struct ldap_batch *batch = fetch->batch;

	watchdog_phase("LDAP");
	ldap_batch_wait(fetch->run, batch);
	for (size_t i = 0; i < batch->count; i++) {
		bool done;

		pthread_mutex_lock(&batch->mutex);
		done = batch->jobs[i].done;
		fill_answer(fetch->run->arena, &batch->jobs[i], &fetch->requests[i].answer);
		pthread_mutex_unlock(&batch->mutex);
		ldap_batch_part(&batch->jobs[i], done);
	}
	ldap_batch_leave(batch);
	fetch->batch = NULL;
}

void ldap_fetch(const struct run *run, const struct ldap_options *options, struct ldap_request *requests, size_t count)
{
	ldap_fetch_end(ldap_fetch_begin(run, options, requests, count));
}
