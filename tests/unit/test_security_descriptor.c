/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Descriptors as they are, cut at every byte, and lying about their sizes. */
#include "suite.h"

#include "ad/security_descriptor.h"
#include "core/text.h"
#include "sd_factory.h"

/* Offsets in what sd_make writes: the DACL stands behind the header. */
enum { DACL = 20, ACE = 28 };

#define DEFAULT_TEMPLATE \
	"O:EAG:EAD:PAI(OA;;RPWPCR;ENROLL;;DA)(OA;;RPWPCR;ENROLL;;EA)(A;;0xF00FF;;;DA)(A;;0xF00FF;;;EA)" \
	"(A;;LCRPLORC;;;AU)"

static struct security_descriptor read_good(struct arena *arena, const char *row)
{
	struct octets value = sd_make(arena, row);
	struct security_descriptor descriptor = {0};
	const char *wrong = security_descriptor_read(&value, arena, &descriptor);

	if (wrong != NULL)
		fail_msg("'%s': the security descriptor %s", row, wrong);
	return descriptor;
}

static void a_default_template(void **state)
{
	struct security_descriptor descriptor = read_good(*state, DEFAULT_TEMPLATE);
	const struct ace *ace = descriptor.aces;

	assert_int_equal(descriptor.control, 0x8004);
	assert_true(descriptor.has_owner && descriptor.has_group && descriptor.has_dacl);
	assert_string_equal(sid_known_name(&descriptor.owner), "Enterprise Admins");
	assert_string_equal(sid_known_name(&descriptor.group), "Enterprise Admins");
	assert_int_equal(descriptor.ace_count, 5);
	assert_int_equal(ace[0].type, 5);
	assert_int_equal(ace[0].kind, ACE_ALLOW);
	assert_int_equal(ace[0].mask, 0x130);
	assert_true(ace[0].has_object_type && uuid_equal(&ace[0].object_type, &guid_enroll));
	assert_string_equal(sid_text(*state, &ace[0].sid), "S-1-5-21-1-2-3-512");
	assert_int_equal(ace[3].mask, RIGHT_FULL_CONSOLE);
	assert_false(ace[3].has_object_type || ace[3].conditional);
	assert_int_equal(ace[4].mask, 0x20094);
	assert_true(ace[4].has_sid && sid_equal(&ace[4].sid, &sid_authenticated_users));
}

static void dacls_that_are_not_there(void **state)
{
	static const struct {
		const char *row;
		bool has_dacl, has_owner, has_group;
	} rows[] = {
		{"D:", true, false, false},   {"D:NULL", false, false, false}, {"", false, false, false},
		{"O:DA", false, true, false}, {"G:DA", false, false, true},    {"O:DAG:DUD:", true, true, true},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct security_descriptor descriptor = read_good(*state, rows[i].row);

		assert_row_int(rows[i].row, descriptor.has_dacl, rows[i].has_dacl);
		assert_row_int(rows[i].row, descriptor.has_owner, rows[i].has_owner);
		assert_row_int(rows[i].row, descriptor.has_group, rows[i].has_group);
		assert_row_int(rows[i].row, descriptor.ace_count, 0);
	}
}

/* The offset is there, DACL_PRESENT is not: there is no DACL, whatever stands at the offset. */
static void a_dacl_that_is_not_present(void **state)
{
	struct octets value = sd_make(*state, "D:(A;;RP;;;AU)");
	struct security_descriptor descriptor;

	((unsigned char *)value.bytes)[2] = 0;
	assert_null(security_descriptor_read(&value, *state, &descriptor));
	assert_false(descriptor.has_dacl);
	assert_int_equal(descriptor.ace_count, 0);
}

