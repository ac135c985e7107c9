/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "judge/judge_directory.h"

#include <strings.h>

#include "core/array.h"
#include "judge/judge_ldap.h"

/* Why a SID has no name, where its domain was asked; another domain's is not known here either. */
static const char *nameless_text(const struct sid_names *names, const struct sid *sid)
{
	if (!names->complete || !sid_is_of_domain(sid))
		return "";
	return sid_same_domain(&names->domain, sid) ? " (deleted account?)"
						    : " (of another domain, or a deleted account?)";
}

const char *sid_display(const struct sid_names *names, const struct sid *sid, struct arena *arena)
{
	const char *known = sid_known_name(sid);

	for (size_t i = 0; i < names->count; i++)
		if (sid_equal(&names->items[i].sid, sid))
			return names->items[i].name;
	return known != NULL ? known : text_format(arena, "%s%s", sid_text(arena, sid), nameless_text(names, sid));
}

const char *directory_reader(const struct directory *directory)
{
	return directory->contact.identity != NULL ? directory->contact.identity : "us";
}

const char *directory_domain(const struct directory *directory)
{
	return directory->domain_name != NULL ? directory->domain_name : "the domain";
}

bool directory_has_domain(const struct directory *directory, const char *name)
{
	const char *const names[] = {directory->netbios_name, directory->domain_name, "BUILTIN", "NT AUTHORITY"};

	for (size_t i = 0; i < ARRAY_LENGTH(names); i++)
		if (names[i] != NULL && strcasecmp(names[i], name) == 0)
			return true;
	return false;
}

bool directory_is_silent(const struct directory *directory)
{
	return directory->unanswered.count != 0;
}

static const char *list_text(const struct text_list *list, const char *separator, struct arena *arena)
{
	struct text_buffer text = {.arena = arena};

	for (size_t i = 0; i < list->count; i++)
		text_append(&text, "%s%s", i != 0 ? separator : "", list->items[i]);
	return text_of(&text);
}

struct row {
	enum status status;
	enum cause cause;
	const char *words;
};

static const struct row rows[] = {
	[LDAP_OUTCOME_READ] = {STATUS_OK, CAUSE_NONE, "read"},
	[LDAP_OUTCOME_BAD_URL] = {STATUS_UNKNOWN, CAUSE_DIRECTORY_DATA, "the question can't be asked"},
	[LDAP_OUTCOME_NO_HOST] = {STATUS_CRITICAL, CAUSE_NET_DNS, "no domain controller was found"},
	[LDAP_OUTCOME_SETUP] = {STATUS_UNKNOWN, CAUSE_CLIENT_SETUP, "could not be asked"},
	[LDAP_OUTCOME_NAME_NOT_FOUND] = {STATUS_CRITICAL, CAUSE_NET_DNS,
					 "the domain controller's name does not resolve"},
	[LDAP_OUTCOME_NO_FAMILY] = {STATUS_CRITICAL, CAUSE_NET_FAMILY, "the domain controller can't be asked"},
	[LDAP_OUTCOME_REFUSED] = {STATUS_CRITICAL, CAUSE_DIRECTORY_DOWN,
				  "the domain controller refuses the connection"},
	[LDAP_OUTCOME_UNREACHABLE] = {STATUS_CRITICAL, CAUSE_NET_UNREACHABLE, "no route to the domain controller"},
	[LDAP_OUTCOME_CLOSED] = {STATUS_CRITICAL, CAUSE_DIRECTORY_DOWN, "the domain controller closed the connection"},
	[LDAP_OUTCOME_PROTOCOL] = {STATUS_CRITICAL, CAUSE_DIRECTORY_DATA, "what answers makes no sense as a directory"},
	[LDAP_OUTCOME_TLS] = {STATUS_CRITICAL, CAUSE_TLS_UNTRUSTED, "no TLS connection"},
	[LDAP_OUTCOME_BIND_REFUSED] = {STATUS_UNKNOWN, CAUSE_DIRECTORY_LOGIN, "our own login is refused"},
	[LDAP_OUTCOME_LOGIN_WANTED] = {STATUS_UNKNOWN, CAUSE_DIRECTORY_LOGIN, "the directory wants a login"},
	[LDAP_OUTCOME_FORBIDDEN] = {STATUS_UNKNOWN, CAUSE_DIRECTORY_HIDDEN, "the directory does not show it to us"},
	[LDAP_OUTCOME_REFERRAL] = {STATUS_UNKNOWN, CAUSE_DIRECTORY_DATA, "the directory refers to another one"},
	[LDAP_OUTCOME_NO_ENTRY] = {STATUS_UNKNOWN, CAUSE_DIRECTORY_DATA, "the directory has no such entry"},
	[LDAP_OUTCOME_NO_VALUE] = {STATUS_UNKNOWN, CAUSE_DIRECTORY_HIDDEN, "the entry has no such attribute"},
	[LDAP_OUTCOME_TOO_LARGE] = {STATUS_UNKNOWN, CAUSE_DIRECTORY_DATA, "the directory sends too much"},
	[LDAP_OUTCOME_FAILED] = {STATUS_UNKNOWN, CAUSE_DIRECTORY_DATA, "the directory answers with an error"},
};

