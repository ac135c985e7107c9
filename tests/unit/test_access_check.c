/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who may enroll, row by row (facts: ad.md, chapter 3). */
#include "suite.h"

#include "ad/access_check.h"
#include "core/text.h"
#include "sd_factory.h"

#define ME "S-1-5-21-1-2-3-1104"
#define GROUP "S-1-5-21-1-2-3-1200"
#define STRANGER "S-1-5-21-1-2-3-1999"
#define OTHER_RIGHT_GUID "ab721a53-1e2f-11d0-9819-00aa0040529b"
#define PROPERTY_SET "4c164200-20c0-11d0-a768-00aa006e0529"
#define CONSOLE_DEFAULT \
	"D:(OA;;RPWPCR;ENROLL;;DA)(OA;;RPWPCR;ENROLL;;EA)(A;;0xF00FF;;;DA)(A;;0xF00FF;;;EA)(A;;LCRPLORC;;;AU)"

struct row {
	const char *row;
	enum access_decision decision;
	int ace;
};

static struct security_descriptor descriptor_of(struct arena *arena, const char *row)
{
	struct octets value = sd_make(arena, row);
	struct security_descriptor descriptor = {0};
	const char *wrong = security_descriptor_read(&value, arena, &descriptor);

	if (wrong != NULL)
		fail_msg("'%s': the security descriptor %s", row, wrong);
	return descriptor;
}

static struct sid_set token_of(struct arena *arena, const char *const *sids, size_t count)
{
	struct sid_set token = {0};

	for (size_t i = 0; i < count; i++) {
		struct sid sid;

		assert_null(sid_parse(sids[i], &sid));
		sid_set_add(arena, &token, &sid);
	}
	return token;
}

static struct sid_set my_token(struct arena *arena)
{
	static const char *const sids[] = {ME, GROUP, "S-1-1-0", "S-1-5-11"};

	return token_of(arena, sids, ARRAY_LENGTH(sids));
}

static void check_rows(struct arena *arena, const struct access_right *right, const struct row *rows, size_t count)
{
	struct sid_set token = my_token(arena);

	for (size_t i = 0; i < count; i++) {
		struct security_descriptor descriptor = descriptor_of(arena, rows[i].row);
		int ace = 77;

		assert_row_int(rows[i].row, access_check(&descriptor, &token, right, &ace), rows[i].decision);
		assert_row_int(rows[i].row, ace, rows[i].ace);
	}
}

static void who_may_enroll(void **state)
{
	static const struct row rows[] = {
		{"", ACCESS_GRANTED, -1},
		{"D:NULL", ACCESS_GRANTED, -1},
		{"D:", ACCESS_DENIED, -1},
		{CONSOLE_DEFAULT, ACCESS_DENIED, -1},
		{CONSOLE_DEFAULT "(OA;;CR;ENROLL;;" ME ")", ACCESS_GRANTED, 5},
		{"D:(OA;;CR;ENROLL;;" ME ")", ACCESS_GRANTED, 0},
		{"D:(OA;;CR;ENROLL;;" GROUP ")", ACCESS_GRANTED, 0},
		{"D:(OA;;CR;ENROLL;;AU)", ACCESS_GRANTED, 0},
		{"D:(OA;;CR;ENROLL;;WD)", ACCESS_GRANTED, 0},
		{"D:(OA;;RPWPCR;ENROLL;;" ME ")", ACCESS_GRANTED, 0},
		{"D:(OA;;CR;ENROLL;;" STRANGER ")", ACCESS_DENIED, -1},
		{"D:(OA;;CR;ENROLL;;S-1-5-21-1-2-4-1104)", ACCESS_DENIED, -1},
		{"D:(OA;;RPWP;ENROLL;;" ME ")", ACCESS_DENIED, -1},
		{"D:(OA;;CR;AUTOENROLL;;" ME ")", ACCESS_DENIED, -1},
		{"D:(OA;;CR;" OTHER_RIGHT_GUID ";;" ME ")", ACCESS_DENIED, -1},
		{"D:(OA;;CR;;;" ME ")", ACCESS_GRANTED, 0},
		{"D:(OA;;CR;;ENROLL;" ME ")", ACCESS_GRANTED, 0},
		{"D:(OA;;CR;ENROLL;" OTHER_RIGHT_GUID ";" ME ")", ACCESS_GRANTED, 0},
		{"D:(A;;CR;;;" ME ")", ACCESS_GRANTED, 0},
		{"D:(A;;0xF00FF;;;" ME ")", ACCESS_DENIED, -1},
		{"D:(A;;0xF01FF;;;" ME ")", ACCESS_GRANTED, 0},
		{"D:(A;;GA;;;" ME ")", ACCESS_GRANTED, 0},
		{"D:(A;;GRGWGX;;;" ME ")", ACCESS_DENIED, -1},
		{"D:(A;;LCRPLORC;;;" ME ")", ACCESS_DENIED, -1},
	};

	check_rows(*state, &access_enroll, rows, ARRAY_LENGTH(rows));
}

