/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "probe/probe_directory.h"

#include <string.h>

static const char *const root_attributes[] = {
	"defaultNamingContext", "configurationNamingContext", "rootDomainNamingContext",
	"dnsHostName",          "supportedCapabilities",      NULL,
};

/* A DN or OID as it came; NULL: absent. */
static const char *exact_text(const struct entry *entry, const char *name, struct arena *arena)
{
	const struct octets *value = entry_value(entry, name);

	return value != NULL ? arena_copy(arena, value->bytes, value->length) : NULL;
}

static bool has_value(const struct entry *entry, const char *name, const char *wanted)
{
	const struct attribute *attribute = entry_attribute(entry, name);

	for (size_t i = 0; attribute != NULL && i < attribute->count; i++)
		if (attribute->values[i].length == strlen(wanted) &&
		    memcmp(attribute->values[i].bytes, wanted, strlen(wanted)) == 0)
			return true;
	return false;
}

static void read_root(const struct entry *entry, struct arena *arena, struct directory *directory)
{
	const char *host = exact_text(entry, "dnsHostName", arena);

	directory->domain = exact_text(entry, "defaultNamingContext", arena);
	directory->configuration = exact_text(entry, "configurationNamingContext", arena);
	directory->root_domain = exact_text(entry, "rootDomainNamingContext", arena);
	directory->host = host != NULL ? text_safe(arena, host) : NULL;
	if (directory->domain != NULL && *ad_domain_of(directory->domain, arena) != 0)
		directory->domain_name = ad_domain_of(directory->domain, arena);
	directory->active_directory = has_value(entry, "supportedCapabilities", "1.2.840.113556.1.4.800");
}

static void read_certificate(const struct ldap_contact *contact, struct arena *arena, struct directory *directory)
{
	directory->has_certificate = contact->certificate.bytes != NULL;
	if (directory->has_certificate)
		directory->certificate_fault = certificate_parse(arena, contact->certificate.bytes,
								 contact->certificate.length, &directory->certificate);
}

void probe_ask(struct ldap_session *session, struct directory *directory, struct ldap_question *questions, size_t count,
	       struct arena *arena)
{
	bool in_time = directory->unanswered.count == 0;

	ldap_session_ask(session, questions, count);
	for (size_t i = 0; i < count && in_time; i++)
		if (questions[i].reply.outcome == LDAP_OUTCOME_TIMED_OUT)
			text_list_add(arena, &directory->unanswered, questions[i].about);
}

struct ldap_session *probe_directory(const struct run *run, const struct directory_options *options,
				     struct directory *ret_directory)
{
	struct ldap_question root = {.about = "its own data (rootDSE)", .base = "", .attributes = root_attributes};
	struct ldap_session *session;

	*ret_directory = (struct directory){0};
	session = ldap_session_open(run, options, &ret_directory->contact);
	if (session == NULL)
		return NULL;
	read_certificate(&ret_directory->contact, run->arena, ret_directory);
	probe_ask(session, ret_directory, &root, 1, run->arena);
	ret_directory->root = root.reply;
	if (root.reply.outcome == LDAP_OUTCOME_READ && root.reply.count == 1)
		read_root(&root.reply.entries[0], run->arena, ret_directory);
	if (ret_directory->domain != NULL && ret_directory->configuration != NULL)
		return session;
	ldap_session_close(session);
	return NULL;
}

/* --- the domain's name --- */

struct ldap_question probe_domain_question(const struct directory *directory, struct arena *arena)
{
	static const char *const attributes[] = {"nETBIOSName", NULL};

	return (struct ldap_question){
		.about = "the domain's NetBIOS name",
		.base = text_format(arena, "CN=Partitions,%s", directory->configuration),
		.scope = LDAP_QUESTION_ONE_LEVEL,
		.filter = text_format(arena, "(nCName=%s)",
				      ldap_filter_value(arena, directory->domain, strlen(directory->domain))),
		.attributes = attributes,
	};
}

void probe_domain_answer(const struct ldap_question *question, struct arena *arena, struct directory *directory)
{
	const struct ldap_reply *reply = &question->reply;

	directory->netbios_reply = *reply;
	directory->netbios_name = reply->outcome == LDAP_OUTCOME_READ && reply->count == 1
					  ? exact_text(&reply->entries[0], "nETBIOSName", arena)
					  : NULL;
	if (directory->netbios_name == NULL && reply->outcome == LDAP_OUTCOME_READ) {
		directory->netbios_reply.outcome = LDAP_OUTCOME_NO_VALUE;
		directory->netbios_reply.detail = "the domain's NetBIOS name";
	}
}

/* --- names of SIDs --- */

struct ldap_question probe_sids_question(const struct directory *directory, const struct sid_set *sids,
					 struct arena *arena)
{
	static const char *const attributes[] = {"objectSid", "sAMAccountName", NULL};
	struct text_buffer filter = {.arena = arena};

	text_append(&filter, "(|");
	for (size_t i = 0; i < sids->count && i < PROBE_SIDS_MAX; i++) {
		struct octets sid = sid_octets(arena, &sids->items[i]);

		text_append(&filter, "(objectSid=%s)", ldap_filter_value(arena, sid.bytes, sid.length));
	}
	text_append(&filter, ")");
	return (struct ldap_question){
		.about = "the names of SIDs",
		.base = directory->domain,
		.scope = LDAP_QUESTION_SUBTREE,
		.filter = text_of(&filter),
		.attributes = attributes,
	};
}

struct sid_names probe_sids_answer(const struct ldap_question *question, const struct sid_set *sids,
				   const struct account *account, struct arena *arena)
{
	const struct ldap_reply *reply = &question->reply;
	struct sid_names names = {
		.items = arena_allocate(arena, (reply->count + 1) * sizeof *names.items),
		.complete = reply->outcome == LDAP_OUTCOME_READ && !reply->cut && sids->count <= PROBE_SIDS_MAX &&
			    account->has_sid,
		.domain = account->sid,
	};

	for (size_t i = 0; i < reply->count; i++) {
		const struct octets *sid = entry_value(&reply->entries[i], "objectSid");
		const struct octets *name = entry_value(&reply->entries[i], "sAMAccountName");
		struct sid_name *item = &names.items[names.count];

		if (sid == NULL || name == NULL || sid_read_value(sid, &item->sid) != NULL)
			continue;
		item->name = text_foreign(arena, name->bytes, name->length, TEXT_FOREIGN_MAX);
		names.count++;
	}
	return names;
}
