/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "probe/probe_template_survey.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "probe/probe_directory.h"

enum { CAS_MAX = 1000, LINKS_MAX = 2000 };

/* The first turn's questions by their places. */
enum first_turn { ASK_ACCOUNT, ASK_TEMPLATES, ASK_CAS, ASK_NT_AUTH, ASK_OTHERS };

/* The second's: these two, then the templates that the first did not show. */
enum second_turn { ASK_TOKEN, ASK_SIDS, ASK_HIDDEN };

struct work {
	struct run *run;
	struct arena *arena;
	struct ldap_session *session;
	const struct template_questions *questions;
	struct template_survey *survey;
	const char *services, *templates; /* DNs */
};

/* --- the first turn --- */

static const char *template_filter(const struct work *work)
{
	struct text_buffer filter = {.arena = work->arena};
	const struct text_list *wanted = &work->questions->templates;

	text_append(&filter, "(&(objectClass=pKICertificateTemplate)(|");
	for (size_t i = 0; i < wanted->count; i++) {
		const char *value = ldap_filter_value(work->arena, wanted->items[i], strlen(wanted->items[i]));

		text_append(&filter, "(cn=%s)(displayName=%s)", value, value);
	}
	text_append(&filter, "))");
	return text_of(&filter);
}

static struct ldap_question links_question(const struct work *work)
{
	static const char *const attributes[] = {"msPKI-Cert-Template-OID", "msDS-OIDToGroupLink", NULL};

	return (struct ldap_question){
		.about = "policies that are linked to groups",
		.base = text_format(work->arena, "CN=OID,%s", work->services),
		.scope = LDAP_QUESTION_ONE_LEVEL,
		.filter = "(msDS-OIDToGroupLink=*)",
		.attributes = attributes,
		.entries_max = LINKS_MAX,
	};
}

static void plan_first_turn(const struct work *work, struct ldap_question *questions)
{
	static const char *const nt_auth_attributes[] = {"cACertificate", NULL};

	questions[ASK_ACCOUNT] =
		probe_account_question(&work->survey->directory, work->questions->account, work->arena);
	questions[ASK_TEMPLATES] = (struct ldap_question){
		.about = "the templates",
		.base = work->templates,
		.scope = LDAP_QUESTION_ONE_LEVEL,
		.filter = template_filter(work),
		.attributes = template_attributes,
		.descriptors = true,
	};
	questions[ASK_CAS] = (struct ldap_question){
		.about = "the CAs",
		.base = text_format(work->arena, "CN=Enrollment Services,%s", work->services),
		.scope = LDAP_QUESTION_ONE_LEVEL,
		.filter = "(objectClass=pKIEnrollmentService)",
		.attributes = enrollment_service_attributes,
		.descriptors = true,
		.entries_max = CAS_MAX,
	};
	questions[ASK_NT_AUTH] = (struct ldap_question){
		.about = "NTAuthCertificates",
		.base = text_format(work->arena, "CN=NTAuthCertificates,%s", work->services),
		.attributes = nt_auth_attributes,
	};
}

/* --- templates --- */

/* How much of a name is compared: the case of letters beyond ASCII is the directory's business, which has found it. */
enum letters { LETTERS_ALL, LETTERS_OF_ASCII };

static bool same_letter(char one, char other, enum letters letters)
{
	if (letters == LETTERS_OF_ASCII && (one & 0x80) != 0)
		return (other & 0x80) != 0;
	return tolower((unsigned char)one) == tolower((unsigned char)other);
}

static bool names_it(const char *wanted, const struct entry *entry, const char *attribute, enum letters letters)
{
	const struct octets *value = entry_value(entry, attribute);

	if (value == NULL || strlen(wanted) != value->length)
		return false;
	for (size_t i = 0; i < value->length; i++)
		if (!same_letter(wanted[i], (char)value->bytes[i], letters))
			return false;
	return true;
}

static const struct entry *find_entry(const struct ldap_reply *reply, const char *wanted, const char *attribute,
				      enum letters letters, size_t *ret_count)
{
	const struct entry *found = NULL;

	*ret_count = 0;
	for (size_t i = 0; i < reply->count; i++)
		if (names_it(wanted, &reply->entries[i], attribute, letters)) {
			(*ret_count)++;
			found = found == NULL ? &reply->entries[i] : found;
		}
	return found;
}

static void list_candidates(const struct work *work, const struct ldap_reply *reply, const char *wanted,
			    enum letters letters, struct template_search *search)
{
	for (size_t i = 0; i < reply->count; i++) {
		const struct octets *cn = entry_value(&reply->entries[i], "cn");

		if (cn != NULL && names_it(wanted, &reply->entries[i], "displayName", letters))
			text_list_add(work->arena, &search->candidates,
				      text_foreign(work->arena, cn->bytes, cn->length, TEXT_FOREIGN_MAX));
	}
}

