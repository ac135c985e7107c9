/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What else can be wrong with a list: signer, scope, form, revoked certificates. */
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

/* The place of that list, verified with the candidates. */
static struct crl_place place_of(struct arena *arena, struct crl_plan plan, const struct certificate_set *candidates)
{
	struct factory_bytes list = crl_factory_list(&plan);
	struct crl_place place = {.uri = "http://pki/ca.crl",
				  .object = "crl1",
				  .fetched = true,
				  .candidates = candidates,
				  .signer = -1,
				  .expected = candidates != NULL ? candidates->count : 0};

	place.wrong = crl_parse(arena, &(struct crl_options){0}, list.bytes, list.length, &place.crl, &place.fault);
	assert_null(place.wrong);
	if (candidates != NULL)
		place.signer = crl_find_signer(arena, &place.crl, candidates);
	free(list.bytes);
	return place;
}

static struct finding *judge_at(struct arena *arena, const struct crl_place *place, int64_t now)
{
	struct crl_place *copy = arena_allocate(arena, sizeof *copy);
	struct finding *finding = finding_add(findings_create(arena), "crl1", "http://pki/ca.crl");

	*copy = *place;
	judge_crl(copy, &policy, now, finding);
	return finding;
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

static X509 *ca_with(enum factory_key key, const char *usage)
{
	return factory_ca(
		(struct factory_plan){.subject = "/DC=test/DC=corp/CN=CORP-CA", .key = key, .key_usage = usage});
}

static struct certificate_set set_of(struct arena *arena, X509 *one, X509 *other)
{
	X509 *const all[] = {one, other};

