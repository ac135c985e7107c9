/* SPDX-License-Identifier: GPL-3.0-or-later */
/* FILETIMEs, periods, log-on hours. */
#include "suite.h"

#include <time.h>

#include "ad/ad_time.h"
#include "core/calendar.h"
#include "core/text.h"

static struct octets text_octets(struct arena *arena, const char *text)
{
	return (struct octets){(unsigned char *)arena_copy(arena, text, strlen(text)), strlen(text)};
}

static struct octets hex_octets(struct arena *arena, const char *digits)
{
	size_t length = strlen(digits) / 2;
	unsigned char *bytes = arena_allocate(arena, length);

	for (size_t i = 0; i < length; i++)
		bytes[i] = (unsigned char)strtoul((char[]){digits[2 * i], digits[2 * i + 1], 0}, NULL, 16);
	return (struct octets){bytes, length};
}

static void filetimes(void **state)
{
	(void)state;
	assert_true(ad_time_epoch(0) == -INT64_C(11644473600));
	assert_true(ad_time_epoch(INT64_C(116444736000000000)) == 0);
	assert_true(ad_time_epoch(INT64_C(116444736009999999)) == 0);
	assert_true(ad_time_epoch(INT64_C(116444736010000000)) == 1);
	assert_true(ad_time_epoch(INT64_C(116444735999999999)) == -1);
	assert_true(ad_time_epoch(INT64_MAX) == INT64_C(910692730085));
	assert_true(ad_time_epoch(INT64_MIN) == -INT64_C(933981677286));
	assert_true(ad_time_epoch(-1) == -INT64_C(11644473601));
}

static void periods(void **state)
{
	static const struct {
		const char *hex;
		int64_t seconds; /* -1: refused */
	} rows[] = {
		{"0080720E5DC2FDFF", INT64_C(730) * 86400}, /* two years */
		{"004039872EE1FEFF", INT64_C(365) * 86400}, /* one year */
		{"0080A60AFFDEFFFF", INT64_C(42) * 86400},  /* six weeks */
		{"806967FFFFFFFFFF", 1},
		{"FFFFFFFFFFFFFFFF", 0},
		{"0000000000000000", 0},
		{"0000000000000080", INT64_C(922337203685)},
		{"0100000000000000", -1},
		{"FFFFFFFFFFFFFF7F", -1},
		{"0080720E5DC2FD", -1},
		{"0080720E5DC2FDFF00", -1},
		{"", -1},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct octets value = hex_octets(*state, rows[i].hex);
		int64_t seconds = -1;

		assert_row_accepted(rows[i].hex, ad_time_period(&value, &seconds), rows[i].seconds >= 0);
		assert_row_int(rows[i].hex, seconds, rows[i].seconds);
	}
}

static void generalized_times(void **state)
{
	static const struct {
		const char *text;
		int64_t epoch;
	} rows[] = {
		{"20261122131028.0Z", 1795353028},
		{"20261122131028Z", 1795353028},
		{"20261122131028.999Z", 1795353028},
		{"20261122131028,5Z", 1795353028},
		{"19700101000000.0Z", 0},
		{"16010101000000.0Z", -INT64_C(11644473600)},
		{"20240229235959.0Z", 1709251199},
		{"00010101000000.0Z", -INT64_C(62135596800)},
		{"99991231235959.0Z", INT64_C(253402300799)},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct octets value = text_octets(*state, rows[i].text);
		int64_t epoch = -7;

		assert_row_accepted(rows[i].text, calendar_generalized(&value, &epoch), true);
		assert_row_int(rows[i].text, epoch, rows[i].epoch);
	}
}

/* Every day of some centuries as the C library counts them. */
static void days_are_those_of_the_calendar(void **state)
{
	for (int64_t day = -INT64_C(140000); day < 60000; day += 13) {
		time_t expected = (time_t)(day * 86400 + 3661);
		struct tm parts;
		struct octets value;
		int64_t epoch = 0;
		char text[32];

		assert_non_null(gmtime_r(&expected, &parts));
		strftime(text, sizeof text, "%Y%m%d%H%M%S.0Z", &parts);
		value = text_octets(*state, text);
		assert_row_accepted(text, calendar_generalized(&value, &epoch), true);
		assert_row_int(text, epoch, expected);
	}
}

static void generalized_times_that_are_none(void **state)
{
	static const char *const rows[] = {
		"",
		"Z",
		"20261122131028",
		"20261122131028.0",
		"20261122131028.Z",
		"20261122131028.0Zx",
		"20261122131028.0ZZ",
		"20261122131028+0100",
		"2026112213102.0Z",
		"202611221310280.0Z",
		"20260022131028.0Z",
		"20261322131028.0Z",
		"20261100131028.0Z",
		"20261131131028.0Z",
		"20260229131028.0Z",
		"20261122241028.0Z",
		"20261122136028.0Z",
		"20261122131060.0Z",
		"-0261122131028.0Z",
		"2026-11-22T13:10Z",
	};
	const struct octets nul = {(const unsigned char *)"20261122131028Z\0Z", 17};
	int64_t epoch = -7;

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct octets value = text_octets(*state, rows[i]);

		assert_row_accepted(rows[i], calendar_generalized(&value, &epoch), false);
		assert_row_int(rows[i], epoch, -7);
	}
	assert_non_null(calendar_generalized(&nul, &epoch));
}

/* 2026-11-22 was a Sunday: 1795305600 is its midnight. */
static const int64_t sunday = 1795305600;

static void each_hour_has_its_bit(void **state)
{
	(void)state;
	for (int hour = 0; hour < 168; hour++) {
		unsigned char hours[AD_LOGON_HOURS] = {0};
		int64_t begin = sunday + hour * INT64_C(3600);

		hours[hour / 8] = (unsigned char)(1 << hour % 8);
		assert_false(ad_logon_hours_allow(hours, begin - 1));
		assert_true(ad_logon_hours_allow(hours, begin));
		assert_true(ad_logon_hours_allow(hours, begin + 3599));
		assert_false(ad_logon_hours_allow(hours, begin + 3600));
		assert_true(ad_logon_hours_change(hours, begin) == begin + 3600);
		assert_true(ad_logon_hours_change(hours, begin + 3599) == begin + 3600);
		assert_true(ad_logon_hours_change(hours, begin + 3600) == begin + INT64_C(168) * 3600);
		assert_true(ad_logon_hours_change(hours, begin - 1) == begin);
		/* before 1970 alike: 4000 weeks earlier */
		assert_true(ad_logon_hours_allow(hours, begin - INT64_C(4000) * 604800));
		assert_false(ad_logon_hours_allow(hours, begin - INT64_C(4000) * 604800 - 1));
	}
}

static void hours_that_never_change(void **state)
{
	unsigned char always[AD_LOGON_HOURS], never[AD_LOGON_HOURS] = {0};

	(void)state;
	memset(always, 0xFF, sizeof always);
	assert_true(ad_logon_hours_allow(always, sunday));
	assert_false(ad_logon_hours_allow(never, sunday));
	assert_int_equal(ad_logon_hours_change(always, sunday), 0);
	assert_int_equal(ad_logon_hours_change(never, sunday + 1), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(filetimes),
		TEST(periods),
		TEST(generalized_times),
		TEST(days_are_those_of_the_calendar),
		TEST(generalized_times_that_are_none),
		TEST(each_hour_has_its_bit),
		TEST(hours_that_never_change),
	};

	return RUN_TESTS(tests);
}
