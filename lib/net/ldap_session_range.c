/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Attributes of many values, whose ranges (MS-ADTS 3.1.1.3.1.3.3) are asked for one after the other: hardly anything
 * has so many.
 */
#include "net/ldap_session_parts.h"

enum { RANGE_MESSAGES_MAX = 256 /* to the question for one of them */ };

/* Is the range's answer a success? A directory that stops in the middle has not said all. */
static bool range_result(struct ldap_session *session, LDAPMessage *message, const struct attribute_draft *attribute,
			 size_t before)
{
	char *diagnostic = NULL;
	int code = LDAP_OTHER;

	if (ldap_parse_result(session->job->handle, message, &code, NULL, &diagnostic, NULL, NULL, 0) != LDAP_SUCCESS)
		ldap_job_fails(session->job, LDAP_OUTCOME_PROTOCOL, "its answer to a search can't be read");
	else if (code != LDAP_SUCCESS)
		ldap_job_search_failed(session->job, code, diagnostic != NULL ? diagnostic : "");
	else if (attribute->next == before)
		code = LDAP_NO_SUCH_ATTRIBUTE;
	if (code == LDAP_NO_SUCH_ATTRIBUTE)
		ldap_job_fails(session->job, LDAP_OUTCOME_FAILED, "the values of %.100s from %zu on did not come",
			       attribute->name, before);
	ldap_memfree(diagnostic);
	return code == LDAP_SUCCESS;
}

static bool take_next_range(struct ldap_session *session, bool descriptors, const char *dn,
			    struct attribute_draft *attribute)
{
	struct ldap_question base = {.scope = LDAP_QUESTION_BASE, .descriptors = descriptors};
	size_t before = attribute->next;
	char *attributes[] = {
		text_format(session->run->arena, "%s;range=%zu-*", attribute->name, attribute->next),
		NULL,
	};
	int id = ldap_session_send(session, &base, dn, attributes, NULL);

	for (unsigned messages = 0; id >= 0 && messages < RANGE_MESSAGES_MAX; messages++) {
		autofree(LDAPMessage) *message = NULL;

		if (!ldap_job_wait(session->job, session->job->handle, id, &message)) {
			session->broken = true;
			return false;
		}
		if (ldap_msgtype(message) == LDAP_RES_SEARCH_RESULT)
			return range_result(session, message, attribute, before);
		if (ldap_msgtype(message) == LDAP_RES_SEARCH_ENTRY &&
		    !ldap_session_take_range(session, message, attribute))
			return false;
	}
	return id >= 0 && ldap_job_fails(session->job, LDAP_OUTCOME_PROTOCOL, "its answer has no end");
}

bool ldap_session_complete(struct ldap_session *session, bool descriptors, const char *dn,
			   struct attribute_draft *attribute)
{
	while (attribute->next != 0)
		if (!take_next_range(session, descriptors, dn, attribute))
			return false;
	return true;
}
