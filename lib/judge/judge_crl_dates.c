/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Is the list fresh? (facts: crl.md, chapters 2.2 and 3) */
#include <math.h>

#include "judge/judge_crl_parts.h"

enum {
	GRACE_LEAST = 15 * 60,    /* seconds that a CA may be late */
	OVERLAP_MOST = 12 * 3600, /* AD CS: 10 % of the period, at most 12 hours (facts: crl.md 2.2) */
	CLOCK_SKEW = 10 * 60,     /* by which AD CS dates its lists back */
};

static double seconds_between(int64_t earlier, int64_t later)
{
	return (double)later - (double)earlier;
}

static double overlap_of(const struct crl *crl)
{
	return seconds_between(crl->next_publish, crl->next_update);
}

static double grace_of(const struct crl *crl)
{
	return fmax(GRACE_LEAST, 0.05 * overlap_of(crl));
}

/* What must be left, in seconds, where the user says nothing. */
static struct lifetime_policy usual_limits(const struct crl *crl, double lifetime)
{
	struct lifetime_policy limits = {.warning = {.value = lifetime / 10}, .critical = {.value = lifetime / 20}};

	if (crl->header_only) { /* whether it has a Next CRL Publish is not known: AD CS's overlap is taken for granted
				 */
		double overlap = fmin(lifetime / 11, OVERLAP_MOST);

		limits.critical.value = overlap / 3;
		limits.warning.value = 0.95 * overlap;
	}
	if (crl->has_next_publish) {
		double overlap = fmax(overlap_of(crl), 0);

		limits.critical.value = overlap / 3;
		limits.warning.value = fmax(overlap - grace_of(crl), limits.critical.value);
	}
	return limits;
}

static bool user_limit_counts(const struct crl_place *place, const struct lifetime_limit *limit)
{
	return limit->given && (limit->percent || !place->delta);
}

/* The user's limits take the place of the usual ones; a usual one gives way to the user's other one. */
static struct lifetime_policy limits_of(const struct crl_judgement *judgement, double lifetime)
{
	const struct lifetime_policy *user = &judgement->policy->left;
	struct lifetime_policy limits = usual_limits(judgement->crl, lifetime);
	bool warning = user_limit_counts(judgement->place, &user->warning);
	bool critical = user_limit_counts(judgement->place, &user->critical);

	if (warning)
		limits.warning.value = lifetime_limit_seconds(&user->warning, lifetime);
	if (critical)
		limits.critical.value = lifetime_limit_seconds(&user->critical, lifetime);
	if (limits.warning.value < limits.critical.value && warning != critical) {
		if (warning)
			limits.critical.value = limits.warning.value;
		else
			limits.warning.value = limits.critical.value;
	}
	return limits;
}

static bool publication_missed(const struct crl_judgement *judgement)
{
	const struct crl *crl = judgement->crl;

	return crl->has_next_publish && seconds_between(crl->next_publish, judgement->now) > grace_of(crl);
}

/* "the CA missed its publication of 2026-11-22 13:00 UTC, " where it did. */
static const char *missed_text(const struct crl_judgement *judgement)
{
	if (!publication_missed(judgement))
		return "";
	return text_format(judgement->arena, "the CA missed its publication of %s: ",
			   text_time(judgement->arena, judgement->crl->next_publish));
}

/* ", number 1234, 1000 entries" */
static const char *content_text(const struct crl_judgement *judgement)
{
	const struct crl *crl = judgement->crl;
	struct text_buffer buffer = {.arena = judgement->arena};

	if (crl->header_only)
		return ", only the header was read (no signature, number and Next CRL Publish)";
	if (crl->number.present)
		text_append(&buffer, ", number %s", crl_number_text(judgement->arena, &crl->number));
	text_append(&buffer, ", %llu %s", (unsigned long long)crl->entries, crl->entries == 1 ? "entry" : "entries");
	return text_of(&buffer);
}

static const char *due_text(const struct crl_judgement *judgement)
{
	const struct crl *crl = judgement->crl;

	if (!crl->has_next_publish)
		return "";
	return text_format(judgement->arena, ", the next one is due at %s",
			   text_time(judgement->arena, crl->next_publish));
}

static void set_fine(const struct crl_judgement *judgement, double remaining)
{
	struct arena *arena = judgement->arena;

	finding_set(judgement->finding, STATUS_OK, CAUSE_NONE, "expires in %s (%s)%s%s",
		    text_duration(arena, remaining), text_time(arena, judgement->crl->next_update), due_text(judgement),
		    content_text(judgement));
}