static void the_first_that_speaks_decides(void **state)
{
	static const struct row rows[] = {
		{"D:(OD;;CR;ENROLL;;" GROUP ")(OA;;CR;ENROLL;;" ME ")", ACCESS_DENIED, 0},
		{"D:(OA;;CR;ENROLL;;" ME ")(OD;;CR;ENROLL;;" GROUP ")", ACCESS_GRANTED, 0},
		{"D:(D;;CR;;;" ME ")(OA;;CR;ENROLL;;" ME ")", ACCESS_DENIED, 0},
		{"D:(OD;;CR;;;" ME ")(OA;;CR;ENROLL;;" ME ")", ACCESS_DENIED, 0},
		{"D:(D;;GA;;;" ME ")(OA;;CR;ENROLL;;" ME ")", ACCESS_DENIED, 0},
		{"D:(D;;0xF00FF;;;" ME ")(OA;;CR;ENROLL;;" ME ")", ACCESS_GRANTED, 1},
		{"D:(OD;;CR;AUTOENROLL;;" ME ")(OA;;CR;ENROLL;;" ME ")", ACCESS_GRANTED, 1},
		{"D:(OD;;CR;ENROLL;;" STRANGER ")(OA;;CR;ENROLL;;" ME ")", ACCESS_GRANTED, 1},
		{"D:(D;IO;CR;;;" ME ")(OA;;CR;ENROLL;;" ME ")", ACCESS_GRANTED, 1},
		{"D:(OA;CIIO;CR;ENROLL;;" ME ")", ACCESS_DENIED, -1},
		{"D:(OA;CIID;CR;ENROLL;;" ME ")", ACCESS_GRANTED, 0},
		{"D:(AU;SA;CR;;;" ME ")(OU;FA;CR;ENROLL;;" ME ")", ACCESS_DENIED, -1},
		{"D:(0x42;;CR;;;" ME ")", ACCESS_DENIED, -1},
		{"D:(0x42;;CR;;;" ME ")(OA;;CR;ENROLL;;" ME ")", ACCESS_GRANTED, 1},
	};

	check_rows(*state, &access_enroll, rows, ARRAY_LENGTH(rows));
}

static void conditions_are_for_the_server(void **state)
{
	static const struct row rows[] = {
		{"D:(XA;;CR;;;" ME ")", ACCESS_UNDECIDABLE, 0},
		{"D:(XD;;CR;;;" ME ")", ACCESS_UNDECIDABLE, 0},
		{"D:(ZA;;CR;ENROLL;;" ME ")", ACCESS_UNDECIDABLE, 0},
		{"D:(ZD;;CR;ENROLL;;" ME ")", ACCESS_UNDECIDABLE, 0},
		{"D:(XD;;CR;;;" ME ")(OA;;CR;ENROLL;;" ME ")", ACCESS_UNDECIDABLE, 0},
		{"D:(OA;;CR;ENROLL;;" ME ")(XD;;CR;;;" ME ")", ACCESS_GRANTED, 0},
		{"D:(OD;;CR;ENROLL;;" ME ")(XA;;CR;;;" ME ")", ACCESS_DENIED, 0},
		{"D:(XD;;RP;;;" ME ")(OA;;CR;ENROLL;;" ME ")", ACCESS_GRANTED, 1},
		{"D:(XD;;CR;;;" STRANGER ")(OA;;CR;ENROLL;;" ME ")", ACCESS_GRANTED, 1},
		{"D:(XD;IO;CR;;;" ME ")(OA;;CR;ENROLL;;" ME ")", ACCESS_GRANTED, 1},
		{"D:(ZD;;CR;AUTOENROLL;;" ME ")(OA;;CR;ENROLL;;" ME ")", ACCESS_GRANTED, 1},
		{"D:(XU;;CR;;;" ME ")(OA;;CR;ENROLL;;" ME ")", ACCESS_GRANTED, 1},
	};

	check_rows(*state, &access_enroll, rows, ARRAY_LENGTH(rows));
}

static void who_may_read(void **state)
{
	static const struct row rows[] = {
		{CONSOLE_DEFAULT, ACCESS_GRANTED, 4},
		{"D:(A;;RP;;;" ME ")", ACCESS_GRANTED, 0},
		{"D:(A;;GR;;;" ME ")", ACCESS_GRANTED, 0},
		{"D:(OA;;RP;;;" ME ")", ACCESS_GRANTED, 0},
		{"D:(OA;;RP;" PROPERTY_SET ";;" ME ")", ACCESS_DENIED, -1},
		{"D:(OA;;RPWPCR;ENROLL;;" ME ")", ACCESS_DENIED, -1},
		{"D:(OD;;RP;" PROPERTY_SET ";;" ME ")(A;;RP;;;" ME ")", ACCESS_GRANTED, 1},
		{"D:(D;;RP;;;" ME ")(A;;RP;;;" ME ")", ACCESS_DENIED, 0},
		{"D:(A;;LCLORC;;;" ME ")", ACCESS_DENIED, -1},
	};

	check_rows(*state, &access_read, rows, ARRAY_LENGTH(rows));
}

