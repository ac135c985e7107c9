/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * --posture: who else may enroll a template, and who may rewrite it (facts: ad.md, chapter 9). A template for SCEP
 * takes the subject from the request: whoever may enroll it gets a certificate in anybody's name.
 */
#include <string.h>
#include <strings.h>

#include "judge/template_judgement.h"

/* A name without a domain, or with this one: "LAB/name", "lab.test/name", "name@lab.test". */
static bool is_of_domain(const struct template_judgement *judgement, const char *allowed)
{
	const struct directory *directory = &judgement->survey->directory;
	const char *domain = account_name_domain(allowed, judgement->arena), *at = strchr(allowed, '@');

	return (domain == NULL || directory_has_domain(directory, domain)) &&
	       (at == NULL || directory_has_domain(directory, at + 1));
}

/* "LAB/name", "name@lab.test" and "name$" are the same as "name". */
static bool same_name(const char *allowed, const char *name)
{
	const char *bare = account_name_bare(allowed);
	size_t length = strcspn(bare, "@"), name_length = strlen(name);

	if (length + 1 == name_length && name[length] == '$')
		name_length--;
	return length == name_length && strncasecmp(bare, name, length) == 0;
}

static bool is_allowed(const struct template_judgement *judgement, const struct sid *sid)
{
	const struct text_list *allow = &judgement->policy->allow;
	const char *name = sid_display(&judgement->survey->names, sid, judgement->arena);
	struct sid allowed;

	for (size_t i = 0; i < allow->count; i++) {
		if (sid_parse(allow->items[i], &allowed) == NULL
			    ? sid_equal(&allowed, sid)
			    : is_of_domain(judgement, allow->items[i]) && same_name(allow->items[i], name))
			return true;
	}
	return false;
}

static bool is_account(const struct template_judgement *judgement, const struct sid *sid)
{
	const struct account_search *account = &judgement->survey->account;

	return account->outcome == SEARCH_FOUND && account->account.has_sid && sid_equal(&account->account.sid, sid);
}

/*
 * Has a trustee the right, by an entry of its own? Entries that deny it to everybody count; what everybody is granted
 * is told of everybody.
 */
static bool has_own_right(const struct template_judgement *judgement, const struct sid *sid,
			  const struct access_right *right)
{
	const struct security_descriptor *descriptor = &judgement->search->template.descriptor;
	struct sid_set token = {0};
	int entry = -1;

	sid_set_add(judgement->arena, &token, sid);
	sid_set_add(judgement->arena, &token, &sid_everyone);
	sid_set_add(judgement->arena, &token, &sid_authenticated_users);
	return access_check(descriptor, &token, right, &entry) != ACCESS_DENIED && entry >= 0 &&
	       sid_equal(&descriptor->aces[entry].sid, sid);
}

/* Those with one of the rights, but for administrators. low: everybody and the like; allowed: by --allow. */
struct trustees {
	struct sid_set seen;
	bool account;
	struct text_list low, others, allowed;
};

static void add_trustee(const struct template_judgement *judgement, struct trustees *trustees, const struct sid *sid)
{
	bool account = is_account(judgement, sid);

	trustees->account |= account;
	if (account || sid_is_administrative(sid) || sid_set_has(&trustees->seen, sid))
		return;
	sid_set_add(judgement->arena, &trustees->seen, sid);
	text_list_add(judgement->arena,
		      is_allowed(judgement, sid)   ? &trustees->allowed
		      : sid_is_low_privileged(sid) ? &trustees->low
						   : &trustees->others,
		      sid_display(&judgement->survey->names, sid, judgement->arena));
}

static bool names_trustee(const struct ace *ace)
{
	return ace->has_sid && !sid_equal(&ace->sid, &sid_owner_rights);
}

static struct trustees find_trustees(const struct template_judgement *judgement,
				     const struct access_right *const *rights, size_t count)
{
	const struct security_descriptor *descriptor = &judgement->search->template.descriptor;
	struct trustees trustees = {0};

	if (!descriptor->has_dacl)
		add_trustee(judgement, &trustees, &sid_everyone);
	for (size_t i = 0; i < descriptor->ace_count; i++)
		for (size_t j = 0; j < count && names_trustee(&descriptor->aces[i]); j++)
			if (has_own_right(judgement, &descriptor->aces[i].sid, rights[j]))
				add_trustee(judgement, &trustees, &descriptor->aces[i].sid);
	return trustees;
}

