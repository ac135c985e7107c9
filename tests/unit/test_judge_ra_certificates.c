/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "certificate_factory.h"
#include "core/array.h"
#include "judge/judge_ra_certificates.h"

#define NOW FACTORY_NOW
#define HEALTHY "ra_signing OK; ra_encryption OK; ca OK"

/* A CA, and what a test makes of it. */
struct scene {
	struct arena *arena;
	X509 *ca;
	X509 *all[8]; /* the set; released at the end */
	size_t count;
	struct ra_policy policy;
	const struct findings *findings;
};

static int scene_make(void **state)
{
	struct scene *scene = calloc(1, sizeof *scene);

	scene->arena = arena_create("out of memory\n");
	scene->ca = factory_ca((struct factory_plan){0});
	scene->policy = (struct ra_policy){.lifetime = {.warning = LIFETIME_DAYS(30), .critical = LIFETIME_DAYS(14)},
					   .min_key_size = 2048};
	*state = scene;
	return 0;
}

static int scene_drop(void **state)
{
	struct scene *scene = *state;

	for (size_t i = 0; i < scene->count; i++)
		X509_free(scene->all[i]);
	X509_free(scene->ca);
	arena_destroy(scene->arena);
	free(scene);
	return 0;
}

static void add(struct scene *scene, X509 *x509)
{
	scene->all[scene->count++] = x509;
}

static void add_ca(struct scene *scene)
{
	X509_up_ref(scene->ca);
	add(scene, scene->ca);
}

static void add_signing(struct scene *scene, struct factory_plan plan)
{
	plan.signed_by = plan.signed_by != NULL ? plan.signed_by : scene->ca;
	add(scene, factory_signing(plan));
}

static void add_encryption(struct scene *scene, struct factory_plan plan)
{
	plan.signed_by = plan.signed_by != NULL ? plan.signed_by : scene->ca;
	add(scene, factory_encryption(plan));
}

static void add_ndes(struct scene *scene)
{
	add_signing(scene, (struct factory_plan){0});
	add_encryption(scene, (struct factory_plan){0});
	add_ca(scene);
}

/* "ra_signing OK; ra_signing_eku WARNING RA-EKU; ..." of what the judge says. */
static const char *judge_set(struct scene *scene, const struct certificate_set *set, const char *prefix, int64_t now)
{
	struct findings *findings = findings_create(scene->arena);
	struct finding *parent = finding_add(findings, "certificates", "certificates");
	struct text_buffer buffer = {.arena = scene->arena};

	judge_ra_certificates(set, prefix, &scene->policy, now, parent);
	scene->findings = findings;
	assert_int_equal(parent->status, STATUS_OK);
	for (const struct finding *finding = finding_following(parent); finding != NULL;
	     finding = finding_following(finding)) {
		text_append(&buffer, "%s%s %s", buffer.length != 0 ? "; " : "", finding->id,
			    status_name(finding->status));
		if (finding->cause != CAUSE_NONE)
			text_append(&buffer, " %s", cause_id(finding->cause));
		assert_int_not_equal(*finding->sentence, 0);
		assert_int_equal(finding->cause == CAUSE_NONE, finding->status == STATUS_OK);
		print_message("# %s: %s: %s\n", finding->id, finding->subject, finding->sentence);
	}
	return text_of(&buffer);
}

static const char *judge(struct scene *scene, int64_t now)
{
	struct certificate_set set = factory_set(scene->arena, scene->all, scene->count);

	return judge_set(scene, &set, "", now);
}

static const struct finding *found(const struct scene *scene, const char *id)
{
	for (const struct finding *finding = scene->findings->roots; finding != NULL;
	     finding = finding_following(finding))
		if (strcmp(finding->id, id) == 0)
			return finding;
	fail_msg("no finding %s", id);
	return NULL;
}

static void assert_sentence(const struct scene *scene, const char *id, const char *sentence)
{
	assert_string_equal(found(scene, id)->sentence, sentence);
}

static void assert_windows(const struct scene *scene, const char *id, uint32_t code)
{
	const struct windows_event *windows = &found(scene, id)->windows;

	assert_int_equal(windows->code, code);
	assert_int_equal(windows->event, code != 0 ? 86 : 0);
	if (code != 0)
		assert_string_equal(windows->stage, "GetCACert");
}

static const struct measure *measured(const struct scene *scene, const char *label)
{
	for (const struct finding *finding = scene->findings->roots; finding != NULL;
	     finding = finding_following(finding))
		for (const struct measure *measure = finding->measures; measure != NULL; measure = measure->next)
			if (strcmp(measure->label, label) == 0)
				return measure;
	return NULL;
}

static const struct fact *fact(const struct scene *scene, const char *key)
{
	for (const struct fact *one = scene->findings->facts; one != NULL; one = one->next)
		if (strcmp(one->key, key) == 0)
			return one;
	return NULL;
}

static void a_healthy_set(void **state)
{
	struct scene *scene = *state;
	const struct certificate_set *set;
	struct certificate_set read;

	add_signing(scene, (struct factory_plan){.not_before = NOW - 100 * DAY, .not_after = NOW + 212 * DAY});
	add_encryption(scene, (struct factory_plan){.not_before = NOW - 100 * DAY, .not_after = NOW + 212 * DAY});
	add_ca(scene);
	assert_string_equal(judge(scene, NOW), HEALTHY);
	assert_sentence(scene, "ra_signing", "expires in 212 days (2027-08-15), CN=NDES01-MSCEP-RA, C=XX, RSA 2048");
	assert_sentence(scene, "ca", "expires in 1825 days (2032-01-14), CN=CORP-CA, RSA 2048");
	assert_windows(scene, "ra_signing", 0);
	assert_true(measured(scene, "ra_signing_remaining")->value == 212.0 * DAY);
	assert_true(measured(scene, "ra_encryption_remaining")->value == 212.0 * DAY);
	assert_true(measured(scene, "ca_remaining")->value == 1825.0 * DAY);
	assert_non_null(measured(scene, "ra_signing_used"));
	assert_non_null(measured(scene, "ra_encryption_used"));
	assert_non_null(measured(scene, "ca_used"));
	assert_int_equal(found(scene, "ra_signing")->not_after, NOW + 212 * DAY);
	read = factory_set(scene->arena, scene->all, scene->count);
	set = &read;
	assert_string_equal(
		ra_certificates_summary(scene->arena, set, NOW),
		"signing certificate expires in 212 days (2027-08-15), encryption certificate in 212 days, CA in "
		"1825 days");
}

