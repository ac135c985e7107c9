/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/ldap_job.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "net/retry.h"

/*
 * libldap's own for a socket that is connected already; exported on every platform, used by SSSD the same way, but its
 * header isn't installed everywhere.
 */
enum { LDAP_OVER_TCP = 1 };
int ldap_init_fd(ber_socket_t descriptor, int protocol, LDAP_CONST char *url, LDAP **handle);

/* What an answer may be larger than the values in it. */
enum { ANSWER_OVERHEAD = 64 * 1024 };

static inline void handle_release(LDAP *handle)
{
	ldap_unbind_ext(handle, NULL, NULL);
}
DEFINE_AUTOFREE(LDAP, handle_release)

double ldap_job_left(const struct ldap_job *job)
{
	return fmin(deadline_left(&job->batch->deadline), fmax(job->ends - deadline_clock(), 0));
}

struct timeval ldap_job_share(const struct ldap_job *job, double share)
{
	double left = fmax(ldap_job_left(job) * share, 0.001);

	return (struct timeval){
		.tv_sec = (time_t)floor(left),
		.tv_usec = (suseconds_t)((left - floor(left)) * 1e6),
	};
}

struct timeval ldap_job_timeval(const struct ldap_job *job)
{
	return ldap_job_share(job, 1);
}

static void show(struct ldap_job *job)
{
	pthread_mutex_lock(&job->batch->mutex);
	job->shown = job->now;
	pthread_mutex_unlock(&job->batch->mutex);
}

void ldap_job_enter(struct ldap_job *job, enum ldap_phase phase)
{
	double clock = deadline_clock();

	job->now.seconds[job->now.phase] += clock - job->now.began;
	job->now.began = clock;
	job->now.phase = phase;
	show(job);
}

bool ldap_job_fails(struct ldap_job *job, enum ldap_outcome outcome, const char *format, ...)
{
	va_list list;

	va_start(list, format);
	vsnprintf(job->now.detail, sizeof job->now.detail, format, list);
	va_end(list);
	job->now.outcome = outcome;
	return false;
}

/*
 * libldap sets itself up with its first handle, which it doesn't guard well against other threads. That also looks up
 * this host's own name, for SASL: it may hang in a resolver, too.
 */
static bool wake_library(struct ldap_job *job)
{
	struct ldap_batch *batch = job->batch;
	int code = LDAP_SUCCESS;

	pthread_mutex_lock(&batch->waking);
	if (!batch->awake) {
		autofree(LDAP) *handle = NULL;

		code = ldap_initialize(&handle, NULL);
		batch->awake = code == LDAP_SUCCESS;
	}
	pthread_mutex_unlock(&batch->waking);
	return code == LDAP_SUCCESS || ldap_job_fails(job, LDAP_OUTCOME_SETUP, "libldap can't be set up");
}

static bool set_up(struct ldap_job *job, LDAP *handle)
{
	struct timeval left = ldap_job_timeval(job);
	ber_len_t incoming = job->value_max < SIZE_MAX - ANSWER_OVERHEAD ? job->value_max + ANSWER_OVERHEAD : 0;
	Sockbuf *buffer = NULL;
	int version = LDAP_VERSION3;

	if (ldap_set_option(handle, LDAP_OPT_PROTOCOL_VERSION, &version) != LDAP_OPT_SUCCESS ||
	    ldap_set_option(handle, LDAP_OPT_REFERRALS, LDAP_OPT_OFF) != LDAP_OPT_SUCCESS ||
	    ldap_set_option(handle, LDAP_OPT_NETWORK_TIMEOUT, &left) != LDAP_OPT_SUCCESS ||
	    ldap_set_option(handle, LDAP_OPT_TIMEOUT, &left) != LDAP_OPT_SUCCESS ||
	    ldap_get_option(handle, LDAP_OPT_SOCKBUF, &buffer) != LDAP_OPT_SUCCESS || buffer == NULL ||
	    ber_sockbuf_ctrl(buffer, LBER_SB_OPT_SET_MAX_INCOMING, &incoming) < 0)
		return ldap_job_fails(job, LDAP_OUTCOME_SETUP, "libldap can't be set up");
	return true;
}

/* A handle over the socket, which it closes. Its URL is for the name that TLS verifies. */
static LDAP *handle_over(struct ldap_job *job, int descriptor)
{
	LDAPURLDesc place = {
		.lud_scheme = job->url->lud_scheme,
		.lud_host = job->url->lud_host,
		.lud_port = job->url->lud_port,
	};
	char *url = ldap_url_desc2str(&place);
	LDAP *handle = NULL;
	int code = url != NULL ? ldap_init_fd(descriptor, LDAP_OVER_TCP, url, &handle) : LDAP_NO_MEMORY;

	ldap_memfree(url);
	if (code == LDAP_SUCCESS)
		return handle;
	close(descriptor);
	ldap_job_fails(job, LDAP_OUTCOME_SETUP, "%s", ldap_err2string(code));
	return NULL;
}

