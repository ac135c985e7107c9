/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/array.h"
#include "judge/judge_account_parts.h"

enum { LIST_SHOWN = 5 };

static const struct {
	const char *slug, *words;
} kinds[] = {
	[ACCOUNT_USER] = {"user", "user"},
	[ACCOUNT_COMPUTER] = {"computer", "computer account"},
	[ACCOUNT_GROUP_MANAGED] = {"gmsa", "group managed service account"},
	[ACCOUNT_MANAGED] = {"msa", "managed service account of one computer"},
	[ACCOUNT_GROUP] = {"group", "group"},
	[ACCOUNT_OTHER] = {"other", "object that is neither user nor computer"},
};

bool account_password_is_automatic(const struct account *account)
{
	return account->kind != ACCOUNT_USER;
}

const char *account_list_text(struct arena *arena, const struct text_list *list)
{
	struct text_buffer text = {.arena = arena};

	for (size_t i = 0; i < list->count && i < LIST_SHOWN; i++)
		text_append(&text, "%s%s", i != 0 ? ", " : "", list->items[i]);
	if (list->count > LIST_SHOWN)
		text_append(&text, " and %zu more", list->count - LIST_SHOWN);
	return text_of(&text);
}

void account_stops_pool(struct finding *finding)
{
	finding_windows(finding, 86, "GetCACaps", 0x80190000 + 503);
}

/* --- attributes that did not come --- */

struct wanted {
	const char *name;
	bool missing;
};

/* Not hidden, but the account's fault. */
bool account_is_faulty(const struct account *account, const char *name)
{
	return account->fault != NULL && text_has_prefix(account->fault, name);
}

/*
 * Only what a verdict lacks. logonHours and userWorkstations are absent where nothing is restricted: they are hidden
 * where userAccountControl, which every account has, is hidden too.
 */
static struct text_list hidden_attributes(const struct account_judgement *judgement)
{
	const struct account *account = judgement->account;
	bool managed = account->kind == ACCOUNT_GROUP_MANAGED, password = account_password_is_hidden(account);
	bool membership = managed && judgement->survey->ndes_host != NULL && !account->has_membership &&
			  account->membership_fault == NULL;
	const struct wanted rows[] = {
		{"userAccountControl", !account->control.known},
		{"msDS-User-Account-Control-Computed", !account->computed.known},
		{"pwdLastSet",
		 !account->password_set.known && (managed || password || account_password_needs_age(judgement))},
		{"msDS-UserPasswordExpiryTimeComputed", password},
		{"accountExpires", !account->account_expires.known},
		{"logonHours", !account->control.known && !account->has_logon_hours},
		{"userWorkstations", !account->control.known && account->workstations.count == 0},
		{"msDS-ManagedPasswordInterval", managed && !account->password_interval.known},
		{"msDS-GroupMSAMembership", membership},
	};
	struct text_list hidden = {0};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++)
		if (rows[i].missing && !account_is_faulty(account, rows[i].name))
			text_list_add(judgement->arena, &hidden, rows[i].name);
	return hidden;
}

static void judge_hidden(const struct account_judgement *judgement)
{
	struct text_list hidden = hidden_attributes(judgement);
	struct text_buffer names = {.arena = judgement->arena};
	struct finding *finding;

	if (hidden.count == 0)
		return;
	for (size_t i = 0; i < hidden.count; i++)
		text_append(&names, "%s%s", i != 0 ? ", " : "", hidden.items[i]);
	finding = finding_add_child(judgement->finding, "hidden", "hidden attributes");
	finding_set(finding, STATUS_UNKNOWN, CAUSE_DIRECTORY_HIDDEN, "%s may not read %s",
		    judgement->survey->directory.contact.identity != NULL
			    ? directory_reader(&judgement->survey->directory)
			    : "our login",
		    text_of(&names));
}

static void judge_fault(const struct account_judgement *judgement)
{
	if (judgement->account->fault != NULL)
		finding_set(finding_add_child(judgement->finding, "malformed", "an attribute"), STATUS_UNKNOWN,
			    CAUSE_DIRECTORY_DATA, "%s", judgement->account->fault);
}

/* --- facts --- */

static void add_time(struct findings *findings, const char *key, const struct account_time *time)
{
	if (time->known && !time->unset && !time->never)
		findings_fact_number(findings, key, (double)time->epoch);
}