static void facts_and_prefix(void **state)
{
	struct scene *scene = *state;
	struct certificate_set set;

	add_ndes(scene);
	set = factory_set(scene->arena, scene->all, scene->count);
	assert_string_equal(judge_set(scene, &set, "endpoint2_", NOW),
			    "endpoint2_ra_signing OK; endpoint2_ra_encryption OK; endpoint2_ca OK");
	assert_non_null(measured(scene, "endpoint2_ra_signing_remaining"));
	assert_non_null(measured(scene, "endpoint2_ca_used"));
	assert_string_equal(fact(scene, "endpoint2_ra_signing_subject")->text, "CN=NDES01-MSCEP-RA, C=XX");
	assert_string_equal(fact(scene, "endpoint2_ra_signing_template")->text, "EnrollmentAgentOffline");
	assert_string_equal(fact(scene, "endpoint2_ra_encryption_template")->text, "CEPEncryption");
	assert_int_equal(strlen(fact(scene, "endpoint2_ca_sha256")->text), 64);
	assert_non_null(fact(scene, "endpoint2_ra_encryption_serial"));
	assert_true(fact(scene, "endpoint2_ca_not_after")->number == (double)(NOW + 5 * YEAR));
	assert_null(fact(scene, "endpoint2_ca_template"));
}

/* One second before and after each border. */
static void borders_of_a_lifetime(void **state)
{
	struct scene *scene = *state;
	const int64_t begin = NOW - YEAR, end = NOW + YEAR;
	const struct {
		int64_t now;
		const char *wanted;
	} rows[] = {
		{begin - 1, "ra_signing CRITICAL RA-NOT-YET-VALID; ra_encryption OK; ca OK"},
		{begin, HEALTHY},
		{end - 30 * DAY, HEALTHY},
		{end - 30 * DAY + 1, "ra_signing WARNING RA-EXPIRING; ra_encryption OK; ca OK"},
		{end - 14 * DAY, "ra_signing WARNING RA-EXPIRING; ra_encryption OK; ca OK"},
		{end - 14 * DAY + 1, "ra_signing CRITICAL RA-EXPIRING; ra_encryption OK; ca OK"},
		{end, "ra_signing CRITICAL RA-EXPIRING; ra_encryption OK; ca OK"},
		{end + 1, "ra_signing CRITICAL RA-EXPIRED; ra_encryption OK; ca OK"},
	};

	X509_free(scene->ca);
	scene->ca = factory_ca((struct factory_plan){.not_before = NOW - 2 * YEAR});
	add_signing(scene, (struct factory_plan){.not_before = begin, .not_after = end});
	add_encryption(scene, (struct factory_plan){.not_before = NOW - 2 * YEAR, .not_after = NOW + 3 * YEAR});
	add_ca(scene);
	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		assert_string_equal(judge(scene, rows[i].now), rows[i].wanted);
		assert_true(measured(scene, "ra_signing_remaining")->value == (double)(end - rows[i].now));
	}
}

static void sentences_of_a_lifetime(void **state)
{
	struct scene *scene = *state;

	add_signing(scene, (struct factory_plan){.serial = "4700000002ABCDEF02", .not_after = NOW});
	add_encryption(scene, (struct factory_plan){.serial = "4700000003", .not_before = NOW + 2 * DAY});
	add_ca(scene);
	judge(scene, NOW + 2 * DAY - 3 * 3600);
	assert_sentence(scene, "ra_signing",
			"expired 45 hours ago (2027-01-15 08:00 UTC): CN=NDES01-MSCEP-RA, C=XX, serial 4700...EF02");
	assert_sentence(
		scene, "ra_encryption",
		"is not valid yet, its validity begins in 3 hours (2027-01-17 08:00 UTC): CN=NDES01-MSCEP-RA, C=XX, "
		"serial 4700000003");
	assert_windows(scene, "ra_signing", 0x800B0101);
	assert_windows(scene, "ra_encryption", 0x800B0101);
	judge(scene, NOW - DAY);
	assert_sentence(scene, "ra_signing",
			"expires in 24 hours (2027-01-15): CN=NDES01-MSCEP-RA, C=XX, serial 4700...EF02");
	assert_windows(scene, "ra_signing", 0);
}

static void the_ca_expires(void **state)
{
	struct scene *scene = *state;

	add_ndes(scene);
	assert_string_equal(
		judge(scene, NOW + 5 * YEAR - 20 * DAY),
		"ra_signing CRITICAL RA-EXPIRED; ra_encryption CRITICAL RA-EXPIRED; ca WARNING CA-EXPIRING");
	assert_string_equal(
		judge(scene, NOW + 5 * YEAR + 1),
		"ra_signing CRITICAL RA-EXPIRED; ra_encryption CRITICAL RA-EXPIRED; ca CRITICAL CA-EXPIRED");
	assert_windows(scene, "ca", 0x800B0101);
}

