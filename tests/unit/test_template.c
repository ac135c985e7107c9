/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Certificate templates: the default ones, those that do not say everything, those that say nonsense. */
#include "suite.h"

#include "ad/template.h"
#include "entry_sample.h"
#include "sd_factory.h"

#define DN "CN=Device,CN=Certificate Templates,CN=Public Key Services,CN=Services,CN=Configuration,DC=lab,DC=test"
#define TRIPLETS \
	"msPKI-Asymmetric-Algorithm`PZPWSTR`RSA`msPKI-Hash-Algorithm`PZPWSTR`SHA256`msPKI-Key-Usage`DWORD`16777215`" \
	"msPKI-RA-Application-Policies`PZPWSTR`1.2.3,1.2.4`msPKI-Symmetric-Algorithm`PZPWSTR`3DES`"

static struct template read_lines(struct arena *arena, const char *lines)
{
	struct entry entry = sample_entry(arena, DN, lines);
	struct template template;

	template_read(&entry, arena, &template);
	return template;
}

/* IPSECIntermediateOffline as a fresh installation has it (facts: ad.md, chapter 12). */
static void a_default_template(void **state)
{
	struct template template = read_lines(*state, "cn=IPSECIntermediateOffline\n"
						      "displayName=IPSec (Offline request)\n"
						      "whenChanged=20261122131028.0Z\n"
						      "flags=66113\n"
						      "revision=7\n"
						      "msPKI-Template-Schema-Version=1\n"
						      "msPKI-Template-Minor-Revision=1\n"
						      "msPKI-Cert-Template-OID=1.3.6.1.4.1.311.21.8.1.2\n"
						      "msPKI-Certificate-Name-Flag=1\n"
						      "msPKI-Enrollment-Flag=0\n"
						      "msPKI-Private-Key-Flag=0\n"
						      "msPKI-RA-Signature=0\n"
						      "msPKI-Minimal-Key-Size=2048\n"
						      "pKIDefaultCSPs=1,Microsoft RSA SChannel Cryptographic Provider\n"
						      "pKIDefaultKeySpec=1\n"
						      "pKICriticalExtensions=2.5.29.15\n"
						      "pKIExtendedKeyUsage=1.3.6.1.5.5.8.2.2\n"
						      "pKIKeyUsage:A000\n"
						      "pKIExpirationPeriod:0080720E5DC2FDFF\n"
						      "pKIOverlapPeriod:0080A60AFFDEFFFF\n");

	assert_null(template.fault);
	assert_string_equal(template.cn, "IPSECIntermediateOffline");
	assert_string_equal(template.exact_cn, "IPSECIntermediateOffline");
	assert_string_equal(template.display_name, "IPSec (Offline request)");
	assert_string_equal(template.dn, DN);
	assert_string_equal(template.oid, "1.3.6.1.4.1.311.21.8.1.2");
	assert_int_equal(template.changed, 1795353028);
	assert_int_equal(template.schema, 1);
	assert_true(template.revision.known && template.revision.value == 7);
	assert_true(template.minor_revision.known && template.minor_revision.value == 1);
	assert_true(template.flags.known && template.flags.value == 0x10241);
	assert_true(template.name_flags.known && template.name_flags.value == TEMPLATE_SUPPLIES_SUBJECT);
	assert_true(template.enrollment_flags.known && template.enrollment_flags.value == 0);
	assert_true(template.private_key_flags.known && template.private_key_flags.value == 0);
	assert_true(template.ra_signatures.known && template.ra_signatures.value == 0);
	assert_true(template.minimal_key_size.known && template.minimal_key_size.value == 2048);
	assert_true(template.key_spec.known && template.key_spec.value == 1);
	assert_true(template.validity.known && template.validity.seconds == INT64_C(730) * 86400);
	assert_true(template.overlap.known && template.overlap.seconds == INT64_C(42) * 86400);
	assert_true(template.has_key_usage);
	assert_int_equal(template.key_usage, TEMPLATE_DIGITAL_SIGNATURE | TEMPLATE_KEY_ENCIPHERMENT);
	assert_int_equal(template.providers.count, 1);
	assert_string_equal(template.providers.items[0], "Microsoft RSA SChannel Cryptographic Provider");
	assert_string_equal(template.critical_extensions.items[0], "2.5.29.15");
	assert_string_equal(oid_name(template.extended_key_usages.items[0]), "IPsec IKE intermediate");
	assert_false(template.has_descriptor);
	assert_false(template_purposes_differ(&template));
}