static void set_expired(const struct crl_judgement *judgement, double remaining)
{
	struct arena *arena = judgement->arena;

	finding_set(judgement->finding, STATUS_CRITICAL, CAUSE_CRL_EXPIRED, "%sthe list expired %s ago (%s)",
		    missed_text(judgement), text_duration(arena, remaining),
		    text_time(arena, judgement->crl->next_update));
}

static void set_expiring(const struct crl_judgement *judgement, enum status status, double remaining)
{
	struct arena *arena = judgement->arena;
	bool missed = publication_missed(judgement);

	finding_set(judgement->finding, status, missed ? CAUSE_CRL_PUBLICATION_MISSED : CAUSE_CRL_EXPIRING,
		    "%sthe list expires in %s (%s)%s", missed_text(judgement), text_duration(arena, remaining),
		    text_time(arena, judgement->crl->next_update), missed ? "" : due_text(judgement));
}

/* RFC 5280 6.3.3 assumes thisUpdate in the past; AD CS dates back, so its clock is off by more than it looks. */
static void judge_future(const struct crl_judgement *judgement)
{
	const struct crl *crl = judgement->crl;
	double ahead = seconds_between(judgement->now, crl->this_update);
	double skew = ahead + (crl->has_ca_version || crl->has_next_publish ? CLOCK_SKEW : 0);
	struct arena *arena = judgement->arena;

	if (ahead <= 0)
		return;
	finding_set(crl_fault_add(judgement->finding, judgement->place, "dates", "dates"), STATUS_CRITICAL,
		    CAUSE_CRL_FUTURE,
		    "thisUpdate is %s in the future (%s): the clocks of CA and monitor differ by %s or more",
		    text_duration(arena, ahead), text_time(arena, crl->this_update), text_duration(arena, skew));
}

static void judge_order(const struct crl_judgement *judgement)
{
	const struct crl *crl = judgement->crl;

	if (crl->next_update <= crl->this_update)
		finding_set(crl_fault_add(judgement->finding, judgement->place, "order", "dates"), STATUS_CRITICAL,
			    CAUSE_CRL_MALFORMED, "nextUpdate (%s) is not later than thisUpdate (%s)",
			    text_time(judgement->arena, crl->next_update),
			    text_time(judgement->arena, crl->this_update));
	if (crl->has_next_publish && overlap_of(crl) <= 0)
		finding_note(judgement->finding, 0,
			     "There is no overlap: the list ends when the CA means to publish the next one");
}

static void judge_lifetime(const struct crl_judgement *judgement)
{
	const struct crl *crl = judgement->crl;
	double lifetime = seconds_between(crl->this_update, crl->next_update);
	double remaining = seconds_between(judgement->now, crl->next_update);
	struct lifetime_policy limits = limits_of(judgement, lifetime);
	enum status status = finding_measure_lifetime(judgement->finding, judgement->place->object, crl->this_update,
						      crl->next_update, judgement->now, &limits);

	if (status == STATUS_OK)
		set_fine(judgement, remaining);
	else if (remaining <= 0)
		set_expired(judgement, remaining);
	else
		set_expiring(judgement, status, remaining);
}

void judge_crl_dates(const struct crl_judgement *judgement)
{
	judge_future(judgement);
	if (judgement->crl->has_next_update) {
		judge_lifetime(judgement);
		judge_order(judgement);
		return;
	}
	finding_set(judgement->finding, STATUS_WARNING, CAUSE_CRL_NO_NEXT_UPDATE,
		    "has no nextUpdate, so that nobody can tell whether it is stale; it is of %s%s",
		    text_time(judgement->arena, judgement->crl->this_update), content_text(judgement));
}

const char *judge_crl_summary(struct arena *arena, const struct crl_place *place, int64_t now)
{
	const char *kind = place->delta || place->crl.is_delta ? "delta CRL" : "CRL";

	if (!place->fetched || place->wrong != NULL)
		return text_format(arena, "no %s", kind);
	if (!place->crl.has_next_update)
		return text_format(arena, "%s without nextUpdate", kind);
	return text_format(arena, "%s expires in %s (%s)%s", kind,
			   text_duration(arena, seconds_between(now, place->crl.next_update)),
			   text_time(arena, place->crl.next_update),
			   place->crl.header_only ? " (header only, signature not checked)" : "");
}