/* Each row changes one thing of a healthy signing certificate. */
static void faults_of_the_signing_certificate(void **state)
{
	struct scene *scene = *state;
	const struct {
		struct factory_plan plan;
		const char *wanted;
	} rows[] = {
		{{.extended_usage = ""}, "ra_signing OK; ra_signing_eku WARNING RA-EKU; ra_encryption OK; ca OK"},
		{{.extended_usage = "clientAuth,emailProtection"},
		 "ra_signing OK; ra_signing_eku WARNING RA-EKU; ra_encryption OK; ca OK"},
		{{.extended_usage = "serverAuth"}, HEALTHY},
		{{.extended_usage = "anyExtendedKeyUsage"}, HEALTHY},
		{{.key_usage = ""}, "ra_signing OK; ra_signing_ku WARNING RA-NO-KEY-USAGE; ra_encryption OK; ca OK"},
		{{.template_name = "CEPEncryption"},
		 "ra_signing OK; ra_signing_template CRITICAL RA-ROLES-SWAPPED; ra_encryption OK; ca OK"},
		{{.template_name = "cepencryption"},
		 "ra_signing OK; ra_signing_template CRITICAL RA-ROLES-SWAPPED; ra_encryption OK; ca OK"},
		{{.template_name = "CEPEncryption2"}, HEALTHY},
		{{.digest = EVP_sha1()},
		 "ra_signing OK; ra_signing_signature WARNING RA-WEAK-SIGNATURE; ra_encryption OK; ca OK"},
		{{.digest = EVP_md5()},
		 "ra_signing OK; ra_signing_signature WARNING RA-WEAK-SIGNATURE; ra_encryption OK; ca OK"},
		{{.pss = true},
		 "ra_signing OK; ra_signing_signature WARNING RA-WEAK-SIGNATURE; ra_encryption OK; ca OK"},
		{{.digest = EVP_sha512()}, HEALTHY},
		{{.key = FACTORY_KEY_SHORT},
		 "ra_signing OK; ra_signing_key WARNING RA-WEAK-KEY; ra_encryption OK; ca OK"},
		{{.key = FACTORY_KEY_EC}, HEALTHY},
		{{.issuer = "/CN=OLD-CA"},
		 "ra_signing OK; ra_signing_issuer CRITICAL RA-OLD-CA; ra_encryption OK; ca OK"},
		{{.signing_key = FACTORY_KEY_ROOT},
		 "ra_signing OK; ra_signing_issuer CRITICAL RA-CHAIN; ra_encryption OK; ca OK"},
		{{.no_key_ids = true}, HEALTHY},
		{{.no_key_ids = true, .signing_key = FACTORY_KEY_ROOT},
		 "ra_signing OK; ra_signing_issuer CRITICAL RA-CHAIN; ra_encryption OK; ca OK"},
		{{.extended_usage = "", .digest = EVP_sha1(), .template_name = "CEPEncryption", .not_after = NOW - 1},
		 "ra_signing CRITICAL RA-EXPIRED; ra_signing_template CRITICAL RA-ROLES-SWAPPED; ra_signing_eku "
		 "WARNING RA-EKU; "
		 "ra_signing_signature WARNING RA-WEAK-SIGNATURE; ra_encryption OK; ca OK"},
	};

	add_encryption(scene, (struct factory_plan){0});
	add_ca(scene);
	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		print_message("# row %zu\n", i);
		add_signing(scene, rows[i].plan);
		assert_string_equal(judge(scene, NOW), rows[i].wanted);
		X509_free(scene->all[--scene->count]);
	}
}

static void sentences_of_faults(void **state)
{
	struct scene *scene = *state;

	add_signing(scene, (struct factory_plan){.extended_usage = "clientAuth",
						 .digest = EVP_sha1(),
						 .key = FACTORY_KEY_SHORT,
						 .issuer = "/CN=OLD-CA",
						 .template_name = "CEPEncryption"});
	add_encryption(scene, (struct factory_plan){.key = FACTORY_KEY_EC, .extended_usage = ""});
	add_ca(scene);
	judge(scene, NOW);
	assert_sentence(scene, "ra_signing_eku",
			"is only 1.3.6.1.5.5.7.3.2, not Certificate Request Agent or Server "
			"Authentication: Windows never enrols");
	assert_sentence(scene, "ra_encryption_eku",
			"is missing: Windows wants Certificate Request Agent or Server "
			"Authentication and never enrols");
	assert_sentence(scene, "ra_signing_signature",
			"is made with sha1WithRSAEncryption: iOS stops after GetCACert without "
			"a word");
	assert_sentence(scene, "ra_signing_key", "RSA with 1024 bits, shorter than 2048");
	assert_sentence(scene, "ra_signing_issuer", "is CN=OLD-CA, but the CA of the set is CN=CORP-CA");
	assert_sentence(scene, "ra_signing_template",
			"the roles are crossed: template CEPEncryption is for encryption, but "
			"the key usage has digitalSignature");
	assert_windows(scene, "ra_signing_issuer", 0x800B0109);
	assert_non_null(found(scene, "ra_encryption")->notes);
	assert_non_null(strstr(found(scene, "ra_encryption")->notes->text, "EC, not RSA"));
	assert_null(found(scene, "ra_signing")->notes);
}

static void crossed_templates(void **state)
{
	struct scene *scene = *state;

	add_signing(scene, (struct factory_plan){.template_name = "CEPEncryption"});
	add_encryption(scene, (struct factory_plan){.template_name = "ENROLLMENTAGENTOFFLINE"});
	add_ca(scene);
	assert_string_equal(judge(scene, NOW),
			    "ra_signing OK; ra_signing_template CRITICAL RA-ROLES-SWAPPED; ra_encryption OK; "
			    "ra_encryption_template CRITICAL RA-ROLES-SWAPPED; ca OK");
}

static void min_key_size_is_a_border(void **state)
{
	struct scene *scene = *state;
	static const char short_key[] = "ra_signing OK; ra_signing_key WARNING RA-WEAK-KEY; ra_encryption OK; ca OK";

	add_signing(scene, (struct factory_plan){.key = FACTORY_KEY_SHORT});
	add_encryption(scene, (struct factory_plan){0});
	add_ca(scene);
	scene->policy.min_key_size = 0;
	assert_string_equal(judge(scene, NOW), HEALTHY);
	scene->policy.min_key_size = 1024;
	assert_string_equal(judge(scene, NOW), HEALTHY);
	scene->policy.min_key_size = 1025;
	assert_string_equal(judge(scene, NOW), short_key);
}

static void a_missing_role(void **state)
{
	struct scene *scene = *state;

	add_signing(scene, (struct factory_plan){0});
	add_ca(scene);
	assert_string_equal(judge(scene, NOW), "ra_signing OK; ra_encryption CRITICAL RA-ROLE-MISSING; ca OK");
	assert_sentence(scene, "ra_encryption",
			"is missing: no RA certificate has the key usage keyEncipherment, clients have "
			"the CA (CN=CORP-CA) to encrypt their requests to");
	assert_null(measured(scene, "ra_encryption_remaining"));
	X509_free(scene->all[0]);
	scene->all[0] = factory_encryption((struct factory_plan){.signed_by = scene->ca});
	assert_string_equal(judge(scene, NOW), "ra_signing CRITICAL RA-ROLE-MISSING; ra_encryption OK; ca OK");
}