static const char *all_of(const struct trustees *trustees, struct arena *arena)
{
	const char *low = text_joined(&trustees->low, arena), *others = text_joined(&trustees->others, arena);

	return text_format(arena, "%s%s%s", low, *low != 0 && *others != 0 ? ", " : "", others);
}

static bool is_unexpected(const struct trustees *trustees)
{
	return trustees->low.count + trustees->others.count != 0;
}

/* "nobody but the account, administrators and, as allowed, g_local" */
static const char *expected_text(const struct trustees *trustees, bool account, struct arena *arena)
{
	bool allowed = trustees->allowed.count != 0;

	return text_format(arena, "nobody but %sadministrators%s%s",
			   !account  ? ""
			   : allowed ? "the account, "
				     : "the account and ",
			   allowed ? " and, as allowed, " : "", text_joined(&trustees->allowed, arena));
}

/* --- who may enroll --- */

/* Without any purpose, unless they are hidden: then mandatory attributes are as well. */
static bool is_any_purpose(const struct template *template, struct arena *arena)
{
	struct text_list purposes = template_purposes(template, arena);

	if (purposes.count == 0 && !template->flags.known)
		return false;

	for (size_t i = 0; i < purposes.count; i++)
		if (strcmp(purposes.items[i], OID_ANY_PURPOSE) == 0)
			return true;
	return purposes.count == 0;
}

static bool proves_identity(const struct template *template)
{
	return template_allows_purpose(template, OID_CLIENT_AUTHENTICATION) ||
	       template_allows_purpose(template, OID_PKINIT_CLIENT) ||
	       template_allows_purpose(template, OID_SMART_CARD_LOGON);
}

/* What a certificate of the template is good for in wrong hands; NULL: nothing special. */
static const char *danger(const struct template *template, struct arena *arena)
{
	bool at_once = !ad_number_has(&template->enrollment_flags, TEMPLATE_PEND_ALL_REQUESTS) &&
		       (!template->ra_signatures.known || template->ra_signatures.value == 0);

	if (!at_once)
		return NULL;
	if (ad_number_has(&template->name_flags, TEMPLATE_SUPPLIES_SUBJECT) && proves_identity(template))
		return "gets a certificate in anybody's name (ESC1)";
	if (is_any_purpose(template, arena))
		return "gets a certificate for any purpose (ESC2)";
	if (template_allows_purpose(template, OID_CERTIFICATE_REQUEST_AGENT))
		return "may then enroll in anybody's name (ESC3)";
	return NULL;
}

static void judge_enrollers(const struct template_judgement *judgement)
{
	static const struct access_right *const rights[] = {&access_enroll};
	struct trustees trustees = find_trustees(judgement, rights, 1);
	const char *why = danger(&judgement->search->template, judgement->arena);
	struct finding *finding = template_fault(judgement, "posture_enroll", "who else may enroll");

	if (!is_unexpected(&trustees))
		finding_set(finding, STATUS_OK, CAUSE_NONE, "%s", expected_text(&trustees, true, judgement->arena));
	else
		finding_set(finding, trustees.low.count != 0 && why != NULL ? STATUS_CRITICAL : STATUS_WARNING,
			    CAUSE_TEMPLATE_POSTURE_ENROLL, "%s%s%s", all_of(&trustees, judgement->arena),
			    why != NULL ? ": whoever does " : "", why != NULL ? why : "");
}

/* --- who may rewrite it --- */

/* An owner may write the permissions, unless entries for OWNER RIGHTS say what he may instead (MS-DTYP 2.5.3.2). */
static bool owner_may_write(const struct template_judgement *judgement)
{
	const struct security_descriptor *descriptor = &judgement->search->template.descriptor;
	bool replaced = false;

	for (size_t i = 0; i < descriptor->ace_count; i++)
		replaced |= descriptor->aces[i].has_sid && (descriptor->aces[i].flags & ACE_INHERIT_ONLY) == 0 &&
			    sid_equal(&descriptor->aces[i].sid, &sid_owner_rights);
	return descriptor->has_owner && (!replaced || has_own_right(judgement, &sid_owner_rights, &access_write) ||
					 has_own_right(judgement, &sid_owner_rights, &access_write_dacl) ||
					 has_own_right(judgement, &sid_owner_rights, &access_write_owner));
}

