/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "clock/clock_sample.h"

#include <math.h>

struct clock_sample clock_sample_of(clock_time sent, clock_time received, struct clock_reading reading)
{
	return (struct clock_sample){
		.sent = sent,
		.received = received,
		.interval.earliest = clock_time_between(received, reading.time),
		.interval.latest = clock_time_between(sent, reading.time + reading.resolution),
	};
}

double clock_sample_round_trip(const struct clock_sample *sample)
{
	return clock_time_between(sample->sent, sample->received);
}

bool clock_interval_is_empty(struct clock_interval interval)
{
	return interval.earliest > interval.latest;
}

struct clock_interval clock_samples_intersect(const struct clock_sample *samples, size_t count)
{
	struct clock_interval both = samples[0].interval;

	for (size_t i = 1; i < count; i++) {
		both.earliest = fmax(both.earliest, samples[i].interval.earliest);
		both.latest = fmin(both.latest, samples[i].interval.latest);
	}
	return both;
}

double clock_interval_offset(struct clock_interval interval)
{
	return (interval.earliest + interval.latest) / 2;
}

double clock_interval_error(struct clock_interval interval)
{
	return (interval.latest - interval.earliest) / 2;
}