static void no_ca(void **state)
{
	struct scene *scene = *state;

	add_signing(scene, (struct factory_plan){0});
	assert_string_equal(judge(scene, NOW),
			    "ra_signing OK; ra_encryption CRITICAL RA-ROLE-MISSING; ca CRITICAL RA-NO-CA");
	scene->policy.loose = true;
	assert_string_equal(judge(scene, NOW), "ra_signing OK");
	add_ca(scene);
	assert_string_equal(judge(scene, NOW), "ra_signing OK; ra_encryption CRITICAL RA-ROLE-MISSING; ca OK");
}

static void nothing_at_all(void **state)
{
	struct scene *scene = *state;
	const struct certificate_set empty = {0};

	assert_string_equal(judge_set(scene, &empty, "", NOW), "ca CRITICAL RA-NO-CA");
	assert_string_equal(ra_certificates_summary(scene->arena, &empty, NOW), "no certificates");
	assert_null(ra_certificates_dead(scene->arena, &empty, NOW, NULL));
}

static void one_certificate_for_both_roles(void **state)
{
	struct scene *scene = *state;

	add_signing(scene, (struct factory_plan){.key_usage = "digitalSignature,keyEncipherment",
						 .template_name = "",
						 .extended_usage = ""});
	add_ca(scene);
	assert_string_equal(judge(scene, NOW), "ra_signing OK; ra_signing_eku WARNING RA-EKU; ra_encryption OK; ca OK");
	assert_sentence(
		scene, "ra_encryption",
		"expires in 365 days (2028-01-15), CN=NDES01-MSCEP-RA, C=XX, RSA 2048, the same as for signing");
	assert_non_null(measured(scene, "ra_signing_remaining"));
	assert_non_null(measured(scene, "ra_encryption_remaining"));
}

static void a_single_certificate(void **state)
{
	static const struct {
		const char *usage, *wanted;
	} rows[] = {
		{"keyCertSign,cRLSign,digitalSignature,keyEncipherment", "ca OK"},
		{"keyCertSign,cRLSign", "ca OK; ca_ku WARNING RA-CA-USAGE"},
		{"keyCertSign,digitalSignature", "ca OK; ca_ku WARNING RA-CA-USAGE"},
		{"keyCertSign,keyEncipherment", "ca OK; ca_ku WARNING RA-CA-USAGE"},
		{"", "ca OK; ca_ku WARNING RA-NO-KEY-USAGE"},
	};
	struct scene *scene = *state;

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		add(scene, factory_ca((struct factory_plan){.key_usage = rows[i].usage}));
		assert_string_equal(judge(scene, NOW), rows[i].wanted);
		assert_non_null(measured(scene, "ca_remaining"));
		assert_null(measured(scene, "ra_signing_remaining"));
		if (i == 2)
			assert_sentence(scene, "ca_ku",
					"there are no RA certificates, and the CA's key usage "
					"(digitalSignature, keyCertSign) lacks keyEncipherment");
		X509_free(scene->all[--scene->count]);
	}
}

static void a_single_certificate_has_a_summary(void **state)
{
	struct scene *scene = *state;
	struct certificate_set set;

	add_ca(scene);
	set = factory_set(scene->arena, scene->all, scene->count);
	assert_string_equal(ra_certificates_summary(scene->arena, &set, NOW),
			    "CA certificate expires in 1825 days (2032-01-14)");
}

/* MS docs: after a renewal of the CA the RA certificates still chain to the old one. */
static void the_ca_was_renewed(void **state)
{
	struct scene *scene = *state;
	X509 *renewed = factory_ca((struct factory_plan){.key = FACTORY_KEY_CA_RENEWED, .not_before = NOW - 10 * DAY});

	add_signing(scene, (struct factory_plan){0});
	add_encryption(scene, (struct factory_plan){.signed_by = renewed, .signing_key = FACTORY_KEY_CA_RENEWED});
	add(scene, renewed);
	assert_string_equal(judge(scene, NOW),
			    "ra_signing OK; ra_signing_issuer CRITICAL RA-OLD-CA; ra_encryption OK; ca OK");
	assert_sentence(scene, "ra_signing_issuer",
			"is CN=CORP-CA, but with another key than the CA certificate in the set "
			"has: the CA was renewed later, the RA certificate was not");
	assert_windows(scene, "ra_signing_issuer", 0x800B0109);
	add_ca(scene);
	assert_string_equal(judge(scene, NOW),
			    "ra_signing OK; ra_signing_issuer CRITICAL RA-OLD-CA; ra_encryption OK; ca OK; other1 OK");
	assert_sentence(scene, "ra_signing_issuer",
			"is the old certificate of CN=CORP-CA, which was renewed on 2027-01-05: it "
			"expires in its turn (2032-01-14)");
}

static void the_old_ca_has_expired(void **state)
{
	struct scene *scene = *state;
	X509 *renewed = factory_ca((struct factory_plan){.key = FACTORY_KEY_CA_RENEWED, .not_before = NOW - 10 * DAY});

	X509_free(scene->ca);
	scene->ca = factory_ca((struct factory_plan){.not_after = NOW - 1});
	add_ndes(scene);
	add(scene, renewed);
	assert_string_equal(
		judge(scene, NOW - 1),
		"ra_signing OK; ra_signing_issuer CRITICAL RA-OLD-CA; ra_encryption OK; ra_encryption_issuer "
		"CRITICAL RA-OLD-CA; ca OK; other1 OK");
	assert_non_null(strstr(found(scene, "ra_signing_issuer")->sentence, "is the old certificate of CN=CORP-CA"));
	assert_windows(scene, "ra_signing_issuer", 0x800B0109);
	assert_string_equal(
		judge(scene, NOW),
		"ra_signing OK; ra_signing_issuer CRITICAL RA-OLD-CA; ra_encryption OK; ra_encryption_issuer "
		"CRITICAL RA-OLD-CA; ca OK; other1 OK");
	assert_non_null(strstr(found(scene, "ra_signing_issuer")->sentence, "is an old certificate of the CA, which "
									    "expired 1 second ago"));
	assert_windows(scene, "ra_signing_issuer", 0x800B0109);
}

/* Renewed with the same key: everything fits both certificates. */
static void the_ca_was_renewed_with_its_key(void **state)
{
	struct scene *scene = *state;

	add_ndes(scene);
	add(scene, factory_ca((struct factory_plan){.not_before = NOW - 10 * DAY}));
	assert_string_equal(judge(scene, NOW), "ra_signing OK; ra_encryption OK; ca OK; other1 OK");
}

