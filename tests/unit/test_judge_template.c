/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Templates for SCEP at struct literals: one change of a healthy one each, and what is said of it. */
#include "suite.h"

#include "judge/judge_template_survey.h"
#include "sd_factory.h"

#define NOW 1800000000
#define DAY 86400
#define ENROLL_DACL "O:EAD:(A;;LCRPLORC;;;AU)(A;;0xf01ff;;;DA)(OA;;CR;ENROLL;;S-1-5-21-1-2-3-1104)"

/* What a judge gets, and what it says. */
struct scene {
	struct arena *arena;
	struct template_search search;
	struct enrollment_service ca;
	struct template_survey survey;
	struct template_policy policy;
	struct findings *findings;
};

static struct ad_number number(int64_t value)
{
	return (struct ad_number){.known = true, .value = value};
}

static struct security_descriptor descriptor_of(struct arena *arena, const char *row)
{
	struct octets bytes = sd_make(arena, row);
	struct security_descriptor descriptor;

	assert_null(security_descriptor_read(&bytes, arena, &descriptor));
	return descriptor;
}

static struct template healthy_template(struct arena *arena)
{
	struct template template = {
		.cn = "NDES",
		.exact_cn = "NDES",
		.schema = 2,
		.flags = number(0x10241),
		.name_flags = number(TEMPLATE_SUPPLIES_SUBJECT),
		.enrollment_flags = number(0),
		.private_key_flags = number(0),
		.ra_signatures = number(0),
		.minimal_key_size = number(2048),
		.validity = {.known = true, .seconds = 730 * DAY},
		.overlap = {.known = true, .seconds = 42 * DAY},
		.has_key_usage = true,
		.key_usage = TEMPLATE_DIGITAL_SIGNATURE | TEMPLATE_KEY_ENCIPHERMENT,
		.has_descriptor = true,
		.descriptor = descriptor_of(arena, ENROLL_DACL),
	};

	text_list_add(arena, &template.extended_key_usages, OID_CLIENT_AUTHENTICATION);
	text_list_add(arena, &template.application_policies, OID_CLIENT_AUTHENTICATION);
	return template;
}

static struct account_search sample_account(struct arena *arena)
{
	struct account_search search = {.wanted = "svc_ndes", .outcome = SEARCH_FOUND, .token_complete = true};

	search.account = (struct account){
		.kind = ACCOUNT_USER,
		.dn = "CN=svc_ndes,DC=lab,DC=test",
		.name = "svc_ndes",
		.has_sid = true,
	};
	assert_null(sid_parse("S-1-5-21-1-2-3-1104", &search.account.sid));
	sid_set_add(arena, &search.token, &search.account.sid);
	sid_set_add(arena, &search.token, &sid_authenticated_users);
	sid_set_add(arena, &search.token, &sid_everyone);
	return search;
}

static void set_scene(struct scene *scene, struct arena *arena)
{
	static const struct octets der = {.bytes = (const unsigned char *)"CA", .length = 2};
	static const struct octets name = {.bytes = (const unsigned char *)"ndes", .length = 4};
	static const struct attribute published = {.name = "certificateTemplates", .values = &name, .count = 1};

	*scene = (struct scene){.arena = arena};
	scene->search = (struct template_search){
		.wanted = "NDES",
		.outcome = SEARCH_FOUND,
		.template = healthy_template(arena),
	};
	scene->ca = (struct enrollment_service){
		.cn = "CA1",
		.certificates = &der,
		.certificate_count = 1,
		.has_descriptor = true,
		.descriptor = descriptor_of(arena, "D:(OA;;CR;ENROLL;;AU)"),
		.published = &published,
	};
	scene->survey = (struct template_survey){
		.directory =
			{
				.contact = {.outcome = LDAP_OUTCOME_READ, .server = "dc1 port 636", .detail = ""},
				.root = {.outcome = LDAP_OUTCOME_READ},
				.active_directory = true,
				.domain = "DC=lab,DC=test",
				.configuration = "CN=Configuration,DC=lab,DC=test",
			},
		.asked = true,
		.account = sample_account(arena),
		.templates = &scene->search,
		.template_count = 1,
		.cas_reply = {.outcome = LDAP_OUTCOME_READ},
		.cas = &scene->ca,
		.ca_count = 1,
		.nt_auth_reply = {.outcome = LDAP_OUTCOME_READ},
		.nt_auth = &der,
		.nt_auth_count = 1,
	};
	scene->policy = (struct template_policy){
		.directory = {.timeout_status = STATUS_CRITICAL, .now = NOW},
		.rights = REQUIRE_READ | REQUIRE_ENROLL,
	};
}

