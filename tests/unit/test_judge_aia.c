/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Is the issuer's certificate behind the URL? At a fixed time, with certificates made in the test. */
#include "suite.h"

#include "certificate_factory.h"
#include "judge/judge_aia.h"

#define NOW FACTORY_NOW

/* A CA, a certificate of it, and what may lie behind the URL instead. */
struct stage {
	struct arena *arena;
	X509 *ca, *leaf;
	struct certificate certificate;
};

static int stage_begin(void **state)
{
	struct stage *stage = calloc(1, sizeof *stage);

	if (stage == NULL)
		return 1;
	*state = stage;
	stage->arena = arena_create("out of memory\n");
	stage->ca = factory_ca((struct factory_plan){0});
	stage->leaf = factory_signing((struct factory_plan){.signed_by = stage->ca, .signing_key = FACTORY_KEY_CA});
	stage->certificate = factory_facts(stage->arena, stage->leaf);
	return 0;
}

static int stage_end(void **state)
{
	struct stage *stage = *state;

	X509_free(stage->ca);
	X509_free(stage->leaf);
	arena_destroy(stage->arena);
	free(stage);
	return 0;
}

static struct aia_place place_of(const struct stage *stage, struct certificate_set set)
{
	return (struct aia_place){.uri = "http://pki.test/ca.crt",
				  .object = "aia1",
				  .fetched = true,
				  .set = set,
				  .certificate = &stage->certificate};
}

/* A place that delivers these bytes. */
static struct aia_place place_read(const struct stage *stage, struct factory_bytes bytes)
{
	struct aia_place place = place_of(stage, (struct certificate_set){0});

	place.wrong = certificate_set_parse(stage->arena, bytes.bytes, bytes.length, &place.set, &place.fault);
	free(bytes.bytes);
	return place;
}

static struct aia_place place_with(const struct stage *stage, X509 *x509)
{
	return place_read(stage, factory_der(x509));
}

static struct finding *judge_at(struct arena *arena, const struct aia_place *place, int64_t now)
{
	struct finding *finding = finding_add(findings_create(arena), "aia1", "Issuer's certificate");
	struct aia_place *kept = arena_allocate(arena, sizeof *kept);

	*kept = *place;
	judge_aia(kept, now, finding);
	return finding;
}

static struct finding *judge(const struct stage *stage, const struct aia_place *place)
{
	return judge_at(stage->arena, place, NOW);
}

static const struct finding *child(const struct finding *finding, const char *id)
{
	for (const struct finding *at = finding->children; at != NULL; at = at->next)
		if (strcmp(at->id, id) == 0)
			return at;
	return NULL;
}

static bool notes(const struct finding *finding, const char *words)
{
	for (const struct note *at = finding->notes; at != NULL; at = at->next)
		if (strstr(at->text, words) != NULL)
			return true;
	return false;
}

#define assert_finding(got, status_, cause_, words) \
	do { \
		const struct finding *finding_ = (got); \
		assert_non_null(finding_); \
		assert_row_int(finding_->sentence, finding_->status, status_); \
		assert_row_text(finding_->sentence, cause_id(finding_->cause), cause_id(cause_)); \
		assert_contains(finding_->sentence, words); \
	} while (0)

static void the_issuer(void **state)
{
	const struct stage *stage = *state;
	struct aia_place place = place_with(stage, stage->ca);
	struct finding *finding = judge(stage, &place);

	assert_finding(finding, STATUS_OK, CAUSE_NONE, "is the issuer, CN=CORP-CA, serial ");
	assert_contains(finding->sentence, "it expires in 1825 days (2032-01-14)");
	assert_null(finding->children);
	assert_null(finding->notes);
	assert_string_equal(finding->measures->label, "aia1_remaining");
	assert_true(finding->measures->value == 5 * YEAR);
	assert_int_equal(judge_aia_issuer(stage->arena, &place.set, &stage->certificate, NOW), 0);
}