/* Both of the same second, such as the CA's own and a cross certificate: the order of the set decides nothing. */
static void the_ca_has_two_certificates_of_one_key(void **state)
{
	struct scene *scene = *state;
	X509 *other = factory_ca((struct factory_plan){.not_after = NOW + 9 * YEAR});

	add_ndes(scene);
	add(scene, other);
	assert_string_equal(judge(scene, NOW), "ra_signing OK; ra_encryption OK; ca OK; other1 OK");
	scene->all[3] = scene->all[2];
	scene->all[2] = other;
	assert_string_equal(judge(scene, NOW), "ra_signing OK; ra_encryption OK; ca OK; other1 OK");
}

static void a_self_signed_ra_certificate(void **state)
{
	struct scene *scene = *state;

	add(scene, factory_signing((struct factory_plan){.digest = EVP_sha1(), .signing_key = FACTORY_KEY_SIGNING}));
	add_encryption(scene, (struct factory_plan){0});
	add_ca(scene);
	assert_string_equal(judge(scene, NOW),
			    "ra_signing OK; ra_signing_issuer CRITICAL RA-OLD-CA; ra_encryption OK; ca OK");
	assert_sentence(scene, "ra_signing_issuer", "is the certificate itself, not the CA of the set (CN=CORP-CA)");
}

static void superseded_twins(void **state)
{
	struct scene *scene = *state;

	add_ndes(scene);
	add_signing(scene, (struct factory_plan){.not_before = NOW - 3 * YEAR, .not_after = NOW - DAY});
	add_signing(scene, (struct factory_plan){.not_before = NOW - 2 * YEAR, .not_after = NOW + DAY});
	add_encryption(scene, (struct factory_plan){.not_before = NOW - 2 * YEAR - 1, .not_after = NOW + DAY});
	assert_string_equal(judge(scene, NOW), HEALTHY "; ra_signing_superseded1 OK; ra_encryption_superseded1 OK; "
						       "ra_signing_superseded2 OK");
	assert_sentence(
		scene, "ra_signing_superseded2",
		text_format(scene->arena,
			    "another one has its role; this one expired 24 hours ago (2027-01-14 08:00 UTC): %s",
			    strstr(found(scene, "ra_signing_superseded2")->sentence, "CN=")));
	scene->policy.superseded = SUPERSEDED_WARNING;
	assert_string_equal(judge(scene, NOW),
			    HEALTHY "; ra_signing_superseded1 WARNING RA-SUPERSEDED; ra_encryption_superseded1 WARNING "
				    "RA-SUPERSEDED; ra_signing_superseded2 WARNING RA-SUPERSEDED");
	assert_null(measured(scene, "ra_signing_superseded1_remaining"));
}

/* A valid twin keeps the role alive after the newest one's end. */
static void an_older_twin_that_lives_leads(void **state)
{
	struct scene *scene = *state;

	add_ndes(scene);
	add_signing(scene, (struct factory_plan){.not_before = NOW - 10 * DAY, .not_after = NOW - 1});
	assert_string_equal(judge(scene, NOW), HEALTHY "; ra_signing_superseded1 OK");
}

static void other_certificates(void **state)
{
	struct scene *scene = *state;
	autofree(X509) *old = factory_ca((struct factory_plan){.subject = "/CN=OLD",
							       .key = FACTORY_KEY_ROOT,
							       .digest = EVP_sha1(),
							       .not_before = NOW - 3 * YEAR,
							       .not_after = NOW - 1});

	add_ndes(scene);
	X509_up_ref(old);
	add(scene, old);
	add(scene, factory_certificate(&(struct factory_plan){.subject = "/CN=AGREES",
							      .key = FACTORY_KEY_SHORT,
							      .key_usage = "keyAgreement",
							      .not_before = NOW - 2 * YEAR}));
	add(scene,
	    factory_certificate(&(struct factory_plan){.subject = "/CN=NO-USAGE", .not_before = NOW - 2 * YEAR - 1}));
	assert_string_equal(judge(scene, NOW - 1),
			    HEALTHY "; other1 OK; other2 OK; other2_ku WARNING RA-NO-KEY-USAGE; other3 OK");
	assert_string_equal(judge(scene, NOW),
			    HEALTHY "; other1 OK; other2 OK; other2_ku WARNING RA-NO-KEY-USAGE; other3 OK");
	assert_sentence(scene, "other3", "expired 1 second ago (2027-01-15 07:59 UTC), CN=OLD");
	assert_string_equal(found(scene, "other3")->notes->text,
			    "It is self-signed: what counts is the root in the clients' own store");
	assert_sentence(scene, "other1",
			"has no role (key usage: keyAgreement), expires in 365 days (2028-01-15), CN=AGREES");
}

/* root -> issuing -> RA: the root is never a finding but for its lifetime. */
static void a_chain_with_a_root(void **state)
{
	struct scene *scene = *state;
	autofree(X509) *root = factory_ca((struct factory_plan){
		.subject = "/CN=ROOT", .key = FACTORY_KEY_SHORT, .digest = EVP_sha1(), .not_before = NOW - 5 * YEAR});

	X509_free(scene->ca);
	scene->ca = factory_ca(
		(struct factory_plan){.subject = "/CN=ISSUING", .signed_by = root, .signing_key = FACTORY_KEY_SHORT});
	add_ndes(scene);
	assert_string_equal(judge(scene, NOW), HEALTHY);
	assert_string_equal(found(scene, "ca")->notes->text,
			    "The root (CN=ROOT) is not in the set: iOS wants the whole chain");
	X509_up_ref(root);
	add(scene, root);
	assert_string_equal(judge(scene, NOW), HEALTHY "; other1 OK");
	assert_null(found(scene, "ca")->notes);
	assert_sentence(scene, "other1", "expires in 1825 days (2032-01-14), CN=ROOT");
}