	return factory_set(arena, all, other != NULL ? 2 : 1);
}

static void who_signed_it(void **state)
{
	autofree(X509) *renewed = ca_with(FACTORY_KEY_CA_RENEWED, NULL),
		       *powerless = ca_with(FACTORY_KEY_CA, "keyCertSign");
	autofree(X509) *stranger =
		factory_ca((struct factory_plan){.subject = "/CN=OTHER-CA", .key = FACTORY_KEY_ROOT});
	X509 *ca = crl_factory_ca();
	struct certificate_set good = set_of(*state, ca, NULL), new = set_of(*state, renewed, NULL),
			       other = set_of(*state, stranger, NULL), weak = set_of(*state, powerless, NULL);
	struct crl_plan old_key = {0}, forged = {.key = FACTORY_KEY_ROOT};
	struct crl_place place = place_of(*state, old_key, &good);

	only(judge_at(*state, &place, FACTORY_NOW), 0, CAUSE_NONE);
	place = place_of(*state, old_key, NULL);
	only(judge_at(*state, &place, FACTORY_NOW), STATUS_UNKNOWN, CAUSE_CRL_NOT_CHECKABLE);
	place = place_of(*state, forged, &good);
	only(judge_at(*state, &place, FACTORY_NOW), STATUS_CRITICAL, CAUSE_CRL_SIGNATURE);
	place = place_of(*state, old_key, &new);
	assert_non_null(strstr(only(judge_at(*state, &place, FACTORY_NOW), STATUS_CRITICAL, CAUSE_CRL_OLD_KEY),
			       "made with key 0 of the CA"));
	place = place_of(*state, old_key, &other);
	assert_string_equal(only(judge_at(*state, &place, FACTORY_NOW), STATUS_CRITICAL, CAUSE_CRL_WRONG_ISSUER),
			    "the list was issued by CN=CORP-CA, DC=corp, DC=test, not by CN=OTHER-CA");
	place = place_of(*state, (struct crl_plan){.issuer = ca, .key = FACTORY_KEY_ROOT}, &other);
	only(judge_at(*state, &place, FACTORY_NOW), STATUS_CRITICAL, CAUSE_CRL_WRONG_ISSUER);
	place = place_of(*state, old_key, &weak);
	only(judge_at(*state, &place, FACTORY_NOW), STATUS_CRITICAL, CAUSE_CRL_SIGNATURE);
	place = place_of(*state, (struct crl_plan){.algorithm = CRL_RAW("\x30\x05\x06\x03\x2A\x03\x04")}, &good);
	only(judge_at(*state, &place, FACTORY_NOW), STATUS_UNKNOWN, CAUSE_CRL_NOT_CHECKABLE);
}

/* Both certificates of the CA are at hand: which key must it be? That of the certificate that names the place. */
static void the_key_of_a_renewed_ca(void **state)
{
	autofree(X509) *renewed = ca_with(FACTORY_KEY_CA_RENEWED, NULL);
	struct certificate_set both = set_of(*state, crl_factory_ca(), renewed);
	struct crl_namer namers[] = {{.issuer = 0}, {.issuer = 1}, {.issuer = 1}};
	struct crl_place place = place_of(*state, (struct crl_plan){0}, &both);

	only(judge_at(*state, &place, FACTORY_NOW), 0, CAUSE_NONE);
	place.namers = namers;
	place.namer_count = 1;
	only(judge_at(*state, &place, FACTORY_NOW), 0, CAUSE_NONE);
	/* it must be the key of each that names the place; what is wrong for several is told once */
	place.namer_count = ARRAY_LENGTH(namers);
	only(judge_at(*state, &place, FACTORY_NOW), STATUS_CRITICAL, CAUSE_CRL_OLD_KEY);
	place.crl.scope.indirect = true;
	only(judge_at(*state, &place, FACTORY_NOW), 0, CAUSE_NONE);
}

/* Certificates that came from elsewhere say nothing about a list that nobody expects to be theirs. */
static void a_ca_that_nobody_gave(void **state)
{
	autofree(X509) *renewed = ca_with(FACTORY_KEY_CA_RENEWED, NULL);
	autofree(X509) *stranger =
		factory_ca((struct factory_plan){.subject = "/CN=OTHER-CA", .key = FACTORY_KEY_ROOT});
	struct certificate_set other = set_of(*state, stranger, NULL), new = set_of(*state, renewed, NULL),
			       good = set_of(*state, crl_factory_ca(), NULL);
	struct certificate named = good.certificates[0];
	struct crl_namer namer = {.certificate = &named, .issuer = -1};
	struct crl_place place = place_of(*state, (struct crl_plan){0}, &other);

	place.expected = 0;
	assert_string_equal(only(judge_at(*state, &place, FACTORY_NOW), STATUS_UNKNOWN, CAUSE_CRL_NOT_CHECKABLE),
			    "was not checked: no certificate of CN=CORP-CA, DC=corp, DC=test is at hand");
	place = place_of(*state, (struct crl_plan){.key = FACTORY_KEY_ROOT}, &good);
	place.expected = 0;
	only(judge_at(*state, &place, FACTORY_NOW), STATUS_CRITICAL, CAUSE_CRL_SIGNATURE);
	/* named by a certificate of the old key, while only the new one's CA certificate is at hand */
	place = place_of(*state, (struct crl_plan){0}, &new);
	named.authority_key_id = place.crl.authority_key_id;
	named.issuer_name = place.crl.issuer_name;
	place.namers = &namer;
	place.namer_count = 1;
	only(judge_at(*state, &place, FACTORY_NOW), STATUS_UNKNOWN, CAUSE_CRL_NOT_CHECKABLE);
	named.authority_key_id = new.certificates[0].subject_key_id;
	only(judge_at(*state, &place, FACTORY_NOW), STATUS_CRITICAL, CAUSE_CRL_OLD_KEY);
}

static void what_came_instead(void **state)
{
	static const struct {
		enum crl_fault fault;
		const char *wrong, *sentence;
		enum cause cause;
	} rows[] = {
		{CRL_EMPTY, "is empty", "is empty", CAUSE_CRL_EMPTY},
		{CRL_HTML, "is not a CRL: a web page", "is not a CRL: a web page", CAUSE_CRL_NOT_CRL},
		{CRL_COMPRESSED, "is not a CRL: gzip", "is not a CRL: gzip", CAUSE_CRL_GZIP},
		{CRL_NOT_CRL, "is not a CRL: x", "is not a CRL: x", CAUSE_CRL_NOT_CRL},
		{CRL_TRUNCATED, "ends after 5 of 9 bytes", "is truncated: it ends after 5 of 9 bytes",
		 CAUSE_CRL_TRUNCATED},
		{CRL_TOO_LARGE, "has 9 bytes", "is too large: it has 9 bytes", CAUSE_CRL_TOO_LARGE},
		{CRL_MALFORMED, "x (at byte 1)", "is malformed: x (at byte 1)", CAUSE_CRL_MALFORMED},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct crl_place place = {
			.uri = "u", .object = "crl1", .fetched = true, .wrong = rows[i].wrong, .fault = rows[i].fault};
		struct finding *finding = judge_at(*state, &place, FACTORY_NOW);

		assert_int_equal(finding->status, STATUS_CRITICAL);
		assert_int_equal(finding->cause, rows[i].cause);
		assert_string_equal(finding->sentence, rows[i].sentence);
		assert_null(finding->measures);
	}
}

static void form_kind_and_extensions(void **state)
{
	struct certificate_set good = set_of(*state, crl_factory_ca(), NULL);
	struct crl_place place = place_of(*state, (struct crl_plan){0}, &good), changed = place;

	changed.crl.was_pem = true;
	only(judge_at(*state, &changed, FACTORY_NOW), STATUS_WARNING, CAUSE_CRL_PEM);
	changed = place;
	changed.crl.trailing = 2;
	only(judge_at(*state, &changed, FACTORY_NOW), STATUS_WARNING, CAUSE_CRL_TRAILING);
	changed = place;
	changed.crl.empty_list = true;
	only(judge_at(*state, &changed, FACTORY_NOW), STATUS_WARNING, CAUSE_CRL_MALFORMED);
	changed = place;
	changed.crl.bad_next_publish = true;
	only(judge_at(*state, &changed, FACTORY_NOW), STATUS_WARNING, CAUSE_CRL_MALFORMED);
	changed = place;
	changed.crl.unknown_critical = "1.2.3";
	only(judge_at(*state, &changed, FACTORY_NOW), STATUS_CRITICAL, CAUSE_CRL_CRITICAL_EXTENSION);
	changed = place;
	changed.crl.unknown_critical_entry = "1.2.3";
	only(judge_at(*state, &changed, FACTORY_NOW), STATUS_CRITICAL, CAUSE_CRL_CRITICAL_EXTENSION);
	changed = place;
	changed.crl.is_delta = true;
	only(judge_at(*state, &changed, FACTORY_NOW), STATUS_CRITICAL, CAUSE_CRL_DELTA_MISMATCH);
	changed.delta = true;
	only(judge_at(*state, &changed, FACTORY_NOW), 0, CAUSE_NONE);
	changed.crl.is_delta = false;
	only(judge_at(*state, &changed, FACTORY_NOW), STATUS_CRITICAL, CAUSE_CRL_DELTA_MISMATCH);
}

static void what_it_covers(void **state)
{
	const char *here[] = {"http://pki/ca(1).crl"}, *there[] = {"http://PKI/ca(1).crl"},
		   *elsewhere[] = {"http://pki/ca.crl"};
	struct certificate_set good = set_of(*state, crl_factory_ca(), NULL);
	struct crl_place place = place_of(*state, (struct crl_plan){0}, &good);
	const struct distribution_point point = {.uris = {here, 1}};
	const struct certificate user = {.is_ca = false}, ca = {.is_ca = true};
	struct crl_namer namer = {.certificate = &user, .point = &point, .issuer = -1};

	place.namers = &namer;
	place.namer_count = 1;
	place.crl.scope = (struct crl_scope){.present = true, .critical = true, .only_user = true, .uris = {there, 1}};
	only(judge_at(*state, &place, FACTORY_NOW), 0, CAUSE_NONE);
	namer.certificate = &ca;
	only(judge_at(*state, &place, FACTORY_NOW), STATUS_CRITICAL, CAUSE_CRL_SCOPE);
	place.crl.scope.only_user = false;
	place.crl.scope.only_ca = true;
	only(judge_at(*state, &place, FACTORY_NOW), 0, CAUSE_NONE);
	namer.certificate = &user;
	only(judge_at(*state, &place, FACTORY_NOW), STATUS_CRITICAL, CAUSE_CRL_SCOPE);
	place.crl.scope = (struct crl_scope){.present = true, .critical = true, .only_attribute = true};
	only(judge_at(*state, &place, FACTORY_NOW), STATUS_CRITICAL, CAUSE_CRL_SCOPE);
	place.crl.scope = (struct crl_scope){.present = true, .critical = true, .uris = {elsewhere, 1}};
	assert_string_equal(only(judge_at(*state, &place, FACTORY_NOW), STATUS_CRITICAL, CAUSE_CRL_SCOPE),
			    "the list is for another distribution point: http://pki/ca.crl");
	namer.point = NULL;
	only(judge_at(*state, &place, FACTORY_NOW), 0, CAUSE_NONE);
	namer.point = &point;
	place.crl.scope = (struct crl_scope){.present = true, .critical = true, .only_some_reasons = true};
	only(judge_at(*state, &place, FACTORY_NOW), STATUS_WARNING, CAUSE_CRL_SCOPE);
}

static void who_is_revoked(void **state)
{
	struct crl_hit hit = {.serial = 0, .date = FACTORY_NOW - DAY, .reason = 1};
	const struct crl_hit removed = {.serial = 0, .reason = CRL_REASON_REMOVE};
	const struct crl delta = {.hits = &removed, .hit_count = 1};
	struct certificate_set good = set_of(*state, crl_factory_ca(), NULL);
	struct crl_place place = place_of(*state, (struct crl_plan){0}, &good);

	text_list_add(*state, &place.serial_names, "CN=web");
	place.crl.hits = &hit;
	place.crl.hit_count = 1;
	assert_string_equal(only(judge_at(*state, &place, FACTORY_NOW), STATUS_CRITICAL, CAUSE_CRL_REVOKED),
			    "CN=web was revoked at 2027-01-14 08:00 UTC (keyCompromise)");
	hit.reason = CRL_REASON_HOLD;
	assert_string_equal(only(judge_at(*state, &place, FACTORY_NOW), STATUS_CRITICAL, CAUSE_CRL_REVOKED),
			    "CN=web was put on hold at 2027-01-14 08:00 UTC (certificateHold)");
	place.delta_list = &delta;
	assert_int_equal(finding_status(judge_at(*state, &place, FACTORY_NOW)), STATUS_OK);
	place.delta_list = NULL;
	hit.other_issuer = true;
	assert_int_equal(finding_status(judge_at(*state, &place, FACTORY_NOW)), STATUS_UNKNOWN);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, arena_make, arena_drop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(who_signed_it),     TEST(the_key_of_a_renewed_ca),  TEST(a_ca_that_nobody_gave),
		TEST(what_came_instead), TEST(form_kind_and_extensions), TEST(what_it_covers),
		TEST(who_is_revoked),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