static void types_and_flags(void **state)
{
	static const struct {
		const char *row;
		enum ace_kind kind;
		bool conditional, has_object_type;
		unsigned flags;
	} rows[] = {
		{"D:(A;CIIO;RP;;;AU)", ACE_ALLOW, false, false, ACE_CONTAINER_INHERIT | ACE_INHERIT_ONLY},
		{"D:(D;ID;RP;;;AU)", ACE_DENY, false, false, ACE_INHERITED},
		{"D:(AU;SA;RP;;;AU)", ACE_AUDIT, false, false, 0x40},
		{"D:(OA;;RP;;;AU)", ACE_ALLOW, false, false, 0},
		{"D:(OA;;CR;ENROLL;;AU)", ACE_ALLOW, false, true, 0},
		{"D:(OA;;CR;;ENROLL;AU)", ACE_ALLOW, false, false, 0},
		{"D:(OA;;CR;ENROLL;AUTOENROLL;AU)", ACE_ALLOW, false, true, 0},
		{"D:(OD;OINP;CR;ENROLL;;AU)", ACE_DENY, false, true, ACE_OBJECT_INHERIT | ACE_NO_PROPAGATE},
		{"D:(OU;FA;CR;ENROLL;;AU)", ACE_AUDIT, false, true, 0x80},
		{"D:(XA;;RP;;;AU)", ACE_ALLOW, true, false, 0},
		{"D:(XD;;RP;;;AU)", ACE_DENY, true, false, 0},
		{"D:(ZA;;CR;ENROLL;;AU)", ACE_ALLOW, true, true, 0},
		{"D:(ZD;;CR;ENROLL;;AU)", ACE_DENY, true, true, 0},
		{"D:(XU;;CR;;;AU)", ACE_AUDIT, true, false, 0},
		{"D:(ZU;;CR;ENROLL;;AU)", ACE_AUDIT, true, true, 0},
		{"D:(0x11;;CR;;;AU)", ACE_AUDIT, false, false, 0},
		{"D:(0x14;;CR;;;AU)", ACE_AUDIT, false, false, 0},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct security_descriptor descriptor = read_good(*state, rows[i].row);
		const struct ace *ace = descriptor.aces;

		assert_row_int(rows[i].row, descriptor.ace_count, 1);
		assert_row_int(rows[i].row, ace->kind, rows[i].kind);
		assert_row_int(rows[i].row, ace->conditional, rows[i].conditional);
		assert_row_int(rows[i].row, ace->has_object_type, rows[i].has_object_type);
		assert_row_int(rows[i].row, ace->flags, rows[i].flags);
		assert_row_int(rows[i].row, ace->has_sid && sid_equal(&ace->sid, &sid_authenticated_users), true);
		if (ace->has_object_type)
			assert_row_int(rows[i].row, uuid_equal(&ace->object_type, &guid_enroll), true);
	}
}

static void unknown_types_are_kept(void **state)
{
	static const unsigned types[] = {0x03, 0x04, 0x08, 0x0E, 0x10, 0x15, 0x42, 0xFF};

	for (size_t i = 0; i < ARRAY_LENGTH(types); i++) {
		const char *row = text_format(*state, "D:(0x%02X;IO;CR;;;AU)(A;;RP;;;AU)", types[i]);
		struct security_descriptor descriptor = read_good(*state, row);

		assert_row_int(row, descriptor.ace_count, 2);
		assert_row_int(row, descriptor.aces[0].kind, ACE_UNKNOWN);
		assert_row_int(row, descriptor.aces[0].type, types[i]);
		assert_row_int(row, descriptor.aces[0].has_sid, false);
		assert_row_int(row, descriptor.aces[1].kind, ACE_ALLOW);
	}
}

static void generic_rights_are_mapped(void **state)
{
	static const struct {
		const char *row;
		uint32_t mask;
	} rows[] = {
		{"D:(A;;GA;;;AU)", 0xF01FF},           {"D:(A;;GX;;;AU)", 0x20004},
		{"D:(A;;GW;;;AU)", 0x20028},           {"D:(A;;GR;;;AU)", 0x20094},
		{"D:(A;;GRCR;;;AU)", 0x20194},         {"D:(A;;0xF0000000;;;AU)", 0xF01FF},
		{"D:(A;;0x0FFFFFFF;;;AU)", 0xFFFFFFF}, {"D:(A;;;;;AU)", 0},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++)
		assert_row_int(rows[i].row, read_good(*state, rows[i].row).aces[0].mask, rows[i].mask);
}

/* Each beginning of it is refused; the whole one is not. */
static void every_truncation(void **state)
{
	static const char *const rows[] = {DEFAULT_TEMPLATE,
					   "D:(ZA;;CR;ENROLL;AUTOENROLL;AU)(0x42;;CR;;;AU)(XD;;RP;;;DA)", "O:DAD:"};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct octets whole = sd_make(*state, rows[i]);

		for (size_t length = 0; length <= whole.length; length++) {
			void *copy = heap_copy(whole.bytes, length);
			const struct octets value = {copy, length};
			struct security_descriptor descriptor = {.ace_count = 77};
			const char *wrong = security_descriptor_read(&value, *state, &descriptor);

			assert_row_accepted(rows[i], wrong, length == whole.length);
			if (wrong != NULL)
				assert_row_int(rows[i], descriptor.ace_count, 77);
			free(copy);
		}
	}
}