/* root -> policy CA -> issuing CA: what the middle one has left counts like the issuing CA's. */
static void a_chain_with_an_intermediate(void **state)
{
	struct scene *scene = *state;
	autofree(X509) *root = factory_ca((struct factory_plan){.subject = "/CN=ROOT", .key = FACTORY_KEY_ROOT});
	X509 *policy = factory_ca((struct factory_plan){.subject = "/CN=POLICY",
							.key = FACTORY_KEY_CA_RENEWED,
							.signed_by = root,
							.signing_key = FACTORY_KEY_ROOT,
							.not_before = NOW - YEAR,
							.not_after = NOW + 40 * DAY});

	X509_free(scene->ca);
	scene->ca = factory_ca((struct factory_plan){
		.subject = "/CN=ISSUING", .signed_by = policy, .signing_key = FACTORY_KEY_CA_RENEWED});
	add_ndes(scene);
	add(scene, policy);
	assert_string_equal(judge(scene, NOW + 10 * DAY), HEALTHY "; other1 OK");
	assert_string_equal(judge(scene, NOW + 10 * DAY + 1), HEALTHY "; other1 WARNING CA-EXPIRING");
	assert_string_equal(judge(scene, NOW + 26 * DAY), HEALTHY "; other1 WARNING CA-EXPIRING");
	assert_string_equal(judge(scene, NOW + 26 * DAY + 1), HEALTHY "; other1 CRITICAL CA-EXPIRING");
	assert_string_equal(judge(scene, NOW + 40 * DAY + 1), HEALTHY "; other1 CRITICAL CA-EXPIRED");
	assert_windows(scene, "other1", 0x800B0101);
	assert_null(found(scene, "other1")->measures);
}

/* What certifies nobody of the chain warns at its end only. */
static void an_intermediate_beside_the_chain(void **state)
{
	struct scene *scene = *state;
	autofree(X509) *root = factory_ca((struct factory_plan){.subject = "/CN=ROOT", .key = FACTORY_KEY_ROOT});

	add_ndes(scene);
	add(scene, factory_ca((struct factory_plan){.subject = "/CN=SPARE",
						    .key = FACTORY_KEY_CA_RENEWED,
						    .signed_by = root,
						    .signing_key = FACTORY_KEY_ROOT,
						    .not_before = NOW - 3 * YEAR,
						    .not_after = NOW + DAY}));
	assert_string_equal(judge(scene, NOW), HEALTHY "; other1 OK");
	assert_string_equal(judge(scene, NOW + DAY + 1), HEALTHY "; other1 WARNING CA-EXPIRED");
}

static void weak_and_wrong_cas(void **state)
{
	struct scene *scene = *state;
	autofree(X509) *root = factory_ca((struct factory_plan){.subject = "/CN=ROOT", .key = FACTORY_KEY_ROOT});

	X509_free(scene->ca);
	scene->ca = factory_ca((struct factory_plan){.subject = "/CN=ISSUING",
						     .signed_by = root,
						     .signing_key = FACTORY_KEY_CA_RENEWED,
						     .digest = EVP_sha1()});
	add_ndes(scene);
	X509_up_ref(root);
	add(scene, root);
	assert_string_equal(judge(scene, NOW),
			    HEALTHY "; ca_signature WARNING RA-WEAK-SIGNATURE; ca_issuer CRITICAL RA-CHAIN; other1 OK");
}

/* root -> policy CA -> issuing CA: whose certificate the root did not sign is not below it, whatever its names say. */
static void a_wrong_signature_above_the_ca(void **state)
{
	struct scene *scene = *state;
	X509 *root = factory_ca((struct factory_plan){.subject = "/CN=ROOT", .key = FACTORY_KEY_ROOT});
	X509 *policy = factory_ca((struct factory_plan){.subject = "/CN=POLICY",
							.key = FACTORY_KEY_CA_RENEWED,
							.signed_by = root,
							.signing_key = FACTORY_KEY_SHORT});
	unsigned char pin[SHA256_LENGTH];

	X509_free(scene->ca);
	scene->ca = factory_ca((struct factory_plan){
		.subject = "/CN=ISSUING", .signed_by = policy, .signing_key = FACTORY_KEY_CA_RENEWED});
	add_ndes(scene);
	add(scene, policy);
	add(scene, root);
	assert_string_equal(judge(scene, NOW), HEALTHY "; ca_issuer CRITICAL RA-CHAIN; other1 OK; other2 OK");
	assert_non_null(strstr(found(scene, "ca_issuer")->sentence, "of CN=POLICY should be CN=ROOT"));
	scene->policy.pin = pin;
	X509_digest(root, EVP_sha256(), pin, NULL);
	assert_string_equal(judge(scene, NOW), HEALTHY "; ca_issuer CRITICAL RA-CHAIN; ca_pin CRITICAL RA-PIN; "
						       "other1 OK; other2 OK");
	X509_digest(policy, EVP_sha256(), pin, NULL);
	assert_string_equal(judge(scene, NOW), HEALTHY "; ca_issuer CRITICAL RA-CHAIN; other1 OK; other2 OK");
}

/* The pinned CA is in the set, but another one issued the certificate that requests are encrypted to. */
static void an_issuer_beside_the_pinned_ca(void **state)
{
	struct scene *scene = *state;
	X509 *other = factory_ca(
		(struct factory_plan){.subject = "/CN=OTHER", .key = FACTORY_KEY_ROOT, .not_before = NOW - 9 * YEAR});
	unsigned char pin[SHA256_LENGTH];

	add_signing(scene, (struct factory_plan){0});
	add_encryption(scene, (struct factory_plan){.signed_by = other, .signing_key = FACTORY_KEY_ROOT});
	add_ca(scene);
	add(scene, other);
	assert_string_equal(judge(scene, NOW), HEALTHY "; other1 OK");
	scene->policy.pin = pin;
	X509_digest(scene->ca, EVP_sha256(), pin, NULL);
	assert_string_equal(judge(scene, NOW), "ra_signing OK; ra_encryption OK; ra_encryption_pin CRITICAL RA-PIN; "
					       "ca OK; other1 OK");
	assert_non_null(
		strstr(found(scene, "ra_encryption_pin")->sentence, "the issuer is CN=OTHER, whose SHA-256 is "));
}