static void other_rights(void **state)
{
	static const struct {
		const char *row;
		bool enroll, autoenroll, write, write_dacl, write_owner;
	} rows[] = {
		{"D:(OA;;CR;AUTOENROLL;;" ME ")", false, true, false, false, false},
		{"D:(A;;CR;;;" ME ")", true, true, false, false, false},
		{"D:(A;;WP;;;" ME ")", false, false, true, false, false},
		{"D:(OA;;WP;" PROPERTY_SET ";;" ME ")", false, false, false, false, false},
		{"D:(A;;WD;;;" ME ")", false, false, false, true, false},
		{"D:(A;;WO;;;" ME ")", false, false, false, false, true},
		{"D:(A;;0xF00FF;;;" ME ")", false, false, true, true, true},
		{"D:(A;;GW;;;" ME ")", false, false, true, false, false},
	};
	struct sid_set token = my_token(*state);

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct security_descriptor descriptor = descriptor_of(*state, rows[i].row);
		const struct {
			const struct access_right *right;
			bool granted;
		} rights[] = {
			{&access_enroll, rows[i].enroll},
			{&access_autoenroll, rows[i].autoenroll},
			{&access_write, rows[i].write},
			{&access_write_dacl, rows[i].write_dacl},
			{&access_write_owner, rows[i].write_owner},
		};

		for (size_t k = 0; k < ARRAY_LENGTH(rights); k++) {
			int ace;

			assert_row_int(rows[i].row,
				       access_check(&descriptor, &token, rights[k].right, &ace) == ACCESS_GRANTED,
				       rights[k].granted);
		}
	}
}

/* One attribute or property set by its GUID. */
static void a_single_property(void **state)
{
	struct security_descriptor descriptor = descriptor_of(*state, "D:(OA;;RP;" PROPERTY_SET ";;" ME ")");
	const struct access_right right = {RIGHT_READ_PROPERTY, &descriptor.aces[0].object_type};
	const struct access_right another = {RIGHT_READ_PROPERTY, &guid_enroll};
	struct sid_set token = my_token(*state);
	int ace;

	assert_int_equal(access_check(&descriptor, &token, &right, &ace), ACCESS_GRANTED);
	assert_int_equal(access_check(&descriptor, &token, &another, &ace), ACCESS_DENIED);
}

static void an_empty_token(void **state)
{
	struct security_descriptor descriptor = descriptor_of(*state, "D:(A;;GA;;;WD)");
	struct sid_set token = {0};
	int ace;

	assert_int_equal(access_check(&descriptor, &token, &access_enroll, &ace), ACCESS_DENIED);
	assert_int_equal(ace, -1);
}

static void what_each_ace_means(void **state)
{
	static const struct {
		const char *row;
		enum ace_effect effect;
	} rows[] = {
		{"D:(OA;;CR;ENROLL;;" ME ")", ACE_GRANTS},
		{"D:(D;;CR;;;" ME ")", ACE_DENIES},
		{"D:(XA;;CR;;;" ME ")", ACE_UNDECIDABLE},
		{"D:(A;IO;CR;;;" ME ")", ACE_ONLY_INHERITS},
		{"D:(AU;;CR;;;" ME ")", ACE_NOT_ABOUT_ACCESS},
		{"D:(0x42;;CR;;;" ME ")", ACE_NOT_ABOUT_ACCESS},
		{"D:(A;;CR;;;" STRANGER ")", ACE_OTHER_SID},
		{"D:(A;;RP;;;" ME ")", ACE_OTHER_RIGHT},
		{"D:(OA;;CR;AUTOENROLL;;" ME ")", ACE_OTHER_OBJECT},
		{"D:(ZA;;CR;AUTOENROLL;;" ME ")", ACE_OTHER_OBJECT},
	};
	struct sid_set token = my_token(*state);

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct security_descriptor descriptor = descriptor_of(*state, rows[i].row);

		assert_row_int(rows[i].row, access_effect(&descriptor.aces[0], &token, &access_enroll), rows[i].effect);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(who_may_enroll),
		TEST(the_first_that_speaks_decides),
		TEST(conditions_are_for_the_server),
		TEST(who_may_read),
		TEST(other_rights),
		TEST(a_single_property),
		TEST(an_empty_token),
		TEST(what_each_ace_means),
	};

	return RUN_TESTS(tests);
}
