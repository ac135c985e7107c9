/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Jobs in threads, and what of them the main thread may see. Inside lib/net. */
#ifndef NET_LDAP_BATCH_H
#define NET_LDAP_BATCH_H

#include "core/plugin.h"
#include "net/ldap_fetch.h"
#include "net/ldap_job.h"

/* With copies of the options; by malloc, freed by the last holder (ldap_batch_leave). */
struct ldap_batch *ldap_batch_create(const struct run *run, const struct ldap_options *options, size_t count);

/* A copy by malloc; NULL of NULL. */
char *ldap_batch_copy(const struct run *run, const char *text);

/* Starts the job's thread. */
void ldap_batch_start(struct ldap_job *job);

/* Waits for all jobs, at most until the run's deadline. */
void ldap_batch_wait(const struct run *run, struct ldap_batch *batch);

/* What is known of a job, also of one that is still under way. To be called with the batch's mutex held. */
struct ldap_progress ldap_batch_progress(const struct ldap_job *job);

/* A text of a job, fit to print; NULL of none. */
const char *ldap_batch_text(struct arena *arena, const char *text);

/* Parts from a job's thread: a hanging one cleans up behind itself if it ever ends. done: as it was seen. */
void ldap_batch_part(const struct ldap_job *job, bool done);

#endif