/* --- what was said --- */

static void list_bad(const struct finding *finding, struct text_buffer *text)
{
	for (; finding != NULL; finding = finding->next) {
		if (finding->status != STATUS_OK)
			text_append(text, "%s%s %s %s", text->length != 0 ? ", " : "", finding->id,
				    status_name(finding->status), cause_id(finding->cause));
		list_bad(finding->children, text);
	}
}

/* Judges, and returns all that is not OK: "template1_enroll CRITICAL TEMPLATE-NO-ENROLL". */
static const char *judged(struct scene *scene)
{
	struct text_buffer text = {.arena = scene->arena};

	scene->findings = findings_create(scene->arena);
	judge_template_survey(&scene->survey, &scene->policy, scene->findings);
	list_bad(scene->findings->roots, &text);
	return text_of(&text);
}

static const struct finding *find(const struct finding *finding, const char *id)
{
	const struct finding *found = NULL;

	for (; finding != NULL && found == NULL; finding = finding->next)
		found = strcmp(finding->id, id) == 0 ? finding : find(finding->children, id);
	return found;
}

static const char *sentence(const struct scene *scene, const char *id)
{
	const struct finding *finding = find(scene->findings->roots, id);

	return finding != NULL ? finding->sentence : NULL;
}

/* --- tests --- */

static void a_healthy_template(void **state)
{
	struct scene scene;

	set_scene(&scene, *state);
	assert_string_equal(judged(&scene), "");
	assert_string_equal(scene.findings->summary, "svc_ndes@lab.test may read and enroll NDES, published on CA1");
	assert_string_equal(sentence(&scene, "template1_enroll"),
			    "svc_ndes@lab.test may enroll: entry 3 allows S-1-5-21-1-2-3-1104 Enroll");
}

typedef void change(struct template *template, struct arena *arena);

#define CHANGE(name, statement) \
	static void name(struct template *template, struct arena *arena) \
	{ \
		(void)arena; \
		statement; \
	}
CHANGE(nothing, (void)template)
CHANGE(no_subject, template->name_flags = number(0))
CHANGE(directory_subject, template->name_flags = number(0x82000000))
CHANGE(hidden_name_flags, template->name_flags = (struct ad_number){0})
CHANGE(pending, template->enrollment_flags = number(TEMPLATE_PEND_ALL_REQUESTS))
CHANGE(publish, template->enrollment_flags = number(TEMPLATE_PUBLISH_TO_DS))
CHANGE(archival, template->private_key_flags = number(TEMPLATE_ARCHIVAL_REQUIRED))
CHANGE(attestation, template->private_key_flags = number(TEMPLATE_ATTESTATION_REQUIRED))
CHANGE(one_other_signature, template->ra_signatures = number(1))
CHANGE(agent_signature, template->ra_signatures = number(1);
       text_list_add(arena, &template->ra_application_policies, OID_CERTIFICATE_REQUEST_AGENT))
CHANGE(two_signatures, template->ra_signatures = number(2);
       text_list_add(arena, &template->ra_application_policies, OID_CERTIFICATE_REQUEST_AGENT))
CHANGE(key_2047, template->minimal_key_size = number(2047))
CHANGE(ecdsa, template->asymmetric_algorithm = "ECDSA_P256"; template->minimal_key_size = number(256))
CHANGE(rsa, template->asymmetric_algorithm = "RSA")
CHANGE(other_policies, text_list_add(arena, &template->application_policies, OID_SERVER_AUTHENTICATION))
CHANGE(no_usage, template->key_usage = TEMPLATE_NON_REPUDIATION)
CHANGE(sign_only, template->key_usage = TEMPLATE_DIGITAL_SIGNATURE)
CHANGE(overlap_equal, template->overlap.seconds = template->validity.seconds)
CHANGE(overlap_below, template->overlap.seconds = template->validity.seconds - 1)
CHANGE(malformed, template->fault = "msPKI-RA-Signature is 'abc', which is not a whole number")
CHANGE(agent, template->extended_key_usages = template->application_policies = (struct text_list){0};
       text_list_add(arena, &template->extended_key_usages, OID_CERTIFICATE_REQUEST_AGENT);
       text_list_add(arena, &template->application_policies, OID_CERTIFICATE_REQUEST_AGENT))