/* The default templates of Windows as they are known; the table is ours, made of facts. */
static void every_default_template(void **state)
{
	static const struct {
		const char *cn, *flags, *name_flags, *enrollment_flags, *key_usage, *purposes;
		uint32_t flag_word, name_word;
		bool client, request_agent;
	} rows[] = {
		{"User", "66106", "-1509949440", "41", "A000",
		 "1.3.6.1.4.1.311.10.3.4 1.3.6.1.5.5.7.3.4 1.3.6.1.5.5.7.3.2", 0x1023A, 0xA6000000, true, false},
		{"EnrollmentAgentOffline", "66049", "1", "0", "8000", "1.3.6.1.4.1.311.20.2.1", 0x10201, 1, false,
		 true},
		{"EnrollmentAgent", "66080", "-2113929216", "32", "8000", "1.3.6.1.4.1.311.20.2.1", 0x10220, 0x82000000,
		 false, true},
		{"MachineEnrollmentAgent", "66144", "402653184", "32", "8000", "1.3.6.1.4.1.311.20.2.1", 0x10260,
		 0x18000000, false, true},
		{"Machine", "66144", "402653184", "32", "A000", "1.3.6.1.5.5.7.3.2 1.3.6.1.5.5.7.3.1", 0x10260,
		 0x18000000, true, false},
		{"DomainController", "66156", "419430400", "41", "A000", "1.3.6.1.5.5.7.3.2 1.3.6.1.5.5.7.3.1", 0x1026C,
		 0x19000000, true, false},
		{"WebServer", "66113", "1", "0", "A000", "1.3.6.1.5.5.7.3.1", 0x10241, 1, false, false},
		{"SubCA", "66257", "1", "0", "8600", "", 0x102D1, 1, true, true},
		{"IPSECIntermediateOnline", "66144", "402653184", "32", "A000", "1.3.6.1.5.5.8.2.2", 0x10260,
		 0x18000000, false, false},
		{"OfflineRouter", "66113", "1", "0", "A000", "1.3.6.1.5.5.7.3.2", 0x10241, 1, true, false},
		{"CEPEncryption", "66113", "1", "0", "2000", "1.3.6.1.4.1.311.20.2.1", 0x10241, 1, false, true},
		{"CrossCA", "67600", "1", "8", "8600", "1.3.6.1.4.1.311.10.3.10", 0x10810, 1, false, false},
		{"CAExchange", "65600", "1", "1", "2000", "1.3.6.1.4.1.311.21.5", 0x10040, 1, false, false},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct text_buffer lines = {.arena = *state};
		char *purposes = arena_copy(*state, rows[i].purposes, strlen(rows[i].purposes)), *oid;
		struct template template;

		text_append(
			&lines,
			"cn=%s\nflags=%s\nmsPKI-Certificate-Name-Flag=%s\nmsPKI-Enrollment-Flag=%s\npKIKeyUsage:%s\n",
			rows[i].cn, rows[i].flags, rows[i].name_flags, rows[i].enrollment_flags, rows[i].key_usage);
		while ((oid = strsep(&purposes, " ")) != NULL)
			if (*oid != 0)
				text_append(&lines, "pKIExtendedKeyUsage=%s\n", oid);
		template = read_lines(*state, text_of(&lines));
		assert_row_text(rows[i].cn, template.fault, NULL);
		assert_row_int(rows[i].cn, template.flags.value, rows[i].flag_word);
		assert_row_int(rows[i].cn, template.name_flags.value, rows[i].name_word);
		assert_row_int(rows[i].cn, template_allows_purpose(&template, OID_CLIENT_AUTHENTICATION),
			       rows[i].client);
		assert_row_int(rows[i].cn, template_allows_purpose(&template, OID_CERTIFICATE_REQUEST_AGENT),
			       rows[i].request_agent);
		assert_row_int(rows[i].cn, template.key_usage, strtoul(rows[i].key_usage, NULL, 16) >> 8);
	}
}