/* A name comes before a display name; SEARCH_ABSENT may still turn out to be a hidden one. */
static void search_template(const struct work *work, const struct ldap_reply *reply, const char *wanted,
			    struct template_search *search)
{
	size_t count, shown;
	enum letters letters = LETTERS_ALL;
	const struct entry *by_name = find_entry(reply, wanted, "cn", letters, &count);
	const struct entry *by_display = find_entry(reply, wanted, "displayName", letters, &shown);

	if (by_name == NULL && by_display == NULL) {
		letters = LETTERS_OF_ASCII;
		by_name = find_entry(reply, wanted, "cn", letters, &count);
		by_display = find_entry(reply, wanted, "displayName", letters, &shown);
	}
	*search = (struct template_search){.wanted = text_safe(work->arena, wanted), .reply = *reply};
	if (reply->outcome != LDAP_OUTCOME_READ)
		search->outcome = SEARCH_FAILED;
	else if (by_name != NULL)
		search->outcome = SEARCH_FOUND;
	else if (by_display == NULL)
		search->outcome = SEARCH_ABSENT;
	else
		search->outcome = shown == 1 ? SEARCH_FOUND : SEARCH_AMBIGUOUS;
	search->by_display_name = by_name == NULL && shown == 1;
	if (search->outcome == SEARCH_AMBIGUOUS)
		list_candidates(work, reply, wanted, letters, search);
	if (search->outcome == SEARCH_FOUND)
		template_read(by_name != NULL ? by_name : by_display, work->arena, &search->template);
}

static void take_templates(const struct work *work, const struct ldap_reply *reply)
{
	const struct text_list *wanted = &work->questions->templates;
	struct template_survey *survey = work->survey;

	survey->template_count = wanted->count;
	survey->templates = arena_allocate(work->arena, (wanted->count + 1) * sizeof *survey->templates);
	for (size_t i = 0; i < wanted->count; i++)
		search_template(work, reply, wanted->items[i], &survey->templates[i]);
}

/* --- CAs, NTAuthCertificates, policies --- */

static int compare_cas(const void *one, const void *other)
{
	const struct enrollment_service *first = one, *second = other;
	int order = strcasecmp(first->cn, second->cn);

	return order != 0 ? order : strcmp(first->dn, second->dn);
}

/* By their names: a directory answers in any order, and the findings' ids count them. */
static void take_cas(const struct work *work, const struct ldap_reply *reply)
{
	struct template_survey *survey = work->survey;

	survey->cas_reply = *reply;
	survey->ca_count = reply->count;
	survey->cas = arena_allocate(work->arena, (reply->count + 1) * sizeof *survey->cas);
	for (size_t i = 0; i < reply->count; i++)
		enrollment_service_read(&reply->entries[i], work->arena, &survey->cas[i]);
	qsort(survey->cas, survey->ca_count, sizeof *survey->cas, compare_cas);
}

static void take_nt_auth(const struct work *work, const struct ldap_reply *reply)
{
	const struct attribute *values =
		reply->count == 1 ? entry_attribute(&reply->entries[0], "cACertificate") : NULL;

	work->survey->nt_auth_reply = *reply;
	work->survey->nt_auth = values != NULL ? values->values : NULL;
	work->survey->nt_auth_count = values != NULL ? values->count : 0;
}

static void take_links(const struct work *work, const struct ldap_reply *reply)
{
	struct template_survey *survey = work->survey;

	survey->links_reply = *reply;
	survey->links = arena_allocate(work->arena, (reply->count + 1) * sizeof *survey->links);
	for (size_t i = 0; i < reply->count; i++) {
		const struct octets *oid = entry_value(&reply->entries[i], "msPKI-Cert-Template-OID");
		const struct octets *group = entry_value(&reply->entries[i], "msDS-OIDToGroupLink");

		if (oid != NULL && group != NULL)
			survey->links[survey->link_count++] = (struct policy_link){
				.oid = text_foreign(work->arena, oid->bytes, oid->length, TEXT_FOREIGN_MAX),
				.group = ad_name_of(arena_copy(work->arena, group->bytes, group->length), work->arena),
			};
	}
}

static bool names_domain(const struct template_questions *questions)
{
	bool named = probe_account_names_domain(questions->account);

	for (size_t i = 0; i < questions->allow.count; i++)
		named |= probe_account_names_domain(questions->allow.items[i]);
	return named;
}

static void ask_first_turn(const struct work *work)
{
	struct ldap_question questions[ASK_OTHERS + 2], *next = &questions[ASK_OTHERS], *links = NULL, *domain = NULL;
	struct directory *directory = &work->survey->directory;

	plan_first_turn(work, questions);
	if (work->questions->posture)
		*(links = next++) = links_question(work);
	if (names_domain(work->questions))
		*(domain = next++) = probe_domain_question(directory, work->arena);
	probe_ask(work->session, directory, questions, (size_t)(next - questions), work->arena);
	if (domain != NULL)
		probe_domain_answer(domain, work->arena, directory);
	probe_account_answer(&questions[ASK_ACCOUNT], directory, work->questions->account, work->arena,
			     &work->survey->account);
	take_templates(work, &questions[ASK_TEMPLATES].reply);
	take_cas(work, &questions[ASK_CAS].reply);
	take_nt_auth(work, &questions[ASK_NT_AUTH].reply);
	if (links != NULL)
		take_links(work, &links->reply);
}