/* From the server's name to the value, or to a connection that is kept. */
static bool ask_server(struct ldap_job *job)
{
	int descriptor = -1;
	autofree(LDAP) *handle = NULL;

	if (!ldap_job_open(job, &descriptor))
		return false;
	handle = handle_over(job, descriptor);
	if (handle == NULL || !set_up(job, handle) || !ldap_job_secure(job, handle))
		return false;
	job->logged_in = false;
	if (job->login && job->batch->log_in != NULL && !job->batch->log_in(job, handle))
		return false;
	if (!job->keeps && !ldap_job_search(job, handle))
		return false;
	job->now.outcome = LDAP_OUTCOME_READ;
	if (job->keeps) {
		job->handle = handle;
		handle = NULL;
	}
	return true;
}

/* May another server do better? A refused login is not tried again: it could lock the account. */
static bool is_servers_own(enum ldap_outcome outcome)
{
	switch (outcome) {
	case LDAP_OUTCOME_NAME_NOT_FOUND:
	case LDAP_OUTCOME_NO_FAMILY:
	case LDAP_OUTCOME_REFUSED:
	case LDAP_OUTCOME_UNREACHABLE:
	case LDAP_OUTCOME_TIMED_OUT:
	case LDAP_OUTCOME_CLOSED:
	case LDAP_OUTCOME_PROTOCOL:
	case LDAP_OUTCOME_TLS:
		return true;
	default:
		return false;
	}
}

static void pass_over(struct ldap_job *job)
{
	size_t length = strlen(job->now.passed_over);

	snprintf(job->now.passed_over + length, sizeof job->now.passed_over - length, "%s%.150s: %.150s",
		 length != 0 ? "; " : "", job->now.server, job->now.detail);
	job->now.outcome = LDAP_OUTCOME_TIMED_OUT;
	job->now.detail[0] = job->now.address[0] = 0;
}

static unsigned words_in(const char *list)
{
	unsigned count = 0;

	for (list += strspn(list, " "); *list != 0; list += strspn(list, " ")) {
		list += strcspn(list, " ");
		count++;
	}
	return count;
}

/* In turn, each with its share of the time that is left. */
static void ask_one_of(struct ldap_job *job, const char *list)
{
	unsigned count = words_in(list) < LDAP_HOSTS_MAX ? words_in(list) : LDAP_HOSTS_MAX;

	for (; count > 0; count--) {
		size_t length;

		list += strspn(list, " ");
		length = strcspn(list, " ");
		job->ends = deadline_clock() + deadline_left(&job->batch->deadline) / count;
		if (!ldap_job_take_host(job, list, length) || ask_server(job) || count == 1 ||
		    !is_servers_own(job->now.outcome))
			return;
		pass_over(job);
		list += length;
	}
}

static void attempt(struct ldap_job *job)
{
	char *hosts;

	ldap_job_enter(job, LDAP_PHASE_RESOLVE);
	if (!wake_library(job))
		return;
	if (!job->by_srv && job->hosts == NULL) {
		ask_server(job);
		return;
	}
	hosts = ldap_job_hosts(job);
	if (hosts != NULL)
		ask_one_of(job, hosts);
	ber_memfree(hosts);
}

static bool is_repeatable(enum ldap_outcome outcome)
{
	switch (outcome) {
	case LDAP_OUTCOME_NAME_NOT_FOUND:
	case LDAP_OUTCOME_REFUSED:
	case LDAP_OUTCOME_UNREACHABLE:
	case LDAP_OUTCOME_CLOSED:
		return true;
	default:
		return false;
	}
}

static void begin_attempt(struct ldap_job *job)
{
	unsigned attempts = job->now.attempts + 1;

	job->now = (struct ldap_progress){
		.outcome = LDAP_OUTCOME_TIMED_OUT,
		.attempts = attempts,
		.began = deadline_clock(),
	};
	job->ends = job->batch->deadline.ends;
	if (!job->by_srv && job->hosts == NULL)
		ldap_job_show_server(job, job->url->lud_host, job->url->lud_port);
}

static bool tries_again(struct ldap_job *job)
{
	double pause = retry_pause(job->now.attempts);
	struct timespec time = {.tv_sec = (time_t)pause, .tv_nsec = (long)(fmod(pause, 1) * 1e9)};

	if (!is_repeatable(job->now.outcome) || job->now.attempts > job->batch->retries || ldap_job_left(job) <= pause)
		return false;
	while (nanosleep(&time, &time) != 0 && errno == EINTR)
		;
	return true;
}

void *ldap_job_run(void *untyped)
{
	struct ldap_job *job = untyped;
	struct ldap_batch *batch = job->batch;

	do {
		begin_attempt(job);
		attempt(job);
		ldap_job_enter(job, job->now.phase);
	} while (tries_again(job));
	pthread_mutex_lock(&batch->mutex);
	job->total = deadline_clock() - job->started;
	job->done = true;
	batch->open--;
	pthread_cond_signal(&batch->ended);
	pthread_mutex_unlock(&batch->mutex);
	ldap_batch_leave(batch);
	return NULL;
}
