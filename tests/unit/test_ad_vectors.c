/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Security descriptors that Windows wrote: the folder ad below the one that SUITE_VECTORS names. Without it the whole
 * program is skipped, for all to see.
 */
#include "suite.h"

#include <jansson.h>

#include "ad/access_check.h"
#include "core/input_file.h"
#include "core/text.h"
#include "sd_factory.h"

static const char *path_of(struct arena *arena, const char *name)
{
	return text_format(arena, "%s/ad/%s", getenv("SUITE_VECTORS"), name);
}

static struct octets hex_octets(struct arena *arena, const char *digits)
{
	size_t length = strlen(digits) / 2;
	unsigned char *bytes = arena_allocate(arena, length);

	for (size_t i = 0; i < length; i++)
		bytes[i] = (unsigned char)strtoul((char[]){digits[2 * i], digits[2 * i + 1], 0}, NULL, 16);
	return (struct octets){bytes, length};
}

/* The hexadecimal digits of a line "NAME TAB DIGITS TAB ...". */
static const char *template_digits(struct arena *arena, const char *name)
{
	unsigned char *bytes;
	size_t length;
	const char *wrong = input_file_read(path_of(arena, "template-sds.txt"), 1 << 20, arena, &bytes, &length);
	const char *line = wrong == NULL ? strstr((const char *)bytes, text_format(arena, "\n%s\t", name)) : NULL;

	if (line == NULL)
		fail_msg("template-sds.txt: %s", wrong != NULL ? wrong : name);
	line = strchr(line, '\t') + 1;
	return arena_copy(arena, line, strcspn(line, "\t\n"));
}

static struct security_descriptor template_descriptor(struct arena *arena, const char *digits)
{
	struct octets value = hex_octets(arena, digits);
	struct security_descriptor descriptor = {0};
	const char *wrong = security_descriptor_read(&value, arena, &descriptor);

	if (wrong != NULL)
		fail_msg("'%s': %s", digits, wrong);
	return descriptor;
}

static bool may_enroll(struct arena *arena, const struct security_descriptor *descriptor, const struct sid *sid)
{
	struct sid_set token = {0};
	int ace;

	sid_set_add(arena, &token, sid);
	return access_check(descriptor, &token, &access_enroll, &ace) == ACCESS_GRANTED;
}

static void descriptors_of_real_templates(void **state)
{
	static const struct {
		const char *name;
		size_t count;
		bool has_owner, has_group, users_enroll;
		uint32_t rid; /* of the domain, that may enroll; 0: none beside administrators */
	} rows[] = {
		{"wconv-machine", 6, true, false, false, 515},
		{"ntparser-au-enroll", 7, true, true, true, 0},
		{"certipy-genericall-certpublishers", 7, true, false, false, 517},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct security_descriptor descriptor =
			template_descriptor(*state, template_digits(*state, rows[i].name));
		struct sid admins = sid_in_domain(&descriptor.owner, 512),
			   some = sid_in_domain(&descriptor.owner, 9999);
		struct sid rid = sid_in_domain(&descriptor.owner, rows[i].rid);

		assert_row_int(rows[i].name, descriptor.ace_count, rows[i].count);
		assert_row_int(rows[i].name, descriptor.control, 0x9C04);
		assert_row_int(rows[i].name, descriptor.has_owner, rows[i].has_owner);
		assert_row_int(rows[i].name, descriptor.has_group, rows[i].has_group);
		assert_row_int(rows[i].name, descriptor.aces[0].mask, 0x130);
		assert_row_int(rows[i].name, may_enroll(*state, &descriptor, &admins), true);
		assert_row_int(rows[i].name, may_enroll(*state, &descriptor, &some), false);
		assert_row_int(rows[i].name, may_enroll(*state, &descriptor, &rid), rows[i].rid != 0);
		assert_row_int(rows[i].name, may_enroll(*state, &descriptor, &sid_authenticated_users),
			       rows[i].users_enroll);
		assert_row_int(rows[i].name, descriptor.aces[rows[i].count - 1].mask, 0x20094);
	}
}