/* What did not come is not known, and never zero. */
static void an_entry_without_attributes(void **state)
{
	struct template template = read_lines(*state, "");
	const struct ad_number *const numbers[] = {
		&template.revision,      &template.minor_revision,   &template.flags,
		&template.name_flags,    &template.enrollment_flags, &template.private_key_flags,
		&template.ra_signatures, &template.minimal_key_size, &template.key_spec,
	};

	for (size_t i = 0; i < ARRAY_LENGTH(numbers); i++)
		assert_false(numbers[i]->known);
	assert_null(template.fault);
	assert_string_equal(template.cn, DN);
	assert_null(template.exact_cn);
	assert_null(template.display_name);
	assert_null(template.oid);
	assert_int_equal(template.changed, 0);
	assert_int_equal(template.schema, 1);
	assert_false(template.validity.known || template.overlap.known || template.has_key_usage);
	assert_false(template.has_descriptor);
	assert_null(template.descriptor_fault);
	assert_int_equal(template.providers.count, 0);
}

static void numbers_of_32_bits(void **state)
{
	static const struct {
		const char *text;
		int64_t value; /* of flags; -1: refused */
		const char *fault;
	} rows[] = {
		{"0", 0, NULL},
		{"-1", 0xFFFFFFFF, NULL},
		{"-2147483648", 0x80000000, NULL},
		{"4294967295", 0xFFFFFFFF, NULL},
		{"-2147483649", -1, "msPKI-Enrollment-Flag is '-2147483649', which is out of range"},
		{"4294967296", -1, "msPKI-Enrollment-Flag is '4294967296', which is out of range"},
		{"99999999999999999999999", -1,
		 "msPKI-Enrollment-Flag is '99999999999999999999999', which is out of range"},
		{"", -1, "msPKI-Enrollment-Flag is '', which is not a whole number"},
		{"-", -1, "msPKI-Enrollment-Flag is '-', which is not a whole number"},
		{"abc", -1, "msPKI-Enrollment-Flag is 'abc', which is not a whole number"},
		{"0x10", -1, "msPKI-Enrollment-Flag is '0x10', which is not a whole number"},
		{"1 ", -1, "msPKI-Enrollment-Flag is '1 ', which is not a whole number"},
		{"+1", -1, "msPKI-Enrollment-Flag is '+1', which is not a whole number"},
		{"1|2", -1, "msPKI-Enrollment-Flag is '1!2', which is not a whole number"},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct template template =
			read_lines(*state, text_format(*state, "msPKI-Enrollment-Flag=%s\n", rows[i].text));

		assert_row_text(rows[i].text, template.fault, rows[i].fault);
		assert_row_int(rows[i].text, template.enrollment_flags.known, rows[i].fault == NULL);
		assert_row_int(rows[i].text, template.enrollment_flags.value, rows[i].value < 0 ? 0 : rows[i].value);
	}
}