CHANGE(agent_sign, agent(template, arena); template->key_usage = TEMPLATE_DIGITAL_SIGNATURE)
CHANGE(agent_encrypt, agent(template, arena); template->key_usage = TEMPLATE_KEY_ENCIPHERMENT)
CHANGE(agent_pending, agent(template, arena); pending(template, arena))
CHANGE(agent_signed, agent(template, arena); agent_signature(template, arena))
CHANGE(agent_v3, agent(template, arena); template->schema = 3)
CHANGE(agent_v4_legacy, agent(template, arena); template->schema = 4;
       template->private_key_flags = number(TEMPLATE_LEGACY_PROVIDER))
CHANGE(agent_storage, agent(template, arena);
       text_list_add(arena, &template->providers, "Microsoft Software Key Storage Provider"))

static void settings(void **state)
{
	static const struct {
		const char *name;
		change *change;
		enum template_purpose purpose;
		const char *wanted;
	} rows[] = {
		{"healthy", nothing, PURPOSE_DEVICE, ""},
		{"no subject", no_subject, PURPOSE_DEVICE, "template1_subject CRITICAL TEMPLATE-SUBJECT"},
		{"no subject, none", no_subject, PURPOSE_NONE, ""},
		{"directory", directory_subject, PURPOSE_DEVICE, "template1_subject CRITICAL TEMPLATE-SUBJECT"},
		{"hidden", hidden_name_flags, PURPOSE_DEVICE, "template1_subject UNKNOWN DIRECTORY-HIDDEN"},
		{"pending", pending, PURPOSE_DEVICE, "template1_approval CRITICAL TEMPLATE-APPROVAL"},
		{"pending, RA", agent_pending, PURPOSE_RA_SIGNING, "template1_approval WARNING TEMPLATE-APPROVAL"},
		{"publish", publish, PURPOSE_DEVICE, "template1_publish_ds WARNING TEMPLATE-PUBLISH-DS"},
		{"archival", archival, PURPOSE_DEVICE, "template1_archival CRITICAL TEMPLATE-ARCHIVAL"},
		{"attestation", attestation, PURPOSE_DEVICE, "template1_attestation CRITICAL TEMPLATE-ATTESTATION"},
		{"1 signature", one_other_signature, PURPOSE_DEVICE,
		 "template1_signatures CRITICAL TEMPLATE-SIGNATURES"},
		{"1 by an agent", agent_signature, PURPOSE_DEVICE, ""},
		{"1 by an agent, RA", agent_signed, PURPOSE_RA_SIGNING,
		 "template1_signatures CRITICAL TEMPLATE-SIGNATURES"},
		{"2 signatures", two_signatures, PURPOSE_DEVICE, "template1_signatures CRITICAL TEMPLATE-SIGNATURES"},
		{"2047 bits", key_2047, PURPOSE_DEVICE, "template1_key_size WARNING TEMPLATE-KEY-SIZE"},
		{"ECDSA", ecdsa, PURPOSE_DEVICE, "template1_algorithm CRITICAL TEMPLATE-ALGORITHM"},
		{"RSA", rsa, PURPOSE_DEVICE, ""},
		{"policies differ", other_policies, PURPOSE_DEVICE,
		 "template1_policies WARNING TEMPLATE-POLICIES-DIFFER"},
		{"no usage", no_usage, PURPOSE_DEVICE, "template1_key_usage WARNING TEMPLATE-KEY-USAGE"},
		{"signature only", sign_only, PURPOSE_DEVICE, ""},
		{"overlap = validity", overlap_equal, PURPOSE_DEVICE, "template1_validity WARNING TEMPLATE-VALIDITY"},
		{"overlap below", overlap_below, PURPOSE_DEVICE, ""},
		{"malformed", malformed, PURPOSE_DEVICE, "template1_settings UNKNOWN DIRECTORY-DATA"},
		{"not for an RA", nothing, PURPOSE_RA_SIGNING, "template1_purpose CRITICAL TEMPLATE-PURPOSE"},
		{"agent", agent_sign, PURPOSE_RA_SIGNING, ""},
		{"agent", agent_encrypt, PURPOSE_RA_ENCRYPTION, ""},
		{"swapped", agent_encrypt, PURPOSE_RA_SIGNING, "template1_key_usage CRITICAL TEMPLATE-KEY-USAGE"},
		{"swapped", agent_sign, PURPOSE_RA_ENCRYPTION, "template1_key_usage CRITICAL TEMPLATE-KEY-USAGE"},
		{"schema 3", agent_v3, PURPOSE_RA_SIGNING, "template1_provider CRITICAL TEMPLATE-PROVIDER"},
		{"schema 3, device", agent_v3, PURPOSE_DEVICE, ""},
		{"schema 4, legacy", agent_v4_legacy, PURPOSE_RA_SIGNING, ""},
		{"storage provider", agent_storage, PURPOSE_RA_ENCRYPTION,
		 "template1_provider CRITICAL TEMPLATE-PROVIDER"},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct scene scene;

		set_scene(&scene, *state);
		scene.policy.purpose = rows[i].purpose;
		rows[i].change(&scene.search.template, *state);
		assert_row_text(rows[i].name, judged(&scene), rows[i].wanted);
	}
}

