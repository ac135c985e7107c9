/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Points in time, intervals, the calendar and messages behind their length. */
#include "suite.h"

#include <math.h>

#include "clock/clock_frame.h"
#include "clock/clock_sample.h"
#include "core/calendar.h"

#define SECOND CLOCK_SECOND
#define OWN (INT64_C(1800000000) * SECOND)

static void epochs_in_range(void **state)
{
	static const struct {
		int64_t epoch;
		bool accepted;
	} rows[] = {
		{-1, false},         {0, true},          {1795353340, true}, {7258118399, true},
		{7258118400, false}, {INT64_MAX, false}, {INT64_MIN, false},
	};
	clock_time time;

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		time = -1;
		assert_row_accepted("epoch", clock_time_of_epoch(rows[i].epoch, 999999999, &time), rows[i].accepted);
		assert_row_int("time", time, rows[i].accepted ? rows[i].epoch * SECOND + 999999999 : -1);
	}
}

static void filetimes(void **state)
{
	static const struct {
		uint64_t filetime;
		int64_t time; /* -1: refused */
	} rows[] = {
		{0, -1},
		{1, -1},
		{UINT64_C(116444735999999999), -1},
		{UINT64_C(116444736000000000), 0},
		{UINT64_C(116444736000000001), 100},
		{UINT64_C(134398269403388830), INT64_C(1795353340338883000)},
		{UINT64_C(189025919999999999), INT64_C(7258118399999999900)},
		{UINT64_C(189025920000000000), -1},
		{INT64_MAX, -1},
		{UINT64_MAX, -1},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		clock_time time = -1;

		assert_row_accepted("filetime", clock_time_of_filetime(rows[i].filetime, &time), rows[i].time >= 0);
		assert_row_int("filetime", time, rows[i].time);
	}
}

static void a_sample_bounds_the_offset(void **state)
{
	const struct clock_reading reading = {.time = OWN + 360 * SECOND, .resolution = SECOND};
	struct clock_sample sample = clock_sample_of(OWN - 2000, OWN + 3000, reading);

	(void)state;
	assert_row_number("earliest", sample.interval.earliest, 359.999997);
	assert_row_number("latest", sample.interval.latest, 361.000002);
	assert_row_number("round trip", clock_sample_round_trip(&sample), 0.000005);
	assert_true(fabs(clock_interval_offset(sample.interval) - 360.4999995) < 1e-10);
	assert_true(fabs(clock_interval_error(sample.interval) - 0.5000025) < 1e-10);
}

/* A double of the epoch would only have 0.24 microseconds, one of the difference has all. */
static void nanoseconds_survive(void **state)
{
	const struct clock_reading reading = {.time = OWN + 1, .resolution = 1};
	struct clock_sample sample = clock_sample_of(OWN, OWN, reading);

	(void)state;
	assert_row_number("earliest", sample.interval.earliest, 1e-9);
	assert_row_number("latest", sample.interval.latest, 2e-9);
}

static struct clock_sample interval(double earliest, double latest)
{
	return (struct clock_sample){.interval = {earliest, latest}};
}

static void samples_are_intersected(void **state)
{
	const struct clock_sample samples[] = {interval(0, 3), interval(-1, 2), interval(1, 5)};
	struct clock_interval both = clock_samples_intersect(samples, 3);

	(void)state;
	assert_row_number("earliest", both.earliest, 1);
	assert_row_number("latest", both.latest, 2);
	assert_false(clock_interval_is_empty(both));
	assert_row_number("alone", clock_samples_intersect(samples, 1).latest, 3);
}

static void contradictions_are_empty(void **state)
{
	const struct clock_sample apart[] = {interval(0, 1), interval(1.5, 3)},
				  touching[] = {interval(0, 1), interval(1, 3)};

	(void)state;
	assert_true(clock_interval_is_empty(clock_samples_intersect(apart, 2)));
	assert_false(clock_interval_is_empty(clock_samples_intersect(touching, 2)));
}

static void frames(void **state)
{
	static const unsigned char whole[] = {0, 0, 0, 3, 'a', 'b', 'c', 'd'};
	struct octets message = {0};

	for (size_t length = 0; length < 7; length++)
		assert_int_equal(clock_frame_read(arena_exact(*state, whole, length), length, &message),
				 CLOCK_FRAME_MORE);
	assert_null(message.bytes);
	assert_int_equal(clock_frame_read(whole, sizeof whole, &message), CLOCK_FRAME_WHOLE);
	assert_int_equal(message.length, 3);
	assert_memory_equal(message.bytes, "abc", 3);
}

static void frames_of_wrong_length(void **state)
{
	static const unsigned char rows[][4] = {
		{0, 0, 0, 0}, {0, 1, 0, 1}, {0x83, 0, 0, 1}, {0xFF, 0xFF, 0xFF, 0xFF}, {'H', 'T', 'T', 'P'},
	};
	static const unsigned char longest[] = {0, 1, 0, 0};
	struct octets message;

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++)
		assert_int_equal(clock_frame_read(rows[i], 4, &message), CLOCK_FRAME_WRONG);
	assert_int_equal(clock_frame_read(longest, 4, &message), CLOCK_FRAME_MORE);
}

static void weekdays(void **state)
{
	(void)state;
	assert_int_equal(calendar_weekday(0), 4);
	assert_int_equal(calendar_weekday(-1), 3);
	assert_int_equal(calendar_weekday(1795353340), 0);
	assert_int_equal(calendar_weekday(1795353340 + 86400), 1);
}

/* No NUL stands behind a value of the wire. */
static void generalized_times_end_where_they_end(void **state)
{
	static const char text[] = "20261122131540.0Z";
	int64_t epoch = -1;

	for (size_t length = 0; length < strlen(text); length++) {
		struct octets value = {arena_exact(*state, text, length), length};

		assert_row_accepted("cut", calendar_generalized(&value, &epoch), false);
	}
	assert_int_equal(epoch, -1);
	assert_null(calendar_generalized(&(struct octets){(const unsigned char *)text, strlen(text)}, &epoch));
	assert_int_equal(epoch, 1795353340);
	assert_non_null(calendar_generalized(&(struct octets){(const unsigned char *)text, sizeof text}, &epoch));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(epochs_in_range),
		TEST(filetimes),
		TEST(a_sample_bounds_the_offset),
		TEST(nanoseconds_survive),
		TEST(samples_are_intersected),
		TEST(contradictions_are_empty),
		TEST(frames),
		TEST(frames_of_wrong_length),
		TEST(weekdays),
		TEST(generalized_times_end_where_they_end),
	};

	return RUN_TESTS(tests);
}