static void add_facts(const struct account_judgement *judgement, struct findings *findings)
{
	const struct account *account = judgement->account;

	findings_fact_text(findings, "account", account_display(account, judgement->arena));
	findings_fact_text(findings, "dn", text_safe(judgement->arena, account->dn));
	if (account->has_sid)
		findings_fact_text(findings, "sid", sid_text(judgement->arena, &account->sid));
	findings_fact_text(findings, "kind", kinds[account->kind].slug);
	add_time(findings, "password_last_set", &account->password_set);
	add_time(findings, "password_expires", &account->password_expires);
	add_time(findings, "account_expires", &account->account_expires);
	if (judgement->survey->search.token_fault == NULL)
		findings_fact_number(findings, "groups", (double)account->token_groups.count);
	findings_fact_list(findings, "spns", account->service_principal_names);
}

static void summarise(const struct account_judgement *judgement, struct findings *findings)
{
	const struct account_time *end = &judgement->account->account_expires;
	struct arena *arena = judgement->arena;
	const char *ends = "";

	if (end->known && !end->never)
		ends = text_format(arena, ", the account expires in %s (%s)",
				   text_duration(arena, (double)end->epoch - (double)judgement->now),
				   text_date(arena, end->epoch));
	findings_summarise(findings, "%s is enabled and not locked, %s%s", judgement->finding->subject,
			   account_password_summary(judgement), ends);
}

/* --- the whole --- */

static void add_limits(struct finding *finding)
{
	finding_note(
		finding, 1,
		"Not visible through LDAP: membership of IIS_IUSRS, log-on rights and groups of the NDES host, the "
		"password stored in the application pool, whether other domain controllers know the same");
}

/* false: it is nothing that could log on. */
static bool judge_kind(const struct account *account, struct finding *finding)
{
	const char *words = kinds[account->kind].words, *dn = text_safe(finding->findings->arena, account->dn);

	if (account->kind == ACCOUNT_GROUP || account->kind == ACCOUNT_OTHER) {
		finding_set(finding, STATUS_UNKNOWN, CAUSE_ACCOUNT_KIND,
			    "is a%s %s, not an account that could run NDES: %s",
			    account->kind == ACCOUNT_OTHER ? "n" : "", words, dn);
		return false;
	}
	finding_set(finding, STATUS_OK, CAUSE_NONE, "%s, %s", words, dn);
	add_limits(finding);
	return true;
}

/* Only a gMSA's readers need the computer's object. For others the host is a name: an alias, or of another domain. */
static void note_ndes_host(const struct account_judgement *judgement)
{
	const struct account_survey *survey = judgement->survey;

	if (survey->ndes_host != NULL && survey->host.outcome == SEARCH_ABSENT &&
	    judgement->account->kind != ACCOUNT_GROUP_MANAGED)
		finding_note(judgement->finding, 1, "There is no computer account of '%s' in %s", survey->host.wanted,
			     directory_domain(&survey->directory));
}

static void judge_found(const struct account_survey *survey, const struct account_policy *policy,
			struct finding *finding)
{
	const struct account_judgement judgement = {
		.arena = finding->findings->arena,
		.survey = survey,
		.account = &survey->search.account,
		.policy = policy,
		.now = policy->directory.now,
		.finding = finding,
	};

	finding->subject = account_display(judgement.account, judgement.arena);
	add_facts(&judgement, finding->findings);
	if (!judge_kind(judgement.account, finding))
		return;
	judge_hidden(&judgement);
	judge_fault(&judgement);
	account_judge_state(&judgement);
	account_judge_password(&judgement);
	account_judge_managed(&judgement);
	account_judge_logon(&judgement);
	note_ndes_host(&judgement);
	account_judge_kerberos(&judgement);
	account_judge_groups(&judgement);
	if (!directory_is_silent(&survey->directory))
		summarise(&judgement, finding->findings);
}

void judge_account(const struct account_survey *survey, const struct account_policy *policy, struct findings *findings)
{
	struct finding *finding;

	if (!judge_directory(&survey->directory, &policy->directory, findings))
		return;
	finding = finding_add(findings, "account", "service account");
	if (!directory_is_silent(&survey->directory))
		finding_lead(finding);
	if (judge_account_search(&survey->search, &survey->directory, &policy->directory, finding))
		judge_found(survey, policy, finding);
}
