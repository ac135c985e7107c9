/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Clocks for judge_clock: what was asked, what it said, and what came of it. */
#ifndef CLOCK_SURVEY_SAMPLE_H
#define CLOCK_SURVEY_SAMPLE_H

#include "judge/judge_clock.h"

enum { CLOCKS_MAX = 8 };

struct clock_sample_case {
	struct arena *arena;
	struct clock_target targets[CLOCKS_MAX], reference;
	struct clock_survey survey;
	struct clock_policy policy;
	struct findings *findings;
};

/* -w 60 -c 240 -t 10, and nothing asked. */
static inline struct clock_sample_case *clock_case_begin(struct arena *arena)
{
	struct clock_sample_case *sample = arena_allocate(arena, sizeof *sample);

	sample->arena = arena;
	sample->survey.targets = sample->targets;
	assert_null(range_parse("60", &sample->policy.warning));
	assert_null(range_parse("240", &sample->policy.critical));
	sample->policy.http = (struct http_policy){.timeout_status = STATUS_CRITICAL, .limit = 10};
	return sample;
}

static inline void clock_thresholds(struct clock_sample_case *sample, const char *warning, const char *critical)
{
	assert_null(range_parse(warning, &sample->policy.warning));
	assert_null(range_parse(critical, &sample->policy.critical));
}

/* Samples of 2 ms each, which bound the clock to offset +- error; apart: seconds between them. */
static inline void clock_fill(struct arena *arena, struct clock_target *target, size_t count, double apart,
			      const struct clock_interval *intervals)
{
	struct clock_sample *samples = arena_allocate(arena, count * sizeof *samples);

	for (size_t i = 0; i < count; i++) {
		samples[i].sent = (clock_time)((double)i * apart * 1e9);
		samples[i].received = samples[i].sent + 2000000;
		samples[i].interval = intervals[i];
	}
	target->samples = samples;
	target->count = count;
}

static inline struct clock_target clock_that_says(struct arena *arena, const char *name, double offset, double error)
{
	const struct clock_interval interval = {offset - error, offset + error};
	struct clock_target target = {
		.name = name, .scheme = "smb", .host = name != NULL ? name : "host", .port = 445, .source = "SMB"};

	clock_fill(arena, &target, 1, 0, &interval);
	return target;
}

/* Adds a target and returns it, to be spoilt. */
static inline struct clock_target *clock_add(struct clock_sample_case *sample, const char *name, double offset,
					     double error)
{
	struct clock_target *target = &sample->targets[sample->survey.count++];

	*target = clock_that_says(sample->arena, name, offset, error);
	return target;
}

static inline struct clock_target *clock_reference(struct clock_sample_case *sample, double offset, double error)
{
	sample->reference = clock_that_says(sample->arena, NULL, offset, error);
	sample->reference.host = "time.test";
	sample->survey.reference = &sample->reference;
	return &sample->reference;
}

/* A target that no longer has a clock. */
static inline void clock_silence(struct clock_target *target, enum exchange_outcome outcome, enum exchange_phase phase)
{
	target->samples = NULL;
	target->count = 0;
	target->exchange.outcome = outcome;
	target->exchange.phase = phase;
	target->exchange.detail = "a detail";
}

static inline void clock_judge(struct clock_sample_case *sample)
{
	sample->findings = findings_create(sample->arena);
	judge_clock(&sample->survey, &sample->policy, sample->findings);
}

/* NULL: there is none. */
static inline const struct finding *clock_finding(const struct clock_sample_case *sample, const char *id)
{
	for (const struct finding *at = sample->findings->roots; at != NULL; at = finding_following(at))
		if (strcmp(at->id, id) == 0)
			return at;
	return NULL;
}

static inline const struct measure *clock_measure(const struct clock_sample_case *sample, const char *label)
{
	for (const struct finding *at = sample->findings->roots; at != NULL; at = finding_following(at))
		for (const struct measure *measure = at->measures; measure != NULL; measure = measure->next)
			if (strcmp(measure->label, label) == 0)
				return measure;
	return NULL;
}

#define assert_judged(sample, row, id, wanted_status, wanted_cause) \
	do { \
		const struct finding *judged_ = clock_finding((sample), (id)); \
		if (judged_ == NULL) \
			fail_msg("'%s': no finding '%s'", (row), (id)); \
		if (judged_->status != (wanted_status) || judged_->cause != (wanted_cause)) \
			fail_msg("'%s', %s: got %s %s (%s), expected %s %s", (row), (id), \
				 status_name(judged_->status), shown(cause_id(judged_->cause)), judged_->sentence, \
				 status_name(wanted_status), shown(cause_id(wanted_cause))); \
	} while (0)

#endif