static void pins(void **state)
{
	struct scene *scene = *state;
	autofree(X509) *root = factory_ca((struct factory_plan){.subject = "/CN=ROOT", .key = FACTORY_KEY_ROOT});
	unsigned char pin[SHA256_LENGTH];
	struct certificate_set without_ca;

	X509_free(scene->ca);
	scene->ca = factory_ca(
		(struct factory_plan){.subject = "/CN=ISSUING", .signed_by = root, .signing_key = FACTORY_KEY_ROOT});
	add_ndes(scene);
	X509_up_ref(root);
	add(scene, root);
	scene->policy.pin = pin;
	X509_digest(scene->ca, EVP_sha256(), pin, NULL);
	assert_string_equal(judge(scene, NOW), HEALTHY "; other1 OK");
	X509_digest(root, EVP_sha256(), pin, NULL);
	assert_string_equal(judge(scene, NOW), HEALTHY "; other1 OK");
	X509_digest(scene->all[0], EVP_sha256(), pin, NULL);
	assert_string_equal(judge(scene, NOW), HEALTHY "; ca_pin CRITICAL RA-PIN; other1 OK");
	X509_digest(root, EVP_sha256(), pin, NULL);
	pin[SHA256_LENGTH - 1] ^= 1;
	assert_string_equal(judge(scene, NOW), HEALTHY "; ca_pin CRITICAL RA-PIN; other1 OK");
	assert_non_null(strstr(found(scene, "ca_pin")->sentence, fact(scene, "ca_sha256")->text));
	scene->policy.loose = true;
	without_ca = factory_set(scene->arena, scene->all, 2);
	assert_string_equal(judge_set(scene, &without_ca, "", NOW),
			    "ra_signing OK; ra_encryption OK; ca CRITICAL RA-NO-CA");
}

static void trust(void **state)
{
	struct scene *scene = *state;
	autofree(X509) *other = factory_ca((struct factory_plan){.subject = "/CN=OTHER", .key = FACTORY_KEY_ROOT});
	struct certificate_set good, bad = factory_set(scene->arena, &other, 1);

	add_ndes(scene);
	good = factory_set(scene->arena, &scene->ca, 1);
	scene->policy.trust = &good;
	assert_string_equal(judge(scene, NOW), HEALTHY);
	assert_string_equal(
		judge(scene, NOW + 10 * YEAR),
		"ra_signing CRITICAL RA-EXPIRED; ra_encryption CRITICAL RA-EXPIRED; ca CRITICAL CA-EXPIRED");
	scene->policy.trust = &bad;
	assert_string_equal(judge(scene, NOW), HEALTHY "; ca_trust CRITICAL RA-UNTRUSTED");
	assert_sentence(scene, "ca_trust",
			"the chain ends at 'CN=CORP-CA', which is not among the trusted certificates");
	assert_windows(scene, "ca_trust", 0x800B0109);
}

/* Files without a CA, and an RA certificate of another CA than the trusted one of the set. */
static void trust_of_ra_certificates(void **state)
{
	struct scene *scene = *state;
	struct certificate_set trusted = factory_set(scene->arena, &scene->ca, 1);
	autofree(X509) *other = factory_ca((struct factory_plan){.subject = "/CN=OTHER", .key = FACTORY_KEY_ROOT});

	scene->policy.trust = &trusted;
	scene->policy.loose = true;
	add_encryption(scene, (struct factory_plan){0});
	add_signing(scene, (struct factory_plan){.signed_by = other, .signing_key = FACTORY_KEY_ROOT});
	assert_string_equal(judge(scene, NOW),
			    "ra_signing OK; ra_signing_trust CRITICAL RA-UNTRUSTED; ra_encryption OK");
	add_ca(scene);
	assert_string_equal(
		judge(scene, NOW),
		"ra_signing OK; ra_signing_issuer CRITICAL RA-OLD-CA; ra_signing_trust CRITICAL RA-UNTRUSTED; "
		"ra_encryption OK; ca OK");
}

/* A certificate for both roles is told once. */
static void trust_of_one_for_both_roles(void **state)
{
	struct scene *scene = *state;
	struct certificate_set trusted = factory_set(scene->arena, &scene->ca, 1);
	autofree(X509) *other = factory_ca((struct factory_plan){.subject = "/CN=OTHER", .key = FACTORY_KEY_ROOT});

	scene->policy.trust = &trusted;
	scene->policy.loose = true;
	add_signing(scene, (struct factory_plan){.signed_by = other,
						 .signing_key = FACTORY_KEY_ROOT,
						 .key_usage = "digitalSignature,keyEncipherment",
						 .template_name = ""});
	assert_string_equal(judge(scene, NOW),
			    "ra_signing OK; ra_signing_trust CRITICAL RA-UNTRUSTED; ra_encryption OK");
}

static void the_dead_are_named(void **state)
{
	struct scene *scene = *state;
	const struct certificate *certificate = NULL;
	struct certificate_set set;

	add_signing(scene, (struct factory_plan){.serial = "47", .not_after = NOW});
	add_encryption(scene, (struct factory_plan){.serial = "48", .not_after = NOW + DAY});
	add_ca(scene);
	set = factory_set(scene->arena, scene->all, scene->count);
	assert_null(ra_certificates_dead(scene->arena, &set, NOW, &certificate));
	assert_null(certificate);
	assert_string_equal(
		ra_certificates_dead(scene->arena, &set, NOW + 1, &certificate),
		"the RA signing certificate expired 1 second ago (2027-01-15 08:00 UTC): CN=NDES01-MSCEP-RA, C=XX, "
		"serial 47");
	assert_string_equal(certificate->serial, "47");
	assert_string_equal(
		ra_certificates_dead(scene->arena, &set, NOW + 10 * DAY, NULL),
		"the RA signing certificate expired 10 days ago (2027-01-15 08:00 UTC): CN=NDES01-MSCEP-RA, C=XX, "
		"serial 47");
	X509_free(scene->all[0]);
	scene->all[0] = factory_signing((struct factory_plan){.signed_by = scene->ca, .not_after = NOW + 2 * DAY});
	set = factory_set(scene->arena, scene->all, scene->count);
	assert_non_null(strstr(ra_certificates_dead(scene->arena, &set, NOW + 10 * DAY, NULL), "the RA encryption"));
	X509_free(scene->all[0]);
	X509_free(scene->all[1]);
	scene->all[0] = scene->all[2];
	scene->count = 1;
	set = factory_set(scene->arena, scene->all, scene->count);
	assert_null(ra_certificates_dead(scene->arena, &set, NOW + 5 * YEAR, NULL));
	assert_non_null(
		strstr(ra_certificates_dead(scene->arena, &set, NOW + 5 * YEAR + 1, NULL), "the CA certificate"));
}