static void the_cut_one_is_refused(void **state)
{
	const char *digits = template_digits(*state, "itinsights-truncated");
	struct octets cut = hex_octets(*state, digits);
	struct security_descriptor descriptor;

	assert_contains(security_descriptor_read(&cut, *state, &descriptor), "ends in its DACL at offset 20");
	descriptor = template_descriptor(*state, text_format(*state, "%s0000", digits));
	assert_int_equal(descriptor.ace_count, 5);
	assert_false(descriptor.has_owner || descriptor.has_group);
}

static void same_aces(const char *row, const struct security_descriptor *got,
		      const struct security_descriptor *expected)
{
	assert_row_int(row, got->ace_count, expected->ace_count);
	for (size_t i = 0; i < got->ace_count; i++) {
		const struct ace *one = &got->aces[i], *other = &expected->aces[i];

		assert_row_int(row, one->type, other->type);
		assert_row_int(row, one->flags, other->flags);
		assert_row_int(row, one->mask, other->mask);
		assert_row_int(row, sid_equal(&one->sid, &other->sid), true);
	}
}

/* Windows's bytes of an SDDL text and those that the factory makes of it hold the same. */
static void compare(struct arena *arena, const char *sddl, json_t *numbers)
{
	size_t length = json_array_size(numbers);
	unsigned char *bytes = arena_allocate(arena, length);
	const struct octets value = {bytes, length}, made = sd_make(arena, sddl);
	struct security_descriptor got = {0}, expected = {0};
	const char *wrong;

	for (size_t i = 0; i < length; i++)
		bytes[i] = (unsigned char)json_integer_value(json_array_get(numbers, i));
	wrong = security_descriptor_read(&value, arena, &got);
	if (wrong != NULL)
		fail_msg("'%s': %s", sddl, wrong);
	assert_null(security_descriptor_read(&made, arena, &expected));
	assert_row_int(sddl, got.has_owner, expected.has_owner);
	assert_row_int(sddl, got.has_group, expected.has_group);
	assert_row_int(sddl, got.has_dacl, expected.has_dacl);
	assert_row_int(sddl, sid_equal(&got.owner, &expected.owner), true);
	assert_row_int(sddl, sid_equal(&got.group, &expected.group), true);
	same_aces(sddl, &got, &expected);
}

static void compare_all(struct arena *arena, FILE *stream, size_t count)
{
	json_t *pairs = stream != NULL ? json_loadf(stream, 0, NULL) : NULL, *numbers;
	const char *sddl;

	if (pairs == NULL)
		fail_msg("no JSON");
	assert_int_equal(json_object_size(pairs), count);
	json_object_foreach(pairs, sddl, numbers) compare(arena, sddl, numbers);
	json_decref(pairs);
}

static void acls_larger_than_their_aces(void **state)
{
	FILE *stream = fopen(path_of(*state, "samba/oversize-acls.json"), "r");

	compare_all(*state, stream, 9);
	fclose(stream);
}

static void rights_of_the_registry(void **state)
{
	FILE *stream = fopen(path_of(*state, "samba/registry-object-rights.json"), "r");

	compare_all(*state, stream, 11);
	fclose(stream);
}

static void ordinary_acls(void **state)
{
	FILE *stream = popen(
		text_format(*state, "gzip -dc '%s'", path_of(*state, "samba/short-ordinary-acls-v2.json.gz")), "r");

	compare_all(*state, stream, 117);
	assert_int_equal(pclose(stream), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(descriptors_of_real_templates), TEST(the_cut_one_is_refused), TEST(acls_larger_than_their_aces),
		TEST(rights_of_the_registry),        TEST(ordinary_acls),
	};
	const char *folder = getenv("SUITE_VECTORS");

	if (folder == NULL || *folder == 0) {
		puts("1..0 # SKIP SUITE_VECTORS names no folder of vectors");
		return 0;
	}
	return RUN_TESTS(tests);
}
