/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Several searches at once over one connection: their controls, pages and results. */
#include <errno.h>
#include <string.h>

#include "net/ldap_session_parts.h"

enum {
	PAGE_SIZE = 500,      /* below Active Directory's MaxPageSize of 1000 */
	MESSAGES_SPARE = 256, /* results and references beside the entries of a question */
};

/* SDFlagsRequestValue { 7 }: owner, group and DACL (MS-ADTS 3.1.1.3.4.1.11). The SACL is for administrators only. */
#define DESCRIPTOR_FLAGS "\x30\x03\x02\x01\x07"

/* A question while it is open. */
struct asking {
	struct ldap_question *question;
	int id; /* -1: answered */
	struct entry_draft *entries;
	size_t count, capacity, messages;
};

static inline void control_release(LDAPControl *control)
{
	ldap_control_free(control);
}
DEFINE_AUTOFREE(LDAPControl, control_release)

static void answer(struct asking *asking, const struct ldap_session *session, enum ldap_outcome outcome)
{
	const struct ldap_progress *now = &session->job->now;

	asking->id = -1;
	asking->question->reply.outcome = outcome;
	asking->question->reply.result_code = now->result_code;
	asking->question->reply.detail =
		outcome == LDAP_OUTCOME_READ ? "" : text_safe(session->run->arena, now->detail);
}

/* The question fails as the job says; others go on. */
static void fail(struct asking *asking, const struct ldap_session *session)
{
	answer(asking, session, session->job->now.outcome);
}

/* The connection is of no use any more: libldap could not send or read. */
static bool is_connections_own(enum ldap_outcome outcome)
{
	return outcome != LDAP_OUTCOME_BAD_URL;
}

static int scope_of(enum ldap_scope scope)
{
	return scope == LDAP_QUESTION_BASE        ? LDAP_SCOPE_BASE
	       : scope == LDAP_QUESTION_ONE_LEVEL ? LDAP_SCOPE_ONELEVEL
						  : LDAP_SCOPE_SUBTREE;
}

int ldap_session_send(struct ldap_session *session, const struct ldap_question *question, const char *base,
		      char **attributes, struct berval *cookie)
{
	LDAP *handle = session->job->handle;
	struct timeval left = ldap_job_timeval(session->job);
	char flags[] = DESCRIPTOR_FLAGS;
	LDAPControl descriptors = {
		.ldctl_oid = "1.2.840.113556.1.4.801",
		.ldctl_value = {.bv_len = sizeof flags - 1, .bv_val = flags},
	};
	autofree(LDAPControl) *page = NULL;
	LDAPControl *controls[3] = {NULL};
	size_t count = 0;
	int code, id = -1;

	if (question->descriptors)
		controls[count++] = &descriptors;
	if (question->scope != LDAP_QUESTION_BASE &&
	    ldap_create_page_control(handle, PAGE_SIZE, cookie, 0, &page) == LDAP_SUCCESS)
		controls[count++] = page;
	code = ldap_search_ext(handle, base, scope_of(question->scope),
			       question->filter != NULL ? question->filter : "(objectClass=*)", attributes, 0, controls,
			       NULL, &left, LDAP_NO_LIMIT, &id);
	if (code == LDAP_SUCCESS)
		return id;
	ldap_job_call_failed(session->job, code, errno);
	session->broken |= is_connections_own(session->job->now.outcome);
	return -1;
}

static void ask(struct ldap_session *session, struct asking *asking, struct berval *cookie)
{
	struct ldap_question *question = asking->question;

	asking->id = session->broken ? -1
				     : ldap_session_send(session, question, question->base,
							 (char **)question->attributes, cookie);
	if (asking->id < 0)
		fail(asking, session);
}

/* --- what comes --- */

static struct asking *asking_of(struct asking *askings, size_t count, int id)
{
	for (size_t i = 0; i < count; i++)
		if (askings[i].id == id)
			return &askings[i];
	return NULL;
}

static size_t entries_max(const struct ldap_question *question)
{
	return question->entries_max != 0 ? question->entries_max : ENTRIES_MAX;
}

static struct entry_draft *next_entry(struct arena *arena, struct asking *asking)
{
	if (asking->count == asking->capacity) {
		size_t capacity = asking->capacity != 0 ? 2 * asking->capacity : 4;

		asking->entries = arena_grow(arena, asking->entries, asking->count * sizeof *asking->entries,
					     capacity * sizeof *asking->entries);
		asking->capacity = capacity;
	}
	return &asking->entries[asking->count++];
}

static void leave_rest(struct ldap_session *session, struct asking *asking)
{
	ldap_abandon_ext(session->job->handle, asking->id, NULL, NULL);
	asking->question->reply.cut = true;
	answer(asking, session, LDAP_OUTCOME_READ);
}

static void take_entry(struct ldap_session *session, struct asking *asking, LDAPMessage *message)
{
	if (asking->count == entries_max(asking->question)) {
		leave_rest(session, asking);
		return;
	}
	if (ldap_session_take_entry(session, message, next_entry(session->run->arena, asking)))
		return;
	ldap_abandon_ext(session->job->handle, asking->id, NULL, NULL);
	fail(asking, session);
}

