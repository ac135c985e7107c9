/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "judge/judge_template_survey.h"

#include "judge/template_judgement.h"

struct finding *template_fault(const struct template_judgement *judgement, const char *slug, const char *subject)
{
	return finding_add_child(judgement->finding, text_format(judgement->arena, "%s_%s", judgement->id, slug),
				 subject);
}

/* --- is it there? --- */

/* Returns true if it was found. */
static bool judge_presence(const struct template_judgement *judgement)
{
	const struct template_search *search = judgement->search;
	struct finding *finding = judgement->finding;

	switch (search->outcome) {
	case SEARCH_FOUND:
		return true;
	case SEARCH_ABSENT:
		finding_set(finding, STATUS_CRITICAL, CAUSE_TEMPLATE_ABSENT, "does not exist");
		break;
	case SEARCH_AMBIGUOUS:
		finding_set(finding, STATUS_UNKNOWN, CAUSE_TEMPLATE_DISPLAY_NAME,
			    "is no template's name, but %zu are displayed so: %s", search->candidates.count,
			    text_joined(&search->candidates, judgement->arena));
		break;
	case SEARCH_HIDDEN:
		finding_set(finding, STATUS_UNKNOWN, CAUSE_TEMPLATE_HIDDEN, "exists, but is not readable for %s",
			    directory_reader(&judgement->survey->directory));
		break;
	case SEARCH_FAILED:
		judge_reply(&search->reply, &judgement->survey->directory, &judgement->policy->directory,
			    "the template", finding);
		break;
	}
	return false;
}

/* --- what it is --- */

static const char *purposes_text(const struct template *template, struct arena *arena)
{
	struct text_list purposes = template_purposes(template, arena);

	if (purposes.count == 0)
		return template->flags.known ? "any purpose" : "purposes that can't be read";
	return oid_names(&purposes, arena);
}

static void describe(const struct template_judgement *judgement)
{
	const struct template *template = &judgement->search->template;
	struct text_buffer text = {.arena = judgement->arena};

	text_append(&text, "schema version %u, for %s", template->schema, purposes_text(template, judgement->arena));
	if (template->minimal_key_size.known)
		text_append(&text, ", %s from %lld bits on",
			    template->asymmetric_algorithm != NULL ? template->asymmetric_algorithm : "keys",
			    (long long)template->minimal_key_size.value);
	if (template->validity.known)
		text_append(&text, ", valid for %s",
			    text_duration(judgement->arena, (double)template->validity.seconds));
	finding_set(judgement->finding, STATUS_OK, CAUSE_NONE, "%s", text_of(&text));
	if (template->display_name != NULL)
		finding_note(judgement->finding, 1, "Displayed as %s", template->display_name);
	if (template->revision.known)
		finding_note(judgement->finding, 1, "Revision %lld.%lld%s%s", (long long)template->revision.value,
			     (long long)template->minor_revision.value, template->changed != 0 ? ", changed " : "",
			     template->changed != 0 ? text_time(judgement->arena, template->changed) : "");
}

static void judge_display_name(const struct template_judgement *judgement)
{
	if (judgement->search->by_display_name)
		finding_set(template_fault(judgement, "name", "name"), STATUS_WARNING, CAUSE_TEMPLATE_DISPLAY_NAME,
			    "'%s' is how it is displayed, its name is %s", judgement->search->wanted,
			    judgement->search->template.cn);
}

static void judge_template(const struct template_survey *survey, const struct template_policy *policy, size_t index,
			   struct findings *findings)
{
	const char *id = text_format(findings->arena, "template%zu", index + 1);
	const struct template_judgement judgement = {
		.survey = survey,
		.policy = policy,
		.search = &survey->templates[index],
		.arena = findings->arena,
		.id = id,
		.finding = finding_add(findings, id,
				       text_format(findings->arena, "template %s", survey->templates[index].wanted)),
	};

	if (!judge_presence(&judgement))
		return;
	describe(&judgement);
	judge_display_name(&judgement);
	judge_template_rights(&judgement);
	judge_template_settings(&judgement);
	judge_template_publication(&judgement);
	if (policy->posture)
		judge_template_posture(&judgement);
}

/* --- the account --- */

/* ", in 3 groups"; "" where they are not known. */
static const char *groups_text(const struct account_search *search, struct arena *arena)
{
	if (search->token_fault != NULL)
		return "";
	return text_format(arena, ", in %s%s", text_count(arena, search->account.token_groups.count, "group"),
			   search->token_complete ? "" : " that can be seen (tokenGroups is hidden)");
}

static void add_limits(struct finding *finding)
{
	finding_note(
		finding, 1,
		"Not visible through LDAP: the permissions that the CA itself enforces (Request Certificates), NDES's "
		"registry, groups of the CA's host and domain-local groups of its domain if that is another one, "
		"whether the CA has loaded a changed template, whether other domain controllers know the same");
}

static bool judge_account(const struct template_survey *survey, const struct template_policy *policy,
			  struct findings *findings)
{
	const struct account_search *search = &survey->account;
	const struct account *account = &search->account;
	struct finding *finding = finding_add(findings, "account", "account");

	if (!judge_account_search(search, &survey->directory, &policy->directory, finding))
		return false;
	if (account->kind == ACCOUNT_GROUP || account->kind == ACCOUNT_OTHER) {
		finding_set(finding, STATUS_UNKNOWN, CAUSE_ACCOUNT_KIND, "%s is no account that could log on",
			    account_display(account, findings->arena));
		return true;
	}
	if (!account->has_sid)
		finding_set(finding, STATUS_UNKNOWN, CAUSE_DIRECTORY_HIDDEN, "the SID of %s is not readable",
			    account_display(account, findings->arena));
	else
		finding_set(finding, STATUS_OK, CAUSE_NONE, "%s%s", account_display(account, findings->arena),
			    groups_text(search, findings->arena));
	finding_note(finding, 1, "%s", text_safe(findings->arena, account->dn));
	add_limits(finding);
	return true;
}