static void values_that_are_nonsense(void **state)
{
	static const struct {
		const char *lines, *fault;
	} rows[] = {
		{"msPKI-RA-Signature=abc", "msPKI-RA-Signature is 'abc', which is not a whole number"},
		{"msPKI-RA-Signature=-1", "msPKI-RA-Signature is '-1', which is out of range"},
		{"msPKI-Minimal-Key-Size=4294967296", "msPKI-Minimal-Key-Size is '4294967296', which is out of range"},
		{"msPKI-Minimal-Key-Size:3200", "msPKI-Minimal-Key-Size is '2 ', which holds a NUL"},
		{"msPKI-Template-Schema-Version=four",
		 "msPKI-Template-Schema-Version is 'four', which is not a whole number"},
		{"pKIDefaultKeySpec=", "pKIDefaultKeySpec is '', which is not a whole number"},
		{"pKIExpirationPeriod:00", "pKIExpirationPeriod does not have 8 bytes"},
		{"pKIOverlapPeriod:0100000000000000", "pKIOverlapPeriod is not a negative count of 100 ns"},
		{"pKIKeyUsage:", "pKIKeyUsage is empty"},
		{"whenChanged=yesterday", "whenChanged is 'yesterday', which is not a time such as 20261122131028.0Z"},
		{"revision=x\nmsPKI-RA-Signature=y", "revision is 'x', which is not a whole number"},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++)
		assert_row_text(rows[i].lines, read_lines(*state, rows[i].lines).fault, rows[i].fault);
}

static void names_are_fit_to_print(void **state)
{
	struct template template = read_lines(*state, "cn=a|b\ndisplayName=<x>\\\npKIExtendedKeyUsage=1|2\n");

	assert_string_equal(template.cn, "a!b");
	assert_string_equal(template.exact_cn, "a|b");
	assert_string_equal(template.display_name, "(x)/");
	assert_string_equal(template.extended_key_usages.items[0], "1!2");
}

static void properties_or_oids(void **state)
{
	static const struct {
		const char *schema, *private_key_flags;
		bool properties;
	} rows[] = {
		{"1", "0", false},  {"2", "0", false},       {"3", "0", true},
		{"3", "256", true}, {"4", "0", true},        {"4", "256", false},
		{"5", "0", true},   {"5", "16842753", true}, {"4", "16843008", false},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		const char *lines = text_format(*state,
						"msPKI-Template-Schema-Version=%s\nmsPKI-Private-Key-Flag=%s\n"
						"msPKI-RA-Application-Policies=" TRIPLETS "\n",
						rows[i].schema, rows[i].private_key_flags);
		struct template template = read_lines(*state, lines);

		assert_row_text(lines, template.fault, NULL);
		assert_row_text(lines, template.asymmetric_algorithm, rows[i].properties ? "RSA" : NULL);
		assert_row_text(lines, template.hash_algorithm, rows[i].properties ? "SHA256" : NULL);
		assert_row_int(lines, template.ra_application_policies.count, rows[i].properties ? 2 : 1);
		assert_row_text(lines, template.ra_application_policies.items[0],
				rows[i].properties ? "1.2.3" : TRIPLETS);
	}
}

static void triplets(void **state)
{
	static const struct {
		const char *text, *algorithm, *hash;
		size_t policies;
		bool fault;
	} rows[] = {
		{TRIPLETS, "RSA", "SHA256", 2, false},
		{"msPKI-Asymmetric-Algorithm`PZPWSTR`ECDH_P521", "ECDH_P521", NULL, 0, false},
		{"msPKI-Asymmetric-Algorithm`PZPWSTR`ECDH_P521`", "ECDH_P521", NULL, 0, false},
		{"msPKI-Key-Security-Descriptor`PZPWSTR`D:P(A;;FA;;;BA)`msPKI-Hash-Algorithm`PZPWSTR`SHA1`", NULL,
		 "SHA1", 0, false},
		{"msPKI-RA-Application-Policies`PZPWSTR`1.2.3`", NULL, NULL, 1, false},
		{"msPKI-RA-Application-Policies`PZPWSTR`1.2.3, 1.2.4,,1.2.5,`", NULL, NULL, 3, false},
		{"msPKI-RA-Application-Policies`PZPWSTR``", NULL, NULL, 0, false},
		{"New-Property`DWORD`1`", NULL, NULL, 0, false},
		{"msPKI-Hash-Algorithm`PZPWSTR``msPKI-Asymmetric-Algorithm`PZPWSTR`DSA`", "DSA", "", 0, false},
		{"", NULL, NULL, 0, false},
		{"1.3.6.1.4.1.311.20.2.1", NULL, NULL, 0, true},
		{"a`b", NULL, NULL, 0, true},
		{"a`b`", NULL, NULL, 0, true},
		{"`", NULL, NULL, 0, true},
		{"```", NULL, NULL, 0, true},
		{"a``c`", NULL, NULL, 0, true},
		{"`b`c`", NULL, NULL, 0, true},
		{"msPKI-Asymmetric-Algorithm`PZPWSTR`RSA`x", "RSA", NULL, 0, true},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		const char *lines = text_format(
			*state, "msPKI-Template-Schema-Version=3\nmsPKI-RA-Application-Policies=%s\n", rows[i].text);
		struct template template = read_lines(*state, lines);

		assert_row_int(rows[i].text, template.fault != NULL, rows[i].fault);
		if (rows[i].fault)
			assert_contains(template.fault, "is not made of name`type`value triplets");
		assert_row_text(rows[i].text, template.asymmetric_algorithm, rows[i].algorithm);
		assert_row_text(rows[i].text, template.hash_algorithm, rows[i].hash);
		assert_row_int(rows[i].text, template.ra_application_policies.count, rows[i].policies);
	}
}