static void rights(void **state)
{
	static const struct {
		const char *dacl, *wanted, *words;
	} rows[] = {
		{"D:(A;;LCRPLORC;;;AU)", "template1_enroll CRITICAL TEMPLATE-NO-ENROLL",
		 "svc_ndes@lab.test may not enroll: no entry gives Enroll to it or to a group of it"},
		{"D:(OD;;CR;ENROLL;;AU)(A;;LCRPLORC;;;AU)(OA;;CR;ENROLL;;AU)",
		 "template1_enroll CRITICAL TEMPLATE-NO-ENROLL",
		 "svc_ndes@lab.test may not enroll: entry 1 denies Authenticated Users Enroll"},
		{"D:(A;;0xf00ff;;;S-1-5-21-1-2-3-1104)", "template1_enroll CRITICAL TEMPLATE-NO-ENROLL",
		 "svc_ndes@lab.test may not enroll: no entry gives it Enroll (entry 1 allows S-1-5-21-1-2-3-1104 full "
		 "control without control access, which does not contain it)"},
		{"D:(OA;;CR;ENROLL;;AU)", "template1_read CRITICAL TEMPLATE-NO-READ", NULL},
		{"D:(XA;;CR;;;AU)(A;;RP;;;AU)", "template1_enroll UNKNOWN TEMPLATE-UNDECIDABLE", NULL},
		{"D:(A;;CRRP;;;AU)(XA;;CR;;;AU)", "", NULL},
		{"D:NULL", "template1_dacl CRITICAL TEMPLATE-UNPROTECTED",
		 "svc_ndes@lab.test may enroll, as everybody may"},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct scene scene;

		set_scene(&scene, *state);
		scene.search.template.descriptor = descriptor_of(*state, rows[i].dacl);
		assert_row_text(rows[i].dacl, judged(&scene), rows[i].wanted);
		if (rows[i].words != NULL)
			assert_row_text(rows[i].dacl, sentence(&scene, "template1_enroll"), rows[i].words);
	}
}