static void forms(void **state)
{
	const struct stage *stage = *state;
	X509 *both[] = {stage->leaf, stage->ca};
	struct factory_bytes der = factory_der(stage->ca);
	struct aia_place place = place_read(stage, factory_pkcs7(both, 2));

	assert_finding(judge(stage, &place), STATUS_OK, CAUSE_NONE, "is the issuer");
	assert_null(judge(stage, &place)->children);
	assert_int_equal(judge_aia_issuer(stage->arena, &place.set, &stage->certificate, NOW), 1);
	place = place_read(stage, factory_pem(both, 2));
	assert_finding(judge(stage, &place), STATUS_OK, CAUSE_NONE, "is the issuer");
	assert_finding(child(judge(stage, &place), "aia1_form"), STATUS_WARNING, CAUSE_AIA_PEM, "comes as PEM");
	place = place_read(stage, factory_base64(der, 64));
	assert_finding(child(judge(stage, &place), "aia1_form"), STATUS_WARNING, CAUSE_AIA_PEM, "comes as base64");
	free(der.bytes);
}

static void something_else(void **state)
{
	static const struct {
		const char *text;
		enum cause cause;
		const char *words;
	} rows[] = {
		{"", CAUSE_AIA_NOT_CERTIFICATE, "no certificate comes: "},
		{"<html><title>Sign in</title>", CAUSE_AIA_NOT_CERTIFICATE, "an HTML page"},
		{"not found", CAUSE_AIA_NOT_CERTIFICATE, "no certificate comes: "},
		{"\x30\x82\x03", CAUSE_AIA_MALFORMED, "no certificate comes: "},
		{"-----BEGIN CERTIFICATE-----\nMIIB", CAUSE_AIA_MALFORMED, "no certificate comes: "},
	};
	const struct stage *stage = *state;

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct aia_place place = place_read(stage, factory_copy(rows[i].text, strlen(rows[i].text)));

		assert_finding(judge(stage, &place), STATUS_CRITICAL, rows[i].cause, rows[i].words);
	}
}

static void a_damaged_certificate(void **state)
{
	const struct stage *stage = *state;
	struct factory_bytes der = factory_der(stage->ca), shorter = factory_copy(der.bytes, der.length - 7);
	struct aia_place place = place_read(stage, shorter);

	assert_finding(judge(stage, &place), STATUS_CRITICAL, CAUSE_AIA_MALFORMED, "no certificate comes: ");
	der.bytes[der.length - 1] ^= 1; /* its own signature: nobody needs it to check the certificate */
	place = place_read(stage, der);
	assert_finding(judge(stage, &place), STATUS_OK, CAUSE_NONE, "is the issuer");
}

static void another_ca(void **state)
{
	const struct stage *stage = *state;
	autofree(X509) *other = factory_ca((struct factory_plan){.subject = "/CN=OTHER-CA", .key = FACTORY_KEY_ROOT});
	struct aia_place place = place_with(stage, other);

	assert_finding(judge(stage, &place), STATUS_CRITICAL, CAUSE_AIA_WRONG_ISSUER,
		       "is CN=OTHER-CA, not the issuer CN=CORP-CA");
	assert_int_equal(judge_aia_issuer(stage->arena, &place.set, &stage->certificate, NOW), -1);
	place = place_read(stage, factory_pkcs7((X509 *[]){other, stage->leaf}, 2));
	assert_finding(judge(stage, &place), STATUS_CRITICAL, CAUSE_AIA_WRONG_ISSUER, " and 1 more, not the issuer");
}

/* A name in a printable and in a UTF-8 string is not the same name to everybody. */
static void another_encoding(void **state)
{
	const struct stage *stage = *state;
	struct certificate leaf = stage->certificate;
	struct aia_place place = place_with(stage, stage->ca);

	leaf.issuer_name.length--;
	place.certificate = &leaf;
	assert_finding(judge(stage, &place), STATUS_CRITICAL, CAUSE_AIA_WRONG_ISSUER,
		       "the same words in another encoding");
}