static void summaries_of_ill_sets(void **state)
{
	struct scene *scene = *state;
	struct certificate_set set;

	add_signing(scene, (struct factory_plan){.not_after = NOW + 40 * DAY});
	add_encryption(scene, (struct factory_plan){.not_after = NOW});
	set = factory_set(scene->arena, scene->all, 2);
	assert_string_equal(
		ra_certificates_summary(scene->arena, &set, NOW + 2 * DAY),
		"signing certificate expires in 38 days (2027-02-24), encryption certificate expired 2 days ago "
		"(2027-01-15 08:00 UTC)");
	set = factory_set(scene->arena, &scene->all[1], 1);
	assert_string_equal(ra_certificates_summary(scene->arena, &set, NOW),
			    "encryption certificate expires in 0 seconds (2027-01-15)");
}

static void causes_of_unreadable_sets(void **state)
{
	(void)state;
	assert_int_equal(ra_set_cause(CERTIFICATE_SET_DAMAGED, false), CAUSE_APPPROXY_REWRITE);
	assert_int_equal(ra_set_cause(CERTIFICATE_SET_TRUNCATED, false), CAUSE_HTTP_TRUNCATED);
	assert_int_equal(ra_set_cause(CERTIFICATE_SET_HTML, false), CAUSE_PROXY_PAGE);
	assert_int_equal(ra_set_cause(CERTIFICATE_SET_EMPTY, false), CAUSE_SCEP_NOT_SCEP);
	assert_int_equal(ra_set_cause(CERTIFICATE_SET_NOT_CERTIFICATES, false), CAUSE_SCEP_NOT_SCEP);
	assert_int_equal(ra_set_cause(CERTIFICATE_SET_TOO_MANY, false), CAUSE_RA_SET);
	assert_int_equal(ra_set_cause(CERTIFICATE_SET_DAMAGED, true), CAUSE_RA_SET);
}

static struct certificate_set vector(struct arena *arena, const char *name)
{
	const char *folder = getenv("SUITE_VECTORS");
	unsigned char bytes[65536];
	struct certificate_set set;
	char path[4096];
	size_t length;
	FILE *file;

	snprintf(path, sizeof path, "%s/scep/%s", folder, name);
	file = fopen(path, "rb");
	assert_non_null(file);
	length = fread(bytes, 1, sizeof bytes, file);
	fclose(file);
	assert_null(certificate_set_parse(arena, bytes, length, &set, NULL));
	return set;
}

/* The recordings begin on 2026-11-22; the set called NDES is synthetic. */
static void recorded_sets(void **state)
{
	static const struct {
		const char *name;
		int64_t now;
		bool loose;
		const char *wanted;
	} rows[] = {
		{"synthetic_ndes_GetCACert.p7b", 1795500000, false, HEALTHY},
		{"live_stepca0.19_GetCACert.ca-ra.p7b", 1795500000, false, "ca OK; other1 OK"},
		{"live_stepca0.19_GetCACert.single.der", 1795500000, false, "ca OK"},
		{"live_micromdm2.1.0_GetCACert.single.der", 1795500000, false, "ca OK; ca_ku WARNING RA-CA-USAGE"},
		{"ndes_RA_signing_cert_smallstep.pem", 1650000000, true, "ra_signing OK"},
		{"ndes_RA_signing_cert_smallstep.pem", 1667156841, true, "ra_signing CRITICAL RA-EXPIRING"},
		{"ndes_RA_signing_cert_smallstep.pem", 1667156842, true, "ra_signing CRITICAL RA-EXPIRED"},
		{"openxpki_SCEP_RA.crt", 1500000000, true,
		 "ra_signing CRITICAL RA-NOT-YET-VALID; ra_signing_eku WARNING RA-EKU; ra_encryption CRITICAL "
		 "RA-NOT-YET-VALID"},
	};
	struct scene *scene = *state;

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct certificate_set set = vector(scene->arena, rows[i].name);

		print_message("# row %s\n", rows[i].name);
		scene->policy.loose = rows[i].loose;
		assert_string_equal(judge_set(scene, &set, "", rows[i].now), rows[i].wanted);
	}
}

static void left_out(void **state)
{
	(void)state;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scene_make, scene_drop)

/* cmocka's skip() prints "not ok # SKIP", which TAP takes for a failure; a directive in the name is a skip. */
#define RECORDED(function) \
	(getenv("SUITE_VECTORS") != NULL \
		 ? (const struct CMUnitTest)TEST(function) \
		 : (const struct CMUnitTest){.name = #function \
					     " # SKIP SUITE_VECTORS names no folder of recorded answers", \
					     .test_func = left_out})

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_healthy_set),
		TEST(facts_and_prefix),
		TEST(borders_of_a_lifetime),
		TEST(sentences_of_a_lifetime),
		TEST(the_ca_expires),
		TEST(faults_of_the_signing_certificate),
		TEST(sentences_of_faults),
		TEST(crossed_templates),
		TEST(min_key_size_is_a_border),
		TEST(a_missing_role),
		TEST(no_ca),
		TEST(nothing_at_all),
		TEST(one_certificate_for_both_roles),
		TEST(a_single_certificate),
		TEST(a_single_certificate_has_a_summary),
		TEST(the_ca_was_renewed),
		TEST(the_old_ca_has_expired),
		TEST(the_ca_was_renewed_with_its_key),
		TEST(the_ca_has_two_certificates_of_one_key),
		TEST(a_self_signed_ra_certificate),
		TEST(superseded_twins),
		TEST(an_older_twin_that_lives_leads),
		TEST(other_certificates),
		TEST(a_chain_with_an_intermediate),
		TEST(an_intermediate_beside_the_chain),
		TEST(a_chain_with_a_root),
		TEST(weak_and_wrong_cas),
		TEST(a_wrong_signature_above_the_ca),
		TEST(an_issuer_beside_the_pinned_ca),
		TEST(pins),
		TEST(trust),
		TEST(trust_of_ra_certificates),
		TEST(trust_of_one_for_both_roles),
		TEST(the_dead_are_named),
		TEST(summaries_of_ill_sets),
		cmocka_unit_test(causes_of_unreadable_sets),
		RECORDED(recorded_sets),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