/* Is there another page? Then it is asked for. */
static bool goes_on(struct ldap_session *session, struct asking *asking, LDAPControl **controls)
{
	LDAPControl *control = ldap_control_find(LDAP_CONTROL_PAGEDRESULTS, controls, NULL);
	struct berval cookie = {0};
	ber_int_t estimate;
	bool more;

	if (control == NULL ||
	    ldap_parse_pageresponse_control(session->job->handle, control, &estimate, &cookie) != LDAP_SUCCESS)
		return false;
	more = cookie.bv_len > 0;
	if (more)
		ask(session, asking, &cookie);
	ber_memfree(cookie.bv_val);
	return more;
}

static void take_result(struct ldap_session *session, struct asking *asking, LDAPMessage *message)
{
	char *diagnostic = NULL, **referrals = NULL;
	LDAPControl **controls = NULL;
	int code = LDAP_OTHER;

	if (ldap_parse_result(session->job->handle, message, &code, NULL, &diagnostic, &referrals, &controls, 0) !=
	    LDAP_SUCCESS) {
		ldap_job_fails(session->job, LDAP_OUTCOME_PROTOCOL, "its answer to a search can't be read");
		fail(asking, session);
	} else if (code == LDAP_SUCCESS || code == LDAP_SIZELIMIT_EXCEEDED) {
		session->job->now.result_code = code;
		asking->question->reply.cut = code == LDAP_SIZELIMIT_EXCEEDED;
		if (code != LDAP_SUCCESS || !goes_on(session, asking, controls))
			answer(asking, session, LDAP_OUTCOME_READ);
	} else {
		ldap_job_search_failed(session->job, code, diagnostic != NULL ? diagnostic : "");
		fail(asking, session);
	}
	ldap_controls_free(controls);
	ldap_memvfree((void **)referrals);
	ldap_memfree(diagnostic);
}

static void take_message(struct ldap_session *session, struct asking *asking, LDAPMessage *message)
{
	if (++asking->messages > 2 * entries_max(asking->question) + MESSAGES_SPARE)
		leave_rest(session, asking);
	else if (ldap_msgtype(message) == LDAP_RES_SEARCH_ENTRY)
		take_entry(session, asking, message);
	else if (ldap_msgtype(message) == LDAP_RES_SEARCH_RESULT)
		take_result(session, asking, message);
}

static bool any_open(const struct asking *askings, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (askings[i].id >= 0)
			return true;
	return false;
}

static void fail_all(const struct ldap_session *session, struct asking *askings, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (askings[i].id >= 0)
			fail(&askings[i], session);
}

static void collect(struct ldap_session *session, struct asking *askings, size_t count)
{
	while (any_open(askings, count)) {
		autofree(LDAPMessage) *message = NULL;
		struct asking *asking;

		if (session->broken || !ldap_job_wait(session->job, session->job->handle, LDAP_RES_ANY, &message)) {
			session->broken = true;
			fail_all(session, askings, count);
			return;
		}
		asking = asking_of(askings, count, ldap_msgid(message));
		if (asking != NULL && asking->id >= 0)
			take_message(session, asking, message);
	}
}

/* --- the reply --- */

static void complete_ranges(struct ldap_session *session, struct asking *asking)
{
	for (size_t i = 0; i < asking->count; i++)
		for (size_t j = 0; j < asking->entries[i].count; j++)
			if (!session->broken &&
			    !ldap_session_complete(session, asking->question->descriptors, asking->entries[i].dn,
						   &asking->entries[i].attributes[j])) {
				fail(asking, session);
				return;
			}
}

static const struct attribute *attributes_of(struct arena *arena, const struct entry_draft *draft)
{
	struct attribute *attributes = arena_allocate(arena, (draft->count + 1) * sizeof *attributes);

	for (size_t i = 0; i < draft->count; i++)
		attributes[i] = (struct attribute){
			.name = draft->attributes[i].name,
			.values = draft->attributes[i].values,
			.count = draft->attributes[i].count,
		};
	return attributes;
}

static void fill_reply(struct arena *arena, struct asking *asking)
{
	struct entry *entries = arena_allocate(arena, (asking->count + 1) * sizeof *entries);

	for (size_t i = 0; i < asking->count; i++)
		entries[i] = (struct entry){
			.dn = asking->entries[i].dn,
			.attributes = attributes_of(arena, &asking->entries[i]),
			.count = asking->entries[i].count,
		};
	asking->question->reply.entries = entries;
	asking->question->reply.count = asking->count;
}

static void ask_all(struct ldap_session *session, struct ldap_question *questions, size_t count)
{
	struct asking *askings = arena_allocate(session->run->arena, count * sizeof *askings);

	ldap_job_enter(session->job, LDAP_PHASE_SEARCH);
	for (size_t i = 0; i < count; i++) {
		questions[i].reply = (struct ldap_reply){.outcome = LDAP_OUTCOME_TIMED_OUT};
		askings[i].question = &questions[i];
		askings[i].id = -1;
	}
	for (size_t i = 0; i < count; i++)
		ask(session, &askings[i], NULL);
	collect(session, askings, count);
	for (size_t i = 0; i < count; i++) {
		complete_ranges(session, &askings[i]);
		fill_reply(session->run->arena, &askings[i]);
	}
}

void ldap_session_ask(struct ldap_session *session, struct ldap_question *questions, size_t count)
{
	if (session == NULL || count == 0)
		return;
	do
		ask_all(session, questions, count);
	while (ldap_session_reopen(session));
}