/* The CA was renewed with a new key, and one certificate lies under the URL of the other. */
static void another_key(void **state)
{
	const struct stage *stage = *state;
	autofree(X509) *renewed = factory_ca((struct factory_plan){.key = FACTORY_KEY_CA_RENEWED});
	autofree(X509) *bare = factory_ca((struct factory_plan){.key = FACTORY_KEY_CA_RENEWED, .no_key_ids = true});
	struct aia_place place = place_with(stage, renewed);

	assert_finding(judge(stage, &place), STATUS_CRITICAL, CAUSE_AIA_OLD_KEY,
		       "is the certificate of CN=CORP-CA with another key (key id ");
	assert_contains(judge(stage, &place)->sentence, "than the one that issued the certificate (key id ");
	assert_int_equal(judge_aia_issuer(stage->arena, &place.set, &stage->certificate, NOW), -1);
	place = place_with(stage, bare);
	assert_finding(
		judge(stage, &place), STATUS_CRITICAL, CAUSE_AIA_OLD_KEY,
		"is a certificate of CN=CORP-CA, but its key did not sign the certificate (valid from 2026-01-15)");
	/* both in one p7c: the right one is found, wherever it stands */
	place = place_read(stage, factory_pkcs7((X509 *[]){renewed, stage->ca}, 2));
	assert_finding(judge(stage, &place), STATUS_OK, CAUSE_NONE, "is the issuer");
	place = place_read(stage, factory_pkcs7((X509 *[]){stage->ca, renewed}, 2));
	assert_finding(judge(stage, &place), STATUS_OK, CAUSE_NONE, "is the issuer");
}

static void no_ca(void **state)
{
	const struct stage *stage = *state;
	autofree(X509) *plain = factory_ca(
		(struct factory_plan){.constraints = "critical,CA:FALSE", .key_usage = "critical,digitalSignature"});
	struct aia_place place = place_with(stage, plain);

	assert_finding(judge(stage, &place), STATUS_CRITICAL, CAUSE_AIA_WRONG_ISSUER, "it is no CA certificate");
	assert_int_equal(judge_aia_issuer(stage->arena, &place.set, &stage->certificate, NOW), -1);
}

/* The signature fits, but the key ids do not. */
static void another_key_id(void **state)
{
	const struct stage *stage = *state;
	autofree(X509) *ca =
		factory_ca((struct factory_plan){.no_key_ids = true, .extra = {{"subjectKeyIdentifier", "01020304"}}});
	struct aia_place place = place_with(stage, ca);

	assert_finding(judge(stage, &place), STATUS_OK, CAUSE_NONE, "is the issuer");
	assert_finding(child(judge(stage, &place), "aia1_key_id"), STATUS_WARNING, CAUSE_AIA_KEY_ID,
		       "but that calls itself 01020304");
	/* beside one whose key id fits it does not count */
	place = place_read(stage, factory_pkcs7((X509 *[]){ca, stage->ca}, 2));
	assert_null(child(judge(stage, &place), "aia1_key_id"));
}