static void every_truncation_of_triplets(void **state)
{
	for (size_t length = 0; length <= strlen(TRIPLETS); length++) {
		struct entry entry = sample_entry(*state, DN, "msPKI-Template-Schema-Version=3\n");
		struct template template;

		sample_add(*state, &entry, "msPKI-RA-Application-Policies", TRIPLETS, length);
		template_read(&entry, *state, &template);
		assert_true(template.fault == NULL || strstr(template.fault, "triplets") != NULL);
	}
}

static void providers_in_their_order(void **state)
{
	struct template template = read_lines(*state, "pKIDefaultCSPs=3,Third\npKIDefaultCSPs=1,First\n"
						      "pKIDefaultCSPs=unnumbered\npKIDefaultCSPs=10, Tenth, really\n"
						      "pKIDefaultCSPs=2,Second\npKIDefaultCSPs=99999999999,far\n"
						      "pKIDefaultCSPs=\npKIDefaultCSPs=1,First too\n");
	static const char *const expected[] = {"First",         "First too",  "Second",          "Third",
					       "Tenth, really", "unnumbered", "99999999999,far", ""};

	assert_int_equal(template.providers.count, ARRAY_LENGTH(expected));
	for (size_t i = 0; i < ARRAY_LENGTH(expected); i++)
		assert_row_text(expected[i], template.providers.items[i], expected[i]);
}

static void purposes_by_schema(void **state)
{
	static const struct {
		const char *lines;
		size_t count;
		bool client, differ;
	} rows[] = {
		{"", 0, true, false},
		{"pKIExtendedKeyUsage=1.3.6.1.5.5.7.3.2", 1, true, false},
		{"pKIExtendedKeyUsage=1.3.6.1.5.5.7.3.1", 1, false, false},
		{"pKIExtendedKeyUsage=2.5.29.37.0", 1, true, false},
		{"pKIExtendedKeyUsage=1.3.6.1.5.5.7.3.1\npKIExtendedKeyUsage=1.3.6.1.5.5.7.3.2", 2, true, false},
		{"msPKI-Certificate-Application-Policy=1.3.6.1.5.5.7.3.1", 0, true, false},
		{"msPKI-Template-Schema-Version=2\nmsPKI-Certificate-Application-Policy=1.3.6.1.5.5.7.3.1", 1, false,
		 true},
		{"msPKI-Template-Schema-Version=2\n"
		 "msPKI-Certificate-Application-Policy=1.3.6.1.4.1.311.10.12.1",
		 1, true, true},
		{"msPKI-Template-Schema-Version=2\n"
		 "msPKI-Certificate-Application-Policy=1.2.3\npKIExtendedKeyUsage=1.2.3",
		 1, false, false},
		{"msPKI-Template-Schema-Version=4\nmsPKI-Certificate-Application-Policy=1.2.3\n"
		 "pKIExtendedKeyUsage=1.2.3\npKIExtendedKeyUsage=1.3.6.1.5.5.7.3.2",
		 2, true, true},
		{"msPKI-Template-Schema-Version=2\nmsPKI-Certificate-Application-Policy=1.2\n"
		 "msPKI-Certificate-Application-Policy=1.3\npKIExtendedKeyUsage=1.3\npKIExtendedKeyUsage=1.2",
		 2, false, false},
		{"msPKI-Template-Schema-Version=2", 0, true, false},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct template template = read_lines(*state, rows[i].lines);

		assert_row_int(rows[i].lines, template_purposes(&template, *state).count, rows[i].count);
		assert_row_int(rows[i].lines, template_allows_purpose(&template, OID_CLIENT_AUTHENTICATION),
			       rows[i].client);
		assert_row_int(rows[i].lines, template_purposes_differ(&template), rows[i].differ);
	}
}