/* One byte or two of "O:DAD:(OA;;CR;ENROLL;;AU)(A;;RP;;;AU)" are others: 40 and 20 bytes of ACEs behind 28. */
static void sizes_that_lie(void **state)
{
	static const struct {
		const char *name;
		size_t offset;
		unsigned value;
		const char *sentence; /* NULL: accepted all the same */
	} rows[] = {
		{"revision 0", 0, 0x0000, "revision 0 instead of 1"},
		{"revision 2", 0, 0x0002, "revision 2 instead of 1"},
		{"Sbz1", 0, 0x0701, NULL},
		{"not self-relative", 2, 0x0004, "is not self-relative"},
		{"owner in the header", 4, 0x0004, "owner at offset 4, in its own header"},
		{"owner at the end", 4, 88 + 28, "owner at offset 116"},
		{"owner behind the end", 4, 0xFFFF, "ends in its owner at offset 65535"},
		{"owner cut", 4, 88 + 4, "its owner at offset 92"},
		{"group is the owner", 8, 88, NULL},
		{"SACL anywhere", 12, 0xFFFF, NULL},
		{"DACL in the header", 16, 19, "DACL at offset 19, in its own header"},
		{"DACL behind the end", 16, 0xFFFF, "ends in its DACL at offset 65535"},
		{"DACL cut", 16, 88 + 24, "ends in its DACL at offset 112"},
		{"ACL revision 1", DACL, 0x0001, "DACL at offset 20 of the unknown revision 1"},
		{"ACL revision 2", DACL, 0x0002, NULL},
		{"ACL revision 5", DACL, 0x0005, "DACL at offset 20 of the unknown revision 5"},
		{"ACL size 7", DACL + 2, 7, "DACL at offset 20 of only 7 bytes"},
		{"ACL size 8", DACL + 2, 8, "has a DACL of 8 bytes that says it holds 2 ACEs"},
		{"ACL size without the second ACE", DACL + 2, 48, "ends in the ACE at offset 68"},
		{"ACL size with half of its header", DACL + 2, 50, "ends in the ACE at offset 68"},
		{"ACL size with half of its body", DACL + 2, 60, "ends in the ACE at offset 68"},
		{"ACL larger than its ACEs", DACL + 2, 68 + 28, NULL},
		{"ACL larger than the descriptor", DACL + 2, 68 + 29, "ends in its DACL at offset 20"},
		{"ACL of 64 KB", DACL + 2, 0xFFFF, "ends in its DACL at offset 20"},
		{"no ACE", DACL + 4, 0, NULL},
		{"one ACE", DACL + 4, 1, NULL},
		{"three ACEs", DACL + 4, 3, "ends in the ACE at offset 88"},
		{"65535 ACEs", DACL + 4, 0xFFFF, "ends in the ACE at offset 88"},
		{"ACE size 0", ACE + 2, 0, "ACE at offset 28 of only 0 bytes"},
		{"ACE size 3", ACE + 2, 3, "ACE at offset 28 of only 3 bytes"},
		{"ACE size 4", ACE + 2, 4, "ACE at offset 28 that is too small for its type"},
		{"ACE size without flags", ACE + 2, 8, "ACE at offset 28 that is too small for its type"},
		{"ACE size with half a GUID", ACE + 2, 20, "ACE at offset 28 that is too small for its type"},
		{"ACE size without a SID", ACE + 2, 28, "ACE at offset 28 whose SID is cut off"},
		{"ACE size with half a SID", ACE + 2, 36, "ACE at offset 28 whose SID is cut off"},
		{"ACE size one too small", ACE + 2, 39, "ACE at offset 28 whose SID is cut off"},
		{"ACE size past the ACL", ACE + 2, 61, "ends in the ACE at offset 28"},
		{"ACE of 64 KB", ACE + 2, 0xFFFF, "ends in the ACE at offset 28"},
		{"object flags say two GUIDs", ACE + 8, 3, "ACE at offset 28 that is too small for its type"},
		{"object flags say no GUID", ACE + 8, 0, "ACE at offset 28 whose SID has another revision"},
		{"unknown object flags", ACE + 8, 0x0101, NULL},
		{"SID of 16 subauthorities", ACE + 28, 0x1001, "ACE at offset 28 whose SID has more than 15"},
		{"SID of 2 subauthorities", ACE + 28, 0x0201, "ACE at offset 28 whose SID is cut off"},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct octets value = sd_make(*state, "O:DAD:(OA;;CR;ENROLL;;AU)(A;;RP;;;AU)");
		unsigned char *bytes = (unsigned char *)value.bytes;
		struct security_descriptor descriptor;
		const char *wrong;

		assert_int_equal(value.length, 88 + 28);
		bytes[rows[i].offset] = (unsigned char)rows[i].value;
		bytes[rows[i].offset + 1] = (unsigned char)(rows[i].value >> 8);
		wrong = security_descriptor_read(&value, *state, &descriptor);
		assert_row_accepted(rows[i].name, wrong, rows[i].sentence == NULL);
		if (wrong != NULL && strstr(wrong, rows[i].sentence) == NULL)
			fail_msg("'%s': got '%s', expected '%s' in it", rows[i].name, wrong, rows[i].sentence);
	}
}

