/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "judge/judge_access.h"
#include "judge/judge_clock_parts.h"
#include "judge/judge_exchange.h"

/* --- no clock --- */

static void judge_no_time(const struct clock_case *clock_case, const struct clock_target *target,
			  struct finding *finding)
{
	const struct http_policy *http = &clock_case->policy->http;
	const struct exchange_purpose purpose = {
		.host = target->host,
		.port = target->port,
		.udp = target->udp,
		.timeout_status = http->timeout_status,
		.limit = http->limit,
	};

	if (target->wrong != NULL)
		finding_set(finding, STATUS_CRITICAL, CAUSE_CLOCK_NO_TIME, "%s", target->wrong);
	else if (target->access != NULL)
		judge_access(target->access, http, CAUSE_CLOCK_NO_TIME, finding);
	else if (!judge_exchange(&target->exchange, &purpose, finding))
		finding_set(finding, STATUS_CRITICAL, CAUSE_CLOCK_NO_TIME, "tells no time");
	if (strcmp(target->scheme, "ntp") == 0 && target->wrong == NULL)
		finding_note(finding, 0,
			     "As a rule Windows answers NTP on domain controllers only; elsewhere ask smb, http or "
			     "rpc");
}

/* --- samples that contradict each other --- */

/* A cache that says so itself: its Date is no statement about now (RFC 9111 5.1). */
static void judge_aged(const struct clock_target *target, struct finding *finding)
{
	finding_set(
		finding, STATUS_WARNING, CAUSE_CLOCK_INCONSISTENT,
		"a cache on the way gives out a Date that is %s old, as its Age says: nothing is known of this clock",
		text_duration(finding->findings->arena, target->age));
}

static void judge_inconsistent(const struct clock_target *target, struct clock_interval interval,
			       struct finding *finding)
{
	struct arena *arena = finding->findings->arena;
	const char *gap = clock_duration_text(arena, interval.earliest - interval.latest, 0);

	if (clock_is_cached(target))
		finding_set(finding, STATUS_WARNING, CAUSE_CLOCK_INCONSISTENT,
			    "its answers contradict each other by %s: a cache on the way gives out an old Date, so "
			    "nothing is known of this clock",
			    gap);
	else
		finding_set(
			finding, STATUS_WARNING, CAUSE_CLOCK_INCONSISTENT,
			"its answers contradict each other by %s: the clock was set just now, a balancer stands before "
			"servers that differ, or an answer came from a cache",
			gap);
}

/* --- a clock --- */

static void add_notes(const struct clock_target *target, struct finding *finding)
{
	const struct ntp_reply *ntp = &target->ntp;
	struct arena *arena = finding->findings->arena;

	if (target->access != NULL && target->access->kind == ACCESS_HTTP)
		judge_http_notes(&target->access->http, finding);
	if (target->access == NULL)
		judge_exchange_notes(&target->exchange, finding);
	if (target->has_ntp)
		finding_note(finding, 1,
			     "NTP version %u, stratum %u, leap %u, reference %s, root delay %s s, root "
			     "dispersion %s s",
			     ntp->version, ntp->stratum, ntp->leap, ntp->reference, text_number(arena, ntp->root_delay),
			     text_number(arena, ntp->root_dispersion));
	for (size_t i = 0; i < target->notes.count; i++)
		finding_note(finding, 1, "%s", target->notes.items[i]);
	if (target->count > 0)
		finding_note(finding, 1, "%s", text_count(arena, target->count, "sample"));
}

/* Its clock is as good as any; the redirect itself is told where --onredirect wants that. */
static void judge_redirect(const struct clock_case *clock_case, const struct clock_target *target, const char *object,
			   struct finding *parent)
{
	struct http_policy policy = clock_case->policy->http;
	bool wanted = policy.redirects == REDIRECT_WARNING || policy.redirects == REDIRECT_CRITICAL;
	struct finding *finding;