static void names_of_oids(void **state)
{
	(void)state;
	assert_string_equal(oid_name(OID_CLIENT_AUTHENTICATION), "client authentication");
	assert_string_equal(oid_name(OID_CERTIFICATE_REQUEST_AGENT), "certificate request agent");
	assert_string_equal(oid_name(OID_ANY_PURPOSE), "any purpose");
	assert_string_equal(oid_name("1.2.3"), "1.2.3");
	assert_string_equal(oid_name(""), "");
}

static void descriptors(void **state)
{
	struct entry entry = sample_entry(*state, DN, "cn=Device");
	struct octets value = sd_make(*state, "D:(A;;RP;;;AU)");
	struct template template;

	sample_add(*state, &entry, "nTSecurityDescriptor", value.bytes, value.length);
	template_read(&entry, *state, &template);
	assert_true(template.has_descriptor);
	assert_null(template.descriptor_fault);
	assert_int_equal(template.descriptor.ace_count, 1);
	entry = sample_entry(*state, DN, "nTSecurityDescriptor:0100");
	template_read(&entry, *state, &template);
	assert_true(template.has_descriptor);
	assert_contains(template.descriptor_fault, "ends in its header");
}

/* However many values come, so many are kept. */
static void many_values(void **state)
{
	struct entry entry = sample_entry(*state, DN, "cn=Device");
	struct octets *values = arena_allocate(*state, 5000 * sizeof *values);
	struct template template;

	for (size_t i = 0; i < 5000; i++) {
		const char *text = text_format(*state, "%zu,CSP", 4999 - i);

		values[i] = (struct octets){(const unsigned char *)text, strlen(text)};
	}
	((struct attribute *)entry.attributes)[1] = (struct attribute){"pKIDefaultCSPs", values, 5000};
	((struct attribute *)entry.attributes)[2] = (struct attribute){"pKIExtendedKeyUsage", values, 5000};
	entry.count = 3;
	template_read(&entry, *state, &template);
	assert_int_equal(template.providers.count, AD_VALUES_MAX);
	assert_int_equal(template.extended_key_usages.count, AD_VALUES_MAX);
	assert_int_equal(template_purposes(&template, *state).count, AD_VALUES_MAX);
}

static void what_is_read_is_asked_for(void **state)
{
	static const char *const wanted[] = {"cn", "nTSecurityDescriptor", "msPKI-RA-Application-Policies",
					     "whenChanged"};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(wanted); i++) {
		size_t k = 0;

		while (template_attributes[k] != NULL && strcmp(template_attributes[k], wanted[i]) != 0)
			k++;
		assert_row_text(wanted[i], template_attributes[k], wanted[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_default_template),
		TEST(every_default_template),
		TEST(an_entry_without_attributes),
		TEST(numbers_of_32_bits),
		TEST(values_that_are_nonsense),
		TEST(names_are_fit_to_print),
		TEST(properties_or_oids),
		TEST(triplets),
		TEST(every_truncation_of_triplets),
		TEST(providers_in_their_order),
		TEST(purposes_by_schema),
		TEST(names_of_oids),
		TEST(descriptors),
		TEST(many_values),
		TEST(what_is_read_is_asked_for),
	};

	return RUN_TESTS(tests);
}
