/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "judge/judge_account_parts.h"

enum password_state {
	PASSWORD_HIDDEN,
	PASSWORD_MUST_CHANGE,
	PASSWORD_LASTS,   /* never expires */
	PASSWORD_DATED,   /* password_expires.epoch is its end */
	PASSWORD_EXPIRED, /* the directory says so, but not since when */
};

/* Accounts whose password never expires, whatever its age (MS-ADTS 3.1.1.4.5.34). */
static bool is_exempt(const struct account *account)
{
	return account_password_is_automatic(account) ||
	       ad_number_has(&account->control, ACCOUNT_PASSWORD_NEVER_EXPIRES | ACCOUNT_SMART_CARD_REQUIRED);
}

/* Whether the directory's word and its date agree is a matter of now. */
static enum password_state state_of(const struct account *account, int64_t now)
{
	const struct account_time *expires = &account->password_expires;
	bool expired = ad_number_has(&account->computed, ACCOUNT_PASSWORD_EXPIRED);

	if ((account->password_set.unset || expires->unset) && !is_exempt(account))
		return PASSWORD_MUST_CHANGE;
	if (expires->known && !expires->never && !expires->unset)
		return expired && expires->epoch > now ? PASSWORD_EXPIRED : PASSWORD_DATED;
	if (expires->known || is_exempt(account))
		return PASSWORD_LASTS;
	return expired ? PASSWORD_EXPIRED : PASSWORD_HIDDEN;
}

bool account_password_is_hidden(const struct account *account)
{
	return state_of(account, INT64_MAX) == PASSWORD_HIDDEN;
}

bool account_password_needs_age(const struct account_judgement *judgement)
{
	const struct lifetime_policy *policy = &judgement->policy->lifetime;

	return state_of(judgement->account, judgement->now) == PASSWORD_DATED &&
	       (policy->warning.percent || policy->critical.percent);
}

/* ", set 12 days ago (2026-11-10)" */
static const char *age_text(const struct account_judgement *judgement)
{
	const struct account_time *set = &judgement->account->password_set;
	struct arena *arena = judgement->arena;

	if (!set->known || set->unset || set->never || set->epoch > judgement->now)
		return "";
	return text_format(arena, ", set %s ago (%s)",
			   text_duration(arena, (double)judgement->now - (double)set->epoch),
			   text_date(arena, set->epoch));
}

static const char *lasting_text(const struct account *account)
{
	return !account_password_is_automatic(account)  ? "never expires"
	       : account->kind == ACCOUNT_GROUP_MANAGED ? "is managed by the domain"
							: "is changed by the computer itself";
}

static const char *dated_text(const struct account_judgement *judgement)
{
	int64_t end = judgement->account->password_expires.epoch;
	double left = (double)end - (double)judgement->now;
	struct arena *arena = judgement->arena;

	return left > 0 ? text_format(arena, "expires in %s (%s)", text_duration(arena, left), text_date(arena, end))
			: text_format(arena, "expired %s ago (%s)", text_duration(arena, left), text_time(arena, end));
}

static enum status measure(const struct account_judgement *judgement, struct finding *finding)
{
	const struct account_time *set = &judgement->account->password_set;
	int64_t end = judgement->account->password_expires.epoch;
	const struct lifetime_policy *policy = &judgement->policy->lifetime;

	return set->known && !set->unset && !set->never
		       ? finding_measure_lifetime(finding, "password", set->epoch, end, judgement->now, policy)
		       : finding_measure_end(finding, "password", end, judgement->now, policy);
}

static void judge_dated(const struct account_judgement *judgement, struct finding *finding)
{
	enum status status = measure(judgement, finding);

	finding_set(finding, status, CAUSE_ACCOUNT_PASSWORD, "%s%s", dated_text(judgement), age_text(judgement));
}

void account_judge_password(const struct account_judgement *judgement)
{
	enum password_state state = state_of(judgement->account, judgement->now);
	struct finding *finding;

	if (state == PASSWORD_HIDDEN)
		return;
	finding = finding_add_child(judgement->finding, "password", "password");
	if (state == PASSWORD_MUST_CHANGE)
		finding_set(finding, STATUS_CRITICAL, CAUSE_ACCOUNT_MUST_CHANGE,
			    "must be changed at the next log-on, which a service can't do");
	else if (state == PASSWORD_EXPIRED)
		finding_set(finding, STATUS_CRITICAL, CAUSE_ACCOUNT_PASSWORD, "has expired%s", age_text(judgement));
	else if (state == PASSWORD_LASTS)
		finding_set(finding, STATUS_OK, CAUSE_NONE, "%s%s", lasting_text(judgement->account),
			    age_text(judgement));
	else
		judge_dated(judgement, finding);
	if (state == PASSWORD_MUST_CHANGE || state == PASSWORD_EXPIRED ||
	    (state == PASSWORD_DATED && judgement->account->password_expires.epoch <= judgement->now))
		account_stops_pool(finding);
}

const char *account_password_summary(const struct account_judgement *judgement)
{
	bool dated = state_of(judgement->account, judgement->now) == PASSWORD_DATED;

	return text_format(judgement->arena, "its password %s%s",
			   dated ? dated_text(judgement) : lasting_text(judgement->account),
			   dated ? "" : age_text(judgement));
}