/* --- the second turn --- */

/* Well-known ones have their names without asking. */
static void add_sids(const struct work *work, const struct security_descriptor *descriptor, struct sid_set *sids)
{
	for (size_t i = 0; i < descriptor->ace_count; i++)
		if (descriptor->aces[i].has_sid && sid_is_of_domain(&descriptor->aces[i].sid) &&
		    sid_known_name(&descriptor->aces[i].sid) == NULL)
			sid_set_add(work->arena, sids, &descriptor->aces[i].sid);
	if (descriptor->has_owner && sid_is_of_domain(&descriptor->owner) && sid_known_name(&descriptor->owner) == NULL)
		sid_set_add(work->arena, sids, &descriptor->owner);
}

static struct sid_set sids_of(const struct work *work)
{
	const struct template_survey *survey = work->survey;
	struct sid_set sids = {0};

	for (size_t i = 0; i < survey->template_count; i++)
		if (survey->templates[i].outcome == SEARCH_FOUND)
			add_sids(work, &survey->templates[i].template.descriptor, &sids);
	for (size_t i = 0; i < survey->ca_count; i++)
		add_sids(work, &survey->cas[i].descriptor, &sids);
	return sids;
}

static struct ldap_question hidden_question(const struct work *work, const char *wanted)
{
	return (struct ldap_question){
		.about = text_format(work->arena, "the template '%s'", text_safe(work->arena, wanted)),
		.base = text_format(work->arena, "CN=%s,%s", ldap_dn_value(work->arena, wanted), work->templates),
		.attributes = template_attributes,
		.descriptors = true,
	};
}

/* A filter does not find what its reader may not read; a base search tells it from what does not exist. */
static void take_hidden(const struct work *work, const struct ldap_reply *reply, struct template_search *search)
{
	bool cut = search->reply.cut; /* of the search by filter */

	search->reply = *reply;
	if (reply->outcome == LDAP_OUTCOME_NO_ENTRY || reply->outcome == LDAP_OUTCOME_BAD_URL) {
		if (cut)
			search->outcome = SEARCH_FAILED;
		if (cut)
			search->reply = (struct ldap_reply){
				.outcome = LDAP_OUTCOME_FAILED,
				.detail = "there are more templates than are read, or a limit cut the answer",
			};
		return;
	}
	if (reply->outcome != LDAP_OUTCOME_READ || reply->count == 0)
		search->outcome = reply->outcome != LDAP_OUTCOME_READ ? SEARCH_FAILED : SEARCH_ABSENT;
	else if (reply->entries[0].count == 0)
		search->outcome = SEARCH_HIDDEN;
	else {
		search->outcome = SEARCH_FOUND;
		template_read(&reply->entries[0], work->arena, &search->template);
	}
}

static void ask_second_turn(const struct work *work)
{
	struct template_survey *survey = work->survey;
	const struct text_list *wanted = &work->questions->templates;
	struct ldap_question *questions = arena_allocate(work->arena, (ASK_HIDDEN + wanted->count) * sizeof *questions);
	struct sid_set sids = sids_of(work);
	size_t count = ASK_HIDDEN;
	bool found = survey->account.outcome == SEARCH_FOUND;
	size_t first = found ? ASK_TOKEN : ASK_SIDS;

	if (found)
		questions[ASK_TOKEN] = probe_token_question(&survey->account);
	questions[ASK_SIDS] = probe_sids_question(&survey->directory, &sids, work->arena);
	for (size_t i = 0; i < wanted->count; i++)
		if (survey->templates[i].outcome == SEARCH_ABSENT)
			questions[count++] = hidden_question(work, wanted->items[i]);
	probe_ask(work->session, &survey->directory, &questions[first], count - first, work->arena);
	if (found)
		probe_token_answer(work->session, &survey->directory, &questions[ASK_TOKEN], &survey->account,
				   work->arena);
	survey->names = probe_sids_answer(&questions[ASK_SIDS], &sids, &survey->account.account, work->arena);
	count = ASK_HIDDEN;
	for (size_t i = 0; i < wanted->count; i++)
		if (survey->templates[i].outcome == SEARCH_ABSENT)
			take_hidden(work, &questions[count++].reply, &survey->templates[i]);
}

const struct template_survey *probe_template_survey(struct run *run, const struct directory_options *options,
						    const struct template_questions *questions)
{
	struct template_survey *survey = arena_allocate(run->arena, sizeof *survey);
	struct work work = {.run = run, .arena = run->arena, .questions = questions, .survey = survey};

	work.session = probe_directory(run, options, &survey->directory);
	if (work.session == NULL)
		return survey;
	survey->asked = true;
	work.services =
		text_format(run->arena, "CN=Public Key Services,CN=Services,%s", survey->directory.configuration);
	work.templates = text_format(run->arena, "CN=Certificate Templates,%s", work.services);
	ask_first_turn(&work);
	ask_second_turn(&work);
	ldap_session_close(work.session);
	return survey;
}
