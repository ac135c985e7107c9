/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Disabled, locked, or at its own end. */
#include "judge/judge_account_parts.h"

#define DAY 86400

static void judge_enabled(const struct account_judgement *judgement)
{
	struct finding *finding;

	if (!judgement->account->control.known)
		return;
	finding = finding_add_child(judgement->finding, "state", "state");
	if (!ad_number_has(&judgement->account->control, ACCOUNT_DISABLED)) {
		finding_set(finding, STATUS_OK, CAUSE_NONE, "enabled");
		return;
	}
	finding_set(finding, STATUS_CRITICAL, CAUSE_ACCOUNT_DISABLED, "the account is disabled");
	account_stops_pool(finding);
}

/*
 * When a lock ends by itself. "" where that is unknown: a PSO may set another time than the domain's policy, so a
 * computed end that is over says nothing.
 */
static const char *lock_end(const struct account_judgement *judgement)
{
	const struct ad_number *duration = &judgement->survey->lockout.duration;
	const struct account_time *since = &judgement->account->lockout;
	int64_t end;

	if (!duration->known || duration->value > 0)
		return "";
	if (duration->value == 0 || duration->value == INT64_MIN)
		return ", until an administrator unlocks it";
	if (!since->known || since->unset)
		return "";
	end = since->epoch - duration->value / 10000000;
	return end > judgement->now ? text_format(judgement->arena, ", by the domain's policy until %s",
						  text_time(judgement->arena, end))
				    : "";
}

static const char *lock_begin(const struct account_judgement *judgement)
{
	const struct account_time *since = &judgement->account->lockout;
	struct arena *arena = judgement->arena;

	if (!since->known || since->unset || since->epoch > judgement->now)
		return "";
	return text_format(arena, " since %s (%s ago)", text_time(arena, since->epoch),
			   text_duration(arena, (double)judgement->now - (double)since->epoch));
}

/* They are counted by each domain controller for itself; the time of the last one is hidden from most. */
static void note_wrong_passwords(const struct account_judgement *judgement, struct finding *finding)
{
	const struct account_time *last = &judgement->account->bad_password_time;
	double ago = (double)judgement->now - (double)last->epoch;
	bool dated = last->known && !last->unset && ago >= 0;
	const struct ad_number *count = &judgement->account->bad_passwords;

	if (!count->known || count->value <= 0 || (dated && ago > DAY))
		return;
	finding_note(finding, 1,
		     "%s counted by this domain controller%s%s%s: does the application pool, a task or another "
		     "service have an old password?",
		     text_count(judgement->arena, (size_t)count->value, "wrong password"), dated ? ", the last " : "",
		     dated ? text_duration(judgement->arena, ago) : "", dated ? " ago" : "");
}

static void judge_lock(const struct account_judgement *judgement)
{
	struct finding *finding;

	if (!judgement->account->computed.known)
		return;
	finding = finding_add_child(judgement->finding, "lockout", "lockout");
	/* lockoutTime stays set after a lock has ended: the computed bit alone tells */
	if (ad_number_has(&judgement->account->computed, ACCOUNT_LOCKED))
		finding_set(finding, STATUS_CRITICAL, CAUSE_ACCOUNT_LOCKED, "the account is locked%s%s",
			    lock_begin(judgement), lock_end(judgement));
	else
		finding_set(finding, STATUS_OK, CAUSE_NONE, "not locked");
	if (finding->status != STATUS_OK)
		account_stops_pool(finding);
	note_wrong_passwords(judgement, finding);
}

static void judge_end(const struct account_judgement *judgement)
{
	const struct account_time *end = &judgement->account->account_expires;
	double left = (double)end->epoch - (double)judgement->now;
	struct arena *arena = judgement->arena;
	struct finding *finding;
	enum status status;

	if (!end->known)
		return;
	finding = finding_add_child(judgement->finding, "expiry", "end of the account");
	if (end->never || end->unset) {
		finding_set(finding, STATUS_OK, CAUSE_NONE, "never");
		return;
	}
	status = finding_measure_end(finding, "account", end->epoch, judgement->now, &judgement->policy->lifetime);
	if (left <= 0)
		account_stops_pool(finding);
	if (left <= 0)
		finding_set(finding, status, CAUSE_ACCOUNT_EXPIRED, "the account expired %s ago (%s)",
			    text_duration(arena, left), text_time(arena, end->epoch));
	else
		finding_set(finding, status, CAUSE_ACCOUNT_EXPIRED, "the account expires in %s (%s)",
			    text_duration(arena, left), text_date(arena, end->epoch));
}

void account_judge_state(const struct account_judgement *judgement)
{
	judge_enabled(judgement);
	judge_lock(judgement);
	judge_end(judgement);
}
