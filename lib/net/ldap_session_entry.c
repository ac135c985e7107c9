/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Entries out of messages; attributes of many values come in ranges (MS-ADTS 3.1.1.3.1.3.3). */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/number.h"
#include "net/ldap_session_parts.h"

/* "range=0-1499": the next one begins at 1500; "range=1500-*" was the last: 0. *ret_fault: it makes no sense. */
static size_t next_of_range(const char *options, bool *ret_fault)
{
	const char *range = strcasestr(options, ";range=");
	const char *dash = range != NULL ? strchr(range, '-') : NULL;
	int64_t last;

	if (dash == NULL || strcmp(dash, "-*") == 0)
		return 0;
	if (number_parse_whole(dash + 1, 0, VALUES_MAX, &last) == NULL)
		return (size_t)last + 1;
	*ret_fault = true;
	return 0;
}

static bool add_value(struct ldap_session *session, struct attribute_draft *draft, const struct berval *value)
{
	struct arena *arena = session->run->arena;

	session->octets += value->bv_len;
	if (session->octets > OCTETS_MAX || draft->count >= VALUES_MAX)
		return ldap_job_fails(session->job, LDAP_OUTCOME_TOO_LARGE, "what the server sends has no end");
	if (draft->count == draft->capacity) {
		size_t capacity = draft->capacity != 0 ? 2 * draft->capacity : 4;

		draft->values = arena_grow(arena, draft->values, draft->count * sizeof *draft->values,
					   capacity * sizeof *draft->values);
		draft->capacity = capacity;
	}
	draft->values[draft->count++] = (struct octets){
		.bytes = (unsigned char *)arena_copy(arena, value->bv_val, value->bv_len),
		.length = value->bv_len,
	};
	return true;
}

static bool add_values(struct ldap_session *session, struct attribute_draft *draft, const struct berval *values)
{
	for (size_t i = 0; values != NULL && values[i].bv_val != NULL; i++)
		if (!add_value(session, draft, &values[i]))
			return false;
	return true;
}

/* Takes the values and where the next range begins. name: as the server wrote it. */
static bool take_values(struct ldap_session *session, struct attribute_draft *draft, const char *name,
			const struct berval *values)
{
	const char *options = strchr(name, ';');
	bool fault = false;

	draft->next = options != NULL ? next_of_range(options, &fault) : 0;
	if (fault)
		return ldap_job_fails(session->job, LDAP_OUTCOME_PROTOCOL, "a range of values can't be read");
	return add_values(session, draft, values);
}

static bool add_attribute(struct ldap_session *session, struct entry_draft *draft, const struct berval *name,
			  const struct berval *values)
{
	struct arena *arena = session->run->arena;
	const char *whole = arena_copy(arena, name->bv_val, name->bv_len);
	struct attribute_draft *attribute;

	if (values == NULL || values[0].bv_val == NULL)
		return true; /* Active Directory names an attribute once without values beside its first range */
	if (draft->count == ATTRIBUTES_MAX)
		return ldap_job_fails(session->job, LDAP_OUTCOME_TOO_LARGE, "an entry has too many attributes");
	draft->attributes = arena_grow(arena, draft->attributes, draft->count * sizeof *draft->attributes,
				       (draft->count + 1) * sizeof *draft->attributes);
	attribute = &draft->attributes[draft->count++];
	attribute->name = arena_copy(arena, whole, strcspn(whole, ";"));
	return take_values(session, attribute, whole, values);
}

static bool unreadable(struct ldap_session *session)
{
	return ldap_job_fails(session->job, LDAP_OUTCOME_PROTOCOL, "an entry can't be read");
}

bool ldap_session_take_entry(struct ldap_session *session, LDAPMessage *message, struct entry_draft *draft)
{
	LDAP *handle = session->job->handle;
	autofree(BerElement) *element = NULL;
	struct berval dn, name, *values;

	if (ldap_get_dn_ber(handle, message, &element, &dn) != LDAP_SUCCESS)
		return unreadable(session);
	session->octets += dn.bv_len;
	draft->dn = arena_copy(session->run->arena, dn.bv_val, dn.bv_len);
	for (;;) {
		bool taken;

		if (ldap_get_attribute_ber(handle, message, element, &name, &values) != LDAP_SUCCESS)
			return unreadable(session);
		if (name.bv_val == NULL)
			return true;
		taken = add_attribute(session, draft, &name, values);
		ldap_memfree(values);
		if (!taken)
			return false;
	}
}

bool ldap_session_take_range(struct ldap_session *session, LDAPMessage *message, struct attribute_draft *draft)
{
	struct entry_draft more = {0};
	size_t before = draft->next;

	draft->next = 0;
	if (!ldap_session_take_entry(session, message, &more))
		return false;
	for (size_t i = 0; i < more.count; i++) {
		const struct attribute_draft *part = &more.attributes[i];

		if (strcasecmp(part->name, draft->name) != 0)
			continue;
		for (size_t j = 0; j < part->count; j++) {
			struct berval value = {.bv_val = (char *)part->values[j].bytes,
					       .bv_len = part->values[j].length};

			if (!add_value(session, draft, &value))
				return false;
		}
		draft->next = part->next;
	}
	if (draft->next != 0 && draft->next <= before)
		return ldap_job_fails(session->job, LDAP_OUTCOME_PROTOCOL, "ranges of values come without end");
	return true;
}