static void judge_writers(const struct template_judgement *judgement)
{
	static const struct access_right *const rights[] = {&access_write, &access_write_dacl, &access_write_owner};
	const struct security_descriptor *descriptor = &judgement->search->template.descriptor;
	struct trustees trustees = find_trustees(judgement, rights, 3);
	struct finding *finding = template_fault(judgement, "posture_write", "who else may rewrite it");

	if (owner_may_write(judgement))
		add_trustee(judgement, &trustees, &descriptor->owner);
	if (!is_unexpected(&trustees))
		finding_set(finding, STATUS_OK, CAUSE_NONE, "%s",
			    expected_text(&trustees, trustees.account, judgement->arena));
	else
		finding_set(finding, trustees.low.count != 0 ? STATUS_CRITICAL : STATUS_WARNING,
			    CAUSE_TEMPLATE_POSTURE_WRITE, "%s (ESC4)", all_of(&trustees, judgement->arena));
}

/* --- settings --- */

static void judge_dangerous_flags(const struct template_judgement *judgement)
{
	const struct template *template = &judgement->search->template;

	if (ad_number_has(&template->enrollment_flags, TEMPLATE_NO_SECURITY_EXTENSION))
		finding_set(template_fault(judgement, "posture_security", "security extension"), STATUS_WARNING,
			    CAUSE_TEMPLATE_POSTURE_SETTING, "is left out of certificates (ESC9)");
	if (ad_number_has(&template->enrollment_flags, TEMPLATE_NO_REVOCATION_INFORMATION))
		finding_set(template_fault(judgement, "posture_revocation", "revocation information"), STATUS_WARNING,
			    CAUSE_TEMPLATE_POSTURE_SETTING, "is left out of certificates: nobody can check them");
	if (!template->flags.known)
		finding_set(template_fault(judgement, "posture_purpose", "settings"), STATUS_UNKNOWN,
			    CAUSE_DIRECTORY_HIDDEN,
			    "are not all readable: how dangerous the template is can't be told");
	else if (is_any_purpose(template, judgement->arena))
		finding_set(template_fault(judgement, "posture_purpose", "purposes"), STATUS_WARNING,
			    CAUSE_TEMPLATE_POSTURE_SETTING, "certificates are good for any purpose (ESC2)");
}

/* The first of a template's policies that is linked to a group; NULL: none. */
static const struct policy_link *find_link(const struct template_survey *survey, const struct text_list *policies)
{
	for (size_t i = 0; i < policies->count; i++)
		for (size_t j = 0; j < survey->link_count; j++)
			if (strcmp(policies->items[i], survey->links[j].oid) == 0)
				return &survey->links[j];
	return NULL;
}

static void judge_links(const struct template_judgement *judgement)
{
	const struct template_survey *survey = judgement->survey;
	const struct text_list *policies = &judgement->search->template.certificate_policies;
	const struct policy_link *link = find_link(survey, policies);
	struct finding *finding;

	if (policies->count == 0)
		return;
	finding = template_fault(judgement, "posture_link", "issuance policies");
	if (survey->links_reply.outcome != LDAP_OUTCOME_READ)
		judge_reply(&survey->links_reply, &survey->directory, &judgement->policy->directory,
			    "whether they are linked to groups", finding);
	else if (link != NULL)
		finding_set(finding, STATUS_WARNING, CAUSE_TEMPLATE_POSTURE_SETTING,
			    "%s makes its holders members of %s (ESC13)", link->oid, link->group);
	else if (survey->links_reply.cut)
		finding_set(finding, STATUS_UNKNOWN, CAUSE_DIRECTORY_DATA,
			    "not all policies that are linked to groups could be read");
	else
		finding_set(finding, STATUS_OK, CAUSE_NONE, "not linked to any group");
}

static void add_hints(const struct template_judgement *judgement)
{
	const struct template *template = &judgement->search->template;
	bool supplied = ad_number_has(&template->name_flags, TEMPLATE_SUPPLIES_SUBJECT);

	if (supplied && template->schema == 1)
		finding_note(judgement->finding, 0,
			     "Schema version 1 with supplied subject: a CA without the update for CVE-2024-49019 lets "
			     "requests add policies (ESC15)");
	if (supplied && template_allows_purpose(template, OID_SERVER_AUTHENTICATION))
		finding_note(judgement->finding, 0,
			     "Good for server authentication with supplied subject: such a certificate can pose as any "
			     "server (ESC17)");
}

void judge_template_posture(const struct template_judgement *judgement)
{
	const struct template *template = &judgement->search->template;

	if (!template->has_descriptor || template->descriptor_fault != NULL)
		return;
	judge_enrollers(judgement);
	judge_writers(judgement);
	judge_dangerous_flags(judgement);
	judge_links(judgement);
	add_hints(judgement);
}
