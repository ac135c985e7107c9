/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When a list is fresh: at fixed moments, each limit from both sides. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/array.h"
#include "judge/judge_crl.h"

enum { MINUTE = 60, HOUR = 3600, DAY = 86400 };

#define PUBLISHED INT64_C(1795352400) /* 2026-11-22 13:00 UTC */

static const struct crl_policy automatic = {.unverified = STATUS_OK, .replication = CRL_REPLICATION};

static int arena_make(void **state)
{
	*state = arena_create("out of memory\n");
	return *state == NULL;
}

static int arena_drop(void **state)
{
	arena_destroy(*state);
	return 0;
}

/* AD CS, base list: a week and 12 hours of overlap, dated back by 10 minutes. */
static struct crl_place weekly(void)
{
	return (struct crl_place){.uri = "http://pki/ca.crl",
				  .object = "crl1",
				  .fetched = true,
				  .signer = -1,
				  .crl = {.size = 45000,
					  .version = 2,
					  .issuer = "CN=CORP-CA",
					  .entries = 1000,
					  .this_update = PUBLISHED - 10 * MINUTE,
					  .next_update = PUBLISHED + 7 * DAY + 12 * HOUR,
					  .has_next_update = true,
					  .has_next_publish = true,
					  .next_publish = PUBLISHED + 7 * DAY,
					  .number = {true, 1, {41}},
					  .signature = {.algorithm = "sha256WithRSAEncryption"}}};
}

static struct finding *judge(struct arena *arena, const struct crl_place *place, const struct crl_policy *policy,
			     int64_t now)
{
	struct findings *findings = findings_create(arena);
	struct finding *finding = finding_add(findings, place->object, place->uri);
	struct crl_place *copy = arena_allocate(arena, sizeof *copy);

	*copy = *place;
	/* no signature: these tests are about the rest */
	copy->crl.signature.method = CRL_SIGNATURE_DIGEST;
	judge_crl(copy, policy, now, finding);
	return finding;
}

static enum status status_at(struct arena *arena, const struct crl_place *place, const struct crl_policy *policy,
			     int64_t now)
{
	return finding_status(judge(arena, place, policy, now));
}

static const struct measure *measure_of(const struct finding *finding, const char *label)
{
	for (const struct measure *measure = finding->measures; measure != NULL; measure = measure->next)
		if (strcmp(measure->label, label) == 0)
			return measure;
	return NULL;
}

/* A default list is OK as long as the CA does its work, and a missed publication is WARNING within the hour. */
static void a_healthy_week(void **state)
{
	struct crl_place place = weekly();

	for (int64_t now = PUBLISHED; now <= PUBLISHED + 7 * DAY; now += 10 * MINUTE)
		assert_int_equal(status_at(*state, &place, &automatic, now), STATUS_OK);
	assert_int_equal(status_at(*state, &place, &automatic, PUBLISHED + 7 * DAY + HOUR), STATUS_WARNING);
}

static void boundaries_of_a_weekly_list(void **state)
{
	static const struct {
		int64_t moment; /* since the publication */
		enum status before, after;
	} rows[] = {
		{7 * DAY + 36 * MINUTE + 1, STATUS_OK, STATUS_WARNING}, /* 5 % of 12 hours */
		{7 * DAY + 8 * HOUR + 1, STATUS_WARNING, STATUS_CRITICAL},
		{7 * DAY + 12 * HOUR, STATUS_CRITICAL, STATUS_CRITICAL},
	};
	struct crl_place place = weekly();

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		assert_int_equal(status_at(*state, &place, &automatic, PUBLISHED + rows[i].moment - 1), rows[i].before);
		assert_int_equal(status_at(*state, &place, &automatic, PUBLISHED + rows[i].moment), rows[i].after);
	}
}

