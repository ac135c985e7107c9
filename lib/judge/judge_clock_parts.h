/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of judge_clock have in common. Inside them only. */
#ifndef JUDGE_JUDGE_CLOCK_PARTS_H
#define JUDGE_JUDGE_CLOCK_PARTS_H

#include "judge/judge_clock.h"

/* A clock that can be compared: a target, this host's or the reference. */
struct compared {
	enum { COMPARED_TARGET, COMPARED_OWN, COMPARED_REFERENCE } kind;
	const char *display, *object;      /* for people; for perfdata */
	const struct clock_target *target; /* NULL: this host */
	struct finding *finding;           /* NULL: this host has none yet */
	struct clock_interval interval;
	double offset, error; /* seconds */
};

/* What most of the clocks agree on. */
struct majority {
	bool exists;
	bool loose;    /* within the critical threshold only: they drift, and nobody is far away */
	double center; /* seconds: their median */
};

struct clock_case {
	const struct clock_survey *survey;
	const struct clock_policy *policy;
	struct findings *findings;
	struct arena *arena;
	struct compared *clocks; /* targets, this host, the reference */
	size_t count, target_count;
	const struct compared *reference; /* NULL: none that can be compared */
	struct majority majority;
};

/* --- judge_clock_target.c --- */

/* Adds and returns the finding of a target or reference, and adds its clock to those that are compared if it has one.
 */
struct finding *clock_judge_target(struct clock_case *clock_case, const struct clock_target *target,
				   const char *object);

/* --- judge_clock_cache.c --- */

/* Are there two Dates so far apart that only a cache explains the same one, and none that it does not explain? */
bool clock_is_cached(const struct clock_target *target);

/*
 * Takes those clocks out of the comparison that may be accused of an old Date in a cache: only one moment's Dates came,
 * and they are behind. They get their finding. Where the user wanted one question only, a note says so.
 */
void clock_set_doubtful_aside(struct clock_case *clock_case);

/* --- judge_clock_names.c --- */

/* The label of the target with that index: its name or its scheme and position, [a-z0-9_]+ and unique. */
const char *clock_object(struct arena *arena, const struct clock_survey *survey, size_t index);

/* "ndes1 (http://ndes1.corp.test)", "reference ntp://time.example.com" */
const char *clock_subject(const struct clock_case *clock_case, const struct clock_target *target);

/* The shortest that is this target's alone: its name, host or URL. */
const char *clock_display(const struct clock_case *clock_case, const struct clock_target *target);

/* --- judge_clock_majority.c --- */

/* Within the warning threshold; of several targets, if there is none, within the critical one. */
struct majority clock_majority(const struct clock_case *clock_case);

/* Is a clock with that offset too far from the majority, which exists? */
bool clock_strays(const struct clock_case *clock_case, double offset);

/* The median of the targets' offsets. */
double clock_target_median(const struct clock_case *clock_case);

/* Are two clocks so far apart that it alerts? */
bool clock_is_off(const struct clock_policy *policy, double distance);

/* The clocks that agree with the majority: targets and the reference, and this host only to make it two. */
struct text_list clock_agreeing(const struct clock_case *clock_case);

/* --- judge_clock_words.c --- */

/* "dc1, ca1 and ndes1"; more than five are counted. */
const char *clock_list_text(struct arena *arena, const struct text_list *list);

/* "6 minutes", "0.412 seconds": rounded as far as the error allows. */
const char *clock_duration_text(struct arena *arena, double seconds, double error);

/* "360.0000 s +-0.0007 s" */
const char *clock_number_text(struct arena *arena, double seconds, double error);

static inline const char *clock_direction(double seconds)
{
	return seconds < 0 ? "behind" : "ahead of";
}

/* --- judge_clock_verdict.c --- */

struct clock_verdict {
	enum status status;
	bool uncertain; /* UNKNOWN since the error is too large */
};

/* distance: absolute. lowest: the smallest that its error allows. */
struct clock_verdict clock_verdict(const struct clock_policy *policy, double distance, double lowest, double error);

/* At least two targets. Adds the finding "spread". */
void clock_judge_spread(struct clock_case *clock_case);

/* The only target. */
void clock_judge_single(struct clock_case *clock_case);

/* --- judge_clock_others.c --- */

/* This host and the reference. */
void clock_judge_own(struct clock_case *clock_case);
void clock_judge_reference(struct clock_case *clock_case);

#endif