	if (!wanted || target->access == NULL || target->access->kind != ACCESS_HTTP ||
	    !http_is_redirect(&target->access->http))
		return;
	if (target == clock_case->survey->reference)
		policy.redirects = REDIRECT_WARNING;
	finding = finding_add_child(parent, text_format(clock_case->arena, "%s_redirect", object), "redirect");
	judge_http_redirect(&target->access->http, &policy, finding);
}

static void measure_round_trip(const struct clock_target *target, const char *object, struct finding *finding)
{
	double least = INFINITY;

	for (size_t i = 0; i < target->count; i++)
		least = fmin(least, clock_sample_round_trip(&target->samples[i]));
	finding_measure(finding, object, MEASURE_RTT, fmax(least, 0));
}

/* -N:N for a plain N: an offset has a sign, the thresholds have none. Others can't be written as one range. */
static const char *symmetric(struct arena *arena, const struct range *range)
{
	if (!range->given || range->inside || range->start > 0 || isinf(range->end))
		return NULL;
	return text_format(arena, "-%s:%s", text_number(arena, range->end), text_number(arena, range->end));
}

static void measure_offset(const struct clock_case *clock_case, const struct compared *clock)
{
	struct measure *offset = finding_measure(clock->finding, clock->object, MEASURE_OFFSET, clock->offset);

	offset->has_minimum = false;
	offset->warning = symmetric(clock_case->arena, &clock_case->policy->warning);
	offset->critical = symmetric(clock_case->arena, &clock_case->policy->critical);
	finding_measure(clock->finding, clock->object, MEASURE_ERROR, clock->error);
}

/* What an NTP server says of itself: for people, for it decides nothing. */
static const char *health_text(struct arena *arena, const struct clock_target *target)
{
	const struct ntp_reply *ntp = &target->ntp;

	if (!target->has_ntp)
		return "";
	return text_format(arena, "%sleap %u, stratum %u, root dispersion %s s)",
			   ntp->synchronised ? " (" : "; not synchronised (NTP ", ntp->leap, ntp->stratum,
			   text_number(arena, ntp->root_dispersion));
}

static void describe(const struct clock_case *clock_case, const struct compared *clock)
{
	finding_set(clock->finding, STATUS_OK, CAUSE_NONE, "%s%s against this monitoring host, by %s%s",
		    clock->offset < 0 ? "-" : "+",
		    clock_number_text(clock_case->arena, fabs(clock->offset), clock->error), clock->target->source,
		    health_text(clock_case->arena, clock->target));
}

static void add_clock(struct clock_case *clock_case, const struct clock_target *target, const char *object,
		      struct clock_interval interval, struct finding *finding)
{
	struct compared *clock = &clock_case->clocks[clock_case->count++];

	*clock = (struct compared){
		.kind = target == clock_case->survey->reference ? COMPARED_REFERENCE : COMPARED_TARGET,
		.display = clock_display(clock_case, target),
		.object = object,
		.target = target,
		.finding = finding,
		.interval = interval,
		.offset = clock_interval_offset(interval),
		.error = clock_interval_error(interval),
	};
	clock_case->target_count += clock->kind == COMPARED_TARGET;
	measure_offset(clock_case, clock);
	describe(clock_case, clock);
}

struct finding *clock_judge_target(struct clock_case *clock_case, const struct clock_target *target, const char *object)
{
	struct arena *arena = clock_case->arena;
	struct finding *finding = finding_add(clock_case->findings, object, clock_subject(clock_case, target));
	struct clock_interval interval;

	add_notes(target, finding);
	judge_redirect(clock_case, target, object, finding);
	if (target->count == 0) {
		judge_no_time(clock_case, target, finding);
		return finding;
	}
	findings_fact_text(clock_case->findings, text_format(arena, "%s_source", object), target->source);
	interval = clock_samples_intersect(target->samples, target->count);
	if (target->age > 0)
		judge_aged(target, finding);
	else if (clock_interval_is_empty(interval))
		judge_inconsistent(target, interval, finding);
	else
		add_clock(clock_case, target, object, interval, finding);
	measure_round_trip(target, object, finding);
	return finding;
}
