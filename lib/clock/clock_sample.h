/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How far another clock is from the own one. A single question and its answer bound it: the server's clock was read
 * after the question left and before the answer came. Several samples of one clock are intersected.
 */
#ifndef CLOCK_CLOCK_SAMPLE_H
#define CLOCK_CLOCK_SAMPLE_H

#include <stdbool.h>
#include <stddef.h>

#include "clock/clock_time.h"

/* Seconds, the other clock minus the own one. Empty if earliest is above latest. */
struct clock_interval {
	double earliest, latest;
};

/* sent and received are the own clock's, of the question and of its answer. */
struct clock_sample {
	clock_time sent, received;
	struct clock_interval interval;
};

/* [time - received, time + resolution - sent] */
struct clock_sample clock_sample_of(clock_time sent, clock_time received, struct clock_reading reading);

/* How long question and answer took. */
double clock_sample_round_trip(const struct clock_sample *sample);

bool clock_interval_is_empty(struct clock_interval interval);

/* What all samples allow; empty where they contradict each other, which is a result and never averaged. count: not 0 */
struct clock_interval clock_samples_intersect(const struct clock_sample *samples, size_t count);

/* The middle, and half the width: the true offset is in offset +- error. Of an interval that is not empty. */
double clock_interval_offset(struct clock_interval interval);
double clock_interval_error(struct clock_interval interval);

#endif