/* tokenGroups is hidden: what is granted is granted, what is not found is not known. */
static void rights_with_half_a_token(void **state)
{
	static const struct {
		const char *dacl, *wanted;
	} rows[] = {
		{ENROLL_DACL, ""},
		{"D:(A;;RP;;;AU)", "template1_enroll UNKNOWN DIRECTORY-HIDDEN"},
		{"D:(A;;RP;;;AU)(OD;;CR;ENROLL;;AU)", "template1_enroll CRITICAL TEMPLATE-NO-ENROLL"},
		{"D:(A;;RP;;;AU)(OD;;CR;ENROLL;;S-1-5-21-1-2-3-1104)(OA;;CR;ENROLL;;AU)",
		 "template1_enroll CRITICAL TEMPLATE-NO-ENROLL"},
		{"D:(A;;RP;;;AU)(OD;;CR;ENROLL;;S-1-5-21-1-2-3-1300)(OA;;CR;ENROLL;;AU)",
		 "template1_enroll UNKNOWN DIRECTORY-HIDDEN"},
		{"D:(A;;RP;;;AU)(OA;;CR;ENROLL;;S-1-5-21-7-8-9-1200)(OD;;CR;ENROLL;;AU)",
		 "template1_enroll UNKNOWN TEMPLATE-UNDECIDABLE"},
		{"D:(A;;RP;;;AU)(OA;;CR;ENROLL;;S-1-5-21-1-2-3-1200)(OD;;CR;ENROLL;;AU)",
		 "template1_enroll CRITICAL TEMPLATE-NO-ENROLL"},
		{"D:(A;;RP;;;AU)(OD;;CR;ENROLL;;S-1-5-21-7-8-9-1200)(OA;;CR;ENROLL;;AU)",
		 "template1_enroll UNKNOWN TEMPLATE-UNDECIDABLE"},
		{"D:(A;;RP;;;AU)(OD;;CR;ENROLL;;S-1-5-21-1-2-3-1200)(OA;;CR;ENROLL;;AU)", ""},
		{"D:(A;;RP;;;AU)(OA;;CR;ENROLL;;AU)(OD;;CR;ENROLL;;S-1-5-21-7-8-9-1200)", ""},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct scene scene;
		struct sid group;

		set_scene(&scene, *state);
		scene.survey.account.token_complete = false;
		assert_null(sid_parse("S-1-5-21-1-2-3-1300", &group));
		sid_set_add(*state, &scene.survey.account.token, &group);
		scene.search.template.descriptor = descriptor_of(*state, rows[i].dacl);
		assert_row_text(rows[i].dacl, judged(&scene), rows[i].wanted);
	}
}

static void what_is_not_there(void **state)
{
	static const struct {
		enum search_outcome outcome;
		const char *wanted;
	} rows[] = {
		{SEARCH_ABSENT, "template1 CRITICAL TEMPLATE-ABSENT"},
		{SEARCH_HIDDEN, "template1 UNKNOWN TEMPLATE-HIDDEN"},
		{SEARCH_AMBIGUOUS, "template1 UNKNOWN TEMPLATE-DISPLAY-NAME"},
	};
	struct scene scene;

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		set_scene(&scene, *state);
		scene.search.outcome = rows[i].outcome;
		assert_row_text(rows[i].wanted, judged(&scene), rows[i].wanted);
	}
	set_scene(&scene, *state);
	scene.search.by_display_name = true;
	assert_string_equal(judged(&scene), "template1_name WARNING TEMPLATE-DISPLAY-NAME");
	set_scene(&scene, *state);
	scene.search.template.has_descriptor = false;
	assert_string_equal(judged(&scene), "template1_permissions UNKNOWN TEMPLATE-HIDDEN");
	set_scene(&scene, *state);
	scene.survey.account.outcome = SEARCH_ABSENT;
	assert_string_equal(judged(&scene), "account CRITICAL ACCOUNT-ABSENT");
}

static void publication_and_trust(void **state)
{
	static const struct octets other = {.bytes = (const unsigned char *)"XX", .length = 2};
	struct scene scene;

	set_scene(&scene, *state);
	scene.ca.published = NULL;
	assert_string_equal(judged(&scene), "template1_publication CRITICAL TEMPLATE-UNPUBLISHED");
	agent_sign(&scene.search.template, *state);
	scene.policy.purpose = PURPOSE_RA_SIGNING;
	assert_string_equal(judged(&scene), "");
	set_scene(&scene, *state);
	scene.policy.ca = "ca1";
	assert_string_equal(judged(&scene), "");
	scene.policy.ca = "CA2";
	assert_string_equal(judged(&scene), "cas CRITICAL CA-ABSENT");
	set_scene(&scene, *state);
	scene.ca.descriptor = descriptor_of(*state, "D:(OA;;CR;ENROLL;;DA)");
	assert_string_equal(judged(&scene), "ca1_enroll CRITICAL CA-NO-ENROLL");
	set_scene(&scene, *state);
	scene.survey.nt_auth = &other;
	assert_string_equal(judged(&scene), "ca1_ntauth UNKNOWN DIRECTORY-DATA");
	set_scene(&scene, *state);
	scene.survey.nt_auth_reply.outcome = LDAP_OUTCOME_FAILED;
	scene.survey.nt_auth_reply.detail = "busy";
	assert_string_equal(judged(&scene), "ca1_ntauth UNKNOWN DIRECTORY-DATA");
}