/* --- the whole --- */

static const char *rights_words(unsigned rights)
{
	static const char *const words[] = {
		[0] = "has what was asked of",
		[REQUIRE_READ] = "may read",
		[REQUIRE_ENROLL] = "may enroll",
		[REQUIRE_READ | REQUIRE_ENROLL] = "may read and enroll",
		[REQUIRE_AUTOENROLL] = "may enroll automatically",
		[REQUIRE_READ | REQUIRE_AUTOENROLL] = "may read and enroll automatically",
		[REQUIRE_ENROLL | REQUIRE_AUTOENROLL] = "may enroll, also automatically,",
		[REQUIRE_READ | REQUIRE_ENROLL | REQUIRE_AUTOENROLL] = "may read and enroll, also automatically,",
	};

	return words[rights & 7];
}

/* Who publishes the only template; "" for several. */
static const char *publishers(const struct template_survey *survey, const struct template_policy *policy,
			      struct arena *arena)
{
	struct text_list names = {0};

	if (survey->template_count != 1 || survey->templates[0].outcome != SEARCH_FOUND)
		return "";
	for (size_t i = 0; i < survey->ca_count; i++)
		if (is_wanted_ca(&survey->cas[i], policy) &&
		    enrollment_service_publishes(&survey->cas[i], survey->templates[0].template.exact_cn))
			text_list_add(arena, &names, survey->cas[i].cn);
	return text_format(arena, ", published on %s", names.count != 0 ? text_joined(&names, arena) : "no CA");
}

static void summarise(const struct template_survey *survey, const struct template_policy *policy,
		      struct findings *findings)
{
	struct arena *arena = findings->arena;
	struct text_list names = {0};

	for (size_t i = 0; i < survey->template_count && i < 3; i++)
		text_list_add(arena, &names, survey->templates[i].wanted);
	findings_summarise(findings, "%s %s %s%s%s", account_display(&survey->account.account, arena),
			   rights_words(policy->rights), text_joined(&names, arena),
			   survey->template_count > names.count
				   ? text_format(arena, " and %zu more", survey->template_count - names.count)
				   : "",
			   publishers(survey, policy, arena));
}

/* Inventories get what the sentences tell: "template1_schema" and the like. */
static void add_template_facts(const struct template_survey *survey, size_t index, struct findings *findings)
{
	const struct template *template = &survey->templates[index].template;
	struct arena *arena = findings->arena;
	const char *id = text_format(arena, "template%zu", index + 1);
	struct text_list cas = {0};

	for (size_t i = 0; i < survey->ca_count; i++)
		if (enrollment_service_publishes(&survey->cas[i], template->exact_cn))
			text_list_add(arena, &cas, survey->cas[i].cn);
	findings_fact_text(findings, text_format(arena, "%s_name", id), template->cn);
	findings_fact_number(findings, text_format(arena, "%s_schema", id), template->schema);
	if (template->flags.known)
		findings_fact_list(findings, text_format(arena, "%s_purposes", id), template_purposes(template, arena));
	if (template->minimal_key_size.known)
		findings_fact_number(findings, text_format(arena, "%s_key_size", id),
				     (double)template->minimal_key_size.value);
	if (template->validity.known)
		findings_fact_number(findings, text_format(arena, "%s_validity", id),
				     (double)template->validity.seconds);
	if (survey->cas_reply.outcome == LDAP_OUTCOME_READ)
		findings_fact_list(findings, text_format(arena, "%s_cas", id), cas);
}

static void add_account_facts(const struct account_search *search, struct findings *findings)
{
	const struct account *account = &search->account;

	if (search->outcome != SEARCH_FOUND)
		return;
	findings_fact_text(findings, "account", account_display(account, findings->arena));
	if (account->has_sid)
		findings_fact_text(findings, "sid", sid_text(findings->arena, &account->sid));
}

static void add_facts(const struct template_survey *survey, struct findings *findings)
{
	struct text_list templates = {0}, cas = {0};

	for (size_t i = 0; i < survey->template_count; i++)
		if (survey->templates[i].outcome == SEARCH_FOUND)
			text_list_add(findings->arena, &templates, survey->templates[i].template.cn);
	for (size_t i = 0; i < survey->ca_count; i++)
		text_list_add(findings->arena, &cas, survey->cas[i].cn);
	findings_fact_list(findings, "templates", templates);
	findings_fact_list(findings, "cas", cas);
	if (survey->directory.host != NULL)
		findings_fact_text(findings, "domain_controller", survey->directory.host);
	add_account_facts(&survey->account, findings);
	for (size_t i = 0; i < survey->template_count; i++)
		if (survey->templates[i].outcome == SEARCH_FOUND)
			add_template_facts(survey, i, findings);
}

void judge_template_survey(const struct template_survey *survey, const struct template_policy *policy,
			   struct findings *findings)
{
	if (!judge_directory(&survey->directory, &policy->directory, findings) || !survey->asked)
		return;
	if (judge_account(survey, policy, findings) && !directory_is_silent(&survey->directory))
		summarise(survey, policy, findings);
	for (size_t i = 0; i < survey->template_count; i++)
		judge_template(survey, policy, i, findings);
	judge_issuing_cas(survey, policy, findings);
	add_facts(survey, findings);
}