static void judge_failure(const struct ldap_contact *contact, const struct directory_policy *policy,
			  struct finding *finding)
{
	const struct row *row = &rows[contact->outcome];
	const struct ldap_silence silence = {
		.phase = contact->phase,
		.server = contact->server,
		.srv_domain = contact->srv_domain,
		.told = contact->result_code != 0 ? contact->detail : NULL,
	};

	if (contact->outcome == LDAP_OUTCOME_TIMED_OUT) {
		judge_ldap_silence(&silence, policy->timeout_status, finding);
		return;
	}
	finding_set(finding, row->status,
		    contact->outcome == LDAP_OUTCOME_TLS ? ldap_tls_cause(contact->tls_fault) : row->cause,
		    "%s%s%s%s%s%s%s", row->words, contact->server != NULL ? ": " : "",
		    contact->server != NULL ? contact->server : "",
		    contact->outcome == LDAP_OUTCOME_BIND_REFUSED && contact->identity != NULL ? ", as " : "",
		    contact->outcome == LDAP_OUTCOME_BIND_REFUSED && contact->identity != NULL ? contact->identity : "",
		    *contact->detail != 0 ? ": " : "", contact->detail);
}

static void judge_certificate(const struct directory *directory, const struct directory_policy *policy,
			      struct finding *parent)
{
	struct finding *finding = finding_add_child(parent, "dc_certificate", "the domain controller's certificate");
	struct arena *arena = finding->findings->arena;
	const struct certificate *certificate = &directory->certificate;
	double left = (double)certificate->not_after - (double)policy->now;
	enum status status;

	if (directory->certificate_fault != NULL) {
		finding_set(finding, STATUS_UNKNOWN, CAUSE_DIRECTORY_DATA, "can't be read: %s",
			    directory->certificate_fault);
		return;
	}
	status = finding_measure_lifetime(finding, "dc_certificate", certificate->not_before, certificate->not_after,
					  policy->now, &policy->tls);
	if (left < 0)
		finding_set(finding, STATUS_CRITICAL, CAUSE_DIRECTORY_CERTIFICATE, "expired %s ago (%s): %s",
			    text_duration(arena, -left), text_time(arena, certificate->not_after),
			    certificate->subject);
	else
		finding_set(finding, status, status == STATUS_OK ? CAUSE_NONE : CAUSE_DIRECTORY_CERTIFICATE,
			    "expires in %s (%s)%s%s", text_duration(arena, left),
			    text_date(arena, certificate->not_after), status == STATUS_OK ? "" : ": ",
			    status == STATUS_OK ? "" : certificate->subject);
}

/* What was asked and not answered is said here, once: what comes behind it was never asked. */
static void judge_silence(const struct directory *directory, const struct directory_policy *policy,
			  struct finding *finding)
{
	struct arena *arena = finding->findings->arena;

	finding_set(finding, policy->timeout_status, CAUSE_NET_TIMEOUT,
		    "no answer from %s in time, stuck in the search for %s: it takes the question, but does not answer",
		    directory->contact.server, list_text(&directory->unanswered, ", ", arena));
	finding_late(finding);
}

static bool judge_root(const struct directory *directory, const struct directory_policy *policy,
		       struct finding *finding)
{
	const struct ldap_contact *contact = &directory->contact;

