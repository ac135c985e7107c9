/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Is the answer fresh (RFC 6960 4.2.2.1)? */
#include "judge/judge_ocsp_parts.h"

enum { USUAL_WARNING = 5 /* percent of the lifetime that must be left */ };

static double seconds_between(int64_t earlier, int64_t later)
{
	return (double)later - (double)earlier;
}

/* What must be left, in percent: the user's limits take the place of the usual ones. */
static struct lifetime_policy limits_of(const struct ocsp_policy *policy)
{
	const struct lifetime_limit *warning = &policy->left.warning, *critical = &policy->left.critical;
	struct lifetime_policy limits = {.warning = {.value = USUAL_WARNING, .percent = true},
					 .critical = {.percent = true}};

	if (critical->given && critical->percent)
		limits.critical.value = critical->value;
	if (warning->given && warning->percent)
		limits.warning.value = warning->value;
	else if (limits.warning.value < limits.critical.value)
		limits.warning.value = limits.critical.value;
	return limits;
}

/* Where a fault of the dates is told: in the finding itself, as long as that has nothing worse to say. */
static struct finding *dates_finding(const struct ocsp_judgement *judgement, bool fine)
{
	return fine ? judgement->finding : ocsp_fault_add(judgement, "dates", "dates");
}

static void judge_future(const struct ocsp_judgement *judgement)
{
	const struct ocsp_response *response = judgement->response;
	bool made_later = response->produced_at > response->this_update;
	int64_t latest = made_later ? response->produced_at : response->this_update;
	double ahead = seconds_between(judgement->now, latest);

	if (ahead > OCSP_GRACE)
		finding_set(ocsp_fault_add(judgement, "clock", "clock"), STATUS_CRITICAL, CAUSE_OCSP_FUTURE,
			    "%s is %s in the future (%s): the clocks of responder and monitor differ",
			    made_later ? "producedAt" : "thisUpdate", text_duration(judgement->arena, ahead),
			    text_time(judgement->arena, latest));
}

/* ", signed by CN=OCSP1" */
static const char *signer_text(const struct ocsp_judgement *judgement)
{
	return text_format(judgement->arena, ", signed by %s", judgement->response->signer->subject);
}

static void judge_lifetime(const struct ocsp_judgement *judgement, bool fine)
{
	const struct ocsp_response *response = judgement->response;
	struct lifetime_policy limits = limits_of(judgement->policy);
	enum status status =
		finding_measure_lifetime(judgement->finding, judgement->place->object, response->this_update,
					 response->next_update, judgement->now, &limits);
	double remaining = seconds_between(judgement->now, response->next_update);
	const char *left = text_duration(judgement->arena, remaining);
	const char *begin = text_time(judgement->arena, response->this_update);
	const char *end = text_time(judgement->arena, response->next_update);

	if (remaining <= 0)
		finding_set(dates_finding(judgement, fine), STATUS_CRITICAL, CAUSE_OCSP_EXPIRED,
			    "the answer of %s expired %s ago (%s)", begin, left, end);
	else if (status != STATUS_OK)
		finding_set(dates_finding(judgement, fine), status, CAUSE_OCSP_EXPIRING,
			    "the answer of %s expires in %s (%s)", begin, left, end);
	else if (fine)
		finding_set(judgement->finding, STATUS_OK, CAUSE_NONE, "good; the answer of %s is valid for %s (%s)%s",
			    begin, left, end, signer_text(judgement));
}

static void judge_endless(const struct ocsp_judgement *judgement, bool fine)
{
	double age = seconds_between(judgement->response->this_update, judgement->now);
	const char *begin = text_time(judgement->arena, judgement->response->this_update);

	if (age > OCSP_STALE)
		finding_set(dates_finding(judgement, fine), STATUS_WARNING, CAUSE_OCSP_EXPIRING,
			    "the answer has no nextUpdate and is %s old (%s), though such answers are made on demand",
			    text_duration(judgement->arena, age), begin);
	else if (fine)
		finding_set(judgement->finding, STATUS_OK, CAUSE_NONE, "good; the answer is of %s%s", begin,
			    signer_text(judgement));
	finding_note(judgement->finding, 1,
		     "The answer has no nextUpdate: the responder says that newer information is always available");
}

void judge_ocsp_dates(const struct ocsp_judgement *judgement, bool fine)
{
	judge_future(judgement);
	if (judgement->response->has_next_update)
		judge_lifetime(judgement, fine);
	else
		judge_endless(judgement, fine);
}