static void a_daily_delta_list(void **state)
{
	struct crl_place place = weekly();
	const struct crl_policy absolute = {.left = {{.value = 2 * DAY, .given = true}, {.value = DAY, .given = true}}};

	place.delta = true;
	place.crl.is_delta = true;
	place.crl.next_publish = PUBLISHED + DAY;
	place.crl.next_update = PUBLISHED + DAY + 2 * HOUR;
	for (int64_t after = 0; after <= DAY + 15 * MINUTE; after += 5 * MINUTE)
		assert_int_equal(status_at(*state, &place, &automatic, PUBLISHED + after), STATUS_OK);
	assert_int_equal(status_at(*state, &place, &automatic, PUBLISHED + DAY + 15 * MINUTE + 1), STATUS_WARNING);
	assert_int_equal(status_at(*state, &place, &automatic, PUBLISHED + DAY + 80 * MINUTE), STATUS_WARNING);
	assert_int_equal(status_at(*state, &place, &automatic, PUBLISHED + DAY + 80 * MINUTE + 1), STATUS_CRITICAL);
	/* limits in days are for base lists */
	assert_int_equal(status_at(*state, &place, &absolute, PUBLISHED), STATUS_OK);
}

/* Less overlap than grace: CRITICAL at a third of it, and without any the end alone counts. */
static void short_overlaps(void **state)
{
	struct crl_place place = weekly();

	place.crl.next_update = place.crl.next_publish + 15 * MINUTE;
	assert_int_equal(status_at(*state, &place, &automatic, place.crl.next_update - 5 * MINUTE), STATUS_OK);
	assert_int_equal(status_at(*state, &place, &automatic, place.crl.next_update - 5 * MINUTE + 1),
			 STATUS_CRITICAL);
	place.crl.next_update = place.crl.next_publish;
	assert_int_equal(status_at(*state, &place, &automatic, place.crl.next_update - 1), STATUS_OK);
	assert_int_equal(status_at(*state, &place, &automatic, place.crl.next_update), STATUS_CRITICAL);
	assert_non_null(judge(*state, &place, &automatic, PUBLISHED)->notes);
}

static void without_next_publish(void **state)
{
	struct crl_place place = weekly();

	place.crl.has_next_publish = false;
	place.crl.this_update = PUBLISHED;
	place.crl.next_update = PUBLISHED + 100 * HOUR;
	assert_int_equal(status_at(*state, &place, &automatic, PUBLISHED + 90 * HOUR), STATUS_OK);
	assert_int_equal(status_at(*state, &place, &automatic, PUBLISHED + 90 * HOUR + 1), STATUS_WARNING);
	assert_int_equal(status_at(*state, &place, &automatic, PUBLISHED + 95 * HOUR), STATUS_WARNING);
	assert_int_equal(status_at(*state, &place, &automatic, PUBLISHED + 95 * HOUR + 1), STATUS_CRITICAL);
}

static void what_the_user_says(void **state)
{
	struct crl_place place = weekly();
	const int64_t end = place.crl.next_update;
	const struct crl_policy both = {.left = {{.value = 2 * DAY, .given = true}, {.value = DAY, .given = true}}};
	const struct crl_policy late = {.left = {.warning = {.value = HOUR, .given = true}}};
	const struct crl_policy early = {.left = {.critical = {.value = 3 * DAY, .given = true}}};
	const struct crl_policy share = {
		.left = {{.value = 50, .percent = true, .given = true}, {.value = 25, .percent = true, .given = true}}};

	assert_int_equal(status_at(*state, &place, &both, end - 2 * DAY), STATUS_OK);
	assert_int_equal(status_at(*state, &place, &both, end - 2 * DAY + 1), STATUS_WARNING);
	assert_int_equal(status_at(*state, &place, &both, end - DAY + 1), STATUS_CRITICAL);
	/* a later -w draws the usual CRITICAL after it, an earlier -c the usual WARNING */
	assert_int_equal(status_at(*state, &place, &late, end - HOUR), STATUS_OK);
	assert_int_equal(status_at(*state, &place, &late, end - HOUR + 1), STATUS_CRITICAL);
	assert_int_equal(status_at(*state, &place, &early, end - 3 * DAY), STATUS_OK);
	assert_int_equal(status_at(*state, &place, &early, end - 3 * DAY + 1), STATUS_CRITICAL);
	place.crl.this_update = end - 100 * HOUR;
	assert_int_equal(status_at(*state, &place, &share, end - 50 * HOUR), STATUS_OK);
	assert_int_equal(status_at(*state, &place, &share, end - 50 * HOUR + 1), STATUS_WARNING);
	assert_int_equal(status_at(*state, &place, &share, end - 25 * HOUR + 1), STATUS_CRITICAL);
	place.delta = place.crl.is_delta = true;
	assert_int_equal(status_at(*state, &place, &share, end - 25 * HOUR + 1), STATUS_CRITICAL);
}