/* A tenth of the lifetime, but at most 30 days; notAfter still belongs to the validity. */
static void the_issuers_dates(void **state)
{
	static const struct {
		int64_t before, after;
		enum status status;
		enum cause cause;
		const char *words;
	} rows[] = {
		{NOW - YEAR, NOW + 37 * DAY, STATUS_OK, CAUSE_NONE, "expires in 37 days"},
		{NOW - YEAR, NOW + 30 * DAY, STATUS_OK, CAUSE_NONE, "expires in 30 days"},
		{NOW - YEAR, NOW + 30 * DAY - 1, STATUS_WARNING, CAUSE_CA_EXPIRING, "expires in 29 days"},
		{NOW - 90 * DAY, NOW + 10 * DAY, STATUS_OK, CAUSE_NONE, "expires in 10 days"},
		{NOW - 90 * DAY - 1, NOW + 10 * DAY - 1, STATUS_WARNING, CAUSE_CA_EXPIRING, "expires in 9 days"},
		{NOW - YEAR, NOW, STATUS_CRITICAL, CAUSE_CA_EXPIRING, "expires in 0 seconds"},
		{NOW - YEAR, NOW - 1, STATUS_CRITICAL, CAUSE_CA_EXPIRED, "expired 1 second ago"},
		{NOW, NOW + YEAR, STATUS_OK, CAUSE_NONE, "is the issuer"},
		{NOW + 1, NOW + YEAR, STATUS_CRITICAL, CAUSE_RA_NOT_YET_VALID, "but not valid before"},
	};
	const struct stage *stage = *state;

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		autofree(X509) *ca =
			factory_ca((struct factory_plan){.not_before = rows[i].before, .not_after = rows[i].after});
		struct aia_place place = place_with(stage, ca);

		assert_finding(judge(stage, &place), rows[i].status, rows[i].cause, rows[i].words);
	}
}

static void https(void **state)
{
	const struct stage *stage = *state;
	struct aia_place place = place_with(stage, stage->ca);

	place.uri = "HTTPS://pki.test/ca.crt";
	assert_finding(child(judge(stage, &place), "aia1_scheme"), STATUS_WARNING, CAUSE_AIA_HTTPS, "https");
	place.uri = "ldap://pki.test/https:";
	assert_null(child(judge(stage, &place), "aia1_scheme"));
}

/* Renewed with the same key: both certificates issue the same. */
static void what_is_at_hand(void **state)
{
	const struct stage *stage = *state;
	autofree(X509) *newer = factory_ca((struct factory_plan){.not_before = NOW - DAY, .not_after = NOW + 9 * YEAR});
	struct certificate_set known = factory_set(stage->arena, &(X509 *){stage->ca}, 1);
	struct certificate_set newer_known = factory_set(stage->arena, &newer, 1);
	struct certificate_set useless = factory_set(stage->arena, &(X509 *){stage->leaf}, 1);
	struct aia_place place = place_with(stage, stage->ca);

	place.known = &known;
	assert_true(notes(judge(stage, &place), "the same certificate"));
	place.known = &newer_known;
	assert_true(notes(judge(stage, &place), "an older certificate than the one at hand"));
	assert_int_equal(finding_status(judge(stage, &place)), STATUS_OK);
	place = place_with(stage, newer);
	place.known = &known;
	assert_true(notes(judge(stage, &place), "another certificate than the one at hand"));
	place.known = &useless;
	assert_null(judge(stage, &place)->notes);
	/* of both the newest is the issuer, as long as it is valid */
	place = place_read(stage, factory_pkcs7((X509 *[]){stage->ca, newer}, 2));
	assert_int_equal(judge_aia_issuer(stage->arena, &place.set, &stage->certificate, NOW), 1);
	assert_int_equal(judge_aia_issuer(stage->arena, &place.set, &stage->certificate, NOW - DAY - 1), 0);
}

/* A root may name itself. */
static void a_root(void **state)
{
	struct stage *stage = *state;
	struct aia_place place;

	stage->certificate = factory_facts(stage->arena, stage->ca);
	place = place_with(stage, stage->ca);
	assert_finding(judge(stage, &place), STATUS_OK, CAUSE_NONE, "is the issuer");
}

#define STAGE(function) cmocka_unit_test_setup_teardown(function, stage_begin, stage_end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE(the_issuer),     STAGE(forms),
		STAGE(something_else), STAGE(a_damaged_certificate),
		STAGE(another_ca),     STAGE(another_encoding),
		STAGE(another_key),    STAGE(no_ca),
		STAGE(another_key_id), STAGE(the_issuers_dates),
		STAGE(https),          STAGE(what_is_at_hand),
		STAGE(a_root),
	};

	return RUN_TESTS(tests);
}
