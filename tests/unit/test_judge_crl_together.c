/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists that belong together, or don't: places of one list, base and delta. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/array.h"
#include "crl_factory.h"
#include "judge/judge_crl.h"

static const struct crl_policy policy = {.unverified = STATUS_UNKNOWN, .replication = CRL_REPLICATION};

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

static struct crl_place place_of(struct arena *arena, struct crl_plan plan)
{
	struct factory_bytes list = crl_factory_list(&plan);
	struct crl_place place = {.uri = "http://pki/ca.crl", .object = "crl1", .fetched = true, .signer = -1};

	place.wrong = crl_parse(arena, &(struct crl_options){0}, list.bytes, list.length, &place.crl, &place.fault);
	assert_null(place.wrong);
	free(list.bytes);
	return place;
}

/* Exactly this one child, or none for CAUSE_NONE; returns its sentence. */
static const char *only(const struct finding *finding, enum status status, enum cause cause)
{
	if (cause == CAUSE_NONE) {
		if (finding->children != NULL)
			fail_msg("%s", finding->children->sentence);
		return "";
	}
	assert_non_null(finding->children);
	assert_null(finding->children->next);
	if (finding->children->cause != cause)
		fail_msg("%s", finding->children->sentence);
	assert_int_equal(finding->children->status, status);
	return finding->children->sentence;
}

/* Two places, the second one with the older list. */
static const struct finding *mirrors(struct arena *arena, const struct crl_place *newer, const struct crl_place *older,
				     int64_t now)
{
	struct findings *findings = findings_create(arena);
	struct finding *const both[] = {finding_add(findings, "crl1", "a"), finding_add(findings, "crl2", "b")};
	const struct crl_place *const places[] = {newer, older};

	judge_crl_mirrors(places, both, 2, &policy, now);
	assert_null(both[0]->children);
	return both[1];
}

static void stale_mirrors(void **state)
{
	struct crl_place newer = place_of(*state, (struct crl_plan){.number = 256});
	struct crl_place older = place_of(*state, (struct crl_plan){.number = 255, .published = FACTORY_NOW - 7 * DAY});
	struct crl_place alien =
		place_of(*state, (struct crl_plan){.number = 2, .no_key_id = true, .issuer_name = CRL_RAW("\x30\x00")});
	const int64_t begin = newer.crl.this_update;
	const struct finding *finding = mirrors(*state, &newer, &older, begin + CRL_REPLICATION + 1);

	assert_string_equal(only(finding, STATUS_WARNING, CAUSE_CRL_STALE_MIRROR),
			    "the list here is older, number 255 instead of 256 at http://pki/ca.crl");
	assert_int_equal(finding_status(mirrors(*state, &newer, &older, begin + CRL_REPLICATION)), STATUS_OK);
	/* numbers between them: it lags; unless delta lists took those, and the older one was not due yet */
	older.crl.number.bytes[older.crl.number.length - 1] -= 2;
	only(mirrors(*state, &newer, &older, begin + 1), STATUS_WARNING, CAUSE_CRL_STALE_MIRROR);
	older.crl.freshest.count = 1;
	assert_int_equal(finding_status(mirrors(*state, &newer, &older, begin + 1)), STATUS_OK);
	older.crl.next_publish = begin - 1;
	only(mirrors(*state, &newer, &older, begin + 1), STATUS_WARNING, CAUSE_CRL_STALE_MIRROR);
	older.crl.number = (struct crl_number){true, 1, {255}};
	older.crl.freshest.count = 0;
	older.crl.next_update = begin + 1;
	only(mirrors(*state, &newer, &older, begin + 1), STATUS_WARNING, CAUSE_CRL_STALE_MIRROR);
	assert_null(mirrors(*state, &newer, &newer, begin + DAY)->children);
	assert_null(mirrors(*state, &newer, &alien, begin + DAY)->children);
	older.crl.number.present = newer.crl.number.present = false;
	only(mirrors(*state, &newer, &older, begin + DAY), STATUS_WARNING, CAUSE_CRL_STALE_MIRROR);
	older.wrong = "is empty";
	assert_null(mirrors(*state, &newer, &older, begin + DAY)->children);
}

static void one_number(void **state)
{
	struct crl_place one = place_of(*state, (struct crl_plan){.number = 5});
	struct crl_place other = place_of(*state, (struct crl_plan){.number = 5, .entries = 1});
	struct crl_place later = place_of(*state, (struct crl_plan){.number = 5, .published = FACTORY_NOW + DAY});

	assert_null(mirrors(*state, &one, &one, FACTORY_NOW)->children);
	assert_non_null(strstr(only(mirrors(*state, &one, &other, FACTORY_NOW), STATUS_WARNING, CAUSE_CRL_NUMBER_TWICE),
			       "the list here has the number 5 as the one at http://pki/ca.crl, but is another"));
	only(mirrors(*state, &one, &later, FACTORY_NOW), STATUS_WARNING, CAUSE_CRL_NUMBER_TWICE);
	one.crl.number.present = other.crl.number.present = false;
	assert_null(mirrors(*state, &one, &other, FACTORY_NOW)->children);
}

static const struct finding *pair(struct arena *arena, struct crl_plan base, struct crl_plan delta)
{
	struct crl_place *places = arena_allocate(arena, 2 * sizeof *places);
	struct finding *finding = finding_add(findings_create(arena), "delta1", "b");

	places[0] = place_of(arena, base);
	delta.delta = true;
	places[1] = place_of(arena, delta);
	judge_crl_delta(&places[0], &places[1], finding);
	return finding;
}

/* RFC 5280 5.2.4 */
static void base_and_delta(void **state)
{
	autofree(X509) *renewed = factory_ca(
		(struct factory_plan){.subject = "/DC=test/DC=corp/CN=CORP-CA", .key = FACTORY_KEY_CA_RENEWED});
	const struct crl_plan base = {.number = 10};

	only(pair(*state, base, (struct crl_plan){.number = 11, .base_number = 10}), 0, CAUSE_NONE);
	only(pair(*state, base, (struct crl_plan){.number = 10, .base_number = 9}), 0, CAUSE_NONE);
	only(pair(*state, base, (struct crl_plan){.number = 12, .base_number = 11}), STATUS_CRITICAL,
	     CAUSE_CRL_DELTA_MISMATCH);
	only(pair(*state, base, (struct crl_plan){.number = 9, .base_number = 8}), STATUS_WARNING,
	     CAUSE_CRL_DELTA_STALE);
	only(pair(*state, base, (struct crl_plan){.number = 11, .base_number = 10, .issuer = renewed}), STATUS_CRITICAL,
	     CAUSE_CRL_DELTA_MISMATCH);
	only(pair(*state, base,
		  (struct crl_plan){.number = 11,
				    .base_number = 10,
				    .extensions = CRL_RAW(
					    "\x30\x0F\x06\x03\x55\x1D\x1C\x01\x01\xFF\x04\x05\x30\x03\x81\x01\xFF")}),
	     STATUS_CRITICAL, CAUSE_CRL_DELTA_MISMATCH);
	only(pair(*state, base, (struct crl_plan){.number = 11, .base_number = 10, .issuer_name = CRL_RAW("\x30\x00")}),
	     STATUS_CRITICAL, CAUSE_CRL_DELTA_MISMATCH);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, arena_make, arena_drop)

int main(void)
{
	const struct CMUnitTest tests[] = {TEST(stale_mirrors), TEST(one_number), TEST(base_and_delta)};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