static void sentences_name_the_moment(void **state)
{
	static const struct {
		int64_t after;
		enum cause cause;
		const char *sentence;
	} rows[] = {
		{0, CAUSE_NONE,
		 "expires in 7 days (2026-11-30 01:00 UTC), the next one is due at 2026-11-29 13:00 UTC, "
		 "number 41, 1000 entries"},
		{7 * DAY + HOUR, CAUSE_CRL_PUBLICATION_MISSED,
		 "the CA missed its publication of 2026-11-29 13:00 UTC: "
		 "the list expires in 11 hours (2026-11-30 01:00 UTC)"},
		{7 * DAY + 14 * HOUR, CAUSE_CRL_EXPIRED,
		 "the CA missed its publication of 2026-11-29 13:00 UTC: "
		 "the list expired 2 hours ago (2026-11-30 01:00 UTC)"},
	};
	struct crl_place place = weekly();

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct finding *finding = judge(*state, &place, &automatic, PUBLISHED + rows[i].after);

		assert_string_equal(finding->sentence, rows[i].sentence);
		assert_int_equal(finding->cause, rows[i].cause);
	}
	assert_string_equal(judge_crl_summary(*state, &place, PUBLISHED),
			    "CRL expires in 7 days (2026-11-30 01:00 UTC)");
}

static void the_perfdata(void **state)
{
	struct crl_place place = weekly();
	struct finding *finding = judge(*state, &place, &automatic, PUBLISHED);
	const struct measure *remaining = measure_of(finding, "crl1_remaining");

	assert_true(remaining->value == 7 * DAY + 12 * HOUR);
	assert_string_equal(remaining->warning, "41040:"); /* 12 hours - 36 minutes */
	assert_string_equal(remaining->critical, "14400:");
	assert_true(measure_of(finding, "crl1_size")->value == 45000);
	assert_true(measure_of(finding, "crl1_number")->value == 41);
	assert_true(measure_of(finding, "crl1_entries")->value == 1000);
	assert_non_null(measure_of(finding, "crl1_used"));
	assert_true(finding->has_not_after);
	place.crl.header_only = true;
	place.crl.predicted_size = 123;
	finding = judge(*state, &place, &automatic, PUBLISHED);
	assert_true(measure_of(finding, "crl1_size")->value == 123);
	assert_null(measure_of(finding, "crl1_number"));
	assert_null(measure_of(finding, "crl1_entries"));
}

static void dates_that_are_wrong(void **state)
{
	struct crl_place place = weekly();
	const struct finding *finding = judge(*state, &place, &automatic, place.crl.this_update - 1);

	assert_int_equal(finding->children->cause, CAUSE_CRL_FUTURE);
	assert_string_equal(finding->children->sentence,
			    "thisUpdate is 1 second in the future (2026-11-22 12:50 UTC): the "
			    "clocks of CA and monitor differ by 10 minutes or more");
	assert_int_equal(finding_status(finding), STATUS_CRITICAL);
	assert_int_equal(status_at(*state, &place, &automatic, place.crl.this_update), STATUS_OK);
	place.crl.next_update = place.crl.this_update;
	assert_int_equal(status_at(*state, &place, &automatic, place.crl.this_update - 100), STATUS_CRITICAL);
	place = weekly();
	place.crl.has_next_update = false;
	finding = judge(*state, &place, &automatic, PUBLISHED);
	assert_int_equal(finding_status(finding), STATUS_WARNING);
	assert_int_equal(finding->cause, CAUSE_CRL_NO_NEXT_UPDATE);
	assert_null(measure_of(finding, "crl1_remaining"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, arena_make, arena_drop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_healthy_week),
		TEST(boundaries_of_a_weekly_list),
		TEST(a_daily_delta_list),
		TEST(short_overlaps),
		TEST(without_next_publish),
		TEST(what_the_user_says),
		TEST(sentences_name_the_moment),
		TEST(the_perfdata),
		TEST(dates_that_are_wrong),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