	if (directory->root.outcome != LDAP_OUTCOME_READ) {
		judge_reply(&directory->root, directory, policy, "its own data (rootDSE)", finding);
		return false;
	}
	if (directory->domain == NULL || directory->configuration == NULL || !directory->active_directory) {
		finding_set(finding, STATUS_CRITICAL, CAUSE_DIRECTORY_DATA,
			    "%s is no domain controller of an Active Directory", contact->server);
		return false;
	}
	finding_set(finding, STATUS_OK, CAUSE_NONE, "asked %s%s%s", contact->server,
		    contact->identity != NULL ? " as " : "", contact->identity != NULL ? contact->identity : "");
	return true;
}

static void add_times(const struct ldap_contact *contact, struct finding *finding)
{
	static const struct {
		enum measure_name name;
		size_t offset;
	} phases[] = {
		{MEASURE_TIME_RESOLVE, offsetof(struct ldap_contact, resolve)},
		{MEASURE_TIME_CONNECT, offsetof(struct ldap_contact, connect)},
		{MEASURE_TIME_TLS, offsetof(struct ldap_contact, handshake)},
	};

	for (size_t i = 0; i < sizeof phases / sizeof *phases; i++) {
		double value = *(const double *)((const char *)contact + phases[i].offset);

		if (value > 0)
			finding_measure(finding, NULL, phases[i].name, value);
	}
}

bool judge_directory(const struct directory *directory, const struct directory_policy *policy,
		     struct findings *findings)
{
	const struct ldap_contact *contact = &directory->contact;
	struct finding *finding = finding_add(findings, "directory", "directory");
	bool usable = false;

	if (contact->outcome != LDAP_OUTCOME_READ)
		judge_failure(contact, policy, finding);
	else
		usable = judge_root(directory, policy, finding);
	if (directory_is_silent(directory))
		judge_silence(directory, policy, finding);
	if (contact->passed_over != NULL)
		finding_note(finding, 0, "Passed over: %s", contact->passed_over);
	if (contact->address != NULL)
		finding_note(finding, 1, "Connected to %s", contact->address);
	add_times(contact, finding);
	if (directory->has_certificate)
		judge_certificate(directory, policy, finding);
	return usable;
}

void judge_reply(const struct ldap_reply *reply, const struct directory *directory,
		 const struct directory_policy *policy, const char *what, struct finding *finding)
{
	const struct row *row = &rows[reply->outcome];
	const char *server = directory->contact.server != NULL ? directory->contact.server : "the directory";

	if (reply->outcome == LDAP_OUTCOME_TIMED_OUT) {
		finding_set(finding, policy->timeout_status, CAUSE_NET_TIMEOUT,
			    "%s could not be read from %s: the time was over", what, server);
		finding_late(finding);
	} else {
		finding_set(finding, reply->outcome == LDAP_OUTCOME_CLOSED ? row->status : STATUS_UNKNOWN, row->cause,
			    "%s could not be read from %s: %s%s%s", what, server, row->words,
			    *reply->detail != 0 ? ": " : "", reply->detail);
	}
}

bool judge_account_search(const struct account_search *search, const struct directory *directory,
			  const struct directory_policy *policy, struct finding *finding)
{
	struct arena *arena = finding->findings->arena;

	switch (search->outcome) {
	case SEARCH_FOUND:
		return true;
	case SEARCH_ABSENT:
		finding_set(finding, STATUS_CRITICAL, CAUSE_ACCOUNT_ABSENT, "there is no account '%s' in %s",
			    search->wanted, directory_domain(directory));
		break;
	case SEARCH_AMBIGUOUS:
		finding_set(finding, STATUS_UNKNOWN, CAUSE_ACCOUNT_AMBIGUOUS,
			    "'%s' names %zu accounts, give the DN or SID of one: %s", search->wanted,
			    search->candidates.count, list_text(&search->candidates, "; ", arena));
		break;
	case SEARCH_HIDDEN:
		finding_set(finding, STATUS_UNKNOWN, CAUSE_DIRECTORY_HIDDEN, "'%s' is there, but not readable for %s",
			    search->wanted, directory_reader(directory));
		break;
	case SEARCH_FAILED:
		judge_reply(&search->reply, directory, policy, text_format(arena, "the account '%s'", search->wanted),
			    finding);
		break;
	}
	return false;
}