static void posture(void **state)
{
	static const struct {
		const char *name, *dacl, *wanted;
		change *change;
	} rows[] = {
		{"alone", ENROLL_DACL, "", nothing},
		{"all users, ESC1", ENROLL_DACL "(OA;;CR;ENROLL;;AU)",
		 "template1_posture_enroll CRITICAL TEMPLATE-POSTURE-ENROLL", nothing},
		{"another user", ENROLL_DACL "(OA;;CR;ENROLL;;S-1-5-21-1-2-3-1200)",
		 "template1_posture_enroll WARNING TEMPLATE-POSTURE-ENROLL", nothing},
		{"all users, not dangerous", ENROLL_DACL "(OA;;CR;ENROLL;;AU)",
		 "template1_approval CRITICAL TEMPLATE-APPROVAL, "
		 "template1_posture_enroll WARNING TEMPLATE-POSTURE-ENROLL",
		 pending},
		{"denied in front",
		 "O:EAD:(OD;;CR;ENROLL;;S-1-5-21-1-2-3-1200)(A;;LCRPLORC;;;AU)(OA;;CR;ENROLL;;S-1-"
		 "5-21-1-2-3-1200)(OA;;CR;ENROLL;;S-1-5-21-1-2-3-1104)",
		 "", nothing},
		{"AutoEnroll", ENROLL_DACL "(OA;;CR;AUTOENROLL;;AU)", "", nothing},
		{"inherit only", ENROLL_DACL "(OA;CIIO;CR;ENROLL;;AU)", "", nothing},
		{"write DACL", ENROLL_DACL "(A;;WD;;;DC)", "template1_posture_write CRITICAL TEMPLATE-POSTURE-WRITE",
		 nothing},
		{"write property", ENROLL_DACL "(A;;WP;;;S-1-5-21-1-2-3-1200)",
		 "template1_posture_write WARNING TEMPLATE-POSTURE-WRITE", nothing},
		{"owner", "O:AUD:(A;;LCRPLORC;;;AU)(OA;;CR;ENROLL;;S-1-5-21-1-2-3-1104)",
		 "template1_posture_write CRITICAL TEMPLATE-POSTURE-WRITE", nothing},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct scene scene;

		set_scene(&scene, *state);
		scene.policy.posture = true;
		scene.search.template.descriptor = descriptor_of(*state, rows[i].dacl);
		rows[i].change(&scene.search.template, *state);
		assert_row_text(rows[i].name, judged(&scene), rows[i].wanted);
	}
}

static void expected_ones(void **state)
{
	static const char *const allowed[] = {"LAB/enrollers",      "lab.test/enrollers", "enrollers@LAB.test",
					      "BUILTIN\\enrollers", "enrollers",          "S-1-5-21-1-2-3-1200"};
	static const char *const others[] = {"enroller",          "S-1-5-21-1-2-3-1201",    "LAB/",
					     "CONTOSO/enrollers", "contoso.com\\enrollers", "enrollers@contoso.com"};
	struct sid_name name = {.name = "Enrollers"};
	struct scene scene;

	assert_null(sid_parse("S-1-5-21-1-2-3-1200", &name.sid));
	set_scene(&scene, *state);
	scene.policy.posture = true;
	scene.survey.directory.netbios_name = "LAB";
	scene.survey.directory.domain_name = "lab.test";
	scene.survey.names = (struct sid_names){.items = &name, .count = 1};
	scene.search.template.descriptor = descriptor_of(*state, ENROLL_DACL "(OA;;CR;ENROLL;;S-1-5-21-1-2-3-1200)");
	for (size_t i = 0; i < ARRAY_LENGTH(allowed); i++) {
		scene.policy.allow = (struct text_list){.items = (const char *[]){allowed[i]}, .count = 1};
		assert_row_text(allowed[i], judged(&scene), "");
		scene.policy.allow = (struct text_list){.items = (const char *[]){others[i]}, .count = 1};
		assert_row_text(others[i], judged(&scene), "template1_posture_enroll WARNING TEMPLATE-POSTURE-ENROLL");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_healthy_template),
		TEST(settings),
		TEST(rights),
		TEST(rights_with_half_a_token),
		TEST(what_is_not_there),
		TEST(publication_and_trust),
		TEST(posture),
		TEST(expected_ones),
	};

	return RUN_TESTS(tests);
}
