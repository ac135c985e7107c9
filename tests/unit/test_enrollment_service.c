/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CAs in the directory, and which templates they publish. */
#include "suite.h"

#include "ad/enrollment_service.h"
#include "entry_sample.h"
#include "sd_factory.h"

#define DN "CN=LAB-CA1-CA,CN=Enrollment Services,CN=Public Key Services,CN=Services,CN=Configuration,DC=lab,DC=test"

static void a_ca(void **state)
{
	struct entry entry =
		sample_entry(*state, DN,
			     "cn=LAB-CA1-CA\ndisplayName=LAB CA\ndNSHostName=ca1.lab.test\n"
			     "certificateTemplates=User\ncertificateTemplates=IPSECIntermediateOffline\n"
			     "certificateTemplates=a|b\ncACertificate:3003020101\ncACertificate:3003020102\n");
	struct octets value = sd_make(*state, "D:(OA;;CR;ENROLL;;AU)");
	struct enrollment_service service;

	sample_add(*state, &entry, "nTSecurityDescriptor", value.bytes, value.length);
	enrollment_service_read(&entry, *state, &service);
	assert_string_equal(service.cn, "LAB-CA1-CA");
	assert_string_equal(service.display_name, "LAB CA");
	assert_string_equal(service.host, "ca1.lab.test");
	assert_string_equal(service.dn, DN);
	assert_int_equal(service.templates.count, 3);
	assert_string_equal(service.templates.items[2], "a!b");
	assert_int_equal(service.certificate_count, 2);
	assert_int_equal(service.certificates[1].bytes[4], 2);
	assert_true(service.has_descriptor);
	assert_null(service.descriptor_fault);
	assert_int_equal(service.descriptor.aces[0].mask, 0x100);
}

static void what_it_publishes(void **state)
{
	static const struct {
		const char *cn;
		bool published;
	} rows[] = {
		{"User", true}, {"USER", true}, {"user", true}, {"Use", false},     {"Users", false}, {"", false},
		{"a|b", true},  {"a!b", false}, {"A|B", true},  {"Machine", false}, {"cut", false},
	};
	struct entry entry = sample_entry(*state, DN,
					  "certificateTemplates=User\ncertificateTemplates=a|b\n"
					  "certificateTemplates:63757400");
	struct enrollment_service service;

	enrollment_service_read(&entry, *state, &service);
	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++)
		assert_row_int(rows[i].cn, enrollment_service_publishes(&service, rows[i].cn), rows[i].published);
}

static void an_entry_without_attributes(void **state)
{
	struct entry entry = sample_entry(*state, DN, "");
	struct enrollment_service service;

	enrollment_service_read(&entry, *state, &service);
	assert_string_equal(service.cn, DN);
	assert_null(service.display_name);
	assert_null(service.host);
	assert_int_equal(service.templates.count, 0);
	assert_int_equal(service.certificate_count, 0);
	assert_false(service.has_descriptor);
	assert_false(enrollment_service_publishes(&service, "User"));
}

static void a_malformed_descriptor(void **state)
{
	struct entry entry = sample_entry(*state, DN, "nTSecurityDescriptor:01");
	struct enrollment_service service;

	enrollment_service_read(&entry, *state, &service);
	assert_true(service.has_descriptor);
	assert_contains(service.descriptor_fault, "ends in its header");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_ca),
		TEST(what_it_publishes),
		TEST(an_entry_without_attributes),
		TEST(a_malformed_descriptor),
	};

	return RUN_TESTS(tests);
}