/* Offsets and sizes whose sum wraps in 32 bits. */
static void offsets_that_wrap(void **state)
{
	static const size_t places[] = {4, 8, 16};

	for (size_t i = 0; i < ARRAY_LENGTH(places); i++)
		for (unsigned low = 0xE0; low <= 0xFF; low++) {
			struct octets value = sd_make(*state, "O:DAG:DAD:(A;;RP;;;AU)");
			struct security_descriptor descriptor;

			memset((unsigned char *)value.bytes + places[i], 0xFF, 4);
			((unsigned char *)value.bytes)[places[i]] = (unsigned char)low;
			assert_non_null(security_descriptor_read(&value, *state, &descriptor));
		}
}

static void largest_acls(void **state)
{
	struct text_buffer row = {.arena = *state};
	struct security_descriptor descriptor;
	struct octets value;

	text_append(&row, "D:");
	for (int i = 0; i < 3276; i++)
		text_append(&row, "(A;;RP;;;AU)"); /* 20 bytes each */
	descriptor = read_good(*state, row.data);
	assert_int_equal(descriptor.ace_count, 3276);
	assert_true(sid_equal(&descriptor.aces[3275].sid, &sid_authenticated_users));
	value = sd_make(*state, row.data);
	assert_int_equal(value.length, 20 + 8 + 65520);
	((unsigned char *)value.bytes)[DACL + 4] += 1;
	assert_contains(security_descriptor_read(&value, *state, &descriptor), "ends in the ACE at offset 65548");
}

/* As many ACEs as can be: four bytes each, of an unknown type. */
static void the_largest_number_of_aces(void **state)
{
	enum { COUNT = (65535 - 8) / 4, LENGTH = 20 + 8 + 4 * COUNT };
	unsigned char *bytes = arena_allocate(*state, LENGTH);
	const struct octets value = {bytes, LENGTH};
	struct security_descriptor descriptor;

	memcpy(bytes, (unsigned char[]){1, 0, 4, 0x80}, 4);
	bytes[16] = DACL;
	memcpy(bytes + DACL,
	       (unsigned char[]){4, 0, (8 + 4 * COUNT) & 0xFF, (8 + 4 * COUNT) >> 8, COUNT & 0xFF, COUNT >> 8}, 6);
	for (size_t i = 0; i < COUNT; i++)
		memcpy(bytes + ACE + 4 * i, (unsigned char[]){0x42, 0, 4, 0}, 4);
	assert_null(security_descriptor_read(&value, *state, &descriptor));
	assert_int_equal(descriptor.ace_count, COUNT);
	bytes[DACL + 5]++;
	assert_contains(security_descriptor_read(&value, *state, &descriptor), "says it holds");
}

static void more_than_a_descriptor_can_have(void **state)
{
	const struct octets value = {arena_allocate(*state, 200000), 200000};
	struct security_descriptor descriptor;

	assert_contains(security_descriptor_read(&value, *state, &descriptor), "has 200000 bytes");
}

static void sids_of_fifteen_subauthorities(void **state)
{
	static const char longest[] = "D:(A;;RP;;;S-1-5-1-2-3-4-5-6-7-8-9-10-11-12-13-14-15)";
	struct security_descriptor descriptor = read_good(*state, longest);
	struct octets value = sd_make(*state, "D:(A;;RP;;;S-1-5-1-2-3-4-5-6-7-8-9-10-11-12-13-14-15-16)");

	assert_int_equal(descriptor.aces[0].sid.count, 15);
	assert_contains(security_descriptor_read(&value, *state, &descriptor), "more than 15 subauthorities");
}

static void masks_in_words(void **state)
{
	static const struct {
		uint32_t mask;
		const char *text;
	} rows[] = {
		{0, "no right"},
		{0x110, "read property, control access"},
		{0x130, "read property, write property, control access"},
		{0x20094, "list children, read property, list object, read control"},
		{RIGHT_ALL, "full control"},
		{RIGHT_FULL_CONSOLE, "full control without control access"},
		{0x1F01FF, "full control, synchronize"},
		{0xC0000, "write DACL, write owner"},
		{0x80000003, "create child, delete child, 0x80000000"},
		{0x200, "0x200"},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++)
		assert_row_text(rows[i].text, access_mask_text(*state, rows[i].mask), rows[i].text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_default_template),
		TEST(dacls_that_are_not_there),
		TEST(a_dacl_that_is_not_present),
		TEST(types_and_flags),
		TEST(unknown_types_are_kept),
		TEST(generic_rights_are_mapped),
		TEST(every_truncation),
		TEST(sizes_that_lie),
		TEST(offsets_that_wrap),
		TEST(largest_acls),
		TEST(the_largest_number_of_aces),
		TEST(more_than_a_descriptor_can_have),
		TEST(sids_of_fifteen_subauthorities),
		TEST(masks_in_words),
	};

	return RUN_TESTS(tests);
}
